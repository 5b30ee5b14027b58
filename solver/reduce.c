#include "reduce.h"

#include <math.h>
#include <string.h>

#include "domain.h"

/* Sets what the fixed columns leave of the row's bounds; true when the row can be left out. */
static bool row_is_idle(const jh_core *core, const jh_domain *domain, int32_t row, double *fixed_part,
                        bool *infeasible) {
  double least = 0, greatest = 0, size = 1;
  bool any = false;
  *fixed_part = 0;
  for (size_t k = core->row_start[row]; k < core->row_start[row + 1]; k++) {
    double const value = core->row_value[k];
    int32_t const j = core->row_column[k];
    if (domain->lower[j] == domain->upper[j]) {
      *fixed_part += value * domain->lower[j];
      size = fmax(size, fabs(value * domain->lower[j]));
      continue;
    }
    any = true;
    least += value * (value > 0 ? domain->lower[j] : domain->upper[j]);
    greatest += value * (value > 0 ? domain->upper[j] : domain->lower[j]);
  }
  double const lower = core->row_lower[row] - *fixed_part, upper = core->row_upper[row] - *fixed_part;
  bool const whole = core->row_whole[row];
  double const slack = whole ? 1e-9 + 1e-12 * size : 1e-9 * size;
  double const most = whole ? 1e-6 + 1e-12 * size : 1e-6 * size;
  if (!any && (lower > most || upper < -most)) *infeasible = true;
  return !any || (least >= lower - slack && greatest <= upper + slack);
}

static void count_left(const jh_core *core, const jh_domain *domain, const bool *idle, int32_t *columns,
                       int32_t *rows, size_t *entries) {
  *columns = *rows = 0;
  *entries = 0;
  for (int32_t i = 0; i < core->row_count; i++) *rows += !idle[i];
  for (int32_t j = 0; j < core->column_count; j++) {
    if (domain->lower[j] == domain->upper[j]) continue;
    (*columns)++;
    for (size_t k = core->column_start[j]; k < core->column_start[j + 1]; k++) *entries += !idle[core->column_row[k]];
  }
}

static void fill_columns(const jh_core *core, const jh_domain *domain, const int32_t *new_row,
                         jh_reduction *reduction) {
  jh_core *const left = &reduction->core;
  int32_t column = 0;
  size_t at = 0;
  for (int32_t j = 0; j < core->column_count; j++) {
    reduction->fixed[j] = domain->lower[j];
    if (domain->lower[j] == domain->upper[j]) {
      reduction->fixed_cost += core->cost[j] * domain->lower[j];
      continue;
    }
    left->lower[column] = domain->lower[j];
    left->upper[column] = domain->upper[j];
    left->cost[column] = core->cost[j];
    left->integer[column] = core->integer[j];
    for (size_t k = core->column_start[j]; k < core->column_start[j + 1]; k++) {
      if (new_row[core->column_row[k]] < 0) continue;
      left->column_row[at] = new_row[core->column_row[k]];
      left->column_value[at++] = core->column_value[k];
    }
    reduction->column_of[column++] = j;
    left->column_start[column] = at;
  }
}

static bool drop(const jh_core *core, const jh_domain *domain, jh_arena *arena, jh_reduction *reduction) {
  size_t const n = (size_t)core->column_count, m = (size_t)core->row_count;
  double *const fixed_part = JH_NEW(arena, double, m);
  bool *const idle = JH_NEW(arena, bool, m);
  int32_t *const new_row = JH_NEW(arena, int32_t, m);
  if (!fixed_part || !idle || !new_row) return false;
  for (int32_t i = 0; i < core->row_count; i++)
    idle[i] = row_is_idle(core, domain, i, &fixed_part[i], &reduction->infeasible);
  int32_t columns, rows;
  size_t entries;
  count_left(core, domain, idle, &columns, &rows, &entries);
  reduction->column_of = JH_NEW(arena, int32_t, columns);
  reduction->row_of = JH_NEW(arena, int32_t, rows);
  reduction->fixed = JH_NEW(arena, double, n);
  if (!reduction->column_of || !reduction->row_of || !reduction->fixed ||
      !jh_core_allocate(&reduction->core, columns, rows, entries, arena))
    return false;
  int32_t row = 0;
  for (int32_t i = 0; i < core->row_count; i++) {
    new_row[i] = idle[i] ? -1 : row;
    if (idle[i]) continue;
    reduction->core.row_lower[row] = core->row_lower[i] - fixed_part[i];
    reduction->core.row_upper[row] = core->row_upper[i] - fixed_part[i];
    reduction->core.row_whole[row] = core->row_whole[i];
    reduction->row_of[row++] = i;
  }
  fill_columns(core, domain, new_row, reduction);
  return jh_core_transpose(&reduction->core, arena);
}

bool jh_reduce(const jh_core *core, double *lower, double *upper, jh_arena *arena, jh_reduction *reduction) {
  *reduction = (jh_reduction){0};
  jh_domain domain;
  if (!jh_domain_init(&domain, core, lower, upper, arena)) return false;
  for (int32_t j = 0; j < core->column_count; j++)
    if (lower[j] > upper[j]) reduction->infeasible = true;
  jh_domain_queue_all(&domain);
  if (!reduction->infeasible && !jh_domain_propagate(&domain)) {
    if (domain.failed) return false;
    reduction->infeasible = true;
  }
  if (reduction->infeasible) return true;
  memcpy(lower, domain.lower, (size_t)core->column_count * sizeof *lower);
  memcpy(upper, domain.upper, (size_t)core->column_count * sizeof *upper);
  return drop(core, &domain, arena, reduction);
}

void jh_reduction_expand(const jh_core *core, const jh_reduction *reduction, const double *values, double *expanded) {
  memcpy(expanded, reduction->fixed, (size_t)core->column_count * sizeof *expanded);
  for (int32_t j = 0; j < reduction->core.column_count; j++) expanded[reduction->column_of[j]] = values[j];
}
