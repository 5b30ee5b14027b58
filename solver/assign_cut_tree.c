/* Branch and cut: the open node with the least bound first, its children at once while they stay near that bound.
 *
 * Columns to branch on are chosen by what settling them added before, and tried out for a few steps of the simplex
 * while little is known of them (Achterberg, Koch and Martin 2005). */
#include "assign_cut_tree.h"

#include <math.h>
#include <string.h>

enum {
  ROOT_ROUNDS = 200,
  NODE_ROUNDS = 6,
  ROOT_STALLED = 12,
  NODE_STALLED = 2,
  IDLE_CUTS = 8,
  TRY_COLUMNS = 6,
  TRY_STEPS = 15
};
enum { RELIABLE = 2, PURGE_EVERY = 16 };
static double const FRACTIONAL = 1e-5;

typedef struct saved_basis {
  struct saved_basis *next; /* in the list of spares */
  uint8_t *columns, *base;
  int32_t *tight; /* serials of cuts that are not slack, ascending */
  int32_t tight_count;
  size_t tight_capacity;
} saved_basis;

struct assign_cut_node {
  assign_cut_node *parent;
  int64_t bound;
  int32_t column, depth; /* column: settled by the branching, -1: the root */
  bool value;
  int8_t children;  /* still to be worked on */
  double fraction;  /* how far the column had to move */
  int32_t *changes; /* columns settled in the node, with their values in bit 0 */
  int32_t change_count;
  saved_basis *basis;
};

static assign_cut_node *new_node(assign_cut_tree *tree, assign_cut_node *parent, int32_t column, bool value) {
  assign_cut_node *const node = JH_NEW(tree->arena, assign_cut_node, 1);
  if (!node) return NULL;
  *node = (assign_cut_node){.parent = parent,
                            .bound = parent ? parent->bound : INT64_MIN,
                            .column = column,
                            .value = value,
                            .depth = parent ? parent->depth + 1 : 0};
  return node;
}

bool assign_cut_tree_init(assign_cut_tree *tree, const jh_assign *problem, const jh_assign_parts *parts,
                          const bool *keep, int64_t cutoff, jh_arena *arena) {
  *tree = (assign_cut_tree){.arena = arena, .parts = parts, .at_hand = INT64_MAX, .lost = INT64_MAX, .value = cutoff};
  for (int32_t j = 0; problem->connected && j < problem->site_count; j++)
    if (problem->home[j] < 0) return false;
  if (!assign_lp_init(&tree->lp, problem, keep, cutoff, arena)) return false;
  size_t const columns = (size_t)tree->lp.column_count;
  tree->site = JH_NEW(arena, int32_t, problem->item_count);
  tree->runs = JH_NEW(arena, bool, problem->site_count);
  for (int up = 0; up < 2; up++) {
    tree->gain[up] = JH_NEW(arena, double, columns);
    tree->gain_count[up] = JH_NEW(arena, int32_t, columns);
    if (!tree->gain[up] || !tree->gain_count[up]) return false;
  }
  tree->point = JH_NEW(arena, double, columns);
  tree->basis_columns = JH_NEW(arena, uint8_t, columns);
  tree->next = new_node(tree, NULL, -1, false);
  return tree->site && tree->runs && tree->point && tree->basis_columns && tree->next;
}

void assign_cut_tree_open(assign_cut_tree *tree, jh_glpk *run) { assign_lp_open(&tree->lp, run); }
void assign_cut_tree_close(assign_cut_tree *tree) { jh_lp_close(tree->lp.lp); }

void assign_cut_tree_lower_cutoff(assign_cut_tree *tree, int64_t cutoff) {
  if (cutoff < tree->lp.cutoff) tree->lp.cutoff = cutoff;
}

int64_t assign_cut_tree_bound(const assign_cut_tree *tree) {
  int64_t least = tree->at_hand < tree->lost ? tree->at_hand : tree->lost;
  if (tree->next && tree->next->bound < least) least = tree->next->bound;
  if (tree->count > 0 && tree->heap[0]->bound < least) least = tree->heap[0]->bound;
  return least;
}

/* ---- open nodes ---- */

static bool before(const assign_cut_node *a, const assign_cut_node *b) {
  return a->bound != b->bound ? a->bound < b->bound : a->depth > b->depth;
}

