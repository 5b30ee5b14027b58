/* The relaxation behind the bounds: knapsacks are exact, bounds hold at any multipliers, and what is settled below a
 * cutoff never takes the best plan away. */
#include "../../solver/assign_inner.h"
#include "../../solver/assign_relax.h"
#include "tiny_assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { OFFERS = 11, KNAPSACKS = 4000, ROUNDS = 960, LARGE = 400 };

static int64_t best_gain(const assign_offer *offers, int count, int64_t room) {
  int64_t best = 0;
  for (int set = 0; set < 1 << count; set++) {
    int64_t gain = 0, weight = 0;
    for (int o = 0; o < count; o++)
      if (set >> o & 1) {
        gain += offers[o].gain;
        weight += offers[o].weight;
      }
    if (weight <= room && gain > best) best = gain;
  }
  return best;
}

/* Alike: all gain about the same for their weight. */
static void draw_offers(assign_offer *offers, int count, int64_t gains, int64_t weights, bool alike) {
  for (int o = 0; o < count; o++) {
    offers[o] = (assign_offer){.gain = 1 + dice(gains), .weight = dice(weights), .pair = o};
    if (alike) offers[o].gain = gains * offers[o].weight + 1 + dice(gains / 1000);
    offers[o].ratio = assign_ratio(offers[o].gain, offers[o].weight);
  }
  assign_sort_offers(offers, count);
}

/* What was chosen fits, and gains `known` to `most` less the tolerance. */
static void check_chosen(const assign_offer *offers, int count, int64_t room, const uint8_t *chosen, int64_t most,
                         int64_t tolerance) {
  int64_t gain = 0, weight = 0;
  for (int o = 0; o < count; o++)
    if (chosen[o]) {
      gain += offers[o].gain;
      weight += offers[o].weight;
    }
  assert_true(weight <= room);
  assert_true(gain <= most && most <= gain + tolerance);
}

static void knapsacks_are_exact(void **unused) {
  (void)unused;
  state = 5;
  jh_arena *const arena = jh_arena_create();
  assign_knapsack_room *const w = assign_knapsack_room_new(arena);
  for (int round = 0; round < KNAPSACKS; round++) {
    assign_offer offers[OFFERS];
    uint8_t chosen[OFFERS];
    int const count = (int)dice(OFFERS + 1);
    int64_t const tolerance = round % 3 == 0 ? dice(30) : 0, room = dice(60);
    draw_offers(offers, count, round % 2 ? 100 : 1000000000, 20, round % 4 == 0);
    for (int o = 0; o < count; o++) chosen[o] = dice(3) == 0; /* what it begins with, too heavy or not */
    int64_t const exact = best_gain(offers, count, room);
    int64_t const most = assign_knapsack(offers, count, room, tolerance, w, chosen);
    assert_true(most >= exact && most <= exact + tolerance);
    check_chosen(offers, count, room, chosen, most, tolerance);
  }
  jh_arena_destroy(arena);
}

/* Gains nearly in proportion to weights: more states than are kept. The bound still holds, and what is chosen fits.
 */
static void a_knapsack_cut_short_is_still_a_bound(void **unused) {
  (void)unused;
  state = 6;
  jh_arena *const arena = jh_arena_create();
  assign_knapsack_room *const w = assign_knapsack_room_new(arena);
  static assign_offer offers[LARGE];
  static uint8_t chosen[LARGE]; /* each begins with the set of the last */
  for (int round = 0; round < 20; round++) {
    for (int o = 0; o < LARGE; o++) {
      int64_t const weight = 1000 + dice(9000);
      offers[o] = (assign_offer){.gain = 1000 * weight + dice(100000), .weight = weight, .pair = o};
      offers[o].ratio = assign_ratio(offers[o].gain, weight);
    }
    assign_sort_offers(offers, LARGE);
    int64_t const room = 100000 + dice(500000), most = assign_knapsack(offers, LARGE, room, 0, w, chosen);
    int64_t relaxed = 0, left = room;
    for (int o = 0; o < LARGE && left > 0; o++) {
      int64_t const part = offers[o].weight < left ? offers[o].weight : left;
      relaxed += offers[o].gain * part / offers[o].weight + 1;
      left -= part;
    }
    assert_true(most <= relaxed);
    check_chosen(offers, LARGE, room, chosen, most, relaxed);
  }
  jh_arena_destroy(arena);
}

