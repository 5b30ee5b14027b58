#include "search.h"

#include <math.h>
#include <string.h>

#include "search_tree.h"

static const double INTEGRAL = 1e-6;

bool jh_search_out_of_time(jh_search *search) {
  if (!jh_control_stopped(search->control) && jh_clock_s() < search->deadline_s) return false;
  search->stopped = true;
  return true;
}

/* ---- the linear program follows the domain ---- */

static void mark_dirty(jh_search_tree *tree, size_t from) {
  for (size_t k = from; k < tree->domain.trail_count; k++) {
    int32_t const j = tree->domain.trail_column[k];
    if (tree->is_dirty[j]) continue;
    tree->is_dirty[j] = true;
    tree->dirty[tree->dirty_count++] = j;
  }
}

void jh_search_rewind(jh_search *search) {
  mark_dirty(search->tree, search->tree->base);
  jh_domain_undo(&search->tree->domain, search->tree->base);
}

bool jh_search_narrow(jh_search *search, int32_t column, double lower, double upper) {
  return jh_domain_narrow(&search->tree->domain, column, lower, upper);
}

static void send_bounds(jh_search_tree *tree) {
  mark_dirty(tree, tree->base);
  for (int32_t k = 0; k < tree->dirty_count; k++) {
    int32_t const j = tree->dirty[k];
    tree->is_dirty[j] = false;
    if (tree->lp_lower[j] == tree->domain.lower[j] && tree->lp_upper[j] == tree->domain.upper[j]) continue;
    tree->lp_lower[j] = tree->domain.lower[j];
    tree->lp_upper[j] = tree->domain.upper[j];
    jh_lp_set_column(tree->lp, j, tree->lp_lower[j], tree->lp_upper[j]);
  }
  tree->dirty_count = 0;
}

jh_lp_outcome jh_search_solve(jh_search *search, double cutoff, int iteration_max) {
  jh_search_tree *const tree = search->tree;
  send_bounds(tree);
  jh_lp_effort const effort = {
      .cutoff = cutoff, .iteration_max = iteration_max, .limit_s = search->deadline_s - jh_clock_s()};
  jh_lp_outcome const outcome = jh_lp_solve(tree->lp, &effort);
  if (outcome != JH_LP_OPTIMAL) return outcome;
  jh_lp_columns(tree->lp, tree->values);
  /* The simplex lets a column stand a little outside its bounds: branching there would never end. */
  for (int32_t j = 0; j < search->core->column_count; j++)
    tree->values[j] = fmin(fmax(tree->values[j], tree->lp_lower[j]), tree->lp_upper[j]);
  return outcome;
}

/* ---- solutions ---- */

static bool keep_if_better(jh_search *search, const double *values) {
  if (jh_core_violation(search->core, values) > 1e-7) return false;
  double const cost = jh_core_cost(search->core, values);
  if (search->has_best && cost >= search->best_cost) return false;
  memcpy(search->best, values, (size_t)search->core->column_count * sizeof *values);
  search->best_cost = cost;
  search->has_best = true;
  search->tree->improved = true;
  return true;
}

bool jh_search_offer(jh_search *search, const double *values) {
  jh_search_tree *const tree = search->tree;
  const jh_core *const core = search->core;
  bool moved = false;
  for (int32_t j = 0; j < core->column_count; j++) {
    tree->trial[j] = core->integer[j] ? nearbyint(values[j]) : values[j];
    tree->trial[j] = fmin(fmax(tree->trial[j], core->lower[j]), core->upper[j]);
    moved |= tree->trial[j] != values[j];
  }
  if (tree->integer_count == core->column_count || !moved) return keep_if_better(search, tree->trial);
  if (jh_core_violation(core, tree->trial) <= 1e-9) return keep_if_better(search, tree->trial);
  /* Rounding moved integers a little: the continuous columns follow. */
  size_t const mark = tree->domain.trail_count;
  for (int32_t j = 0; j < core->column_count; j++)
    if (core->integer[j] && !jh_domain_narrow(&tree->domain, j, tree->trial[j], tree->trial[j])) break;
  bool better = false;
  if (jh_search_solve(search, HUGE_VAL, 0) == JH_LP_OPTIMAL) {
    for (int32_t j = 0; j < core->column_count; j++)
      if (!core->integer[j]) tree->trial[j] = fmin(fmax(tree->values[j], core->lower[j]), core->upper[j]);
    better = keep_if_better(search, tree->trial);
  }
  mark_dirty(tree, mark);
  jh_domain_undo(&tree->domain, mark);
  (void)jh_domain_propagate(&tree->domain); /* empties the queue */
  return better;
}

