/* A lower bound on every plan: the assignment rows (C1) and the beds (C6) are priced, and each site then answers
 * alone which pupils it would take at those prices.  A site with posts by class tries every number of classes of its
 * bands; pupils are then taken as a fluid, which can only be cheaper than whole villages.  See consolidation.md. */
#include "consolidation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a site could take of a group, at present prices. */
typedef struct offer {
  int32_t pair, slot; /* slot: 0 or 1, the band within its stage */
  int32_t need;       /* classes one item fills */
  double pupils, density;
} offer;

typedef struct bound_search {
  const jh_case *problem;
  int32_t *site_start, *site_pairs;
  double *price;     /* group: of one item */
  double *bed_price; /* site */
  double *best_price, *best_bed_price;
  double *taken; /* group: items taken */
  double *beds;  /* site: boarders taken */
  double *direction, *bed_direction;
  double *gain; /* site: what it earns when it runs, less its cost */
  offer *offers;
  double *amounts, *best_amounts; /* of the offers in hand: pupils */
  bool by_class[JH_STAGES];       /* each band within one stage, at most two to a stage */
  double size;                    /* sum of |terms|: what rounding may cost */
} bound_search;

static int by_density(const void *left, const void *right) {
  const offer *const a = left, *const b = right;
  if (a->density != b->density) return a->density > b->density ? -1 : 1;
  return a->pair < b->pair ? -1 : a->pair > b->pair;
}

static double ratio_of(const jh_case *problem, jh_stage stage) {
  return (double)jh_policy_get(&problem->county->policy,
                               stage == JH_PRIMARY ? JH_PUPILS_PER_STAFF_PRIMARY : JH_PUPILS_PER_STAFF_JUNIOR) /
         1000;
}

/* Bands of a stage: slot of the band, -1 when it does not belong. */
static int32_t slot_of(const jh_case *problem, int32_t band, jh_stage stage) {
  int32_t slot = 0;
  for (int32_t b = 0; b < band; b++)
    slot += problem->band_used[b] && jh_stage_of_grade(problem->band_first[b]) == stage;
  return jh_stage_of_grade(problem->band_first[band]) == stage ? slot : -1;
}

static void find_stages(bound_search *look) {
  const jh_case *const problem = look->problem;
  int32_t bands[JH_STAGES] = {0};
  bool clean = true;
  for (int32_t b = 0; b < problem->band_count; b++) {
    if (!problem->band_used[b]) continue;
    bands[jh_stage_of_grade(problem->band_first[b])]++;
    clean = clean && jh_stage_of_grade(problem->band_first[b]) == jh_stage_of_grade(problem->band_last[b]);
  }
  for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES; stage++) look->by_class[stage] = clean && bands[stage] <= 2;
}

/* Pay of the pupils of one item by the ratio alone, where the classes are not looked at. */
static double pay_by_ratio(const jh_case *problem, const jh_case_group *group) {
  double pay = 0;
  for (int32_t g = 1; g <= JH_GRADES; g++)
    pay += group->load[g - 1] * (double)problem->pay / ratio_of(problem, jh_stage_of_grade(g));
  return pay;
}

static bool stage_by_class(const bound_search *look, int32_t s, jh_stage stage) {
  return look->problem->sites[s].small_staff && look->by_class[stage];
}

/* The offers of a site for a stage (JH_STAGES: every group that no by-class stage takes), dearest first. */
static int32_t gather(bound_search *look, int32_t s, jh_stage stage, double least_density) {
  const jh_case *const problem = look->problem;
  int32_t count = 0;
  for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) {
    int32_t const k = look->site_pairs[r];
    const jh_case_pair *const pair = &problem->pairs[k];
    const jh_case_group *const group = &problem->groups[pair->group];
    if (group->pupils == 0) continue;
    jh_stage const own = jh_stage_of_grade(problem->band_first[group->band]);
    if (stage < JH_STAGES ? own != stage : stage_by_class(look, s, own)) continue;
    double profit = look->price[pair->group] - (double)pair->cost - look->bed_price[s] * pair->boarders;
    if (stage == JH_STAGES) profit -= pay_by_ratio(problem, group);
    double const density = profit / group->pupils;
    if (density <= least_density) continue;
    look->offers[count++] = (offer){.pair = k,
                                    .slot = stage < JH_STAGES ? slot_of(problem, group->band, stage) : 0,
                                    .need = group->classes_alone,
                                    .pupils = (double)group->pupils * group->count,
                                    .density = density};
  }
  qsort(look->offers, (size_t)count, sizeof *look->offers, by_density);
  return count;
}

