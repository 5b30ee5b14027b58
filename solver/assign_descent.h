/* assign_descent.h - descent for plans without regions, step by step: items move, and with them sites open and close.
 */
#ifndef JUNHENG_SOLVER_ASSIGN_DESCENT_H
#define JUNHENG_SOLVER_ASSIGN_DESCENT_H

#include "assign_relax.h"

typedef struct assign_lists { /* items of each running site */
  int32_t *first, *next, *before;
} assign_lists;

typedef struct assign_step {
  int32_t item, from;
} assign_step;

typedef struct assign_descent {
  assign_plan *plan;
  const jh_assign *problem;
  assign_lists held;
  assign_step *journal; /* NULL, or the moves made, so that they can be taken back */
  size_t journal_count;
} assign_descent;

bool assign_descent_init(assign_descent *d, assign_plan *plan, jh_arena *scratch);
void assign_descent_move(assign_descent *d, int32_t item, int32_t to);
/* The least dear way, for each unit of weight, to relieve site j of overload. False: there is none. */
bool assign_descent_relieve(assign_descent *d, int32_t j);
/* The item to a cheaper site, where there is room or room can be made. */
bool assign_descent_improve(assign_descent *d, int32_t item);
static inline int64_t assign_descent_room(const assign_descent *d, int32_t j) {
  return d->problem->capacity[j] - d->plan->load[j];
}

/* Other sites (assign_swap.c): for each running site in turn, whether it is better closed, or exchanged for a closed
 * one that its items could go to; for each closed one, whether it is better open. Overload opens sites first. Only
 * what is touched is worked out, so a pass grows with the number of sites. False: the plan does not fit. Works on the
 * offers of `r`, which are lost. */
bool assign_swap_sites(assign_plan *plan, const assign_relax *r, const jh_control *control, jh_arena *scratch);

#endif
