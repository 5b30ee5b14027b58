/* The rotation model written as rows says the same as the network, at every level, here and in other solvers. */
#define _GNU_SOURCE
#include "../../models/rotation_inner.h"
#include "junheng/solver/mip.h"
#include "tiny_rotation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void plan_of(const jh_county *county, jh_arena *arena, jh_plan *plan, const char **lp) {
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = TINY_YEAR, .last_year = TINY_YEAR, .want_lp = true};
  assert_int_equal(jh_rotation_model(county, &options, &control, arena, &problems, plan, lp), JH_OK);
}

static void lay(const jh_county *county, jh_arena *arena, rotation_ground *ground, rotation_shortfall *shortfall) {
  jh_problems problems;
  jh_problems_init(&problems, arena);
  assert_int_equal(rotation_lay_ground(county, TINY_YEAR, arena, &problems, ground), JH_OK);
  rotation_rules const rules = rotation_rules_of(ground);
  assert_int_equal(rotation_find_shortfall(ground, &rules, arena, shortfall), JH_OK);
}

static void rows_and_network_agree_at_every_level(void **unused) {
  (void)unused;
  int lacking = 0, by_school = 0;
  for (uint64_t seed = 5000; seed < 5250; seed++) {
    tiny t;
    tiny_draw(&t, seed);
    jh_arena *const arena = jh_arena_create();
    jh_plan plan;
    const char *lp = NULL;
    plan_of(&t.county, arena, &plan, &lp);
    assert_non_null(lp);
    rotation_ground ground;
    rotation_shortfall shortfall;
    lay(&t.county, arena, &ground, &shortfall);
    jh_mip mip;
    jh_mip_init(&mip, arena);
    assert_int_equal(rotation_build_mip(&ground, &shortfall, &mip), JH_OK);
    jh_control const control = jh_control_default();
    jh_mip_solution solution;
    assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
    assert_int_equal(solution.answer, JH_OPTIMAL);
    for (int k = 0; k < ROTATION_LEVELS; k++)
      assert_int_equal((int64_t)llround(solution.levels[k].value), plan.result.levels[k].value);
    lacking += plan.result.answer == JH_INFEASIBLE;
    by_school += ground.by_school;
    jh_arena_destroy(arena);
    tiny_release(&t);
  }
  assert_true(lacking > 10 && lacking < 240 && by_school > 10);
}

/* The optimum in the output of a solver; NAN: none. */
static double optimum_of(const char *command, const char *pattern) {
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

static void expect_elsewhere(const char *lp, double optimum) {
  char folder[] = "/tmp/junheng-lp-XXXXXX", path[64], command[256];
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/model.lp", folder);
  FILE *const file = fopen(path, "w");
  assert_non_null(file);
  assert_true(fputs(lp, file) >= 0);
  assert_int_equal(fclose(file), 0);
  snprintf(command, sizeof command, "glpsol --lp %s -o %s.out >/dev/null; grep Objective %s.out", path, path, path);
  assert_true(fabs(optimum_of(command, "goal = ") - optimum) < 1e-3);
  if (system("command -v cbc >/dev/null") == 0) {
    snprintf(command, sizeof command, "cbc %s solve quit", path);
    assert_true(fabs(optimum_of(command, "Objective value:") - optimum) < 1e-3);
  }
  snprintf(command, sizeof command, "rm -r %s", folder);
  assert_int_equal(system(command), 0);
}

static void other_solvers_reach_every_level(void **unused) {
  (void)unused;
  if (system("command -v glpsol >/dev/null") != 0) {
    print_message("SKIPPED: glpsol is not installed\n");
    skip();
  }
  for (uint64_t seed = 7000; seed < 7005; seed++) {
    tiny t;
    tiny_draw(&t, seed);
    jh_arena *const arena = jh_arena_create();
    jh_plan plan;
    const char *lp = NULL;
    plan_of(&t.county, arena, &plan, &lp);
    rotation_ground ground;
    rotation_shortfall shortfall;
    lay(&t.county, arena, &ground, &shortfall);
    int64_t held[ROTATION_LEVELS];
    for (int k = 0; k < ROTATION_LEVELS; k++) held[k] = plan.result.levels[k].value;
    for (int32_t level = 0; level < ROTATION_LEVELS; level++) {
      if (level > 0) assert_int_equal(rotation_write_lp(&ground, level, held, &shortfall, arena, &lp), JH_OK);
      expect_elsewhere(lp, (double)held[level]);
    }
    jh_arena_destroy(arena);
    tiny_release(&t);
  }
}

/* A planner finds teachers and schools in the file by their own numbers, and the five goals in their order. */
static void names_are_those_of_the_tables(void **unused) {
  (void)unused;
  tiny t;
  tiny_begin(&t, 1);
  tiny_school(&t, JH_URBAN, 0, 0);
  tiny_school(&t, JH_RURAL, 3000, 4000);
  for (int32_t k = 0; k < 10; k++) tiny_teacher(&t, 0, 0, k < 5);
  tiny_post(&t, 1, 0, 1);
  jh_arena *const arena = jh_arena_create();
  jh_plan plan;
  const char *lp = NULL;
  plan_of(&t.county, arena, &plan, &lp);
  static const char *const expected[] = {" x_T3_S2_0",
                                         " b_T3_S2",
                                         " R1_T3:",
                                         " R4_S1:",
                                         " R4_S1_0:",
                                         " R5_S2_0:",
                                         "level 1: minimise posts_unfilled",
                                         "level 2: minimise sent_beyond_posts",
                                         "level 3: maximise preferences",
                                         "level 4: minimise teacher_km",
                                         "level 5: maximise years_here"};
  const char *before = lp;
  for (size_t k = 0; k < sizeof expected / sizeof expected[0]; k++) {
    const char *const at = strstr(lp, expected[k]);
    if (!at) print_message("missing: %s\n", expected[k]);
    assert_non_null(at);
    if (k > 6) assert_true(at > before);
    if (k >= 6) before = at;
  }
  jh_arena_destroy(arena);
  tiny_release(&t);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(rows_and_network_agree_at_every_level),
                                     cmocka_unit_test(other_solvers_reach_every_level),
                                     cmocka_unit_test(names_are_those_of_the_tables)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
