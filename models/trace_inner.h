/* trace_inner.h - the parts of a trace: drafts of a changed plan and their price, and one file per kind. */
#ifndef JUNHENG_MODELS_TRACE_INNER_H
#define JUNHENG_MODELS_TRACE_INNER_H

#include "junheng/models/trace.h"

/* The plan as it stands, audited against a county (the given one, or one with a supposition). */
typedef struct trace_base {
  const jh_county *county;
  jh_audit audit;
  jh_trace_level *levels;
  int32_t level_count;
} trace_base;

/* A row of assignments.csv. Indices of the county; from -1: none. */
typedef struct trace_seat {
  int32_t row, year, place, grade, from, to, pupils;
} trace_seat;

typedef struct tracer {
  const jh_county *county;
  const jh_table *tables;
  jh_arena *arena;
  jh_problems *problems;
  jh_trace *trace;
  int32_t only_year; /* 0: all */
  trace_base base;
  const jh_travel *travel;
  trace_seat *seats;
  int32_t seat_count;
  size_t option_capacity, fact_capacity, line_capacity, row_capacity;
  bool no_memory;
} tracer;

/* A copy of the plan's tables with one change, in an arena of its own. */
typedef struct trace_draft {
  jh_arena *arena; /* NULL without memory */
  jh_table tables[JH_PLAN_TABLE_COUNT];
} trace_draft;

/* ---- trace_price.c ---- */

trace_draft trace_draft_begin(tracer *t);
void trace_draft_put(tracer *t, trace_draft *draft, jh_plan_table table, int32_t row, const char *column,
                     const char *text);
void trace_draft_put_count(tracer *t, trace_draft *draft, jh_plan_table table, int32_t row, const char *column,
                           int64_t value);
/* The new row, -1 without memory. */
int32_t trace_draft_add(tracer *t, trace_draft *draft, jh_plan_table table);
void trace_draft_drop(trace_draft *draft, jh_plan_table table, int32_t row);
/* Audits the draft, compares it with the base and lets the draft go. */
void trace_draft_price(tracer *t, trace_draft *draft, const trace_base *base, jh_trace_price *price);
/* The plan itself against a county: the base of prices under a supposition. */
void trace_base_of(tracer *t, const jh_county *county, trace_base *base);
/* Nothing changes. */
void trace_price_nothing(tracer *t, const trace_base *base, jh_trace_price *price);
/* Below 0: a better than b. Fewer broken rules first, then the goals in order. */
int trace_compare_prices(const jh_trace_price *a, const jh_trace_price *b);

/* ---- trace.c ---- */

const char *trace_cell(const jh_table *table, int32_t row, const char *column); /* NULL: empty, absent */
int64_t trace_count(const jh_table *table, int32_t row, const char *column, int64_t otherwise);
/* "12.50" as 1250 with digits = 2; false when it is no number. */
bool trace_decimal(const char *text, int digits, int64_t *value);
jh_trace_option *trace_add_option(tracer *t, jh_trace_act act); /* NULL without memory */
jh_trace_fact *trace_add_fact(tracer *t, jh_trace_fact_kind kind);
void trace_add_line(tracer *t, jh_source source);
void trace_add_row(tracer *t, jh_plan_table table, int32_t row);
/* Options from `first` on: the chosen before the others, then from the best to the worst. */
void trace_sort_options(tracer *t, int32_t first);
static inline bool trace_wants_year(const tracer *t, int32_t year) {
  return t->only_year == 0 || t->only_year == year;
}
/* a * b, 0 where that is more than 64 bits hold: an edited table may say anything. */
static inline int64_t trace_product(int64_t a, int64_t b) {
  int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? 0 : product;
}
static inline int32_t trace_year(const tracer *t) { return t->trace->first_year; }

/* ---- the kinds ---- */

void trace_teacher(tracer *t);          /* trace_teacher.c */
void trace_place(tracer *t);            /* trace_place.c */
void trace_school(tracer *t);           /* trace_school.c */
void trace_school_of_roster(tracer *t); /* trace_posts.c */

#endif
