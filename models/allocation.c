/* allocate: pupils to schools, classes under the limit, year by year.  The mathematics is in allocation.md. */
#include "allocation_year.h"

#include <math.h>
#include <string.h>

enum { MOST_TRIES = 40, MOST_BARRED = 12 }; /* of rooms built ahead; of schools barred one by one */

static const double LEAST_S = 10;

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

/* What planning the years one after another needs and leaves. */
typedef struct years_plan {
  const jh_county *county;
  const jh_model_options *options;
  const jh_control *control;
  const jh_allocation_order *order;
  jh_travel *travel;
  jh_arena *arena;
  jh_problems *problems;
  const char **lp;
  int32_t *ahead; /* by year and school */
  jh_bars bars;
  jh_year *years;
  int32_t count;
} years_plan;

static jh_status plan_next(years_plan *p, int32_t at, jh_needs *needs) {
  jh_year *const now = &p->years[at];
  int32_t const year = p->options->first_year + at;
  jh_status status = at == 0 ? jh_year_first(p->county, p->travel, year, p->arena, p->problems, now)
                             : jh_year_next(&p->years[at - 1], p->problems, now);
  if (!status && p->bars.count > 0) jh_year_bar(now, &p->bars);
  now->ahead = &p->ahead[at * p->county->school_count];
  jh_control const share = share_of(p->control, p->count - at);
  if (!status) status = jh_year_plan_ahead(now, p->order, &share, needs, at == 0 ? p->lp : NULL);
  /* What holds of some of the ways only. */
  if (now->barred) memset(now->bounds, 0, sizeof now->bounds);
  return status;
}

/* The plan as it grows by its years. */
typedef struct collection {
  size_t capacity[3];
  progress so_far;
} collection;

static jh_status begin_plan(const years_plan *p, jh_plan *plan, collection *so_far) {
  *plan = (jh_plan){.job = JH_ALLOCATE, .county = p->county};
  plan->of.allocation =
      (jh_allocation_plan){.first_year = p->options->first_year, .last_year = p->options->last_year};
  plan->of.allocation.needs.language = p->problems->language;
  *so_far = (collection){.so_far = {.possible = true}};
  return open_levels(p->order, p->arena, &plan->result);
}

static jh_status add_year(const years_plan *p, const jh_year *now, jh_plan *plan, collection *all) {
  jh_status const status = jh_year_read(now, &plan->of.allocation, all->capacity);
  add_levels(now, p->order, &plan->result);
  all->so_far.possible &= now->possible;
  all->so_far.stopped |= now->stopped;
  plan->result.method = now->method;
  return status;
}

static jh_status plan_years(years_plan *p, jh_plan *plan) {
  collection all;
  jh_status status = begin_plan(p, plan, &all);
  for (int32_t at = 0; at < p->count && !status; at++) {
    status = plan_next(p, at, &plan->of.allocation.needs);
    if (!status) status = add_year(p, &p->years[at], plan, &all);
  }
  if (status) return status;
  plan->result.note =
      p->count > 1 ? JH_N("year by year: each year's bound is under the years before it") : p->years[0].note;
  conclude(p->control, &all.so_far, &plan->result);
  return JH_OK;
}

/* One within the rules before one that is not; then in the order of the goals, summed over the years. */
static bool is_better(const jh_result *a, const jh_result *b) {
  bool const a_holds = a->answer != JH_INFEASIBLE, b_holds = b->answer != JH_INFEASIBLE;
  if (a_holds != b_holds) return a_holds;
  for (int32_t g = 0; g < a->level_count; g++)
    if (a->levels[g].value != b->levels[g].value) return a->levels[g].value < b->levels[g].value;
  return false;
}

/* Plans the years again with the rooms of p->ahead; the better plan stays, and *best its rooms. */
static jh_status try_again(years_plan *p, jh_plan *plan, int32_t *best, bool *better) {
  jh_plan other;
  jh_status const status = plan_years(p, &other);
  *better = !status && is_better(&other.result, &plan->result);
  if (!*better) return status;
  *plan = other;
  memcpy(best, p->ahead, (size_t)(p->count * p->county->school_count) * sizeof *best);
  return JH_OK;
}

/* One room more ahead at each school in turn, beyond those of the best plan so far. */
static jh_status try_one_by_one(years_plan *p, jh_plan *plan, int32_t *best) {
  int32_t const cells = (p->count - 1) * p->county->school_count;
  jh_status status = JH_OK;
  int32_t since_better = 0;
  for (int32_t tried = 0; tried < MOST_TRIES && since_better < cells && !status; tried++) {
    bool better = false;
    if (plan->result.answer != JH_INFEASIBLE || jh_control_stopped(p->control)) break;
    memcpy(p->ahead, best, (size_t)(p->count * p->county->school_count) * sizeof *best);
    p->ahead[tried % cells] += 1;
    status = try_again(p, plan, best, &better);
    since_better = better ? 0 : since_better + 1;
  }
  return status;
}

/* Where a year's budget of rooms is too few, again with rooms built in the years before it, first of what their
 * budgets leave, then instead of rooms of their own, then by trial; the better plan stays. */
static jh_status look_ahead(years_plan *p, jh_plan *plan) {
  int32_t *const best = JH_NEW(p->arena, int32_t, p->count * p->county->school_count + 1);
  if (!best) return JH_NO_MEMORY;
  jh_status status = JH_OK;
  bool instead = false, better, any = false;
  p->lp = NULL;
  for (int32_t round = 0; round < 2 * p->count && !status && !jh_control_stopped(p->control); round++) {
    if (jh_years_save_rooms(p->years, p->count, instead, p->ahead)) {
      any = true;
      status = try_again(p, plan, best, &better);
      continue;
    }
    if (instead) break;
    instead = true;
  }
  if (!status && any) status = try_one_by_one(p, plan, best);
  memcpy(p->ahead, best, (size_t)(p->count * p->county->school_count) * sizeof *best);
  return status;
}

