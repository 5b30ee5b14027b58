#include "../../models/allocation_inner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static jh_status read_order(const char *text, jh_allocation_order *order, const char **expected) {
  jh_arena *arena = jh_arena_create();
  static char kept[256];
  jh_problems problems;
  jh_policy policy;
  jh_problems_init(&problems, arena);
  jh_policy_init(&policy);
  if (text) (void)jh_policy_set(&policy, "allocate_objectives", text, NULL, arena, &problems, "policy.csv", 2);
  jh_status const status = jh_allocation_order_read(&policy, &problems, order);
  kept[0] = '\0';
  if (problems.count > 0 && problems.items[0].expected) strncpy(kept, problems.items[0].expected, sizeof kept - 1);
  if (expected) *expected = kept;
  jh_arena_destroy(arena);
  return status;
}

static void the_default_order_is_that_of_the_decisions(void **state) {
  (void)state;
  jh_allocation_order order;
  assert_int_equal(read_order(NULL, &order, NULL), JH_OK);
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++) assert_int_equal(order.goal[g], g);
}

static void named_goals_come_first_and_the_others_follow(void **state) {
  (void)state;
  jh_allocation_order order;
  assert_int_equal(read_order("pupil_km, over_limit", &order, NULL), JH_OK);
  int const expected[] = {JH_PUPIL_KM,      JH_OVER_LIMIT, JH_OVER_SUPER,   JH_YUAN,
                          JH_PRIVATE_SEATS, JH_MOVED,      JH_OVER_STANDARD};
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++) assert_int_equal(order.goal[g], expected[g]);
}

static void an_unknown_or_repeated_goal_is_named_with_the_known_ones(void **state) {
  (void)state;
  jh_allocation_order order;
  const char *expected = NULL;
  assert_int_equal(read_order("moved,travel", &order, &expected), JH_BAD_INPUT);
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++)
    assert_non_null(strstr(expected, jh_allocation_goal_name((jh_allocation_goal)g)));
  assert_int_equal(read_order("moved,moved", &order, &expected), JH_BAD_INPUT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_default_order_is_that_of_the_decisions),
      cmocka_unit_test(named_goals_come_first_and_the_others_follow),
      cmocka_unit_test(an_unknown_or_repeated_goal_is_named_with_the_known_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