/* The least sum of values over the sets of sites that have the seats, the number, and what is decided. */
static int64_t best_running(const assign_relax *r, int32_t site, bool forced) {
  const jh_assign *const p = r->problem;
  int64_t best = ASSIGN_IMPOSSIBLE;
  for (int set = 0; set < 1 << p->site_count; set++) {
    int64_t sum = 0, seats = 0;
    int32_t count = 0;
    bool right = true;
    for (int32_t j = 0; j < p->site_count; j++) {
      bool const runs = set >> j & 1;
      int8_t const state_of = r->decided.state[j];
      right &= j == site ? runs == forced : state_of == ASSIGN_FREE || runs == (state_of == ASSIGN_RUNS);
      if (!runs) continue;
      sum += r->value[j];
      seats += p->capacity[j];
      count += 1;
    }
    if (right && seats >= r->weight && (p->site_number < 0 || count == p->site_number) && sum < best) best = sum;
  }
  return best;
}

static void sites_that_run_are_the_least(void **unused) {
  (void)unused;
  state = 9;
  enum { MORE_SITES = 9 };
  for (int round = 0; round < 6000; round++) {
    int64_t const weight[1] = {dice(60)};
    int64_t capacity[MORE_SITES], fixed[MORE_SITES] = {0}, cost[MORE_SITES] = {0};
    int32_t const start[2] = {0, MORE_SITES};
    int32_t site[MORE_SITES];
    bool must_run[MORE_SITES] = {false};
    for (int32_t j = 0; j < MORE_SITES; j++) {
      site[j] = j;
      capacity[j] = dice(20);
    }
    jh_assign const problem = {.item_count = 1,
                               .site_count = MORE_SITES,
                               .weight = weight,
                               .capacity = capacity,
                               .fixed = fixed,
                               .must_run = must_run,
                               .site_number = round % 2 ? (int32_t)dice(MORE_SITES) : -1,
                               .pair_start = start,
                               .pair_site = site,
                               .pair_cost = cost};
    jh_arena *const arena = jh_arena_create();
    jh_control const control = jh_control_default();
    assign_relax r;
    assert_true(assign_relax_init(&r, &problem, &control, arena));
    for (int32_t j = 0; j < MORE_SITES; j++) {
      r.value[j] = dice(200) - 60;
      r.decided.state[j] = (int8_t)(dice(4) ? ASSIGN_FREE : 1 + dice(2));
    }
    int32_t const one = (int32_t)dice(MORE_SITES);
    int64_t const none = ASSIGN_IMPOSSIBLE, limit = dice(200);
    assert_int_equal(assign_choose_running(&r, -1, false, none, r.runs), best_running(&r, -1, false));
    if (r.decided.state[one] == ASSIGN_FREE) {
      int64_t const best = best_running(&r, one, round % 3 == 0);
      assert_int_equal(assign_choose_running(&r, one, round % 3 == 0, none, NULL), best);
      assert_int_equal(assign_choose_running(&r, one, round % 3 == 0, limit, NULL), best < limit ? best : limit);
    }
    jh_arena_destroy(arena);
  }
}

static void draw_multipliers(assign_relax *r) {
  for (int i = 0; i < ITEMS; i++) r->multiplier[i] = dice(150);
}

static void bounds_hold_at_any_multipliers(void **unused) {
  (void)unused;
  state = 7;
  for (int round = 0; round < ROUNDS; round++) {
    tiny t;
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create(), *const scrap = jh_arena_create();
    jh_control const control = jh_control_default();
    int64_t const best = brute_force(&t, NULL, NULL, scrap);
    assign_relax r;
    assert_true(assign_relax_init(&r, &t.problem, &control, arena));
    for (int draw = 0; draw < 20 && best >= 0; draw++) {
      draw_multipliers(&r);
      for (int32_t k = 0; k < r.tie_count; k++) assign_ties_set(&r, k, dice(40));
      assert_true(assign_relax_evaluate(&r) <= best);
      assert_true(assign_ties_find(&r));
    }
    jh_arena_destroy(arena);
    jh_arena_destroy(scrap);
  }
}

