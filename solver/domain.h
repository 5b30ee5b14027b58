/* domain.h - the bounds of columns while they are narrowed and widened again: what a row leaves possible. */
#ifndef JUNHENG_SOLVER_DOMAIN_H
#define JUNHENG_SOLVER_DOMAIN_H

#include "core.h"

typedef struct jh_domain {
  const jh_core *core;
  double *lower, *upper; /* column_count */
  /* What was narrowed, newest last, with the bounds from before. */
  int32_t *trail_column;
  double *trail_lower, *trail_upper;
  size_t trail_count, trail_capacity, trail_lower_capacity, trail_upper_capacity;
  int32_t *queue; /* rows to look at: a ring of row_count */
  bool *queued;
  int32_t queue_head, queue_count;
  jh_arena *arena;
  bool failed; /* no memory */
} jh_domain;

/* Starts from the core's bounds, or from the given ones. False without memory. */
bool jh_domain_init(jh_domain *domain, const jh_core *core, const double *lower, const double *upper,
                    jh_arena *arena);
/* Narrows one column to its intersection with [lower, upper]. False when nothing is left, or without memory. */
bool jh_domain_narrow(jh_domain *domain, int32_t column, double lower, double upper);
/* Puts every row into the queue. */
void jh_domain_queue_all(jh_domain *domain);
/* Follows the queued rows until nothing changes or the work is no longer worth it. False: no solution is left. */
bool jh_domain_propagate(jh_domain *domain);
/* Takes back all since the trail was `mark` long. */
void jh_domain_undo(jh_domain *domain, size_t mark);

#endif
