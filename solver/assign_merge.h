/* assign_merge.h - plans merged: pairs that some of them use, and no others, solved exactly. */
#ifndef JUNHENG_SOLVER_ASSIGN_MERGE_H
#define JUNHENG_SOLVER_ASSIGN_MERGE_H

#include "assign_inner.h"

enum { ASSIGN_MERGE_ANNEALED = 32, ASSIGN_MERGE_GOOD = 8 };

typedef struct assign_merge_plan {
  int32_t *site; /* item_count */
  int64_t cost;
  bool fits;
} assign_merge_plan;

typedef struct assign_merge {
  assign_merge_plan annealed[ASSIGN_MERGE_ANNEALED]; /* the last ones, in a ring */
  assign_merge_plan good[ASSIGN_MERGE_GOOD];         /* merged ones, and ends of neighbourhoods */
  assign_merge_plan child;                           /* the last merged one */
  int32_t good_count;
  bool *relaxed;                 /* pairs: used by the relaxed problem, in the last steps of the root */
  int64_t relaxed_value;         /* the best plan's when it was merged with these, INT64_MAX: never */
  int64_t annealed_count;        /* of all times */
  bool has_child;                /* neighbourhoods have not gone on from it yet */
  double child_size;             /* how many plans are merged with a new one; follows what can be solved */
  double best_size;              /* the same with the best one */
  int64_t work, neighbours_work; /* of annealing and merging, of neighbourhoods */
} assign_merge;

#endif
