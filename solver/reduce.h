/* reduce.h - a core without the columns that are fixed and the rows that always hold. */
#ifndef JUNHENG_SOLVER_REDUCE_H
#define JUNHENG_SOLVER_REDUCE_H

#include "core.h"

typedef struct jh_reduction {
  jh_core core;       /* what is left; cost and bounds included */
  int32_t *column_of; /* of core's columns: the original one */
  int32_t *row_of;
  double *fixed;     /* original column_count: the values of the dropped ones */
  double fixed_cost; /* theirs */
  bool infeasible;
} jh_reduction;

/* Narrows [lower, upper] by the rows (in place), then drops. No solution of the core is lost. False without memory.
 */
bool jh_reduce(const jh_core *core, double *lower, double *upper, jh_arena *arena, jh_reduction *reduction);
/* The other way: values of the original columns. */
void jh_reduction_expand(const jh_core *core, const jh_reduction *reduction, const double *values, double *expanded);

#endif
