/* assign_relax.h - the Lagrangian relaxation at the heart of the bounds, under the decisions of a node.
 *
 * Rows A1 (each item once) are dualised; of A5 (connected regions) the separator rows "x[i,j] <= sum of x over a set
 * that cuts i off from the home of j" that a relaxed solution broke, called ties here. What is left is one exact
 * knapsack for each site and the choice of the sites that run, seats for all included.  Multipliers and costs are
 * integers and so are all sums: rounding cannot lift a bound (Fisher 1981; relax and cut: Lucena 2005). */
#ifndef JUNHENG_SOLVER_ASSIGN_RELAX_H
#define JUNHENG_SOLVER_ASSIGN_RELAX_H

#include "assign_inner.h"

typedef enum assign_site_state { ASSIGN_FREE, ASSIGN_RUNS, ASSIGN_CLOSED } assign_site_state;

/* No plan, as a bound: above every value. */
#define ASSIGN_IMPOSSIBLE (INT64_MAX / 4)

/* ---- the knapsack of a site (assign_knapsack.c) ---- */
typedef struct assign_offer {
  int64_t gain, weight; /* gain > 0 */
  double ratio;
  int32_t pair;
  int32_t at; /* in the list it comes from */
} assign_offer;

/* Gain for weight, in whose order offers come. Weights are whole, so what weighs nothing comes first. */
static inline double assign_ratio(int64_t gain, int64_t weight) {
  return weight > 0 ? (double)gain / (double)weight : gain > 0 ? (double)INT64_MAX : (double)gain;
}
typedef struct assign_knapsack_room assign_knapsack_room; /* where it works */
assign_knapsack_room *assign_knapsack_room_new(jh_arena *arena);
/* How many states all knapsacks there had. */
int64_t assign_knapsack_work(const assign_knapsack_room *w);
/* Most that offers can gain in a room, from above by at most `tolerance` (or what a search cut short leaves open);
 * offers fall by ratio. chosen[]: a set to begin with (it may be too heavy), then one found that gains nearly so
 * much.
 */
int64_t assign_knapsack(const assign_offer *offers, int32_t count, int64_t room, int64_t tolerance,
                        assign_knapsack_room *w, uint8_t *chosen);
void assign_sort_offers(assign_offer *offers, int32_t count);
/* The same, faster where they are nearly in order. */
void assign_resort_offers(assign_offer *offers, int32_t count);

/* ---- the connected subproblem of a site (assign_region.c) ---- */
typedef struct assign_region_room assign_region_room; /* where it works */
assign_region_room *assign_region_room_new(jh_arena *arena);

/* ---- which sites run (assign_running.c) ---- */
typedef struct assign_running_room assign_running_room; /* where it works */
assign_running_room *assign_running_room_new(int32_t site_count, jh_arena *arena);

/* ---- decisions: what a node has settled ---- */
typedef struct assign_decisions {
  uint8_t *out;     /* by pair: may not be used */
  uint8_t *beyond;  /* item_count: may go where no pair was given */
  int32_t *choices; /* item_count: pairs left, and one for all those that were not given */
  int32_t *settled; /* item_count: the site of an item with one pair left, -1 */
  int8_t *state;    /* site_count: assign_site_state */
} assign_decisions;
bool assign_decisions_init(assign_decisions *d, const jh_assign *problem, jh_arena *arena);
void assign_decisions_copy(assign_decisions *to, const assign_decisions *from, const jh_assign *problem);

/* ---- ties ---- */
typedef struct assign_tie {
  int32_t pair;         /* x[i,j] */
  int32_t first, count; /* of the separator's pairs in tie_pairs */
  int64_t multiplier;   /* >= 0 */
  int64_t best;         /* with the best multipliers */
  int64_t saved;        /* while branches are tried out */
  double direction;
  int32_t idle; /* steps since it last mattered */
  uint64_t hash;
} assign_tie;

/* A pair that its site may use, copied where the next one stands beside it: steps read little else. */
typedef struct assign_live {
  int64_t cost;
  int32_t item, pair;
} assign_live;

