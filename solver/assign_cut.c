/* Cuts: x <= y; separators for connected regions; lifted covers for tight seats.
 *
 * A region of site j that holds item i holds one item of every set S that parts i from the home of j:
 * x_ij <= sum over S of x_kj (Carvajal, Constantino, Goycoolea, Vielma and Weintraub 2013; Fischetti and others
 * 2017; Oehrlein and Haunert 2017).  S is taken minimal: what the home side touches of the border of the part
 * around i; for fractional points the least cut by maximum flow through the items. */
#include "assign_lp.h"

#include <string.h>

static double const VIOLATED = 1e-4, THERE = 1e-6;

int32_t assign_cut_running(assign_lp *lp) {
  int32_t added = 0;
  for (int32_t k = 0; k < lp->pair_columns; k++) {
    int32_t const y = lp->run_column[lp->site[k]];
    if (y < 0 || lp->x[k] <= lp->x[y] + 1e-3) continue;
    int32_t const column[] = {k, y};
    int64_t const value[] = {1, -1};
    if (!assign_lp_add_row(lp, column, value, 2, INT64_MIN, 0)) return -1;
    added += 1;
  }
  return added;
}

/* ---- connected regions ---- */

/* The graph of one site's pairs, each item split in two by its share x: flow comes from the home. */
typedef struct region {
  assign_lp *lp;
  int32_t j, home;
  int32_t *column; /* item_count: x column at this site, -1: may not go there */
  double *through; /* item_count: flow through the item */
  double *across;  /* by neighbour entry: flow from item to neighbour */
  int32_t *parent; /* 2 x item_count: of in-nodes (item) and out-nodes (item_count + item), -1: not met */
  int32_t *queue;  /* 2 x item_count */
  int32_t *cut_column;
  int64_t *cut_value;
  int32_t *part; /* item_count: 1: the part around i, 2: home side */
} region;

static bool region_init(region *r, assign_lp *lp, jh_arena *arena) {
  const jh_assign *const p = lp->problem;
  size_t const items = (size_t)p->item_count, entries = (size_t)p->neighbour_start[p->item_count];
  *r = (region){.lp = lp,
                .column = JH_NEW(arena, int32_t, items),
                .through = JH_NEW(arena, double, items),
                .across = JH_NEW(arena, double, entries),
                .parent = JH_NEW(arena, int32_t, 2 * items),
                .queue = JH_NEW(arena, int32_t, 2 * items),
                .cut_column = JH_NEW(arena, int32_t, items + 1),
                .cut_value = JH_NEW(arena, int64_t, items + 1),
                .part = JH_NEW(arena, int32_t, items)};
  return r->column && r->through && r->across && r->parent && r->queue && r->cut_column && r->cut_value && r->part;
}

static void region_of(region *r, int32_t j) {
  assign_lp *const lp = r->lp;
  r->j = j;
  r->home = lp->problem->home[j];
  for (int32_t i = 0; i < lp->problem->item_count; i++) r->column[i] = -1;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++)
    if (lp->open[lp->of_site[a]]) r->column[lp->item[lp->of_site[a]]] = lp->of_site[a];
}

static double share(const region *r, int32_t item) { return r->column[item] < 0 ? 0 : r->lp->x[r->column[item]]; }

/* Marks with `mark` the items joined to `from` through items for which inside() holds. */
static int32_t walk(region *r, int32_t from, int32_t mark, double least) {
  const jh_assign *const p = r->lp->problem;
  int32_t head = 0, tail = 0;
  r->queue[tail++] = from;
  r->part[from] = mark;
  while (head < tail) {
    int32_t const at = r->queue[head++];
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (r->part[next] != 0 || r->column[next] < 0 || share(r, next) < least) continue;
      r->part[next] = mark;
      r->queue[tail++] = next;
    }
  }
  return tail;
}

/* Adds x_ij <= sum of x over the items marked 3. */
static int32_t add_separator(region *r, int32_t item) {
  const jh_assign *const p = r->lp->problem;
  int32_t count = 0;
  double sum = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    if (r->part[i] != 3) continue;
    r->cut_column[count] = r->column[i];
    r->cut_value[count++] = -1;
    sum += share(r, i);
  }
  if (share(r, item) <= sum + VIOLATED) return 0;
  r->cut_column[count] = r->column[item];
  r->cut_value[count++] = 1;
  return assign_lp_add_row(r->lp, r->cut_column, r->cut_value, count, INT64_MIN, 0) ? 1 : -1;
}

/* Marks the free items (0) that `from` reaches with `side`; those met of the rim (4) become the cut (3). */
static void mark_side(region *r, int32_t from, int32_t side) {
  const jh_assign *const p = r->lp->problem;
  int32_t head = 0, tail = 0;
  r->queue[tail++] = from;
  r->part[from] = side;
  while (head < tail) {
    int32_t const at = r->queue[head++];
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (r->part[next] == 4) r->part[next] = 3;
      if (r->part[next] != 0 || r->column[next] < 0) continue;
      r->part[next] = side;
      r->queue[tail++] = next;
    }
  }
}

