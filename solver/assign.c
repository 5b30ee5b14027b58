/* The engine: a Lagrangian bound says which sites matter and how good a plan can be; annealed search makes plans and
 * neighbourhoods solved exactly improve them; branching over sites and pairs proves. */
#include "assign_engine.h"

#include <string.h>

static double const ROOT_AGILITY = 0.3; /* of the steps once there is a plan */
enum {
  ROOT_STEPS_FIRST = 500, /* before there is a plan */
  ROOT_STEPS_MORE = 1500,
  PART_ROOT_STEPS = 200,  /* from multipliers that fit the whole */
  MOVES_PER_ITEM = 10000, /* of a search from scratch */
  MOVES_PER_PAIR = 100,   /* a problem with few items needs fewer for each */
  IDLE_TRIES = 12,        /* without a time limit: so many in vain end the search */
  TRY_EVERY = 4,          /* turns; the others are for sets of sites, where these are open */
  TRY_PART = 4,           /* of a turn's work, which a try costs, about */
  TURN_WORK = 4000000     /* simplex steps times rows and columns, before the other side has its turn */
};

jh_assign_parts jh_assign_parts_all(void) {
  return (jh_assign_parts){.lagrangian = true,
                           .branching = true,
                           .fixing = true,
                           .trying = true,
                           .guessing = true,
                           .ties = true,
                           .regions = true,
                           .rounding = true,
                           .plunging = true,
                           .sites = true,
                           .neighbourhoods = true,
                           .merging = true,
                           .kernels = true,
                           .separators = true,
                           .covers = true,
                           .prices = true};
}

/* Proven impossible without a search: an item that may go nowhere, or more weight than seats. */
static bool plainly_impossible(const jh_assign *problem) {
  int64_t weight = 0, capacity = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    bool const given = problem->pair_start[i] < problem->pair_start[i + 1];
    if (!given && (!problem->beyond || problem->beyond[i] == INT64_MAX)) return true;
    weight += problem->weight[i];
  }
  for (int32_t j = 0; j < problem->site_count; j++) {
    if (problem->capacity[j] >= weight) return false;
    capacity += problem->capacity[j];
  }
  return capacity < weight;
}

static bool has_free_sites(const jh_assign *problem) {
  for (int32_t j = 0; j < problem->site_count; j++)
    if (!problem->must_run[j] && (problem->fixed[j] > 0 || problem->site_number >= 0 || problem->min_load))
      return true;
  return false;
}

/* Neighbourhoods have ended: another set of sites, or another plan. */
static void begin_elsewhere(assign_engine *e, jh_glpk *run) {
  if (run && e->sites_on && e->tries % TRY_EVERY != 0) {
    assign_engine_more_sites(e, run);
    return;
  }
  assign_engine_try(e);
  e->near_work += e->turn_work / TRY_PART;
}

/* One round: bounds, then plans, each for as much work as the other had. */
static void turn(assign_engine *e, jh_glpk *run) {
  if (e->bounding && e->tree_work <= e->near_work) {
    int64_t const behind = e->near_work - e->tree_work;
    assign_engine_bound(e, run, behind > e->turn_work ? behind : e->turn_work);
  }
  if (assign_engine_near_enough(e)) return;
  bool const near = e->near_on && run && e->has_current && e->idle_near < assign_near_patience(&e->near, &e->current);
  if (assign_engine_sites_wanted(e)) {
    assign_engine_sites(e);
  } else if (assign_engine_merge_breeds(e) && run) {
    assign_engine_merge(e, run);
  } else if (near && !assign_engine_sets_wanted(e)) {
    assign_engine_near(e, run, e->turn_work);
  } else if (!run || !assign_engine_merge_ends(e, run)) {
    begin_elsewhere(e, run);
  }
  assign_engine_collect_bound(e);
}

