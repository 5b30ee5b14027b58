/* allocate: pupils to schools, classes under the limit, year by year.  The mathematics is in allocation.md. */
#include "allocation_year.h"

#include <math.h>

/* A year's share of the time that is left. */
static jh_control share_of(const jh_control *control, int32_t years_left) {
  jh_control part = *control;
  if (control->limit_s > 0)
    part.limit_s = jh_clock_s() - control->started_s + jh_control_left_s(control) / years_left;
  return part;
}

static bool whole_places(const jh_policy *policy) {
  return jh_policy_or(policy, JH_KEEP_TOGETHER, 0) == 1 || jh_policy_get(policy, JH_CONTIGUOUS) == 1;
}

jh_status jh_year_plan(jh_year *y, const jh_allocation_order *order, const jh_control *control, jh_needs *needs,
                       const char **lp) {
  const jh_policy *const policy = &y->county->policy;
  bool const contiguous = jh_policy_get(policy, JH_CONTIGUOUS) == 1;
  if (whole_places(policy)) {
    bool done = false;
    jh_status status = lp && !contiguous ? jh_year_write_lp(y, order, true, lp) : JH_OK;
    if (!status && !contiguous) status = jh_year_plan_whole(y, order, control, &done);
    return status || done ? status : jh_year_plan_catchments(y, control, contiguous, needs);
  }
  return jh_year_plan_classes(y, order, control, needs, lp);
}

static int64_t scale_of(jh_allocation_goal goal) { return goal == JH_YUAN ? 100 : goal == JH_PUPIL_KM ? 1000000 : 1; }

static jh_status open_levels(const jh_allocation_order *order, jh_arena *arena, jh_result *result) {
  result->levels = JH_NEW(arena, jh_level, JH_ALLOCATION_GOALS);
  if (!result->levels) return JH_NO_MEMORY;
  result->level_count = JH_ALLOCATION_GOALS;
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++)
    result->levels[g] = (jh_level){.name = jh_allocation_goal_name(order->goal[g]),
                                   .unit = jh_allocation_goal_unit(order->goal[g]),
                                   .scale = scale_of(order->goal[g])};
  return JH_OK;
}

/* Goals are summed over the years. */
static void add_levels(const jh_year *y, const jh_allocation_order *order, jh_result *result) {
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++) {
    result->levels[g].value += y->values[order->goal[g]];
    result->levels[g].bound += y->bounds[order->goal[g]];
  }
}

typedef struct progress {
  bool possible, stopped;
} progress;

static void conclude(const jh_control *control, const progress *p, jh_result *result) {
  bool proven = true;
  for (int32_t g = 0; g < result->level_count; g++) {
    jh_level *const level = &result->levels[g];
    if (level->bound > level->value) level->bound = level->value;
    proven &= level->bound == level->value;
  }
  result->seconds = jh_clock_s() - control->started_s;
  result->seed = control->seed;
  result->threads = control->threads;
  if (!p->possible)
    result->answer = JH_INFEASIBLE;
  else if (proven)
    result->answer = JH_OPTIMAL;
  else
    result->answer = p->stopped ? JH_STOPPED : JH_FEASIBLE;
}

jh_status jh_allocation_model(const jh_county *county, const jh_model_options *options, const jh_control *control,
                              jh_arena *arena, jh_problems *problems, jh_plan *plan, const char **lp_text) {
  *plan = (jh_plan){.job = JH_ALLOCATE, .county = county};
  jh_allocation_plan *const of = &plan->of.allocation;
  *of = (jh_allocation_plan){.first_year = options->first_year, .last_year = options->last_year};
  jh_allocation_order order;
  jh_status status = jh_allocation_order_read(&county->policy, problems, &order);
  jh_travel *const travel = status ? NULL : jh_travel_create(county, arena);
  if (!status && !travel) status = JH_NO_MEMORY;
  if (!status) status = open_levels(&order, arena, &plan->result);
  size_t capacity[3] = {0};
  progress p = {.possible = true};
  jh_year now, before;
  for (int32_t year = of->first_year; year <= of->last_year && !status; year++) {
    bool const first = year == of->first_year;
    status =
        first ? jh_year_first(county, travel, year, arena, problems, &now) : jh_year_next(&before, problems, &now);
    jh_control const share = share_of(control, of->last_year - year + 1);
    const char **const lp = options->want_lp && first ? lp_text : NULL;
    if (!status) status = jh_year_plan_in_budget(&now, &order, &share, &of->needs, lp);
    if (!status) status = jh_year_read(&now, of, capacity);
    if (status) return status;
    add_levels(&now, &order, &plan->result);
    p.possible &= now.possible;
    p.stopped |= now.stopped;
    plan->result.method = now.method;
    plan->result.note =
        of->last_year > of->first_year ? "year by year: each year's bound is under the years before it" : now.note;
    before = now;
  }
  if (status) return status;
  conclude(control, &p, &plan->result);
  return jh_allocation_ledger(county, of, arena);
}
