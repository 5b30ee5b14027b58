/* What several sections of a dossier read: cells by name, keys resolved once, pupils' ways, who changes school. */
#include "report_inner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const jh_table *report_table(const report *r, jh_plan_table which) { return &r->tables[which]; }

const char *report_cell(const jh_table *table, int32_t row, const char *column) {
  int32_t const index = jh_table_spec_column(table->spec, column);
  const char *const cell = index < 0 ? NULL : jh_table_cell(table, row, index);
  return cell ? cell : "";
}

double report_number(const jh_table *table, int32_t row, const char *column) {
  return strtod(report_cell(table, row, column), NULL);
}

/* -1 for an empty cell: not known. */
static double number_or_unknown(const jh_table *table, int32_t row, const char *column) {
  const char *const cell = report_cell(table, row, column);
  return *cell ? strtod(cell, NULL) : -1;
}

const char *report_summary(const report *r, const char *key) {
  const jh_table *const summary = report_table(r, JH_PLAN_SUMMARY);
  for (int32_t row = 0; row < summary->row_count; row++)
    if (strcmp(report_cell(summary, row, "key"), key) == 0) return report_cell(summary, row, "value");
  return "";
}

int32_t report_count_rows(const jh_table *table, const char *column, const char *word) {
  int32_t count = 0;
  for (int32_t row = 0; row < table->row_count; row++) count += strcmp(report_cell(table, row, column), word) == 0;
  return count;
}

double report_sum(const jh_table *table, const char *column) {
  double sum = 0;
  for (int32_t row = 0; row < table->row_count; row++) sum += report_number(table, row, column);
  return sum;
}

int32_t report_school(const report *r, const char *key) { return *key ? jh_key_index_find(&r->schools, key) : -1; }
int32_t report_place(const report *r, const char *key) { return *key ? jh_key_index_find(&r->places, key) : -1; }

const char *report_name_of_school(const report *r, int32_t school) {
  if (school < 0) return "";
  const jh_school *const s = &r->county->schools[school];
  return s->name && *s->name ? s->name : s->id;
}

const char *report_name_of_place(const report *r, int32_t place) {
  if (place < 0) return "";
  const jh_place *const p = &r->county->places[place];
  return p->name && *p->name ? p->name : p->id;
}

const char *report_school_name(const report *r, const char *key) {
  int32_t const school = report_school(r, key);
  return school >= 0 ? report_name_of_school(r, school) : key;
}

const char *report_label(report *r, const char *code) { return jh_label(r->out.language, code, r->out.arena); }

const char *report_grouped(report *r, double value, int decimals) {
  char plain[64];
  snprintf(plain, sizeof plain, "%.*f", decimals, value);
  char *const grouped = JH_NEW(r->out.arena, char, 2 * sizeof plain);
  if (!grouped) {
    r->out.failed = true;
    return "";
  }
  const char *digit = plain;
  char *end = grouped;
  if (*digit == '-') *end++ = *digit++;
  for (size_t left = strcspn(digit, "."); left > 0; left--, digit++) {
    *end++ = *digit;
    if (left % 3 == 1 && left > 1) *end++ = ',';
  }
  memcpy(end, digit, strlen(digit) + 1);
  return grouped;
}

static bool index_keys(report *r) {
  jh_key_index_init(&r->schools, r->out.arena);
  jh_key_index_init(&r->places, r->out.arena);
  bool added;
  for (int32_t i = 0; i < r->county->school_count; i++)
    if (jh_key_index_add(&r->schools, r->county->schools[i].id, &added) < 0) return false;
  for (int32_t i = 0; i < r->county->place_count; i++)
    if (jh_key_index_add(&r->places, r->county->places[i].id, &added) < 0) return false;
  return true;
}

static void measure_today(const report *r, report_flow *flow) {
  int64_t distance_mm = -1, time_s = -1;
  flow->km_before = flow->minutes_before = -1;
  if (flow->from < 0 || flow->place < 0 || !r->options->way) return;
  if (!r->options->way(r->options->way_context, (jh_place_ix){flow->place}, (jh_school_ix){flow->from}, &distance_mm,
                       &time_s))
    return;
  flow->km_before = (double)distance_mm / 1e6;
  flow->minutes_before = time_s < 0 ? -1 : (double)time_s / 60;
}

