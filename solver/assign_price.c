/* Cuts from exact subproblems: what one site can gain at most.
 *
 * The duals u of the rows A1 make each pair worth u_i - c_ij to its site. No set of items that the site can serve is
 * worth more than the best one, found by depth first branch and bound (whole items, and where regions must hold
 * together only connected ones), and the point of the linear program is cut off where it claims more. Repeated, the
 * program comes to the bound that column generation over whole sets would give (Boyd 1993 on Fenchel cuts; Avella,
 * Boccia and Vasilyev 2010). A search that ends early leaves its open bound, so that the cut stays true. */
#include "assign_lp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 20000, NODES_MOST = 1000 };

typedef struct offer {
  int64_t gain, weight;
  int32_t item, column;
} offer;

typedef enum offer_state { UNKNOWN, IN, OUT } offer_state;

typedef struct pricing {
  const jh_assign *problem;
  offer *offers; /* by gain for weight, best first */
  int32_t count;
  int32_t *index; /* item_count: its offer, -1: none */
  uint8_t *state; /* by offer */
  int32_t *met, *queue;
  int32_t stamp, nodes;
  int64_t best; /* gain of the best set */
  int64_t open; /* most that unsearched sets may gain */
} pricing;

static int by_ratio(const void *a, const void *b) {
  const offer *const x = a, *const y = b;
  assign_wide const left = (assign_wide)x->gain * y->weight, right = (assign_wide)y->gain * x->weight;
  if (left != right) return left > right ? -1 : 1;
  if (x->gain != y->gain) return x->gain > y->gain ? -1 : 1;
  return x->item < y->item ? -1 : x->item > y->item;
}

/* Most that offers from `first` on can add in the room that is left, the last one in part. */
static int64_t relaxed(const pricing *p, int32_t first, int64_t room, bool met_only) {
  int64_t sum = 0;
  for (int32_t k = first; k < p->count && p->offers[k].gain > 0; k++) {
    const offer *const o = &p->offers[k];
    if (met_only && (p->state[k] != UNKNOWN || p->met[k] != p->stamp)) continue;
    if (o->weight <= room) {
      sum += o->gain;
      room -= o->weight;
      continue;
    }
    return sum + (int64_t)((assign_wide)o->gain * room / o->weight);
  }
  return sum;
}

static void search_sets(pricing *p, int32_t first, int64_t gain, int64_t room) {
  for (int32_t k = first; k < p->count && p->offers[k].gain > 0; k++) {
    int64_t const bound = gain + relaxed(p, k, room, false);
    if (bound <= p->best) return;
    if (++p->nodes > NODES_MOST) {
      if (bound > p->open) p->open = bound;
      return;
    }
    if (p->offers[k].weight > room) continue;
    int64_t const with = gain + p->offers[k].gain;
    if (with > p->best) p->best = with;
    search_sets(p, k + 1, with, room - p->offers[k].weight);
  }
}

/* Marks what the items taken so far can still reach in the room that is left. Returns the reachable neighbour of best
 * ratio, -1: none. */
static int32_t reach(pricing *p, const int32_t *roots, int32_t root_count, int64_t room) {
  const jh_assign *const problem = p->problem;
  int32_t head = 0, tail = 0, chosen = -1;
  p->stamp += 1;
  for (int32_t r = 0; r < root_count; r++) {
    int32_t const k = p->index[roots[r]];
    p->queue[tail++] = roots[r];
    if (k < 0 || p->state[k] != UNKNOWN || p->offers[k].weight > room) continue;
    p->met[k] = p->stamp; /* the root itself may come too */
    if (chosen < 0 || k < chosen) chosen = k;
  }
  for (int32_t k = 0; k < p->count; k++) {
    if (p->state[k] != IN) continue;
    p->met[k] = p->stamp;
    p->queue[tail++] = p->offers[k].item;
  }
  int32_t const direct = tail;
  while (head < tail) {
    bool const beside = head < direct;
    int32_t const at = p->queue[head++];
    for (int32_t n = problem->neighbour_start[at]; n < problem->neighbour_start[at + 1]; n++) {
      int32_t const k = p->index[problem->neighbours[n]];
      if (k < 0 || p->state[k] != UNKNOWN || p->offers[k].weight > room) continue;
      if (beside && (chosen < 0 || k < chosen)) chosen = k;
      if (p->met[k] == p->stamp) continue;
      p->met[k] = p->stamp;
      p->queue[tail++] = problem->neighbours[n];
    }
  }
  return chosen;
}

/* Connected sets: the best neighbour of what is taken comes in, or stays out for good. */
static void search_regions(pricing *p, const int32_t *roots, int32_t root_count, int64_t gain, int64_t room) {
  if (gain > p->best) p->best = gain;
  int32_t const next = reach(p, roots, root_count, room);
  if (next < 0) return;
  int64_t const bound = gain + relaxed(p, 0, room, true);
  if (bound <= p->best) return;
  if (++p->nodes > NODES_MOST) {
    if (bound > p->open) p->open = bound;
    return;
  }
  p->state[next] = IN;
  search_regions(p, roots, root_count, gain + p->offers[next].gain, room - p->offers[next].weight);
  p->state[next] = OUT;
  search_regions(p, roots, root_count, gain, room);
  p->state[next] = UNKNOWN;
}

