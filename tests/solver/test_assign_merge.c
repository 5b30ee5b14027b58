/* Regions on a grid, with tight seats: plans merged, beside the proven best; over sites that all run, where some of
 * them need not, and where so many shall. Where regions must hold together annealed plans are merged, where they need
 * not the ends of neighbourhoods. */
#include "dice.h"

#include "junheng/solver/assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { WIDE = 7, ITEMS = WIDE * WIDE, SITES = 5, PAIRS = ITEMS * SITES, ROUNDS = 6 };

typedef struct grid {
  jh_assign problem;
  int64_t weight[ITEMS], capacity[SITES], fixed[SITES], cost[PAIRS];
  bool must_run[SITES];
  int32_t pair_start[ITEMS + 1], pair_site[PAIRS], neighbour_start[ITEMS + 1], neighbours[4 * ITEMS], home[SITES];
} grid;

static void add_neighbours(grid *g, int32_t item, int32_t *count) {
  int32_t const x = item % WIDE, y = item / WIDE;
  if (x > 0) g->neighbours[(*count)++] = item - 1;
  if (x + 1 < WIDE) g->neighbours[(*count)++] = item + 1;
  if (y > 0) g->neighbours[(*count)++] = item - WIDE;
  if (y + 1 < WIDE) g->neighbours[(*count)++] = item + WIDE;
  g->neighbour_start[item + 1] = *count;
}

static void draw_homes(grid *g) {
  for (int32_t j = 0; j < SITES; j++) {
    bool taken = true;
    while (taken) {
      g->home[j] = (int32_t)dice(ITEMS);
      taken = false;
      for (int32_t other = 0; other < j; other++) taken |= g->home[other] == g->home[j];
    }
  }
}

enum { ALL_RUN = -1, AS_MANY_AS_PAY = 0 }; /* or a number of sites */

static void make_grid(grid *g, int sites, bool connected) {
  bool const free_sites = sites != ALL_RUN;
  *g = (grid){0};
  int32_t neighbours = 0;
  int64_t weight = 0;
  draw_homes(g);
  for (int32_t i = 0; i < ITEMS; i++) {
    weight += g->weight[i] = 3 + dice(20);
    g->pair_start[i + 1] = (i + 1) * SITES;
    for (int32_t j = 0; j < SITES; j++) {
      int32_t const across = abs(i % WIDE - g->home[j] % WIDE), along = abs(i / WIDE - g->home[j] / WIDE);
      g->pair_site[i * SITES + j] = j;
      g->cost[i * SITES + j] = g->weight[i] * (10 * (across + along) + dice(8));
    }
    add_neighbours(g, i, &neighbours);
  }
  for (int32_t j = 0; j < SITES; j++) {
    int64_t const running = free_sites ? SITES - 2 : SITES;
    g->capacity[j] = weight / running + weight / 50;
    g->must_run[j] = !free_sites;
    g->fixed[j] = free_sites ? weight * (3 + dice(3)) : 0;
  }
  g->problem = (jh_assign){.item_count = ITEMS,
                           .site_count = SITES,
                           .weight = g->weight,
                           .capacity = g->capacity,
                           .fixed = g->fixed,
                           .must_run = g->must_run,
                           .site_number = sites > 0 ? sites : -1,
                           .pair_start = g->pair_start,
                           .pair_site = g->pair_site,
                           .pair_cost = g->cost,
                           .connected = connected,
                           .neighbour_start = g->neighbour_start,
                           .neighbours = g->neighbours,
                           .home = g->home};
}

/* The tree proves within its time; without it, and without a time limit, the search ends where nothing is gained. */
static jh_assign_solution solve(const grid *g, bool branching, jh_arena *arena) {
  jh_control control = jh_control_default();
  control.gap = 0;
  control.limit_s = branching ? 60 : 0;
  jh_assign_parts parts = jh_assign_parts_all();
  parts.branching = branching;
  jh_assign_solution solution;
  assert_int_equal(jh_assign_solve(&g->problem, &parts, NULL, &control, arena, &solution), JH_OK);
  int64_t value = 0;
  if (solution.has_plan) {
    assert_null(jh_assign_verify(&g->problem, solution.site, solution.runs, &value, arena));
    assert_int_equal(value, solution.value);
  }
  return solution;
}

static void compare(int sites, bool connected) {
  state = 7;
  int compared = 0;
  for (int round = 0; round < ROUNDS; round++) {
    grid g;
    make_grid(&g, sites, connected);
    jh_arena *const arena = jh_arena_create();
    jh_assign_solution const proven = solve(&g, true, arena), merged = solve(&g, false, arena);
    if (proven.answer == JH_INFEASIBLE) assert_false(merged.has_plan); /* homes too near each other */
    if (proven.answer == JH_OPTIMAL) {
      assert_true(merged.has_plan);
      assert_true(merged.value >= proven.value);
      assert_true((double)merged.value <= 1.005 * (double)proven.value);
      assert_true(merged.bound <= proven.value);
      compared += 1;
    }
    jh_arena_destroy(arena);
  }
  if (compared == 0) print_message("nothing was proven in the time given\n");
}

static void plans_merged_are_near_the_proven_best(void **unused) {
  (void)unused;
  compare(ALL_RUN, true);
}

static void so_are_those_of_sites_that_need_not_run(void **unused) {
  (void)unused;
  compare(AS_MANY_AS_PAY, true);
}

static void and_where_a_number_of_sites_is_asked_for(void **unused) {
  (void)unused;
  compare(SITES - 1, true);
}

static void and_where_regions_need_not_hold_together(void **unused) {
  (void)unused;
  compare(ALL_RUN, false);
  compare(AS_MANY_AS_PAY, false);
  compare(SITES - 1, false);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(plans_merged_are_near_the_proven_best),
                                     cmocka_unit_test(so_are_those_of_sites_that_need_not_run),
                                     cmocka_unit_test(and_where_a_number_of_sites_is_asked_for),
                                     cmocka_unit_test(and_where_regions_need_not_hold_together)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
