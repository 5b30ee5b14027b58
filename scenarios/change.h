/* change.h - between the files that apply change tables. */
#ifndef JUNHENG_SCENARIOS_CHANGE_H
#define JUNHENG_SCENARIOS_CHANGE_H

#include "junheng/io/io.h"

/* One row of a change table, its columns resolved. */
typedef struct change {
  const char *file; /* of the scenario */
  int32_t line;
  const char *key, *column, *value; /* texts as written; "" when empty */
  jh_county_table table_ix;
  jh_table *table;
  const jh_county_tables *tables; /* all of them, for matches through a reference */
  int32_t column_ix;              /* -1: add or drop */
  const char *scenario;
  jh_arena *arena;
  jh_problems *problems;
} change;

/* The rows of the table that `key` is about, ascending: "*", a key, or column=text;column=text, all of which
 * have to hold; a column may also be one of a table that the row refers to (pupils: town=...). NULL without memory.
 */
int32_t *jh_change_select(const change *c, int32_t *count);
/* Sets one cell and remembers where that came from. */
jh_status jh_change_set_cell(const change *c, int32_t row, int32_t column, const char *value);
/* The new value (or +n, -n, *n) in the change's column of the rows. */
jh_status jh_change_values(const change *c, const int32_t *rows, int32_t count);

#endif
