/* The modular search: best-first on what is proven, diving where a node was just split.
 *
 * Each node: a network (a bound, prices, loads); the Lagrangian bound at its prices, which drops counts of modules
 * that no better plan has; whole modules for the loads, a plan where they fit; else a split on one sink's modules. */
#include "modular_inner.h"

#include <string.h>

enum {
  ROUNDS = 8,
  DIVE_STEPS = 12,
  ROOT_STEPS = 60,
  NODE_STEPS = 2,
  DIVE_EVERY = 8,
  FEW_AT_MOST = 63,
  TELL_EVERY_NODES = 16
};

typedef struct search {
  modular_case c;
  modular_node **open; /* a heap by bound */
  size_t open_count, open_capacity;
  modular_node **spare;
  size_t spare_count, spare_capacity;
  jh_modular_plan *plan;
  jh_wide best;         /* of the plan; without one the ceiling */
  jh_wide best_at_root; /* the best plan when the root was last tightened */
  modular_node *root;
  jh_wide *module_price; /* by facility: the best met at the root */
  bool stopped;
} search;

/* ---- nodes ---- */

static modular_node *new_node(search *s) {
  if (s->spare_count > 0) return s->spare[--s->spare_count];
  const jh_modular *const p = s->c.problem;
  modular_node *const node = JH_NEW(s->c.arena, modular_node, 1);
  if (!node) return NULL;
  node->low = JH_NEW(s->c.arena, int32_t, p->sink_count);
  node->high = JH_NEW(s->c.arena, int32_t, p->sink_count);
  node->open = JH_NEW(s->c.arena, int8_t, p->facility_count);
  return node->low && node->high && node->open ? node : NULL;
}

static modular_node *copy_node(search *s, const modular_node *from) {
  modular_node *const node = new_node(s);
  if (!node) return NULL;
  const jh_modular *const p = s->c.problem;
  node->bound = from->bound;
  node->depth = from->depth + 1;
  memcpy(node->low, from->low, (size_t)p->sink_count * sizeof *node->low);
  memcpy(node->high, from->high, (size_t)p->sink_count * sizeof *node->high);
  memcpy(node->open, from->open, (size_t)p->facility_count * sizeof *node->open);
  return node;
}

static void drop_node(search *s, modular_node *node) {
  modular_node **const larger =
      jh_arena_grow(s->c.arena, s->spare, &s->spare_capacity, s->spare_count + 1, sizeof(modular_node *));
  if (!larger) return; /* kept by the arena only */
  s->spare = larger;
  s->spare[s->spare_count++] = node;
}

static bool before(const modular_node *a, const modular_node *b) {
  return a->bound != b->bound ? a->bound < b->bound : a->depth > b->depth;
}

static bool push(search *s, modular_node *node) {
  modular_node **const larger =
      jh_arena_grow(s->c.arena, s->open, &s->open_capacity, s->open_count + 1, sizeof(modular_node *));
  if (!larger) return false;
  s->open = larger;
  size_t at = s->open_count++;
  for (; at > 0 && before(node, s->open[(at - 1) / 2]); at = (at - 1) / 2) s->open[at] = s->open[(at - 1) / 2];
  s->open[at] = node;
  return true;
}

static modular_node *pop(search *s) {
  if (s->open_count == 0) return NULL;
  modular_node *const top = s->open[0], *const last = s->open[--s->open_count];
  size_t at = 0;
  while (2 * at + 1 < s->open_count) {
    size_t child = 2 * at + 1;
    if (child + 1 < s->open_count && before(s->open[child + 1], s->open[child])) child++;
    if (!before(s->open[child], last)) break;
    s->open[at] = s->open[child];
    at = child;
  }
  s->open[at] = last;
  return top;
}

/* ---- plans ---- */

