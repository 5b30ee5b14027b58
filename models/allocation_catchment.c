/* Whole places: one school for a place and stage, seats as capacities, catchments connected where asked (MODELS 2.4).
 * The assignment engine plans a stage at a time; stages share nothing but seats of nine-year schools. */
#include "allocation_year.h"
#include "junheng/solver/assign.h"

#include <string.h>

typedef struct catchment {
  jh_year *year;
  jh_stage stage;
  bool contiguous;
  int32_t *item_of; /* by place: item, -1: none */
  int32_t *place_of;
  int32_t *school_of, *site_of;
  jh_assign problem;
  int64_t moved_weight; /* what a moved pupil counts in millimetres; 0: nobody has a present school */
} catchment;

static bool stage_taught(const jh_school *school, jh_stage stage) {
  return stage == JH_PRIMARY ? school->first_grade <= JH_LAST_PRIMARY_GRADE
                             : school->last_grade > JH_LAST_PRIMARY_GRADE;
}

static jh_status lay_items(catchment *c) {
  jh_year *const y = c->year;
  jh_arena *const arena = y->arena;
  int32_t const places = y->county->place_count;
  c->item_of = JH_NEW(arena, int32_t, places);
  c->place_of = JH_NEW(arena, int32_t, places);
  int64_t *const weight = JH_NEW(arena, int64_t, places);
  if (!c->item_of || !c->place_of || !weight) return JH_NO_MEMORY;
  for (int32_t p = 0; p < places; p++) c->item_of[p] = c->contiguous ? 0 : -1;
  for (int32_t k = 0; k < y->cohort_count; k++)
    if (jh_stage_of_grade(y->cohorts[k].grade) == c->stage) c->item_of[y->cohorts[k].place.i] = 0;
  for (int32_t p = 0; p < places; p++) {
    if (c->item_of[p] < 0) continue;
    c->item_of[p] = c->problem.item_count;
    c->place_of[c->problem.item_count++] = p;
  }
  for (int32_t k = 0; k < y->cohort_count; k++)
    if (jh_stage_of_grade(y->cohorts[k].grade) == c->stage)
      weight[c->item_of[y->cohorts[k].place.i]] += y->cohorts[k].pupils;
  c->problem.weight = weight;
  return JH_OK;
}

/* Pupils of the stage that a nine-year school holds already: the other stage was planned before. */
static int64_t taken_seats(const jh_year *y, jh_school_ix s) {
  int64_t taken = 0;
  for (int32_t k = 0; k < y->option_count; k++)
    if (y->options[k].school.i == s.i) taken += y->options[k].attend;
  return taken;
}

static jh_status lay_sites(catchment *c) {
  jh_year *const y = c->year;
  const jh_county *const county = y->county;
  int32_t const n = county->school_count;
  c->school_of = JH_NEW(y->arena, int32_t, n);
  c->site_of = JH_NEW(y->arena, int32_t, n);
  int64_t *const capacity = JH_NEW(y->arena, int64_t, n), *const fixed = JH_NEW(y->arena, int64_t, n);
  bool *const must_run = JH_NEW(y->arena, bool, n);
  int32_t *const home = JH_NEW(y->arena, int32_t, n);
  if (!c->school_of || !c->site_of || !capacity || !fixed || !must_run || !home) return JH_NO_MEMORY;
  for (int32_t s = 0; s < n; s++) {
    const jh_school *const school = &county->schools[s];
    c->site_of[s] = -1;
    if (!y->runs[s] || !stage_taught(school, c->stage)) continue;
    int32_t const j = c->problem.site_count++;
    c->site_of[s] = j;
    c->school_of[j] = s;
    int32_t const most = jh_school_most(&county->policy, school);
    capacity[j] = most < 0 ? INT64_MAX : most - taken_seats(y, (jh_school_ix){s});
    must_run[j] = true;
    home[j] = school->site_place.i >= 0 ? c->item_of[school->site_place.i] : -1;
  }
  c->problem.capacity = capacity;
  c->problem.fixed = fixed;
  c->problem.must_run = must_run;
  c->problem.home = home;
  c->problem.site_number = -1;
  return JH_OK;
}

