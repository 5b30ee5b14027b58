/* Successive shortest paths over the sites (Ahuja, Magnanti and Orlin 1993, section 9.7), kept optimal while a site
 * opens, by paths that end there as long as they save, or closes, by paths that take its load elsewhere. */
#include "assign_transport.h"

#include <math.h>
#include <string.h>

static double const SAVES = 1e-9; /* of a price: less is rounding */
static double const LURE = 4;     /* for a home, of the highest price */

/* A home of its own comes to a site that runs, and stays: it is lured with more than any price of seats. What that
 * makes cheaper, the site costs more. */
static void lure_homes(assign_transport *t) {
  const jh_assign *const p = t->problem;
  double highest = 0;
  for (int32_t k = 0; k < p->pair_start[p->item_count]; k++) highest = fmax(highest, t->price[k]);
  for (int32_t j = 0; j < p->site_count; j++) {
    int32_t const home = assign_home_alone(p, j);
    if (home < 0 || p->weight[home] == 0) continue;
    for (int32_t k = p->pair_start[home]; k < p->pair_start[home + 1]; k++) {
      if (p->pair_site[k] != j) continue;
      t->price[k] -= LURE * highest;
      t->fixed[j] += LURE * highest * (double)p->weight[home];
    }
  }
}

bool assign_transport_init(assign_transport *t, const jh_assign *problem, jh_arena *arena) {
  size_t const sites = (size_t)problem->site_count, pairs = (size_t)problem->pair_start[problem->item_count];
  *t = (assign_transport){.problem = problem,
                          .arena = arena,
                          .runs = JH_NEW(arena, bool, sites),
                          .units = JH_NEW(arena, int64_t, pairs),
                          .load = JH_NEW(arena, int64_t, sites),
                          .fixed = JH_NEW(arena, double, sites),
                          .price = JH_NEW(arena, double, pairs),
                          .pair_item = JH_NEW(arena, int32_t, pairs),
                          .held = JH_NEW(arena, int32_t, pairs),
                          .held_start = JH_NEW(arena, int32_t, sites + 1),
                          .held_count = JH_NEW(arena, int32_t, sites),
                          .place = JH_NEW(arena, int32_t, pairs),
                          .edge = JH_NEW(arena, double, sites *sites),
                          .edge_from = JH_NEW(arena, int32_t, sites * sites),
                          .edge_to = JH_NEW(arena, int32_t, sites * sites),
                          .stale = JH_NEW(arena, bool, sites),
                          .distance = JH_NEW(arena, double, sites),
                          .before = JH_NEW(arena, int32_t, sites)};
  if (!t->runs || !t->units || !t->load || !t->fixed || !t->price || !t->pair_item || !t->held || !t->held_start ||
      !t->held_count || !t->place || !t->edge || !t->edge_from || !t->edge_to || !t->stale || !t->distance ||
      !t->before)
    return false;
  for (int32_t i = 0; i < problem->item_count; i++)
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++) {
      t->pair_item[k] = i;
      t->price[k] = problem->weight[i] > 0 ? (double)problem->pair_cost[k] / (double)problem->weight[i] : 0;
      t->held_start[problem->pair_site[k] + 1] += 1;
    }
  for (int32_t j = 0; j < problem->site_count; j++) {
    t->held_start[j + 1] += t->held_start[j];
    t->fixed[j] = (double)problem->fixed[j];
  }
  if (problem->connected) lure_homes(t);
  return true;
}

double assign_transport_fixed(const assign_transport *t) {
  double fixed = 0;
  for (int32_t j = 0; j < t->problem->site_count; j++)
    if (t->runs[j]) fixed += t->fixed[j];
  return fixed;
}

/* ---- items at sites ---- */

static void offer_edges(assign_transport *t, int32_t k) {
  const jh_assign *const p = t->problem;
  int32_t const i = t->pair_item[k];
  size_t const row = (size_t)p->pair_site[k] * (size_t)p->site_count;
  double const here = t->price[k];
  for (int32_t to = p->pair_start[i]; to < p->pair_start[i + 1]; to++) {
    size_t const at = row + (size_t)p->pair_site[to];
    if (t->price[to] - here >= t->edge[at]) continue;
    t->edge[at] = t->price[to] - here;
    t->edge_from[at] = k;
    t->edge_to[at] = to;
  }
}

static void find_edges(assign_transport *t, int32_t j) {
  size_t const sites = (size_t)t->problem->site_count;
  for (size_t b = 0; b < sites; b++) t->edge[(size_t)j * sites + b] = HUGE_VAL;
  for (int32_t h = 0; h < t->held_count[j]; h++) offer_edges(t, t->held[t->held_start[j] + h]);
  t->stale[j] = false;
}

