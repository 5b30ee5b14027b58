/* Bounds: the tree over the relaxation, and what its nodes say about plans. */
#include "assign_engine.h"

#include <string.h>

enum { ROUND_MOVES = 60 };
static double const COLD = 0.05;

void assign_engine_collect_bound(assign_engine *e) {
  if (!e->parts->lagrangian) return;
  int64_t const open = assign_tree_bound(&e->tree), proven = open < e->best_value ? open : e->best_value;
  if (open >= ASSIGN_IMPOSSIBLE && e->best_value == INT64_MAX) e->infeasible = true;
  if (proven > e->bound && proven < ASSIGN_IMPOSSIBLE) e->bound = proven;
}

void assign_engine_root(assign_engine *e, int32_t steps, double agility) {
  const assign_relax *const r = &e->tree.relax;
  if (!e->parts->lagrangian) return;
  assign_tree_root(&e->tree, e->best_value, steps, agility);
  memcpy(e->multiplier, e->tree.root_multiplier, (size_t)e->problem->item_count * sizeof *e->multiplier);
  memcpy(e->site_value, r->value, (size_t)e->problem->site_count * sizeof *e->site_value);
  for (int32_t j = 0; j < e->problem->site_count; j++) e->site_share[j] = assign_run_share(r, j);
  assign_engine_merge_relaxed(e);
  assign_relax_seat_prices(r, e->plan.seat_price);
  assign_engine_collect_bound(e);
}

/* The sites the last node would run. */
static void propose_set(assign_engine *e, jh_glpk *run) {
  memcpy(e->plan.runs, e->tree.relax.runs, (size_t)e->problem->site_count * sizeof *e->plan.runs);
  assign_engine_widen_sites(e);
  if (assign_engine_seats(e) < e->weight) return;
  if (e->exchange)
    assign_engine_offer_set(e, e->plan.runs);
  else if (run && e->near_on && e->best_value != INT64_MAX)
    assign_engine_set(e, run, e->plan.runs);
}

void assign_engine_round(assign_engine *e) {
  const jh_assign *const p = e->problem;
  assign_tree *const tree = &e->tree;
  jh_arena *const scratch = jh_arena_create();
  int64_t value = INT64_MAX;
  if (scratch && assign_round(&tree->relax, &e->plan, (int32_t)tree->node_count, scratch)) {
    if (!assign_is_loose(p)) {
      int64_t const moves = (int64_t)ROUND_MOVES * p->item_count;
      e->round_work += moves * ASSIGN_MOVE_WORK;
      (void)assign_anneal(&e->plan, moves, COLD, &e->dice, e->control, e->found, &value);
    } else if (assign_descend(&e->plan, e->control, scratch)) {
      value = e->plan.cost;
      memcpy(e->found, e->plan.site, (size_t)p->item_count * sizeof *e->found);
    }
  }
  /* A relaxed solution whose search was cut short may run too few sites. */
  bool const better = value < e->best_value && !jh_assign_verify(p, e->found, e->plan.runs, &value, scratch);
  jh_arena_destroy(scratch);
  if (!better) return;
  assign_engine_keep(e, e->found, e->plan.runs, value);
  if (e->near_on) assign_engine_use_best(e);
  assign_tree_better(tree, value);
  assign_engine_exchange(e);
}

static int64_t work_so_far(const assign_engine *e) { return assign_relax_work(&e->tree.relax) + e->round_work; }

static void round_at_node(void *user) { assign_engine_round(user); }

void assign_engine_bound(assign_engine *e, jh_glpk *run, int64_t work) {
  assign_tree *const tree = &e->tree;
  int64_t const first = work_so_far(e);
  int64_t const nodes = tree->node_count;
  tree->on_relaxed = e->parts->rounding ? round_at_node : NULL;
  tree->user = e;
  while (e->bounding && work_so_far(e) - first < work && !jh_control_stopped(e->control)) {
    e->bounding = assign_tree_step(tree, e->best_value);
    if (tree->has_plan) assign_engine_keep(e, tree->site, tree->runs, tree->value);
    if (tree->has_plan && e->near_on) assign_engine_use_best(e);
  }
  e->tree_work += work_so_far(e) - first;
  e->node_count += tree->node_count - nodes;
  assign_engine_collect_bound(e);
  if (e->bounding && e->free_sites) propose_set(e, run);
}
