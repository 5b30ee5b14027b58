/* F3 on top of the network simplex: a Lagrange multiplier (found on the line between a plan that breaks the row and
 * one that keeps it, as in Juettner and others' LARAC), exchanges along the cycles between the two, and best-first
 * branching, on f[total] first (a fixed total lets the row round up), on single arcs after. */
#include "flow_inner.h"

#include <string.h>

enum { SCALE = 64, GROWTH = 1024, NEAR_GROWTH = 4, NEAR_STEPS = 5, NO_ARC = -1 };

static const jh_wide NONE = (jh_wide)1 << 126; /* no value yet */
static const jh_wide LARGEST_MULTIPLIER = (jh_wide)1 << JH_FLOW_COST_BITS;

typedef struct change { /* bounds of one arc, tightened on the way from the root */
  int32_t arc, lower, upper;
  const struct change *before;
} change;

typedef struct node {
  jh_wide bound, multiplier; /* the parent's multiplier, of one counted unit */
  const change *changes;
} node;

typedef struct point { /* a circulation, and how far it is above the row's right side */
  bool known;
  int32_t *units;
  size_t count; /* arcs there were: columns added later carry nothing */
  jh_wide cost, slack;
} point;

typedef struct search {
  jh_flow *flow; /* of the root; its arcs are the problem's */
  const jh_flow_ratio *ratio;
  jh_flow_pricer *pricer;
  void *user;
  const jh_control *control;
  jh_arena *arena;
  jh_wide best; /* NONE, or the cost of best_units */
  int32_t *best_units;
  size_t best_capacity;
  node *nodes;
  size_t node_count, node_capacity;
  int64_t solved_nodes, pivots;
  bool stopped;
} search;

static int64_t divide_up(int64_t a, int64_t b) { return a / b + (a % b > 0 ? 1 : 0); }
static jh_wide divide_up_wide(jh_wide a, jh_wide b) { return a / b + (a % b > 0 ? 1 : 0); }

/* The row when the total lies in lower..upper: rounded up where they are equal. */
static flow_row row_for(const jh_flow_ratio *ratio, int32_t lower, int32_t upper) {
  if (ratio->total < 0) return (flow_row){.total = NO_ARC};
  int64_t const n = ratio->numerator, d = ratio->denominator;
  if (lower == upper) {
    int64_t const due = divide_up(n * ((int64_t)lower - ratio->offset), d) - ratio->lack;
    return (flow_row){.counted_weight = 1, .right_side = due, .total = NO_ARC};
  }
  int64_t const due = -n * ratio->offset - d * ratio->lack;
  return (flow_row){.counted_weight = d, .total_weight = -n, .right_side = due, .total = ratio->total};
}

static jh_wide slack_of(const jh_flow *flow, const flow_row *row, const int32_t *units) {
  jh_wide sum = -(jh_wide)row->right_side;
  for (size_t a = 0; a < flow->arc_count; a++)
    if (units[a] != 0) sum += (jh_wide)flow_row_weight(row, &flow->arcs[a], (int32_t)a) * units[a];
  return sum;
}

static jh_wide cost_of(const jh_flow *flow, const int32_t *units) {
  jh_wide sum = 0;
  for (size_t a = 0; a < flow->arc_count; a++)
    if (units[a] != 0) sum += flow->arcs[a].cost * units[a];
  return sum;
}

static int32_t units_of(const point *p, size_t arc) { return arc < p->count ? p->units[arc] : 0; }

/* Copies what `flow` holds now; false without memory. */
static bool take_point(const jh_flow *flow, const flow_row *row, jh_arena *arena, point *p) {
  p->units = JH_NEW(arena, int32_t, flow->arc_count);
  if (!p->units) return false;
  for (size_t a = 0; a < flow->arc_count; a++) p->units[a] = jh_flow_value(flow, (int32_t)a);
  p->count = flow->arc_count;
  p->cost = cost_of(flow, p->units);
  p->slack = slack_of(flow, row, p->units);
  p->known = true;
  return true;
}

