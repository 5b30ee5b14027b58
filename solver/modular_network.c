/* A node of the modular search as one network.  Modules that a sink surely has are its own; the rest of a facility's
 * modules is one pool that its sinks share by the unit.  Options enter as their reduced costs ask for them. */
#include "modular_inner.h"

enum { FEW = 4 }; /* options of a source that the first network holds */

typedef struct network {
  modular_case *c;
  const modular_node *node;
  jh_flow *flow;
  int32_t *arc_of; /* by option, -1: none */
  int32_t first_sink, first_pool, first_total, total_units;
  int32_t first_way, end_way; /* arcs between sinks, pools, totals and the terminal */
  jh_wide *way_price;         /* by node: what a unit there still costs until the terminal */
  jh_wide constant;
  bool empty; /* the node contradicts itself */
  bool failed;
} network;

static void add_arc(network *n, int32_t from, int32_t to, int64_t upper, jh_wide cost) {
  if (upper <= 0) return;
  int32_t const cap = upper > n->total_units ? n->total_units : (int32_t)upper;
  n->failed |= jh_flow_add_arc(n->flow, &(jh_flow_arc){.from = from, .to = to, .upper = cap, .cost = cost}) < 0;
}

static bool carries(const network *n, int32_t sink) {
  const jh_modular_sink *const s = &n->c->problem->sinks[sink];
  return n->node->high[sink] > 0 && n->node->open[s->facility] != 0;
}

static void add_option(network *n, int32_t option) {
  const jh_modular *const p = n->c->problem;
  int32_t const source = n->c->source_of[option], sink = p->options[option].sink;
  n->arc_of[option] = jh_flow_add_arc(n->flow, &(jh_flow_arc){.from = 1 + source,
                                                              .to = n->first_sink + sink,
                                                              .upper = p->units[source],
                                                              .cost = p->options[option].cost});
  n->failed |= n->arc_of[option] < 0;
}

/* The pool's tiers: never smaller nor dearer than those of any sink that shares it. */
static int32_t pool_tiers(const network *n, int32_t facility, int32_t *size, jh_wide *cost) {
  const jh_modular *const p = n->c->problem;
  int32_t tiers = 0;
  for (int32_t i = n->c->first_sink[facility]; i < n->c->first_sink[facility + 1]; i++)
    if (p->sinks[i].tier_count > tiers) tiers = p->sinks[i].tier_count;
  for (int32_t t = 0; t < tiers; t++) {
    size[t] = 0;
    cost[t] = MODULAR_NONE;
    for (int32_t i = n->c->first_sink[facility]; i < n->c->first_sink[facility + 1]; i++) {
      const jh_modular_sink *const s = &p->sinks[i];
      int32_t const own = t < s->tier_count ? t : s->tier_count - 1;
      if (s->size[own] > size[t]) size[t] = s->size[own];
      if (s->cost[own] < cost[t]) cost[t] = s->cost[own];
    }
  }
  return tiers;
}

/* `modules` of the pool at module_cost each, spread over the units they take. */
static void add_pool(network *n, int32_t facility, int32_t to, int64_t modules, jh_wide module_cost,
                     jh_wide opening) {
  int32_t size[JH_MODULAR_TIERS];
  jh_wide cost[JH_MODULAR_TIERS];
  int32_t const tiers = pool_tiers(n, facility, size, cost);
  if (tiers == 0 || modules <= 0) return;
  jh_wide const share = module_cost / size[tiers - 1] + opening;
  for (int32_t t = 0; t < tiers; t++)
    add_arc(n, n->first_pool + facility, to, (size[t] - (t > 0 ? size[t - 1] : 0)) * modules, cost[t] + share);
}

static void add_sink(network *n, int32_t sink, int32_t to, jh_wide opening, bool shares) {
  const jh_modular_sink *const s = &n->c->problem->sinks[sink];
  int64_t const low = n->node->low[sink], high = n->node->high[sink];
  if (!carries(n, sink)) return;
  int32_t const from = n->first_sink + sink;
  for (int32_t t = 0; t < s->tier_count; t++)
    add_arc(n, from, to, (s->size[t] - (t > 0 ? s->size[t - 1] : 0)) * low, s->cost[t] + opening);
  if (shares) add_arc(n, from, n->first_pool + s->facility, s->size[s->tier_count - 1] * (high - low), 0);
  if (s->open_ended) add_arc(n, from, to, n->total_units, s->beyond + opening);
}

/* What a unit bears of an opening that is not decided: no more than its share if the facility were full. */
static jh_wide opening_share(const network *n, int32_t facility) {
  const jh_modular *const p = n->c->problem;
  const jh_modular_facility *const f = &p->facilities[facility];
  if (n->node->open[facility] != MODULAR_FREE) return 0;
  int64_t most = 0;
  for (int32_t i = n->c->first_sink[facility]; i < n->c->first_sink[facility + 1]; i++) {
    const jh_modular_sink *const s = &p->sinks[i];
    most += s->open_ended ? n->total_units : (int64_t)s->size[s->tier_count - 1] * n->node->high[i];
  }
  if (f->capacity >= 0 && f->capacity < most) most = f->capacity;
  if (n->total_units < most) most = n->total_units;
  return most > 0 ? f->open_cost / most : 0;
}