/* What a place as a whole costs at a school; -1 when some of its pupils may not go there. */
static int64_t pair_cost(const catchment *c, int32_t place, jh_school_ix s, const int32_t *first_cohort) {
  const jh_year *const y = c->year;
  int64_t cost = 0;
  for (int32_t k = first_cohort[place]; k < first_cohort[place + 1]; k++) {
    const jh_cohort *const cohort = &y->cohorts[k];
    if (jh_stage_of_grade(cohort->grade) != c->stage) continue;
    const jh_option *found = NULL;
    for (int32_t o = y->option_start[k]; o < y->option_start[k + 1] && !found; o++)
      if (y->options[o].school.i == s.i) found = &y->options[o];
    if (!found) return -1;
    bool const moves = cohort->from.i >= 0 && cohort->from.i != s.i;
    cost += cohort->pupils * (found->trip.distance_mm + (moves ? c->moved_weight : 0));
  }
  return cost;
}

/* Moving comes before distance: one moved pupil weighs more than all distances together, as far as 2^52 reaches. */
static void weigh_moves(catchment *c) {
  const jh_year *const y = c->year;
  int64_t placed = 0;
  int64_t farthest = 0, pupils = 0;
  for (int32_t k = 0; k < y->option_count; k++)
    if (y->options[k].trip.distance_mm > farthest) farthest = y->options[k].trip.distance_mm;
  for (int32_t k = 0; k < y->cohort_count; k++) {
    pupils += y->cohorts[k].pupils;
    if (y->cohorts[k].from.i >= 0) placed += y->cohorts[k].pupils;
  }
  if (placed == 0) return;
  int64_t const most = (INT64_C(1) << 52) / (placed + 1);
  c->moved_weight = farthest > 0 && pupils < most / farthest ? farthest * pupils + 1 : most;
}

static jh_status lay_pairs(catchment *c) {
  jh_year *const y = c->year;
  jh_assign *const problem = &c->problem;
  int32_t const places = y->county->place_count;
  size_t const most = (size_t)problem->item_count * (size_t)problem->site_count;
  int32_t *const start = JH_NEW(y->arena, int32_t, problem->item_count + 1), *const site =
                                                                                 JH_NEW(y->arena, int32_t, most);
  int64_t *const cost = JH_NEW(y->arena, int64_t, most);
  int32_t *const first_cohort = JH_NEW(y->arena, int32_t, places + 1);
  if (!start || !site || !cost || !first_cohort) return JH_NO_MEMORY;
  for (int32_t k = 0; k < y->cohort_count; k++) first_cohort[y->cohorts[k].place.i + 1] = k + 1;
  for (int32_t p = 0; p < places; p++)
    if (first_cohort[p + 1] < first_cohort[p]) first_cohort[p + 1] = first_cohort[p];
  int32_t count = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    start[i] = count;
    for (int32_t j = 0; j < problem->site_count; j++) {
      int64_t const price = pair_cost(c, c->place_of[i], (jh_school_ix){c->school_of[j]}, first_cohort);
      if (price < 0) continue;
      site[count] = j;
      cost[count++] = price;
    }
  }
  start[problem->item_count] = count;
  problem->pair_start = start;
  problem->pair_site = site;
  problem->pair_cost = cost;
  return JH_OK;
}

static jh_status lay_graph(catchment *c) {
  const jh_county *const county = c->year->county;
  jh_assign *const problem = &c->problem;
  int32_t *const start = JH_NEW(c->year->arena, int32_t, problem->item_count + 1);
  int32_t *const to =
      JH_NEW(c->year->arena, int32_t, county->place_count > 0 ? county->neighbour_start[county->place_count] : 0);
  if (!start || !to) return JH_NO_MEMORY;
  int32_t count = 0;
  for (int32_t i = 0; i < problem->item_count; i++) {
    start[i] = count;
    int32_t const p = c->place_of[i];
    for (int32_t k = county->neighbour_start[p]; k < county->neighbour_start[p + 1]; k++)
      if (c->item_of[county->neighbours[k].i] >= 0) to[count++] = c->item_of[county->neighbours[k].i];
  }
  start[problem->item_count] = count;
  problem->neighbour_start = start;
  problem->neighbours = to;
  problem->connected = c->contiguous;
  return JH_OK;
}

