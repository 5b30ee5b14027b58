/* Class allocation as an integer program: flows of cohorts, classes, rooms, openings.  Rows A1 to A6 of
 * allocation.md.
 *
 * First the model in which nothing is bought and no class is over its limit: where that has a solution, the goals
 * before `moved` are 0, which nothing can beat, and the model is small.  Only else the whole model is built. */
#include "allocation_year.h"
#include "junheng/solver/mip.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct class_model {
  jh_year *year;
  jh_mip mip;
  int32_t *flow;                 /* by option: column, -1: none */
  int32_t *classes;              /* by school and grade */
  int32_t *class_row;            /* A2 by school and grade */
  int32_t *rooms, *open, *extra; /* by school, -1: none; extra: rooms beyond the possible, for needs */
  int32_t goal[JH_ALLOCATION_GOALS];
  bool frugal;  /* nothing bought, nothing over */
  bool repairs; /* nothing over, rooms beyond the possible at a price */
} class_model;

static bool usable(const class_model *m, jh_school_ix s) {
  return m->year->runs[s.i] || (!m->frugal && m->year->county->schools[s.i].status != JH_OPEN);
}

/* In the frugal model no new private seat is bought. */
static bool usable_option(const class_model *m, const jh_option *o) {
  const jh_cohort *const c = &m->year->cohorts[o->cohort];
  bool const bought = !m->year->county->schools[o->school.i].is_public && o->school.i != c->from.i;
  return usable(m, o->school) && !(m->frugal && bought);
}

static int32_t tight_limit(const class_model *m) {
  const jh_year *const y = m->year;
  return y->limit > 0 && y->limit < y->super_limit ? y->limit : y->super_limit;
}

static int32_t *no_columns(const class_model *m, int32_t count) {
  int32_t *const columns = JH_NEW(m->year->arena, int32_t, count);
  for (int32_t i = 0; columns && i < count; i++) columns[i] = -1;
  return columns;
}

