/* What a change writes: a new value, or +n, -n, *n on the present number. */
#include "change.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FACTOR_SCALE = 1000000, LONGEST_NUMBER = 64 };

jh_status jh_change_set_cell(const change *c, int32_t row, int32_t column, const char *value) {
  jh_table *const table = c->table;
  const char *text = NULL;
  if (value && *value) {
    text = jh_arena_text(table->arena, value);
    if (!text) return JH_NO_MEMORY;
  }
  if (column >= 0) {
    table->cells[(size_t)row * (size_t)table->spec->column_count + (size_t)column] = text;
    table->has_column[column] = true;
  }
  jh_cell_origin *const origins =
      jh_arena_grow(table->arena, table->origins, &table->origin_capacity, table->origin_count + 1, sizeof *origins);
  if (!origins) return JH_NO_MEMORY;
  table->origins = origins;
  origins[table->origin_count++] = (jh_cell_origin){row, column, c->line, c->file};
  return JH_OK;
}

/* A plain decimal; its value in millionths. */
static bool parse_number(const char *text, long double *value) {
  size_t const length = strlen(text);
  if (length == 0 || length >= LONGEST_NUMBER || strspn(text, "+-.0123456789") != length) return false;
  char *end = NULL;
  *value = strtold(text, &end);
  return end == text + length;
}

/* floor(value + 1/2), with sums and products of decimals taken as the decimals they are. */
static long double half_up(long double value) { return floorl(value + 0.5L + 1e-9L); }

/* Plain digits, at most six decimals. */
static const char *number_text(jh_arena *arena, long double value) {
  char text[LONGEST_NUMBER * 2];
  snprintf(text, sizeof text, "%.6Lf", half_up(value * FACTOR_SCALE) / FACTOR_SCALE);
  char *end = text + strlen(text);
  while (end > text && end[-1] == '0') *--end = '\0';
  if (end > text && end[-1] == '.') *--end = '\0';
  return jh_arena_text(arena, strcmp(text, "-0") == 0 ? "0" : text);
}

static long double changed_number(char sign, long double present, long double n) {
  return sign == '*' ? present * n : sign == '+' ? present + n : present - n;
}

/* The present number of a cell, an empty one being its default; a fault when there is none. */
static jh_status present_number(const change *c, int32_t row, long double *present) {
  const jh_column *const column = &c->table->spec->columns[c->column_ix];
  const char *text = jh_table_cell(c->table, row, c->column_ix);
  if (!text && c->table_ix == JH_POLICY_TABLE) {
    const jh_policy_rule *const rule = jh_policy_rule_find(jh_table_cell(c->table, row, 0), NULL);
    text = rule ? rule->default_text : NULL;
  }
  if (!text) text = column->default_text;
  if (text && parse_number(text, present)) return JH_OK;
  jh_problems_error(c->problems, c->file, c->line, column->name, c->value,
                    "expected a present number to change; the row of %s has %s", c->key,
                    text ? text : jh_text(c->problems->language, JH_N("none")));
  return JH_BAD_INPUT;
}

/* Rows of one place share its total: each gets its floor, and what is missing to the rounded total goes to the
 * largest fractions, the first row before the next. */
static jh_status share_total(const change *c, const int32_t *rows, int32_t count, long double factor) {
  long double *const exact = JH_NEW(c->arena, long double, count);
  long double *const given = JH_NEW(c->arena, long double, count);
  if (!exact || !given) return JH_NO_MEMORY;
  long double total = 0, whole = 0;
  for (int32_t i = 0; i < count; i++) {
    long double present = 0;
    jh_status const status = present_number(c, rows[i], &present);
    if (status) return status;
    exact[i] = present * factor;
    given[i] = floorl(exact[i] + 1e-9L);
    total += exact[i];
    whole += given[i];
  }
  int64_t const missing = llroundl(half_up(total) - whole);
  for (int64_t given_out = 0; given_out < missing; given_out++) {
    int32_t best = 0;
    for (int32_t i = 1; i < count; i++)
      if (exact[i] - given[i] > exact[best] - given[best] + 1e-9L) best = i;
    given[best] += 1;
  }
  for (int32_t i = 0; i < count; i++) {
    const char *const text = number_text(c->arena, given[i]);
    jh_status const status = text ? jh_change_set_cell(c, rows[i], c->column_ix, text) : JH_NO_MEMORY;
    if (status) return status;
  }
  return JH_OK;
}

typedef struct placed_row {
  const char *place;
  int32_t row;
} placed_row;

static int by_place(const void *left, const void *right) {
  const placed_row *const a = left, *const b = right;
  int const order = strcmp(a->place, b->place);
  return order ? order : (a->row > b->row) - (a->row < b->row);
}

static jh_status share_by_place(const change *c, const int32_t *rows, int32_t count, long double factor) {
  placed_row *const placed = JH_NEW(c->arena, placed_row, count);
  int32_t *const together = JH_NEW(c->arena, int32_t, count);
  if (!placed || !together) return JH_NO_MEMORY;
  for (int32_t i = 0; i < count; i++) {
    const char *const place = jh_table_cell(c->table, rows[i], 0);
    placed[i] = (placed_row){place ? place : "", rows[i]};
  }
  qsort(placed, (size_t)count, sizeof *placed, by_place);
  for (int32_t first = 0, next = 0; first < count; first = next) {
    while (next < count && strcmp(placed[next].place, placed[first].place) == 0) {
      together[next - first] = placed[next].row;
      next++;
    }
    jh_status const status = share_total(c, together, next - first, factor);
    if (status) return status;
  }
  return JH_OK;
}

static jh_status change_numbers(const change *c, const int32_t *rows, int32_t count, long double n) {
  bool const shared = c->table_ix == JH_PUPILS && strcmp(c->table->spec->columns[c->column_ix].name, "pupils") == 0;
  if (shared && c->value[0] == '*') return share_by_place(c, rows, count, n);
  for (int32_t i = 0; i < count; i++) {
    long double present = 0;
    jh_status status = present_number(c, rows[i], &present);
    if (status) return status;
    long double changed = changed_number(c->value[0], present, n);
    if (c->table->spec->columns[c->column_ix].type == JH_COUNT) changed = half_up(changed);
    const char *const text = number_text(c->arena, changed);
    status = text ? jh_change_set_cell(c, rows[i], c->column_ix, text) : JH_NO_MEMORY;
    if (status) return status;
  }
  return JH_OK;
}

jh_status jh_change_values(const change *c, const int32_t *rows, int32_t count) {
  jh_type const type = c->table->spec->columns[c->column_ix].type;
  bool const numeric = type == JH_COUNT || type == JH_DECIMAL || c->table_ix == JH_POLICY_TABLE;
  long double n = 0;
  if (numeric && c->value[0] && strchr("+-*", c->value[0])) {
    if (parse_number(c->value + 1, &n)) return change_numbers(c, rows, count, n);
    jh_problems_error(c->problems, c->file, c->line, "value", c->value, "expected a number after %c", c->value[0]);
    return JH_BAD_INPUT;
  }
  for (int32_t i = 0; i < count; i++) {
    jh_status const status = jh_change_set_cell(c, rows[i], c->column_ix, c->value);
    if (status) return status;
  }
  return JH_OK;
}
