/* Change tables: a county's tables, one row of changes after another. */
#include "change.h"

#include "junheng/scenarios/job.h"

#include <string.h>

enum { SCENARIO_TABLE, SCENARIO_KEY, SCENARIO_COLUMN, SCENARIO_VALUE, SCENARIO_WHY };

static bool is_word(const char *text, const char *english, const char *chinese) {
  return strcmp(text, english) == 0 || strcmp(text, chinese) == 0;
}

/* Removes rows (ascending) and moves the origins of the others with them. */
static jh_status drop_rows(jh_table *table, const int32_t *rows, int32_t count, jh_arena *arena) {
  size_t const columns = (size_t)table->spec->column_count;
  int32_t *const moved_to = JH_NEW(arena, int32_t, table->row_count);
  if (!moved_to) return JH_NO_MEMORY;
  int32_t kept = 0, dropped = 0;
  for (int32_t row = 0; row < table->row_count; row++) {
    moved_to[row] = -1;
    if (dropped < count && rows[dropped] == row) {
      dropped++;
      continue;
    }
    memmove((void *)&table->cells[(size_t)kept * columns], (const void *)&table->cells[(size_t)row * columns],
            columns * sizeof *table->cells);
    table->lines[kept] = table->lines[row];
    moved_to[row] = kept++;
  }
  size_t origins = 0;
  for (size_t i = 0; i < table->origin_count; i++) {
    jh_cell_origin origin = table->origins[i];
    origin.row = moved_to[origin.row];
    if (origin.row >= 0) table->origins[origins++] = origin;
  }
  table->origin_count = origins;
  table->row_count = kept;
  return JH_OK;
}

/* The next column=value of an `add`; a ";" that no known column follows belongs to the value. NULL at the end. */
static const char *next_pair(const change *c, const char *text, int32_t *column, const char **value) {
  const char *const equals = strchr(text, '=');
  const char *const name = equals ? jh_arena_text_n(c->arena, text, (size_t)(equals - text)) : NULL;
  *column = name ? jh_table_spec_column(c->table->spec, name) : -1;
  if (*column < 0) return NULL;
  const char *end = strchr(equals + 1, ';');
  for (; end; end = strchr(end + 1, ';')) {
    const char *const after = strchr(end + 1, '=');
    if (!after) {
      if (end[1] == '\0') break;
      continue;
    }
    const char *const next = jh_arena_text_n(c->arena, end + 1, (size_t)(after - end - 1));
    if (next && (jh_table_spec_column(c->table->spec, next) >= 0 || !strchr(next, ';'))) break;
  }
  size_t const length = end ? (size_t)(end - equals - 1) : strlen(equals + 1);
  *value = jh_arena_text_n(c->arena, equals + 1, length);
  return end ? end + 1 : equals + 1 + length;
}

static jh_status add_row(const change *c) {
  if (!jh_table_append(c->table, c->line)) return JH_NO_MEMORY;
  int32_t const row = c->table->row_count - 1;
  c->table->present = true;
  /* Every cell of the row, also the ones left empty, comes from the scenario's line. */
  for (int32_t column = -1; column < c->table->spec->column_count; column++) {
    bool const had = column < 0 || c->table->has_column[column];
    jh_status const status = jh_change_set_cell(c, row, column, column == 0 ? c->key : NULL);
    if (status) return status;
    if (column > 0) c->table->has_column[column] = had;
  }
  const char *rest = c->value;
  while (*rest) {
    int32_t column = -1;
    const char *value = NULL;
    const char *const next = next_pair(c, rest, &column, &value);
    if (!next) {
      jh_problems_error(c->problems, c->file, c->line, "value", rest,
                        "expected column=value;column=value with columns of %s", c->table->spec->name);
      return JH_BAD_INPUT;
    }
    jh_status const status = value ? jh_change_set_cell(c, row, column, value) : JH_NO_MEMORY;
    if (status) return status;
    rest = next;
  }
  return JH_OK;
}

/* policy.csv need not have the row of a parameter: then it stands at its default, and the change adds the row. */
static jh_status add_policy_row(const change *c) {
  const char *nearest = "";
  if (!jh_policy_rule_find(c->key, &nearest)) {
    jh_problems_error(c->problems, c->file, c->line, "key", c->key, "expected a known parameter; the nearest is %s",
                      nearest);
    return JH_BAD_INPUT;
  }
  change row = *c;
  row.value = "";
  return add_row(&row);
}

/* The document in policy.csv does not vouch for a scenario's value. */
static jh_status note_policy_source(const change *c, const int32_t *rows, int32_t count) {
  int32_t const source = jh_table_spec_column(c->table->spec, "source");
  if (c->table_ix != JH_POLICY_TABLE || c->column_ix == source) return JH_OK;
  const char *const text = jh_arena_printf(c->arena, "scenario %s", c->scenario);
  if (!text) return JH_NO_MEMORY;
  for (int32_t i = 0; i < count; i++) {
    jh_status const status = jh_change_set_cell(c, rows[i], source, text);
    if (status) return status;
  }
  return JH_OK;
}

