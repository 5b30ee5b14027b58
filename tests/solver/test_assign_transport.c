/* What a set of sites costs, and what opening, closing and exchanging sites makes of it, against minimum cost flow.
 */
#include "../../solver/assign_tabu.h"
#include "dice.h"

#include "junheng/solver/flow.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS = 25, SITES = 7, PAIRS = ITEMS * SITES, ROUNDS = 300, CHANGES = 12 };

typedef struct county {
  jh_assign problem;
  int64_t weight[ITEMS], capacity[SITES], fixed[SITES], cost[PAIRS], unit[PAIRS];
  bool must_run[SITES];
  int32_t pair_start[ITEMS + 1], pair_site[PAIRS];
} county;

/* Costs are whole for each unit of weight, so that a flow in whole numbers is the same problem. */
static void make_county(county *c, bool gaps) {
  int32_t pairs = 0;
  memset(c, 0, sizeof *c);
  for (int i = 0; i < ITEMS; i++) {
    c->weight[i] = 1 + dice(20);
    c->pair_start[i] = pairs;
    for (int j = 0; j < SITES; j++) {
      if (gaps && dice(4) == 0) continue;
      c->pair_site[pairs] = j;
      c->unit[pairs] = dice(1000);
      c->cost[pairs] = c->unit[pairs] * c->weight[i];
      pairs += 1;
    }
  }
  c->pair_start[ITEMS] = pairs;
  for (int j = 0; j < SITES; j++) {
    c->capacity[j] = dice(10) == 0 ? INT64_MAX : 30 + dice(80);
    c->fixed[j] = dice(20000);
  }
  c->problem = (jh_assign){.item_count = ITEMS,
                           .site_count = SITES,
                           .weight = c->weight,
                           .capacity = c->capacity,
                           .fixed = c->fixed,
                           .must_run = c->must_run,
                           .site_number = -1,
                           .pair_start = c->pair_start,
                           .pair_site = c->pair_site,
                           .pair_cost = c->cost};
}

/* The cost of the set by minimum cost flow; -1: not all items have a place. */
static double by_flow(const county *c, const bool *runs) {
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  int32_t const source = ITEMS + SITES;
  jh_flow *const flow = jh_flow_create(source + 1, arena);
  for (int32_t i = 0; i < ITEMS; i++) {
    int32_t const units = (int32_t)c->weight[i];
    jh_flow_add_arc(flow, &(jh_flow_arc){.from = source, .to = i, .lower = units, .upper = units});
    for (int32_t k = c->pair_start[i]; k < c->pair_start[i + 1]; k++)
      if (runs[c->pair_site[k]])
        jh_flow_add_arc(flow,
                        &(jh_flow_arc){.from = i, .to = ITEMS + c->pair_site[k], .upper = units, .cost = c->unit[k]});
  }
  for (int32_t j = 0; j < SITES; j++) {
    int32_t const seats = c->capacity[j] > 10000 ? 10000 : (int32_t)c->capacity[j];
    jh_flow_add_arc(flow, &(jh_flow_arc){.from = ITEMS + j, .to = source, .upper = seats});
  }
  jh_answer answer;
  assert_int_equal(jh_flow_solve(flow, &control, &answer), JH_OK);
  double const cost = answer == JH_OPTIMAL ? (double)jh_flow_cost(flow) : -1;
  jh_arena_destroy(arena);
  return cost;
}

static void is_the_same(const assign_transport *t, const county *c) {
  double const cost = by_flow(c, t->runs);
  assert_true(cost >= 0);
  assert_true(fabs(t->cost - cost) <= 1e-6 * (1 + cost));
  int64_t load[SITES] = {0};
  for (int32_t i = 0; i < ITEMS; i++) {
    int64_t units = 0;
    for (int32_t k = c->pair_start[i]; k < c->pair_start[i + 1]; k++) {
      assert_true(t->units[k] == 0 || t->runs[c->pair_site[k]]);
      units += t->units[k];
      load[c->pair_site[k]] += t->units[k];
    }
    assert_int_equal(units, c->weight[i]);
  }
  for (int j = 0; j < SITES; j++) assert_true(load[j] == t->load[j] && load[j] <= c->capacity[j]);
}

static int32_t draw(const bool *runs, bool running) {
  int32_t const from = (int32_t)dice(SITES);
  for (int32_t n = 0; n < SITES; n++)
    if (runs[(from + n) % SITES] == running) return (from + n) % SITES;
  return -1;
}