/* ---- the best region of a site ---- */

enum { WIDE = 5, PLACES = 10 };

typedef struct map {
  jh_assign problem;
  int64_t weight[PLACES], capacity[2], fixed[2], pair_cost[2 * PLACES];
  bool must_run[2];
  int32_t pair_start[PLACES + 1], pair_site[2 * PLACES], neighbour_start[PLACES + 1], neighbours[4 * PLACES], home[2];
} map;

/* A board some of whose borders cannot be crossed; site 0 has its home on it, site 1 has none and room for all. */
static void draw_map(map *m) {
  bool beside[PLACES][PLACES] = {0};
  for (int a = 0; a < PLACES; a++) {
    if (a % WIDE != WIDE - 1) beside[a][a + 1] = beside[a + 1][a] = dice(6) > 0;
    if (a + WIDE < PLACES) beside[a][a + WIDE] = beside[a + WIDE][a] = dice(6) > 0;
  }
  *m = (map){.capacity = {dice(50), INT64_MAX / 4}, .fixed = {dice(100), 0}, .home = {(int32_t)dice(PLACES), -1}};
  int32_t neighbours = 0;
  for (int32_t i = 0; i < PLACES; i++) {
    m->weight[i] = dice(10);
    m->pair_start[i] = 2 * i;
    m->neighbour_start[i] = neighbours;
    for (int32_t j = 0; j < 2; j++) m->pair_site[2 * i + j] = j;
    m->pair_cost[2 * i] = dice(80);
    for (int32_t n = 0; n < PLACES; n++)
      if (beside[i][n]) m->neighbours[neighbours++] = n;
  }
  m->pair_start[PLACES] = 2 * PLACES;
  m->neighbour_start[PLACES] = neighbours;
  m->problem = (jh_assign){.item_count = PLACES,
                           .site_count = 2,
                           .weight = m->weight,
                           .capacity = m->capacity,
                           .fixed = m->fixed,
                           .must_run = m->must_run,
                           .site_number = -1,
                           .pair_start = m->pair_start,
                           .pair_site = m->pair_site,
                           .pair_cost = m->pair_cost,
                           .connected = true,
                           .neighbour_start = m->neighbour_start,
                           .neighbours = m->neighbours,
                           .home = m->home};
}

static bool is_region(const map *m, int set) {
  int reached = 1 << m->home[0];
  for (int before = 0; before != reached;) {
    before = reached;
    for (int i = 0; i < PLACES; i++)
      for (int32_t n = m->neighbour_start[i]; (reached >> i & 1) && n < m->neighbour_start[i + 1]; n++)
        reached |= set & 1 << m->neighbours[n];
  }
  return (reached & set) == set;
}

/* The least cost at the multipliers of a region with all that is settled there, and with one item, or without. */
static int64_t best_region(const map *m, const assign_relax *r, int one, bool held) {
  int64_t best = ASSIGN_IMPOSSIBLE;
  for (int set = 0; set < 1 << PLACES; set++) {
    int64_t cost = m->fixed[0], weight = 0;
    bool allowed = set >> m->home[0] & 1;
    for (int i = 0; i < PLACES; i++) {
      bool const in = set >> i & 1;
      if (in ? r->decided.out[2 * i] : r->decided.settled[i] == 0) allowed = false;
      if (i == one && in != held) allowed = false;
      if (!in) continue;
      cost -= r->multiplier[i] - m->pair_cost[2 * i] - r->adjust[2 * i];
      weight += m->weight[i];
    }
    if (allowed && weight <= m->capacity[0] && cost < best && is_region(m, set)) best = cost;
  }
  return best;
}

