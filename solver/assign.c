/* The engine: a Lagrangian bound says which sites matter and how good a plan can be; annealed search makes plans;
 * for locations the set of running sites is searched around the best plan. */
#include "assign_inner.h"

#include <math.h>
#include <string.h>

enum {
  DUAL_STEPS_FIRST = 400,
  DUAL_STEPS_MORE = 60,
  MOVES_PER_ITEM = 10000, /* of a search from scratch */
  MOVES_PER_PAIR = 100,   /* a problem with few items needs fewer for each */
  TRY_SHARE = 20,         /* a try of other sites is so much shorter */
  TRY_LEAST = 3000,       /* but not shorter than this */
  NODES_AT_ONCE = 4,
  SITE_DRAWS = 30, /* for a change that leaves seats enough */
  IDLE_TRIES = 12  /* without a time limit: so many in vain end the search */
};

typedef struct engine {
  const jh_assign *problem;
  const jh_control *control;
  jh_arena *arena;
  jh_arena *scratch; /* of one try */
  assign_dice dice;
  assign_dual dual;
  assign_tree tree;
  bool branching;
  bool *tried;            /* site_count: the set branching proposed last */
  assign_plan plan, best; /* best.cost is best_value */
  int64_t best_value;
  int64_t weight;  /* of all items */
  int64_t moves;   /* of a search from scratch */
  bool free_sites; /* which sites run is open */
  int64_t tries;
  double started_s, best_s;
} engine;

jh_assign_parts jh_assign_parts_all(void) {
  return (jh_assign_parts){true, true, true, true, true, true, true, true};
}

/* Proven impossible without a search: an item that may go nowhere, or more weight than seats. */
static bool plainly_impossible(const jh_assign *problem) {
  int64_t weight = 0, capacity = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    if (problem->pair_start[i] == problem->pair_start[i + 1]) return true;
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

/* The sites the bound opened most often, until there are enough seats and sites. */
static void first_sites(engine *e) {
  const jh_assign *const problem = e->problem;
  int64_t weight = 0, seats = 0;
  int32_t running = 0;
  for (int32_t i = 0; i < problem->item_count; i++) weight += problem->weight[i];
  for (int32_t j = 0; j < problem->site_count; j++) {
    e->plan.runs[j] = !e->free_sites || problem->must_run[j];
    if (!e->plan.runs[j]) continue;
    running += 1;
    seats += problem->capacity[j] < weight ? problem->capacity[j] : weight;
  }
  while (e->free_sites && running < problem->site_count) {
    bool const enough = seats >= weight + weight / 50;
    if (problem->site_number >= 0 ? running >= problem->site_number : enough) break;
    int32_t chosen = -1;
    for (int32_t j = 0; j < problem->site_count; j++)
      if (!e->plan.runs[j] && (chosen < 0 || e->dual.chosen[j] > e->dual.chosen[chosen])) chosen = j;
    e->plan.runs[chosen] = true;
    running += 1;
    seats += problem->capacity[chosen] < weight ? problem->capacity[chosen] : weight;
  }
}

static void report(const engine *e, const char *phase) {
  jh_control_report(e->control, &(jh_progress){.phase = phase,
                                               .has_value = e->best_value != INT64_MAX,
                                               .has_bound = e->dual.bound != INT64_MIN,
                                               .value = (double)e->best_value,
                                               .bound = (double)e->dual.bound});
}

static bool near_enough(const engine *e) {
  if (e->best_value == INT64_MAX) return false;
  double const gap = (double)(e->best_value - e->dual.bound);
  double const size = e->best_value < 0 ? -(double)e->best_value : (double)e->best_value;
  return gap <= e->control->gap * (size > 1 ? size : 1);
}

/* Anneals e->plan and keeps what is better than the best plan. */
static void anneal(engine *e, int64_t moves, double heat) {
  if (!assign_anneal(&e->plan, moves, heat, &e->dice, e->control, e->best.site, &e->best_value)) return;
  memcpy(e->best.runs, e->plan.runs, (size_t)e->problem->site_count * sizeof *e->best.runs);
  e->best_s = jh_clock_s() - e->started_s;
  report(e, "plan");
}

static int64_t worth(const engine *e, int32_t site);

static int32_t draw_any_site(engine *e, bool running) {
  int32_t chosen = -1, seen = 0;
  for (int32_t j = 0; j < e->problem->site_count; j++) {
    if (e->plan.runs[j] != running || (running && e->problem->must_run[j])) continue;
    seen += 1;
    if (assign_roll_below(&e->dice, seen) == 0) chosen = j;
  }
  return chosen;
}

/* The best of a few by what the bound thinks of them. */
static int32_t draw_site(engine *e, bool running) {
  int32_t chosen = -1;
  for (int32_t rounds = 1 + assign_roll_below(&e->dice, 5); rounds > 0; rounds--) {
    int32_t const site = draw_any_site(e, running);
    if (site < 0) return -1;
    if (chosen < 0 || (running ? worth(e, site) > worth(e, chosen) : worth(e, site) < worth(e, chosen)))
      chosen = site;
  }
  return chosen;
}

static int64_t seats_running(const engine *e) {
  int64_t seats = 0;
  for (int32_t j = 0; j < e->problem->site_count; j++)
    if (e->plan.runs[j]) seats += e->problem->capacity[j] < e->weight ? e->problem->capacity[j] : e->weight;
  return seats;
}

/* Other sites than the best plan's: one for another, one more, one less. Undone where seats fall short. */
static void change_sites(engine *e) {
  bool const fixed_number = e->problem->site_number >= 0;
  for (int draw = 0; draw < SITE_DRAWS; draw++) {
    double const kind = assign_roll_unit(&e->dice);
    int32_t const off = kind < 0.8 || fixed_number ? draw_site(e, true) : -1;
    int32_t const on = kind < 0.6 || kind >= 0.8 || fixed_number ? draw_site(e, false) : -1;
    if (fixed_number && (off < 0 || on < 0)) return;
    int64_t const before = seats_running(e);
    if (off >= 0) e->plan.runs[off] = false;
    if (on >= 0) e->plan.runs[on] = true;
    int64_t const after = seats_running(e);
    if (after >= e->weight || after > before) return;
    if (off >= 0) e->plan.runs[off] = true;
    if (on >= 0) e->plan.runs[on] = false;
  }
}

/* What running other sites would add to the bound, by the newest values of the sites. */
static int64_t worth(const engine *e, int32_t site) {
  return e->branching && e->tree.node_count > 0 ? e->tree.dual.reduced[site] : e->dual.reduced[site];
}

/* Seats fall short: the exchange (or, where the number is free, the addition) that adds least for each seat won. */
static void widen_sites(engine *e) {
  const jh_assign *const problem = e->problem;
  for (int64_t seats = seats_running(e); seats < e->weight; seats = seats_running(e)) {
    int32_t best_off = -1, best_on = -1;
    double least = HUGE_VAL;
    for (int32_t off = -1; off < problem->site_count; off++) {
      if (off < 0 ? problem->site_number >= 0 : !e->plan.runs[off] || problem->must_run[off]) continue;
      for (int32_t on = 0; on < problem->site_count; on++) {
        if (e->plan.runs[on]) continue;
        double won = (double)problem->capacity[on] - (off < 0 ? 0 : (double)problem->capacity[off]);
        double const added = (double)worth(e, on) - (off < 0 ? 0 : (double)worth(e, off));
        if (won <= 0) continue;
        if (won > (double)(e->weight - seats)) won = (double)(e->weight - seats);
        double const price = added > 0 ? added / won : added;
        if (price >= least) continue;
        least = price;
        best_off = off;
        best_on = on;
      }
    }
    if (best_on < 0) return;
    if (best_off >= 0) e->plan.runs[best_off] = false;
    e->plan.runs[best_on] = true;
  }
}

/* Items of sites that stopped go to their cheapest running site; new sites fill in the annealing. */
static bool reseat(engine *e) {
  const jh_assign *const problem = e->problem;
  if (problem->connected) return assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch);
  for (int32_t i = 0; i < problem->item_count; i++) {
    if (e->plan.runs[e->plan.site[i]]) continue;
    int32_t cheapest = -1;
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++)
      if (e->plan.runs[problem->pair_site[k]] &&
          (cheapest < 0 || problem->pair_cost[k] < problem->pair_cost[cheapest]))
        cheapest = k;
    if (cheapest < 0) return false;
    e->plan.site[i] = problem->pair_site[cheapest];
  }
  assign_plan_count(&e->plan);
  return true;
}

