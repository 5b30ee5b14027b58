/* The modular search: best-first on what is proven, diving where a node was just split.
 *
 * Each node: a network (a bound, prices, loads); the Lagrangian bound at its prices, which drops counts of modules
 * that no better plan has; whole modules for the loads, a plan where they fit; else a split on one sink's modules. */
#include "modular_part.h"

#include <string.h>

enum { ROUNDS = 8, ROOT_STEPS = 60, NODE_STEPS = 2, DIVE_EVERY = 8, TELL_EVERY_NODES = 16 };

/* Bounds of the node at the prices of a network, as they are and lifted. */
static jh_status tighten(modular_search *s, modular_node *node, const modular_relaxation *r, jh_arena *scratch,
                         int32_t *changed, bool *alive) {
  const jh_wide *const prices[] = {r->price, r->lifted};
  for (int k = 0; k < 2 && *alive; k++) {
    modular_dual_answer answer;
    jh_status const status = modular_dual(&s->c, r, prices[k], s->best, node, scratch, &answer);
    if (status) return status;
    if (answer.bound > node->bound) node->bound = answer.bound;
    *changed += answer.changed;
    *alive = answer.alive;
  }
  return JH_OK;
}

/* ---- splitting ---- */

typedef struct split {
  int32_t facility;      /* >= 0: decide whether it opens */
  int32_t sink, modules; /* else: fewer than `modules`, or at least so many */
  bool up_first;
} split;

static bool undecided_opening(const modular_search *s, const modular_node *node, const modular_relaxation *r,
                              split *on) {
  const jh_modular *const p = s->c.problem;
  int64_t most = 0;
  on->facility = -1;
  for (int32_t j = 0; j < p->facility_count; j++) {
    if (node->open[j] != MODULAR_FREE) continue;
    int64_t load = 0;
    for (int32_t i = s->c.first_sink[j]; i < s->c.first_sink[j + 1]; i++) load += r->load[i];
    if (load <= most) continue;
    most = load;
    on->facility = j;
  }
  return on->facility >= 0;
}

/* The sink whose units fill its last module of this size least clearly. */
static void consider(const modular_node *node, int32_t sink, int32_t load, int32_t size, int32_t *clearest,
                     split *on) {
  if (load == 0 || size == 0) return;
  int32_t const modules = (load + size - 1) / size, last = load - size * (modules - 1);
  int32_t const unclear = last < size - last ? last : size - last;
  if (modules <= node->low[sink] || modules > node->high[sink] || unclear <= *clearest) return;
  *clearest = unclear;
  *on = (split){.facility = -1, .sink = sink, .modules = modules, .up_first = 2 * last >= size};
}

static bool undecided_count(const modular_search *s, const modular_node *node, const modular_relaxation *r,
                            const modular_choice *choice, split *on) {
  const jh_modular *const p = s->c.problem;
  int32_t clearest = -1;
  on->sink = -1;
  if (!choice->fits) {
    for (int32_t i = s->c.first_sink[choice->misfit]; i < s->c.first_sink[choice->misfit + 1]; i++)
      consider(node, i, r->load[i], p->sinks[i].size[p->sinks[i].tier_count - 1], &clearest, on);
  }
  for (int32_t t = 0; t < JH_MODULAR_TIERS && on->sink < 0; t++)
    for (int32_t i = 0; i < p->sink_count; i++)
      if (t < p->sinks[i].tier_count && modular_bounded(&s->c, p->sinks[i].facility))
        consider(node, i, r->load[i], p->sinks[i].size[t], &clearest, on);
  for (int32_t i = 0; i < p->sink_count && on->sink < 0; i++) {
    if (node->low[i] >= node->high[i]) continue;
    int32_t const chosen = choice->modules[i];
    *on = (split){.facility = -1,
                  .sink = i,
                  .modules = chosen > node->low[i] ? chosen : node->low[i] + 1,
                  .up_first = chosen > node->low[i]};
  }
  return on->sink >= 0;
}

static bool split_node(modular_search *s, const modular_node *node, const split *on, modular_node **next) {
  modular_node *const up = modular_copy_node(s, node), *const down = modular_copy_node(s, node);
  if (!up || !down) return false;
  if (on->facility >= 0) {
    up->open[on->facility] = 1;
    down->open[on->facility] = 0;
    for (int32_t i = s->c.first_sink[on->facility]; i < s->c.first_sink[on->facility + 1]; i++)
      if (modular_bounded(&s->c, on->facility)) down->low[i] = down->high[i] = 0;
  } else {
    up->low[on->sink] = on->modules;
    up->open[s->c.problem->sinks[on->sink].facility] = 1;
    down->high[on->sink] = on->modules - 1;
  }
  *next = on->up_first || on->facility >= 0 ? up : down;
  return modular_push(s, *next == up ? down : up);
}

/* ---- a node ---- */