/* Arcs are numbered as in the root, later columns having no units in an earlier plan. */
static jh_status keep_best(search *s, const int32_t *units, size_t count, jh_wide cost) {
  if (cost >= s->best) return JH_OK;
  int32_t *const kept =
      jh_arena_grow(s->arena, s->best_units, &s->best_capacity, s->flow->arc_count, sizeof *s->best_units);
  if (!kept) return JH_NO_MEMORY;
  s->best_units = kept;
  memset(kept, 0, s->best_capacity * sizeof *kept);
  memcpy(kept, units, count * sizeof *units);
  s->best = cost;
  return JH_OK;
}

/* Columns found at a node belong to the problem: the root has them too, under the same numbers. */
static bool share_columns(search *s, const jh_flow *flow) {
  for (size_t a = s->flow->arc_count; a < flow->arc_count; a++)
    if (jh_flow_add_arc(s->flow, &flow->arcs[a]) < 0) return false;
  return true;
}

/* Solves over all columns: prices until none is missing. */
static jh_status solve_priced(search *s, jh_flow *flow, jh_answer *answer) {
  while (true) {
    jh_status const status = jh_flow_solve(flow, s->control, answer);
    if (status != JH_OK || *answer == JH_STOPPED || !s->pricer) return status;
    int64_t added = 0;
    jh_status const pricing = s->pricer(s->user, flow, &added);
    if (pricing != JH_OK || added == 0) return pricing;
    if (!share_columns(s, flow)) return JH_NO_MEMORY;
  }
}

/* ---- exchanges: from the plan that keeps the row towards the cheaper one that breaks it ---- */

typedef struct exchange {
  const jh_flow *flow;
  int32_t *difference;                     /* low - high, what is left of it */
  int32_t *arc_start, *arc_end, *arc_list; /* by node: the arcs whose difference starts there */
  int32_t *position;                       /* by node: where in the walk it stands, -1: not */
  int32_t *walk;                           /* arcs */
} exchange;

static int32_t far_end(const jh_flow *flow, const int32_t *difference, int32_t arc) {
  return difference[arc] > 0 ? flow->arcs[arc].to : flow->arcs[arc].from;
}
static int32_t near_end(const jh_flow *flow, const int32_t *difference, int32_t arc) {
  return difference[arc] > 0 ? flow->arcs[arc].from : flow->arcs[arc].to;
}

static bool start_exchange(exchange *e, const jh_flow *flow, const point *low, const point *high, jh_arena *arena) {
  size_t const nodes = (size_t)flow->node_count, arcs = flow->arc_count;
  *e = (exchange){.flow = flow,
                  .difference = JH_NEW(arena, int32_t, arcs),
                  .arc_start = JH_NEW(arena, int32_t, nodes + 1),
                  .arc_end = JH_NEW(arena, int32_t, nodes + 1),
                  .arc_list = JH_NEW(arena, int32_t, arcs),
                  .position = JH_NEW(arena, int32_t, nodes),
                  .walk = JH_NEW(arena, int32_t, nodes + 1)};
  if (!e->difference || !e->arc_start || !e->arc_end || !e->arc_list || !e->position || !e->walk) return false;
  for (size_t a = 0; a < arcs; a++) {
    e->difference[a] = units_of(low, a) - units_of(high, a);
    if (e->difference[a] != 0) e->arc_start[near_end(flow, e->difference, (int32_t)a) + 1]++;
  }
  for (size_t i = 1; i <= nodes; i++) e->arc_start[i] += e->arc_start[i - 1];
  for (size_t i = 0; i < nodes; i++) e->arc_end[i] = e->arc_start[i];
  for (size_t a = 0; a < arcs; a++)
    if (e->difference[a] != 0) e->arc_list[e->arc_end[near_end(flow, e->difference, (int32_t)a)]++] = (int32_t)a;
  for (size_t i = 0; i < nodes; i++) e->position[i] = -1;
  return true;
}

/* An arc with difference left that starts at this node; -1: none. */
static int32_t arc_from(exchange *e, int32_t from) {
  for (; e->arc_end[from] > e->arc_start[from]; e->arc_end[from]--) {
    int32_t const arc = e->arc_list[e->arc_end[from] - 1];
    if (e->difference[arc] != 0) return arc;
  }
  return -1;
}

