/* What a block of grades is worth to a site by the number of its classes: the tightest of several fluid knapsacks,
 * for pupils of any set of grades stay within the classes of those grades. */
#include "consolidation_dual.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- preparation ---- */

static void set_block(dual_block *block, int32_t first, int32_t last, const bool *used) {
  *block = (dual_block){.stage = jh_stage_of_grade(first)};
  block->within_stage = jh_stage_of_grade(last) == block->stage;
  for (int32_t g = first; g <= last; g++)
    if (used[g]) block->grades[block->grade_count++] = g - 1;
  int32_t const n = block->grade_count;
  block->masks[block->set_count++] = (1 << n) - 1;
  if (n == 2 || n == 3)
    for (int32_t mask = (1 << n) - 2; mask > 0; mask--) block->masks[block->set_count++] = mask;
  for (int32_t g = 0; g < n && n > 3; g++) block->masks[block->set_count++] = 1 << g;
}

static void find_blocks(dual *look) {
  look->clean = true;
  const jh_case *const problem = look->problem;
  bool used[JH_GRADES + 1] = {false};
  int32_t block_of_grade[JH_GRADES + 1] = {0};
  for (int32_t g = 0; g < problem->group_count; g++)
    for (int32_t grade = 1; grade <= JH_GRADES; grade++)
      used[grade] = used[grade] || problem->groups[g].load[grade - 1] > 0;
  for (int32_t b = 0; b < problem->band_count; b++) {
    int32_t const first = problem->band_first[b], last = problem->band_last[b];
    if (!problem->band_used[b]) continue;
    for (int32_t g = first; g <= last; g++) {
      if (g > first && problem->whole) continue;
      set_block(&look->blocks[look->block_count++], g, problem->whole ? last : g, used);
    }
    for (int32_t g = first; g <= last; g++)
      block_of_grade[g] = look->block_count - 1 - (problem->whole ? 0 : last - g);
  }
  for (int32_t b = 0; b < look->block_count; b++) look->clean = look->clean && look->blocks[b].within_stage;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    look->block_of[g] = -1;
    for (int32_t grade = 1; grade <= JH_GRADES; grade++)
      if (group->load[grade - 1] > 0) look->block_of[g] = block_of_grade[grade];
  }
}

jh_status dual_site_prepare(dual *look, jh_arena *arena) {
  const jh_case *const problem = look->problem;
  size_t const groups = (size_t)problem->group_count;
  look->block_of = JH_NEW(arena, int32_t, groups);
  look->line = JH_NEW(arena, dual_key, groups);
  look->line_amount = JH_NEW(arena, double, groups);
  if (!look->block_of || !look->line || !look->line_amount) return JH_NO_MEMORY;
  find_blocks(look);
  for (int32_t g = 1; g <= JH_GRADES; g++)
    look->pay_per_pupil[g - 1] = (double)problem->pay * 1000 /
                                 (double)jh_policy_get(&problem->county->policy, jh_stage_of_grade(g) == JH_PRIMARY
                                                                                     ? JH_PUPILS_PER_STAFF_PRIMARY
                                                                                     : JH_PUPILS_PER_STAFF_JUNIOR);
  for (int32_t b = 0; b < look->block_count; b++) {
    look->offers[b] = JH_NEW(arena, dual_offer, groups);
    if (!look->offers[b]) return JH_NO_MEMORY;
    for (int32_t i = 0; i < look->blocks[b].set_count; i++)
      if (!(look->tables[b].keys[i] = JH_NEW(arena, dual_key, groups))) return JH_NO_MEMORY;
  }
  return JH_OK;
}

/* ---- offers ---- */

static bool comes_before(const dual_key *a, const dual_key *b) {
  return a->density != b->density ? a->density > b->density : a->offer < b->offer;
}

