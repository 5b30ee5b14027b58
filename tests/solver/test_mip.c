/* The MIP layer: every level against brute force, the ways of being impossible, repair, export, stops. */
#define _GNU_SOURCE
#include "junheng/control.h"
#include "junheng/solver/mip.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { COLUMNS = 5, ROWS = 4, GOALS = 3, WIDTH = 4, ROUNDS = 300 };

static uint64_t state;
static int dice(int n) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (int)((state >> 33) % (uint64_t)n);
}

/* Columns 0..3, rows of small coefficients, goals of small coefficients, one of them maximised. */
static void make_random(jh_mip *mip, jh_arena *arena) {
  jh_mip_init(mip, arena);
  for (int j = 0; j < COLUMNS; j++) jh_mip_add_column(mip, jh_tag_make("x", j, -1, -1, -1), 0, WIDTH - 1, true);
  for (int i = 0; i < ROWS; i++) {
    int const kind = dice(4), side = dice(9);
    int32_t const row = jh_mip_add_row(mip, jh_tag_make("R1", i, -1, -1, -1), kind == 0 ? -JH_INFINITY : side - 2,
                                       kind == 1   ? JH_INFINITY
                                       : kind == 2 ? side - 2
                                                   : side + 3);
    for (int j = 0; j < COLUMNS; j++) {
      int const value = dice(7) - 2;
      if (value != 0) jh_mip_add_entry(mip, row, j, value);
    }
    mip->rows[row].relax_price = 1 + dice(3);
  }
  for (int g = 0; g < GOALS; g++) {
    int32_t const goal = jh_mip_add_goal(mip, "goal", g == 1, true);
    for (int j = 0; j < COLUMNS; j++) jh_mip_add_goal_entry(mip, goal, j, dice(9) - 3);
    mip->goals[goal].constant = dice(5);
  }
}

static void set_values(double *values, int code) {
  for (int j = 0; j < COLUMNS; j++, code /= WIDTH) values[j] = code % WIDTH;
}

/* The goals of the best solution in the order of the goals; false when there is none. */
static bool brute_force(const jh_mip *mip, double *best) {
  bool found = false;
  int total = 1;
  for (int j = 0; j < COLUMNS; j++) total *= WIDTH;
  for (int code = 0; code < total; code++) {
    double values[COLUMNS], goals[GOALS];
    jh_mip_violation worst;
    set_values(values, code);
    if (!jh_mip_verify(mip, values, 1e-9, &worst)) continue;
    int order = 0; /* < 0: better */
    for (int g = 0; g < GOALS; g++) {
      goals[g] = jh_mip_goal_value(mip, g, values);
      double const sign = mip->goals[g].maximise ? -1 : 1;
      if (order == 0 && found) order = goals[g] * sign < best[g] * sign ? -1 : goals[g] * sign > best[g] * sign;
    }
    if (found && order >= 0) continue;
    memcpy(best, goals, sizeof goals);
    found = true;
  }
  return found;
}

static void every_level_equals_brute_force(void **unused) {
  (void)unused;
  state = 5;
  int solved = 0;
  for (int round = 0; round < ROUNDS; round++) {
    jh_arena *const arena = jh_arena_create();
    jh_mip mip;
    make_random(&mip, arena);
    double best[GOALS];
    bool const possible = brute_force(&mip, best);
    jh_control const control = jh_control_default();
    jh_mip_solution solution;
    assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
    assert_int_equal(solution.answer, possible ? JH_OPTIMAL : JH_INFEASIBLE);
    assert_int_equal(solution.has_values, possible);
    for (int g = 0; possible && g < GOALS; g++) {
      assert_true(fabs(solution.levels[g].value - best[g]) < 1e-9);
      assert_true(solution.levels[g].proven);
      assert_true(fabs(jh_mip_goal_value(&mip, g, solution.values) - best[g]) < 1e-9);
    }
    solved += possible;
    jh_arena_destroy(arena);
  }
  assert_true(solved > ROUNDS / 3 && solved < ROUNDS); /* both kinds were there */
}

