/* The assignment engine against brute force on tiny problems of every kind. */
#include "tiny_assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 960 };

static void equals_brute_force(void **unused) {
  (void)unused;
  state = 20;
  for (int round = 0; round < ROUNDS; round++) {
    tiny t;
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create(), *const scrap = jh_arena_create();
    int64_t const best = brute_force(&t, NULL, NULL, scrap);
    jh_control const control = jh_control_default();
    jh_assign_parts const parts = jh_assign_parts_all();
    jh_assign_solution solution;
    assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &solution), JH_OK);
    assert_int_equal(solution.answer, best < 0 ? JH_INFEASIBLE : JH_OPTIMAL);
    assert_int_equal(solution.has_plan, best >= 0);
    if (best >= 0) {
      assert_int_equal(solution.value, best);
      assert_int_equal(solution.bound, best);
    }
    jh_arena_destroy(arena);
    jh_arena_destroy(scrap);
  }
}

enum { MANY = 60, PLACES = 8 };

/* More items than brute force could place. */
typedef struct many {
  int64_t weight[MANY], capacity[PLACES], fixed[PLACES], cost[MANY * PLACES];
  int32_t start[MANY + 1], site[MANY * PLACES];
  bool must_run[PLACES];
} many;

static jh_assign problem_of(const many *m, int32_t sites, int32_t site_number) {
  return (jh_assign){.item_count = MANY,
                     .site_count = sites,
                     .weight = m->weight,
                     .capacity = m->capacity,
                     .fixed = m->fixed,
                     .must_run = m->must_run,
                     .site_number = site_number,
                     .pair_start = m->start,
                     .pair_site = m->site,
                     .pair_cost = m->cost};
}

static void add_pair(many *m, int32_t i, int32_t j, int64_t cost) {
  int32_t const k = m->start[i + 1]++;
  m->site[k] = j;
  m->cost[k] = cost;
}

/* Large enough to be searched in parts, and without a graph: none is read where none is given. */
static void a_problem_without_a_graph_is_searched_in_parts(void **unused) {
  (void)unused;
  state = 5;
  many m = {0};
  int64_t total = 0;
  for (int i = 0; i < MANY; i++) {
    total += m.weight[i] = 5 + dice(40);
    m.start[i + 1] = m.start[i];
    for (int j = 0; j < PLACES; j++) add_pair(&m, i, j, 10 + dice(500));
  }
  for (int j = 0; j < PLACES; j++) {
    m.capacity[j] = total / 6;
    m.fixed[j] = 300 + dice(300);
  }
  jh_assign const problem = problem_of(&m, PLACES, -1);
  jh_arena *const arena = jh_arena_create();
  jh_control control = jh_control_default();
  control.limit_s = 1;
  jh_assign_parts parts = jh_assign_parts_all();
  parts.branching = false;
  jh_assign_solution solution;
  assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution), JH_OK);
  assert_true(solution.has_plan);
  assert_true(solution.bound <= solution.value);
  int64_t value = 0;
  assert_null(jh_assign_verify(&problem, solution.site, solution.runs, &value, arena));
  assert_int_equal(value, solution.value);
  jh_arena_destroy(arena);
}

static void verify_names_each_broken_row(void **unused) {
  (void)unused;
  state = 3;
  tiny t;
  make_tiny(&t, 1);
  memset(t.neighbour_start, 0, sizeof t.neighbour_start); /* no item touches another */
  jh_arena *const arena = jh_arena_create();
  bool runs[SITES] = {true, true, true};
  int64_t value = 0;
  int32_t none[ITEMS] = {-1, 0, 0, 0, 0, 0};
  assert_memory_equal(jh_assign_verify(&t.problem, none, runs, &value, arena), "A1", 2);
  int32_t all[ITEMS] = {0, 0, 1, 1, 2, 2};
  t.capacity[0] = t.capacity[1] = t.capacity[2] = 100;
  assert_memory_equal(jh_assign_verify(&t.problem, all, runs, &value, arena), "A5", 2);
  t.problem.connected = false;
  assert_null(jh_assign_verify(&t.problem, all, runs, &value, arena));
  t.weight[0] = 101;
  assert_memory_equal(jh_assign_verify(&t.problem, all, runs, &value, arena), "A2", 2);
  t.weight[0] = 1;
  t.problem.site_number = 2;
  assert_memory_equal(jh_assign_verify(&t.problem, all, runs, &value, arena), "A3", 2);
  t.problem.site_number = -1;
  runs[2] = false;
  assert_memory_equal(jh_assign_verify(&t.problem, all, runs, &value, arena), "A2", 2);
  int32_t two[ITEMS] = {0, 0, 1, 1, 1, 1};
  assert_memory_equal(jh_assign_verify(&t.problem, two, runs, &value, arena), "A4", 2);
  jh_arena_destroy(arena);
}

