/* consolidate: which sites to keep, merge, build, restore.  The mathematics is in consolidation.md. */
#include "consolidation.h"

#include <math.h>

enum {
  STEPS_FIRST = 60, /* to a pair of the case */
  STEPS_FOLLOWING = 200,
  STEPS_LEAST = 20000,
  NODES_A_ROUND = 2,
  ROUNDS_GUIDED = 2,
  IDLE_ROUNDS = 6
};

typedef struct attempt {
  jh_case problem;
  jh_state best;
  bool has_plan, proven_impossible;
  int64_t bound;
  jh_answer engine;
  jh_bound *climbed; /* NULL where the engine planned */
  const char *method, *note;
} attempt;

static bool meets_rules(const attempt *try) { return try->has_plan && jh_state_meets(&try->best); }

/* A control that may use a share of what is left. */
static jh_control share_of(const jh_control *control, double share) {
  jh_control part = *control;
  if (control->limit_s > 0)
    part.limit_s = jh_clock_s() - control->started_s + fmax(0.001, share * jh_control_left_s(control));
  return part;
}

static void report(const jh_control *control, const attempt *try, const char *phase) {
  jh_progress const progress = {.phase = phase,
                                .level = 0,
                                .level_count = 1,
                                .has_value = meets_rules(try),
                                .has_bound = try->bound > 0,
                                .value = (double)jh_state_value(&try->best) / (double)JH_MICROFEN_PER_YUAN,
                                .bound = (double)try->bound / (double)JH_MICROFEN_PER_YUAN,
                                .elapsed_s = jh_clock_s() - control->started_s};
  jh_control_report(control, &progress);
}

static jh_status prove(attempt *try, const jh_control *control, jh_arena *arena) {
  const jh_case *const problem = &try->problem;
  jh_answer answer = JH_STOPPED;
  jh_status const status = jh_case_prove(problem, control, arena, &try->best, &try->bound, &answer);
  if (status) return status;
  try->proven_impossible = answer == JH_INFEASIBLE;
  if (answer != JH_OPTIMAL) return JH_OK;
  try->method = JH_N("glpk branch and bound");
  try->note = NULL;
  return JH_OK;
}

/* A plan takes over when it breaks less, or costs less. */
static void offer(attempt *try, const jh_state *plan) {
  bool const connected = jh_state_all_connected(plan), had = !try->has_plan || jh_state_all_connected(&try->best);
  if (try->has_plan && (connected < had || (connected == had && !jh_state_better(plan, &try->best)))) return;
  if (try->has_plan)
    jh_state_copy(&try->best, plan);
  else
    try->best = *plan;
  try->has_plan = true;
}

static int64_t steps_for(const jh_case *problem, int64_t per_pair) {
  int64_t const wanted = per_pair * problem->pair_count;
  return wanted > STEPS_LEAST ? wanted : STEPS_LEAST;
}

static jh_status search_once(attempt *try, jh_search_plan plan, const jh_control *control) {
  jh_arena *const scratch = try->has_plan ? jh_arena_create() : try->problem.arena;
  jh_state found;
  if (!scratch) return JH_NO_MEMORY;
  jh_status const status = jh_case_search(&try->problem, &plan, control, scratch, &found);
  if (!status) offer(try, &found);
  if (scratch != try->problem.arena) jh_arena_destroy(scratch);
  report(control, try, JH_N("plan"));
  return status;
}

/* A plan at hand that other prices led to: how good it is under these, and what is near it. */
static jh_status search_near(attempt *try, const jh_plan *start, const jh_control *control) {
  jh_arena *const scratch = jh_arena_create();
  jh_state begin;
  if (!scratch) return JH_NO_MEMORY;
  jh_status status = jh_case_take_plan(&try->problem, &start->of.consolidation, scratch, &begin);
  jh_search_plan const plan = {.seed = control->seed, .from = &begin};
  if (!status) status = search_once(try, plan, control);
  jh_arena_destroy(scratch);
  return status;
}

/* The gap asked for is proven. */
static bool good_enough(const attempt *try, const jh_control *control) {
  if (!meets_rules(try)) return false;
  int64_t const value = jh_state_value(&try->best);
  return (double)(value - try->bound) <= control->gap * (double)value;
}

