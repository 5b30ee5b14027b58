/* The search under connected catchments, by itself, without the program that proves small cases: in tiny counties
 * with few seats it finds a plan within the rules nearly wherever there is one, against enumeration. */
#include "../../models/consolidation.h"
#include "brute_consolidation.h"

enum { COUNTIES = 400, PLACES = 7, SITES = 3, STEPS = 20000, ROUNDS = 4 };

/* Schools of nine grades that hold some of the places each. */
static void draw(tiny *t, uint64_t seed) {
  tiny_draw_sized(t, seed, PLACES, SITES);
  t->policy.whole = t->policy.contiguous = true;
  t->policy.bands = 2;
  t->policy.number = -1;
  t->policy.least = 0;
  int pupils = 1;
  for (int p = 0; p < PLACES; p++)
    for (int g = 1; g <= TINY_GRADES; g++) pupils += t->pupils[p][g];
  for (int s = 0; s < SITES; s++) {
    t->site[s].first = 1;
    t->site[s].last = 9;
    t->site[s].point = false;
    t->site[s].rooms = -1;
    t->site[s].seats = pupils / 4 + tiny_below(t, pupils / 3 + 1);
    for (int p = 0; p < PLACES; p++) t->minutes[p][s] = 5 + tiny_below(t, 25);
  }
}

static void a_plan_within_the_rules_is_mostly_found_where_there_is_one(void **unused) {
  (void)unused;
  int possible = 0, impossible = 0, missed = 0, best = 0;
  for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
    tiny t;
    brute b;
    draw(&t, seed);
    brute_solve(&b, &t, 0, 0);
    jh_arena *const arena = jh_arena_create();
    jh_problems problems;
    jh_case problem;
    jh_state found;
    jh_control const control = jh_control_default();
    jh_search_plan const plan = {.seed = 1, .steps = STEPS};
    jh_problems_init(&problems, arena);
    assert_int_equal(jh_case_build(tiny_county(&t, arena), 2020, arena, &problems, &problem), JH_OK);
    assert_int_equal(jh_case_search(&problem, &plan, &control, arena, &found), JH_OK);
    for (int round = 2; round <= ROUNDS && !jh_state_meets(&found); round++) {
      jh_search_plan const near = {.seed = (uint64_t)round, .steps = STEPS, .from = &found};
      jh_state other;
      assert_int_equal(jh_case_search(&problem, &near, &control, arena, &other), JH_OK);
      found = other;
    }
    bool const meets = jh_state_meets(&found);
    assert_false(meets && !b.found);
    if (meets) assert_true(jh_state_value(&found) >= b.best);
    possible += b.found;
    impossible += !b.found;
    missed += b.found && !meets;
    best += meets && jh_state_value(&found) == b.best;
    jh_arena_destroy(arena);
  }
  print_message("%d possible, %d not; %d missed, %d the best\n", possible, impossible, missed, best);
  assert_true(possible > COUNTIES / 4 && impossible > COUNTIES / 20);
  assert_true(10 * missed < possible);
  assert_true(5 * best > 4 * possible);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_plan_within_the_rules_is_mostly_found_where_there_is_one)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
