/* figures.h - what is worth comparing in a plan, read from its written tables. */
#ifndef JUNHENG_SCENARIOS_FIGURES_H
#define JUNHENG_SCENARIOS_FIGURES_H

#include "junheng/scenarios/compare.h"

typedef struct figures {
  jh_comparison *comparison;
  int32_t plan; /* the column being filled */
  jh_arena *arena;
  bool failed; /* out of memory */
} figures;

void jh_figure_text(figures *to, const char *name, const char *text);
void jh_figure_number(figures *to, const char *name, double number);
/* All figures of one plan. */
void jh_figures_of_plan(figures *to, const jh_table tables[JH_PLAN_TABLE_COUNT]);

#endif
