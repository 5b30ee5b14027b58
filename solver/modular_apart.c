/* Parts that no option left connects: each is solved by itself, and what is proven of them adds up.
 *
 * A dropped option is in no plan that costs less than the best.  So a better plan, if there is one, is one of each
 * part, and no better than the sum of their bounds. */
#include "modular_part.h"

#include <string.h>

enum { FIRST_NODES = 16, MORE_NODES = 4 };

typedef struct pieces {
  modular_search *s;
  int32_t *of; /* by facility: the piece; while they are joined, a facility of the same one */
  int32_t count;
  bool *inside;         /* by facility: of one piece */
  jh_wide *cost;        /* by piece, of its plan; MODULAR_NONE: none yet */
  jh_wide *bound;       /* by piece; 0 at first: nothing costs less than nothing */
  bool *settled;        /* by piece */
  jh_modular_plan plan; /* of the pieces */
} pieces;

static int32_t find(int32_t *of, int32_t facility) {
  while (of[facility] != facility) facility = of[facility] = of[of[facility]];
  return facility;
}

/* False: a source has no option left, so that no plan is better than the best. */
static bool join(pieces *q) {
  const jh_modular *const p = q->s->c.problem;
  for (int32_t j = 0; j < p->facility_count; j++) q->of[j] = j;
  for (int32_t k = 0; k < p->source_count; k++) {
    int32_t first = -1;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      if (q->s->c.dead[o]) continue;
      int32_t const here = find(q->of, p->sinks[p->options[o].sink].facility);
      if (first >= 0) q->of[here] = first;
      first = first < 0 ? here : find(q->of, first);
    }
    if (first < 0 && p->units[k] > 0) return false;
  }
  return true;
}

/* Numbers the pieces; false where one of them has more than half of all facilities. */
static bool number(pieces *q, jh_arena *scratch, bool *small) {
  int32_t const facilities = q->s->c.problem->facility_count;
  int32_t *const size = JH_NEW(scratch, int32_t, facilities), *const name = JH_NEW(scratch, int32_t, facilities);
  if (!size || !name) return false;
  *small = true;
  for (int32_t j = 0; j < facilities; j++) {
    int32_t const top = find(q->of, j);
    if (size[top]++ == 0) name[top] = q->count++;
    *small &= 2 * size[top] <= facilities;
  }
  for (int32_t j = 0; j < facilities; j++) size[j] = name[find(q->of, j)];
  memcpy(q->of, size, (size_t)facilities * sizeof *size);
  return true;
}

static bool lay_out(pieces *q, jh_arena *scratch) {
  const modular_search *const s = q->s;
  q->cost = JH_NEW(scratch, jh_wide, q->count);
  q->bound = JH_NEW(scratch, jh_wide, q->count);
  q->settled = JH_NEW(scratch, bool, q->count);
  q->inside = JH_NEW(scratch, bool, s->c.problem->facility_count);
  q->plan.units = JH_NEW(scratch, int32_t, s->c.option_count);
  q->plan.modules = JH_NEW(scratch, int32_t, s->c.problem->sink_count);
  q->plan.extra = JH_NEW(scratch, int32_t, s->c.problem->facility_count);
  q->plan.opened = JH_NEW(scratch, bool, s->c.problem->facility_count);
  for (int32_t i = 0; q->cost && i < q->count; i++) q->cost[i] = MODULAR_NONE;
  return q->cost && q->bound && q->settled && q->inside && q->plan.units && q->plan.modules && q->plan.extra &&
         q->plan.opened;
}

/* *possible false: proven that the piece has no plan, so the whole has none better than its best. */
static jh_status solve_piece(pieces *q, int32_t piece, int64_t nodes, bool *possible) {
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) return JH_NO_MEMORY;
  for (int32_t j = 0; j < q->s->c.problem->facility_count; j++) q->inside[j] = q->of[j] == piece;
  modular_part part;
  jh_modular_plan found = {.answer = JH_STOPPED};
  jh_status status = modular_cut_part(q->s, q->inside, scratch, &part);
  if (!status) status = modular_solve_part(&part, nodes, q->s->c.control, scratch, &found);
  if (!status) {
    q->settled[piece] = found.answer == JH_OPTIMAL;
    *possible = found.answer != JH_INFEASIBLE;
    if (found.bound > q->bound[piece]) q->bound[piece] = found.bound;
    if (found.has_plan && found.cost < q->cost[piece]) {
      q->cost[piece] = found.cost;
      modular_put_back(&part, &found, &q->plan);
    }
  }
  jh_arena_destroy(scratch);
  return status;
}

static jh_wide sum_of_bounds(const pieces *q) {
  jh_wide sum = 0;
  for (int32_t i = 0; i < q->count; i++) sum += q->bound[i];
  return sum;
}

/* The pieces' plans are one of the whole. */
static void take_plans(const pieces *q) {
  modular_search *const s = q->s;
  const jh_modular *const p = s->c.problem;
  jh_wide sum = 0;
  for (int32_t i = 0; i < q->count; i++) {
    if (q->cost[i] >= MODULAR_NONE) return;
    sum += q->cost[i];
  }
  if (sum >= s->best) return;
  s->best = s->plan->cost = sum;
  memcpy(s->plan->units, q->plan.units, (size_t)s->c.option_count * sizeof *q->plan.units);
  memcpy(s->plan->modules, q->plan.modules, (size_t)p->sink_count * sizeof *q->plan.modules);
  memcpy(s->plan->extra, q->plan.extra, (size_t)p->facility_count * sizeof *q->plan.extra);
  memcpy(s->plan->opened, q->plan.opened, (size_t)p->facility_count * sizeof *q->plan.opened);
}

/* All pieces a few nodes each, those not proven more and more of them. */
static jh_status solve_pieces(pieces *q, jh_wide *bound) {
  const modular_search *const s = q->s;
  int32_t left = q->count;
  for (int64_t nodes = FIRST_NODES; left > 0; nodes *= MORE_NODES) {
    left = 0;
    for (int32_t i = 0; i < q->count; i++) {
      if (q->settled[i]) continue;
      bool possible = true;
      jh_status const status = solve_piece(q, i, nodes, &possible);
      if (status) return status;
      if (!possible) return *bound = s->best, JH_OK;
      left += !q->settled[i];
      if (jh_control_stopped(s->c.control)) return *bound = sum_of_bounds(q), JH_OK;
    }
    take_plans(q);
    *bound = sum_of_bounds(q);
    if (*bound >= s->best) return JH_OK;
  }
  return JH_OK;
}

jh_status modular_take_apart(modular_search *s, bool *done, jh_wide *bound) {
  jh_arena *const scratch = jh_arena_create();
  *done = false;
  *bound = 0;
  if (!scratch) return JH_NO_MEMORY;
  pieces q = {.s = s, .of = JH_NEW(scratch, int32_t, s->c.problem->facility_count)};
  jh_status status = q.of ? JH_OK : JH_NO_MEMORY;
  bool small = false;
  if (!status && !join(&q)) {
    *done = true;
    *bound = s->best;
  }
  if (!status && !*done && !number(&q, scratch, &small)) status = JH_NO_MEMORY;
  if (!status && small) {
    *done = true;
    status = lay_out(&q, scratch) ? solve_pieces(&q, bound) : JH_NO_MEMORY;
    if (!status) take_plans(&q);
  }
  jh_arena_destroy(scratch);
  return status;
}
