/* frontier.h - plans of sites between the least cost and the shortest ways: what each pupil-km less costs the county.
 *
 * Every point is a plan of jh_job_run with a weight of its own on the families' road, travel_cost_per_pupil_km: it
 * keeps cost + weight x pupil-km low, and has a proven bound of that sum. */
#ifndef JUNHENG_SCENARIOS_FRONTIER_H
#define JUNHENG_SCENARIOS_FRONTIER_H

#include "junheng/scenarios/job.h"

typedef struct jh_frontier_point {
  jh_arena *arena;        /* where all of it lives */
  jh_job_outcome outcome; /* whole, as jh_job_run gives it */
  int64_t cost_fen;       /* a year, without the weight of travel */
  int64_t pupil_mm;
  int64_t weight_fen; /* per pupil-km and year */
} jh_frontier_point;

typedef struct jh_frontier {
  const char *out; /* the folder of frontier.csv and of the plans, point-1 and so on */
  jh_frontier_point *points;
  int32_t held;           /* points that jh_frontier_close releases */
  int32_t count;          /* cheapest first; none beats another in cost and pupil-km both */
  int32_t made, beaten;   /* plans made in all; of them such as another one beat or equalled */
  bool exhausted;         /* no weight leads to a plan that is not listed */
  bool stopped;           /* by time or a signal, before the points asked for were there or as good as asked */
  const jh_table *table;  /* frontier.csv */
  const jh_audit *failed; /* JH_INTERNAL: what an audit found wrong; or NULL */
} jh_frontier;

enum { JH_FRONTIER_MOST = 100 };

/* `count` plans (2 to JH_FRONTIER_MOST), or as many as weights lead to. All are made before the first is written;
 * each folder is then written whole or not at all, frontier.csv last, and what an earlier frontier left there is
 * removed. Where the rules cannot all be met there is one point, the nearest plan. Time and stop count for all of
 * them together. Errors as jh_job_run; jh_frontier_close is due also after one. */
jh_status jh_frontier_run(const jh_job_request *request, int32_t count, const jh_control *control, jh_arena *arena,
                          jh_problems *problems, jh_frontier *frontier);
void jh_frontier_close(jh_frontier *frontier);

#endif
