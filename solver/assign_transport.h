/* assign_transport.h - what a set of running sites costs when items may be split: a transportation problem, of which
 * the best plan of the set is never cheaper. Sites are few, so shortest augmenting paths go over sites, not items
 * (the edge from a to b is the item at a that is dearest to keep there), and a set with one site more, one less or
 * one exchanged is worked out from the last one. In floating point: it guides, it proves nothing. */
#ifndef JUNHENG_SOLVER_ASSIGN_TRANSPORT_H
#define JUNHENG_SOLVER_ASSIGN_TRANSPORT_H

#include "assign_inner.h"

typedef struct assign_shift { /* units that went from one pair of an item to another */
  int32_t from, to;
  int64_t units;
} assign_shift;

typedef struct assign_transport {
  const jh_assign *problem;
  jh_arena *arena;
  bool *runs;     /* site_count */
  int64_t *units; /* pairs: weight of the item that is there */
  int64_t *load;  /* site_count */
  double cost;    /* of all items, without what sites cost, and less what homes are lured with */
  double *fixed;  /* site_count: and what its home is lured with */
  int64_t steps;  /* paths searched: the work done */
  double *price;  /* pairs: for each unit of weight */
  int32_t *pair_item;
  int32_t *held, *held_start, *held_count, *place; /* pairs with units, by site; where a pair stands there, -1 */
  double *edge;                                    /* from * site_count + to; HUGE_VAL: none */
  int32_t *edge_from, *edge_to;                    /* the pairs of the item it stands for */
  bool *stale;                                     /* site_count: its edges are to be found anew */
  double *distance;                                /* site_count */
  int32_t *before;                                 /* site_count: on the path */
  assign_shift *journal;
  size_t journal_count, journal_capacity;
} assign_transport;

/* False: without memory. Costs places for sites squared and for pairs. */
bool assign_transport_init(assign_transport *t, const jh_assign *problem, jh_arena *arena);
/* What running sites cost besides the items. */
double assign_transport_fixed(const assign_transport *t);
/* The set from nothing. False: an item has no place, or seats fall short. */
bool assign_transport_set(assign_transport *t, const bool *runs);
/* Opens `on`, then closes `off` (either may be -1), in place. What finds no seat stays at its closed site, until a
 * later change brings seats. False as soon as the cost, sites included, is sure to pass `most`; the state then waits
 * for assign_transport_undo. */
bool assign_transport_change(assign_transport *t, int32_t off, int32_t on, double most);
/* Weight that closed sites still hold. *cost: what it adds to the cost of all items. */
int64_t assign_transport_left(const assign_transport *t, double *cost);
/* Takes the last change back. */
void assign_transport_undo(assign_transport *t, int32_t off, int32_t on);
/* Where most of the item is, by item. */
void assign_transport_round(const assign_transport *t, int32_t *site);
/* What an item is worth at the prices of seats, by item: dual values, rounded. */
void assign_transport_multipliers(assign_transport *t, int64_t *multiplier);

#endif
