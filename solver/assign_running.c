/* Which sites the relaxed problem runs: the least sum of their values, with seats for all items and as many sites as
 * are asked for; a small covering problem, solved by branch and bound. Seats for all is implied by the rows A1 and A2
 * together, and lost when A1 is dualised: keeping it here makes the bound better (Cornuejols, Sridharan, Thizy 1991).
 */
#include "assign_relax.h"

#include <math.h>
#include <string.h>

enum { NODES_MOST = 4000, PRICE_STEPS = 18, MANY = 128 /* sites in question: the linear relaxation will do */ };

typedef struct cover {
  const assign_relax *r;
  int32_t count, nodes;
  int64_t best, open;
  double seat_price;
  int64_t base; /* of the sites that run in any case */
} cover;

/* What the free sites from `at` on must add at least: each negative value, and the cheapest seats, the last in part.
 */
static int64_t seats_bound(const cover *c, int32_t at, int64_t need) {
  const assign_relax *const r = c->r;
  int64_t sum = 0;
  for (int32_t a = at; a < c->count; a++)
    if (r->value[r->order[a]] < 0) {
      sum += r->value[r->order[a]];
      need -= assign_seats(r, r->order[a]);
    }
  for (int32_t a = 0; a < c->count && need > 0; a++) {
    int32_t const j = r->order_by_ratio[a];
    int64_t const seats = assign_seats(r, j);
    if (r->rank[j] < at || r->value[j] < 0) continue;
    if (seats > need) return sum + (int64_t)((__int128)r->value[j] * need / seats);
    sum += r->value[j];
    need -= seats;
  }
  return need > 0 ? ASSIGN_IMPOSSIBLE : sum;
}

/* With a number of sites asked for, seats are priced: the order is by what a site costs less what its seats are
 * worth, so that the first ones are the least for any number (the linear relaxation, at the best price). */
static double priced(const assign_relax *r, int32_t j, double seat_price) {
  return (double)r->value[j] - seat_price * (double)assign_seats(r, j);
}

static int64_t number_bound(const cover *c, int32_t at, int32_t number, int64_t need) {
  if (number < 0 || number > c->count - at) return ASSIGN_IMPOSSIBLE;
  double sum = c->seat_price * (double)need, size = fabs(sum);
  for (int32_t a = at; a < at + number; a++) {
    double const cost = priced(c->r, c->r->order[a], c->seat_price);
    sum += cost;
    size += fabs(cost);
  }
  return (int64_t)floor(sum - 1 - 1e-12 * size);
}

static void descend(cover *c, int32_t at, int32_t number, int64_t need, int64_t cost) {
  const assign_relax *const r = c->r;
  bool const counted = r->problem->site_number >= 0;
  int64_t const bound = counted ? number_bound(c, at, number, need) : seats_bound(c, at, need);
  if (bound >= ASSIGN_IMPOSSIBLE || cost + bound >= c->best || (at == c->count && need > 0)) return;
  if (++c->nodes > NODES_MOST) {
    if (cost + bound < c->open) c->open = cost + bound;
    return;
  }
  if (counted ? number == 0 && need <= 0 : at == c->count) {
    if (cost >= c->best) return;
    c->best = cost;
    memcpy(r->pick_best, r->pick, (size_t)r->problem->site_count * sizeof *r->pick);
    return;
  }
  int32_t const j = r->order[at];
  bool const wanted = counted ? number > 0 : r->value[j] < 0 || need > 0;
  for (int pass = 0; pass < 2; pass++) {
    if ((pass == 0) == wanted) {
      r->pick[j] = true;
      descend(c, at + 1, number - 1, need - assign_seats(r, j), cost + r->value[j]);
      r->pick[j] = false;
    } else if (counted || r->value[j] >= 0) { /* a site that pays stays out only for the number's sake */
      descend(c, at + 1, number, need, cost);
    }
  }
}

static double key_of(const assign_relax *r, int32_t j, bool by_ratio, double seat_price) {
  if (!by_ratio) return priced(r, j, seat_price);
  int64_t const seats = assign_seats(r, j);
  return seats > 0 ? (double)r->value[j] / (double)seats : HUGE_VAL;
}

static bool before(const assign_relax *r, int32_t a, int32_t b) {
  return r->key[a] != r->key[b] ? r->key[a] < r->key[b] : a < b;
}

