/* Tabu search over sets of sites (Glover 1990; for locations with seats: Filho and Galvao 1998): the best of all
 * changes by one site or two, dearer ones too, and what was changed stays so for some steps. Where that has strayed
 * in vain, on from the best set with some sites exchanged by lot.
 *
 * Every other time it goes on through sets that are short of seats, at a price that follows how often they are
 * (Gendreau, Hertz and Laporte 1994): where seats are tight, a set of one site less is only reached so, one site
 * closed and another exchanged for a larger one. */
#include "assign_tabu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double const FIRST_PRICE = 2, PRICE_STEP = 1.1; /* of a seat; the first times the mean cost of a unit */

enum {
  TENURE_LEAST = 1,
  TENURE_SPREAD = 4,
  STRAY = 6,
  KICKS = 3,
  KICK_DRAWS = 40,
  EXCHANGES_MOST = 400,
  SHORT_MOST = 150
};

bool assign_tabu_init(assign_tabu *s, const jh_assign *problem, jh_arena *arena) {
  size_t const sites = (size_t)problem->site_count;
  *s = (assign_tabu){.best = HUGE_VAL,
                     .seat_price = HUGE_VAL,
                     .until = JH_NEW(arena, int32_t, sites),
                     .best_runs = JH_NEW(arena, bool, sites),
                     .off_cost = JH_NEW(arena, double, sites),
                     .on_cost = JH_NEW(arena, double, sites),
                     .moves = JH_NEW(arena, assign_tabu_move, sites * sites),
                     .done = JH_NEW(arena, uint64_t, ASSIGN_TABU_KNOWN)};
  bool *const runs = JH_NEW(arena, bool, sites *ASSIGN_TABU_POOL);
  if (!runs || !s->until || !s->best_runs || !s->off_cost || !s->on_cost || !s->moves || !s->done) return false;
  for (size_t n = 0; n < ASSIGN_TABU_POOL; n++) s->pool[n].runs = runs + n * sites;
  return assign_transport_init(&s->transport, problem, arena);
}

/* ---- the pool ---- */

/* The set at hand, where it is among the cheapest. */
static void keep(assign_tabu *s, double cost) {
  bool const full = s->pool_count == ASSIGN_TABU_POOL;
  if (full && cost >= s->pool[s->pool_count - 1].cost) return;
  uint64_t const hash = assign_hash_set(s->transport.problem, s->transport.runs);
  if (s->done[hash % ASSIGN_TABU_KNOWN] == hash) return;
  for (int32_t n = 0; n < s->pool_count; n++)
    if (s->pool[n].hash == hash) return;
  int32_t at = full ? s->pool_count - 1 : s->pool_count++;
  bool *const runs = s->pool[at].runs;
  for (; at > 0 && s->pool[at - 1].cost > cost; at--) s->pool[at] = s->pool[at - 1];
  memcpy(runs, s->transport.runs, (size_t)s->transport.problem->site_count * sizeof *runs);
  s->pool[at] = (assign_priced_set){.cost = cost, .hash = hash, .runs = runs};
}

bool assign_tabu_try(assign_tabu *s, double most, bool *runs) {
  for (int32_t n = 0; n < s->pool_count && s->pool[n].cost < most; n++) {
    if (s->pool[n].tried) continue;
    s->pool[n].tried = true;
    s->last_tried = s->pool[n].hash;
    memcpy(runs, s->pool[n].runs, (size_t)s->transport.problem->site_count * sizeof *runs);
    return true;
  }
  return false;
}

static void leave_for_good(assign_tabu *s, int32_t at) {
  assign_priced_set const gone = s->pool[at];
  s->done[gone.hash % ASSIGN_TABU_KNOWN] = gone.hash;
  s->pool_count -= 1;
  memmove(s->pool + at, s->pool + at + 1, (size_t)(s->pool_count - at) * sizeof *s->pool);
  s->pool[s->pool_count].runs = gone.runs;
}

