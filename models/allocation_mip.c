/* Class allocation as an integer program, for other solvers: flows of cohorts, classes, rooms, openings. Rows A1 to
 * A8 of allocation.md. */
#include "allocation_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_OPTIONS = 1000 }; /* beyond it whole places are for the assignment engine */

typedef jh_class_rows class_model;

/* The rows of one grade of a school. */
typedef struct grade_rows {
  int32_t size[3]; /* A2 for over_standard, over_limit, over_super; -1: none */
  int32_t own, any;
} grade_rows;

static int32_t *no_columns(const class_model *m, int32_t count) {
  int32_t *const columns = JH_NEW(m->year->arena, int32_t, count);
  for (int32_t i = 0; columns && i < count; i++) columns[i] = -1;
  return columns;
}

static void add_cohorts(class_model *m) {
  jh_year *const y = m->year;
  for (int32_t c = 0; c < y->cohort_count; c++) {
    const jh_cohort *const cohort = &y->cohorts[c];
    int32_t const row = jh_mip_add_row(m->mip, jh_tag_make("A1", cohort->place.i, cohort->grade, cohort->from.i, -1),
                                       cohort->pupils, cohort->pupils);
    m->cohort_row[c] = row;
    for (int32_t k = y->option_start[c]; k < y->option_start[c + 1]; k++) {
      const jh_option *const o = &y->options[k];
      jh_tag const tag = jh_tag_make("f", cohort->place.i, cohort->grade, o->school.i, cohort->from.i);
      m->flow[k] = jh_mip_add_column(m->mip, tag, 0, cohort->pupils, true);
      jh_mip_add_entry(m->mip, row, m->flow[k], 1);
      bool const moves = cohort->from.i >= 0 && cohort->from.i != o->school.i;
      if (moves) jh_mip_add_goal_entry(m->mip, m->goal[JH_MOVED], m->flow[k], 1);
      if (o->trip.distance_mm > 0)
        jh_mip_add_goal_entry(m->mip, m->goal[JH_PUPIL_KM], m->flow[k], (double)o->trip.distance_mm);
      if (!y->county->schools[o->school.i].is_public && cohort->from.i != o->school.i)
        jh_mip_add_goal_entry(m->mip, m->goal[JH_PRIVATE_SEATS], m->flow[k], 1);
    }
  }
}

/* Pupils who could come to each school and grade, and those who are there. */
typedef struct demand {
  int32_t possible, own;
} demand;

static demand *count_demand(const class_model *m) {
  const jh_year *const y = m->year;
  demand *const d = JH_NEW(y->arena, demand, y->county->school_count * (JH_LAST_GRADE + 1));
  for (int32_t k = 0; d && k < y->option_count; k++) {
    const jh_option *const o = &y->options[k];
    const jh_cohort *const c = &y->cohorts[o->cohort];
    d[jh_at_grade(o->school, c->grade)].possible += c->pupils;
    if (c->from.i == o->school.i) d[jh_at_grade(o->school, c->grade)].own += c->pupils;
  }
  return d;
}

/* A2 for one size: pupils <= size * classes + excess. */
static int32_t add_size_row(class_model *m, const char *label, const char *over, jh_school_ix s, int32_t grade,
                            int32_t size, jh_allocation_goal goal, int32_t *excess) {
  int32_t const row = jh_mip_add_row(m->mip, jh_tag_make(label, s.i, grade, -1, -1), -JH_INFINITY, 0);
  *excess = jh_mip_add_column(m->mip, jh_tag_make(over, s.i, grade, -1, -1), 0, JH_INFINITY, false);
  jh_mip_add_entry(m->mip, row, m->classes[jh_at_grade(s, grade)], -size);
  jh_mip_add_entry(m->mip, row, *excess, -1);
  jh_mip_add_goal_entry(m->mip, m->goal[goal], *excess, 1);
  return row;
}

/* A6: own pupils held by n classes, told tightly. */
static int32_t add_own_row(class_model *m, jh_school_ix s, int32_t grade, int32_t own, int32_t limit,
                           int32_t excess) {
  int32_t const most = (own + limit - 1) / limit, last = own - limit * (most - 1);
  int32_t const row =
      jh_mip_add_row(m->mip, jh_tag_make("A6", s.i, grade, -1, -1), -JH_INFINITY, own - (double)last * most);
  jh_mip_add_entry(m->mip, row, m->classes[jh_at_grade(s, grade)], -last);
  jh_mip_add_entry(m->mip, row, excess, -1);
  return row;
}

