/* Best-first branching on which sites run, a Lagrangian bound at each node from its parent's multipliers.
 *
 * A leaf has every site settled; its bound cannot be helped by branching and stays with it. The bound of the whole is
 * the least over open nodes and leaves (Holmberg, Ronnqvist and Yuan 1999). */
#include "assign_inner.h"

#include <string.h>

enum { STEPS_AT_NODE = 40, STEPS_AT_LEAF = 120 };

struct assign_node {
  int64_t bound;
  int64_t *multiplier; /* item_count: where its children begin */
  int8_t *state;       /* site_count: assign_site_state */
  int32_t branch;      /* the site to settle next, -1: a leaf */
};

bool assign_tree_init(assign_tree *tree, const jh_assign *problem, const assign_dual *dual, jh_arena *arena) {
  *tree = (assign_tree){.problem = problem, .arena = arena, .leaf_bound = INT64_MAX};
  tree->sets = JH_NEW(arena, bool, problem->site_count);
  if (!tree->sets || !assign_dual_init(&tree->dual, problem, arena)) return false;
  assign_node *const root = JH_NEW(arena, assign_node, 1);
  int64_t *const multiplier = JH_NEW(arena, int64_t, problem->item_count);
  int8_t *const state = JH_NEW(arena, int8_t, problem->site_count);
  if (!root || !multiplier || !state) return false;
  memcpy(multiplier, dual->multiplier, (size_t)problem->item_count * sizeof *multiplier);
  for (int32_t j = 0; j < problem->site_count; j++) state[j] = problem->must_run[j] ? ASSIGN_RUNS : ASSIGN_FREE;
  *root = (assign_node){.bound = dual->bound, .multiplier = multiplier, .state = state, .branch = -2};
  tree->heap = jh_arena_grow(arena, NULL, &tree->capacity, 1, sizeof(assign_node *));
  if (!tree->heap) return false;
  tree->heap[tree->count++] = root;
  return true;
}

