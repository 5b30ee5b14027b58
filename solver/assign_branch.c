/* What to branch on: sites while the relaxed solution is of two minds about one, then the item's most used pair.
 *
 * What a decision adds to the bound is learnt as the tree grows, and tried out for some steps while little is known
 * of it (Achterberg, Koch and Martin 2005): with subgradient steps a node is dear, so few good nodes beat many. Where
 * nothing is known, heavy items come first: at the root of connected catchments no trial gets beyond the bound, and
 * branches in any order left it where it was for a dozen nodes. */
#include "assign_tree.h"

#include <math.h>

enum { CANDIDATES = 10, PAIR_TRUST = 2, SITE_TRUST = 2, TRY_STEPS = 60, TRY_PATIENCE = 10, IN_VAIN = 5 };
static double const TRY_AGILITY = 0.15;
static double const SURE = 0.02; /* shares this close to 0 or 1 are no doubt */

typedef struct candidate {
  assign_branch branch;
  double score;
} candidate;

bool assign_tree_decide(assign_tree *tree, const assign_branch *branch, bool side) {
  assign_relax *const r = &tree->relax;
  if (branch->is_site) return side ? assign_run_site(r, branch->index) : assign_close_site(r, branch->index);
  return side ? assign_settle_pair(r, branch->index) : assign_forbid(r, branch->index);
}

static assign_worth *worth_of(assign_tree *tree, const assign_branch *b) {
  return b->is_site ? &tree->site_worth[b->index] : &tree->pair_worth[b->index];
}

static double moved(const assign_branch *b, int side) {
  double const way = side ? 1 - b->fraction : b->fraction;
  return way > 0.01 ? way : 0.01;
}

static void learn(assign_worth *w, int side, double unit) {
  w->average[side] = (w->average[side] * w->count[side] + unit) / (w->count[side] + 1);
  w->count[side] += 1;
}

/* What adds nothing, as far as is known, counts by its size. */
static double score_of(const assign_tree *tree, int64_t bound, double size, double up, double down) {
  int64_t const gap = tree->relax.cutoff == INT64_MAX ? 0 : tree->relax.cutoff - bound;
  double const least = 1e-3 * (double)gap + 1;
  return fmax(up, least * size) * fmax(down, least * size);
}

/* Of an item against the others: a heavy one moves more. Sites are all one size. */
static double size_of(const assign_tree *tree, const assign_branch *b) {
  const assign_relax *const r = &tree->relax;
  if (b->is_site || r->weight <= 0) return 1;
  return fmax(1e-3,
              (double)tree->problem->weight[r->pair_item[b->index]] * tree->problem->item_count / (double)r->weight);
}

static double doubt(const assign_branch *b) { return fmin(b->fraction, 1 - b->fraction) < SURE ? 1e-3 : 1; }

static void estimate(assign_tree *tree, int64_t bound, candidate *c) {
  const assign_worth *const own = worth_of(tree, &c->branch), *const all = &tree->general[c->branch.is_site];
  double const size = size_of(tree, &c->branch);
  double gain[2];
  for (int side = 0; side < 2; side++)
    gain[side] = (own->count[side] > 0 ? own->average[side] : all->average[side] * size) * moved(&c->branch, side);
  c->score = score_of(tree, bound, size, gain[1], gain[0]) * doubt(&c->branch);
}

/* Keeps the best few, by falling score. */
static int32_t insert(candidate *list, int32_t count, const candidate *c) {
  if (count == CANDIDATES && c->score <= list[count - 1].score) return count;
  int32_t at = count < CANDIDATES ? count : count - 1;
  int32_t const now = at + 1;
  for (; at > 0 && list[at - 1].score < c->score; at--) list[at] = list[at - 1];
  list[at] = *c;
  return now;
}

