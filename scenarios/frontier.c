/* The frontier of cost against pupil-km: its two ends, then again and again the weight under which two neighbours are
 * worth the same, which leads to the plan farthest below the line between them (Aneja and Nair, 1979). */
#include "frontier_parts.h"

#include <string.h>

#define MICROFEN_PER_FEN INT64_C(1000000)
enum {
  TRIED_MOST = 3 * JH_FRONTIER_MOST,
  LEAST_WEIGHT = 1,     /* fen: of plans as cheap, the shorter way */
  FAR_WEIGHT = 1000000, /* fen: a kilometre less for one pupil is worth more than all else that a pupil costs */
};
#define WEIGHT_KEY "travel_cost_per_pupil_km"

typedef struct frontier_search {
  job_run *base;
  const jh_control *control;
  int32_t wanted;
  frontier_pool pool;
  int64_t tried[TRIED_MOST];
  int32_t tried_count;
  bool impossible;
} frontier_search;

/* Time for one plan of those still to make. */
static jh_control share_of(const frontier_search *look) {
  jh_control part = *look->control;
  int32_t const left = look->wanted + 1 - look->tried_count;
  if (part.limit_s > 0)
    part.limit_s = jh_clock_s() - part.started_s + jh_control_left_s(look->control) / (left > 1 ? left : 1);
  return part;
}

static int64_t pupil_mm(const jh_consolidation_plan *plan) {
  int64_t sum = 0;
  for (int32_t i = 0; i < plan->assignment_count; i++)
    if (plan->assignments[i].distance_mm > 0) sum += plan->assignments[i].distance_mm * plan->assignments[i].pupils;
  return sum;
}

/* The county under another weight. */
static jh_status set_weight(job_run *run, int64_t weight_fen) {
  const char *const text =
      jh_arena_printf(run->arena, "%lld.%02d", (long long)(weight_fen / 100), (int)(weight_fen % 100));
  if (!text) return JH_NO_MEMORY;
  return jh_policy_set(&run->opened.county.policy, WEIGHT_KEY, text, "--frontier", run->arena, run->problems,
                       "--frontier", 0);
}

static void measure(frontier_plan *made) {
  made->pupil_mm = pupil_mm(&made->plan.of.consolidation);
  /* The goal is cost and weighted travel, in millionths of a fen; mm x fen per km are such, too. */
  int64_t const microfen = made->plan.result.levels[0].value - made->weight_fen * made->pupil_mm;
  made->cost_fen = (microfen + MICROFEN_PER_FEN / 2) / MICROFEN_PER_FEN;
}

/* A run of its own: the base's county with another policy, in another arena. */
static jh_status open_run(frontier_search *look, frontier_plan *made, const jh_control *control) {
  job_run *const run = JH_NEW(made->arena, job_run, 1);
  if (!run) return JH_NO_MEMORY;
  *run = *look->base;
  run->arena = made->arena;
  run->control = control;
  made->run = run;
  jh_status const status = set_weight(run, made->weight_fen);
  if (status) return status;
  run->plan_id = jh_job_plan_id(run);
  return run->plan_id ? JH_OK : JH_NO_MEMORY;
}

/* The plan under a weight, begun from one at hand; into the pool, where it meets the rules. */
static jh_status make(frontier_search *look, int64_t weight_fen, const jh_plan *start) {
  frontier_plan made = {.arena = jh_arena_create(), .weight_fen = weight_fen};
  if (!made.arena) return JH_NO_MEMORY;
  jh_control const part = share_of(look);
  jh_status status = open_run(look, &made, &part);
  if (!status) {
    made.run->options.start = start;
    status = jh_job_plan(made.run, &made.plan);
    made.run->control = look->control;
  }
  look->tried[look->tried_count++] = weight_fen;
  bool const met = !status && made.plan.result.answer != JH_INFEASIBLE;
  look->impossible = !status && !met && look->pool.count == 0;
  if (status || (!met && !look->impossible)) {
    jh_arena_destroy(made.arena);
    return status;
  }
  measure(&made);
  frontier_pool_add(&look->pool, &made);
  return JH_OK;
}