/* One unit round a cycle of the difference that the walk from `start` closes: its arcs are walk[first .. length). */
static bool next_cycle(exchange *e, int32_t start, int32_t *first, int32_t *length) {
  int32_t count = 0, at = start;
  while (e->position[at] < 0) {
    int32_t const arc = arc_from(e, at);
    if (arc < 0) break;
    e->position[at] = count;
    e->walk[count++] = arc;
    at = far_end(e->flow, e->difference, arc);
  }
  bool const closed = e->position[at] >= 0;
  *first = closed ? e->position[at] : 0;
  *length = count;
  for (int32_t k = 0; k < count; k++) e->position[near_end(e->flow, e->difference, e->walk[k])] = -1;
  return closed;
}

/* Applies to `high` every cycle that makes it cheaper and leaves the row kept. */
static jh_status improve_by_exchange(const jh_flow *flow, const flow_row *row, const point *low, point *high,
                                     jh_arena *arena) {
  exchange e;
  int32_t *const units = JH_NEW(arena, int32_t, flow->arc_count);
  if (!units) return JH_NO_MEMORY;
  memcpy(units, high->units, high->count * sizeof *units);
  high->units = units;
  high->count = flow->arc_count;
  if (!start_exchange(&e, flow, low, high, arena)) return JH_NO_MEMORY;
  for (int32_t start = 0; start < flow->node_count;) {
    int32_t first, length;
    if (!next_cycle(&e, start, &first, &length)) {
      start++;
      continue;
    }
    jh_wide cost = 0, weight = 0;
    for (int32_t k = first; k < length; k++) {
      int32_t const arc = e.walk[k], sign = e.difference[arc] > 0 ? 1 : -1;
      cost += flow->arcs[arc].cost * sign;
      weight += (jh_wide)flow_row_weight(row, &flow->arcs[arc], arc) * sign;
    }
    bool const better = cost < 0 && high->slack + weight >= 0;
    for (int32_t k = first; k < length; k++) {
      int32_t const arc = e.walk[k], sign = e.difference[arc] > 0 ? 1 : -1;
      if (better) high->units[arc] += sign;
      e.difference[arc] -= sign;
    }
    if (!better) continue;
    high->cost += cost;
    high->slack += weight;
  }
  return JH_OK;
}

/* ---- the multiplier of one node ---- */

typedef struct dual {
  jh_flow *flow;
  flow_row row;
  jh_arena *scratch;
  jh_wide bound; /* NONE: infeasible */
  jh_wide multiplier;
  jh_wide last_value; /* scaled Lagrangian value at the last solve, whose potentials stand */
  point low, high;    /* breaks the row; keeps it */
} dual;

/* Solves at this multiplier and files the point; *answer as jh_flow_solve. */
static jh_status probe(search *s, dual *d, jh_wide multiplier, jh_answer *answer, point *p) {
  flow_set_multiplier(d->flow, SCALE, multiplier, &d->row);
  jh_status const status = solve_priced(s, d->flow, answer);
  if (status != JH_OK || *answer != JH_OPTIMAL) return status;
  if (!take_point(d->flow, &d->row, d->scratch, p)) return JH_NO_MEMORY;
  d->multiplier = multiplier;
  d->last_value = SCALE * p->cost - multiplier * p->slack;
  jh_wide const bound = divide_up_wide(d->last_value, SCALE);
  if (bound > d->bound) d->bound = bound;
  if (p->slack < 0) {
    d->low = *p;
    return JH_OK;
  }
  if (!d->high.known || p->cost < d->high.cost) d->high = *p;
  return keep_best(s, p->units, d->flow->arc_count, p->cost);
}

