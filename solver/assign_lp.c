/* The relaxation laid out, solved by GLPK, and bounded from its duals in whole numbers.
 *
 * GLPK's duals are rounded to multiples of 2^-shift and summed in 128 bits: any multipliers of the right sign give a
 * valid bound (Neumaier and Shcherbina 2004), so floating point decides only how good the bound is, never whether
 * it is true. */
#include "assign_lp.h"

#include <math.h>
#include <string.h>

enum { BITS = 61, SHIFT_MOST = 20 };

static bool allocate(assign_lp *lp, int32_t columns, jh_arena *arena) {
  const jh_assign *const p = lp->problem;
  lp->item = JH_NEW(arena, int32_t, columns);
  lp->site = JH_NEW(arena, int32_t, columns);
  lp->cost = JH_NEW(arena, int64_t, columns);
  lp->item_start = JH_NEW(arena, int32_t, p->item_count + 1);
  lp->site_start = JH_NEW(arena, int32_t, p->site_count + 1);
  lp->of_site = JH_NEW(arena, int32_t, columns);
  lp->run_column = JH_NEW(arena, int32_t, p->site_count);
  lp->lower = JH_NEW(arena, int8_t, columns);
  lp->upper = JH_NEW(arena, int8_t, columns);
  lp->open = JH_NEW(arena, int8_t, columns);
  lp->price_wait = JH_NEW(arena, int32_t, p->site_count);
  lp->price_vain = JH_NEW(arena, int32_t, p->site_count);
  lp->item_dual = JH_NEW(arena, int64_t, p->item_count);
  lp->sent_lower = JH_NEW(arena, int8_t, columns);
  lp->sent_upper = JH_NEW(arena, int8_t, columns);
  lp->trail = JH_NEW(arena, int32_t, 2 * (size_t)columns);
  lp->x = JH_NEW(arena, double, columns);
  lp->reduced = JH_NEW(arena, assign_wide, columns);
  lp->queue = JH_NEW(arena, int32_t, p->item_count);
  lp->mark = JH_NEW(arena, int32_t, p->item_count);
  lp->forced = JH_NEW(arena, int64_t, p->site_count);
  lp->distance = JH_NEW(arena, assign_wide, p->item_count);
  return lp->item && lp->site && lp->cost && lp->item_start && lp->site_start && lp->of_site && lp->run_column &&
         lp->lower && lp->upper && lp->sent_lower && lp->sent_upper && lp->trail && lp->x && lp->open &&
         lp->item_dual && lp->reduced && lp->queue && lp->mark && lp->forced && lp->distance;
}

static void add_column(assign_lp *lp, int32_t item, int32_t site, int64_t cost) {
  int32_t const k = lp->column_count++;
  lp->item[k] = item;
  lp->site[k] = site;
  lp->cost[k] = cost;
  lp->upper[k] = lp->sent_upper[k] = lp->open[k] = 1;
}

/* The x columns of each site, from behind, so that the ends move down to the starts and items come out ascending. */
void assign_lp_list_by_site(assign_lp *lp) {
  int32_t const sites = lp->problem->site_count;
  memset(lp->site_start, 0, (size_t)(sites + 1) * sizeof *lp->site_start);
  for (int32_t k = 0; k < lp->pair_columns; k++) lp->site_start[lp->site[k] + 1] += 1;
  for (int32_t j = 0; j < sites; j++) lp->site_start[j + 1] += lp->site_start[j];
  for (int32_t k = lp->pair_columns; k-- > 0;) lp->of_site[--lp->site_start[lp->site[k] + 1]] = k;
  for (int32_t j = 0; j < sites; j++) lp->site_start[j] = lp->site_start[j + 1];
  lp->site_start[sites] = lp->pair_columns;
}

