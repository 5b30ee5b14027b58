/* A decided year into the plan's rows. */
#include "allocation_year.h"

#include <stdlib.h>

enum { ASSIGNMENTS, CLASSES, ROOMS };

static jh_assignment *next_assignment(jh_allocation_plan *plan, jh_arena *arena, size_t capacity[3]) {
  jh_assignment *const rows = jh_arena_grow(arena, plan->assignments, &capacity[ASSIGNMENTS],
                                            (size_t)plan->assignment_count + 1, sizeof *rows);
  if (!rows) return NULL;
  plan->assignments = rows;
  return &rows[plan->assignment_count++];
}

static jh_mode mode_of(const jh_year *y, jh_trip trip, int32_t grade, jh_school_ix s) {
  jh_mode mode = JH_BUS;
  (void)jh_travel_mode(y->travel, trip, grade, s, &mode); /* a pair beyond every mode is written as a ride */
  return mode;
}

static jh_status add_row(const jh_year *y, const jh_option *o, jh_group_ix group, int32_t pupils,
                         jh_allocation_plan *plan, size_t capacity[3]) {
  jh_assignment *const a = next_assignment(plan, y->arena, capacity);
  if (!a) return JH_NO_MEMORY;
  const jh_cohort *const c = &y->cohorts[o->cohort];
  *a = (jh_assignment){.year = y->year,
                       .place = c->place,
                       .grade = c->grade,
                       .group = group,
                       .from = c->from,
                       .to = o->school,
                       .pupils = pupils,
                       .distance_mm = o->trip.distance_mm,
                       .time_s = o->trip.time_s,
                       .mode = mode_of(y, o->trip, c->grade, o->school),
                       .moved = c->from.i >= 0 && c->from.i != o->school.i};
  return JH_OK;
}

/* Splits what each school takes over the groups in proportion, so that no group is sent before another. */
static jh_status split_cohort(const jh_year *y, int32_t cohort, int32_t *left, jh_allocation_plan *plan,
                              size_t capacity[3]) {
  const jh_cohort *const c = &y->cohorts[cohort];
  int32_t all = c->pupils;
  for (int32_t m = 0; m < c->member_count; m++) left[m] = y->members[c->first_member + m].pupils;
  for (int32_t k = y->option_start[cohort]; k < y->option_start[cohort + 1]; k++) {
    int32_t wanted = y->options[k].attend, rest = all;
    for (int32_t m = 0; m < c->member_count; m++) {
      int32_t const here = left[m];
      int32_t const share = rest > 0 ? (int32_t)(((int64_t)wanted * here + rest / 2) / rest) : 0;
      int32_t const given = share < here ? share : here;
      rest -= here;
      wanted -= given;
      left[m] -= given;
      all -= given;
      if (given == 0) continue;
      jh_status const status =
          add_row(y, &y->options[k], y->members[c->first_member + m].group, given, plan, capacity);
      if (status) return status;
    }
  }
  return JH_OK;
}

/* With connected catchments a place without pupils has its row too. */
static jh_status add_empty_places(const jh_year *y, jh_stage stage, const bool *has_pupils, jh_allocation_plan *plan,
                                  size_t capacity[3]) {
  int32_t const grade = stage == JH_PRIMARY ? JH_FIRST_GRADE : JH_LAST_PRIMARY_GRADE + 1;
  for (int32_t p = 0; p < y->county->place_count; p++) {
    jh_school_ix const to = y->catchment_of[stage][p];
    if (has_pupils[p] || to.i < 0) continue;
    jh_assignment *const a = next_assignment(plan, y->arena, capacity);
    if (!a) return JH_NO_MEMORY;
    jh_trip const trip = jh_travel_between(y->travel, (jh_place_ix){p}, to);
    *a = (jh_assignment){.year = y->year,
                         .place = {p},
                         .grade = grade,
                         .group = {0},
                         .from = JH_NO_SCHOOL,
                         .to = to,
                         .distance_mm = trip.distance_mm,
                         .time_s = trip.time_s,
                         .mode = mode_of(y, trip, grade, to)};
  }
  return JH_OK;
}

