/* A primal network simplex (Ahuja, Magnanti, Orlin: Network Flows, ch. 11) on strongly feasible trees
 * (Cunningham 1976), with block search for the entering arc. */
#include "flow_inner.h"

enum { LOWER = 1, TREE = 0, UPPER = -1, STOP_CHECK = 256, SMALLEST_BLOCK = 40 };

static const jh_wide ARTIFICIAL_COST = (jh_wide)1 << 120;

jh_flow *jh_flow_create(int32_t node_count, jh_arena *arena) {
  jh_flow *const flow = JH_NEW(arena, jh_flow, 1);
  if (!flow) return NULL;
  size_t const nodes = (size_t)node_count + 1;
  *flow = (jh_flow){.arena = arena, .node_count = node_count, .scale = 1, .row.total = -1};
  flow->artificial_units = JH_NEW(arena, int32_t, nodes);
  flow->artificial_up = JH_NEW(arena, bool, nodes);
  flow->parent = JH_NEW(arena, int32_t, nodes);
  flow->above = JH_NEW(arena, int32_t, nodes);
  flow->depth = JH_NEW(arena, int32_t, nodes);
  flow->child = JH_NEW(arena, int32_t, nodes);
  flow->next = JH_NEW(arena, int32_t, nodes);
  flow->previous = JH_NEW(arena, int32_t, nodes);
  flow->potential = JH_NEW(arena, jh_wide, nodes);
  flow->surplus = JH_NEW(arena, int64_t, nodes);
  flow->order = JH_NEW(arena, int32_t, nodes);
  bool const whole = flow->artificial_units && flow->artificial_up && flow->parent && flow->above && flow->depth &&
                     flow->child && flow->next && flow->previous && flow->potential && flow->surplus && flow->order;
  return whole ? flow : NULL;
}

int64_t flow_row_weight(const flow_row *row, const jh_flow_arc *arc, int32_t index) {
  return (arc->counted ? row->counted_weight : 0) + (index == row->total ? row->total_weight : 0);
}

static jh_wide price_of(const jh_flow *flow, size_t arc) {
  const jh_flow_arc *const a = &flow->arcs[arc];
  return flow->scale * a->cost - flow->multiplier * flow_row_weight(&flow->row, a, (int32_t)arc);
}

int32_t jh_flow_add_arc(jh_flow *flow, const jh_flow_arc *arc) {
  size_t const need = flow->arc_count + 1;
  jh_flow_arc *const arcs = jh_arena_grow(flow->arena, flow->arcs, &flow->arc_capacity, need, sizeof *arcs);
  if (!arcs) return -1;
  flow->arcs = arcs;
  int32_t *const units = jh_arena_grow(flow->arena, flow->units, &flow->units_capacity, need, sizeof *units);
  if (!units) return -1;
  flow->units = units;
  int8_t *const state = jh_arena_grow(flow->arena, flow->state, &flow->state_capacity, need, sizeof *state);
  if (!state) return -1;
  flow->state = state;
  jh_wide *const price = jh_arena_grow(flow->arena, flow->price, &flow->price_capacity, need, sizeof *price);
  if (!price) return -1;
  flow->price = price;
  arcs[flow->arc_count] = *arc;
  units[flow->arc_count] = 0;
  state[flow->arc_count] = LOWER;
  price[flow->arc_count] = price_of(flow, flow->arc_count);
  return (int32_t)flow->arc_count++;
}

void jh_flow_set_cost(jh_flow *flow, int32_t arc, jh_wide cost) {
  flow->arcs[arc].cost = cost;
  flow->price[arc] = price_of(flow, (size_t)arc);
}

void jh_flow_set_bounds(jh_flow *flow, int32_t arc, int32_t lower, int32_t upper) {
  jh_flow_arc *const a = &flow->arcs[arc];
  flow->moved |= a->lower != lower || a->upper != upper;
  a->lower = lower;
  a->upper = upper;
}

