/* A plunge settles as it goes down, shows what it meets, and leaves the tree as it found it. */
#include "../../solver/assign_tree.h"
#include "tiny_assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 640, STEPS = 60 };

typedef struct watch {
  assign_tree *tree;
  jh_arena *arena;
  int plans;
} watch;

/* Where each item is taken once, the relaxed solution may be a plan. */
static void look(void *user) {
  watch *const w = user;
  const assign_relax *const r = &w->tree->relax;
  const jh_assign *const p = r->problem;
  int32_t site[ITEMS];
  int64_t value = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    site[i] = -1;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (r->in[k] && r->runs[p->pair_site[k]]) site[i] = p->pair_site[k];
    if (r->taken[i] != 1 || site[i] < 0) return;
  }
  if (jh_assign_verify(p, site, r->runs, &value, w->arena)) return;
  w->plans += 1;
  if (value < w->tree->best) w->tree->best = value;
}

static void check_same(const assign_decisions *a, const assign_decisions *b, const jh_assign *p) {
  assert_memory_equal(a->out, b->out, (size_t)p->pair_start[p->item_count]);
  assert_memory_equal(a->choices, b->choices, (size_t)p->item_count * sizeof *a->choices);
  assert_memory_equal(a->settled, b->settled, (size_t)p->item_count * sizeof *a->settled);
  assert_memory_equal(a->state, b->state, (size_t)p->site_count);
}

static void plunges_find_plans_and_leave_the_tree_alone(void **unused) {
  (void)unused;
  state = 11;
  int plans = 0, possible = 0;
  for (int round = 0; round < ROUNDS; round++) {
    tiny t;
    make_tiny(&t, round % 32);
    jh_arena *const arena = jh_arena_create();
    jh_control const control = jh_control_default();
    jh_assign_parts const parts = jh_assign_parts_all();
    assign_tree tree;
    assign_decisions before;
    int64_t multiplier[ITEMS];
    assert_true(assign_tree_init(&tree, &t.problem, &parts, &control, arena));
    assert_true(assign_decisions_init(&before, &t.problem, arena));
    assign_tree_root(&tree, INT64_MAX, STEPS, 0.3);
    watch w = {.tree = &tree, .arena = arena};
    tree.on_relaxed = look;
    tree.user = &w;
    assign_decisions_copy(&before, &tree.relax.decided, &t.problem);
    memcpy(multiplier, tree.relax.multiplier, sizeof multiplier);
    assign_tree_plunge(&tree);
    check_same(&before, &tree.relax.decided, &t.problem);
    assert_memory_equal(multiplier, tree.relax.multiplier, sizeof multiplier);
    int64_t const best = brute_force(&t, NULL, NULL, arena);
    if (tree.best < INT64_MAX) assert_true(best >= 0 && tree.best >= best);
    plans += w.plans > 0;
    possible += best >= 0;
    jh_arena_destroy(arena);
  }
  assert_true(plans > possible * 2 / 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(plunges_find_plans_and_leave_the_tree_alone)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