/* Extra gain per pupil when the site already holds so many: steps at `until`, falling. */
typedef struct slope {
  double until[4], extra[4];
  int32_t count;
} slope;

static void add_step(slope *line, double until, double extra) {
  line->until[line->count] = until;
  line->extra[line->count++] = extra;
}

/* Takes offers while they gain, classes[slot] classes to a band (NULL: bands do not matter). */
static double take(const bound_search *look, int32_t count, const int32_t *classes, const slope *line,
                   double *amounts) {
  double const limit = look->problem->limit;
  double room[2] = {classes ? classes[0] * limit : INFINITY, classes ? classes[1] * limit : INFINITY};
  double held = 0, gain = 0;
  int32_t step = 0;
  memset(amounts, 0, (size_t)count * sizeof *amounts);
  for (int32_t i = 0; i < count; i++) {
    const offer *const one = &look->offers[i];
    if (classes && one->need > classes[one->slot]) continue;
    double left = fmin(one->pupils, room[one->slot]);
    while (left > 0 && step < line->count) {
      if (one->density + line->extra[step] <= 0) return gain;
      double const part = fmin(left, line->until[step] - held);
      gain += part * (one->density + line->extra[step]);
      amounts[i] += part;
      held += part;
      room[one->slot] -= part;
      left -= part;
      if (held >= line->until[step]) step++;
    }
    if (step >= line->count) return gain;
  }
  return gain;
}

static void record(bound_search *look, int32_t count, const double *amounts, double sign) {
  const jh_case *const problem = look->problem;
  for (int32_t i = 0; i < count; i++) {
    if (amounts[i] <= 0) continue;
    const jh_case_pair *const pair = &problem->pairs[look->offers[i].pair];
    double const items = amounts[i] / problem->groups[pair->group].pupils;
    look->taken[pair->group] += sign * items;
    look->beds[pair->site] += sign * items * pair->boarders;
  }
}

static double room_price(const jh_case *problem, const jh_case_site *site) {
  return (double)site->room_fen * (double)JH_MICROFEN_PER_FEN / (double)problem->years;
}

/* Posts by pupils only: rooms beyond those there cost, seats bound. */
static double gain_by_pupils(bound_search *look, int32_t s) {
  const jh_case *const problem = look->problem;
  const jh_case_site *const site = &problem->sites[s];
  int32_t const count = gather(look, s, JH_STAGES, 0);
  double const seats = site->seats == INT32_MAX ? (double)INFINITY : (double)site->seats;
  slope line = {.count = 0};
  if (site->rooms == INT32_MAX) {
    add_step(&line, seats, 0);
  } else {
    double const limit = problem->limit;
    add_step(&line, fmin(seats, site->rooms * limit), 0);
    add_step(&line, fmin(seats, site->rooms_most * limit), -room_price(problem, site) / limit);
  }
  double const gain = take(look, count, NULL, &line, look->best_amounts);
  record(look, count, look->best_amounts, 1);
  return gain;
}

