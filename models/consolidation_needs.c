/* What stands in the way of a plan that meets every rule, in plain words: read off the nearest plan. */
#include "consolidation.h"

#include <stdlib.h>

static jh_status add_need(jh_needs *needs, jh_arena *arena, jh_need need) {
  jh_need *const items = jh_arena_grow(arena, needs->items, &needs->capacity, needs->count + 1, sizeof *items);
  if (!items || !need.words) return JH_NO_MEMORY;
  needs->items = items;
  items[needs->count++] = need;
  return JH_OK;
}

static jh_status unreachable_needs(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_needs *needs) {
  const jh_county *const county = problem->county;
  jh_status status = JH_OK;
  int32_t item = 0;
  for (int32_t g = 0; g < problem->group_count && !status; g++) {
    const jh_case_group *const group = &problem->groups[g];
    int32_t const s = problem->pairs[state->pair[item]].site;
    item += group->count;
    if (group->reachable) continue;
    const jh_place *const place = &county->places[group->place];
    int64_t const pupils = (int64_t)group->pupils * group->count;
    int32_t const first = problem->band_first[group->band], last = problem->band_last[group->band];
    status = add_need(
        needs, arena,
        (jh_need){.rule = "C1",
                  .scope = place->id,
                  .school = {s},
                  .grade = first,
                  .item = "a school within the travel limits",
                  .amount = pupils,
                  .cost_fen = -1,
                  .words = jh_arena_printf(
                      arena,
                      jh_text(needs->language,
                              "%s (%s): no site can be reached on foot, by bus or by boarding for %lld "
                              "pupils of grades %d-%d; the nearest plan sends them to %s"),
                      place->name, place->id, (long long)pupils, (int)first, (int)last, county->schools[s].name)});
  }
  return status;
}

/* `sentence` with name, key and amount of the school. */
static jh_status short_of(const jh_case *problem, jh_arena *arena, jh_needs *needs, int32_t s, const char *rule,
                          const char *item, const char *sentence, int64_t amount, int64_t cost_fen) {
  const jh_school *const school = &problem->county->schools[s];
  if (amount <= 0) return JH_OK;
  return add_need(needs, arena,
                  (jh_need){.rule = rule,
                            .scope = school->id,
                            .school = {s},
                            .item = item,
                            .amount = amount,
                            .cost_fen = cost_fen,
                            .words = jh_arena_printf(arena, jh_text(needs->language, sentence), school->name,
                                                     school->id, (long long)amount)});
}

static jh_status site_needs(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_needs *needs,
                            int32_t s) {
  const jh_case_site *const site = &problem->sites[s];
  const jh_site_load *const load = &state->sites[s];
  if (load->lacking == 0) return JH_OK;
  int32_t const classes =
      jh_case_classes(problem, load->load, JH_PRIMARY) + jh_case_classes(problem, load->load, JH_JUNIOR);
  int64_t const rooms = site->rooms == INT32_MAX ? 0 : (int64_t)classes - site->rooms_most;
  int64_t const room_fen = site->room_fen > 0 && rooms > 0 ? rooms * site->room_fen : -1;
  jh_status status =
      short_of(problem, arena, needs, s, "C5", "rooms", JH_N("%s (%s) lacks %lld rooms"), rooms, room_fen);
  if (!status)
    status = short_of(problem, arena, needs, s, "C3", "seats", JH_N("%s (%s) lacks %lld seats"),
                      (int64_t)load->pupils - site->seats, -1);
  if (!status)
    status = short_of(problem, arena, needs, s, "C6", "beds", JH_N("%s (%s) lacks %lld beds"),
                      (int64_t)load->boarders - site->beds, -1);
  if (!status && load->runs)
    status = short_of(problem, arena, needs, s, "C11", "pupils", JH_N("%s (%s) lacks %lld pupils"),
                      (int64_t)problem->min_pupils - load->pupils, -1);
  return status;
}

static jh_status catchment_needs(const jh_state *state, jh_arena *arena, jh_needs *needs) {
  const jh_case *const problem = state->problem;
  jh_status status = JH_OK;
  for (int32_t s = 0; s < problem->site_count; s++)
    for (int32_t b = 0; b < problem->band_count && !status; b++) {
      const jh_school *const school = &problem->county->schools[s];
      if (!problem->contiguous || !problem->band_used[b] || jh_state_connected(state, s, b)) continue;
      status = add_need(
          needs, arena,
          (jh_need){.rule = "C12",
                    .scope = school->id,
                    .school = {s},
                    .grade = problem->band_first[b],
                    .item = "a connected catchment",
                    .amount = 1,
                    .cost_fen = -1,
                    .words = jh_arena_printf(
                        arena,
                        jh_text(needs->language,
                                "the catchment of %s (%s) for grades %d-%d is not one piece with its own place"),
                        school->name, school->id, (int)problem->band_first[b], (int)problem->band_last[b])});
    }
  return status;
}

jh_status jh_case_needs(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_needs *needs) {
  jh_status status = unreachable_needs(problem, state, arena, needs);
  for (int32_t s = 0; s < problem->site_count && !status; s++) status = site_needs(problem, state, arena, needs, s);
  if (!status) status = catchment_needs(state, arena, needs);
  if (status || problem->number < 0 || state->running == problem->number) return status;
  int32_t const difference = abs(state->running - problem->number);
  return add_need(
      needs, arena,
      (jh_need){.rule = "C10",
                .scope = "county",
                .school = JH_NO_SCHOOL,
                .item = "sites",
                .amount = difference,
                .cost_fen = -1,
                .words = jh_arena_printf(
                    arena, jh_text(needs->language, "number_of_schools asks for %d sites; the nearest plan runs %d"),
                    (int)problem->number, (int)state->running)});
}