int32_t jh_flow_arc_count(const jh_flow *flow) { return (int32_t)flow->arc_count; }
const jh_flow_arc *jh_flow_arc_at(const jh_flow *flow, int32_t arc) { return &flow->arcs[arc]; }
int32_t jh_flow_value(const jh_flow *flow, int32_t arc) { return flow->arcs[arc].lower + flow->units[arc]; }
jh_wide jh_flow_potential(const jh_flow *flow, int32_t node) { return flow->potential[node]; }
jh_wide jh_flow_scale(const jh_flow *flow) { return flow->scale; }
jh_wide jh_flow_priced_cost(const jh_flow *flow, int32_t arc) { return flow->price[arc]; }

jh_wide jh_flow_cost(const jh_flow *flow) {
  jh_wide sum = 0;
  for (size_t a = 0; a < flow->arc_count; a++) sum += flow->arcs[a].cost * jh_flow_value(flow, (int32_t)a);
  return sum;
}

void flow_set_multiplier(jh_flow *flow, jh_wide scale, jh_wide multiplier, const flow_row *row) {
  flow->scale = scale;
  flow->multiplier = multiplier;
  flow->row = *row;
  for (size_t a = 0; a < flow->arc_count; a++) flow->price[a] = price_of(flow, a);
}

/* ---- the tree ---- */

static void attach(jh_flow *flow, int32_t node, int32_t parent) {
  flow->parent[node] = parent;
  flow->previous[node] = -1;
  flow->next[node] = flow->child[parent];
  if (flow->child[parent] >= 0) flow->previous[flow->child[parent]] = node;
  flow->child[parent] = node;
}

static void detach(jh_flow *flow, int32_t node) {
  int32_t const before = flow->previous[node], after = flow->next[node];
  if (before >= 0)
    flow->next[before] = after;
  else
    flow->child[flow->parent[node]] = after;
  if (after >= 0) flow->previous[after] = before;
}

/* The node after this one in the preorder of the subtree below `top`; -1 at the end. */
static int32_t preorder_next(const jh_flow *flow, int32_t node, int32_t top) {
  if (flow->child[node] >= 0) return flow->child[node];
  while (node != top && flow->next[node] < 0) node = flow->parent[node];
  return node == top ? -1 : flow->next[node];
}

/* Is the tree arc above this node directed from the node to its parent? */
static bool goes_up(const jh_flow *flow, int32_t node) {
  int32_t const arc = flow->above[node];
  return arc < 0 ? flow->artificial_up[node] : flow->arcs[arc].from == node;
}

static jh_wide price_above(const jh_flow *flow, int32_t node) {
  int32_t const arc = flow->above[node];
  if (arc >= 0) return flow->price[arc];
  return flow->artificial_up[node] ? 0 : ARTIFICIAL_COST;
}

static int32_t *units_above(jh_flow *flow, int32_t node) {
  int32_t const arc = flow->above[node];
  return arc >= 0 ? &flow->units[arc] : &flow->artificial_units[node];
}

static int32_t room_above(const jh_flow *flow, int32_t node) {
  int32_t const arc = flow->above[node];
  if (arc < 0) return INT32_MAX - flow->artificial_units[node];
  return flow->arcs[arc].upper - flow->arcs[arc].lower - flow->units[arc];
}

static void start_tree(jh_flow *flow) {
  int32_t const root = flow->node_count;
  for (int32_t i = 0; i <= root; i++) flow->artificial_units[i] = 0;
  for (size_t a = 0; a < flow->arc_count; a++) {
    flow->units[a] = 0;
    flow->state[a] = LOWER;
    flow->artificial_units[flow->arcs[a].to] += flow->arcs[a].lower;
    flow->artificial_units[flow->arcs[a].from] -= flow->arcs[a].lower;
  }
  flow->parent[root] = flow->child[root] = flow->next[root] = flow->previous[root] = -1;
  flow->depth[root] = 0;
  for (int32_t i = root - 1; i >= 0; i--) {
    flow->artificial_up[i] = flow->artificial_units[i] >= 0;
    if (!flow->artificial_up[i]) flow->artificial_units[i] = -flow->artificial_units[i];
    flow->above[i] = -1;
    flow->child[i] = -1;
    attach(flow, i, root);
  }
  flow->started = true;
}

/* ---- the last tree under new bounds ---- */

