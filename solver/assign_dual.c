/* The Lagrangian bound: rows A1 (each item once) are dualised, what is left is one knapsack per site.
 *
 * Multipliers are integers and so are all costs, so sums are exact; the knapsack is solved with its last item
 * fractional, in 128-bit products, so nothing is rounded and the bound is never above the true one (Fisher 1981;
 * Holmberg, Ronnqvist and Yuan 1999 for single-source location). */
#include "assign_inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef __int128 assign_wide;

typedef struct gain {
  int64_t gain, weight; /* gain > 0: what taking the item saves */
  int32_t item;
} gain;

/* Pairs by site: the transpose of the problem's, with room for one site's gains. */
typedef struct columns {
  int32_t *start, *item;
  int64_t *cost;
  gain *gains;
  double *taken;  /* item_count: how much of each item the sites took */
  int64_t *value; /* site_count */
  int32_t *order; /* site_count */
} columns;

bool assign_dual_init(assign_dual *dual, const jh_assign *problem, jh_arena *arena) {
  *dual = (assign_dual){.multiplier = JH_NEW(arena, int64_t, problem->item_count),
                        .bound = INT64_MIN,
                        .reduced = JH_NEW(arena, int64_t, problem->site_count),
                        .chosen = JH_NEW(arena, int64_t, problem->site_count),
                        .open = JH_NEW(arena, bool, problem->site_count),
                        .agility = 1.5};
  if (!dual->multiplier || !dual->reduced || !dual->chosen || !dual->open) return false;
  for (int32_t i = 0; i < problem->item_count; i++) {
    int64_t low = INT64_MAX;
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++)
      if (problem->pair_cost[k] < low) low = problem->pair_cost[k];
    dual->multiplier[i] = low == INT64_MAX ? 0 : low;
  }
  return true;
}

static bool columns_init(columns *c, const jh_assign *problem, jh_arena *arena) {
  int32_t const pairs = problem->pair_start[problem->item_count];
  *c = (columns){.start = JH_NEW(arena, int32_t, problem->site_count + 1),
                 .item = JH_NEW(arena, int32_t, pairs),
                 .cost = JH_NEW(arena, int64_t, pairs),
                 .gains = JH_NEW(arena, gain, problem->item_count),
                 .taken = JH_NEW(arena, double, problem->item_count),
                 .value = JH_NEW(arena, int64_t, problem->site_count),
                 .order = JH_NEW(arena, int32_t, problem->site_count)};
  int32_t *const next = JH_NEW(arena, int32_t, problem->site_count + 1);
  if (!c->start || !c->item || !c->cost || !c->gains || !c->taken || !c->value || !c->order || !next) return false;
  for (int32_t k = 0; k < pairs; k++) c->start[problem->pair_site[k] + 1] += 1;
  for (int32_t j = 0; j < problem->site_count; j++) c->start[j + 1] += c->start[j];
  memcpy(next, c->start, (size_t)(problem->site_count + 1) * sizeof *next);
  for (int32_t i = 0; i < problem->item_count; i++)
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++) {
      int32_t const at = next[problem->pair_site[k]]++;
      c->item[at] = i;
      c->cost[at] = problem->pair_cost[k];
    }
  return true;
}

static int by_ratio(const void *a, const void *b) {
  const gain *const x = a, *const y = b;
  assign_wide const left = (assign_wide)x->gain * y->weight, right = (assign_wide)y->gain * x->weight;
  if (left != right) return left > right ? -1 : 1;
  return x->item < y->item ? -1 : x->item > y->item;
}

/* Collects what site j would gain from each item, items it must hold (its own home, unless shared) not apart: a
 * relaxation either way. */
static int32_t collect(const assign_dual *dual, const jh_assign *problem, const columns *c, int32_t j) {
  int32_t count = 0;
  for (int32_t k = c->start[j]; k < c->start[j + 1]; k++) {
    int64_t const saved = dual->multiplier[c->item[k]] - c->cost[k];
    if (saved > 0) c->gains[count++] = (gain){saved, problem->weight[c->item[k]], c->item[k]};
  }
  return count;
}

/* The site's best value: what it saves, the last item in part; negated and with its fixed charge. */
static int64_t site_value(const assign_dual *dual, const jh_assign *problem, const columns *c, int32_t j,
                          int32_t *taken, double *part) {
  int32_t const count = collect(dual, problem, c, j);
  qsort(c->gains, (size_t)count, sizeof *c->gains, by_ratio);
  int64_t left = problem->capacity[j], saved = 0;
  *taken = 0;
  *part = 0;
  for (int32_t k = 0; k < count; k++) {
    const gain *const g = &c->gains[k];
    if (g->weight <= left) {
      left -= g->weight;
      saved += g->gain;
      *taken = k + 1;
      continue;
    }
    /* Whole gains add up to a whole number, so what is left of a unit cannot be saved. */
    saved += (int64_t)((assign_wide)g->gain * left / g->weight);
    *part = (double)left / (double)g->weight;
    break;
  }
  return problem->fixed[j] - saved;
}

