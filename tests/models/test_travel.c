/* Distance, time and mode of a pair, against sums done by hand. */
#include "junheng/models/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct fixture {
  jh_arena *arena;
  jh_county county;
  jh_problems problems;
  jh_place places[2];
  jh_school schools[3];
  jh_travel_row rows[4];
  jh_travel *travel;
} fixture;

static void set(fixture *f, const char *key, const char *value) {
  assert_int_equal(jh_policy_set(&f->county.policy, key, value, "", f->arena, &f->problems, "policy.csv", 2), JH_OK);
}

static void begin(fixture *f) {
  *f = (fixture){.arena = jh_arena_create()};
  assert_non_null(f->arena);
  jh_problems_init(&f->problems, f->arena);
  jh_policy_init(&f->county.policy);
  f->county.places = f->places;
  f->county.place_count = 2;
  f->county.schools = f->schools;
  f->county.school_count = 3;
  f->county.travel = f->rows;
  for (int i = 0; i < 3; i++) f->schools[i].position = (jh_position){true, 1000.0 * i, 0};
  f->places[0].position = (jh_position){true, 0, 0};
  set(f, "detour_factor", "1.3");
  f->travel = jh_travel_create(&f->county, f->arena);
  assert_non_null(f->travel);
}

static void end(fixture *f) { jh_arena_destroy(f->arena); }

static jh_trip between(const fixture *f, int32_t place, int32_t school) {
  return jh_travel_between(f->travel, (jh_place_ix){place}, (jh_school_ix){school});
}

static void straight_line_times_detour_in_millimetres(void **state) {
  (void)state;
  fixture f;
  begin(&f);
  assert_int_equal(between(&f, 0, 1).distance_mm, 1300000);
  assert_int_equal(between(&f, 0, 1).time_s, 1170); /* 1.3 km at 4 km/h */
  assert_int_equal(between(&f, 0, 2).distance_mm, 2600000);
  assert_int_equal(between(&f, 0, 2).time_s, 300 + 468); /* the wait and 2.6 km at 20 km/h */
  assert_int_equal(between(&f, 1, 0).distance_mm, -1);   /* no position */
  assert_int_equal(between(&f, 1, 0).time_s, -1);
  set(&f, "minutes_per_km", "3");
  assert_int_equal(between(&f, 0, 2).time_s, 468);
  end(&f);
}

static void great_circle_in_degrees(void **state) {
  (void)state;
  fixture f;
  begin(&f);
  f.county.geographic = true;
  set(&f, "detour_factor", "1");
  jh_position const from = {true, 100, 0}, east = {true, 101, 0}, north = {true, 100, 1};
  /* one degree of a circle of radius 6371008.8 m is 111195.080 m */
  assert_int_equal(jh_distance_mm(&f.county, &from, &east), 111195080);
  assert_int_equal(jh_distance_mm(&f.county, &from, &north), 111195080);
  assert_int_equal(jh_distance_mm(&f.county, &from, &from), 0);
  end(&f);
}

static void a_row_of_travel_csv_goes_before_the_straight_line(void **state) {
  (void)state;
  fixture f;
  begin(&f);
  f.rows[0] = (jh_travel_row){.place = {0}, .school = {1}, .distance_mm = 9000000, .time_s = -1};
  f.rows[1] = (jh_travel_row){.place = {0}, .school = {2}, .distance_mm = -1, .time_s = 77};
  f.rows[2] = (jh_travel_row){.place = {1}, .school = {0}, .distance_mm = 5, .time_s = 6};
  f.county.travel_count = 3;
  f.travel = jh_travel_create(&f.county, f.arena);
  assert_int_equal(between(&f, 0, 0).distance_mm, 0);
  assert_int_equal(between(&f, 0, 1).distance_mm, 9000000);
  assert_int_equal(between(&f, 0, 1).time_s, 300 + 1620);
  assert_int_equal(between(&f, 0, 2).distance_mm, 2600000);
  assert_int_equal(between(&f, 0, 2).time_s, 77);
  assert_int_equal(between(&f, 1, 0).distance_mm, 5);
  assert_int_equal(between(&f, 1, 0).time_s, 6);
  assert_int_equal(between(&f, 1, 1).distance_mm, -1);
  end(&f);
}

static jh_mode mode_of(const fixture *f, int64_t distance_mm, int64_t time_s, int32_t grade, bool *allowed) {
  jh_mode mode;
  *allowed = jh_travel_mode(f->travel, (jh_trip){distance_mm, time_s}, grade, (jh_school_ix){0}, &mode);
  return mode;
}

static void walk_then_bus_then_board_limits_included(void **state) {
  (void)state;
  fixture f;
  bool allowed;
  begin(&f);
  assert_int_equal(mode_of(&f, 2000000, 1800, 1, &allowed), JH_WALK); /* 30 minutes at 4 km/h: 2 km */
  assert_true(allowed);
  assert_int_equal(mode_of(&f, 2000001, 1800, 1, &allowed), JH_BUS); /* 30 minutes */
  assert_true(allowed);
  assert_int_equal(mode_of(&f, 9000000, 1801, 3, &allowed), JH_BUS);
  assert_false(allowed);
  assert_int_equal(mode_of(&f, 9000000, 2400, 4, &allowed), JH_BUS); /* 40 minutes */
  assert_true(allowed);
  assert_int_equal(mode_of(&f, 9000000, 2401, 4, &allowed), JH_BUS); /* no beds */
  assert_false(allowed);
  assert_int_equal(mode_of(&f, 9000000, 3600, 9, &allowed), JH_BUS);
  assert_true(allowed);
  f.schools[0].beds = 1;
  assert_int_equal(mode_of(&f, 9000000, 2401, 4, &allowed), JH_BOARD);
  assert_true(allowed);
  assert_int_equal(mode_of(&f, 9000000, 1801, 3, &allowed), JH_BUS); /* grades 1-3 do not board */
  assert_false(allowed);
  set(&f, "max_walk_km_1_3", "1.5");
  assert_int_equal(mode_of(&f, 1500000, 1350, 1, &allowed), JH_WALK);
  assert_int_equal(mode_of(&f, 1500001, 1350, 1, &allowed), JH_BUS);
  assert_int_equal(mode_of(&f, 1500001, 1350, 4, &allowed), JH_WALK);
  set(&f, "max_bus_minutes", "20");
  assert_int_equal(mode_of(&f, 9000000, 1201, 3, &allowed), JH_BUS);
  assert_false(allowed);
  end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(straight_line_times_detour_in_millimetres),
      cmocka_unit_test(great_circle_in_degrees),
      cmocka_unit_test(a_row_of_travel_csv_goes_before_the_straight_line),
      cmocka_unit_test(walk_then_bus_then_board_limits_included),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
