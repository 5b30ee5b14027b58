/* On hundreds of tiny random problems: no bound above the optimum, no plan below it, and most are solved. */
#include "junheng/solver/assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS = 6, SITES = 3, CASES = 60 };

static uint64_t dice;
static int32_t roll(int32_t sides) {
  dice = dice * 6364136223846793005U + 1442695040888963407U;
  return (int32_t)((dice >> 33) % (uint64_t)sides);
}

typedef struct tiny {
  int64_t weight[ITEMS], capacity[SITES], fixed[SITES], cost[ITEMS * SITES];
  bool must[SITES];
  int32_t start[ITEMS + 1], site[ITEMS * SITES], near_start[ITEMS + 1], near[2 * ITEMS], home[SITES];
} tiny;

static jh_assign make(tiny *t) {
  const bool location = roll(2) == 1;
  int32_t near = 0;
  for (int32_t i = 0; i < ITEMS; i++) {
    t->weight[i] = roll(6);
    t->near_start[i] = near;
    if (i > 0) t->near[near++] = i - 1;
    if (i + 1 < ITEMS) t->near[near++] = i + 1;
    t->start[i] = i * SITES;
    for (int32_t j = 0; j < SITES; j++) {
      t->site[i * SITES + j] = j;
      t->cost[i * SITES + j] = roll(100);
    }
  }
  t->near_start[ITEMS] = near;
  t->start[ITEMS] = ITEMS * SITES;
  for (int32_t j = 0; j < SITES; j++) {
    t->capacity[j] = 3 + roll(12);
    t->fixed[j] = location ? roll(80) : 0;
    t->must[j] = !location;
    t->home[j] = 2 * j;
  }
  return (jh_assign){.item_count = ITEMS,
                     .site_count = SITES,
                     .weight = t->weight,
                     .capacity = t->capacity,
                     .fixed = t->fixed,
                     .must_run = t->must,
                     .site_number = location && roll(2) ? 2 : -1,
                     .pair_start = t->start,
                     .pair_site = t->site,
                     .pair_cost = t->cost,
                     .connected = roll(2) == 1,
                     .neighbour_start = t->near_start,
                     .neighbours = t->near,
                     .home = t->home};
}

static int64_t brute(const jh_assign *p, jh_arena *arena) {
  int64_t best = INT64_MAX;
  for (int32_t code = 0; code < 729 * 8; code++) {
    int32_t site[ITEMS], rest = code / 8;
    bool runs[SITES];
    for (int32_t i = 0; i < ITEMS; i++, rest /= SITES) site[i] = rest % SITES;
    for (int32_t j = 0; j < SITES; j++) runs[j] = (code >> j & 1) != 0;
    bool all = true;
    for (int32_t i = 0; i < ITEMS; i++) all = all && runs[site[i]];
    int64_t value = 0;
    if (all && jh_assign_verify(p, site, runs, &value, arena) == NULL && value < best) best = value;
  }
  return best;
}

static void bounds_and_plans_enclose_the_optimum(void **state) {
  (void)state;
  int32_t solvable = 0, planned = 0;
  for (int32_t n = 0; n < CASES; n++) {
    dice = (uint64_t)n;
    tiny t;
    const jh_assign p = make(&t);
    jh_arena *arena = jh_arena_create();
    const jh_control control = jh_control_default();
    const jh_assign_parts parts = jh_assign_parts_all();
    jh_assign_solution solution;
    const int64_t best = brute(&p, arena);
    assert_int_equal(jh_assign_solve(&p, &parts, NULL, &control, arena, &solution), JH_OK);
    assert_true(solution.bound <= best);
    assert_true(!solution.has_plan || solution.value >= best);
    assert_true(solution.answer != JH_OPTIMAL || solution.value == best);
    solvable += best < INT64_MAX;
    planned += solution.has_plan;
    jh_arena_destroy(arena);
  }
  assert_true(solvable > 20);
  assert_true(planned * 2 > solvable);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bounds_and_plans_enclose_the_optimum)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
