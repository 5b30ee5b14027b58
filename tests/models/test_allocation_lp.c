/* The exported rows of an allocation, solved by other solvers, level by level, against what the job proves. */
#include "other_solver.h"
#include "tiny_allocation.h"

#include <math.h>

enum { SOLVED = 10 };

static void other_solvers_reach_every_level(void **unused) {
  (void)unused;
  if (!other_solver_installed(OTHER_GLPSOL)) {
    print_message("SKIPPED: glpsol is not installed\n");
    skip();
  }
  bool const cbc = other_solver_installed(OTHER_CBC);
  int solved = 0, exceeding = 0;
  for (uint64_t seed = 9000; solved < SOLVED; seed++) {
    tiny t = {0};
    tiny_draw(&t, seed);
    jh_arena *const arena = jh_arena_create();
    jh_county county;
    jh_plan plan;
    const char *lp = NULL;
    if (tiny_plan_and_lp(&t, arena, &county, &plan, &lp)) {
      assert_non_null(lp);
      double held[16];
      for (int32_t k = 0; k < plan.result.level_count; k++) {
        held[k] = (double)plan.result.levels[k].value;
        assert_true(plan.result.levels[k].bound == plan.result.levels[k].value);
        const char *const text = other_solver_level(lp, k + 1, held, arena);
        assert_non_null(text);
        double const there = other_solver_optimum(cbc && k % 2 == 1 ? OTHER_CBC : OTHER_GLPSOL, text);
        if (!(fabs(there - held[k]) < 1e-3))
          print_message("seed %d, %s: %.17g here, %.17g there\n", (int)seed, plan.result.levels[k].name, held[k],
                        there);
        assert_true(fabs(there - held[k]) < 1e-3);
        exceeding += held[k] > 0;
      }
      solved++;
    }
    jh_arena_destroy(arena);
  }
  assert_true(exceeding > SOLVED);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(other_solvers_reach_every_level)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