/* `run` is NULL where GLPK failed: what does not need it goes on. */
static void search(jh_glpk *run, void *user) {
  assign_engine *const e = user;
  int idle = 0;
  while (!jh_control_stopped(e->control) && !assign_engine_near_enough(e)) {
    int const patience = e->free_sites ? 4 * IDLE_TRIES : IDLE_TRIES;
    if (e->control->limit_s <= 0 && idle >= patience && assign_engine_bounded(e, patience)) break;
    e->scratch = jh_arena_create();
    if (!e->scratch) {
      e->status = JH_NO_MEMORY;
      break;
    }
    int64_t const before = e->best_value;
    e->tries += 1;
    assign_engine_exchange(e);
    if (run && assign_engine_take_set(e, e->plan.runs)) assign_engine_set(e, run, e->plan.runs);
    turn(e, run);
    idle = e->best_value < before ? 0 : idle + 1;
    jh_arena_destroy(e->scratch);
    e->scratch = NULL;
    assign_engine_report(e, "search");
  }
}

void assign_engine_clear_away(assign_engine *e) {
  jh_arena_destroy(e->scratch);
  jh_arena_destroy(e->near.scratch);
  jh_arena_destroy(e->set_arena);
  e->set_arena = e->scratch = e->near.scratch = NULL;
}

static jh_status hand_back(assign_engine *e, jh_assign_solution *solution) {
  solution->bound = e->bound;
  solution->node_count = e->node_count;
  solution->seconds_to_best = e->best_s;
  if (e->best_value == INT64_MAX) {
    solution->answer = e->infeasible ? JH_INFEASIBLE : JH_STOPPED;
    return JH_OK;
  }
  solution->site = e->best.site;
  solution->runs = e->best.runs;
  int64_t value = 0;
  if (jh_assign_verify(e->problem, e->best.site, e->best.runs, &value, e->arena)) return JH_INTERNAL;
  solution->has_plan = true;
  solution->value = value;
  if (solution->bound >= value) solution->bound = value;
  bool const proven = solution->bound == value;
  solution->answer = proven                                                            ? JH_OPTIMAL
                     : assign_engine_near_enough(e) || !jh_control_stopped(e->control) ? JH_FEASIBLE
                                                                                       : JH_STOPPED;
  return JH_OK;
}

/* Sites that run without an item and need not: nothing is paid for them. */
static void use_start(assign_engine *e, const int32_t *start) {
  const jh_assign *const problem = e->problem;
  if (!start) return;
  bool *const runs = e->plan.runs;
  for (int32_t j = 0; j < problem->site_count; j++) runs[j] = !e->free_sites || problem->must_run[j];
  for (int32_t i = 0; i < problem->item_count; i++)
    if (start[i] >= 0 && start[i] < problem->site_count) runs[start[i]] = true;
  int64_t value = 0;
  if (jh_assign_verify(problem, start, runs, &value, e->arena)) return;
  assign_engine_keep(e, start, runs, value);
  assign_plan_copy(&e->current, &e->best);
  e->has_current = true;
}

static int64_t moves_from_scratch(const jh_assign *problem) {
  int64_t const items = problem->item_count, for_each = MOVES_PER_PAIR * items;
  return items * (for_each < MOVES_PER_ITEM ? for_each : MOVES_PER_ITEM);
}

bool assign_engine_allocate(assign_engine *e) {
  const jh_assign *const problem = e->problem;
  e->found = JH_NEW(e->arena, int32_t, problem->item_count);
  e->known_sets = JH_NEW(e->arena, uint64_t, ASSIGN_KNOWN_SETS);
  e->multiplier = JH_NEW(e->arena, int64_t, problem->item_count);
  e->site_value = JH_NEW(e->arena, int64_t, problem->site_count);
  e->site_share = JH_NEW(e->arena, double, problem->site_count);
  return e->found && e->known_sets && e->multiplier && e->site_value && e->site_share &&
         assign_plan_init(&e->plan, problem, e->arena) && assign_plan_init(&e->best, problem, e->arena) &&
         assign_plan_init(&e->current, problem, e->arena) &&
         assign_near_init(&e->near, problem, e->parts, e->free_sites, e->arena) && assign_engine_sites_init(e) &&
         assign_engine_merge_init(e);
}

