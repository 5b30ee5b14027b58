/* problems.h - what is wrong with the input, in the planner's terms.
 *
 * One entry per fault: where it stands, what was found, what was expected, and a hint where one helps.
 * The first JH_PROBLEMS_SHOWN errors are kept and the rest counted; a run with one error plans nothing.
 * What was expected, and the hint, are given in English (text.h) and kept in the language of the list. */
#ifndef JUNHENG_PROBLEMS_H
#define JUNHENG_PROBLEMS_H

#include "junheng/arena.h"
#include "junheng/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { JH_PROBLEMS_SHOWN = 100 };

typedef enum jh_severity { JH_WARNING, JH_ERROR } jh_severity;

/* Any text may be NULL where it does not apply; line 0 means "the file as a whole", column NULL the whole row. */
typedef struct jh_problem {
  jh_severity severity;
  const char *file;
  int32_t line; /* physical line the row starts on, the header being line 1; SQLite: rowid */
  const char *column;
  const char *found;
  const char *expected;
  const char *hint;
} jh_problem;

typedef struct jh_problems {
  jh_arena *arena;      /* owns the texts */
  jh_language language; /* of a run: English until it is set, before the first problem */
  jh_problem *items;
  size_t count, capacity;
  int64_t error_count, warning_count; /* all of them, also those not kept */
} jh_problems;

void jh_problems_init(jh_problems *problems, jh_arena *arena);
/* Copies the problem and its texts, expected and hint translated unless they are formatted, which the caller then
 * translates. Kept silently as a count alone past the limit or without memory. */
void jh_problems_add(jh_problems *problems, const jh_problem *problem);
/* The same with the expectation formatted, after it was translated. */
__attribute__((format(printf, 6, 7))) void jh_problems_error(jh_problems *problems, const char *file, int32_t line,
                                                             const char *column, const char *found,
                                                             const char *expected, ...);
__attribute__((format(printf, 6, 7))) void jh_problems_warning(jh_problems *problems, const char *file, int32_t line,
                                                               const char *column, const char *found,
                                                               const char *expected, ...);
bool jh_problems_any_error(const jh_problems *problems);
/* "pupils.csv:212: grade '10': expected 1 to 9 (hint)" in the arena and the language of the list; NULL without
 * memory. */
const char *jh_problem_text(const jh_problems *problems, const jh_problem *problem);

/* Levenshtein distance in bytes, for "did you mean". A large number where `b` is longer than 64 bytes. */
size_t jh_edit_distance(const char *a, const char *b);

#endif
