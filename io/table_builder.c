#include "table_builder.h"

#include "cell_text.h"

#include <string.h>

enum { UNKNOWN = -1, NAMELESS = -2, POOL_SIZE = 64 * 1024, ROWS_MAX = 20000000, SHOWN_MAX = 60 };

jh_status jh_builder_init(jh_table_builder *builder, jh_table *table, jh_problems *problems) {
  memset(builder, 0, sizeof *builder);
  builder->table = table;
  builder->problems = problems;
  builder->row = JH_NEW(table->arena, const char *, table->spec->column_count);
  return builder->row ? JH_OK : JH_NO_MEMORY;
}

static const char *kept(jh_table_builder *builder, const char *text, size_t length) {
  if (length + 1 > builder->pool_left) {
    size_t const size = length + 1 > POOL_SIZE ? length + 1 : POOL_SIZE;
    char *const pool = jh_arena_alloc(builder->table->arena, size, 1);
    if (!pool) return NULL;
    builder->pool = pool;
    builder->pool_left = size;
  }
  char *const copy = builder->pool;
  memcpy(copy, text, length);
  copy[length] = '\0';
  builder->pool += length + 1;
  builder->pool_left -= length + 1;
  return copy;
}

static const char *lowered(jh_arena *arena, const char *text, size_t length) {
  char *const copy = jh_arena_text_n(arena, text, length);
  for (char *at = copy; at && *at; at++)
    if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
  return copy;
}

/* Enough of a text for a message, cut between characters. */
static const char *shown(jh_arena *arena, const char *text, size_t length) {
  size_t end = 0;
  while (end < length && end < SHOWN_MAX) {
    size_t const step = jh_utf8_step(text + end, length - end);
    end += step ? step : 1;
  }
  return jh_arena_printf(arena, "%.*s%s", (int)end, text, end < length ? "…" : "");
}

static const char *nearest_column(const jh_table_spec *spec, const char *name) {
  size_t best = 3; /* farther is no help */
  const char *nearest = NULL;
  for (int32_t i = 0; i < spec->column_count; i++) {
    size_t const distance = jh_edit_distance(name, spec->columns[i].name);
    if (distance >= best) continue;
    best = distance;
    nearest = spec->columns[i].name;
  }
  return nearest;
}

static jh_status name_column(jh_table_builder *builder, const char *name, int32_t line, int32_t *found) {
  jh_table *const table = builder->table;
  jh_arena *const arena = builder->problems->arena;
  *found = jh_table_spec_column(table->spec, name);
  if (*found < 0) {
    const char *const nearest = nearest_column(table->spec, name);
    jh_problems_add(
        builder->problems,
        &(jh_problem){.severity = JH_WARNING,
                      .file = table->file,
                      .line = line,
                      .column = shown(arena, name, strlen(name)),
                      .expected = JH_N("not a column of this table: not read"),
                      .hint = nearest ? jh_arena_printf(
                                            arena, jh_text(builder->problems->language, "did you mean %s?"), nearest)
                                      : NULL});
    return JH_OK;
  }
  if (table->has_column[*found]) {
    const jh_column *const column = &table->spec->columns[*found];
    jh_problems_error(builder->problems, table->file, line, name, NULL,
                      "expected each column once; %s (%s) stands twice in the header", column->name, column->name_zh);
    *found = UNKNOWN;
    return JH_OK;
  }
  table->has_column[*found] = true;
  const char *const chinese = table->spec->columns[*found].name_zh;
  table->chinese_heads = table->chinese_heads || (chinese && strcmp(name, chinese) == 0);
  return JH_OK;
}

