/* A plan under way: loads, costs, and which items may leave and join a region. */
#include "assign_inner.h"

#include <string.h>

uint64_t assign_roll(assign_dice *dice) {
  uint64_t z = (dice->state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

int32_t assign_roll_below(assign_dice *dice, int32_t n) { return (int32_t)(assign_roll(dice) % (uint64_t)n); }
double assign_roll_unit(assign_dice *dice) { return (double)(assign_roll(dice) >> 11) * 0x1p-53; }

int64_t assign_pair_cost(const jh_assign *problem, int32_t item, int32_t site) {
  int32_t low = problem->pair_start[item], high = problem->pair_start[item + 1];
  while (low < high) {
    int32_t const middle = low + (high - low) / 2;
    if (problem->pair_site[middle] == site) return problem->pair_cost[middle];
    if (problem->pair_site[middle] < site)
      low = middle + 1;
    else
      high = middle;
  }
  return -1;
}

int32_t assign_home_alone(const jh_assign *problem, int32_t site) {
  if (!problem->connected || problem->home[site] < 0) return -1;
  for (int32_t other = 0; other < problem->site_count; other++)
    if (other != site && problem->home[other] == problem->home[site]) return -1;
  return problem->home[site];
}

uint64_t assign_hash_set(const jh_assign *problem, const bool *runs) {
  uint64_t h = 0x2545f4914f6cdd1du;
  for (int32_t j = 0; j < problem->site_count; j++) {
    if (!runs[j]) continue;
    assign_dice mix = {h ^ (uint64_t)(uint32_t)j};
    h = assign_roll(&mix);
  }
  return h;
}

bool assign_plan_init(assign_plan *plan, const jh_assign *problem, jh_arena *arena) {
  *plan = (assign_plan){.problem = problem,
                        .site = JH_NEW(arena, int32_t, problem->item_count),
                        .runs = JH_NEW(arena, bool, problem->site_count),
                        .load = JH_NEW(arena, int64_t, problem->site_count),
                        .seen = JH_NEW(arena, int32_t, problem->item_count),
                        .held = JH_NEW(arena, int32_t, problem->site_count),
                        .queue = JH_NEW(arena, int32_t, problem->item_count),
                        .seat_price = JH_NEW(arena, double, problem->site_count),
                        .firmness = JH_NEW(arena, double, problem->site_count),
                        .over_price = JH_NEW(arena, double, problem->site_count)};
  return plan->site && plan->runs && plan->load && plan->held && plan->seen && plan->queue && plan->seat_price &&
         plan->firmness && plan->over_price;
}

void assign_plan_copy(assign_plan *to, const assign_plan *from) {
  const jh_assign *const problem = from->problem;
  memcpy(to->site, from->site, (size_t)problem->item_count * sizeof *to->site);
  memcpy(to->runs, from->runs, (size_t)problem->site_count * sizeof *to->runs);
  memcpy(to->load, from->load, (size_t)problem->site_count * sizeof *to->load);
  memcpy(to->held, from->held, (size_t)problem->site_count * sizeof *to->held);
  to->cost = from->cost;
  to->over = from->over;
}

void assign_plan_count(assign_plan *plan) {
  const jh_assign *const problem = plan->problem;
  memset(plan->load, 0, (size_t)problem->site_count * sizeof *plan->load);
  memset(plan->held, 0, (size_t)problem->site_count * sizeof *plan->held);
  plan->cost = plan->over = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    plan->cost += assign_pair_cost(problem, i, plan->site[i]);
    plan->load[plan->site[i]] += problem->weight[i];
    plan->held[plan->site[i]] += 1;
  }
  for (int32_t j = 0; j < problem->site_count; j++) {
    plan->cost += plan->runs[j] ? problem->fixed[j] : 0;
    plan->over += assign_over(problem, j, plan->load[j]);
  }
}

bool assign_site_fits(const assign_plan *plan, int32_t site) {
  const jh_assign *const problem = plan->problem;
  bool const enough = !plan->runs[site] || !problem->min_load || plan->load[site] >= problem->min_load[site];
  return enough && plan->load[site] <= problem->capacity[site];
}

bool assign_plan_fits(const assign_plan *plan) {
  for (int32_t j = 0; j < plan->problem->site_count; j++)
    if (!assign_site_fits(plan, j)) return false;
  return true;
}

void assign_plan_move(assign_plan *plan, int32_t item, int32_t to) {
  const jh_assign *const problem = plan->problem;
  int32_t const from = plan->site[item];
  int64_t const weight = problem->weight[item];
  plan->over -= assign_over(problem, from, plan->load[from]) + assign_over(problem, to, plan->load[to]);
  plan->load[from] -= weight;
  plan->load[to] += weight;
  plan->held[from] -= 1;
  plan->held[to] += 1;
  plan->over += assign_over(problem, from, plan->load[from]) + assign_over(problem, to, plan->load[to]);
  plan->cost += assign_pair_cost(problem, item, to) - assign_pair_cost(problem, item, from);
  plan->site[item] = to;
}

int32_t assign_place_of(const assign_plan *plan, int32_t i) {
  const jh_assign *const p = plan->problem;
  int32_t best = -1;
  int64_t least_over = INT64_MAX, least_cost = INT64_MAX;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    int32_t const j = p->pair_site[k];
    if (!plan->runs[j]) continue;
    int64_t const over = assign_over(p, j, plan->load[j] + p->weight[i]);
    if (over > least_over || (over == least_over && p->pair_cost[k] >= least_cost)) continue;
    least_over = over;
    least_cost = p->pair_cost[k];
    best = j;
  }
  return best;
}

