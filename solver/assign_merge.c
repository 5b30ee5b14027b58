/* Plans merged. Annealed plans of one problem differ in a few items only, each in others: over the pairs that some of
 * them use the problem is small, and its best plan is often better than all of them (construct, merge, solve and
 * adapt: Blum and others 2016; within branch and cut: Rothberg 2007). What the relaxed problem uses is merged as one
 * plan more (Danna, Rothberg and Le Pape 2005).
 *
 * Each turn anneals a plan, merges it with some annealed before, and that child with the champion and others. For as
 * much work neighbourhoods go on from the champion or, where they find nothing there, from the last child; where they
 * end, that plan is merged with the champion too. A champion that is not beaten for long is merged with those before
 * it, and the search begins anew: where it ends depends on where it began.
 *
 * Where sites are free to run, plans are annealed over one set of sites until the search begins anew, with another
 * set: those of one set differ little enough to be merged. Merging and neighbourhoods may run others.
 *
 * Where regions need not hold together, kernels find more than annealing: there the plans merged are those at which
 * neighbourhoods have ended. */
#include "assign_engine.h"

#include <math.h>
#include <string.h>

enum {
  SHARE = 8,               /* of the moves of a search from scratch, in each length of an annealing: short ones */
  LENGTHS = 4,             /* differ more, and merging mends them */
  WORK_MOST = 10000000,    /* of a merge */
  RELAXED_MOST = 40000000, /* of a new champion with the relaxed solution */
  NODES_MOST = 3000,
  PATIENCE = 14,    /* turns without a new champion */
  SET_PATIENCE = 6, /* the same where other sites may run */
  OVER_MOST = 200   /* a plan over its seats by such a part of all weight still says which pairs are worth a look */
};
static double const LIKELY = 0.01; /* of the last relaxed solutions: a pair in fewer is left out */
static double const FIRST_SIZE = 3, LARGER = 0.1, SMALLER = 0.3; /* plans merged, and how their number follows */

static bool plan_init(assign_merge_plan *plan, const jh_assign *problem, jh_arena *arena) {
  plan->site = JH_NEW(arena, int32_t, problem->item_count);
  plan->runs = JH_NEW(arena, bool, problem->site_count);
  return plan->site && plan->runs;
}

bool assign_engine_merge_init(assign_engine *e) {
  const jh_assign *const p = e->problem;
  e->merge = NULL;
  if (!e->parts->merging || !e->near_on || (p->connected && e->free_sites && !e->sites_on)) return true;
  if (!p->connected && !assign_is_loose(p)) return true;
  for (int32_t j = 0; p->connected && j < p->site_count; j++)
    if (p->home[j] < 0) return true; /* branch and cut wants homes */
  assign_merge *const m = e->merge = JH_NEW(e->arena, assign_merge, 1);
  if (!m) return false;
  *m = (assign_merge){.breeds = p->connected,
                      .relaxed_value = INT64_MAX,
                      .best_value = INT64_MAX,
                      .set = JH_NEW(e->arena, bool, p->site_count),
                      .proposed = JH_NEW(e->arena, bool, p->site_count),
                      .relaxed = JH_NEW(e->arena, bool, p->pair_start[p->item_count]),
                      .child_size = FIRST_SIZE,
                      .champion_size = ASSIGN_MERGE_GOOD};
  for (int n = 0; n < ASSIGN_MERGE_GOOD; n++)
    if (!plan_init(&m->good[n], p, e->arena)) return false;
  for (int n = 0; m->breeds && n < ASSIGN_MERGE_ANNEALED; n++)
    if (!plan_init(&m->annealed[n], p, e->arena)) return false;
  for (int n = 0; m->breeds && n < ASSIGN_MERGE_ENDS; n++)
    if (!(m->ends[n] = JH_NEW(e->arena, int32_t, p->item_count))) return false;
  return m->set && m->proposed && m->relaxed && plan_init(&m->child, p, e->arena) &&
         plan_init(&m->champion, p, e->arena);
}

void assign_engine_merge_relaxed(assign_engine *e) {
  const assign_relax *const r = &e->tree.relax;
  for (int32_t k = 0; e->merge && k < e->problem->pair_start[e->problem->item_count]; k++)
    e->merge->relaxed[k] = assign_pair_share(r, k) > LIKELY;
}

static void copy_plan(assign_merge_plan *to, const assign_plan *from) {
  memcpy(to->site, from->site, (size_t)from->problem->item_count * sizeof *to->site);
  memcpy(to->runs, from->runs, (size_t)from->problem->site_count * sizeof *to->runs);
  to->cost = from->cost;
  to->fits = assign_plan_fits(from);
}