static void keep(search *s, const modular_relaxation *r, const modular_choice *choice) {
  const jh_modular *const p = s->c.problem;
  jh_wide cost = choice->cost;
  for (int32_t o = 0; o < s->c.option_count; o++)
    if (r->units[o] > 0) cost += p->options[o].cost * r->units[o];
  if (cost >= s->best) return;
  s->best = s->plan->cost = cost;
  s->plan->has_plan = true;
  memcpy(s->plan->units, r->units, (size_t)s->c.option_count * sizeof *r->units);
  memcpy(s->plan->modules, choice->modules, (size_t)p->sink_count * sizeof *choice->modules);
  memcpy(s->plan->extra, choice->extra, (size_t)p->facility_count * sizeof *choice->extra);
  memcpy(s->plan->opened, choice->opened, (size_t)p->facility_count * sizeof *choice->opened);
}

/* Modules that the rounding left over go where classes are fullest, so that the network has all of them to fill. */
static void use_all(const search *s, const modular_node *node, const int32_t *load, int32_t facility,
                    int32_t *modules) {
  int32_t left = s->c.problem->facilities[facility].modules;
  for (int32_t i = s->c.first_sink[facility]; i < s->c.first_sink[facility + 1]; i++) left -= modules[i];
  while (left > 0) {
    int32_t fullest = -1;
    for (int32_t i = s->c.first_sink[facility]; i < s->c.first_sink[facility + 1]; i++) {
      if (modules[i] >= node->high[i]) continue;
      bool const fuller =
          fullest < 0 || (int64_t)load[i] * (modules[fullest] + 1) > (int64_t)load[fullest] * (modules[i] + 1);
      if (fuller) fullest = i;
    }
    if (fullest < 0) return;
    modules[fullest] += 1;
    left -= 1;
  }
}

/* Bounds of the node at the prices of a network, as they are and lifted. */
static jh_status tighten(search *s, modular_node *node, const modular_relaxation *r, jh_arena *scratch,
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

static void fix_modules(const search *s, modular_node *node, const int32_t *load, int32_t facility,
                        int32_t *modules) {
  if (node->open[facility] != 0) use_all(s, node, load, facility, modules);
  for (int32_t i = s->c.first_sink[facility]; i < s->c.first_sink[facility + 1]; i++)
    node->low[i] = node->high[i] = node->open[facility] == 0 ? 0 : modules[i];
}

/* The modules without which held units would have to go; last modules that hold no more than `few` are given up, and
 * those that were not picked. */
static jh_status keep_held(const search *s, modular_node *node, const modular_relaxation *r, const int32_t *picked,
                           int32_t few, jh_arena *scratch) {
  const jh_modular *const p = s->c.problem;
  modular_choice held;
  jh_status const status = modular_round(&s->c, node, r->held, scratch, &held);
  if (status) return status;
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const size = p->sinks[i].size[p->sinks[i].tier_count - 1];
    int32_t const needed = r->held[i] <= few ? 0 : (r->held[i] - few + size - 1) / size;
    int32_t kept = held.modules[i] < needed ? held.modules[i] : needed;
    if (picked && picked[i] < kept) kept = picked[i];
    if (modular_bounded(&s->c, p->sinks[i].facility) && kept > node->low[i]) node->low[i] = kept;
  }
  return JH_OK;
}

/* A node below `from` that keeps as many held units as a network allows. NULL without memory. */
static jh_status start_dive(search *s, const modular_node *from, const modular_relaxation *start,
                            const int32_t *picked, jh_arena *scratch, modular_node **node, modular_relaxation *r) {
  for (int32_t few = 0;; few = 2 * few + 1) {
    *node = copy_node(s, from);
    if (!*node) return JH_NO_MEMORY;
    jh_status status = keep_held(s, *node, start, picked, few, scratch);
    if (!status) status = modular_relax(&s->c, *node, scratch, r);
    s->stopped |= r->stopped;
    if (status || r->feasible || r->stopped || few > FEW_AT_MOST) return status;
    drop_node(s, *node);
  }
}

/* Looks for a plan below a node: modules of held units stay, the rest of the modules follows the loads, and where the
 * loads do not fit the modules are fixed, until all do. */
