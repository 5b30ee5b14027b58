/* Rooms for later years: where rooms_per_year is too few for a year, the years before it build what their own budgets
 * leave, so that a class that is gone does not come back with the next cohort. */
#include "allocation_year.h"

static int64_t budget_left(const jh_year *y) {
  int64_t left = jh_policy_or(&y->county->policy, JH_ROOMS_PER_YEAR, INT64_MAX);
  for (int32_t s = 0; s < y->county->school_count; s++) left -= y->added[s];
  return left;
}

static int64_t least_of(int64_t a, int64_t b) { return a < b ? a : b; }

jh_status jh_year_add_ahead(jh_year *y) {
  if (!y->ahead) return JH_OK;
  int64_t left = budget_left(y);
  for (int32_t s = 0; s < y->county->school_count; s++) {
    int64_t const more = least_of(least_of(y->ahead[s], y->new_rooms[s] - y->added[s]), left);
    if (more <= 0) continue;
    y->added[s] += (int32_t)more;
    left -= more;
  }
  return jh_year_measure(y);
}

/* From the year before back to the first: a later room is a room less that stands empty. */
static bool save_for(const jh_year *years, int32_t at, int32_t *ahead) {
  const jh_year *const y = &years[at];
  int32_t const schools = y->county->school_count;
  int64_t lacking = -jh_policy_get(&y->county->policy, JH_ROOMS_PER_YEAR);
  for (int32_t s = 0; s < schools; s++) lacking += y->wanted[s];
  int64_t const wanted = lacking;
  for (int32_t s = 0; s < schools; s++) {
    if (y->county->schools[s].status != JH_OPEN) continue; /* rooms are added only where a school runs */
    int64_t here = y->wanted[s];
    for (int32_t before = at - 1; before >= 0; before--) {
      int64_t left = budget_left(&years[before]);
      for (int32_t other = 0; other < s; other++) left -= ahead[before * schools + other];
      int64_t const more = least_of(least_of(here, lacking), left);
      if (more <= 0) continue;
      ahead[before * schools + s] += (int32_t)more;
      here -= more;
      lacking -= more;
    }
  }
  return lacking < wanted;
}

bool jh_years_save_rooms(const jh_year *years, int32_t count, int32_t *ahead) {
  for (int32_t at = 1; at < count; at++)
    if (years[at].wanted && save_for(years, at, ahead)) return true;
  return false;
}