static void lay_columns(assign_lp *lp, const bool *keep) {
  const jh_assign *const p = lp->problem;
  for (int32_t i = 0; i < p->item_count; i++) {
    lp->item_start[i] = lp->column_count;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      if ((keep && !keep[k]) || p->weight[i] > p->capacity[p->pair_site[k]]) continue;
      add_column(lp, i, p->pair_site[k], p->pair_cost[k]);
    }
  }
  lp->item_start[p->item_count] = lp->pair_columns = lp->column_count;
  assign_lp_list_by_site(lp);
  for (int32_t j = 0; j < p->site_count; j++) {
    lp->run_column[j] = p->must_run[j] ? -1 : lp->column_count;
    if (p->must_run[j])
      lp->constant += p->fixed[j];
    else
      add_column(lp, -1, j, p->fixed[j]);
  }
  lp->out_columns = lp->column_count;
  for (int32_t i = 0; i < p->item_count; i++) add_column(lp, i, -1, lp->out_cost);
  for (int32_t j = 0; p->min_load && j < p->site_count; j++) add_column(lp, -1, j, lp->out_cost);
}

static bool keep_row(assign_lp *lp, const int32_t *column, const int64_t *value, int32_t count, int64_t lower,
                     int64_t upper) {
  assign_row *const row = JH_NEW(lp->arena, assign_row, 1);
  assign_row **const rows =
      jh_arena_grow(lp->arena, lp->rows, &lp->row_capacity, (size_t)lp->row_count + 1, sizeof(assign_row *));
  if (!row || !rows) return false;
  *row = (assign_row){.column = JH_NEW(lp->arena, int32_t, count),
                      .value = JH_NEW(lp->arena, int64_t, count),
                      .count = count,
                      .unit = 1,
                      .serial = lp->serial++,
                      .lower = lower,
                      .upper = upper};
  lp->rows = rows;
  if (!row->column || !row->value) return false;
  memcpy(row->column, column, (size_t)count * sizeof *column);
  memcpy(row->value, value, (size_t)count * sizeof *value);
  rows[lp->row_count++] = row;
  return true;
}

/* A2 and A6 of one site: its load under capacity x y, and over min_load x y. */
static bool lay_site(assign_lp *lp, int32_t j, int32_t *column, int64_t *value) {
  const jh_assign *const p = lp->problem;
  int32_t count = 0;
  int64_t most = 0;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
    int64_t const weight = p->weight[lp->item[lp->of_site[a]]];
    most += weight;
    if (weight == 0) continue;
    column[count] = lp->of_site[a];
    value[count++] = weight;
  }
  int32_t const y = lp->run_column[j];
  int64_t const capacity = p->capacity[j] < most ? p->capacity[j] : most, least = p->min_load ? p->min_load[j] : 0;
  if (y < 0) {
    bool const ok = capacity >= most || keep_row(lp, column, value, count, INT64_MIN, capacity);
    if (!ok || least <= 0) return ok;
    column[count] = lp->out_columns + p->item_count + j;
    value[count] = least;
    return keep_row(lp, column, value, count + 1, least, INT64_MAX);
  }
  column[count] = y;
  value[count] = -capacity;
  bool const ok = capacity == 0 || keep_row(lp, column, value, count + 1, INT64_MIN, 0);
  if (!ok || least <= 0) return ok;
  value[count] = -least;
  column[count + 1] = lp->out_columns + p->item_count + j;
  value[count + 1] = least;
  return keep_row(lp, column, value, count + 2, 0, INT64_MAX);
}

/* Where connected, the home of a running site belongs to it or to another running site of the same home. */
static bool lay_home(assign_lp *lp, int32_t j, int32_t *column, int64_t *value) {
  const jh_assign *const p = lp->problem;
  int32_t const home = p->home[j], y = lp->run_column[j];
  int32_t count = 0;
  for (int32_t k = lp->item_start[home]; k < lp->item_start[home + 1]; k++) {
    if (p->home[lp->site[k]] != home) continue;
    column[count] = k;
    value[count++] = 1;
  }
  column[count] = lp->out_columns + home;
  value[count++] = 1;
  if (y < 0) return keep_row(lp, column, value, count, 1, INT64_MAX);
  column[count] = y;
  value[count] = -1;
  return keep_row(lp, column, value, count + 1, 0, INT64_MAX);
}