/* A3 and, for a school that does not run yet, what opening it costs and allows. The row of rooms, or -1. */
static int32_t add_rooms(class_model *m, jh_school_ix s) {
  jh_year *const y = m->year;
  const jh_school *const school = &y->county->schools[s.i];
  if (!y->runs[s.i]) {
    m->open[s.i] = jh_mip_add_column(m->mip, jh_tag_make("o", s.i, -1, -1, -1), 0, 1, true);
    if (m->pays) jh_mip_add_goal_entry(m->mip, m->goal[JH_YUAN], m->open[s.i], (double)school->opening_cost_fen);
  }
  if (y->rooms[s.i] < 0) return -1;
  double const there = y->runs[s.i] ? y->rooms[s.i] : 0;
  int32_t const row = jh_mip_add_row(m->mip, jh_tag_make("A3", s.i, -1, -1, -1), -JH_INFINITY, there);
  if (m->open[s.i] >= 0) jh_mip_add_entry(m->mip, row, m->open[s.i], -y->rooms[s.i]);
  if (y->new_rooms[s.i] == 0) return row;
  m->rooms[s.i] = jh_mip_add_column(m->mip, jh_tag_make("r", s.i, -1, -1, -1), 0, y->new_rooms[s.i], true);
  jh_mip_add_entry(m->mip, row, m->rooms[s.i], -1);
  if (m->pays) jh_mip_add_goal_entry(m->mip, m->goal[JH_YUAN], m->rooms[s.i], (double)school->cost_per_new_room_fen);
  if (m->open[s.i] >= 0) {
    int32_t const opened = jh_mip_add_row(m->mip, jh_tag_make("A3o", s.i, -1, -1, -1), -JH_INFINITY, 0);
    jh_mip_add_entry(m->mip, opened, m->rooms[s.i], 1);
    jh_mip_add_entry(m->mip, opened, m->open[s.i], -y->new_rooms[s.i]);
  }
  return row;
}

static void add_classes(class_model *m, jh_school_ix s, int32_t grade, const demand *d, int32_t rooms_row) {
  jh_year *const y = m->year;
  int32_t const standard = jh_standard_class(&y->county->policy, &y->county->schools[s.i], grade);
  int32_t most = (d->possible + standard - 1) / standard; /* more would change nothing */
  if (rooms_row >= 0 && most > y->rooms[s.i] + y->new_rooms[s.i]) most = y->rooms[s.i] + y->new_rooms[s.i];
  int32_t const column = jh_mip_add_column(m->mip, jh_tag_make("n", s.i, grade, -1, -1), 0, most, true);
  m->classes[jh_at_grade(s, grade)] = column;
  if (rooms_row >= 0) jh_mip_add_entry(m->mip, rooms_row, column, 1);
  if (rooms_row >= 0 || m->open[s.i] < 0) return;
  int32_t const row = jh_mip_add_row(m->mip, jh_tag_make("A3o", s.i, grade, -1, -1), -JH_INFINITY, 0);
  jh_mip_add_entry(m->mip, row, column, 1);
  jh_mip_add_entry(m->mip, row, m->open[s.i], -most);
}

static void add_grade(class_model *m, jh_school_ix s, int32_t grade, const demand *d, int32_t rooms_row,
                      grade_rows *rows) {
  jh_year *const y = m->year;
  int32_t const standard = jh_standard_class(&y->county->policy, &y->county->schools[s.i], grade);
  bool const by_year = y->limit > 0 && y->limit < y->super_limit;
  int32_t excess, tight;
  add_classes(m, s, grade, d, rooms_row);
  rows->size[0] = add_size_row(m, "A2t", "et", s, grade, standard, JH_OVER_STANDARD, &excess);
  rows->size[1] = rows->own = -1;
  if (y->limit > 0) rows->size[1] = add_size_row(m, "A2", "e", s, grade, y->limit, JH_OVER_LIMIT, &tight);
  rows->size[2] = add_size_row(m, "A2s", "es", s, grade, y->super_limit, JH_OVER_SUPER, &excess);
  int32_t const limit = by_year ? y->limit : y->super_limit;
  if (m->knows_own && d->own > limit) rows->own = add_own_row(m, s, grade, d->own, limit, by_year ? tight : excess);
  rows->any = jh_mip_add_row(m->mip, jh_tag_make("A5", s.i, grade, -1, -1), -JH_INFINITY, 0);
  jh_mip_add_entry(m->mip, rows->any, m->classes[jh_at_grade(s, grade)], -d->possible);
}

