/* cell_text.h - one cell as a planner typed it: stray blanks, full-width digits, numbers, words. */
#ifndef JUNHENG_IO_CELL_TEXT_H
#define JUNHENG_IO_CELL_TEXT_H

#include "junheng/table.h"

#include <stddef.h>

/* Moves *text past leading blanks and answers the length without trailing ones. Blanks are ASCII white space, the
 * full-width space, the no-break and other typographic spaces, zero-width marks. */
size_t jh_cell_trim(const char **text, size_t length);
/* Replaces full-width digits, signs, points and commas by their ASCII forms in place; answers the new length. */
size_t jh_cell_fold_digits(char *text, size_t length);
/* Cells of this type hold numbers or 1/0, where full-width digits are meant as digits. */
bool jh_type_is_numeric(jh_type type);
/* Length of the valid UTF-8 sequence at `text` (1 to 4, no surrogates, no overlong forms), 0 when there is none. */
size_t jh_utf8_step(const char *text, size_t size);

typedef enum jh_number_fault {
  JH_NUMBER_FINE,
  JH_NUMBER_SEPARATORS, /* "1,234": a number but for thousands separators */
  JH_NUMBER_NONE        /* anything else */
} jh_number_fault;

/* A plain decimal number, exactly: whole and billionths have the sign of the number. Digits beyond the ninth after
 * the point are dropped. |whole| stays below 10^15. */
typedef struct jh_number {
  int64_t whole, billionths;
  double value; /* the nearest double where the number has 15 digits or fewer */
} jh_number;

jh_number_fault jh_number_parse(const char *text, jh_number *number);
/* number * scale, rounded half away from zero; scale at most 1,000,000. Saturates at int64. */
int64_t jh_number_scaled(const jh_number *number, int64_t scale);

/* "1/0", "yes/no", "是/否", "true/false". */
bool jh_yes_no_parse(const char *text, bool *value);
/* Position of an English (any case) or Chinese word, -1 when it is none of them. */
int32_t jh_choice_parse(const jh_choice *choices, const char *text);

#endif
