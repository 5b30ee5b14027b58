/* The first plan: the cheapest pair first.  Where connected, regions grow from their homes by the same order. */
#include "assign_inner.h"

#include <stdlib.h>
#include <string.h>

/* A heap of offers (item to site) by price; overfull sites ask more, so that growth spreads. */
typedef struct offer {
  double price;
  int32_t item, site;
} offer;

typedef struct offers {
  offer *heap;
  size_t count, capacity;
  jh_arena *arena;
  bool failed;
} offers;

static bool cheaper(const offer *a, const offer *b) {
  if (a->price != b->price) return a->price < b->price;
  return a->item != b->item ? a->item < b->item : a->site < b->site;
}

static void push(offers *o, offer new_offer) {
  offer *const heap = jh_arena_grow(o->arena, o->heap, &o->capacity, o->count + 1, sizeof *heap);
  if (!heap) {
    o->failed = true;
    return;
  }
  o->heap = heap;
  size_t at = o->count++;
  for (; at > 0 && cheaper(&new_offer, &heap[(at - 1) / 2]); at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
  heap[at] = new_offer;
}

static offer pop(offers *o) {
  offer const top = o->heap[0], last = o->heap[--o->count];
  size_t at = 0;
  for (size_t child = 1; child < o->count; child = 2 * at + 1) {
    if (child + 1 < o->count && cheaper(&o->heap[child + 1], &o->heap[child])) child += 1;
    if (!cheaper(&o->heap[child], &last)) break;
    o->heap[at] = o->heap[child];
    at = child;
  }
  o->heap[at] = last;
  return top;
}

static void offer_item(offers *o, const assign_plan *plan, int32_t item, int32_t site) {
  int64_t const cost = assign_pair_cost(plan->problem, item, site);
  if (cost < 0 || plan->site[item] >= 0) return;
  int64_t const over = assign_over(plan->problem, site, plan->load[site] + plan->problem->weight[item]);
  push(o, (offer){.price = (double)cost * (over > 0 ? 4 : 1), .item = item, .site = site});
}

static void offer_neighbours(offers *o, const assign_plan *plan, int32_t item, int32_t site) {
  const jh_assign *const problem = plan->problem;
  for (int32_t k = problem->neighbour_start[item]; k < problem->neighbour_start[item + 1]; k++)
    offer_item(o, plan, problem->neighbours[k], site);
}

static void take(offers *o, assign_plan *plan, int32_t item, int32_t site) {
  plan->site[item] = site;
  plan->load[site] += plan->problem->weight[item];
  plan->held[site] += 1;
  if (plan->problem->connected) offer_neighbours(o, plan, item, site);
}

/* Each running site takes its home, or stands beside the one that shares it. False: a home cannot be had. */
static bool start_regions(offers *o, assign_plan *plan, int32_t turn) {
  const jh_assign *const problem = plan->problem;
  /* Where several share a home, another of them holds it at each turn. */
  for (int32_t step = 0; step < problem->site_count; step++) {
    int32_t const j = (step + turn) % problem->site_count, home = problem->home[j];
    if (!plan->runs[j] || home < 0 || plan->site[home] >= 0 || assign_pair_cost(problem, home, j) < 0) continue;
    take(o, plan, home, j);
  }
  for (int32_t j = 0; j < problem->site_count; j++) {
    int32_t const home = problem->home[j];
    if (!plan->runs[j] || home < 0 || plan->site[home] == j) continue;
    if (plan->site[home] < 0 || problem->home[plan->site[home]] != home) return false;
    offer_neighbours(o, plan, home, j); /* its home is another's: the region touches it */
  }
  return true;
}

bool assign_construct(assign_plan *plan, int32_t turn, jh_arena *arena) {
  const jh_assign *const problem = plan->problem;
  offers o = {.arena = arena};
  for (int32_t i = 0; i < problem->item_count; i++) plan->site[i] = -1;
  memset(plan->load, 0, (size_t)problem->site_count * sizeof *plan->load);
  memset(plan->held, 0, (size_t)problem->site_count * sizeof *plan->held);
  if (problem->connected && !start_regions(&o, plan, turn)) return false;
  if (!problem->connected)
    for (int32_t i = 0; i < problem->item_count; i++)
      for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++)
        if (plan->runs[problem->pair_site[k]]) offer_item(&o, plan, i, problem->pair_site[k]);
  while (o.count > 0 && !o.failed) {
    offer const next = pop(&o);
    /* Beside a shared home only the first item counts; the rest must touch the region itself. */
    if (plan->site[next.item] < 0 && assign_may_join(plan, next.item, next.site))
      take(&o, plan, next.item, next.site);
  }
  for (int32_t i = 0; i < problem->item_count; i++)
    if (plan->site[i] < 0) return false;
  assign_plan_count(plan);
  return !o.failed;
}

bool assign_construct_guided(assign_plan *plan, const int64_t *pair_cost, int32_t turn, jh_arena *arena) {
  const jh_assign *const problem = plan->problem;
  jh_assign guided = *problem;
  guided.pair_cost = pair_cost;
  plan->problem = &guided;
  bool const placed = assign_construct(plan, turn, arena);
  plan->problem = problem;
  if (placed) assign_plan_count(plan);
  return placed;
}
