/* Whole modules for given loads: each facility shares out its modules where they save most, exactly (a knapsack over
 * its sinks); and the check of a finished plan. */
#include "modular_inner.h"

static const jh_wide UNSERVED = (jh_wide)1 << 100; /* of a unit that finds no module, while rounding */

jh_wide modular_tier_cost(const jh_modular_sink *sink, int32_t load, int32_t n) {
  if (load == 0) return 0;
  if (n <= 0) return MODULAR_NONE;
  jh_wide cost = 0;
  int64_t below = 0;
  for (int32_t t = 0; t < sink->tier_count && load > below; t++) {
    int64_t const upto = (int64_t)sink->size[t] * n, units = (load < upto ? load : upto) - below;
    cost += sink->cost[t] * units;
    below = upto;
  }
  if (load <= below) return cost;
  return sink->open_ended ? cost + sink->beyond * (load - below) : MODULAR_NONE;
}

static jh_wide soft_cost(const jh_modular_sink *sink, int32_t load, int32_t n) {
  jh_wide const cost = modular_tier_cost(sink, load, n);
  if (cost < MODULAR_NONE) return cost;
  int64_t const room = (int64_t)sink->size[sink->tier_count - 1] * n;
  jh_wide const served = room > 0 ? modular_tier_cost(sink, (int32_t)room, n) : 0;
  return served + UNSERVED * (load - room);
}

typedef struct table { /* cheapest cost of the first sinks with at most m modules */
  int32_t width;
  jh_wide *cost;
  int32_t *pick;
} table;

static void fill_table(const modular_case *c, const modular_node *node, const int32_t *load, int32_t facility,
                       table *t) {
  int32_t const first = c->first_sink[facility], end = c->first_sink[facility + 1];
  for (int32_t m = 0; m < t->width; m++) t->cost[m] = 0;
  for (int32_t i = first; i < end; i++) {
    const jh_wide *const before = &t->cost[(i - first) * t->width];
    jh_wide *const now = &t->cost[(i - first + 1) * t->width];
    for (int32_t m = 0; m < t->width; m++) {
      now[m] = MODULAR_NONE;
      for (int32_t n = node->low[i]; n <= node->high[i] && n <= m; n++) {
        if (before[m - n] >= MODULAR_NONE) continue;
        jh_wide const cost = before[m - n] + soft_cost(&c->problem->sinks[i], load[i], n);
        if (cost >= now[m]) continue;
        now[m] = cost;
        t->pick[(i - first) * t->width + m] = n;
      }
    }
  }
}

static jh_status round_bounded(const modular_case *c, const modular_node *node, const int32_t *load, int32_t facility,
                               jh_arena *scratch, modular_choice *choice, jh_wide *cost) {
  const jh_modular_facility *const f = &c->problem->facilities[facility];
  int32_t const first = c->first_sink[facility], end = c->first_sink[facility + 1];
  int64_t most = 0;
  for (int32_t i = first; i < end; i++) most += node->high[i];
  int32_t const available = modular_available(c, facility);
  table t = {.width = (most < available ? (int32_t)most : available) + 1};
  t.cost = JH_NEW(scratch, jh_wide, (end - first + 1) * t.width);
  t.pick = JH_NEW(scratch, int32_t, (end - first + 1) * t.width);
  if (!t.cost || !t.pick) return JH_NO_MEMORY;
  fill_table(c, node, load, facility, &t);
  const jh_wide *const all = &t.cost[(end - first) * t.width];
  int32_t used = -1;
  *cost = MODULAR_NONE;
  for (int32_t m = 0; m < t.width; m++) {
    int32_t const bought = m > f->modules ? m - f->modules : 0;
    if (all[m] >= MODULAR_NONE || all[m] + bought * f->extra_cost >= *cost) continue;
    *cost = all[m] + bought * f->extra_cost;
    used = m;
  }
  if (used < 0) return JH_OK;
  choice->extra[facility] = used > f->modules ? used - f->modules : 0;
  for (int32_t i = end - 1; i >= first; i--) {
    choice->modules[i] = t.pick[(i - first) * t.width + used];
    used -= choice->modules[i];
  }
  return JH_OK;
}

