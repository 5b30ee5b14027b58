/* Allocation where tables are sparse or the rules odd: counties small enough to be planned by hand. */
#include "county_text.h"
#include "junheng/models/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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

static int32_t rooms_added_in(const jh_plan *plan, int32_t year) {
  int32_t added = 0;
  for (int32_t i = 0; i < plan->of.allocation.room_count; i++)
    if (plan->of.allocation.rooms[i].year == year) added += plan->of.allocation.rooms[i].added;
  return added;
}

/* Three schools far apart, one room short each: with one room a year two are missing, one by one and as whole places.
 */
static void a_budget_too_small_says_how_many_rooms_more(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  text tables[] = {{"schools",
                    "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room\n"
                    "S1,rural,1,6,0,0,1,1,100\nS2,rural,1,6,50000,0,1,1,100\nS3,rural,1,6,0,50000,1,1,100\n"},
                   {"places", "place_id,x,y\nP1,0,0\nP2,50000,0\nP3,0,50000\n"},
                   {"pupils", "place_id,grade,pupils,school_id\nP1,1,60,S1\nP2,1,60,S2\nP3,1,60,S3\n"},
                   {"policy", NULL},
                   {NULL, NULL}};
  static const char *const policies[] = {"key,value\nmax_km_primary,5\nrooms_per_year,1\n",
                                         "key,value\nmax_km_primary,5\nrooms_per_year,1\nkeep_together,1\n"};
  for (int i = 0; i < 2; i++) {
    tables[3][1] = policies[i];
    const jh_plan *const plan = plan_of(arena, tables, 1);
    const jh_needs *const needs = &plan->of.allocation.needs;
    assert_int_equal(plan->result.answer, JH_INFEASIBLE);
    assert_int_equal(rooms_added_in(plan, YEAR), 1);
    assert_int_equal(needs->count, 1);
    assert_string_equal(needs->items[0].rule, "A8");
    assert_string_equal(needs->items[0].scope, "county");
    assert_int_equal(needs->items[0].amount, 2);
  }
  tables[3][1] = "key,value\nmax_km_primary,5\nrooms_per_year,3\n";
  assert_int_equal(plan_of(arena, tables, 1)->result.answer, JH_OPTIMAL);
  jh_arena_destroy(arena);
}

/* 50 pupils now, 120 enter next year: two rooms more then, at most one a year. This year, which lacks none, builds
 * one; today's large class of 60 in grade 5 is split in its own rooms and stays so. */
static void a_year_with_budget_to_spare_builds_for_the_next(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  text tables[] = {{"schools",
                    "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room\n"
                    "S1,rural,1,6,0,0,4,4,100\n"},
                   {"places", "place_id,x,y\nP1,0,0\n"},
                   {"pupils", "place_id,grade,pupils,school_id\nP1,1,50,S1\nP1,5,60,S1\n"},
                   {"classes", "school_id,grade,class_no,pupils\nS1,5,a,60\n"},
                   {"entrants", "place_id,year,pupils\nP1,2021,120\n"},
                   {"policy", "key,value\nrooms_per_year,1\n"},
                   {NULL, NULL}};
  const jh_plan *plan = plan_of(arena, tables, 2);
  assert_int_equal(value_of(plan, "over_limit"), 0);
  assert_int_equal(plan->of.allocation.needs.count, 0);
  assert_int_equal(rooms_added_in(plan, YEAR), 1);
  assert_int_equal(rooms_added_in(plan, YEAR + 1), 1);
  assert_int_equal(plan->of.allocation.ledger[0].status, JH_CLASS_CLEARED);
  /* Three rooms short, one a year: no sequence does it, and what remains is said. */
  tables[4][1] = "place_id,year,pupils\nP1,2021,170\n";
  plan = plan_of(arena, tables, 2);
  assert_int_equal(plan->result.answer, JH_INFEASIBLE);
  assert_int_equal(plan->of.allocation.needs.count, 1);
  assert_int_equal(plan->of.allocation.needs.items[0].amount, 1);
  assert_int_equal(rooms_added_in(plan, YEAR), 1);
  jh_arena_destroy(arena);
}

/* This year's 120 pupils need a room at one of two schools, S1 being the cheaper. Next year S2, which
 * alone is within reach of P2, needs two: so this year's is built there. */
static void a_room_stands_where_the_next_year_needs_it(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  static const text tables[] = {{"schools",
                                 "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room\n"
                                 "S1,rural,1,6,0,0,1,2,100\nS2,rural,1,6,4000,0,1,3,200\nJ,rural,7,9,3000,0,,,\n"},
                                {"places", "place_id,x,y\nP1,2000,0\nP2,8000,0\n"},
                                {"pupils", "place_id,grade,pupils,school_id\nP1,6,120,\nP2,1,0,\n"},
                                {"entrants", "place_id,year,pupils\nP1,2021,0\nP2,2021,160\n"},
                                {"policy", "key,value\nmax_km_primary,7\nrooms_per_year,1\n"},
                                {NULL, NULL}};
  const jh_plan *const one = plan_of(arena, tables, 1), *const two = plan_of(arena, tables, 2);
  assert_int_equal(value_of(one, "yuan"), 10000);
  assert_int_equal(value_of(two, "over_limit"), 0);
  assert_int_equal(rooms_added_in(two, YEAR), 1);
  assert_int_equal(rooms_added_in(two, YEAR + 1), 1);
  jh_arena_destroy(arena);
}

/* 240 ways to go, too many for the rows: rooms for nothing tempt to more than three, which are enough for the limit.
 */
static void a_large_county_keeps_to_the_budget_and_to_the_limit(void **state) {
  (void)state;
  enum { PLACES = 80, SIZE = 4096 };
  static char places[SIZE], pupils[SIZE];
  jh_arena *const arena = jh_arena_create();
  size_t at = (size_t)snprintf(places, SIZE, "place_id,x,y\n");
  size_t of = (size_t)snprintf(pupils, SIZE, "place_id,grade,pupils,school_id\n");
  for (int i = 0; i < PLACES; i++) {
    at += (size_t)snprintf(places + at, SIZE - at, "P%d,%d,0\n", i, 10 * i);
    of += (size_t)snprintf(pupils + of, SIZE - of, "P%d,1,3,S1\n", i);
  }
  const text tables[] = {{"schools",
                          "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms\n"
                          "S1,rural,1,6,0,0,1,9\nS2,rural,1,6,500,0,1,9\nS3,rural,1,6,900,0,0,9\n"},
                         {"places", places},
                         {"pupils", pupils},
                         {"policy", "key,value\nstandard_class_primary,20\nrooms_per_year,3\n"},
                         {NULL, NULL}};
  const jh_plan *const plan = plan_of(arena, tables, 1);
  assert_int_not_equal(plan->result.answer, JH_INFEASIBLE);
  assert_int_equal(value_of(plan, "over_limit"), 0);
  assert_int_equal(rooms_added_in(plan, YEAR), 3);
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
      cmocka_unit_test(a_budget_too_small_says_how_many_rooms_more),
      cmocka_unit_test(a_year_with_budget_to_spare_builds_for_the_next),
      cmocka_unit_test(a_room_stands_where_the_next_year_needs_it),
      cmocka_unit_test(a_large_county_keeps_to_the_budget_and_to_the_limit),
      cmocka_unit_test(the_nearest_plan_opens_what_it_must),
      cmocka_unit_test(an_enforced_largest_size_bounds_a_school),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