/* What each node has too much of when only the arcs outside the tree and the lower bounds carry. */
static void count_surplus(jh_flow *flow) {
  for (int32_t i = 0; i <= flow->node_count; i++) flow->surplus[i] = 0;
  for (size_t a = 0; a < flow->arc_count; a++) {
    const jh_flow_arc *const arc = &flow->arcs[a];
    if (flow->state[a] == LOWER) flow->units[a] = 0;
    if (flow->state[a] == UPPER) flow->units[a] = arc->upper - arc->lower;
    int32_t const carried = arc->lower + (flow->state[a] == TREE ? 0 : flow->units[a]);
    flow->surplus[arc->to] += carried;
    flow->surplus[arc->from] -= carried;
  }
}

/* An arc that cannot carry what the tree asks of it, or not a unit more towards the root (the tree would not be
 * strongly feasible), leaves at the bound it is nearest to; the node's artificial arc takes the rest. */
static void settle_above(jh_flow *flow, int32_t node) {
  int32_t const arc = flow->above[node], parent = flow->parent[node];
  bool const up = goes_up(flow, node);
  int64_t const asked = up ? flow->surplus[node] : -flow->surplus[node];
  if (arc >= 0) {
    int64_t const most = flow->arcs[arc].upper - flow->arcs[arc].lower;
    int64_t const units = asked < 0 ? 0 : asked > most ? most : asked;
    flow->units[arc] = (int32_t)units;
    flow->surplus[parent] += up ? units : -units;
    if (units == asked && (up ? units < most : units > 0)) return;
    flow->surplus[node] -= up ? units : -units;
    flow->state[arc] = units == 0 ? LOWER : UPPER;
    flow->above[node] = -1;
    detach(flow, node);
    attach(flow, node, flow->node_count);
  }
  flow->artificial_up[node] = flow->surplus[node] >= 0;
  flow->artificial_units[node] = (int32_t)(flow->surplus[node] >= 0 ? flow->surplus[node] : -flow->surplus[node]);
}

static void mend_tree(jh_flow *flow) {
  int32_t const root = flow->node_count;
  int32_t count = 0;
  count_surplus(flow);
  for (int32_t i = root; i >= 0; i = preorder_next(flow, i, root)) flow->order[count++] = i;
  for (int32_t k = count - 1; k > 0; k--) settle_above(flow, flow->order[k]);
  flow->moved = false;
}

/* Depths and potentials below `top`, from its parent's. */
static void refresh_below(jh_flow *flow, int32_t top) {
  for (int32_t i = top; i >= 0; i = preorder_next(flow, i, top)) {
    if (flow->parent[i] < 0) continue;
    jh_wide const price = price_above(flow, i), base = flow->potential[flow->parent[i]];
    flow->potential[i] = goes_up(flow, i) ? base - price : base + price;
    flow->depth[i] = flow->depth[flow->parent[i]] + 1;
  }
}

/* ---- a pivot ---- */

static jh_wide violation(const jh_flow *flow, size_t arc) {
  if (flow->state[arc] == TREE) return 0;
  const jh_flow_arc *const a = &flow->arcs[arc];
  if (a->lower == a->upper) return 0;
  jh_wide const reduced = flow->price[arc] + flow->potential[a->from] - flow->potential[a->to];
  return flow->state[arc] == LOWER ? -reduced : reduced;
}

/* The arc that violates most in the next block that has one; -1: none anywhere. */
static int32_t entering_arc(jh_flow *flow, size_t block) {
  jh_wide worst = 0;
  int32_t best = -1;
  size_t left = block, arc = flow->next_arc;
  for (size_t seen = 0; seen < flow->arc_count; seen++) {
    if (arc >= flow->arc_count) arc = 0;
    jh_wide const amount = violation(flow, arc);
    if (amount > worst) {
      worst = amount;
      best = (int32_t)arc;
    }
    arc++;
    if (--left > 0) continue;
    if (best >= 0) break;
    left = block;
  }
  flow->next_arc = arc;
  return best;
}

typedef struct pivot {
  int32_t arc, first, second, apex; /* units go first -> second over the arc and back through the tree */
  int32_t amount, leaving;          /* leaving: the node whose arc above leaves, -1: the entering arc itself */
  bool on_first_side;
} pivot;

