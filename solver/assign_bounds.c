/* Bounds: branching on sites with Lagrangian bounds, and branch and cut over what reduced costs leave in question. */
#include "assign_engine.h"

#include <string.h>

enum { NODES_AT_ONCE = 4, TRY_SHARE = 20, TRY_LEAST = 3000 };
enum { DIVISOR = 2 /* a whole tree begins anew when the gap it was begun with has shrunk by this */ };

void assign_engine_collect_bound(assign_engine *e) {
  int64_t bound = e->dual.bound;
  if (e->branching) {
    int64_t const open = assign_tree_bound(&e->tree), proven = open < e->best_value ? open : e->best_value;
    if (proven > bound && proven != INT64_MAX) bound = proven;
  }
  if (e->whole) {
    int64_t const open = assign_cut_tree_bound(e->whole), proven = open < e->best_value ? open : e->best_value;
    if (proven > bound && proven != INT64_MAX) bound = proven;
    /* Nothing open below a price that no plan passes. */
    if (open >= e->whole->lp.cutoff && e->best_value == INT64_MAX) e->infeasible = true;
  }
  if (bound > e->bound) e->bound = bound;
}

void assign_engine_branch(assign_engine *e, jh_glpk *run) {
  for (int32_t n = 0; n < NODES_AT_ONCE && e->tree.count > 0 && !jh_control_stopped(e->control); n++) {
    jh_arena *const scratch = jh_arena_create();
    bool const ok = scratch && assign_tree_step(&e->tree, e->best_value, e->control, scratch);
    jh_arena_destroy(scratch);
    if (ok) continue;
    assign_engine_collect_bound(e);
    e->branching = false;
    return;
  }
  assign_engine_collect_bound(e);
  if (!e->tree.has_set) return;
  memcpy(e->plan.runs, e->tree.sets, (size_t)e->problem->site_count * sizeof *e->plan.runs);
  assign_engine_widen_sites(e);
  if (e->exchange) {
    if (assign_engine_seats(e) >= e->weight) assign_engine_offer_set(e, e->plan.runs);
    return;
  }
  if (e->near_on && run && e->best_value != INT64_MAX) {
    if (assign_engine_seats(e) >= e->weight) assign_engine_set(e, run, e->plan.runs);
    return;
  }
  size_t const bytes = (size_t)e->problem->site_count * sizeof *e->tried;
  if (assign_engine_seats(e) < e->weight || memcmp(e->tried, e->plan.runs, bytes) == 0) return;
  memcpy(e->tried, e->plan.runs, bytes);
  if (assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch))
    assign_engine_anneal(e, e->moves / TRY_SHARE + TRY_LEAST, 1);
}

/* Pairs that no plan below the best value uses, by the multipliers: each costs c - u more than the bound. */
static bool *pairs_in_question(const assign_engine *e, jh_arena *arena) {
  const jh_assign *const p = e->problem;
  bool *const keep = JH_NEW(arena, bool, p->pair_start[p->item_count]);
  if (!keep) return NULL;
  bool const fix = e->parts->fixing && e->best_value != INT64_MAX && e->dual.bound > INT64_MIN / 2;
  for (int32_t i = 0; i < p->item_count; i++)
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int64_t const more = p->pair_cost[k] - e->dual.multiplier[i];
      keep[k] = !fix || more <= 0 || more < e->best_value - e->dual.bound;
    }
  return keep;
}

static void drop_whole(assign_engine *e) {
  if (!e->whole) return;
  assign_cut_tree_close(e->whole);
  e->whole = NULL;
  jh_arena_destroy(e->whole_arena);
  e->whole_arena = NULL;
}

static bool begin_whole(assign_engine *e, jh_glpk *run) {
  drop_whole(e);
  jh_arena *const arena = jh_arena_create();
  if (!arena) return false;
  e->whole_arena = arena;
  assign_cut_tree *const tree = JH_NEW(arena, assign_cut_tree, 1);
  const bool *const keep = tree ? pairs_in_question(e, arena) : NULL;
  if (!keep || !assign_cut_tree_init(tree, e->problem, e->parts, keep, e->best_value, arena)) return false;
  assign_cut_tree_open(tree, run);
  e->whole = tree;
  e->whole_cutoff = e->best_value;
  return true;
}

/* A much better plan fixes much more: then the tree is better grown again than gone on with. */
static bool outgrown(const assign_engine *e) {
  if (e->whole_cutoff == INT64_MAX) return e->best_value != INT64_MAX;
  return (e->whole_cutoff - e->bound) / DIVISOR > e->best_value - e->bound;
}

/* The sites that the last node would run. */
static void propose_set(assign_engine *e, jh_glpk *run) {
  const assign_lp *const lp = &e->whole->lp;
  for (int32_t j = 0; j < e->problem->site_count; j++)
    e->plan.runs[j] = lp->run_column[j] < 0 || lp->x[lp->run_column[j]] > 0.5;
  assign_engine_widen_sites(e);
  if (assign_engine_seats(e) < e->weight) return;
  if (e->exchange)
    assign_engine_offer_set(e, e->plan.runs);
  else
    assign_engine_set(e, run, e->plan.runs);
}

void assign_engine_cut(assign_engine *e, jh_glpk *run, int64_t work) {
  if (!e->whole || outgrown(e)) {
    if (!begin_whole(e, run)) {
      e->cutting = false;
      return;
    }
  }
  assign_cut_tree *const tree = e->whole;
  assign_cut_tree_lower_cutoff(tree, e->best_value);
  int64_t const first = tree->lp.work, nodes = tree->node_count;
  bool open = true;
  while (open && tree->lp.work - first < work && !jh_control_stopped(e->control)) {
    open = assign_cut_tree_step(tree);
    if (tree->has_plan) assign_engine_keep(e, tree->site, tree->runs, tree->value);
  }
  e->whole_work += tree->lp.work - first;
  e->node_count += tree->node_count - nodes;
  assign_engine_collect_bound(e);
  if (open && e->free_sites && (e->near_on || e->exchange)) propose_set(e, run);
  if (open) return;
  e->cutting = false; /* done, or out of memory: its bound is taken */
}
