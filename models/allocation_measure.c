/* What a decided year is worth: exact goal values from who attends where. */
#include "allocation_year.h"

#include <string.h>

static bool may_attend(const jh_year *y, const jh_option *o) {
  return y->runs[o->school.i] || y->opened[o->school.i];
}

/* The nearest school of a cohort that none of the running ones can take: it opens. */
static int32_t open_nearest(jh_year *y, int32_t cohort) {
  int32_t chosen = -1;
  for (int32_t k = y->option_start[cohort]; k < y->option_start[cohort + 1]; k++)
    if (chosen < 0 || y->options[k].trip.distance_mm < y->options[chosen].trip.distance_mm) chosen = k;
  if (chosen >= 0) y->opened[y->options[chosen].school.i] = true;
  return chosen;
}

/* A public school before a private one, a nearer before a farther. */
static bool comes_before(const jh_year *y, const jh_option *a, const jh_option *b) {
  bool const one = y->county->schools[a->school.i].is_public, other = y->county->schools[b->school.i].is_public;
  return one != other ? one : a->trip.distance_mm < b->trip.distance_mm;
}

void jh_year_stay(jh_year *y) {
  for (int32_t c = 0; c < y->cohort_count; c++) {
    int32_t chosen = -1;
    for (int32_t k = y->option_start[c]; k < y->option_start[c + 1]; k++) {
      jh_option *const o = &y->options[k];
      o->attend = 0;
      bool const stays = o->school.i == y->cohorts[c].from.i;
      bool const nearer = chosen < 0 || comes_before(y, o, &y->options[chosen]);
      bool const held = chosen >= 0 && y->options[chosen].school.i == y->cohorts[c].from.i;
      if (may_attend(y, o) && (stays || (!held && nearer))) chosen = k;
    }
    if (chosen < 0) chosen = open_nearest(y, c);
    if (chosen >= 0) y->options[chosen].attend = y->cohorts[c].pupils;
  }
  y->placed = true;
}

/* Up to this size a class breaks nothing: mostly the standard, but a county may set a limit below it. */
static int32_t good_size(const jh_year *y, const jh_school *school, int32_t grade) {
  int32_t size = jh_standard_class(&y->county->policy, school, grade);
  if (y->limit > 0 && y->limit < size) size = y->limit;
  return y->super_limit > 0 && y->super_limit < size ? y->super_limit : size;
}

/* Classes of a school: one for each grade with pupils, then more where they are fullest while rooms last; no more
 * than good sizes ask for. */
static void give_classes(jh_year *y, jh_school_ix s) {
  const jh_school *const school = &y->county->schools[s.i];
  int32_t rooms = y->rooms[s.i] < 0 ? INT32_MAX : y->rooms[s.i] + y->added[s.i];
  int32_t *const classes = &y->classes[jh_at_grade(s, 0)];
  const int32_t *const pupils = &y->pupils[jh_at_grade(s, 0)];
  for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
    classes[g] = pupils[g] > 0;
    rooms -= classes[g];
  }
  while (rooms > 0) {
    int32_t fullest = 0;
    for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
      if (pupils[g] <= good_size(y, school, g) * classes[g]) continue;
      bool const fuller =
          fullest == 0 || (int64_t)pupils[g] * classes[fullest] > (int64_t)pupils[fullest] * classes[g];
      if (fuller) fullest = g;
    }
    if (fullest == 0) return;
    classes[fullest] += 1;
    rooms -= 1;
  }
}

static int64_t above(int32_t pupils, int32_t classes, int32_t size) {
  int64_t const over = (int64_t)pupils - (int64_t)classes * size;
  return over > 0 ? over : 0;
}

static int64_t classes_value(const jh_year *y, jh_school_ix s, jh_allocation_goal goal) {
  int64_t value = 0;
  for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
    int32_t const at = jh_at_grade(s, g);
    int32_t size = y->super_limit;
    if (goal == JH_OVER_LIMIT) size = y->limit;
    if (goal == JH_OVER_STANDARD) size = jh_standard_class(&y->county->policy, &y->county->schools[s.i], g);
    if (size > 0) value += above(y->pupils[at], y->classes[at], size);
  }
  return value;
}

static void attendance_values(jh_year *y) {
  for (int32_t k = 0; k < y->option_count; k++) {
    const jh_option *const o = &y->options[k];
    const jh_cohort *const c = &y->cohorts[o->cohort];
    if (o->attend == 0) continue;
    y->pupils[jh_at_grade(o->school, c->grade)] += o->attend;
    y->values[JH_PUPIL_KM] += o->trip.distance_mm * o->attend;
    if (c->from.i >= 0 && c->from.i != o->school.i) y->values[JH_MOVED] += o->attend;
    if (!y->county->schools[o->school.i].is_public && c->from.i != o->school.i)
      y->values[JH_PRIVATE_SEATS] += o->attend;
  }
}

/* Keeps classes[] where they are right already (a solved model's), else gives them by rule. */
static bool classes_fit(const jh_year *y, jh_school_ix s) {
  int32_t total = 0;
  for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
    int32_t const at = jh_at_grade(s, g);
    if ((y->classes[at] > 0) != (y->pupils[at] > 0)) return false;
    total += y->classes[at];
  }
  return total > 0 && y->rooms[s.i] >= 0 && total <= y->rooms[s.i] + y->added[s.i];
}

jh_status jh_year_measure(jh_year *y) {
  const jh_county *const county = y->county;
  memset(y->values, 0, sizeof y->values);
  memset(y->pupils, 0, (size_t)(county->school_count * (JH_LAST_GRADE + 1)) * sizeof *y->pupils);
  attendance_values(y);
  for (int32_t s = 0; s < county->school_count; s++) {
    jh_school_ix const ix = {s};
    for (int32_t g = 0; g <= JH_LAST_GRADE; g++)
      if (y->pupils[jh_at_grade(ix, g)] == 0) y->classes[jh_at_grade(ix, g)] = 0;
    if (!classes_fit(y, ix)) give_classes(y, ix);
    y->values[JH_OVER_SUPER] += classes_value(y, ix, JH_OVER_SUPER);
    y->values[JH_OVER_LIMIT] += classes_value(y, ix, JH_OVER_LIMIT);
    y->values[JH_OVER_STANDARD] += classes_value(y, ix, JH_OVER_STANDARD);
    y->values[JH_YUAN] += y->added[s] * county->schools[s].cost_per_new_room_fen;
    if (y->opened[s]) y->values[JH_YUAN] += county->schools[s].opening_cost_fen;
  }
  return JH_OK;
}