static void same_seed_same_plan(void **unused) {
  (void)unused;
  state = 8;
  tiny t;
  make_tiny(&t, 3);
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  jh_assign_parts const parts = jh_assign_parts_all();
  jh_assign_solution first, second;
  assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &first), JH_OK);
  assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &second), JH_OK);
  assert_true(first.has_plan);
  assert_memory_equal(first.site, second.site, sizeof(int32_t) * ITEMS);
  jh_arena_destroy(arena);
}

static void two_threads_find_the_same_value(void **unused) {
  (void)unused;
  state = 77;
  for (int round = 0; round < 64; round++) {
    tiny t;
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create();
    jh_control control = jh_control_default();
    jh_assign_parts const parts = jh_assign_parts_all();
    jh_assign_solution one, two;
    assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &one), JH_OK);
    control.threads = 2;
    assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &two), JH_OK);
    assert_int_equal(one.answer, two.answer);
    if (one.has_plan) assert_int_equal(one.value, two.value);
    jh_arena_destroy(arena);
  }
}

/* The first two are what proves. */
static bool *part_at(jh_assign_parts *parts, size_t at) {
  bool *const each[] = {&parts->lagrangian, &parts->branching,  &parts->fixing,         &parts->trying,
                        &parts->guessing,   &parts->ties,       &parts->regions,        &parts->rounding,
                        &parts->plunging,   &parts->sites,      &parts->neighbourhoods, &parts->merging,
                        &parts->kernels,    &parts->separators, &parts->covers,         &parts->prices};
  _Static_assert(sizeof *parts == sizeof each / sizeof *each * sizeof(bool), "a part is missing");
  return at < sizeof each / sizeof *each ? each[at] : NULL;
}

static void each_part_may_be_off(void **unused) {
  (void)unused;
  jh_assign_parts of_all = jh_assign_parts_all();
  for (size_t off = 0; part_at(&of_all, off); off++) {
    state = 40 + off;
    for (int round = 0; round < 32; round++) {
      tiny t;
      make_tiny(&t, round);
      jh_arena *const arena = jh_arena_create();
      jh_control const control = jh_control_default();
      jh_assign_parts parts = jh_assign_parts_all();
      jh_assign_solution all, less;
      assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &all), JH_OK);
      *part_at(&parts, off) = false;
      assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &less), JH_OK);
      if (less.has_plan) assert_true(all.has_plan && less.value >= all.value && less.bound <= all.value);
      if (less.answer == JH_OPTIMAL) assert_int_equal(less.value, all.value);
      if (off > 1) assert_int_equal(less.answer, all.answer); /* the rest still proves */
      jh_arena_destroy(arena);
    }
  }
}

/* Only the last three sites hold all items, and nothing says so before: sets are looked for until one does. */
static void the_first_plan_may_take_other_sites(void **unused) {
  (void)unused;
  enum { OFFERED = 6, ASKED = 3 };
  many m = {0};
  for (int i = 0; i < MANY; i++) {
    m.weight[i] = 1;
    m.start[i + 1] = m.start[i];
    for (int j = 0; j < OFFERED; j++) {
      bool const own = j == OFFERED - ASKED + i % ASKED, others = j < OFFERED - ASKED && i % 10 == 9;
      if (own || others) add_pair(&m, i, j, 10 + j);
    }
  }
  for (int j = 0; j < OFFERED; j++) m.capacity[j] = MANY;
  jh_assign const problem = problem_of(&m, OFFERED, ASKED);
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  jh_assign_parts parts = jh_assign_parts_all();
  parts.lagrangian = false;
  jh_assign_solution solution;
  assert_int_equal(jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution), JH_OK);
  assert_true(solution.has_plan);
  for (int j = 0; j < OFFERED; j++) assert_int_equal(solution.runs[j], j >= OFFERED - ASKED);
  jh_arena_destroy(arena);
}

static void stopped_before_it_began(void **unused) {
  (void)unused;
  state = 5;
  tiny t;
  make_tiny(&t, 1);
  jh_arena *const arena = jh_arena_create();
  volatile sig_atomic_t const stop = 1;
  for (int threads = 1; threads <= 2; threads++) {
    jh_control control = jh_control_default();
    control.stop = &stop;
    control.threads = threads;
    jh_assign_parts const parts = jh_assign_parts_all();
    jh_assign_solution solution;
    assert_int_equal(jh_assign_solve(&t.problem, &parts, NULL, &control, arena, &solution), JH_OK);
    int64_t value = 0;
    if (solution.has_plan)
      assert_null(jh_assign_verify(&t.problem, solution.site, solution.runs, &value, arena));
    else
      assert_int_equal(solution.answer, JH_STOPPED);
  }
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(equals_brute_force),
                                     cmocka_unit_test(a_problem_without_a_graph_is_searched_in_parts),
                                     cmocka_unit_test(verify_names_each_broken_row),
                                     cmocka_unit_test(same_seed_same_plan),
                                     cmocka_unit_test(two_threads_find_the_same_value),
                                     cmocka_unit_test(each_part_may_be_off),
                                     cmocka_unit_test(the_first_plan_may_take_other_sites),
                                     cmocka_unit_test(stopped_before_it_began)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
