/* report_inner.h - the parts of a dossier: what each section needs. */
#ifndef JUNHENG_IO_REPORT_INNER_H
#define JUNHENG_IO_REPORT_INNER_H

#include "html_text.h"
#include "junheng/io/report.h"
#include "key_index.h"

/* A row of assignments.csv of the plan's first year, with its texts resolved. Indices of the county, -1: none. */
typedef struct report_flow {
  int32_t place, from, to, grade, pupils;
  double km, minutes, km_before, minutes_before; /* -1: not known */
  const char *mode;
  bool moved;
} report_flow;

/* Pupils of a place and their band who change school. */
typedef struct report_change {
  int32_t place, from, to, first_grade, last_grade, pupils;
  double km_before, km_after, minutes_before, minutes_after; /* -1: not known */
  const char *mode;
} report_change;

typedef struct report {
  html out;
  const jh_county *county;
  const jh_table *tables; /* JH_PLAN_TABLE_COUNT */
  const jh_report_options *options;
  jh_job job;
  jh_key_index schools, places;
  report_flow *flows;
  int32_t flow_count;
  report_change *changes; /* largest burden first: pupils x added km */
  int32_t change_count;
} report;

/* report_data.c: what several sections read. False without memory. */
bool report_gather(report *r);
/* The value of a key of summary.csv; "" when it has none. */
const char *report_summary(const report *r, const char *key);
const jh_table *report_table(const report *r, jh_plan_table which);
/* A cell by column name; "" when empty. */
const char *report_cell(const jh_table *table, int32_t row, const char *column);
double report_number(const jh_table *table, int32_t row, const char *column);
int32_t report_count_rows(const jh_table *table, const char *column, const char *word);
double report_sum(const jh_table *table, const char *column);
/* Indices of the county by key, -1: none. */
int32_t report_school(const report *r, const char *key);
int32_t report_place(const report *r, const char *key);
/* Names for people: the name, else the key. */
const char *report_school_name(const report *r, const char *key);
const char *report_name_of_school(const report *r, int32_t school);
const char *report_name_of_place(const report *r, int32_t place);
/* A name of the program's own, "every_pupil_once", for people: translated, else with blanks. */
const char *report_label(report *r, const char *code);
/* A number as people read it, 444,447,722.9, in the arena; "" without memory. */
const char *report_grouped(report *r, double value, int decimals);

void report_note(report *r, const char *english);
/* "+ 12 more rows in affected.csv", where a table was cut. */
void report_more(report *r, int32_t hidden, jh_plan_table which);
/* One row per label: numbers and bars of today (NULL: not known) and of the plan. */
void report_bars(report *r, const char *const *labels, const double *today, const double *plan, int count,
                 const char *unit);

void report_answer(report *r);       /* the question and the answer in one paragraph */
void report_map(report *r);          /* sites by decision, roads of those who change; inline SVG */
void report_rotation(report *r);     /* roster; posts before and after */
void report_decisions(report *r);    /* sites that change; consolidate */
void report_changes(report *r);      /* before and after per affected village */
void report_costs(report *r);        /* today and planned */
void report_classes(report *r);      /* sizes before and after; ledger */
void report_distances(report *r);    /* before and after */
void report_quotas(report *r);       /* with numerator and denominator */
void report_rules(report *r);        /* rules checked, with their documents */
void report_certainty(report *r);    /* value, bound, gap in plain words */
void report_alternatives(report *r); /* and their price */
void report_frontier(report *r);     /* this plan among those of the frontier */
void report_procedure(report *r);    /* 制定 论证 公示 听证 报批, to fill in */
void report_open_questions(report *r);

#endif
