/* Which plans of a frontier stand, and where the next one is looked for. */
#include "frontier_parts.h"

#include <math.h>
#include <string.h>

static bool no_worse(const frontier_plan *one, const frontier_plan *other) {
  return one->cost_fen <= other->cost_fen && one->pupil_mm <= other->pupil_mm;
}

static void take_out(frontier_pool *pool, int32_t i) {
  jh_arena_destroy(pool->plans[i].arena);
  memmove(&pool->plans[i], &pool->plans[i + 1], (size_t)(pool->count - i - 1) * sizeof *pool->plans);
  pool->count--;
}

void frontier_pool_add(frontier_pool *pool, const frontier_plan *plan) {
  for (int32_t i = 0; i < pool->count; i++)
    if (no_worse(&pool->plans[i], plan)) {
      jh_arena_destroy(plan->arena);
      pool->beaten++;
      return;
    }
  for (int32_t i = pool->count - 1; i >= 0; i--)
    if (no_worse(plan, &pool->plans[i])) {
      take_out(pool, i);
      pool->beaten++;
    }
  int32_t at = 0;
  while (at < pool->count && pool->plans[at].cost_fen < plan->cost_fen) at++;
  memmove(&pool->plans[at + 1], &pool->plans[at], (size_t)(pool->count - at) * sizeof *pool->plans);
  pool->plans[at] = *plan;
  pool->count++;
}

/* Twice the triangle of three neighbours, on the scale of the whole frontier. */
static double triangle(const frontier_plan *a, const frontier_plan *b, const frontier_plan *c) {
  double const x1 = (double)(b->cost_fen - a->cost_fen), y1 = (double)(a->pupil_mm - b->pupil_mm);
  double const x2 = (double)(c->cost_fen - a->cost_fen), y2 = (double)(a->pupil_mm - c->pupil_mm);
  return fabs(x1 * y2 - x2 * y1);
}

void frontier_pool_thin(frontier_pool *pool, int32_t count) {
  while (pool->count > count && pool->count > 2) {
    int32_t least = 1;
    for (int32_t i = 2; i < pool->count - 1; i++) {
      const frontier_plan *const p = &pool->plans[i], *const q = &pool->plans[least];
      if (triangle(p - 1, p, p + 1) < triangle(q - 1, q, q + 1)) least = i;
    }
    take_out(pool, least);
  }
}

void frontier_pool_empty(frontier_pool *pool) {
  while (pool->count > 0) take_out(pool, pool->count - 1);
}

/* Fen a year for a kilometre of a pupil's, at which two neighbours are worth the same. */
static int64_t weight_between(const frontier_plan *cheap, const frontier_plan *near) {
  long double const fen = (long double)(near->cost_fen - cheap->cost_fen);
  long double const km = (long double)(cheap->pupil_mm - near->pupil_mm) / 1e6L;
  long double const weight = roundl(fen / km);
  return weight < 1 ? 1 : weight > 1e14L ? INT64_C(100000000000000) : (int64_t)weight;
}

int64_t frontier_pool_next(const frontier_pool *pool, const int64_t *tried, int32_t tried_count, int32_t *from) {
  int64_t next = -1;
  double most = 0;
  for (int32_t i = 0; i + 1 < pool->count; i++) {
    const frontier_plan *const cheap = &pool->plans[i], *const near = cheap + 1;
    int64_t const weight = weight_between(cheap, near);
    double const area = (double)(near->cost_fen - cheap->cost_fen) * (double)(cheap->pupil_mm - near->pupil_mm);
    bool known = false;
    for (int32_t t = 0; t < tried_count; t++) known = known || tried[t] == weight;
    if (known || area <= most) continue;
    most = area;
    next = weight;
    *from = i;
  }
  return next;
}