/* The steps of a site with so many classes: the floor's missing pupils, then nothing, then posts by pupils. */
static slope class_steps(const jh_case *problem, const jh_case_site *site, jh_stage stage, int32_t classes,
                         bool floor, double *fixed) {
  double const per_class = (double)jh_policy_get(&problem->county->policy, JH_STAFF_PER_CLASS_SMALL) / 1000;
  double const posts = ceil(classes * per_class - 1e-9), ratio = ratio_of(problem, stage);
  double const seats = site->seats == INT32_MAX ? (double)INFINITY : (double)site->seats;
  double const free_until = posts * ratio, floor_until = floor ? (double)problem->floor_pupils : 0;
  double const rate = (double)site->floor_rate, pay = (double)problem->pay / ratio;
  *fixed = posts * (double)problem->pay + (floor ? rate * floor_until : 0);
  if (classes > site->rooms) *fixed += (classes - site->rooms) * room_price(problem, site);
  slope line = {.count = 0};
  double const first = fmin(free_until, floor_until), second = fmax(free_until, floor_until);
  if (first > 0) add_step(&line, fmin(seats, first), rate);
  if (second > first) add_step(&line, fmin(seats, second), free_until > floor_until ? 0 : rate - pay);
  if (seats > second) add_step(&line, seats, -pay);
  return line;
}

static int32_t most_classes(const bound_search *look, int32_t count, int32_t slot, int32_t rooms) {
  double pupils = 0;
  int32_t need = 0;
  for (int32_t i = 0; i < count; i++) {
    if (look->offers[i].slot != slot) continue;
    pupils += look->offers[i].pupils;
    if (look->offers[i].need > need) need = look->offers[i].need;
  }
  double const most = ceil(pupils / look->problem->limit);
  int32_t const wanted = most > 1000 ? 1000 : (int32_t)most;
  int32_t const classes = wanted > need ? wanted : need;
  return classes < rooms ? classes : rooms;
}

/* Every number of classes of the two bands of a stage; the best is recorded. */
static double gain_by_class(bound_search *look, int32_t s, jh_stage stage) {
  const jh_case *const problem = look->problem;
  const jh_case_site *const site = &problem->sites[s];
  const jh_school *const school = &problem->county->schools[s];
  bool const one_stage = jh_stage_of_grade(school->first_grade) == jh_stage_of_grade(school->last_grade);
  bool const floor = site->floor && one_stage && problem->floor_pupils > 0;
  int32_t const count = gather(look, s, stage, floor ? -(double)site->floor_rate : 0);
  if (count == 0) return 0;
  int32_t const most[2] = {most_classes(look, count, 0, site->rooms_most),
                           most_classes(look, count, 1, site->rooms_most)};
  double best = 0;
  bool any = false;
  for (int32_t first = 0; first <= most[0]; first++)
    for (int32_t second = 0; second <= most[1] && first + second <= site->rooms_most; second++) {
      int32_t const classes[2] = {first, second};
      double fixed;
      slope const line = class_steps(problem, site, stage, first + second, floor, &fixed);
      if (first + second == 0) continue;
      double const gain = take(look, count, classes, &line, look->amounts) - fixed;
      if (gain <= best) continue;
      best = gain;
      any = true;
      double *const swap = look->amounts;
      look->amounts = look->best_amounts;
      look->best_amounts = swap;
    }
  if (any) record(look, count, look->best_amounts, 1);
  return best;
}

/* ---- all sites ---- */

static double open_cost(const jh_case *problem, int32_t s) {
  const jh_case_site *const site = &problem->sites[s];
  return (double)site->fixed_cost + (double)site->opening_fen * (double)JH_MICROFEN_PER_FEN / (double)problem->years;
}

typedef struct ranked {
  double gain;
  int32_t site;
} ranked;

static int by_gain(const void *left, const void *right) {
  const ranked *const a = left, *const b = right;
  if (a->gain != b->gain) return a->gain > b->gain ? -1 : 1;
  return a->site - b->site;
}

/* Undoes what a site that does not run had taken. */
static void forget(bound_search *look, int32_t s, const double *before_taken) {
  const jh_case *const problem = look->problem;
  for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) {
    int32_t const g = problem->pairs[look->site_pairs[r]].group;
    look->taken[g] = before_taken[g];
  }
  look->beds[s] = 0;
}

