/* Ordered goals: each is solved under the values of those before it, from the solution that they left. */
#include <math.h>
#include <string.h>

#include "reduce.h"
#include "search.h"

typedef struct level_run {
  jh_search search;
  jh_status status;
  const jh_control *control;
  const char *name;
  int level, level_count;
  bool maximise;
  double constant; /* of the goal and the columns that the reduction fixed */
} level_run;

static void tell(void *user, const jh_search *search) {
  const level_run *const run = user;
  double const sign = run->maximise ? -1 : 1;
  jh_control_report(run->control, &(jh_progress){.phase = run->name,
                                                 .level = run->level,
                                                 .level_count = run->level_count,
                                                 .has_value = search->has_best,
                                                 .has_bound = isfinite(search->bound),
                                                 .value = sign * (search->best_cost + run->constant),
                                                 .bound = sign * (search->bound + run->constant)});
}

static void search_work(jh_glpk *glpk, void *user) {
  level_run *const run = user;
  run->search.run = glpk;
  run->status = jh_search_run(&run->search);
}

/* Costs of a goal on the core, always minimised. */
static void set_costs(jh_core *core, const jh_mip_goal *goal) {
  memset(core->cost, 0, (size_t)core->column_count * sizeof *core->cost);
  for (size_t k = 0; k < goal->count; k++)
    core->cost[goal->columns[k]] += goal->maximise ? -goal->coefficients[k] : goal->coefficients[k];
}

/* What the bounds of the columns alone say. */
static double trivial_bound(const jh_core *core) {
  double bound = 0;
  for (int32_t j = 0; j < core->column_count; j++) {
    double const side = core->cost[j] > 0 ? core->lower[j] : core->upper[j];
    if (core->cost[j] != 0) bound += core->cost[j] * side;
  }
  return isfinite(bound) ? bound : -HUGE_VAL;
}

typedef struct goals {
  const jh_mip *mip;
  const jh_control *control;
  jh_arena *arena;
  jh_core core;   /* with a row for each goal solved */
  double *values; /* the solution in hand */
  bool has_values, infeasible, stopped, unbounded;
  const char *messages;
} goals;

/* Time is shared so that a hard early goal leaves some for those after it. */
static double level_deadline(const goals *g, size_t level) {
  double const left = jh_control_left_s(g->control);
  if (left > 1e9) return HUGE_VAL;
  size_t const after = g->mip->goal_count - level - 1;
  return jh_clock_s() + (after > 0 ? 0.6 * left : left);
}

static bool prepare(goals *g, size_t level, const jh_reduction *reduction, jh_arena *scratch, level_run *run) {
  const jh_mip_goal *const goal = &g->mip->goals[level];
  int32_t const n = reduction->core.column_count;
  double const sign = goal->maximise ? -1 : 1;
  run->constant = reduction->fixed_cost + sign * goal->constant;
  jh_search *const s = &run->search;
  *s = (jh_search){.core = &reduction->core,
                   .control = g->control,
                   .arena = scratch,
                   .deadline_s = level_deadline(g, level),
                   .gap = g->control->gap,
                   .constant = run->constant,
                   .step = goal->integral ? 1 : 0,
                   .offset = goal->integral ? -run->constant : 0,
                   .report = tell,
                   .user = run,
                   .best = JH_NEW(scratch, double, n),
                   .best_cost = HUGE_VAL};
  if (!s->best) return false;
  if (!g->has_values) return true;
  for (int32_t j = 0; j < n; j++) s->best[j] = g->values[reduction->column_of[j]];
  s->has_best = jh_core_violation(&reduction->core, s->best) <= 1e-7;
  if (s->has_best) s->best_cost = jh_core_cost(&reduction->core, s->best);
  return true;
}

static void take_answer(goals *g, const jh_reduction *reduction, const level_run *run, double *bound) {
  const jh_search *const s = &run->search;
  if (s->has_best) {
    jh_reduction_expand(&g->core, reduction, s->best, g->values);
    g->has_values = true;
  }
  *bound = s->bound + run->constant;
  if (s->infeasible && !g->has_values) g->infeasible = true;
  g->stopped |= s->stopped || run->status == JH_STOP;
}

