/* R1, R2, R4 and R5 as a circulation, R3 as its ratio row: hub - sender - subject group - teacher - post - hub.
 * The five levels become one wide cost, each level weighing more than all later ones together can reach. */
#include "rotation_inner.h"

enum { HUB_OUT, HUB_IN, UNMET, FIRST_NODE, PRICE_SCALE = 64, COLUMNS_AT_ONCE = 6, ALL_COLUMNS = 400000 };

typedef struct network {
  const rotation_ground *ground;
  const rotation_shortfall *shortfall;
  jh_arena *arena;
  jh_flow *flow;
  jh_wide weight[ROTATION_LEVELS];
  jh_wide reach[ROTATION_LEVELS];           /* largest absolute sum of a level */
  int32_t first_post;                       /* node of post 0 */
  int32_t *teacher_node, *in_arc, *in_from; /* by candidate; -1: no pair */
  int32_t total_arc;
  /* By arc from first_column on. */
  int32_t first_column;
  int32_t *column_candidate, *column_post;
  size_t candidate_capacity, post_capacity;
  uint64_t *given; /* bit per candidate and post: has its column */
} network;

/* ---- prices ---- */

static void weigh_levels(network *n) {
  const rotation_ground *const g = n->ground;
  int64_t longest = 0, years = 0, unfilled = 0, most = n->shortfall->most;
  for (int32_t c = 0; c < g->candidate_count; c++) {
    const rotation_candidate *const candidate = &g->candidates[c];
    if (candidate->years > years) years = candidate->years;
    for (int32_t r = 0; r < g->receiver_count; r++) {
      int64_t const mm = rotation_distance_mm(g, candidate, r);
      if (mm > longest && mm <= g->limit_mm) longest = mm;
    }
  }
  for (int32_t p = 0; p < g->post_count; p++) unfilled += (int64_t)g->posts[p].lacking * g->posts[p].weight;
  n->reach[POSTS_UNFILLED] = unfilled;
  n->reach[SENT_BEYOND_POSTS] = most;
  n->reach[PREFERENCES] = most;
  n->reach[TEACHER_KM] = (jh_wide)most * longest;
  n->reach[YEARS_HERE] = most * years;
  n->weight[YEARS_HERE] = 1;
  for (int k = YEARS_HERE; k > 0; k--) n->weight[k - 1] = n->weight[k] * (n->reach[k] + 1);
}

static jh_wide pair_cost(const network *n, const rotation_candidate *candidate, int32_t receiver, int32_t post) {
  jh_wide cost = n->weight[TEACHER_KM] * rotation_distance_mm(n->ground, candidate, receiver);
  if (post >= 0)
    cost -= n->weight[POSTS_UNFILLED] * n->ground->posts[post].weight;
  else
    cost += n->weight[SENT_BEYOND_POSTS];
  return rotation_prefers(n->ground, candidate, receiver) ? cost - n->weight[PREFERENCES] : cost;
}

/* Do the prices, scaled by the multiplier's scale, fit what the solver can hold? Reckoned in floating point, since
 * the exact product is what may not fit. */
static bool fits_width(const rotation_ground *g, const network *n, int32_t nodes) {
  long double weight = 1;
  for (int k = YEARS_HERE; k > 0; k--) weight *= (long double)n->reach[k] + 1;
  int32_t heaviest = 1;
  for (int32_t p = 0; p < g->post_count; p++)
    if (g->posts[p].weight > heaviest) heaviest = g->posts[p].weight;
  return weight * heaviest * PRICE_SCALE * ((long double)nodes + 1) < 0x1p116L;
}

/* ---- nodes and arcs ---- */

static bool add(network *n, int32_t from, int32_t to, int32_t lower, int32_t upper, jh_wide cost, bool counted) {
  return jh_flow_add_arc(n->flow, &(jh_flow_arc){from, to, lower, upper, cost, counted}) >= 0;
}

/* One node for a sender; a second one where the school has its own quota, which unmet units may pass by. */
static bool add_sender(network *n, int32_t sender, int32_t *next_node, int32_t *teachers_from) {
  const rotation_sender *const s = &n->ground->senders[sender];
  int32_t const node = (*next_node)++;
  *teachers_from = node;
  if (!n->ground->by_school) return add(n, HUB_OUT, node, 0, s->leave, 0, false);
  *teachers_from = (*next_node)++;
  return add(n, HUB_OUT, node, s->due, JH_FLOW_UNBOUNDED, 0, false) &&
         add(n, node, UNMET, 0, JH_FLOW_UNBOUNDED, 0, false) && add(n, node, *teachers_from, 0, s->leave, 0, false);
}