/* The plans to be merged. */
typedef struct parents {
  const int32_t *site[ASSIGN_MERGE_ANNEALED + 2];
  int32_t count;
  bool relaxed;   /* and the pairs that the relaxed problem uses */
  int64_t cutoff; /* what a better one costs less than */
  int64_t work;   /* to be spent at most */
} parents;

static void add_parent(parents *p, const int32_t *site) { p->site[p->count++] = site; }

static void mark_pairs(const assign_engine *e, const parents *p, bool *keep) {
  const jh_assign *const problem = e->problem;
  for (int32_t i = 0; i < problem->item_count; i++)
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++) {
      keep[k] = p->relaxed && e->merge->relaxed[k];
      for (int32_t n = 0; n < p->count && !keep[k]; n++) keep[k] = problem->pair_site[k] == p->site[n][i];
    }
}

static void lay_plan(assign_engine *e, const int32_t *site, const bool *runs) {
  memcpy(e->plan.site, site, (size_t)e->problem->item_count * sizeof *site);
  if (runs != e->plan.runs) memcpy(e->plan.runs, runs, (size_t)e->problem->site_count * sizeof *runs);
  assign_plan_count(&e->plan);
}

typedef struct merged {
  bool better, proven; /* e->plan is the better one; there is no better one than the last found */
} merged;

/* The best plan over the pairs of some, into e->plan. */
static merged merge(assign_engine *e, jh_glpk *run, const parents *p) {
  jh_assign problem = *e->problem;
  if (!e->free_sites) problem.must_run = e->plan.runs; /* all: a site that need not run costs nothing */
  merged result = {false, false};
  jh_arena *const arena = e->set_arena = jh_arena_create();
  if (!arena) jh_glpk_leave(run, JH_NO_MEMORY);
  bool *const keep = JH_NEW(arena, bool, problem.pair_start[problem.item_count]);
  assign_cut_tree *const tree = JH_NEW(arena, assign_cut_tree, 1);
  if (keep) mark_pairs(e, p, keep);
  if (keep && tree && assign_cut_tree_init(tree, &problem, e->parts, keep, p->cutoff, arena)) {
    tree->dive = true;
    assign_cut_tree_open(tree, run);
    while (tree->lp.work < p->work && tree->node_count < NODES_MOST && !jh_control_stopped(e->control) &&
           assign_cut_tree_step(tree))
      continue;
    e->merge->work += tree->lp.work;
    result = (merged){.better = tree->has_plan, .proven = assign_cut_tree_proven(tree)};
    if (tree->has_plan) lay_plan(e, tree->site, tree->runs);
    assign_cut_tree_close(tree);
  }
  e->set_arena = NULL;
  jh_arena_destroy(arena);
  return result;
}

static int32_t annealed_count(const assign_merge *m) {
  return m->annealed_count < ASSIGN_MERGE_ANNEALED ? (int32_t)m->annealed_count : ASSIGN_MERGE_ANNEALED;
}

static void follow_size(double *size, bool proven) {
  if (proven)
    *size += LARGER;
  else if (*size > 1)
    *size -= SMALLER;
}

static void crown(assign_engine *e, const assign_plan *plan) {
  assign_merge *const m = e->merge;
  copy_plan(&m->champion, plan);
  m->has_champion = true;
  m->idle = 0;
  if (plan != &e->current) assign_engine_use(e, plan->site, plan->runs);
}

/* Better than the champion? Neighbourhoods go on from it. */
static void keep_plan(assign_engine *e, const assign_plan *plan) {
  const assign_merge *const m = e->merge;
  if (!assign_plan_fits(plan)) return;
  assign_engine_keep(e, plan->site, plan->runs, plan->cost);
  if (!m->has_champion || plan->cost < m->champion.cost) crown(e, plan);
}

/* Sites that may hold a better plan: what the bounds have proposed since the last time, else what tabu search finds,
 * else the best. */
static void choose_set(assign_engine *e) {
  assign_merge *const m = e->merge;
  size_t const bytes = (size_t)e->problem->site_count * sizeof *m->set;
  bool const proposed = m->has_proposed;
  m->has_proposed = false;
  if (proposed && assign_engine_set_bound(e, m->proposed) < HUGE_VAL)
    memcpy(m->set, m->proposed, bytes);
  else if (assign_engine_next_set(e))
    memcpy(m->set, e->set, bytes);
  else if (e->best_value != INT64_MAX)
    memcpy(m->set, e->best.runs, bytes);
  else if (assign_engine_other_sites(e))
    memcpy(m->set, e->plan.runs, bytes);
  else
    return;
  m->has_set = true;
}