static void one_try(engine *e) {
  bool const has_best = e->best_value != INT64_MAX;
  if (has_best) {
    assign_plan_copy(&e->plan, &e->best);
    assign_plan_count(&e->plan);
  }
  if (e->free_sites) {
    if (!has_best) {
      first_sites(e);
      widen_sites(e);
    }
    /* Without a plan yet, wander farther and farther from the sites the bound likes. */
    for (int64_t n = has_best ? e->tries % 8 != 0 : e->tries / 2; n > 0; n--) change_sites(e);
    if (has_best ? reseat(e) : assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch))
      anneal(e, e->moves / TRY_SHARE + TRY_LEAST, has_best ? 0.3 : 1);
    return;
  }
  /* Longer and longer from scratch, in turn with refinements of the best. */
  if (!has_best || e->tries % 3 == 0) {
    if (assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch)) anneal(e, e->moves * (1 + e->tries / 2), 1);
  } else {
    anneal(e, e->moves * (1 + e->tries / 4), e->tries % 3 == 1 ? 0.3 : 0.1);
  }
}

/* Branches for a while; the sites of a promising node become a plan. */
static bool branch(engine *e) {
  for (int32_t n = 0; n < NODES_AT_ONCE && e->tree.count > 0 && !jh_control_stopped(e->control); n++) {
    jh_arena *const scratch = jh_arena_create();
    bool const ok = scratch && assign_tree_step(&e->tree, e->best_value, e->control, scratch);
    jh_arena_destroy(scratch);
    if (!ok) return false;
  }
  int64_t const bound = assign_tree_bound(&e->tree);
  int64_t const proven = bound < e->best_value ? bound : e->best_value;
  if (proven > e->dual.bound && proven != INT64_MAX) e->dual.bound = proven;
  if (!e->tree.has_set) return true;
  memcpy(e->plan.runs, e->tree.sets, (size_t)e->problem->site_count * sizeof *e->plan.runs);
  widen_sites(e);
  size_t const bytes = (size_t)e->problem->site_count * sizeof *e->tried;
  if (seats_running(e) < e->weight || memcmp(e->tried, e->plan.runs, bytes) == 0) return true;
  memcpy(e->tried, e->plan.runs, bytes);
  if (assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch)) anneal(e, e->moves / TRY_SHARE + TRY_LEAST, 1);
  return true;
}

