/* assign_lp.h - the linear relaxation of an assignment problem under branching, with cuts and exact bounds.
 *
 * Columns: one for each pair still in question (x), one for each site that need not run (y), one for each item that
 * stays out and for each site short of its least load (z, at a price no plan pays), so that the program always has a
 * solution and every bound is a sum of duals.  Rows: A1 to A3, A6 and homes, then cuts.  All coefficients are
 * integers. */
#ifndef JUNHENG_SOLVER_ASSIGN_LP_H
#define JUNHENG_SOLVER_ASSIGN_LP_H

#include "assign_inner.h"
#include "glpk_guard.h"

typedef __int128 assign_wide;

/* lower <= sum value[k] x[column[k]] <= upper; open sides are INT64_MIN and INT64_MAX. */
typedef struct assign_row {
  int32_t *column;
  int64_t *value;
  int32_t count;
  int32_t idle;   /* linear programs in a row that this cut was slack in */
  double unit;    /* the linear program has the row divided by this */
  int32_t serial; /* none twice, ascending */
  int64_t lower, upper;
} assign_row;

typedef struct assign_lp {
  const jh_assign *problem;
  jh_arena *arena;
  jh_glpk *run;
  jh_lp *lp;
  int64_t cutoff; /* only plans below it are wanted */
  int64_t out_cost;
  int64_t constant;                                /* fixed charges of sites that run anyway */
  double unit;                                     /* costs of the linear program are so many times smaller */
  int shift;                                       /* duals are counted in units of 2^-shift */
  int32_t pair_columns, out_columns, column_count; /* x below pair_columns, then y below out_columns, then z */
  int32_t *item, *site;                            /* of a column; site -1: z, item -1: y */
  int64_t *cost;                                   /* column_count */
  int32_t *item_start;           /* x columns of item i: item_start[i] .. item_start[i + 1] - 1, sites ascending */
  int32_t *site_start, *of_site; /* x columns by site, items ascending */
  int32_t *run_column;           /* site_count: y, -1: runs anyway */
  int8_t *lower, *upper;         /* column_count: under the branching at hand */
  int8_t *open;                  /* column_count: not settled to 0 in the root */
  int32_t *price_wait;           /* site_count: rounds until its subproblem is tried again, after searches in vain */
  int32_t *price_vain;           /* site_count: searches in vain, in a row */
  int64_t *item_dual;            /* item_count: duals of A1 in the last solve, units of 2^-shift */
  int8_t *sent_lower, *sent_upper; /* what the linear program has */
  int32_t *trail;                  /* columns whose bounds were settled since the last reset, in order */
  int32_t trail_count;
  assign_row **rows;
  int32_t row_count, base_rows, serial;
  size_t row_capacity;
  double *x;    /* column_count */
  double *dual; /* by row */
  size_t dual_capacity;
  int64_t bound;        /* exact, of the last solve: no plan under the bounds at hand costs less */
  assign_wide total;    /* the same in units of 2^-shift, unrounded */
  assign_wide *reduced; /* column_count: reduced costs, units of 2^-shift */
  int32_t *queue;       /* item_count */
  int32_t *mark;        /* item_count */
  int32_t stamp;
  int64_t *forced;       /* site_count */
  assign_wide *distance; /* item_count */
  int iterations;        /* of all solves */
  int64_t work;          /* steps times rows and columns: what all solves cost, about */
} assign_lp;

/* `keep` says which pairs stay in question (NULL: all). False without memory or where the numbers are too large. */
bool assign_lp_init(assign_lp *lp, const jh_assign *problem, const bool *keep, int64_t cutoff, jh_arena *arena);
/* Hands the program to GLPK; leaves the run without memory. */
void assign_lp_open(assign_lp *lp, jh_glpk *run);
/* Adds a cut that all plans keep. False without memory. */
bool assign_lp_add_row(assign_lp *lp, const int32_t *column, const int64_t *value, int32_t count, int64_t lower,
                       int64_t upper);
/* Takes out cuts that were slack for long. */
void assign_lp_purge(assign_lp *lp, int32_t idle);
/* Drops the x columns settled to 0, for good. False without memory, and nothing is changed. */
bool assign_lp_shrink(assign_lp *lp);
/* Solves under the bounds at hand; false: given up (the time, or numbers) and x means nothing. */
bool assign_lp_solve(assign_lp *lp, int iteration_max);

/* ---- settling columns ---- */
bool assign_lp_settle(assign_lp *lp, int32_t column, bool value); /* false: it was settled the other way */
/* Follows what settled columns imply until nothing changes; false: no plan is left. */
bool assign_lp_propagate(assign_lp *lp);
/* Settles columns whose other value would cost as much as the cutoff, by the last solve; false: no plan is left. */
bool assign_lp_settle_by_cost(assign_lp *lp);
/* Fills site_start and of_site. */
void assign_lp_list_by_site(assign_lp *lp);
int32_t assign_lp_column_of(const assign_lp *lp, int32_t item, int32_t site);

/* ---- cuts: each adds violated rows and says how many; -1: no memory ---- */
int32_t assign_cut_running(assign_lp *lp); /* x <= y */
int32_t assign_cut_connected(assign_lp *lp, bool whole_only);
int32_t assign_cut_covers(assign_lp *lp);
int32_t assign_cut_prices(assign_lp *lp); /* exact subproblems of the sites, at the duals of the last solve */

#endif