/* Solves one level; *bound is of the minimised cost. */
static jh_status solve_level(goals *g, size_t level, jh_arena *scratch, double *bound) {
  jh_reduction reduction;
  double *const lower = JH_NEW(scratch, double, g->core.column_count), *const upper = JH_NEW(scratch, double,
                                                                                             g->core.column_count);
  if (!lower || !upper) return JH_NO_MEMORY;
  memcpy(lower, g->core.lower, (size_t)g->core.column_count * sizeof *lower);
  memcpy(upper, g->core.upper, (size_t)g->core.column_count * sizeof *upper);
  if (!jh_reduce(&g->core, lower, upper, scratch, &reduction)) return JH_NO_MEMORY;
  if (reduction.infeasible) {
    g->infeasible = !g->has_values;
    return JH_OK;
  }
  level_run run = {.control = g->control,
                   .name = g->mip->goals[level].name,
                   .level = (int)level + 1,
                   .level_count = (int)g->mip->goal_count,
                   .maximise = g->mip->goals[level].maximise};
  if (!prepare(g, level, &reduction, scratch, &run)) return JH_NO_MEMORY;
  jh_status const status = jh_glpk_run(search_work, &run, g->control, g->arena, &g->messages);
  if (status && status != JH_STOP) return status;
  if (run.status) return run.status;
  if (status == JH_STOP) run.status = JH_STOP;
  take_answer(g, &reduction, &run, bound);
  if (!run.search.unbounded) return JH_OK;
  g->unbounded = true;
  g->messages = jh_arena_printf(g->arena, "goal %s has no bound", g->mip->goals[level].name);
  return g->messages ? JH_INTERNAL : JH_NO_MEMORY;
}

/* A relaxation without a bound may belong to a model without a solution: then that is the answer. */
static jh_status look_for_any(goals *g, size_t level, jh_arena *scratch) {
  const char *const messages = g->messages;
  double bound;
  memset(g->core.cost, 0, (size_t)g->core.column_count * sizeof *g->core.cost);
  jh_status const status = solve_level(g, level, scratch, &bound);
  if (status || g->infeasible) return status;
  g->messages = messages;
  return JH_INTERNAL;
}

/* The value of a solved goal becomes a row for those after it. */
static bool hold_level(goals *g, const jh_mip_goal *goal, double cost) {
  int32_t *const columns = JH_NEW(g->arena, int32_t, g->core.column_count);
  double *const values = JH_NEW(g->arena, double, g->core.column_count);
  if (!columns || !values) return false;
  size_t count = 0;
  for (int32_t j = 0; j < g->core.column_count; j++) {
    if (g->core.cost[j] == 0) continue;
    columns[count] = j;
    values[count++] = g->core.cost[j];
  }
  double const slack = goal->integral ? 0 : 1e-12 * fmax(1, fabs(cost));
  jh_core larger;
  if (!jh_core_add_row(&g->core, columns, values, count, -HUGE_VAL, cost + slack, g->arena, &larger)) return false;
  g->core = larger;
  return true;
}

static jh_status one_goal(goals *g, size_t level, jh_mip_level *told) {
  const jh_mip_goal *const goal = &g->mip->goals[level];
  double const sign = goal->maximise ? -1 : 1;
  set_costs(&g->core, goal);
  double bound = trivial_bound(&g->core) + sign * goal->constant, found = -HUGE_VAL;
  jh_arena *const scratch = jh_arena_create();
  bool const out_of_time = g->has_values && jh_control_stopped(g->control);
  jh_status status = !scratch ? JH_NO_MEMORY : out_of_time ? JH_OK : solve_level(g, level, scratch, &found);
  if (g->unbounded && !g->has_values) status = look_for_any(g, level, scratch);
  jh_arena_destroy(scratch);
  if (out_of_time) g->stopped = true;
  if (status || g->infeasible || !g->has_values) return status;
  bound = fmax(bound, found);
  double value = jh_mip_goal_value(g->mip, (int32_t)level, g->values);
  if (goal->integral) value = nearbyint(value);
  double const cost = sign * value;
  told->proven = bound >= cost - 1e-9 * fmax(1, fabs(cost));
  told->value = value;
  told->bound = told->proven ? value : sign * bound;
  return hold_level(g, goal, cost - sign * goal->constant) ? JH_OK : JH_NO_MEMORY;
}

static bool use_start(goals *g, const double *start) {
  g->values = JH_NEW(g->arena, double, g->mip->column_count);
  if (!g->values) return false;
  if (!start) return true;
  for (size_t j = 0; j < g->mip->column_count; j++)
    g->values[j] = g->mip->columns[j].integer ? nearbyint(start[j]) : start[j];
  jh_mip_violation worst;
  g->has_values = jh_mip_verify(g->mip, g->values, 1e-7, &worst);
  return true;
}

