/* The circulation against enumeration: every small network, with and without the ratio row. */
#include "junheng/solver/flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { NODES = 5, ARCS = 11, NETWORKS = 6000 };

typedef struct network {
  jh_flow_arc arcs[ARCS];
  int32_t count;
  jh_flow_ratio ratio;
} network;

static uint64_t state = 7;
static int32_t below(int32_t n) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)((state >> 33) % (uint64_t)n);
}

/* Arc 0 runs from node 1 back to node 0; the others mostly forward, some counted. */
static network draw(void) {
  network n = {.count = 5 + below(ARCS - 4), .ratio = {.total = below(4) == 0 ? -1 : 0, .numerator = 1 + below(4)}};
  n.ratio.denominator = n.ratio.numerator + below(6);
  n.ratio.lack = below(5) == 0 ? 1 : 0;
  n.ratio.offset = below(5) == 0 ? 1 : 0;
  int32_t const due = below(3);
  n.arcs[0] = (jh_flow_arc){.from = 1, .to = 0, .lower = due, .upper = due + below(4)};
  for (int32_t a = 1; a < n.count; a++) {
    int32_t const from = below(NODES), to = (from + 1 + below(NODES - 1)) % NODES;
    n.arcs[a] = (jh_flow_arc){.from = from,
                              .to = to,
                              .lower = below(8) == 0 ? 1 : 0,
                              .upper = 1 + below(2),
                              .cost = below(41) - 12,
                              .counted = below(3) == 0};
  }
  return n;
}

typedef struct best {
  bool any;
  int64_t cost;
} best;

static void enumerate(const network *n, int32_t arc, int32_t units[ARCS], int32_t balance[NODES], best *b) {
  if (arc == n->count) {
    int64_t cost = 0, counted = 0;
    for (int32_t i = 0; i < NODES; i++)
      if (balance[i] != 0) return;
    for (int32_t a = 0; a < n->count; a++) {
      cost += (int64_t)n->arcs[a].cost * units[a];
      counted += n->arcs[a].counted ? units[a] : 0;
    }
    const jh_flow_ratio *const r = &n->ratio;
    if (r->total >= 0 && r->denominator * (counted + r->lack) < r->numerator * (units[r->total] - r->offset)) return;
    if (!b->any || cost < b->cost) *b = (best){true, cost};
    return;
  }
  const jh_flow_arc *const a = &n->arcs[arc];
  for (int32_t f = a->lower; f <= a->upper; f++) {
    units[arc] = f;
    balance[a->from] -= f;
    balance[a->to] += f;
    enumerate(n, arc + 1, units, balance, b);
    balance[a->from] += f;
    balance[a->to] -= f;
  }
}

/* Columns kept back until the pricer is asked for them. */
typedef struct held {
  const network *n;
  bool given[ARCS];
} held;

static jh_status price_held(void *user, jh_flow *flow, int64_t *added) {
  held *const h = user;
  *added = 0;
  for (int32_t a = 1; a < h->n->count; a++) {
    const jh_flow_arc *const arc = &h->n->arcs[a];
    int32_t const index = jh_flow_arc_count(flow);
    if (h->given[a]) continue;
    assert_int_equal(jh_flow_add_arc(flow, arc), index);
    h->given[a] = true;
    jh_wide const reduced =
        jh_flow_priced_cost(flow, index) + jh_flow_potential(flow, arc->from) - jh_flow_potential(flow, arc->to);
    if (reduced < 0) ++*added;
    if (*added > 0) return JH_OK;
  }
  return JH_OK;
}

static void check_network(const network *n, bool columns) {
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  int32_t units[ARCS], balance[NODES] = {0};
  best b = {0};
  enumerate(n, 0, units, balance, &b);
  jh_flow *const flow = jh_flow_create(NODES, arena);
  held h = {.n = n};
  for (int32_t a = 0; a < n->count; a++) {
    h.given[a] = !columns || a == 0 || n->arcs[a].lower > 0 || a % 2 == 0;
    if (h.given[a]) assert_true(jh_flow_add_arc(flow, &n->arcs[a]) >= 0);
  }
  jh_flow_plan plan;
  assert_int_equal(jh_flow_plan_ratio(flow, &n->ratio, columns ? price_held : NULL, &h, &control, arena, &plan),
                   JH_OK);
  assert_int_equal(plan.answer, b.any ? JH_OPTIMAL : JH_INFEASIBLE);
  if (b.any) {
    assert_true(plan.value == b.cost);
    assert_true(plan.bound == b.cost);
  }
  jh_arena_destroy(arena);
}

static void the_least_cost_is_found_and_proven(void **unused) {
  (void)unused;
  for (int32_t k = 0; k < NETWORKS; k++) {
    network const n = draw();
    check_network(&n, false);
    check_network(&n, true);
  }
}

