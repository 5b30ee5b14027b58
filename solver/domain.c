#include "domain.h"

#include <math.h>
#include <string.h>

bool jh_domain_init(jh_domain *domain, const jh_core *core, const double *lower, const double *upper,
                    jh_arena *arena) {
  size_t const n = (size_t)core->column_count, m = (size_t)core->row_count;
  *domain = (jh_domain){.core = core,
                        .lower = JH_NEW(arena, double, n),
                        .upper = JH_NEW(arena, double, n),
                        .queue = JH_NEW(arena, int32_t, m),
                        .queued = JH_NEW(arena, bool, m),
                        .arena = arena};
  if (!domain->lower || !domain->upper || !domain->queue || !domain->queued) return false;
  memcpy(domain->lower, lower ? lower : core->lower, n * sizeof *lower);
  memcpy(domain->upper, upper ? upper : core->upper, n * sizeof *upper);
  return true;
}

static void queue_row(jh_domain *domain, int32_t row) {
  if (domain->queued[row]) return;
  domain->queued[row] = true;
  domain->queue[(domain->queue_head + domain->queue_count++) % domain->core->row_count] = row;
}

void jh_domain_queue_all(jh_domain *domain) {
  for (int32_t i = 0; i < domain->core->row_count; i++) queue_row(domain, i);
}

static bool remember(jh_domain *domain, int32_t column) {
  size_t const need = domain->trail_count + 1;
  int32_t *const columns =
      jh_arena_grow(domain->arena, domain->trail_column, &domain->trail_capacity, need, sizeof *columns);
  if (columns) domain->trail_column = columns;
  double *const lower =
      jh_arena_grow(domain->arena, domain->trail_lower, &domain->trail_lower_capacity, need, sizeof *lower);
  if (lower) domain->trail_lower = lower;
  double *const upper =
      jh_arena_grow(domain->arena, domain->trail_upper, &domain->trail_upper_capacity, need, sizeof *upper);
  if (upper) domain->trail_upper = upper;
  if (!columns || !lower || !upper) {
    domain->failed = true;
    return false;
  }
  columns[domain->trail_count] = column;
  lower[domain->trail_count] = domain->lower[column];
  upper[domain->trail_count++] = domain->upper[column];
  return true;
}

bool jh_domain_narrow(jh_domain *domain, int32_t column, double lower, double upper) {
  const jh_core *const core = domain->core;
  if (core->integer[column]) {
    lower = ceil(lower - 1e-6);
    upper = floor(upper + 1e-6);
  }
  lower = fmax(lower, domain->lower[column]);
  upper = fmin(upper, domain->upper[column]);
  if (lower > upper) {
    if (lower - upper > 1e-7 * fmax(1, fabs(lower))) return false;
    lower = upper = core->integer[column] ? nearbyint(lower) : 0.5 * (lower + upper);
  }
  if (lower == domain->lower[column] && upper == domain->upper[column]) return true;
  if (!remember(domain, column)) return false;
  domain->lower[column] = lower;
  domain->upper[column] = upper;
  for (size_t k = core->column_start[column]; k < core->column_start[column + 1]; k++)
    queue_row(domain, core->column_row[k]);
  return true;
}

/* The least and the greatest value of a row; open ones are counted, not added. */
typedef struct activity {
  double least, greatest;
  size_t least_open, greatest_open;
} activity;

static void add_term(double bound, double value, double *sum, size_t *open) {
  if (isfinite(bound))
    *sum += value * bound;
  else
    (*open)++;
}

static activity row_activity(const jh_domain *domain, int32_t row) {
  const jh_core *const core = domain->core;
  activity a = {0};
  for (size_t k = core->row_start[row]; k < core->row_start[row + 1]; k++) {
    double const value = core->row_value[k];
    int32_t const j = core->row_column[k];
    add_term(value > 0 ? domain->lower[j] : domain->upper[j], value, &a.least, &a.least_open);
    add_term(value > 0 ? domain->upper[j] : domain->lower[j], value, &a.greatest, &a.greatest_open);
  }
  return a;
}

