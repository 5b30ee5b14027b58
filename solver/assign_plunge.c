/* A plunge: plans from below, by settling in one go whatever the relaxed solution is nearly sure of.
 *
 * The tree settles one pair a node, and where there are a thousand items no dive comes to the ground. A plunge lets
 * go of proofs: steps, then every pair with nearly all of its item's share is settled, and the surest of the others,
 * until all are or nothing below the best value is left (diving: Caprara, Fischetti and Toth 1999 for set covering).
 */
#include "assign_tree.h"

#include <stdlib.h>

enum { STEPS = 80, PATIENCE = 8, LEVELS_MOST = 60, SETTLED_PART = 12 /* at least one in so many of those open */ };
static double const AGILITY = 0.15;
static double const SURE = 0.97;

typedef struct surest {
  int32_t item, pair;
  double share;
} surest;

static int by_share(const void *a, const void *b) {
  const surest *const x = a, *const y = b;
  return x->share != y->share ? (x->share < y->share) - (x->share > y->share)
                              : (x->item > y->item) - (x->item < y->item);
}

static double doubt_of(const assign_relax *r, int32_t j) {
  double const share = assign_run_share(r, j);
  return share < 0.5 ? share : 1 - share;
}

static bool settle_site(assign_relax *r, int32_t j) {
  return assign_run_share(r, j) > 0.5 ? assign_run_site(r, j) : assign_close_site(r, j);
}

/* Sites nearly sure, or the surest where none is. False: they cannot be so. */
static bool settle_sites(assign_relax *r, bool *settled) {
  int32_t surest_site = -1;
  double least_doubt = 1;
  *settled = false;
  for (int32_t j = 0; j < r->problem->site_count; j++) {
    if (r->decided.state[j] != ASSIGN_FREE) continue;
    double const doubt = doubt_of(r, j);
    if (doubt < least_doubt) {
      least_doubt = doubt;
      surest_site = j;
    }
    if (doubt > 1 - SURE) continue;
    *settled = true;
    if (!settle_site(r, j)) return false;
  }
  if (surest_site < 0 || *settled) return true;
  *settled = true;
  return settle_site(r, surest_site);
}

static int32_t list_items(const assign_relax *r, surest *list) {
  const jh_assign *const p = r->problem;
  int32_t count = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    if (r->decided.settled[i] >= 0) continue;
    double total = 0;
    int32_t const most = assign_most_used(r, i, &total);
    if (most < 0) continue;
    /* What several sites took at once is sure of none. */
    double const taken = total > r->share_total ? total : r->share_total;
    list[count++] = (surest){.item = i, .pair = most, .share = taken > 0 ? r->pair_share[most] / taken : 0};
  }
  qsort(list, (size_t)count, sizeof *list, by_share);
  return count;
}

static bool settle_items(assign_relax *r, surest *list, int32_t *left) {
  int32_t const count = list_items(r, list), most = count / SETTLED_PART + 1;
  *left = count;
  for (int32_t n = 0; n < count && (n < most || list[n].share > SURE); n++) {
    if (r->decided.settled[list[n].item] >= 0 || r->decided.out[list[n].pair]) continue;
    if (!assign_settle_pair(r, list[n].pair)) return false;
  }
  return true;
}

/* One level. False: this was the last. */
static bool go_down(assign_tree *tree, surest *list) {
  assign_relax *const r = &tree->relax;
  assign_tree_set_tying(tree);
  int64_t const bound = assign_relax_improve(r, STEPS, AGILITY, PATIENCE, true);
  int64_t looked = bound;
  int32_t settled = 0, left = 0;
  if (jh_control_stopped(tree->control) || bound >= r->cutoff || !assign_relax_look(r, &looked, &settled))
    return false;
  tree->on_relaxed(tree->user);
  r->cutoff = tree->best;
  bool sites = false;
  if (looked >= r->cutoff || !settle_sites(r, &sites)) return false;
  if (!sites && !settle_items(r, list, &left)) return false;
  return (sites || left > 0) && assign_relax_propagate(r);
}

void assign_tree_plunge(assign_tree *tree) {
  assign_relax *const r = &tree->relax;
  bool const tying = r->tying;
  jh_arena *const scratch = jh_arena_create();
  surest *const list = scratch ? JH_NEW(scratch, surest, tree->problem->item_count) : NULL;
  if (list) {
    assign_tree_save(tree);
    r->cutoff = tree->best;
    for (int level = 0; level < LEVELS_MOST && go_down(tree, list); level++) continue;
    assign_tree_load(tree);
    r->tying = tying;
  }
  jh_arena_destroy(scratch);
}
