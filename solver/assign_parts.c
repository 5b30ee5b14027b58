/* Bounds and plans of a large problem part by part: sites that share items form a part, small enough for the tree.
 *
 * With multipliers u of the root, an item belongs to the part its plan's site lies in, and to each other part with a
 * site it could go to for less than u. In each of them it may also stay out, for u; so every plan of the whole is a
 * plan of each part, and what staying out costs too much is taken off once for each part beyond the first. An item of
 * one part only stays out for what the cheapest site elsewhere costs. Hence sum of parts - (parts of i - 1) u_i
 * bounds the whole (Lagrangean decomposition: Guignard and Kim 1987). A site "elsewhere" stands for staying out; an
 * item that has no part in it would cost the part more than its present plan does. */
#include "assign_engine.h"

#include <string.h>

static double const WEAK = 0.15;
enum { PART_LEAST = 12, PART_SITES = 40, NEAREST = 4, STEPS_FIRST = 6000, PASSES_MOST = 6 };

typedef struct division {
  assign_engine *e;
  const jh_assign *problem;
  const assign_relax *r; /* evaluated at the root's multipliers */
  int32_t *part_of;      /* site_count */
  int32_t part_count;
  int32_t *first, *site; /* part_count + 1; sites by part */
  int32_t *nearest;      /* item_count times NEAREST: its cheapest sites, -1: none */
  int32_t *links;        /* site_count: times one of its items is as near to another site */
  int32_t *touch, *list; /* site_count: such links to the part that grows, and the sites that have any */
  int32_t *new_site;     /* site_count: in the part at hand, -1 */
  int32_t *mark;         /* item_count: the last part that met it, + 1 */
  int64_t *met;          /* by part: the last stamp that counted it */
  int64_t stamp;
} division;

/* ---- which sites ---- */

static void find_nearest(division *d) {
  const jh_assign *const p = d->problem;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t best[NEAREST];
    int32_t count = 0;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int32_t at = count < NEAREST ? count : NEAREST - 1;
      if (count == NEAREST && p->pair_cost[k] >= p->pair_cost[best[at]]) continue;
      for (; at > 0 && p->pair_cost[best[at - 1]] > p->pair_cost[k]; at--) best[at] = best[at - 1];
      best[at] = k;
      if (count < NEAREST) count += 1;
    }
    for (int32_t n = 0; n < NEAREST; n++) {
      d->nearest[i * NEAREST + n] = n < count ? p->pair_site[best[n]] : -1;
      if (n < count) d->links[p->pair_site[best[n]]] += count - 1;
    }
  }
}

/* Site j joins the part; sites that share items with it are counted. */
static void join(division *d, int32_t j, int32_t *listed) {
  const assign_relax *const r = d->r;
  d->part_of[j] = d->part_count;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    const int32_t *const near = &d->nearest[r->pair_item[r->site_pair[a]] * NEAREST];
    bool here = false;
    for (int32_t n = 0; n < NEAREST; n++) here |= near[n] == j;
    for (int32_t n = 0; here && n < NEAREST; n++) {
      if (near[n] < 0 || d->part_of[near[n]] >= 0) continue;
      if (d->touch[near[n]]++ == 0) d->list[(*listed)++] = near[n];
    }
  }
}

static double tie(const division *d, int32_t j) { return (double)d->touch[j] / (d->links[j] > 0 ? d->links[j] : 1); }

/* The site with the largest share of its links in the part comes next; a weak one is the border. */
static void grow(division *d, int32_t start) {
  int32_t listed = 0;
  join(d, start, &listed);
  for (int32_t sites = 1; sites < PART_SITES; sites++) {
    int32_t next = -1;
    for (int32_t a = 0; a < listed; a++) {
      int32_t const j = d->list[a];
      if (d->part_of[j] < 0 && (next < 0 || tie(d, j) > tie(d, next))) next = j;
    }
    if (next < 0 || (sites >= PART_LEAST && tie(d, next) < WEAK)) break;
    join(d, next, &listed);
  }
  for (int32_t a = 0; a < listed; a++) d->touch[d->list[a]] = 0;
  d->part_count += 1;
}

static bool divide(division *d, jh_arena *arena) {
  const jh_assign *const p = d->problem;
  size_t const sites = (size_t)p->site_count, items = (size_t)p->item_count;
  d->part_of = JH_NEW(arena, int32_t, sites);
  d->site = JH_NEW(arena, int32_t, sites);
  d->links = JH_NEW(arena, int32_t, sites);
  d->touch = JH_NEW(arena, int32_t, sites);
  d->list = JH_NEW(arena, int32_t, sites);
  d->new_site = JH_NEW(arena, int32_t, sites);
  d->nearest = JH_NEW(arena, int32_t, items * NEAREST);
  d->mark = JH_NEW(arena, int32_t, items);
  if (!d->part_of || !d->site || !d->links || !d->touch || !d->list || !d->new_site || !d->nearest || !d->mark)
    return false;
  find_nearest(d);
  for (size_t j = 0; j < sites; j++) d->part_of[j] = d->new_site[j] = -1;
  for (int32_t j = 0; j < p->site_count; j++)
    if (d->part_of[j] < 0) grow(d, j);
  d->first = JH_NEW(arena, int32_t, d->part_count + 1);
  d->met = JH_NEW(arena, int64_t, d->part_count);
  if (!d->first || !d->met) return false;
  for (int32_t j = 0; j < p->site_count; j++) d->first[d->part_of[j] + 1] += 1;
  for (int32_t n = 0; n < d->part_count; n++) d->first[n + 1] += d->first[n];
  for (int32_t j = 0; j < p->site_count; j++) d->site[d->first[d->part_of[j]] + d->touch[d->part_of[j]]++] = j;
  return true;
}