bool assign_home_shared(const assign_plan *plan, int32_t site) {
  int32_t const home = plan->problem->home[site];
  return home >= 0 && plan->site[home] >= 0 && plan->site[home] != site &&
         plan->problem->home[plan->site[home]] == home;
}

bool assign_may_join(const assign_plan *plan, int32_t item, int32_t to) {
  const jh_assign *const problem = plan->problem;
  if (!problem->connected || problem->home[to] == item) return true;
  for (int32_t k = problem->neighbour_start[item]; k < problem->neighbour_start[item + 1]; k++) {
    int32_t const next = problem->neighbours[k];
    if (plan->site[next] == to) return true;
    /* The first item of a site whose home another holds. */
    if (next == problem->home[to] && plan->held[to] == 0 && assign_home_shared(plan, to)) return true;
  }
  return false;
}

/* Is `item` the home of a running site that holds it? It may go only to another running site of the same home. */
static bool is_held_home(const assign_plan *plan, int32_t item) {
  return plan->problem->home[plan->site[item]] == item;
}

static int32_t next_stamp(assign_plan *plan) {
  if (plan->stamp == INT32_MAX - 1) {
    memset(plan->seen, 0, (size_t)plan->problem->item_count * sizeof *plan->seen);
    plan->stamp = 0;
  }
  return plan->stamp += 1;
}

/* Its neighbours in the region still reach each other without it: a walk from one of them, ended as soon as all are
 * met.  Most items are settled within a few steps. */
bool assign_may_leave(assign_plan *plan, int32_t item) {
  const jh_assign *const problem = plan->problem;
  if (!problem->connected) return true;
  if (is_held_home(plan, item)) return false;
  int32_t const site = plan->site[item];
  int32_t wanted = 0, start = -1;
  int32_t const target = next_stamp(plan), walked = next_stamp(plan);
  for (int32_t k = problem->neighbour_start[item]; k < problem->neighbour_start[item + 1]; k++) {
    int32_t const next = problem->neighbours[k];
    if (plan->site[next] != site) continue;
    plan->seen[next] = target;
    start = next;
    wanted += 1;
  }
  /* A region held together by touching its home must keep doing so: such sites only trade away from it. */
  if (problem->home[site] >= 0 && assign_home_shared(plan, site)) {
    const int32_t *const start_of = problem->neighbour_start;
    int32_t const home = problem->home[site];
    for (int32_t k = start_of[home]; k < start_of[home + 1]; k++)
      if (problem->neighbours[k] == item) return false;
  }
  if (wanted <= 1) return true;
  int32_t head = 0, tail = 0;
  plan->queue[tail++] = start;
  plan->seen[start] = walked;
  wanted -= 1;
  while (head < tail && wanted > 0) {
    int32_t const at = plan->queue[head++];
    for (int32_t k = problem->neighbour_start[at]; k < problem->neighbour_start[at + 1]; k++) {
      int32_t const next = problem->neighbours[k];
      if (next == item || plan->site[next] != site || plan->seen[next] == walked) continue;
      wanted -= plan->seen[next] == target;
      plan->seen[next] = walked;
      plan->queue[tail++] = next;
    }
  }
  return wanted == 0;
}

/* Marks what the home still reaches without `item`, then gathers the rest from the item's side. */
int32_t assign_pocket(assign_plan *plan, int32_t item, int32_t *group, int32_t most) {
  const jh_assign *const problem = plan->problem;
  int32_t const site = plan->site[item], home = problem->home[site];
  if (home < 0 || plan->site[home] != site || home == item) return 0;
  int32_t const mark = next_stamp(plan);
  int32_t head = 0, tail = 0;
  plan->queue[tail++] = home;
  plan->seen[home] = mark;
  while (head < tail) {
    int32_t const at = plan->queue[head++];
    for (int32_t k = problem->neighbour_start[at]; k < problem->neighbour_start[at + 1]; k++) {
      int32_t const next = problem->neighbours[k];
      if (next == item || plan->site[next] != site || plan->seen[next] == mark) continue;
      plan->seen[next] = mark;
      plan->queue[tail++] = next;
    }
  }
  int32_t count = 0;
  group[count++] = item;
  plan->seen[item] = mark;
  for (int32_t g = 0; g < count; g++) {
    int32_t const at = group[g];
    for (int32_t k = problem->neighbour_start[at]; k < problem->neighbour_start[at + 1]; k++) {
      int32_t const next = problem->neighbours[k];
      if (plan->site[next] != site || plan->seen[next] == mark) continue;
      if (count == most) return 0;
      plan->seen[next] = mark;
      group[count++] = next;
    }
  }
  return count;
}
