/* The relaxed problem: one knapsack for each site at the multipliers at hand, the sites that run, and deflected
 * subgradient steps towards better multipliers (Camerini, Fratta and Maffioli 1975). */
#include "assign_relax.h"

#include <math.h>
#include <string.h>

/* Knapsacks are left inexact by such a part of what is missing to the cutoff: coarse while steps are taken, fine
 * where the bound is read off after them. */
enum { TIE_EVERY = 5, COARSE = 300, FINE = 10000 };
enum { STATES = 2 /* of a knapsack for a pair read */, READS = 2 /* in a unit of work */ };
static double const DEFLECTION = 0.8;      /* of the last direction that stays in the next */
static double const FARTHEST_AIM = 0.02;   /* above the bound */
static double const SHRINK = 0.75;         /* of the step after so many in vain */
static double const FORGET = 0.98;         /* weight of a step in the average against the next one's */
static double const LARGEST_WEIGHT = 1e12; /* of a step, before the averages are scaled down */

bool assign_decisions_init(assign_decisions *d, const jh_assign *problem, jh_arena *arena) {
  *d = (assign_decisions){.out = JH_NEW(arena, uint8_t, problem->pair_start[problem->item_count]),
                          .beyond = JH_NEW(arena, uint8_t, problem->item_count),
                          .choices = JH_NEW(arena, int32_t, problem->item_count),
                          .settled = JH_NEW(arena, int32_t, problem->item_count),
                          .state = JH_NEW(arena, int8_t, problem->site_count)};
  return d->out && d->beyond && d->choices && d->settled && d->state;
}

void assign_decisions_copy(assign_decisions *to, const assign_decisions *from, const jh_assign *problem) {
  size_t const items = (size_t)problem->item_count;
  memcpy(to->out, from->out, (size_t)problem->pair_start[problem->item_count]);
  memcpy(to->beyond, from->beyond, items);
  memcpy(to->choices, from->choices, items * sizeof *to->choices);
  memcpy(to->settled, from->settled, items * sizeof *to->settled);
  memcpy(to->state, from->state, (size_t)problem->site_count);
}

static bool allocate(assign_relax *r, const jh_assign *p, jh_arena *arena) {
  int32_t const items = p->item_count, sites = p->site_count, pairs = p->pair_start[items];
  r->pair_item = JH_NEW(arena, int32_t, pairs);
  r->own_home = JH_NEW(arena, int32_t, sites);
  r->site_start = JH_NEW(arena, int32_t, sites + 1);
  r->site_pair = JH_NEW(arena, int32_t, pairs);
  r->multiplier = JH_NEW(arena, int64_t, items);
  r->best_multiplier = JH_NEW(arena, int64_t, items);
  r->highest = JH_NEW(arena, int64_t, items);
  r->direction = JH_NEW(arena, double, items);
  r->scale = JH_NEW(arena, double, items);
  r->value = JH_NEW(arena, int64_t, sites);
  r->live = JH_NEW(arena, assign_live, pairs);
  r->held_count = JH_NEW(arena, int32_t, sites);
  r->live_count = JH_NEW(arena, int32_t, sites);
  r->order = JH_NEW(arena, int32_t, pairs);
  r->room = JH_NEW(arena, int64_t, sites);
  r->sure = JH_NEW(arena, int64_t, sites);
  r->offers = JH_NEW(arena, assign_offer, pairs);
  r->offer_count = JH_NEW(arena, int32_t, sites);
  r->chosen = JH_NEW(arena, uint8_t, pairs);
  r->runs = JH_NEW(arena, bool, sites);
  r->taken = JH_NEW(arena, int32_t, items);
  r->in = JH_NEW(arena, uint8_t, pairs);
  r->took = JH_NEW(arena, int32_t, pairs);
  r->took_count = JH_NEW(arena, int32_t, sites);
  r->pair_share = JH_NEW(arena, double, pairs);
  r->run_share = JH_NEW(arena, double, sites);
  r->adjust = JH_NEW(arena, int64_t, pairs);
  r->knapsack = assign_knapsack_room_new(arena);
  r->enter = JH_NEW(arena, int64_t, pairs);
  r->leave = JH_NEW(arena, int64_t, pairs);
  r->open_more = JH_NEW(arena, int64_t, sites);
  r->prefix_gain = JH_NEW(arena, int64_t, items + 1);
  r->prefix_weight = JH_NEW(arena, int64_t, items + 1);
  r->passing = JH_NEW(arena, double, items);
  r->distance = JH_NEW(arena, double, items);
  r->queue = JH_NEW(arena, int32_t, items);
  r->mark = JH_NEW(arena, int32_t, items);
  r->place = JH_NEW(arena, int32_t, items);
  r->seen = JH_NEW(arena, int32_t, items);
  r->part = JH_NEW(arena, int32_t, items);
  r->separator = JH_NEW(arena, int32_t, items);
  r->rest = JH_NEW(arena, int32_t, items);
  r->was = JH_NEW(arena, uint8_t, items);
  r->by_region = JH_NEW(arena, bool, sites);
  r->region_pair = JH_NEW(arena, int32_t, pairs);
  r->region_count = JH_NEW(arena, int32_t, sites);
  r->region_wait = JH_NEW(arena, int32_t, sites);
  r->region_skip = JH_NEW(arena, int32_t, sites);
  r->running = assign_running_room_new(sites, arena);
  return r->pair_item && r->own_home && r->site_start && r->site_pair && r->multiplier && r->best_multiplier &&
         r->highest && r->direction && r->scale && r->value && r->live && r->held_count && r->live_count &&
         r->order && r->room && r->sure && r->offers && r->offer_count && r->chosen && r->runs && r->taken && r->in &&
         r->took && r->took_count && r->pair_share && r->run_share && r->adjust && r->knapsack && r->enter &&
         r->leave && r->open_more && r->prefix_gain && r->prefix_weight && r->passing && r->distance && r->queue &&
         r->mark && r->place && r->seen && r->part && r->separator && r->rest && r->was && r->by_region &&
         r->region_pair && r->region_count && r->region_wait && r->region_skip && r->running &&
         assign_decisions_init(&r->decided, p, arena);
}