static int32_t list_sites(assign_tree *tree, int64_t bound, double sure, candidate *list) {
  const assign_relax *const r = &tree->relax;
  int32_t count = 0;
  for (int32_t j = 0; j < tree->problem->site_count; j++) {
    double const share = assign_run_share(r, j);
    if (r->decided.state[j] != ASSIGN_FREE || share < sure || share > 1 - sure) continue;
    candidate c = {.branch = {.is_site = true, .index = j, .fraction = share}};
    estimate(tree, bound, &c);
    count = insert(list, count, &c);
  }
  return count;
}

static int32_t list_pairs(assign_tree *tree, int64_t bound, candidate *list) {
  const jh_assign *const p = tree->problem;
  const assign_relax *const r = &tree->relax;
  int32_t count = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    if (r->decided.settled[i] >= 0) continue;
    double total = 0;
    int32_t const most = assign_most_used(r, i, &total);
    if (most < 0) continue; /* only what was not given is left */
    double const share = total > 0 ? r->pair_share[most] / total : 0.1;
    candidate c = {.branch = {.index = most, .fraction = fmin(share, 0.99)}};
    estimate(tree, bound, &c);
    count = insert(list, count, &c);
  }
  return count;
}

/* Both sides for a few steps. A side with nothing left settles the other: *dead is that side, -1: none. */
static void try_out(assign_tree *tree, int64_t bound, candidate *c, int *dead) {
  assign_relax *const r = &tree->relax;
  bool const tying = r->tying;
  double const size = size_of(tree, &c->branch);
  double gain[2] = {0, 0};
  *dead = -1;
  r->tying = false;
  for (int side = 0; side < 2 && !jh_control_stopped(tree->control); side++) {
    assign_tree_load(tree);
    bool const left = assign_tree_decide(tree, &c->branch, side == 1) && assign_relax_propagate(r);
    int64_t reached = left ? assign_relax_improve(r, TRY_STEPS, TRY_AGILITY, TRY_PATIENCE, false) : r->cutoff;
    if (jh_control_stopped(tree->control)) break;
    if (reached >= r->cutoff) {
      reached = r->cutoff;
      *dead = side;
    }
    gain[side] = reached > bound ? (double)(reached - bound) : 0;
    learn(worth_of(tree, &c->branch), side, gain[side] / moved(&c->branch, side));
    learn(&tree->general[c->branch.is_site], side, gain[side] / moved(&c->branch, side) / size);
  }
  r->tying = tying;
  assign_tree_load(tree);
  c->score = score_of(tree, bound, size, gain[1], gain[0]) * doubt(&c->branch);
}

assign_choice assign_tree_choose(assign_tree *tree, int64_t bound, assign_branch *branch) {
  assign_relax *const r = &tree->relax;
  candidate list[CANDIDATES];
  int32_t count = list_sites(tree, bound, SURE, list), vain = 0, best = 0;
  /* Regions have ties only once all sites are settled; branches on pairs say little before. */
  if (count == 0 && tree->tying) count = list_sites(tree, bound, 0, list);
  if (count == 0) count = list_pairs(tree, bound, list);
  if (count == 0) return ASSIGN_ALL_SETTLED; /* every item is settled */
  assign_tree_save(tree);
  for (int32_t c = 0; c < count && vain < IN_VAIN && count > 1; c++) {
    const assign_worth *const w = worth_of(tree, &list[c].branch);
    int32_t const trust = list[c].branch.is_site ? SITE_TRUST : PAIR_TRUST;
    if (tree->parts->trying && r->cutoff != INT64_MAX && (w->count[0] < trust || w->count[1] < trust)) {
      int dead = -1;
      try_out(tree, bound, &list[c], &dead);
      if (jh_control_stopped(tree->control)) break;
      if (dead >= 0)
        return assign_tree_decide(tree, &list[c].branch, dead == 0) ? ASSIGN_DECIDED : ASSIGN_NOTHING_LEFT;
    }
    vain = list[c].score > list[best].score ? 0 : vain + 1;
    if (list[c].score > list[best].score) best = c;
  }
  *branch = list[best].branch;
  return ASSIGN_CHOSEN;
}
