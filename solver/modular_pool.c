/* A node of the modular search as one network.  Modules that a sink surely has are its own; the rest of a facility's
 * modules is one pool that its sinks share by the unit. */
#include "modular_network.h"

struct modular_pool {
  network net;
  int32_t first_sink, first_pool, first_total;
  int32_t first_way, end_way; /* arcs between sinks, pools, totals and the terminal */
  jh_wide *way_price;         /* by node: what a unit there still costs until the terminal */
  jh_wide constant;
  bool empty; /* the node contradicts itself */
};

typedef struct modular_pool pool_network;

/* The pool's tiers: never smaller nor dearer than those of any sink that shares it. */
static int32_t pool_tiers(const pool_network *n, int32_t facility, int32_t *size, jh_wide *cost) {
  const jh_modular *const p = n->net.c->problem;
  int32_t tiers = 0;
  for (int32_t i = n->net.c->first_sink[facility]; i < n->net.c->first_sink[facility + 1]; i++)
    if (p->sinks[i].tier_count > tiers) tiers = p->sinks[i].tier_count;
  for (int32_t t = 0; t < tiers; t++) {
    size[t] = 0;
    cost[t] = MODULAR_NONE;
    for (int32_t i = n->net.c->first_sink[facility]; i < n->net.c->first_sink[facility + 1]; i++) {
      const jh_modular_sink *const s = &p->sinks[i];
      int32_t const own = t < s->tier_count ? t : s->tier_count - 1;
      if (s->size[own] > size[t]) size[t] = s->size[own];
      if (s->cost[own] < cost[t]) cost[t] = s->cost[own];
    }
  }
  return tiers;
}

/* `modules` of the pool at module_cost each, spread over the units they take. */
static void add_pool(pool_network *n, int32_t facility, int32_t to, int64_t modules, jh_wide module_cost,
                     jh_wide opening) {
  int32_t size[JH_MODULAR_TIERS];
  jh_wide cost[JH_MODULAR_TIERS];
  int32_t const tiers = pool_tiers(n, facility, size, cost);
  if (tiers == 0 || size[tiers - 1] <= 0) return; /* no sinks: nothing is ever put */
  jh_wide const share = module_cost / size[tiers - 1] + opening;
  for (int32_t t = 0; t < tiers; t++)
    network_put(&n->net, n->first_pool + facility, to, (size[t] - (t > 0 ? size[t - 1] : 0)) * modules,
                cost[t] + share);
}

static void add_sink(pool_network *n, int32_t sink, int32_t to, jh_wide opening, bool shares) {
  const jh_modular_sink *const s = &n->net.c->problem->sinks[sink];
  bool const carries = network_carries(&n->net, sink);
  int64_t const low = carries ? n->net.node->low[sink] : 0, spread = n->net.node->high[sink] - low;
  int32_t const from = n->first_sink + sink;
  for (int32_t t = 0; t < s->tier_count; t++)
    network_put(&n->net, from, to, (s->size[t] - (t > 0 ? s->size[t - 1] : 0)) * low, s->cost[t] + opening);
  if (modular_bounded(n->net.c, s->facility))
    network_put(&n->net, from, n->first_pool + s->facility,
                carries && shares ? s->size[s->tier_count - 1] * spread : 0, 0);
  if (s->open_ended) network_put(&n->net, from, to, carries ? n->net.total_units : 0, s->beyond + opening);
}

/* What a unit bears of an opening that is not decided: no more than its share if the facility were full. */
static jh_wide opening_share(const pool_network *n, int32_t facility) {
  const jh_modular *const p = n->net.c->problem;
  const jh_modular_facility *const f = &p->facilities[facility];
  if (n->net.node->open[facility] != MODULAR_FREE) return 0;
  int64_t most = 0;
  for (int32_t i = n->net.c->first_sink[facility]; i < n->net.c->first_sink[facility + 1]; i++) {
    const jh_modular_sink *const s = &p->sinks[i];
    most += s->open_ended ? n->net.total_units : (int64_t)s->size[s->tier_count - 1] * n->net.node->high[i];
  }
  if (f->capacity >= 0 && f->capacity < most) most = f->capacity;
  if (n->net.total_units < most) most = n->net.total_units;
  return most > 0 ? f->open_cost / most : 0;
}