typedef struct assign_relax {
  const jh_assign *problem;
  const jh_control *control;
  jh_arena *arena;
  bool fixing;    /* assign_relax_look settles */
  int64_t weight; /* of all items */
  int32_t *pair_item;
  int32_t *own_home;               /* site_count: see assign_own_home */
  int32_t *site_start, *site_pair; /* pairs by site */
  assign_decisions decided;
  int64_t *multiplier, *best_multiplier; /* item_count */
  int64_t *highest;                      /* item_count: of its multiplier; above it pairs left out would gain */
  double *direction, *scale;             /* item_count; scale: of a step, by the item's weight */
  int64_t tolerance;                     /* of a knapsack */
  int64_t cutoff;                        /* plans of this cost and more are of no interest; INT64_MAX: none known */
  double slack;                          /* what is aimed at beyond the cutoff */
  /* What the decisions leave to each site, gathered once for all steps of an improvement (assign_subproblem.c). */
  assign_live *live;                /* of site j from site_start[j] on: what it must hold, then what it may */
  int32_t *held_count, *live_count; /* site_count: of either */
  int32_t *order;                   /* what it may hold as the last offers came, then the rest */
  int64_t *room;                    /* site_count: beside what it must hold; below 0: it cannot run */
  /* The relaxed solution of the last evaluation. */
  int64_t *value;       /* site_count: of its subproblem, fixed charge included */
  int64_t *sure;        /* site_count: gain of what it must hold */
  assign_offer *offers; /* of site j from site_start[j] on */
  int32_t *offer_count; /* site_count */
  uint8_t *chosen;      /* by offer */
  bool *runs;           /* site_count */
  int32_t *taken;       /* item_count: by how many running sites */
  uint8_t *in;          /* by pair: taken */
  int32_t *took;        /* of site j from site_start[j] on: the pairs that are in */
  int32_t *took_count;  /* site_count */
  /* Averages over the steps of the last improvement: the fractional solution, about. */
  double *pair_share, *run_share, share_weight, share_total;
  int64_t steps; /* of all improvements */
  int64_t work;  /* pairs read in evaluations and looks, and what takes as long */
  /* Ties. */
  assign_tie *ties;
  size_t tie_capacity, tie_pair_capacity;
  bool tying; /* new ties are looked for */
  int32_t tie_count, tie_pair_count, tie_most;
  int32_t *tie_pairs;
  int64_t *adjust; /* by pair: what ties add to its cost */
  /* Regions (assign_region.c). */
  assign_region_room *region;          /* where they are searched; NULL: they are not to be */
  bool *by_region;                     /* site_count: the relaxed set did not hold together, a region is taken */
  int32_t *region_wait;                /* site_count: searches left out after the last one, 0 where it ended */
  int32_t *region_skip;                /* site_count: how many of them are still to be left out */
  int32_t *region_pair, *region_count; /* of site j from site_start[j] on: the last one, home not among it */
  /* Scratch. */
  assign_knapsack_room *knapsack;
  int64_t *enter, *leave;               /* by pair: what taking, or not taking, it adds at least (assign_look.c) */
  int64_t *open_more;                   /* site_count: what running it adds at least */
  int64_t *prefix_gain, *prefix_weight; /* item_count + 1 */
  double *passing, *distance;           /* item_count */
  int32_t *queue, *mark, *seen, *part;  /* item_count */
  int32_t *place, *separator;           /* item_count; place: its pair at the site at hand */
  int32_t *rest;                        /* item_count */
  uint8_t *was;                         /* item_count: chosen at the site at hand before */
  int32_t stamp;
  assign_running_room *running;
} assign_relax;

/* The work so far, in units of some twenty nanoseconds, as of the simplex (assign_lp.h): counted, never timed, so
 * that it is the same in every run. */
int64_t assign_relax_work(const assign_relax *r);
/* Of one step, about. */
int64_t assign_relax_step_work(const assign_relax *r);

bool assign_relax_init(assign_relax *r, const jh_assign *problem, const jh_control *control, jh_arena *arena);
/* The pairs that are out leave the lists for good. */
void assign_relax_compact(assign_relax *r);
/* The relaxed problem at the multipliers at hand: a bound on every plan that keeps the decisions. */
int64_t assign_relax_evaluate(assign_relax *r);
/* Deflected subgradient steps; leaves the best multipliers met and returns their bound. Ends early at the cutoff. */
int64_t assign_relax_improve(assign_relax *r, int32_t steps, double agility, int32_t patience, bool with_shares);
/* About a seat's shadow price at each site in the last evaluation: what the offer at which its room ends gains for
 * its weight, 0 where room is left. price: site_count. */
void assign_relax_seat_prices(const assign_relax *r, double *price);
static inline double assign_pair_share(const assign_relax *r, int32_t pair) {
  return r->share_total > 0 ? r->pair_share[pair] / r->share_total : 0;
}
static inline double assign_run_share(const assign_relax *r, int32_t site) {
  return r->share_total > 0 ? r->run_share[site] / r->share_total : 0;
}
/* The pair of item i that was taken most, of those it may still use, and how often all of them were; -1: none is
 * left. */
int32_t assign_most_used(const assign_relax *r, int32_t i, double *total);
/* The home that site j must hold when it runs: -1 where regions need not hold together, or the home is shared. */
static inline int32_t assign_own_home(const assign_relax *r, int32_t j) { return r->own_home[j]; }

