/* What keeping or closing a site costs: the plan repaired and improved with the site forced either way. */
#include "consolidation.h"

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
  double gap;
} priced;

/* The plan's bound holds for every plan that is forced, too. */
static priced price_of(const jh_case *problem, const jh_state *state, int64_t bound) {
  int64_t const value = jh_state_value(state);
  double const gap = value > 0 ? (double)(value - bound) / (double)value : 0;
  return (priced){jh_state_meets(state), (value + JH_MICROFEN_PER_FEN / 2) / JH_MICROFEN_PER_FEN,
                  pupil_mm(problem, state), gap};
}

/* The plan repaired and improved under the force; a small case is also proven. */
static jh_status solve_forced(const jh_case *problem, const jh_state *plan, int64_t bound, const jh_control *control,
                              jh_arena *scratch, priced *price) {
  jh_search_plan const search = {.seed = control->seed, .from = plan};
  jh_state found;
  jh_answer answer;
  jh_status status = jh_case_search(problem, &search, control, scratch, &found);
  if (!status && jh_case_is_small(problem))
    status = jh_case_prove(problem, control, scratch, &found, &bound, &answer);
  if (!status) *price = price_of(problem, &found, bound);
  return status;
}

static jh_status force(jh_case *problem, int32_t s, bool open, const jh_state *plan, int64_t bound,
                       const jh_control *control, priced *price) {
  if (plan->sites[s].runs == open) return *price = price_of(problem, plan, bound), JH_OK;
  if (jh_control_stopped(control)) return JH_OK;
  jh_case_site *const site = &problem->sites[s];
  jh_case_site const before = *site;
  site->must_run = open;
  site->never = !open;
  jh_arena *const scratch = jh_arena_create();
  jh_status const status = scratch ? solve_forced(problem, plan, bound, control, scratch, price) : JH_NO_MEMORY;
  jh_arena_destroy(scratch);
  *site = before;
  return status;
}

jh_status jh_case_alternatives(jh_case *problem, const jh_state *plan, int64_t bound, const jh_control *control,
                               jh_arena *arena, jh_consolidation_plan *out) {
  out->alternatives = JH_NEW(arena, jh_alternative, problem->site_count);
  if (!out->alternatives) return JH_NO_MEMORY;
  for (int32_t s = 0; s < problem->site_count; s++) {
    if (problem->sites[s].must_run) continue;
    priced stay = {.solved = false}, close = {.solved = false};
    jh_status status = force(problem, s, true, plan, bound, control, &stay);
    if (!status) status = force(problem, s, false, plan, bound, control, &close);
    if (status) return status;
    out->alternatives[out->alternative_count++] = (jh_alternative){.school = {s},
                                                                   .solved_stay = stay.solved,
                                                                   .solved_close = close.solved,
                                                                   .stay_cost_fen = stay.cost_fen,
                                                                   .close_cost_fen = close.cost_fen,
                                                                   .stay_pupil_mm = stay.pupil_mm,
                                                                   .close_pupil_mm = close.pupil_mm,
                                                                   .stay_gap = stay.gap,
                                                                   .close_gap = close.gap};
  }
  return JH_OK;
}