static void repair_is_the_cheapest(void **unused) {
  (void)unused;
  state = 11;
  for (int round = 0; round < ROUNDS / 3; round++) {
    jh_arena *const arena = jh_arena_create();
    jh_mip mip;
    make_random(&mip, arena);
    double cheapest = HUGE_VAL;
    for (int code = 0; code < 1024; code++) {
      double values[COLUMNS], price = 0;
      set_values(values, code);
      for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (size_t k = 0; k < mip.entry_count; k++)
          if (mip.entry_row[k] == i) sum += mip.entry_value[k] * values[mip.entry_column[k]];
        price += mip.rows[i].relax_price * (fmax(sum - mip.rows[i].upper, 0) + fmax(mip.rows[i].lower - sum, 0));
      }
      cheapest = fmin(cheapest, price);
    }
    jh_control const control = jh_control_default();
    jh_mip_repair repair;
    assert_int_equal(jh_mip_find_repair(&mip, true, &control, arena, &repair), JH_OK);
    assert_true(repair.possible);
    assert_true(fabs(repair.price - cheapest) < 1e-6);
    assert_int_equal(repair.count == 0, cheapest == 0);
    jh_arena_destroy(arena);
  }
}

static void equal_bounds_and_empty_rows_are_fine(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  jh_mip_init(&mip, arena);
  int32_t const x = jh_mip_add_column(&mip, jh_tag_make("x", -1, -1, -1, -1), 2.5, 2.5, false);
  int32_t const y = jh_mip_add_column(&mip, jh_tag_make("y", -1, -1, -1, -1), 0, JH_INFINITY, true);
  int32_t const row = jh_mip_add_row(&mip, jh_tag_make("R", -1, -1, -1, -1), 4, 9);
  (void)jh_mip_add_row(&mip, jh_tag_make("empty", -1, -1, -1, -1), 0, 0);
  jh_mip_add_entry(&mip, row, x, 1);
  jh_mip_add_entry(&mip, row, y, 1);
  int32_t const goal = jh_mip_add_goal(&mip, "least", false, false);
  jh_mip_add_goal_entry(&mip, goal, x, 1);
  jh_mip_add_goal_entry(&mip, goal, y, 1);
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
  assert_int_equal(solution.answer, JH_OPTIMAL);
  assert_true(fabs(solution.levels[0].value - 4.5) < 1e-9);
  jh_arena_destroy(arena);
}

static void an_unbounded_goal_is_an_internal_error(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  jh_mip_init(&mip, arena);
  int32_t const x = jh_mip_add_column(&mip, jh_tag_make("x", -1, -1, -1, -1), 0, JH_INFINITY, false);
  jh_mip_add_goal_entry(&mip, jh_mip_add_goal(&mip, "most", true, false), x, 1);
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_INTERNAL);
  jh_arena_destroy(arena);
}

/* The relaxation has no bound there, and no solution in whole numbers. */
static void an_unbounded_goal_of_an_impossible_model_is_infeasible(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  jh_mip_init(&mip, arena);
  int32_t const x = jh_mip_add_column(&mip, jh_tag_make("x", -1, -1, -1, -1), 0, JH_INFINITY, false);
  int32_t const y = jh_mip_add_column(&mip, jh_tag_make("y", -1, -1, -1, -1), 0, 1, true);
  int32_t const z = jh_mip_add_column(&mip, jh_tag_make("z", -1, -1, -1, -1), 0, 1, true);
  int32_t const row = jh_mip_add_row(&mip, jh_tag_make("R", -1, -1, -1, -1), 1, 1);
  jh_mip_add_entry(&mip, row, y, 2);
  jh_mip_add_entry(&mip, row, z, 2);
  jh_mip_add_goal_entry(&mip, jh_mip_add_goal(&mip, "most", true, false), x, 1);
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
  assert_int_equal(solution.answer, JH_INFEASIBLE);
  mip.rows[row].upper = 2;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_INTERNAL);
  assert_non_null(strstr(solution.messages, "most"));
  jh_arena_destroy(arena);
}

static void a_start_is_rounded_before_it_is_used(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  jh_mip_init(&mip, arena);
  int32_t const x = jh_mip_add_column(&mip, jh_tag_make("x", -1, -1, -1, -1), 0, 5, true);
  jh_mip_add_goal_entry(&mip, jh_mip_add_goal(&mip, "least", false, false), x, 1);
  volatile sig_atomic_t stop = 1;
  jh_control control = jh_control_default();
  control.stop = &stop;
  jh_mip_solution solution;
  double const start = 3 - 5e-8;
  assert_int_equal(jh_mip_solve(&mip, &start, &control, arena, &solution), JH_OK);
  assert_true(solution.has_values && solution.values[0] == 3 && solution.levels[0].value == 3);
  jh_arena_destroy(arena);
}

static void an_entry_twice_is_told_not_fatal(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  jh_mip_init(&mip, arena);
  int32_t const x = jh_mip_add_column(&mip, jh_tag_make("x", -1, -1, -1, -1), 0, 1, true);
  int32_t const row = jh_mip_add_row(&mip, jh_tag_make("R", -1, -1, -1, -1), 0, 1);
  jh_mip_add_entry(&mip, row, x, 1);
  jh_mip_add_entry(&mip, row, x, 1);
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_INTERNAL);
  assert_true(solution.messages[0] != '\0');
  jh_arena_destroy(arena);
}

