/* The subproblem of a site: what it must hold, and the best of what it may hold besides. Most of the engine's time
 * goes here, so a step reads no more than the decisions leave: pairs are gathered once for all steps of an
 * improvement, and from one step to the next the order of the offers and the set chosen hardly change. */
#include "assign_relax.h"

#include <string.h>

static void gather_site(assign_relax *r, int32_t j) {
  const jh_assign *const p = r->problem;
  int32_t const first = r->site_start[j], last = r->site_start[j + 1], home = assign_own_home(r, j);
  assign_live *const live = &r->live[first];
  int64_t room = assign_seats(r, j);
  int32_t count = 0;
  bool home_in = home < 0;
  for (int32_t a = first; a < last; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k] || !assign_must_hold(r, j, i)) continue;
    live[count++] = (assign_live){p->pair_cost[k], i, k};
    room -= p->weight[i];
    home_in |= i == home;
  }
  r->held_count[j] = count;
  r->room[j] = home_in ? room : -1;
  for (int32_t a = first; a < last; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k] || assign_must_hold(r, j, i) || p->weight[i] > room) continue;
    r->order[first + count - r->held_count[j]] = count - r->held_count[j];
    live[count++] = (assign_live){p->pair_cost[k], i, k};
  }
  r->live_count[j] = count - r->held_count[j];
}

void assign_subproblems_gather(assign_relax *r) {
  for (int32_t j = 0; j < r->problem->site_count; j++) {
    assign_subproblem_forget(r, j);
    r->offer_count[j] = 0;
    if (r->decided.state[j] != ASSIGN_CLOSED) gather_site(r, j);
  }
}

/* assign_gain() from what was gathered; ties are read only where there are any. */
static int64_t gain_of(const assign_relax *r, const assign_live *l) {
  return r->multiplier[l->item] - l->cost - (r->tie_count > 0 ? r->adjust[l->pair] : 0);
}

/* What would gain, by falling ratio, those chosen before marked as such; how many. */
static int32_t lay_offers(assign_relax *r, int32_t j) {
  int32_t const first = r->site_start[j], before = r->offer_count[j];
  const assign_live *const live = &r->live[first + r->held_count[j]];
  uint8_t *const chosen = &r->chosen[first];
  assign_offer *const offers = &r->offers[first];
  int32_t *const order = &r->order[first];
  int32_t count = 0, rest = 0;
  for (int32_t a = 0; a < r->live_count[j]; a++) {
    const assign_live *const l = &live[order[a]];
    int64_t const gain = gain_of(r, l), weight = r->problem->weight[l->item];
    r->was[order[a]] = a < before && chosen[a];
    if (gain > 0)
      offers[count++] = (assign_offer){
          .gain = gain, .weight = weight, .ratio = assign_ratio(gain, weight), .pair = l->pair, .at = order[a]};
    else
      r->rest[rest++] = order[a];
  }
  if (before > 0)
    assign_resort_offers(offers, count);
  else
    assign_sort_offers(offers, count);
  for (int32_t o = 0; o < count; o++) {
    order[o] = offers[o].at;
    chosen[o] = r->was[order[o]];
  }
  memcpy(order + count, r->rest, (size_t)rest * sizeof *order);
  return count;
}

static void take(assign_relax *r, int32_t j, int32_t k) {
  r->in[k] = 1;
  r->took[r->site_start[j] + r->took_count[j]++] = k;
}

void assign_subproblem_solve(assign_relax *r, int32_t j) {
  const jh_assign *const p = r->problem;
  int32_t const first = r->site_start[j], home = assign_own_home(r, j);
  assign_subproblem_forget(r, j);
  if (r->room[j] < 0) return;
  r->work += 1 + r->held_count[j] + r->live_count[j];
  r->sure[j] = 0;
  for (int32_t n = 0; n < r->held_count[j]; n++) {
    r->sure[j] += gain_of(r, &r->live[first + n]);
    take(r, j, r->live[first + n].pair);
  }
  r->offer_count[j] = lay_offers(r, j);
  int64_t const best =
      assign_knapsack(&r->offers[first], r->offer_count[j], r->room[j], r->tolerance, r->knapsack, &r->chosen[first]);
  r->value[j] = p->fixed[j] - r->sure[j] - (r->region && home >= 0 ? assign_region(r, j, best) : best);
}

void assign_subproblem_take(assign_relax *r, int32_t j) {
  int32_t const first = r->site_start[j];
  bool const by_region = r->region && r->by_region[j];
  for (int32_t o = 0; o < r->offer_count[j] && !by_region; o++)
    if (r->chosen[first + o]) take(r, j, r->offers[first + o].pair);
  for (int32_t n = 0; by_region && n < r->region_count[j]; n++)
    if (!r->in[r->region_pair[first + n]]) take(r, j, r->region_pair[first + n]);
  for (int32_t n = 0; n < r->took_count[j]; n++) r->taken[r->pair_item[r->took[first + n]]] += 1;
}

void assign_subproblem_forget(assign_relax *r, int32_t j) {
  const int32_t *const took = &r->took[r->site_start[j]];
  for (int32_t n = 0; n < r->took_count[j]; n++) r->in[took[n]] = 0;
  r->took_count[j] = 0;
}
