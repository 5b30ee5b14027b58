/* What one site would take at given prices, and earn: its blocks together within its rooms and seats, with the posts
 * of small schools by class. */
#include "consolidation_dual.h"

#include <math.h>
#include <string.h>

/* Which bound on a stage with so many classes is the tightest: pupils bearing a share of the pay, all of it, or all
 * grades as one with the exact steps of posts and floor. */
typedef enum dual_how { SHARED, BY_PUPILS, AS_ONE } dual_how;

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

/* ---- a stage whose posts follow classes ---- */

static bool in_stage(const dual *look, int32_t b, jh_stage stage) {
  return look->blocks[b].within_stage && look->blocks[b].stage == stage;
}

/* sum[n]: the best of two tables together within n. */
static void join(const double *left, int32_t left_most, const double *right, int32_t right_most, int32_t most,
                 double *sum) {
  for (int32_t n = 0; n <= most; n++) {
    sum[n] = -INFINITY;
    for (int32_t m = n > left_most ? n - left_most : 0; m <= n && m <= right_most; m++)
      if (left[n - m] + right[m] > sum[n]) sum[n] = left[n - m] + right[m];
  }
}

/* The blocks of a stage together, pupils bearing `share` of the pay: sum[n] for n up to most. */
static void fill_stage(dual *look, jh_stage stage, double share, int32_t most, double *sum) {
  double before[DUAL_CLASSES + 1], total = 0;
  int32_t reached = 0;
  sum[0] = 0;
  for (int32_t b = 0; b < look->block_count; b++) {
    if (!in_stage(look, b, stage) || look->offer_count[b] == 0) continue;
    int32_t const own = smaller(look->all_classes[b], most), next = smaller(reached + own, most);
    dual_fill_block(look, b, share, own);
    memcpy(before, sum, sizeof before);
    join(before, reached, look->tables[b].best, own, next, sum);
    reached = next;
    total += look->tables[b].total;
  }
  if (reached == DUAL_CLASSES) sum[reached] = total; /* so many or more */
  for (int32_t n = reached + 1; n <= most; n++) sum[n] = sum[reached];
}

/* Which block takes how many of n classes: found again, last block first. */
static double trace_stage(dual *look, jh_stage stage, double share, int32_t n) {
  int32_t blocks[DUAL_BLOCKS] = {0}, own[DUAL_BLOCKS] = {0}, count = 0;
  double sums[DUAL_BLOCKS + 1][DUAL_CLASSES + 1] = {{0}}, pay = 0;
  int32_t reached[DUAL_BLOCKS + 1] = {0};
  sums[0][0] = 0;
  for (int32_t b = 0; b < look->block_count; b++) {
    if (!in_stage(look, b, stage) || look->offer_count[b] == 0) continue;
    blocks[count] = b;
    own[count] = smaller(look->all_classes[b], n);
    reached[count + 1] = smaller(reached[count] + own[count], n);
    dual_fill_block(look, b, share, own[count]);
    join(sums[count], reached[count], look->tables[b].best, own[count], reached[count + 1], sums[count + 1]);
    count++;
  }
  n = smaller(n, reached[count]);
  bool const or_more = n == DUAL_CLASSES;
  while (count-- > 0) {
    int32_t best = or_more ? own[count] : -1;
    if (or_more) n = 2 * DUAL_CLASSES;
    for (int32_t m = n > reached[count] ? n - reached[count] : 0; m <= n && m <= own[count]; m++)
      if (best < 0 || sums[count][n - m] + look->tables[blocks[count]].best[m] >
                          sums[count][n - best] + look->tables[blocks[count]].best[best])
        best = m;
    pay += dual_trace_block(look, blocks[count], best);
    n -= best;
  }
  return pay;
}

/* Extra profit per pupil when the site already holds so many: steps at `until`, falling. */
typedef struct slope {
  double until[4], extra[4];
  int32_t count;
} slope;

static void add_step(slope *line, double until, double extra) {
  line->until[line->count] = until;
  line->extra[line->count++] = extra;
}

