/* A lower bound on every plan's cost: prices for rows C1 and C6 climb along a deflected subgradient, and the sites in
 * question are then branched on, prices inherited.  consolidation_site.c answers for each site. */
#include "consolidation_dual.h"

#include <math.h>
#include <string.h>

typedef struct node {
  double *price, *bed_price, *share;
  int8_t *fixed;
  int64_t proven;
  int32_t branch_on; /* -1: nothing in question */
  bool refined;      /* climbed at length */
} node;

struct jh_bound {
  dual look;
  jh_arena *arena;
  double *direction, *bed_direction;
  double *best_price, *best_bed_price, *best_share;
  double *runs; /* site: how often it ran, of late */
  jh_case_guide guide;
  node *open;
  int32_t open_count;
  size_t open_capacity;
  int64_t proven;
};

/* ---- one evaluation ---- */

static double open_cost(const dual *look, int32_t s) {
  const jh_case *const problem = look->problem;
  const jh_case_site *const site = &problem->sites[s];
  return (double)site->fixed_cost + (double)site->opening_fen * (double)JH_MICROFEN_PER_FEN / (double)problem->years -
         look->bed_price[s] * site->beds;
}

static bool must_run(const dual *look, int32_t s) { return look->problem->sites[s].must_run || look->fixed[s] > 0; }
static bool must_not(const dual *look, int32_t s) { return look->problem->sites[s].never || look->fixed[s] < 0; }

/* With a number of sites to run: the must and then the best earners, whatever they lose. */
static void choose_number(dual *look) {
  const jh_case *const problem = look->problem;
  int32_t left = problem->number;
  for (int32_t s = 0; s < problem->site_count; s++) {
    look->runs[s] = must_run(look, s);
    left -= look->runs[s];
  }
  for (; left > 0; left--) {
    int32_t best = -1;
    for (int32_t s = 0; s < problem->site_count; s++)
      if (!look->runs[s] && !must_not(look, s) && (best < 0 || look->gain[s] > look->gain[best])) best = s;
    if (best < 0) return;
    look->runs[best] = true;
  }
}

/* The bound at the present prices; taken and beds are those of the sites that run. */
static double evaluate(dual *look) {
  const jh_case *const problem = look->problem;
  double bound = 0;
  look->size = 0;
  memset(look->taken, 0, (size_t)problem->group_count * sizeof *look->taken);
  memset(look->beds, 0, (size_t)problem->site_count * sizeof *look->beds);
  for (int32_t g = 0; g < problem->group_count; g++) {
    bound += look->price[g] * problem->groups[g].count;
    look->size += fabs(look->price[g]) * problem->groups[g].count;
  }
  for (int32_t s = 0; s < problem->site_count; s++) {
    look->gain[s] = must_not(look, s) ? 0 : dual_site_gain(look, s) - open_cost(look, s);
    look->size += fabs(look->gain[s]) + 2 * fabs(open_cost(look, s));
    look->runs[s] = !must_not(look, s) && (must_run(look, s) || look->gain[s] > 0);
  }
  if (problem->number >= 0) choose_number(look);
  for (int32_t s = 0; s < problem->site_count; s++) {
    if (look->runs[s]) bound -= look->gain[s];
    for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) {
      int32_t const k = look->site_pairs[r];
      if (!look->runs[s]) look->amount[k] = 0;
      look->taken[problem->pairs[k].group] += look->amount[k];
      look->beds[s] += look->amount[k] * problem->pairs[k].boarders;
    }
  }
  return bound;
}

/* Rounding can only have raised the sum by a part of the size of its terms, and one-off costs are rounded per site:
 * far more is taken off. */
static int64_t safe_floor(const dual *look, double bound) {
  double const safe = floor(bound - 1e-9 * look->size) - 1000 - (double)look->problem->site_count;
  return safe < 0 ? 0 : safe > 4e18 ? INT64_MAX / 2 : (int64_t)safe;
}

/* ---- the prices ---- */