/* Does any circulation keep the row? The one that keeps it best, whatever it costs. */
static jh_status find_any(search *s, dual *d, jh_answer *answer) {
  point p = {0};
  flow_set_multiplier(d->flow, 0, 1, &d->row);
  jh_status status = solve_priced(s, d->flow, answer);
  if (status != JH_OK || *answer != JH_OPTIMAL) return status;
  if (!take_point(d->flow, &d->row, d->scratch, &p)) return JH_NO_MEMORY;
  if (p.slack < 0) {
    *answer = JH_INFEASIBLE;
    d->bound = NONE;
    return JH_OK;
  }
  d->high = p;
  return keep_best(s, p.units, d->flow->arc_count, p.cost);
}

/* A first multiplier under which the row is kept, from a guess on in large steps. */
static jh_status bracket(search *s, dual *d, jh_wide guess, jh_answer *answer) {
  jh_wide limit = LARGEST_MULTIPLIER / (d->flow->node_count + 1);
  if (d->row.counted_weight > 1) limit /= d->row.counted_weight;
  point p = {0};
  int step = guess > 0 ? 0 : NEAR_STEPS;
  for (jh_wide m = guess > 0 ? guess : SCALE; m < limit; m *= step++ < NEAR_STEPS ? NEAR_GROWTH : GROWTH) {
    jh_status const status = probe(s, d, m, answer, &p);
    if (status != JH_OK || *answer != JH_OPTIMAL || p.slack >= 0) return status;
    if (d->bound >= s->best) return JH_OK;
  }
  return find_any(s, d, answer);
}

/* The other way: a multiplier under which the row is broken, or 0 where it never is. */
static jh_status bracket_down(search *s, dual *d, jh_wide guess, jh_answer *answer) {
  point p = {0};
  int step = 0;
  for (jh_wide m = guess / NEAR_GROWTH;; m /= step++ < NEAR_STEPS ? NEAR_GROWTH : GROWTH) {
    if (m < SCALE) m = 0;
    jh_status const status = probe(s, d, m, answer, &p);
    if (status != JH_OK || *answer != JH_OPTIMAL || p.slack < 0 || m == 0 || d->bound >= s->best) return status;
  }
}

/* Points on both sides of the row, unless the bound is enough or none is needed. A guess near the answer spares the
 * way from 0. */
static jh_status enclose(search *s, dual *d, jh_wide guess, jh_answer *answer) {
  point p = {0};
  jh_status const status = probe(s, d, guess, answer, &p);
  if (status == JH_OK && *answer == JH_INFEASIBLE) d->bound = NONE;
  if (status != JH_OK || *answer != JH_OPTIMAL || d->bound >= s->best) return status;
  if (p.slack < 0) return bracket(s, d, guess * NEAR_GROWTH, answer);
  return guess > 0 ? bracket_down(s, d, guess, answer) : JH_OK;
}

/* The best multiplier, the points on both sides of it, the bound; the best plan on the way is kept. */
static jh_status solve_dual(search *s, dual *d, jh_wide guess, jh_answer *answer) {
  point p = {0};
  jh_status status = enclose(s, d, guess, answer);
  if (status != JH_OK || *answer != JH_OPTIMAL) return status;
  while (d->low.known && d->high.known && d->bound < s->best) {
    jh_wide const m = SCALE * (d->high.cost - d->low.cost) / (d->high.slack - d->low.slack);
    jh_wide const at_low = SCALE * d->low.cost - m * d->low.slack;
    jh_wide const at_high = SCALE * d->high.cost - m * d->high.slack;
    status = probe(s, d, m, answer, &p);
    if (status != JH_OK || *answer != JH_OPTIMAL) return status;
    if (d->last_value >= (at_low < at_high ? at_low : at_high)) break;
  }
  if (!d->low.known || !d->high.known || d->bound >= s->best) return JH_OK;
  status = improve_by_exchange(d->flow, &d->row, &d->low, &d->high, d->scratch);
  return status == JH_OK ? keep_best(s, d->high.units, d->flow->arc_count, d->high.cost) : status;
}

/* ---- branching ---- */