static assign_site_state state_of(const assign_dual *dual, const jh_assign *problem, int32_t j) {
  if (problem->must_run[j]) return ASSIGN_RUNS;
  return dual->state ? (assign_site_state)dual->state[j] : ASSIGN_FREE;
}

/* Which sites the relaxed problem opens: those that must, those that pay, and as many as are asked for. */
static void open_sites(const assign_dual *dual, const jh_assign *problem, const int64_t *value, int32_t *order,
                       bool *open) {
  int32_t running = 0;
  for (int32_t j = 0; j < problem->site_count; j++) {
    assign_site_state const state = state_of(dual, problem, j);
    open[j] = state == ASSIGN_RUNS || (state == ASSIGN_FREE && problem->site_number < 0 && value[j] < 0);
    order[j] = j;
    running += open[j];
  }
  if (problem->site_number < 0) return;
  /* Insertion by value: site counts are small next to the knapsacks. */
  for (int32_t a = 1; a < problem->site_count; a++) {
    int32_t const j = order[a];
    int32_t b = a;
    for (; b > 0 && value[order[b - 1]] > value[j]; b--) order[b] = order[b - 1];
    order[b] = j;
  }
  for (int32_t a = 0; a < problem->site_count && running < problem->site_number; a++) {
    if (open[order[a]] || state_of(dual, problem, order[a]) == ASSIGN_CLOSED) continue;
    open[order[a]] = true;
    running += 1;
  }
}

static void take_items(const assign_dual *dual, const jh_assign *problem, columns *c, int32_t j) {
  int32_t taken = 0;
  double part = 0;
  (void)site_value(dual, problem, c, j, &taken, &part);
  for (int32_t k = 0; k < taken; k++) c->taken[c->gains[k].item] += 1;
  if (part > 0) c->taken[c->gains[taken].item] += part;
}

static int64_t evaluate(assign_dual *dual, const jh_assign *problem, columns *c, bool *open) {
  assign_wide bound = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    bound += dual->multiplier[i];
    c->taken[i] = 0;
  }
  for (int32_t j = 0; j < problem->site_count; j++) {
    int32_t taken = 0;
    double part = 0;
    if (state_of(dual, problem, j) == ASSIGN_CLOSED) continue;
    c->value[j] = site_value(dual, problem, c, j, &taken, &part);
  }
  open_sites(dual, problem, c->value, c->order, open);
  for (int32_t j = 0; j < problem->site_count; j++) {
    if (!open[j]) continue;
    bound += c->value[j];
    take_items(dual, problem, c, j);
  }
  assign_wide const most = INT64_MAX / 2;
  return (int64_t)(bound > most ? most : bound < -most ? -most : bound);
}

static void step(assign_dual *dual, const jh_assign *problem, const columns *c, double length) {
  double norm = 0;
  for (int32_t i = 0; i < problem->item_count; i++) norm += (1 - c->taken[i]) * (1 - c->taken[i]);
  if (norm <= 0) return;
  /* Any multipliers give a bound: held where what one site can save still fits. */
  int64_t const most = INT64_MAX / 8 / problem->item_count;
  for (int32_t i = 0; i < problem->item_count; i++) {
    double const next = (double)dual->multiplier[i] + round(length / norm * (1 - c->taken[i]));
    dual->multiplier[i] = next <= 0 ? 0 : next >= (double)most ? most : (int64_t)next;
  }
}

void assign_dual_improve(assign_dual *dual, const jh_assign *problem, int64_t target, int32_t steps,
                         const jh_control *control, jh_arena *arena) {
  columns c;
  bool *const open = JH_NEW(arena, bool, problem->site_count);
  int64_t *const best = JH_NEW(arena, int64_t, problem->item_count);
  if (!open || !best || !columns_init(&c, problem, arena)) return; /* no step taken: the bound stays what it was */
  size_t const bytes = (size_t)problem->item_count * sizeof *best;
  int32_t const patience = steps / 5 < 20 ? steps / 5 : 20;
  int32_t idle = 0;
  dual->steps_taken = 0;
  memcpy(best, dual->multiplier, bytes);
  for (int32_t n = 0; n < steps && !jh_control_stopped(control); n++) {
    int64_t const bound = evaluate(dual, problem, &c, open);
    dual->steps_taken += 1;
    for (int32_t j = 0; j < problem->site_count; j++) dual->chosen[j] += open[j];
    if (bound > dual->bound) {
      dual->bound = bound;
      idle = 0;
      memcpy(best, dual->multiplier, bytes);
      memcpy(dual->open, open, (size_t)problem->site_count * sizeof *open);
      memcpy(dual->reduced, c.value, (size_t)problem->site_count * sizeof *c.value);
    } else if (++idle >= patience) {
      idle = 0;
      dual->agility *= 0.7;
      memcpy(dual->multiplier, best, bytes);
      if (dual->agility < 1e-4) break;
      continue;
    }
    double const goal = target == INT64_MAX ? (double)bound + 0.05 * (bound < 0 ? -(double)bound : (double)bound) + 1
                                            : (double)target;
    double const distance = goal - (double)bound;
    if (distance < 1) break;
    step(dual, problem, &c, dual->agility * distance);
  }
  memcpy(dual->multiplier, best, bytes);
}