/* A market split problem: no code solves it in a second. */
static void make_hard(jh_mip *mip, jh_arena *arena) {
  state = 77;
  jh_mip_init(mip, arena);
  int32_t const goal = jh_mip_add_goal(mip, "slack", false, true);
  for (int j = 0; j < 50; j++) jh_mip_add_column(mip, jh_tag_make("x", j, -1, -1, -1), 0, 1, true);
  for (int i = 0; i < 6; i++) {
    int32_t const row = jh_mip_add_row(mip, jh_tag_make("R", i, -1, -1, -1), 0, 0);
    int sum = 0;
    for (int j = 0; j < 50; j++) {
      int const value = dice(100);
      sum += value;
      jh_mip_add_entry(mip, row, j, value);
    }
    mip->rows[row].lower = mip->rows[row].upper = sum / 2;
    for (int way = -1; way <= 1; way += 2) {
      int32_t const slack = jh_mip_add_column(mip, jh_tag_make("s", i, way + 1, -1, -1), 0, JH_INFINITY, true);
      jh_mip_add_entry(mip, row, slack, way);
      jh_mip_add_goal_entry(mip, goal, slack, 1);
    }
  }
}

static void time_is_kept_and_the_best_handed_back(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  make_hard(&mip, arena);
  jh_control control = jh_control_default();
  control.limit_s = 0.5;
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
  assert_int_equal(solution.answer, JH_STOPPED);
  assert_true(solution.has_values);
  assert_true(solution.levels[0].bound <= solution.levels[0].value);
  assert_true(jh_clock_s() - control.started_s < 30); /* a hang, not a speed test */
  jh_arena_destroy(arena);
}

static void a_start_is_never_lost(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  make_random(&mip, arena);
  double best[GOALS];
  while (!brute_force(&mip, best)) make_random(&mip, arena);
  jh_control control = jh_control_default();
  jh_mip_solution first, second;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &first), JH_OK);
  volatile sig_atomic_t stop = 1; /* stopped before it began */
  control.stop = &stop;
  assert_int_equal(jh_mip_solve(&mip, first.values, &control, arena, &second), JH_OK);
  assert_true(second.has_values);
  assert_true(second.levels[0].value == first.levels[0].value);
  jh_arena_destroy(arena);
}

static void *solve_in_thread(void *result) {
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  uint64_t dice_state = 21;
  jh_mip_init(&mip, arena);
  int32_t const row = jh_mip_add_row(&mip, jh_tag_make("R", -1, -1, -1, -1), -JH_INFINITY, 400);
  int32_t const goal = jh_mip_add_goal(&mip, "most", true, true);
  for (int j = 0; j < 40; j++) {
    dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
    int const size = 5 + (int)((dice_state >> 33) % 40);
    int32_t const x = jh_mip_add_column(&mip, jh_tag_make("x", j, -1, -1, -1), 0, 1, true);
    jh_mip_add_entry(&mip, row, x, size);
    jh_mip_add_goal_entry(&mip, goal, x, size + j % 3);
  }
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  *(double *)result = -1;
  if (!jh_mip_solve(&mip, NULL, &control, arena, &solution) && solution.has_values)
    *(double *)result = solution.levels[0].value;
  jh_arena_destroy(arena);
  return NULL;
}

static void two_jobs_in_two_threads_do_not_meet(void **unused) {
  (void)unused;
  pthread_t threads[2];
  double results[2];
  for (int t = 0; t < 2; t++) assert_int_equal(pthread_create(&threads[t], NULL, solve_in_thread, &results[t]), 0);
  for (int t = 0; t < 2; t++) pthread_join(threads[t], NULL);
  assert_true(results[0] > 0 && results[0] == results[1]);
}

/* The optimum another solver finds on the exported text; NAN when it is not installed. */
static double optimum_elsewhere(const char *command, const char *pattern) {
  FILE *const pipe = popen(command, "r");
  char line[512];
  double value = NAN;
  while (pipe && fgets(line, sizeof line, pipe)) {
    const char *const at = strstr(line, pattern);
    if (at) value = strtod(at + strlen(pattern), NULL);
  }
  if (pipe) pclose(pipe);
  return value;
}

static bool solvers_missing(void) { return system("command -v glpsol >/dev/null && command -v cbc >/dev/null") != 0; }