static jh_status dive(search *s, const modular_node *from, const modular_relaxation *start, const int32_t *picked,
                      jh_arena *scratch) {
  const jh_modular *const p = s->c.problem;
  modular_node *node;
  modular_relaxation r;
  jh_status status = start_dive(s, from, start, picked, scratch, &node, &r);
  for (int32_t step = 0; step < DIVE_STEPS && !status; step++) {
    modular_choice choice;
    if (step > 0) status = modular_relax(&s->c, node, scratch, &r);
    s->stopped |= r.stopped;
    if (status || !r.feasible || r.value >= s->best) break;
    status = modular_round(&s->c, node, r.load, scratch, &choice);
    if (status) break;
    if (choice.fits) {
      keep(s, &r, &choice);
      break;
    }
    for (int32_t j = 0; j < p->facility_count; j++) {
      if (!p->facilities[j].runs && node->open[j] == MODULAR_FREE && choice.misfits[j])
        node->open[j] = choice.opened[j] ? 1 : 0;
      bool const fixes = modular_bounded(&s->c, j) && (choice.misfits[j] || step + 2 == DIVE_STEPS);
      if (fixes) fix_modules(s, node, r.load, j, choice.modules);
    }
  }
  drop_node(s, node);
  return status;
}

/* ---- splitting ---- */

typedef struct split {
  int32_t facility;      /* >= 0: decide whether it opens */
  int32_t sink, modules; /* else: fewer than `modules`, or at least so many */
  bool up_first;
} split;

