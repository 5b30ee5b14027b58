/* search.h - branch and bound for one goal on one core: best bound first, diving from each node it takes up.
 *
 * Everything found is written into the struct as soon as it is known, so that a search that is left in the middle
 * (a stop inside a linear program) still holds its best solution and its bound. */
#ifndef JUNHENG_SOLVER_SEARCH_H
#define JUNHENG_SOLVER_SEARCH_H

#include "domain.h"
#include "glpk_guard.h"

typedef struct jh_search jh_search;

struct jh_search {
  /* given */
  jh_glpk *run;
  const jh_core *core;
  const jh_control *control;
  jh_arena *arena;   /* scratch: nodes, bases */
  double deadline_s; /* clock: stop by then */
  double gap;        /* relative gap that is enough */
  double constant;   /* added to costs where relative gaps are formed */
  double step;       /* every solution costs offset + a multiple of step; 0: any cost */
  double offset;
  int64_t node_max;                  /* 0: none */
  int nested;                        /* 0: the whole problem; 1: a neighbourhood */
  uint8_t *column_basis, *row_basis; /* NULL, or where to begin; the root's optimal basis afterwards */
  bool has_basis, basis_is_primal;
  void (*report)(void *user, const jh_search *search);
  void *user;
  /* found */
  double *best; /* column_count; given in when has_best is set beforehand */
  bool has_best;
  double best_cost;
  double bound; /* proven: no solution costs less; -HUGE_VAL at first, HUGE_VAL: there is none (better than best) */
  bool infeasible, unbounded, stopped, complete;
  bool has_root; /* the relaxation was solved; its columns, duals and value: */
  double root_value, *root_columns, *root_duals, *root_costs; /* root_costs: reduced costs */
  int64_t node_count;
  struct jh_search_tree *tree;
};

/* JH_NO_MEMORY, else JH_OK; the answer is in the struct. Within jh_glpk_run only. */
jh_status jh_search_run(jh_search *search);
/* The lowest cost not below `bound` that a solution can have, allowing for the rounding errors of its computation. */
double jh_search_round_up(const jh_search *search, double bound);

/* A lower bound of the core's cost from any row duals, by weak duality; reduced costs beside it (column_count).
 * -HUGE_VAL where an open bound leaves none. */
double jh_core_dual_bound(const jh_core *core, const double *lower, const double *upper, double *row_duals,
                          double *reduced_costs);

#endif
