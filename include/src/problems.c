#include "junheng/problems.h"

#include <string.h>

enum { LONGEST_NAME = 64 };

void jh_problems_init(jh_problems *problems, jh_arena *arena) {
  memset(problems, 0, sizeof *problems);
  problems->arena = arena;
}

static const char *copied(jh_arena *arena, const char *text) { return text ? jh_arena_text(arena, text) : NULL; }

void jh_problems_add(jh_problems *problems, const jh_problem *problem) {
  bool const is_error = problem->severity == JH_ERROR;
  int64_t *const seen = is_error ? &problems->error_count : &problems->warning_count;
  *seen += 1;
  if (*seen > JH_PROBLEMS_SHOWN) return;
  jh_problem *const items =
      jh_arena_grow(problems->arena, problems->items, &problems->capacity, problems->count + 1, sizeof *items);
  if (!items) return;
  problems->items = items;
  jh_problem *const kept = &items[problems->count];
  *kept = *problem;
  kept->file = copied(problems->arena, problem->file);
  kept->column = copied(problems->arena, problem->column);
  kept->found = copied(problems->arena, problem->found);
  kept->expected = copied(problems->arena, jh_text(problems->language, problem->expected));
  kept->hint = copied(problems->arena, jh_text(problems->language, problem->hint));
  problems->count += 1;
}

__attribute__((format(printf, 7, 0))) static void add_formatted(jh_problems *problems, jh_severity severity,
                                                                const char *file, int32_t line, const char *column,
                                                                const char *found, const char *expected,
                                                                va_list args) {
  const char *const text = jh_arena_vprintf(problems->arena, jh_text(problems->language, expected), args);
  jh_problems_add(problems, &(jh_problem){.severity = severity,
                                          .file = file,
                                          .line = line,
                                          .column = column,
                                          .found = found,
                                          .expected = text ? text : expected});
}

void jh_problems_error(jh_problems *problems, const char *file, int32_t line, const char *column, const char *found,
                       const char *expected, ...) {
  va_list args;
  va_start(args, expected);
  add_formatted(problems, JH_ERROR, file, line, column, found, expected, args);
  va_end(args);
}

void jh_problems_warning(jh_problems *problems, const char *file, int32_t line, const char *column, const char *found,
                         const char *expected, ...) {
  va_list args;
  va_start(args, expected);
  add_formatted(problems, JH_WARNING, file, line, column, found, expected, args);
  va_end(args);
}

bool jh_problems_any_error(const jh_problems *problems) { return problems->error_count > 0; }

const char *jh_problem_text(const jh_problems *problems, const jh_problem *problem) {
  jh_arena *const arena = problems->arena;
  jh_language const language = problems->language;
  const char *where = problem->file ? problem->file : "";
  if (problem->line > 0) where = jh_arena_printf(arena, "%s:%d", where, (int)problem->line);
  const char *what = "";
  if (problem->column && problem->found)
    what = jh_arena_printf(arena, jh_text(language, "%s '%s': "), problem->column, problem->found);
  else if (problem->column)
    what = jh_arena_printf(arena, jh_text(language, "%s: "), problem->column);
  else if (problem->found)
    what = jh_arena_printf(arena, jh_text(language, "'%s': "), problem->found);
  if (!where || !what) return NULL;
  const char *const hint = problem->hint ? jh_arena_printf(arena, jh_text(language, " (%s)"), problem->hint) : "";
  if (!hint) return NULL;
  return jh_arena_printf(arena, "%s%s%s%s%s", where, *where ? ": " : "", what,
                         problem->expected ? problem->expected : "", hint);
}

size_t jh_edit_distance(const char *a, const char *b) {
  size_t row[LONGEST_NAME + 1];
  size_t const columns = strlen(b);
  if (columns > LONGEST_NAME) return LONGEST_NAME;
  for (size_t j = 0; j <= columns; j++) row[j] = j;
  for (size_t i = 1; *a; i++, a++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= columns; j++) {
      size_t const changed = diagonal + (*a != b[j - 1]);
      diagonal = row[j];
      size_t const shifted = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
      row[j] = changed < shifted ? changed : shifted;
    }
  }
  return row[columns];
}
