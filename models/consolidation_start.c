/* A plan at hand, of the same county and year, as the beginning of another one. */
#include "consolidation.h"

static int32_t pair_to(const jh_case *problem, const jh_case_group *group, int32_t site) {
  for (int32_t k = group->pair_start; k < group->pair_end; k++)
    if (problem->pairs[k].site == site) return k;
  return -1;
}

/* Groups come by place, assignments too: the group of a place and grade, at or after `from`. */
static int32_t group_of(const jh_case *problem, const jh_assignment *row, int32_t from) {
  int32_t const band = problem->band_of_grade[row->grade];
  int32_t g = from;
  while (g < problem->group_count && problem->groups[g].place < row->place.i) g++;
  for (; g < problem->group_count && problem->groups[g].place == row->place.i; g++) {
    const jh_case_group *const group = &problem->groups[g];
    if (group->band == band && (problem->whole || group->load[row->grade - 1] > 0)) return g;
  }
  return -1;
}

/* Puts the items of a row: of whole groups the one item, of single pupils as many as the row has. */
static void put_row(const jh_case *problem, const jh_assignment *row, int32_t g, const int32_t *first,
                    int32_t *placed, jh_state *state) {
  const jh_case_group *const group = &problem->groups[g];
  int32_t const k = pair_to(problem, group, row->to.i);
  int32_t const items = problem->whole ? 1 : row->pupils;
  for (int32_t n = 0; n < items && k >= 0 && placed[g] < group->count; n++)
    jh_state_move(state, first[g] + placed[g]++, k);
}

jh_status jh_case_take_plan(const jh_case *problem, const jh_consolidation_plan *plan, jh_arena *arena,
                            jh_state *state) {
  int32_t *const first = JH_NEW(arena, int32_t, problem->group_count + 1); /* item of each group */
  int32_t *const placed = JH_NEW(arena, int32_t, problem->group_count + 1);
  jh_status const status = first && placed ? jh_state_init(state, problem, arena) : JH_NO_MEMORY;
  if (status) return status;
  for (int32_t g = 0; g < problem->group_count; g++) first[g + 1] = first[g] + problem->groups[g].count;
  for (int32_t s = 0; s < plan->site_count; s++) {
    jh_decision const decision = plan->sites[s].decision;
    if (decision == JH_KEEP || decision == JH_NEW || decision == JH_RESTORE) jh_state_run(state, s, true);
  }
  for (int32_t r = 0, near = 0; r < plan->assignment_count; r++) {
    const jh_assignment *const row = &plan->assignments[r];
    while (near < problem->group_count && problem->groups[near].place < row->place.i) near++;
    int32_t const g = group_of(problem, row, near);
    if (g >= 0) put_row(problem, row, g, first, placed, state);
  }
  for (int32_t i = 0; i < problem->item_count; i++) /* whom the plan forgot */
    if (state->pair[i] < 0) jh_state_move(state, i, problem->groups[problem->item_group[i]].pair_start);
  return JH_OK;
}
