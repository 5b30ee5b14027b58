/* Problems with candidate lists, and with more sites than a tree can take: bounds hold for the whole problem. */
#include "junheng/solver/assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum {
  ITEMS = 6,
  SITES = 4,
  CASES = 150,
  ISLANDS = 32,
  HERE = 3,
  ALL_ITEMS = ISLANDS * ITEMS,
  ALL_SITES = ISLANDS * HERE
};

static uint64_t dice;
static int32_t roll(int32_t sides) {
  dice = dice * 6364136223846793005U + 1442695040888963407U;
  return (int32_t)((dice >> 33) % (uint64_t)sides);
}

/* ---- candidate lists ---- */

typedef struct tiny {
  int64_t weight[ITEMS], capacity[SITES], fixed[SITES], cost[ITEMS * SITES], short_cost[ITEMS * SITES], beyond[ITEMS];
  bool must[SITES];
  int32_t start[ITEMS + 1], site[ITEMS * SITES], short_start[ITEMS + 1], short_site[ITEMS * SITES];
} tiny;

static jh_assign make_whole(tiny *t) {
  memset(t, 0, sizeof *t);
  bool const location = roll(3) > 0;
  for (int32_t i = 0; i < ITEMS; i++) {
    t->weight[i] = roll(7);
    t->start[i + 1] = (i + 1) * SITES;
    for (int32_t j = 0; j < SITES; j++) {
      t->site[i * SITES + j] = j;
      t->cost[i * SITES + j] = roll(60);
    }
  }
  for (int32_t j = 0; j < SITES; j++) {
    t->capacity[j] = 4 + roll(10);
    t->fixed[j] = location ? roll(60) : 0;
    t->must[j] = !location;
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
                     .pair_cost = t->cost};
}

/* Some pairs are left out, dear ones more often. */
static jh_assign leave_out(tiny *t, const jh_assign *whole) {
  jh_assign listed = *whole;
  int32_t pairs = 0;
  for (int32_t i = 0; i < ITEMS; i++) {
    t->beyond[i] = INT64_MAX;
    t->short_start[i] = pairs;
    for (int32_t j = 0; j < SITES; j++) {
      int64_t const cost = t->cost[i * SITES + j];
      if (roll(60) < cost) {
        if (cost < t->beyond[i]) t->beyond[i] = cost;
        continue;
      }
      t->short_site[pairs] = j;
      t->short_cost[pairs++] = cost;
    }
  }
  t->short_start[ITEMS] = pairs;
  listed.pair_start = t->short_start;
  listed.pair_site = t->short_site;
  listed.pair_cost = t->short_cost;
  listed.beyond = t->beyond;
  return listed;
}

static int64_t brute(const jh_assign *p, jh_arena *arena) {
  int64_t best = INT64_MAX;
  int32_t codes = 1;
  for (int32_t i = 0; i < p->item_count; i++) codes *= p->site_count;
  for (int32_t set = 1; set < 1 << p->site_count; set++) {
    bool runs[SITES];
    for (int32_t j = 0; j < p->site_count; j++) runs[j] = set >> j & 1;
    for (int32_t code = 0; code < codes; code++) {
      int32_t site[ITEMS], rest = code;
      bool all = true;
      for (int32_t i = 0; i < p->item_count; i++, rest /= p->site_count) {
        site[i] = rest % p->site_count;
        all = all && runs[site[i]];
      }
      int64_t value = 0;
      if (all && !jh_assign_verify(p, site, runs, &value, arena) && value < best) best = value;
    }
  }
  return best;
}