static double site_gain(bound_search *look, int32_t s) {
  double gain = gain_by_pupils(look, s) - open_cost(look->problem, s);
  for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES; stage++)
    if (stage_by_class(look, s, stage)) gain += gain_by_class(look, s, stage);
  return gain;
}

/* With a number of sites to run: the must and then the best earners, whatever they lose. */
static double choose_number(bound_search *look, ranked *order) {
  const jh_case *const problem = look->problem;
  int32_t left = problem->number, free_count = 0;
  double sum = 0;
  for (int32_t s = 0; s < problem->site_count; s++) {
    if (problem->sites[s].never) continue;
    if (problem->sites[s].must_run)
      sum += look->gain[s], left--;
    else
      order[free_count++] = (ranked){look->gain[s], s};
  }
  qsort(order, (size_t)free_count, sizeof *order, by_gain);
  for (int32_t i = 0; i < free_count && i < left; i++) sum += order[i].gain;
  return sum;
}

/* The bound at the present prices; taken and beds are those of the sites that run. */
static double evaluate(bound_search *look, double *before, ranked *order) {
  const jh_case *const problem = look->problem;
  double bound = 0, gains = 0;
  look->size = 0;
  memset(look->taken, 0, (size_t)problem->group_count * sizeof *look->taken);
  memset(look->beds, 0, (size_t)problem->site_count * sizeof *look->beds);
  for (int32_t g = 0; g < problem->group_count; g++) {
    bound += look->price[g] * problem->groups[g].count;
    look->size += fabs(look->price[g]) * problem->groups[g].count;
  }
  for (int32_t s = 0; s < problem->site_count; s++) {
    if (problem->sites[s].never) continue;
    memcpy(before, look->taken, (size_t)problem->group_count * sizeof *before);
    look->gain[s] = site_gain(look, s);
    look->size += fabs(look->gain[s]) + 2 * open_cost(problem, s);
    bound -= look->bed_price[s] * problem->sites[s].beds;
    look->size += fabs(look->bed_price[s]) * problem->sites[s].beds;
    bool const runs = problem->sites[s].must_run || look->gain[s] > 0;
    if (runs)
      gains += look->gain[s];
    else if (problem->number < 0)
      forget(look, s, before);
  }
  if (problem->number >= 0) gains = choose_number(look, order);
  return bound - gains;
}

/* ---- the prices ---- */

static void start_prices(bound_search *look, int64_t value) {
  const jh_case *const problem = look->problem;
  double pairs = 0;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    double least = INFINITY;
    for (int32_t k = group->pair_start; k < group->pair_end; k++) least = fmin(least, (double)problem->pairs[k].cost);
    look->price[g] = least;
    pairs += least * group->count;
  }
  double const rest = fmax(0, (double)value - pairs) / fmax(1, (double)problem->pupil_total);
  for (int32_t g = 0; g < problem->group_count; g++) look->price[g] += rest * problem->groups[g].pupils;
}

/* One step along the deflected subgradient, groups weighted by their size. */
static void step_prices(bound_search *look, double length, double keep) {
  const jh_case *const problem = look->problem;
  double square = 0;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    double const slack = (group->count - look->taken[g]) * group->pupils;
    look->direction[g] = keep * look->direction[g] + slack;
    square += look->direction[g] * look->direction[g];
  }
  for (int32_t s = 0; s < problem->site_count; s++) {
    double const slack = problem->sites[s].never ? 0 : look->beds[s] - problem->sites[s].beds;
    look->bed_direction[s] = keep * look->bed_direction[s] + slack;
    if (look->bed_price[s] <= 0 && look->bed_direction[s] < 0) look->bed_direction[s] = 0;
    square += look->bed_direction[s] * look->bed_direction[s];
  }
  if (square <= 0) return;
  for (int32_t g = 0; g < problem->group_count; g++)
    look->price[g] += length / square * look->direction[g] * problem->groups[g].pupils;
  for (int32_t s = 0; s < problem->site_count; s++)
    look->bed_price[s] = fmax(0, look->bed_price[s] + length / square * look->bed_direction[s]);
}

