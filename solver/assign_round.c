/* Rounding: a relaxed solution at good multipliers has most items in the right place (Fisher 1981). */
#include "assign_engine.h"

#include <string.h>

/* Of the pairs the relaxed solution took, the cheapest one; -1: the item was left out. */
static int32_t taken_site(const assign_relax *r, int32_t i) {
  const jh_assign *const p = r->problem;
  int32_t best = -1;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
    if (r->in[k] && r->runs[p->pair_site[k]] && (best < 0 || p->pair_cost[k] < p->pair_cost[best])) best = k;
  return best < 0 ? -1 : p->pair_site[best];
}

/* Regions grow from their homes over what the relaxed solution took, then over what is least dear by it. */
static bool round_regions(const assign_relax *r, assign_plan *plan, int32_t turn, jh_arena *scratch) {
  const jh_assign *const p = r->problem;
  int64_t *const guide = JH_NEW(scratch, int64_t, p->pair_start[p->item_count]);
  if (!guide) return false;
  for (int32_t k = 0; k < p->pair_start[p->item_count]; k++) {
    int64_t const more = p->pair_cost[k] - r->multiplier[r->pair_item[k]];
    guide[k] = r->in[k] && r->runs[p->pair_site[k]] ? 0 : 1 + (more > 0 ? more : 0);
  }
  return assign_construct_guided(plan, guide, turn, scratch);
}

bool assign_round(const assign_relax *r, assign_plan *plan, int32_t turn, jh_arena *scratch) {
  const jh_assign *const p = r->problem;
  memcpy(plan->runs, r->runs, (size_t)p->site_count * sizeof *plan->runs);
  if (p->connected) return round_regions(r, plan, turn, scratch);
  memset(plan->load, 0, (size_t)p->site_count * sizeof *plan->load);
  for (int32_t i = 0; i < p->item_count; i++) {
    plan->site[i] = taken_site(r, i);
    if (plan->site[i] >= 0) plan->load[plan->site[i]] += p->weight[i];
  }
  for (int32_t i = 0; i < p->item_count; i++) {
    if (plan->site[i] >= 0) continue;
    plan->site[i] = assign_place_of(plan, i);
    if (plan->site[i] < 0) return false;
    plan->load[plan->site[i]] += p->weight[i];
  }
  assign_plan_count(plan);
  return true;
}
