/* Best-first branch and bound. Each node begins from its parent's multipliers, improves them for some steps, and
 * settles what would pass the cutoff (Holmberg, Ronnqvist and Yuan 1999 for sites; Posta, Ferland and Michelon 2012).
 *
 * The cutoff is the best value known, or a guess below it: a tree that holds nothing below a guess proves the guess
 * as a bound, and settles far more on the way than a poor plan's value would. Then the guess goes up, and the tree
 * begins anew with what it learnt about branching. */
#include "assign_tree.h"

#include <math.h>
#include <string.h>

enum {
  ROOT_LOOKS = 4,
  ROOT_STEPS_AGAIN = 300,
  ROOT_PATIENCE = 30,
  NODE_STEPS = 100,
  NODE_PATIENCE = 10,
  NODE_ROUNDS = 6,
  TIE_ROOM_MOST = 3000,
  PLUNGE_WAIT = 2, /* of steps, for each of the last plunge */
  PLUNGE_WAIT_MOST = 30,
  NODE_MEMORY = 48 << 20
};
enum { BLIND_GUESSES = 3, GUESS_NODES = 4000 }; /* a guess that is not disproved by then costs more than it settles */
static double const NODE_AGILITY = 0.15;
static double const SLACK_SHARE = 0.05;   /* of the root's gap */
static double const BLIND_GAP = 0.005;    /* of the value, before the root's gap is known */
static double const FIRST_GUESS = 0.15;   /* of the way from the root's bound to the best value */
static double const OUTGROWN = 0.6;       /* of the gap a tree began with */
static double const GUESS_GROWTH = 2;     /* of the distance to the root's bound */
static double const GUESS_MOST = 0.7;     /* of the way: nearer the best value no guess pays */
static double const BLIND_GUESS = 0.0015; /* of the root's bound, where no plan is known */
static double const BLIND_GROWTH = 16;    /* of a guess without a plan, of which there are few: there may be none */

struct assign_node {
  assign_node *next_spare;
  int64_t bound;
  assign_branch branch;
  int32_t depth, tie_count;
  float *multiplier, *tie; /* item_count; tie_room */
  int8_t *state;           /* site_count */
  uint8_t *out;            /* a bit a pair, then one an item that may not go beyond its pairs */
};

/* ---- nodes ---- */

static size_t aligned(size_t bytes) { return (bytes + 7) / 8 * 8; }

static assign_node *new_node(assign_tree *tree) {
  const jh_assign *const p = tree->problem;
  size_t const items = (size_t)p->item_count, sites = (size_t)p->site_count;
  size_t const pairs = (size_t)p->pair_start[p->item_count];
  size_t const at_multiplier = aligned(sizeof(assign_node)), at_tie = at_multiplier + aligned(items * sizeof(float));
  size_t const at_state = at_tie + aligned((size_t)tree->tie_room * sizeof(float));
  size_t const at_out = at_state + aligned(sites);
  tree->node_bytes = at_out + (pairs + (p->beyond ? items : 0)) / 8 + 1;
  assign_node *node = tree->spare;
  if (node)
    tree->spare = node->next_spare;
  else
    node = jh_arena_alloc(tree->arena, 1, tree->node_bytes);
  if (!node) return NULL;
  char *const block = (char *)node;
  node->multiplier = (float *)(void *)(block + at_multiplier);
  node->tie = (float *)(void *)(block + at_tie);
  node->state = (int8_t *)(void *)(block + at_state);
  node->out = (uint8_t *)(void *)(block + at_out);
  return node;
}

static void spare_node(assign_tree *tree, assign_node *node) {
  node->next_spare = tree->spare;
  tree->spare = node;
}

static void set_bit(uint8_t *bits, int32_t at) { bits[at / 8] = (uint8_t)(bits[at / 8] | 1u << (at % 8)); }
static uint8_t bit(const uint8_t *bits, int32_t at) { return bits[at / 8] >> (at % 8) & 1; }