/* Items of the part marked 1 are behind a border of smaller shares; the separator is what of that border the home
 * reaches without crossing it. */
static void mark_separator(region *r) {
  const jh_assign *const p = r->lp->problem;
  for (int32_t i = 0; i < p->item_count; i++) {
    if (r->part[i] != 1) continue;
    for (int32_t n = p->neighbour_start[i]; n < p->neighbour_start[i + 1]; n++)
      if (r->part[p->neighbours[n]] == 0 && r->column[p->neighbours[n]] >= 0) r->part[p->neighbours[n]] = 4;
  }
  mark_side(r, r->home, 2);
}

static bool beside(const jh_assign *p, int32_t a, int32_t b) {
  for (int32_t n = p->neighbour_start[a]; n < p->neighbour_start[a + 1]; n++)
    if (p->neighbours[n] == b) return true;
  return false;
}

/* Parts of the support that do not touch the home at all: one cut for each, for its largest share. */
static int32_t cut_islands(region *r) {
  assign_lp *const lp = r->lp;
  const jh_assign *const p = lp->problem;
  int32_t added = 0;
  int32_t const mine = lp->stamp += 1;
  memset(r->part, 0, (size_t)p->item_count * sizeof *r->part);
  (void)walk(r, r->home, 2, THERE);
  for (int32_t i = 0; i < p->item_count; i++)
    if (r->part[i] == 2) lp->mark[i] = mine;
  for (int32_t a = lp->site_start[r->j]; a < lp->site_start[r->j + 1]; a++) {
    int32_t const i = lp->item[lp->of_site[a]];
    if (lp->mark[i] == mine || share(r, i) < 0.01) continue;
    memset(r->part, 0, (size_t)p->item_count * sizeof *r->part);
    int32_t const size = walk(r, i, 1, THERE);
    int32_t largest = i;
    for (int32_t q = 0; q < size; q++) {
      lp->mark[r->queue[q]] = mine;
      if (share(r, r->queue[q]) > share(r, largest)) largest = r->queue[q];
    }
    mark_separator(r);
    int32_t const one = add_separator(r, largest);
    if (one < 0) return -1;
    added += one;
  }
  return added;
}

static bool home_is_shared(const jh_assign *p, int32_t j) {
  for (int32_t other = 0; other < p->site_count; other++)
    if (other != j && p->home[other] == p->home[j]) return true;
  return false;
}

/* x_aj + x_bj <= 1 + x of the home + sum of x around the part of b: where the home is another's, parts that touch it
 * on different sides are not one region. The part of b is marked 1. */
static int32_t add_split(region *r, int32_t a, int32_t b) {
  const jh_assign *const p = r->lp->problem;
  int32_t count = 0;
  double sum = 1;
  for (int32_t i = 0; i < p->item_count; i++)
    for (int32_t n = p->neighbour_start[i]; r->part[i] == 1 && n < p->neighbour_start[i + 1]; n++)
      if (r->part[p->neighbours[n]] == 0) r->part[p->neighbours[n]] = 3;
  for (int32_t i = 0; i < p->item_count; i++) {
    if ((r->part[i] != 3 && i != r->home) || r->column[i] < 0) continue;
    r->cut_column[count] = r->column[i];
    r->cut_value[count++] = -1;
    sum += share(r, i);
  }
  if (share(r, a) + share(r, b) <= sum + VIOLATED) return 0;
  r->cut_column[count] = r->column[a];
  r->cut_value[count++] = 1;
  r->cut_column[count] = r->column[b];
  r->cut_value[count++] = 1;
  return assign_lp_add_row(r->lp, r->cut_column, r->cut_value, count, INT64_MIN, 1) ? 1 : -1;
}

/* The part of the item of largest share against all other parts, the home left out. */
static int32_t cut_splits(region *r) {
  assign_lp *const lp = r->lp;
  const jh_assign *const p = lp->problem;
  int32_t const mine = lp->stamp += 1, first = lp->site_start[r->j], end = lp->site_start[r->j + 1];
  int32_t a = -1, added = 0;
  for (int32_t k = first; k < end; k++) {
    int32_t const i = lp->item[lp->of_site[k]];
    if (i != r->home && (a < 0 || share(r, i) > share(r, a))) a = i;
  }
  if (a < 0 || share(r, r->home) > 1 - VIOLATED) return 0;
  for (int32_t k = first - 1; k < end; k++) {
    int32_t const b = k < first ? a : lp->item[lp->of_site[k]];
    if (b == r->home || lp->mark[b] == mine || share(r, b) < 0.01) continue;
    memset(r->part, 0, (size_t)p->item_count * sizeof *r->part);
    r->part[r->home] = 2;
    int32_t const size = walk(r, b, 1, THERE);
    for (int32_t q = 0; q < size; q++) lp->mark[r->queue[q]] = mine;
    int32_t const one = b == a ? 0 : add_split(r, a, b);
    if (one < 0) return -1;
    added += one;
  }
  return added;
}

/* ---- least cut by augmenting paths ---- */

static void meet(region *r, int32_t node, int32_t from, int32_t *tail) {
  if (r->parent[node] >= 0) return;
  r->parent[node] = from;
  r->queue[(*tail)++] = node;
}

