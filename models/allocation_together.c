/* All years as one program, for counties small enough: where a pupil of a later year comes from is decided as well.
 *
 * Rooms and openings of a year's rows are those since the first year (R, O), so that they never fall, and what the
 * last year has is what all years pay. Cohorts of later years stand for every school that their pupils may come from
 * (jh_year_foresee); their A1 row takes as many as the year before sends there. */
#include "allocation_rows.h"

#include <math.h>
#include <string.h>

enum { MOST_OPTIONS = 400, GRADES = JH_LAST_GRADE + 1 };

typedef struct years_rows {
  jh_mip mip;
  jh_class_rows *of; /* by year */
  int32_t **pupils;  /* by year: of a place and grade */
  int32_t count;
} years_rows;

static int32_t option_to(const jh_year *y, int32_t cohort, int32_t school) {
  for (int32_t k = y->option_start[cohort]; k < y->option_start[cohort + 1]; k++)
    if (y->options[k].school.i == school) return k;
  return -1;
}

/* Pupils of each place and grade: known in every year, whatever their school. */
static int32_t *count_pupils(const jh_year *y, const int32_t *before) {
  int32_t const places = y->county->place_count;
  int32_t *const pupils = JH_NEW(y->arena, int32_t, places * GRADES + 1);
  for (int32_t c = 0; pupils && c < y->cohort_count; c++)
    if (!before || y->cohorts[c].grade == JH_FIRST_GRADE)
      pupils[y->cohorts[c].place.i * GRADES + y->cohorts[c].grade] += y->cohorts[c].pupils;
  for (int32_t p = 0; pupils && before && p < places; p++)
    for (int32_t g = JH_FIRST_GRADE; g < JH_LAST_GRADE; g++) pupils[p * GRADES + g + 1] = before[p * GRADES + g];
  return pupils;
}

/* ---- rows between years ---- */

/* A1 of a later year: as many as the year before sends to the school that the cohort comes from. */
static void link_cohorts(years_rows *all, int32_t at) {
  const jh_class_rows *const now = &all->of[at], *const before = &all->of[at - 1];
  for (int32_t c = 0; c < now->year->cohort_count; c++) {
    const jh_cohort *const cohort = &now->year->cohorts[c];
    if (cohort->from.i < 0) continue;
    jh_mip_row *const row = &all->mip.rows[now->cohort_row[c]];
    row->lower = row->upper = 0;
    for (int32_t b = 0; b < before->year->cohort_count; b++) {
      const jh_cohort *const earlier = &before->year->cohorts[b];
      if (earlier->place.i != cohort->place.i || earlier->grade + 1 != cohort->grade) continue;
      int32_t const k = option_to(before->year, b, cohort->from.i);
      if (k >= 0) jh_mip_add_entry(&all->mip, now->cohort_row[c], before->flow[k], -1);
    }
  }
}

/* What stands stays. */
static void never_fall(years_rows *all, int32_t earlier, int32_t later, int32_t school) {
  if (earlier < 0 || later < 0) return;
  int32_t const row = jh_mip_add_row(&all->mip, jh_tag_make("Y", school, -1, -1, -1), 0, JH_INFINITY);
  jh_mip_add_entry(&all->mip, row, later, 1);
  jh_mip_add_entry(&all->mip, row, earlier, -1);
}

/* A8: rooms of this year are those since the first year less those until the year before. */
static void add_budget(years_rows *all, int32_t at) {
  const jh_class_rows *const now = &all->of[at];
  if (now->year->budget == INT64_MAX) return;
  int32_t const row =
      jh_mip_add_row(&all->mip, jh_tag_make("A8", -1, -1, -1, -1), -JH_INFINITY, (double)now->year->budget);
  for (int32_t s = 0; s < now->year->county->school_count; s++) {
    if (now->rooms[s] < 0) continue;
    jh_mip_add_entry(&all->mip, row, now->rooms[s], 1);
    if (at > 0) jh_mip_add_entry(&all->mip, row, all->of[at - 1].rooms[s], -1);
  }
}