static int64_t posts_of(const jh_case *problem, int32_t classes) {
  return (classes * jh_policy_get(&problem->county->policy, JH_STAFF_PER_CLASS_SMALL) + 999) / 1000;
}

/* The floor's missing pupils, then nothing, then posts by pupils; seats and classes end it. */
static slope steps_of(const dual *look, int32_t s, const dual_part *part, int32_t classes, double *fixed) {
  const jh_case *const problem = look->problem;
  const jh_case_site *const site = &problem->sites[s];
  double const posts = (double)posts_of(problem, classes),
               pay = look->pay_per_pupil[part->stage == JH_PRIMARY ? 0 : 8];
  double const free_until = pay > 0 ? posts * (double)problem->pay / pay : (double)INFINITY;
  double const floor_until = part->floor ? (double)problem->floor_pupils : 0, rate = (double)site->floor_rate;
  double const most = classes >= DUAL_CLASSES ? (double)INFINITY : (double)classes * problem->limit;
  double const end = site->seats == INT32_MAX ? most : fmin(most, site->seats);
  double const first = fmin(free_until, floor_until), second = fmax(free_until, floor_until);
  slope line = {.count = 0};
  *fixed = posts * (double)problem->pay + rate * floor_until;
  if (first > 0) add_step(&line, fmin(end, first), rate);
  if (second > first) add_step(&line, fmin(end, second), free_until > floor_until ? 0 : rate - pay);
  if (end > second) add_step(&line, end, -pay);
  return line;
}

static void fill_line(dual *look, jh_stage stage, int32_t most) {
  look->line_count = 0;
  for (int32_t b = 0; b < look->block_count; b++)
    for (int32_t i = 0; i < look->offer_count[b] && in_stage(look, b, stage); i++) {
      const dual_offer *const offer = &look->offers[b][i];
      look->line[look->line_count++] = (dual_key){.density = offer->profit / offer->pupils,
                                                  .profit = offer->profit,
                                                  .weight = offer->pupils,
                                                  .offer = b * look->problem->group_count + i};
    }
  dual_sort_keys(look->line, look->line_count,
                 most >= DUAL_CLASSES ? (double)INFINITY : (double)most * look->problem->limit);
}

/* Takes the line while it gains; amounts in pupils, unless NULL. */
static double walk_line(const dual *look, const slope *steps, double *amounts) {
  double held = 0, gain = 0;
  int32_t step = 0;
  for (int32_t i = 0; i < look->line_count; i++) {
    double left = look->line[i].weight;
    if (amounts) amounts[i] = 0;
    while (left > 0 && step < steps->count) {
      double const worth = look->line[i].density + steps->extra[step];
      if (worth <= 0) break;
      double const part = fmin(left, steps->until[step] - held);
      gain += part * worth;
      if (amounts) amounts[i] += part;
      held += part;
      left -= part;
      if (held >= steps->until[step]) step++;
    }
  }
  return gain;
}

static void fill_part(dual *look, int32_t s, dual_part *part) {
  const jh_case *const problem = look->problem;
  double const share = look->share[s * JH_STAGES + (int32_t)part->stage];
  double shared[DUAL_CLASSES + 1], by_pupils[DUAL_CLASSES + 1];
  fill_stage(look, part->stage, share, part->most, shared);
  fill_stage(look, part->stage, 1, part->most, by_pupils);
  fill_line(look, part->stage, part->most);
  part->value[0] = 0;
  for (int32_t n = 1; n <= part->most; n++) {
    double fixed;
    slope const steps = steps_of(look, s, part, n, &fixed);
    double const as_one = walk_line(look, &steps, NULL) - fixed;
    double const with_share = shared[n] - (1 - share) * (double)problem->pay * (double)posts_of(problem, n);
    part->how[n] = with_share <= by_pupils[n] ? SHARED : BY_PUPILS;
    part->value[n] = fmin(with_share, by_pupils[n]);
    if (as_one >= part->value[n]) continue;
    part->value[n] = as_one;
    part->how[n] = AS_ONE;
  }
}