jh_status jh_builder_column(jh_table_builder *builder, const char *text, size_t length, int32_t line) {
  jh_arena *const arena = builder->table->arena;
  size_t const count = builder->column_count;
  int32_t *const columns =
      jh_arena_grow(arena, builder->columns, &builder->column_capacity, count + 1, sizeof *columns);
  if (!columns) return JH_NO_MEMORY;
  builder->columns = columns;
  bool *const told =
      jh_arena_grow(arena, builder->nameless_told, &builder->nameless_capacity, count + 1, sizeof *told);
  if (!told) return JH_NO_MEMORY;
  builder->nameless_told = told;
  length = jh_cell_trim(&text, length);
  columns[count] = NAMELESS;
  builder->column_count = count + 1;
  if (length == 0) return JH_OK;
  const char *const name = lowered(arena, text, length);
  if (!name) return JH_NO_MEMORY;
  return name_column(builder, name, line, &columns[count]);
}

bool jh_builder_header_done(jh_table_builder *builder, int32_t line) {
  const jh_table *const table = builder->table;
  bool complete = true;
  for (int32_t i = 0; i < table->spec->column_count; i++) {
    const jh_column *const column = &table->spec->columns[i];
    if (!column->required || table->has_column[i]) continue;
    complete = false;
    jh_problems_error(builder->problems, table->file, line, column->name, NULL,
                      "expected a column %s or %s in the header", column->name, column->name_zh);
  }
  return complete;
}

/* More cells than the header names: the row is out of step with it. */
static void complain_of_extra(jh_table_builder *builder, size_t column, const char *text, size_t length,
                              int32_t line) {
  jh_arena *const arena = builder->problems->arena;
  if (column >= builder->column_count) {
    jh_problems_error(builder->problems, builder->table->file, line, NULL, shown(arena, text, length),
                      "expected %d cells, as many as the header has, not %d", (int)builder->column_count,
                      (int)column + 1);
    return;
  }
  if (builder->nameless_told[column]) return;
  builder->nameless_told[column] = true;
  jh_problems_warning(builder->problems, builder->table->file, line, NULL, shown(arena, text, length),
                      "cell in column %d, which has no name in the header: the column is not read", (int)column + 1);
}

/* Writers put an apostrophe before a text that a spreadsheet would run, and before one that would look so guarded. */
static bool is_guarded(const char *text, size_t length) {
  size_t apostrophes = 0;
  while (apostrophes < length && text[apostrophes] == '\'') apostrophes++;
  return apostrophes > 0 && apostrophes < length && strchr("=+-@", text[apostrophes]);
}

jh_status jh_builder_cell(jh_table_builder *builder, size_t column, const char *text, size_t length, int32_t line) {
  length = jh_cell_trim(&text, length);
  if (length == 0) return JH_OK;
  int32_t const target = column < builder->column_count ? builder->columns[column] : NAMELESS;
  if (target == UNKNOWN) return JH_OK;
  if (target == NAMELESS) {
    complain_of_extra(builder, column, text, length, line);
    return JH_OK;
  }
  if (builder->guarded && is_guarded(text, length)) {
    text++;
    length--;
  }
  const char *const copy = kept(builder, text, length);
  if (!copy) return JH_NO_MEMORY;
  if (jh_type_is_numeric(builder->table->spec->columns[target].type)) jh_cell_fold_digits((char *)copy, length);
  builder->row[target] = copy;
  builder->row_any = true;
  return JH_OK;
}

jh_status jh_builder_row_done(jh_table_builder *builder, int32_t line) {
  if (!builder->row_any) return JH_OK;
  jh_table *const table = builder->table;
  if (table->row_count >= ROWS_MAX) {
    jh_problems_error(builder->problems, table->file, line, NULL, NULL, "expected at most %d rows", (int)ROWS_MAX);
    return JH_BAD_INPUT;
  }
  size_t const size = (size_t)table->spec->column_count * sizeof *builder->row;
  const char **const cells = jh_table_append(table, line);
  if (!cells) return JH_NO_MEMORY;
  memcpy((void *)cells, (const void *)builder->row, size);
  memset((void *)builder->row, 0, size);
  builder->row_any = false;
  return JH_OK;
}