static void add_facility(network *n, int32_t facility) {
  const jh_modular *const p = n->c->problem;
  const jh_modular_facility *const f = &p->facilities[facility];
  int32_t const first = n->c->first_sink[facility], end = n->c->first_sink[facility + 1];
  int64_t low = 0, spread = 0;
  for (int32_t i = first; i < end; i++) {
    low += n->node->low[i];
    spread += n->node->high[i] - n->node->low[i];
  }
  if (n->node->open[facility] == 0) {
    n->empty |= low > 0 && modular_bounded(n->c, facility);
    return;
  }
  if (!f->runs && n->node->open[facility] == 1) n->constant += f->open_cost;
  jh_wide const opening = opening_share(n, facility);
  int32_t to = 0;
  if (f->capacity >= 0) {
    to = n->first_total + facility;
    add_arc(n, to, 0, f->capacity, 0);
  }
  bool shares = false;
  if (modular_bounded(n->c, facility)) {
    int64_t const bought = low > f->modules ? low - f->modules : 0, pool = low < f->modules ? f->modules - low : 0;
    n->empty |= bought > f->extra;
    n->constant += bought * f->extra_cost;
    shares = pool + f->extra - bought > 0 && spread > 0;
    add_pool(n, facility, to, pool < spread ? pool : spread, 0, opening);
    if (spread > pool)
      add_pool(n, facility, to, spread - pool < f->extra - bought ? spread - pool : f->extra - bought, f->extra_cost,
               opening);
  }
  for (int32_t i = first; i < end; i++) add_sink(n, i, to, opening, shares);
}

static void build(network *n) {
  const jh_modular *const p = n->c->problem;
  for (int32_t k = 0; k < p->source_count; k++) {
    int32_t const units = p->units[k];
    n->failed |= jh_flow_add_arc(n->flow, &(jh_flow_arc){.from = 0, .to = 1 + k, .lower = units, .upper = units}) < 0;
  }
  n->first_way = jh_flow_arc_count(n->flow);
  for (int32_t j = 0; j < p->facility_count; j++) add_facility(n, j);
  n->end_way = jh_flow_arc_count(n->flow);
  for (int32_t o = 0; o < n->c->option_count; o++) {
    n->arc_of[o] = -1;
    if (n->c->active[o] && carries(n, p->options[o].sink)) add_option(n, o);
  }
}

/* The options of a source that ask most to be in; tells how many. */
static int32_t add_wanted(network *n, int32_t source) {
  const jh_modular *const p = n->c->problem;
  int32_t best[FEW], count = 0;
  jh_wide reduced[FEW];
  jh_wide const at_source = jh_flow_potential(n->flow, 1 + source);
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++) {
    if (n->arc_of[o] >= 0 || !carries(n, p->options[o].sink)) continue;
    jh_wide const r = p->options[o].cost + at_source - jh_flow_potential(n->flow, n->first_sink + p->options[o].sink);
    if (r >= 0 || (count == FEW && r >= reduced[FEW - 1])) continue;
    int32_t at = count < FEW ? count++ : FEW - 1;
    for (; at > 0 && reduced[at - 1] > r; at--) {
      reduced[at] = reduced[at - 1];
      best[at] = best[at - 1];
    }
    reduced[at] = r;
    best[at] = o;
  }
  for (int32_t i = 0; i < count; i++) {
    add_option(n, best[i]);
    n->c->active[best[i]] = true;
  }
  return count;
}

static jh_status solve(network *n, jh_answer *answer) {
  while (true) {
    jh_status const status = jh_flow_solve(n->flow, n->c->control, answer);
    if (status || *answer == JH_STOPPED) return status;
    int64_t added = 0;
    for (int32_t k = 0; k < n->c->problem->source_count; k++) added += add_wanted(n, k);
    if (n->failed) return JH_NO_MEMORY;
    if (added == 0) return JH_OK;
  }
}

/* What a unit at a node still costs until the terminal. Where units pass the potentials say it; elsewhere they may
 * say anything small enough, and the cheapest arc with room says it. Totals before pools before sinks. */
static bool price_ways(network *n, jh_arena *scratch) {
  int32_t const nodes = n->first_total + n->c->problem->facility_count;
  n->way_price = JH_NEW(scratch, jh_wide, nodes);
  bool *const passed = JH_NEW(scratch, bool, nodes);
  if (!n->way_price || !passed) return false;
  jh_wide const terminal = jh_flow_potential(n->flow, 0);
  for (int32_t i = n->first_sink; i < nodes; i++) n->way_price[i] = MODULAR_NONE;
  for (int32_t a = n->first_way; a < n->end_way; a++)
    if (jh_flow_value(n->flow, a) > 0) passed[jh_flow_arc_at(n->flow, a)->from] = true;
  int32_t const groups[] = {nodes, n->first_total, n->first_pool, n->first_sink};
  for (int g = 0; g < 3; g++)
    for (int32_t a = n->first_way; a < n->end_way; a++) {
      const jh_flow_arc *const arc = jh_flow_arc_at(n->flow, a);
      if (arc->from >= groups[g] || arc->from < groups[g + 1]) continue;
      jh_wide const price =
          passed[arc->from] ? terminal - jh_flow_potential(n->flow, arc->from) : arc->cost + n->way_price[arc->to];
      if (price < n->way_price[arc->from]) n->way_price[arc->from] = price;
    }
  return true;
}