/* A4, and the pupils of every row; A5 is summed over the cohorts: a grade with pupils has a class. */
static void add_flows_to_rows(class_model *m, const grade_rows *rows) {
  jh_year *const y = m->year;
  int32_t *const seat_row = no_columns(m, y->county->school_count);
  if (!seat_row) {
    m->mip->failed = true;
    return;
  }
  for (int32_t k = 0; k < y->option_count; k++) {
    const jh_option *const o = &y->options[k];
    const jh_cohort *const c = &y->cohorts[o->cohort];
    const grade_rows *const r = &rows[jh_at_grade(o->school, c->grade)];
    int32_t const s = o->school.i, column = m->flow[k];
    for (int i = 0; i < 3; i++)
      if (r->size[i] >= 0) jh_mip_add_entry(m->mip, r->size[i], column, 1);
    if (r->own >= 0 && c->from.i == s) jh_mip_add_entry(m->mip, r->own, column, 1);
    jh_mip_add_entry(m->mip, r->any, column, 1);
    int32_t const seats = jh_school_most(&y->county->policy, &y->county->schools[s]);
    if (seats < 0) continue;
    if (seat_row[s] < 0) {
      seat_row[s] = jh_mip_add_row(m->mip, jh_tag_make("A4", s, -1, -1, -1), -JH_INFINITY, y->runs[s] ? seats : 0);
      if (m->open[s] >= 0) jh_mip_add_entry(m->mip, seat_row[s], m->open[s], -seats);
    }
    jh_mip_add_entry(m->mip, seat_row[s], column, 1);
  }
}

/* ---- A7: whole places ---- */

static int32_t end_of_place(const jh_year *y, int32_t first) {
  int32_t end = first;
  while (end < y->cohort_count && y->cohorts[end].place.i == y->cohorts[first].place.i &&
         jh_stage_of_grade(y->cohorts[end].grade) == jh_stage_of_grade(y->cohorts[first].grade))
    end++;
  return end;
}

static int32_t option_at(const jh_year *y, int32_t cohort, int32_t school) {
  for (int32_t k = y->option_start[cohort]; k < y->option_start[cohort + 1]; k++)
    if (y->options[k].school.i == school) return k;
  return -1;
}

/* Cohorts of a place and stage stand side by side, ordered by grade. A column for each school; the flows follow it,
 * and a school that one of the cohorts cannot attend takes none. */
static void add_whole_places(class_model *m) {
  const jh_year *const y = m->year;
  for (int32_t first = 0, end; first < y->cohort_count; first = end) {
    end = end_of_place(y, first);
    int32_t const place = y->cohorts[first].place.i, stage = (int32_t)jh_stage_of_grade(y->cohorts[first].grade);
    for (int32_t s = 0; s < y->county->school_count; s++) {
      bool all = true, any = false;
      for (int32_t c = first; c < end; c++) {
        bool const may = option_at(y, c, s) >= 0;
        all &= may;
        any |= may;
      }
      if (!any) continue;
      int32_t const column = jh_mip_add_column(m->mip, jh_tag_make("x", place, stage, s, -1), 0, all ? 1 : 0, true);
      for (int32_t c = first; c < end; c++) {
        int32_t const k = option_at(y, c, s);
        if (k < 0) continue;
        int32_t const row =
            jh_mip_add_row(m->mip, jh_tag_make("A7", place, y->cohorts[c].grade, s, y->cohorts[c].from.i), 0, 0);
        jh_mip_add_entry(m->mip, row, m->flow[k], 1);
        jh_mip_add_entry(m->mip, row, column, -y->cohorts[c].pupils);
      }
    }
  }
}

/* A8: what all schools together may add in a year. */
static void add_budget(class_model *m) {
  if (m->year->budget == INT64_MAX) return;
  int32_t const row =
      jh_mip_add_row(m->mip, jh_tag_make("A8", -1, -1, -1, -1), -JH_INFINITY, (double)m->year->budget);
  for (int32_t s = 0; s < m->year->county->school_count; s++)
    if (m->rooms[s] >= 0) jh_mip_add_entry(m->mip, row, m->rooms[s], 1);
}

jh_status jh_class_rows_add(jh_class_rows *m) {
  jh_year *const y = m->year;
  int32_t const schools = y->county->school_count, cells = schools * (JH_LAST_GRADE + 1);
  m->flow = no_columns(m, y->option_count);
  m->classes = no_columns(m, cells);
  m->rooms = no_columns(m, schools);
  m->open = no_columns(m, schools);
  m->cohort_row = no_columns(m, y->cohort_count);
  grade_rows *const rows = JH_NEW(y->arena, grade_rows, cells);
  demand *const demands = count_demand(m);
  if (!m->flow || !m->classes || !m->rooms || !m->open || !m->cohort_row || !rows || !demands) return JH_NO_MEMORY;
  add_cohorts(m);
  for (int32_t s = 0; s < schools; s++) {
    int32_t const rooms_row = add_rooms(m, (jh_school_ix){s});
    for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
      int32_t const at = jh_at_grade((jh_school_ix){s}, g);
      if (demands[at].possible > 0) add_grade(m, (jh_school_ix){s}, g, &demands[at], rooms_row, &rows[at]);
    }
  }
  add_flows_to_rows(m, rows);
  return m->mip->failed ? JH_NO_MEMORY : JH_OK;
}