void assign_tabu_reprice(assign_tabu *s, double cost) {
  int32_t at = 0;
  while (at < s->pool_count && s->pool[at].hash != s->last_tried) at += 1;
  if (at == s->pool_count) return;
  if (cost == HUGE_VAL) {
    leave_for_good(s, at);
    return;
  }
  assign_priced_set moved = s->pool[at];
  if (cost > moved.cost) moved.cost = cost;
  for (; at + 1 < s->pool_count && s->pool[at + 1].cost < moved.cost; at++) s->pool[at] = s->pool[at + 1];
  s->pool[at] = moved;
}

bool assign_tabu_is_tried(const assign_tabu *s, double most) {
  return s->pool_count > 0 && s->pool[0].cost < most && s->pool[0].tried;
}

bool assign_tabu_take(assign_tabu *s, double most, bool *runs) {
  if (s->pool_count == 0 || s->pool[0].cost >= most) return false;
  memcpy(runs, s->pool[0].runs, (size_t)s->transport.problem->site_count * sizeof *runs);
  leave_for_good(s, 0);
  return true;
}

/* ---- steps ---- */

/* Of the set at hand; *fits: all items have seats. */
static double cost_of(const assign_tabu *s, bool *fits) {
  double counted = 0;
  int64_t const left = assign_transport_left(&s->transport, &counted);
  *fits = left == 0;
  double const cost = s->transport.cost + assign_transport_fixed(&s->transport);
  return left == 0 ? cost : cost - counted + s->seat_price * (double)left;
}

static void arrive(assign_tabu *s) {
  s->cost = cost_of(s, &s->fits);
  s->idle = s->fits && s->cost < s->best ? 0 : s->idle + 1;
  s->strayed = s->fits && s->cost < s->near_best ? 0 : s->strayed + 1;
  if (s->fits && s->cost < s->near_best) s->near_best = s->cost;
  if (!s->fits || s->cost >= s->best) return;
  s->best = s->cost;
  memcpy(s->best_runs, s->transport.runs, (size_t)s->transport.problem->site_count * sizeof *s->best_runs);
}

/* Of a unit of weight, what sites cost included. */
static double mean_price(const assign_tabu *s) {
  const jh_assign *const p = s->transport.problem;
  double weight = 1;
  for (int32_t i = 0; i < p->item_count; i++) weight += (double)p->weight[i];
  return fmax(s->transport.cost + assign_transport_fixed(&s->transport), 1) / weight;
}

bool assign_tabu_begin(assign_tabu *s, const bool *runs) {
  s->ready = assign_transport_set(&s->transport, runs);
  s->near_best = HUGE_VAL;
  if (!s->ready) return false;
  arrive(s);
  keep(s, s->cost);
  return true;
}

static int32_t draw(const assign_tabu *s, bool running, assign_dice *dice) {
  const jh_assign *const p = s->transport.problem;
  int32_t chosen = -1, seen = 0;
  for (int32_t j = 0; j < p->site_count; j++)
    if (s->transport.runs[j] == running && !(running && p->must_run[j]) && assign_roll_below(dice, ++seen) == 0)
      chosen = j;
  return chosen;
}

/* The best set with some sites exchanged, or through sets that are short of seats; they stay exchanged for some
 * steps. */
static bool begin_anew(assign_tabu *s, assign_dice *dice) {
  if (!assign_tabu_begin(s, s->best_runs)) return false;
  memset(s->until, 0, (size_t)s->transport.problem->site_count * sizeof *s->until);
  s->seat_price = s->seat_price == HUGE_VAL ? FIRST_PRICE * mean_price(s) : HUGE_VAL;
  int kicks = s->seat_price == HUGE_VAL ? 0 : KICKS;
  for (int n = 0; n < KICK_DRAWS && kicks < KICKS; n++) {
    int32_t const off = draw(s, true, dice), on = draw(s, false, dice);
    if (off < 0 || on < 0) break;
    double counted = 0;
    (void)assign_transport_change(&s->transport, off, on, HUGE_VAL);
    if (assign_transport_left(&s->transport, &counted) == 0)
      kicks += 1;
    else
      assign_transport_undo(&s->transport, off, on);
  }
  s->near_best = HUGE_VAL;
  arrive(s);
  return true;
}

static bool forbidden(const assign_tabu *s, int32_t j) { return j >= 0 && s->until[j] > s->iteration; }