/* Better prices: many steps at the root, from where every node starts, few elsewhere. */
static jh_status climb(modular_search *s, modular_node *node, jh_arena *scratch, int32_t *changed, bool *alive,
                       int32_t **picked) {
  *picked = NULL;
  modular_dual_answer answer;
  jh_wide *price = s->module_price;
  if (node->depth > 0) {
    price = JH_NEW(scratch, jh_wide, s->c.problem->facility_count);
    if (!price) return JH_NO_MEMORY;
    memcpy(price, s->module_price, (size_t)s->c.problem->facility_count * sizeof *price);
  }
  int32_t const steps = node->depth == 0 ? ROOT_STEPS : NODE_STEPS;
  jh_status const status = modular_climb(&s->c, node, steps, s->plan->has_plan, s->best, price, scratch, &answer);
  if (status) return status;
  if (answer.bound > node->bound) node->bound = answer.bound;
  *changed += answer.changed;
  *alive = answer.alive;
  *picked = answer.modules;
  return JH_OK;
}

/* Tightens the node until nothing more is dropped; *r and *choice are of the last network. False: done with. */
static jh_status bound_node(modular_search *s, modular_node *node, jh_arena *scratch, modular_relaxation *r,
                            modular_choice *choice, bool *alive) {
  *alive = true;
  for (int32_t round = 0; round < ROUNDS; round++) {
    jh_status status = modular_relax(&s->c, node, scratch, r);
    if (status) return status;
    s->stopped |= r->stopped;
    if (!r->feasible) return *alive = false, JH_OK;
    if (r->value > node->bound) node->bound = r->value;
    status = modular_round(&s->c, node, r->load, scratch, choice);
    if (status) return status;
    if (choice->fits) modular_keep(s, r, choice);
    if (node->bound >= s->best) return *alive = false, JH_OK;
    int32_t changed = 0;
    status = tighten(s, node, r, scratch, &changed, alive);
    if (status || !*alive) return status;
    int32_t *picked = NULL;
    /* A first plan before anything that takes long. */
    if (!choice->fits && !s->plan->has_plan) status = modular_dive(s, node, r, NULL, scratch);
    if (!status) status = climb(s, node, scratch, &changed, alive, &picked);
    if (status || !*alive) return status;
    bool const dives = !choice->fits && (node->depth == 0 || s->plan->node_count % DIVE_EVERY == 0);
    if (dives) status = modular_dive(s, node, r, picked, scratch);
    if (!status && dives && node->depth == 0) status = modular_dive(s, node, r, NULL, scratch);
    if (status) return status;
    if (node->bound >= s->best) return *alive = false, JH_OK;
    if (s->stopped) return JH_OK;
    if (changed == 0) return JH_OK;
  }
  return JH_OK;
}

static void tell(const modular_search *s, const modular_node *now) {
  const jh_modular *const p = s->c.problem;
  jh_wide bound = now->bound;
  if (s->open_count > 0 && s->open[0]->bound < bound) bound = s->open[0]->bound;
  if (p->tell) p->tell(p->user, s->plan->has_plan, s->best, bound);
}

/* What was dropped at the root holds everywhere, also after a restart. */
static void learn(modular_search *s, const modular_node *node) {
  const jh_modular *const p = s->c.problem;
  s->root->bound = node->bound;
  memcpy(s->root->low, node->low, (size_t)p->sink_count * sizeof *node->low);
  memcpy(s->root->high, node->high, (size_t)p->sink_count * sizeof *node->high);
  memcpy(s->root->open, node->open, (size_t)p->facility_count * sizeof *node->open);
}

/* The node's children: one to go on with, the other kept. NULL: done with. */
static jh_status visit(modular_search *s, modular_node *node, modular_node **next) {
  *next = NULL;
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) return JH_NO_MEMORY;
  modular_relaxation r;
  modular_choice choice;
  bool alive;
  jh_status status = bound_node(s, node, scratch, &r, &choice, &alive);
  if (!status && alive && node->depth == 0) learn(s, node);
  s->plan->node_count += 1;
  if (!status && s->stopped) {
    /* What a stop left half done says nothing: the node stays, with what was proven of it. */
    if (!modular_push(s, node)) status = JH_NO_MEMORY;
  } else if (!status && !alive) {
    modular_drop_node(s, node);
  } else if (!status) {
    split on = {.facility = -1, .sink = -1};
    bool const splits = undecided_opening(s, node, &r, &on) || undecided_count(s, node, &r, &choice, &on);
    if (!splits) status = JH_INTERNAL; /* with all counts fixed the network is exact */
    if (splits && !split_node(s, node, &on, next)) status = JH_NO_MEMORY;
    modular_drop_node(s, node);
  }
  jh_arena_destroy(scratch);
  return status;
}

/* A much better plan lets the root drop much more: then the tree grows anew from there. */
static bool much_better(const modular_search *s) {
  if (s->best >= s->best_at_root) return false;
  jh_wide const gap = s->best - s->root->bound, before = s->best_at_root - s->root->bound;
  return gap < before - before / 4;
}

static jh_status restart(modular_search *s, modular_node *now, modular_node **next) {
  if (now) modular_drop_node(s, now);
  while (s->open_count > 0) modular_drop_node(s, s->open[--s->open_count]);
  s->best_at_root = s->best;
  *next = modular_copy_node(s, s->root);
  if (!*next) return JH_NO_MEMORY;
  (*next)->depth = 0;
  return JH_OK;
}

