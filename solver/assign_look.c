/* Settling: what decisions imply, and what each further decision would add to the bound.
 *
 * A subproblem changes only at the sites a decision touches, so "item i goes to site j" costs at least: running j,
 * holding i there, and the other sites that took i letting go of it. What would pass the cutoff is settled the other
 * way; and as each item has to go somewhere, the least of its choices bounds every plan (Posta, Ferland and Michelon
 * 2012). Subproblems are solved anew in their linear relaxation, in whole numbers rounded the safe way. */
#include "assign_relax.h"

#include <math.h>
#include <string.h>

/* One choice less. The last one is settled, unless it is to go where no pair was given. */
static bool choose_less(assign_relax *r, int32_t i) {
  const jh_assign *const p = r->problem;
  assign_decisions *const d = &r->decided;
  d->choices[i] -= 1;
  if (d->choices[i] == 0) return false;
  if (d->choices[i] > 1 || d->beyond[i]) return true;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
    if (!d->out[k]) d->settled[i] = p->pair_site[k];
  return assign_run_site(r, d->settled[i]);
}

bool assign_forbid(assign_relax *r, int32_t pair) {
  if (r->decided.out[pair]) return true;
  r->decided.out[pair] = 1;
  return choose_less(r, r->pair_item[pair]);
}

bool assign_forbid_beyond(assign_relax *r, int32_t item) {
  if (!r->decided.beyond[item]) return true;
  r->decided.beyond[item] = 0;
  return choose_less(r, item);
}

bool assign_settle_pair(assign_relax *r, int32_t pair) {
  const jh_assign *const p = r->problem;
  int32_t const i = r->pair_item[pair];
  if (r->decided.out[pair] || !assign_forbid_beyond(r, i)) return false;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
    if (k != pair && !assign_forbid(r, k)) return false;
  return assign_run_site(r, p->pair_site[pair]);
}

bool assign_close_site(assign_relax *r, int32_t site) {
  if (r->decided.state[site] == ASSIGN_RUNS) return false;
  r->decided.state[site] = ASSIGN_CLOSED;
  for (int32_t a = r->site_start[site]; a < r->site_start[site + 1]; a++)
    if (!assign_forbid(r, r->site_pair[a])) return false;
  return true;
}

bool assign_run_site(assign_relax *r, int32_t site) {
  if (r->decided.state[site] == ASSIGN_CLOSED) return false;
  r->decided.state[site] = ASSIGN_RUNS;
  return true;
}

/* Full sites take no more; the home goes with a site that runs. */
static bool propagate_site(assign_relax *r, int32_t j) {
  const jh_assign *const p = r->problem;
  int32_t const home = assign_own_home(r, j);
  int64_t room = p->capacity[j];
  if (r->decided.state[j] == ASSIGN_CLOSED) return true;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k]) continue;
    if (i == home && r->decided.state[j] == ASSIGN_RUNS && !assign_settle_pair(r, k)) return false;
    if (r->decided.settled[i] == j) room -= p->weight[i];
  }
  if (room < 0) return false;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k] || r->decided.settled[i] == j || p->weight[i] <= room) continue;
    if (!assign_forbid(r, k)) return false;
  }
  return true;
}

static bool propagate_number(assign_relax *r) {
  const jh_assign *const p = r->problem;
  int32_t runs = 0, may_run = 0;
  if (p->site_number < 0) return true;
  for (int32_t j = 0; j < p->site_count; j++) {
    runs += r->decided.state[j] == ASSIGN_RUNS;
    may_run += r->decided.state[j] != ASSIGN_CLOSED;
  }
  if (runs > p->site_number || may_run < p->site_number) return false;
  for (int32_t j = 0; j < p->site_count; j++) {
    if (r->decided.state[j] != ASSIGN_FREE) continue;
    if (runs == p->site_number && !assign_close_site(r, j)) return false;
    if (may_run == p->site_number && runs < p->site_number && !assign_run_site(r, j)) return false;
  }
  return true;
}

static int64_t decisions_left(const assign_relax *r) {
  int64_t left = 0;
  for (int32_t i = 0; i < r->problem->item_count; i++) left += r->decided.choices[i];
  for (int32_t j = 0; j < r->problem->site_count; j++) left += r->decided.state[j] == ASSIGN_FREE;
  return left;
}

