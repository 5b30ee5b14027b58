/* Annealed local search (Kirkpatrick, Gelatt and Vecchi 1983) over single moves and exchanges.
 *
 * Where seats are tight, a seat is worth far more at some sites than at others, and a plan gets from one to another
 * only along chains of moves. Load therefore has a price at each site, about the seat's shadow price: at the right
 * prices each move of a chain is even by itself. They begin with what the bound knows (assign_engine_root), and
 * follow the search: up while the site is over, down while it is under by more than half an item, less and less.
 * Overload costs more on top, the more the later; at a site that stays over up to SPREAD times as much. The next
 * search begins with the prices of the last. */
#include "assign_inner.h"

#include <math.h>
#include <string.h>

enum { ADJUST_EVERY = 1000, STOP_CHECK = 512, RETURN_TRIES = 48, POCKET_MOST = 24, POCKET_ONE_IN = 6 };

static double const HOT = 0.3, COLD = 0.05; /* temperatures, of a typical change */
static double const SOFT = 3, FIRM = 100;   /* price of overload first and last, of a typical change for the weight */
static double const SPREAD = 10;            /* about which it may differ from site to site */
static double const FIRMER = 1.05, SOFTER = 0.98; /* at each adjustment */
static double const PACE = 0.05, JOLT = 0.1; /* of seat prices; the part of the seats over or under that counts */

typedef struct search {
  assign_plan *plan;
  assign_dice *dice;
  double temperature, typical; /* typical: the change from the cheapest to the second cheapest site */
  double item_weight, unit;    /* of an item on average; typical for such a weight */
  int32_t *best;
  int64_t *best_value;
  bool found;
} search;

static bool accepted(search *s, double change) {
  return change <= 0 || assign_roll_unit(s->dice) < exp(-change / s->temperature);
}

static void keep_best(search *s) {
  if (s->plan->over > 0) return;
  if (s->plan->cost >= *s->best_value || (s->plan->problem->min_load && !assign_plan_fits(s->plan))) return;
  *s->best_value = s->plan->cost;
  memcpy(s->best, s->plan->site, (size_t)s->plan->problem->item_count * sizeof *s->best);
  s->found = true;
}

/* A site the item could go to: through a neighbour where regions must hold together, else one of its pairs. */
static int32_t draw_site(search *s, int32_t item) {
  const jh_assign *const problem = s->plan->problem;
  if (problem->connected) {
    int32_t const first = problem->neighbour_start[item], count = problem->neighbour_start[item + 1] - first;
    return count > 0 ? s->plan->site[problem->neighbours[first + assign_roll_below(s->dice, count)]] : -1;
  }
  int32_t const first = problem->pair_start[item], count = problem->pair_start[item + 1] - first;
  return count > 0 ? problem->pair_site[first + assign_roll_below(s->dice, count)] : -1;
}

/* The pair exists and the region of `to` can take the item; whether it may leave is asked last, since it costs. */
static bool welcome(const search *s, int32_t item, int32_t to) {
  const assign_plan *const plan = s->plan;
  return to >= 0 && to != plan->site[item] && plan->runs[to] && assign_pair_cost(plan->problem, item, to) >= 0 &&
         assign_may_join(plan, item, to);
}

/* What carrying `weight` from one site to another and the change of pair costs do to the energy. */
static double change_of(const search *s, int64_t cost, int32_t from, int32_t to, int64_t weight) {
  const assign_plan *const plan = s->plan;
  const jh_assign *const problem = plan->problem;
  int64_t const relieved =
      assign_over(problem, from, plan->load[from]) - assign_over(problem, from, plan->load[from] - weight);
  int64_t const added = assign_over(problem, to, plan->load[to] + weight) - assign_over(problem, to, plan->load[to]);
  return (double)cost + (plan->seat_price[to] - plan->seat_price[from]) * (double)weight +
         plan->over_price[to] * (double)added - plan->over_price[from] * (double)relieved;
}

static int64_t cost_change(const assign_plan *plan, int32_t item, int32_t to) {
  return assign_pair_cost(plan->problem, item, to) - assign_pair_cost(plan->problem, item, plan->site[item]);
}

/* An item that would cut others off takes them along. */
static void try_pocket(search *s, int32_t item, int32_t to) {
  assign_plan *const plan = s->plan;
  int32_t group[POCKET_MOST];
  int32_t const count = assign_pocket(plan, item, group, POCKET_MOST), from = plan->site[item];
  int64_t cost = 0, weight = 0;
  for (int32_t g = 0; g < count; g++) {
    if (assign_pair_cost(plan->problem, group[g], to) < 0) return;
    cost += cost_change(plan, group[g], to);
    weight += plan->problem->weight[group[g]];
  }
  if (count == 0 || !accepted(s, change_of(s, cost, from, to, weight))) return;
  for (int32_t g = 0; g < count; g++) assign_plan_move(plan, group[g], to);
  keep_best(s);
}