static void put(assign_transport *t, int32_t k, int64_t units) {
  int32_t const j = t->problem->pair_site[k];
  t->load[j] += units;
  t->units[k] += units;
  if (t->units[k] > units) return;
  t->place[k] = t->held_count[j]++;
  t->held[t->held_start[j] + t->place[k]] = k;
  if (!t->stale[j]) offer_edges(t, k);
}

static void take(assign_transport *t, int32_t k, int64_t units) {
  int32_t const j = t->problem->pair_site[k];
  t->load[j] -= units;
  t->units[k] -= units;
  if (t->units[k] > 0) return;
  int32_t const last = t->held[t->held_start[j] + --t->held_count[j]];
  t->held[t->held_start[j] + t->place[k]] = last;
  t->place[last] = t->place[k];
  t->stale[j] = true;
}

static bool shift(assign_transport *t, int32_t from, int32_t to, int64_t units) {
  assign_shift *const journal =
      jh_arena_grow(t->arena, t->journal, &t->journal_capacity, t->journal_count + 1, sizeof *journal);
  if (!journal) return false;
  t->journal = journal;
  journal[t->journal_count++] = (assign_shift){from, to, units};
  take(t, from, units);
  put(t, to, units);
  t->cost += (double)units * (t->price[to] - t->price[from]);
  return true;
}

/* ---- paths ---- */

/* Distances from the sites whose distance is set; the others are HUGE_VAL. */
static void search_paths(assign_transport *t) {
  int32_t const sites = t->problem->site_count;
  t->steps += 1;
  for (int32_t j = 0; j < sites; j++) {
    t->before[j] = -1;
    if (t->stale[j]) find_edges(t, j);
  }
  bool nearer = true;
  for (int32_t round = 0; nearer && round < sites;
       round++) { /* so many rounds suffice; rounding could ask for more */
    nearer = false;
    for (int32_t a = 0; a < sites; a++) {
      double const so_far = t->distance[a];
      const double *const edge = t->edge + (size_t)a * (size_t)sites;
      if (so_far == HUGE_VAL || t->held_count[a] == 0) continue;
      for (int32_t b = 0; b < sites; b++) {
        if (so_far + edge[b] >= t->distance[b] - SAVES || !t->runs[b]) continue;
        t->distance[b] = so_far + edge[b];
        t->before[b] = a;
        nearer = true;
      }
    }
  }
}

/* As much as fits, at most `most`, along the path that ends at site j. 0: nothing. */
static int64_t send(assign_transport *t, int32_t j, int64_t most) {
  size_t const sites = (size_t)t->problem->site_count;
  int32_t length = 0;
  for (int32_t b = j; t->before[b] >= 0; b = t->before[b]) {
    int64_t const there = t->units[t->edge_from[(size_t)t->before[b] * sites + (size_t)b]];
    if (there < most) most = there;
    if (++length > t->problem->site_count) return 0; /* a circle made by rounding */
  }
  if (length == 0) return 0;
  /* Edges change with what is shifted: from the end, each read before its site gains. */
  for (int32_t b = j; t->before[b] >= 0; b = t->before[b]) {
    size_t const at = (size_t)t->before[b] * sites + (size_t)b;
    if (!shift(t, t->edge_from[at], t->edge_to[at], most)) return 0;
  }
  return most;
}

static int64_t slack(const assign_transport *t, int32_t j) { return t->problem->capacity[j] - t->load[j]; }

/* Takes what site j has above `seats` elsewhere, as far as there are seats; the paths grow dearer one by one. False:
 * the cost is sure to pass `most`. */
static bool relieve(assign_transport *t, int32_t j, int64_t seats, double most) {
  while (t->load[j] > seats) {
    int32_t best = -1;
    for (int32_t b = 0; b < t->problem->site_count; b++) t->distance[b] = HUGE_VAL;
    t->distance[j] = 0;
    search_paths(t);
    for (int32_t b = 0; b < t->problem->site_count; b++)
      if (t->runs[b] && b != j && slack(t, b) > 0 && t->distance[b] < HUGE_VAL &&
          (best < 0 || t->distance[b] < t->distance[best]))
        best = b;
    if (best < 0) break;
    if (t->cost + (double)(t->load[j] - seats) * t->distance[best] > most) return false;
    int64_t const rest = t->load[j] - seats, room = slack(t, best);
    if (send(t, best, rest < room ? rest : room) == 0) break;
  }
  return true;
}