static bool undecided_opening(const search *s, const modular_node *node, const modular_relaxation *r, split *on) {
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

static bool undecided_count(const search *s, const modular_node *node, const modular_relaxation *r,
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

static bool split_node(search *s, const modular_node *node, const split *on, modular_node **next) {
  modular_node *const up = copy_node(s, node), *const down = copy_node(s, node);
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
  return push(s, *next == up ? down : up);
}

/* ---- a node ---- */

/* Better prices: many steps at the root, from where every node starts, few elsewhere. */
static jh_status climb(search *s, modular_node *node, jh_arena *scratch, int32_t *changed, bool *alive,
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
static jh_status bound_node(search *s, modular_node *node, jh_arena *scratch, modular_relaxation *r,
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
    if (choice->fits) keep(s, r, choice);
    if (node->bound >= s->best) return *alive = false, JH_OK;
    int32_t changed = 0;
    status = tighten(s, node, r, scratch, &changed, alive);
    if (status || !*alive) return status;
    int32_t *picked;
    status = climb(s, node, scratch, &changed, alive, &picked);
    if (status || !*alive) return status;
    bool const dives =
        !choice->fits && (node->depth == 0 || !s->plan->has_plan || s->plan->node_count % DIVE_EVERY == 0);
    if (dives) status = dive(s, node, r, picked, scratch);
    if (!status && dives) status = dive(s, node, r, NULL, scratch);
    if (status) return status;
    if (node->bound >= s->best) return *alive = false, JH_OK;
    if (s->stopped) return JH_OK;
    if (changed == 0) return JH_OK;
  }
  return JH_OK;
}

static void tell(const search *s, const modular_node *now) {
  const jh_modular *const p = s->c.problem;
  jh_wide bound = now->bound;
  if (s->open_count > 0 && s->open[0]->bound < bound) bound = s->open[0]->bound;
  if (p->tell) p->tell(p->user, s->plan->has_plan, s->best, bound);
}

/* What was dropped at the root holds everywhere, also after a restart. */
static void learn(search *s, const modular_node *node) {
  const jh_modular *const p = s->c.problem;
  s->root->bound = node->bound;
  memcpy(s->root->low, node->low, (size_t)p->sink_count * sizeof *node->low);
  memcpy(s->root->high, node->high, (size_t)p->sink_count * sizeof *node->high);
  memcpy(s->root->open, node->open, (size_t)p->facility_count * sizeof *node->open);
}

/* The node's children: one to go on with, the other kept. NULL: done with. */
static jh_status visit(search *s, modular_node *node, modular_node **next) {
  *next = NULL;
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) return JH_NO_MEMORY;
  modular_relaxation r;
  modular_choice choice;
  bool alive;
  jh_status status = bound_node(s, node, scratch, &r, &choice, &alive);
  if (!status && alive && node->depth == 0) learn(s, node);
  s->plan->node_count += 1;
  if (!status && !alive) {
    drop_node(s, node);
  } else if (!status && s->stopped) {
    if (!push(s, node)) status = JH_NO_MEMORY;
  } else if (!status) {
    split on = {.facility = -1, .sink = -1};
    bool const splits = undecided_opening(s, node, &r, &on) || undecided_count(s, node, &r, &choice, &on);
    if (!splits) status = JH_INTERNAL; /* with all counts fixed the network is exact */
    if (splits && !split_node(s, node, &on, next)) status = JH_NO_MEMORY;
    drop_node(s, node);
  }
  jh_arena_destroy(scratch);
  return status;
}

/* A much better plan lets the root drop much more: then the tree grows anew from there. */
static bool much_better(const search *s) {
  if (s->best >= s->best_at_root) return false;
  jh_wide const gap = s->best - s->root->bound, before = s->best_at_root - s->root->bound;
  return gap < before - before / 4;
}

static jh_status restart(search *s, modular_node *now, modular_node **next) {
  if (now) drop_node(s, now);
  while (s->open_count > 0) drop_node(s, s->open[--s->open_count]);
  s->best_at_root = s->best;
  *next = copy_node(s, s->root);
  if (!*next) return JH_NO_MEMORY;
  (*next)->depth = 0;
  return JH_OK;
}

static jh_status run(search *s) {
  modular_node *node = NULL;
  while (node || (node = pop(s))) {
    if (node->bound >= s->best) { /* best first: nothing better is left, unless this was a dive */
      drop_node(s, node);
      node = NULL;
      continue;
    }
    if (s->plan->node_count % TELL_EVERY_NODES == 0) tell(s, node);
    if (jh_control_stopped(s->c.control)) s->stopped = true;
    if (s->stopped) return push(s, node) ? JH_OK : JH_NO_MEMORY;
    modular_node *next;
    jh_status status = visit(s, node, &next);
    if (!status && !s->stopped && much_better(s)) status = restart(s, next, &next);
    if (status) return status;
    node = next;
  }
  return JH_OK;
}

/* ---- the whole ---- */

static bool prepare(search *s) {
  const jh_modular *const p = s->c.problem;
  modular_case *const c = &s->c;
  c->option_count = p->option_start[p->source_count];
  c->source_of = JH_NEW(c->arena, int32_t, c->option_count);
  c->active = JH_NEW(c->arena, bool, c->option_count);
  c->first_sink = JH_NEW(c->arena, int32_t, p->facility_count + 1);
  c->sink_start = JH_NEW(c->arena, int32_t, p->sink_count + 2);
  c->sink_items = JH_NEW(c->arena, int32_t, c->option_count);
  s->plan->units = JH_NEW(c->arena, int32_t, c->option_count);
  s->plan->modules = JH_NEW(c->arena, int32_t, p->sink_count);
  s->plan->extra = JH_NEW(c->arena, int32_t, p->facility_count);
  s->plan->opened = JH_NEW(c->arena, bool, p->facility_count);
  if (!c->source_of || !c->active || !c->first_sink || !c->sink_start || !c->sink_items || !s->plan->units ||
      !s->plan->modules || !s->plan->extra || !s->plan->opened)
    return false;
  for (int32_t i = 0, j = 0; j < p->facility_count; j++) {
    while (i < p->sink_count && p->sinks[i].facility == j) i++;
    c->first_sink[j + 1] = i;
  }
  for (int32_t k = 0; k < p->source_count; k++)
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      c->source_of[o] = k;
      c->sink_start[p->options[o].sink + 2] += 1;
    }
  for (int32_t i = 0; i < p->sink_count; i++) c->sink_start[i + 2] += c->sink_start[i + 1];
  for (int32_t o = 0; o < c->option_count; o++) c->sink_items[c->sink_start[p->options[o].sink + 1]++] = o;
  return true;
}