static void save_node(assign_node *node, const assign_relax *r) {
  const jh_assign *const p = r->problem;
  int32_t const pairs = p->pair_start[p->item_count];
  for (int32_t i = 0; i < p->item_count; i++) node->multiplier[i] = (float)r->multiplier[i];
  for (int32_t t = 0; t < node->tie_count; t++) node->tie[t] = (float)r->ties[t].multiplier;
  memcpy(node->state, r->decided.state, (size_t)p->site_count);
  memset(node->out, 0, (size_t)(pairs + (p->beyond ? p->item_count : 0)) / 8 + 1);
  for (int32_t k = 0; k < pairs; k++)
    if (r->decided.out[k]) set_bit(node->out, k);
  for (int32_t i = 0; p->beyond && i < p->item_count; i++)
    if (!r->decided.beyond[i]) set_bit(node->out, pairs + i);
}

static void restore_node(const assign_node *node, assign_relax *r) {
  const jh_assign *const p = r->problem;
  assign_decisions *const d = &r->decided;
  for (int32_t i = 0; i < p->item_count; i++) {
    r->multiplier[i] = (int64_t)node->multiplier[i];
    if (r->multiplier[i] > r->highest[i]) r->multiplier[i] = r->highest[i]; /* a float may round up */
  }
  for (int32_t t = 0; t < r->tie_count; t++) assign_ties_set(r, t, t < node->tie_count ? (int64_t)node->tie[t] : 0);
  memcpy(d->state, node->state, (size_t)p->site_count);
  for (int32_t i = 0; i < p->item_count; i++) {
    d->beyond[i] = p->beyond && !bit(node->out, p->pair_start[p->item_count] + i);
    d->choices[i] = d->beyond[i];
    d->settled[i] = -1;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      d->out[k] = bit(node->out, k);
      if (d->out[k]) continue;
      d->choices[i] += 1;
      d->settled[i] = p->pair_site[k];
    }
    if (d->choices[i] != 1 || d->beyond[i]) d->settled[i] = -1;
  }
}