static jh_answer answer_of(const goals *g, const jh_mip_solution *solution) {
  bool proven = true;
  for (size_t level = 0; level < g->mip->goal_count; level++) proven &= solution->levels[level].proven;
  if (proven) return JH_OPTIMAL;
  return g->stopped ? JH_STOPPED : JH_FEASIBLE;
}

/* A model without goals asks for any solution: a goal of zeros. */
jh_status jh_mip_solve(const jh_mip *mip, const double *start, const jh_control *control, jh_arena *arena,
                       jh_mip_solution *solution) {
  *solution = (jh_mip_solution){.answer = JH_STOPPED, .messages = ""};
  if (mip->failed) return JH_NO_MEMORY;
  jh_mip asked = *mip;
  jh_mip_goal any = {.name = "any", .integral = true};
  if (mip->goal_count == 0) {
    asked.goals = &any;
    asked.goal_count = 1;
  }
  goals g = {.mip = &asked, .control = control, .arena = arena, .messages = ""};
  solution->levels = JH_NEW(arena, jh_mip_level, asked.goal_count);
  if (!solution->levels || !use_start(&g, start)) return JH_NO_MEMORY;
  jh_status status = jh_core_compile(mip, arena, &g.core, &solution->messages);
  for (size_t level = 0; level < asked.goal_count && !status; level++) {
    status = one_goal(&g, level, &solution->levels[level]);
    if (g.infeasible || (!status && !g.has_values)) break;
  }
  if (!*solution->messages) solution->messages = g.messages;
  if (status) return status;
  if (g.infeasible) solution->answer = JH_INFEASIBLE;
  if (!g.has_values) return JH_OK;
  jh_mip_violation worst;
  if (!jh_mip_verify(mip, g.values, 1e-6, &worst)) return JH_INTERNAL;
  solution->has_values = true;
  solution->values = g.values;
  solution->answer = answer_of(&g, solution);
  return JH_OK;
}

/* ---- the relaxation alone ---- */

typedef struct relaxation {
  const jh_core *core;
  const jh_control *control;
  jh_lp_outcome outcome;
  double value, *values, *duals;
} relaxation;

static void relax_work(jh_glpk *glpk, void *user) {
  relaxation *const r = user;
  jh_lp *const lp = jh_lp_open(glpk, r->core);
  jh_lp_effort const effort = {.primal = true, .cutoff = HUGE_VAL, .limit_s = jh_control_left_s(r->control)};
  r->outcome = jh_lp_solve(lp, &effort);
  if (r->outcome == JH_LP_OPTIMAL) {
    r->value = jh_lp_value(lp);
    if (r->values) jh_lp_columns(lp, r->values);
    if (r->duals) jh_lp_duals(lp, r->duals);
  }
  jh_lp_close(lp);
}

jh_status jh_mip_relax(const jh_mip *mip, int32_t goal, const jh_control *control, jh_arena *arena, jh_answer *answer,
                       double *value, double *values, double *duals) {
  if (mip->failed) return JH_NO_MEMORY;
  jh_core core;
  const char *messages = "";
  jh_status status = jh_core_compile(mip, arena, &core, &messages);
  if (status) return status;
  const jh_mip_goal *const of = &mip->goals[goal];
  double const sign = of->maximise ? -1 : 1;
  set_costs(&core, of);
  relaxation r = {.core = &core, .control = control, .outcome = JH_LP_FAILED};
  r.values = values;
  r.duals = duals;
  status = jh_glpk_run(relax_work, &r, control, arena, &messages);
  if (status == JH_STOP || r.outcome == JH_LP_LIMIT) {
    *answer = JH_STOPPED;
    return JH_OK;
  }
  if (status) return status;
  *answer = r.outcome == JH_LP_OPTIMAL ? JH_OPTIMAL : JH_INFEASIBLE;
  *value = sign * r.value + of->constant;
  for (size_t i = 0; duals && goal >= 0 && of->maximise && i < mip->row_count; i++) duals[i] = -duals[i];
  return r.outcome == JH_LP_OPTIMAL || r.outcome == JH_LP_INFEASIBLE ? JH_OK : JH_INTERNAL;
}