static double *flow_across(region *r, int32_t from, int32_t to) {
  const jh_assign *const p = r->lp->problem;
  for (int32_t n = p->neighbour_start[from]; n < p->neighbour_start[from + 1]; n++)
    if (p->neighbours[n] == to) return &r->across[n];
  return NULL; /* neighbours are symmetric: never */
}

/* Breadth first from the home in the residual graph; true when the in-node of `item` is met. */
static bool find_path(region *r, int32_t item) {
  const jh_assign *const p = r->lp->problem;
  int32_t const items = p->item_count;
  int32_t head = 0, tail = 0;
  memset(r->parent, -1, 2 * (size_t)items * sizeof *r->parent);
  meet(r, items + r->home, items + r->home, &tail);
  while (head < tail) {
    int32_t const node = r->queue[head++], at = node % items;
    if (node == item) return true;
    if (node < items) { /* in: through the item, or back along flow that came in */
      if (r->through[at] < share(r, at) - 1e-9) meet(r, items + at, node, &tail);
      for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
        const double *const flow = flow_across(r, p->neighbours[n], at);
        if (flow && *flow > 1e-9) meet(r, items + p->neighbours[n], node, &tail);
      }
    } else { /* out: on to a neighbour, or back through */
      for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++)
        if (r->column[p->neighbours[n]] >= 0 && p->neighbours[n] != r->home) meet(r, p->neighbours[n], node, &tail);
      if (at != r->home && r->through[at] > 1e-9) meet(r, at, node, &tail);
    }
  }
  return false;
}

/* How much one step of a path can still carry: only going through items is limited, and going back. */
static double room(region *r, int32_t from, int32_t to) {
  int32_t const items = r->lp->problem->item_count, a = from % items, b = to % items;
  if (a == b) return from < items ? share(r, a) - r->through[a] : r->through[a];
  if (from >= items) return 1;
  return *flow_across(r, b, a);
}

static void carry(region *r, int32_t from, int32_t to, double flow) {
  int32_t const items = r->lp->problem->item_count, a = from % items, b = to % items;
  if (a == b)
    r->through[a] += from < items ? flow : -flow;
  else if (from >= items)
    *flow_across(r, a, b) += flow;
  else
    *flow_across(r, b, a) -= flow;
}

static double flow_to(region *r, int32_t item, double wanted) {
  const jh_assign *const p = r->lp->problem;
  int32_t const source = p->item_count + r->home;
  double flow = 0;
  memset(r->through, 0, (size_t)p->item_count * sizeof *r->through);
  memset(r->across, 0, (size_t)p->neighbour_start[p->item_count] * sizeof *r->across);
  while (flow < wanted && find_path(r, item)) {
    double least = wanted - flow;
    for (int32_t node = item; node != source; node = r->parent[node]) {
      double const limit = room(r, r->parent[node], node);
      if (limit < least) least = limit;
    }
    for (int32_t node = item; node != source; node = r->parent[node]) carry(r, r->parent[node], node, least);
    flow += least;
    if (least < 1e-9) break;
  }
  return flow;
}

/* The least cut nearest to the home: items met on their in-side but not on their out-side. */
static int32_t cut_by_flow(region *r, int32_t item) {
  const jh_assign *const p = r->lp->problem;
  double const wanted = share(r, item) - VIOLATED;
  if (flow_to(r, item, wanted) >= wanted || find_path(r, item)) return 0;
  for (int32_t i = 0; i < p->item_count; i++)
    r->part[i] = r->parent[i] >= 0 && r->parent[p->item_count + i] < 0 ? 4 : 0;
  /* Minimal: only what the item's side touches. */
  mark_side(r, item, 1);
  return add_separator(r, item);
}

static int32_t cut_flows(region *r) {
  assign_lp *const lp = r->lp;
  int32_t added = 0;
  for (int32_t a = lp->site_start[r->j]; a < lp->site_start[r->j + 1]; a++) {
    int32_t const i = lp->item[lp->of_site[a]];
    if (i == r->home || share(r, i) < 0.05 || beside(lp->problem, i, r->home)) continue;
    int32_t const one = cut_by_flow(r, i);
    if (one < 0) return -1;
    added += one;
  }
  return added;
}

int32_t assign_cut_connected(assign_lp *lp, bool whole_only) {
  const jh_assign *const p = lp->problem;
  if (!p->connected) return 0;
  jh_arena *const scratch = jh_arena_create();
  region r;
  int32_t added = 0;
  if (!scratch || !region_init(&r, lp, scratch)) added = -1;
  for (int32_t j = 0; j < p->site_count && added >= 0; j++) {
    if (p->home[j] < 0 || lp->site_start[j] == lp->site_start[j + 1]) continue;
    region_of(&r, j);
    int32_t one = cut_islands(&r);
    if (one == 0 && home_is_shared(p, j)) one = cut_splits(&r);
    if (one == 0 && !whole_only) one = cut_flows(&r);
    added = one < 0 ? -1 : added + one;
  }
  jh_arena_destroy(scratch);
  return added;
}
