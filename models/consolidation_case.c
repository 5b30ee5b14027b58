/* The county as a consolidation case: bands, groups of pupils, candidate pairs (C1), sites. */
#include "consolidation.h"

#include <stdlib.h>
#include <string.h>

/* "1-3,4-6,7-9": ascending, not overlapping. */
static bool parse_bands(const char *text, jh_case *problem) {
  for (int32_t g = 0; g <= JH_GRADES; g++) problem->band_of_grade[g] = -1;
  int32_t previous = 0;
  while (*text) {
    char *end = NULL;
    long const first = strtol(text, &end, 10);
    if (end == text) return false;
    long last = first;
    if (*end == '-') {
      text = end + 1;
      last = strtol(text, &end, 10);
      if (end == text) return false;
    }
    if (first <= previous || last < first || last > JH_LAST_GRADE) return false;
    int32_t const b = problem->band_count++;
    problem->band_first[b] = (int32_t)first;
    problem->band_last[b] = (int32_t)last;
    for (int32_t g = (int32_t)first; g <= last; g++) problem->band_of_grade[g] = b;
    previous = (int32_t)last;
    text = end;
    while (*text == ',' || *text == ';' || *text == ' ') text++;
  }
  return problem->band_count > 0;
}

static jh_status read_policy(jh_case *problem, jh_problems *problems) {
  const jh_policy *const policy = &problem->county->policy;
  int32_t const limit = jh_class_limit(policy, problem->year);
  problem->limit = limit > 0 ? limit : 1000000;
  problem->whole = jh_policy_or(policy, JH_KEEP_TOGETHER, 1) != 0;
  problem->contiguous = jh_policy_get(policy, JH_CONTIGUOUS) != 0;
  if (problem->contiguous) problem->whole = true;
  problem->number = (int32_t)jh_policy_or(policy, JH_NUMBER_OF_SCHOOLS, -1);
  problem->min_pupils = (int32_t)jh_policy_or(policy, JH_MIN_SCHOOL_PUPILS, 0);
  problem->floor_pupils = jh_policy_get(policy, JH_FUNDING_FLOOR_PUPILS);
  problem->pay = jh_policy_get(policy, JH_TEACHER_ANNUAL_PAY) * JH_MICROFEN_PER_FEN;
  problem->years = jh_policy_get(policy, JH_AMORTISATION_YEARS);
  const char *const bands = jh_policy_text(policy, JH_BANDS);
  if (!parse_bands(bands, problem)) {
    jh_problems_error(problems, "policy.csv", 0, "bands", bands, "grade bands in order, as 1-3,4-6,7-9");
    return JH_BAD_INPUT;
  }
  return JH_OK;
}

static jh_status read_sites(jh_case *problem) {
  const jh_county *const county = problem->county;
  const jh_policy *const policy = &county->policy;
  problem->site_count = county->school_count;
  problem->sites = JH_NEW(problem->arena, jh_case_site, county->school_count);
  if (!problem->sites) return JH_NO_MEMORY;
  for (int32_t s = 0; s < county->school_count; s++) {
    const jh_school *const school = &county->schools[s];
    jh_case_site *const site = &problem->sites[s];
    site->must_run = school->is_protected || (!school->is_public && school->status == JH_OPEN);
    site->small_staff = school->area == JH_RURAL || school->kind == JH_POINT;
    site->floor = site->small_staff;
    site->fixed_cost = school->annual_fixed_cost_fen * JH_MICROFEN_PER_FEN;
    site->opening_fen = school->status == JH_OPEN ? 0 : school->opening_cost_fen;
    site->room_fen = school->cost_per_new_room_fen;
    site->rooms = school->rooms < 0 ? INT32_MAX : school->rooms;
    site->rooms_most = school->rooms < 0 ? INT32_MAX : school->rooms + school->max_new_rooms;
    int32_t const most = jh_school_most(policy, school);
    site->seats = most < 0 ? INT32_MAX : most;
    site->beds = school->beds;
    site->floor_rate =
        JH_MICROFEN_PER_FEN * jh_policy_get(policy, jh_stage_of_grade(school->first_grade) == JH_PRIMARY
                                                        ? JH_PUBLIC_FUNDS_PRIMARY
                                                        : JH_PUBLIC_FUNDS_JUNIOR);
    site->home = school->site_place.i;
  }
  return JH_OK;
}