static void sift_up(assign_tree *tree, size_t at, assign_node *node) {
  assign_node **const heap = tree->heap;
  for (; at > 0 && node->bound < heap[(at - 1) / 2]->bound; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
  heap[at] = node;
}

static bool push(assign_tree *tree, assign_node *node) {
  assign_node **const heap =
      jh_arena_grow(tree->arena, tree->heap, &tree->capacity, tree->count + 1, sizeof(assign_node *));
  if (!heap) return false;
  tree->heap = heap;
  sift_up(tree, tree->count++, node);
  return true;
}

static assign_node *take(assign_tree *tree, size_t at) {
  assign_node **const heap = tree->heap;
  assign_node *const taken = heap[at], *const last = heap[--tree->count];
  if (at == tree->count) return taken;
  for (size_t child = 2 * at + 1; child < tree->count; child = 2 * at + 1) {
    if (child + 1 < tree->count && heap[child + 1]->bound < heap[child]->bound) child += 1;
    if (last->bound <= heap[child]->bound) break;
    heap[at] = heap[child];
    at = child;
  }
  sift_up(tree, at, last);
  return taken;
}

static size_t deepest(const assign_tree *tree) {
  size_t at = 0;
  for (size_t n = 1; n < tree->count; n++)
    if (tree->heap[n]->depth > tree->heap[at]->depth) at = n;
  return at;
}

/* Where the dive goes on; where it came to its end, at the best bound. */
static size_t next_of_dive(const assign_tree *tree) {
  size_t at = 0;
  while (tree->dive && at < tree->count && tree->heap[at] != tree->dive) at += 1;
  return at < tree->count ? at : 0;
}

/* The best bound in turn with a dive: child after child until nothing is left, which is where plans are found. In
 * turn, since a dive over many pairs may take long to come to the ground. When memory is short the deepest node, so
 * that fewer stay open. */
static assign_node *next_node(assign_tree *tree) {
  bool const full = tree->count > tree->count_most;
  if (!full) tree->dive_turn = !tree->dive_turn;
  bool const dives = !full && tree->dive_turn;
  assign_node *const node = take(tree, full ? deepest(tree) : dives ? next_of_dive(tree) : 0);
  tree->diving = dives || node == tree->dive;
  if (tree->diving) tree->dive = NULL;
  return node;
}

/* ---- the tree ---- */

static int32_t free_site(const assign_relax *r) {
  for (int32_t j = 0; j < r->problem->site_count; j++)
    if (r->decided.state[j] == ASSIGN_FREE) return j;
  return -1;
}

void assign_tree_save(assign_tree *tree) {
  const assign_relax *const r = &tree->relax;
  assign_decisions_copy(&tree->saved, &r->decided, tree->problem);
  memcpy(tree->saved_multiplier, r->multiplier, (size_t)tree->problem->item_count * sizeof *r->multiplier);
  assign_ties_save(&tree->relax);
}

void assign_tree_load(assign_tree *tree) {
  assign_relax *const r = &tree->relax;
  assign_decisions_copy(&r->decided, &tree->saved, tree->problem);
  memcpy(r->multiplier, tree->saved_multiplier, (size_t)tree->problem->item_count * sizeof *r->multiplier);
  assign_ties_load(r);
}

/* While sites are open, their branches say more than ties, and ties make the steps of the others short. */
void assign_tree_set_tying(assign_tree *tree) { tree->relax.tying = tree->tying && free_site(&tree->relax) < 0; }

bool assign_tree_init(assign_tree *tree, const jh_assign *problem, const jh_assign_parts *parts,
                      const jh_control *control, jh_arena *arena) {
  *tree = (assign_tree){.problem = problem,
                        .parts = parts,
                        .control = control,
                        .arena = arena,
                        .best = INT64_MAX,
                        .guess = INT64_MAX,
                        .root_bound = -ASSIGN_IMPOSSIBLE,
                        .proven = -ASSIGN_IMPOSSIBLE,
                        .at_hand = INT64_MAX,
                        .lost = INT64_MAX,
                        .root_multiplier = JH_NEW(arena, int64_t, problem->item_count),
                        .saved_multiplier = JH_NEW(arena, int64_t, problem->item_count),
                        .pair_worth = JH_NEW(arena, assign_worth, problem->pair_start[problem->item_count]),
                        .site_worth = JH_NEW(arena, assign_worth, problem->site_count),
                        .site = JH_NEW(arena, int32_t, problem->item_count),
                        .runs = JH_NEW(arena, bool, problem->site_count)};
  if (!assign_relax_init(&tree->relax, problem, control, arena)) return false;
  tree->relax.fixing = parts->fixing;
  if (!parts->regions) tree->relax.region = NULL;
  tree->tying = parts->ties && problem->connected;
  assign_tree_set_tying(tree);
  return tree->root_multiplier && tree->saved_multiplier && tree->pair_worth && tree->site_worth && tree->site &&
         tree->runs && assign_decisions_init(&tree->root, problem, arena) &&
         assign_decisions_init(&tree->saved, problem, arena);
}

static int64_t cutoff_of(const assign_tree *tree) { return tree->guess < tree->best ? tree->guess : tree->best; }

int64_t assign_tree_bound(const assign_tree *tree) {
  if (!tree->begun) return tree->root_bound > tree->proven ? tree->root_bound : tree->proven;
  int64_t bound = cutoff_of(tree);
  if (tree->count > 0 && tree->heap[0]->bound < bound) bound = tree->heap[0]->bound;
  if (tree->at_hand < bound) bound = tree->at_hand;
  if (tree->lost < bound) bound = tree->lost;
  return bound > tree->proven ? bound : tree->proven;
}

/* Steps aim a little beyond the cutoff, and knapsacks are left inexact by a little of the gap. */
static void set_cutoff(assign_tree *tree) {
  assign_relax *const r = &tree->relax;
  r->cutoff = cutoff_of(tree);
  bool const has_gap = r->cutoff != INT64_MAX && tree->root_bound > -ASSIGN_IMPOSSIBLE;
  double const known = (double)(r->cutoff != INT64_MAX ? r->cutoff : tree->root_bound);
  double const gap = has_gap ? (double)r->cutoff - (double)tree->root_bound : BLIND_GAP * fabs(known);
  r->slack = gap > 0 ? SLACK_SHARE * gap : 1;
  r->tolerance = gap > 0 ? (int64_t)(gap / 1000 / tree->problem->site_count) : 0;
}

void assign_tree_root(assign_tree *tree, int64_t best, int32_t steps, double agility) {
  assign_relax *const r = &tree->relax;
  tree->best = best;
  set_cutoff(tree);
  if (!tree->rooted && !assign_relax_propagate(r)) tree->proven = ASSIGN_IMPOSSIBLE;
  int64_t const bound = assign_relax_improve(r, steps, agility, ROOT_PATIENCE, true);
  if (bound > tree->root_bound || !tree->rooted)
    memcpy(tree->root_multiplier, r->multiplier, (size_t)tree->problem->item_count * sizeof *r->multiplier);
  if (bound > tree->root_bound) tree->root_bound = bound;
  tree->rooted = true;
}

void assign_tree_better(assign_tree *tree, int64_t best) {
  if (best >= tree->best) return;
  tree->best = best;
  set_cutoff(tree);
}

/* Where every item is settled, the relaxed problem only says which other sites run: a plan, unless its rows say no.
 */
static bool keep_leaf(assign_tree *tree) {
  assign_relax *const r = &tree->relax;
  int64_t value = 0;
  if (assign_relax_evaluate(r) >= ASSIGN_IMPOSSIBLE) return true;
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) {
    tree->lost = -ASSIGN_IMPOSSIBLE;
    return true;
  }
  bool const right = !jh_assign_verify(tree->problem, r->decided.settled, r->runs, &value, scratch);
  jh_arena_destroy(scratch);
  if (right && value < tree->best) {
    memcpy(tree->site, r->decided.settled, (size_t)tree->problem->item_count * sizeof *tree->site);
    memcpy(tree->runs, r->runs, (size_t)tree->problem->site_count * sizeof *tree->runs);
    tree->best = tree->value = value;
    tree->has_plan = true;
    set_cutoff(tree);
  }
  return right;
}