/* Some county and some set of its sites. False: it does not hold all items. */
static bool begin(county *c, bool gaps, assign_transport *t, jh_arena *arena) {
  bool runs[SITES];
  make_county(c, gaps);
  assert_true(assign_transport_init(t, &c->problem, arena));
  for (int j = 0; j < SITES; j++) runs[j] = dice(3) > 0;
  return assign_transport_set(t, runs);
}

static bool all_have_seats(const assign_transport *t) {
  double cost = 0;
  return assign_transport_left(t, &cost) == 0;
}

static void sets_and_changes_cost_what_a_flow_costs(void **unused) {
  (void)unused;
  state = 77;
  int changes = 0;
  for (int round = 0; round < ROUNDS; round++) {
    county c;
    assign_transport t;
    jh_arena *const arena = jh_arena_create();
    bool const fits = begin(&c, round % 3 == 0, &t, arena);
    assert_int_equal(fits, by_flow(&c, t.runs) >= 0);
    for (int n = 0; fits && n < CHANGES; n++) {
      int32_t const kind = (int32_t)dice(3);
      int32_t const off = kind == 0 ? -1 : draw(t.runs, true), on = kind == 1 ? -1 : draw(t.runs, false);
      double const before = t.cost;
      assert_true(assign_transport_change(&t, off, on, HUGE_VAL));
      bool const changed = all_have_seats(&t);
      assert_int_equal(changed, by_flow(&c, t.runs) >= 0);
      changes += changed;
      if (changed) is_the_same(&t, &c);
      if (changed && dice(2)) continue;
      assign_transport_undo(&t, off, on);
      assert_true(fabs(t.cost - before) <= 1e-6 * (1 + before));
      is_the_same(&t, &c);
    }
    jh_arena_destroy(arena);
  }
  assert_true(changes > ROUNDS); /* the test has had something to test */
}

/* A change is given up only where it would in truth cost more. */
static void a_change_is_given_up_only_above_the_most(void **unused) {
  (void)unused;
  state = 78;
  int given_up = 0;
  for (int round = 0; round < ROUNDS; round++) {
    county c;
    assign_transport t;
    jh_arena *const arena = jh_arena_create();
    if (begin(&c, false, &t, arena)) {
      int32_t const off = draw(t.runs, true), on = draw(t.runs, false);
      double const most = (t.cost + assign_transport_fixed(&t)) * (1 + (double)dice(100) / 400);
      bool const carried = assign_transport_change(&t, off, on, most) && all_have_seats(&t);
      double const cost = by_flow(&c, t.runs);
      if (!carried && cost >= 0) { /* seats would suffice */
        given_up += 1;
        assert_true(cost + assign_transport_fixed(&t) > most * (1 - 1e-9));
      }
      assign_transport_undo(&t, off, on);
    }
    jh_arena_destroy(arena);
  }
  assert_true(given_up > 10);
}

/* What finds no seat stays at its closed site and is counted there, until a change brings seats: then all is as if
 * seats had never been short. */
static void what_finds_no_seat_waits_for_one(void **unused) {
  (void)unused;
  state = 81;
  int short_of_seats = 0, seated = 0;
  for (int round = 0; round < ROUNDS; round++) {
    county c;
    assign_transport t;
    jh_arena *const arena = jh_arena_create();
    bool const fits = begin(&c, false, &t, arena);
    for (int n = 0; fits && n < CHANGES; n++) {
      bool const was_short = !all_have_seats(&t);
      int32_t const off = was_short ? -1 : draw(t.runs, true), on = was_short ? draw(t.runs, false) : -1;
      assert_true(assign_transport_change(&t, off, on, HUGE_VAL));
      double cost = 0;
      int64_t const left = assign_transport_left(&t, &cost);
      int64_t waiting = 0;
      for (int32_t i = 0; i < c.problem.item_count; i++) {
        int64_t placed = 0;
        for (int32_t k = c.pair_start[i]; k < c.pair_start[i + 1]; k++) {
          placed += t.units[k];
          if (t.runs[c.pair_site[k]]) continue;
          waiting += t.units[k];
          cost -= t.price[k] * (double)t.units[k];
        }
        assert_int_equal(placed, c.weight[i]);
      }
      assert_int_equal(left, waiting);
      assert_true(fabs(cost) <= 1e-6 * (1 + t.cost));
      short_of_seats += left > 0;
      if (left > 0 && !was_short) assert_true(by_flow(&c, t.runs) < 0);
      if (left == 0) is_the_same(&t, &c);
      seated += left == 0 && was_short;
    }
    jh_arena_destroy(arena);
  }
  assert_true(short_of_seats > 20 && seated > 20);
}