/* Where parts can be solved by themselves, the tree of the whole is not needed any more: what is left is one node
 * with what they prove together, or nothing. */
static jh_status take_apart(modular_search *s, modular_node **next, bool *settled) {
  jh_wide bound;
  *settled = false;
  if (s->is_part || !s->plan->has_plan) return JH_OK;
  jh_status status = modular_take_apart(s, settled, &bound);
  if (status || !*settled) return status;
  status = restart(s, *next, next);
  if (status) return status;
  if (bound > (*next)->bound) (*next)->bound = bound;
  s->stopped = (*next)->bound < s->best;
  return modular_push(s, *next) ? JH_OK : JH_NO_MEMORY;
}

static jh_status run(modular_search *s) {
  modular_node *node = NULL;
  while (node || (node = modular_pop(s))) {
    if (node->bound >= s->best) { /* best first: nothing better is left, unless this was a dive */
      modular_drop_node(s, node);
      node = NULL;
      continue;
    }
    if (s->plan->node_count % TELL_EVERY_NODES == 0) tell(s, node);
    bool const gives_up = s->c.problem->give_up_s > 0 && !s->plan->has_plan && jh_clock_s() > s->c.problem->give_up_s;
    if (gives_up || jh_control_stopped(s->c.control)) s->stopped = true;
    if (s->most_nodes > 0 && s->plan->node_count >= s->most_nodes) s->stopped = true;
    if (s->stopped) return modular_push(s, node) ? JH_OK : JH_NO_MEMORY;
    modular_node *next;
    bool const is_root = node->depth == 0;
    jh_status status = visit(s, node, &next);
    bool settled = false;
    if (!status && is_root && next && !s->stopped && !much_better(s)) status = take_apart(s, &next, &settled);
    if (status || settled) return status;
    if (!s->stopped && much_better(s)) status = restart(s, next, &next);
    if (status) return status;
    node = next;
  }
  return JH_OK;
}

/* ---- the whole ---- */

static void begin_with(modular_search *s, const jh_modular_plan *start) {
  const jh_modular *const p = s->c.problem;
  s->plan->has_plan = true;
  s->best = s->best_at_root = s->plan->cost = start->cost;
  memcpy(s->plan->units, start->units, (size_t)s->c.option_count * sizeof *start->units);
  memcpy(s->plan->modules, start->modules, (size_t)p->sink_count * sizeof *start->modules);
  memcpy(s->plan->extra, start->extra, (size_t)p->facility_count * sizeof *start->extra);
  memcpy(s->plan->opened, start->opened, (size_t)p->facility_count * sizeof *start->opened);
}

static jh_status solve(modular_search *s, const jh_modular_plan *start) {
  jh_modular_plan *const plan = s->plan;
  if (!modular_prepare(s)) return JH_NO_MEMORY;
  if (start && start->has_plan) begin_with(s, start);
  modular_node *const first = modular_copy_node(s, s->root);
  if (!first || !modular_push(s, first)) return JH_NO_MEMORY;
  first->depth = 0;
  jh_status const status = run(s);
  if (status) return status;
  plan->bound = s->best;
  for (size_t k = 0; k < s->open_count; k++)
    if (s->open[k]->bound < plan->bound) plan->bound = s->open[k]->bound;
  if (!s->stopped) plan->answer = plan->has_plan ? JH_OPTIMAL : JH_INFEASIBLE;
  jh_wide cost;
  bool const sound =
      !plan->has_plan || (jh_modular_verify(s->c.problem, plan, s->c.arena, &cost) && cost == plan->cost);
  return sound ? JH_OK : JH_INTERNAL;
}

jh_status jh_modular_solve(const jh_modular *problem, const jh_control *control, jh_arena *arena,
                           jh_modular_plan *plan) {
  *plan = (jh_modular_plan){.answer = JH_STOPPED};
  modular_search s = {.c = {.problem = problem, .arena = arena, .control = control}, .plan = plan};
  return solve(&s, NULL);
}

jh_status modular_solve_part(const modular_part *part, int64_t most_nodes, const jh_control *control, jh_arena *arena,
                             jh_modular_plan *plan) {
  *plan = (jh_modular_plan){.answer = JH_STOPPED};
  modular_search s = {.c = {.problem = &part->problem, .arena = arena, .control = control},
                      .plan = plan,
                      .most_nodes = most_nodes,
                      .is_part = true};
  return solve(&s, &part->start);
}

jh_status jh_modular_bound(const jh_modular *problem, const jh_control *control, jh_arena *arena, jh_wide *bound) {
  jh_modular_plan plan = {.answer = JH_STOPPED};
  modular_search s = {.c = {.problem = problem, .arena = arena, .control = control}, .plan = &plan};
  modular_relaxation r;
  *bound = 0;
  if (!modular_prepare(&s)) return JH_NO_MEMORY;
  jh_status const status = modular_relax(&s.c, s.root, arena, &r);
  if (!status && r.feasible) *bound = r.value;
  return status;
}