/* A plan to anneal. False: an item has no place. */
static bool construct(assign_engine *e) {
  assign_merge *const m = e->merge;
  if (e->free_sites) {
    if (!m->has_set) choose_set(e);
    if (!m->has_set) return false;
    if (assign_engine_round_set(e, m->set)) return true;
    memcpy(e->plan.runs, m->set, (size_t)e->problem->site_count * sizeof *m->set);
  }
  return assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch);
}

/* A new plan, in e->plan; longer and longer while there is none at all. False: an item has no place. */
static bool anneal(assign_engine *e) {
  bool const has_best = e->best_value != INT64_MAX;
  int64_t const longer = has_best ? 1 : 1 + e->tries / 2;
  int64_t const moves = e->moves / SHARE * (1 + assign_roll_below(&e->dice, LENGTHS)) * longer + 1;
  int64_t value = INT64_MAX;
  if (!construct(e)) return false;
  if (assign_anneal(&e->plan, moves, 1, &e->dice, e->control, e->found, &value)) lay_plan(e, e->found, e->plan.runs);
  e->merge->work += moves * ASSIGN_MOVE_WORK;
  keep_plan(e, &e->plan);
  return true;
}

/* The best plan over the pairs of e->plan, which joins the ring, and some others: into e->plan. False: none of them
 * fits, nor does any merged from them. */
static bool make_child(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  assign_merge_plan *const annealed = &m->annealed[m->annealed_count++ % ASSIGN_MERGE_ANNEALED];
  copy_plan(annealed, &e->plan);
  int32_t const have = annealed_count(m);
  const assign_merge_plan *best = annealed->fits ? annealed : NULL;
  parents p = {.work = WORK_MOST};
  add_parent(&p, annealed->site);
  for (int32_t n = 0; n < (int32_t)m->child_size && n < have - 1; n++) {
    const assign_merge_plan *const other = &m->annealed[assign_roll_below(&e->dice, have)];
    add_parent(&p, other->site);
    if (other->fits && (!best || other->cost < best->cost)) best = other;
  }
  p.cutoff = best ? best->cost : INT64_MAX;
  merged const child = merge(e, run, &p);
  follow_size(&m->child_size, child.proven);
  if (!child.better && best) lay_plan(e, best->site, best->runs);
  return child.better || best;
}

static bool is_good_already(const assign_merge *m, const assign_plan *plan) {
  size_t const bytes = (size_t)plan->problem->item_count * sizeof *plan->site;
  for (int32_t n = 0; n < m->good_count; n++)
    if (memcmp(m->good[n].site, plan->site, bytes) == 0) return true;
  return false;
}

/* Instead of the worst. */
static void keep_good(assign_merge *m, const assign_plan *plan) {
  int32_t at = m->good_count;
  if (at < ASSIGN_MERGE_GOOD) {
    m->good_count += 1;
  } else {
    at = 0;
    for (int32_t n = 1; n < ASSIGN_MERGE_GOOD; n++)
      if (m->good[n].cost > m->good[at].cost) at = n;
  }
  copy_plan(&m->good[at], plan);
}

/* Good plans, from any of them on; where all are merged with ease, annealed ones as well. */
static void add_good(assign_engine *e, parents *p) {
  const assign_merge *const m = e->merge;
  int32_t const have = annealed_count(m), first = assign_roll_below(&e->dice, m->good_count);
  for (int32_t n = 0; n < (int32_t)m->champion_size && n < ASSIGN_MERGE_ANNEALED; n++) {
    if (n < m->good_count)
      add_parent(p, m->good[(first + n) % m->good_count].site);
    else if (have > 0)
      add_parent(p, m->annealed[assign_roll_below(&e->dice, have)].site);
  }
}

/* The best with another, and with either good ones or the relaxed solution. True: a better one, in e->plan. */
static bool merge_with_best(assign_engine *e, jh_glpk *run, const int32_t *best, int64_t cutoff,
                            const int32_t *other) {
  assign_merge *const m = e->merge;
  parents p = {.cutoff = cutoff, .work = WORK_MOST, .relaxed = assign_roll_below(&e->dice, 2) == 0};
  add_parent(&p, best);
  add_parent(&p, other);
  if (!p.relaxed && m->good_count > 0) add_good(e, &p);
  merged const found = merge(e, run, &p);
  if (!p.relaxed) follow_size(&m->champion_size, found.proven);
  return found.better;
}

/* True: a better one. */
static bool merge_with_champion(assign_engine *e, jh_glpk *run, const assign_plan *plan) {
  assign_merge *const m = e->merge;
  if (is_good_already(m, plan)) return false;
  keep_good(m, plan);
  bool const better = merge_with_best(e, run, m->champion.site, m->champion.cost, plan->site);
  if (better) keep_plan(e, &e->plan);
  return better;
}