/* Where regions must hold together, a site that runs has its home, whole, and costs what that costs. */
static void homes_come_to_their_sites(void **unused) {
  (void)unused;
  state = 80;
  int changes = 0;
  for (int round = 0; round < ROUNDS; round++) {
    county c;
    make_county(&c, false);
    int32_t home[SITES];
    for (int j = 0; j < SITES; j++) home[j] = j == 6 ? 0 : 3 * j; /* two share a home: it is nobody's own */
    jh_arena *const arena = jh_arena_create();
    assign_transport t;
    bool runs[SITES];
    c.problem.connected = true;
    c.problem.home = home;
    assert_true(assign_transport_init(&t, &c.problem, arena));
    for (int j = 0; j < SITES; j++) runs[j] = dice(3) > 0;
    bool fits = assign_transport_set(&t, runs);
    for (int n = 0; fits && n < CHANGES; n++) {
      int32_t const off = draw(t.runs, true), on = draw(t.runs, false);
      (void)assign_transport_change(&t, off, on, HUGE_VAL);
      if (!all_have_seats(&t)) {
        assign_transport_undo(&t, off, on);
        continue;
      }
      changes += 1;
      county held = c; /* the same with the homes' other pairs gone */
      for (int j = 1; j < SITES - 1; j++)
        for (int32_t k = c.pair_start[home[j]]; t.runs[j] && k < c.pair_start[home[j] + 1]; k++) {
          assert_true(c.pair_site[k] != j || t.units[k] == c.weight[home[j]]);
          if (c.pair_site[k] != j) held.unit[k] = 1000000;
        }
      double fixed = 0;
      for (int j = 0; j < SITES; j++) fixed += t.runs[j] ? (double)c.fixed[j] : 0;
      double const cost = by_flow(&held, t.runs) + fixed;
      assert_true(fabs(t.cost + assign_transport_fixed(&t) - cost) <= 1e-6 * (1 + cost));
    }
    jh_arena_destroy(arena);
  }
  assert_true(changes > ROUNDS);
}

/* The search meets the cheapest of all sets, and hands sets out by their cost, each once for good, and with as many
 * sites as there should be. */
static void tabu_search_meets_the_cheapest_set(void **unused) {
  (void)unused;
  state = 79;
  int met = 0, all = 0, short_of_seats = 0;
  for (int round = 0; round < 60; round++) {
    county c;
    make_county(&c, false);
    if (round % 2) c.problem.site_number = 4;
    jh_arena *const arena = jh_arena_create();
    assign_tabu s;
    assign_dice lot = {(uint64_t)round};
    jh_control const control = jh_control_default();
    double best = HUGE_VAL;
    bool runs[SITES], first[SITES] = {false};
    bool some = false;
    for (int set = 1; set < 1 << SITES; set++) {
      double fixed = 0;
      int count = 0;
      for (int j = 0; j < SITES; j++) {
        runs[j] = set >> j & 1;
        count += runs[j];
        fixed += runs[j] ? (double)c.fixed[j] : 0;
      }
      if (c.problem.site_number >= 0 && count != c.problem.site_number) continue;
      double const cost = by_flow(&c, runs);
      if (cost < 0) continue;
      if (!some) memcpy(first, runs, sizeof first);
      some = true;
      if (cost + fixed < best) best = cost + fixed;
    }
    if (some) {
      assert_true(assign_tabu_init(&s, &c.problem, arena));
      assert_true(assign_tabu_begin(&s, first));
      for (int n = 0; n < 30 && assign_tabu_step(&s, &lot, &control) > 0; n++) short_of_seats += !s.fits;
      all += 1;
      met += s.best <= best * (1 + 1e-9);
      assert_true(s.best >= best * (1 - 1e-9));
      bool set[SITES];
      double last = 0;
      assert_true(assign_tabu_try(&s, HUGE_VAL, set));
      while (assign_tabu_take(&s, HUGE_VAL, set)) {
        double cost = by_flow(&c, set);
        assert_true(cost >= 0);
        int count = 0;
        for (int j = 0; j < SITES; j++) {
          count += set[j];
          cost += set[j] ? (double)c.fixed[j] : 0;
        }
        if (c.problem.site_number >= 0) assert_int_equal(count, c.problem.site_number);
        assert_true(cost >= last * (1 - 1e-9));
        last = cost;
      }
    }
    jh_arena_destroy(arena);
  }
  assert_true(met == all);
  assert_true(short_of_seats > 0); /* it has gone that way, too */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sets_and_changes_cost_what_a_flow_costs),
      cmocka_unit_test(a_change_is_given_up_only_above_the_most), cmocka_unit_test(what_finds_no_seat_waits_for_one),
      cmocka_unit_test(homes_come_to_their_sites), cmocka_unit_test(tabu_search_meets_the_cheapest_set)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