static bool push(assign_cut_tree *tree, assign_cut_node *node) {
  assign_cut_node **const heap =
      jh_arena_grow(tree->arena, tree->heap, &tree->capacity, tree->count + 1, sizeof(assign_cut_node *));
  if (!heap) return false;
  tree->heap = heap;
  size_t at = tree->count++;
  for (; at > 0 && before(node, heap[(at - 1) / 2]); at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
  heap[at] = node;
  return true;
}

static assign_cut_node *pop(assign_cut_tree *tree) {
  assign_cut_node **const heap = tree->heap;
  assign_cut_node *const top = heap[0], *const last = heap[--tree->count];
  size_t at = 0;
  for (size_t child = 1; child < tree->count; child = 2 * at + 1) {
    if (child + 1 < tree->count && before(heap[child + 1], heap[child])) child += 1;
    if (!before(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return top;
}

/* ---- bases ---- */

static bool get_basis(assign_cut_tree *tree) {
  uint8_t *const rows = jh_arena_grow(tree->arena, tree->basis_rows, &tree->basis_row_capacity,
                                      (size_t)tree->lp.row_count + 1, sizeof *rows);
  if (!rows) return false;
  tree->basis_rows = rows;
  jh_lp_get_basis(tree->lp.lp, tree->basis_columns, rows);
  return true;
}

static saved_basis *save_basis(assign_cut_tree *tree) {
  assign_lp *const lp = &tree->lp;
  if (!get_basis(tree)) return NULL;
  saved_basis *saved = tree->spare;
  if (saved) {
    tree->spare = saved->next;
  } else {
    saved = JH_NEW(tree->arena, saved_basis, 1);
    if (!saved) return NULL;
    saved->columns = JH_NEW(tree->arena, uint8_t, lp->column_count);
    saved->base = JH_NEW(tree->arena, uint8_t, lp->base_rows);
    if (!saved->columns || !saved->base) return NULL;
  }
  memcpy(saved->columns, tree->basis_columns, (size_t)lp->column_count);
  memcpy(saved->base, tree->basis_rows, (size_t)lp->base_rows);
  size_t const most = (size_t)(lp->row_count - lp->base_rows) + 1;
  int32_t *const tight = jh_arena_grow(tree->arena, saved->tight, &saved->tight_capacity, most, sizeof *tight);
  if (!tight) return NULL;
  saved->tight = tight;
  saved->tight_count = 0;
  for (int32_t r = lp->base_rows; r < lp->row_count; r++)
    if (!jh_lp_status_is_basic(tree->basis_rows[r])) tight[saved->tight_count++] = lp->rows[r]->serial;
  return saved;
}

/* Cuts that came later are slack; cuts that are gone are missed by nobody: the basis is mended. */
static void load_basis(assign_cut_tree *tree, const saved_basis *saved) {
  assign_lp *const lp = &tree->lp;
  if (!saved || !get_basis(tree)) return;
  memcpy(tree->basis_rows, saved->base, (size_t)lp->base_rows);
  int32_t at = 0;
  for (int32_t r = lp->base_rows; r < lp->row_count; r++) {
    while (at < saved->tight_count && saved->tight[at] < lp->rows[r]->serial) at++;
    bool const tight = at < saved->tight_count && saved->tight[at] == lp->rows[r]->serial;
    tree->basis_rows[r] = jh_lp_status(!tight, lp->rows[r]->lower == INT64_MIN);
  }
  jh_lp_set_basis(lp->lp, saved->columns, tree->basis_rows);
}

/* A node whose children are done gives its basis back, and so upwards. */
static void release(assign_cut_tree *tree, assign_cut_node *node) {
  for (; node && node->children == 0; node = node->parent) {
    if (node->basis) {
      node->basis->next = tree->spare;
      tree->spare = node->basis;
      node->basis = NULL;
    }
    if (node->parent) node->parent->children -= 1;
  }
}

/* ---- one node ---- */

static bool apply_path(assign_cut_tree *tree, const assign_cut_node *node) {
  assign_lp *const lp = &tree->lp;
  for (int32_t t = 0; t < lp->trail_count; t++) {
    lp->lower[lp->trail[t]] = 0;
    lp->upper[lp->trail[t]] = 1;
  }
  lp->trail_count = 0;
  for (const assign_cut_node *n = node; n; n = n->parent) {
    if (n->column >= 0 && !assign_lp_settle(lp, n->column, n->value)) return false;
    for (int32_t c = 0; c < n->change_count; c++)
      if (!assign_lp_settle(lp, n->changes[c] / 2, n->changes[c] % 2 != 0)) return false;
  }
  return true;
}

static bool is_fractional(double x) { return x > FRACTIONAL && x < 1 - FRACTIONAL; }

static bool whole(const assign_lp *lp) {
  for (int32_t k = 0; k < lp->column_count; k++)
    if (is_fractional(lp->x[k])) return false;
  return true;
}

/* The point of the last solve as a plan, if it is one. */
static bool take_plan(assign_cut_tree *tree) {
  assign_lp *const lp = &tree->lp;
  const jh_assign *const p = lp->problem;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t best = -1;
    for (int32_t k = lp->item_start[i]; k < lp->item_start[i + 1]; k++)
      if (lp->x[k] > 0.5) best = k;
    if (best < 0) return false;
    lp->queue[i] = lp->site[best];
  }
  jh_arena *const scratch = jh_arena_create();
  bool *const runs = scratch ? JH_NEW(scratch, bool, p->site_count) : NULL;
  int64_t value = 0;
  bool right = runs != NULL;
  for (int32_t j = 0; right && j < p->site_count; j++)
    runs[j] = lp->run_column[j] < 0 || lp->x[lp->run_column[j]] > 0.5;
  right = right && !jh_assign_verify(p, lp->queue, runs, &value, scratch);
  if (right && value < lp->cutoff) {
    memcpy(tree->site, lp->queue, (size_t)p->item_count * sizeof *tree->site);
    memcpy(tree->runs, runs, (size_t)p->site_count * sizeof *runs);
    tree->value = lp->cutoff = value;
    tree->has_plan = true;
  }
  jh_arena_destroy(scratch);
  return right;
}

static int32_t seek_cuts(assign_cut_tree *tree, bool all) {
  assign_lp *const lp = &tree->lp;
  int32_t const running = assign_cut_running(lp);
  int32_t const connected = running < 0 ? -1 : assign_cut_connected(lp, !all || !tree->parts->separators);
  int32_t const covers = connected < 0 || !all || !tree->parts->covers ? 0 : assign_cut_covers(lp);
  int32_t const prices = covers < 0 || !all || !tree->parts->prices ? 0 : assign_cut_prices(lp);
  return running < 0 || connected < 0 || covers < 0 || prices < 0 ? -1 : running + connected + covers + prices;
}

typedef enum verdict { CLOSED, BRANCH, LOST } verdict;

static void learn(assign_cut_tree *tree, const assign_cut_node *node, int64_t bound) {
  if (node->column < 0 || !node->parent || node->fraction <= 0) return;
  int const up = node->value ? 1 : 0;
  double const gain = (double)(bound - node->parent->bound) / node->fraction;
  int32_t const n = ++tree->gain_count[up][node->column];
  tree->gain[up][node->column] += ((gain > 0 ? gain : 0) - tree->gain[up][node->column]) / n;
}

/* The point of the last solve keeps what was settled since. */
static bool agrees(const assign_lp *lp, int32_t settled) {
  for (int32_t t = settled; t < lp->trail_count; t++)
    if (fabs(lp->x[lp->trail[t]] - lp->lower[lp->trail[t]]) > FRACTIONAL) return false;
  return true;
}

/* Solves and cuts until nothing is violated, the bound stalls, or the node can hold nothing better. */
static verdict work_on(assign_cut_tree *tree, assign_cut_node *node) {
  assign_lp *const lp = &tree->lp;
  int32_t const rounds = node->parent ? NODE_ROUNDS : ROOT_ROUNDS;
  int32_t stalled = 0;
  for (int32_t round = 0;; round++) {
    if (!assign_lp_propagate(lp)) return CLOSED;
    if (!assign_lp_solve(lp, 0)) return LOST;
    if (round == 0) learn(tree, node, lp->bound);
    bool const first = node->bound == INT64_MIN;
    double const gap = (double)lp->cutoff - (double)node->bound, gain = (double)lp->bound - (double)node->bound;
    bool const helped = first || gain > gap / (node->parent ? 400 : 5000);
    stalled = helped ? 0 : stalled + 1;
    if (lp->bound > node->bound) tree->at_hand = node->bound = lp->bound;
    if (node->bound >= lp->cutoff) return CLOSED;
    int32_t const settled = lp->trail_count;
    if (tree->parts->fixing && (!assign_lp_settle_by_cost(lp) || !assign_lp_propagate(lp))) return CLOSED;
    if (!node->parent) memcpy(lp->open, lp->upper, (size_t)lp->column_count * sizeof *lp->open);
    if (!agrees(lp, settled)) continue;
    bool const all_whole = whole(lp);
    bool const seek = all_whole || (round < rounds && stalled < (node->parent ? NODE_STALLED : ROOT_STALLED));
    int32_t const cuts = seek ? seek_cuts(tree, !all_whole) : 0;
    if (cuts < 0) return LOST;
    if (cuts > 0) {
      if (!node->parent) assign_lp_purge(lp, IDLE_CUTS);
      continue;
    }
    if (all_whole) return take_plan(tree) ? CLOSED : LOST;
    return BRANCH;
  }
}

/* ---- which column to branch on ---- */

static double score(double down, double up) {
  double const least = 1;
  return (down > least ? down : least) * (up > least ? up : least);
}

/* Bound after a few steps with the column settled; the linear program is put back. */
static int64_t try_out(assign_cut_tree *tree, int32_t column, bool value) {
  assign_lp *const lp = &tree->lp;
  lp->lower[column] = lp->upper[column] = value ? 1 : 0;
  (void)assign_lp_solve(lp, TRY_STEPS);
  int64_t const bound = lp->bound;
  lp->lower[column] = 0;
  lp->upper[column] = 1;
  jh_lp_set_basis(lp->lp, tree->basis_columns, tree->basis_rows);
  return bound;
}

static double average_gain(const assign_cut_tree *tree, int up) {
  double sum = 0;
  int32_t count = 0;
  for (int32_t k = 0; k < tree->lp.column_count; k++) {
    if (tree->gain_count[up][k] == 0) continue;
    sum += tree->gain[up][k];
    count += 1;
  }
  return count > 0 ? sum / count : 1;
}

/* The most promising columns first: sites before items. */
static int32_t list_candidates(const assign_cut_tree *tree, int32_t *list, double *scores) {
  const assign_lp *const lp = &tree->lp;
  double const mean[2] = {average_gain(tree, 0), average_gain(tree, 1)};
  bool sites = false;
  int32_t count = 0;
  for (int32_t k = lp->pair_columns; k < lp->out_columns; k++)
    sites |= lp->lower[k] != lp->upper[k] && is_fractional(tree->point[k]);
  int32_t const first = sites ? lp->pair_columns : 0;
  int32_t const end = sites ? lp->out_columns : lp->pair_columns;
  for (int32_t k = first; k < end; k++) {
    double const x = tree->point[k];
    if (lp->lower[k] == lp->upper[k] || !is_fractional(x)) continue;
    double const down = (tree->gain_count[0][k] ? tree->gain[0][k] : mean[0]) * x;
    double const up = (tree->gain_count[1][k] ? tree->gain[1][k] : mean[1]) * (1 - x);
    double const worth = score(down, up) * (1 + fmin(x, 1 - x));
    int32_t at = count < TRY_COLUMNS ? count++ : TRY_COLUMNS;
    if (at == TRY_COLUMNS && worth <= scores[TRY_COLUMNS - 1]) continue;
    if (at == TRY_COLUMNS) at -= 1;
    for (; at > 0 && scores[at - 1] < worth; at--) {
      scores[at] = scores[at - 1];
      list[at] = list[at - 1];
    }
    scores[at] = worth;
    list[at] = k;
  }
  return count;
}

/* Returns the column, -1 when the node closed meanwhile, -2 when there is none. */
static int32_t choose_column(assign_cut_tree *tree, assign_cut_node *node) {
  assign_lp *const lp = &tree->lp;
  int32_t list[TRY_COLUMNS] = {0};
  double scores[TRY_COLUMNS] = {0};
  memcpy(tree->point, lp->x, (size_t)lp->column_count * sizeof *lp->x);
  int32_t const count = list_candidates(tree, list, scores);
  for (int32_t k = 0; count == 0 && k < lp->out_columns; k++)
    if (lp->lower[k] != lp->upper[k]) return k; /* only items partly out are left: any column will do */
  if (count == 0) return -2;
  if (!get_basis(tree)) return list[0];
  int32_t best = list[0];
  double best_score = -1;
  for (int32_t c = 0; c < count; c++) {
    int32_t const k = list[c];
    double value = scores[c] / (1 + fmin(tree->point[k], 1 - tree->point[k]));
    if (tree->gain_count[0][k] < RELIABLE || tree->gain_count[1][k] < RELIABLE) {
      int64_t const down = try_out(tree, k, false), up = try_out(tree, k, true);
      if (down >= lp->cutoff && up >= lp->cutoff) return -1;
      if (down >= lp->cutoff || up >= lp->cutoff) {
        if (!assign_lp_settle(lp, k, down >= lp->cutoff) || !assign_lp_propagate(lp)) return -1;
        best = -3; /* settled: solve again */
        break;
      }
      value = score((double)(down - node->bound), (double)(up - node->bound));
      int32_t const n[2] = {++tree->gain_count[0][k], ++tree->gain_count[1][k]};
      tree->gain[0][k] += (fmax((double)(down - node->bound), 0) / tree->point[k] - tree->gain[0][k]) / n[0];
      tree->gain[1][k] += (fmax((double)(up - node->bound), 0) / (1 - tree->point[k]) - tree->gain[1][k]) / n[1];
    }
    if (value <= best_score) continue;
    best_score = value;
    best = k;
  }
  memcpy(lp->x, tree->point, (size_t)lp->column_count * sizeof *lp->x);
  return best;
}

/* Everything settled, though the program still hesitates (items partly out): the plan is right or there is none. */
static bool settled_plan(assign_cut_tree *tree) {
  assign_lp *const lp = &tree->lp;
  for (int32_t k = 0; k < lp->out_columns; k++) {
    if (lp->lower[k] != lp->upper[k]) return false;
    lp->x[k] = lp->lower[k];
  }
  (void)take_plan(tree);
  return true;
}

static bool keep_changes(assign_cut_tree *tree, assign_cut_node *node, int32_t first) {
  assign_lp *const lp = &tree->lp;
  node->change_count = lp->trail_count - first;
  node->changes = JH_NEW(tree->arena, int32_t, node->change_count);
  if (!node->changes) return false;
  for (int32_t c = 0; c < node->change_count; c++)
    node->changes[c] = 2 * lp->trail[first + c] + (lp->lower[lp->trail[first + c]] == 1);
  return true;
}

/* Two children: the one nearer to the point is next, the other waits. */
static bool branch(assign_cut_tree *tree, assign_cut_node *node, int32_t column, int32_t first) {
  double const x = tree->point[column];
  bool const near = x > 0.3;
  assign_cut_node *const now = new_node(tree, node, column, near);
  assign_cut_node *const later = new_node(tree, node, column, !near);
  node->basis = save_basis(tree);
  if (!now || !later || !keep_changes(tree, node, first)) return false;
  now->fraction = near ? 1 - x : x;
  later->fraction = near ? x : 1 - x;
  node->children = 2;
  if (!push(tree, later)) return false;
  int64_t const floor = tree->heap[0]->bound;
  if (tree->dive || node->bound - floor <= (tree->lp.cutoff - floor) / 4)
    tree->next = now;
  else
    return push(tree, now);
  return true;
}

bool assign_cut_tree_step(assign_cut_tree *tree) {
  assign_lp *const lp = &tree->lp;
  bool const warm = tree->next != NULL;
  if (assign_cut_tree_done(tree)) return false;
  assign_cut_node *const node = warm ? tree->next : pop(tree);
  tree->at_hand = node->bound;
  tree->next = NULL;
  if (node->bound >= lp->cutoff) {
    tree->at_hand = INT64_MAX;
    release(tree, node);
    return true;
  }
  bool open = apply_path(tree, node);
  int32_t const first = lp->trail_count;
  if (open && !warm && node->parent) {
    if (++tree->node_count % PURGE_EVERY == 0) assign_lp_purge(lp, 2 * IDLE_CUTS);
    load_basis(tree, node->parent->basis);
  }
  verdict found = open ? work_on(tree, node) : CLOSED;
  if (found == BRANCH && !node->parent && !assign_lp_shrink(lp)) found = LOST;
  int32_t column = found == BRANCH ? choose_column(tree, node) : -1;
  while (found == BRANCH && column == -3) {
    found = work_on(tree, node);
    column = found == BRANCH ? choose_column(tree, node) : -1;
  }
  if (found == BRANCH && column == -2 && settled_plan(tree)) found = CLOSED;
  tree->node_count += warm;
  open = found == BRANCH && column >= 0 && branch(tree, node, column, first);
  bool const lost = found == LOST || (found == BRANCH && column != -1 && !open);
  if (lost && node->bound < tree->lost) tree->lost = node->bound;
  tree->at_hand = INT64_MAX;
  if (!open) release(tree, node);
  return !lost;
}
