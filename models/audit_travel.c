/* Distance, time and mode, worked out anew from docs/decisions.md. */
#include "audit_inner.h"

#include <math.h>

/* n / d rounded half up, both positive. */
static int64_t nearest(int64_t n, int64_t d) {
  int64_t const whole = n / d, rest = n % d;
  return whole + (rest >= d - rest ? 1 : 0);
}

int64_t audit_shown_km(int64_t mm) { return mm < 0 ? -1 : nearest(mm, 1000); }
int64_t audit_shown_minutes(int64_t s) { return s < 0 ? -1 : nearest(s, 6); }

jh_status audit_index_travel(auditor *a) {
  const jh_county *const c = a->county;
  a->travel_start = JH_NEW(a->arena, int32_t, (size_t)c->place_count + 1);
  if (!a->travel_start) return JH_NO_MEMORY;
  int32_t row = 0;
  for (int32_t p = 0; p < c->place_count; p++) {
    a->travel_start[p] = row;
    while (row < c->travel_count && c->travel[row].place.i == p) row++;
  }
  a->travel_start[c->place_count] = row;
  return JH_OK;
}

/* Haversine on the mean sphere, in metres. */
static double sphere_m(const jh_position *p, const jh_position *q) {
  double const degree = acos(-1.0) / 180, radius_m = 6371008.8;
  double const up = sin((p->y - q->y) * degree / 2), across = sin((p->x - q->x) * degree / 2);
  double const chord = up * up + cos(p->y * degree) * cos(q->y * degree) * across * across;
  return 2 * radius_m * asin(sqrt(chord > 1 ? 1 : chord));
}

int64_t audit_straight_mm(const auditor *a, const jh_position *from, const jh_position *to) {
  if (!from->known || !to->known) return -1;
  double const metres = a->county->geographic ? sphere_m(from, to) : hypot(from->x - to->x, from->y - to->y);
  return (int64_t)floor(metres * (double)jh_policy_get(a->policy, JH_DETOUR_FACTOR) + 0.5);
}

/* max_walk_minutes x walk_kmh in sixtieths of a millimetre. */
static int64_t walk_sixtieths(const auditor *a) {
  return jh_policy_get(a->policy, JH_MAX_WALK_MINUTES) * jh_policy_get(a->policy, JH_WALK_KMH);
}

static int64_t seconds_for(const auditor *a, int64_t mm) {
  int64_t const per_km = jh_policy_or(a->policy, JH_MINUTES_PER_KM, -1);
  if (per_km >= 0) return nearest(mm * per_km * 6, 100000000);
  if (mm * 60 <= walk_sixtieths(a)) return nearest(mm * 36, 10 * jh_policy_get(a->policy, JH_WALK_KMH));
  int64_t const bus_kmh = jh_policy_get(a->policy, JH_BUS_KMH);
  int64_t const wait = jh_policy_get(a->policy, JH_BUS_WAIT_MINUTES);
  return nearest(mm * 360 + wait * 6 * bus_kmh, 100 * bus_kmh);
}

audit_way audit_way_between(const auditor *a, int32_t place, int32_t school) {
  const jh_county *const c = a->county;
  audit_way way = {-1, -1};
  int32_t low = a->travel_start[place], high = a->travel_start[place + 1];
  while (low < high) {
    int32_t const middle = (low + high) / 2;
    if (c->travel[middle].school.i >= school)
      high = middle;
    else
      low = middle + 1;
  }
  if (low < a->travel_start[place + 1] && c->travel[low].school.i == school)
    way = (audit_way){c->travel[low].distance_mm, c->travel[low].time_s};
  if (way.mm < 0) way.mm = audit_straight_mm(a, &c->places[place].position, &c->schools[school].position);
  if (way.s < 0 && way.mm >= 0) way.s = seconds_for(a, way.mm);
  return way;
}

bool audit_mode(const auditor *a, audit_way way, int32_t grade, int32_t school, int32_t *mode) {
  jh_policy_key const walk_key = grade <= 3   ? JH_MAX_WALK_KM_1_3
                                 : grade <= 6 ? JH_MAX_WALK_KM_4_6
                                              : JH_MAX_WALK_KM_7_9;
  jh_policy_key const ride_key = grade <= 3   ? JH_MAX_MINUTES_1_3
                                 : grade <= 6 ? JH_MAX_MINUTES_4_6
                                              : JH_MAX_MINUTES_7_9;
  int64_t const walk_m = jh_policy_or(a->policy, walk_key, -1);
  bool const walks = way.mm >= 0 && (walk_m >= 0 ? way.mm <= walk_m * 1000 : way.mm * 60 <= walk_sixtieths(a));
  *mode = JH_WALK;
  if (walks) return true;
  *mode = JH_BUS;
  int64_t const ride = jh_policy_or(a->policy, JH_MAX_BUS_MINUTES, jh_policy_get(a->policy, ride_key));
  if (way.s >= 0 && way.s * 1000 <= ride * 60) return true;
  if (grade >= jh_policy_get(a->policy, JH_BOARD_MIN_GRADE) && a->county->schools[school].beds > 0)
    return *mode = JH_BOARD, true;
  return false;
}
