/* assign_near.h - neighbourhoods of a plan solved exactly: a few sites that touch, and all their items anew; or,
 * where regions need not hold together, the items of all sites that might as well be elsewhere (assign_kernel.c). */
#ifndef JUNHENG_SOLVER_ASSIGN_NEAR_H
#define JUNHENG_SOLVER_ASSIGN_NEAR_H

#include "assign_cut_tree.h"
#include "assign_transport.h"

typedef struct assign_near {
  const jh_assign *problem;
  const jh_assign_parts *parts;
  bool free_sites;
  double size;                    /* how many running sites are taken, on average; follows what can be solved */
  uint64_t *known;                /* hashes of neighbourhoods that hold nothing better */
  uint32_t *version;              /* site_count: changes with what the site has */
  int32_t *touch;                 /* site_count: how much a site touches those taken */
  bool *in;                       /* site_count */
  bool *take;                     /* item_count: in the part */
  bool *offer;                    /* pairs that the part has */
  bool kernels;                   /* the other kind may be used */
  int32_t kernel_size, turn;      /* items; how many tries there were */
  assign_transport seats;         /* of the running sites, for prices */
  bool priced;                    /* it has a plan of theirs */
  int64_t *worth;                 /* item_count: dual values */
  double *doubt;                  /* item_count */
  int32_t *item_of, *site_of;     /* of the part: to the whole */
  int32_t *part_item, *part_site; /* of the whole: to the part, -1 */
  int32_t skipped;                /* in a row: already known */
  int64_t solved, improved, given_up;
  jh_arena *scratch; /* of the try under way; the owner destroys it when a stop cut in */
} assign_near;

bool assign_near_init(assign_near *near, const jh_assign *problem, const jh_assign_parts *parts, bool free_sites,
                      jh_arena *arena);
/* The plan was changed from outside. */
void assign_near_changed(assign_near *near);
/* So many tries in vain, in a row, say that another plan should be tried. */
int32_t assign_near_patience(const assign_near *near, const assign_plan *plan);
/* One neighbourhood of the plan (loads and costs counted): a better one is written into it, and while it breaks
 * limits, one that breaks fewer. Returns the work spent (assign_lp.work); leaves the run on a stop. */
int64_t assign_near_try(assign_near *near, assign_plan *plan, assign_dice *dice, jh_glpk *run);

/* ---- items that might as well be elsewhere (assign_kernel.c) ---- */
bool assign_kernel_init(assign_near *near, jh_arena *arena);
/* Items of the running sites in `in`: fills `take` and `offer`. False: there are none. */
bool assign_kernel_choose(assign_near *near, const assign_plan *plan, assign_dice *dice);
/* Some items of a kernel to another of their sites, by lot; seats may be short afterwards. False: there are none. */
bool assign_kernel_shake(assign_near *near, assign_plan *plan, assign_dice *dice);

#endif
