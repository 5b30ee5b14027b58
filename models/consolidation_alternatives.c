/* What keeping or closing a site costs: the plan repaired and improved with the site forced either way.  Where that
 * brings a better plan, it is the plan from then on, and all sites are priced anew. */
#include "consolidation.h"

enum {
  STEPS_A_SITE = 5, /* to a pair of the case, where there is a guide */
  ADOPTIONS = 8
};

static int64_t pupil_mm(const jh_case *problem, const jh_state *state) {
  int64_t sum = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    const jh_case_pair *const pair = &problem->pairs[state->pair[i]];
    const jh_case_group *const group = &problem->groups[pair->group];
    jh_trip const trip = jh_travel_between(problem->travel, (jh_place_ix){group->place}, (jh_school_ix){pair->site});
    if (trip.distance_mm > 0) sum += trip.distance_mm * group->pupils;
  }
  return sum;
}

typedef struct priced {
  bool solved;
  int64_t cost_fen, pupil_mm;
  int32_t pupils; /* of the site */
  double gap;
} priced;

/* The plan's bound holds for every plan that is forced, too. */
static priced price_of(const jh_case *problem, const jh_state *state, int32_t s, int64_t bound) {
  int64_t const value = jh_state_value(state);
  double const gap = value > 0 ? (double)(value - bound) / (double)value : 0;
  return (priced){jh_state_meets(state), (value + JH_MICROFEN_PER_FEN / 2) / JH_MICROFEN_PER_FEN,
                  pupil_mm(problem, state), state->sites[s].pupils, gap};
}

typedef struct forced_run {
  jh_case *problem;
  jh_state *plan;
  int64_t bound;
  const jh_case_guide *guide;
  const jh_control *control;
  bool may_adopt, adopted; /* a forced plan that is better than the plan takes its place */
} forced_run;

/* The plan repaired and improved under the force; a small case is also proven. */
static jh_status solve_forced(forced_run *run, int32_t s, jh_arena *scratch, priced *price) {
  const jh_case *const problem = run->problem;
  int64_t const steps = run->guide && !problem->contiguous ? (int64_t)STEPS_A_SITE * problem->pair_count : 0;
  jh_search_plan const search = {.seed = run->control->seed, .steps = steps, .guide = run->guide, .from = run->plan};
  int64_t bound = run->bound;
  jh_state found;
  jh_answer answer;
  jh_status status = jh_case_search(problem, &search, run->control, scratch, &found);
  if (!status && jh_case_is_small(problem))
    status = jh_case_prove(problem, run->control, scratch, &found, &bound, &answer);
  if (status) return status;
  *price = price_of(problem, &found, s, bound);
  if (!run->may_adopt || !price->solved || !jh_state_better(&found, run->plan)) return JH_OK;
  jh_state_copy(run->plan, &found);
  run->adopted = true;
  return JH_OK;
}

static jh_status force(forced_run *run, int32_t s, bool open, priced *price) {
  if (run->plan->sites[s].runs == open) return *price = price_of(run->problem, run->plan, s, run->bound), JH_OK;
  if (jh_control_stopped(run->control)) return JH_OK;
  jh_case_site *const site = &run->problem->sites[s];
  jh_case_site const before = *site;
  site->must_run = open;
  site->never = !open;
  jh_arena *const scratch = jh_arena_create();
  jh_status const status = scratch ? solve_forced(run, s, scratch, price) : JH_NO_MEMORY;
  jh_arena_destroy(scratch);
  *site = before;
  return status;
}

/* Stops where a better plan turns up. */
static jh_status price_sites(forced_run *run, jh_consolidation_plan *out) {
  out->alternative_count = 0;
  for (int32_t s = 0; s < run->problem->site_count && !run->adopted; s++) {
    if (run->problem->sites[s].must_run) continue;
    priced stay = {.solved = false}, close = {.solved = false};
    jh_status status = force(run, s, true, &stay);
    if (!status) status = force(run, s, false, &close);
    if (status) return status;
    out->alternatives[out->alternative_count++] = (jh_alternative){.school = {s},
                                                                   .solved_stay = stay.solved,
                                                                   .solved_close = close.solved,
                                                                   .stay_cost_fen = stay.cost_fen,
                                                                   .close_cost_fen = close.cost_fen,
                                                                   .stay_pupil_mm = stay.pupil_mm,
                                                                   .stay_pupils = stay.pupils,
                                                                   .close_pupil_mm = close.pupil_mm,
                                                                   .stay_gap = stay.gap,
                                                                   .close_gap = close.gap};
  }
  return JH_OK;
}

jh_status jh_case_alternatives(jh_case *problem, jh_state *plan, int64_t bound, const jh_case_guide *guide,
                               const jh_control *control, jh_arena *arena, jh_consolidation_plan *out) {
  forced_run run = {.problem = problem, .plan = plan, .bound = bound, .guide = guide, .control = control};
  out->alternatives = JH_NEW(arena, jh_alternative, problem->site_count);
  if (!out->alternatives) return JH_NO_MEMORY;
  jh_status status = JH_OK;
  for (int32_t again = ADOPTIONS; again >= 0 && !status; again--) {
    run.may_adopt = again > 0;
    run.adopted = false;
    status = price_sites(&run, out);
    if (!run.adopted) break;
  }
  return status;
}
