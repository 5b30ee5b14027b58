/* The model of a case for other solvers: x[i,j], y[j], and where regions are connected the flow f[i,k,j] that carries
 * one unit from the home of j to each of its items along neighbours. Shared homes are left to the solver's luck: the
 * flow may then begin in the home though it is another's. */
#include "case.h"

#include "junheng/solver/mip.h"

#include <stdio.h>

typedef struct model {
  const jh_assign *p;
  jh_mip mip;
  int32_t goal;
  int32_t *y, *capacity_row; /* by site */
  int32_t *x;                /* by pair */
} model;

static int32_t row(model *m, const char *family, int32_t a, int32_t b, double lower, double upper) {
  return jh_mip_add_row(&m->mip, jh_tag_make(family, a, b, -1, -1), lower, upper);
}

static void lay_sites(model *m) {
  const jh_assign *const p = m->p;
  int32_t const number = p->site_number >= 0 ? row(m, "A3", -1, -1, p->site_number, p->site_number) : -1;
  for (int32_t j = 0; j < p->site_count; j++) {
    m->y[j] = jh_mip_add_column(&m->mip, jh_tag_make("y", j, -1, -1, -1), p->must_run[j] ? 1 : 0, 1, true);
    m->capacity_row[j] = row(m, "A2", j, -1, -JH_INFINITY, 0);
    jh_mip_add_entry(&m->mip, m->capacity_row[j], m->y[j], -(double)p->capacity[j]);
    if (p->fixed[j] > 0) jh_mip_add_goal_entry(&m->mip, m->goal, m->y[j], (double)p->fixed[j] / UNITS_PER_YUAN);
    if (number >= 0) jh_mip_add_entry(&m->mip, number, m->y[j], 1);
  }
}

static void lay_pairs(model *m) {
  const jh_assign *const p = m->p;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t const once = row(m, "A1", i, -1, 1, 1);
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int32_t const j = p->pair_site[k];
      m->x[k] = jh_mip_add_column(&m->mip, jh_tag_make("x", i, j, -1, -1), 0, 1, true);
      jh_mip_add_entry(&m->mip, once, m->x[k], 1);
      if (p->weight[i] > 0) jh_mip_add_entry(&m->mip, m->capacity_row[j], m->x[k], (double)p->weight[i]);
      if (p->pair_cost[k] > 0)
        jh_mip_add_goal_entry(&m->mip, m->goal, m->x[k], (double)p->pair_cost[k] / UNITS_PER_YUAN);
      if (p->must_run[j]) continue;
      int32_t const runs = row(m, "A4", i, j, -JH_INFINITY, 0);
      jh_mip_add_entry(&m->mip, runs, m->x[k], 1);
      jh_mip_add_entry(&m->mip, runs, m->y[j], -1);
    }
  }
}

/* Every pair exists here, so pair i * sites + j is (i, j): what reaches an item besides its own unit goes on. */
static void lay_flow(model *m, int32_t j) {
  const jh_assign *const p = m->p;
  int32_t const home = p->home[j];
  int32_t first = -1;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t const keep = row(m, "A5", i, j, 0, i == home ? JH_INFINITY : 0);
    int32_t const limit = row(m, "A5in", i, j, -JH_INFINITY, 0);
    if (first < 0) first = keep;
    if (i != home) jh_mip_add_entry(&m->mip, keep, m->x[i * p->site_count + j], -1);
    jh_mip_add_entry(&m->mip, limit, m->x[i * p->site_count + j], -(double)(p->item_count - 1));
  }
  int32_t const own = row(m, "A5home", j, -1, 0, 0);
  jh_mip_add_entry(&m->mip, own, m->x[home * p->site_count + j], 1);
  jh_mip_add_entry(&m->mip, own, m->y[j], -1);
  for (int32_t i = 0; i < p->item_count; i++)
    for (int32_t n = p->neighbour_start[i]; n < p->neighbour_start[i + 1]; n++) {
      int32_t const to = p->neighbours[n];
      if (to == home) continue;
      int32_t const f = jh_mip_add_column(&m->mip, jh_tag_make("f", i, to, j, -1), 0, JH_INFINITY, false);
      jh_mip_add_entry(&m->mip, first + 2 * to, f, 1);
      if (i != home) jh_mip_add_entry(&m->mip, first + 2 * i, f, -1);
      jh_mip_add_entry(&m->mip, first + 2 * to + 1, f, 1);
    }
}

bool case_write_lp(const jh_assign *assign, const char *path, jh_arena *arena) {
  model m = {.p = assign,
             .y = JH_NEW(arena, int32_t, assign->site_count),
             .capacity_row = JH_NEW(arena, int32_t, assign->site_count),
             .x = JH_NEW(arena, int32_t, assign->pair_start[assign->item_count])};
  jh_mip_init(&m.mip, arena);
  const char *text = NULL;
  if (m.y && m.capacity_row && m.x) {
    m.goal = jh_mip_add_goal(&m.mip, "cost", false, false);
    lay_sites(&m);
    lay_pairs(&m);
    for (int32_t j = 0; assign->connected && j < assign->site_count; j++) lay_flow(&m, j);
    if (jh_mip_to_lp(&m.mip, m.goal, NULL, NULL, NULL, arena, &text) != JH_OK) text = NULL;
  }
  FILE *const file = text ? fopen(path, "w") : NULL;
  bool const written = file && fputs(text, file) >= 0;
  bool const closed = file && fclose(file) == 0;
  if (!written || !closed) fprintf(stderr, "%s could not be written\n", path);
  return written && closed;
}