static bool lay_rows(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  int32_t *const column = JH_NEW(lp->arena, int32_t, lp->column_count + 1);
  int64_t *const value = JH_NEW(lp->arena, int64_t, lp->column_count + 1);
  if (!column || !value) return false;
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t count = 0;
    for (int32_t k = lp->item_start[i]; k < lp->item_start[i + 1]; k++) column[count++] = k;
    column[count++] = lp->out_columns + i;
    for (int32_t k = 0; k < count; k++) value[k] = 1;
    if (!keep_row(lp, column, value, count, 1, 1)) return false;
  }
  int32_t certain = 0, free = 0;
  for (int32_t j = 0; j < p->site_count; j++) {
    if (!lay_site(lp, j, column, value)) return false;
    if (p->connected && p->home[j] >= 0 && !lay_home(lp, j, column, value)) return false;
  }
  for (int32_t j = 0; j < p->site_count; j++) {
    certain += lp->run_column[j] < 0;
    if (lp->run_column[j] < 0) continue;
    column[free] = lp->run_column[j];
    value[free++] = 1;
  }
  if (p->site_number >= 0 && free > 0 &&
      !keep_row(lp, column, value, free, p->site_number - certain, p->site_number - certain))
    return false;
  lp->base_rows = lp->row_count;
  return true;
}

/* A price beyond every plan's cost: the cutoff, or where there is none the sum of the dearest pairs. */
static bool set_out_cost(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  assign_wide dearest = 1;
  for (int32_t i = 0; i < p->item_count; i++) {
    int64_t most = 0;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (p->pair_cost[k] > most) most = p->pair_cost[k];
    dearest += most;
  }
  for (int32_t j = 0; j < p->site_count; j++) dearest += p->fixed[j];
  if (lp->cutoff < dearest) dearest = lp->cutoff;
  if (dearest >= (assign_wide)1 << 58) return false;
  lp->cutoff = (int64_t)dearest + (lp->cutoff > (int64_t)dearest);
  lp->out_cost = lp->cutoff + 1;
  int bits = 0;
  while (bits < 62 && lp->out_cost >> bits) bits++;
  lp->shift = BITS - bits < SHIFT_MOST ? BITS - bits : SHIFT_MOST;
  return true;
}

bool assign_lp_init(assign_lp *lp, const jh_assign *problem, const bool *keep, int64_t cutoff, jh_arena *arena) {
  *lp = (assign_lp){.problem = problem, .arena = arena, .cutoff = cutoff, .bound = INT64_MIN};
  int32_t const pairs = problem->pair_start[problem->item_count];
  if (!set_out_cost(lp) || !allocate(lp, pairs + 2 * problem->site_count + problem->item_count, arena)) return false;
  lay_columns(lp, keep);
  if (!lay_rows(lp)) return false;
  lp->unit = 1;
  int64_t dearest = 1;
  for (int32_t k = 0; k < lp->pair_columns; k++)
    if (lp->cost[k] > dearest) dearest = lp->cost[k];
  lp->unit = (double)dearest / 1000;
  lp->dual = jh_arena_grow(arena, NULL, &lp->dual_capacity, (size_t)lp->row_count + 1, sizeof *lp->dual);
  return lp->dual != NULL;
}

static double open_side(int64_t side) {
  if (side == INT64_MIN) return -HUGE_VAL;
  return side == INT64_MAX ? HUGE_VAL : (double)side;
}