/* What items at the site, or away from it, lose by the look is what they lose, up to the slack. */
static void check_losses(const map *m, assign_relax *r) {
  int64_t const slack = 1 + dice(60);
  if (r->value[0] >= ASSIGN_IMPOSSIBLE) return;
  memset(r->enter, 0, 2 * PLACES * sizeof *r->enter);
  memset(r->leave, 0, 2 * PLACES * sizeof *r->leave);
  assign_region_look(r, 0, assign_ties_ways(r, 0), slack);
  for (int i = 0; i < PLACES; i++) {
    if (r->decided.out[2 * i] || i == m->home[0]) continue;
    bool const held = !r->in[2 * i];
    int64_t const loss = best_region(m, r, i, held) - r->value[0], told = held ? r->enter[2 * i] : r->leave[2 * i];
    assert_true(told <= loss);
    if (m->weight[i] <= r->room[0] && told != slack && !held) assert_int_equal(told, loss < slack ? loss : slack);
  }
}

static void regions_are_exact(void **unused) {
  (void)unused;
  int regions = 0;
  for (int round = 0; round < ROUNDS; round++) {
    map m;
    state = 100 + (uint64_t)round;
    draw_map(&m);
    jh_arena *const arena = jh_arena_create();
    jh_control const control = jh_control_default();
    assign_relax r;
    assert_true(assign_relax_init(&r, &m.problem, &control, arena));
    if (round % 2) r.stamp = INT32_MAX / 2 - (int32_t)dice(40); /* they are renewed in time */
    for (int draw = 0; draw < 6; draw++) {
      for (int i = 0; i < PLACES; i++) r.multiplier[i] = dice(100);
      if (draw == 3) (void)assign_forbid(&r, 2 * (int32_t)dice(PLACES));
      if (draw == 4) (void)assign_settle_pair(&r, 2 * (int32_t)dice(PLACES));
      (void)assign_relax_evaluate(&r);
      int64_t const best = best_region(&m, &r, -1, false);
      assert_true(r.value[0] <= best);
      if (draw < 4) assert_int_equal(r.value[0], best);
      if (draw < 3) check_losses(&m, &r);
      regions += r.by_region[0];
    }
    jh_arena_destroy(arena);
  }
  assert_true(regions > ROUNDS); /* many sets of items did not hold together */
}

/* With a cutoff just above the best value, its plan survives whatever is settled, from good and from wild
 * multipliers. */
static void settling_keeps_the_best_plan(void **unused) {
  (void)unused;
  state = 8;
  for (int round = 0; round < ROUNDS; round++) {
    tiny t;
    int32_t site[ITEMS];
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create(), *const scrap = jh_arena_create();
    jh_control const control = jh_control_default();
    int64_t const best = brute_force(&t, site, NULL, scrap);
    assign_relax r;
    assert_true(assign_relax_init(&r, &t.problem, &control, arena));
    r.cutoff = best + 1;
    assert_true(best < 0 || assign_relax_propagate(&r));
    for (int draw = 0; draw < 8 && best >= 0; draw++) {
      int32_t settled = 0;
      int64_t bound = INT64_MIN;
      if (draw % 2 == 0) draw_multipliers(&r);
      assert_true(assign_relax_improve(&r, 30, 0.5, 8, true) <= best);
      assert_true(assign_relax_look(&r, &bound, &settled));
      assert_true(bound <= best);
      for (int32_t i = 0; i < ITEMS; i++)
        for (int32_t k = t.pair_start[i]; k < t.pair_start[i + 1]; k++)
          if (t.pair_site[k] == site[i]) assert_false(r.decided.out[k]);
    }
    jh_arena_destroy(arena);
    jh_arena_destroy(scrap);
  }
}

/* Steps go on with the order and the sets of the step before: what they say of the best multipliers is what an
 * evaluation from scratch says. */
