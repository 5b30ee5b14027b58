/* assign_tree.h - branch and bound over the relaxation of assign_relax.h: first on sites, then on pairs. */
#ifndef JUNHENG_SOLVER_ASSIGN_TREE_H
#define JUNHENG_SOLVER_ASSIGN_TREE_H

#include "assign_relax.h"

typedef struct assign_node assign_node;

/* A decision to branch on: a site (runs or not), or a pair (the item goes there or not). */
typedef struct assign_branch {
  bool is_site;
  int32_t index;   /* of the site or the pair */
  double fraction; /* in the relaxed solution */
} assign_branch;

/* What deciding one way added to the bound before, for each unit the fraction had to move, on average. */
typedef struct assign_worth {
  double average[2];
  int32_t count[2];
} assign_worth;

typedef struct assign_tree {
  const jh_assign *problem;
  const jh_assign_parts *parts;
  const jh_control *control;
  jh_arena *arena;
  assign_relax relax;
  assign_decisions root, saved; /* of the root; of the node at hand (assign_tree_save) */
  int64_t *root_multiplier, *saved_multiplier;
  int64_t root_bound;
  assign_node **heap;
  size_t count, capacity, count_most;
  assign_node *spare;
  assign_node *dive;      /* the node a dive goes on with, NULL: none */
  bool diving, dive_turn; /* the node at hand belongs to the dive; it was the dive's turn */
  int64_t plunge_next;    /* steps of the relaxation before the next plunge */
  int32_t plunge_wait;    /* see plunge() */
  size_t node_bytes;
  bool tying;          /* ties are looked for where no site is open */
  int32_t tie_room;    /* multipliers of so many ties fit into a node */
  int64_t best;        /* value of the best plan known, INT64_MAX: none */
  int64_t guess;       /* the tree looks for plans below this; INT64_MAX: below the best */
  double guess_step;   /* by how much the last guess was above the root's bound */
  int64_t first_gap;   /* of the root to the cutoff when the tree began, 0: no cutoff */
  int32_t guesses;     /* so far */
  int64_t guess_nodes; /* node_count when it was made */
  int64_t proven;      /* no plan costs less, whatever the tree at hand says */
  int64_t at_hand;     /* bound of the node being worked on, INT64_MAX: none */
  int64_t lost;        /* least bound of nodes given up for want of memory */
  bool rooted, begun;
  assign_worth *pair_worth, *site_worth, general[2]; /* general: over all pairs, all sites */
  int64_t node_count;
  void (*on_relaxed)(void *user); /* NULL, or called where relax holds a relaxed solution at good multipliers */
  void *user;
  bool has_plan; /* site, runs and value: a plan better than the best, found at a leaf */
  int32_t *site;
  bool *runs;
  int64_t value;
} assign_tree;

bool assign_tree_init(assign_tree *tree, const jh_assign *problem, const jh_assign_parts *parts,
                      const jh_control *control, jh_arena *arena);
/* Steps at the root; again with a better plan known. */
void assign_tree_root(assign_tree *tree, int64_t best, int32_t steps, double agility);
/* Branches once. False: done, everything below `best` is known (or memory is out). */
bool assign_tree_step(assign_tree *tree, int64_t best);
/* A better plan is known, in the middle of a step too. */
void assign_tree_better(assign_tree *tree, int64_t best);
/* No plan costs less than this or the best. */
int64_t assign_tree_bound(const assign_tree *tree);

/* The decisions and multipliers at hand, kept while others are tried; one set of them. */
void assign_tree_save(assign_tree *tree);
void assign_tree_load(assign_tree *tree);
/* Whether ties are looked for at the decisions at hand. */
void assign_tree_set_tying(assign_tree *tree);
/* Plans on the way down from the decisions and multipliers at hand (assign_plunge.c), handed over by on_relaxed,
 * which must be there. */
void assign_tree_plunge(assign_tree *tree);

/* ---- choosing (assign_branch.c) ---- */
typedef enum assign_choice { ASSIGN_CHOSEN, ASSIGN_ALL_SETTLED, ASSIGN_DECIDED, ASSIGN_NOTHING_LEFT } assign_choice;
/* Chooses what to branch on at the multipliers and shares at hand. ASSIGN_DECIDED: trying out settled something. */
assign_choice assign_tree_choose(assign_tree *tree, int64_t bound, assign_branch *branch);
/* One side of a branch; false: nothing is left there. */
bool assign_tree_decide(assign_tree *tree, const assign_branch *branch, bool side);

#endif