static bool all_settled(const assign_relax *r) {
  for (int32_t i = 0; i < r->problem->item_count; i++)
    if (r->decided.settled[i] < 0) return false;
  return true;
}

static void keep_open(assign_tree *tree, int64_t bound, int32_t depth, const assign_branch *branch) {
  assign_node *const node = new_node(tree);
  if (node) {
    node->bound = bound;
    node->depth = depth;
    node->branch = *branch;
    node->tie_count = tree->relax.tie_count < tree->tie_room ? tree->relax.tie_count : tree->tie_room;
    save_node(node, &tree->relax);
    if (push(tree, node)) {
      if (tree->diving && (!tree->dive || bound < tree->dive->bound)) tree->dive = node;
      return;
    }
    spare_node(tree, node);
  }
  if (bound < tree->lost) tree->lost = bound;
}

/* Works out the node whose decisions and multipliers are at hand; what stays open is kept. False: stopped. */
static bool work_on(assign_tree *tree, int64_t bound, int32_t depth, int32_t steps) {
  assign_relax *const r = &tree->relax;
  assign_branch branch = {.index = -1};
  int64_t const first = bound;
  tree->node_count += 1;
  if (!assign_relax_propagate(r)) return true;
  assign_tree_set_tying(tree);
  for (int32_t round = 0; round < NODE_ROUNDS; round++) {
    int64_t const improved = assign_relax_improve(r, steps, NODE_AGILITY, NODE_PATIENCE, true);
    if (jh_control_stopped(tree->control)) return false;
    if (improved > bound) bound = improved;
    if (bound >= r->cutoff) return true;
    int32_t settled = 0;
    if (!assign_relax_look(r, &bound, &settled)) return true;
    if (tree->on_relaxed && round == 0) {
      tree->on_relaxed(tree->user);
      if (bound >= r->cutoff) return true;
    }
    if (all_settled(r)) break;
    if (settled > r->problem->item_count / 20 && round < NODE_ROUNDS / 2) {
      steps = steps / 2 + 1;
      continue;
    }
    assign_choice const choice = assign_tree_choose(tree, bound, &branch);
    if (jh_control_stopped(tree->control)) return false;
    if (choice == ASSIGN_NOTHING_LEFT) return true;
    if (choice == ASSIGN_CHOSEN) break;
  }
  while (branch.index < 0 && !all_settled(r)) {
    assign_choice const choice = assign_tree_choose(tree, bound, &branch);
    if (jh_control_stopped(tree->control)) return false;
    if (choice == ASSIGN_NOTHING_LEFT) return true;
    if (choice == ASSIGN_ALL_SETTLED) { /* only pairs that were not given are left: the bound stays open */
      if (bound < tree->lost) tree->lost = bound;
      return true;
    }
  }
  if (branch.index < 0) {
    if (keep_leaf(tree) || free_site(r) < 0) return true;
    branch = (assign_branch){.is_site = true, .index = free_site(r), .fraction = 0.5};
  }
  keep_open(tree, bound > first ? bound : first, depth, &branch);
  return true;
}