/* Whole places into options; a place without pupils keeps its school in the year's list of empty places. */
static void take_plan(const catchment *c, const jh_assign_solution *solution) {
  jh_year *const y = c->year;
  for (int32_t k = 0; k < y->option_count; k++) {
    jh_option *const o = &y->options[k];
    const jh_cohort *const cohort = &y->cohorts[o->cohort];
    if (jh_stage_of_grade(cohort->grade) != c->stage) continue;
    int32_t const j = solution->site[c->item_of[cohort->place.i]];
    o->attend = c->school_of[j] == o->school.i ? cohort->pupils : 0;
  }
  for (int32_t i = 0; i < c->problem.item_count; i++)
    y->catchment_of[c->stage][c->place_of[i]] = (jh_school_ix){c->school_of[solution->site[i]]};
}

static void take_bound(catchment *c, const jh_assign_solution *solution, int64_t moved_before, int64_t km_before) {
  jh_year *const y = c->year;
  int64_t const moved = y->values[JH_MOVED] - moved_before;
  if (c->moved_weight == 0) {
    y->bounds[JH_PUPIL_KM] += solution->bound;
    (void)km_before;
    return;
  }
  int64_t const least = solution->bound / c->moved_weight;
  y->bounds[JH_MOVED] += least < moved ? least : moved;
  if (least >= moved) y->bounds[JH_PUPIL_KM] += solution->bound - moved * c->moved_weight;
}

static jh_status plan_stage(jh_year *y, jh_stage stage, const jh_control *control, bool contiguous, bool *done) {
  catchment c = {.year = y, .stage = stage, .contiguous = contiguous};
  *done = false;
  weigh_moves(&c);
  jh_status status = lay_items(&c);
  if (!status) status = lay_sites(&c);
  if (!status) status = lay_pairs(&c);
  if (!status) status = lay_graph(&c);
  if (status) return status;
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution solution;
  status = jh_assign_solve(&c.problem, &parts, NULL, control, y->arena, &solution);
  if (status) return status;
  y->stopped |= solution.answer == JH_STOPPED;
  if (solution.answer == JH_INFEASIBLE) y->possible = false;
  if (!solution.has_plan) return JH_OK;
  int64_t const moved_before = y->values[JH_MOVED], km_before = y->values[JH_PUPIL_KM];
  take_plan(&c, &solution);
  status = jh_year_measure(y);
  if (!status) take_bound(&c, &solution, moved_before, km_before);
  *done = true;
  return status;
}

static bool has_stage(const jh_year *y, jh_stage stage) {
  for (int32_t k = 0; k < y->cohort_count; k++)
    if (jh_stage_of_grade(y->cohorts[k].grade) == stage) return true;
  return false;
}

static jh_status tell_need(jh_year *y, jh_stage stage, jh_needs *needs) {
  int64_t pupils = 0, seats = 0;
  for (int32_t k = 0; k < y->cohort_count; k++)
    if (jh_stage_of_grade(y->cohorts[k].grade) == stage) pupils += y->cohorts[k].pupils;
  for (int32_t s = 0; s < y->county->school_count; s++)
    if (y->runs[s] && stage_taught(&y->county->schools[s], stage) &&
        jh_school_most(&y->county->policy, &y->county->schools[s]) >= 0)
      seats += jh_school_most(&y->county->policy, &y->county->schools[s]);
  jh_need const need = {
      .rule = "A4",
      .item = "seats",
      .amount = pupils > seats ? pupils - seats : 0,
      .cost_fen = -1,
      .words = jh_arena_printf(
          y->arena,
          jh_text(needs->language,
                  "%s stage: %lld pupils, %lld seats; no way was found to give every place whole to one school"),
          jh_text(needs->language, stage == JH_PRIMARY ? JH_N("primary") : JH_N("junior")), (long long)pupils,
          (long long)seats)};
  return jh_year_add_need(y, needs, JH_NO_SCHOOL, &need);
}