static void add_facility(pool_network *n, int32_t facility) {
  const jh_modular *const p = n->net.c->problem;
  const jh_modular_facility *const f = &p->facilities[facility];
  int32_t const first = n->net.c->first_sink[facility], end = n->net.c->first_sink[facility + 1];
  int64_t low = 0, spread = 0;
  for (int32_t i = first; i < end; i++) {
    low += n->net.node->low[i];
    spread += n->net.node->high[i] - n->net.node->low[i];
  }
  bool const closed = n->net.node->open[facility] == 0, bounded = modular_bounded(n->net.c, facility);
  n->empty |= closed && bounded && low > 0;
  if (!f->runs && n->net.node->open[facility] == 1) n->constant += f->open_cost;
  jh_wide const opening = opening_share(n, facility);
  int32_t const to = f->capacity >= 0 ? n->first_total + facility : 0;
  if (f->capacity >= 0) network_put(&n->net, to, 0, closed ? 0 : f->capacity, 0);
  int64_t const bought = low > f->modules ? low - f->modules : 0, pool = low < f->modules ? f->modules - low : 0;
  int64_t const extra = f->extra - bought;
  if (bounded) {
    n->empty |= extra < 0;
    n->constant += bought * f->extra_cost;
    int64_t const wanted = closed ? 0 : spread, beyond = wanted > pool ? wanted - pool : 0;
    add_pool(n, facility, to, pool < wanted ? pool : wanted, 0, opening);
    add_pool(n, facility, to, beyond < extra ? beyond : extra, f->extra_cost, opening);
  }
  for (int32_t i = first; i < end; i++) add_sink(n, i, to, opening, pool + extra > 0);
}

static void build(pool_network *n, const modular_node *node) {
  const jh_modular *const p = n->net.c->problem;
  n->constant = 0;
  n->empty = false;
  n->first_way = p->source_count;
  network_begin(&n->net, node);
  for (int32_t j = 0; j < p->facility_count; j++) add_facility(n, j);
  if (!n->net.laid) n->end_way = jh_flow_arc_count(n->net.flow);
  network_add_active(&n->net);
}

static bool open_pool(pool_network *n, modular_case *c) {
  const jh_modular *const p = c->problem;
  n->first_sink = 1 + p->source_count;
  n->first_pool = n->first_sink + p->sink_count;
  n->first_total = n->first_pool + p->facility_count;
  if (!network_open(&n->net, c, n->first_total + p->facility_count, c->arena)) return false;
  for (int32_t o = 0; o < c->option_count; o++) n->net.enters[o] = n->first_sink + p->options[o].sink;
  return true;
}

/* What a unit at a node still costs until the terminal. Where units pass the potentials say it; elsewhere they may
 * say anything small enough, and the cheapest arc with room says it. Totals before pools before sinks. */
static bool price_ways(pool_network *n, jh_arena *scratch) {
  int32_t const nodes = n->first_total + n->net.c->problem->facility_count;
  n->way_price = JH_NEW(scratch, jh_wide, nodes);
  bool *const passed = JH_NEW(scratch, bool, nodes);
  if (!n->way_price || !passed) return false;
  jh_wide const terminal = jh_flow_potential(n->net.flow, 0);
  for (int32_t i = n->first_sink; i < nodes; i++) n->way_price[i] = MODULAR_NONE;
  for (int32_t a = n->first_way; a < n->end_way; a++)
    if (jh_flow_value(n->net.flow, a) > 0) passed[jh_flow_arc_at(n->net.flow, a)->from] = true;
  int32_t const groups[] = {nodes, n->first_total, n->first_pool, n->first_sink};
  for (int g = 0; g < 3; g++)
    for (int32_t a = n->first_way; a < n->end_way; a++) {
      const jh_flow_arc *const arc = jh_flow_arc_at(n->net.flow, a);
      if (arc->upper == 0 || arc->from >= groups[g] || arc->from < groups[g + 1]) continue;
      jh_wide const price = passed[arc->from] ? terminal - jh_flow_potential(n->net.flow, arc->from)
                                              : arc->cost + n->way_price[arc->to];
      if (price < n->way_price[arc->from]) n->way_price[arc->from] = price;
    }
  return true;
}

