/* The bound of consolidation, by itself: never above the enumerated optimum, at the root and after branching, and not
 * so low that it says nothing. */
#include "../../models/consolidation.h"
#include "brute_consolidation.h"

enum { COUNTIES = 500, NODES = 6 };

static void never_above_the_optimum(void **unused) {
  (void)unused;
  double bounds = 0, optima = 0;
  int branched = 0;
  for (uint64_t seed = 5001; seed <= 5000 + COUNTIES; seed++) {
    tiny t;
    brute b;
    tiny_draw(&t, seed);
    t.pupils[0][1] += 1;
    brute_solve(&b, &t, 0, 0);
    if (!b.found) continue;
    jh_arena *const arena = jh_arena_create();
    jh_problems problems;
    jh_case problem;
    jh_bound *bound;
    jh_control const control = jh_control_default();
    int64_t const guess = b.best + b.best / 10;
    bool more = true;
    jh_problems_init(&problems, arena);
    assert_int_equal(jh_case_build(tiny_county(&t, arena), 2020, arena, &problems, &problem), JH_OK);
    assert_int_equal(jh_bound_create(&problem, arena, &bound), JH_OK);
    assert_int_equal(jh_bound_root(bound, guess, &control), JH_OK);
    assert_true(jh_bound_proven(bound) <= b.best);
    for (int n = 0; n < NODES && more; n++) {
      int64_t const before = jh_bound_proven(bound);
      assert_int_equal(jh_bound_branch(bound, guess, &control, &more), JH_OK);
      assert_true(jh_bound_proven(bound) >= before);
      assert_true(jh_bound_proven(bound) <= b.best);
      branched += more;
    }
    bounds += (double)jh_bound_proven(bound);
    optima += (double)b.best;
    jh_arena_destroy(arena);
  }
  print_message("bound / optimum %.4f, %d nodes branched\n", bounds / optima, branched);
  assert_true(bounds > 0.85 * optima);
  assert_true(branched > COUNTIES / 20);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(never_above_the_optimum)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