static bool search(engine *e) {
  int idle = 0;
  for (e->tries = 1; !jh_control_stopped(e->control) && !near_enough(e); e->tries++) {
    if (e->control->limit_s <= 0 && idle >= (e->free_sites ? 4 * IDLE_TRIES : IDLE_TRIES)) break;
    e->scratch = jh_arena_create();
    if (!e->scratch) return false;
    int64_t const before = e->best_value;
    if (e->branching && !branch(e)) e->branching = false;
    one_try(e);
    idle = e->best_value < before ? 0 : idle + 1;
    if (e->tries % 4 == 0 && !e->branching)
      assign_dual_improve(&e->dual, e->problem, e->best_value, DUAL_STEPS_MORE, e->control, e->scratch);
    jh_arena_destroy(e->scratch);
    report(e, "search");
  }
  return true;
}

static jh_status hand_back(engine *e, jh_assign_solution *solution) {
  solution->bound = e->dual.bound;
  solution->node_count = e->tree.node_count;
  solution->seconds_to_best = e->best_s;
  if (e->best_value == INT64_MAX) {
    solution->answer = JH_STOPPED; /* no plan found, none disproved */
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
  solution->answer = proven                                              ? JH_OPTIMAL
                     : near_enough(e) || !jh_control_stopped(e->control) ? JH_FEASIBLE
                                                                         : JH_STOPPED;
  return JH_OK;
}

/* Sites that run without an item and need not: nothing is paid for them. */
static void use_start(engine *e, const int32_t *start) {
  const jh_assign *const problem = e->problem;
  if (!start) return;
  bool *const runs = e->best.runs;
  for (int32_t j = 0; j < problem->site_count; j++) runs[j] = !e->free_sites || problem->must_run[j];
  for (int32_t i = 0; i < problem->item_count; i++)
    if (start[i] >= 0 && start[i] < problem->site_count) runs[start[i]] = true;
  int64_t value = 0;
  if (jh_assign_verify(problem, start, runs, &value, e->arena)) return;
  memcpy(e->best.site, start, (size_t)problem->item_count * sizeof *start);
  e->best_value = value;
}

static int64_t moves_from_scratch(const jh_assign *problem) {
  int64_t const items = problem->item_count, for_each = MOVES_PER_PAIR * items;
  return items * (for_each < MOVES_PER_ITEM ? for_each : MOVES_PER_ITEM);
}

jh_status jh_assign_solve(const jh_assign *problem, const jh_assign_parts *parts, const int32_t *start,
                          const jh_control *control, jh_arena *arena, jh_assign_solution *solution) {
  *solution = (jh_assign_solution){.answer = JH_STOPPED};
  engine e = {.problem = problem,
              .control = control,
              .arena = arena,
              .dice = {control->seed},
              .best_value = INT64_MAX,
              .started_s = jh_clock_s()};
  if (!assign_plan_init(&e.plan, problem, arena) || !assign_plan_init(&e.best, problem, arena) ||
      !assign_dual_init(&e.dual, problem, arena))
    return JH_NO_MEMORY;
  if (plainly_impossible(problem)) {
    solution->answer = JH_INFEASIBLE;
    return JH_OK;
  }
  e.moves = moves_from_scratch(problem);
  for (int32_t i = 0; i < problem->item_count; i++) e.weight += problem->weight[i];
  e.free_sites = has_free_sites(problem);
  use_start(&e, start);
  e.dual.bound = 0; /* no cost is below 0 */
  if (parts->lagrangian) assign_dual_improve(&e.dual, problem, e.best_value, DUAL_STEPS_FIRST, control, arena);
  first_sites(&e);
  if (e.free_sites) widen_sites(&e);
  if (e.best_value == INT64_MAX && assign_construct(&e.plan, 0, arena)) anneal(&e, e.moves, 1);
  if (parts->lagrangian) assign_dual_improve(&e.dual, problem, e.best_value, DUAL_STEPS_FIRST, control, arena);
  e.branching = parts->branching && parts->lagrangian && e.free_sites;
  e.tried = JH_NEW(arena, bool, problem->site_count);
  if (!e.tried) return JH_NO_MEMORY;
  if (e.branching && !assign_tree_init(&e.tree, problem, &e.dual, arena)) return JH_NO_MEMORY;
  if (!search(&e)) return JH_NO_MEMORY;
  return hand_back(&e, solution);
}