static void wide_costs_keep_their_order(void **unused) {
  (void)unused;
  /* Two ways round; the dear one is cheaper by one unit in 2^90. */
  jh_wide const big = (jh_wide)1 << 90;
  jh_arena *const arena = jh_arena_create();
  jh_control const control = jh_control_default();
  jh_flow *const flow = jh_flow_create(2, arena);
  jh_flow_add_arc(flow, &(jh_flow_arc){.from = 1, .to = 0, .lower = 3, .upper = 3});
  jh_flow_add_arc(flow, &(jh_flow_arc){.from = 0, .to = 1, .upper = 3, .cost = big});
  jh_flow_add_arc(flow, &(jh_flow_arc){.from = 0, .to = 1, .upper = 2, .cost = big - 1});
  jh_flow_plan plan;
  jh_flow_ratio const none = {.total = -1};
  assert_int_equal(jh_flow_plan_ratio(flow, &none, NULL, NULL, &control, arena, &plan), JH_OK);
  assert_int_equal(plan.answer, JH_OPTIMAL);
  assert_true(plan.value == 3 * big - 2);
  jh_arena_destroy(arena);
}

static void a_stopped_search_says_so(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  sig_atomic_t const stop = 1;
  jh_control control = jh_control_default();
  control.stop = &stop;
  jh_flow *const flow = jh_flow_create(2, arena);
  jh_flow_add_arc(flow, &(jh_flow_arc){.from = 1, .to = 0, .lower = 1, .upper = 1});
  jh_flow_add_arc(flow, &(jh_flow_arc){.from = 0, .to = 1, .upper = 1, .cost = 1});
  jh_flow_plan plan;
  jh_flow_ratio const none = {.total = -1};
  assert_int_equal(jh_flow_plan_ratio(flow, &none, NULL, NULL, &control, arena, &plan), JH_OK);
  assert_int_equal(plan.answer, JH_STOPPED);
  assert_false(plan.has_plan);
  jh_arena_destroy(arena);
}

/* Bounds and costs change again and again, arcs come: the mended tree ends where a new one does. */
static void a_mended_tree_ends_where_a_new_one_does(void **unused) {
  (void)unused;
  enum { MANY = 12, LINES = 40, CHANGES = 25 };
  jh_control const control = jh_control_default();
  int32_t feasible = 0, infeasible = 0;
  for (int32_t round = 0; round < 400; round++) {
    jh_arena *const arena = jh_arena_create();
    jh_flow *const kept = jh_flow_create(MANY, arena);
    jh_flow_arc arcs[LINES];
    int32_t count = 0;
    for (int32_t change = 0; change < CHANGES; change++) {
      for (int32_t a = 0; a < count; a++) {
        if (below(3) > 0) continue;
        arcs[a].upper = below(6);
        arcs[a].lower = below(6) == 0 && arcs[a].upper > 0 ? 1 : 0;
        arcs[a].cost = below(50) - 10;
        jh_flow_set_bounds(kept, a, arcs[a].lower, arcs[a].upper);
        jh_flow_set_cost(kept, a, arcs[a].cost);
      }
      for (int32_t more = below(8) + (change == 0 ? 15 : 0); more > 0 && count < LINES; more--) {
        int32_t const from = below(MANY);
        arcs[count] = (jh_flow_arc){
            .from = from, .to = (from + 1 + below(MANY - 1)) % MANY, .upper = below(5), .cost = below(50) - 10};
        assert_int_equal(jh_flow_add_arc(kept, &arcs[count]), count);
        count++;
      }
      jh_flow *const fresh = jh_flow_create(MANY, arena);
      for (int32_t a = 0; a < count; a++) jh_flow_add_arc(fresh, &arcs[a]);
      jh_answer one, other;
      assert_int_equal(jh_flow_solve(kept, &control, &one), JH_OK);
      assert_int_equal(jh_flow_solve(fresh, &control, &other), JH_OK);
      assert_int_equal(one, other);
      if (one == JH_OPTIMAL) assert_true(jh_flow_cost(kept) == jh_flow_cost(fresh));
      for (int32_t a = 0; a < count && one == JH_OPTIMAL; a++)
        assert_in_range(jh_flow_value(kept, a), arcs[a].lower, arcs[a].upper);
      feasible += one == JH_OPTIMAL;
      infeasible += one == JH_INFEASIBLE;
    }
    jh_arena_destroy(arena);
  }
  assert_true(feasible > 1000);
  assert_true(infeasible > 1000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_least_cost_is_found_and_proven),
      cmocka_unit_test(wide_costs_keep_their_order),
      cmocka_unit_test(a_mended_tree_ends_where_a_new_one_does),
      cmocka_unit_test(a_stopped_search_says_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