/* A new champion with the relaxed solution. */
static void merge_with_relaxed(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  if (!m->has_champion || m->champion.cost >= m->relaxed_value) return;
  m->relaxed_value = m->champion.cost;
  parents p = {.cutoff = m->champion.cost, .work = RELAXED_MOST, .relaxed = true};
  add_parent(&p, m->champion.site);
  if (merge(e, run, &p).better) keep_plan(e, &e->plan);
}

/* All but the best and the champions of before is forgotten. */
static void forget(assign_merge *m) {
  m->good_count = 0;
  m->annealed_count = 0;
  m->idle = 0;
  m->has_set = m->has_child = m->has_champion = false;
  m->relaxed_value = INT64_MAX;
}

/* From the best plan of the champion and those before it, where that is better than all. */
static void begin_anew(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  parents p = {.cutoff = e->best_value, .work = WORK_MOST};
  bool const had_champion = m->has_champion;
  if (had_champion) {
    int32_t *const end = m->ends[m->end_count++ % ASSIGN_MERGE_ENDS];
    memcpy(end, m->champion.site, (size_t)e->problem->item_count * sizeof *end);
    add_parent(&p, e->best.site);
    for (int64_t n = 0; n < ASSIGN_MERGE_ENDS && n < m->end_count; n++) add_parent(&p, m->ends[n]);
    e->has_current = false;
  }
  forget(m);
  if (had_champion && merge(e, run, &p).better) keep_plan(e, &e->plan); /* a champion, then */
}

static int32_t patience(const assign_engine *e) { return e->free_sites ? SET_PATIENCE : PATIENCE; }

static bool has_ended(const assign_engine *e) {
  return !e->has_current || e->idle_near >= assign_near_patience(&e->near, &e->current);
}

static void breed(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  merge_with_relaxed(e, run);
  if (!anneal(e)) return;
  bool const usable = e->plan.over <= e->weight / OVER_MOST;
  if (usable && make_child(e, run)) {
    copy_plan(&m->child, &e->plan);
    m->has_child = true;
    keep_plan(e, &e->plan);
    (void)merge_with_champion(e, run, &e->plan);
    return;
  }
  /* No plan at all: neighbourhoods mend the one that is least over its seats. */
  if (e->best_value == INT64_MAX && (has_ended(e) || e->plan.over < e->current.over))
    assign_engine_use(e, e->plan.site, e->plan.runs);
}

/* Neighbourhoods have found all they can from here. False: there is nothing to go on from. */
static bool go_on_elsewhere(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  if (e->has_current && m->has_champion && assign_plan_fits(&e->current) && merge_with_champion(e, run, &e->current))
    return true;
  if (!m->has_child) return false;
  m->has_child = false;
  assign_engine_use(e, m->child.site, m->child.runs);
  return true;
}

void assign_engine_merge(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  int64_t const before = m->work + m->neighbours_work;
  if (e->best_value < m->best_value) crown(e, &e->best); /* from the tree, or the first */
  m->idle += 1;
  if ((m->has_champion || e->free_sites) && m->idle > patience(e)) begin_anew(e, run);
  breed(e, run);
  while (m->neighbours_work < m->work && !jh_control_stopped(e->control)) {
    if (has_ended(e) && !go_on_elsewhere(e, run)) break;
    int64_t const first = e->near_work;
    assign_engine_near(e, run, 1);
    if (e->has_current) keep_plan(e, &e->current);
    m->neighbours_work += e->near_work - first + 1;
    e->near_work = first;
  }
  if (m->neighbours_work < m->work) m->neighbours_work = m->work; /* what was left is not saved up */
  e->near_work += m->work + m->neighbours_work - before;
  m->best_value = e->best_value;
}

bool assign_engine_merge_ends(assign_engine *e, jh_glpk *run) {
  assign_merge *const m = e->merge;
  if (!m || m->breeds || !e->has_current || !assign_plan_fits(&e->current) || e->best_value == INT64_MAX)
    return false;
  if (is_good_already(m, &e->current)) return false;
  int64_t const before = m->work;
  bool const better = merge_with_best(e, run, e->best.site, e->best_value, e->current.site);
  e->near_work += m->work - before;
  keep_good(m, &e->current);
  if (!better) return false;
  assign_engine_keep(e, e->plan.site, e->plan.runs, e->plan.cost);
  assign_engine_use_best(e);
  return true;
}

bool assign_engine_merge_breeds(const assign_engine *e) { return e->merge && e->merge->breeds; }

bool assign_engine_merge_set(assign_engine *e, const bool *runs) {
  assign_merge *const m = e->merge;
  if (!m || !m->breeds) return false;
  memcpy(m->proposed, runs, (size_t)e->problem->site_count * sizeof *runs);
  m->has_proposed = true;
  return true;
}