static void steps_say_what_a_fresh_evaluation_says(void **unused) {
  (void)unused;
  state = 9;
  int compared = 0;
  for (int round = 0; round < ROUNDS; round++) {
    tiny t;
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create();
    jh_control const control = jh_control_default();
    assign_relax r;
    assert_true(assign_relax_init(&r, &t.problem, &control, arena));
    for (int draw = 0; draw < 4; draw++) {
      draw_multipliers(&r);
      if (draw > 1 && t.pair_start[ITEMS] > 0) (void)assign_forbid(&r, (int32_t)dice(t.pair_start[ITEMS]));
      int64_t const improved = assign_relax_improve(&r, 40, 0.5, 8, draw % 2 == 0);
      if (improved >= ASSIGN_IMPOSSIBLE) continue;
      assert_int_equal(assign_relax_evaluate(&r), improved);
      compared += 1;
    }
    jh_arena_destroy(arena);
  }
  assert_true(compared > ROUNDS);
}

/* Work is counted, not timed: the same steps are the same work, and more steps are more. */
static void work_is_counted(void **unused) {
  (void)unused;
  state = 12;
  int grown = 0;
  for (int round = 0; round < ROUNDS; round++) {
    tiny t;
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create();
    jh_control const control = jh_control_default();
    assign_relax r[2];
    int64_t work[2] = {0};
    for (int n = 0; n < 2; n++) {
      assert_true(assign_relax_init(&r[n], &t.problem, &control, arena));
      int64_t bound = 0;
      int64_t const before = assign_relax_work(&r[n]);
      int32_t settled = 0;
      for (int evaluation = 0; evaluation < 20; evaluation++) (void)assign_relax_evaluate(&r[n]);
      grown += assign_relax_work(&r[n]) > before;
      (void)assign_relax_improve(&r[n], 40, 0.5, 8, true);
      (void)assign_relax_look(&r[n], &bound, &settled);
      work[n] = assign_relax_work(&r[n]);
    }
    assert_int_equal(work[0], work[1]);
    jh_arena_destroy(arena);
  }
  assert_true(grown > ROUNDS); /* of two each; where no site can run there is nothing to read */
}

/* From any plan, also one over its seats, items only ever go where a pair was given, and cost and load stay true. */
static void descent_keeps_to_the_pairs_given(void **unused) {
  (void)unused;
  int32_t fitted = 0;
  for (int draw = 0; draw < ROUNDS; draw++) {
    jh_arena *const arena = jh_arena_create();
    tiny t;
    state = (uint64_t)draw;
    make_tiny(&t, 8);
    assign_plan plan;
    assert_true(assign_plan_init(&plan, &t.problem, arena));
    bool whole = true;
    for (int32_t j = 0; j < SITES; j++) plan.runs[j] = true;
    for (int32_t i = 0; i < ITEMS; i++) {
      int32_t const pairs = t.pair_start[i + 1] - t.pair_start[i];
      whole = whole && pairs > 0;
      plan.site[i] = pairs > 0 ? t.pair_site[t.pair_start[i] + dice(pairs)] : -1;
    }
    if (whole) {
      assign_plan_count(&plan);
      const jh_control control = jh_control_default();
      bool const fits = assign_descend(&plan, &control, arena);
      int64_t value = 0;
      for (int32_t i = 0; i < ITEMS; i++) assert_true(assign_pair_cost(&t.problem, i, plan.site[i]) >= 0);
      if (fits) {
        assert_null(jh_assign_verify(&t.problem, plan.site, plan.runs, &value, arena));
        assert_int_equal(value, plan.cost);
      }
      fitted += fits;
    }
    jh_arena_destroy(arena);
  }
  assert_true(fitted > ROUNDS / 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(knapsacks_are_exact),
      cmocka_unit_test(a_knapsack_cut_short_is_still_a_bound),
      cmocka_unit_test(sites_that_run_are_the_least),
      cmocka_unit_test(bounds_hold_at_any_multipliers),
      cmocka_unit_test(settling_keeps_the_best_plan),
      cmocka_unit_test(steps_say_what_a_fresh_evaluation_says),
      cmocka_unit_test(work_is_counted),
      cmocka_unit_test(descent_keeps_to_the_pairs_given),
      cmocka_unit_test(regions_are_exact),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
