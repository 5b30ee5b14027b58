/* Allocation where tables are sparse or the rules odd: counties small enough to be planned by hand. */
#include "county_text.h"
#include "junheng/models/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { YEAR = 2020 };

typedef const char *text[2];

static const jh_plan *plan_of(jh_arena *arena, const text *tables, int32_t years) {
  jh_plan *const plan = JH_NEW(arena, jh_plan, 1);
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = YEAR, .last_year = YEAR + years - 1};
  assert_non_null(plan);
  assert_int_equal(jh_allocation_model(county_from_text(arena, (const char *const(*)[2])tables), &options, &control,
                                       arena, &problems, plan, NULL),
                   JH_OK);
  return plan;
}

static int64_t value_of(const jh_plan *plan, const char *goal) {
  for (int32_t i = 0; i < plan->result.level_count; i++)
    if (strcmp(plan->result.levels[i].name, goal) == 0) return plan->result.levels[i].value;
  fail_msg("no goal %s", goal);
  return -1;
}

/* 47 pupils, no room counted, and a limit of 32 under a standard of 45: two classes. */
static void a_limit_below_the_standard_size_makes_classes(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  static const text tables[] = {{"schools", "school_id,area,first_grade,last_grade,x,y\nS1,rural,1,6,0,0\n"},
                                {"places", "place_id,x,y\nP1,0,0\n"},
                                {"pupils", "place_id,grade,pupils,school_id\nP1,1,47,S1\n"},
                                {"policy", "key,value\nlarge_class_limit,32\n"},
                                {NULL, NULL}};
  const jh_plan *const plan = plan_of(arena, tables, 1);
  assert_int_equal(plan->result.answer, JH_OPTIMAL);
  assert_int_equal(value_of(plan, "over_limit"), 0);
  assert_int_equal(plan->of.allocation.classes[0].classes, 2);
  jh_arena_destroy(arena);
}

/* entrants.csv names P1 alone: P2's first grade repeats. */
static void entrants_count_place_by_place(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  static const text tables[] = {{"schools", "school_id,area,first_grade,last_grade,x,y\nS1,rural,1,6,0,0\n"},
                                {"places", "place_id,x,y\nP1,0,0\nP2,0,0\n"},
                                {"pupils", "place_id,grade,pupils,school_id\nP1,1,10,S1\nP2,1,7,S1\n"},
                                {"entrants", "place_id,year,pupils\nP1,2021,3\n"},
                                {NULL, NULL}};
  const jh_allocation_plan *const plan = &plan_of(arena, tables, 2)->of.allocation;
  int32_t entered[2] = {0, 0};
  for (int32_t i = 0; i < plan->assignment_count; i++)
    if (plan->assignments[i].year == 2021 && plan->assignments[i].grade == 1)
      entered[plan->assignments[i].place.i] += plan->assignments[i].pupils;
  assert_int_equal(entered[0], 3);
  assert_int_equal(entered[1], 7);
  jh_arena_destroy(arena);
}

/* 60 pupils of one grade stay together: two classes, one room there, one to be added. */
static void whole_places_get_the_rooms_that_can_be_added(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  text tables[] = {{"schools",
                    "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room\n"
                    "S1,rural,1,6,0,0,1,1,5000\n"},
                   {"places", "place_id,x,y\nP1,0,0\n"},
                   {"pupils", "place_id,grade,pupils,school_id\nP1,1,60,S1\n"},
                   {"policy", "key,value\nkeep_together,1\n"},
                   {NULL, NULL}};
  const jh_plan *plan = plan_of(arena, tables, 1);
  assert_int_equal(value_of(plan, "over_limit"), 0);
  assert_int_equal(value_of(plan, "yuan"), 500000);
  assert_int_equal(plan->of.allocation.rooms[0].added, 1);
  /* Three grades and two rooms at most: no plan, and one room short. */
  tables[2][1] = "place_id,grade,pupils,school_id\nP1,1,10,S1\nP1,2,10,S1\nP1,3,10,S1\n";
  plan = plan_of(arena, tables, 1);
  assert_int_equal(plan->result.answer, JH_INFEASIBLE);
  assert_int_equal(plan->of.allocation.needs.count, 1);
  assert_string_equal(plan->of.allocation.needs.items[0].item, "rooms");
  assert_int_equal(plan->of.allocation.needs.items[0].amount, 1);
  jh_arena_destroy(arena);
}

/* The open school has too few seats and the place beyond reach of it: the nearest plan still places everyone. */
static void the_nearest_plan_opens_what_it_must(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  static const text tables[] = {{"schools",
                                 "school_id,area,status,first_grade,last_grade,x,y,seats\nS1,rural,open,1,6,0,0,5\n"
                                 "N1,rural,proposed,1,6,50000,0,5\n"},
                                {"places", "place_id,x,y\nP1,0,0\nP2,50000,0\n"},
                                {"pupils", "place_id,grade,pupils,school_id\nP1,1,9,S1\nP2,1,4,\n"},
                                {"policy", "key,value\nmax_km_primary,10\n"},
                                {NULL, NULL}};
  const jh_plan *const plan = plan_of(arena, tables, 1);
  int32_t placed = 0;
  assert_int_equal(plan->result.answer, JH_INFEASIBLE);
  for (int32_t i = 0; i < plan->of.allocation.assignment_count; i++)
    placed += plan->of.allocation.assignments[i].pupils;
  assert_int_equal(placed, 13);
  jh_arena_destroy(arena);
}

/* Enforced, the largest size of a primary school bounds it as seats do. */
static void an_enforced_largest_size_bounds_a_school(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  text tables[] = {{"schools", "school_id,area,first_grade,last_grade,x,y\nS1,rural,1,6,0,0\nS2,rural,1,9,1000,0\n"},
                   {"places", "place_id,x,y\nP1,0,0\n"},
                   {"pupils", "place_id,grade,pupils,school_id\nP1,1,30,S1\n"},
                   {"policy", "key,value\nschool_max_enforced,1\nschool_max_primary,20\n"},
                   {NULL, NULL}};
  assert_int_equal(value_of(plan_of(arena, tables, 1), "moved"), 10);
  tables[3][1] = "key,value\nschool_max_primary,20\n";
  assert_int_equal(value_of(plan_of(arena, tables, 1), "moved"), 0);
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_limit_below_the_standard_size_makes_classes),
      cmocka_unit_test(entrants_count_place_by_place),
      cmocka_unit_test(whole_places_get_the_rooms_that_can_be_added),
      cmocka_unit_test(the_nearest_plan_opens_what_it_must),
      cmocka_unit_test(an_enforced_largest_size_bounds_a_school),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
