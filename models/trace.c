/* A trace: what every kind needs of the written plan, and the lists it fills. */
#include "trace_inner.h"

#include <stdlib.h>
#include <string.h>

const char *jh_trace_kind_name(jh_trace_kind kind) {
  static const char *const names[JH_TRACE_KINDS] = {"teacher", "place", "school"};
  return names[kind];
}

/* ---- cells ---- */

const char *trace_cell(const jh_table *table, int32_t row, const char *column) {
  if (!table->present || !table->spec || !table->cells || row < 0 || row >= table->row_count) return NULL;
  int32_t const index = jh_table_spec_column(table->spec, column);
  const char *const text = index < 0 ? NULL : jh_table_cell(table, row, index);
  return text && *text ? text : NULL;
}

bool trace_decimal(const char *text, int digits, int64_t *value) {
  bool const negative = text && *text == '-';
  if (!text || !*text) return false;
  uint64_t number = 0;
  int decimals = -1; /* before the point */
  for (const char *at = text + negative; *at; at++) {
    if (*at == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (*at < '0' || *at > '9' || number > (uint64_t)INT64_MAX / 10 - 1) return false;
    if (decimals == digits) continue;
    number = number * 10 + (uint64_t)(*at - '0');
    if (decimals >= 0) decimals++;
  }
  for (int i = decimals < 0 ? 0 : decimals; i < digits; i++) {
    if (number > (uint64_t)INT64_MAX / 10) return false;
    number *= 10;
  }
  *value = negative ? -(int64_t)number : (int64_t)number;
  return true;
}

int64_t trace_count(const jh_table *table, int32_t row, const char *column, int64_t otherwise) {
  int64_t value = 0;
  bool const whole = trace_decimal(trace_cell(table, row, column), 0, &value);
  return whole && value >= 0 && value <= INT32_MAX ? value : otherwise;
}

/* ---- lists ---- */

jh_trace_option *trace_add_option(tracer *t, jh_trace_act act) {
  jh_trace *const trace = t->trace;
  jh_trace_option *const options =
      jh_arena_grow(t->arena, trace->options, &t->option_capacity, (size_t)trace->option_count + 1, sizeof *options);
  if (!options) return t->no_memory = true, NULL;
  trace->options = options;
  jh_trace_option *const option = &options[trace->option_count++];
  *option = (jh_trace_option){.act = act,
                              .year = trace->first_year,
                              .teacher = {-1},
                              .other = {-1},
                              .from = JH_NO_SCHOOL,
                              .school = JH_NO_SCHOOL,
                              .subject = {-1},
                              .rooms_left = -1,
                              .seats_left = -1,
                              .distance_mm = -1,
                              .time_s = -1,
                              .price = {.decides = -1}};
  return option;
}

jh_trace_fact *trace_add_fact(tracer *t, jh_trace_fact_kind kind) {
  static jh_trace_fact nowhere; /* never read: without memory the trace is not handed out */
  jh_trace *const trace = t->trace;
  jh_trace_fact *const facts =
      jh_arena_grow(t->arena, trace->facts, &t->fact_capacity, (size_t)trace->fact_count + 1, sizeof *facts);
  if (!facts) return t->no_memory = true, &nowhere;
  trace->facts = facts;
  jh_trace_fact *const fact = &facts[trace->fact_count++];
  *fact = (jh_trace_fact){.kind = kind, .school = JH_NO_SCHOOL, .place = JH_NO_PLACE, .subject = {-1}};
  return fact;
}

void trace_add_line(tracer *t, jh_source source) {
  jh_source *const lines =
      jh_arena_grow(t->arena, t->trace->lines, &t->line_capacity, (size_t)t->trace->line_count + 1, sizeof *lines);
  if (!lines) {
    t->no_memory = true;
    return;
  }
  t->trace->lines = lines;
  lines[t->trace->line_count++] = source;
}

void trace_add_row(tracer *t, jh_plan_table table, int32_t row) {
  jh_trace_row *const rows =
      jh_arena_grow(t->arena, t->trace->rows, &t->row_capacity, (size_t)t->trace->row_count + 1, sizeof *rows);
  if (!rows) {
    t->no_memory = true;
    return;
  }
  t->trace->rows = rows;
  rows[t->trace->row_count++] = (jh_trace_row){table, row};
}

static int by_price(const void *left, const void *right) {
  const jh_trace_option *const a = left, *const b = right;
  if (a->chosen != b->chosen) return b->chosen - a->chosen;
  if (a->suppose != b->suppose) return (int)a->suppose - (int)b->suppose;
  int const order = trace_compare_prices(&a->price, &b->price);
  if (order) return order;
  if (a->school.i != b->school.i) return a->school.i - b->school.i;
  if (a->act != b->act) return (int)a->act - (int)b->act;
  return a->teacher.i != b->teacher.i ? a->teacher.i - b->teacher.i : a->other.i - b->other.i;
}

void trace_sort_options(tracer *t, int32_t first) {
  int32_t const count = t->trace->option_count - first;
  if (count > 1) qsort(t->trace->options + first, (size_t)count, sizeof *t->trace->options, by_price);
}

/* ---- the plan ---- */

static const char *summary_of(const jh_table *tables, const char *key) {
  const jh_table *const summary = &tables[JH_PLAN_SUMMARY];
  for (int32_t row = 0; row < summary->row_count; row++) {
    const char *const found = trace_cell(summary, row, "key");
    if (found && strcmp(found, key) == 0) return trace_cell(summary, row, "value");
  }
  return NULL;
}

static bool year_of(const jh_table *tables, const char *key, int32_t *year) {
  int64_t value = 0;
  if (!trace_decimal(summary_of(tables, key), 0, &value) || value < 1900 || value > 2200) return false;
  *year = (int32_t)value;
  return true;
}

static bool decides_about(jh_job job, jh_trace_kind kind) {
  return kind == JH_TRACE_SCHOOL || (kind == JH_TRACE_TEACHER) == (job == JH_ROTATE);
}

static jh_status read_summary(tracer *t) {
  jh_trace *const trace = t->trace;
  const char *const job = summary_of(t->tables, "job"), *const status = summary_of(t->tables, "status");
  trace->job = JH_JOB_COUNT;
  for (int j = 0; job && j < JH_JOB_COUNT; j++)
    if (strcmp(job, jh_job_name((jh_job)j)) == 0) trace->job = (jh_job)j;
  bool const years =
      year_of(t->tables, "first_year", &trace->first_year) || year_of(t->tables, "year", &trace->first_year);
  if (trace->job == JH_JOB_COUNT || !years) {
    jh_problems_error(t->problems, "summary.csv", 0, "job", job, "expected the job and the year of a plan");
    return JH_BAD_INPUT;
  }
  trace->last_year = trace->first_year;
  if (trace->job == JH_ALLOCATE) (void)year_of(t->tables, "last_year", &trace->last_year);
  if (trace->last_year < trace->first_year) trace->last_year = trace->first_year;
  trace->proven = status && strcmp(status, "optimal") == 0;
  if (t->only_year && (t->only_year < trace->first_year || t->only_year > trace->last_year)) {
    jh_problems_error(t->problems, "--year", 0, NULL, NULL, "expected a year of the plan, %d to %d",
                      (int)trace->first_year, (int)trace->last_year);
    return JH_BAD_INPUT;
  }
  if (decides_about(trace->job, trace->kind)) return JH_OK;
  jh_problems_error(t->problems, "summary.csv", 0, "job", job, "a plan that decides about a %s",
                    jh_text(t->problems->language, jh_trace_kind_name(trace->kind)));
  return JH_BAD_INPUT;
}

/* As the tables of a county are bounded: sums then fit. */
enum { MOST_PUPILS = 1000000 };

static bool plan_has_year(const tracer *t, int32_t year) {
  return year >= t->trace->first_year && year <= t->trace->last_year;
}

/* Cells that name no row of the county are the audit's to tell; such rows take part in no change. */
static bool read_seats(tracer *t) {
  const jh_table *const table = &t->tables[JH_PLAN_ASSIGNMENTS];
  int32_t const rows = table->present ? table->row_count : 0;
  t->seats = JH_NEW(t->arena, trace_seat, rows);
  if (!t->seats) return false;
  const char *last_place = "";
  int32_t place = -1;
  for (int32_t row = 0; row < rows; row++) {
    const char *const id = trace_cell(table, row, "place_id"), *const from = trace_cell(table, row, "from_school"),
                      *const to = trace_cell(table, row, "to_school");
    if (!id || !to) continue;
    if (strcmp(id, last_place) != 0) place = jh_county_find_place(t->county, id).i;
    last_place = id;
    trace_seat *const seat = &t->seats[t->seat_count];
    *seat = (trace_seat){.row = row,
                         .year = (int32_t)trace_count(table, row, "year", 0),
                         .place = place,
                         .grade = (int32_t)trace_count(table, row, "grade", 0),
                         .from = from ? jh_county_find_school(t->county, from).i : -1,
                         .to = jh_county_find_school(t->county, to).i,
                         .pupils = (int32_t)trace_count(table, row, "pupils", 0)};
    bool const counted = seat->pupils <= MOST_PUPILS && plan_has_year(t, seat->year);
    if (counted && seat->place >= 0 && seat->to >= 0 && seat->grade >= JH_FIRST_GRADE && seat->grade <= JH_LAST_GRADE)
      t->seat_count++;
  }
  return true;
}

jh_status jh_trace_plan(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT], jh_trace_kind kind,
                        int32_t index, int32_t year, jh_arena *arena, jh_problems *problems, jh_trace *trace) {
  *trace = (jh_trace){.kind = kind, .index = index};
  tracer t = {.county = county,
              .tables = tables,
              .arena = arena,
              .problems = problems,
              .trace = trace,
              .only_year = year,
              .travel = jh_travel_create(county, arena)};
  jh_status const status = read_summary(&t);
  if (status) return status;
  if (!t.travel || !read_seats(&t)) return JH_NO_MEMORY;
  trace_base_of(&t, county, &t.base);
  trace->unmet = t.base.audit.unmet_rules;
  trace->contradicted = t.base.audit.inconsistencies;
  switch (kind) {
    case JH_TRACE_TEACHER: trace_teacher(&t); break;
    case JH_TRACE_PLACE: trace_place(&t); break;
    case JH_TRACE_SCHOOL: trace->job == JH_ROTATE ? trace_school_of_roster(&t) : trace_school(&t); break;
    case JH_TRACE_KINDS: break;
  }
  return t.no_memory ? JH_NO_MEMORY : JH_OK;
}