static jh_status push_node(search *s, const node *parent, int32_t arc, int32_t lower, int32_t upper, jh_wide bound,
                           jh_wide multiplier) {
  if (lower > upper) return JH_OK;
  change *const c = JH_NEW(s->arena, change, 1);
  node *const nodes = jh_arena_grow(s->arena, s->nodes, &s->node_capacity, s->node_count + 1, sizeof *nodes);
  if (!c || !nodes) return JH_NO_MEMORY;
  *c = (change){.arc = arc, .lower = lower, .upper = upper, .before = parent ? parent->changes : NULL};
  s->nodes = nodes;
  nodes[s->node_count++] = (node){.bound = bound, .multiplier = multiplier, .changes = c};
  return JH_OK;
}

/* The first arc on which the two points differ, counted ones before others. */
static int32_t differing_arc(const jh_flow *flow, const point *low, const point *high) {
  int32_t found = NO_ARC;
  for (size_t a = 0; a < flow->arc_count; a++) {
    if (units_of(low, a) == units_of(high, a)) continue;
    if (flow->arcs[a].counted) return (int32_t)a;
    if (found < 0) found = (int32_t)a;
  }
  return found;
}

static void bounds_at(const search *s, const node *at, int32_t arc, int32_t *lower, int32_t *upper) {
  *lower = s->flow->arcs[arc].lower;
  *upper = s->flow->arcs[arc].upper;
  for (const change *c = at ? at->changes : NULL; c; c = c->before) {
    if (c->arc != arc) continue;
    if (c->lower > *lower) *lower = c->lower;
    if (c->upper < *upper) *upper = c->upper;
  }
}

static jh_status branch(search *s, const node *at, const dual *d) {
  int32_t lower, upper, arc = s->ratio->total;
  bounds_at(s, at, arc, &lower, &upper);
  jh_wide const multiplier = d->multiplier * d->row.counted_weight;
  jh_status status;
  if (lower < upper) {
    int32_t const n = units_of(&d->high, (size_t)arc);
    status = push_node(s, at, arc, n, n, d->bound, multiplier);
    if (status == JH_OK) status = push_node(s, at, arc, lower, n - 1, d->bound, multiplier);
    return status == JH_OK ? push_node(s, at, arc, n + 1, upper, d->bound, multiplier) : status;
  }
  arc = differing_arc(d->flow, &d->low, &d->high);
  if (arc < 0) return JH_INTERNAL; /* equal points cannot lie on both sides of the row */
  bounds_at(s, at, arc, &lower, &upper);
  int32_t const a = units_of(&d->low, (size_t)arc), b = units_of(&d->high, (size_t)arc), cut = a < b ? a : b;
  status = push_node(s, at, arc, lower, cut, d->bound, multiplier);
  return status == JH_OK ? push_node(s, at, arc, cut + 1, upper, d->bound, multiplier) : status;
}

/* A copy of the root's network under a node's bounds, arcs numbered alike. */
static jh_flow *copy_under(const search *s, const node *at, jh_arena *scratch) {
  jh_flow *const copy = jh_flow_create(s->flow->node_count, scratch);
  if (!copy) return NULL;
  for (size_t a = 0; a < s->flow->arc_count; a++)
    if (jh_flow_add_arc(copy, &s->flow->arcs[a]) < 0) return NULL;
  for (const change *c = at->changes; c; c = c->before) {
    jh_flow_arc *const arc = &copy->arcs[c->arc];
    if (c->lower > arc->lower) arc->lower = c->lower;
    if (c->upper < arc->upper) arc->upper = c->upper;
  }
  return copy;
}

static jh_status solve_node(search *s, const node *at, jh_arena *scratch) {
  int32_t lower, upper;
  bounds_at(s, at, s->ratio->total, &lower, &upper);
  dual d = {.flow = copy_under(s, at, scratch), .scratch = scratch, .bound = at->bound};
  if (!d.flow) return JH_NO_MEMORY;
  d.row = row_for(s->ratio, lower, upper);
  jh_answer answer;
  jh_wide const guess = d.row.counted_weight > 0 ? at->multiplier / d.row.counted_weight : 0;
  jh_status const status = solve_dual(s, &d, guess, &answer);
  s->pivots += d.flow->pivot_count;
  s->solved_nodes++;
  if (status != JH_OK) return status;
  s->stopped = answer == JH_STOPPED;
  if (s->stopped)
    return push_node(s, at, s->ratio->total, lower, upper, d.bound, d.multiplier * d.row.counted_weight);
  if (answer == JH_INFEASIBLE || d.bound >= s->best) return JH_OK;
  if (!d.low.known) return JH_OK; /* its own optimum kept the row, and was kept */
  return branch(s, at, &d);
}