static jh_status branch_some(attempt *try, jh_bound *bound, const jh_control *control, bool *more) {
  jh_status status = JH_OK;
  *more = meets_rules(try);
  for (int32_t n = 0; n < NODES_A_ROUND && *more && !status && !jh_control_stopped(control); n++) {
    status = jh_bound_branch(bound, jh_state_value(&try->best), control, more);
    try->bound = jh_bound_proven(bound);
    if (good_enough(try, control)) break;
  }
  report(control, try, JH_N("bound"));
  return status;
}

/* Plans that follow the bound, then plans near the best; where a round brings no better one, the bound branches.
 * Without a time limit it ends after rounds that close less than a fiftieth of the gap each. */
static jh_status close_gap(attempt *try, jh_bound *bound, const jh_control *control) {
  /* Connected catchments cannot begin where the bound sends everybody. */
  bool const guided = try->problem.whole && !try->problem.contiguous;
  int32_t idle = 0;
  for (int32_t round = 0; idle < IDLE_ROUNDS && !good_enough(try, control) && !jh_control_stopped(control); round++) {
    int64_t const value = jh_state_value(&try->best), gap_before = value - try->bound;
    /* Until there is one within the rules, often rather than long. */
    bool const hurried = try->problem.contiguous && !meets_rules(try);
    jh_search_plan const plan = {.seed = control->seed + (uint64_t)round + (hurried ? 1 : 0),
                                 .steps = steps_for(&try->problem, hurried ? STEPS_FIRST : STEPS_FOLLOWING),
                                 .guide = jh_bound_guide(bound),
                                 .from = guided && round < ROUNDS_GUIDED ? NULL : &try->best};
    bool more;
    jh_status status = search_once(try, plan, control);
    if (status || good_enough(try, control)) return status;
    bool const better = jh_state_value(&try->best) != value;
    if (!better) status = branch_some(try, bound, control, &more);
    if (status) return status;
    int64_t const closed = gap_before - (jh_state_value(&try->best) - try->bound);
    idle = control->limit_s > 0 || 50 * closed > gap_before ? 0 : idle + 1;
  }
  return JH_OK;
}

static jh_status solve_general(attempt *try, const jh_plan *start, const jh_control *control, jh_arena *arena);

/* Where a plan of whole villages sends everybody: a plan of single pupils as well. */
static jh_status take_whole(attempt *try, const attempt *whole) {
  const jh_case *const problem = &try->problem;
  jh_state state;
  jh_status const status = jh_state_init(&state, problem, problem->arena);
  if (status) return status;
  for (int32_t i = 0, w = 0; i < problem->item_count; i++) {
    const jh_case_group *const group = &problem->groups[problem->item_group[i]];
    while (whole->problem.groups[w].place != group->place || whole->problem.groups[w].band != group->band) w++;
    int32_t const site = whole->problem.pairs[whole->best.pair[w]].site;
    int32_t k = group->pair_start;
    while (k < group->pair_end - 1 && problem->pairs[k].site != site) k++;
    jh_state_move(&state, i, k);
  }
  offer(try, &state);
  return JH_OK;
}

/* Single pupils begin where whole villages end: that is found sooner. */
static jh_status search_whole(attempt *try, const jh_control *control, jh_arena *arena) {
  jh_county *const county = JH_NEW(arena, jh_county, 1);
  attempt whole = {.bound = 0};
  jh_problems problems;
  if (!county) return JH_NO_MEMORY;
  jh_problems_init(&problems, arena);
  *county = *try->problem.county;
  county->policy.values[JH_KEEP_TOGETHER].set = true;
  county->policy.values[JH_KEEP_TOGETHER].value = 1;
  jh_status status = jh_case_build(county, try->problem.year, arena, &problems, &whole.problem);
  if (status) return status;
  jh_control part = share_of(control, 0.4);
  part.report = NULL;
  status = solve_general(&whole, NULL, &part, arena);
  return status ? status : take_whole(try, &whole);
}