static bool add_senders(network *n, int32_t *next_node, int32_t *group_from) {
  const rotation_ground *const g = n->ground;
  int32_t group = 0, from;
  for (int32_t a = 0; a < g->sender_count; a++) {
    if (!add_sender(n, a, next_node, &from)) return false;
    for (; group < g->group_count && g->groups[group].sender == a; group++) {
      int32_t const may_leave = g->groups[group].teachers - 1;
      group_from[group] = from;
      if (g->groups[group].eligible <= may_leave) continue; /* the last one cannot leave anyway */
      group_from[group] = (*next_node)++;
      if (!add(n, from, group_from[group], 0, may_leave, 0, false)) return false;
    }
  }
  return true;
}

static bool add_teachers(network *n, int32_t next_node, const int32_t *group_from) {
  const rotation_ground *const g = n->ground;
  for (int32_t c = 0; c < g->candidate_count; c++) {
    const rotation_candidate *const candidate = &g->candidates[c];
    n->teacher_node[c] = n->in_arc[c] = -1;
    if (candidate->beyond < 0) continue;
    n->teacher_node[c] = next_node++;
    n->in_arc[c] = jh_flow_arc_count(n->flow);
    n->in_from[c] = group_from[candidate->group];
    jh_wide const cost = -n->weight[YEARS_HERE] * candidate->years;
    if (!add(n, n->in_from[c], n->teacher_node[c], 0, 1, cost, candidate->backbone)) return false;
  }
  return true;
}

static bool add_column(network *n, int32_t candidate, int32_t post, jh_wide cost) {
  size_t const column = (size_t)(jh_flow_arc_count(n->flow) - n->first_column);
  int32_t *const candidates =
      jh_arena_grow(n->arena, n->column_candidate, &n->candidate_capacity, column + 1, sizeof *candidates);
  if (!candidates) return false;
  n->column_candidate = candidates;
  int32_t *const posts = jh_arena_grow(n->arena, n->column_post, &n->post_capacity, column + 1, sizeof *posts);
  if (!posts) return false;
  n->column_post = posts;
  candidates[column] = candidate;
  posts[column] = post;
  int32_t const to = post < 0 ? HUB_IN : n->first_post + post;
  /* The teacher's own arc bounds it to 1: an open capacity keeps its price at 0 when it is used. */
  return add(n, n->teacher_node[candidate], to, 0, JH_FLOW_UNBOUNDED, cost, false);
}

static bool has_bit(const network *n, int32_t candidate, int32_t post) {
  size_t const bit = (size_t)candidate * (size_t)n->ground->post_count + (size_t)post;
  return (n->given[bit / 64] >> (bit % 64)) & 1;
}

static bool take_bit(network *n, int32_t candidate, int32_t post) {
  size_t const bit = (size_t)candidate * (size_t)n->ground->post_count + (size_t)post;
  uint64_t const mask = (uint64_t)1 << (bit % 64);
  bool const fresh = (n->given[bit / 64] & mask) == 0;
  n->given[bit / 64] |= mask;
  return fresh;
}

/* ---- columns on demand ---- */

typedef struct priced_column {
  int32_t post;
  jh_wide cost, reduced;
} priced_column;

/* An idle teacher's potential may be as high as its own arc allows: what does not pay then never does. */
static jh_wide teacher_potential(const network *n, int32_t c) {
  if (jh_flow_value(n->flow, n->in_arc[c]) > 0) return jh_flow_potential(n->flow, n->teacher_node[c]);
  return jh_flow_potential(n->flow, n->in_from[c]) + jh_flow_priced_cost(n->flow, n->in_arc[c]);
}

static void keep_lowest(priced_column *kept, int32_t *count, const priced_column *fresh) {
  int32_t at = *count < COLUMNS_AT_ONCE ? (*count)++ : COLUMNS_AT_ONCE - 1;
  if (at == COLUMNS_AT_ONCE - 1 && *count == COLUMNS_AT_ONCE && kept[at].post >= 0 &&
      kept[at].reduced <= fresh->reduced)
    return;
  for (; at > 0 && kept[at - 1].reduced > fresh->reduced; at--) kept[at] = kept[at - 1];
  kept[at] = *fresh;
}

