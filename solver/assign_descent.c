/* Steepest descent for plans without regions: overload first, then cost, by moves, exchanges, and chains in which an
 * item makes room for another by going to a third site (Yagiura, Ibaraki and Glover 2004). */
#include "assign_descent.h"

#include <string.h>

enum { PASSES_MOST = 60 };

static void link_item(assign_descent *d, int32_t i) {
  int32_t const j = d->plan->site[i], head = d->held.first[j];
  d->held.before[i] = -1;
  d->held.next[i] = head;
  if (head >= 0) d->held.before[head] = i;
  d->held.first[j] = i;
}

void assign_descent_move(assign_descent *d, int32_t i, int32_t to) {
  if (d->journal) d->journal[d->journal_count++] = (assign_step){i, d->plan->site[i]};
  int32_t const before = d->held.before[i], next = d->held.next[i];
  if (before >= 0)
    d->held.next[before] = next;
  else
    d->held.first[d->plan->site[i]] = next;
  if (next >= 0) d->held.before[next] = before;
  assign_plan_move(d->plan, i, to);
  link_item(d, i);
}

static int64_t room(const assign_descent *d, int32_t j) { return assign_descent_room(d, j); }

/* What it adds when item i, which is at `from`, goes to `to`; false: it may not. */
static bool may_go(const jh_assign *p, int32_t i, int32_t from, int32_t to, int64_t *added) {
  int64_t const there = assign_pair_cost(p, i, to);
  *added = there - assign_pair_cost(p, i, from);
  return there >= 0;
}

/* ---- overload ---- */

/* The least dear way, for each unit of weight, to relieve site j: a move, or an exchange with something lighter. */
bool assign_descent_relieve(assign_descent *d, int32_t j) {
  const jh_assign *const p = d->problem;
  double least = 1e300;
  int32_t best = -1, best_to = -1, best_back = -1;
  for (int32_t i = d->held.first[j]; i >= 0; i = d->held.next[i])
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int32_t const to = p->pair_site[k];
      if (to == j || !d->plan->runs[to]) continue;
      int64_t const go = p->pair_cost[k] - assign_pair_cost(p, i, j), over = -room(d, j);
      int64_t relief = p->weight[i] < over ? p->weight[i] : over;
      if (p->weight[i] <= room(d, to) && relief > 0 && (double)go / (double)relief < least) {
        least = (double)go / (double)relief;
        best = i;
        best_to = to;
        best_back = -1;
      }
      for (int32_t o = d->held.first[to]; o >= 0; o = d->held.next[o]) {
        int64_t const less = p->weight[i] - p->weight[o];
        int64_t back = 0;
        if (less <= 0 || less > room(d, to) || !may_go(p, o, to, j, &back)) continue;
        relief = less < over ? less : over;
        double const price = (double)(go + back) / (double)relief;
        if (price >= least) continue;
        least = price;
        best = i;
        best_to = to;
        best_back = o;
      }
    }
  if (best < 0) return false;
  assign_descent_move(d, best, best_to);
  if (best_back >= 0) assign_descent_move(d, best_back, j);
  return true;
}

static bool mend(assign_descent *d) {
  for (int32_t steps = 0; d->plan->over > 0 && steps < 4 * d->problem->item_count; steps++) {
    int32_t worst = -1;
    for (int32_t j = 0; j < d->problem->site_count; j++)
      if (d->plan->runs[j] && room(d, j) < 0 && (worst < 0 || room(d, j) < room(d, worst))) worst = j;
    if (worst < 0 || !assign_descent_relieve(d, worst)) break;
  }
  return d->plan->over == 0;
}

/* ---- cost ---- */

/* Item i to `to`, where it is cheaper by `saved`, and o of `to` back, or on to a third site. */
static bool make_room(assign_descent *d, int32_t i, int32_t to, int64_t saved) {
  const jh_assign *const p = d->problem;
  int32_t const from = d->plan->site[i];
  int64_t const missing = p->weight[i] - room(d, to);
  int64_t best = saved;
  int32_t best_item = -1, best_site = -1;
  for (int32_t o = d->held.first[to]; o >= 0; o = d->held.next[o]) {
    if (p->weight[o] < missing) continue;
    int64_t const here = assign_pair_cost(p, o, to);
    for (int32_t k = p->pair_start[o]; k < p->pair_start[o + 1]; k++) {
      int32_t const other = p->pair_site[k];
      int64_t const more = p->pair_cost[k] - here;
      if (more >= best || other == to || !d->plan->runs[other]) continue;
      if (p->weight[o] > room(d, other) + (other == from ? p->weight[i] : 0)) continue;
      best = more;
      best_item = o;
      best_site = other;
    }
  }
  if (best_item < 0) return false;
  assign_descent_move(d, best_item, best_site);
  assign_descent_move(d, i, to);
  return true;
}

bool assign_descent_improve(assign_descent *d, int32_t i) {
  const jh_assign *const p = d->problem;
  int64_t const now = assign_pair_cost(p, i, d->plan->site[i]);
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    int32_t const to = p->pair_site[k];
    int64_t const saved = now - p->pair_cost[k];
    if (saved <= 0 || !d->plan->runs[to]) continue;
    if (p->weight[i] <= room(d, to)) {
      assign_descent_move(d, i, to);
      return true;
    }
    if (make_room(d, i, to, saved)) return true;
  }
  return false;
}

bool assign_descent_init(assign_descent *d, assign_plan *plan, jh_arena *scratch) {
  const jh_assign *const p = plan->problem;
  *d = (assign_descent){.plan = plan,
                        .problem = p,
                        .held = {JH_NEW(scratch, int32_t, p->site_count), JH_NEW(scratch, int32_t, p->item_count),
                                 JH_NEW(scratch, int32_t, p->item_count)}};
  if (!d->held.first || !d->held.next || !d->held.before) return false;
  for (int32_t j = 0; j < p->site_count; j++) d->held.first[j] = -1;
  for (int32_t i = 0; i < p->item_count; i++) link_item(d, i);
  return true;
}

bool assign_descend(assign_plan *plan, const jh_control *control, jh_arena *scratch) {
  const jh_assign *const p = plan->problem;
  assign_descent d;
  if (!assign_descent_init(&d, plan, scratch)) return false;
  if (!mend(&d)) return false;
  bool moved = true;
  for (int pass = 0; moved && pass < PASSES_MOST && !jh_control_stopped(control); pass++) {
    moved = false;
    for (int32_t i = 0; i < p->item_count; i++) moved |= assign_descent_improve(&d, i);
  }
  return assign_plan_fits(plan);
}
