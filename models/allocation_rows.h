/* allocation_rows.h - the rows A1 to A6 of a school year in an integer program; several years may share one. */
#ifndef JUNHENG_MODELS_ALLOCATION_ROWS_H
#define JUNHENG_MODELS_ALLOCATION_ROWS_H

#include "allocation_year.h"
#include "junheng/solver/mip.h"

typedef struct jh_class_rows {
  jh_year *year;
  jh_mip *mip;
  bool pays;             /* rooms and openings count in yuan */
  bool knows_own;        /* how many pupils a school has already is known: A6 */
  int32_t *flow;         /* by option: column */
  int32_t *classes;      /* by school and grade, -1: nobody could come */
  int32_t *rooms, *open; /* by school, -1: none */
  int32_t *cohort_row;   /* by cohort: A1 */
  int32_t goal[JH_ALLOCATION_GOALS];
} jh_class_rows;

/* allocation_mip.c */
void jh_class_rows_add_goals(jh_mip *mip, const jh_allocation_order *order, int32_t goal[JH_ALLOCATION_GOALS]);
/* Into rows->mip, whose goals are rows->goal; fills in the columns. */
jh_status jh_class_rows_add(jh_class_rows *rows);

#endif