/* Raising a price to that of the second-best place costs the bound nothing there, and lets it see what closing the
 * first one would cost. A source with no other place may not be turned away at all: its price is
 * more than any plan costs. */
static jh_wide lifted_price(const network *n, const modular_relaxation *r, int32_t source) {
  const jh_modular *const p = n->c->problem;
  jh_wide second = MODULAR_NONE;
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++) {
    if (r->units[o] == p->units[source] || !carries(n, p->options[o].sink)) continue;
    if (r->units[o] > 0) return r->price[source];
    jh_wide const way = n->way_price[n->first_sink + p->options[o].sink];
    if (way < MODULAR_NONE && p->options[o].cost + way < second) second = p->options[o].cost + way;
  }
  if (second == MODULAR_NONE) second = r->price[source] + n->c->ceiling;
  return second > r->price[source] ? second : r->price[source];
}

static jh_wide second_cost(const network *n, int32_t option) {
  const jh_modular *const p = n->c->problem;
  int32_t const source = n->c->source_of[option];
  jh_wide second = MODULAR_NONE;
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++)
    if (o != option && carries(n, p->options[o].sink) && p->options[o].cost < second) second = p->options[o].cost;
  return second;
}

static bool lift(network *n, jh_arena *scratch, modular_relaxation *r) {
  const jh_modular *const p = n->c->problem;
  if (!price_ways(n, scratch)) return false;
  jh_wide largest = 0;
  for (int32_t o = 0; o < n->c->option_count; o++)
    if (p->options[o].cost > largest) largest = p->options[o].cost;
  for (int32_t k = 0; k < p->source_count; k++) r->lifted[k] = lifted_price(n, r, k);
  for (int32_t o = 0; o < n->c->option_count; o++)
    if (r->units[o] > 0 && second_cost(n, o) - p->options[o].cost > largest / 2)
      r->held[p->options[o].sink] += r->units[o];
  return true;
}

static jh_status take(network *n, jh_arena *scratch, modular_relaxation *r) {
  const jh_modular *const p = n->c->problem;
  r->units = JH_NEW(scratch, int32_t, n->c->option_count);
  r->load = JH_NEW(scratch, int32_t, p->sink_count);
  r->price = JH_NEW(scratch, jh_wide, p->source_count);
  r->lifted = JH_NEW(scratch, jh_wide, p->source_count);
  r->held = JH_NEW(scratch, int32_t, p->sink_count);
  r->capacity_price = JH_NEW(scratch, jh_wide, p->facility_count);
  if (!r->units || !r->load || !r->price || !r->lifted || !r->held || !r->capacity_price) return JH_NO_MEMORY;
  r->feasible = true;
  r->value = n->constant + jh_flow_cost(n->flow);
  for (int32_t o = 0; o < n->c->option_count; o++) {
    if (n->arc_of[o] < 0) continue;
    r->units[o] = jh_flow_value(n->flow, n->arc_of[o]);
    r->load[p->options[o].sink] += r->units[o];
  }
  jh_wide const terminal = jh_flow_potential(n->flow, 0);
  for (int32_t k = 0; k < p->source_count; k++) r->price[k] = terminal - jh_flow_potential(n->flow, 1 + k);
  for (int32_t j = 0; j < p->facility_count; j++) {
    if (p->facilities[j].capacity < 0) continue;
    jh_wide const price = terminal - jh_flow_potential(n->flow, n->first_total + j);
    bool const bears = n->node->open[j] != 0 && price > 0;
    r->capacity_price[j] = bears ? price : 0;
  }
  return lift(n, scratch, r) ? JH_OK : JH_NO_MEMORY;
}

jh_status modular_relax(modular_case *c, const modular_node *node, jh_arena *scratch, modular_relaxation *r) {
  const jh_modular *const p = c->problem;
  *r = (modular_relaxation){.feasible = false};
  network n = {.c = c, .node = node, .first_sink = 1 + p->source_count};
  n.first_pool = n.first_sink + p->sink_count;
  n.first_total = n.first_pool + p->facility_count;
  for (int32_t k = 0; k < p->source_count; k++) n.total_units += p->units[k];
  n.flow = jh_flow_create(n.first_total + p->facility_count, scratch);
  n.arc_of = JH_NEW(scratch, int32_t, c->option_count);
  if (!n.flow || !n.arc_of) return JH_NO_MEMORY;
  build(&n);
  if (n.failed) return JH_NO_MEMORY;
  if (n.empty) return JH_OK;
  jh_answer answer;
  jh_status const status = solve(&n, &answer);
  if (status) return status;
  r->stopped = answer == JH_STOPPED;
  return answer == JH_OPTIMAL ? take(&n, scratch, r) : JH_OK;
}
