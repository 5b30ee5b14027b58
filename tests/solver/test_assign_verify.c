/* jh_assign_verify names each rule that a plan breaks, and passes the plan that breaks none. */
#include "junheng/solver/assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Four items in a row 0-1-2-3, two sites at the ends, every pair allowed but (1, 1). */
static const int64_t weights[] = {2, 3, 4, 5}, capacities[] = {9, 9}, fixed[] = {100, 200}, least[] = {0, 5};
static const bool none[] = {false, false}, second[] = {false, true};
static const int32_t starts[] = {0, 2, 3, 5, 7}, sites[] = {0, 1, 0, 0, 1, 0, 1};
static const int64_t costs[] = {1, 9, 2, 3, 4, 8, 5};
static const int32_t near_starts[] = {0, 1, 3, 5, 6}, near[] = {1, 0, 2, 1, 3, 2}, homes[] = {0, 3};

static jh_assign row_of_four(void) {
  return (jh_assign){.item_count = 4,
                     .site_count = 2,
                     .weight = weights,
                     .capacity = capacities,
                     .fixed = fixed,
                     .must_run = none,
                     .site_number = -1,
                     .pair_start = starts,
                     .pair_site = sites,
                     .pair_cost = costs,
                     .connected = true,
                     .neighbour_start = near_starts,
                     .neighbours = near,
                     .home = homes};
}

static void expect(const jh_assign *p, const int32_t *site, const bool *runs, const char *label, int64_t value) {
  jh_arena *arena = jh_arena_create();
  int64_t found = -1;
  const char *wrong = jh_assign_verify(p, site, runs, &found, arena);
  if (label == NULL) {
    assert_null(wrong);
    assert_int_equal(found, value);
  } else {
    assert_non_null(wrong);
    assert_memory_equal(wrong, label, strlen(label));
  }
  jh_arena_destroy(arena);
}

static const bool both[] = {true, true}, only_first[] = {true, false};

static void a_right_plan_passes_with_its_value(void **state) {
  (void)state;
  const jh_assign p = row_of_four();
  expect(&p, (const int32_t[]){0, 0, 0, 1}, both, NULL, 311);
  expect(&p, (const int32_t[]){0, 0, 1, 1}, both, NULL, 312);
}

static void each_broken_rule_is_named(void **state) {
  (void)state;
  jh_assign p = row_of_four();
  const int32_t right[] = {0, 0, 0, 1};
  expect(&p, (const int32_t[]){0, 0, -1, 1}, both, "A1", 0);
  expect(&p, (const int32_t[]){0, 1, 0, 1}, both, "A1", 0);
  expect(&p, right, only_first, "A2", 0);
  expect(&p, (const int32_t[]){0, 0, 0, 0}, both, "A2", 0);
  expect(&p, (const int32_t[]){1, 0, 0, 1}, both, "A5", 0);
  p.site_number = 1;
  expect(&p, right, both, "A3", 0);
  p.site_number = -1;
  p.min_load = (const int64_t[]){10, 0};
  expect(&p, right, both, "A6", 0);
  p.min_load = least;
  expect(&p, right, both, NULL, 311);
}

static void a_site_that_must_run_runs(void **state) {
  (void)state;
  jh_assign p = row_of_four();
  p.must_run = second;
  p.capacity = (const int64_t[]){20, 9};
  expect(&p, (const int32_t[]){0, 0, 0, 0}, only_first, "A4", 0);
}

/* Both sites stand in item 0: it belongs to one of them, and the other's region touches it. */
static void sites_of_one_home_share_its_surroundings(void **state) {
  (void)state;
  jh_assign p = row_of_four();
  p.home = (const int32_t[]){0, 0};
  p.pair_start = (const int32_t[]){0, 2, 4, 6, 8};
  p.pair_site = (const int32_t[]){0, 1, 0, 1, 0, 1, 0, 1};
  p.pair_cost = (const int64_t[]){1, 1, 1, 1, 1, 1, 1, 1};
  p.capacity = (const int64_t[]){20, 20};
  expect(&p, (const int32_t[]){0, 1, 1, 1}, both, NULL, 304);
  expect(&p, (const int32_t[]){0, 0, 1, 1}, both, "A5", 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_right_plan_passes_with_its_value),
      cmocka_unit_test(each_broken_rule_is_named),
      cmocka_unit_test(a_site_that_must_run_runs),
      cmocka_unit_test(sites_of_one_home_share_its_surroundings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
