/* assign_tabu.h - which sites to run: tabu search over sets, each priced by its transportation problem. */
#ifndef JUNHENG_SOLVER_ASSIGN_TABU_H
#define JUNHENG_SOLVER_ASSIGN_TABU_H

#include "assign_transport.h"

enum { ASSIGN_TABU_POOL = 64, ASSIGN_TABU_KNOWN = 4096 };

typedef struct assign_priced_set {
  double cost; /* the best plan of the set is not cheaper, rounding aside */
  uint64_t hash;
  bool tried;
  bool *runs; /* site_count */
} assign_priced_set;

typedef struct assign_tabu_move {
  int32_t off, on; /* -1: none */
  double cost;     /* of the set it leads to, or a guess */
} assign_tabu_move;

typedef struct assign_tabu {
  assign_transport transport;
  bool ready;             /* it has a set */
  double cost;            /* of the set; what finds no seat at seat_price */
  double seat_price;      /* of a unit of weight without a seat: up while the set is short, down while it is not */
  bool fits;              /* all items have seats */
  double best, near_best; /* of all sets it went to that fit, and of those since it began anew */
  bool *best_runs;        /* site_count */
  int32_t iteration;
  int32_t idle, strayed;                    /* steps since the best, and the near best, was found */
  int32_t *until;                           /* site_count: the iteration from which it may change again */
  double *off_cost, *on_cost;               /* site_count: what closing or opening it alone would bring the set to */
  assign_tabu_move *moves;                  /* site_count squared: scratch */
  assign_priced_set pool[ASSIGN_TABU_POOL]; /* the cheapest sets that are not done, cheapest first */
  int32_t pool_count;
  uint64_t last_tried;
  uint64_t *done; /* hashes of sets that were handed out for good */
} assign_tabu;

/* False: without memory. */
bool assign_tabu_init(assign_tabu *s, const jh_assign *problem, jh_arena *arena);
/* From this set. False: it does not hold all items. */
bool assign_tabu_begin(assign_tabu *s, const bool *runs);
/* One step to the cheapest set that differs by one site opened, closed or exchanged and is not forbidden; those met
 * on the way go to the pool. Returns the paths searched, which is the work done; 0: nothing is left to change, or a
 * stop.
 */
int64_t assign_tabu_step(assign_tabu *s, assign_dice *dice, const jh_control *control);
/* Hands out the cheapest set of the pool below `most`: once to be tried, and once for good. False: there is none. */
bool assign_tabu_try(assign_tabu *s, double most, bool *runs);
/* What was tried last has turned out to cost at least so much; HUGE_VAL: it leaves the pool. */
void assign_tabu_reprice(assign_tabu *s, double cost);
/* The cheapest set below `most` has been tried. */
bool assign_tabu_is_tried(const assign_tabu *s, double most);
bool assign_tabu_take(assign_tabu *s, double most, bool *runs);

#endif