/* Pupils of one place by grade. */
static void count_place(const jh_county *county, int32_t *row, int32_t place, int32_t by_grade[JH_GRADES + 1]) {
  memset(by_grade, 0, (JH_GRADES + 1) * sizeof *by_grade);
  for (; *row < county->pupils_count && county->pupils[*row].place.i == place; ++*row)
    by_grade[county->pupils[*row].grade] += county->pupils[*row].pupils;
}

static jh_case_group *add_group(jh_case *problem, size_t *capacity, int32_t place, int32_t band) {
  jh_case_group *const groups = jh_arena_grow(problem->arena, problem->groups, capacity,
                                              (size_t)problem->group_count + 1, sizeof *problem->groups);
  if (!groups) return NULL;
  problem->groups = groups;
  jh_case_group *const group = &groups[problem->group_count++];
  *group = (jh_case_group){.place = place, .band = band, .count = 1};
  return group;
}

static jh_status add_place(jh_case *problem, size_t *capacity, int32_t place, const int32_t *by_grade) {
  for (int32_t b = 0; b < problem->band_count; b++) {
    if (!problem->band_used[b]) continue;
    jh_case_group *group = NULL;
    for (int32_t g = problem->band_first[b]; g <= problem->band_last[b]; g++) {
      if (by_grade[g] == 0) continue;
      problem->pupil_total += by_grade[g];
      if (!group || !problem->whole) group = add_group(problem, capacity, place, b);
      if (!group) return JH_NO_MEMORY;
      if (!problem->whole) group->count = by_grade[g];
      group->load[g - 1] = problem->whole ? by_grade[g] : 1;
      group->pupils += group->load[g - 1];
      group->classes_alone += jh_classes_for(group->load[g - 1], problem->limit);
    }
    if (!group && problem->contiguous && !add_group(problem, capacity, place, b)) return JH_NO_MEMORY;
  }
  return JH_OK;
}

static jh_status make_groups(jh_case *problem, jh_problems *problems) {
  const jh_county *const county = problem->county;
  for (int32_t r = 0; r < county->pupils_count; r++) {
    int32_t const b = problem->band_of_grade[county->pupils[r].grade];
    if (b >= 0 && county->pupils[r].pupils > 0) problem->band_used[b] = true;
    if (b >= 0 || county->pupils[r].pupils == 0) continue;
    jh_problems_error(problems, jh_county_file(county, JH_PUPILS), county->pupils[r].source.line,
                      jh_county_head(county, JH_PUPILS, "grade"), NULL, "a grade of one of the bands %s",
                      jh_policy_text(&county->policy, JH_BANDS));
    return JH_BAD_INPUT;
  }
  size_t capacity = 0;
  int32_t row = 0;
  for (int32_t p = 0; p < county->place_count; p++) {
    int32_t by_grade[JH_GRADES + 1];
    count_place(county, &row, p, by_grade);
    jh_status const status = add_place(problem, &capacity, p, by_grade);
    if (status) return status;
  }
  return JH_OK;
}

static bool teaches(const jh_case *problem, const jh_case_group *group, const jh_school *school) {
  if (group->pupils == 0) return jh_school_teaches(school, problem->band_first[group->band]);
  for (int32_t g = 1; g <= JH_GRADES; g++)
    if (group->load[g - 1] > 0 && !jh_school_teaches(school, g)) return false;
  return true;
}

/* The pair's prices; false when no mode allows it for some grade. `forced` prices it all the same. */
static bool price_pair(const jh_case *problem, const jh_case_group *group, int32_t site, bool forced,
                       jh_case_pair *pair) {
  *pair = (jh_case_pair){.site = site};
  jh_trip const trip = jh_travel_between(problem->travel, (jh_place_ix){group->place}, (jh_school_ix){site});
  if (trip.distance_mm < 0 && group->pupils > 0) return false;
  int64_t costs[JH_COST_KINDS] = {0};
  for (int32_t g = 1; g <= JH_GRADES; g++) {
    int32_t const pupils = group->load[g - 1];
    jh_mode mode;
    if (pupils == 0) continue;
    if (!jh_travel_mode(problem->travel, trip, g, (jh_school_ix){site}, &mode) && !forced) return false;
    if (mode == JH_BOARD) pair->boarders += pupils;
    jh_case_pair_costs(problem, trip, mode, g, pupils, costs);
  }
  for (int k = 0; k < JH_COST_KINDS; k++) pair->cost += costs[k];
  return true;
}

