/* Who is to be placed in a year, and where each may go (A1). */
#include "allocation_year.h"

#include <stdlib.h>
#include <string.h>

typedef struct pupil_row {
  jh_place_ix place;
  int32_t grade;
  jh_school_ix from;
  jh_group_ix group;
  int32_t pupils;
} pupil_row;

static int by_cohort(const void *a, const void *b) {
  const pupil_row *const x = a, *const y = b;
  if (x->place.i != y->place.i) return x->place.i - y->place.i;
  if (x->grade != y->grade) return x->grade - y->grade;
  if (x->from.i != y->from.i) return x->from.i - y->from.i;
  return x->group.i - y->group.i;
}

int32_t jh_standard_class(const jh_policy *policy, const jh_school *school, int32_t grade) {
  if (school->kind == JH_POINT) return (int32_t)jh_policy_get(policy, JH_STANDARD_CLASS_POINT);
  return (int32_t)jh_policy_get(
      policy, jh_stage_of_grade(grade) == JH_PRIMARY ? JH_STANDARD_CLASS_PRIMARY : JH_STANDARD_CLASS_JUNIOR);
}

static bool within_limits(const jh_policy *policy, jh_stage stage, jh_trip trip) {
  jh_policy_key const km = stage == JH_PRIMARY ? JH_MAX_KM_PRIMARY : JH_MAX_KM_JUNIOR;
  jh_policy_key const minutes = stage == JH_PRIMARY ? JH_MAX_MINUTES_PRIMARY : JH_MAX_MINUTES_JUNIOR;
  if (trip.distance_mm < 0) return false;
  if (jh_policy_has(policy, km) && trip.distance_mm > 1000 * jh_policy_get(policy, km)) return false;
  return !jh_policy_has(policy, minutes) || 1000 * trip.time_s <= 60 * jh_policy_get(policy, minutes);
}

/* With scope = entry only grades 1 and 7, and those whose school cannot keep them, choose. */
static bool must_stay(const jh_year *y, const jh_cohort *c) {
  if (jh_policy_get(&y->county->policy, JH_SCOPE) == 0 || c->from.i < 0) return false;
  bool const entry = c->grade == JH_FIRST_GRADE || c->grade == JH_LAST_PRIMARY_GRADE + 1;
  return !entry && y->runs[c->from.i] && jh_school_teaches(&y->county->schools[c->from.i], c->grade);
}

static jh_status add_option(jh_year *y, int32_t cohort, jh_school_ix school, jh_trip trip) {
  jh_option *const options =
      jh_arena_grow(y->arena, y->options, &y->option_capacity, (size_t)y->option_count + 1, sizeof *options);
  if (!options) return JH_NO_MEMORY;
  y->options = options;
  options[y->option_count++] = (jh_option){.cohort = cohort, .school = school, .trip = trip};
  return JH_OK;
}

static jh_status add_options(jh_year *y, int32_t cohort, jh_problems *problems) {
  const jh_cohort *const c = &y->cohorts[cohort];
  const jh_county *const county = y->county;
  bool const stays = must_stay(y, c);
  int32_t const before = y->option_count;
  for (int32_t s = 0; s < county->school_count; s++) {
    const jh_school *const school = &county->schools[s];
    if (!jh_school_teaches(school, c->grade) || (stays && s != c->from.i)) continue;
    jh_school_ix const ix = {s};
    jh_trip const trip = jh_travel_between(y->travel, c->place, ix);
    if (!within_limits(&county->policy, jh_stage_of_grade(c->grade), trip)) continue;
    jh_status const status = add_option(y, cohort, ix, trip);
    if (status) return status;
  }
  if (y->option_count == before)
    jh_problems_error(problems, jh_county_file(county, JH_PLACES), county->places[c->place.i].source.line,
                      jh_county_head(county, JH_PLACES, "place_id"), county->places[c->place.i].id,
                      "grade %d: expected a school that teaches it within max_km and max_minutes", (int)c->grade);
  return JH_OK;
}