static jh_status prepare(bound_search *look, jh_arena *arena) {
  const jh_case *const problem = look->problem;
  size_t const groups = (size_t)problem->group_count, sites = (size_t)problem->site_count;
  double **const by_group[] = {&look->price, &look->best_price, &look->taken, &look->direction};
  double **const by_site[] = {&look->bed_price, &look->best_bed_price, &look->beds, &look->bed_direction,
                              &look->gain};
  for (size_t i = 0; i < sizeof by_group / sizeof *by_group; i++)
    if (!(*by_group[i] = JH_NEW(arena, double, groups))) return JH_NO_MEMORY;
  for (size_t i = 0; i < sizeof by_site / sizeof *by_site; i++)
    if (!(*by_site[i] = JH_NEW(arena, double, sites))) return JH_NO_MEMORY;
  look->site_start = JH_NEW(arena, int32_t, sites + 2);
  look->site_pairs = JH_NEW(arena, int32_t, problem->pair_count);
  look->offers = JH_NEW(arena, offer, groups);
  look->amounts = JH_NEW(arena, double, groups);
  look->best_amounts = JH_NEW(arena, double, groups);
  if (!look->site_start || !look->site_pairs || !look->offers || !look->amounts || !look->best_amounts)
    return JH_NO_MEMORY;
  for (int32_t k = 0; k < problem->pair_count; k++) look->site_start[problem->pairs[k].site + 2]++;
  for (size_t s = 0; s < sites; s++) look->site_start[s + 2] += look->site_start[s + 1];
  for (int32_t k = 0; k < problem->pair_count; k++)
    look->site_pairs[look->site_start[problem->pairs[k].site + 1]++] = k;
  find_stages(look);
  return JH_OK;
}

/* Rounding can only have raised the sum by a part of the size of its terms, and one-off costs are rounded per site:
 * far more is taken off. */
static int64_t safe_floor(double bound, double size) {
  double const safe = floor(bound - 1e-9 * size) - 1000;
  return safe < 0 ? 0 : safe > 4e18 ? INT64_MAX / 2 : (int64_t)safe;
}

jh_status jh_case_bound(const jh_case *problem, int64_t value, const jh_control *control, jh_arena *arena,
                        int64_t *bound) {
  enum { ITERATIONS = 1500, PATIENCE = 20 };
  bound_search look = {.problem = problem};
  double *const before = JH_NEW(arena, double, problem->group_count);
  ranked *const order = JH_NEW(arena, ranked, problem->site_count);
  jh_status const status = prepare(&look, arena);
  if (status) return status;
  if (!before || !order) return JH_NO_MEMORY;
  start_prices(&look, value);
  double best = -INFINITY, length = 1;
  int32_t idle = 0;
  for (int32_t n = 0; n < ITERATIONS && length > 1e-5 && !jh_control_stopped(control); n++) {
    double const now = evaluate(&look, before, order);
    int64_t const proven = safe_floor(now, look.size);
    if (proven > *bound) *bound = proven;
    if (now > best) {
      idle = now > best + 1e-6 * fabs(best) ? 0 : idle + 1;
      best = now;
      memcpy(look.best_price, look.price, (size_t)problem->group_count * sizeof(double));
      memcpy(look.best_bed_price, look.bed_price, (size_t)problem->site_count * sizeof(double));
    } else if (++idle >= PATIENCE) {
      idle = 0;
      length *= 0.6;
      memcpy(look.price, look.best_price, (size_t)problem->group_count * sizeof(double));
      memcpy(look.bed_price, look.best_bed_price, (size_t)problem->site_count * sizeof(double));
      memset(look.direction, 0, (size_t)problem->group_count * sizeof(double));
      memset(look.bed_direction, 0, (size_t)problem->site_count * sizeof(double));
      (void)evaluate(&look, before, order);
    }
    if (*bound >= value) break;
    step_prices(&look, length * ((double)value - now > 0 ? (double)value - now : fabs((double)value) * 1e-4), 0.5);
  }
  if (*bound > value) *bound = value;
  return JH_OK;
}