void jh_class_rows_add_goals(jh_mip *mip, const jh_allocation_order *order, int32_t goal[JH_ALLOCATION_GOALS]) {
  for (int32_t g = 0; g < JH_ALLOCATION_GOALS; g++)
    goal[order->goal[g]] = jh_mip_add_goal(mip, jh_allocation_goal_name(order->goal[g]), false, true);
}

static jh_status build(class_model *m, jh_year *y, const jh_allocation_order *order, bool whole) {
  jh_mip *const mip = JH_NEW(y->arena, jh_mip, 1);
  if (!mip) return JH_NO_MEMORY;
  jh_mip_init(mip, y->arena);
  *m = (class_model){.year = y, .mip = mip, .pays = true, .knows_own = true};
  jh_class_rows_add_goals(mip, order, m->goal);
  jh_status const status = jh_class_rows_add(m);
  if (status) return status;
  if (whole) add_whole_places(m);
  add_budget(m);
  return mip->failed ? JH_NO_MEMORY : JH_OK;
}

/* f_PLACE_GRADE_SCHOOL_FROM, A1_PLACE_GRADE_FROM (without FROM for new entrants), x_PLACE_STAGE_SCHOOL; all others
 * SCHOOL_GRADE. */
static void name_part(const void *user, const char *family, int position, int32_t part, char *text, size_t size) {
  const jh_county *const county = user;
  bool const cohort = strchr("fx", family[0]) || strcmp(family, "A1") == 0 || strcmp(family, "A7") == 0;
  if (position == 1) return;
  if (cohort && position == 0)
    snprintf(text, size, "%s", county->places[part].id);
  else
    snprintf(text, size, "%s", county->schools[part].id);
}

jh_status jh_year_write_lp(jh_year *y, const jh_allocation_order *order, bool whole, const char **lp) {
  class_model m;
  jh_status const status = build(&m, y, order, whole);
  if (status) return status;
  return jh_mip_to_lp(m.mip, m.goal[order->goal[0]], NULL, name_part, y->county, y->arena, lp);
}

static void take_values(const class_model *m, const double *values) {
  jh_year *const y = m->year;
  for (int32_t k = 0; k < y->option_count; k++) y->options[k].attend = (int32_t)llround(values[m->flow[k]]);
  for (int32_t s = 0; s < y->county->school_count; s++) {
    y->added[s] = m->rooms[s] >= 0 ? (int32_t)llround(values[m->rooms[s]]) : 0;
    y->opened[s] = m->open[s] >= 0 && values[m->open[s]] > 0.5;
    for (int32_t g = 0; g <= JH_LAST_GRADE; g++) {
      int32_t const at = jh_at_grade((jh_school_ix){s}, g);
      y->classes[at] = m->classes[at] >= 0 && y->rooms[s] >= 0 ? (int32_t)llround(values[m->classes[at]]) : 0;
    }
  }
  y->placed = true;
}

jh_status jh_year_plan_rows(jh_year *y, const jh_allocation_order *order, bool whole, const jh_control *control,
                            bool *exact) {
  *exact = false;
  class_model m;
  jh_mip_solution solution = {.answer = JH_STOPPED};
  jh_status status = build(&m, y, order, whole);
  if (!status) status = jh_mip_solve(m.mip, NULL, control, y->arena, &solution);
  if (status || solution.answer != JH_OPTIMAL) return status;
  take_values(&m, solution.values);
  status = jh_year_measure(y);
  if (status) return status;
  *exact = true;
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++) {
    y->bounds[g] = llround(solution.levels[m.goal[g]].bound);
    *exact &= y->bounds[g] == y->values[g];
  }
  return JH_OK;
}

jh_status jh_year_plan_whole(jh_year *y, const jh_allocation_order *order, const jh_control *control, bool *done) {
  *done = false;
  if (y->option_count > MOST_OPTIONS) return JH_OK;
  jh_control half = *control;
  if (control->limit_s > 0) half.limit_s = jh_clock_s() - control->started_s + 0.5 * jh_control_left_s(control);
  bool exact = false;
  jh_status const status = jh_year_plan_rows(y, order, true, &half, &exact);
  if (status) return status;
  y->method = JH_N("glpk simplex, branch and bound on whole places and classes");
  y->note = JH_N("whole places");
  *done = exact && y->values[JH_OVER_SUPER] == 0 && y->values[JH_OVER_LIMIT] == 0;
  return JH_OK;
}
