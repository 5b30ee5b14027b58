/* Modules at a price: the second kind of network of the modular search, which finds better prices for the Lagrangian.
 *
 * A facility's modules are not shared out but sold, each facility at its own price, and the prices follow what is
 * used (subgradient).  For a sink whose own units (those that cost much more anywhere else) need c modules, the last
 * one with m units, a module of `size` units is charged as
 *
 *   modules >= (own units up to size * (c - 1), and others beyond size - m) / size + (the last m own units) / m,
 *
 * which every whole number of modules keeps: what own units would lose when their last module went is then seen,
 * where a plain relaxation lets others have size - m of it for nothing.  (For w of the m last units: with w > 0 there
 * are c modules, others have at most size * n - size * (c - 1) - w, and w / m + (m - w) / size <= 1.)  These are the
 * residual capacity inequalities of Magnanti, Mirchandani and Vachani (1993) for the own units, inside a network.
 * Nothing here is a bound by itself: modular_dual makes one of any prices. */
#include "modular_network.h"

#include <math.h>
#include <string.h>

struct modular_shop {
  network net;
  int32_t first_join, first_own, first_other, first_total;
  int32_t *paid; /* by sink: first of the arcs that charge by size, -1 */
  int32_t *last; /* by sink: the arc of the last own module, -1 */
  int32_t *last_units;
  jh_wide dearest; /* no module is worth more, nor does the network bear more */
};

typedef struct modular_shop shop;

static int32_t full_size(const jh_modular_sink *s) { return s->size[s->tier_count - 1]; }

/* Own units of the last module the sink needs for them; 0 where that module is sure, or out of reach. */
static int32_t last_module(const shop *n, int32_t sink) {
  const jh_modular_sink *const s = &n->net.c->problem->sinks[sink];
  int32_t const own = n->net.c->own_units[sink], size = full_size(s), needed = (own + size - 1) / size;
  if (own == 0 || needed <= n->net.node->low[sink] || needed > n->net.node->high[sink]) return 0;
  return own - size * (needed - 1);
}

static void add_sink(shop *n, int32_t sink, int32_t to) {
  const jh_modular_sink *const s = &n->net.c->problem->sinks[sink];
  bool const carries = network_carries(&n->net, sink);
  int32_t const join = n->first_join + sink, own = n->net.c->own_units[sink];
  int32_t const low = carries ? n->net.node->low[sink] : 0, spread = carries ? n->net.node->high[sink] - low : 0;
  int32_t const last = carries ? last_module(n, sink) : 0;
  n->last_units[sink] = last;
  for (int32_t t = 0; t < s->tier_count; t++)
    network_put(&n->net, join, to, (int64_t)(s->size[t] - (t > 0 ? s->size[t - 1] : 0)) * low, s->cost[t]);
  for (int32_t t = 0; t < s->tier_count; t++) {
    int64_t const units = (int64_t)(s->size[t] - (t > 0 ? s->size[t - 1] : 0)) * spread;
    int32_t const arc = network_put(&n->net, join, to, units, s->cost[t]);
    if (t == 0) n->paid[sink] = arc;
  }
  if (s->open_ended) network_put(&n->net, join, to, carries ? n->net.total_units : 0, s->beyond);
  network_put(&n->net, n->first_own + sink, join, carries ? own - last : 0, 0);
  network_put(&n->net, n->first_other + sink, join, carries ? n->net.total_units : 0, 0);
  n->last[sink] = network_put(&n->net, n->first_own + sink, to, last, s->cost[0]);
  network_put(&n->net, n->first_other + sink, to, last > 0 ? full_size(s) - last : 0, s->cost[0]);
}