bool assign_relax_propagate(assign_relax *r) {
  for (int64_t before = -1, left = decisions_left(r); before != left; left = decisions_left(r)) {
    before = left;
    for (int32_t j = 0; j < r->problem->site_count; j++)
      if (!propagate_site(r, j)) return false;
    if (!propagate_number(r)) return false;
    if (r->problem->connected && !assign_ties_reach(r)) return false;
  }
  return true;
}

/* ---- what decisions would add ---- */

typedef struct lookout {
  const assign_offer *offers;
  int32_t count;
  const int64_t *gain, *weight; /* sums of the first offers */
  int64_t room;
} lookout;

/* Offers that lie whole within `room`. */
static int32_t whole_within(const lookout *l, int64_t room) {
  int32_t low = 0, high = l->count;
  while (low < high) {
    int32_t const middle = (low + high + 1) / 2;
    if (l->weight[middle] <= room)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

/* One more than it comes to: offers of one ratio may stand in any order. */
static int64_t relaxed_gain(const lookout *l, int64_t room) {
  if (room < 0) return -ASSIGN_IMPOSSIBLE;
  int32_t const whole = whole_within(l, room);
  if (whole == l->count) return l->gain[whole];
  const assign_offer *const o = &l->offers[whole];
  return l->gain[whole] + (int64_t)((__int128)o->gain * (room - l->weight[whole]) / o->weight) + 1;
}

/* The same without offer e. */
static int64_t relaxed_without(const lookout *l, int32_t e, int64_t room) {
  if (room < 0) return -ASSIGN_IMPOSSIBLE;
  int64_t const wider = room + l->offers[e].weight;
  if (whole_within(l, wider) > e) return relaxed_gain(l, wider) - l->offers[e].gain;
  return relaxed_gain(l, room);
}

static int64_t positive(int64_t value) { return value > 0 ? value : 0; }

/* An item that must be held brings its whole way home with it. */
static void price_ways(assign_relax *r, int32_t j, int64_t lost) {
  const double *const way = r->distance;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k] || r->decided.settled[i] >= 0 || way[i] <= 0) continue;
    double const more = fmin(way[i] * (1 - 1e-9), (double)ASSIGN_IMPOSSIBLE / 2) - 1;
    int64_t const whole_more = more > 0 ? (int64_t)more - lost : 0;
    if (whole_more > r->enter[k]) r->enter[k] = whole_more;
  }
}

static void look_at_site(assign_relax *r, int32_t j, int64_t bound) {
  const jh_assign *const p = r->problem;
  lookout l = {.offers = &r->offers[r->site_start[j]],
               .count = r->offer_count[j],
               .gain = r->prefix_gain,
               .weight = r->prefix_weight,
               .room = r->room[j]};
  for (int32_t o = 0; o < l.count; o++) {
    r->prefix_gain[o + 1] = r->prefix_gain[o] + l.offers[o].gain;
    r->prefix_weight[o + 1] = r->prefix_weight[o] + l.offers[o].weight;
  }
  int64_t const best = p->fixed[j] - r->sure[j] - r->value[j];
  int32_t const home = assign_own_home(r, j);
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    r->leave[k] = 0;
    if (assign_must_hold(r, j, i)) { /* held in any case */
      r->enter[k] = 0;
      continue;
    }
    int64_t const gain = assign_gain(r, k);
    int64_t const with = gain > 0 ? 0 : gain + relaxed_gain(&l, l.room - p->weight[i]);
    r->enter[k] = gain > 0 ? 0 : positive(best - with);
    if (p->weight[i] > l.room) r->enter[k] = ASSIGN_IMPOSSIBLE;
  }
  for (int32_t o = 0; o < l.count; o++) {
    const assign_offer *const offer = &l.offers[o];
    if (r->chosen[r->site_start[j] + o])
      r->leave[offer->pair] = positive(best - relaxed_without(&l, o, l.room));
    else
      r->enter[offer->pair] = positive(best - offer->gain - relaxed_without(&l, o, l.room - offer->weight));
  }
  if (home < 0) return;
  double const most = assign_ties_ways(r, j);
  price_ways(r, j, positive(relaxed_gain(&l, l.room) - best));
  if (r->region && r->fixing && r->cutoff != INT64_MAX) assign_region_look(r, j, most, r->cutoff - bound);
}

