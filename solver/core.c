#include "core.h"

#include <math.h>
#include <string.h>

bool jh_core_allocate(jh_core *core, int32_t columns, int32_t rows, size_t entries, jh_arena *arena) {
  size_t const n = (size_t)columns, m = (size_t)rows;
  *core = (jh_core){.column_count = columns,
                    .row_count = rows,
                    .lower = JH_NEW(arena, double, n),
                    .upper = JH_NEW(arena, double, n),
                    .cost = JH_NEW(arena, double, n),
                    .integer = JH_NEW(arena, bool, n),
                    .row_lower = JH_NEW(arena, double, m),
                    .row_upper = JH_NEW(arena, double, m),
                    .row_whole = JH_NEW(arena, bool, m),
                    .column_start = JH_NEW(arena, size_t, n + 1),
                    .row_start = JH_NEW(arena, size_t, m + 1),
                    .column_row = JH_NEW(arena, int32_t, entries),
                    .row_column = JH_NEW(arena, int32_t, entries),
                    .column_value = JH_NEW(arena, double, entries),
                    .row_value = JH_NEW(arena, double, entries)};
  return core->lower && core->upper && core->cost && core->integer && core->row_lower && core->row_upper &&
         core->row_whole && core->column_start && core->row_start && core->column_row && core->row_column &&
         core->column_value && core->row_value;
}

bool jh_core_transpose(jh_core *core, jh_arena *arena) {
  size_t *const next = JH_NEW(arena, size_t, (size_t)core->row_count + 1);
  if (!next) return false;
  size_t const entries = core->column_start[core->column_count];
  for (size_t k = 0; k < entries; k++) next[core->column_row[k] + 1]++;
  for (int32_t i = 0; i < core->row_count; i++) next[i + 1] += next[i];
  memcpy(core->row_start, next, ((size_t)core->row_count + 1) * sizeof *next);
  for (int32_t j = 0; j < core->column_count; j++)
    for (size_t k = core->column_start[j]; k < core->column_start[j + 1]; k++) {
      size_t const at = next[core->column_row[k]]++;
      core->row_column[at] = j;
      core->row_value[at] = core->column_value[k];
    }
  return true;
}

static double open_bound(double bound) {
  if (bound >= JH_INFINITY) return HUGE_VAL;
  return bound <= -JH_INFINITY ? -HUGE_VAL : bound;
}

static const char *find_fault(const jh_mip *mip, jh_arena *arena) {
  for (size_t j = 0; j < mip->column_count; j++)
    if (isnan(mip->columns[j].lower) || isnan(mip->columns[j].upper))
      return jh_arena_printf(arena, "column %zu (%s): a bound is not a number", j, mip->columns[j].tag.family);
  for (size_t i = 0; i < mip->row_count; i++)
    if (isnan(mip->rows[i].lower) || isnan(mip->rows[i].upper))
      return jh_arena_printf(arena, "row %zu (%s): a bound is not a number", i, mip->rows[i].tag.family);
  for (size_t k = 0; k < mip->entry_count; k++) {
    int32_t const i = mip->entry_row[k], j = mip->entry_column[k];
    if (i < 0 || (size_t)i >= mip->row_count || j < 0 || (size_t)j >= mip->column_count)
      return jh_arena_printf(arena, "entry %zu: row %d, column %d do not exist", k, (int)i, (int)j);
    if (!isfinite(mip->entry_value[k]))
      return jh_arena_printf(arena, "entry %zu: row %d, column %d is not a number", k, (int)i, (int)j);
  }
  for (size_t g = 0; g < mip->goal_count; g++)
    for (size_t k = 0; k < mip->goals[g].count; k++) {
      int32_t const j = mip->goals[g].columns[k];
      if (j < 0 || (size_t)j >= mip->column_count || !isfinite(mip->goals[g].coefficients[k]))
        return jh_arena_printf(arena, "goal %s: entry %zu is wrong", mip->goals[g].name, k);
    }
  return NULL;
}

static void copy_bounds(const jh_mip *mip, jh_core *core) {
  for (int32_t j = 0; j < core->column_count; j++) {
    core->integer[j] = mip->columns[j].integer;
    core->lower[j] = open_bound(mip->columns[j].lower);
    core->upper[j] = open_bound(mip->columns[j].upper);
    if (core->integer[j]) {
      core->lower[j] = ceil(core->lower[j] - 1e-9);
      core->upper[j] = floor(core->upper[j] + 1e-9);
    }
  }
  for (int32_t i = 0; i < core->row_count; i++) {
    core->row_lower[i] = open_bound(mip->rows[i].lower);
    core->row_upper[i] = open_bound(mip->rows[i].upper);
  }
}

static bool is_whole(const jh_core *core, int32_t row) {
  for (size_t k = core->row_start[row]; k < core->row_start[row + 1]; k++)
    if (!core->integer[core->row_column[k]]) return false;
  return true;
}