/* ---- nodes ---- */

static jh_basis *take_basis(jh_search *search) {
  jh_search_tree *const tree = search->tree;
  jh_basis *basis = tree->free_bases;
  if (basis) {
    tree->free_bases = basis->next_free;
  } else {
    basis = JH_NEW(search->arena, jh_basis, 1);
    if (!basis) return NULL;
    basis->columns = JH_NEW(search->arena, uint8_t, search->core->column_count);
    basis->rows = JH_NEW(search->arena, uint8_t, jh_lp_row_count(tree->lp) + 1);
    if (!basis->columns || !basis->rows) return NULL;
  }
  basis->users = 0;
  jh_lp_get_basis(tree->lp, basis->columns, basis->rows);
  return basis;
}

static void release_basis(jh_search_tree *tree, jh_basis *basis) {
  if (!basis || --basis->users > 0) return;
  basis->next_free = tree->free_bases;
  tree->free_bases = basis;
}

/* Lower bound first; among equals the deeper, then the newer. */
static bool comes_first(const jh_search_tree *tree, int32_t a, int32_t b) {
  if (tree->nodes[a].bound != tree->nodes[b].bound) return tree->nodes[a].bound < tree->nodes[b].bound;
  if (tree->nodes[a].depth != tree->nodes[b].depth) return tree->nodes[a].depth > tree->nodes[b].depth;
  return a > b;
}