/* ---- a part as a problem of its own ---- */

typedef struct part {
  jh_assign problem;
  int32_t number, items, sites; /* sites: without the one elsewhere */
  int32_t *item;                /* to the whole */
  int64_t *weight, *capacity, *fixed, *pair_cost;
  bool *must_run;
  int32_t *pair_start, *pair_site, *start;
  int64_t *multiplier;
  int64_t floor, present; /* the relaxation's bound of it, and what the plan at hand costs here */
  int64_t taken_off;      /* (parts of an item - 1) times its multiplier, where it is at home here */
} part;

/* Where the item belongs: at home here; wanted: a site here costs it less than u. */
typedef struct belonging {
  bool at_home, wanted;
  int32_t others;    /* further parts that want it */
  int64_t elsewhere; /* the least cost of a site in other parts, or of pairs left out */
} belonging;

static belonging belong(division *d, int32_t i, int32_t number) {
  const jh_assign *const p = d->problem;
  int32_t const home = d->part_of[d->e->best.site[i]];
  d->stamp += 1;
  belonging b = {.at_home = home == number, .elsewhere = p->beyond ? p->beyond[i] : INT64_MAX};
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    int32_t const of = d->part_of[p->pair_site[k]];
    bool const wants = p->pair_cost[k] < d->r->multiplier[i];
    if (of == number) b.wanted |= wants;
    if (of != number && p->pair_cost[k] < b.elsewhere) b.elsewhere = p->pair_cost[k];
    if (of == home || !wants) continue;
    if (d->met[of] == d->stamp) continue;
    d->met[of] = d->stamp;
    b.others += 1;
  }
  return b;
}

static bool part_allocate(part *t, int32_t items, int32_t sites, size_t pairs, jh_arena *arena) {
  t->weight = JH_NEW(arena, int64_t, items);
  t->multiplier = JH_NEW(arena, int64_t, items);
  t->start = JH_NEW(arena, int32_t, items);
  t->pair_start = JH_NEW(arena, int32_t, items + 1);
  t->pair_site = JH_NEW(arena, int32_t, pairs);
  t->pair_cost = JH_NEW(arena, int64_t, pairs);
  t->capacity = JH_NEW(arena, int64_t, sites + 1);
  t->fixed = JH_NEW(arena, int64_t, sites + 1);
  t->must_run = JH_NEW(arena, bool, sites + 1);
  return t->weight && t->multiplier && t->start && t->pair_start && t->pair_site && t->pair_cost && t->capacity &&
         t->fixed && t->must_run;
}

/* The items of the part, and what is known of it before any work. */
static bool gather(division *d, part *t, jh_arena *arena, size_t *pairs) {
  const jh_assign *const p = d->problem;
  const assign_relax *const r = d->r;
  size_t capacity = 0;
  *pairs = 0;
  for (int32_t a = d->first[t->number]; a < d->first[t->number + 1]; a++) {
    int32_t const j = d->site[a];
    d->new_site[j] = t->sites++;
    if (r->value[j] < 0 || p->must_run[j]) t->floor += r->value[j];
    if (d->e->best.runs[j]) t->present += p->fixed[j];
    for (int32_t b = r->site_start[j]; b < r->site_start[j + 1]; b++) {
      int32_t const i = r->pair_item[r->site_pair[b]];
      if (d->mark[i] == t->number + 1) continue;
      d->mark[i] = t->number + 1;
      belonging const own = belong(d, i, t->number);
      if (!own.at_home && !own.wanted) continue;
      t->item = jh_arena_grow(arena, t->item, &capacity, (size_t)t->items + 1, sizeof *t->item);
      if (!t->item) return false;
      t->item[t->items++] = i;
      *pairs += (size_t)(p->pair_start[i + 1] - p->pair_start[i]) + 1;
      t->floor += r->multiplier[i];
      t->present += own.at_home ? assign_pair_cost(p, i, d->e->best.site[i]) : r->multiplier[i];
    }
  }
  return true;
}