/* Site j must hold item i when it runs. */
static inline bool assign_must_hold(const assign_relax *r, int32_t j, int32_t i) {
  return r->decided.settled[i] == j || i == assign_own_home(r, j);
}

/* What taking pair k gains a site at the multipliers at hand, ties included. */
static inline int64_t assign_gain(const assign_relax *r, int32_t k) {
  return r->multiplier[r->pair_item[k]] - r->problem->pair_cost[k] - r->adjust[k];
}

/* What site j can hold, at most the weight of all items: sums over sites and items cannot overflow. */
static inline int64_t assign_seats(const assign_relax *r, int32_t j) {
  int64_t const capacity = r->problem->capacity[j];
  return capacity < r->weight ? capacity : r->weight;
}

/* ---- the subproblem of a site (assign_subproblem.c) ---- */
/* What the decisions leave to each site; before subproblems are solved, whenever decisions have changed. */
void assign_subproblems_gather(assign_relax *r);
/* The best of what site j may hold beside what it must: value[j] (unless it cannot run), offers, chosen[]. */
void assign_subproblem_solve(assign_relax *r, int32_t j);
/* The site runs: its items are in. Or it does not, and none of them is. */
void assign_subproblem_take(assign_relax *r, int32_t j);
void assign_subproblem_forget(assign_relax *r, int32_t j);

/* Which sites run (assign_running.c): the least sum of values with seats for all and the number asked for, `site`
 * (>= 0) forced to run or not, or `limit` where no sum is less. A search cut short hands back what it leaves open;
 * where sites are many, the linear relaxation stands for the search. Fills runs unless it is NULL. */
int64_t assign_choose_running(assign_relax *r, int32_t site, bool forced, int64_t limit, bool *runs);

/* Most that a region around the home of j can gain beside what it must hold, from above. No set of offers gains more
 * than `knapsack`, which is handed back where the chosen ones hold together, or the search would be long. Else sets
 * by_region and the region. */
int64_t assign_region(assign_relax *r, int32_t j, int64_t knapsack);
/* Raises enter[] and leave[] of the pairs of j to what regions say, as far as `slack`; after assign_ties_ways, which
 * handed back `most`. */
void assign_region_look(assign_relax *r, int32_t j, double most, int64_t slack);

/* ---- settling (assign_look.c): false when no plan below the cutoff is left ---- */
bool assign_forbid(assign_relax *r, int32_t pair);
/* The item goes to one of the pairs given. */
bool assign_forbid_beyond(assign_relax *r, int32_t item);
bool assign_settle_pair(assign_relax *r, int32_t pair);
bool assign_close_site(assign_relax *r, int32_t site);
bool assign_run_site(assign_relax *r, int32_t site);
/* What decisions imply: seats, sites without choice, the number of sites, reach. */
bool assign_relax_propagate(assign_relax *r);
/* What each decision would add to the bound at the multipliers at hand; settles what would pass the cutoff. *bound is
 * raised to what the items' choices prove; *settled counts pairs and sites. */
bool assign_relax_look(assign_relax *r, int64_t *bound, int32_t *settled);

/* ---- ties (assign_ties.c) ---- */
/* New ties that the relaxed solution breaks. False without memory. */
bool assign_ties_find(assign_relax *r);
/* Drops ties that stay without a multiplier. */
void assign_ties_purge(assign_relax *r, int32_t idle);
/* Multipliers of the ties with the best ones of the items. */
void assign_ties_keep(assign_relax *r);
void assign_ties_restore(assign_relax *r);
void assign_ties_save(assign_relax *r);
void assign_ties_load(assign_relax *r);
double assign_ties_norm(assign_relax *r);
void assign_ties_step(assign_relax *r, double length);
void assign_ties_set(assign_relax *r, int32_t tie, int64_t multiplier);
/* Walks from `from` over items marked `over`, marking them `as`; how many, listed in the queue. */
int32_t assign_ties_walk(assign_relax *r, int32_t from, int32_t over, int32_t as);
/* Pairs that cannot be reached from the home go. */
bool assign_ties_reach(assign_relax *r);
/* Cheapest path from the home of j to each item by the cost of what it passes (cost[] by item), itself included;
 * HUGE_VAL where there is none. */
void assign_ties_paths(assign_relax *r, int32_t j, const double *cost, double *distance);
/* A unit of room of j costs what the last of its offers, in part, gains for it, so an item that is held brings its
 * whole way home, and what the items on it lack. Fills distance[]; no region gains more than what is returned, less
 * the distance of what it holds. */
double assign_ties_ways(assign_relax *r, int32_t j);

#endif