/* Brings to site j what saves there. */
static void invite(assign_transport *t, int32_t j) {
  while (slack(t, j) > 0) {
    for (int32_t b = 0; b < t->problem->site_count; b++) t->distance[b] = t->runs[b] && b != j ? 0 : HUGE_VAL;
    search_paths(t);
    if (t->distance[j] >= -SAVES || send(t, j, slack(t, j)) == 0) return;
  }
}

/* ---- sets ---- */

/* Of the whole item. */
static double price_of_item(const assign_transport *t, int32_t i, int32_t k) {
  const jh_assign *const p = t->problem;
  return p->weight[i] > 0 ? t->price[k] * (double)p->weight[i] : (double)p->pair_cost[k];
}

bool assign_transport_set(assign_transport *t, const bool *runs) {
  const jh_assign *const p = t->problem;
  size_t const sites = (size_t)p->site_count, pairs = (size_t)p->pair_start[p->item_count];
  memcpy(t->runs, runs, sites * sizeof *runs);
  memset(t->units, 0, pairs * sizeof *t->units);
  memset(t->load, 0, sites * sizeof *t->load);
  memset(t->held_count, 0, sites * sizeof *t->held_count);
  for (size_t j = 0; j < sites; j++) t->stale[j] = true;
  t->cost = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t cheapest = -1;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (runs[p->pair_site[k]] && (cheapest < 0 || price_of_item(t, i, k) < price_of_item(t, i, cheapest)))
        cheapest = k;
    if (cheapest < 0) return false;
    t->cost += price_of_item(t, i, cheapest);
    if (p->weight[i] > 0) put(t, cheapest, p->weight[i]);
  }
  bool fits = true;
  for (int32_t j = 0; fits && j < p->site_count; j++) {
    (void)relieve(t, j, p->capacity[j], HUGE_VAL);
    fits = t->load[j] <= p->capacity[j];
  }
  t->journal_count = 0;
  return fits;
}

bool assign_transport_change(assign_transport *t, int32_t off, int32_t on, double most) {
  t->journal_count = 0;
  if (on >= 0) {
    t->runs[on] = true;
    invite(t, on);
    for (int32_t j = 0; j < t->problem->site_count; j++)
      if (!t->runs[j]) (void)relieve(t, j, 0, HUGE_VAL);
  }
  if (off < 0) return true;
  t->runs[off] = false;
  return relieve(t, off, 0, most - assign_transport_fixed(t));
}

int64_t assign_transport_left(const assign_transport *t, double *cost) {
  int64_t left = 0;
  *cost = 0;
  for (int32_t j = 0; j < t->problem->site_count; j++) {
    if (t->runs[j]) continue;
    left += t->load[j];
    for (int32_t h = 0; h < t->held_count[j]; h++) {
      int32_t const k = t->held[t->held_start[j] + h];
      *cost += t->price[k] * (double)t->units[k];
    }
  }
  return left;
}

void assign_transport_undo(assign_transport *t, int32_t off, int32_t on) {
  while (t->journal_count > 0) {
    assign_shift const last = t->journal[--t->journal_count];
    take(t, last.to, last.units);
    put(t, last.from, last.units);
    t->cost -= (double)last.units * (t->price[last.to] - t->price[last.from]);
  }
  if (on >= 0) t->runs[on] = false;
  if (off >= 0) t->runs[off] = true;
}

void assign_transport_round(const assign_transport *t, int32_t *site) {
  const jh_assign *const p = t->problem;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t best = -1;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      if (!t->runs[p->pair_site[k]]) continue;
      bool const cheaper = best >= 0 && p->pair_cost[k] < p->pair_cost[best];
      if (best < 0 || t->units[k] > t->units[best] || (t->units[k] == t->units[best] && cheaper)) best = k;
    }
    site[i] = best < 0 ? -1 : p->pair_site[best];
  }
}

void assign_transport_multipliers(assign_transport *t, int64_t *multiplier) {
  const jh_assign *const p = t->problem;
  /* Seats of a full site are worth what the best path that ends there would save. */
  for (int32_t j = 0; j < p->site_count; j++) t->distance[j] = t->runs[j] ? 0 : HUGE_VAL;
  search_paths(t);
  for (int32_t i = 0; i < p->item_count; i++) {
    double least = HUGE_VAL;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (t->runs[p->pair_site[k]])
        least = fmin(least, (double)p->pair_cost[k] - t->distance[p->pair_site[k]] * (double)p->weight[i]);
    multiplier[i] = least > 0 && least < HUGE_VAL ? (int64_t)least : 0;
  }
}