/* By density, highest first, as far as `room` reaches: what is beyond it stays in no order. */
void dual_sort_keys(dual_key *keys, int32_t count, double room) {
  while (count > 16) {
    dual_key const pivot = keys[count / 2];
    double weight = 0;
    int32_t i = 0, j = count - 1;
    while (i <= j) {
      while (comes_before(&keys[i], &pivot)) i++;
      while (comes_before(&pivot, &keys[j])) j--;
      if (i > j) break;
      dual_key const kept = keys[i];
      keys[i++] = keys[j];
      keys[j--] = kept;
    }
    for (int32_t n = 0; n <= j; n++) weight += keys[n].weight;
    if (weight >= room) {
      count = j + 1;
      continue;
    }
    dual_sort_keys(keys, j + 1, room);
    room -= weight;
    keys += j + 1;
    count -= j + 1;
  }
  for (int32_t i = 1; i < count; i++) {
    dual_key const key = keys[i];
    int32_t j = i;
    for (; j > 0 && comes_before(&key, &keys[j - 1]); j--) keys[j] = keys[j - 1];
    keys[j] = key;
  }
}

static double weight_of(const dual *look, const dual_block *block, int32_t mask, int32_t pair) {
  const jh_case_group *const group = &look->problem->groups[look->problem->pairs[pair].group];
  int32_t weight = 0;
  for (int32_t i = 0; i < block->grade_count; i++)
    if (mask >> i & 1) weight += group->load[block->grades[i]];
  return (double)weight * group->count;
}

static void count_classes(dual *look, int32_t b) {
  const dual_block *const block = &look->blocks[b];
  look->all_classes[b] = 0;
  for (int32_t i = 0; i < block->grade_count; i++) {
    double pupils = 0;
    for (int32_t o = 0; o < look->offer_count[b]; o++)
      pupils += weight_of(look, block, 1 << i, look->offers[b][o].pair);
    look->all_classes[b] += (int32_t)ceil(pupils / look->problem->limit);
  }
}

/* Everything that could be worth taking: pupils under a floor are worth `floor_rate` each besides. */
void dual_gather(dual *look, int32_t s, double floor_rate) {
  const jh_case *const problem = look->problem;
  memset(look->offer_count, 0, sizeof look->offer_count);
  for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) {
    int32_t const k = look->site_pairs[r];
    const jh_case_pair *const pair = &problem->pairs[k];
    const jh_case_group *const group = &problem->groups[pair->group];
    int32_t const b = look->block_of[pair->group];
    look->amount[k] = 0;
    if (b < 0 || !group->reachable) continue;
    double const one = look->price[pair->group] - (double)pair->cost - look->bed_price[s] * pair->boarders;
    if (one + floor_rate * group->pupils <= 0) continue;
    double pay = 0;
    for (int32_t i = 0; i < look->blocks[b].grade_count; i++) {
      int32_t const g = look->blocks[b].grades[i];
      pay += group->load[g] * look->pay_per_pupil[g];
    }
    look->offers[b][look->offer_count[b]++] = (dual_offer){.pair = k,
                                                           .profit = one * group->count,
                                                           .pupils = (double)group->pupils * group->count,
                                                           .pay = pay * group->count};
  }
  for (int32_t b = 0; b < look->block_count; b++) count_classes(look, b);
}

/* ---- one block: profit by classes ---- */

/* Profit within m classes for m = 0, 1, ... until nothing more is gained. Returns the last m. */
static int32_t fill_knapsack(const dual_key *keys, int32_t count, double limit, int32_t most, double *profit) {
  double done = 0, used = 0;
  int32_t i = 0, m = 0;
  for (;; m++) {
    double const room = m * limit;
    for (; i < count && used + keys[i].weight <= room; i++) {
      done += keys[i].profit;
      used += keys[i].weight;
    }
    profit[m] = i < count ? done + keys[i].profit * (room - used) / keys[i].weight : done;
    if (i == count || m == most) return m;
  }
}

/* Classes needed at least when each set of grades needs at[set] of them. */
static int32_t classes_needed(const dual_block *block, const int32_t *at) {
  int32_t const n = block->grade_count;
  int32_t most = at[0], single = 0;
  if (n == 3) { /* masks: 7, 6, 5, 4, 3, 2, 1 */
    int32_t const sums[] = {at[3] + at[5] + at[6], at[4] + at[3], at[2] + at[5], at[1] + at[6],
                            (at[1] + at[2] + at[4] + 1) / 2};
    for (int i = 0; i < 5; i++)
      if (sums[i] > most) most = sums[i];
    return most;
  }
  for (int32_t i = 1; i < block->set_count; i++) single += at[i];
  return single > most ? single : most;
}

