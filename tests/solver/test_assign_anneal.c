/* Annealing where seats are tight: they are short at one end of a row of sites, and free at the other. */
#include "../../solver/assign_relax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SITES = 12, EACH = 5, ITEMS = SITES * EACH, PAIRS = ITEMS * SITES, MOVES = 400000 };

/* Items in a row, each beside the next; a site in the middle of every five. */
typedef struct row {
  jh_assign problem;
  int64_t weight[ITEMS], capacity[SITES], fixed[SITES], cost[PAIRS];
  bool must_run[SITES];
  int32_t pair_start[ITEMS + 1], pair_site[PAIRS], neighbour_start[ITEMS + 1], neighbours[2 * ITEMS], home[SITES];
} row;

static void make_row(row *w, bool connected) {
  *w = (row){0};
  int32_t neighbours = 0;
  for (int32_t j = 0; j < SITES; j++) {
    w->capacity[j] = EACH;
    w->home[j] = j * EACH + EACH / 2;
    w->must_run[j] = true;
  }
  w->capacity[0] -= 1;
  w->capacity[SITES - 1] += EACH;
  for (int32_t i = 0; i < ITEMS; i++) {
    w->weight[i] = 1;
    w->pair_start[i + 1] = (i + 1) * SITES;
    for (int32_t j = 0; j < SITES; j++) {
      w->pair_site[i * SITES + j] = j;
      w->cost[i * SITES + j] = 100 * abs(i - w->home[j]);
    }
    if (i > 0) w->neighbours[neighbours++] = i - 1;
    if (i + 1 < ITEMS) w->neighbours[neighbours++] = i + 1;
    w->neighbour_start[i + 1] = neighbours;
  }
  w->problem = (jh_assign){.item_count = ITEMS,
                           .site_count = SITES,
                           .weight = w->weight,
                           .capacity = w->capacity,
                           .fixed = w->fixed,
                           .must_run = w->must_run,
                           .site_number = -1,
                           .pair_start = w->pair_start,
                           .pair_site = w->pair_site,
                           .pair_cost = w->cost,
                           .connected = connected,
                           .neighbour_start = w->neighbour_start,
                           .neighbours = w->neighbours,
                           .home = w->home};
}

/* Every border has to give way by one: seats are left over at the last site alone. */
static int64_t optimum(const row *w) {
  int64_t sum = 0;
  for (int32_t i = 0; i < ITEMS; i++) {
    int32_t const j = i + 1 < EACH ? 0 : (i + 1) / EACH < SITES ? (i + 1) / EACH : SITES - 1;
    sum += w->cost[i * SITES + j];
  }
  return sum;
}

/* A seat here saves the way of one item at each border between here and where seats are free. */
static void set_prices(double *price) {
  for (int32_t j = 0; j < SITES; j++) price[j] = 100 * (SITES - 1 - j);
}

static void every_border_gives_way(void **unused) {
  (void)unused;
  for (int seed = 1; seed <= 10; seed++) {
    row w;
    make_row(&w, true);
    jh_arena *const arena = jh_arena_create();
    jh_control const control = jh_control_default();
    assign_dice dice = {(uint64_t)seed};
    assign_plan plan;
    int32_t best[ITEMS];
    int64_t value = INT64_MAX;
    assert_true(assign_plan_init(&plan, &w.problem, arena));
    for (int32_t j = 0; j < SITES; j++) plan.runs[j] = true;
    set_prices(plan.seat_price);
    assert_true(assign_construct(&plan, 0, arena));
    assert_true(assign_anneal(&plan, MOVES, 1, &dice, &control, best, &value));
    assert_int_equal(value, optimum(&w));
    assert_false(jh_assign_verify(&w.problem, best, plan.runs, &value, arena));
    assert_int_equal(value, optimum(&w));
    /* A seat is worth the more, the nearer to where one is short. */
    assert_true(plan.seat_price[0] > plan.seat_price[SITES - 1]);
    jh_arena_destroy(arena);
  }
}

static void the_bound_knows_what_a_seat_is_worth(void **unused) {
  (void)unused;
  row w;
  make_row(&w, false);
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  assign_relax r;
  double price[SITES];
  assert_true(assign_relax_init(&r, &w.problem, &control, arena));
  /* An item is worth 201 anywhere: a site takes those within 200, of which one at a distance of 200 has to stay out.
   */
  for (int32_t i = 0; i < ITEMS; i++) r.multiplier[i] = 201;
  assert_true(assign_relax_evaluate(&r) < ASSIGN_IMPOSSIBLE);
  assign_relax_seat_prices(&r, price);
  assert_true(price[0] > 0.5 && price[0] < 1.5);
  for (int32_t j = 1; j < SITES; j++) assert_true(price[j] >= 0 && price[j] <= 0);
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_border_gives_way),
                                     cmocka_unit_test(the_bound_knows_what_a_seat_is_worth)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