static jh_status change_rows(const change *c, int32_t *changed) {
  int32_t count = 0;
  int32_t *rows = jh_change_select(c, &count);
  if (!rows) return JH_NO_MEMORY;
  bool const drop = c->column_ix < 0;
  if (count == 0 && !drop && c->table_ix == JH_POLICY_TABLE && strcmp(c->key, "*") != 0) {
    jh_status const status = add_policy_row(c);
    if (status) return status;
    rows = jh_change_select(c, &count);
    if (!rows) return JH_NO_MEMORY;
  }
  *changed = count;
  if (count == 0) {
    jh_problems_error(c->problems, c->file, c->line, "key", c->key, "expected a row of %s; the change matches none",
                      c->table->spec->name);
    return JH_BAD_INPUT;
  }
  if (drop) return drop_rows(c->table, rows, count, c->arena);
  jh_status const status = jh_change_values(c, rows, count);
  return status ? status : note_policy_source(c, rows, count);
}

static jh_table *find_table(const char *name, jh_county_tables *tables, jh_county_table *index) {
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
    if (!is_word(name, spec->name, spec->name_zh)) continue;
    *index = (jh_county_table)t;
    return &tables->table[t];
  }
  return NULL;
}

static jh_status apply_change(change *c, const char *table_name, jh_county_tables *tables, int32_t *changed) {
  *changed = 1;
  c->table = find_table(table_name, tables, &c->table_ix);
  c->tables = tables;
  if (!c->table) {
    jh_problems_error(
        c->problems, c->file, c->line, "table", table_name,
        "expected a table of the county: schools, places, pupils, classes, travel, adjacency, entrants, "
        "teachers, posts, hours or policy");
    return JH_BAD_INPUT;
  }
  if (!c->table->spec) {
    const jh_table_spec *const spec = jh_county_spec(c->table_ix);
    jh_status const status = jh_table_init(c->table, spec, c->arena, spec->name);
    if (status) return status;
  }
  if (is_word(c->column, "add", "新增")) return add_row(c);
  c->column_ix = -1;
  if (is_word(c->column, "drop", "删除")) return change_rows(c, changed);
  c->column_ix = jh_table_spec_column(c->table->spec, c->column);
  if (c->column_ix >= 0) return change_rows(c, changed);
  jh_problems_error(c->problems, c->file, c->line, "column", c->column, "expected a column of %s, add or drop",
                    c->table->spec->name);
  return JH_BAD_INPUT;
}

/* Each reason once, in order. */
static jh_status add_reason(jh_scenario *applied, const jh_table *table, int32_t row, jh_arena *arena) {
  const char *const why = jh_table_cell(table, row, SCENARIO_WHY);
  if (!why) return JH_OK;
  for (int32_t before = 0; before < row; before++) {
    const char *const said = jh_table_cell(table, before, SCENARIO_WHY);
    if (said && strcmp(said, why) == 0) return JH_OK;
  }
  applied->why = jh_arena_printf(arena, "%s%s%s", applied->why, *applied->why ? "; " : "", why);
  return applied->why ? JH_OK : JH_NO_MEMORY;
}

static const char *file_stem(const char *path, jh_arena *arena) {
  const char *const slash = strrchr(path, '/');
  const char *const name = slash ? slash + 1 : path;
  size_t length = strlen(name);
  if (length > 4 && strcmp(name + length - 4, ".csv") == 0) length -= 4;
  return jh_arena_text_n(arena, name, length);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

jh_status jh_scenario_apply(const char *path, const jh_read_options *options, jh_county_tables *tables,
                            jh_problems *problems, jh_scenario *applied) {
  jh_arena *const arena = problems->arena;
  jh_table table;
  *applied = (jh_scenario){.name = file_stem(path, arena), .why = ""};
  jh_status status = applied->name ? JH_OK : JH_NO_MEMORY;
  if (!status) status = jh_csv_read(path, jh_scenario_spec(), options, arena, problems, &table, &applied->sha256);
  if (status) return status;
  for (int32_t row = 0; row < table.row_count && status != JH_NO_MEMORY; row++) {
    change c = {.file = table.file,
                .line = table.lines[row],
                .key = or_empty(jh_table_cell(&table, row, SCENARIO_KEY)),
                .column = or_empty(jh_table_cell(&table, row, SCENARIO_COLUMN)),
                .value = or_empty(jh_table_cell(&table, row, SCENARIO_VALUE)),
                .scenario = applied->name,
                .arena = arena,
                .problems = problems};
    int32_t changed = 0;
    const char *const name = or_empty(jh_table_cell(&table, row, SCENARIO_TABLE));
    jh_status const one = apply_change(&c, name, tables, &changed);
    if (one) status = one; /* and the next change: all faults of a run are listed */
    applied->changes += changed;
    if (!one && add_reason(applied, &table, row, arena)) return JH_NO_MEMORY;
  }
  return status;
}