/* Own units of a sink: their other options cost more by half of what the dearest option costs. */
static bool mark_own(modular_case *c) {
  const jh_modular *const p = c->problem;
  c->own = JH_NEW(c->arena, bool, c->option_count);
  c->own_units = JH_NEW(c->arena, int32_t, p->sink_count);
  if (!c->own || !c->own_units) return false;
  jh_wide largest = 0;
  for (int32_t o = 0; o < c->option_count; o++)
    if (p->options[o].cost > largest) largest = p->options[o].cost;
  for (int32_t k = 0; k < p->source_count; k++) {
    int32_t best = -1;
    jh_wide second = MODULAR_NONE;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      if (best < 0 || p->options[o].cost < p->options[best].cost) {
        if (best >= 0) second = p->options[best].cost;
        best = o;
      } else if (p->options[o].cost < second) {
        second = p->options[o].cost;
      }
    }
    if (best < 0 || second - p->options[best].cost <= largest / 2) continue;
    c->own[best] = true;
    c->own_units[p->options[best].sink] += p->units[k];
  }
  return true;
}

/* The cheapest options of each source are in from the start; the networks ask for others. */
static void activate_cheapest(modular_case *c) {
  const jh_modular *const p = c->problem;
  for (int32_t k = 0; k < p->source_count; k++)
    for (int32_t round = 0; round < 4; round++) {
      int32_t best = -1;
      for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++)
        if (!c->active[o] && (best < 0 || p->options[o].cost < p->options[best].cost)) best = o;
      if (best >= 0) c->active[best] = true;
    }
}

/* One more than the dearest of everything: where a bound reaches it there is no plan. */
static jh_wide ceiling_of(const jh_modular *p) {
  jh_wide sum = 1;
  for (int32_t k = 0; k < p->source_count; k++) {
    jh_wide dearest = 0;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      const jh_modular_sink *const s = &p->sinks[p->options[o].sink];
      jh_wide const tier = s->open_ended ? s->beyond : s->cost[s->tier_count - 1];
      if (p->options[o].cost + tier > dearest) dearest = p->options[o].cost + tier;
    }
    sum += dearest * p->units[k];
  }
  for (int32_t j = 0; j < p->facility_count; j++)
    sum += p->facilities[j].extra * p->facilities[j].extra_cost + p->facilities[j].open_cost;
  return sum;
}

static modular_node *root_of(search *s) {
  const jh_modular *const p = s->c.problem;
  modular_node *const root = new_node(s);
  if (!root) return NULL;
  root->bound = 0;
  root->depth = 0;
  for (int32_t j = 0; j < p->facility_count; j++) root->open[j] = p->facilities[j].runs ? 1 : MODULAR_FREE;
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const facility = p->sinks[i].facility, most = p->sinks[i].most;
    bool const bounded = modular_bounded(&s->c, facility);
    int32_t const available = modular_available(&s->c, facility);
    root->high[i] = bounded && available < most ? available : most;
    root->low[i] = bounded ? 0 : most;
  }
  return root;
}

jh_status jh_modular_solve(const jh_modular *problem, const jh_control *control, jh_arena *arena,
                           jh_modular_plan *plan) {
  *plan = (jh_modular_plan){.answer = JH_STOPPED};
  search s = {.c = {.problem = problem, .arena = arena, .control = control}, .plan = plan};
  if (!prepare(&s)) return JH_NO_MEMORY;
  s.best = s.c.ceiling = ceiling_of(problem);
  activate_cheapest(&s.c);
  s.best_at_root = s.best;
  s.module_price = JH_NEW(arena, jh_wide, problem->facility_count);
  if (!s.module_price || !mark_own(&s.c)) return JH_NO_MEMORY;
  s.root = root_of(&s);
  modular_node *const first = s.root ? copy_node(&s, s.root) : NULL;
  if (!first || !push(&s, first)) return JH_NO_MEMORY;
  first->depth = 0;
  jh_status const status = run(&s);
  if (status) return status;
  plan->bound = s.best;
  for (size_t k = 0; k < s.open_count; k++)
    if (s.open[k]->bound < plan->bound) plan->bound = s.open[k]->bound;
  if (!s.stopped) plan->answer = plan->has_plan ? JH_OPTIMAL : JH_INFEASIBLE;
  jh_wide cost;
  if (plan->has_plan && (!jh_modular_verify(problem, plan, arena, &cost) || cost != plan->cost)) return JH_INTERNAL;
  return JH_OK;
}
