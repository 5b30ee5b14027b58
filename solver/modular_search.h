/* modular_search.h - the tree of the modular search, shared by the parts that grow it. */
#ifndef JUNHENG_SOLVER_MODULAR_SEARCH_H
#define JUNHENG_SOLVER_MODULAR_SEARCH_H

#include "modular_inner.h"

typedef struct modular_search {
  modular_case c;
  modular_node **open; /* a heap by bound */
  size_t open_count, open_capacity;
  modular_node **spare;
  size_t spare_count, spare_capacity;
  jh_modular_plan *plan;
  jh_wide best;         /* of the plan; without one the ceiling */
  jh_wide best_at_root; /* the best plan when the root was last tightened */
  modular_node *root;
  jh_wide *module_price; /* by facility: the best met at the root */
  int64_t most_nodes;    /* > 0: stops after so many */
  bool is_part;          /* of a larger problem: not taken apart again */
  bool stopped;
} modular_search;

/* ---- modular_tree.c: nodes, and a heap of them by bound ---- */

/* NULL without memory. */
modular_node *modular_new_node(modular_search *s);
/* One deeper. NULL without memory. */
modular_node *modular_copy_node(modular_search *s, const modular_node *from);
void modular_drop_node(modular_search *s, modular_node *node);
/* False without memory. */
bool modular_push(modular_search *s, modular_node *node);
modular_node *modular_pop(modular_search *s);

/* ---- modular_case.c: what every part needs of the problem, and the root ---- */

/* False without memory. */
bool modular_prepare(modular_search *s);

/* ---- modular_dive.c: plans ---- */

/* Keeps the network's units with these modules where they cost less than the best plan. */
void modular_keep(modular_search *s, const modular_relaxation *r, const modular_choice *choice);
/* Looks for a plan below a node: modules of held units stay (those picked, where `picked` is not NULL), the rest of
 * the modules follows the loads, and where the loads do not fit the modules are fixed, until all do. */
jh_status modular_dive(modular_search *s, const modular_node *from, const modular_relaxation *start,
                       const int32_t *picked, jh_arena *scratch);

/* ---- modular_apart.c ---- */

/* Where the options left connect no large part of the facilities, each part is solved by itself, all of them until
 * they are proven or the time is up; *bound is then proven of the whole. *done false: it is one piece. */
jh_status modular_take_apart(modular_search *s, bool *done, jh_wide *bound);

#endif
