/* frontier_parts.h - the plans of a frontier while it is made, between its files. */
#ifndef JUNHENG_SCENARIOS_FRONTIER_PARTS_H
#define JUNHENG_SCENARIOS_FRONTIER_PARTS_H

#include "job_parts.h"
#include "junheng/scenarios/frontier.h"

/* A plan that stands; its run lives in an arena of its own. */
typedef struct frontier_plan {
  jh_arena *arena;
  job_run *run;
  jh_plan plan;
  int64_t cost_fen, pupil_mm, weight_fen;
} frontier_plan;

/* Cheapest first, each with shorter ways than the one before. */
typedef struct frontier_pool {
  frontier_plan *plans;
  int32_t count, capacity;
  int32_t beaten; /* came and did not stay, or had to go */
} frontier_pool;

/* frontier_pool.c */
/* Takes a plan, and its arena, over. What another one beats or equals in cost and pupil-km goes. */
void frontier_pool_add(frontier_pool *pool, const frontier_plan *plan);
/* Down to `count` plans: those go, not the ends, that lie nearest to the line between their neighbours. */
void frontier_pool_thin(frontier_pool *pool, int32_t count);
void frontier_pool_empty(frontier_pool *pool);
/* Of the neighbours i and i + 1 those farthest apart whose weight, under which both are worth the same, is not among
 * `tried`. That weight in fen; -1: there are none. *from is i. */
int64_t frontier_pool_next(const frontier_pool *pool, const int64_t *tried, int32_t tried_count, int32_t *from);

/* frontier_write.c */
/* The plans of the pool become the frontier's points, which releases them. */
jh_status frontier_take_over(frontier_pool *pool, jh_arena *arena, jh_frontier *frontier);
/* A fault where the folder asked for is a plan itself: better said before all the planning. */
jh_status frontier_check_place(job_run *base);
/* The folders and frontier.csv, of `base`'s place and language; fills table and failed. */
jh_status frontier_write(frontier_pool *pool, job_run *base, jh_frontier *frontier);

#endif
