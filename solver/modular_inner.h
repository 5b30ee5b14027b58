/* modular_inner.h - what the parts of the modular search share. */
#ifndef JUNHENG_SOLVER_MODULAR_INNER_H
#define JUNHENG_SOLVER_MODULAR_INNER_H

#include "junheng/solver/modular.h"

enum { MODULAR_FREE = -1 }; /* an opening not decided */

#define MODULAR_NONE ((jh_wide)1 << 125) /* above every cost and every sum of costs */

/* A node of the search: what is still possible. */
typedef struct modular_node {
  jh_wide bound;
  int32_t *low, *high; /* modules, by sink */
  int8_t *open;        /* by facility that does not run: 0, 1, MODULAR_FREE; 1 for those that run */
  int32_t depth;
} modular_node;

/* The problem with what every part needs of it, computed once. */
typedef struct modular_case {
  const jh_modular *problem;
  jh_arena *arena; /* of the search */
  int32_t option_count;
  int32_t *source_of;               /* by option */
  int32_t *first_sink;              /* facility_count + 1 */
  int32_t *sink_start, *sink_items; /* options by sink */
  bool *active;                     /* by option: has an arc in the networks */
  bool *dead;                       /* by option: no plan better than the best known uses it */
  jh_wide ceiling;                  /* more than any plan can cost */
  bool *own;                        /* by option: cheaper by much than any other of its source */
  int32_t *own_units;               /* by sink: of sources that are its own */
  const jh_control *control;
  struct modular_pool *pool; /* the networks, kept from node to node; NULL until the first */
  struct modular_shop *shop;
} modular_case;

static inline bool modular_bounded(const modular_case *c, int32_t facility) {
  return c->problem->facilities[facility].modules >= 0;
}
static inline int32_t modular_available(const modular_case *c, int32_t facility) {
  return c->problem->facilities[facility].modules + c->problem->facilities[facility].extra;
}

/* ---- modular_pool.c: the node with shared fractions of modules, as one network ---- */

typedef struct modular_relaxation {
  bool feasible, stopped;
  jh_wide value;           /* a lower bound of the node; the exact cost where all n are fixed */
  int32_t *units;          /* by option */
  int32_t *load;           /* by sink */
  jh_wide *price;          /* by source: what one unit more would cost */
  jh_wide *lifted;         /* by source: what a unit would cost elsewhere, where all of them are in one place */
  int32_t *held;           /* by sink: units of its load that would cost much more anywhere else */
  jh_wide *capacity_price; /* by facility: of M4; >= 0 */
} modular_relaxation;

jh_status modular_relax(modular_case *c, const modular_node *node, jh_arena *scratch, modular_relaxation *r);

/* ---- modular_dual.c: each facility picks whole modules exactly at given prices ---- */

typedef struct modular_dual_answer {
  jh_wide bound;
  bool alive;       /* false: no plan of the node costs less than `best` */
  int32_t changed;  /* counts of modules dropped from low and high */
  int32_t *modules; /* by sink: what the facilities picked */
} modular_dual_answer;

/* The Lagrangian bound at these prices of sources, and the relaxation's of capacities. Drops counts of modules (from
 * low and high) with which no plan can cost less than `best`. */
jh_status modular_dual(const modular_case *c, const modular_relaxation *r, const jh_wide *price, jh_wide best,
                       modular_node *node, jh_arena *scratch, modular_dual_answer *answer);

/* ---- modular_price.c: better prices ---- */

/* The best Lagrangian bound met while the prices of modules, by facility, follow what is used; they are left at the
 * best met. Drops as modular_dual does. */
jh_status modular_climb(modular_case *c, modular_node *node, int32_t steps, bool has_plan, jh_wide best,
                        jh_wide *module_price, jh_arena *scratch, modular_dual_answer *answer);

/* ---- modular_round.c: whole modules for given loads ---- */

typedef struct modular_choice {
  int32_t *modules; /* by sink */
  int32_t *extra;   /* by facility */
  bool *opened;     /* by facility */
  jh_wide cost;     /* of tiers, extra and openings */
  bool fits;        /* the loads stand as they are */
  bool *misfits;    /* by facility: they do not there */
  int32_t misfit;   /* the facility where most do not; -1 */
} modular_choice;

/* Cheapest modules within the node's bounds for these loads, facility by facility; where they do not fit, those that
 * take most of them. */
jh_status modular_round(const modular_case *c, const modular_node *node, const int32_t *load, jh_arena *scratch,
                        modular_choice *choice);
/* Cost of `load` units at a sink with n modules; MODULAR_NONE: impossible. */
jh_wide modular_tier_cost(const jh_modular_sink *sink, int32_t load, int32_t n);

#endif
