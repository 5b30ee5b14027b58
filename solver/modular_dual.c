/* The Lagrangian bound of the modular search: M1 and M4 at the prices of a network, everything else exactly.
 *
 *   L = sum of price * units - sum of capacity_price * capacity - sum over facilities of what it gains at most,
 *
 * where a facility gains, at n modules for a sink, the best filling of them with the units that pay more than they
 * cost, and shares its modules among its sinks by a knapsack.  In integers throughout, so L is a bound as it stands.
 * A count of modules with which even L reaches the best plan cannot be part of a better one. */
#include "modular_inner.h"

#include <stdlib.h>

enum { HIGHEST_BITS = 122 }; /* of a sum of prices */

static const jh_wide NEVER = -MODULAR_NONE;

typedef struct offer {
  jh_wide gain; /* of a unit, before the tier's cost */
  int32_t units;
} offer;

typedef struct dual {
  const modular_case *c;
  const modular_relaxation *r;
  jh_wide *price; /* no more than lets every sum fit: any prices give a bound */
  modular_node *node;
  jh_arena *scratch;
  int32_t *start; /* sink_count + 1: into gain */
  jh_wide *gain;  /* by sink and n in low..high: start[i] + n - low[i] */
  offer *offers;  /* of one sink */
  jh_wide *of_facility;
} dual;

static int by_gain(const void *a, const void *b) {
  jh_wide const x = ((const offer *)a)->gain, y = ((const offer *)b)->gain;
  return x < y ? 1 : x > y ? -1 : 0;
}

static int32_t collect(dual *d, int32_t sink) {
  const jh_modular *const p = d->c->problem;
  jh_wide const toll = d->r->capacity_price[p->sinks[sink].facility];
  int32_t count = 0;
  for (int32_t k = d->c->sink_start[sink]; k < d->c->sink_start[sink + 1]; k++) {
    int32_t const o = d->c->sink_items[k], source = d->c->source_of[o];
    if (d->c->dead[o]) continue;
    jh_wide const gain = d->price[source] - p->options[o].cost - toll;
    if (gain > p->sinks[sink].cost[0]) d->offers[count++] = (offer){gain, p->units[source]};
  }
  qsort(d->offers, (size_t)count, sizeof *d->offers, by_gain);
  return count;
}

/* The best filling of n modules. */
static jh_wide fill(const jh_modular_sink *s, const offer *offers, int32_t count, int32_t n) {
  if (n == 0) return 0;
  jh_wide sum = 0;
  int64_t held = 0;
  int32_t tier = 0;
  for (int32_t k = 0; k < count; k++) {
    int64_t left = offers[k].units;
    while (left > 0) {
      while (tier < s->tier_count && held >= (int64_t)s->size[tier] * n) tier++;
      if (tier == s->tier_count && !s->open_ended) return sum;
      jh_wide const cost = tier < s->tier_count ? s->cost[tier] : s->beyond;
      if (offers[k].gain <= cost) return sum;
      int64_t units = left;
      if (tier < s->tier_count && (int64_t)s->size[tier] * n - held < units)
        units = (int64_t)s->size[tier] * n - held;
      sum += (offers[k].gain - cost) * units;
      held += units;
      left -= units;
    }
  }
  return sum;
}

static jh_wide gain_at(const dual *d, int32_t sink, int32_t n) {
  return d->gain[d->start[sink] + n - d->node->low[sink]];
}

/* ---- a facility ---- */

typedef struct shares { /* most gained by the first and by the last sinks with at most m modules */
  int32_t first, end, width;
  jh_wide *before, *after; /* (end - first + 1) * width */
} shares;

static void add_to(const dual *d, int32_t sink, int32_t width, const jh_wide *from, jh_wide *to) {
  for (int32_t m = 0; m < width; m++) {
    to[m] = NEVER;
    for (int32_t n = d->node->low[sink]; n <= d->node->high[sink] && n <= m; n++) {
      if (from[m - n] == NEVER) continue;
      jh_wide const sum = from[m - n] + gain_at(d, sink, n);
      if (sum > to[m]) to[m] = sum;
    }
  }
}

static bool share(const dual *d, int32_t facility, bool both, shares *s) {
  *s = (shares){.first = d->c->first_sink[facility], .end = d->c->first_sink[facility + 1]};
  int64_t most = 0;
  for (int32_t i = s->first; i < s->end; i++) most += d->node->high[i];
  int32_t const available = modular_available(d->c, facility);
  s->width = (most < available ? (int32_t)most : available) + 1;
  s->before = JH_NEW(d->scratch, jh_wide, (s->end - s->first + 1) * s->width);
  s->after = both ? JH_NEW(d->scratch, jh_wide, (s->end - s->first + 1) * s->width) : s->before;
  if (!s->before || !s->after) return false;
  for (int32_t i = s->first; i < s->end; i++)
    add_to(d, i, s->width, &s->before[(i - s->first) * s->width], &s->before[(i - s->first + 1) * s->width]);
  for (int32_t i = s->end - 1; both && i >= s->first; i--)
    add_to(d, i, s->width, &s->after[(i - s->first + 1) * s->width], &s->after[(i - s->first) * s->width]);
  return true;
}

