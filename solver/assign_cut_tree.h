/* assign_cut_tree.h - branch and cut on an assignment problem, or on a part of one. */
#ifndef JUNHENG_SOLVER_ASSIGN_CUT_TREE_H
#define JUNHENG_SOLVER_ASSIGN_CUT_TREE_H

#include "assign_lp.h"

typedef struct assign_cut_node assign_cut_node;

typedef struct assign_cut_tree {
  assign_lp lp;
  jh_arena *arena;
  const jh_assign_parts *parts; /* which cuts are sought; whole points are always checked */
  assign_cut_node **heap;
  size_t count, capacity;
  assign_cut_node *next; /* a child to go on with at once, NULL: the best open node */
  int64_t at_hand;       /* bound of the node being worked on, INT64_MAX: none */
  int64_t lost;          /* least bound of nodes given up unsolved, INT64_MAX: none */
  int64_t node_count;
  bool dive;     /* always go on with a child: plans sooner, bounds later */
  bool has_plan; /* site, runs and value: the best plan below the cutoff it was given */
  int32_t *site;
  bool *runs;
  int64_t value;
  double *gain[2]; /* by column: what settling it to 0 or 1 added, for each unit moved, on average */
  int32_t *gain_count[2];
  double *point; /* column_count: x of the node while candidates are tried */
  uint8_t *basis_columns, *basis_rows;
  size_t basis_row_capacity;
  void *spare; /* bases no longer needed */
} assign_cut_tree;

/* False without memory, where numbers are too large, or regions have no home. Plans must cost less than `cutoff`. */
bool assign_cut_tree_init(assign_cut_tree *tree, const jh_assign *problem, const jh_assign_parts *parts,
                          const bool *keep, int64_t cutoff, jh_arena *arena);
void assign_cut_tree_open(assign_cut_tree *tree, jh_glpk *run);
void assign_cut_tree_close(assign_cut_tree *tree);
/* One node. False: nothing is open any more, or memory is out (then something is lost). */
bool assign_cut_tree_step(assign_cut_tree *tree);
/* A better plan is known from elsewhere. */
void assign_cut_tree_lower_cutoff(assign_cut_tree *tree, int64_t cutoff);
/* No plan costs less than the lesser of this and the cutoff (or the tree's plan). */
int64_t assign_cut_tree_bound(const assign_cut_tree *tree);
static inline bool assign_cut_tree_done(const assign_cut_tree *tree) { return tree->count == 0 && !tree->next; }
/* There is no better plan than its own, or than the cutoff. */
static inline bool assign_cut_tree_proven(const assign_cut_tree *tree) {
  return assign_cut_tree_done(tree) && tree->lost == INT64_MAX;
}

#endif