static void bounds_of_candidate_lists_hold_for_all_pairs(void **state) {
  (void)state;
  int32_t optimal = 0;
  for (int32_t n = 0; n < CASES; n++) {
    dice = (uint64_t)n + 1000;
    tiny t;
    jh_assign const whole = make_whole(&t), listed = leave_out(&t, &whole);
    jh_arena *const arena = jh_arena_create(), *const scrap = jh_arena_create();
    jh_control control = jh_control_default();
    jh_assign_parts const parts = jh_assign_parts_all();
    jh_assign_solution solution;
    int64_t const best = brute(&whole, scrap);
    control.threads = 1 + n % 2;
    assert_int_equal(jh_assign_solve(&listed, &parts, NULL, &control, arena, &solution), JH_OK);
    assert_true(solution.bound <= best);
    assert_true(!solution.has_plan || solution.value >= best);
    assert_true(solution.answer != JH_INFEASIBLE || best == INT64_MAX);
    assert_true(solution.answer != JH_OPTIMAL || solution.value == best);
    optimal += solution.answer == JH_OPTIMAL;
    jh_arena_destroy(arena);
    jh_arena_destroy(scrap);
  }
  assert_true(optimal > 0); /* lists do not keep all from being proven */
}

static void regions_need_all_pairs(void **state) {
  (void)state;
  tiny t;
  dice = 1;
  jh_assign const whole = make_whole(&t);
  jh_assign listed = leave_out(&t, &whole);
  listed.connected = true;
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution solution;
  assert_int_equal(jh_assign_solve(&listed, &parts, NULL, &control, arena, &solution), JH_INTERNAL);
  jh_arena_destroy(arena);
}

/* ---- many sites ---- */

/* Islands of three sites in a ring; where bridged, an item may also go to the next island, for more than it is worth
 * or hardly more. */
typedef struct sea {
  int64_t weight[ALL_ITEMS], capacity[ALL_SITES], fixed[ALL_SITES], cost[ALL_ITEMS * 2 * HERE], beyond[ALL_ITEMS];
  bool must[ALL_SITES];
  int32_t start[ALL_ITEMS + 1], site[ALL_ITEMS * 2 * HERE];
  int64_t best; /* of the islands, each alone */
} sea;

static jh_assign island(const sea *s, int32_t n, int32_t *start, int32_t *site, int64_t *cost) {
  for (int32_t i = 0; i < ITEMS; i++) {
    start[i] = i * HERE;
    for (int32_t k = s->start[n * ITEMS + i]; k < s->start[n * ITEMS + i + 1]; k++) {
      int32_t const j = s->site[k] - n * HERE;
      if (j < 0 || j >= HERE) continue;
      site[i * HERE + j] = j;
      cost[i * HERE + j] = s->cost[k];
    }
  }
  start[ITEMS] = ITEMS * HERE;
  return (jh_assign){.item_count = ITEMS,
                     .site_count = HERE,
                     .weight = &s->weight[n * ITEMS],
                     .capacity = &s->capacity[n * HERE],
                     .fixed = &s->fixed[n * HERE],
                     .must_run = &s->must[n * HERE],
                     .site_number = -1,
                     .pair_start = start,
                     .pair_site = site,
                     .pair_cost = cost};
}

static void fill_island(sea *s, int32_t n, int64_t bridge, int32_t *pairs) {
  for (int32_t j = n * HERE; j < (n + 1) * HERE; j++) {
    s->capacity[j] = 250 + roll(200);
    s->fixed[j] = 2000 + roll(3000);
    s->must[j] = false;
  }
  for (int32_t i = n * ITEMS; i < (n + 1) * ITEMS; i++) {
    s->weight[i] = 20 + roll(80);
    s->beyond[i] = bridge > 0 ? 3 * bridge : INT64_MAX;
    s->start[i] = *pairs;
    for (int32_t island_of = 0; island_of < ISLANDS; island_of++) {
      bool const here = island_of == n, next = island_of == (n + 1) % ISLANDS && bridge > 0;
      for (int32_t j = 0; (here || next) && j < HERE; j++) {
        s->site[*pairs] = island_of * HERE + j;
        s->cost[(*pairs)++] = (here ? 0 : bridge) + 100 + roll(900);
      }
    }
  }
}