static bool push_open(jh_search *search, int32_t node) {
  jh_search_tree *const tree = search->tree;
  int32_t *const heap =
      jh_arena_grow(search->arena, tree->heap, &tree->heap_capacity, tree->heap_count + 1, sizeof *heap);
  if (!heap) return false;
  tree->heap = heap;
  size_t at = tree->heap_count++;
  for (; at > 0 && comes_first(tree, node, heap[(at - 1) / 2]); at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
  heap[at] = node;
  return true;
}

static int32_t pop_open(jh_search_tree *tree) {
  int32_t const first = tree->heap[0], last = tree->heap[--tree->heap_count];
  size_t at = 0;
  for (size_t child = 1; child < tree->heap_count; child = 2 * at + 1) {
    if (child + 1 < tree->heap_count && comes_first(tree, tree->heap[child + 1], tree->heap[child])) child++;
    if (!comes_first(tree, tree->heap[child], last)) break;
    tree->heap[at] = tree->heap[child];
    at = child;
  }
  tree->heap[at] = last;
  return first;
}

static int32_t add_node(jh_search *search, jh_node node) {
  jh_search_tree *const tree = search->tree;
  jh_node *const nodes =
      tree->node_count >= INT32_MAX - 1
          ? NULL
          : jh_arena_grow(search->arena, tree->nodes, &tree->node_capacity, tree->node_count + 1, sizeof *nodes);
  if (!nodes) {
    tree->no_memory = true;
    return -1;
  }
  tree->nodes = nodes;
  tree->nodes[tree->node_count] = node;
  if (node.basis) node.basis->users++;
  return (int32_t)tree->node_count++;
}

int32_t jh_search_choose(const jh_search *search, const double *values) {
  const jh_search_tree *const tree = search->tree;
  double const usual = tree->all_gain_count > 0 ? fmax(tree->all_gain_sum / (double)tree->all_gain_count, 1e-9) : 1;
  double best = -1;
  int32_t chosen = -1;
  for (int32_t j = 0; j < search->core->column_count; j++) {
    if (!search->core->integer[j]) continue;
    double const fraction = values[j] - floor(values[j]);
    if (fraction < INTEGRAL || fraction > 1 - INTEGRAL) continue;
    double gain[2];
    for (int way = 0; way < 2; way++)
      gain[way] = tree->gain_count[way][j] > 0 ? tree->gain_sum[way][j] / tree->gain_count[way][j] : usual;
    double const down = fmax(gain[0] * fraction, 1e-9 * usual), up = fmax(gain[1] * (1 - fraction), 1e-9 * usual);
    double const score = down * up;
    if (score > best) {
      best = score;
      chosen = j;
    }
  }
  return chosen;
}

/* Puts the domain where the node is. False: nothing is left there. */
static bool enter_node(jh_search *search, int32_t node) {
  jh_search_tree *const tree = search->tree;
  jh_search_rewind(search);
  for (int32_t at = node; at >= 0; at = tree->nodes[at].parent) {
    const jh_node *const n = &tree->nodes[at];
    if (n->column >= 0 && !jh_domain_narrow(&tree->domain, n->column, n->lower, n->upper)) {
      (void)jh_domain_propagate(&tree->domain);
      return false;
    }
  }
  return jh_domain_propagate(&tree->domain);
}

static void learn_gain(jh_search *search, const jh_node *node, double value) {
  jh_search_tree *const tree = search->tree;
  if (node->column < 0 || node->fraction < INTEGRAL) return;
  double const gain = fmax(value - node->bound, 0) / node->fraction;
  tree->gain_sum[node->up][node->column] += gain;
  tree->gain_count[node->up][node->column]++;
  tree->all_gain_sum += gain;
  tree->all_gain_count++;
}

/* Two children of the node just solved; the one to follow, the other goes to the heap. */
static int32_t branch(jh_search *search, int32_t node, int32_t column, double at, double bound) {
  jh_search_tree *const tree = search->tree;
  jh_basis *const basis = take_basis(search);
  if (!basis) tree->no_memory = true;
  if (!basis) return -1;
  double const fraction = at - floor(at);
  jh_node down = {.bound = bound,
                  .fraction = fraction,
                  .parent = node,
                  .column = column,
                  .lower = -HUGE_VAL,
                  .upper = floor(at),
                  .basis = basis,
                  .depth = tree->nodes[node].depth + 1,
                  .up = false};
  jh_node up = down;
  up.fraction = 1 - fraction;
  up.lower = floor(at) + 1;
  up.upper = HUGE_VAL;
  up.up = true;
  double const towards = search->has_best ? search->best[column] : search->root_columns[column];
  bool const up_first = search->has_best && fabs(towards - at) >= 1 ? towards > at : fraction > 0.5;
  int32_t const later = add_node(search, up_first ? down : up);
  int32_t const now = add_node(search, up_first ? up : down);
  if (later < 0 || now < 0 || !push_open(search, later)) {
    tree->no_memory = true;
    return -1;
  }
  return now;
}

/* The middle of the widest integer column: where a node has no linear program to tell. */
static int32_t widest(const jh_search *search, double *at) {
  const jh_search_tree *const tree = search->tree;
  int32_t chosen = -1;
  double most = 0.5;
  for (int32_t j = 0; j < search->core->column_count; j++) {
    double const width = tree->domain.upper[j] - tree->domain.lower[j];
    if (!search->core->integer[j] || !isfinite(width) || width <= most) continue;
    most = width;
    chosen = j;
    *at = floor(0.5 * (tree->domain.lower[j] + tree->domain.upper[j])) + 0.5;
  }
  return chosen;
}

static bool is_one_point(const jh_search *search) {
  const jh_domain *const domain = &search->tree->domain;
  if (search->tree->integer_count < search->core->column_count) return false;
  for (int32_t j = 0; j < search->core->column_count; j++)
    if (domain->lower[j] != domain->upper[j]) return false;
  return true;
}

/* The simplex calls solutions what its tolerances let pass, and big numbers let much pass. Integers that are halved
 * until they are fixed are judged exactly. What is left when that takes too long, or where columns are no integers,
 * stays open as a bound: the claim of a proof must not rest on it. */
static int32_t branch_at_any(jh_search *search, int32_t node, double bound) {
  jh_search_tree *const tree = search->tree;
  enum { RESCUE_MAX = 2000 };
  double middle = 0;
  int32_t const column = tree->rescue_count < RESCUE_MAX ? widest(search, &middle) : -1;
  if (column >= 0) {
    tree->rescue_count++;
    return branch(search, node, column, middle, bound);
  }
  if (is_one_point(search)) { /* of integers: it is a solution or it is none */
    (void)jh_search_offer(search, tree->domain.lower);
    return -1;
  }
  tree->lost_bound = fmin(tree->lost_bound, bound);
  return -1;
}

static bool is_hopeless(const jh_search *search, double bound) {
  return search->has_best && bound > jh_search_cutoff(search);
}

/* Solves one node; the child to go on with, or -1. */
static int32_t visit(jh_search *search, int32_t at) {
  jh_search_tree *const tree = search->tree;
  jh_node const node = tree->nodes[at];
  search->node_count++;
  if (!enter_node(search, at)) return -1;
  jh_lp_outcome const outcome = jh_search_solve(search, jh_search_cutoff(search), 0);
  if (outcome == JH_LP_INFEASIBLE || outcome == JH_LP_CUT_OFF) return -1;
  if (outcome == JH_LP_LIMIT) { /* goes back, so that its bound counts */
    search->stopped = true;
    if (node.basis) node.basis->users++;
    if (!push_open(search, at)) tree->no_memory = true;
    return -1;
  }
  if (outcome != JH_LP_OPTIMAL) return branch_at_any(search, at, node.bound);
  double const value = jh_lp_value(tree->lp);
  learn_gain(search, &node, value);
  if (is_hopeless(search, value)) return -1;
  double const bound = fmax(value, node.bound);
  int32_t const column = jh_search_choose(search, tree->values);
  if (column >= 0) return branch(search, at, column, tree->values[column], bound);
  (void)jh_search_offer(search, tree->values);
  if (search->has_best && jh_search_round_up(search, bound) >= search->best_cost - 1e-9 * fabs(search->best_cost))
    return -1;
  return branch_at_any(search, at, bound);
}

/* ---- the loop ---- */

static void update_bound(jh_search *search, double current) {
  const jh_search_tree *const tree = search->tree;
  double open = fmin(current, tree->lost_bound);
  if (tree->heap_count > 0) open = fmin(open, tree->nodes[tree->heap[0]].bound);
  if (search->has_best && open > jh_search_cutoff(search)) open = search->best_cost;
  double const rounded = jh_search_round_up(search, open);
  search->bound = fmax(search->bound, search->has_best ? fmin(rounded, search->best_cost) : rounded);
  if (search->has_best && open == search->best_cost) search->bound = search->best_cost;
  double const now = jh_clock_s();
  if (search->report && now - tree->reported_s > 0.2) {
    search->tree->reported_s = now;
    search->report(search->user, search);
  }
}

static bool good_enough(const jh_search *search) {
  if (!search->has_best) return false;
  double const size = fmax(1, fabs(search->best_cost + search->constant));
  return search->best_cost - search->bound <= fmax(search->gap, 1e-10) * size;
}

/* What a better solution could not afford is fixed for good: columns by their reduced costs at the root. */
static bool narrow_base(jh_search *search) {
  jh_search_tree *const tree = search->tree;
  tree->improved = false;
  if (!search->has_best || !isfinite(search->root_value)) return true;
  jh_search_rewind(search);
  double const left = jh_search_cutoff(search) - search->root_value + 1e-6 + 1e-9 * fabs(search->root_value);
  bool possible = left >= 0;
  for (int32_t j = 0; possible && j < search->core->column_count; j++) {
    double const price = search->root_costs[j];
    if (!search->core->integer[j] || fabs(price) < 1e-7) continue;
    if (price > 0 && isfinite(search->core->lower[j]))
      possible = jh_domain_narrow(&tree->domain, j, -HUGE_VAL, search->core->lower[j] + left / price);
    else if (price < 0 && isfinite(search->core->upper[j]))
      possible = jh_domain_narrow(&tree->domain, j, search->core->upper[j] + left / price, HUGE_VAL);
  }
  if (!jh_domain_propagate(&tree->domain)) possible = false;
  mark_dirty(tree, tree->base);
  tree->base = tree->domain.trail_count;
  return possible;
}

static void explore(jh_search *search) {
  jh_search_tree *const tree = search->tree;
  int32_t at = -1;
  while (!tree->no_memory) {
    bool const plunging = at >= 0;
    if (!plunging && tree->heap_count == 0) break;
    if (!plunging) at = pop_open(tree);
    update_bound(search, tree->nodes[at].bound);
    bool const enough = good_enough(search) || (search->node_max > 0 && search->node_count >= search->node_max);
    if (enough || jh_search_out_of_time(search)) {
      if (!push_open(search, at)) tree->no_memory = true;
      return;
    }
    if (is_hopeless(search, tree->nodes[at].bound) || (tree->improved && !narrow_base(search))) {
      release_basis(tree, tree->nodes[at].basis);
      at = -1;
      continue;
    }
    if (!plunging && tree->nodes[at].basis)
      jh_lp_set_basis(tree->lp, tree->nodes[at].basis->columns, tree->nodes[at].basis->rows);
    int32_t const next = visit(search, at);
    release_basis(tree, tree->nodes[at].basis);
    at = next;
    if (search->stopped) return;
  }
  if (tree->no_memory) return;
  search->complete = true;
  update_bound(search, search->has_best ? search->best_cost : HUGE_VAL);
  if (!search->has_best && tree->lost_bound == HUGE_VAL) search->infeasible = true;
}

/* The relaxation, with a second opinion before it is called infeasible. */
static jh_lp_outcome solve_root(jh_search *search) {
  jh_search_tree *const tree = search->tree;
  if (search->has_basis) jh_lp_set_basis(tree->lp, search->column_basis, search->row_basis);
  jh_lp_effort effort = {.primal = search->has_basis && search->basis_is_primal,
                         .cutoff = HUGE_VAL,
                         .limit_s = search->deadline_s - jh_clock_s()};
  jh_lp_outcome outcome = jh_lp_solve(tree->lp, &effort);
  if (outcome == JH_LP_INFEASIBLE && search->nested == 0) {
    effort.presolve = true;
    effort.primal = true;
    outcome = jh_lp_solve(tree->lp, &effort);
  }
  if (outcome != JH_LP_OPTIMAL) return outcome;
  jh_lp_columns(tree->lp, tree->values);
  memcpy(search->root_columns, tree->values, (size_t)search->core->column_count * sizeof *tree->values);
  jh_lp_duals(tree->lp, search->root_duals);
  double const safe = jh_core_dual_bound(search->core, tree->domain.lower, tree->domain.upper, search->root_duals,
                                         search->root_costs);
  double const value = jh_lp_value(tree->lp);
  /* The duals' bound holds whatever the simplex did; it is a little lower than the optimum. */
  search->root_value = isfinite(safe) ? fmin(safe, value) : value;
  search->has_root = true;
  if (search->column_basis) jh_lp_get_basis(tree->lp, search->column_basis, search->row_basis);
  return outcome;
}

static bool open_tree(jh_search *search) {
  size_t const n = (size_t)search->core->column_count;
  jh_search_tree *const tree = search->tree = JH_NEW(search->arena, jh_search_tree, 1);
  if (!tree || !jh_domain_init(&tree->domain, search->core, NULL, NULL, search->arena)) return false;
  double **const arrays[] = {&tree->lp_lower,    &tree->lp_upper,    &tree->values,         &tree->trial,
                             &tree->gain_sum[0], &tree->gain_sum[1], &search->root_columns, &search->root_costs};
  for (size_t k = 0; k < sizeof arrays / sizeof arrays[0]; k++)
    if (!(*arrays[k] = JH_NEW(search->arena, double, n))) return false;
  search->root_duals = JH_NEW(search->arena, double, search->core->row_count + 1);
  tree->dirty = JH_NEW(search->arena, int32_t, n);
  tree->is_dirty = JH_NEW(search->arena, bool, n);
  tree->gain_count[0] = JH_NEW(search->arena, int32_t, n);
  tree->gain_count[1] = JH_NEW(search->arena, int32_t, n);
  if (!search->root_duals || !tree->dirty || !tree->is_dirty || !tree->gain_count[0] || !tree->gain_count[1])
    return false;
  memcpy(tree->lp_lower, search->core->lower, n * sizeof(double));
  memcpy(tree->lp_upper, search->core->upper, n * sizeof(double));
  for (size_t j = 0; j < n; j++) tree->integer_count += search->core->integer[j];
  tree->lost_bound = HUGE_VAL;
  tree->lp = jh_lp_open(search->run, search->core);
  return true;
}

static void search_below_root(jh_search *search) {
  jh_search_tree *const tree = search->tree;
  update_bound(search, search->root_value);
  int32_t const column = jh_search_choose(search, tree->values);
  if (column < 0) (void)jh_search_offer(search, tree->values);
  update_bound(search, search->root_value);
  if (good_enough(search)) {
    search->complete = search->bound >= search->best_cost;
    return;
  }
  jh_basis *const basis = take_basis(search);
  if (!basis)
    tree->no_memory = true;
  else
    basis->users = 1; /* the root's, kept to the end */
  if (basis && column >= 0) jh_search_dive(search);
  jh_node const root = {.bound = search->root_value, .parent = -1, .column = -1, .basis = basis};
  int32_t const first = tree->no_memory ? -1 : add_node(search, root);
  if (first < 0 || !push_open(search, first)) {
    tree->no_memory = true;
    return;
  }
  explore(search);
}

jh_status jh_search_run(jh_search *search) {
  search->bound = -HUGE_VAL;
  search->root_value = -HUGE_VAL;
  if (!open_tree(search)) return JH_NO_MEMORY;
  switch (solve_root(search)) {
    case JH_LP_OPTIMAL: search_below_root(search); break;
    case JH_LP_INFEASIBLE:
      search->complete = true;
      search->infeasible = !search->has_best; /* a solution in hand outweighs a simplex that lost it */
      search->bound = search->has_best ? -HUGE_VAL : HUGE_VAL;
      break;
    case JH_LP_UNBOUNDED: search->unbounded = true; break;
    case JH_LP_LIMIT: search->stopped = true; break;
    default: break; /* no bound, not complete */
  }
  jh_lp_close(search->tree->lp);
  return search->tree->no_memory || search->tree->domain.failed ? JH_NO_MEMORY : JH_OK;
}
