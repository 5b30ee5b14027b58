/* Sets of running sites that the bounds propose, each worked out by branch and cut below the best value (or, where
 * regions must hold together, as the start of a new descent, or of plans to be merged): often the bound of the set
 * alone says that it holds nothing better. */
#include "assign_engine.h"

#include <math.h>
#include <string.h>

enum {
  STEPS_MOST = 16000,
  NODES_MOST = 400,
  WORK_MOST = 80000000,
  DUAL_STEPS = 120,
  DUAL_PATIENCE = 15,
  ANNEAL_SHARE = 4
};

/* The relaxed problem of the set, from the dual values of its transportation problem, or else the root's multipliers.
 * NULL: it holds no better plan. */
static assign_relax *relax_set(assign_engine *e, const bool *runs, int64_t *bound, jh_arena *arena) {
  const jh_assign *const p = e->problem;
  assign_relax *const r = JH_NEW(arena, assign_relax, 1);
  if (!r || !assign_relax_init(r, p, e->control, arena)) return NULL;
  if (e->transport && assign_transport_set(e->transport, runs))
    assign_transport_multipliers(e->transport, r->multiplier);
  else
    memcpy(r->multiplier, e->multiplier, (size_t)p->item_count * sizeof *r->multiplier);
  for (int32_t i = 0; i < p->item_count; i++)
    if (r->multiplier[i] > r->highest[i]) r->multiplier[i] = r->highest[i];
  r->cutoff = e->best_value;
  for (int32_t j = 0; j < p->site_count; j++)
    if (!(runs[j] ? assign_run_site(r, j) : assign_close_site(r, j))) return NULL;
  if (!assign_relax_propagate(r)) return NULL;
  *bound = assign_relax_improve(r, DUAL_STEPS, 0.3, DUAL_PATIENCE, false);
  return *bound < e->best_value ? r : NULL;
}

double assign_engine_set_bound(assign_engine *e, const bool *runs) {
  jh_arena *const arena = jh_arena_create();
  int64_t bound = 0;
  bool const open = arena && relax_set(e, runs, &bound, arena);
  jh_arena_destroy(arena);
  return open ? (double)bound : HUGE_VAL;
}

/* Keeps the pairs that a better plan of the set may use. False: no better plan. */
static bool bound_set(assign_engine *e, const bool *runs, bool *keep, jh_arena *arena) {
  const jh_assign *const p = e->problem;
  int64_t bound = 0;
  int32_t settled = 0;
  assign_relax *const r = relax_set(e, runs, &bound, arena);
  if (!r || (e->parts->fixing && !assign_relax_look(r, &bound, &settled))) return false;
  for (int32_t k = 0; k < p->pair_start[p->item_count]; k++) keep[k] = !r->decided.out[k];
  return true;
}

static void work_out(assign_engine *e, jh_glpk *run, const bool *runs, jh_arena *arena) {
  jh_assign set = *e->problem;
  bool *const keep = JH_NEW(arena, bool, set.pair_start[set.item_count]);
  assign_cut_tree *const tree = JH_NEW(arena, assign_cut_tree, 1);
  set.must_run = runs;
  if (!keep || !tree || !bound_set(e, runs, keep, arena)) return;
  /* The look into the set has told more than its bound: sets that it lets pass are worth a search. */
  if (assign_engine_merge_set(e, runs)) return;
  if (set.connected) { /* dives seldom end in connected regions: a plan to descend from instead */
    memcpy(e->plan.runs, runs, (size_t)set.site_count * sizeof *runs);
    if (assign_construct(&e->plan, (int32_t)(e->tries / 3), arena))
      assign_engine_anneal(e, e->moves / ANNEAL_SHARE, 1, false);
    return;
  }
  if (!assign_cut_tree_init(tree, &set, e->parts, keep, e->best_value, arena)) return;
  tree->dive = true;
  assign_cut_tree_open(tree, run);
  bool open = true;
  while (open && tree->lp.iterations < STEPS_MOST && tree->node_count < NODES_MOST && tree->lp.work < WORK_MOST &&
         !jh_control_stopped(e->control)) {
    open = assign_cut_tree_step(tree);
    if (tree->has_plan) assign_engine_keep(e, tree->site, tree->runs, tree->value);
  }
  if (tree->has_plan) assign_engine_use_best(e);
  e->near_work += tree->lp.work;
  assign_cut_tree_close(tree);
}

void assign_engine_set(assign_engine *e, jh_glpk *run, const bool *runs) {
  bool const descending = e->has_current && 2 * e->idle_near < assign_near_patience(&e->near, &e->current);
  if (e->problem->connected && !e->merge && e->best_value != INT64_MAX && descending) return;
  uint64_t const hash = assign_hash_set(e->problem, runs);
  if (e->known_sets[hash % ASSIGN_KNOWN_SETS] == hash) return;
  e->known_sets[hash % ASSIGN_KNOWN_SETS] = hash;
  jh_arena *const arena = jh_arena_create();
  e->set_arena = arena;
  bool *const copy = arena ? JH_NEW(arena, bool, e->problem->site_count) : NULL;
  if (copy) {
    memcpy(copy, runs, (size_t)e->problem->site_count * sizeof *copy);
    work_out(e, run, copy, arena);
  }
  e->set_arena = NULL;
  jh_arena_destroy(arena);
}