static bool open_shop(shop *n, modular_case *c) {
  const jh_modular *const p = c->problem;
  n->first_join = 1 + p->source_count;
  n->first_own = n->first_join + p->sink_count;
  n->first_other = n->first_own + p->sink_count;
  n->first_total = n->first_other + p->sink_count;
  n->paid = JH_NEW(c->arena, int32_t, p->sink_count);
  n->last = JH_NEW(c->arena, int32_t, p->sink_count);
  n->last_units = JH_NEW(c->arena, int32_t, p->sink_count);
  if (!n->paid || !n->last || !n->last_units) return false;
  if (!network_open(&n->net, c, n->first_total + p->facility_count, c->arena)) return false;
  n->dearest = ((jh_wide)1 << JH_FLOW_COST_BITS) / (n->net.node_count + 1);
  if (c->ceiling < n->dearest) n->dearest = c->ceiling;
  for (int32_t o = 0; o < c->option_count; o++)
    n->net.enters[o] = (c->own[o] ? n->first_own : n->first_other) + p->options[o].sink;
  return true;
}

static void build(shop *n, const modular_node *node) {
  const jh_modular *const p = n->net.c->problem;
  network_begin(&n->net, node);
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const facility = p->sinks[i].facility;
    add_sink(n, i, p->facilities[facility].capacity >= 0 ? n->first_total + facility : 0);
  }
  for (int32_t j = 0; j < p->facility_count; j++)
    if (p->facilities[j].capacity >= 0) network_put(&n->net, n->first_total + j, 0, p->facilities[j].capacity, 0);
  network_add_active(&n->net);
}

static void charge(shop *n, const jh_wide *module_price) {
  const jh_modular *const p = n->net.c->problem;
  for (int32_t i = 0; i < p->sink_count; i++) {
    const jh_modular_sink *const s = &p->sinks[i];
    jh_wide const price = module_price[s->facility];
    for (int32_t t = 0; t < s->tier_count; t++)
      jh_flow_set_cost(n->net.flow, n->paid[i] + t, s->cost[t] + price / full_size(s));
    if (n->last_units[i] > 0) jh_flow_set_cost(n->net.flow, n->last[i], s->cost[0] + price / n->last_units[i]);
  }
}

static void take_prices(const shop *n, modular_relaxation *r) {
  const jh_modular *const p = n->net.c->problem;
  jh_wide const terminal = jh_flow_potential(n->net.flow, 0);
  for (int32_t k = 0; k < p->source_count; k++) r->price[k] = terminal - jh_flow_potential(n->net.flow, 1 + k);
  for (int32_t j = 0; j < p->facility_count; j++) {
    if (p->facilities[j].capacity < 0) continue;
    jh_wide const price = terminal - jh_flow_potential(n->net.flow, n->first_total + j);
    r->capacity_price[j] = n->net.node->open[j] != 0 && price > 0 ? price : 0;
  }
}

/* Modules sold beyond those that there are, by facility; the sum of squares. */
static double excess(const shop *n, const jh_wide *module_price, double *over) {
  const jh_modular *const p = n->net.c->problem;
  double norm = 0;
  for (int32_t j = 0; j < p->facility_count; j++) {
    const jh_modular_facility *const f = &p->facilities[j];
    over[j] = 0;
    if (f->modules < 0 || n->net.node->open[j] == 0) continue;
    double used = 0;
    for (int32_t i = n->net.c->first_sink[j]; i < n->net.c->first_sink[j + 1]; i++) {
      used += n->net.node->low[i];
      for (int32_t t = 0; t < p->sinks[i].tier_count; t++)
        used += (double)jh_flow_value(n->net.flow, n->paid[i] + t) / full_size(&p->sinks[i]);
      if (n->last_units[i] > 0) used += (double)jh_flow_value(n->net.flow, n->last[i]) / n->last_units[i];
    }
    bool const buys = f->extra > 0 && module_price[j] >= f->extra_cost;
    over[j] = used - f->modules - (buys ? f->extra : 0);
    if (over[j] < 0 && module_price[j] == 0) over[j] = 0;
    norm += over[j] * over[j];
  }
  return norm;
}

static void follow(const shop *n, double step, const double *over, double *momentum, jh_wide *module_price) {
  for (int32_t j = 0; j < n->net.c->problem->facility_count; j++) {
    momentum[j] = 0.5 * momentum[j] + over[j];
    double const change_wanted = step * momentum[j], dearest = (double)n->dearest;
    jh_wide const change = (jh_wide)fmax(-dearest, fmin(dearest, change_wanted));
    jh_wide const next = module_price[j] + change;
    module_price[j] = next <= 0 ? 0 : next > n->dearest ? n->dearest : next;
  }
}

