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

int32_t *jh_change_select(const change *c, int32_t *count) {
  const jh_table *const table = c->table;
  int32_t *const rows = JH_NEW(c->arena, int32_t, table->row_count);
  *count = 0;
  if (!rows) return NULL;
  bool const all = strcmp(c->key, "*") == 0;
  int32_t column = 0; /* the key of every table stands first */
  const char *wanted = c->key;
  const char *const equals = strchr(c->key, '=');
  if (!all && equals) {
    const char *const name = jh_arena_text_n(c->arena, c->key, (size_t)(equals - c->key));
    if (!name) return NULL;
    int32_t const matched = jh_table_spec_column(table->spec, name);
    if (matched >= 0) column = matched, wanted = equals + 1;
  }
  for (int32_t row = 0; row < table->row_count; row++)
    if (all || same_value(&table->spec->columns[column], jh_table_cell(table, row, column), wanted))
      rows[(*count)++] = row;
  return rows;
}