/* What the set would cost after the change, HUGE_VAL where that is more than `most` or not possible; the change
 * becomes the best one where it is cheaper and allowed. */
static double try_change(assign_tabu *s, int32_t off, int32_t on, double most, assign_tabu_move *best) {
  assign_transport *const t = &s->transport;
  bool const is_set = t->problem->site_number < 0 || (off >= 0 && on >= 0); /* of as many sites as it should be */
  double cost = HUGE_VAL;
  if (assign_transport_change(t, off, on, most)) {
    bool fits = false;
    cost = cost_of(s, &fits);
    if (is_set && fits) keep(s, cost);
    bool const allowed = (!forbidden(s, off) && !forbidden(s, on)) || (fits && cost < s->best);
    if (best && allowed && cost < best->cost) *best = (assign_tabu_move){off, on, cost};
  }
  assign_transport_undo(t, off, on);
  return cost;
}

/* Each site alone. With a number of sites asked for that is no step, but says which exchanges are worth a try. */
static void try_single_changes(assign_tabu *s, const jh_control *control, assign_tabu_move *best) {
  const jh_assign *const p = s->transport.problem;
  for (int32_t j = 0; j < p->site_count; j++) {
    s->off_cost[j] = s->on_cost[j] = HUGE_VAL;
    if (jh_control_stopped(control)) continue;
    if (!s->transport.runs[j])
      s->on_cost[j] = try_change(s, -1, j, HUGE_VAL, best);
    else if (!p->must_run[j])
      s->off_cost[j] = try_change(s, j, -1, HUGE_VAL, best);
  }
}

static int by_cost(const void *a, const void *b) {
  const assign_tabu_move *const x = a, *const y = b;
  if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
  return x->off != y->off ? (x->off > y->off ? 1 : -1) : (x->on > y->on) - (x->on < y->on);
}

/* Exchanges, those first that would be cheapest if both changes did not touch: then most others need not be carried
 * through. A site that cannot be closed alone may well be exchanged. */
static void try_exchanges(assign_tabu *s, const jh_control *control, assign_tabu_move *best) {
  const jh_assign *const p = s->transport.problem;
  size_t count = 0;
  for (int32_t off = 0; off < p->site_count; off++) {
    if (!s->transport.runs[off] || p->must_run[off]) continue;
    double const more = s->off_cost[off] < HUGE_VAL ? s->off_cost[off] - s->cost : 0;
    for (int32_t on = 0; on < p->site_count; on++)
      if (!s->transport.runs[on]) s->moves[count++] = (assign_tabu_move){off, on, s->on_cost[on] + more};
  }
  qsort(s->moves, count, sizeof *s->moves, by_cost);
  size_t const most = s->seat_price == HUGE_VAL ? EXCHANGES_MOST : SHORT_MOST;
  if (count > most) count = most;
  for (size_t n = 0; n < count && !jh_control_stopped(control); n++)
    (void)try_change(s, s->moves[n].off, s->moves[n].on, best->cost, best);
}

static void forbid(assign_tabu *s, int32_t j, assign_dice *dice) {
  if (j >= 0) s->until[j] = s->iteration + TENURE_LEAST + assign_roll_below(dice, TENURE_SPREAD);
}

int64_t assign_tabu_step(assign_tabu *s, assign_dice *dice, const jh_control *control) {
  int64_t const before = s->transport.steps;
  bool const counted = s->transport.problem->site_number >= 0;
  assign_tabu_move best = {-1, -1, HUGE_VAL};
  if (s->strayed >= STRAY && !begin_anew(s, dice)) return 0;
  try_single_changes(s, control, counted ? NULL : &best);
  try_exchanges(s, control, &best);
  if (best.cost == HUGE_VAL || !assign_transport_change(&s->transport, best.off, best.on, HUGE_VAL)) return 0;
  s->iteration += 1;
  arrive(s);
  s->seat_price *= s->fits ? 1 / PRICE_STEP : PRICE_STEP;
  forbid(s, best.off, dice);
  forbid(s, best.on, dice);
  return s->transport.steps - before;
}
