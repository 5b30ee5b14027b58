/* Which rows a change is about. */
#include "change.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *choice_word(const jh_column *column, const char *text) {
  for (const jh_choice *c = column->choices; c->word; c++)
    if (strcasecmp(c->word, text) == 0 || (c->word_zh && strcmp(c->word_zh, text) == 0)) return c->word;
  return text;
}

static const char *yes_no_word(const char *text) {
  static const char *const yes[] = {"1", "yes", "是", "true"}, *const no[] = {"0", "no", "否", "false"};
  for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
    if (strcasecmp(text, yes[i]) == 0) return "1";
    if (strcasecmp(text, no[i]) == 0) return "0";
  }
  return text;
}

/* 是 and 1, urban and 城区, 7 and 7.0 are the same; an empty cell is its default. */
static bool same_value(const jh_column *column, const char *cell, const char *wanted) {
  const char *const text = cell ? cell : column->default_text ? column->default_text : "";
  if (strcmp(text, wanted) == 0) return true;
  if (!*text || !*wanted) return false;
  if (column->type == JH_CHOICE) return strcmp(choice_word(column, text), choice_word(column, wanted)) == 0;
  if (column->type == JH_YES_NO) return strcmp(yes_no_word(text), yes_no_word(wanted)) == 0;
  if (column->type != JH_COUNT && column->type != JH_DECIMAL) return false;
  char *text_end = NULL, *wanted_end = NULL;
  double const a = strtod(text, &text_end), b = strtod(wanted, &wanted_end);
  return *text_end == '\0' && *wanted_end == '\0' && !(a < b) && !(b < a);
}

/* A condition of a match: a column of the table itself or, through one of its references, of the table referred to
 * (the town of a pupil's place), and the text it has to have. */
typedef struct condition {
  int32_t through; /* -1: the table's own column; else the column that refers to `table` */
  const jh_table *table;
  int32_t column;
  const char *wanted;
} condition;

static const jh_table *referred_table(const change *c, const jh_column *column) {
  for (int t = 0; column->type == JH_REF && t < JH_COUNTY_TABLE_COUNT; t++)
    if (c->tables->table[t].spec && strcmp(jh_county_spec((jh_county_table)t)->name, column->refers) == 0)
      return &c->tables->table[t];
  return NULL;
}

static bool find_column(const change *c, const char *name, condition *found) {
  *found = (condition){-1, c->table, jh_table_spec_column(c->table->spec, name), NULL};
  for (int32_t i = 0; found->column < 0 && i < c->table->spec->column_count; i++) {
    const jh_table *const other = referred_table(c, &c->table->spec->columns[i]);
    if (other) *found = (condition){i, other, jh_table_spec_column(other->spec, name), NULL};
  }
  return found->column >= 0;
}

/* "column=" at the head of the text, and where its value begins. */
static const char *read_condition(const change *c, const char *text, condition *found) {
  const char *const equals = strchr(text, '=');
  const char *const name = equals ? jh_arena_text_n(c->arena, text, (size_t)(equals - text)) : NULL;
  return name && find_column(c, name, found) ? equals + 1 : NULL;
}

/* All conditions of column=text;column=text; a ";" that no known column follows belongs to the text. */
static int32_t read_conditions(const change *c, condition *all, int32_t capacity) {
  int32_t count = 0;
  condition next;
  const char *value = read_condition(c, c->key, &next);
  while (value && count < capacity) {
    condition *const now = &all[count++];
    *now = next;
    const char *end = strchr(value, ';'), *after = NULL;
    while (end && !(after = read_condition(c, end + 1, &next))) end = strchr(end + 1, ';');
    now->wanted = end ? jh_arena_text_n(c->arena, value, (size_t)(end - value)) : value;
    value = after;
  }
  return count;
}

static bool holds(const change *c, const condition *one, int32_t row) {
  const jh_column *const column = &one->table->spec->columns[one->column];
  if (one->through < 0) return same_value(column, jh_table_cell(c->table, row, one->column), one->wanted);
  const char *const key = jh_table_cell(c->table, row, one->through);
  for (int32_t other = 0; key && other < one->table->row_count; other++) {
    const char *const found = jh_table_cell(one->table, other, 0);
    if (found && strcmp(found, key) == 0)
      return same_value(column, jh_table_cell(one->table, other, one->column), one->wanted);
  }
  return false;
}

int32_t *jh_change_select(const change *c, int32_t *count) {
  enum { CONDITIONS = 16 };
  const jh_table *const table = c->table;
  int32_t *const rows = JH_NEW(c->arena, int32_t, table->row_count);
  condition conditions[CONDITIONS];
  *count = 0;
  if (!rows) return NULL;
  int32_t condition_count = strcmp(c->key, "*") == 0 ? 0 : read_conditions(c, conditions, CONDITIONS);
  if (condition_count == 0 && strcmp(c->key, "*") != 0) /* the key of every table stands first */
    conditions[condition_count++] = (condition){-1, table, 0, c->key};
  for (int32_t row = 0; row < table->row_count; row++) {
    bool all = true;
    for (int32_t i = 0; i < condition_count && all; i++) all = conditions[i].wanted && holds(c, &conditions[i], row);
    if (all) rows[(*count)++] = row;
  }
  return rows;
}