static void drop_all(assign_tree *tree) {
  tree->dive = NULL;
  while (tree->count > 0) spare_node(tree, tree->heap[--tree->count]);
}

/* The next guess: farther from the root's bound than the last. */
static void guess_again(assign_tree *tree) {
  if (!tree->parts->guessing) return;
  double const room = tree->best == INT64_MAX ? BLIND_GUESS * (double)(tree->root_bound < 0 ? 1 : tree->root_bound)
                                              : FIRST_GUESS * (double)(tree->best - tree->root_bound);
  double const growth = tree->best == INT64_MAX ? BLIND_GROWTH : GUESS_GROWTH;
  tree->guess_step = tree->guess_step > 0 ? tree->guess_step * growth : room + 1;
  double const next = (double)tree->root_bound + tree->guess_step;
  tree->guesses += 1;
  tree->guess = next >= 0.8 * (double)INT64_MAX ? INT64_MAX : (int64_t)next;
  if (tree->best == INT64_MAX && tree->guesses > BLIND_GUESSES) tree->guess = INT64_MAX;
  if (tree->best != INT64_MAX && tree->guess_step > GUESS_MOST * (double)(tree->best - tree->root_bound))
    tree->guess = INT64_MAX;
}

/* What is settled at the root of a tree without a guess holds for every better plan: such pairs leave for good. */
static void settle_root(assign_tree *tree) {
  if (tree->guess < tree->best) return;
  assign_decisions_copy(&tree->root, &tree->relax.decided, tree->problem);
  assign_relax_compact(&tree->relax);
}

/* The next one comes the later, the more of them found nothing. Regions are not tied while sites are open: no plan is
 * near then. */
static void plunge(assign_tree *tree) {
  if (!tree->parts->plunging || !tree->on_relaxed) return;
  if (tree->problem->connected && free_site(&tree->relax) >= 0) return;
  int64_t const first = tree->relax.steps, before = tree->best;
  assign_tree_plunge(tree);
  set_cutoff(tree);
  if (tree->best < before)
    tree->plunge_wait = PLUNGE_WAIT;
  else if (tree->plunge_wait < PLUNGE_WAIT_MOST)
    tree->plunge_wait = tree->plunge_wait * 2 + PLUNGE_WAIT;
  int64_t const now = tree->relax.steps;
  tree->plunge_next = now + (now - first) * tree->plunge_wait;
}