static jh_status price_teacher(network *n, int32_t c, int64_t *added) {
  const rotation_ground *const g = n->ground;
  const rotation_candidate *const candidate = &g->candidates[c];
  const jh_teacher *const t = &g->county->teachers[candidate->teacher.i];
  jh_wide const potential = teacher_potential(n, c), scale = jh_flow_scale(n->flow);
  priced_column kept[COLUMNS_AT_ONCE];
  for (int32_t i = 0; i < COLUMNS_AT_ONCE; i++) kept[i].post = -1;
  int32_t count = 0;
  for (int32_t k = 0; k <= t->also_count; k++) {
    int32_t const j = rotation_subject(t, k).i;
    for (int32_t i = g->subject_start[j]; i < g->subject_start[j + 1]; i++) {
      int32_t const p = g->subject_posts[i], r = g->posts[p].receiver;
      if (!rotation_pair(g, candidate, r)) continue;
      jh_wide const cost = pair_cost(n, candidate, r, p);
      jh_wide const reduced = scale * cost + potential - jh_flow_potential(n->flow, n->first_post + p);
      if (reduced >= 0 || has_bit(n, c, p)) continue;
      keep_lowest(kept, &count, &(priced_column){p, cost, reduced});
    }
  }
  for (int32_t i = 0; i < count; i++) {
    if (!take_bit(n, c, kept[i].post)) continue;
    if (!add_column(n, c, kept[i].post, kept[i].cost)) return JH_NO_MEMORY;
    ++*added;
  }
  return JH_OK;
}

static jh_status price_columns(void *user, jh_flow *flow, int64_t *added) {
  network *const n = user;
  jh_flow *const whole = n->flow;
  n->flow = flow; /* the prices are those of a copy, or its own */
  *added = 0;
  jh_status status = JH_OK;
  for (int32_t c = 0; c < n->ground->candidate_count && status == JH_OK; c++)
    if (n->in_arc[c] >= 0) status = price_teacher(n, c, added);
  n->flow = whole;
  return status;
}

/* The closest posts of every subject, and every wish; all of them where there are few. */
static bool add_first_columns(network *n) {
  const rotation_ground *const g = n->ground;
  bool const all = (int64_t)g->candidate_count * g->post_count <= ALL_COLUMNS;
  for (int32_t c = 0; c < g->candidate_count; c++) {
    const rotation_candidate *const candidate = &g->candidates[c];
    if (n->in_arc[c] < 0) continue;
    if (!add_column(n, c, -1, pair_cost(n, candidate, candidate->beyond, -1))) return false;
    const jh_teacher *const t = &g->county->teachers[candidate->teacher.i];
    for (int32_t k = 0; k <= t->also_count; k++) {
      int32_t const j = rotation_subject(t, k).i;
      priced_column kept[COLUMNS_AT_ONCE];
      for (int32_t i = 0; i < COLUMNS_AT_ONCE; i++) kept[i].post = -1;
      int32_t count = 0;
      for (int32_t i = g->subject_start[j]; i < g->subject_start[j + 1]; i++) {
        int32_t const p = g->subject_posts[i], r = g->posts[p].receiver;
        if (!rotation_pair(g, candidate, r)) continue;
        jh_wide const cost = pair_cost(n, candidate, r, p);
        if (all || rotation_prefers(g, candidate, r)) {
          if (take_bit(n, c, p) && !add_column(n, c, p, cost)) return false;
        } else {
          keep_lowest(kept, &count, &(priced_column){p, cost, cost});
        }
      }
      for (int32_t i = 0; i < count; i++)
        if (take_bit(n, c, kept[i].post) && !add_column(n, c, kept[i].post, kept[i].cost)) return false;
    }
  }
  return true;
}

static jh_status build(network *n) {
  const rotation_ground *const g = n->ground;
  int32_t *const group_from = JH_NEW(n->arena, int32_t, g->group_count);
  n->teacher_node = JH_NEW(n->arena, int32_t, g->candidate_count);
  n->in_arc = JH_NEW(n->arena, int32_t, g->candidate_count);
  n->in_from = JH_NEW(n->arena, int32_t, g->candidate_count);
  n->given = JH_NEW(n->arena, uint64_t, (size_t)g->candidate_count * (size_t)g->post_count / 64 + 1);
  if (!group_from || !n->teacher_node || !n->in_arc || !n->in_from || !n->given) return JH_NO_MEMORY;
  int32_t const nodes = FIRST_NODE + g->post_count + 2 * g->sender_count + g->group_count + g->candidate_count;
  weigh_levels(n);
  if (!fits_width(g, n, nodes)) return JH_INTERNAL;
  n->flow = jh_flow_create(nodes, n->arena);
  if (!n->flow) return JH_NO_MEMORY;
  const rotation_shortfall *const s = n->shortfall;
  n->first_post = FIRST_NODE;
  n->total_arc = 0;
  bool whole = add(n, HUB_IN, HUB_OUT, g->due, s->most + s->teachers, 0, false) &&
               add(n, HUB_OUT, UNMET, 0, s->teachers, 0, false) &&
               add(n, UNMET, HUB_IN, s->teachers, s->teachers, 0, false);
  for (int32_t p = 0; p < g->post_count; p++)
    whole = whole && add(n, FIRST_NODE + p, HUB_IN, 0, g->posts[p].lacking, 0, false);
  int32_t next_node = FIRST_NODE + g->post_count;
  whole = whole && add_senders(n, &next_node, group_from) && add_teachers(n, next_node, group_from);
  n->first_column = jh_flow_arc_count(n->flow);
  return whole && add_first_columns(n) ? JH_OK : JH_NO_MEMORY;
}

