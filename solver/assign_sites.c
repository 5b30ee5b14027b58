/* Which sites to run, by tabu search over sets (assign_tabu.c): each promising set becomes a plan, whole items where
 * most of them are in its transportation plan, and the best of them are what neighbourhoods go on from. */
#include "assign_engine.h"

#include <string.h>

enum {
  PATIENCE = 8,    /* steps without a cheaper set, before neighbourhoods have their turn */
  TRIES = 3,       /* sets made plans after each step */
  PATH_WORK = 6,   /* for each pair of sites */
  ROUND_MOVES = 60 /* for each item */
};
static double const COLD = 0.05;

bool assign_engine_sites_init(assign_engine *e) {
  e->sites_on = e->free_sites && e->parts->sites;
  if (!e->sites_on) return true;
  e->tabu = JH_NEW(e->arena, assign_tabu, 1);
  e->set = JH_NEW(e->arena, bool, e->problem->site_count);
  e->transport = JH_NEW(e->arena, assign_transport, 1);
  return e->tabu && e->set && e->transport && assign_tabu_init(e->tabu, e->problem, e->arena) &&
         assign_transport_init(e->transport, e->problem, e->arena);
}

bool assign_engine_sites_wanted(const assign_engine *e) { return e->sites_on && e->tabu->idle < PATIENCE; }

static bool begin(assign_engine *e) {
  if (e->best_value == INT64_MAX) {
    assign_engine_first_sites(e);
    assign_engine_widen_sites(e);
  }
  e->sites_on = assign_tabu_begin(e->tabu, e->best_value == INT64_MAX ? e->plan.runs : e->best.runs);
  return e->sites_on;
}

/* Regions grow from their homes over what the transportation plan has there, then over what is least dear by it. */
static bool round_regions(assign_engine *e, jh_arena *scratch) {
  const jh_assign *const p = e->problem;
  const assign_transport *const t = e->transport;
  jh_assign guided = *p;
  int64_t *const guide = JH_NEW(scratch, int64_t, p->pair_start[p->item_count]);
  if (!guide) return false;
  for (int32_t i = 0; i < p->item_count; i++) {
    int64_t const here = assign_pair_cost(p, i, e->plan.site[i]);
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int64_t const more = p->pair_cost[k] - here;
      guide[k] = t->units[k] > 0 ? 0 : 1 + (more > 0 ? more : 0);
    }
  }
  guided.pair_cost = guide;
  e->plan.problem = &guided;
  bool const placed = assign_construct(&e->plan, (int32_t)e->tries, scratch);
  e->plan.problem = p;
  if (placed) assign_plan_count(&e->plan);
  return placed;
}

/* The set in e->set made a plan. */
static void make_plan(assign_engine *e) {
  const jh_assign *const p = e->problem;
  if (!assign_transport_set(e->transport, e->set)) return;
  jh_arena *const scratch = jh_arena_create();
  int64_t value = INT64_MAX;
  if (!scratch) return;
  memcpy(e->plan.runs, e->set, (size_t)p->site_count * sizeof *e->set);
  assign_transport_round(e->transport, e->plan.site);
  if (p->connected || p->min_load) {
    assign_plan_count(&e->plan);
    if (!p->connected || round_regions(e, scratch))
      (void)assign_anneal(&e->plan, (int64_t)ROUND_MOVES * p->item_count, COLD, &e->dice, e->control, e->found,
                          &value);
  } else {
    assign_plan_count(&e->plan);
    if (assign_descend(&e->plan, e->control, scratch)) {
      value = e->plan.cost;
      memcpy(e->found, e->plan.site, (size_t)p->item_count * sizeof *e->found);
    }
  }
  if (value < e->best_value && !jh_assign_verify(p, e->found, e->plan.runs, &value, scratch)) {
    assign_engine_keep(e, e->found, e->plan.runs, value);
    if (e->near_on) assign_engine_use_best(e);
  }
  jh_arena_destroy(scratch);
}

static double cutoff(const assign_engine *e) { return e->best_value == INT64_MAX ? 1e300 : (double)e->best_value; }

static void step(assign_engine *e) {
  int64_t const sites = e->problem->site_count;
  e->near_work += assign_tabu_step(e->tabu, &e->dice, e->control) * PATH_WORK * sites * sites;
  for (int n = 0; n < TRIES && assign_tabu_try(e->tabu, cutoff(e), e->set); n++) make_plan(e);
}

void assign_engine_sites(assign_engine *e) {
  if (e->tabu->ready || begin(e)) step(e);
}

void assign_engine_more_sites(assign_engine *e, jh_glpk *run) {
  if (!e->tabu->ready && !begin(e)) return;
  step(e);
  if (assign_tabu_take(e->tabu, cutoff(e), e->set)) assign_engine_set(e, run, e->set);
}