static void add_cohorts(class_model *m) {
  jh_year *const y = m->year;
  for (int32_t c = 0; c < y->cohort_count; c++) {
    const jh_cohort *const cohort = &y->cohorts[c];
    int32_t const row = jh_mip_add_row(&m->mip, jh_tag_make("A1", cohort->place.i, cohort->grade, cohort->from.i, -1),
                                       cohort->pupils, cohort->pupils);
    for (int32_t k = y->option_start[c]; k < y->option_start[c + 1]; k++) {
      const jh_option *const o = &y->options[k];
      if (!usable_option(m, o)) continue;
      m->flow[k] =
          jh_mip_add_column(&m->mip, jh_tag_make("f", cohort->place.i, cohort->grade, cohort->from.i, o->school.i), 0,
                            cohort->pupils, true);
      jh_mip_add_entry(&m->mip, row, m->flow[k], 1);
      bool const moves = cohort->from.i >= 0 && cohort->from.i != o->school.i;
      if (moves) jh_mip_add_goal_entry(&m->mip, m->goal[JH_MOVED], m->flow[k], 1);
      if (o->trip.distance_mm > 0)
        jh_mip_add_goal_entry(&m->mip, m->goal[JH_PUPIL_KM], m->flow[k], (double)o->trip.distance_mm);
      if (!y->county->schools[o->school.i].is_public && cohort->from.i != o->school.i)
        jh_mip_add_goal_entry(&m->mip, m->goal[JH_PRIVATE_SEATS], m->flow[k], 1);
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
    if (m->flow[k] < 0) continue;
    const jh_cohort *const c = &y->cohorts[o->cohort];
    d[jh_at_grade(o->school, c->grade)].possible += c->pupils;
    if (c->from.i == o->school.i) d[jh_at_grade(o->school, c->grade)].own += c->pupils;
  }
  return d;
}

/* A2 for one size: pupils <= size * classes + excess. */
static int32_t add_size_row(class_model *m, const char *label, jh_school_ix s, int32_t grade, int32_t size,
                            jh_allocation_goal goal, bool may_exceed) {
  int32_t const row = jh_mip_add_row(&m->mip, jh_tag_make(label, s.i, grade, -1, -1), -JH_INFINITY, 0);
  jh_mip_add_entry(&m->mip, row, m->classes[jh_at_grade(s, grade)], -size);
  if (!may_exceed) return row;
  int32_t const excess = jh_mip_add_column(&m->mip, jh_tag_make("e", s.i, grade, size, -1), 0, JH_INFINITY, false);
  jh_mip_add_entry(&m->mip, row, excess, -1);
  jh_mip_add_goal_entry(&m->mip, m->goal[goal], excess, 1);
  return row;
}

/* A6: own pupils held by n classes, told tightly. */
static int32_t add_own_row(class_model *m, jh_school_ix s, int32_t grade, int32_t own, int32_t limit) {
  int32_t const most = (own + limit - 1) / limit, last = own - limit * (most - 1);
  int32_t const row =
      jh_mip_add_row(&m->mip, jh_tag_make("A6", s.i, grade, -1, -1), -JH_INFINITY, own - (double)last * most);
  jh_mip_add_entry(&m->mip, row, m->classes[jh_at_grade(s, grade)], -last);
  return row;
}

static void add_school(class_model *m, jh_school_ix s, const demand *demands, int32_t *standard_row,
                       int32_t *super_row, int32_t *own_row) {
  jh_year *const y = m->year;
  const jh_school *const school = &y->county->schools[s.i];
  bool const bounded = y->rooms[s.i] >= 0;
  int32_t rooms_row = -1;
  if (!y->runs[s.i]) {
    m->open[s.i] = jh_mip_add_column(&m->mip, jh_tag_make("o", s.i, -1, -1, -1), 0, 1, true);
    jh_mip_add_goal_entry(&m->mip, m->goal[JH_YUAN], m->open[s.i], (double)school->opening_cost_fen);
  }
  if (bounded) {
    rooms_row =
        jh_mip_add_row(&m->mip, jh_tag_make("A3", s.i, -1, -1, -1), -JH_INFINITY, y->runs[s.i] ? y->rooms[s.i] : 0);
    if (m->open[s.i] >= 0) jh_mip_add_entry(&m->mip, rooms_row, m->open[s.i], -y->rooms[s.i]);
    int32_t const addable = m->frugal && school->cost_per_new_room_fen > 0 ? 0 : y->new_rooms[s.i];
    if (addable > 0) {
      m->rooms[s.i] = jh_mip_add_column(&m->mip, jh_tag_make("r", s.i, -1, -1, -1), 0, addable, true);
      jh_mip_add_entry(&m->mip, rooms_row, m->rooms[s.i], -1);
      jh_mip_add_goal_entry(&m->mip, m->goal[JH_YUAN], m->rooms[s.i], (double)school->cost_per_new_room_fen);
      if (m->open[s.i] >= 0) {
        int32_t const row = jh_mip_add_row(&m->mip, jh_tag_make("A3o", s.i, -1, -1, -1), -JH_INFINITY, 0);
        jh_mip_add_entry(&m->mip, row, m->rooms[s.i], 1);
        jh_mip_add_entry(&m->mip, row, m->open[s.i], -addable);
      }
    }
    if (m->repairs) {
      m->extra[s.i] = jh_mip_add_column(&m->mip, jh_tag_make("x", s.i, -1, -1, -1), 0, 1000, true);
      jh_mip_add_entry(&m->mip, rooms_row, m->extra[s.i], -1);
    }
  }
  for (int32_t g = school->first_grade; g <= school->last_grade; g++) {
    int32_t const at = jh_at_grade(s, g);
    if (demands[at].possible == 0) continue;
    int32_t const standard = jh_standard_class(&y->county->policy, school, g);
    int32_t most = (demands[at].possible + standard - 1) / standard; /* more would change nothing */
    if (bounded && !m->repairs && most > y->rooms[s.i] + y->new_rooms[s.i]) most = y->rooms[s.i] + y->new_rooms[s.i];
    m->classes[at] = jh_mip_add_column(&m->mip, jh_tag_make("n", s.i, g, -1, -1), 0, most, true);
    if (bounded) jh_mip_add_entry(&m->mip, rooms_row, m->classes[at], 1);
    if (!bounded && m->open[s.i] >= 0) {
      int32_t const row = jh_mip_add_row(&m->mip, jh_tag_make("A3o", s.i, g, -1, -1), -JH_INFINITY, 0);
      jh_mip_add_entry(&m->mip, row, m->classes[at], 1);
      jh_mip_add_entry(&m->mip, row, m->open[s.i], -most);
    }
    bool const may_exceed = !m->frugal && !m->repairs;
    int32_t const limit = tight_limit(m);
    m->class_row[at] =
        add_size_row(m, "A2", s, g, limit, y->limit == limit ? JH_OVER_LIMIT : JH_OVER_SUPER, may_exceed);
    if (may_exceed && limit != y->super_limit)
      super_row[at] = add_size_row(m, "A2s", s, g, y->super_limit, JH_OVER_SUPER, true);
    standard_row[at] = add_size_row(m, "A2t", s, g, standard, JH_OVER_STANDARD, true);
    if (!may_exceed && demands[at].own > limit) own_row[at] = add_own_row(m, s, g, demands[at].own, limit);
  }
}

/* A4, and A5 summed: a grade with pupils has a class. */
static void add_flows_to_rows(class_model *m, const demand *demands, const int32_t *standard_row,
                              const int32_t *super_row, const int32_t *own_row) {
  jh_year *const y = m->year;
  int32_t *const seat_row = no_columns(m, y->county->school_count);
  int32_t *const any_row = no_columns(m, y->county->school_count * (JH_LAST_GRADE + 1));
  if (!seat_row || !any_row) {
    m->mip.failed = true;
    return;
  }
  for (int32_t k = 0; k < y->option_count; k++) {
    const jh_option *const o = &y->options[k];
    const jh_cohort *const c = &y->cohorts[o->cohort];
    int32_t const at = jh_at_grade(o->school, c->grade), s = o->school.i, column = m->flow[k];
    if (column < 0) continue;
    jh_mip_add_entry(&m->mip, m->class_row[at], column, 1);
    jh_mip_add_entry(&m->mip, standard_row[at], column, 1);
    if (super_row[at] >= 0) jh_mip_add_entry(&m->mip, super_row[at], column, 1);
    if (own_row[at] >= 0 && c->from.i == s) jh_mip_add_entry(&m->mip, own_row[at], column, 1);
    if (!m->frugal && !m->repairs) {
      if (any_row[at] < 0) {
        any_row[at] = jh_mip_add_row(&m->mip, jh_tag_make("A5", s, c->grade, -1, -1), -JH_INFINITY, 0);
        jh_mip_add_entry(&m->mip, any_row[at], m->classes[at], -demands[at].possible);
      }
      jh_mip_add_entry(&m->mip, any_row[at], column, 1);
    }
    if (y->county->schools[s].seats < 0) continue;
    if (seat_row[s] < 0) {
      double const seats = y->county->schools[s].seats;
      seat_row[s] = jh_mip_add_row(&m->mip, jh_tag_make("A4", s, -1, -1, -1), -JH_INFINITY, y->runs[s] ? seats : 0);
      if (m->open[s] >= 0) jh_mip_add_entry(&m->mip, seat_row[s], m->open[s], -seats);
    }
    jh_mip_add_entry(&m->mip, seat_row[s], column, 1);
  }
}

static jh_status build(class_model *m, jh_year *y, const jh_allocation_order *order, bool frugal, bool repairs) {
  int32_t const schools = y->county->school_count, cells = schools * (JH_LAST_GRADE + 1);
  *m = (class_model){.year = y, .frugal = frugal, .repairs = repairs};
  jh_mip_init(&m->mip, y->arena);
  int32_t const bought = repairs ? jh_mip_add_goal(&m->mip, "repair", false, true) : -1;
  for (int32_t g = 0; g < JH_ALLOCATION_GOALS; g++)
    m->goal[order->goal[g]] = jh_mip_add_goal(&m->mip, jh_allocation_goal_name(order->goal[g]), false, true);
  m->flow = no_columns(m, y->option_count);
  m->classes = no_columns(m, cells);
  m->class_row = no_columns(m, cells);
  m->rooms = no_columns(m, schools);
  m->open = no_columns(m, schools);
  m->extra = no_columns(m, schools);
  int32_t *const standard_row = no_columns(m, cells), *const super_row = no_columns(m, cells),
                 *const own_row = no_columns(m, cells);
  if (!m->flow || !m->classes || !m->class_row || !m->rooms || !m->open || !m->extra || !standard_row || !super_row ||
      !own_row)
    return JH_NO_MEMORY;
  add_cohorts(m);
  demand *const demands = count_demand(m);
  if (!demands) return JH_NO_MEMORY;
  for (int32_t s = 0; s < schools; s++)
    if (usable(m, (jh_school_ix){s})) add_school(m, (jh_school_ix){s}, demands, standard_row, super_row, own_row);
  add_flows_to_rows(m, demands, standard_row, super_row, own_row);
  for (int32_t s = 0; repairs && s < schools; s++) {
    if (m->extra[s] < 0) continue;
    int64_t const price = y->county->schools[s].cost_per_new_room_fen;
    /* A room of unknown price is the last one to ask for. */
    jh_mip_add_goal_entry(&m->mip, bought, m->extra[s], price > 0 ? (double)price : 1e9);
    if (m->rooms[s] >= 0) jh_mip_add_goal_entry(&m->mip, bought, m->rooms[s], price > 0 ? (double)price : 0);
    if (m->open[s] >= 0)
      jh_mip_add_goal_entry(&m->mip, bought, m->open[s], (double)y->county->schools[s].opening_cost_fen);
  }
  return m->mip.failed ? JH_NO_MEMORY : JH_OK;
}

static void name_part(const void *user, const char *family, int position, int32_t part, char *text, size_t size) {
  const jh_county *const county = user;
  bool const place = position == 0 && (strcmp(family, "f") == 0 || strcmp(family, "A1") == 0);
  bool const school = (position == 0 && !place) || position == 3 || (position == 2 && place);
  if (place) snprintf(text, size, "%s", county->places[part].id);
  if (school) snprintf(text, size, "%s", county->schools[part].id);
}

static jh_status add_need(jh_year *y, jh_needs *needs, jh_school_ix s, int32_t rooms) {
  jh_need *const items = jh_arena_grow(y->arena, needs->items, &needs->capacity, needs->count + 1, sizeof *items);
  if (!items) return JH_NO_MEMORY;
  needs->items = items;
  const jh_school *const school = &y->county->schools[s.i];
  int64_t const price = school->cost_per_new_room_fen;
  const char *const words =
      jh_arena_printf(y->arena, "%s (%s) lacks %d classrooms beyond those that can be added, in %d%s",
                      school->name ? school->name : school->id, school->id, (int)rooms, (int)y->year,
                      price > 0 ? "" : "; what one costs is not in schools.csv");
  if (!words) return JH_NO_MEMORY;
  items[needs->count++] = (jh_need){.rule = "A3",
                                    .scope = school->id,
                                    .school = s,
                                    .item = "rooms",
                                    .amount = rooms,
                                    .cost_fen = price > 0 ? price * rooms : -1,
                                    .words = words};
  return JH_OK;
}

/* The cheapest rooms with which no class would be over the limit. The plan of the year stays as it is. */
jh_status jh_year_find_needs(jh_year *y, const jh_allocation_order *order, const jh_control *control,
                             jh_needs *needs) {
  class_model m;
  jh_status status = build(&m, y, order, false, true);
  if (status) return status;
  jh_mip only = m.mip;
  only.goal_count = 1;
  jh_mip_solution solution;
  status = jh_mip_solve(&only, NULL, control, y->arena, &solution);
  if (status || !solution.has_values) return status;
  for (int32_t s = 0; s < y->county->school_count && !status; s++) {
    int32_t const rooms = m.extra[s] >= 0 ? (int32_t)llround(solution.values[m.extra[s]]) : 0;
    if (rooms > 0) status = add_need(y, needs, (jh_school_ix){s}, rooms);
  }
  return status;
}

jh_status jh_year_write_lp(jh_year *y, const jh_allocation_order *order, const char **lp) {
  class_model m;
  jh_status const status = build(&m, y, order, false, false);
  if (status) return status;
  return jh_mip_to_lp(&m.mip, m.goal[order->goal[0]], NULL, name_part, y->county, y->arena, lp);
}