static void sort_block(dual *look, int32_t b, double share, double room) {
  const dual_block *const block = &look->blocks[b];
  dual_table *const table = &look->tables[b];
  table->total = 0;
  table->key_count = 0;
  for (int32_t i = 0; i < look->offer_count[b]; i++) {
    const dual_offer *const offer = &look->offers[b][i];
    double const profit = offer->profit - share * offer->pay;
    if (profit <= 0) continue;
    table->keys[0][table->key_count++] = (dual_key){.profit = profit, .offer = i};
    table->total += profit;
  }
  for (int32_t set = block->set_count; set-- > 0;) {
    dual_key *const keys = table->keys[set];
    for (int32_t i = 0; i < table->key_count; i++) {
      keys[i] = table->keys[0][i];
      keys[i].weight = weight_of(look, block, block->masks[set], look->offers[b][keys[i].offer].pair);
      keys[i].density = keys[i].weight > 0 ? keys[i].profit / keys[i].weight : (double)INFINITY;
    }
    dual_sort_keys(keys, table->key_count, room);
  }
}

/* best[n] for n up to `most` classes of the block: a profit v needs, of every set of grades, the classes in which the
 * set's own knapsack reaches v. */
void dual_fill_block(dual *look, int32_t b, double share, int32_t most) {
  const dual_block *const block = &look->blocks[b];
  dual_table *const table = &look->tables[b];
  double profit[DUAL_SETS][DUAL_CLASSES + 1] = {{0}};
  int32_t last[DUAL_SETS] = {0}, at[DUAL_SETS] = {0};
  sort_block(look, b, share, most == DUAL_CLASSES ? (double)INFINITY : (double)most * look->problem->limit);
  for (int32_t set = 0; set < block->set_count; set++)
    last[set] = fill_knapsack(table->keys[set], table->key_count, look->problem->limit, most, profit[set]);
  for (int32_t n = 0; n <= most; n++) table->best[n] = -1;
  for (;;) {
    int32_t low = 0;
    for (int32_t set = 1; set < block->set_count; set++)
      if (profit[set][at[set]] < profit[low][at[low]]) low = set;
    int32_t const n = classes_needed(block, at);
    if (n > most) break;
    if (profit[low][at[low]] > table->best[n]) {
      table->best[n] = profit[low][at[low]];
      table->set_of[n] = (int8_t)low;
      table->size_of[n] = (int16_t)at[low];
    }
    if (at[low] == last[low]) break;
    at[low]++;
  }
  for (int32_t n = 1; n <= most; n++) {
    if (table->best[n] >= table->best[n - 1]) continue;
    table->best[n] = table->best[n - 1];
    table->set_of[n] = table->set_of[n - 1];
    table->size_of[n] = table->size_of[n - 1];
  }
  if (most == DUAL_CLASSES && table->total > table->best[most]) {
    table->best[most] = table->total;
    table->set_of[most] = 0;
    table->size_of[most] = INT16_MAX;
  }
}

void dual_take(dual *look, const dual_offer *offer, double part) {
  look->amount[offer->pair] += part * look->problem->groups[look->problem->pairs[offer->pair].group].count;
}

/* Writes down what best[n] of a filled block takes; returns the pay of those pupils. */
double dual_trace_block(dual *look, int32_t b, int32_t n) {
  const dual_table *const table = &look->tables[b];
  const dual_key *const keys = table->keys[table->set_of[n]];
  double left = table->size_of[n] == INT16_MAX ? (double)INFINITY : (double)table->size_of[n] * look->problem->limit;
  double pay = 0;
  for (int32_t i = 0; i < table->key_count; i++) {
    double const part = keys[i].weight <= left ? 1 : left / keys[i].weight;
    dual_take(look, &look->offers[b][keys[i].offer], part);
    pay += part * look->offers[b][keys[i].offer].pay;
    if (part < 1) break;
    left -= keys[i].weight;
  }
  return pay;
}