void assign_relax_compact(assign_relax *r) {
  const jh_assign *const p = r->problem;
  for (int32_t j = 0; j < p->site_count; j++) assign_subproblem_forget(r, j); /* where its pairs are listed now */
  memset(r->site_start, 0, (size_t)(p->site_count + 1) * sizeof *r->site_start);
  int32_t const pairs = p->pair_start[p->item_count];
  for (int32_t k = 0; k < pairs; k++)
    if (!r->decided.out[k]) r->site_start[p->pair_site[k] + 1] += 1;
  for (int32_t j = 0; j < p->site_count; j++) {
    r->region_count[j] = 0; /* its pairs move */
    r->site_start[j + 1] += r->site_start[j];
    r->offer_count[j] = r->site_start[j]; /* none of its offers hold any more: where its next pair goes */
  }
  for (int32_t k = 0; k < pairs; k++)
    if (!r->decided.out[k]) r->site_pair[r->offer_count[p->pair_site[k]]++] = k;
}

/* Between the cheapest site and the next: about what a place at another site is worth. */
static void first_multipliers(assign_relax *r) {
  const jh_assign *const p = r->problem;
  int64_t const most = INT64_MAX / 16 / (p->item_count + 1); /* what one site can gain still fits */
  for (int32_t i = 0; i < p->item_count; i++) {
    int64_t least = INT64_MAX, second = INT64_MAX;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      r->pair_item[k] = i;
      if (p->pair_cost[k] < least) {
        second = least;
        least = p->pair_cost[k];
      } else if (p->pair_cost[k] < second) {
        second = p->pair_cost[k];
      }
    }
    if (second == INT64_MAX) second = least;
    r->highest[i] = p->beyond && p->beyond[i] < most ? p->beyond[i] : most;
    r->multiplier[i] = least == INT64_MAX ? 0 : least + (second - least) / 2;
    if (p->beyond && r->multiplier[i] > p->beyond[i]) r->multiplier[i] = p->beyond[i];
    r->scale[i] = p->weight[i] > 0 ? (double)p->weight[i] : 0.5;
    r->weight += p->weight[i];
  }
}