/* Each item at its cheapest pair, seats slack: dual feasible, so that the dual simplex has only overloads to mend. */
static bool start_cheapest(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  uint8_t *const columns = JH_NEW(lp->arena, uint8_t, lp->column_count);
  uint8_t *const rows = JH_NEW(lp->arena, uint8_t, lp->base_rows);
  if (!columns || !rows) return false;
  for (int32_t k = 0; k < lp->column_count; k++) columns[k] = jh_lp_status(false, false);
  for (int32_t r = 0; r < lp->base_rows; r++) rows[r] = jh_lp_status(r >= p->item_count, false);
  for (int32_t i = 0; i < p->item_count; i++) {
    int32_t best = lp->out_columns + i;
    for (int32_t k = lp->item_start[i]; k < lp->item_start[i + 1]; k++)
      if (lp->cost[k] < lp->cost[best]) best = k;
    columns[best] = jh_lp_status(true, false);
  }
  jh_lp_set_basis(lp->lp, columns, rows);
  return true;
}

void assign_lp_open(assign_lp *lp, jh_glpk *run) {
  jh_core core;
  size_t entries = 0;
  for (int32_t r = 0; r < lp->base_rows; r++) entries += (size_t)lp->rows[r]->count;
  if (!jh_core_allocate(&core, lp->column_count, lp->base_rows, entries, lp->arena)) jh_glpk_leave(run, JH_NO_MEMORY);
  for (int32_t r = 0; r < lp->base_rows; r++) {
    core.row_lower[r] = open_side(lp->rows[r]->lower);
    core.row_upper[r] = open_side(lp->rows[r]->upper);
    for (int32_t k = 0; k < lp->rows[r]->count; k++) core.column_start[lp->rows[r]->column[k] + 1] += 1;
  }
  for (int32_t k = 0; k < lp->column_count; k++) {
    core.upper[k] = 1;
    core.cost[k] = (double)lp->cost[k] / lp->unit;
    core.column_start[k + 1] += core.column_start[k];
  }
  /* Filled from behind: starts move down and come out right. */
  size_t *const next = JH_NEW(lp->arena, size_t, lp->column_count + 1);
  if (!next) jh_glpk_leave(run, JH_NO_MEMORY);
  // cppcheck-suppress nullPointerRedundantCheck ; jh_glpk_leave does not return
  memcpy(next, core.column_start, ((size_t)lp->column_count + 1) * sizeof *next);
  for (int32_t r = 0; r < lp->base_rows; r++)
    for (int32_t k = 0; k < lp->rows[r]->count; k++) {
      size_t const at = next[lp->rows[r]->column[k]]++;
      core.column_row[at] = r;
      core.column_value[at] = (double)lp->rows[r]->value[k];
    }
  lp->run = run;
  lp->lp = jh_lp_open(run, &core);
  if (!start_cheapest(lp)) jh_glpk_leave(run, JH_NO_MEMORY);
}

bool assign_lp_add_row(assign_lp *lp, const int32_t *column, const int64_t *value, int32_t count, int64_t lower,
                       int64_t upper) {
  double *const dual =
      jh_arena_grow(lp->arena, lp->dual, &lp->dual_capacity, (size_t)lp->row_count + 2, sizeof *dual);
  double *const copy = JH_NEW(lp->arena, double, count);
  if (!dual || !copy || !keep_row(lp, column, value, count, lower, upper)) return false;
  lp->dual = dual;
  double unit = 1;
  for (int32_t k = 0; k < count; k++) unit = fmax(unit, fabs((double)value[k]));
  for (int32_t k = 0; k < count; k++) copy[k] = (double)value[k] / unit;
  lp->rows[lp->row_count - 1]->unit = unit;
  jh_lp_add_row(lp->lp, column, copy, count, open_side(lower) / unit, open_side(upper) / unit);
  return true;
}

void assign_lp_purge(assign_lp *lp, int32_t idle) {
  int32_t *const gone = JH_NEW(lp->arena, int32_t, lp->row_count);
  int32_t count = 0, kept = lp->base_rows;
  if (!gone) return;
  for (int32_t r = lp->base_rows; r < lp->row_count; r++) {
    if (lp->rows[r]->idle >= idle)
      gone[count++] = r;
    else
      lp->rows[kept++] = lp->rows[r];
  }
  if (count > 0) jh_lp_remove_rows(lp->lp, gone, count);
  lp->row_count = kept;
}