static jh_status tell_rooms(jh_year *y, jh_school_ix s, int32_t lacking, jh_needs *needs) {
  const jh_school *const school = &y->county->schools[s.i];
  int64_t const price = school->cost_per_new_room_fen;
  jh_need const need = {
      .rule = "A3",
      .item = "rooms",
      .amount = lacking,
      .cost_fen = price > 0 ? price * lacking : -1,
      .words = jh_arena_printf(
          y->arena,
          jh_text(needs->language, "%s lacks %d classrooms beyond those that can be added, in %d, for whole places"),
          school->id, (int)lacking, (int)y->year)};
  return jh_year_add_need(y, needs, s, &need);
}

/* The engine knows seats, not rooms: rooms are added afterwards where classes would be over the limit, as far as
 * they can be. A school with fewer rooms than grades cannot hold its catchments. */
static jh_status add_rooms(jh_year *y, jh_needs *needs) {
  int32_t const limit = y->limit > 0 && y->limit < y->super_limit ? y->limit : y->super_limit;
  for (int32_t s = 0; s < y->county->school_count; s++) {
    int32_t least = 0, wanted = 0;
    if (y->rooms[s] < 0) continue;
    for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
      int32_t const pupils = y->pupils[jh_at_grade((jh_school_ix){s}, g)];
      least += pupils > 0;
      wanted += jh_classes_for(pupils, limit);
    }
    if (wanted > y->rooms[s]) {
      int32_t const more = wanted - y->rooms[s];
      y->added[s] = more < y->new_rooms[s] ? more : y->new_rooms[s];
      for (int32_t g = 0; g <= JH_LAST_GRADE; g++) y->classes[jh_at_grade((jh_school_ix){s}, g)] = 0; /* anew */
    }
    if (least <= y->rooms[s] + y->added[s]) continue;
    y->possible = false;
    y->note = JH_N(
        "no way was found to give every place whole to one school with a room for each class; that there is "
        "none is not proven");
    jh_status const status = tell_rooms(y, (jh_school_ix){s}, least - y->rooms[s] - y->added[s], needs);
    if (status) return status;
  }
  return JH_OK;
}

jh_status jh_year_plan_catchments(jh_year *y, const jh_control *control, bool contiguous, jh_needs *needs) {
  y->method = JH_N("assignment engine");
  y->note = contiguous ? JH_N("whole places in connected catchments") : JH_N("whole places");
  memset(y->bounds, 0, sizeof y->bounds);
  for (int stage = 0; stage < JH_STAGES; stage++) {
    y->catchment_of[stage] = JH_NEW(y->arena, jh_school_ix, y->county->place_count);
    if (!y->catchment_of[stage]) return JH_NO_MEMORY;
    for (int32_t p = 0; p < y->county->place_count; p++) y->catchment_of[stage][p] = JH_NO_SCHOOL;
  }
  bool all = true;
  for (int stage = 0; stage < JH_STAGES; stage++) {
    if (!has_stage(y, (jh_stage)stage)) continue;
    bool done = false;
    jh_status status = plan_stage(y, (jh_stage)stage, control, contiguous, &done);
    if (!status && !done) status = tell_need(y, (jh_stage)stage, needs);
    if (status) return status;
    all &= done;
  }
  if (!all) {
    jh_year_stay(y); /* the nearest there is: everyone placed, rules of seats or whole places broken */
    y->possible = false;
  }
  y->placed = true;
  y->contiguous = contiguous && all;
  jh_status status = jh_year_measure(y);
  if (!status) status = add_rooms(y, needs);
  if (!status) status = jh_year_measure(y);
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++)
    if (y->bounds[g] > y->values[g]) y->bounds[g] = y->values[g];
  return status;
}