/* A7 of a year: all pupils of a place and grade where the place's stage goes, whatever school they come from. */
static void add_whole_grade(years_rows *all, int32_t at, int32_t first, int32_t end, int32_t *column) {
  const jh_class_rows *const now = &all->of[at];
  const jh_year *const y = now->year;
  int32_t const place = y->cohorts[first].place.i, grade = y->cohorts[first].grade;
  for (int32_t s = 0; s < y->county->school_count; s++) {
    int32_t row = -1;
    for (int32_t c = first; c < end; c++) {
      int32_t const k = option_to(y, c, s);
      if (k < 0) continue;
      if (row < 0) row = jh_mip_add_row(&all->mip, jh_tag_make("A7", place, grade, s, -1), 0, 0);
      jh_mip_add_entry(&all->mip, row, now->flow[k], 1);
    }
    if (column[s] < 0) {
      jh_tag const tag = jh_tag_make("x", place, (int32_t)jh_stage_of_grade(grade), s, -1);
      column[s] = jh_mip_add_column(&all->mip, tag, 0, 1, true);
    }
    if (row < 0) /* some grade of the place cannot go there: nobody of it does */
      row = jh_mip_add_row(&all->mip, jh_tag_make("A7", place, grade, s, -1), 0, 0);
    jh_mip_add_entry(&all->mip, row, column[s], -all->pupils[at][place * GRADES + grade]);
  }
}

static void add_whole_places(years_rows *all, int32_t at, int32_t *column) {
  const jh_year *const y = all->of[at].year;
  for (int32_t first = 0, end; first < y->cohort_count; first = end) {
    const jh_cohort *const c = &y->cohorts[first], *const before = first > 0 ? c - 1 : NULL;
    bool const same_place =
        before && before->place.i == c->place.i && jh_stage_of_grade(before->grade) == jh_stage_of_grade(c->grade);
    for (int32_t s = 0; s < y->county->school_count && !same_place; s++) column[s] = -1;
    end = first + 1;
    while (end < y->cohort_count && y->cohorts[end].place.i == c->place.i && y->cohorts[end].grade == c->grade) end++;
    add_whole_grade(all, at, first, end, column);
  }
}

static jh_status build(years_rows *all, jh_year *years, int32_t count, const jh_allocation_order *order, bool whole) {
  int32_t const schools = years->county->school_count;
  int32_t goal[JH_ALLOCATION_GOALS];
  int32_t *const column = JH_NEW(years->arena, int32_t, schools + 1);
  if (!column) return JH_NO_MEMORY;
  jh_mip_init(&all->mip, years->arena);
  jh_class_rows_add_goals(&all->mip, order, goal);
  for (int32_t at = 0; at < count; at++) {
    jh_class_rows *const now = &all->of[at];
    *now = (jh_class_rows){.year = &years[at], .mip = &all->mip, .pays = at + 1 == count, .knows_own = at == 0};
    memcpy(now->goal, goal, sizeof goal);
    jh_status const status = jh_class_rows_add(now);
    if (status) return status;
    if (at > 0) link_cohorts(all, at);
    for (int32_t s = 0; s < schools && at > 0; s++) {
      never_fall(all, all->of[at - 1].rooms[s], now->rooms[s], s);
      never_fall(all, all->of[at - 1].open[s], now->open[s], s);
    }
    add_budget(all, at);
    if (whole) add_whole_places(all, at, column);
  }
  return all->mip.failed ? JH_NO_MEMORY : JH_OK;
}

/* ---- what came out ---- */

static int32_t value_of(const double *values, int32_t column) {
  return column >= 0 ? (int32_t)llround(values[column]) : 0;
}

/* Rooms, openings and classes of a year; `before` NULL: the first. */
static void take_schools(const jh_class_rows *now, const jh_class_rows *before, const double *values, jh_year *y) {
  for (int32_t s = 0; s < y->county->school_count; s++) {
    y->added[s] = value_of(values, now->rooms[s]) - (before ? value_of(values, before->rooms[s]) : 0);
    y->opened[s] = value_of(values, now->open[s]) > (before ? value_of(values, before->open[s]) : 0);
    for (int32_t g = 0; g <= JH_LAST_GRADE; g++) {
      int32_t const cell = jh_at_grade((jh_school_ix){s}, g);
      y->classes[cell] = y->rooms[s] >= 0 ? value_of(values, now->classes[cell]) : 0;
    }
  }
  y->placed = true;
}

