/* The rotation model written as rows says the same as the network, at every level, here and in other solvers. */
#include "../../models/rotation_inner.h"
#include "junheng/solver/mip.h"
#include "other_solver.h"
#include "tiny_rotation.h"

#include <math.h>
#include <string.h>

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

/* True: the backbone share had to be branched on. */
static bool compare(const tiny *t, int *lacking, int *by_school) {
  jh_arena *const arena = jh_arena_create();
  jh_plan plan;
  const char *lp = NULL;
  plan_of(&t->county, arena, &plan, &lp);
  assert_non_null(lp);
  rotation_ground ground;
  rotation_shortfall shortfall;
  lay(&t->county, arena, &ground, &shortfall);
  jh_mip mip;
  jh_mip_init(&mip, arena);
  assert_int_equal(rotation_build_mip(&ground, &shortfall, &mip), JH_OK);
  jh_control const control = jh_control_default();
  jh_mip_solution solution;
  assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &solution), JH_OK);
  assert_int_equal(solution.answer, JH_OPTIMAL);
  for (int k = 0; k < ROTATION_LEVELS; k++) {
    assert_int_equal((int64_t)llround(solution.levels[k].value), plan.result.levels[k].value);
    assert_int_equal(plan.result.levels[k].bound, plan.result.levels[k].value);
  }
  *lacking += plan.result.answer == JH_INFEASIBLE;
  *by_school += ground.by_school;
  bool const branched = strstr(plan.result.method, "branch") != NULL;
  jh_arena_destroy(arena);
  return branched;
}

static void rows_and_network_agree_at_every_level(void **unused) {
  (void)unused;
  int lacking = 0, by_school = 0;
  for (uint64_t seed = 5000; seed < 5250; seed++) {
    tiny t;
    tiny_draw(&t, seed);
    (void)compare(&t, &lacking, &by_school);
    tiny_release(&t);
  }
  assert_true(lacking > 10 && lacking < 240 && by_school > 10);
}

/* Too many to enumerate, with a backbone share that binds more often than not. */
static void they_agree_on_larger_counties_with_a_binding_share(void **unused) {
  (void)unused;
  static const char *const shares[] = {"25", "33.5", "40", "45"};
  int lacking = 0, by_school = 0, branched = 0;
  for (uint64_t seed = 8000; seed < 8060; seed++) {
    tiny t;
    tiny_draw(&t, seed);
    for (int32_t k = 0; k < 50; k++) tiny_draw_teacher(&t);
    for (int32_t i = 0; i < t.county.posts_count; i++) t.posts[i].posts += tiny_below(&t, 12);
    tiny_set(&t, "backbone_share", shares[tiny_below(&t, 4)]);
    tiny_set(&t, "max_leave_share", "60");
    branched += compare(&t, &lacking, &by_school);
    tiny_release(&t);
  }
  assert_true(lacking < 40 && branched > 5);
}

/* Level by level from the one file that --write-lp writes, as a person would by hand. */
static void other_solvers_reach_every_level(void **unused) {
  (void)unused;
  if (!other_solver_installed(OTHER_GLPSOL)) {
    print_message("SKIPPED: glpsol is not installed\n");
    skip();
  }
  bool const cbc = other_solver_installed(OTHER_CBC);
  for (uint64_t seed = 7000; seed < 7005; seed++) {
    tiny t;
    tiny_draw(&t, seed);
    jh_arena *const arena = jh_arena_create();
    jh_plan plan;
    const char *lp = NULL;
    plan_of(&t.county, arena, &plan, &lp);
    double held[ROTATION_LEVELS];
    for (int k = 0; k < ROTATION_LEVELS; k++) {
      held[k] = (double)plan.result.levels[k].value;
      const char *const text = other_solver_level(lp, k + 1, held, arena);
      assert_non_null(text);
      assert_true(fabs(other_solver_optimum(OTHER_GLPSOL, text) - held[k]) < 1e-3);
      if (cbc) assert_true(fabs(other_solver_optimum(OTHER_CBC, text) - held[k]) < 1e-3);
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
                                     cmocka_unit_test(they_agree_on_larger_counties_with_a_binding_share),
                                     cmocka_unit_test(other_solvers_reach_every_level),
                                     cmocka_unit_test(names_are_those_of_the_tables)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