static void trace_line(dual *look, int32_t s, const dual_part *part, int32_t n) {
  double fixed;
  slope const steps = steps_of(look, s, part, n, &fixed);
  int32_t const groups = look->problem->group_count;
  fill_line(look, part->stage, n);
  (void)walk_line(look, &steps, look->line_amount);
  for (int32_t i = 0; i < look->line_count; i++) {
    int32_t const at = look->line[i].offer;
    if (look->line_amount[i] > 0)
      dual_take(look, &look->offers[at / groups][at % groups], look->line_amount[i] / look->line[i].weight);
  }
}

/* The share drifts to where pupils and classes ask for equally many posts. */
static void trace_part(dual *look, int32_t s, const dual_part *part, int32_t n) {
  const jh_case *const problem = look->problem;
  if (part->stage == JH_STAGES) {
    (void)dual_trace_block(look, part->block, n);
    return;
  }
  if (n == 0) return;
  double *const share = &look->share[s * JH_STAGES + (int32_t)part->stage];
  double const posts_pay = (double)problem->pay * (double)posts_of(problem, n);
  switch ((dual_how)part->how[n]) {
    case AS_ONE: trace_line(look, s, part, n); break;
    case BY_PUPILS:
      (void)trace_stage(look, part->stage, 1, n);
      *share = fmin(1, *share + 0.1);
      break;
    case SHARED: {
      double const pay = trace_stage(look, part->stage, *share, n);
      if (posts_pay > 0) *share = fmax(0, fmin(1, *share + 0.3 * (pay / posts_pay - 1)));
    }
  }
}

/* ---- the whole site ---- */

static bool posts_by_class(const jh_case *problem, int32_t s) {
  return problem->sites[s].small_staff && (problem->pay > 0 || problem->floor_pupils > 0);
}

static void list_parts(dual *look, int32_t s, int32_t most) {
  const jh_case *const problem = look->problem;
  const jh_school *const school = &problem->county->schools[s];
  bool const small = posts_by_class(problem, s);
  bool const one_stage = jh_stage_of_grade(school->first_grade) == jh_stage_of_grade(school->last_grade);
  look->part_count = 0;
  for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES && small; stage++) {
    int32_t classes = 0;
    for (int32_t b = 0; b < look->block_count; b++)
      if (in_stage(look, b, stage)) classes = smaller(classes + look->all_classes[b], most);
    if (classes == 0) continue;
    dual_part *const part = &look->parts[look->part_count++];
    part->stage = stage;
    part->most = classes;
    part->floor = problem->sites[s].floor && one_stage && look->clean;
    fill_part(look, s, part);
  }
  for (int32_t b = 0; b < look->block_count; b++) {
    if (look->offer_count[b] == 0 || (small && look->blocks[b].within_stage)) continue;
    dual_part *const part = &look->parts[look->part_count++];
    part->stage = JH_STAGES;
    part->block = b;
    part->most = smaller(look->all_classes[b], most);
    dual_fill_block(look, b, 1, part->most);
    memcpy(part->value, look->tables[b].best, sizeof part->value);
  }
}

static double room_price(const jh_case *problem, const jh_case_site *site) {
  return (double)site->room_fen * (double)JH_MICROFEN_PER_FEN / (double)problem->years;
}

static int32_t best_of(const dual_part *part) {
  int32_t best = 0;
  for (int32_t n = 1; n <= part->most; n++)
    if (part->value[n] > part->value[best]) best = n;
  return best;
}

/* Every part for itself. */
static double without_rooms(const dual *look, int32_t *chosen) {
  double gain = 0;
  for (int32_t p = 0; p < look->part_count; p++) {
    chosen[p] = best_of(&look->parts[p]);
    gain += look->parts[p].value[chosen[p]];
  }
  return gain;
}