static void begin(assign_tree *tree, bool again) {
  const jh_assign *const p = tree->problem;
  assign_relax *const r = &tree->relax;
  if (!tree->begun) {
    assign_decisions_copy(&tree->root, &r->decided, p);
    assign_ties_purge(r, 60);
    int32_t const most = r->tie_count + p->item_count;
    tree->tie_room = p->connected ? (most < TIE_ROOM_MOST ? most : TIE_ROOM_MOST) : 0;
    r->tie_most = tree->tie_room;
  }
  drop_all(tree);
  tree->begun = true;
  if (!again) guess_again(tree);
  tree->guess_nodes = tree->node_count;
  tree->at_hand = tree->root_bound;
  assign_decisions_copy(&r->decided, &tree->root, p);
  memcpy(r->multiplier, tree->root_multiplier, (size_t)p->item_count * sizeof *r->multiplier);
  set_cutoff(tree);
  int64_t bound = tree->root_bound;
  bool open = true;
  for (int32_t n = 0; n < ROOT_LOOKS && open && !jh_control_stopped(tree->control); n++) {
    int32_t settled = 0;
    int64_t const improved = assign_relax_improve(r, ROOT_STEPS_AGAIN, 0.2, NODE_PATIENCE + 5, true);
    if (improved > bound) bound = improved;
    open = bound < r->cutoff && assign_relax_look(r, &bound, &settled);
    if (settled == 0) break;
  }
  if (bound > tree->root_bound && bound < r->cutoff) tree->root_bound = bound;
  if (jh_control_stopped(tree->control)) return;
  if (open) settle_root(tree);
  if (open) plunge(tree);
  if (jh_control_stopped(tree->control)) return;
  if (open && !work_on(tree, bound, 0, ROOT_STEPS_AGAIN)) return;
  tree->first_gap = r->cutoff == INT64_MAX ? 0 : r->cutoff - tree->root_bound;
  tree->count_most = NODE_MEMORY / (tree->node_bytes + 1) + 8;
  tree->at_hand = INT64_MAX;
}

static bool branch_at(assign_tree *tree, const assign_node *node) {
  for (int side = 1; side >= 0; side--) {
    restore_node(node, &tree->relax);
    if (!assign_tree_decide(tree, &node->branch, side == 1)) continue;
    if (!work_on(tree, node->bound, node->depth + 1, NODE_STEPS)) return false;
  }
  return true;
}

bool assign_tree_step(assign_tree *tree, int64_t best) {
  if (best < tree->best) tree->best = best;
  tree->has_plan = false;
  if (!tree->begun) {
    begin(tree, false);
    return true;
  }
  if (tree->at_hand != INT64_MAX) return false; /* a stop cut in */
  set_cutoff(tree);
  if (tree->count > 0 && tree->heap[0]->bound >= tree->relax.cutoff) drop_all(tree);
  if (tree->dive && tree->dive->bound >= tree->relax.cutoff) tree->dive = NULL;
  /* A much better plan settles much more: then the tree is better grown anew. */
  if (tree->first_gap > 0 && tree->relax.cutoff != INT64_MAX &&
      (double)(tree->relax.cutoff - tree->root_bound) < OUTGROWN * (double)tree->first_gap) {
    int64_t const reached = assign_tree_bound(tree);
    if (reached > tree->proven) tree->proven = reached;
    begin(tree, true);
    return true;
  }
  bool const in_vain = tree->guess < tree->best && tree->node_count - tree->guess_nodes > GUESS_NODES;
  if (in_vain) tree->guess_step = 0.5 * (double)INT64_MAX; /* no guess any more */
  if (tree->count == 0 || in_vain) {
    int64_t const reached = assign_tree_bound(tree);
    if (reached > tree->proven) tree->proven = reached;
    if (tree->guess >= tree->best || tree->lost != INT64_MAX) return false;
    begin(tree, false);
    return true;
  }
  assign_node *const node = next_node(tree);
  tree->at_hand = node->bound;
  if (tree->parts->plunging && tree->relax.steps >= tree->plunge_next) {
    restore_node(node, &tree->relax);
    plunge(tree);
  }
  if (!jh_control_stopped(tree->control) && branch_at(tree, node)) tree->at_hand = INT64_MAX;
  spare_node(tree, node);
  return true;
}
