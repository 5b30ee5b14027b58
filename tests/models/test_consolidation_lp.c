/* The exported rows of a consolidation, solved by other solvers, against what the job proves. */
#include "other_solver.h"
#include "tiny_consolidation.h"

#include "junheng/models/models.h"

#include <math.h>

enum { SOLVED = 12, YEAR = 2020 };

static void other_solvers_find_the_cost(void **unused) {
  (void)unused;
  if (!other_solver_installed(OTHER_GLPSOL)) {
    print_message("SKIPPED: glpsol is not installed\n");
    skip();
  }
  bool const cbc = other_solver_installed(OTHER_CBC);
  int solved = 0;
  for (uint64_t seed = 9100; solved < SOLVED; seed++) {
    tiny t;
    tiny_draw(&t, seed);
    if (t.policy.contiguous) continue; /* connection is cut into the program as it is broken */
    jh_arena *const arena = jh_arena_create();
    jh_problems problems;
    jh_problems_init(&problems, arena);
    jh_control const control = jh_control_default();
    jh_model_options const options = {.first_year = YEAR, .last_year = YEAR, .want_lp = true};
    jh_plan plan;
    const char *lp = NULL;
    jh_status const status =
        jh_consolidation_model(tiny_county(&t, arena), &options, &control, arena, &problems, &plan, &lp);
    if (status == JH_OK && plan.result.answer == JH_OPTIMAL) {
      assert_non_null(lp);
      double const here = (double)plan.result.levels[0].value / (double)plan.result.levels[0].scale;
      double const there = other_solver_optimum(cbc && solved % 2 == 1 ? OTHER_CBC : OTHER_GLPSOL, lp);
      if (!(fabs(there - here) < 1e-6 * fmax(1, here)))
        print_message("seed %d: %.17g here, %.17g there\n", (int)seed, here, there);
      assert_true(fabs(there - here) < 1e-6 * fmax(1, here));
      solved++;
    }
    jh_arena_destroy(arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(other_solvers_find_the_cost)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