static bool try_move(search *s, int32_t item, int32_t to) {
  assign_plan *const plan = s->plan;
  int64_t const weight = plan->problem->weight[item];
  if (!accepted(s, change_of(s, cost_change(plan, item, to), plan->site[item], to, weight))) return false;
  if (!assign_may_leave(plan, item)) {
    try_pocket(s, item, to);
    return true; /* no exchange helps either */
  }
  assign_plan_move(plan, item, to);
  keep_best(s);
  return true;
}

/* An item of `to` anywhere along the border goes the other way. */
static void try_exchange(search *s, int32_t item, int32_t to) {
  assign_plan *const plan = s->plan;
  const int64_t *const weight = plan->problem->weight;
  int32_t const from = plan->site[item];
  for (int tries = 0; tries < RETURN_TRIES; tries++) {
    int32_t const other = assign_roll_below(s->dice, plan->problem->item_count);
    if (plan->site[other] != to || !welcome(s, other, from)) continue;
    int64_t const cost = cost_change(plan, item, to) + cost_change(plan, other, from);
    if (!accepted(s, change_of(s, cost, from, to, weight[item] - weight[other]))) return;
    if (!assign_may_leave(plan, item)) return;
    assign_plan_move(plan, item, to);
    if (assign_may_join(plan, other, from) && assign_may_leave(plan, other)) {
      assign_plan_move(plan, other, from);
      keep_best(s);
    } else {
      assign_plan_move(plan, item, from);
    }
    return;
  }
}

static void step(search *s) {
  int32_t const item = assign_roll_below(s->dice, s->plan->problem->item_count);
  int32_t const to = draw_site(s, item);
  if (!welcome(s, item, to) || try_move(s, item, to)) return;
  if (s->plan->problem->connected && assign_roll_below(s->dice, POCKET_ONE_IN) == 0)
    try_pocket(s, item, to);
  else
    try_exchange(s, item, to);
}

static double typical_change(const jh_assign *problem) {
  double sum = 0;
  int64_t count = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    int64_t low = INT64_MAX, second = INT64_MAX;
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++) {
      int64_t const cost = problem->pair_cost[k];
      if (cost < low) {
        second = low;
        low = cost;
      } else if (cost < second) {
        second = cost;
      }
    }
    if (second == INT64_MAX) continue;
    sum += (double)(second - low);
    count += 1;
  }
  return count > 0 && sum > 0 ? sum / (double)count : 1;
}

/* Seats the site is over (above 0) or clearly under, as a part of all it has. */
static double pressure(const search *s, int32_t j) {
  double const seats = (double)s->plan->problem->capacity[j], over = (double)s->plan->load[j] - seats;
  double const beyond = over > 0 ? over : fmin(over + s->item_weight / 2, 0);
  return fmax(-JOLT, fmin(JOLT, beyond / (seats + 1)));
}

/* `done`: the part of the search that is over. */
static void adjust_prices(search *s, double done) {
  assign_plan *const plan = s->plan;
  double const firm = s->unit * SOFT * pow(FIRM / SOFT, done);
  for (int32_t j = 0; j < plan->problem->site_count; j++) {
    if (plan->firmness[j] <= 0) plan->firmness[j] = 1;
    plan->firmness[j] *= plan->load[j] > plan->problem->capacity[j] ? FIRMER : SOFTER;
    plan->firmness[j] = fmax(1 / SPREAD, fmin(SPREAD, plan->firmness[j]));
    plan->over_price[j] = firm * plan->firmness[j];
    plan->seat_price[j] = fmax(0, plan->seat_price[j] + PACE * s->unit * (1 - done) * pressure(s, j));
  }
}

bool assign_anneal(assign_plan *plan, int64_t moves, double heat, assign_dice *dice, const jh_control *control,
                   int32_t *best, int64_t *best_value) {
  const jh_assign *const problem = plan->problem;
  if (problem->item_count == 0) return false;
  double weight = 0;
  for (int32_t i = 0; i < problem->item_count; i++) weight += (double)problem->weight[i];
  search s = {.plan = plan,
              .dice = dice,
              .typical = typical_change(problem),
              .item_weight = weight > 0 ? weight / problem->item_count : 1};
  s.best = best;
  s.best_value = best_value;
  s.unit = s.typical / s.item_weight;
  double const hot = s.typical * HOT * heat, cold = fmin(hot, s.typical * COLD);
  keep_best(&s);
  for (int64_t m = 0; m < moves; m++) {
    double const done = (double)m / (double)moves;
    if (m % ADJUST_EVERY == 0) adjust_prices(&s, done);
    if (m % STOP_CHECK == 0) {
      if (jh_control_stopped(control)) break;
      s.temperature = hot * pow(cold / hot, done);
    }
    step(&s);
  }
  return s.found;
}
