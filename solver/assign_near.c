/* Large neighbourhood search: a few running sites that touch each other give up all their items (and, where which
 * sites run is open, closed sites among them may run instead); the part is a small problem of the same kind, solved
 * by branch and cut below its present cost, or for any plan at all where the present one breaks a limit (Shaw 1998;
 * for catchments Kong, Zhu and Wang 2019). */
#include "assign_near.h"

#include <math.h>
#include <string.h>

enum {
  KNOWN = 1 << 16,
  STEPS_MOST = 12000,
  NODES_MOST = 400,
  CLOSED_MOST = 5,
  SMALLEST = 2,
  KERNEL_LEAST = 20,
  KERNEL_EVERY = 2, /* tries */
  KERNEL_STEP = 10, /* its size changes by such a part */
  KERNEL_PATIENCE = 3,
  KERNEL_SITES = 2, /* times as many as give up all their items */
  WIDEST = 10,
  IMPATIENT = 5
};

bool assign_near_init(assign_near *near, const jh_assign *problem, const jh_assign_parts *parts, bool free_sites,
                      jh_arena *arena) {
  *near = (assign_near){.problem = problem,
                        .parts = parts,
                        .free_sites = free_sites,
                        .size = 3,
                        .known = JH_NEW(arena, uint64_t, KNOWN),
                        .version = JH_NEW(arena, uint32_t, problem->site_count),
                        .touch = JH_NEW(arena, int32_t, problem->site_count),
                        .in = JH_NEW(arena, bool, problem->site_count),
                        .item_of = JH_NEW(arena, int32_t, problem->item_count),
                        .site_of = JH_NEW(arena, int32_t, problem->site_count),
                        .part_item = JH_NEW(arena, int32_t, problem->item_count),
                        .part_site = JH_NEW(arena, int32_t, problem->site_count)};
  if (!assign_kernel_init(near, arena)) return false;
  return near->known && near->version && near->touch && near->in && near->item_of && near->site_of &&
         near->part_item && near->part_site;
}

void assign_near_changed(assign_near *near) {
  for (int32_t j = 0; j < near->problem->site_count; j++) near->version[j] += 1;
}

int32_t assign_near_patience(const assign_near *near, const assign_plan *plan) {
  int32_t running = 0;
  for (int32_t j = 0; j < near->problem->site_count; j++) running += plan->runs[j];
  if (!assign_plan_fits(plan)) return IMPATIENT;
  return (near->kernels && !near->free_sites ? KERNEL_PATIENCE : 1) * (running + 6);
}

/* ---- which sites ---- */

/* Counts how much each running site touches those taken: along the graph, or as the next cheapest site of items. */
static void count_touches(assign_near *near, const assign_plan *plan) {
  const jh_assign *const p = near->problem;
  memset(near->touch, 0, (size_t)p->site_count * sizeof *near->touch);
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t const j = plan->site[i];
    if (p->connected) {
      for (int32_t n = p->neighbour_start[i]; near->in[j] && n < p->neighbour_start[i + 1]; n++)
        near->touch[plan->site[p->neighbours[n]]] += 1;
      continue;
    }
    int32_t next = -1;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (p->pair_site[k] != j && plan->runs[p->pair_site[k]] && (next < 0 || p->pair_cost[k] < p->pair_cost[next]))
        next = k;
    if (next < 0) continue;
    if (near->in[j]) near->touch[p->pair_site[next]] += 1;
    if (near->in[p->pair_site[next]]) near->touch[j] += 1;
  }
}

static int32_t draw_touching(const assign_near *near, const assign_plan *plan, assign_dice *dice) {
  int64_t sum = 0;
  int32_t chosen = -1;
  for (int32_t j = 0; j < near->problem->site_count; j++) {
    if (near->in[j] || !plan->runs[j] || near->touch[j] == 0) continue;
    sum += near->touch[j];
    if (assign_roll(dice) % (uint64_t)sum < (uint64_t)near->touch[j]) chosen = j;
  }
  return chosen;
}

/* Running sites of one home come together. */
static void take_site(assign_near *near, const assign_plan *plan, int32_t site) {
  const jh_assign *const p = near->problem;
  near->in[site] = true;
  for (int32_t j = 0; p->connected && j < p->site_count; j++)
    if (plan->runs[j] && p->home[j] >= 0 && p->home[j] == p->home[site]) near->in[j] = true;
}