static jh_assign make_sea(sea *s, int64_t bridge, jh_arena *arena) {
  int32_t pairs = 0;
  s->best = 0;
  for (int32_t n = 0; n < ISLANDS; n++) {
    int32_t start[ITEMS + 1], site[ITEMS * HERE], first = pairs;
    int64_t cost[ITEMS * HERE], best = INT64_MAX;
    while (best == INT64_MAX) {
      pairs = first;
      fill_island(s, n, bridge, &pairs);
      s->start[(n + 1) * ITEMS] = pairs;
      jh_assign const alone = island(s, n, start, site, cost);
      best = brute(&alone, arena);
    }
    s->best += best;
  }
  return (jh_assign){.item_count = ALL_ITEMS,
                     .site_count = ALL_SITES,
                     .weight = s->weight,
                     .capacity = s->capacity,
                     .fixed = s->fixed,
                     .must_run = s->must,
                     .site_number = -1,
                     .pair_start = s->start,
                     .pair_site = s->site,
                     .pair_cost = s->cost,
                     .beyond = s->beyond};
}

/* Without bridges the islands' own optima add up to the optimum; dear bridges change nothing; cheap ones may lower
 * it, never what the bound says below the sum. */
static void parts_bound_the_whole(void **state) {
  (void)state;
  static int64_t const BRIDGES[] = {0, 100000, 300};
  static sea s;
  for (int32_t n = 0; n < 3; n++) {
    dice = 70 + (uint64_t)n;
    jh_arena *const arena = jh_arena_create();
    jh_assign const problem = make_sea(&s, BRIDGES[n], arena);
    jh_control control = jh_control_default();
    control.gap = 0.002;
    jh_assign_parts const parts = jh_assign_parts_all();
    jh_assign_solution solution;
    int64_t value = 0;
    assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution), JH_OK);
    assert_true(solution.has_plan);
    assert_null(jh_assign_verify(&problem, solution.site, solution.runs, &value, arena));
    assert_int_equal(value, solution.value);
    assert_true(solution.bound <= s.best && solution.bound <= solution.value);
    if (BRIDGES[n] != 300) assert_true(solution.value >= s.best);
    if (BRIDGES[n] == 0) assert_true(500 * (solution.value - solution.bound) <= solution.value);
    jh_arena_destroy(arena);
  }
}

static void same_seed_same_plan_with_many_sites(void **state) {
  (void)state;
  static sea s;
  dice = 9;
  jh_arena *const arena = jh_arena_create();
  jh_assign const problem = make_sea(&s, 1500, arena);
  jh_control control = jh_control_default();
  control.gap = 0.01;
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution first, second;
  assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &first), JH_OK);
  assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &second), JH_OK);
  assert_memory_equal(first.site, second.site, sizeof(int32_t) * ALL_ITEMS);
  assert_int_equal(first.bound, second.bound);
  jh_arena_destroy(arena);
}

static void many_sites_with_a_number_of_them(void **state) {
  (void)state;
  static sea s;
  dice = 12;
  jh_arena *const arena = jh_arena_create();
  jh_assign problem = make_sea(&s, 0, arena);
  problem.site_number = 2 * ISLANDS;
  jh_control control = jh_control_default();
  control.limit_s = 2;
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution solution;
  int64_t value = 0;
  assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution), JH_OK);
  if (solution.has_plan) {
    assert_null(jh_assign_verify(&problem, solution.site, solution.runs, &value, arena));
    assert_true(solution.bound <= solution.value);
  }
  jh_arena_destroy(arena);
}

static void many_sites_stopped_before_they_began(void **state) {
  (void)state;
  static sea s;
  dice = 5;
  jh_arena *const arena = jh_arena_create();
  jh_assign const problem = make_sea(&s, 800, arena);
  volatile sig_atomic_t const stop = 1;
  jh_control control = jh_control_default();
  control.stop = &stop;
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution solution;
  assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution), JH_OK);
  if (!solution.has_plan) assert_int_equal(solution.answer, JH_STOPPED);
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bounds_of_candidate_lists_hold_for_all_pairs),
                                     cmocka_unit_test(regions_need_all_pairs),
                                     cmocka_unit_test(parts_bound_the_whole),
                                     cmocka_unit_test(same_seed_same_plan_with_many_sites),
                                     cmocka_unit_test(many_sites_with_a_number_of_them),
                                     cmocka_unit_test(many_sites_stopped_before_they_began)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