/* ---- reading ---- */

static jh_status read_moves(const network *n, const jh_flow_plan *plan, rotation_moves *moves) {
  const rotation_ground *const g = n->ground;
  *moves = (rotation_moves){.items = JH_NEW(n->arena, rotation_move, g->candidate_count)};
  rotation_move *const by_candidate = JH_NEW(n->arena, rotation_move, g->candidate_count);
  if (!moves->items || !by_candidate) return JH_NO_MEMORY;
  for (int32_t a = n->first_column; a < jh_flow_arc_count(n->flow); a++) {
    if (plan->units[a] == 0) continue;
    int32_t const c = n->column_candidate[a - n->first_column], p = n->column_post[a - n->first_column];
    int32_t const receiver = p < 0 ? g->candidates[c].beyond : g->posts[p].receiver;
    by_candidate[c] = (rotation_move){.candidate = c + 1, .receiver = receiver, .post = p};
  }
  for (int32_t c = 0; c < g->candidate_count; c++) {
    if (by_candidate[c].candidate == 0) continue;
    moves->items[moves->count] = by_candidate[c];
    moves->items[moves->count++].candidate = c;
  }
  return JH_OK;
}

/* The proven bound of the wide sum, taken apart: a level's bound holds once the levels before it are proven. */
static void read_bounds(const network *n, const jh_flow_plan *plan, rotation_answer *answer) {
  rotation_trivial_bounds(n->ground, n->shortfall, answer->bounds);
  jh_wide shifted = plan->bound + n->weight[POSTS_UNFILLED] * n->reach[POSTS_UNFILLED] +
                    n->weight[PREFERENCES] * n->reach[PREFERENCES] + n->weight[YEARS_HERE] * n->reach[YEARS_HERE];
  for (int k = 0; k < ROTATION_LEVELS && shifted >= 0; k++) {
    jh_wide const digit = shifted / n->weight[k];
    bool const maximise = k == PREFERENCES || k == YEARS_HERE;
    int64_t const bound = (int64_t)(maximise ? n->reach[k] - digit : digit);
    if (maximise ? bound < answer->bounds[k] : bound > answer->bounds[k]) answer->bounds[k] = bound;
    if (bound != answer->values[k]) break;
    shifted -= digit * n->weight[k];
  }
  for (int k = 0; k < ROTATION_LEVELS && answer->proven; k++) answer->bounds[k] = answer->values[k];
}

static int64_t common_divisor(int64_t a, int64_t b) { return b == 0 ? a : common_divisor(b, a % b); }

jh_status rotation_solve_flow(const rotation_ground *ground, const rotation_shortfall *shortfall,
                              const jh_control *control, jh_arena *arena, rotation_answer *answer) {
  network n = {.ground = ground, .shortfall = shortfall, .arena = arena};
  *answer = (rotation_answer){.method = JH_N("network simplex")};
  jh_status status = build(&n);
  if (status != JH_OK) return status;
  int64_t const common = common_divisor(ground->backbone_share, SHARE_WHOLE);
  jh_flow_ratio const ratio = {.total = ground->backbone_share > 0 ? n.total_arc : -1,
                               .numerator = ground->backbone_share / common,
                               .denominator = SHARE_WHOLE / common,
                               .offset = shortfall->teachers,
                               .lack = shortfall->backbone};
  jh_flow_plan plan;
  status = jh_flow_plan_ratio(n.flow, &ratio, price_columns, &n, control, arena, &plan);
  if (status != JH_OK) return status;
  if (plan.answer == JH_INFEASIBLE) return JH_INTERNAL; /* the shortfall said that it is not */
  answer->proven = plan.answer == JH_OPTIMAL;
  if (plan.node_count > 0) answer->method = JH_N("network simplex, branch and bound on the backbone share");
  status = plan.has_plan ? read_moves(&n, &plan, &answer->moves)
                         : rotation_quick_moves(ground, shortfall, arena, &answer->moves);
  if (status != JH_OK) return status;
  rotation_measure(ground, &answer->moves, answer->values);
  read_bounds(&n, &plan, answer);
  return JH_OK;
}