/* Weight above the seats of the sites taken. */
static int64_t too_heavy(const assign_near *near, const assign_plan *plan) {
  int64_t weight = 0;
  for (int32_t j = 0; j < near->problem->site_count; j++) {
    if (!near->in[j]) continue;
    if (near->problem->capacity[j] >= INT64_MAX / 2) return 0;
    weight += plan->load[j] - near->problem->capacity[j];
  }
  return weight;
}

/* While the plan breaks a limit, from a site that does, and until the seats suffice. */
static int32_t choose_running(assign_near *near, const assign_plan *plan, double size, assign_dice *dice) {
  const jh_assign *const p = near->problem;
  bool const fits = assign_plan_fits(plan);
  int32_t drawn = 0, first = -1, count = 0;
  memset(near->in, 0, (size_t)p->site_count * sizeof *near->in);
  for (int32_t j = 0; j < p->site_count; j++) {
    if (!plan->runs[j] || (!fits && assign_site_fits(plan, j))) continue;
    drawn += 1;
    if (assign_roll_below(dice, drawn) == 0) first = j;
  }
  if (first < 0) return 0;
  take_site(near, plan, first);
  int32_t const wanted = (int32_t)(size + assign_roll_unit(dice));
  for (count = 1; count < wanted || (!fits && count < WIDEST && too_heavy(near, plan) > 0); count++) {
    count_touches(near, plan);
    int32_t const next = draw_touching(near, plan, dice);
    if (next < 0) break;
    take_site(near, plan, next);
  }
  return count;
}

/* Closed sites that some of the part's items would rather go to, the most wanted first; where connected only such
 * as stand in the part. */
static void choose_closed(assign_near *near, const assign_plan *plan, assign_dice *dice) {
  const jh_assign *const p = near->problem;
  memset(near->touch, 0, (size_t)p->site_count * sizeof *near->touch);
  for (int32_t i = 0; i < p->item_count; i++) {
    if (!near->in[plan->site[i]]) continue;
    int64_t const now = assign_pair_cost(p, i, plan->site[i]);
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (!plan->runs[p->pair_site[k]] && p->pair_cost[k] < now) near->touch[p->pair_site[k]] += 1;
  }
  for (int32_t j = 0; p->connected && j < p->site_count; j++)
    if (p->home[j] < 0 || !near->in[plan->site[p->home[j]]]) near->touch[j] = 0;
  int32_t chosen[CLOSED_MOST];
  int32_t count = 0;
  for (; count < CLOSED_MOST; count++) {
    int64_t sum = 0;
    chosen[count] = -1;
    for (int32_t j = 0; j < p->site_count; j++) {
      if (near->touch[j] == 0) continue;
      sum += near->touch[j];
      if (assign_roll(dice) % (uint64_t)sum < (uint64_t)near->touch[j]) chosen[count] = j;
    }
    if (chosen[count] < 0) break;
    near->touch[chosen[count]] = 0;
  }
  for (int32_t c = 0; c < count; c++) near->in[chosen[c]] = true;
}

static bool known_already(assign_near *near, uint64_t *hash) {
  uint64_t h = 0x9e3779b97f4a7c15u;
  for (int32_t j = 0; j < near->problem->site_count; j++) {
    if (!near->in[j]) continue;
    assign_dice mix = {h ^ ((uint64_t)(uint32_t)j << 32 | near->version[j])};
    h = assign_roll(&mix);
  }
  *hash = h;
  return near->known[h % KNOWN] == h;
}

/* ---- the part as a problem of its own ---- */

typedef struct part {
  jh_assign problem;
  int64_t *weight, *capacity, *fixed, *min_load, *pair_cost;
  bool *must_run;
  bool kernel; /* its sites keep items, and run */
  int32_t *pair_start, *pair_site, *neighbour_start, *neighbours, *home;
  int64_t cost; /* in the plan */
} part;