static int by_row(const void *a, const void *b) {
  const jh_assignment *const x = a, *const y = b;
  if (x->year != y->year) return x->year - y->year;
  if (x->place.i != y->place.i) return x->place.i - y->place.i;
  if (x->grade != y->grade) return x->grade - y->grade;
  if (x->group.i != y->group.i) return x->group.i - y->group.i;
  if (x->from.i != y->from.i) return x->from.i - y->from.i;
  return x->to.i - y->to.i;
}

static jh_status read_assignments(const jh_year *y, jh_allocation_plan *plan, size_t capacity[3]) {
  int32_t const before = plan->assignment_count;
  int32_t *const left = JH_NEW(y->arena, int32_t, y->member_count + 1);
  if (!left) return JH_NO_MEMORY;
  jh_status status = JH_OK;
  for (int32_t c = 0; c < y->cohort_count && !status; c++) status = split_cohort(y, c, left, plan, capacity);
  for (int stage = 0; stage < JH_STAGES && !status && y->contiguous; stage++) {
    bool *const has_pupils = JH_NEW(y->arena, bool, y->county->place_count);
    if (!has_pupils) return JH_NO_MEMORY;
    for (int32_t c = 0; c < y->cohort_count; c++)
      if (jh_stage_of_grade(y->cohorts[c].grade) == (jh_stage)stage) has_pupils[y->cohorts[c].place.i] = true;
    status = add_empty_places(y, (jh_stage)stage, has_pupils, plan, capacity);
  }
  if (!status && plan->assignment_count > before)
    qsort(plan->assignments + before, (size_t)(plan->assignment_count - before), sizeof *plan->assignments, by_row);
  return status;
}

static jh_status read_classes(const jh_year *y, jh_allocation_plan *plan, size_t capacity[3]) {
  for (int32_t s = 0; s < y->county->school_count; s++)
    for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
      int32_t const at = jh_at_grade((jh_school_ix){s}, g), pupils = y->pupils[at], classes = y->classes[at];
      if (pupils == 0) continue;
      jh_class_figures *const rows =
          jh_arena_grow(y->arena, plan->classes, &capacity[CLASSES], (size_t)plan->class_count + 1, sizeof *rows);
      if (!rows) return JH_NO_MEMORY;
      plan->classes = rows;
      int32_t const over = y->limit > 0 && pupils > classes * y->limit ? pupils - classes * y->limit : 0;
      rows[plan->class_count++] = (jh_class_figures){.year = y->year,
                                                     .school = {s},
                                                     .grade = g,
                                                     .pupils = pupils,
                                                     .classes = classes,
                                                     .largest = (pupils + classes - 1) / classes,
                                                     .limit = y->limit,
                                                     .over = over};
    }
  return JH_OK;
}

static jh_status read_rooms(const jh_year *y, jh_allocation_plan *plan, size_t capacity[3]) {
  for (int32_t s = 0; s < y->county->school_count; s++) {
    const jh_school *const school = &y->county->schools[s];
    bool const told = (y->runs[s] && y->rooms[s] >= 0) || y->added[s] > 0 || y->opened[s];
    if (!told) continue;
    jh_room_figures *const rows =
        jh_arena_grow(y->arena, plan->rooms, &capacity[ROOMS], (size_t)plan->room_count + 1, sizeof *rows);
    if (!rows) return JH_NO_MEMORY;
    plan->rooms = rows;
    rows[plan->room_count++] = (jh_room_figures){
        .year = y->year,
        .school = {s},
        .rooms = y->rooms[s],
        .added = y->added[s],
        .cost_fen = y->added[s] * school->cost_per_new_room_fen + (y->opened[s] ? school->opening_cost_fen : 0)};
  }
  return JH_OK;
}

jh_status jh_year_read(const jh_year *y, jh_allocation_plan *plan, size_t capacity[3]) {
  jh_status status = read_assignments(y, plan, capacity);
  if (!status) status = read_classes(y, plan, capacity);
  return status ? status : read_rooms(y, plan, capacity);
}