static size_t best_node(const search *s) {
  size_t best = 0;
  for (size_t i = 1; i < s->node_count; i++)
    if (s->nodes[i].bound < s->nodes[best].bound) best = i;
  return best;
}

/* Drops what no better plan can use: columns whose reduced cost alone reaches the gap. */
static void fix_columns(search *s, const dual *d) {
  jh_wide const gap = SCALE * s->best - d->last_value;
  for (size_t a = 0; a < s->flow->arc_count; a++) {
    jh_flow_arc *const arc = &s->flow->arcs[a];
    if (s->flow->state[a] != 1 || arc->lower != 0) continue;
    jh_wide const reduced = s->flow->price[a] + s->flow->potential[arc->from] - s->flow->potential[arc->to];
    if (reduced >= gap) arc->upper = 0;
  }
}

static jh_status search_tree(search *s, dual *root) {
  fix_columns(s, root);
  jh_status status = branch(s, NULL, root);
  while (status == JH_OK && s->node_count > 0 && !s->stopped) {
    size_t const k = best_node(s);
    if (s->nodes[k].bound >= s->best) break;
    node const at = s->nodes[k];
    s->nodes[k] = s->nodes[--s->node_count];
    jh_arena *const scratch = jh_arena_create();
    status = scratch ? solve_node(s, &at, scratch) : JH_NO_MEMORY;
    jh_arena_destroy(scratch);
  }
  return status;
}

static jh_status tell_plan(search *s, const dual *root, jh_answer answer, jh_flow_plan *plan) {
  plan->has_plan = s->best < NONE;
  plan->units = jh_arena_grow(s->arena, s->best_units, &s->best_capacity, s->flow->arc_count, sizeof *plan->units);
  if (!plan->units) return JH_NO_MEMORY;
  plan->value = s->best;
  plan->bound = root->bound;
  if (answer == JH_OPTIMAL && s->best < NONE && (s->node_count > 0 || s->solved_nodes > 0)) {
    jh_wide lowest = s->best;
    for (size_t i = 0; i < s->node_count; i++)
      if (s->nodes[i].bound < lowest) lowest = s->nodes[i].bound;
    plan->bound = lowest;
  }
  bool const proven = plan->has_plan && plan->bound >= plan->value;
  if (proven) plan->bound = plan->value;
  plan->answer = proven ? JH_OPTIMAL : answer == JH_INFEASIBLE ? JH_INFEASIBLE : JH_STOPPED;
  plan->node_count = s->solved_nodes;
  plan->pivot_count = s->flow->pivot_count + s->pivots;
  plan->column_count = (int64_t)s->flow->arc_count;
  return JH_OK;
}

jh_status jh_flow_plan_ratio(jh_flow *flow, const jh_flow_ratio *ratio, jh_flow_pricer *pricer, void *user,
                             const jh_control *control, jh_arena *arena, jh_flow_plan *plan) {
  search s = {.flow = flow, .ratio = ratio, .pricer = pricer, .user = user, .control = control, .arena = arena};
  s.best = NONE;
  *plan = (jh_flow_plan){0};
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) return JH_NO_MEMORY;
  dual root = {.flow = flow, .scratch = scratch, .bound = -NONE};
  if (ratio->total >= 0)
    root.row = row_for(ratio, flow->arcs[ratio->total].lower, flow->arcs[ratio->total].upper);
  else
    root.row = row_for(ratio, 0, 0);
  jh_answer answer;
  jh_status status = solve_dual(&s, &root, 0, &answer);
  if (status == JH_OK && answer == JH_OPTIMAL && root.low.known && root.bound < s.best)
    status = search_tree(&s, &root);
  if (status == JH_OK) status = tell_plan(&s, &root, answer, plan);
  jh_arena_destroy(scratch);
  return status;
}
