/* Parts of a modular problem, cut out of a search and put back. */
#include "modular_part.h"

typedef struct cut {
  const modular_search *s;
  const bool *inside;
  modular_part *part;
  int32_t *units, *start, *sink_at; /* sink_at: of the part, by the whole's */
  jh_modular_option *options;
  jh_modular_sink *sinks;
  jh_modular_facility *facilities;
} cut;

static bool goes_inside(const cut *c, int32_t option) {
  const jh_modular *const p = c->s->c.problem;
  return c->inside[p->sinks[p->options[option].sink].facility] && !c->s->c.dead[option];
}

static bool lay_tables(cut *c, jh_arena *arena) {
  const jh_modular *const p = c->s->c.problem;
  modular_part *const part = c->part;
  int32_t facilities = 0, sinks = 0, options = 0, sources = 0;
  for (int32_t j = 0; j < p->facility_count; j++) {
    facilities += c->inside[j];
    sinks += c->inside[j] ? c->s->c.first_sink[j + 1] - c->s->c.first_sink[j] : 0;
  }
  for (int32_t k = 0; k < p->source_count; k++) {
    int32_t const before = options;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) options += goes_inside(c, o);
    sources += options > before;
  }
  part->facility = JH_NEW(arena, int32_t, facilities);
  part->sink = JH_NEW(arena, int32_t, sinks);
  part->option = JH_NEW(arena, int32_t, options);
  part->start.units = JH_NEW(arena, int32_t, options);
  part->start.modules = JH_NEW(arena, int32_t, sinks);
  part->start.extra = JH_NEW(arena, int32_t, facilities);
  part->start.opened = JH_NEW(arena, bool, facilities);
  c->units = JH_NEW(arena, int32_t, sources);
  c->start = JH_NEW(arena, int32_t, sources + 1);
  c->sink_at = JH_NEW(arena, int32_t, p->sink_count);
  c->options = JH_NEW(arena, jh_modular_option, options);
  c->sinks = JH_NEW(arena, jh_modular_sink, sinks);
  c->facilities = JH_NEW(arena, jh_modular_facility, facilities);
  return part->facility && part->sink && part->option && part->start.units && part->start.modules &&
         part->start.extra && part->start.opened && c->units && c->start && c->sink_at && c->options && c->sinks &&
         c->facilities;
}

static void take_facilities(cut *c) {
  const jh_modular *const p = c->s->c.problem;
  const jh_modular_plan *const plan = c->s->plan;
  jh_modular *const to = &c->part->problem;
  for (int32_t j = 0; j < p->facility_count; j++) {
    if (!c->inside[j]) continue;
    for (int32_t i = c->s->c.first_sink[j]; i < c->s->c.first_sink[j + 1]; i++) {
      int32_t const at = to->sink_count++;
      c->sink_at[i] = at;
      c->part->sink[at] = i;
      c->part->start.modules[at] = plan->modules[i];
      c->sinks[at] = p->sinks[i];
      c->sinks[at].facility = to->facility_count;
      if (c->s->root->high[i] < p->sinks[i].most) c->sinks[at].most = c->s->root->high[i];
    }
    c->part->start.extra[to->facility_count] = plan->extra[j];
    c->part->start.opened[to->facility_count] = plan->opened[j];
    c->part->facility[to->facility_count] = j;
    c->facilities[to->facility_count++] = p->facilities[j];
  }
}

static void take_sources(cut *c) {
  const jh_modular *const p = c->s->c.problem;
  jh_modular *const to = &c->part->problem;
  int32_t count = 0;
  for (int32_t k = 0; k < p->source_count; k++) {
    int32_t const before = count;
    int32_t placed = 0;
    for (int32_t o = p->option_start[k]; o < p->option_start[k + 1]; o++) {
      if (!goes_inside(c, o)) continue;
      c->part->option[count] = o;
      c->part->start.units[count] = c->s->plan->units[o];
      placed += c->s->plan->units[o];
      c->options[count++] = (jh_modular_option){c->sink_at[p->options[o].sink], p->options[o].cost};
    }
    if (count == before) continue;
    /* The best plan may use options that no better one does. */
    if (placed != p->units[k]) c->part->start.has_plan = false;
    c->units[to->source_count++] = p->units[k];
    c->start[to->source_count] = count;
  }
}

jh_status modular_cut_part(const modular_search *s, const bool *inside, jh_arena *arena, modular_part *part) {
  *part = (modular_part){.start.has_plan = s->plan->has_plan};
  cut c = {.s = s, .inside = inside, .part = part};
  if (!lay_tables(&c, arena)) return JH_NO_MEMORY;
  take_facilities(&c);
  take_sources(&c);
  part->problem.units = c.units;
  part->problem.option_start = c.start;
  part->problem.options = c.options;
  part->problem.sinks = c.sinks;
  part->problem.facilities = c.facilities;
  if (part->start.has_plan)
    part->start.has_plan = jh_modular_verify(&part->problem, &part->start, arena, &part->start.cost);
  return JH_OK;
}

void modular_put_back(const modular_part *part, const jh_modular_plan *from, jh_modular_plan *to) {
  const jh_modular *const p = &part->problem;
  for (int32_t o = 0; o < p->option_start[p->source_count]; o++) to->units[part->option[o]] = from->units[o];
  for (int32_t i = 0; i < p->sink_count; i++) to->modules[part->sink[i]] = from->modules[i];
  for (int32_t j = 0; j < p->facility_count; j++) {
    to->extra[part->facility[j]] = from->extra[j];
    to->opened[part->facility[j]] = from->opened[j];
  }
}