static void expect_elsewhere(const char *lp, double optimum) {
  char name[] = "/tmp/junheng-lp-XXXXXX", command[256];
  int const file = mkstemp(name);
  assert_int_equal(write(file, lp, strlen(lp)), strlen(lp));
  close(file);
  snprintf(command, sizeof command, "glpsol --lp %s -o %s.out >/dev/null; grep Objective %s.out", name, name, name);
  assert_true(fabs(optimum_elsewhere(command, "goal = ") - optimum) < 1e-6);
  snprintf(command, sizeof command, "cp %s %s.lp; cbc %s.lp solve quit", name, name, name);
  assert_true(fabs(optimum_elsewhere(command, "Objective value:") - optimum) < 1e-6);
  snprintf(command, sizeof command, "rm -f %s %s.out %s.lp", name, name, name);
  assert_int_equal(system(command), 0);
}

/* Every level, those before it held by rows. */
static void other_solvers_read_the_exported_model(void **unused) {
  (void)unused;
  state = 31;
  if (solvers_missing()) {
    print_message("SKIPPED: glpsol or cbc is not installed\n");
    skip();
  }
  for (int round = 0; round < 8; round++) {
    jh_arena *const arena = jh_arena_create();
    jh_mip mip;
    double best[GOALS];
    do make_random(&mip, arena);
    while (!brute_force(&mip, best));
    for (int32_t g = 0; g < GOALS; g++) {
      const char *lp = NULL;
      assert_int_equal(jh_mip_to_lp(&mip, g, best, NULL, NULL, arena, &lp), JH_OK);
      expect_elsewhere(lp, best[g]);
    }
    jh_arena_destroy(arena);
  }
}

/* Words of the format as names, the same name twice, a name another row's upper side would take, a column that
 * nothing uses, a goal that names one twice, constants, a row without columns. */
static void odd_models_are_exported_whole(void **unused) {
  (void)unused;
  if (solvers_missing()) {
    print_message("SKIPPED: glpsol or cbc is not installed\n");
    skip();
  }
  static const char *const families[] = {"free", "end", "1st", "e9", "Bounds", "x", "x", "人", "one", "inf"};
  enum { COUNT = sizeof families / sizeof families[0] };
  jh_arena *const arena = jh_arena_create();
  jh_mip mip;
  jh_mip_init(&mip, arena);
  int32_t const goal = jh_mip_add_goal(&mip, "least", false, false);
  mip.goals[goal].constant = 100.25;
  for (int32_t j = 0; j < COUNT; j++) {
    int32_t const column = jh_mip_add_column(&mip, jh_tag_make(families[j], -1, -1, -1, -1), -2, 1 + j, j % 2 == 0);
    if (j == 1) continue; /* used nowhere */
    jh_mip_add_goal_entry(&mip, goal, column, 1);
    jh_mip_add_goal_entry(&mip, goal, column, 2);
  }
  int32_t const row = jh_mip_add_row(&mip, jh_tag_make("R", -1, -1, -1, -1), 3, 7.5);
  int32_t const twin = jh_mip_add_row(&mip, jh_tag_make("R_u", -1, -1, -1, -1), -JH_INFINITY, 0.5);
  (void)jh_mip_add_row(&mip, jh_tag_make("level", 1, -1, -1, -1), 0, 4);
  for (int32_t j = 2; j < COUNT; j++) jh_mip_add_entry(&mip, row, j, 1);
  jh_mip_add_entry(&mip, twin, 0, 1);
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
  assert_int_equal(solution.answer, JH_OPTIMAL);
  assert_true(fabs(solution.levels[0].value - (100.25 + 3 * (3 - 2))) < 1e-9);
  const char *lp = NULL;
  assert_int_equal(jh_mip_to_lp(&mip, goal, NULL, NULL, NULL, arena, &lp), JH_OK);
  expect_elsewhere(lp, solution.levels[0].value);
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_level_equals_brute_force),
                                     cmocka_unit_test(repair_is_the_cheapest),
                                     cmocka_unit_test(equal_bounds_and_empty_rows_are_fine),
                                     cmocka_unit_test(an_unbounded_goal_is_an_internal_error),
                                     cmocka_unit_test(an_unbounded_goal_of_an_impossible_model_is_infeasible),
                                     cmocka_unit_test(a_start_is_rounded_before_it_is_used),
                                     cmocka_unit_test(an_entry_twice_is_told_not_fatal),
                                     cmocka_unit_test(time_is_kept_and_the_best_handed_back),
                                     cmocka_unit_test(a_start_is_never_lost),
                                     cmocka_unit_test(two_jobs_in_two_threads_do_not_meet),
                                     cmocka_unit_test(other_solvers_read_the_exported_model),
                                     cmocka_unit_test(odd_models_are_exported_whole)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