static jh_status round_facility(const modular_case *c, const modular_node *node, const int32_t *load,
                                int32_t facility, jh_arena *scratch, modular_choice *choice, jh_wide *cost) {
  const jh_modular_facility *const f = &c->problem->facilities[facility];
  int64_t units = 0, low = 0;
  for (int32_t i = c->first_sink[facility]; i < c->first_sink[facility + 1]; i++) {
    choice->modules[i] = node->high[i];
    units += load[i];
    low += node->low[i];
  }
  *cost = 0;
  choice->opened[facility] = !f->runs && (units > 0 || node->open[facility] == 1);
  if (!f->runs && !choice->opened[facility]) {
    for (int32_t i = c->first_sink[facility]; i < c->first_sink[facility + 1]; i++) choice->modules[i] = 0;
    return JH_OK;
  }
  jh_status status = JH_OK;
  if (modular_bounded(c, facility)) {
    status = round_bounded(c, node, load, facility, scratch, choice, cost);
  } else {
    for (int32_t i = c->first_sink[facility]; i < c->first_sink[facility + 1]; i++)
      *cost += soft_cost(&c->problem->sinks[i], load[i], node->high[i]);
  }
  if (choice->opened[facility]) *cost += f->open_cost;
  return status;
}

jh_status modular_round(const modular_case *c, const modular_node *node, const int32_t *load, jh_arena *scratch,
                        modular_choice *choice) {
  const jh_modular *const p = c->problem;
  *choice = (modular_choice){.fits = true, .misfit = -1};
  choice->modules = JH_NEW(scratch, int32_t, p->sink_count);
  choice->extra = JH_NEW(scratch, int32_t, p->facility_count);
  choice->opened = JH_NEW(scratch, bool, p->facility_count);
  choice->misfits = JH_NEW(scratch, bool, p->facility_count);
  if (!choice->modules || !choice->extra || !choice->opened || !choice->misfits) return JH_NO_MEMORY;
  jh_wide worst = 0;
  for (int32_t j = 0; j < p->facility_count; j++) {
    jh_wide cost;
    jh_status const status = round_facility(c, node, load, j, scratch, choice, &cost);
    if (status) return status;
    choice->misfits[j] = cost >= UNSERVED;
    if (cost >= UNSERVED && cost > worst) {
      worst = cost;
      choice->misfit = j;
      choice->fits = false;
    }
    if (choice->fits) choice->cost += cost;
  }
  return JH_OK;
}

bool jh_modular_verify(const jh_modular *p, const jh_modular_plan *plan, jh_arena *scratch, jh_wide *cost) {
  *cost = 0;
  int64_t *const load = JH_NEW(scratch, int64_t, p->sink_count);
  if (!load) return false;
  for (int32_t o = 0; o < p->option_start[p->source_count]; o++) load[p->options[o].sink] += plan->units[o];
  int32_t sink = 0;
  for (int32_t j = 0; j < p->facility_count; j++) {
    const jh_modular_facility *const f = &p->facilities[j];
    int64_t modules = 0, total = 0;
    for (; sink < p->sink_count && p->sinks[sink].facility == j; sink++) {
      jh_wide const tiers = modular_tier_cost(&p->sinks[sink], (int32_t)load[sink], plan->modules[sink]);
      if (tiers >= MODULAR_NONE || plan->modules[sink] < 0) return false;
      *cost += tiers;
      total += load[sink];
      modules += plan->modules[sink];
    }
    if (plan->extra[j] < 0 || plan->extra[j] > f->extra) return false;
    if (f->modules >= 0 && modules > f->modules + plan->extra[j]) return false;
    if (f->capacity >= 0 && total > f->capacity) return false;
    if (!f->runs && !plan->opened[j] && modules + total + plan->extra[j] > 0) return false;
    *cost += plan->extra[j] * f->extra_cost + (!f->runs && plan->opened[j] ? f->open_cost : 0);
  }
  for (int32_t k = 0; k < p->source_count; k++) {
    int64_t sum = 0;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      if (plan->units[o] < 0) return false;
      sum += plan->units[o];
      *cost += p->options[o].cost * plan->units[o];
    }
    if (sum != p->units[k]) return false;
  }
  return true;
}
