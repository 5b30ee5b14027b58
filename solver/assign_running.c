/* Which sites the relaxed problem runs: the least sum of their values, with seats for all items and as many sites as
 * are asked for; a small covering problem, solved by branch and bound. Seats for all is implied by the rows A1 and A2
 * together, and lost when A1 is dualised: keeping it here makes the bound better (Cornuejols, Sridharan, Thizy 1991).
 *
 * A price of seats gives the bound of a node: at a price, the sites that are cheapest less what their seats are worth
 * are the least for any demand of seats. The best price is where two such sets meet, one with too few seats and one
 * with enough; sites in only one of them are what the linear relaxation takes in part, and the largest is branched
 * on. */
#include "assign_relax.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { NODES_MOST = 1000, PRICES_MOST = 60, MANY = 128 /* sites in question: the linear relaxation will do */ };

struct assign_running_room {
  int32_t *site; /* those in question; a node has the first ones */
  double *key;   /* by site: what it costs less what its seats are worth */
  bool *pick, *pick_best;
  bool *in_few, *in_enough; /* by site: in the sets that meet at the best price */
};

/* The sites a node still chooses among, and what they must bring; number: -1 where it is free. */
typedef struct question {
  int32_t count, number;
  int64_t need, cost; /* seats; of the sites picked so far */
} question;

typedef struct site_set {
  int32_t count; /* the first ones of the room's sites */
  int64_t value, seats;
} site_set;

typedef struct running_search {
  const assign_relax *r;
  assign_running_room *w;
  int32_t nodes, nodes_most;
  int64_t priced; /* sites, in all sets */
  int64_t tolerance;
  int64_t best, open; /* cost of the best set; least bound of what was not searched */
} running_search;

assign_running_room *assign_running_room_new(int32_t site_count, jh_arena *arena) {
  assign_running_room *const w = JH_NEW(arena, assign_running_room, 1);
  if (!w) return NULL;
  *w = (assign_running_room){.site = JH_NEW(arena, int32_t, site_count),
                             .key = JH_NEW(arena, double, site_count),
                             .pick = JH_NEW(arena, bool, site_count),
                             .pick_best = JH_NEW(arena, bool, site_count),
                             .in_few = JH_NEW(arena, bool, site_count),
                             .in_enough = JH_NEW(arena, bool, site_count)};
  return w->site && w->key && w->pick && w->pick_best && w->in_few && w->in_enough ? w : NULL;
}

/* ---- sets at a price ---- */

static bool before(const assign_running_room *w, int32_t a, int32_t b) {
  return w->key[a] != w->key[b] ? w->key[a] < w->key[b] : a < b;
}

static void swap(int32_t *a, int32_t *b) {
  int32_t const kept = *a;
  *a = *b;
  *b = kept;
}

/* The `number` least of `count` sites come first (Hoare 1961). */
static void least_first(assign_running_room *w, int32_t count, int32_t number) {
  int32_t *const site = w->site;
  for (int32_t low = 0, high = count - 1; low < high;) {
    int32_t const middle = site[low + (high - low) / 2];
    int32_t a = low, b = high;
    while (a <= b) {
      while (before(w, site[a], middle)) a += 1;
      while (before(w, middle, site[b])) b -= 1;
      if (a <= b) swap(&site[a++], &site[b--]);
    }
    if (number - 1 <= b)
      high = b;
    else if (number - 1 >= a)
      low = a;
    else
      return;
  }
}

/* The least set by key: so many as are asked for, or all that are below 0. */
static site_set least_set(running_search *c, const question *q) {
  assign_running_room *const w = c->w;
  site_set set = {.count = 0};
  if (q->number >= 0) {
    set.count = q->number;
    if (set.count > 0) least_first(w, q->count, set.count);
  } else {
    for (int32_t a = 0; a < q->count; a++)
      if (w->key[w->site[a]] < 0) swap(&w->site[a], &w->site[set.count++]);
  }
  c->priced += q->count;
  for (int32_t a = 0; a < set.count; a++) {
    set.value += c->r->value[w->site[a]];
    set.seats += assign_seats(c->r, w->site[a]);
  }
  return set;
}

/* *size: what rounding errors are in proportion to. */
static site_set at_price(running_search *c, const question *q, double price, double *size) {
  assign_running_room *const w = c->w;
  *size = 0;
  for (int32_t a = 0; a < q->count; a++) {
    double const value = (double)c->r->value[w->site[a]], worth = price * (double)assign_seats(c->r, w->site[a]);
    w->key[w->site[a]] = value - worth;
    *size += fabs(value) + worth;
  }
  return least_set(c, q);
}

static site_set most_seats(running_search *c, const question *q) {
  for (int32_t a = 0; a < q->count; a++) c->w->key[c->w->site[a]] = -1 - (double)assign_seats(c->r, c->w->site[a]);
  return least_set(c, q);
}

static void mark_set(const assign_running_room *w, const question *q, const site_set *set, bool *in) {
  for (int32_t a = 0; a < q->count; a++) in[w->site[a]] = a < set->count;
}

/* A set with seats enough is a choice. */
static void keep_choice(running_search *c, const question *q, const site_set *set) {
  assign_running_room *const w = c->w;
  if (q->cost + set->value >= c->best) return;
  c->best = q->cost + set->value;
  memcpy(w->pick_best, w->pick, (size_t)c->r->problem->site_count * sizeof *w->pick);
  for (int32_t a = 0; a < set->count; a++) w->pick_best[w->site[a]] = true;
}

/* ---- the search ---- */

/* Most that the price of seats proves; where the least set has seats enough, it is the answer. *share: how much of
 * the set with enough seats the linear relaxation takes. */
