/* Cells of a written plan, which a person may have edited: nothing here trusts them. */
#include "audit_inner.h"

#include <stdlib.h>
#include <string.h>

bool audit_decimal(const char *text, int digits, int64_t *value) {
  if (!text) return false;
  bool const negative = *text == '-';
  const char *at = text + (negative || *text == '+');
  int64_t number = 0;
  int seen = 0, decimals = 0;
  bool point = false;
  for (; *at; at++) {
    if (*at == '.' && !point) {
      point = true;
      continue;
    }
    if (*at < '0' || *at > '9') return false;
    seen++;
    if (point && decimals == digits) {
      if (*at != '0') return false; /* finer than the unit */
      continue;
    }
    decimals += point;
    if (number > (INT64_MAX - 9) / 10) return false;
    number = number * 10 + (*at - '0');
  }
  for (; decimals < digits; decimals++) {
    if (number > INT64_MAX / 10) return false;
    number *= 10;
  }
  *value = negative ? -number : number;
  return seen > 0;
}

int32_t audit_rows(const auditor *a, jh_plan_table table) {
  const jh_table *const t = &a->tables[table];
  return t->present && t->spec && t->cells ? t->row_count : 0;
}

const char *audit_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column) {
  if (row < 0 || row >= audit_rows(a, table)) return NULL;
  int32_t const index = jh_table_spec_column(a->tables[table].spec, column);
  if (index < 0) return NULL;
  const char *const text = jh_table_cell(&a->tables[table], row, index);
  return text && *text ? text : NULL;
}

int64_t audit_count_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column, int64_t otherwise) {
  int64_t value = 0;
  return audit_decimal(audit_cell(a, table, row, column), 0, &value) && value >= 0 && value <= INT32_MAX ? value
                                                                                                         : otherwise;
}

bool audit_decimal_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column, int digits,
                        int64_t *value) {
  return audit_decimal(audit_cell(a, table, row, column), digits, value);
}

int32_t audit_choice_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column) {
  const char *const text = audit_cell(a, table, row, column);
  const jh_table_spec *const spec = jh_plan_spec(table);
  int32_t const index = jh_table_spec_column(spec, column);
  const jh_choice *const choices = index < 0 ? NULL : spec->columns[index].choices;
  for (int32_t i = 0; text && choices && choices[i].word; i++)
    if (strcmp(text, choices[i].word) == 0 || strcmp(text, choices[i].word_zh) == 0) return i;
  return -1;
}

int32_t audit_school_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column) {
  return audit_find(&a->schools, audit_cell(a, table, row, column));
}

int32_t audit_yes_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column) {
  static const char *const words[] = {"0", "1", "no", "yes", "否", "是"};
  const char *const text = audit_cell(a, table, row, column);
  for (int32_t i = 0; text && i < 6; i++)
    if (strcmp(text, words[i]) == 0) return i % 2;
  return -1;
}

const char *audit_place_of_row(auditor *a, jh_plan_table table, int32_t row) {
  int32_t const line = a->tables[table].lines ? a->tables[table].lines[row] : row + 2;
  return audit_text(a, "%s.csv:%d", jh_plan_spec(table)->name, (int)line);
}

/* ---- keys ---- */

static int by_id(const void *left, const void *right) {
  const audit_key *const a = left, *const b = right;
  return strcmp(a->id, b->id);
}

int32_t audit_find(const audit_keys *keys, const char *id) {
  if (!id || keys->count == 0) return -1;
  audit_key const wanted = {id, 0};
  const audit_key *const found = bsearch(&wanted, keys->items, (size_t)keys->count, sizeof wanted, by_id);
  return found ? found->index : -1;
}

static bool begin_keys(auditor *a, audit_keys *keys, int32_t count) {
  keys->items = JH_NEW(a->arena, audit_key, count);
  keys->count = count;
  return keys->items != NULL;
}

static void sort_keys(audit_keys *keys) {
  if (keys->count) qsort(keys->items, (size_t)keys->count, sizeof *keys->items, by_id);
}

jh_status audit_index_county(auditor *a) {
  const jh_county *const c = a->county;
  if (!begin_keys(a, &a->schools, c->school_count) || !begin_keys(a, &a->places, c->place_count) ||
      !begin_keys(a, &a->teachers, c->teacher_count) || !begin_keys(a, &a->subjects, c->subject_count) ||
      !begin_keys(a, &a->groups, c->group_count))
    return JH_NO_MEMORY;
  for (int32_t i = 0; i < c->school_count; i++) a->schools.items[i] = (audit_key){c->schools[i].id, i};
  for (int32_t i = 0; i < c->place_count; i++) a->places.items[i] = (audit_key){c->places[i].id, i};
  for (int32_t i = 0; i < c->teacher_count; i++) a->teachers.items[i] = (audit_key){c->teachers[i].id, i};
  for (int32_t i = 0; i < c->subject_count; i++) a->subjects.items[i] = (audit_key){c->subjects[i], i};
  for (int32_t i = 0; i < c->group_count; i++) a->groups.items[i] = (audit_key){c->groups[i], i};
  sort_keys(&a->schools);
  sort_keys(&a->places);
  sort_keys(&a->teachers);
  sort_keys(&a->subjects);
  sort_keys(&a->groups);
  return JH_OK;
}
