/* Problems with many sites, whose regions need not hold together: steps at the root in turns, each ending in a plan
 * rounded from the relaxed solution. A tree over thousands of sites would not come to an end, and what finds plans
 * for one county costs too much for a hundred; all here grows with the pairs given. */
#include "assign_descent.h"
#include "assign_engine.h"

#include <stdlib.h>
#include <string.h>

enum {
  LARGE_SITES = 64,
  SEARCH_SITES = 200 /* up to here the search for one county may follow */,
  STEPS_FIRST = 300,
  STEPS_MOST = 1000
};
static double const FIRST_AGILITY = 1, LATER_AGILITY = 0.3;
static double const WORTH_WHILE = 0.05; /* of the gap, for steps at the root to go on */
static double const SPARE_SEATS = 0.01; /* of the weight, in a rounded plan: items are whole */

bool assign_engine_is_large(const assign_engine *e) {
  const jh_assign *const p = e->problem;
  bool const large = p->site_count > LARGE_SITES || p->beyond; /* whoever makes candidate lists has a large map */
  return large && assign_is_loose(p) && e->parts->lagrangian && e->parts->rounding;
}

typedef struct ranked {
  double key;
  int32_t index;
} ranked;

static int by_key(const void *a, const void *b) {
  const ranked *const x = a, *const y = b;
  if (x->key != y->key) return x->key > y->key ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* The sites that the steps ran most often, until there are seats and sites enough. */
static bool round_sites(assign_engine *e, jh_arena *scratch) {
  const jh_assign *const p = e->problem;
  const assign_relax *const r = &e->tree.relax;
  ranked *const list = JH_NEW(scratch, ranked, p->site_count);
  if (!list) return false;
  for (int32_t j = 0; j < p->site_count; j++) list[j] = (ranked){p->must_run[j] ? 2 : assign_run_share(r, j), j};
  qsort(list, (size_t)p->site_count, sizeof *list, by_key);
  double seats = 0;
  for (int32_t a = 0; a < p->site_count; a++) {
    int32_t const j = list[a].index;
    bool const enough = p->site_number >= 0 ? a >= p->site_number : seats >= (1 + SPARE_SEATS) * (double)e->weight;
    e->plan.runs[j] = p->must_run[j] || !enough;
    if (e->plan.runs[j]) seats += (double)assign_seats(r, j);
  }
  return true;
}

/* The running site that the steps took item i to most often, -1: none. */
static int32_t favourite(const assign_engine *e, int32_t i) {
  const jh_assign *const p = e->problem;
  const assign_relax *const r = &e->tree.relax;
  int32_t best = -1;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    if (!e->plan.runs[p->pair_site[k]]) continue;
    bool const cheaper = best >= 0 && p->pair_cost[k] < p->pair_cost[best];
    if (best < 0 || r->pair_share[k] > r->pair_share[best] || (r->pair_share[k] == r->pair_share[best] && cheaper))
      best = k;
  }
  return best < 0 ? -1 : p->pair_site[best];
}

/* Heavy items first: there while it has room, else to the cheapest running site with room. */
static bool round_items(assign_engine *e, jh_arena *scratch) {
  const jh_assign *const p = e->problem;
  assign_plan *const plan = &e->plan;
  ranked *const list = JH_NEW(scratch, ranked, p->item_count);
  if (!list) return false;
  for (int32_t i = 0; i < p->item_count; i++) list[i] = (ranked){(double)p->weight[i], i};
  qsort(list, (size_t)p->item_count, sizeof *list, by_key);
  memset(plan->load, 0, (size_t)p->site_count * sizeof *plan->load);
  for (int32_t a = 0; a < p->item_count; a++) {
    int32_t const i = list[a].index, liked = favourite(e, i);
    bool const has_room = liked >= 0 && plan->load[liked] + p->weight[i] <= p->capacity[liked];
    plan->site[i] = has_room ? liked : assign_place_of(plan, i);
    if (plan->site[i] < 0) return false;
    plan->load[plan->site[i]] += p->weight[i];
  }
  assign_plan_count(plan);
  return true;
}

static void round_and_descend(assign_engine *e) {
  jh_arena *const scratch = jh_arena_create();
  int64_t value = 0;
  if (scratch && round_sites(e, scratch) && round_items(e, scratch)) {
    (void)assign_descend(&e->plan, e->control, scratch);
    if (assign_swap_sites(&e->plan, &e->tree.relax, e->control, scratch) &&
        !jh_assign_verify(e->problem, e->plan.site, e->plan.runs, &value, scratch))
      assign_engine_keep(e, e->plan.site, e->plan.runs, value);
  }
  jh_arena_destroy(scratch);
}

bool assign_engine_large(assign_engine *e) {
  double agility = FIRST_AGILITY;
  int32_t steps = STEPS_FIRST;
  for (int32_t sum = 0; sum < STEPS_MOST && !jh_control_stopped(e->control); sum += steps) {
    if (sum > 2 * steps) steps *= 2;
    int64_t const before = e->bound;
    assign_engine_root(e, steps, agility);
    agility = LATER_AGILITY;
    round_and_descend(e);
    assign_engine_report(e, "search");
    if (assign_engine_near_enough(e)) return true;
    bool const slow = sum > 0 && e->best_value != INT64_MAX &&
                      (double)(e->bound - before) < WORTH_WHILE * (double)(e->best_value - e->bound);
    if (slow) break;
  }
  if (e->best_value == INT64_MAX || e->problem->site_number >= 0 || !e->parts->branching) return false;
  assign_engine_parts(e);
  return assign_engine_near_enough(e) || e->problem->beyond || e->problem->site_count > SEARCH_SITES;
}
