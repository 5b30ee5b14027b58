/* The frontier of tiny counties against all their plans, enumerated: no point is beaten by any plan at all, every
 * point is a plan, and of those that some weight leads to, the corners of the lower hull, none is missing. */
#include "junheng/scenarios/frontier.h"

#include "../models/brute_consolidation.h"

#include <stdlib.h>
#include <unistd.h>

enum { COUNTIES = 80 };
#define MICROFEN_PER_FEN INT64_C(1000000)

/* A plan as the frontier weighs it. */
typedef struct weighed {
  int64_t fen, mm;
} weighed;

/* Those of all plans that no other one beats, the cheapest first. */
typedef struct front {
  weighed *plans;
  int count, room;
} front;

static bool no_worse(weighed one, weighed other) { return one.fen <= other.fen && one.mm <= other.mm; }

static void keep(front *f, weighed plan) {
  int left = 0;
  for (int i = 0; i < f->count; i++)
    if (no_worse(f->plans[i], plan)) return;
  for (int i = 0; i < f->count; i++)
    if (!no_worse(plan, f->plans[i])) f->plans[left++] = f->plans[i];
  f->count = left;
  if (f->count == f->room) {
    f->room = 2 * f->room + 16;
    f->plans = realloc(f->plans, (size_t)f->room * sizeof *f->plans);
    assert_non_null(f->plans);
  }
  int at = f->count++;
  for (; at > 0 && f->plans[at - 1].fen > plan.fen; at--) f->plans[at] = f->plans[at - 1];
  f->plans[at] = plan;
}

static void hear(brute *b, int64_t microfen) {
  keep(b->listener, (weighed){(microfen + MICROFEN_PER_FEN / 2) / MICROFEN_PER_FEN, b->pupil_mm});
}

static void enumerate(const tiny *t, front *f) {
  brute b;
  brute_movers(&b, t);
  b.hear = hear;
  b.listener = f;
  brute_enumerate(&b, 0, 0, b.movers ? b.mover[0].count : 0);
}

static int find(const front *f, weighed plan) {
  for (int i = 0; i < f->count; i++)
    if (f->plans[i].fen == plan.fen && f->plans[i].mm == plan.mm) return i;
  return -1;
}

/* Plan i is the one best plan under some weight of up to 10,000 yuan, the frontier's largest; with two fen per
 * kilometre to spare, for weights are whole fen. */
static bool is_corner(const front *f, int i) {
  const weighed *const p = f->plans;
  long double least = 0, most = 1; /* weights, fen per mm, under which i is the best */
  for (int k = 0; k < f->count; k++) {
    if (k == i) continue;
    long double const weight = (long double)(p[k].fen - p[i].fen) / (long double)(p[i].mm - p[k].mm);
    if (k < i && weight > least) least = weight;
    if (k > i && weight < most) most = weight;
  }
  return most - least > 2.01L / 1e6L;
}

static void check(const front *all, const jh_frontier *found, uint64_t seed, int *corners) {
  for (int32_t i = 0; i < found->count; i++) {
    weighed const point = {found->points[i].cost_fen, found->points[i].pupil_mm};
    if (find(all, point) >= 0) continue;
    for (int k = 0; k < all->count; k++)
      if (no_worse(all->plans[k], point))
        print_message("(%lld fen, %lld mm) beats point %d\n", (long long)all->plans[k].fen,
                      (long long)all->plans[k].mm, (int)i + 1);
    fail_msg("county %d: point %d, %lld fen and %lld mm, is on no frontier", (int)seed, (int)i + 1,
             (long long)point.fen, (long long)point.mm);
  }
  for (int k = 0; k < all->count && found->exhausted; k++) {
    if (!is_corner(all, k)) continue;
    bool there = false;
    for (int32_t i = 0; i < found->count; i++)
      there =
          there || (found->points[i].cost_fen == all->plans[k].fen && found->points[i].pupil_mm == all->plans[k].mm);
    if (!there)
      fail_msg("county %d: the corner %lld fen, %lld mm is missing", (int)seed, (long long)all->plans[k].fen,
               (long long)all->plans[k].mm);
    (*corners)++;
  }
}

static void run(const char *folder, int32_t count, jh_arena *arena, jh_frontier *frontier) {
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_control const control = jh_control_default();
  const char *const out = jh_arena_printf(arena, "%s-frontier", folder);
  jh_job_request const request = {
      .job = JH_CONSOLIDATE, .county = folder, .out = out, .options = {.first_year = 2020, .last_year = 2020}};
  jh_status const status = jh_frontier_run(&request, count, &control, arena, &problems, frontier);
  if (status) problems_print(&problems);
  assert_int_equal(status, JH_OK);
}

/* With cost and ways at odds, mostly: sites for all grades, cheap teachers, ways of every length. */
static bool draw(tiny *t, uint64_t seed) {
  int pupils = 0;
  tiny_draw_sized(t, seed, 4, 3);
  t->policy.travel = 0; /* the frontier has weights of its own */
  for (int s = 0; s < t->sites && seed % 4 > 0; s++) {
    t->policy.pay = t->policy.bus_tenths = 0;
    t->policy.number = -1;
    t->site[s].first = 1, t->site[s].last = 9;
    t->site[s].fixed = 1000 * tiny_below(t, 900);
    for (int p = 0; p < t->places; p++) t->km_tenths[p][s] = tiny_below(t, 250), t->minutes[p][s] = 20;
  }
  for (int p = 0; p < t->places; p++)
    for (int g = 1; g <= TINY_GRADES; g++) pupils += t->pupils[p][g];
  return pupils > 0;
}

static void no_plan_beats_a_point_and_no_corner_is_missing(void **state) {
  char work[] = "/tmp/junheng-frontier-XXXXXX", command[128], folder[64];
  (void)state;
  assert_non_null(mkdtemp(work));
  snprintf(folder, sizeof folder, "%s/county", work);
  snprintf(command, sizeof command, "mkdir '%s'", folder);
  assert_int_equal(system(command), 0);
  int with_several = 0, corners = 0, between = 0;
  for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
    tiny t;
    front all = {.count = 0};
    if (!draw(&t, seed)) continue;
    enumerate(&t, &all);
    for (int32_t count = 2; count <= JH_FRONTIER_MOST && all.count > 0; count += JH_FRONTIER_MOST - 2) {
      jh_arena *const arena = jh_arena_create();
      jh_frontier frontier;
      tiny_write(&t, folder);
      run(folder, count, arena, &frontier);
      assert_false(frontier.stopped);
      assert_true(frontier.count >= 1 && frontier.count <= count);
      check(&all, &frontier, seed, &corners);
      with_several += frontier.count > 2;
      between += count > 2 && all.count > frontier.count;
      jh_frontier_close(&frontier);
      jh_arena_destroy(arena);
    }
    free(all.plans);
  }
  /* Plans between corners are led to by no weight, and models/consolidation.md says so. */
  print_message("%d counties with more than two points, %d corners, %d with plans between them\n", with_several,
                corners, between);
  assert_true(with_several > COUNTIES / 8 && corners > COUNTIES && between > COUNTIES / 20);
  snprintf(command, sizeof command, "rm -rf '%s'", work);
  assert_int_equal(system(command), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(no_plan_beats_a_point_and_no_corner_is_missing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
