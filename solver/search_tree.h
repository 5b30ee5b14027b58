/* search_tree.h - what the files of the search share. */
#ifndef JUNHENG_SOLVER_SEARCH_TREE_H
#define JUNHENG_SOLVER_SEARCH_TREE_H

#include "search.h"

typedef struct jh_basis {
  struct jh_basis *next_free;
  int users;
  uint8_t *columns, *rows;
} jh_basis;

typedef struct jh_node {
  double bound, fraction; /* fraction: how far the branching column moved, for its pseudo cost */
  int32_t parent, column; /* -1 at the root */
  double lower, upper;
  jh_basis *basis;
  int32_t depth;
  bool up;
} jh_node;

typedef struct jh_search_tree {
  jh_lp *lp;
  jh_domain domain;
  size_t base; /* the trail up to here holds everywhere */
  double *lp_lower, *lp_upper;
  int32_t *dirty;
  bool *is_dirty;
  int32_t dirty_count;
  jh_node *nodes;
  size_t node_count, node_capacity;
  int32_t *heap; /* open nodes, lowest bound first */
  size_t heap_count, heap_capacity;
  jh_basis *free_bases;
  double lost_bound;    /* lowest bound of nodes given up for numerical reasons */
  int32_t rescue_count; /* branchings where the linear program was of no help */
  double *values, *trial;
  double *gain_sum[2]; /* pseudo costs: down, up */
  int32_t *gain_count[2];
  double all_gain_sum;
  int64_t all_gain_count;
  int32_t integer_count;
  bool improved; /* since the base was narrowed last */
  double reported_s;
  bool no_memory;
} jh_search_tree;

/* Narrows and follows the rows; the linear program follows at the next solve. */
void jh_search_rewind(jh_search *search);
bool jh_search_narrow(jh_search *search, int32_t column, double lower, double upper);
jh_lp_outcome jh_search_solve(jh_search *search, double cutoff, int iteration_max);
/* Takes integral values of the last linear program as a solution, after rounding and checking. True: better. */
bool jh_search_offer(jh_search *search, const double *values);
bool jh_search_out_of_time(jh_search *search);
double jh_search_cutoff(const jh_search *search);
/* The integer column farthest from integers by pseudo cost; -1: all are integral. */
int32_t jh_search_choose(const jh_search *search, const double *values);

/* search_heuristics.c: from the root's columns, by fixing many at once. */
void jh_search_dive(jh_search *search);

#endif
