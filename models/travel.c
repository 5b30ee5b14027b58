/* Distance, time and mode of a pair, as docs/decisions.md defines them; integers once the straight line is known. */
#include "junheng/models/models.h"

#include <math.h>

struct jh_travel {
  const jh_county *county;
  int32_t *row_start; /* place_count + 1: rows of travel.csv by place */
};

static double const EARTH_RADIUS_M = 6371008.8;
static double const RADIANS_PER_DEGREE = 3.14159265358979323846 / 180;

static double great_circle_m(const jh_position *from, const jh_position *to) {
  double const latitude_from = from->y * RADIANS_PER_DEGREE, latitude_to = to->y * RADIANS_PER_DEGREE;
  double const half_latitude = sin((latitude_to - latitude_from) / 2);
  double const half_longitude = sin((to->x - from->x) * RADIANS_PER_DEGREE / 2);
  double const h =
      half_latitude * half_latitude + cos(latitude_from) * cos(latitude_to) * half_longitude * half_longitude;
  return 2 * EARTH_RADIUS_M * asin(fmin(1, sqrt(h)));
}

int64_t jh_distance_mm(const jh_county *county, const jh_position *from, const jh_position *to) {
  if (!from->known || !to->known) return -1;
  double const straight_m = county->geographic ? great_circle_m(from, to) : hypot(to->x - from->x, to->y - from->y);
  /* metres x thousandths of the factor are millimetres */
  return (int64_t)floor(straight_m * (double)jh_policy_get(&county->policy, JH_DETOUR_FACTOR) + 0.5);
}

jh_travel *jh_travel_create(const jh_county *county, jh_arena *arena) {
  jh_travel *const travel = JH_NEW(arena, jh_travel, 1);
  if (!travel) return NULL;
  travel->county = county;
  travel->row_start = JH_NEW(arena, int32_t, county->place_count + 1);
  if (!travel->row_start) return NULL;
  for (int32_t r = 0; r < county->travel_count; r++) travel->row_start[county->travel[r].place.i + 1]++;
  for (int32_t p = 0; p < county->place_count; p++) travel->row_start[p + 1] += travel->row_start[p];
  return travel;
}

/* The row of travel.csv for the pair, or NULL: rows of a place are ordered by school. */
static const jh_travel_row *given_row(const jh_travel *travel, jh_place_ix place, jh_school_ix school) {
  int32_t low = travel->row_start[place.i], high = travel->row_start[place.i + 1];
  while (low < high) {
    int32_t const middle = low + (high - low) / 2;
    if (travel->county->travel[middle].school.i < school.i)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == travel->row_start[place.i + 1] || travel->county->travel[low].school.i != school.i) return NULL;
  return &travel->county->travel[low];
}

static int64_t divide_half_up(int64_t number, int64_t divisor) { return (2 * number + divisor) / (2 * divisor); }

/* max_walk_minutes x walk_kmh, times 60 so that it stays whole: thousandths of minutes x thousandths of km/h. */
static int64_t walk_reach_60mm(const jh_policy *policy) {
  return jh_policy_get(policy, JH_MAX_WALK_MINUTES) * jh_policy_get(policy, JH_WALK_KMH);
}

static int64_t time_for(const jh_policy *policy, int64_t distance_mm) {
  if (jh_policy_has(policy, JH_MINUTES_PER_KM)) /* mm x thousandths of minutes per km: x 60 / 10^9 seconds */
    return divide_half_up(distance_mm * jh_policy_get(policy, JH_MINUTES_PER_KM) * 3, 50000000);
  if (60 * distance_mm <= walk_reach_60mm(policy)) /* mm / (km/h / 1000): x 3600 / 1000 seconds */
    return divide_half_up(distance_mm * 18, 5 * jh_policy_get(policy, JH_WALK_KMH));
  int64_t const bus = jh_policy_get(policy, JH_BUS_KMH), wait = jh_policy_get(policy, JH_BUS_WAIT_MINUTES);
  return divide_half_up(distance_mm * 180 + 3 * wait * bus, 50 * bus);
}

jh_trip jh_travel_between(const jh_travel *travel, jh_place_ix place, jh_school_ix school) {
  const jh_county *const county = travel->county;
  const jh_travel_row *const row = given_row(travel, place, school);
  jh_trip trip = {row ? row->distance_mm : -1, row ? row->time_s : -1};
  if (trip.distance_mm < 0)
    trip.distance_mm = jh_distance_mm(county, &jh_county_place(county, place)->position,
                                      &jh_county_school(county, school)->position);
  if (trip.time_s < 0 && trip.distance_mm >= 0) trip.time_s = time_for(&county->policy, trip.distance_mm);
  return trip;
}

bool jh_travel_mode(const jh_travel *travel, jh_trip trip, int32_t grade, jh_school_ix school, jh_mode *mode) {
  static jh_policy_key const walk_keys[] = {JH_MAX_WALK_KM_1_3, JH_MAX_WALK_KM_4_6, JH_MAX_WALK_KM_7_9};
  static jh_policy_key const ride_keys[] = {JH_MAX_MINUTES_1_3, JH_MAX_MINUTES_4_6, JH_MAX_MINUTES_7_9};
  const jh_policy *const policy = &travel->county->policy;
  int32_t const band = (grade - 1) / 3;
  int64_t const reach_60mm = jh_policy_has(policy, walk_keys[band])
                                 ? jh_policy_get(policy, walk_keys[band]) * 60000 /* thousandths of km are metres */
                                 : walk_reach_60mm(policy);
  if (trip.distance_mm >= 0 && 60 * trip.distance_mm <= reach_60mm) return *mode = JH_WALK, true;
  *mode = JH_BUS;
  int64_t const ride_milli = jh_policy_or(policy, JH_MAX_BUS_MINUTES, jh_policy_get(policy, ride_keys[band]));
  if (trip.time_s >= 0 && trip.time_s * 1000 <= ride_milli * 60) return true;
  if (grade < jh_policy_get(policy, JH_BOARD_MIN_GRADE)) return false;
  if (jh_county_school(travel->county, school)->beds <= 0) return false;
  return *mode = JH_BOARD, true;
}
