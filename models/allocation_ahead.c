/* Rooms for later years: where rooms_per_year is too few for a year, those before it build for it, so that a class
 * that is gone does not come back with the next cohort. */
#include "allocation_year.h"

static int64_t least_of(int64_t a, int64_t b) { return a < b ? a : b; }

/* The rooms of year->ahead that can be built; the year is then planned as if they stood. */
static void build_first(jh_year *y, int32_t *built) {
  for (int32_t s = 0; s < y->county->school_count; s++) {
    int64_t const rooms = least_of(least_of(y->ahead[s], y->new_rooms[s]), y->budget);
    if (rooms <= 0 || y->rooms[s] < 0 || !y->runs[s]) continue;
    built[s] = (int32_t)rooms;
    y->rooms[s] += built[s];
    y->new_rooms[s] -= built[s];
    y->budget -= built[s];
  }
}

/* They are rooms added in this year. */
static void count_as_added(jh_year *y, const int32_t *built) {
  for (int32_t s = 0; s < y->county->school_count; s++) {
    y->rooms[s] -= built[s];
    y->new_rooms[s] += built[s];
    y->budget += built[s];
    y->added[s] += built[s];
  }
}

jh_status jh_year_plan_ahead(jh_year *y, const jh_allocation_order *order, const jh_control *control, jh_needs *needs,
                             const char **lp) {
  int32_t *const built = JH_NEW(y->arena, int32_t, y->county->school_count);
  if (!built) return JH_NO_MEMORY;
  build_first(y, built);
  jh_status const status = jh_year_plan_in_budget(y, order, control, needs, lp);
  count_as_added(y, built);
  return status ? status : jh_year_measure(y);
}

/* Rooms that a year could still build for a later one. */
static int64_t to_spare(const jh_year *y, bool instead, const int32_t *ahead) {
  int64_t left = y->budget;
  for (int32_t s = 0; s < y->county->school_count; s++) left -= instead ? ahead[s] : y->added[s];
  return left;
}

/* From the year before back to the first: a later room is a room less that stands empty. */
static bool save_for(const jh_year *years, int32_t at, bool instead, int32_t *ahead) {
  const jh_year *const y = &years[at];
  int32_t const schools = y->county->school_count;
  int64_t lacking = -y->budget;
  bool saved = false;
  int32_t *const wanted = JH_NEW(y->arena, int32_t, schools);
  if (!wanted) return false;
  for (int32_t s = 0; s < schools; s++) {
    lacking += y->wanted[s];
    /* Rooms are added only where a school runs. */
    wanted[s] = y->county->schools[s].status == JH_OPEN ? y->wanted[s] : 0;
  }
  for (int32_t before = at - 1; before >= 0; before--) {
    int32_t *const row = &ahead[before * schools];
    int64_t left = to_spare(&years[before], instead, row);
    for (int32_t s = 0; s < schools; s++) {
      int64_t const rooms = least_of(least_of(wanted[s], lacking), left);
      if (rooms <= 0) continue;
      row[s] += (int32_t)rooms;
      wanted[s] -= (int32_t)rooms;
      lacking -= rooms;
      left -= rooms;
      saved = true;
    }
  }
  return saved;
}

bool jh_years_save_rooms(const jh_year *years, int32_t count, bool instead, int32_t *ahead) {
  for (int32_t at = 1; at < count; at++)
    if (years[at].wanted && save_for(years, at, instead, ahead)) return true;
  return false;
}
