/* The knapsack of a site, by a core that grows from the break item: states of the offers decided so far, dominated
 * ones dropped, those that cannot pass the best by more than the tolerance left open (Pisinger 1997).
 *
 * The first offers that fit are the start; the core takes the next offer on the right in, or gives one on the left
 * up, in turn, and passes over those that cannot change sides below the best set known. That is the caller's to begin
 * with: from one step to the next it seldom changes. Most knapsacks are done with a handful of offers and some dozen
 * states. */
#include "assign_relax.h"

#include <math.h>

enum { STATES_MOST = 2000, HISTORY_MOST = 1 << 17, GIVEN = -2 };

typedef struct state {
  int64_t weight, gain;
  int32_t last; /* in the history, -1: the start */
} state;

typedef struct change {
  int32_t before, offer; /* the offer changed sides */
} change;

struct assign_knapsack_room {
  int64_t work; /* states looked at */
  state *now, *next;
  change *history;
};

typedef struct core {
  assign_knapsack_room *w;
  int32_t states, changes;
  int64_t room, tolerance;
  int64_t best, open;
  int32_t best_last;
  double price, relaxed; /* of room at the break; what all offers gain with the break's in part */
  double right, left;    /* ratios of the next offers on either side; left < 0: none */
  bool full;             /* no room for more states: what is open stays so */
} core;

assign_knapsack_room *assign_knapsack_room_new(jh_arena *arena) {
  assign_knapsack_room *const w = JH_NEW(arena, assign_knapsack_room, 1);
  if (!w) return NULL;
  w->now = JH_NEW(arena, state, STATES_MOST + 1);
  w->next = JH_NEW(arena, state, STATES_MOST + 1);
  w->history = JH_NEW(arena, change, HISTORY_MOST);
  return w->now && w->next && w->history ? w : NULL;
}

int64_t assign_knapsack_work(const assign_knapsack_room *w) { return w->work; }

/* Widened by more than doubles of such a size lose. */
static int64_t from_above(double most, double size) {
  return most < -0x1p62 ? INT64_MIN : (int64_t)(most + 2 + size * 1e-13);
}

/* Most that a state can come to, from above. */
static int64_t bound_of(const core *c, int64_t weight, int64_t gain) {
  if (weight > c->room && c->left < 0) return INT64_MIN;
  double const spare = (double)(c->room - weight);
  double const most = (double)gain + spare * (spare >= 0 ? c->right : c->left);
  return from_above(most, fabs(most)); /* what weighs nothing is not given up */
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
  c->w->work += a + b;
  state *const list = c->w->now;
  c->w->now = c->w->next;
  c->w->next = list;
  c->states = count;
}

/* At most what any set can come to in which the offer is on the other side than at the start: the bound at the
 * break's price of room, less what the offer loses there (Dembo and Hammer 1980). */
static int64_t other_side(const core *c, const assign_offer *o) {
  double const loss = fabs((double)o->gain - c->price * (double)o->weight);
  return from_above(c->relaxed - loss, c->relaxed + loss);
}

/* The offer cannot change sides: what it might bring beyond the best stays open. */
static bool settled(core *c, const assign_offer *o) {
  int64_t const most = other_side(c, o);
  if (most > c->best + c->tolerance) return false;
  if (most > c->best) leave_open(c, most);
  return true;
}

static void search(core *c, const assign_offer *offers, int32_t count, int32_t first) {
  int32_t left = first, right = first;
  while (c->states > 0 && !c->full) {
    while (left > 0 && settled(c, &offers[left - 1])) left -= 1;
    while (right < count && settled(c, &offers[right])) right += 1;
    if (left == 0 && right == count) break;
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

/* What the offers marked gain together; below 0 where they do not fit. */
static int64_t gain_of_set(const assign_offer *offers, int32_t count, int64_t room, const uint8_t *set) {
  int64_t gain = 0;
  for (int32_t o = 0; o < count; o++) {
    if (!set[o]) continue;
    room -= offers[o].weight;
    gain += offers[o].gain;
  }
  return room >= 0 ? gain : -1;
}

/* The first offers that fit, then those after the break that still do. */
static int64_t fill(const assign_offer *offers, int32_t count, int64_t room, uint8_t *chosen) {
  int64_t gain = 0;
  for (int32_t o = 0; o < count; o++) {
    chosen[o] = offers[o].weight <= room;
    if (!chosen[o]) continue;
    room -= offers[o].weight;
    gain += offers[o].gain;
  }
  return gain;
}

int64_t assign_knapsack(const assign_offer *offers, int32_t count, int64_t room, int64_t tolerance,
                        assign_knapsack_room *w, uint8_t *chosen) {
  int32_t first = 0;
  int64_t weight = 0, gain = 0;
  for (; first < count && offers[first].weight <= room - weight; first++) {
    weight += offers[first].weight;
    gain += offers[first].gain;
  }
  int64_t best = first < count ? gain_of_set(offers, count, room, chosen) : -1;
  if (best < gain) best = fill(offers, count, room, chosen);
  if (first == count) return best;
  double const price = offers[first].ratio, relaxed = (double)gain + (double)(room - weight) * price;
  core c = {.w = w,
            .states = 1,
            .room = room,
            .tolerance = tolerance,
            .price = price,
            .relaxed = relaxed,
            .best = best,
            .best_last = GIVEN};
  w->now[0] = (state){weight, gain, -1};
  search(&c, offers, count, first);
  if (c.best_last != GIVEN) {
    for (int32_t o = 0; o < count; o++) chosen[o] = o < first;
    for (int32_t h = c.best_last; h >= 0; h = w->history[h].before) chosen[w->history[h].offer] ^= 1;
  }
  return c.open > c.best ? c.open : c.best;
}

static void sort_by(assign_offer *offers, int32_t count, int32_t gap) {
  for (int32_t a = gap; a < count; a++) {
    if (offers[a - gap].ratio >= offers[a].ratio) continue;
    assign_offer const moved = offers[a];
    int32_t b = a;
    for (; b >= gap && offers[b - gap].ratio < moved.ratio; b -= gap) offers[b] = offers[b - gap];
    offers[b] = moved;
  }
}

void assign_resort_offers(assign_offer *offers, int32_t count) { sort_by(offers, count, 1); }

/* Shell's sort. */
void assign_sort_offers(assign_offer *offers, int32_t count) {
  static int32_t const GAPS[] = {301, 57, 13, 4, 1};
  for (size_t g = 0; g < sizeof GAPS / sizeof GAPS[0]; g++) sort_by(offers, count, GAPS[g]);
}