/* Small counties: all years as one program. Its plan where it is better; its bound, which is of all years, always. */
static jh_status plan_together(years_plan *p, jh_plan *plan, bool *exact) {
  const jh_policy *const policy = &p->county->policy;
  jh_year *const years = JH_NEW(p->arena, jh_year, p->count);
  jh_year first;
  jh_plan other;
  collection all;
  *exact = false;
  if (!years) return JH_NO_MEMORY;
  if (jh_policy_get(policy, JH_CONTIGUOUS) == 1) return JH_OK;
  jh_status status = jh_year_first(p->county, p->travel, p->options->first_year, p->arena, p->problems, &first);
  if (!status)
    status = jh_years_plan_together(&first, p->count, p->order, whole_places(policy), p->control, p->problems, years,
                                    exact);
  if (status || !*exact) return status;
  status = begin_plan(p, &other, &all);
  for (int32_t at = 0; at < p->count && !status; at++) status = add_year(p, &years[at], &other, &all);
  if (status) return status;
  conclude(p->control, &all.so_far, &other.result);
  other.of.allocation.needs = plan->of.allocation.needs;
  /* Year by year a plan without a room for every class may come out, and look better than any that is one. */
  if (plan->result.answer == JH_INFEASIBLE || is_better(&other.result, &plan->result)) {
    if (other.result.answer != JH_INFEASIBLE) other.of.allocation.needs.count = 0;
    *plan = other;
  }
  plan->result.note = JH_N("all years together: no plan of them is better by the goals summed over the years");
  for (int32_t g = 0; g < plan->result.level_count; g++) plan->result.levels[g].bound = other.result.levels[g].value;
  conclude(p->control, &all.so_far, &plan->result);
  return JH_OK;
}

static jh_status try_barred(years_plan *p, jh_plan *plan, int32_t *ahead, bool *better) {
  jh_needs const needs = plan->of.allocation.needs;
  jh_status const status = try_again(p, plan, ahead, better);
  /* What is lacking is told of the county, not of the bars. */
  if (*better && plan->result.answer == JH_INFEASIBLE) plan->of.allocation.needs = needs;
  return status;
}

static jh_status bar_one_by_one(years_plan *p, jh_plan *plan, const jh_bars *found, int32_t *ahead) {
  jh_bar *const items = JH_NEW(p->arena, jh_bar, MOST_BARRED);
  int32_t kept = 0;
  jh_status status = items ? JH_OK : JH_NO_MEMORY;
  for (int32_t b = 0; b < found->count && b < MOST_BARRED && !status; b++) {
    bool better = false;
    if (jh_control_stopped(p->control)) break;
    items[kept] = found->items[b];
    p->bars = (jh_bars){.items = items, .count = kept + 1};
    status = try_barred(p, plan, ahead, &better);
    kept += better;
  }
  return status;
}

/* Larger counties: schools that a later year regrets are barred in the year before, all of them, then one after the
 * other; the better plan stays. */
static jh_status bar_regretted(years_plan *p, jh_plan *plan) {
  bool better = false;
  int32_t *const ahead = JH_NEW(p->arena, int32_t, p->count * p->county->school_count + 1);
  jh_control part = *p->control;
  /* Without a limit trials take no longer than the plan took, or what nobody minds. */
  double const passed = jh_clock_s() - part.started_s;
  if (part.limit_s <= 0) part.limit_s = passed + fmax(passed, LEAST_S);
  if (!ahead) return JH_NO_MEMORY;
  jh_bars found = {0};
  jh_status status = jh_allocation_find_bars(p->county, &plan->of.allocation, p->arena, &found);
  if (status || found.count == 0) return status;
  years_plan trial = *p;
  trial.lp = NULL;
  trial.control = &part;
  trial.bars = found;
  status = try_barred(&trial, plan, ahead, &better);
  return status || better || found.count == 1 ? status : bar_one_by_one(&trial, plan, &found, ahead);
}

/* A year's plan that the next one would undo: all years as one where that can be done, else by trial. */
static jh_status look_further(years_plan *p, jh_plan *plan) {
  bool exact = false;
  if (p->count < 2 || jh_control_stopped(p->control)) return JH_OK;
  jh_status const status = plan_together(p, plan, &exact);
  return status || exact ? status : bar_regretted(p, plan);
}

jh_status jh_allocation_model(const jh_county *county, const jh_model_options *options, const jh_control *control,
                              jh_arena *arena, jh_problems *problems, jh_plan *plan, const char **lp_text) {
  int32_t const count = options->last_year - options->first_year + 1;
  *plan = (jh_plan){.job = JH_ALLOCATE, .county = county};
  jh_allocation_order order;
  jh_status status = jh_allocation_order_read(&county->policy, problems, &order);
  if (status) return status;
  years_plan p = {.county = county,
                  .options = options,
                  .control = control,
                  .order = &order,
                  .travel = jh_travel_create(county, arena),
                  .arena = arena,
                  .problems = problems,
                  .lp = options->want_lp ? lp_text : NULL,
                  .ahead = JH_NEW(arena, int32_t, count * county->school_count + 1),
                  .years = JH_NEW(arena, jh_year, count),
                  .count = count};
  if (!p.travel || !p.ahead || !p.years) return JH_NO_MEMORY;
  status = plan_years(&p, plan);
  if (!status) status = look_ahead(&p, plan);
  if (!status) status = look_further(&p, plan);
  return status ? status : jh_allocation_ledger(county, &plan->of.allocation, arena);
}