static jh_status make_cohorts(jh_year *y, pupil_row *rows, int32_t count, jh_problems *problems) {
  qsort(rows, (size_t)count, sizeof *rows, by_cohort);
  y->cohorts = JH_NEW(y->arena, jh_cohort, count);
  y->members = JH_NEW(y->arena, jh_member, count);
  if (!y->cohorts || !y->members) return JH_NO_MEMORY;
  for (int32_t i = 0; i < count; i++) {
    const pupil_row *const r = &rows[i];
    if (r->pupils <= 0) continue;
    jh_cohort *last = y->cohort_count > 0 ? &y->cohorts[y->cohort_count - 1] : NULL;
    if (!last || last->place.i != r->place.i || last->grade != r->grade || last->from.i != r->from.i) {
      last = &y->cohorts[y->cohort_count++];
      *last = (jh_cohort){.place = r->place, .grade = r->grade, .from = r->from, .first_member = y->member_count};
    }
    last->pupils += r->pupils;
    bool const again = last->member_count > 0 && y->members[y->member_count - 1].group.i == r->group.i;
    if (again) {
      y->members[y->member_count - 1].pupils += r->pupils;
    } else {
      y->members[y->member_count++] = (jh_member){r->group, r->pupils};
      last->member_count += 1;
    }
  }
  y->option_start = JH_NEW(y->arena, int32_t, y->cohort_count + 1);
  if (!y->option_start) return JH_NO_MEMORY;
  for (int32_t c = 0; c < y->cohort_count; c++) {
    jh_status const status = add_options(y, c, problems);
    if (status) return status;
    y->option_start[c + 1] = y->option_count;
  }
  return jh_problems_any_error(problems) ? JH_BAD_INPUT : JH_OK;
}

static jh_status make_arrays(jh_year *y) {
  int32_t const n = y->county->school_count;
  y->runs = JH_NEW(y->arena, bool, n);
  y->opened = JH_NEW(y->arena, bool, n);
  y->rooms = JH_NEW(y->arena, int32_t, n);
  y->new_rooms = JH_NEW(y->arena, int32_t, n);
  y->added = JH_NEW(y->arena, int32_t, n);
  y->pupils = JH_NEW(y->arena, int32_t, n * (JH_LAST_GRADE + 1));
  y->classes = JH_NEW(y->arena, int32_t, n * (JH_LAST_GRADE + 1));
  int32_t const margin = (int32_t)jh_policy_get(&y->county->policy, JH_CLASS_MARGIN);
  y->limit = jh_class_limit(&y->county->policy, y->year);
  y->super_limit = (int32_t)jh_policy_get(&y->county->policy, JH_SUPER_CLASS_LIMIT) - margin;
  y->possible = true;
  y->budget = jh_policy_or(&y->county->policy, JH_ROOMS_PER_YEAR, INT64_MAX);
  return y->runs && y->opened && y->rooms && y->new_rooms && y->added && y->pupils && y->classes ? JH_OK
                                                                                                 : JH_NO_MEMORY;
}

jh_status jh_year_first(const jh_county *county, const jh_travel *travel, int32_t year, jh_arena *arena,
                        jh_problems *problems, jh_year *y) {
  *y = (jh_year){.county = county, .travel = travel, .arena = arena, .year = year};
  jh_status const status = make_arrays(y);
  if (status) return status;
  for (int32_t s = 0; s < county->school_count; s++) {
    y->runs[s] = county->schools[s].status == JH_OPEN;
    y->rooms[s] = county->schools[s].rooms;
    y->new_rooms[s] = county->schools[s].max_new_rooms;
  }
  pupil_row *const rows = JH_NEW(arena, pupil_row, county->pupils_count);
  if (!rows) return JH_NO_MEMORY;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const p = &county->pupils[i];
    rows[i] = (pupil_row){p->place, p->grade, p->school, p->group, p->pupils};
  }
  return make_cohorts(y, rows, county->pupils_count, problems);
}

/* Grade 1 of a later year: entrants.csv of that year, and this year's grade 1 again for a place that it does not
 * name; always residents there, since the table does not say. `known` has a place_count of false. */
static int32_t add_entrants(const jh_year *before, int32_t year, bool *known, pupil_row *rows, int32_t count) {
  const jh_county *const county = before->county;
  for (int32_t i = 0; i < county->entrants_count; i++) {
    const jh_entrants *const e = &county->entrants[i];
    if (e->year != year) continue;
    known[e->place.i] = true;
    rows[count++] = (pupil_row){e->place, JH_FIRST_GRADE, JH_NO_SCHOOL, {0}, e->pupils};
  }
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const p = &county->pupils[i];
    if (p->grade == JH_FIRST_GRADE && !known[p->place.i])
      rows[count++] = (pupil_row){p->place, JH_FIRST_GRADE, JH_NO_SCHOOL, p->group, p->pupils};
  }
  return count;
}

