/* The modular search against enumeration of everything: who goes where, how many modules, what opens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "junheng/solver/modular.h"

enum {
  PROBLEMS = 3000,
  SOURCES = 4,
  FACILITIES = 3,
  MANY = 14, /* facilities of the larger ones, one sink each */
  FEW_SOURCES = 7,
  OPTIONS = FEW_SOURCES * MANY
};

static const jh_wide NONE = (jh_wide)1 << 120;

typedef struct tiny {
  jh_modular problem;
  int32_t units[FEW_SOURCES], start[FEW_SOURCES + 1];
  jh_modular_option options[OPTIONS];
  jh_modular_sink sinks[MANY];
  jh_modular_facility facilities[MANY];
  uint64_t dice;
  int32_t flow[OPTIONS];
  jh_wide best;
} tiny;

static int32_t roll(tiny *t, int32_t sides) {
  t->dice = t->dice * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)((t->dice >> 33) % (uint64_t)sides);
}

static void draw_facility(tiny *t, int32_t f) {
  t->facilities[f] = (jh_modular_facility){.runs = roll(t, 4) > 0,
                                           .modules = roll(t, 8) == 0 ? -1 : roll(t, 4),
                                           .extra = roll(t, 2) * roll(t, 3),
                                           .capacity = roll(t, 4) == 0 ? roll(t, 9) : -1,
                                           .extra_cost = roll(t, 12),
                                           .open_cost = roll(t, 20)};
  for (int32_t sinks = 1 + roll(t, 2); sinks > 0; sinks--) {
    jh_modular_sink *const s = &t->sinks[t->problem.sink_count++];
    *s = (jh_modular_sink){.facility = f, .tier_count = 1 + roll(t, 3), .open_ended = roll(t, 3) == 0};
    jh_wide cost = roll(t, 3) == 0;
    for (int32_t k = 0, size = 0; k < s->tier_count; k++, cost += roll(t, 4)) {
      s->size[k] = size += 1 + roll(t, 3);
      s->cost[k] = cost;
    }
    s->beyond = cost + roll(t, 9);
  }
}

static void draw(tiny *t, uint64_t seed) {
  *t = (tiny){.dice = seed * 77 + 5, .best = NONE};
  t->problem = (jh_modular){.source_count = 1 + roll(t, SOURCES),
                            .facility_count = 1 + roll(t, FACILITIES),
                            .units = t->units,
                            .option_start = t->start,
                            .options = t->options,
                            .sinks = t->sinks,
                            .facilities = t->facilities};
  for (int32_t f = 0; f < t->problem.facility_count; f++) draw_facility(t, f);
  int32_t possible[MANY] = {0}, count = 0;
  for (int32_t k = 0; k < t->problem.source_count; k++) {
    t->units[k] = roll(t, 5);
    for (int32_t i = 0; i < t->problem.sink_count; i++) {
      if (roll(t, 3) == 0) continue;
      t->options[count++] = (jh_modular_option){.sink = i, .cost = roll(t, 8)};
      possible[i] += t->units[k];
    }
    t->start[k + 1] = count;
  }
  for (int32_t i = 0; i < t->problem.sink_count; i++)
    t->sinks[i].most = (possible[i] + t->sinks[i].size[0] - 1) / t->sinks[i].size[0];
}

/* Written apart from the engine's. */
static jh_wide tiers(const jh_modular_sink *s, int32_t load, int32_t n) {
  jh_wide cost = 0;
  for (int32_t unit = 0; unit < load; unit++) {
    int32_t tier = 0;
    while (tier < s->tier_count && unit >= s->size[tier] * n) tier++;
    if (n == 0 || (tier == s->tier_count && !s->open_ended)) return NONE;
    cost += tier < s->tier_count ? s->cost[tier] : s->beyond;
  }
  return cost;
}

static jh_wide modules_cost(const tiny *t, const int32_t *load, int32_t f, int32_t sink, int32_t used) {
  const jh_modular_facility *const facility = &t->facilities[f];
  if (sink == t->problem.sink_count || t->sinks[sink].facility != f) {
    if (facility->modules < 0 || used <= facility->modules) return 0;
    int32_t const extra = used - facility->modules;
    return extra > facility->extra ? NONE : extra * facility->extra_cost;
  }
  jh_wide best = NONE;
  for (int32_t n = 0; n <= t->sinks[sink].most; n++) {
    jh_wide const here = tiers(&t->sinks[sink], load[sink], n);
    jh_wide const rest = modules_cost(t, load, f, sink + 1, used + n);
    if (here < NONE && rest < NONE && here + rest < best) best = here + rest;
  }
  return best;
}