static int64_t bound_of(running_search *c, const question *q, double *share) {
  assign_running_room *const w = c->w;
  double size = 0;
  if (q->number > q->count) return ASSIGN_IMPOSSIBLE;
  site_set few = at_price(c, q, 0, &size);
  if (few.seats >= q->need) {
    keep_choice(c, q, &few);
    return few.value;
  }
  mark_set(w, q, &few, w->in_few);
  site_set enough = most_seats(c, q);
  if (enough.seats < q->need) return ASSIGN_IMPOSSIBLE;
  mark_set(w, q, &enough, w->in_enough);
  keep_choice(c, q, &enough);
  double most = (double)few.value;
  for (int n = 0; n < PRICES_MOST; n++) {
    double const price = (double)(enough.value - few.value) / (double)(enough.seats - few.seats);
    double const line = (double)few.value + price * (double)(q->need - few.seats);
    site_set const met = at_price(c, q, price, &size);
    double const error = 4 * DBL_EPSILON * (size + fabs(line) + price * (double)q->need) * (q->count + 8);
    double const proven = (double)met.value + price * (double)(q->need - met.seats) - error;
    if (proven > most) most = proven;
    if (proven >= line - 2 * error) break;
    bool const fits = met.seats >= q->need;
    if (fits) keep_choice(c, q, &met);
    mark_set(w, q, &met, fits ? w->in_enough : w->in_few);
    *(fits ? &enough : &few) = met;
  }
  *share = (double)(q->need - few.seats) / (double)(enough.seats - few.seats);
  return (int64_t)floor(most);
}

/* The largest site that is in one of the two sets only. */
static int32_t in_part(const running_search *c, const question *q) {
  const assign_running_room *const w = c->w;
  int32_t largest = -1;
  for (int32_t a = 0; a < q->count; a++) {
    int32_t const j = w->site[a];
    if (w->in_few[j] == w->in_enough[j]) continue;
    int64_t const more = largest < 0 ? 1 : assign_seats(c->r, j) - assign_seats(c->r, largest);
    if (more > 0 || (more == 0 && j < largest)) largest = j;
  }
  return largest;
}

/* Whatever takes j can take k for it: no fewer seats, and no dearer. */
static bool dominates(const assign_relax *r, int32_t k, int32_t j) {
  int64_t const more = assign_seats(r, k) - assign_seats(r, j), dearer = r->value[k] - r->value[j];
  return k == j || (more >= 0 && dearer <= 0 && (more > 0 || dearer < 0 || k < j));
}

/* Site j is picked, and with it what dominates it; or it is left out, and with it what it dominates. Those come last
 * among the sites of the node. */
static question decide(running_search *c, const question *q, int32_t j, bool picked) {
  int32_t *const site = c->w->site;
  question next = *q;
  for (int32_t a = q->count - 1; a >= 0; a--) {
    int32_t const k = site[a];
    if (!(picked ? dominates(c->r, k, j) : dominates(c->r, j, k))) continue;
    swap(&site[a], &site[--next.count]);
    c->w->pick[k] = picked;
    if (!picked) continue;
    next.cost += c->r->value[k];
    next.need -= assign_seats(c->r, k);
    next.number -= q->number >= 0;
  }
  return next;
}

static void descend(running_search *c, const question *q) {
  double share = -1;
  int64_t const bound = bound_of(c, q, &share);
  c->nodes += 1;
  if (bound >= ASSIGN_IMPOSSIBLE || share < 0) return;
  if (q->cost + bound >= c->best - c->tolerance || c->nodes >= c->nodes_most) {
    if (q->cost + bound < c->open) c->open = q->cost + bound;
    return;
  }
  int32_t const j = in_part(c, q);
  bool const first = (share >= 0.5) == c->w->in_enough[j];
  for (int side = 0; side < 2; side++) {
    question const next = decide(c, q, j, first == (side == 0));
    if (q->number < 0 || next.number >= 0) descend(c, &next);
    for (int32_t a = next.count; a < q->count; a++) c->w->pick[c->w->site[a]] = false;
  }
}

static assign_site_state state_of(const assign_relax *r, int32_t j, int32_t site, bool forced) {
  if (j == site) return forced ? ASSIGN_RUNS : ASSIGN_CLOSED;
  return (assign_site_state)r->decided.state[j];
}

int64_t assign_choose_running(assign_relax *r, int32_t site, bool forced, int64_t limit, bool *runs) {
  const jh_assign *const p = r->problem;
  assign_running_room *const w = r->running;
  running_search c = {.r = r,
                      .w = w,
                      .nodes_most = NODES_MOST,
                      .tolerance = r->tolerance * p->site_count, /* as much as all knapsacks together */
                      .best = limit,
                      .open = ASSIGN_IMPOSSIBLE};
  question root = {.number = p->site_number, .need = r->weight};
  for (int32_t j = 0; j < p->site_count; j++) {
    assign_site_state const state = state_of(r, j, site, forced);
    w->pick[j] = state == ASSIGN_RUNS;
    if (state == ASSIGN_RUNS) {
      if (r->value[j] >= ASSIGN_IMPOSSIBLE || root.number == 0) return limit;
      root.cost += r->value[j];
      root.need -= assign_seats(r, j);
      if (root.number > 0) root.number -= 1;
    } else if (state == ASSIGN_FREE && r->value[j] < ASSIGN_IMPOSSIBLE) {
      w->site[root.count++] = j;
    }
  }
  memcpy(w->pick_best, w->pick, (size_t)p->site_count * sizeof *w->pick);
  if (root.count > MANY) c.nodes_most = 1;
  descend(&c, &root);
  r->work += c.priced;
  if (runs) memcpy(runs, w->pick_best, (size_t)p->site_count * sizeof *runs);
  return c.open < c.best ? c.open : c.best;
}