jh_status jh_year_next(const jh_year *before, jh_problems *problems, jh_year *y) {
  const jh_county *const county = before->county;
  *y = (jh_year){.county = county, .travel = before->travel, .arena = before->arena, .year = before->year + 1};
  jh_status const status = make_arrays(y);
  if (status) return status;
  for (int32_t s = 0; s < county->school_count; s++) {
    y->runs[s] = before->runs[s] || before->opened[s];
    y->rooms[s] = before->rooms[s] < 0 ? -1 : before->rooms[s] + before->added[s];
    y->new_rooms[s] = before->new_rooms[s] - before->added[s];
  }
  jh_allocation_plan decided = {.first_year = before->year};
  size_t capacity[3] = {0};
  jh_status const read = jh_year_read(before, &decided, capacity);
  if (read) return read;
  pupil_row *const rows =
      JH_NEW(y->arena, pupil_row, decided.assignment_count + county->entrants_count + county->pupils_count);
  bool *const known = JH_NEW(y->arena, bool, county->place_count);
  if (!rows || !known) return JH_NO_MEMORY;
  int32_t count = 0;
  for (int32_t i = 0; i < decided.assignment_count; i++) {
    const jh_assignment *const a = &decided.assignments[i];
    if (a->grade == JH_LAST_GRADE) continue;
    bool const enters = a->grade == JH_LAST_PRIMARY_GRADE;
    rows[count++] = (pupil_row){a->place, a->grade + 1, enters ? JH_NO_SCHOOL : a->to, a->group, a->pupils};
  }
  count = add_entrants(before, y->year, known, rows, count);
  return make_cohorts(y, rows, count, problems);
}

/* Where pupils may be when the next year begins: at every school that this one could send them to. */
static int32_t add_moved_up(const jh_year *before, const int32_t *pupils, pupil_row *rows) {
  int32_t count = 0;
  for (int32_t k = 0; k < before->option_count; k++) {
    const jh_cohort *const c = &before->cohorts[before->options[k].cohort];
    if (c->grade == JH_LAST_GRADE || c->grade == JH_LAST_PRIMARY_GRADE) continue;
    rows[count++] = (pupil_row){c->place, c->grade + 1, before->options[k].school, {0}, c->pupils};
  }
  for (int32_t p = 0; p < before->county->place_count; p++) {
    int32_t const leaving = pupils[p * (JH_LAST_GRADE + 1) + JH_LAST_PRIMARY_GRADE];
    if (leaving > 0) rows[count++] = (pupil_row){{p}, JH_LAST_PRIMARY_GRADE + 1, JH_NO_SCHOOL, {0}, leaving};
  }
  return count;
}

jh_status jh_year_foresee(const jh_year *before, const int32_t *pupils, jh_problems *problems, jh_year *y) {
  const jh_county *const county = before->county;
  size_t const schools = (size_t)county->school_count;
  *y = (jh_year){.county = county, .travel = before->travel, .arena = before->arena, .year = before->year + 1};
  jh_status status = make_arrays(y);
  if (status) return status;
  memcpy(y->rooms, before->rooms, schools * sizeof *y->rooms);
  memcpy(y->new_rooms, before->new_rooms, schools * sizeof *y->new_rooms);
  pupil_row *const rows =
      JH_NEW(y->arena, pupil_row,
             before->option_count + county->place_count + county->entrants_count + county->pupils_count);
  bool *const known = JH_NEW(y->arena, bool, county->place_count);
  if (!rows || !known) return JH_NO_MEMORY;
  int32_t const count = add_entrants(before, y->year, known, rows, add_moved_up(before, pupils, rows));
  /* Whoever comes from a school has found it running. */
  for (size_t s = 0; s < schools; s++) y->runs[s] = true;
  status = make_cohorts(y, rows, count, problems);
  memcpy(y->runs, before->runs, schools * sizeof *y->runs);
  for (int32_t c = 0; c < y->cohort_count; c++) {
    jh_cohort *const cohort = &y->cohorts[c];
    int32_t const all = pupils[cohort->place.i * (JH_LAST_GRADE + 1) + cohort->grade - 1];
    if (cohort->grade > JH_FIRST_GRADE && cohort->pupils > all) cohort->pupils = all;
  }
  return status;
}