/* Classes of all parts within the rooms, those beyond the rooms that are there at their price. */
static double within_rooms(const dual *look, const jh_case_site *site, int32_t most, int32_t *chosen) {
  double sums[DUAL_BLOCKS + JH_STAGES + 1][DUAL_CLASSES + 1] = {{0}};
  int32_t reached[DUAL_BLOCKS + JH_STAGES + 1] = {0};
  int32_t const count = look->part_count;
  sums[0][0] = 0;
  for (int32_t p = 0; p < count; p++) {
    reached[p + 1] = smaller(reached[p] + look->parts[p].most, most);
    join(sums[p], reached[p], look->parts[p].value, look->parts[p].most, reached[p + 1], sums[p + 1]);
  }
  double const price = room_price(look->problem, site);
  double best = 0;
  int32_t n = 0;
  for (int32_t m = 0; m <= reached[count]; m++) {
    double const gain = sums[count][m] - (m > site->rooms ? (m - site->rooms) * price : 0);
    if (gain > best) best = gain, n = m;
  }
  if (most == DUAL_CLASSES && reached[count] == most) { /* so many classes or more */
    double const gain = without_rooms(look, chosen) - (most > site->rooms ? (most - site->rooms) * price : 0);
    if (gain > best) return gain;
  }
  for (int32_t p = count; p-- > 0;) {
    const dual_part *const part = &look->parts[p];
    int32_t own = -1;
    for (int32_t m = n > reached[p] ? n - reached[p] : 0; m <= n && m <= part->most; m++)
      if (own < 0 || sums[p][n - m] + part->value[m] > sums[p][n - own] + part->value[own]) own = m;
    chosen[p] = own;
    n -= own;
  }
  return best;
}

static double pupils_taken(const dual *look, int32_t s) {
  double pupils = 0;
  for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) {
    int32_t const k = look->site_pairs[r];
    pupils += look->amount[k] * look->problem->groups[look->problem->pairs[k].group].pupils;
  }
  return pupils;
}

/* Seats alone, pay by pupils alone: another bound on the same site. */
static double gain_by_seats(dual *look, int32_t s, bool trace) {
  slope steps = {.count = 0};
  add_step(&steps, (double)look->problem->sites[s].seats, 0);
  look->line_count = 0;
  for (int32_t b = 0; b < look->block_count; b++)
    for (int32_t i = 0; i < look->offer_count[b]; i++) {
      const dual_offer *const offer = &look->offers[b][i];
      double const profit = offer->profit - offer->pay;
      if (profit <= 0) continue;
      look->line[look->line_count++] = (dual_key){.density = profit / offer->pupils,
                                                  .profit = profit,
                                                  .weight = offer->pupils,
                                                  .offer = b * look->problem->group_count + i};
    }
  dual_sort_keys(look->line, look->line_count, INFINITY);
  double const gain = walk_line(look, &steps, trace ? look->line_amount : NULL);
  for (int32_t i = 0; i < look->line_count && trace; i++) {
    int32_t const at = look->line[i].offer, groups = look->problem->group_count;
    dual_take(look, &look->offers[at / groups][at % groups], look->line_amount[i] / look->line[i].weight);
  }
  return gain;
}

double dual_site_gain(dual *look, int32_t s) {
  const jh_case *const problem = look->problem;
  const jh_case_site *const site = &problem->sites[s];
  int32_t const most = smaller(site->rooms_most, DUAL_CLASSES);
  int32_t chosen[DUAL_BLOCKS + JH_STAGES] = {0};
  dual_gather(look, s, site->floor && problem->floor_pupils > 0 ? (double)site->floor_rate : 0);
  list_parts(look, s, most);
  bool const free_rooms = site->rooms == INT32_MAX;
  double const gain = free_rooms ? without_rooms(look, chosen) : within_rooms(look, site, most, chosen);
  for (int32_t p = 0; p < look->part_count; p++) trace_part(look, s, &look->parts[p], chosen[p]);
  if (site->seats == INT32_MAX || pupils_taken(look, s) <= site->seats) return gain;
  double const seated = gain_by_seats(look, s, false);
  if (seated >= gain) return gain;
  for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) look->amount[look->site_pairs[r]] = 0;
  return gain_by_seats(look, s, true);
}