static bool push(assign_tree *tree, assign_node *node) {
  assign_node **const heap =
      jh_arena_grow(tree->arena, tree->heap, &tree->capacity, tree->count + 1, sizeof(assign_node *));
  if (!heap) return false;
  tree->heap = heap;
  size_t at = tree->count++;
  for (; at > 0 && node->bound < heap[(at - 1) / 2]->bound; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
  heap[at] = node;
  return true;
}

static assign_node *pop(assign_tree *tree) {
  assign_node **const heap = tree->heap;
  assign_node *const top = heap[0], *const last = heap[--tree->count];
  size_t at = 0;
  for (size_t child = 1; child < tree->count; child = 2 * at + 1) {
    if (child + 1 < tree->count && heap[child + 1]->bound < heap[child]->bound) child += 1;
    if (last->bound <= heap[child]->bound) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return top;
}

int64_t assign_tree_bound(const assign_tree *tree) {
  int64_t const open = tree->count > 0 ? tree->heap[0]->bound : INT64_MAX;
  return open < tree->leaf_bound ? open : tree->leaf_bound;
}

/* Seats and site number can still be met. */
static bool possible(const assign_tree *tree, const int8_t *state) {
  const jh_assign *const problem = tree->problem;
  int64_t weight = 0, seats = 0;
  int32_t runs = 0, can_run = 0;
  for (int32_t i = 0; i < problem->item_count; i++) weight += problem->weight[i];
  for (int32_t j = 0; j < problem->site_count; j++) {
    runs += state[j] == ASSIGN_RUNS;
    if (state[j] == ASSIGN_CLOSED) continue;
    can_run += 1;
    seats += problem->capacity[j] < weight ? problem->capacity[j] : weight;
  }
  if (seats < weight) return false;
  return problem->site_number < 0 || (runs <= problem->site_number && can_run >= problem->site_number);
}

/* A site whose other state alone costs more than the best plan is settled: its reduced value is what it changes.
 * With a given number another site must come or go in exchange. */
static void settle(const assign_tree *tree, int8_t *state, int64_t bound, int64_t best) {
  const jh_assign *const problem = tree->problem;
  const int64_t *const value = tree->dual.reduced;
  const bool *const open = tree->dual.open;
  int64_t cheapest_in = INT64_MAX, dearest_out = INT64_MIN;
  for (int32_t j = 0; j < problem->site_count; j++) {
    if (state[j] != ASSIGN_FREE) continue;
    if (!open[j] && value[j] < cheapest_in) cheapest_in = value[j];
    if (open[j] && value[j] > dearest_out) dearest_out = value[j];
  }
  for (int32_t j = 0; j < problem->site_count; j++) {
    if (state[j] != ASSIGN_FREE || best == INT64_MAX) continue;
    int64_t const exchange = problem->site_number < 0 ? 0 : open[j] ? cheapest_in : dearest_out;
    if (exchange == INT64_MAX || exchange == INT64_MIN) continue;
    int64_t const added = open[j] ? exchange - value[j] : value[j] - exchange;
    if (bound + added >= best) state[j] = open[j] ? ASSIGN_RUNS : ASSIGN_CLOSED;
  }
}

/* The site the last steps were least sure of. */
static int32_t least_sure(const assign_tree *tree, const int8_t *state, int32_t steps) {
  int32_t chosen = -1;
  int64_t least = INT64_MAX;
  for (int32_t j = 0; j < tree->problem->site_count; j++) {
    if (state[j] != ASSIGN_FREE) continue;
    int64_t const doubled = 2 * tree->dual.chosen[j] - steps, unsure = doubled < 0 ? -doubled : doubled;
    if (unsure < least) {
      least = unsure;
      chosen = j;
    }
  }
  return chosen;
}

/* Bounds one child; keeps it where it may hold a better plan. False without memory. */
static bool explore(assign_tree *tree, const assign_node *parent, int8_t forced, int64_t best,
                    const jh_control *control, jh_arena *scratch) {
  const jh_assign *const problem = tree->problem;
  size_t const items = (size_t)problem->item_count, sites = (size_t)problem->site_count;
  int8_t *const state = JH_NEW(tree->arena, int8_t, sites);
  if (!state) return false;
  memcpy(state, parent->state, sites);
  if (parent->branch >= 0) state[parent->branch] = forced;
  if (!possible(tree, state)) return true;
  assign_dual *const dual = &tree->dual;
  memcpy(dual->multiplier, parent->multiplier, items * sizeof *dual->multiplier);
  memset(dual->chosen, 0, sites * sizeof *dual->chosen);
  dual->state = state;
  dual->bound = INT64_MIN;
  dual->agility = parent->branch == -2 ? 1.5 : 0.3;
  assign_dual_improve(dual, problem, best, STEPS_AT_NODE, control, scratch);
  tree->node_count += 1;
  int64_t bound = dual->bound > parent->bound ? dual->bound : parent->bound;
  if (bound >= best) return true;
  if (dual->bound != INT64_MIN) settle(tree, state, dual->bound, best);
  if (!possible(tree, state)) return true; /* what is left holds nothing better than the best plan */
  int32_t const branch = least_sure(tree, state, dual->steps_taken);
  if (branch < 0) {
    dual->agility = 0.3;
    assign_dual_improve(dual, problem, best, STEPS_AT_LEAF, control, scratch);
    if (dual->bound > bound) bound = dual->bound;
    if (bound >= best) return true;
    if (bound < tree->leaf_bound) tree->leaf_bound = bound;
    return true;
  }
  assign_node *const node = JH_NEW(tree->arena, assign_node, 1);
  int64_t *const multiplier = JH_NEW(tree->arena, int64_t, items);
  if (!node || !multiplier) return false;
  memcpy(multiplier, dual->multiplier, items * sizeof *multiplier);
  *node = (assign_node){.bound = bound, .multiplier = multiplier, .state = state, .branch = branch};
  return push(tree, node);
}

bool assign_tree_step(assign_tree *tree, int64_t best, const jh_control *control, jh_arena *scratch) {
  tree->has_set = false;
  if (tree->count == 0) return true;
  assign_node *const node = tree->heap[0];
  if (node->bound >= best) { /* so are all others */
    tree->count = 0;
    return true;
  }
  /* Stopped between the children, the node must stay: its bound still counts. */
  assign_node *const parent = pop(tree);
  int8_t const first = parent->branch == -2 ? ASSIGN_FREE : ASSIGN_RUNS;
  bool ok = explore(tree, parent, first, best, control, scratch);
  if (tree->dual.bound < best && tree->dual.open) {
    memcpy(tree->sets, tree->dual.open, (size_t)tree->problem->site_count * sizeof *tree->sets);
    tree->has_set = true;
  }
  if (ok && first == ASSIGN_RUNS) ok = explore(tree, parent, ASSIGN_CLOSED, best, control, scratch);
  if (!ok && parent->bound < tree->leaf_bound) tree->leaf_bound = parent->bound;
  return ok;
}