/* Counting sort of the triplets by column; what stays in front of column_start is the count of non-zeros. */
static bool sort_entries(const jh_mip *mip, jh_core *core, jh_arena *arena) {
  size_t *const next = JH_NEW(arena, size_t, mip->column_count + 1);
  if (!next) return false;
  for (size_t k = 0; k < mip->entry_count; k++)
    if (mip->entry_value[k] != 0) next[mip->entry_column[k] + 1]++;
  for (size_t j = 0; j < mip->column_count; j++) next[j + 1] += next[j];
  memcpy(core->column_start, next, (mip->column_count + 1) * sizeof *next);
  for (size_t k = 0; k < mip->entry_count; k++) {
    if (mip->entry_value[k] == 0) continue;
    size_t const at = next[mip->entry_column[k]]++;
    core->column_row[at] = mip->entry_row[k];
    core->column_value[at] = mip->entry_value[k];
  }
  return jh_core_transpose(core, arena);
}

jh_status jh_core_compile(const jh_mip *mip, jh_arena *arena, jh_core *core, const char **fault) {
  *fault = "";
  if (mip->failed) return JH_NO_MEMORY;
  const char *const wrong = find_fault(mip, arena);
  if (wrong) {
    *fault = wrong;
    return JH_INTERNAL;
  }
  if (!jh_core_allocate(core, (int32_t)mip->column_count, (int32_t)mip->row_count, mip->entry_count, arena) ||
      !sort_entries(mip, core, arena))
    return JH_NO_MEMORY;
  copy_bounds(mip, core);
  for (int32_t i = 0; i < core->row_count; i++) core->row_whole[i] = is_whole(core, i);
  for (int32_t i = 0; i < core->row_count; i++)
    for (size_t k = core->row_start[i]; k + 1 < core->row_start[i + 1]; k++)
      if (core->row_column[k] == core->row_column[k + 1]) {
        *fault = jh_arena_printf(arena, "row %d (%s): column %d (%s) twice", (int)i, mip->rows[i].tag.family,
                                 (int)core->row_column[k], mip->columns[core->row_column[k]].tag.family);
        return *fault ? JH_INTERNAL : JH_NO_MEMORY;
      }
  return JH_OK;
}

bool jh_core_add_row(const jh_core *core, const int32_t *columns, const double *values, size_t count, double lower,
                     double upper, jh_arena *arena, jh_core *larger) {
  size_t const n = (size_t)core->column_count, m = (size_t)core->row_count, old = core->column_start[n];
  double *const extra = JH_NEW(arena, double, n);
  if (!extra || !jh_core_allocate(larger, core->column_count, core->row_count + 1, old + count, arena)) return false;
  for (size_t k = 0; k < count; k++) extra[columns[k]] += values[k];
  memcpy(larger->lower, core->lower, n * sizeof(double));
  memcpy(larger->upper, core->upper, n * sizeof(double));
  memcpy(larger->cost, core->cost, n * sizeof(double));
  memcpy(larger->integer, core->integer, n * sizeof(bool));
  memcpy(larger->row_lower, core->row_lower, m * sizeof(double));
  memcpy(larger->row_upper, core->row_upper, m * sizeof(double));
  larger->row_lower[m] = lower;
  larger->row_upper[m] = upper;
  size_t at = 0;
  for (size_t j = 0; j < n; j++) {
    size_t const size = core->column_start[j + 1] - core->column_start[j];
    memcpy(larger->column_row + at, core->column_row + core->column_start[j], size * sizeof(int32_t));
    memcpy(larger->column_value + at, core->column_value + core->column_start[j], size * sizeof(double));
    at += size;
    if (extra[j] != 0) {
      larger->column_row[at] = (int32_t)m;
      larger->column_value[at++] = extra[j];
    }
    larger->column_start[j + 1] = at;
  }
  memcpy(larger->row_whole, core->row_whole, m * sizeof(bool));
  if (!jh_core_transpose(larger, arena)) return false;
  larger->row_whole[m] = is_whole(larger, core->row_count);
  return true;
}

/* The measure of jh_mip_verify: absolute among integers, else relative to the size of the terms. */
static double outside(double value, double size, bool whole, double lower, double upper) {
  double amount = 0;
  if (value < lower) {
    amount = lower - value;
    size = fmax(size, fabs(lower));
  } else if (value > upper) {
    amount = value - upper;
    size = fmax(size, fabs(upper));
  }
  return whole ? fmax(0, amount - 1e-12 * size) : amount / fmax(1, size);
}

double jh_core_violation(const jh_core *core, const double *values) {
  double worst = 0;
  for (int32_t j = 0; j < core->column_count; j++)
    worst = fmax(worst, outside(values[j], 1, core->integer[j], core->lower[j], core->upper[j]));
  for (int32_t i = 0; i < core->row_count; i++) {
    long double sum = 0;
    double size = 0;
    for (size_t k = core->row_start[i]; k < core->row_start[i + 1]; k++) {
      double const term = core->row_value[k] * values[core->row_column[k]];
      sum += (long double)term;
      size = fmax(size, fabs(term));
    }
    worst = fmax(worst, outside((double)sum, size, core->row_whole[i], core->row_lower[i], core->row_upper[i]));
  }
  return worst;
}

double jh_core_cost(const jh_core *core, const double *values) {
  long double sum = 0;
  for (int32_t j = 0; j < core->column_count; j++) sum += (long double)core->cost[j] * (long double)values[j];
  return (double)sum;
}
