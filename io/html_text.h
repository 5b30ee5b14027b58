/* html_text.h - markup written piece by piece; text of the tables goes through html_put and is never markup. */
#ifndef JUNHENG_IO_HTML_TEXT_H
#define JUNHENG_IO_HTML_TEXT_H

#include "junheng/arena.h"
#include "junheng/io/io.h"

typedef struct html {
  jh_arena *arena;
  jh_language language;
  char *bytes;
  size_t size, capacity;
  bool failed; /* out of memory: later calls do nothing, the caller checks once */
} html;

/* Markup as it is. */
void html_raw(html *h, const char *markup);
/* Text, escaped; NULL is nothing. Control characters are left out, and each piece is isolated against the writing
 * direction of its neighbours by the elements around it. */
void html_put(html *h, const char *text);
/* A word of the program in the language of the report. */
const char *html_word(const html *h, const char *english);
void html_say(html *h, const char *english);
__attribute__((format(printf, 2, 3))) void html_format(html *h, const char *format,
                                                       ...); /* markup, own numbers only */

void html_heading(html *h, int level, const char *english);
/* A table from some columns of a plan table: heads from the schema, repeated on every printed page. `columns` ends
 * with -1. At most `most` rows are shown, then a line that says how many more the CSV file has. */
void html_table(html *h, const jh_table *table, const int32_t *columns, int32_t most);
void html_table_open(html *h, const char *const *english_heads, int count);
void html_table_close(html *h);
void html_cell(html *h, const char *text, bool number);

#endif