static jh_wide extra_cost(const jh_modular_facility *f, int32_t modules) {
  return modules > f->modules ? (modules - f->modules) * f->extra_cost : 0;
}

static jh_wide best_of(const dual *d, int32_t facility, const shares *s) {
  const jh_modular_facility *const f = &d->c->problem->facilities[facility];
  const jh_wide *const all = &s->before[(s->end - s->first) * s->width];
  jh_wide best = NEVER;
  for (int32_t m = 0; m < s->width; m++)
    if (all[m] != NEVER && all[m] - extra_cost(f, m) > best) best = all[m] - extra_cost(f, m);
  return best;
}

/* With exactly n modules for one sink. */
static jh_wide best_with(const dual *d, int32_t facility, const shares *s, int32_t sink, int32_t n) {
  const jh_modular_facility *const f = &d->c->problem->facilities[facility];
  const jh_wide *const before = &s->before[(sink - s->first) * s->width];
  const jh_wide *const after = &s->after[(sink - s->first + 1) * s->width];
  int32_t const free_width = f->modules < s->width - 1 ? f->modules : s->width - 1;
  jh_wide best = NEVER;
  for (int32_t total = f->extra > 0 ? free_width : s->width - 1; total < s->width; total++) {
    jh_wide most = NEVER;
    for (int32_t m = 0; m <= total - n; m++) {
      if (before[m] == NEVER || after[total - n - m] == NEVER) continue;
      jh_wide const sum = before[m] + after[total - n - m];
      if (sum > most) most = sum;
    }
    if (most == NEVER) continue;
    jh_wide const net = most + gain_at(d, sink, n) - extra_cost(f, total);
    if (net > best) best = net;
  }
  return best;
}

/* What opening changes: a facility that need not run gains at least nothing. */
static jh_wide with_opening(const dual *d, int32_t facility, jh_wide gain) {
  const jh_modular_facility *const f = &d->c->problem->facilities[facility];
  if (f->runs || gain == NEVER) return gain;
  gain -= f->open_cost;
  return d->node->open[facility] == MODULAR_FREE && gain < 0 ? 0 : gain;
}

/* The counts behind the best of all. */
static void pick(const dual *d, int32_t facility, const shares *s, int32_t *modules) {
  const jh_modular_facility *const f = &d->c->problem->facilities[facility];
  const jh_wide *const all = &s->before[(s->end - s->first) * s->width];
  int32_t left = 0;
  for (int32_t m = 1; m < s->width; m++) {
    if (all[m] == NEVER) continue;
    if (all[left] == NEVER || all[m] - extra_cost(f, m) > all[left] - extra_cost(f, left)) left = m;
  }
  for (int32_t i = s->end - 1; i >= s->first && all[left] != NEVER; i--) {
    const jh_wide *const from = &s->before[(i - s->first) * s->width];
    jh_wide const sum = s->before[(i - s->first + 1) * s->width + left];
    for (int32_t n = d->node->low[i]; n <= d->node->high[i] && n <= left; n++) {
      if (from[left - n] == NEVER || from[left - n] + gain_at(d, i, n) != sum) continue;
      modules[i] = n;
      break;
    }
    left -= modules[i];
  }
}

static jh_status gain_of(dual *d, int32_t facility, int32_t *modules, jh_wide *gain) {
  *gain = 0;
  if (d->node->open[facility] == 0) return JH_OK;
  if (!modular_bounded(d->c, facility)) {
    for (int32_t i = d->c->first_sink[facility]; i < d->c->first_sink[facility + 1]; i++) {
      *gain += gain_at(d, i, d->node->high[i]);
      modules[i] = d->node->high[i];
    }
  } else {
    shares s;
    if (!share(d, facility, false, &s)) return JH_NO_MEMORY;
    *gain = best_of(d, facility, &s);
    pick(d, facility, &s, modules);
  }
  *gain = with_opening(d, facility, *gain);
  return JH_OK;
}

static bool tabulate(dual *d) {
  const jh_modular *const p = d->c->problem;
  d->start = JH_NEW(d->scratch, int32_t, p->sink_count + 1);
  d->of_facility = JH_NEW(d->scratch, jh_wide, p->facility_count);
  if (!d->start || !d->of_facility) return false;
  int32_t longest = 0;
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const length = d->c->sink_start[i + 1] - d->c->sink_start[i];
    if (length > longest) longest = length;
    d->start[i + 1] = d->start[i] + d->node->high[i] - d->node->low[i] + 1;
  }
  d->offers = JH_NEW(d->scratch, offer, longest);
  d->gain = JH_NEW(d->scratch, jh_wide, d->start[p->sink_count]);
  if (!d->offers || !d->gain) return false;
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const count = collect(d, i);
    for (int32_t n = d->node->low[i]; n <= d->node->high[i]; n++)
      d->gain[d->start[i] + n - d->node->low[i]] = fill(&p->sinks[i], d->offers, count, n);
  }
  return true;
}

