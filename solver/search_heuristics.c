#include <math.h>
#include <string.h>

#include "search_tree.h"

/* ---- diving: fix what is nearly integral, most of it at once, and solve again ---- */

static double distance_to_integer(double value) { return fabs(value - nearbyint(value)); }

/* Fixes integer columns whose distance to an integer is at most `reach`; the nearest one in any case. */
static bool fix_near(jh_search *search, const double *values, double reach) {
  jh_search_tree *const tree = search->tree;
  int32_t nearest = -1;
  double least = 1;
  for (int32_t j = 0; j < search->core->column_count; j++) {
    if (!search->core->integer[j] || tree->domain.lower[j] == tree->domain.upper[j]) continue;
    double const distance = distance_to_integer(values[j]);
    bool const idle = distance < 1e-9 && values[j] < 0.5; /* zeros stay free: the way back from a mistake */
    if (idle) continue;
    if (distance < least) {
      least = distance;
      nearest = j;
    }
    if (distance > reach) continue;
    double const to = nearbyint(values[j]);
    if (to < tree->domain.lower[j] || to > tree->domain.upper[j]) continue;
    if (!jh_search_narrow(search, j, to, to) || !jh_domain_propagate(&tree->domain)) return false;
  }
  if (nearest < 0 || tree->domain.lower[nearest] == tree->domain.upper[nearest]) return true;
  double const to = fmin(fmax(nearbyint(values[nearest]), tree->domain.lower[nearest]), tree->domain.upper[nearest]);
  return jh_search_narrow(search, nearest, to, to) && jh_domain_propagate(&tree->domain);
}

void jh_search_dive(jh_search *search) {
  jh_search_tree *const tree = search->tree;
  static const double reaches[] = {0.3, 0.1};
  for (size_t way = 0; way < sizeof reaches / sizeof reaches[0]; way++) {
    if (way > 0 && search->has_best) return;
    jh_search_rewind(search);
    memcpy(tree->values, search->root_columns, (size_t)search->core->column_count * sizeof *tree->values);
    for (int round = 0; round < 200 && !jh_search_out_of_time(search); round++) {
      bool const possible = fix_near(search, tree->values, reaches[way]);
      (void)jh_domain_propagate(&tree->domain);
      if (!possible || jh_search_solve(search, jh_search_cutoff(search), 0) != JH_LP_OPTIMAL) break;
      if (jh_search_choose(search, tree->values) >= 0) continue;
      (void)jh_search_offer(search, tree->values);
      break;
    }
  }
  jh_search_rewind(search);
}