static void judge(tiny *t) {
  int32_t load[MANY] = {0}, sink = 0;
  jh_wide cost = 0;
  for (int32_t o = 0; o < t->start[t->problem.source_count]; o++) {
    load[t->options[o].sink] += t->flow[o];
    cost += t->options[o].cost * t->flow[o];
  }
  for (int32_t f = 0; f < t->problem.facility_count; f++) {
    int32_t total = 0, first = sink;
    for (; sink < t->problem.sink_count && t->sinks[sink].facility == f; sink++) total += load[sink];
    if (total == 0) continue;
    if (t->facilities[f].capacity >= 0 && total > t->facilities[f].capacity) return;
    jh_wide const modules = modules_cost(t, load, f, first, 0);
    if (modules >= NONE) return;
    cost += modules + (t->facilities[f].runs ? 0 : t->facilities[f].open_cost);
  }
  if (cost < t->best) t->best = cost;
}

static void enumerate(tiny *t, int32_t source, int32_t option, int32_t left) {
  if (option == t->start[source + 1]) {
    if (left > 0) return;
    if (source + 1 == t->problem.source_count) {
      judge(t);
      return;
    }
    enumerate(t, source + 1, option, t->units[source + 1]);
    return;
  }
  for (int32_t units = 0; units <= left; units++) {
    t->flow[option] = units;
    enumerate(t, source, option + 1, left - units);
  }
}

/* Solved and enumerated; did the search branch? */
static bool prove(tiny *t) {
  jh_control const control = jh_control_default();
  enumerate(t, 0, 0, t->units[0]);
  jh_arena *const arena = jh_arena_create();
  jh_modular_plan plan;
  assert_int_equal(jh_modular_solve(&t->problem, &control, arena, &plan), JH_OK);
  assert_int_equal(plan.answer, t->best < NONE ? JH_OPTIMAL : JH_INFEASIBLE);
  assert_int_equal(plan.has_plan, t->best < NONE);
  if (plan.has_plan) {
    assert_true(plan.cost == t->best);
    assert_true(plan.bound == t->best);
    jh_wide cost;
    assert_true(jh_modular_verify(&t->problem, &plan, arena, &cost));
    assert_true(cost == t->best);
  }
  jh_arena_destroy(arena);
  return plan.node_count > 1;
}

static void every_optimum_equals_enumeration(void **unused) {
  (void)unused;
  int32_t infeasible = 0, searched = 0;
  for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
    tiny t;
    draw(&t, seed);
    searched += prove(&t);
    infeasible += t.best >= NONE;
  }
  assert_true(infeasible > PROBLEMS / 20 && infeasible < PROBLEMS / 2);
  assert_true(searched > PROBLEMS / 20);
}

/* Ways that cost the same or far more, as where an earlier goal decides: options are dropped for good, ties stay. */
static void dropped_options_are_in_no_better_plan(void **unused) {
  (void)unused;
  for (uint64_t seed = 1; seed <= 2 * PROBLEMS; seed++) {
    tiny t;
    draw(&t, 100000 + seed);
    for (int32_t o = 0; o < t.start[t.problem.source_count]; o++) t.options[o].cost = roll(&t, 3) * 1000;
    for (int32_t f = 0; f < t.problem.facility_count; f++)
      if (roll(&t, 2)) t.facilities[f].open_cost *= 1000, t.facilities[f].extra_cost *= 1000;
    prove(&t);
  }
}

/* Facilities side by side with one sink each; sources go to one of two or three next to each other, at costs that are
 * the same or differ by much. */
