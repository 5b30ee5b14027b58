/* Where cost is linear per pair plus a charge per site, and seats alone bound it, the assignment engine plans. */
#include "consolidation.h"
#include "junheng/solver/assign.h"

#include <string.h>

static int32_t bands_used(const jh_case *problem) {
  int32_t used = 0;
  for (int32_t b = 0; b < problem->band_count; b++) used += problem->band_used[b];
  return used;
}

bool jh_case_is_linear(const jh_case *problem) {
  if (!problem->whole || problem->pay > 0 || bands_used(problem) != 1) return false;
  for (int32_t s = 0; s < problem->site_count; s++) {
    const jh_case_site *const site = &problem->sites[s];
    if (site->rooms != INT32_MAX) return false;
    if (site->floor && problem->floor_pupils > 1 && site->floor_rate > 0) return false;
  }
  for (int32_t k = 0; k < problem->pair_count; k++)
    if (problem->pairs[k].boarders > 0) return false;
  for (int32_t g = 0; g < problem->group_count; g++)
    if (!problem->groups[g].reachable) return false;
  return true;
}

static bool usable(const jh_case *problem, int32_t k) { return !problem->sites[problem->pairs[k].site].never; }

typedef struct linear {
  jh_assign assign;
  int64_t *weight, *capacity, *fixed, *min_load, *pair_cost;
  bool *must_run;
  int32_t *pair_start, *pair_site, *pair_of, *home;
  int32_t *neighbour_start, *neighbours;
} linear;

static jh_status reserve(const jh_case *problem, jh_arena *arena, linear *line) {
  int32_t const items = problem->item_count, sites = problem->site_count, pairs = problem->pair_count;
  line->weight = JH_NEW(arena, int64_t, items);
  line->pair_start = JH_NEW(arena, int32_t, items + 1);
  line->pair_site = JH_NEW(arena, int32_t, pairs);
  line->pair_of = JH_NEW(arena, int32_t, pairs);
  line->pair_cost = JH_NEW(arena, int64_t, pairs);
  line->capacity = JH_NEW(arena, int64_t, sites);
  line->fixed = JH_NEW(arena, int64_t, sites);
  line->min_load = JH_NEW(arena, int64_t, sites);
  line->must_run = JH_NEW(arena, bool, sites);
  line->home = JH_NEW(arena, int32_t, sites);
  if (!line->weight || !line->pair_start || !line->pair_site || !line->pair_of || !line->pair_cost)
    return JH_NO_MEMORY;
  if (!line->capacity || !line->fixed || !line->min_load || !line->must_run || !line->home) return JH_NO_MEMORY;
  return JH_OK;
}

static void fill_items(const jh_case *problem, linear *line) {
  int32_t used = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    const jh_case_group *const group = &problem->groups[problem->item_group[i]];
    line->weight[i] = group->pupils;
    line->pair_start[i] = used;
    for (int32_t k = group->pair_start; k < group->pair_end; k++) {
      if (!usable(problem, k)) continue;
      line->pair_site[used] = problem->pairs[k].site;
      line->pair_cost[used] = problem->pairs[k].cost;
      line->pair_of[used++] = k;
    }
  }
  line->pair_start[problem->item_count] = used;
}

/* With contiguous catchments every place is an item, in order: item i is place i. */
static jh_status fill_sites(const jh_case *problem, jh_arena *arena, linear *line) {
  for (int32_t s = 0; s < problem->site_count; s++) {
    jh_site_load empty = {.runs = true};
    jh_case_price(problem, s, &empty);
    line->fixed[s] = empty.cost;
    line->capacity[s] = problem->sites[s].seats == INT32_MAX ? INT64_MAX : problem->sites[s].seats;
    line->min_load[s] = problem->min_pupils;
    line->must_run[s] = problem->sites[s].must_run;
    line->home[s] = problem->sites[s].home;
  }
  if (!problem->contiguous) return JH_OK;
  const jh_county *const county = problem->county;
  int32_t const edges = county->neighbour_start[county->place_count];
  line->neighbours = JH_NEW(arena, int32_t, edges);
  if (!line->neighbours) return JH_NO_MEMORY;
  for (int32_t e = 0; e < edges; e++) line->neighbours[e] = county->neighbours[e].i;
  line->neighbour_start = county->neighbour_start;
  return JH_OK;
}

static void take_solution(const jh_case *problem, const linear *line, const jh_assign_solution *solution,
                          jh_state *best) {
  for (int32_t s = 0; s < problem->site_count; s++)
    if (solution->runs[s]) jh_state_run(best, s, true);
  for (int32_t i = 0; i < problem->item_count; i++)
    for (int32_t k = line->pair_start[i]; k < line->pair_start[i + 1]; k++)
      if (line->pair_site[k] == solution->site[i]) jh_state_move(best, i, line->pair_of[k]);
}

jh_status jh_case_solve_linear(const jh_case *problem, const jh_control *control, jh_arena *arena, jh_state *best,
                               int64_t *bound, jh_answer *answer) {
  linear line = {.weight = NULL};
  jh_status status = reserve(problem, arena, &line);
  if (!status) status = fill_sites(problem, arena, &line);
  if (status) return status;
  fill_items(problem, &line);
  jh_assign const assign = {.item_count = problem->item_count,
                            .site_count = problem->site_count,
                            .weight = line.weight,
                            .capacity = line.capacity,
                            .fixed = line.fixed,
                            .must_run = line.must_run,
                            .min_load = problem->min_pupils > 0 ? line.min_load : NULL,
                            .site_number = problem->number,
                            .pair_start = line.pair_start,
                            .pair_site = line.pair_site,
                            .pair_cost = line.pair_cost,
                            .connected = problem->contiguous,
                            .neighbour_start = line.neighbour_start,
                            .neighbours = line.neighbours,
                            .home = line.home};
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution solution = {.answer = JH_STOPPED};
  status = jh_assign_solve(&assign, &parts, NULL, control, arena, &solution);
  if (status) return status;
  *answer = solution.answer;
  if (!solution.has_plan) return JH_OK;
  status = jh_state_init(best, problem, arena);
  if (status) return status;
  take_solution(problem, &line, &solution, best);
  *bound = solution.bound;
  if (jh_state_value(best) != solution.value) return JH_INTERNAL;
  return JH_OK;
}