/* Shell's sort, where there are many. */
static void sort_many(assign_relax *r, int32_t *order, int32_t count, bool by_ratio, double seat_price) {
  for (int32_t a = 0; a < count; a++) r->key[order[a]] = key_of(r, order[a], by_ratio, seat_price);
  int32_t gap = 1;
  while (gap < count / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3)
    for (int32_t a = gap; a < count; a++) {
      int32_t const j = order[a];
      int32_t b = a;
      for (; b >= gap && before(r, j, order[b - gap]); b -= gap) order[b] = order[b - gap];
      order[b] = j;
    }
}

static void sort_sites(const assign_relax *r, int32_t *order, int32_t count, bool by_ratio, double seat_price) {
  for (int32_t a = 1; a < count; a++) {
    int32_t const j = order[a];
    double const key = key_of(r, j, by_ratio, seat_price);
    int32_t b = a;
    for (; b > 0 && key_of(r, order[b - 1], by_ratio, seat_price) > key; b--) order[b] = order[b - 1];
    order[b] = j;
  }
}

/* Without a search: the bound that the last site in part gives, and the sites with that one whole. */
static void choose_many(cover *c, int64_t need) {
  const assign_relax *const r = c->r;
  int64_t const bound = seats_bound(c, 0, need);
  if (bound >= ASSIGN_IMPOSSIBLE) return;
  c->best = c->base + bound;
  for (int32_t a = 0; a < c->count && need > 0; a++) {
    r->pick_best[r->order_by_ratio[a]] = true;
    need -= assign_seats(r, r->order_by_ratio[a]);
  }
}

/* The price at which the cheapest sites of the number asked for have about the seats that are needed. */
static void price_seats(cover *c, int32_t number, int64_t need) {
  const assign_relax *const r = c->r;
  double low = 0, high = 0;
  for (int32_t a = 0; a < c->count; a++) {
    double const seats = (double)assign_seats(r, r->order[a]) + 1e-3;
    high = fmax(high, 2 * fabs((double)r->value[r->order[a]]) / seats);
  }
  for (int n = 0; n <= PRICE_STEPS; n++) {
    c->seat_price = n == 0 ? 0 : n == PRICE_STEPS ? high : (low + high) / 2;
    sort_sites(r, r->order, c->count, false, c->seat_price);
    int64_t missing = need;
    for (int32_t a = 0; a < number && a < c->count; a++) missing -= assign_seats(r, r->order[a]);
    if (n == 0 && missing <= 0) return; /* seats are no question */
    if (missing > 0)
      low = c->seat_price;
    else
      high = c->seat_price;
  }
}

static assign_site_state state_of(const assign_relax *r, int32_t j, int32_t site, bool forced) {
  if (j == site) return forced ? ASSIGN_RUNS : ASSIGN_CLOSED;
  return (assign_site_state)r->decided.state[j];
}

int64_t assign_choose_running(assign_relax *r, int32_t site, bool forced, bool *runs) {
  const jh_assign *const p = r->problem;
  cover c = {.r = r, .best = ASSIGN_IMPOSSIBLE, .open = ASSIGN_IMPOSSIBLE};
  int64_t need = r->weight;
  int32_t number = p->site_number;
  for (int32_t j = 0; j < p->site_count; j++) {
    assign_site_state const state = state_of(r, j, site, forced);
    r->pick[j] = state == ASSIGN_RUNS;
    if (state == ASSIGN_RUNS) {
      if (r->value[j] >= ASSIGN_IMPOSSIBLE) return ASSIGN_IMPOSSIBLE;
      c.base += r->value[j];
      need -= assign_seats(r, j);
      number -= 1;
    } else if (state == ASSIGN_FREE && r->value[j] < ASSIGN_IMPOSSIBLE) {
      if (p->site_number < 0 && r->value[j] < 0) { /* pays in any case */
        r->pick[j] = true;
        c.base += r->value[j];
        need -= assign_seats(r, j);
      } else {
        r->order[c.count] = r->order_by_ratio[c.count] = j;
        c.count += 1;
      }
    }
  }
  if (p->site_number >= 0) {
    price_seats(&c, number, need);
  } else {
    if (c.count > MANY)
      sort_many(r, r->order_by_ratio, c.count, true, 0);
    else
      sort_sites(r, r->order_by_ratio, c.count, true, 0);
    memcpy(r->order, r->order_by_ratio, (size_t)c.count * sizeof *r->order);
  }
  for (int32_t a = 0; a < c.count; a++) r->rank[r->order[a]] = a;
  memcpy(r->pick_best, r->pick, (size_t)p->site_count * sizeof *r->pick);
  if (c.count > MANY && p->site_number < 0)
    choose_many(&c, need);
  else
    descend(&c, 0, number, need, c.base);
  if (runs) memcpy(runs, r->pick_best, (size_t)p->site_count * sizeof *runs);
  return c.open < c.best ? c.open : c.best;
}