static bool passes(const assign_relax *r, int64_t bound, int64_t more) {
  return r->fixing && r->cutoff != INT64_MAX && more >= r->cutoff - bound;
}

/* Sites that would have to run, or not: settled where that passes the cutoff. */
static bool look_at_running(assign_relax *r, int64_t bound, int64_t now) {
  const jh_assign *const p = r->problem;
  bool const settles = r->fixing && r->cutoff != INT64_MAX;
  int64_t const limit = settles ? now + (r->cutoff - bound) : ASSIGN_IMPOSSIBLE;
  for (int32_t j = 0; j < p->site_count; j++) {
    r->open_more[j] = 0;
    if (r->decided.state[j] != ASSIGN_FREE) continue;
    int64_t const other = assign_choose_running(r, j, !r->runs[j], limit, NULL);
    int64_t const more = other >= ASSIGN_IMPOSSIBLE ? ASSIGN_IMPOSSIBLE : positive(other - now);
    if (!r->runs[j]) r->open_more[j] = more;
    if (more < ASSIGN_IMPOSSIBLE && !passes(r, bound, more)) continue;
    if (!(r->runs[j] ? assign_run_site(r, j) : assign_close_site(r, j))) return false;
  }
  return true;
}

static int64_t sum(int64_t a, int64_t b) {
  return a >= ASSIGN_IMPOSSIBLE || b >= ASSIGN_IMPOSSIBLE || a > ASSIGN_IMPOSSIBLE - b ? ASSIGN_IMPOSSIBLE : a + b;
}

/* Going where no pair was given costs so much more than the multiplier, and its sites let go of it. */
static bool look_beyond(assign_relax *r, int32_t i, int64_t bound, int64_t let_go, int64_t *least) {
  if (!r->decided.beyond[i]) return true;
  int64_t const more = sum(r->problem->beyond[i] - r->multiplier[i], let_go);
  if (more >= ASSIGN_IMPOSSIBLE || passes(r, bound, more)) return assign_forbid_beyond(r, i);
  if (more < *least) *least = more;
  return true;
}

/* One item: its dear choices go; what its least one adds. What sites let go adds up where it is settled that they
 * run, whatever else does. */
static bool look_at_item(assign_relax *r, int32_t i, int64_t bound, int64_t *least) {
  const jh_assign *const p = r->problem;
  int64_t let_go = 0;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
    if (r->in[k] && r->decided.state[p->pair_site[k]] == ASSIGN_RUNS) let_go += r->leave[k];
  *least = ASSIGN_IMPOSSIBLE;
  if (!look_beyond(r, i, bound, let_go, least)) return false;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    if (r->decided.out[k]) continue;
    int32_t const j = p->pair_site[k];
    int64_t const kept = r->in[k] && r->decided.state[j] == ASSIGN_RUNS ? r->leave[k] : 0;
    int64_t const more = sum(sum(r->open_more[j], r->enter[k]), let_go - kept);
    if (more >= ASSIGN_IMPOSSIBLE || passes(r, bound, more)) {
      if (!assign_forbid(r, k)) return false;
      continue;
    }
    if (more < *least) *least = more;
  }
  return true;
}

bool assign_relax_look(assign_relax *r, int64_t *bound, int32_t *settled) {
  const jh_assign *const p = r->problem;
  int64_t const here = assign_relax_evaluate(r), before = decisions_left(r);
  *settled = 0;
  if (here >= ASSIGN_IMPOSSIBLE || here >= r->cutoff) return false;
  int64_t running = 0;
  for (int32_t j = 0; j < p->site_count; j++)
    if (r->runs[j]) running += r->value[j];
  int64_t proven = here;
  for (int32_t j = 0; j < p->site_count; j++)
    if (r->decided.state[j] != ASSIGN_CLOSED && r->value[j] < ASSIGN_IMPOSSIBLE) look_at_site(r, j, here);
  if (!look_at_running(r, here, running)) return false;
  for (int32_t i = 0; i < p->item_count; i++) {
    if (r->decided.settled[i] >= 0) continue;
    int64_t least = 0;
    if (!look_at_item(r, i, here, &least)) return false;
    if (sum(here, least) > proven) proven = sum(here, least);
  }
  if (proven > *bound) *bound = proven;
  if (!assign_relax_propagate(r)) return false;
  *settled = (int32_t)(before - decisions_left(r));
  return *bound < r->cutoff;
}