/* ---- dropping ---- */

/* Counts at either end with which the bound reaches `best`; false when none is left. The bounds move only after all
 * sinks of the facility were looked at: gain_at counts from low. */
static bool drop_counts(dual *d, int32_t facility, jh_wide bound, jh_wide best, int32_t *changed) {
  shares s;
  if (!share(d, facility, true, &s)) return true;
  jh_wide const others = bound + d->of_facility[facility];
  int32_t *const low = JH_NEW(d->scratch, int32_t, s.end - s.first), *const high =
                                                                         JH_NEW(d->scratch, int32_t, s.end - s.first);
  if (!low || !high) return true;
  for (int32_t i = s.first; i < s.end; i++) {
    int32_t from = d->node->low[i], to = d->node->high[i];
    /* A closed facility has no modules: 0 may rest on that. */
    bool const closed_too = d->node->open[facility] == MODULAR_FREE && from == 0 && others < best;
    while (from <= to && !(closed_too && from == 0)) {
      jh_wide const gain = with_opening(d, facility, best_with(d, facility, &s, i, from));
      if (gain != NEVER && others - gain < best) break;
      from++;
    }
    while (from < to) {
      jh_wide gain = best_with(d, facility, &s, i, to);
      if (gain != NEVER && !d->c->problem->facilities[facility].runs)
        gain -= d->c->problem->facilities[facility].open_cost;
      if (gain != NEVER && others - gain < best) break;
      to--;
    }
    if (from > to) return false;
    low[i - s.first] = from;
    high[i - s.first] = to;
  }
  for (int32_t i = s.first; i < s.end; i++) {
    *changed += low[i - s.first] - d->node->low[i] + d->node->high[i] - high[i - s.first];
    d->node->low[i] = low[i - s.first];
    d->node->high[i] = high[i - s.first];
    if (d->node->low[i] > 0) d->node->open[facility] = 1;
  }
  return true;
}

/* Options that no better plan than `best` uses, at the root's prices: whatever a facility gains with a unit of one,
 * it gains without that unit all but price - cost - toll - tier, and no tier is cheaper than the first. */
static void drop_options(const dual *d, jh_wide bound, jh_wide best) {
  const jh_modular *const p = d->c->problem;
  for (int32_t o = 0; o < d->c->option_count; o++) {
    const jh_modular_sink *const s = &p->sinks[p->options[o].sink];
    jh_wide const toll = d->r->capacity_price[s->facility];
    jh_wide const loss = p->options[o].cost + toll + s->cost[0] - d->price[d->c->source_of[o]];
    if (loss > 0 && loss >= best - bound) d->c->dead[o] = true;
  }
}

jh_status modular_dual(const modular_case *c, const modular_relaxation *r, const jh_wide *price, jh_wide best,
                       modular_node *node, jh_arena *scratch, modular_dual_answer *answer) {
  const jh_modular *const p = c->problem;
  dual d = {.c = c, .r = r, .node = node, .scratch = scratch, .price = JH_NEW(scratch, jh_wide, p->source_count)};
  *answer = (modular_dual_answer){.alive = true, .modules = JH_NEW(scratch, int32_t, p->sink_count)};
  if (!answer->modules || !d.price) return JH_NO_MEMORY;
  int64_t units = 1;
  for (int32_t k = 0; k < p->source_count; k++) units += p->units[k];
  jh_wide const most = ((jh_wide)1 << HIGHEST_BITS) / units;
  for (int32_t k = 0; k < p->source_count; k++) {
    d.price[k] = price[k] > most ? most : price[k] < -most ? -most : price[k];
    answer->bound += d.price[k] * p->units[k];
  }
  if (!tabulate(&d)) return JH_NO_MEMORY;
  for (int32_t j = 0; j < p->facility_count; j++) {
    jh_status const status = gain_of(&d, j, answer->modules, &d.of_facility[j]);
    if (status) return status;
    if (d.of_facility[j] == NEVER) return answer->alive = false, JH_OK;
    answer->bound -= d.of_facility[j];
    if (p->facilities[j].capacity >= 0) answer->bound -= r->capacity_price[j] * p->facilities[j].capacity;
  }
  if (answer->bound >= best) answer->alive = false;
  if (answer->alive && node->depth == 0) drop_options(&d, answer->bound, best);
  for (int32_t j = 0; j < p->facility_count && answer->alive; j++)
    if (modular_bounded(c, j) && node->open[j] != 0)
      answer->alive = drop_counts(&d, j, answer->bound, best, &answer->changed);
  return JH_OK;
}
