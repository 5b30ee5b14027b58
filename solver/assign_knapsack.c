/* The knapsack of a site, by a core that grows from the break item: states of the offers decided so far, dominated
 * ones dropped, those that cannot pass the best by more than the tolerance left open (Pisinger 1997).
 *
 * The first offers that fit are the start; the core takes the next offer on the right in, or gives one on the left
 * up, in turn. Most knapsacks are done with a handful of offers and some dozen states. */
#include "assign_relax.h"

#include <string.h>

enum { STATES_MOST = 300, HISTORY_MOST = 1 << 15, FILLED = -2 };

typedef struct state {
  int64_t weight, gain;
  int32_t last; /* in the history, -1: the start */
} state;

typedef struct change {
  int32_t before, offer; /* the offer changed sides */
} change;

struct assign_knapsack_room {
  state *now, *next;
  change *history;
};

typedef struct core {
  assign_knapsack_room *w;
  int32_t states, changes;
  int64_t room, tolerance;
  int64_t best, open;
  int32_t best_last;
  double right, left; /* ratios of the next offers on either side; left < 0: none */
  bool full;          /* no room for more states: what is open stays so */
} core;

assign_knapsack_room *assign_knapsack_room_new(jh_arena *arena) {
  assign_knapsack_room *const w = JH_NEW(arena, assign_knapsack_room, 1);
  if (!w) return NULL;
  w->now = JH_NEW(arena, state, STATES_MOST + 1);
  w->next = JH_NEW(arena, state, STATES_MOST + 1);
  w->history = JH_NEW(arena, change, HISTORY_MOST);
  return w->now && w->next && w->history ? w : NULL;
}

/* Most that a state can come to, from above: doubles are widened by more than they lose. */
static int64_t bound_of(const core *c, int64_t weight, int64_t gain) {
  if (weight > c->room && c->left < 0) return INT64_MIN;
  double const spare = (double)(c->room - weight);
  double const most = (double)gain + spare * (spare >= 0 ? c->right : c->left);
  if (most < -0x1p62) return INT64_MIN; /* what weighs nothing is not given up */
  return (int64_t)(most + 2 + (most < 0 ? -most : most) * 1e-13);
}

static void leave_open(core *c, int64_t bound) {
  if (bound > c->open) c->open = bound;
}

/* Keeps a state in the next list, unless it is dominated or can no longer matter. */
static void keep(core *c, int32_t *count, int64_t weight, int64_t gain, int32_t last, int32_t offer) {
  state *const next = c->w->next;
  if (*count > 0 && next[*count - 1].gain >= gain) return;
  int64_t const bound = bound_of(c, weight, gain);
  if (bound <= c->best) return;
  if (offer >= 0) {
    if (c->changes == HISTORY_MOST) {
      c->full = true;
      leave_open(c, bound);
      return;
    }
    c->w->history[c->changes] = (change){last, offer};
    last = c->changes++;
  }
  if (weight <= c->room && gain > c->best) {
    c->best = gain;
    c->best_last = last;
  }
  if (bound <= c->best + c->tolerance || *count == STATES_MOST) {
    c->full |= *count == STATES_MOST;
    leave_open(c, bound);
    return;
  }
  if (*count > 0 && next[*count - 1].weight == weight)
    next[*count - 1] = (state){weight, gain, last};
  else
    next[(*count)++] = (state){weight, gain, last};
}

/* Each state as it is, and with the offer on the other side; both lists rise by weight. */
static void extend(core *c, const assign_offer *o, int32_t offer, int sign) {
  const state *const now = c->w->now;
  int64_t const weight = sign * o->weight, gain = sign * o->gain;
  int32_t a = 0, b = 0, count = 0;
  while (a < c->states || b < c->states) {
    bool const as_is = b == c->states || (a < c->states && now[a].weight <= now[b].weight + weight);
    if (as_is) {
      keep(c, &count, now[a].weight, now[a].gain, now[a].last, -1);
      a += 1;
    } else {
      keep(c, &count, now[b].weight + weight, now[b].gain + gain, now[b].last, offer);
      b += 1;
    }
  }
  state *const list = c->w->now;
  c->w->now = c->w->next;
  c->w->next = list;
  c->states = count;
}

static void search(core *c, const assign_offer *offers, int32_t count, int32_t first) {
  int32_t left = first, right = first;
  while (c->states > 0 && !c->full && (left > 0 || right < count)) {
    bool const to_right = left == 0 || (right < count && right - first <= first - left);
    int32_t const offer = to_right ? right : left - 1;
    if (to_right)
      right += 1;
    else
      left -= 1;
    c->right = right < count ? offers[right].ratio : 0;
    c->left = left > 0 ? offers[left - 1].ratio : -1;
    extend(c, &offers[offer], offer, to_right ? 1 : -1);
  }
  for (int32_t s = 0; c->full && s < c->states; s++)
    leave_open(c, bound_of(c, c->w->now[s].weight, c->w->now[s].gain));
}

/* The offers after the break that still fit, in turn: a first value worth beating. */
static int64_t fill(const assign_offer *offers, int32_t count, int32_t first, int64_t room, uint8_t *chosen) {
  int64_t gain = 0;
  for (int32_t o = first; o < count && room > 0; o++) {
    if (offers[o].weight > room) continue;
    room -= offers[o].weight;
    gain += offers[o].gain;
    chosen[o] = 1;
  }
  return gain;
}

int64_t assign_knapsack(const assign_offer *offers, int32_t count, int64_t room, int64_t tolerance,
                        assign_knapsack_room *w, uint8_t *chosen) {
  int32_t first = 0;
  int64_t weight = 0, gain = 0;
  memset(chosen, 0, (size_t)count);
  for (; first < count && offers[first].weight <= room - weight; first++) {
    weight += offers[first].weight;
    gain += offers[first].gain;
    chosen[first] = 1;
  }
  if (first == count) return gain;
  int64_t const filled = gain + fill(offers, count, first, room - weight, chosen);
  core c = {.w = w, .states = 1, .room = room, .tolerance = tolerance, .best = filled, .best_last = FILLED};
  w->now[0] = (state){weight, gain, -1};
  search(&c, offers, count, first);
  if (c.best_last != FILLED) {
    memset(chosen + first, 0, (size_t)(count - first));
    for (int32_t h = c.best_last; h >= 0; h = w->history[h].before) chosen[w->history[h].offer] ^= 1;
  }
  return c.open > c.best ? c.open : c.best;
}

/* Shell's sort: offers come nearly in order from one step to the next. */
void assign_sort_offers(assign_offer *offers, int32_t count) {
  static int32_t const GAPS[] = {301, 57, 13, 4, 1};
  for (size_t g = 0; g < sizeof GAPS / sizeof GAPS[0]; g++) {
    int32_t const gap = GAPS[g];
    for (int32_t a = gap; a < count; a++) {
      assign_offer const moved = offers[a];
      int32_t b = a;
      for (; b >= gap && offers[b - gap].ratio < moved.ratio; b -= gap) offers[b] = offers[b - gap];
      offers[b] = moved;
    }
  }
}
