/* figures.h - what is worth comparing in a plan, read from its written tables. */
#ifndef JUNHENG_SCENARIOS_FIGURES_H
#define JUNHENG_SCENARIOS_FIGURES_H

#include "junheng/scenarios/compare.h"

/* What a plan is good or bad by. */
typedef struct criterion {
  const char *name;
  double value; /* less is better */
} criterion;

typedef struct criteria {
  criterion *items;
  size_t count, capacity;
  int32_t years; /* that the values are summed over */
} criteria;

typedef struct figures {
  jh_comparison *comparison;
  int32_t plan;          /* the column being filled */
  jh_figure_group group; /* of what is being filled */
  criteria *by;
  jh_arena *arena;
  bool failed; /* out of memory */
} figures;

void jh_figure_text(figures *to, const char *name, const char *text);
void jh_figure_number(figures *to, const char *name, double number);
/* One decision, by what it is about. */
void jh_figure_decision(figures *to, const char *about, const char *decision);
void jh_figure_criterion(figures *to, const char *name, double value, bool maximise);
/* Cells of a written table; "" and 0 where there is none. */
const char *jh_figure_cell(const jh_table *table, int32_t row, const char *column);
double jh_figure_cell_number(const jh_table *table, int32_t row, const char *column);
/* What the plan decides, one by one (figures_decisions.c). */
void jh_figures_of_decisions(figures *to, const jh_table tables[JH_PLAN_TABLE_COUNT]);
/* "dominated by" of every plan (dominance.c); `by` as many as there are plans. */
void jh_figures_of_dominance(figures *to, const criteria *by);
/* All figures of one plan. */
void jh_figures_of_plan(figures *to, const jh_table tables[JH_PLAN_TABLE_COUNT]);

#endif