static bool same_cohort(const jh_cohort *a, const jh_cohort *b) {
  return a->place.i == b->place.i && a->grade == b->grade && a->from.i == b->from.i;
}

/* Both years list their cohorts in the same order; some of those foreseen did not come to be. */
static void take_flows(const jh_class_rows *now, const double *values, jh_year *y) {
  for (int32_t c = 0, f = 0; c < y->cohort_count; c++) {
    while (f < now->year->cohort_count && !same_cohort(&now->year->cohorts[f], &y->cohorts[c])) f++;
    if (f == now->year->cohort_count) return;
    for (int32_t k = y->option_start[c]; k < y->option_start[c + 1]; k++) {
      int32_t const foreseen = option_to(now->year, f, y->options[k].school.i);
      y->options[k].attend = foreseen >= 0 ? value_of(values, now->flow[foreseen]) : 0;
    }
  }
}

static jh_status take_plan(const years_rows *all, const double *values, jh_problems *problems, jh_year *years) {
  for (int32_t at = 0; at < all->count; at++) {
    jh_year *const y = &years[at];
    if (at == 0) *y = *all->of[0].year;
    jh_status status = at > 0 ? jh_year_next(&years[at - 1], problems, y) : JH_OK;
    if (status) return status;
    take_flows(&all->of[at], values, y);
    take_schools(&all->of[at], at > 0 ? &all->of[at - 1] : NULL, values, y);
    status = jh_year_measure(y);
    if (status) return status;
    y->method = JH_N("glpk simplex, branch and bound on all years together");
    y->possible = y->values[JH_OVER_SUPER] == 0 && y->values[JH_OVER_LIMIT] == 0;
  }
  return JH_OK;
}

/* Proven, and the plan that was read back is worth what the program says. */
static bool is_proven(const years_rows *all, const jh_mip_solution *solution, const jh_year *years) {
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++) {
    int64_t value = 0;
    for (int32_t at = 0; at < all->count; at++) value += years[at].values[g];
    if (llround(solution->levels[all->of->goal[g]].bound) != value) return false;
  }
  return true;
}

/* The years as they may come; *fits: their pairs are few enough. */
static jh_status foresee(years_rows *all, jh_year *foreseen, jh_problems *problems, bool *fits) {
  int64_t options = foreseen->option_count;
  all->pupils[0] = count_pupils(foreseen, NULL);
  if (!all->pupils[0]) return JH_NO_MEMORY;
  for (int32_t at = 1; at < all->count && options <= MOST_OPTIONS; at++) {
    jh_status const status = jh_year_foresee(&foreseen[at - 1], all->pupils[at - 1], problems, &foreseen[at]);
    if (status) return status;
    all->pupils[at] = count_pupils(&foreseen[at], all->pupils[at - 1]);
    if (!all->pupils[at]) return JH_NO_MEMORY;
    options += foreseen[at].option_count;
  }
  *fits = options <= MOST_OPTIONS;
  return JH_OK;
}

jh_status jh_years_plan_together(const jh_year *first, int32_t count, const jh_allocation_order *order, bool whole,
                                 const jh_control *control, jh_problems *problems, jh_year *years, bool *exact) {
  jh_arena *const arena = first->arena;
  years_rows all = {
      .of = JH_NEW(arena, jh_class_rows, count), .pupils = JH_NEW(arena, int32_t *, count), .count = count};
  jh_year *const foreseen = JH_NEW(arena, jh_year, count);
  jh_mip_solution solution = {.answer = JH_STOPPED};
  bool fits = false;
  *exact = false;
  if (!all.of || !all.pupils || !foreseen) return JH_NO_MEMORY;
  foreseen[0] = *first;
  jh_status status = foresee(&all, foreseen, problems, &fits);
  if (status || !fits) return status;
  jh_control const part = jh_year_part_of(control);
  status = build(&all, foreseen, count, order, whole);
  if (!status) status = jh_mip_solve(&all.mip, NULL, &part, arena, &solution);
  if (status || solution.answer != JH_OPTIMAL) return status;
  status = take_plan(&all, solution.values, problems, years);
  *exact = !status && is_proven(&all, &solution, years);
  return status;
}