static void draw_row(tiny *t, uint64_t seed) {
  *t = (tiny){.dice = seed * 91 + 3, .best = NONE};
  int32_t const facilities = 8 + roll(t, MANY - 7);
  t->problem = (jh_modular){.source_count = 3 + roll(t, FEW_SOURCES - 2),
                            .sink_count = facilities,
                            .facility_count = facilities,
                            .units = t->units,
                            .option_start = t->start,
                            .options = t->options,
                            .sinks = t->sinks,
                            .facilities = t->facilities};
  for (int32_t f = 0; f < facilities; f++) {
    t->facilities[f] = (jh_modular_facility){.runs = roll(t, 6) > 0,
                                             .modules = roll(t, 3),
                                             .extra = roll(t, 2),
                                             .capacity = roll(t, 6) == 0 ? roll(t, 6) : -1,
                                             .extra_cost = 100 * roll(t, 12),
                                             .open_cost = 100 * roll(t, 20)};
    t->sinks[f] = (jh_modular_sink){.facility = f,
                                    .most = 9,
                                    .tier_count = 2,
                                    .size = {1 + roll(t, 2), 3 + roll(t, 2)},
                                    .cost = {0, 1 + roll(t, 3)},
                                    .open_ended = roll(t, 3) > 0,
                                    .beyond = 3000};
  }
  int32_t count = 0;
  for (int32_t k = 0; k < t->problem.source_count; k++) {
    t->units[k] = roll(t, 4);
    int32_t const first = roll(t, facilities - 2), width = 2 + (roll(t, 4) == 0);
    for (int32_t i = first; i < first + width; i++)
      t->options[count++] = (jh_modular_option){.sink = i, .cost = 1000 * roll(t, 3) + 100 * roll(t, 2)};
    t->start[k + 1] = count;
  }
}

/* Parts that no option left connects are proven each by itself: together they are the whole. */
static void parts_together_are_the_whole(void **unused) {
  (void)unused;
  for (uint64_t seed = 1; seed <= PROBLEMS / 3; seed++) {
    tiny t;
    draw_row(&t, seed);
    prove(&t);
  }
}

/* A plan that breaks a row is not taken for one. */
static void broken_plans_are_refused(void **unused) {
  (void)unused;
  jh_control const control = jh_control_default();
  int32_t refused = 0;
  for (uint64_t seed = 1; seed <= 300; seed++) {
    tiny t;
    draw(&t, seed);
    jh_arena *const arena = jh_arena_create();
    jh_modular_plan plan;
    assert_int_equal(jh_modular_solve(&t.problem, &control, arena, &plan), JH_OK);
    jh_wide cost;
    if (plan.has_plan && t.start[1] > 0) {
      plan.units[0] += 1;
      assert_false(jh_modular_verify(&t.problem, &plan, arena, &cost));
      plan.units[0] -= 1;
      plan.extra[0] = t.facilities[0].extra + 1;
      assert_false(jh_modular_verify(&t.problem, &plan, arena, &cost));
      refused++;
    }
    jh_arena_destroy(arena);
  }
  assert_true(refused > 100);
}

/* A stop before the end: no plan or a plan, and a bound that the optimum keeps. */
static void a_stop_keeps_the_bound_honest(void **unused) {
  (void)unused;
  static volatile sig_atomic_t stop = 1;
  jh_control control = jh_control_default();
  control.stop = &stop;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    tiny t;
    draw(&t, seed);
    enumerate(&t, 0, 0, t.units[0]);
    jh_arena *const arena = jh_arena_create();
    jh_modular_plan plan;
    assert_int_equal(jh_modular_solve(&t.problem, &control, arena, &plan), JH_OK);
    assert_int_equal(plan.answer, JH_STOPPED);
    assert_true(plan.bound <= t.best);
    jh_arena_destroy(arena);
  }
}

/* However early the time is up: the bound stays below the optimum, and a plan called optimal is. */
static void no_moment_to_stop_makes_a_false_proof(void **unused) {
  (void)unused;
  int32_t stopped = 0;
  for (uint64_t seed = 1; seed <= 1500; seed++) {
    tiny t;
    draw(&t, seed);
    enumerate(&t, 0, 0, t.units[0]);
    jh_arena *const arena = jh_arena_create();
    jh_control control = jh_control_default();
    control.limit_s = 1e-6 * (double)(1 + roll(&t, 60));
    jh_modular_plan plan;
    assert_int_equal(jh_modular_solve(&t.problem, &control, arena, &plan), JH_OK);
    if (t.best < NONE) assert_true(plan.bound <= t.best);
    if (plan.answer == JH_OPTIMAL) assert_true(plan.cost == t.best);
    if (plan.answer == JH_INFEASIBLE) assert_true(t.best >= NONE);
    if (plan.has_plan) assert_true(plan.cost >= t.best);
    stopped += plan.answer == JH_STOPPED;
    jh_arena_destroy(arena);
  }
  assert_true(stopped > 50);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_optimum_equals_enumeration), cmocka_unit_test(dropped_options_are_in_no_better_plan),
      cmocka_unit_test(parts_together_are_the_whole),     cmocka_unit_test(broken_plans_are_refused),
      cmocka_unit_test(a_stop_keeps_the_bound_honest),    cmocka_unit_test(no_moment_to_stop_makes_a_false_proof),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