/* A continuous column is narrowed only where it pays: else ever smaller steps would follow each other. */
static bool worthwhile(const jh_domain *domain, int32_t column, double lower, double upper) {
  if (domain->core->integer[column]) return true;
  double const width = domain->upper[column] - domain->lower[column];
  if (!isfinite(width)) return isfinite(lower) || isfinite(upper);
  double const left = fmin(upper, domain->upper[column]) - fmax(lower, domain->lower[column]);
  return width > 1e-6 && left < 0.8 * width;
}

/* What the rest of the row leaves for one entry. */
static bool narrow_entry(jh_domain *domain, int32_t row, size_t k, const activity *a) {
  const jh_core *const core = domain->core;
  int32_t const j = core->row_column[k];
  if (domain->lower[j] == domain->upper[j]) return true;
  double const value = core->row_value[k];
  double const low = value > 0 ? domain->lower[j] : domain->upper[j];
  double const high = value > 0 ? domain->upper[j] : domain->lower[j];
  double lower = -HUGE_VAL, upper = HUGE_VAL;
  if (isfinite(core->row_upper[row]) && a->least_open == (isfinite(low) ? 0U : 1U)) {
    double const most = (core->row_upper[row] - (isfinite(low) ? a->least - value * low : a->least)) / value;
    if (value > 0)
      upper = most;
    else
      lower = most;
  }
  if (isfinite(core->row_lower[row]) && a->greatest_open == (isfinite(high) ? 0U : 1U)) {
    double const least = (core->row_lower[row] - (isfinite(high) ? a->greatest - value * high : a->greatest)) / value;
    if (value > 0)
      lower = fmax(lower, least);
    else
      upper = fmin(upper, least);
  }
  bool const tighter = lower > domain->lower[j] + 1e-7 || upper < domain->upper[j] - 1e-7;
  return !tighter || !worthwhile(domain, j, lower, upper) || jh_domain_narrow(domain, j, lower, upper);
}

/* How far a row may be missed before nothing is left: integers add up exactly, however large. */
static double slack_of(const jh_core *core, int32_t row, double side) {
  return core->row_whole[row] ? 1e-6 + 1e-12 * fabs(side) : 1e-6 * fmax(1, fabs(side));
}

static bool look_at_row(jh_domain *domain, int32_t row) {
  const jh_core *const core = domain->core;
  activity const a = row_activity(domain, row);
  double const lower = core->row_lower[row], upper = core->row_upper[row];
  if (a.least_open == 0 && a.least > upper + slack_of(core, row, upper)) return false;
  if (a.greatest_open == 0 && a.greatest < lower - slack_of(core, row, lower)) return false;
  if ((a.least_open > 1 || !isfinite(upper)) && (a.greatest_open > 1 || !isfinite(lower))) return true;
  if (a.least_open + a.greatest_open == 0 && a.least >= lower && a.greatest <= upper) return true;
  for (size_t k = core->row_start[row]; k < core->row_start[row + 1]; k++)
    if (!narrow_entry(domain, row, k, &a)) return false;
  return true;
}

bool jh_domain_propagate(jh_domain *domain) {
  const jh_core *const core = domain->core;
  size_t work = 0;
  size_t const work_max = 10 * core->column_start[core->column_count] + 1000;
  bool possible = true;
  while (domain->queue_count > 0) {
    int32_t const row = domain->queue[domain->queue_head];
    domain->queue_head = (domain->queue_head + 1) % core->row_count;
    domain->queue_count--;
    domain->queued[row] = false;
    size_t const length = core->row_start[row + 1] - core->row_start[row];
    if (possible && work <= work_max) possible = look_at_row(domain, row);
    work += length;
  }
  return possible && !domain->failed;
}

void jh_domain_undo(jh_domain *domain, size_t mark) {
  while (domain->trail_count > mark) {
    size_t const k = --domain->trail_count;
    domain->lower[domain->trail_column[k]] = domain->trail_lower[k];
    domain->upper[domain->trail_column[k]] = domain->trail_upper[k];
  }
}