bool assign_relax_init(assign_relax *r, const jh_assign *problem, const jh_control *control, jh_arena *arena) {
  *r = (assign_relax){.problem = problem,
                      .control = control,
                      .arena = arena,
                      .fixing = true,
                      .cutoff = INT64_MAX,
                      .tying = problem->connected,
                      .tie_most = 10 * problem->item_count};
  if (!allocate(r, problem, arena)) return false;
  first_multipliers(r);
  for (int32_t j = 0; j < problem->site_count; j++) r->own_home[j] = assign_home_alone(problem, j);
  r->region = problem->connected ? assign_region_room_new(arena) : NULL;
  if (problem->connected && !r->region) return false;
  for (int32_t i = 0; i < problem->item_count; i++) {
    int32_t const given = problem->pair_start[i + 1] - problem->pair_start[i];
    r->decided.beyond[i] = problem->beyond && problem->beyond[i] < INT64_MAX;
    r->decided.choices[i] = given + r->decided.beyond[i];
    r->decided.settled[i] = given == 1 && !r->decided.beyond[i] ? problem->pair_site[problem->pair_start[i]] : -1;
  }
  for (int32_t j = 0; j < problem->site_count; j++)
    r->decided.state[j] = problem->must_run[j] ? ASSIGN_RUNS : ASSIGN_FREE;
  assign_relax_compact(r);
  return true;
}

/* A long search would run out of stamps; none is in use between evaluations. */
static void renew_stamps(assign_relax *r) {
  size_t const bytes = (size_t)r->problem->item_count * sizeof *r->mark;
  memset(r->mark, 0, bytes);
  memset(r->seen, 0, bytes);
  memset(r->part, 0, bytes);
  r->stamp = 0;
}

/* The relaxed problem for the decisions last gathered. */
static int64_t evaluate(assign_relax *r) {
  const jh_assign *const p = r->problem;
  __int128 bound = 0;
  if (r->stamp > INT32_MAX / 2) renew_stamps(r);
  r->steps += 1;
  for (int32_t i = 0; i < p->item_count; i++) {
    bound += r->multiplier[i];
    r->taken[i] = 0;
  }
  for (int32_t j = 0; j < p->site_count; j++) {
    r->value[j] = ASSIGN_IMPOSSIBLE;
    if (r->decided.state[j] != ASSIGN_CLOSED) assign_subproblem_solve(r, j);
  }
  int64_t const sites = assign_choose_running(r, -1, false, ASSIGN_IMPOSSIBLE, r->runs);
  if (sites >= ASSIGN_IMPOSSIBLE) return ASSIGN_IMPOSSIBLE;
  bound += sites;
  for (int32_t j = 0; j < p->site_count; j++) {
    if (r->runs[j] && r->value[j] < ASSIGN_IMPOSSIBLE)
      assign_subproblem_take(r, j);
    else
      assign_subproblem_forget(r, j);
  }
  return bound > ASSIGN_IMPOSSIBLE    ? ASSIGN_IMPOSSIBLE
         : bound < -ASSIGN_IMPOSSIBLE ? -ASSIGN_IMPOSSIBLE
                                      : (int64_t)bound;
}

int64_t assign_relax_work(const assign_relax *r) {
  return (r->work + assign_knapsack_work(r->knapsack) / STATES) / READS;
}

int64_t assign_relax_step_work(const assign_relax *r) {
  return ((int64_t)r->site_start[r->problem->site_count] + r->problem->item_count) / READS;
}

int64_t assign_relax_evaluate(assign_relax *r) {
  assign_subproblems_gather(r);
  return evaluate(r);
}

/* ---- steps ---- */

static void clear_shares(assign_relax *r) {
  const jh_assign *const p = r->problem;
  memset(r->pair_share, 0, (size_t)p->pair_start[p->item_count] * sizeof *r->pair_share);
  memset(r->run_share, 0, (size_t)p->site_count * sizeof *r->run_share);
  r->share_weight = 1;
  r->share_total = 0;
}

/* Later steps weigh more. */
static void add_shares(assign_relax *r) {
  const jh_assign *const p = r->problem;
  for (int32_t j = 0; j < p->site_count; j++) {
    if (!r->runs[j]) continue;
    r->run_share[j] += r->share_weight;
    const int32_t *const took = &r->took[r->site_start[j]];
    for (int32_t n = 0; n < r->took_count[j]; n++) r->pair_share[took[n]] += r->share_weight;
  }
  r->share_total += r->share_weight;
  r->share_weight /= FORGET;
  if (r->share_weight < LARGEST_WEIGHT) return;
  double const down = 1 / r->share_weight;
  for (int32_t k = 0; k < p->pair_start[p->item_count]; k++) r->pair_share[k] *= down;
  for (int32_t j = 0; j < p->site_count; j++) r->run_share[j] *= down;
  r->share_total *= down;
  r->share_weight = 1;
}