static jh_status add_pairs(jh_case *problem, int32_t g, bool forced) {
  jh_case_group *const group = &problem->groups[g];
  group->pair_start = problem->pair_count;
  for (int32_t s = 0; s < problem->site_count; s++) {
    jh_case_pair pair;
    if (!teaches(problem, group, &problem->county->schools[s])) continue;
    if (!price_pair(problem, group, s, forced, &pair)) continue;
    jh_case_pair *const pairs = jh_arena_grow(problem->arena, problem->pairs, &problem->pair_capacity,
                                              (size_t)problem->pair_count + 1, sizeof *pairs);
    if (!pairs) return JH_NO_MEMORY;
    problem->pairs = pairs;
    pair.group = g;
    pairs[problem->pair_count++] = pair;
  }
  group->pair_end = problem->pair_count;
  group->reachable = !forced;
  if (group->pair_end > group->pair_start || forced) return JH_OK;
  return add_pairs(problem, g, true);
}

static jh_status make_items(jh_case *problem) {
  int64_t count = 0;
  for (int32_t g = 0; g < problem->group_count; g++) count += problem->groups[g].count;
  if (count > INT32_MAX / 2) return JH_NO_MEMORY;
  problem->item_count = (int32_t)count;
  problem->item_group = JH_NEW(problem->arena, int32_t, count);
  if (!problem->item_group) return JH_NO_MEMORY;
  int32_t item = 0;
  for (int32_t g = 0; g < problem->group_count; g++)
    for (int32_t i = 0; i < problem->groups[g].count; i++) problem->item_group[item++] = g;
  return JH_OK;
}

/* A county whose costs would not fit into 64 bits is refused rather than planned wrongly. */
static jh_status check_size(const jh_case *problem, jh_problems *problems) {
  long double most = 0;
  for (int32_t s = 0; s < problem->site_count; s++) {
    const jh_case_site *const site = &problem->sites[s];
    long double const rooms = site->rooms == INT32_MAX ? 0 : site->rooms_most - site->rooms;
    most += (long double)site->fixed_cost;
    most += ((long double)site->opening_fen + rooms * (long double)site->room_fen) * JH_MICROFEN_PER_FEN;
    most += (long double)site->floor_rate * (long double)problem->floor_pupils;
  }
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    long double dearest = 0;
    for (int32_t k = group->pair_start; k < group->pair_end; k++)
      if ((long double)problem->pairs[k].cost > dearest) dearest = (long double)problem->pairs[k].cost;
    most += dearest * group->count;
  }
  most += (long double)problem->pay * (long double)problem->pupil_total;
  if (most < 2e18L) return JH_OK;
  jh_problems_error(problems, "policy.csv", 0, NULL, NULL,
                    "prices under which the county costs less than 20 thousand million yuan a year");
  return JH_BAD_INPUT;
}

jh_status jh_case_build(const jh_county *county, int32_t year, jh_arena *arena, jh_problems *problems,
                        jh_case *problem) {
  *problem = (jh_case){.county = county, .arena = arena, .year = year};
  problem->travel = jh_travel_create(county, arena);
  if (!problem->travel) return JH_NO_MEMORY;
  jh_status status = read_policy(problem, problems);
  if (!status) status = read_sites(problem);
  if (!status) status = make_groups(problem, problems);
  for (int32_t g = 0; !status && g < problem->group_count; g++) status = add_pairs(problem, g, false);
  for (int32_t g = 0; !status && g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    if (group->pair_end > group->pair_start) continue;
    jh_problems_error(problems, jh_county_file(county, JH_PUPILS), 0, jh_county_head(county, JH_PUPILS, "place_id"),
                      county->places[group->place].id,
                      "a school that teaches all of grades %d to %d, at a known distance",
                      problem->band_first[group->band], problem->band_last[group->band]);
    status = JH_BAD_INPUT;
  }
  if (!status) status = make_items(problem);
  /* a million yuan, or what 64 bits allow when every pupil breaks several rules */
  int64_t const most = INT64_C(6000000000000000000) / (4 * (problem->pupil_total + problem->site_count + 100));
  problem->lack_price =
      most < INT64_C(1000000) * JH_MICROFEN_PER_YUAN ? most : INT64_C(1000000) * JH_MICROFEN_PER_YUAN;
  return status ? status : check_size(problem, problems);
}
