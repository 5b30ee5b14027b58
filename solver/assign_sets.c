/* Sets of running sites that the bounds propose, each worked out by branch and cut below the best value (or, where
 * regions must hold together, as the start of a new descent): often the bound of the set alone says that it holds
 * nothing better. */
#include "assign_engine.h"

#include <string.h>

enum {
  STEPS_MOST = 16000,
  NODES_MOST = 400,
  WORK_MOST = 80000000,
  DUAL_STEPS = 120,
  DUAL_PATIENCE = 15,
  ANNEAL_SHARE = 4
};

static uint64_t hash_set(const jh_assign *p, const bool *runs) {
  uint64_t h = 0x2545f4914f6cdd1du;
  for (int32_t j = 0; j < p->site_count; j++) {
    if (!runs[j]) continue;
    assign_dice mix = {h ^ (uint64_t)(uint32_t)j};
    h = assign_roll(&mix);
  }
  return h;
}

/* Bounds the set from the root's multipliers; keeps the pairs a better plan may use. False: no better plan. */
static bool bound_set(assign_engine *e, const bool *runs, bool *keep, jh_arena *arena) {
  const jh_assign *const p = e->problem;
  assign_relax *const r = JH_NEW(arena, assign_relax, 1);
  if (!r || !assign_relax_init(r, p, e->control, arena)) return false;
  memcpy(r->multiplier, e->multiplier, (size_t)p->item_count * sizeof *r->multiplier);
  r->cutoff = e->best_value;
  for (int32_t j = 0; j < p->site_count; j++)
    if (!(runs[j] ? assign_run_site(r, j) : assign_close_site(r, j))) return false;
  if (!assign_relax_propagate(r)) return false;
  int64_t bound = assign_relax_improve(r, DUAL_STEPS, 0.3, DUAL_PATIENCE, false);
  int32_t settled = 0;
  if (bound >= e->best_value || (e->parts->fixing && !assign_relax_look(r, &bound, &settled))) return false;
  for (int32_t k = 0; k < p->pair_start[p->item_count]; k++) keep[k] = !r->decided.out[k];
  return true;
}

static void work_out(assign_engine *e, jh_glpk *run, const bool *runs, jh_arena *arena) {
  jh_assign set = *e->problem;
  bool *const keep = JH_NEW(arena, bool, set.pair_start[set.item_count]);
  assign_cut_tree *const tree = JH_NEW(arena, assign_cut_tree, 1);
  set.must_run = runs;
  if (!keep || !tree || !bound_set(e, runs, keep, arena)) return;
  if (set.connected) { /* dives seldom end in connected regions: a plan to descend from instead */
    memcpy(e->plan.runs, runs, (size_t)set.site_count * sizeof *runs);
    if (assign_construct(&e->plan, (int32_t)(e->tries / 3), arena))
      assign_engine_anneal(e, e->moves / ANNEAL_SHARE, 1);
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
  if (e->problem->connected && e->best_value != INT64_MAX && descending) return;
  uint64_t const hash = hash_set(e->problem, runs);
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