/* One step along the deflected subgradient, groups weighted by their size. */
static void step_prices(jh_bound *bound, double length, double keep) {
  dual *const look = &bound->look;
  const jh_case *const problem = look->problem;
  double square = 0;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    double const slack = (group->count - look->taken[g]) * group->pupils;
    bound->direction[g] = keep * bound->direction[g] + slack;
    square += bound->direction[g] * bound->direction[g];
  }
  for (int32_t s = 0; s < problem->site_count; s++) {
    double const slack = look->runs[s] ? look->beds[s] - problem->sites[s].beds : 0;
    bound->bed_direction[s] = keep * bound->bed_direction[s] + slack;
    if (look->bed_price[s] <= 0 && bound->bed_direction[s] < 0) bound->bed_direction[s] = 0;
    square += bound->bed_direction[s] * bound->bed_direction[s];
  }
  if (square <= 0) return;
  for (int32_t g = 0; g < problem->group_count; g++)
    look->price[g] += length / square * bound->direction[g] * problem->groups[g].pupils;
  for (int32_t s = 0; s < problem->site_count; s++)
    look->bed_price[s] = fmax(0, look->bed_price[s] + length / square * bound->bed_direction[s]);
}

static void copy_prices(const jh_case *problem, double *const to[3], double *const from[3]) {
  memcpy(to[0], from[0], (size_t)problem->group_count * sizeof(double));
  memcpy(to[1], from[1], (size_t)problem->site_count * sizeof(double));
  memcpy(to[2], from[2], (size_t)problem->site_count * JH_STAGES * sizeof(double));
}

static void keep_prices(jh_bound *bound) {
  dual *const look = &bound->look;
  copy_prices(look->problem, (double *const[]){bound->best_price, bound->best_bed_price, bound->best_share},
              (double *const[]){look->price, look->bed_price, look->share});
}

static void return_to_best(jh_bound *bound) {
  dual *const look = &bound->look;
  copy_prices(look->problem, (double *const[]){look->price, look->bed_price, look->share},
              (double *const[]){bound->best_price, bound->best_bed_price, bound->best_share});
  memset(bound->direction, 0, (size_t)look->problem->group_count * sizeof(double));
  memset(bound->bed_direction, 0, (size_t)look->problem->site_count * sizeof(double));
}

/* What the answers are on average says more than the last of them. */
static void average(jh_bound *bound, double weight, bool guide) {
  const dual *const look = &bound->look;
  for (int32_t s = 0; s < look->problem->site_count; s++)
    bound->runs[s] += weight * ((look->runs[s] ? 1 : 0) - bound->runs[s]);
  if (!guide) return;
  for (int32_t k = 0; k < look->problem->pair_count; k++)
    bound->guide.share[k] += weight * (look->amount[k] - bound->guide.share[k]);
}

typedef struct climb_plan {
  int32_t iterations, patience;
  double length, shortest;
  bool guide;
} climb_plan;

/* Climbs from the present prices; ends at the best ones. Returns the best proven bound. */
static int64_t climb(jh_bound *bound, climb_plan plan, int64_t value, const jh_control *control) {
  dual *const look = &bound->look;
  double best = -INFINITY, length = plan.length;
  int64_t proven = 0;
  int32_t idle = 0;
  keep_prices(bound);
  return_to_best(bound);
  for (int32_t n = 0; n < plan.iterations && length > plan.shortest && !jh_control_stopped(control); n++) {
    double const now = evaluate(look);
    int64_t const safe = safe_floor(look, now);
    average(bound, 1.0 / fmin(n + 1, 50), plan.guide);
    if (safe > proven) proven = safe;
    if (proven >= value) break;
    if (now > best) {
      idle = now > best + 1e-6 * fabs(best) ? 0 : idle + 1;
      best = now;
      keep_prices(bound);
    } else if (++idle >= plan.patience) {
      idle = 0;
      length *= 0.6;
      return_to_best(bound);
      (void)evaluate(look);
    }
    double const missing = (double)value - now;
    step_prices(bound, length * (missing > 0 ? missing : fabs((double)value) * 1e-4), 0.7);
  }
  return_to_best(bound);
  return proven;
}

/* ---- the tree ---- */