/* sum of dual x side + the least each column can add; INT64_MIN-sided duals of the wrong sign count as 0. */
static void count_bound(assign_lp *lp) {
  double const scale = ldexp(lp->unit, lp->shift);
  assign_wide total = (assign_wide)lp->constant << lp->shift;
  for (int32_t k = 0; k < lp->column_count; k++) lp->reduced[k] = (assign_wide)lp->cost[k] << lp->shift;
  for (int32_t r = 0; r < lp->row_count; r++) {
    assign_row *const row = lp->rows[r];
    double const dual = lp->dual[r] * scale / row->unit;
    int64_t rounded = fabs(dual) < 0x1p62 ? llround(dual) : 0;
    if ((rounded > 0 && row->lower == INT64_MIN) || (rounded < 0 && row->upper == INT64_MAX)) rounded = 0;
    if (r < lp->problem->item_count) lp->item_dual[r] = rounded;
    row->idle = rounded == 0 ? row->idle + 1 : 0;
    if (rounded == 0) continue;
    total += (assign_wide)rounded * (rounded > 0 ? row->lower : row->upper);
    for (int32_t k = 0; k < row->count; k++) lp->reduced[row->column[k]] -= (assign_wide)rounded * row->value[k];
  }
  for (int32_t k = 0; k < lp->column_count; k++)
    total += lp->reduced[k] * (int)(lp->reduced[k] > 0 ? lp->lower[k] : lp->upper[k]);
  assign_wide const units = total >> lp->shift; /* floor */
  bool const whole = units * ((assign_wide)1 << lp->shift) == total;
  lp->total = total;
  if (units < INT64_MIN / 2)
    lp->bound = INT64_MIN / 2;
  else
    lp->bound = units > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)units + (whole ? 0 : 1);
}

bool assign_lp_solve(assign_lp *lp, int iteration_max) {
  for (int32_t k = 0; k < lp->column_count; k++) {
    /* An item settled to a site has no other left: staying out must remain possible. */
    int8_t lower = lp->lower[k];
    if (k < lp->pair_columns) lower = 0;
    if (lower == lp->sent_lower[k] && lp->upper[k] == lp->sent_upper[k]) continue;
    jh_lp_set_column(lp->lp, k, lower, lp->upper[k]);
    lp->sent_lower[k] = lower;
    lp->sent_upper[k] = lp->upper[k];
  }
  int const before = jh_lp_iterations(lp->lp);
  jh_lp_effort const effort = {.cutoff = HUGE_VAL, .iteration_max = iteration_max, .limit_s = 1e9};
  jh_lp_outcome const outcome = jh_lp_solve(lp->lp, &effort);
  int const steps = jh_lp_iterations(lp->lp) - before;
  lp->iterations += steps;
  lp->work += (int64_t)(steps + 20) * (lp->row_count + lp->column_count / 8);
  if (outcome != JH_LP_OPTIMAL && !(outcome == JH_LP_LIMIT && iteration_max > 0)) return false;
  jh_lp_duals(lp->lp, lp->dual);
  if (outcome == JH_LP_OPTIMAL) jh_lp_columns(lp->lp, lp->x);
  count_bound(lp);
  return outcome == JH_LP_OPTIMAL;
}

int32_t assign_lp_column_of(const assign_lp *lp, int32_t item, int32_t site) {
  int32_t low = lp->item_start[item], high = lp->item_start[item + 1];
  while (low < high) {
    int32_t const middle = low + (high - low) / 2;
    if (lp->site[middle] == site) return middle;
    if (lp->site[middle] < site)
      low = middle + 1;
    else
      high = middle;
  }
  return -1;
}
