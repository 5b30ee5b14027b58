/* assign.h - capacitated assignment: items to sites, whole, with optional fixed charges, a number of sites to run,
 * and connected regions.  The engine behind catchments and locations; it knows no schools.
 *
 * min  sum_j fixed[j] y[j] + sum_k cost[k] x[k]        k runs over the given (item, site) pairs
 *      each item goes to exactly one site (single-source)                                  A1
 *      sum of weights at a site <= capacity[j] y[j]                                        A2
 *      sum_j y[j] = site_number, where given                                               A3
 *      must_run[j]: y[j] = 1;  where fixed charges are 0 and all must run, y drops out     A4
 *      where `connected`: the items of a running site are connected through the graph and, with its home item,
 *      include it (several running sites may share a home: it belongs to one, the others' regions touch it)   A5
 *      where min_load[j] > 0: at least so much weight at a running site                    A6
 *
 * All data are integers, all sums exact; costs up to 2^53.  */
#ifndef JUNHENG_SOLVER_ASSIGN_H
#define JUNHENG_SOLVER_ASSIGN_H

#include "junheng/arena.h"
#include "junheng/control.h"
#include "junheng/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct jh_assign {
  int32_t item_count, site_count;
  const int64_t *weight;   /* item_count, >= 0 */
  const int64_t *capacity; /* site_count, INT64_MAX: unbounded */
  const int64_t *fixed;    /* site_count, >= 0 */
  const bool *must_run;    /* site_count */
  const int64_t *min_load; /* site_count, or NULL */
  int32_t site_number;     /* -1: free */
  /* Candidate pairs by item: pair k of item i for pair_start[i] <= k < pair_start[i + 1], sites ascending. */
  const int32_t *pair_start; /* item_count + 1 */
  const int32_t *pair_site;
  const int64_t *pair_cost; /* total for the whole item */
  /* Candidate lists: where pairs were left out, the least cost of any of them by item (item_count; INT64_MAX: none is
   * missing); NULL: all pairs are given. Plans use the pairs given; bounds hold for the whole problem, with the pairs
   * left out, and so does JH_INFEASIBLE. Not where `connected` (JH_INTERNAL): regions need to know all pairs. */
  const int64_t *beyond;
  /* Connected regions. Neighbours of item i as pair_start's: ascending, symmetric. */
  bool connected;
  const int32_t *neighbour_start; /* item_count + 1 */
  const int32_t *neighbours;
  const int32_t *home; /* site_count: the item the site stands in, -1: none */
} jh_assign;

/* Each part can be switched off, so that its worth shows in a table (bench/). All on by default. */
typedef struct jh_assign_parts {
  bool lagrangian;     /* the Lagrangian bound, which also guides what plans try */
  bool branching;      /* branch and bound over sites and pairs, Lagrangian bounds at the nodes */
  bool fixing;         /* decisions settled by what the other way would cost */
  bool trying;         /* branches tried out before one is chosen */
  bool guessing;       /* bounds sought below a guess while the best plan is far off */
  bool ties;           /* separators of connected regions in the Lagrangian */
  bool regions;        /* there: the best region of a site with few items, exactly */
  bool rounding;       /* plans from the relaxed solution of a node */
  bool plunging;       /* plans from below: what the relaxed solution is sure of settled, again and again */
  bool sites;          /* tabu search over sets of sites, each priced by its transportation problem */
  bool neighbourhoods; /* parts of a plan solved exactly, by branch and cut */
  bool merging;        /* the pairs of several plans, of annealed ones or ends of neighbourhoods, solved exactly */
  bool kernels;        /* neighbourhoods: the items that might as well be elsewhere, of all sites */
  bool separators;     /* there: cuts for connected regions on fractional points */
  bool covers;         /* there: lifted covers of a site's seats */
  bool prices;         /* there: cuts from each site's exact subproblem */
} jh_assign_parts;

typedef struct jh_assign_solution {
  jh_answer answer; /* JH_INFEASIBLE only when proven */
  bool has_plan;    /* site[] holds a verified plan */
  int32_t *site;    /* item_count: site of each item */
  bool *runs;       /* site_count */
  int64_t value;
  int64_t bound; /* proven lower bound, rounding included */
  int64_t node_count;
  double seconds_to_best;
} jh_assign_solution;

jh_assign_parts jh_assign_parts_all(void);
/* Best plan and bound within the control's time and gap. `start` is NULL or a plan to begin from (checked).
 * Errors: JH_NO_MEMORY, JH_INTERNAL. */
jh_status jh_assign_solve(const jh_assign *problem, const jh_assign_parts *parts, const int32_t *start,
                          const jh_control *control, jh_arena *arena, jh_assign_solution *solution);
/* Exact check of A1 to A6 and of the cost; NULL when right, else what is wrong, in the arena. */
const char *jh_assign_verify(const jh_assign *problem, const int32_t *site, const bool *runs, int64_t *value,
                             jh_arena *arena);

#endif