static void lay_item(division *d, part *t, int32_t a, int32_t *pairs) {
  const jh_assign *const p = d->problem;
  int32_t const i = t->item[a];
  int64_t const u = d->r->multiplier[i];
  belonging const own = belong(d, i, t->number);
  int64_t out = own.at_home && own.others == 0 ? own.elsewhere : u;
  if (own.at_home) t->taken_off += own.others * u;
  t->weight[a] = p->weight[i];
  t->multiplier[a] = u;
  t->pair_start[a] = *pairs;
  for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
    if (d->new_site[p->pair_site[k]] < 0) continue;
    t->pair_site[*pairs] = d->new_site[p->pair_site[k]];
    t->pair_cost[(*pairs)++] = p->pair_cost[k];
  }
  t->start[a] = own.at_home ? d->new_site[d->e->best.site[i]] : t->sites;
  if (own.at_home && own.others == 0 && (out == INT64_MAX || out - u >= t->present - t->floor)) return;
  t->pair_site[*pairs] = t->sites;
  t->pair_cost[(*pairs)++] = out;
  t->capacity[t->sites] += p->weight[i];
}

static bool cut_out(division *d, part *t, jh_arena *arena) {
  const jh_assign *const p = d->problem;
  size_t most = 0;
  int32_t pairs = 0;
  bool const laid = gather(d, t, arena, &most) && part_allocate(t, t->items, t->sites, most, arena);
  if (laid) {
    for (int32_t a = 0; a < t->items; a++) lay_item(d, t, a, &pairs);
    t->pair_start[t->items] = pairs;
  }
  for (int32_t a = d->first[t->number]; a < d->first[t->number + 1]; a++) {
    int32_t const j = d->site[a];
    if (laid) {
      t->capacity[d->new_site[j]] = p->capacity[j];
      t->fixed[d->new_site[j]] = p->fixed[j];
      t->must_run[d->new_site[j]] = p->must_run[j];
    }
    d->new_site[j] = -1;
  }
  if (!laid) return false;
  t->must_run[t->sites] = true;
  t->problem = (jh_assign){.item_count = t->items,
                           .site_count = t->sites + 1,
                           .weight = t->weight,
                           .capacity = t->capacity,
                           .fixed = t->fixed,
                           .must_run = t->must_run,
                           .site_number = -1,
                           .pair_start = t->pair_start,
                           .pair_site = t->pair_site,
                           .pair_cost = t->pair_cost};
  return true;
}

/* A better plan of the part counts for the whole where the items it shares stay where they are. */
static void put_back(division *d, const part *t, const assign_plan *better) {
  assign_engine *const e = d->e;
  for (int32_t a = 0; a < t->items; a++)
    if ((better->site[a] == t->sites) != (t->start[a] == t->sites)) return;
  assign_plan_copy(&e->plan, &e->best);
  const int32_t *const site = &d->site[d->first[t->number]];
  for (int32_t b = 0; b < t->sites; b++) e->plan.runs[site[b]] = better->runs[b];
  for (int32_t a = 0; a < t->items; a++)
    if (better->site[a] < t->sites) e->plan.site[t->item[a]] = site[better->site[a]];
  assign_plan_count(&e->plan);
  if (e->plan.over == 0 && assign_plan_fits(&e->plan))
    assign_engine_keep(e, e->plan.site, e->plan.runs, e->plan.cost);
}

/* The part's bound, never below what the relaxation says. */
static int64_t bound_part(division *d, int32_t number, int64_t steps, __int128 *taken_off) {
  jh_arena *const arena = jh_arena_create();
  part t = {.number = number};
  int64_t bound = -ASSIGN_IMPOSSIBLE;
  assign_engine *const inner = arena ? JH_NEW(arena, assign_engine, 1) : NULL;
  if (inner && cut_out(d, &t, arena)) {
    bound = t.floor;
    *taken_off += t.taken_off;
    if (!jh_control_stopped(d->e->control) &&
        assign_engine_tree_alone(inner, &t.problem, d->e, t.start, t.multiplier, steps, arena)) {
      if (inner->bound > bound) bound = inner->bound;
      if (inner->best_value < t.present) put_back(d, &t, &inner->best);
    }
  }
  jh_arena_destroy(arena);
  return bound;
}

void assign_engine_parts(assign_engine *e) {
  jh_arena *const arena = jh_arena_create();
  division d = {.e = e, .problem = e->problem, .r = &e->tree.relax};
  if (!arena || e->problem->site_number >= 0 || e->best_value == INT64_MAX || !divide(&d, arena)) {
    jh_arena_destroy(arena);
    return;
  }
  memcpy(e->tree.relax.multiplier, e->multiplier, (size_t)e->problem->item_count * sizeof *e->multiplier);
  int64_t steps = STEPS_FIRST;
  for (int pass = 0; pass < PASSES_MOST && !assign_engine_near_enough(e) && !jh_control_stopped(e->control); pass++) {
    (void)assign_relax_evaluate(&e->tree.relax);
    memset(d.mark, 0, (size_t)e->problem->item_count * sizeof *d.mark);
    __int128 sum = 0, taken_off = 0;
    for (int32_t n = 0; n < d.part_count; n++) sum += bound_part(&d, n, steps, &taken_off);
    sum -= taken_off;
    if (sum > e->bound && sum < ASSIGN_IMPOSSIBLE) e->bound = (int64_t)sum;
    assign_engine_report(e, "search");
    steps *= 4;
  }
  jh_arena_destroy(arena);
}