static bool part_allocate(part *s, const jh_assign *p, int32_t items, int32_t sites, size_t pairs, size_t neighbours,
                          jh_arena *arena) {
  *s = (part){.kernel = s->kernel,
              .weight = JH_NEW(arena, int64_t, items),
              .capacity = JH_NEW(arena, int64_t, sites),
              .fixed = JH_NEW(arena, int64_t, sites),
              .min_load = p->min_load ? JH_NEW(arena, int64_t, sites) : NULL,
              .pair_cost = JH_NEW(arena, int64_t, pairs),
              .must_run = JH_NEW(arena, bool, sites),
              .pair_start = JH_NEW(arena, int32_t, items + 1),
              .pair_site = JH_NEW(arena, int32_t, pairs),
              .neighbour_start = JH_NEW(arena, int32_t, items + 1),
              .neighbours = JH_NEW(arena, int32_t, neighbours),
              .home = JH_NEW(arena, int32_t, sites)};
  return s->weight && s->capacity && s->fixed && (s->min_load || !p->min_load) && s->pair_cost && s->must_run &&
         s->pair_start && s->pair_site && s->neighbour_start && s->neighbours && s->home;
}

/* `quarters` of what sites are over may stay, so that limits broken far and wide are mended step by step. */
static void lay_sites(const assign_near *near, const assign_plan *plan, part *s, int32_t sites, int32_t quarters) {
  const jh_assign *const p = near->problem;
  for (int32_t b = 0; b < sites; b++) {
    int32_t const j = near->site_of[b];
    s->capacity[b] = p->capacity[j] + assign_over(p, j, plan->load[j]) / 4 * quarters;
    s->fixed[b] = p->fixed[j];
    s->must_run[b] = p->must_run[j] || !near->free_sites || s->kernel;
    if (s->min_load) s->min_load[b] = p->min_load[j];
    s->home[b] = p->connected && p->home[j] >= 0 ? near->part_item[p->home[j]] : -1;
    if (plan->runs[j]) s->cost += p->fixed[j];
  }
}

static void lay_items(const assign_near *near, const assign_plan *plan, part *s, int32_t items) {
  const jh_assign *const p = near->problem;
  int32_t pairs = 0, neighbours = 0;
  for (int32_t a = 0; a < items; a++) {
    int32_t const i = near->item_of[a];
    s->weight[a] = p->weight[i];
    s->pair_start[a] = pairs;
    s->neighbour_start[a] = neighbours;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      if (p->pair_site[k] == plan->site[i]) s->cost += p->pair_cost[k];
      if (near->part_site[p->pair_site[k]] < 0 || (s->kernel && !near->offer[k])) continue;
      s->pair_site[pairs] = near->part_site[p->pair_site[k]];
      s->pair_cost[pairs++] = p->pair_cost[k];
    }
    if (!p->connected) continue;
    for (int32_t n = p->neighbour_start[i]; n < p->neighbour_start[i + 1]; n++)
      if (near->part_item[p->neighbours[n]] >= 0) s->neighbours[neighbours++] = near->part_item[p->neighbours[n]];
  }
  s->pair_start[items] = pairs;
  s->neighbour_start[items] = neighbours;
}

/* Items of the sites that are not in the part keep their seats. */
static void keep_seats(const assign_near *near, const assign_plan *plan, part *s) {
  const jh_assign *const p = near->problem;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t const b = near->part_site[plan->site[i]];
    if (b >= 0 && !near->take[i] && s->capacity[b] < INT64_MAX) s->capacity[b] -= p->weight[i];
  }
}

static bool cut_out(assign_near *near, const assign_plan *plan, int32_t quarters, part *s) {
  const jh_assign *const p = near->problem;
  int32_t items = 0, sites = 0, elsewhere = 0;
  size_t neighbours = 0;
  for (int32_t j = 0; j < p->site_count; j++) {
    near->part_site[j] = near->in[j] ? sites : -1;
    if (near->in[j]) near->site_of[sites++] = j;
    elsewhere += plan->runs[j] && !near->in[j];
  }
  for (int32_t i = 0; i < p->item_count; i++) {
    if (!s->kernel) near->take[i] = near->in[plan->site[i]];
    near->part_item[i] = near->take[i] ? items : -1;
    if (!near->take[i]) continue;
    near->item_of[items++] = i;
    if (p->connected) neighbours += (size_t)(p->neighbour_start[i + 1] - p->neighbour_start[i]);
  }
  if (items == 0 || !part_allocate(s, p, items, sites, (size_t)items * (size_t)sites, neighbours, near->scratch))
    return false;
  lay_items(near, plan, s, items);
  lay_sites(near, plan, s, sites, quarters);
  if (s->kernel) keep_seats(near, plan, s);
  s->problem = (jh_assign){
      .item_count = items,
      .site_count = sites,
      .weight = s->weight,
      .capacity = s->capacity,
      .fixed = s->fixed,
      .must_run = s->must_run,
      .min_load = s->min_load,
      .site_number = p->site_number >= 0 && near->free_sites && !s->kernel ? p->site_number - elsewhere : -1,
      .pair_start = s->pair_start,
      .pair_site = s->pair_site,
      .pair_cost = s->pair_cost,
      .connected = p->connected,
      .neighbour_start = s->neighbour_start,
      .neighbours = s->neighbours,
      .home = s->home};
  return true;
}

