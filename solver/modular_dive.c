/* Plans of the modular search: whole modules are fixed where a network's loads do not fit them, until all do. */
#include "modular_search.h"

#include <string.h>

enum { DIVE_STEPS = 12, FEW_AT_MOST = 63 };

void modular_keep(modular_search *s, const modular_relaxation *r, const modular_choice *choice) {
  const jh_modular *const p = s->c.problem;
  jh_wide cost = choice->cost;
  for (int32_t o = 0; o < s->c.option_count; o++)
    if (r->units[o] > 0) cost += p->options[o].cost * r->units[o];
  if (cost >= s->best) return;
  s->best = s->plan->cost = cost;
  s->plan->has_plan = true;
  memcpy(s->plan->units, r->units, (size_t)s->c.option_count * sizeof *r->units);
  memcpy(s->plan->modules, choice->modules, (size_t)p->sink_count * sizeof *choice->modules);
  memcpy(s->plan->extra, choice->extra, (size_t)p->facility_count * sizeof *choice->extra);
  memcpy(s->plan->opened, choice->opened, (size_t)p->facility_count * sizeof *choice->opened);
}

/* Modules that the rounding left over go where classes are fullest, so that the network has all of them to fill. */
static void use_all(const modular_search *s, const modular_node *node, const int32_t *load, int32_t facility,
                    int32_t *modules) {
  int32_t left = s->c.problem->facilities[facility].modules;
  for (int32_t i = s->c.first_sink[facility]; i < s->c.first_sink[facility + 1]; i++) left -= modules[i];
  while (left > 0) {
    int32_t fullest = -1;
    for (int32_t i = s->c.first_sink[facility]; i < s->c.first_sink[facility + 1]; i++) {
      if (modules[i] >= node->high[i]) continue;
      bool const fuller =
          fullest < 0 || (int64_t)load[i] * (modules[fullest] + 1) > (int64_t)load[fullest] * (modules[i] + 1);
      if (fuller) fullest = i;
    }
    if (fullest < 0) return;
    modules[fullest] += 1;
    left -= 1;
  }
}

static void fix_modules(const modular_search *s, modular_node *node, const int32_t *load, int32_t facility,
                        int32_t *modules) {
  if (node->open[facility] != 0) use_all(s, node, load, facility, modules);
  for (int32_t i = s->c.first_sink[facility]; i < s->c.first_sink[facility + 1]; i++)
    node->low[i] = node->high[i] = node->open[facility] == 0 ? 0 : modules[i];
}

/* The modules without which held units would have to go; last modules that hold no more than `few` are given up, and
 * those that were not picked. */
static jh_status keep_held(const modular_search *s, modular_node *node, const modular_relaxation *r,
                           const int32_t *picked, int32_t few, jh_arena *scratch) {
  const jh_modular *const p = s->c.problem;
  modular_choice held;
  jh_status const status = modular_round(&s->c, node, r->held, scratch, &held);
  if (status) return status;
  for (int32_t i = 0; i < p->sink_count; i++) {
    int32_t const size = p->sinks[i].size[p->sinks[i].tier_count - 1];
    int32_t const needed = r->held[i] <= few ? 0 : (r->held[i] - few + size - 1) / size;
    int32_t kept = held.modules[i] < needed ? held.modules[i] : needed;
    if (picked && picked[i] < kept) kept = picked[i];
    if (modular_bounded(&s->c, p->sinks[i].facility) && kept > node->low[i]) node->low[i] = kept;
  }
  return JH_OK;
}

/* A node below `from` that keeps as many held units as a network allows. */
static jh_status start_dive(modular_search *s, const modular_node *from, const modular_relaxation *start,
                            const int32_t *picked, jh_arena *scratch, modular_node **node, modular_relaxation *r) {
  *r = (modular_relaxation){.feasible = false};
  for (int32_t few = 0;; few = 2 * few + 1) {
    *node = modular_copy_node(s, from);
    if (!*node) return JH_NO_MEMORY;
    jh_status status = keep_held(s, *node, start, picked, few, scratch);
    if (!status) status = modular_relax(&s->c, *node, scratch, r);
    s->stopped |= r->stopped;
    if (status || r->feasible || r->stopped || few > FEW_AT_MOST) return status;
    modular_drop_node(s, *node);
  }
}

jh_status modular_dive(modular_search *s, const modular_node *from, const modular_relaxation *start,
                       const int32_t *picked, jh_arena *scratch) {
  const jh_modular *const p = s->c.problem;
  modular_node *node;
  modular_relaxation r;
  jh_status status = start_dive(s, from, start, picked, scratch, &node, &r);
  for (int32_t step = 0; step < DIVE_STEPS && !status; step++) {
    modular_choice choice;
    if (step > 0) status = modular_relax(&s->c, node, scratch, &r);
    s->stopped |= r.stopped;
    if (status || !r.feasible || r.value >= s->best) break;
    status = modular_round(&s->c, node, r.load, scratch, &choice);
    if (status) break;
    if (choice.fits) {
      modular_keep(s, &r, &choice);
      break;
    }
    for (int32_t j = 0; j < p->facility_count; j++) {
      if (!p->facilities[j].runs && node->open[j] == MODULAR_FREE && choice.misfits[j])
        node->open[j] = choice.opened[j] ? 1 : 0;
      bool const fixes = modular_bounded(&s->c, j) && (choice.misfits[j] || step + 2 == DIVE_STEPS);
      if (fixes) fix_modules(s, node, r.load, j, choice.modules);
    }
  }
  modular_drop_node(s, node);
  return status;
}
