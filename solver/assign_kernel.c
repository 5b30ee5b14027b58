/* The kernel of a plan without regions: items for which another site is hardly dearer at the prices of seats. A plan
 * differs from the best one in few others, so they are worked out together, over all sites, while the rest stays
 * (kernel search: Angelelli, Mansini and Speranza 2010; for locations with seats: Guastaroba and Speranza 2014). */
#include "assign_near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KERNEL_FIRST = 60, SITES_MOST = 256 };
static double const BLUR = 0.7;   /* of a doubt, by lot: so that kernels differ */
static double const SHAKEN = 0.5; /* of the kernel's items */
static double const MISPLACED = 0.1;
static double const OFFERED = 2; /* times the largest doubt of the kernel: what a pair of it may cost */

bool assign_kernel_init(assign_near *near, jh_arena *arena) {
  const jh_assign *const p = near->problem;
  near->take = JH_NEW(arena, bool, p->item_count);
  near->offer = JH_NEW(arena, bool, p->pair_start[p->item_count]);
  near->kernels = near->parts->kernels && assign_is_loose(p) && p->site_count <= SITES_MOST;
  near->kernel_size = KERNEL_FIRST;
  if (!near->take || !near->offer) return false;
  if (!near->kernels) return true;
  near->worth = JH_NEW(arena, int64_t, p->item_count);
  near->doubt = JH_NEW(arena, double, p->item_count);
  return near->worth && near->doubt && assign_transport_init(&near->seats, p, arena);
}

/* What pair k costs, seats included, more than the item is worth; never below 0, but for rounding. */
static double dearer(const assign_near *near, int32_t i, int32_t k) {
  const jh_assign *const p = near->problem;
  double const seat = -near->seats.distance[p->pair_site[k]];
  return (double)p->pair_cost[k] + seat * (double)p->weight[i] - (double)near->worth[i];
}

/* How much dearer the second of its sites is than the first; where it is not at the first, a part of what that costs.
 */
static double doubt_of(const assign_near *near, const assign_plan *plan, int32_t i) {
  const jh_assign *const p = near->problem;
  double least = HUGE_VAL, second = HUGE_VAL, own = 0;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    if (!near->in[p->pair_site[k]]) continue;
    double const more = dearer(near, i, k);
    if (p->pair_site[k] == plan->site[i]) own = more;
    if (more < least) {
      second = least;
      least = more;
    } else if (more < second) {
      second = more;
    }
  }
  return own > least ? MISPLACED * (own - least) : second - least;
}

static int by_size(const void *a, const void *b) {
  double const x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* So many items of the least doubt, their doubts blurred; the largest of them. */
static double take_items(assign_near *near, const assign_plan *plan, assign_dice *dice, jh_arena *scratch) {
  int32_t const items = near->problem->item_count;
  double *const sorted = JH_NEW(scratch, double, items);
  if (!sorted) return 0;
  for (int32_t i = 0; i < items; i++) {
    double const blur = 1 - BLUR / 2 + BLUR * assign_roll_unit(dice);
    sorted[i] = near->doubt[i] = near->in[plan->site[i]] ? doubt_of(near, plan, i) * blur : HUGE_VAL;
  }
  qsort(sorted, (size_t)items, sizeof *sorted, by_size);
  int32_t last = near->kernel_size < items ? near->kernel_size : items - 1;
  while (last > 0 && sorted[last] == HUGE_VAL) last -= 1; /* those of other sites */
  double const most = sorted[last];
  for (int32_t i = 0; i < items; i++) near->take[i] = near->doubt[i] <= most && near->doubt[i] < HUGE_VAL;
  return most < HUGE_VAL ? most : 0;
}

/* Anew where other sites run than the last time. */
static bool price_seats(assign_near *near, const assign_plan *plan) {
  size_t const bytes = (size_t)near->problem->site_count * sizeof *plan->runs;
  if (near->priced && memcmp(near->seats.runs, plan->runs, bytes) == 0) return true;
  near->priced = assign_transport_set(&near->seats, plan->runs);
  if (near->priced) assign_transport_multipliers(&near->seats, near->worth);
  return near->priced;
}

bool assign_kernel_choose(assign_near *near, const assign_plan *plan, assign_dice *dice) {
  const jh_assign *const p = near->problem;
  if (!near->kernels || !price_seats(near, plan)) return false;
  jh_arena *const scratch = jh_arena_create();
  double const most = scratch ? take_items(near, plan, dice, scratch) : 0;
  jh_arena_destroy(scratch);
  if (most <= 0) return false;
  for (int32_t i = 0; i < p->item_count; i++)
    for (int32_t k = p->pair_start[i]; near->take[i] && k < p->pair_start[i + 1]; k++) {
      int32_t const j = p->pair_site[k];
      near->offer[k] = near->in[j] && (j == plan->site[i] || dearer(near, i, k) <= OFFERED * most);
    }
  return true;
}

bool assign_kernel_shake(assign_near *near, assign_plan *plan, assign_dice *dice) {
  const jh_assign *const p = near->problem;
  memcpy(near->in, plan->runs, (size_t)p->site_count * sizeof *plan->runs);
  if (!assign_kernel_choose(near, plan, dice)) return false;
  for (int32_t i = 0; i < p->item_count; i++) {
    if (!near->take[i] || assign_roll_unit(dice) >= SHAKEN) continue;
    int32_t to = -1, seen = 0;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (near->offer[k] && assign_roll_below(dice, ++seen) == 0) to = p->pair_site[k];
    if (to >= 0 && to != plan->site[i]) assign_plan_move(plan, i, to);
  }
  return true;
}
