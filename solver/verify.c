/* Independent of every other file of the room: reads the Mip and the values, nothing else. */
#include "junheng/solver/mip.h"

#include <math.h>
#include <stdlib.h>

double jh_mip_goal_value(const jh_mip *mip, int32_t goal, const double *values) {
  const jh_mip_goal *const g = &mip->goals[goal];
  long double sum = g->constant;
  for (size_t k = 0; k < g->count; k++) sum += (long double)g->coefficients[k] * (long double)values[g->columns[k]];
  return (double)sum;
}

/* How far `value` lies outside [lower, upper], relative to the size of what it is compared with. What is made of
 * integers alone is exact up to the rounding of its coefficients, so that there one unit too many is one, however
 * large the numbers. */
static double distance_outside(long double value, long double size, bool whole, double lower, double upper) {
  long double amount = 0;
  if (lower > -JH_INFINITY && value < (long double)lower) {
    amount = (long double)lower - value;
    if (fabs(lower) > (double)size) size = fabsl((long double)lower);
  }
  if (upper < JH_INFINITY && value > (long double)upper) {
    amount = value - (long double)upper;
    if (fabs(upper) > (double)size) size = fabsl((long double)upper);
  }
  if (whole) return (double)fmaxl(0, amount - 1e-12L * size);
  return (double)(amount / (size > 1 ? size : 1));
}

static void keep_worst(jh_mip_violation *worst, bool is_row, size_t index, double amount) {
  if (amount > worst->amount)
    *worst = (jh_mip_violation){.is_row = is_row, .index = (int32_t)index, .amount = amount};
}

static void check_columns(const jh_mip *mip, const double *values, jh_mip_violation *worst) {
  for (size_t j = 0; j < mip->column_count; j++) {
    const jh_mip_column *const column = &mip->columns[j];
    if (!isfinite(values[j])) {
      keep_worst(worst, false, j, JH_INFINITY);
      continue;
    }
    keep_worst(worst, false, j,
               distance_outside((long double)values[j], 1, column->integer, column->lower, column->upper));
    if (column->integer) keep_worst(worst, false, j, fabs(values[j] - nearbyint(values[j])));
  }
}

bool jh_mip_verify(const jh_mip *mip, const double *values, double tolerance, jh_mip_violation *worst) {
  jh_mip_violation found = {.index = -1};
  check_columns(mip, values, &found);
  long double *const sum = calloc(2 * mip->row_count + 1, sizeof *sum); /* each row's value, then its size */
  bool *const mixed = calloc(mip->row_count + 1, sizeof *mixed);        /* it has columns that are no integers */
  if (!sum || !mixed) {
    free(sum);
    free(mixed);
    if (worst) *worst = (jh_mip_violation){.is_row = true, .index = 0, .amount = JH_INFINITY};
    return false;
  }
  long double *const size = sum + mip->row_count;
  for (size_t k = 0; k < mip->entry_count; k++) {
    long double const term = (long double)mip->entry_value[k] * (long double)values[mip->entry_column[k]];
    sum[mip->entry_row[k]] += term;
    long double const magnitude = fabsl(term);
    mixed[mip->entry_row[k]] |= mip->entry_value[k] != 0 && !mip->columns[mip->entry_column[k]].integer;
    if (magnitude > size[mip->entry_row[k]]) size[mip->entry_row[k]] = magnitude;
  }
  for (size_t i = 0; i < mip->row_count; i++)
    keep_worst(&found, true, i, distance_outside(sum[i], size[i], !mixed[i], mip->rows[i].lower, mip->rows[i].upper));
  free(sum);
  free(mixed);
  if (worst) *worst = found;
  return found.amount <= tolerance;
}
