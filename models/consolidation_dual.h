/* consolidation_dual.h - the files of the bound; nobody else includes it.  The mathematics is in consolidation.md.
 *
 * Rows C1 (every group has a site) and C6 (beds) are priced; each site then answers alone which pupils it would take
 * at those prices.  Money is in millionths of a fen, as double; the sum is rounded down safely at the end. */
#ifndef JUNHENG_MODELS_CONSOLIDATION_DUAL_H
#define JUNHENG_MODELS_CONSOLIDATION_DUAL_H

#include "consolidation.h"

enum {
  DUAL_CLASSES = 96, /* classes looked at one by one; the last stands for "or more" */
  DUAL_SETS = 10,    /* sets of grades of a block */
  DUAL_BLOCKS = JH_GRADES
};

/* Grades whose pupils come together: those of a band, or a single grade where pupils go one by one. */
typedef struct dual_block {
  int32_t grades[JH_GRADES], grade_count; /* those that have pupils, from 0 */
  bool within_stage;
  jh_stage stage;
  int32_t masks[DUAL_SETS], set_count; /* sets of positions in grades[] */
} dual_block;

/* What a site could take of a group. */
typedef struct dual_offer {
  int32_t pair;
  double profit;      /* of all its items, before any pay */
  double pupils, pay; /* of all its items; pay by the ratio of pupils to posts */
} dual_offer;

typedef struct dual_key {
  double density, profit, weight;
  int32_t offer;
} dual_key;

/* Best profit of a block by the number of its classes, at one share of the pay. */
typedef struct dual_table {
  dual_key *keys[DUAL_SETS];
  int32_t key_count;
  double total; /* of all offers */
  double best[DUAL_CLASSES + 1];
  int8_t set_of[DUAL_CLASSES + 1]; /* which set of grades bounds it, and with how many classes */
  int16_t size_of[DUAL_CLASSES + 1];
} dual_table;

/* What a stage, or a block by itself, is worth to a site by the number of its classes. */
typedef struct dual_part {
  jh_stage stage; /* JH_STAGES: one block, pay by pupils alone */
  int32_t block, most;
  bool floor;
  double value[DUAL_CLASSES + 1];
  int8_t how[DUAL_CLASSES + 1]; /* dual_how */
} dual_part;

typedef struct dual {
  const jh_case *problem;
  int32_t *site_start, *site_pairs;
  dual_block blocks[DUAL_BLOCKS];
  int32_t block_count;
  bool clean;        /* every block lies within a stage */
  int32_t *block_of; /* group */
  double pay_per_pupil[JH_GRADES];
  /* prices */
  double *price;     /* group: of one item */
  double *bed_price; /* site */
  double *share;     /* site x stage: part of the pay that pupils bear, the rest is borne by classes */
  /* the answers of an evaluation */
  double *taken;  /* group: items */
  double *beds;   /* site: boarders */
  double *gain;   /* site: what it earns when it runs, less its cost */
  double *amount; /* pair: items */
  bool *runs;
  int8_t *fixed; /* site: 1 runs, -1 does not, 0 free */
  double size;   /* sum of |terms|: what rounding may cost */
  /* scratch of one site */
  dual_offer *offers[DUAL_BLOCKS];
  int32_t offer_count[DUAL_BLOCKS];
  int32_t all_classes[DUAL_BLOCKS]; /* classes that would hold every offer of the block */
  dual_table tables[DUAL_BLOCKS];
  dual_part parts[DUAL_BLOCKS + JH_STAGES];
  int32_t part_count;
  dual_key *line; /* offers of a stage by profit per pupil */
  int32_t line_count;
  double *line_amount; /* pupils taken of each, while a line is walked */
} dual;

/* consolidation_block.c */
jh_status dual_site_prepare(dual *look, jh_arena *arena);
/* The offers of a site worth taking, pupils under a floor being worth `floor_rate` each besides; amounts to 0. */
void dual_gather(dual *look, int32_t site, double floor_rate);
/* tables[block].best for up to `most` classes, pupils bearing `share` of the pay. */
void dual_fill_block(dual *look, int32_t block, double share, int32_t most);
/* Writes down what best[classes] takes; returns the pay of those pupils. */
double dual_trace_block(dual *look, int32_t block, int32_t classes);
void dual_take(dual *look, const dual_offer *offer, double part);
/* By density, highest first, as far as `room` reaches: what is beyond it stays in no order. */
void dual_sort_keys(dual_key *keys, int32_t count, double room);

/* consolidation_site.c: the site's gain when it runs, its own cost not yet taken off; fills amount of its pairs. */
double dual_site_gain(dual *look, int32_t site);

#endif