static jh_status solve_general(attempt *try, const jh_plan *start, const jh_control *control, jh_arena *arena) {
  const jh_case *const problem = &try->problem;
  jh_bound *bound;
  jh_search_plan const first = {.seed = control->seed, .steps = steps_for(problem, STEPS_FIRST)};
  jh_control const searching = share_of(control, 0.3);
  jh_status status = problem->whole || jh_case_is_small(problem) ? search_once(try, first, &searching)
                                                                 : search_whole(try, control, arena);
  if (!status && start) status = search_near(try, start, control);
  if (!status) status = jh_bound_create(problem, arena, &bound);
  if (!status) status = jh_bound_root(bound, jh_state_value(&try->best), control);
  if (status) return status;
  try->method = JH_N("local search on the exact cost, bound by site decomposition");
  try->note = problem->contiguous
                  ? JH_N("the bound may split villages between sites and leaves catchments unconnected")
                  : JH_N("the bound may split villages between sites");
  try->climbed = bound;
  try->bound = jh_bound_proven(bound);
  if (meets_rules(try) && try->bound > jh_state_value(&try->best)) return JH_INTERNAL;
  report(control, try, JH_N("bound"));
  if (good_enough(try, control)) return JH_OK;
  return jh_case_is_small(problem) ? prove(try, control, arena) : close_gap(try, bound, control);
}

static jh_status solve(attempt *try, const jh_plan *start, const jh_control *control, jh_arena *arena) {
  if (jh_case_is_linear(&try->problem)) {
    jh_status const status =
        jh_case_solve_linear(&try->problem, control, arena, &try->best, &try->bound, &try->engine);
    if (status) return status;
    try->method = JH_N("assignment engine");
    try->proven_impossible = try->engine == JH_INFEASIBLE;
    try->has_plan = try->best.pair != NULL;
    if (try->has_plan) return JH_OK;
  }
  return solve_general(try, start, control, arena);
}

static jh_status fill_result(const attempt *try, const jh_control *control, jh_arena *arena, jh_result *result) {
  result->levels = JH_NEW(arena, jh_level, 1);
  if (!result->levels) return JH_NO_MEMORY;
  result->level_count = 1;
  int64_t const value = jh_state_value(&try->best);
  bool const met = meets_rules(try);
  result->levels[0] = (jh_level){.name = JH_N("cost"),
                                 .unit = JH_N("yuan"),
                                 .value = value,
                                 .bound = met && try->bound < value ? try->bound : value,
                                 .scale = JH_MICROFEN_PER_YUAN};
  if (!met) result->levels[0].bound = try->bound < value ? try->bound : value;
  result->seconds = jh_clock_s() - control->started_s;
  result->method = try->method;
  result->note = try->note;
  result->seed = control->seed;
  result->threads = control->threads;
  bool const reached = met && jh_level_gap(&result->levels[0]) <= control->gap;
  if (!met)
    result->answer = JH_INFEASIBLE;
  else if (result->levels[0].bound == value)
    result->answer = JH_OPTIMAL;
  else
    result->answer = reached ? JH_FEASIBLE : JH_STOPPED;
  if (!met && !try->proven_impossible)
    result->note = JH_N("no plan that meets every rule was found; that there is none is not proven");
  if (result->answer == JH_OPTIMAL || (!met && try->proven_impossible)) result->note = NULL;
  return JH_OK;
}

static bool any_unreachable(const jh_case *problem) {
  for (int32_t g = 0; g < problem->group_count; g++)
    if (!problem->groups[g].reachable) return true;
  return false;
}

jh_status jh_consolidation_model(const jh_county *county, const jh_model_options *options, const jh_control *control,
                                 jh_arena *arena, jh_problems *problems, jh_plan *plan, const char **lp_text) {
  attempt try = {.bound = 0};
  *plan = (jh_plan){.job = JH_CONSOLIDATE, .county = county};
  jh_status status = jh_case_build(county, options->first_year, arena, problems, &try.problem);
  if (status) return status;
  if (options->want_lp && lp_text) status = jh_case_to_lp(&try.problem, arena, lp_text);
  if (!status) status = solve(&try, options->start, control, arena);
  if (status) return status;
  try.proven_impossible = try.proven_impossible || any_unreachable(&try.problem);
  if (options->alternatives)
    status =
        jh_case_alternatives(&try.problem, &try.best, try.bound, try.climbed ? jh_bound_guide(try.climbed) : NULL,
                             control, arena, &plan->of.consolidation);
  if (!status) status = fill_result(&try, control, arena, &plan->result);
  if (!status) status = jh_case_read(&try.problem, &try.best, arena, &plan->of.consolidation);
  plan->of.consolidation.needs.language = problems->language;
  if (!status && plan->result.answer == JH_INFEASIBLE)
    status = jh_case_needs(&try.problem, &try.best, arena, &plan->of.consolidation.needs);
  return status;
}