static int32_t site_in_question(const jh_bound *bound) {
  const dual *const look = &bound->look;
  int32_t best = -1;
  double most = 0.02;
  for (int32_t s = 0; s < look->problem->site_count; s++) {
    if (must_run(look, s) || must_not(look, s)) continue;
    double const doubt = fmin(bound->runs[s], 1 - bound->runs[s]);
    double const worth = doubt * (1 + open_cost(look, s) / (double)JH_MICROFEN_PER_YUAN / 1e5);
    if (doubt > 0.02 && worth > most) most = worth, best = s;
  }
  return best;
}

static jh_status add_node(jh_bound *bound, int64_t proven, bool refined) {
  const dual *const look = &bound->look;
  const jh_case *const problem = look->problem;
  node *const open =
      jh_arena_grow(bound->arena, bound->open, &bound->open_capacity, (size_t)bound->open_count + 1, sizeof *open);
  if (!open) return JH_NO_MEMORY;
  bound->open = open;
  node one = {.proven = proven, .branch_on = site_in_question(bound), .refined = refined};
  one.price = JH_NEW(bound->arena, double, problem->group_count);
  one.bed_price = JH_NEW(bound->arena, double, problem->site_count);
  one.share = JH_NEW(bound->arena, double, (size_t)problem->site_count *JH_STAGES);
  one.fixed = JH_NEW(bound->arena, int8_t, problem->site_count);
  if (!one.price || !one.bed_price || !one.share || !one.fixed) return JH_NO_MEMORY;
  copy_prices(problem, (double *const[]){one.price, one.bed_price, one.share},
              (double *const[]){look->price, look->bed_price, look->share});
  memcpy(one.fixed, look->fixed, (size_t)problem->site_count);
  open[bound->open_count++] = one;
  return JH_OK;
}

static int32_t lowest_node(const jh_bound *bound) {
  int32_t low = 0;
  for (int32_t i = 1; i < bound->open_count; i++)
    if (bound->open[i].proven < bound->open[low].proven) low = i;
  return low;
}

static void take_stock(jh_bound *bound, int64_t value) {
  int64_t low = value;
  for (int32_t i = 0; i < bound->open_count; i++)
    if (bound->open[i].proven < low) low = bound->open[i].proven;
  if (low > bound->proven) bound->proven = low;
}

/* Climbs anew from a node's prices, `site` fixed one way (-1: none, and at length). */
static jh_status climb_node(jh_bound *bound, const node *from, int32_t site, int8_t way, int64_t value,
                            const jh_control *control) {
  dual *const look = &bound->look;
  climb_plan const quick = {.iterations = 100, .patience = 6, .length = 0.02, .shortest = 1e-3};
  climb_plan const at_length = {.iterations = 600, .patience = 10, .length = 0.1, .shortest = 2e-4};
  copy_prices(look->problem, (double *const[]){look->price, look->bed_price, look->share},
              (double *const[]){from->price, from->bed_price, from->share});
  memcpy(look->fixed, from->fixed, (size_t)look->problem->site_count);
  if (site >= 0) look->fixed[site] = way;
  int64_t const proven = climb(bound, site >= 0 ? quick : at_length, value, control);
  return add_node(bound, proven > from->proven ? proven : from->proven, site < 0);
}

jh_status jh_bound_branch(jh_bound *bound, int64_t value, const jh_control *control, bool *more) {
  *more = false;
  if (bound->open_count == 0) return JH_OK;
  int32_t const low = lowest_node(bound);
  node const parent = bound->open[low];
  if ((parent.branch_on < 0 && parent.refined) || parent.proven >= value) return JH_OK;
  bound->open[low] = bound->open[--bound->open_count];
  jh_status status = climb_node(bound, &parent, parent.branch_on, -1, value, control);
  if (!status && parent.branch_on >= 0) status = climb_node(bound, &parent, parent.branch_on, 1, value, control);
  take_stock(bound, value);
  *more = true;
  return status;
}

/* ---- the root ---- */

