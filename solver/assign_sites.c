/* Which sites to run, by tabu search over sets (assign_tabu.c): each promising set becomes a plan, whole items where
 * most of them are in its transportation plan, and the best of them are what neighbourhoods go on from. */
#include "assign_engine.h"

#include <string.h>

enum {
  MOST = 256,    /* sites: memory grows with their square */
  PATIENCE = 12, /* steps without a cheaper set, before neighbourhoods have their turn */
  TRIES = 3,     /* sets made plans after each step */
  PRICED = 20,   /* sets bounded, at most, before one is made a plan */
  IN_ROW = 4,    /* sets made plans, the best of which is gone on from */
  PATHS = 6,     /* in a unit of work, for each pair of sites */
  SHARE = 8,     /* of the work on plans, at least */
  TURN_PART = 16 /* of a turn's work, for a step at least */
};
static double const HEAT = 0.3;

bool assign_engine_sites_init(assign_engine *e) {
  e->sites_on = e->free_sites && e->parts->sites && e->problem->site_count <= MOST;
  if (!e->sites_on) return true;
  e->tabu = JH_NEW(e->arena, assign_tabu, 1);
  e->set = JH_NEW(e->arena, bool, e->problem->site_count);
  e->transport = JH_NEW(e->arena, assign_transport, 1);
  return e->tabu && e->set && e->transport && assign_tabu_init(e->tabu, e->problem, e->arena) &&
         assign_transport_init(e->transport, e->problem, e->arena) &&
         assign_plan_init(&e->held, e->problem, e->arena);
}

bool assign_engine_sites_wanted(const assign_engine *e) {
  return e->sites_on && (e->tabu->idle < PATIENCE || SHARE * e->sites_work < e->near_work);
}

bool assign_engine_sets_wanted(const assign_engine *e) {
  return e->sites_on && (!e->sets_begun || e->sets_in_row > 0);
}

static void spend(assign_engine *e, int64_t work) {
  e->sites_work += work;
  e->near_work += work;
}

/* Where there is no plan yet and the sites that the bound likes do not hold all items, later. */
static bool begin(assign_engine *e) {
  bool const has_best = e->best_value != INT64_MAX;
  if (!has_best) {
    assign_engine_first_sites(e);
    assign_engine_widen_sites(e);
  }
  if (assign_tabu_begin(e->tabu, has_best ? e->best.runs : e->plan.runs)) return true;
  e->sites_on = !has_best;
  e->tabu->idle = PATIENCE;
  spend(e, e->turn_work / TURN_PART);
  return false;
}

/* Regions grow from their homes over what the transportation plan has there, then over what is least dear by it. */
static bool round_regions(assign_engine *e, jh_arena *scratch) {
  const jh_assign *const p = e->problem;
  const assign_transport *const t = e->transport;
  int64_t *const guide = JH_NEW(scratch, int64_t, p->pair_start[p->item_count]);
  if (!guide) return false;
  for (int32_t i = 0; i < p->item_count; i++) {
    int64_t const here = assign_pair_cost(p, i, e->plan.site[i]);
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int64_t const more = p->pair_cost[k] - here;
      guide[k] = t->units[k] > 0 ? 0 : 1 + (more > 0 ? more : 0);
    }
  }
  return assign_construct_guided(&e->plan, guide, (int32_t)e->tries, scratch);
}

/* Whole items where most of them are. False: the set does not hold all items. */
static bool round_set(assign_engine *e, const bool *set, jh_arena *scratch) {
  if (!scratch || !assign_transport_set(e->transport, set)) return false;
  memcpy(e->plan.runs, set, (size_t)e->problem->site_count * sizeof *set);
  assign_transport_round(e->transport, e->plan.site);
  if (e->problem->connected) return round_regions(e, scratch);
  assign_plan_count(&e->plan);
  return true;
}

bool assign_engine_round_set(assign_engine *e, const bool *set) {
  jh_arena *const scratch = jh_arena_create();
  bool const rounded = round_set(e, set, scratch);
  jh_arena_destroy(scratch);
  return rounded;
}

static void descend_from_set(assign_engine *e) {
  jh_arena *const scratch = jh_arena_create();
  int64_t value = 0;
  if (round_set(e, e->set, scratch) && assign_descend(&e->plan, e->control, scratch) &&
      e->plan.cost < e->best_value && !jh_assign_verify(e->problem, e->plan.site, e->plan.runs, &value, scratch)) {
    assign_engine_keep(e, e->plan.site, e->plan.runs, value);
    if (e->near_on) assign_engine_use_best(e);
  }
  jh_arena_destroy(scratch);
}

static bool is_better(const assign_plan *a, const assign_plan *b) {
  return a->over != b->over ? a->over < b->over : a->cost < b->cost;
}

/* Regions and least loads make a plan from afar: the best of some is what neighbourhoods go on from, better than the
 * best plan or not. */
static void anneal_from_set(assign_engine *e) {
  if (assign_engine_round_set(e, e->set)) assign_engine_anneal(e, e->moves, HEAT, true);
  bool const first = e->sets_in_row == 0;
  e->sets_in_row = (e->sets_in_row + 1) % IN_ROW;
  if (!e->has_current) return;
  if (first || is_better(&e->current, &e->held))
    assign_plan_copy(&e->held, &e->current);
  else
    assign_engine_use(e, e->held.site, e->held.runs);
}

static double cutoff(const assign_engine *e) { return e->best_value == INT64_MAX ? 1e300 : (double)e->best_value; }

static void step(assign_engine *e) {
  int64_t const sites = e->problem->site_count, paths = assign_tabu_step(e->tabu, &e->dice, e->control);
  if (paths == 0) e->tabu->idle += 1;
  spend(e, paths * sites * sites / PATHS + e->turn_work / TURN_PART);
  for (int n = 0; assign_is_loose(e->problem) && n < TRIES && assign_tabu_try(e->tabu, cutoff(e), e->set); n++)
    descend_from_set(e);
}

void assign_engine_sites(assign_engine *e) {
  if (e->tabu->ready || begin(e)) step(e);
}

/* The relaxed problem of a set knows whole items and regions: it says better than transportation which set to try. */
static bool choose_set(assign_engine *e) {
  for (int n = 0; !assign_is_loose(e->problem) && n < PRICED && !assign_tabu_is_tried(e->tabu, cutoff(e)); n++) {
    if (!assign_tabu_try(e->tabu, cutoff(e), e->set)) break;
    assign_tabu_reprice(e->tabu, assign_engine_set_bound(e, e->set));
  }
  return assign_tabu_take(e->tabu, cutoff(e), e->set);
}

bool assign_engine_next_set(assign_engine *e) {
  e->sets_begun = true;
  if (!e->tabu->ready && !begin(e)) return false;
  step(e);
  return choose_set(e);
}

void assign_engine_more_sites(assign_engine *e, jh_glpk *run) {
  if (!assign_engine_next_set(e))
    e->sets_in_row = 0;
  else if (!assign_is_loose(e->problem))
    anneal_from_set(e);
  else
    assign_engine_set(e, run, e->set);
}