static bool home_is_shared(const jh_assign *p, int32_t j) {
  for (int32_t other = 0; other < p->site_count; other++)
    if (other != j && p->home[other] == p->home[j]) return true;
  return false;
}

/* Whole numbers in proportion to what each pair is worth; how much the point claims by them. */
static double lay_offers(pricing *p, const assign_lp *lp, int32_t j) {
  double const scale = ldexp(1, -lp->shift);
  double largest = 0, claimed = 0;
  p->count = 0;
  for (int pass = 0; pass < 2; pass++)
    for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
      int32_t const k = lp->of_site[a], i = lp->item[k];
      if (lp->open[k] == 0) continue;
      double const worth = (double)lp->item_dual[i] * scale - (double)lp->cost[k];
      if (pass == 0 && worth > largest) largest = worth;
      if (pass == 0 || largest <= 0) continue;
      int64_t gain = llround(worth / largest * LARGEST);
      if (!lp->problem->connected && gain <= 0) continue;
      if (gain < -4 * (int64_t)LARGEST) gain = -4 * (int64_t)LARGEST;
      p->offers[p->count++] = (offer){.gain = gain, .weight = lp->problem->weight[i], .item = i, .column = k};
      claimed += (double)gain * lp->x[k];
    }
  qsort(p->offers, (size_t)p->count, sizeof *p->offers, by_ratio);
  return claimed;
}

static int64_t best_set(pricing *p, const assign_lp *lp, int32_t j) {
  const jh_assign *const problem = lp->problem;
  int64_t const capacity = problem->capacity[j];
  p->nodes = 0;
  p->best = 0;
  p->open = INT64_MIN;
  if (!problem->connected) {
    search_sets(p, 0, 0, capacity);
    return p->best > p->open ? p->best : p->open;
  }
  memset(p->index, -1, (size_t)problem->item_count * sizeof *p->index);
  for (int32_t k = 0; k < p->count; k++) p->index[p->offers[k].item] = k;
  memset(p->state, UNKNOWN, (size_t)p->count);
  int32_t const home = problem->home[j], own = p->index[home];
  if (home_is_shared(problem, j)) {
    search_regions(p, &home, 1, 0, capacity);
  } else if (own >= 0) {
    p->best = INT64_MIN;
    p->state[own] = IN;
    search_regions(p, NULL, 0, p->offers[own].gain, capacity - p->offers[own].weight);
  }
  return p->best > p->open ? p->best : p->open;
}

static bool pricing_init(pricing *p, const jh_assign *problem, jh_arena *arena) {
  size_t const items = (size_t)problem->item_count;
  *p = (pricing){.problem = problem,
                 .offers = JH_NEW(arena, offer, items),
                 .index = JH_NEW(arena, int32_t, items),
                 .state = JH_NEW(arena, uint8_t, items),
                 .met = JH_NEW(arena, int32_t, items),
                 .queue = JH_NEW(arena, int32_t, 2 * items + 1)};
  return p->offers && p->index && p->state && p->met && p->queue;
}

int32_t assign_cut_prices(assign_lp *lp) {
  const jh_assign *const problem = lp->problem;
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) return -1;
  pricing p;
  int32_t *const column = JH_NEW(scratch, int32_t, problem->item_count + 1);
  int64_t *const value = JH_NEW(scratch, int64_t, problem->item_count + 1);
  int32_t added = pricing_init(&p, problem, scratch) && column && value ? 0 : -1;
  for (int32_t j = 0; j < problem->site_count && added >= 0; j++) {
    int32_t const y = lp->run_column[j];
    double const running = y < 0 ? 1 : lp->x[y];
    if (running < 0.05 || lp->price_wait[j]-- > 0) continue;
    double const claimed = lay_offers(&p, lp, j);
    if (p.count == 0 || (y < 0 && claimed <= 0)) continue;
    int64_t const most = best_set(&p, lp, j);
    bool const cuts = claimed > (double)most * running + 0.002 * LARGEST;
    /* Where the search is long and in vain, it is tried more and more seldom. */
    lp->price_vain[j] = cuts || p.nodes < NODES_MOST / 8 ? 0 : lp->price_vain[j] + 1;
    lp->price_wait[j] = (1 << (lp->price_vain[j] < 10 ? lp->price_vain[j] : 10)) - 1;
    if (!cuts) continue;
    int32_t count = 0;
    for (int32_t k = 0; k < p.count; k++) {
      if (p.offers[k].gain == 0) continue;
      column[count] = p.offers[k].column;
      value[count++] = p.offers[k].gain;
    }
    if (y >= 0) {
      column[count] = y;
      value[count++] = -most;
    }
    added = assign_lp_add_row(lp, column, value, count, INT64_MIN, y < 0 ? most : 0) ? added + 1 : -1;
  }
  jh_arena_destroy(scratch);
  return added;
}