static void put_back(assign_near *near, const assign_cut_tree *tree, assign_plan *plan) {
  const jh_assign *const problem = tree->lp.problem;
  for (int32_t a = 0; a < problem->item_count; a++) plan->site[near->item_of[a]] = near->site_of[tree->site[a]];
  for (int32_t b = 0; b < problem->site_count; b++) {
    plan->runs[near->site_of[b]] = tree->runs[b];
    near->version[near->site_of[b]] += 1;
  }
  assign_plan_count(plan);
}

static void follow_size(assign_near *near, bool kernel, bool proven, int64_t steps) {
  if (kernel) {
    if (!proven && near->kernel_size > KERNEL_LEAST) near->kernel_size -= near->kernel_size / KERNEL_STEP;
    if (proven && steps < STEPS_MOST / 2 && near->kernel_size < near->problem->item_count)
      near->kernel_size += near->kernel_size / KERNEL_STEP;
    return;
  }
  if (!proven && near->size > SMALLEST) near->size -= 0.1;
  if (proven && steps < STEPS_MOST / 4) near->size += 0.05;
}

/* Of all sites, or of some that touch. */
static bool choose_kernel(assign_near *near, const assign_plan *plan, assign_dice *dice) {
  if (!near->kernels) return false;
  if (near->turn / KERNEL_EVERY % 2 == 0)
    memcpy(near->in, plan->runs, (size_t)near->problem->site_count * sizeof *plan->runs);
  else if (choose_running(near, plan, KERNEL_SITES * near->size, dice) == 0)
    return false;
  return assign_kernel_choose(near, plan, dice);
}

/* Some sites, or a kernel in turn. False: this one is known to hold nothing better, or there is none. */
static bool choose(assign_near *near, const assign_plan *plan, assign_dice *dice, part *s, uint64_t *hash) {
  bool const wanted = assign_plan_fits(plan) && near->turn++ % KERNEL_EVERY == 0;
  s->kernel = wanted && choose_kernel(near, plan, dice);
  if (s->kernel) return true;
  if (choose_running(near, plan, near->size, dice) == 0) return false;
  if (near->free_sites) choose_closed(near, plan, dice);
  if (!known_already(near, hash)) return true;
  if (++near->skipped % 16 == 0) near->size += 0.25;
  return false;
}

int64_t assign_near_try(assign_near *near, assign_plan *plan, assign_dice *dice, jh_glpk *run) {
  uint64_t hash = 0;
  bool const fits = assign_plan_fits(plan);
  part s = {0};
  if (!choose(near, plan, dice, &s, &hash)) return 0;
  near->skipped = 0;
  near->scratch = jh_arena_create();
  if (!near->scratch) jh_glpk_leave(run, JH_NO_MEMORY);
  assign_cut_tree *const tree = JH_NEW(near->scratch, assign_cut_tree, 1);
  int32_t const quarters = fits ? 0 : assign_roll_below(dice, 4);
  int64_t work = 1;
  if (tree && cut_out(near, plan, quarters, &s) &&
      assign_cut_tree_init(tree, &s.problem, near->parts, NULL, fits ? s.cost : INT64_MAX, near->scratch)) {
    tree->dive = true;
    assign_cut_tree_open(tree, run);
    while (tree->lp.iterations < STEPS_MOST && tree->node_count < NODES_MOST && (fits || !tree->has_plan) &&
           assign_cut_tree_step(tree))
      continue;
    bool const proven = assign_cut_tree_proven(tree);
    work += tree->lp.work;
    near->solved += 1;
    near->improved += tree->has_plan;
    near->given_up += !proven;
    if (tree->has_plan)
      put_back(near, tree, plan);
    else if (proven && fits && !s.kernel)
      near->known[hash % KNOWN] = hash;
    if (fits) follow_size(near, s.kernel, proven, tree->lp.iterations);
    assign_cut_tree_close(tree);
  }
  jh_arena_destroy(near->scratch);
  near->scratch = NULL;
  return work;
}
