/* What the parts of the modular search need of a problem, and the root of the tree. */
#include "modular_search.h"

static bool lay_out(modular_search *s) {
  const jh_modular *const p = s->c.problem;
  modular_case *const c = &s->c;
  c->option_count = p->option_start[p->source_count];
  c->source_of = JH_NEW(c->arena, int32_t, c->option_count);
  c->active = JH_NEW(c->arena, bool, c->option_count);
  c->dead = JH_NEW(c->arena, bool, c->option_count);
  c->first_sink = JH_NEW(c->arena, int32_t, p->facility_count + 1);
  c->sink_start = JH_NEW(c->arena, int32_t, p->sink_count + 2);
  c->sink_items = JH_NEW(c->arena, int32_t, c->option_count);
  s->plan->units = JH_NEW(c->arena, int32_t, c->option_count);
  s->plan->modules = JH_NEW(c->arena, int32_t, p->sink_count);
  s->plan->extra = JH_NEW(c->arena, int32_t, p->facility_count);
  s->plan->opened = JH_NEW(c->arena, bool, p->facility_count);
  if (!c->source_of || !c->active || !c->dead || !c->first_sink || !c->sink_start || !c->sink_items ||
      !s->plan->units || !s->plan->modules || !s->plan->extra || !s->plan->opened)
    return false;
  for (int32_t i = 0, j = 0; j < p->facility_count; j++) {
    while (i < p->sink_count && p->sinks[i].facility == j) i++;
    c->first_sink[j + 1] = i;
  }
  for (int32_t k = 0; k < p->source_count; k++)
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      c->source_of[o] = k;
      c->sink_start[p->options[o].sink + 2] += 1;
    }
  for (int32_t i = 0; i < p->sink_count; i++) c->sink_start[i + 2] += c->sink_start[i + 1];
  for (int32_t o = 0; o < c->option_count; o++) c->sink_items[c->sink_start[p->options[o].sink + 1]++] = o;
  return true;
}

typedef struct two_best {
  int32_t best; /* option, -1: none */
  jh_wide gap;  /* to the second best; MODULAR_NONE: there is none */
} two_best;

static two_best best_options(const jh_modular *p, int32_t source) {
  two_best found = {.best = -1, .gap = MODULAR_NONE};
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++)
    if (found.best < 0 || p->options[o].cost < p->options[found.best].cost) found.best = o;
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++) {
    if (o == found.best || p->options[o].cost - p->options[found.best].cost >= found.gap) continue;
    found.gap = p->options[o].cost - p->options[found.best].cost;
  }
  return found;
}

/* Own units of a sink: any other place costs them more than a source's best costs in the mean, by a factor that only
 * a goal above the everyday ones brings about. Which units count as own changes no bound's truth, only its strength.
 */
static bool mark_own(modular_case *c) {
  enum { FACTOR = 100 };
  const jh_modular *const p = c->problem;
  c->own = JH_NEW(c->arena, bool, c->option_count);
  c->own_units = JH_NEW(c->arena, int32_t, p->sink_count);
  if (!c->own || !c->own_units) return false;
  jh_wide sum = 0;
  for (int32_t k = 0; k < p->source_count; k++) {
    two_best const found = best_options(p, k);
    if (found.best >= 0) sum += p->options[found.best].cost;
  }
  jh_wide const mean = p->source_count > 0 ? sum / p->source_count : 0;
  for (int32_t k = 0; k < p->source_count; k++) {
    two_best const found = best_options(p, k);
    if (found.best < 0 || found.gap / FACTOR <= mean) continue;
    c->own[found.best] = true;
    c->own_units[p->options[found.best].sink] += p->units[k];
  }
  return true;
}

/* The cheapest options of each source are in from the start; the networks ask for others. */
static void activate_cheapest(modular_case *c) {
  const jh_modular *const p = c->problem;
  for (int32_t k = 0; k < p->source_count; k++)
    for (int32_t round = 0; round < 4; round++) {
      int32_t best = -1;
      for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++)
        if (!c->active[o] && (best < 0 || p->options[o].cost < p->options[best].cost)) best = o;
      if (best >= 0) c->active[best] = true;
    }
}

/* One more than the dearest of everything: where a bound reaches it there is no plan. */
static jh_wide ceiling_of(const jh_modular *p) {
  jh_wide sum = 1;
  for (int32_t k = 0; k < p->source_count; k++) {
    jh_wide dearest = 0;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      const jh_modular_sink *const s = &p->sinks[p->options[o].sink];
      jh_wide const tier = s->open_ended ? s->beyond : s->cost[s->tier_count - 1];
      if (p->options[o].cost + tier > dearest) dearest = p->options[o].cost + tier;
    }
    sum += dearest * p->units[k];
  }
  for (int32_t j = 0; j < p->facility_count; j++)
    sum += p->facilities[j].extra * p->facilities[j].extra_cost + p->facilities[j].open_cost;
  return sum;
}

static modular_node *root_of(modular_search *s) {
  const jh_modular *const p = s->c.problem;
  modular_node *const root = modular_new_node(s);
  if (!root) return NULL;
  root->bound = 0;
  root->depth = 0;
  for (int32_t j = 0; j < p->facility_count; j++) root->open[j] = p->facilities[j].runs ? 1 : MODULAR_FREE;
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const facility = p->sinks[i].facility, most = p->sinks[i].most;
    bool const bounded = modular_bounded(&s->c, facility);
    int32_t const available = modular_available(&s->c, facility);
    root->high[i] = bounded && available < most ? available : most;
    root->low[i] = bounded ? 0 : most;
  }
  return root;
}

bool modular_prepare(modular_search *s) {
  if (!lay_out(s) || !mark_own(&s->c)) return false;
  activate_cheapest(&s->c);
  s->best = s->best_at_root = s->c.ceiling = ceiling_of(s->c.problem);
  s->module_price = JH_NEW(s->c.arena, jh_wide, s->c.problem->facility_count);
  s->root = s->module_price ? root_of(s) : NULL;
  return s->root;
}