static void first_bound_and_plan(assign_engine *e) {
  assign_engine_root(e, ROOT_STEPS_FIRST, 1);
  if (e->parts->lagrangian && e->parts->rounding && !jh_control_stopped(e->control)) assign_engine_round(e);
  assign_engine_first_sites(e);
  if (e->free_sites) assign_engine_widen_sites(e);
  if (e->best_value == INT64_MAX && assign_construct(&e->plan, 0, e->arena))
    assign_engine_anneal(e, e->moves, 1, false);
  assign_engine_root(e, ROOT_STEPS_MORE, ROOT_AGILITY);
}

/* Inside GLPK's guard; where GLPK aborts, on without it. */
static void run_search(assign_engine *e) {
  if (!e->near_on) {
    search(NULL, e);
    return;
  }
  const char *messages = "";
  jh_status const status = jh_glpk_run(search, e, e->control, e->arena, &messages);
  assign_engine_clear_away(e);
  if (status == JH_NO_MEMORY) e->status = status;
  if (status == JH_INTERNAL) search(NULL, e);
}

static bool engine_init(assign_engine *e, const jh_assign *problem, const jh_assign_parts *parts, bool near_on,
                        const jh_control *control, jh_arena *arena) {
  *e = (assign_engine){.problem = problem,
                       .parts = parts,
                       .control = control,
                       .arena = arena,
                       .dice = {control->seed},
                       .best_value = INT64_MAX,
                       .free_sites = has_free_sites(problem),
                       .moves = moves_from_scratch(problem),
                       .turn_work = TURN_WORK,
                       .near_on = near_on,
                       .bound = INT64_MIN,
                       .bounding = parts->lagrangian && parts->branching,
                       .started_s = jh_clock_s()};
  for (int32_t i = 0; i < problem->item_count; i++) e->weight += problem->weight[i];
  return assign_engine_allocate(e);
}

bool assign_engine_tree_alone(assign_engine *inner, const jh_assign *part, const assign_engine *outer,
                              const int32_t *start, const int64_t *multiplier, int64_t steps, jh_arena *arena) {
  jh_control *const control = JH_NEW(arena, jh_control, 1);
  if (!control) return false;
  *control = *outer->control;
  control->report = NULL;
  if (!engine_init(inner, part, outer->parts, false, control, arena) ||
      !assign_tree_init(&inner->tree, part, outer->parts, control, arena))
    return false;
  memcpy(inner->tree.relax.multiplier, multiplier, (size_t)part->item_count * sizeof *multiplier);
  use_start(inner, start);
  assign_engine_root(inner, PART_ROOT_STEPS, ROOT_AGILITY);
  assign_engine_bound(inner, NULL, steps * assign_relax_step_work(&inner->tree.relax));
  return true;
}

jh_status jh_assign_solve(const jh_assign *problem, const jh_assign_parts *parts, const int32_t *start,
                          const jh_control *control, jh_arena *arena, jh_assign_solution *solution) {
  *solution = (jh_assign_solution){.answer = JH_STOPPED};
  if (problem->connected && problem->beyond) return JH_INTERNAL;
  assign_engine e;
  if (!engine_init(&e, problem, parts, parts->neighbourhoods, control, arena)) return JH_NO_MEMORY;
  if (plainly_impossible(problem)) {
    solution->answer = JH_INFEASIBLE;
    return JH_OK;
  }
  if (parts->lagrangian && !assign_tree_init(&e.tree, problem, parts, control, arena)) return JH_NO_MEMORY;
  use_start(&e, start);
  if (assign_engine_is_large(&e) && assign_engine_large(&e)) return hand_back(&e, solution);
  first_bound_and_plan(&e);
  if (control->threads > 1 && e.bounding)
    assign_engine_run_threads(&e, run_search);
  else
    run_search(&e);
  return e.status ? e.status : hand_back(&e, solution);
}
