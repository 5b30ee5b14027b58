/* report_inner.h - the parts of a dossier: what each section needs. */
#ifndef JUNHENG_IO_REPORT_INNER_H
#define JUNHENG_IO_REPORT_INNER_H

#include "html_text.h"
#include "junheng/io/report.h"

typedef struct report {
  html out;
  const jh_county *county;
  const jh_table *tables; /* JH_PLAN_TABLE_COUNT */
  const jh_report_options *options;
  jh_job job;
} report;

/* The value of a key of summary.csv; "" when it has none. */
const char *report_summary(const report *r, const char *key);
const jh_table *report_table(const report *r, jh_plan_table which);
/* A cell by column name; "" when empty. */
const char *report_cell(const jh_table *table, int32_t row, const char *column);
double report_number(const jh_table *table, int32_t row, const char *column);
/* Name of a school or place for people: its name, else its key. */
const char *report_school_name(const report *r, const char *key);
const char *report_place_name(const report *r, const char *key);

void report_answer(report *r); /* the question and the answer in one paragraph */
void report_map(report *r);    /* sites by decision, roads of those who change; inline SVG */
void report_rotation(report *r);
void report_allocation(report *r);
void report_consolidation(report *r);
void report_distances(report *r); /* of the plan, and before where it is known */
void report_certainty(report *r); /* value, bound, gap in plain words */
void report_rules(report *r);
void report_procedure(report *r);

/* Bars: one row per label, one or two series (the second NULL). */
void report_bars(report *r, const char *const *labels, const double *first, const double *second, int count,
                 const char *first_name, const char *second_name);

#endif