/* Every group pays its cheapest way and its teachers, and a share of what is left of `value`. */
static void start_prices(dual *look, int64_t value) {
  const jh_case *const problem = look->problem;
  double paid = 0;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    double least = INFINITY;
    for (int32_t k = group->pair_start; k < group->pair_end; k++) least = fmin(least, (double)problem->pairs[k].cost);
    for (int32_t i = 0; i < JH_GRADES; i++) least += group->load[i] * look->pay_per_pupil[i];
    look->price[g] = least;
    paid += least * group->count;
  }
  double const rest = fmax(0, (double)value - paid) / fmax(1, (double)problem->pupil_total);
  for (int32_t g = 0; g < problem->group_count; g++) look->price[g] += rest * problem->groups[g].pupils;
  for (int32_t i = 0; i < problem->site_count * JH_STAGES; i++) look->share[i] = 0.8;
}

jh_status jh_bound_root(jh_bound *bound, int64_t value, const jh_control *control) {
  climb_plan const plan = {.iterations = 1500, .patience = 10, .length = 0.4, .shortest = 2e-4, .guide = true};
  start_prices(&bound->look, value);
  int64_t const proven = climb(bound, plan, value, control);
  jh_status const status = add_node(bound, proven, true);
  take_stock(bound, value);
  return status;
}

int64_t jh_bound_proven(const jh_bound *bound) { return bound->proven; }
const jh_case_guide *jh_bound_guide(const jh_bound *bound) { return &bound->guide; }

/* ---- making one ---- */

static jh_status index_sites(dual *look, jh_arena *arena) {
  const jh_case *const problem = look->problem;
  size_t const sites = (size_t)problem->site_count;
  look->site_start = JH_NEW(arena, int32_t, sites + 2);
  look->site_pairs = JH_NEW(arena, int32_t, problem->pair_count);
  look->amount = JH_NEW(arena, double, problem->pair_count);
  look->runs = JH_NEW(arena, bool, sites);
  look->fixed = JH_NEW(arena, int8_t, sites);
  if (!look->site_start || !look->site_pairs || !look->amount || !look->runs || !look->fixed) return JH_NO_MEMORY;
  for (int32_t k = 0; k < problem->pair_count; k++) look->site_start[problem->pairs[k].site + 2]++;
  for (size_t s = 0; s < sites; s++) look->site_start[s + 2] += look->site_start[s + 1];
  for (int32_t k = 0; k < problem->pair_count; k++)
    look->site_pairs[look->site_start[problem->pairs[k].site + 1]++] = k;
  return JH_OK;
}

jh_status jh_bound_create(const jh_case *problem, jh_arena *arena, jh_bound **made) {
  jh_bound *const bound = JH_NEW(arena, jh_bound, 1);
  if (!bound) return JH_NO_MEMORY;
  *bound = (jh_bound){.arena = arena};
  dual *const look = &bound->look;
  look->problem = problem;
  size_t const groups = (size_t)problem->group_count, sites = (size_t)problem->site_count;
  double **const by_group[] = {&look->price, &look->taken, &bound->direction, &bound->best_price};
  double **const by_site[] = {&look->bed_price, &look->beds,           &look->gain,
                              &bound->runs,     &bound->bed_direction, &bound->best_bed_price};
  for (size_t i = 0; i < sizeof by_group / sizeof *by_group; i++)
    if (!(*by_group[i] = JH_NEW(arena, double, groups))) return JH_NO_MEMORY;
  for (size_t i = 0; i < sizeof by_site / sizeof *by_site; i++)
    if (!(*by_site[i] = JH_NEW(arena, double, sites))) return JH_NO_MEMORY;
  look->share = JH_NEW(arena, double, sites *JH_STAGES);
  bound->best_share = JH_NEW(arena, double, sites *JH_STAGES);
  bound->guide.share = JH_NEW(arena, double, problem->pair_count);
  bound->guide.price = bound->best_price;
  if (!look->share || !bound->best_share || !bound->guide.share) return JH_NO_MEMORY;
  jh_status status = index_sites(look, arena);
  if (!status) status = dual_site_prepare(look, arena);
  *made = bound;
  return status;
}