/* Raising a price to that of the second-best place costs the bound nothing there, and lets it see what closing the
 * first one would cost. A source with no other place may not be turned away at all: its price is
 * more than any plan costs. */
static jh_wide lifted_price(const pool_network *n, const modular_relaxation *r, int32_t source) {
  const jh_modular *const p = n->net.c->problem;
  jh_wide second = MODULAR_NONE;
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++) {
    if (r->units[o] == p->units[source] || n->net.c->dead[o] || !network_carries(&n->net, p->options[o].sink))
      continue;
    if (r->units[o] > 0) return r->price[source];
    jh_wide const way = n->way_price[n->first_sink + p->options[o].sink];
    if (way < MODULAR_NONE && p->options[o].cost + way < second) second = p->options[o].cost + way;
  }
  if (second == MODULAR_NONE) second = r->price[source] + n->net.c->ceiling;
  return second > r->price[source] ? second : r->price[source];
}

static bool lift(pool_network *n, jh_arena *scratch, modular_relaxation *r) {
  const jh_modular *const p = n->net.c->problem;
  if (!price_ways(n, scratch)) return false;
  for (int32_t k = 0; k < p->source_count; k++) r->lifted[k] = lifted_price(n, r, k);
  for (int32_t o = 0; o < n->net.c->option_count; o++)
    if (n->net.c->own[o]) r->held[p->options[o].sink] += r->units[o];
  return true;
}

static jh_status take(pool_network *n, jh_arena *scratch, modular_relaxation *r) {
  const jh_modular *const p = n->net.c->problem;
  r->units = JH_NEW(scratch, int32_t, n->net.c->option_count);
  r->load = JH_NEW(scratch, int32_t, p->sink_count);
  r->price = JH_NEW(scratch, jh_wide, p->source_count);
  r->lifted = JH_NEW(scratch, jh_wide, p->source_count);
  r->held = JH_NEW(scratch, int32_t, p->sink_count);
  r->capacity_price = JH_NEW(scratch, jh_wide, p->facility_count);
  if (!r->units || !r->load || !r->price || !r->lifted || !r->held || !r->capacity_price) return JH_NO_MEMORY;
  r->feasible = true;
  r->value = n->constant + jh_flow_cost(n->net.flow);
  for (int32_t o = 0; o < n->net.c->option_count; o++) {
    if (n->net.arc_of[o] < 0) continue;
    r->units[o] = jh_flow_value(n->net.flow, n->net.arc_of[o]);
    r->load[p->options[o].sink] += r->units[o];
  }
  jh_wide const terminal = jh_flow_potential(n->net.flow, 0);
  for (int32_t k = 0; k < p->source_count; k++) r->price[k] = terminal - jh_flow_potential(n->net.flow, 1 + k);
  for (int32_t j = 0; j < p->facility_count; j++) {
    if (p->facilities[j].capacity < 0) continue;
    jh_wide const price = terminal - jh_flow_potential(n->net.flow, n->first_total + j);
    bool const bears = n->net.node->open[j] != 0 && price > 0;
    r->capacity_price[j] = bears ? price : 0;
  }
  return lift(n, scratch, r) ? JH_OK : JH_NO_MEMORY;
}

jh_status modular_relax(modular_case *c, const modular_node *node, jh_arena *scratch, modular_relaxation *r) {
  *r = (modular_relaxation){.feasible = false};
  if (!c->pool) {
    pool_network *const opened = JH_NEW(c->arena, pool_network, 1);
    if (!opened || !open_pool(opened, c)) return JH_NO_MEMORY;
    c->pool = opened;
  }
  pool_network *const n = c->pool;
  build(n, node);
  if (n->net.failed) return JH_NO_MEMORY;
  if (n->empty) return JH_OK;
  jh_answer answer;
  jh_status const status = network_solve(&n->net, &answer);
  if (status) return status;
  r->stopped = answer == JH_STOPPED;
  return answer == JH_OPTIMAL ? take(n, scratch, r) : JH_OK;
}