typedef struct climb {
  double *over, *momentum, theta;
  jh_wide *now, *top; /* module prices */
  jh_wide highest;
  int32_t *picked; /* by sink: what the facilities picked at the top */
  int32_t since;
} climb;

static bool begin_climb(climb *c, const jh_wide *module_price, const jh_modular *p, jh_arena *scratch) {
  int32_t const facilities = p->facility_count;
  *c = (climb){.theta = 1};
  c->picked = JH_NEW(scratch, int32_t, p->sink_count);
  c->over = JH_NEW(scratch, double, facilities);
  c->momentum = JH_NEW(scratch, double, facilities);
  c->now = JH_NEW(scratch, jh_wide, facilities);
  c->top = JH_NEW(scratch, jh_wide, facilities);
  if (!c->picked || !c->over || !c->momentum || !c->now || !c->top) return false;
  memcpy(c->now, module_price, (size_t)facilities * sizeof *c->now);
  memcpy(c->top, module_price, (size_t)facilities * sizeof *c->top);
  return true;
}

/* Back to the best prices with shorter steps when nothing was gained for a while. */
static void judge_step(climb *c, jh_wide bound, const int32_t *picked, const jh_modular *p) {
  int32_t const facilities = p->facility_count;
  if (bound > c->highest) {
    c->highest = bound;
    c->since = 0;
    memcpy(c->picked, picked, (size_t)p->sink_count * sizeof *picked);
    memcpy(c->top, c->now, (size_t)facilities * sizeof *c->top);
  } else if (++c->since >= 5) {
    c->theta /= 2;
    c->since = 0;
    memcpy(c->now, c->top, (size_t)facilities * sizeof *c->now);
    memset(c->momentum, 0, (size_t)facilities * sizeof *c->momentum);
  }
}

jh_status modular_climb(modular_case *c, modular_node *node, int32_t steps, bool has_plan, jh_wide best,
                        jh_wide *module_price, jh_arena *scratch, modular_dual_answer *answer) {
  const jh_modular *const p = c->problem;
  *answer = (modular_dual_answer){.alive = true};
  climb way;
  modular_relaxation r = {.price = JH_NEW(scratch, jh_wide, p->source_count),
                          .capacity_price = JH_NEW(scratch, jh_wide, p->facility_count)};
  if (!r.price || !r.capacity_price || !begin_climb(&way, module_price, p, scratch)) return JH_NO_MEMORY;
  if (!c->shop) {
    shop *const opened = JH_NEW(c->arena, shop, 1);
    if (!opened || !open_shop(opened, c)) return JH_NO_MEMORY;
    c->shop = opened;
  }
  shop *const n = c->shop;
  build(n, node);
  if (n->net.failed) return JH_NO_MEMORY;
  for (int32_t step = 0; step < steps; step++) {
    jh_answer solved;
    charge(n, way.now);
    jh_status status = network_solve(&n->net, &solved);
    if (status || solved != JH_OPTIMAL) return status;
    take_prices(n, &r);
    jh_arena *const own = jh_arena_create();
    if (!own) return JH_NO_MEMORY;
    modular_dual_answer at;
    status = modular_dual(c, &r, r.price, best, node, own, &at);
    if (!status && at.alive) judge_step(&way, at.bound, at.modules, p);
    jh_arena_destroy(own);
    if (status) return status;
    answer->changed += at.changed;
    answer->alive = at.alive;
    if (!at.alive) break;
    double const norm = excess(n, way.now, way.over);
    if (norm == 0) break;
    double const room = has_plan ? (double)(best - at.bound) : (double)at.bound;
    follow(n, way.theta * room / norm, way.over, way.momentum, way.now);
  }
  memcpy(module_price, way.top, (size_t)p->facility_count * sizeof *module_price);
  answer->bound = way.highest;
  answer->modules = way.picked;
  return JH_OK;
}