static bool gather_flows(report *r) {
  const jh_table *const rows = report_table(r, JH_PLAN_ASSIGNMENTS);
  if (rows->row_count == 0) return true;
  r->flows = JH_NEW(r->out.arena, report_flow, rows->row_count);
  if (!r->flows) return false;
  const char *const first_year = report_cell(rows, 0, "year");
  for (int32_t row = 0; row < rows->row_count; row++) {
    if (strcmp(report_cell(rows, row, "year"), first_year) != 0) continue;
    report_flow *const flow = &r->flows[r->flow_count++];
    *flow = (report_flow){.place = report_place(r, report_cell(rows, row, "place_id")),
                          .from = report_school(r, report_cell(rows, row, "from_school")),
                          .to = report_school(r, report_cell(rows, row, "to_school")),
                          .grade = (int32_t)report_number(rows, row, "grade"),
                          .pupils = (int32_t)report_number(rows, row, "pupils"),
                          .km = number_or_unknown(rows, row, "km"),
                          .minutes = number_or_unknown(rows, row, "minutes"),
                          .mode = report_cell(rows, row, "mode"),
                          .moved = *report_cell(rows, row, "moved") == '1'};
    measure_today(r, flow);
  }
  return true;
}

/* affected.csv says it of consolidate; of allocate the rows of pupils who change school do. */
static void changes_from_table(report *r) {
  const jh_table *const rows = report_table(r, JH_PLAN_AFFECTED);
  for (int32_t row = 0; row < rows->row_count; row++)
    r->changes[r->change_count++] = (report_change){.place = report_place(r, report_cell(rows, row, "place_id")),
                                                    .from = report_school(r, report_cell(rows, row, "from")),
                                                    .to = report_school(r, report_cell(rows, row, "to")),
                                                    .first_grade = (int32_t)report_number(rows, row, "first_grade"),
                                                    .last_grade = (int32_t)report_number(rows, row, "last_grade"),
                                                    .pupils = (int32_t)report_number(rows, row, "pupils"),
                                                    .km_before = number_or_unknown(rows, row, "km_before"),
                                                    .km_after = number_or_unknown(rows, row, "km_after"),
                                                    .minutes_before = number_or_unknown(rows, row, "minutes_before"),
                                                    .minutes_after = number_or_unknown(rows, row, "minutes_after"),
                                                    .mode = report_cell(rows, row, "mode")};
}

static void changes_from_flows(report *r) {
  for (int32_t i = 0; i < r->flow_count; i++) {
    const report_flow *const flow = &r->flows[i];
    if (!flow->moved || flow->pupils == 0) continue;
    int32_t same = r->change_count - 1;
    /* Rows of a place stand together. */
    while (same >= 0 && r->changes[same].place == flow->place &&
           (r->changes[same].from != flow->from || r->changes[same].to != flow->to))
      same--;
    if (same >= 0 && r->changes[same].place == flow->place) {
      report_change *const change = &r->changes[same];
      change->pupils += flow->pupils;
      if (flow->grade < change->first_grade) change->first_grade = flow->grade;
      if (flow->grade > change->last_grade) change->last_grade = flow->grade;
      continue;
    }
    r->changes[r->change_count++] = (report_change){flow->place,          flow->from,    flow->to,        flow->grade,
                                                    flow->grade,          flow->pupils,  flow->km_before, flow->km,
                                                    flow->minutes_before, flow->minutes, flow->mode};
  }
}

static double burden(const report_change *change) {
  if (change->km_before < 0 || change->km_after < 0) return 0;
  return change->pupils * (change->km_after - change->km_before);
}

/* Total order, so that the bytes do not depend on the sort. */
static int heavier_first(const void *left, const void *right) {
  const report_change *const a = left, *const b = right;
  double const more = burden(b) - burden(a);
  if (more != 0) return more > 0 ? 1 : -1;
  if (a->place != b->place) return a->place < b->place ? -1 : 1;
  if (a->first_grade != b->first_grade) return a->first_grade < b->first_grade ? -1 : 1;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  return a->to < b->to ? -1 : a->to > b->to;
}

bool report_gather(report *r) {
  if (!index_keys(r) || !gather_flows(r)) return false;
  int32_t const most = report_table(r, JH_PLAN_AFFECTED)->row_count + r->flow_count;
  if (most == 0) return true;
  r->changes = JH_NEW(r->out.arena, report_change, most);
  if (!r->changes) return false;
  if (r->job == JH_CONSOLIDATE)
    changes_from_table(r);
  else
    changes_from_flows(r);
  if (r->change_count > 1) qsort(r->changes, (size_t)r->change_count, sizeof *r->changes, heavier_first);
  return true;
}
