/* Bounds that hold in spite of rounding: what the search may claim, and what it may leave out. */
#include <math.h>

#include "search_tree.h"

double jh_search_round_up(const jh_search *search, double bound) {
  if (!isfinite(bound)) return bound;
  double const slack = 1e-6 + 2e-10 * fabs(bound);
  if (search->step <= 0) return bound - 2e-10 * fmax(1, fabs(bound));
  return search->offset + search->step * ceil((bound - search->offset - slack) / search->step);
}

double jh_search_cutoff(const jh_search *search) {
  if (!search->has_best) return HUGE_VAL;
  double const slack = 1e-6 + 2e-10 * fabs(search->best_cost);
  if (search->step > 0) return search->best_cost - search->step + slack;
  return search->best_cost - 5e-10 * fmax(1, fabs(search->best_cost + search->constant));
}

double jh_core_dual_bound(const jh_core *core, const double *lower, const double *upper, double *row_duals,
                          double *reduced_costs) {
  long double bound = 0;
  for (int32_t i = 0; i < core->row_count; i++) {
    double const side = row_duals[i] > 0 ? core->row_lower[i] : core->row_upper[i];
    if (!isfinite(side))
      row_duals[i] = 0; /* any duals give a bound: these signs give a finite one */
    else
      bound += (long double)row_duals[i] * (long double)side;
  }
  bool open = false;
  for (int32_t j = 0; j < core->column_count; j++) {
    long double cost = core->cost[j];
    for (size_t k = core->column_start[j]; k < core->column_start[j + 1]; k++)
      cost -= (long double)core->column_value[k] * (long double)row_duals[core->column_row[k]];
    reduced_costs[j] = (double)cost;
    double const side = cost > 0 ? lower[j] : upper[j];
    if (isfinite(side))
      bound += cost * (long double)side;
    else if (fabsl(cost) > 1e-9L * (1 + fabsl((long double)core->cost[j])))
      open = true;
  }
  return open ? -HUGE_VAL : (double)bound;
}
