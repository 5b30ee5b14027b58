/* assign_inner.h - what the parts of the assignment engine share: a plan under way, with loads and regions. */
#ifndef JUNHENG_SOLVER_ASSIGN_INNER_H
#define JUNHENG_SOLVER_ASSIGN_INNER_H

#include "junheng/solver/assign.h"

/* A plan that may overload sites while it is searched; regions of a connected problem are always in order. */
typedef struct assign_plan {
  const jh_assign *problem;
  int32_t *site;  /* item_count */
  bool *runs;     /* site_count */
  int64_t *load;  /* site_count */
  int32_t *held;  /* site_count: items */
  int64_t cost;   /* fixed and pairs */
  int64_t over;   /* weight above capacities */
  int32_t *seen;  /* item_count: marks of the region walk, by stamp */
  int32_t *queue; /* item_count */
  int32_t stamp;
  double *seat_price; /* site_count: of a unit of load in the annealing, about its shadow price */
  double *firmness;   /* site_count: how dear overload is there, beside other sites; 0: not set yet */
  double *over_price; /* site_count: of a unit of overload */
} assign_plan;

/* splitmix64: deterministic for a seed. */
typedef struct assign_dice {
  uint64_t state;
} assign_dice;
uint64_t assign_roll(assign_dice *dice);
int32_t assign_roll_below(assign_dice *dice, int32_t n);
double assign_roll_unit(assign_dice *dice);

/* Cost of a pair, or -1 when the problem does not have it. */
int64_t assign_pair_cost(const jh_assign *problem, int32_t item, int32_t site);
static inline int64_t assign_over(const jh_assign *problem, int32_t site, int64_t load) {
  return load > problem->capacity[site] ? load - problem->capacity[site] : 0;
}

/* Neither regions nor least loads: items may move one by one. */
static inline bool assign_is_loose(const jh_assign *problem) { return !problem->connected && !problem->min_load; }
/* The home that site j shares with no other, which it must hold when it runs; -1 where regions need not hold
 * together, or there is none. */
int32_t assign_home_alone(const jh_assign *problem, int32_t site);
/* Of which sites run. */
uint64_t assign_hash_set(const jh_assign *problem, const bool *runs);

bool assign_plan_init(assign_plan *plan, const jh_assign *problem, jh_arena *arena);
void assign_plan_copy(assign_plan *to, const assign_plan *from);
/* Recomputes loads, cost and overload from site[] and runs[]. */
void assign_plan_count(assign_plan *plan);
/* Nothing over the capacities or under the least loads: of one site, of all. */
bool assign_site_fits(const assign_plan *plan, int32_t site);
bool assign_plan_fits(const assign_plan *plan);
/* Moves an item; the caller has checked that the pair exists. */
void assign_plan_move(assign_plan *plan, int32_t item, int32_t to);
/* The cheapest running site with room for the item, or else the one that ends least over its seats; -1: none. */
int32_t assign_place_of(const assign_plan *plan, int32_t item);
/* In a connected problem: the item may leave its region, and may join that of `to`. Always true otherwise. */
bool assign_may_leave(assign_plan *plan, int32_t item);
/* The items that lose their way home when `item` leaves its region, itself among them: those that must go with it.
 * Fills `group` (at most `most`) and returns how many, 0 when there are more or the region has no home of its own. */
int32_t assign_pocket(assign_plan *plan, int32_t item, int32_t *group, int32_t most);
bool assign_may_join(const assign_plan *plan, int32_t item, int32_t to);
/* Fills site[] for the running sites: cheapest first, growing regions from their homes where connected (`turn` says
 * who holds a shared home). False when some item cannot be placed. */
bool assign_construct(assign_plan *plan, int32_t turn, jh_arena *arena);
/* The same by these costs of pairs instead of the problem's; the plan's own cost is the problem's again. */
bool assign_construct_guided(assign_plan *plan, const int64_t *pair_cost, int32_t turn, jh_arena *arena);
/* The home of `site` lies in the region of another running site that shares it. */
bool assign_home_shared(const assign_plan *plan, int32_t site);

/* Without regions: mends overload, then lowers the cost move by move. False: seats stay short. */
bool assign_descend(assign_plan *plan, const jh_control *control, jh_arena *scratch);

/* Annealed search over single moves and exchanges; leaves the best plan without overload in `best` (when better than
 * best_value, which is INT64_MAX for none). The running sites stay as they are. True when it found one. */
bool assign_anneal(assign_plan *plan, int64_t moves, double heat, assign_dice *dice, const jh_control *control,
                   int32_t *best, int64_t *best_value);

#endif