/* The longest way a pupil might have, summed over all pupils. */
static long double longest_ways(const job_run *run) {
  const jh_county *const county = &run->opened.county;
  const jh_travel *const travel = jh_travel_create(county, run->arena);
  long double sum = 0;
  for (int32_t i = 0; travel && i < county->pupils_count; i++) {
    const jh_pupils *const row = &county->pupils[i];
    int64_t longest = 0;
    for (int32_t s = 0; s < county->school_count; s++) {
      jh_mode mode;
      jh_trip const trip = jh_travel_between(travel, row->place, (jh_school_ix){s});
      if (trip.distance_mm <= longest || !jh_school_teaches(&county->schools[s], row->grade)) continue;
      if (jh_travel_mode(travel, trip, row->grade, (jh_school_ix){s}, &mode)) longest = trip.distance_mm;
    }
    sum += (long double)longest * row->pupils;
  }
  return sum;
}

/* The far end: as large a weight as sums of the county leave room for. */
static int64_t far_weight(const job_run *run) {
  long double const ways = longest_ways(run), most = ways > 0 ? 1e18L / ways : FAR_WEIGHT;
  return most < FAR_WEIGHT ? (int64_t)most + LEAST_WEIGHT : FAR_WEIGHT;
}

static bool may_go_on(const frontier_search *look) {
  return !look->impossible && look->tried_count < TRIED_MOST && !jh_control_stopped(look->control);
}

static jh_status ends(frontier_search *look) {
  jh_status status = make(look, 0, NULL);
  if (!status && may_go_on(look)) status = make(look, LEAST_WEIGHT, &look->pool.plans[0].plan);
  if (!status && may_go_on(look)) status = make(look, far_weight(look->base), &look->pool.plans[0].plan);
  return status;
}

static jh_status between(frontier_search *look, bool *exhausted) {
  while (look->pool.count < look->wanted && may_go_on(look)) {
    int32_t from = 0;
    int64_t const weight = frontier_pool_next(&look->pool, look->tried, look->tried_count, &from);
    *exhausted = weight < 0;
    if (weight < 0) return JH_OK;
    jh_status const status = make(look, weight, &look->pool.plans[from].plan);
    if (status) return status;
  }
  return JH_OK;
}

static void tell(const frontier_search *look, jh_frontier *frontier) {
  frontier->made = look->tried_count;
  frontier->beaten = look->pool.beaten;
  frontier->stopped = jh_control_stopped(look->control) && look->pool.count < look->wanted;
  for (int32_t i = 0; i < look->pool.count; i++)
    frontier->stopped = frontier->stopped || look->pool.plans[i].plan.result.answer == JH_STOPPED;
}

jh_status jh_frontier_run(const jh_job_request *request, int32_t count, const jh_control *control, jh_arena *arena,
                          jh_problems *problems, jh_frontier *frontier) {
  memset(frontier, 0, sizeof *frontier);
  job_run *const base = JH_NEW(arena, job_run, 1);
  frontier_search *const look = JH_NEW(arena, frontier_search, 1);
  if (!base || !look) return JH_NO_MEMORY;
  *base = (job_run){.request = request, .control = control, .arena = arena, .problems = problems, .name = "frontier"};
  *look = (frontier_search){.base = base, .control = control, .wanted = count};
  look->pool.plans = JH_NEW(arena, frontier_plan, TRIED_MOST + 1);
  jh_status status = look->pool.plans ? jh_job_begin(base) : JH_NO_MEMORY;
  if (!status) status = frontier_check_place(base);
  if (!status) status = ends(look);
  if (!status) status = between(look, &frontier->exhausted);
  frontier_pool_thin(&look->pool, count);
  if (!status) status = frontier_take_over(&look->pool, arena, frontier);
  if (status) {
    frontier_pool_empty(&look->pool);
    return status;
  }
  tell(look, frontier);
  return frontier_write(&look->pool, base, frontier);
}

void jh_frontier_close(jh_frontier *frontier) {
  while (frontier->held > 0) jh_arena_destroy(frontier->points[--frontier->held].arena);
}
