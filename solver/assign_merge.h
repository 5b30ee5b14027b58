/* assign_merge.h - plans merged: pairs that some of them use, and no others, solved exactly. */
#ifndef JUNHENG_SOLVER_ASSIGN_MERGE_H
#define JUNHENG_SOLVER_ASSIGN_MERGE_H

#include "assign_inner.h"

enum { ASSIGN_MERGE_ANNEALED = 32, ASSIGN_MERGE_GOOD = 8, ASSIGN_MERGE_ENDS = 8 };

typedef struct assign_merge_plan {
  int32_t *site; /* item_count */
  bool *runs;    /* site_count */
  int64_t cost;
  bool fits;
} assign_merge_plan;

typedef struct assign_merge {
  assign_merge_plan annealed[ASSIGN_MERGE_ANNEALED]; /* the last ones, in a ring */
  assign_merge_plan good[ASSIGN_MERGE_GOOD];         /* merged ones, and ends of neighbourhoods */
  assign_merge_plan child;                           /* the last merged one */
  assign_merge_plan champion;                        /* the best since the search began anew */
  int32_t *ends[ASSIGN_MERGE_ENDS];                  /* item_count: sites of champions of before, in a ring */
  bool breeds; /* plans are annealed to be merged; else ends of neighbourhoods are, where they come */
  int32_t good_count;
  int64_t annealed_count; /* since the search began anew, with those no longer in the ring */
  int64_t end_count;      /* the same of all times */
  bool has_child;         /* neighbourhoods have not gone on from it yet */
  bool has_champion;
  int32_t idle;   /* turns since it was found */
  bool *set;      /* where sites are free, those that plans are annealed over, until it begins anew */
  bool *proposed; /* a set that the bounds would run, for the next time */
  bool has_set, has_proposed;
  bool *relaxed;                 /* pairs that the relaxed problem uses, in the last steps of the root */
  int64_t relaxed_value;         /* the champion's when it was merged with these, INT64_MAX: not yet */
  int64_t best_value;            /* of the best plan of all when the last turn ended, INT64_MAX: none */
  double child_size;             /* how many plans are merged with a new one; follows what can be solved */
  double champion_size;          /* the same with the champion */
  int64_t work, neighbours_work; /* of annealing and merging, of neighbourhoods */
} assign_merge;

#endif