int32_t assign_most_used(const assign_relax *r, int32_t i, double *total) {
  const jh_assign *const p = r->problem;
  int32_t most = -1;
  *total = 0;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    if (r->decided.out[k]) continue;
    *total += r->pair_share[k];
    if (most < 0 || r->pair_share[k] > r->pair_share[most]) most = k;
  }
  return most;
}

/* Any multipliers give a bound, as long as no pair that was left out would gain. */
static int64_t moved(double from, double by, int64_t most) {
  double const next = from + round(by);
  return next <= 0 ? 0 : next >= (double)most ? most : (int64_t)next;
}

static bool step(assign_relax *r, int64_t bound, double agility) {
  const jh_assign *const p = r->problem;
  double norm = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    r->direction[i] = 1 - r->taken[i] + DEFLECTION * r->direction[i];
    norm += r->scale[i] * r->direction[i] * r->direction[i];
  }
  norm += assign_ties_norm(r);
  if (norm <= 0) return false;
  /* A plan far off would make the steps too long. */
  double const farthest = FARTHEST_AIM * fabs((double)bound) + 1;
  double distance = r->cutoff == INT64_MAX ? farthest : (double)r->cutoff + r->slack - (double)bound;
  if (distance > farthest) distance = farthest;
  double const length = agility * distance / norm;
  for (int32_t i = 0; i < p->item_count; i++)
    r->multiplier[i] = moved((double)r->multiplier[i], length * r->scale[i] * r->direction[i], r->highest[i]);
  assign_ties_step(r, length);
  return true;
}

static void back_to_best(assign_relax *r) {
  memcpy(r->multiplier, r->best_multiplier, (size_t)r->problem->item_count * sizeof *r->multiplier);
  memset(r->direction, 0, (size_t)r->problem->item_count * sizeof *r->direction);
  assign_ties_restore(r);
}

/* Knapsacks are left inexact by a little of what is missing to the cutoff: finer the nearer a bound comes. */
static void set_tolerance(assign_relax *r, int64_t bound, int64_t parts) {
  if (r->cutoff == INT64_MAX || bound <= -ASSIGN_IMPOSSIBLE) return;
  r->tolerance = (r->cutoff - bound) / parts / r->problem->site_count;
}

int64_t assign_relax_improve(assign_relax *r, int32_t steps, double agility, int32_t patience, bool with_shares) {
  size_t const bytes = (size_t)r->problem->item_count * sizeof *r->multiplier;
  int64_t best = -ASSIGN_IMPOSSIBLE;
  int32_t idle = 0;
  if (with_shares) clear_shares(r);
  memcpy(r->best_multiplier, r->multiplier, bytes);
  assign_ties_keep(r);
  back_to_best(r);
  assign_subproblems_gather(r);
  for (int32_t s = 0; s < steps && !jh_control_stopped(r->control); s++) {
    set_tolerance(r, best, COARSE);
    int64_t const bound = evaluate(r);
    if (bound >= ASSIGN_IMPOSSIBLE) return bound;
    if (with_shares) add_shares(r);
    if (bound > best) {
      best = bound;
      idle = 0;
      memcpy(r->best_multiplier, r->multiplier, bytes);
      assign_ties_keep(r);
      if (best >= r->cutoff) return best;
    } else if (++idle >= patience) {
      idle = 0;
      agility *= SHRINK;
      back_to_best(r);
      continue;
    }
    if (r->tying && s % TIE_EVERY == 0 && !assign_ties_find(r)) r->tying = false;
    if (!step(r, bound, agility)) break;
  }
  back_to_best(r);
  set_tolerance(r, best, FINE);
  return best;
}

void assign_relax_seat_prices(const assign_relax *r, double *price) {
  for (int32_t j = 0; j < r->problem->site_count; j++) {
    const assign_offer *const offers = &r->offers[r->site_start[j]];
    int64_t room = r->room[j];
    price[j] = 0;
    for (int32_t o = 0; o < r->offer_count[j] && price[j] <= 0; o++) {
      room -= offers[o].weight;
      if (room < 0) price[j] = offers[o].ratio;
    }
  }
}