static int32_t find_apex(const jh_flow *flow, int32_t u, int32_t v) {
  while (u != v) {
    if (flow->depth[u] >= flow->depth[v])
      u = flow->parent[u];
    else
      v = flow->parent[v];
  }
  return u;
}

/* Of the blocking arcs the last one around the cycle leaves: the tree stays strongly feasible and cannot cycle. */
static pivot plan_pivot(jh_flow *flow, int32_t arc) {
  const jh_flow_arc *const a = &flow->arcs[arc];
  bool const forward = flow->state[arc] == LOWER;
  pivot p = {.arc = arc, .first = forward ? a->from : a->to, .second = forward ? a->to : a->from, .leaving = -1};
  p.apex = find_apex(flow, p.first, p.second);
  p.amount = a->upper - a->lower;
  for (int32_t i = p.first; i != p.apex; i = flow->parent[i]) {
    int32_t const room = goes_up(flow, i) ? *units_above(flow, i) : room_above(flow, i);
    if (room >= p.amount) continue;
    p.amount = room;
    p.leaving = i;
    p.on_first_side = true;
  }
  for (int32_t i = p.second; i != p.apex; i = flow->parent[i]) {
    int32_t const room = goes_up(flow, i) ? room_above(flow, i) : *units_above(flow, i);
    if (room > p.amount) continue;
    p.amount = room;
    p.leaving = i;
    p.on_first_side = false;
  }
  return p;
}

static void push_units(jh_flow *flow, const pivot *p) {
  if (p->amount == 0) return;
  flow->units[p->arc] += flow->state[p->arc] == LOWER ? p->amount : -p->amount;
  for (int32_t i = p->first; i != p->apex; i = flow->parent[i])
    *units_above(flow, i) += goes_up(flow, i) ? -p->amount : p->amount;
  for (int32_t i = p->second; i != p->apex; i = flow->parent[i])
    *units_above(flow, i) += goes_up(flow, i) ? p->amount : -p->amount;
}

/* Hangs the part below the leaving arc on the entering one: parents turn round along the path between them. */
static void exchange_arcs(jh_flow *flow, const pivot *p) {
  int32_t const left = flow->above[p->leaving];
  if (left >= 0) flow->state[left] = flow->units[left] == 0 ? LOWER : UPPER;
  flow->state[p->arc] = TREE;
  int32_t const top = p->on_first_side ? p->first : p->second;
  int32_t node = top, parent = p->on_first_side ? p->second : p->first, above = p->arc;
  while (true) {
    int32_t const old_parent = flow->parent[node], old_above = flow->above[node];
    /* An artificial arc keeps to its own node: it can only stand above it, and leaves for good. */
    detach(flow, node);
    attach(flow, node, parent);
    flow->above[node] = above;
    if (node == p->leaving) break;
    parent = node;
    above = old_above;
    node = old_parent;
  }
  refresh_below(flow, top);
}

static size_t block_size(size_t arcs) {
  size_t root = 1;
  while (root * root < arcs) root++;
  return root < SMALLEST_BLOCK ? SMALLEST_BLOCK : root;
}

jh_status jh_flow_solve(jh_flow *flow, const jh_control *control, jh_answer *answer) {
  if (!flow->started)
    start_tree(flow);
  else if (flow->moved)
    mend_tree(flow);
  flow->moved = false;
  flow->potential[flow->node_count] = 0;
  refresh_below(flow, flow->node_count);
  size_t const block = block_size(flow->arc_count);
  *answer = JH_STOPPED;
  for (int32_t arc; (arc = entering_arc(flow, block)) >= 0; flow->pivot_count++) {
    if (flow->pivot_count % STOP_CHECK == 0 && jh_control_stopped(control)) return JH_OK;
    pivot const p = plan_pivot(flow, arc);
    push_units(flow, &p);
    if (p.leaving >= 0)
      exchange_arcs(flow, &p);
    else
      flow->state[arc] = (int8_t)-flow->state[arc];
  }
  *answer = JH_OPTIMAL;
  for (int32_t i = 0; i < flow->node_count; i++)
    if (flow->artificial_units[i] > 0) *answer = JH_INFEASIBLE;
  return JH_OK;
}
