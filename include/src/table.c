#include "junheng/table.h"

#include <string.h>

jh_status jh_table_init(jh_table *table, const jh_table_spec *spec, jh_arena *arena, const char *file) {
  memset(table, 0, sizeof *table);
  table->spec = spec;
  table->arena = arena;
  table->file = file;
  table->has_column = JH_NEW(arena, bool, spec->column_count);
  return table->has_column ? JH_OK : JH_NO_MEMORY;
}

const char **jh_table_append(jh_table *table, int32_t line) {
  size_t const columns = (size_t)table->spec->column_count;
  size_t const row = (size_t)table->row_count;
  const char **const cells =
      jh_arena_grow(table->arena, (void *)table->cells, &table->cell_capacity, (row + 1) * columns, sizeof *cells);
  if (!cells) return NULL;
  table->cells = cells;
  int32_t *const lines = jh_arena_grow(table->arena, table->lines, &table->line_capacity, row + 1, sizeof *lines);
  if (!lines) return NULL;
  table->lines = lines;
  lines[row] = line;
  table->row_count += 1;
  /* Rows may have been dropped before: the space is not always fresh. */
  memset((void *)&cells[row * columns], 0, columns * sizeof *cells);
  return &cells[row * columns];
}

const char *jh_table_cell(const jh_table *table, int32_t row, int32_t column) {
  return table->cells[(size_t)row * (size_t)table->spec->column_count + (size_t)column];
}

/* Asked for every cell of a county, so the first letter goes before strcmp. */
static bool is_same(const char *a, const char *b) { return a && *a == *b && strcmp(a, b) == 0; }

int32_t jh_table_spec_column(const jh_table_spec *spec, const char *name) {
  for (int32_t i = 0; i < spec->column_count; i++)
    if (is_same(spec->columns[i].name, name)) return i;
  for (int32_t i = 0; i < spec->column_count; i++)
    if (is_same(spec->columns[i].name_zh, name)) return i;
  return -1;
}

const char *jh_table_head(const jh_table *table, const char *name) {
  int32_t const column = table->chinese_heads ? jh_table_spec_column(table->spec, name) : -1;
  return column >= 0 && table->spec->columns[column].name_zh ? table->spec->columns[column].name_zh : name;
}

void jh_table_origin(const jh_table *table, int32_t row, int32_t column, const char **file, int32_t *line) {
  *file = table->file;
  *line = table->lines[row];
  for (size_t i = table->origin_count; i-- > 0;) {
    const jh_cell_origin *const origin = &table->origins[i];
    if (origin->row != row || origin->column != column) continue;
    *file = origin->file;
    *line = origin->line;
    return;
  }
}
