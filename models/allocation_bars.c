/* Looking ahead where it is not rooms that the years share but pupils: who is sent where a later year has no class
 * for them, or sends them on again, is barred from it in the year before. */
#include "allocation_year.h"

#include <string.h>

static bool is_barred(const jh_year *y, const jh_option *o, const jh_bars *bars) {
  const jh_cohort *const c = &y->cohorts[o->cohort];
  for (int32_t b = 0; b < bars->count; b++) {
    const jh_bar *const bar = &bars->items[b];
    if (bar->year == y->year && bar->place.i == c->place.i && bar->grade == c->grade && bar->school.i == o->school.i)
      return true;
  }
  return false;
}

/* A cohort that would have no school left keeps all that it has. */
void jh_year_bar(jh_year *y, const jh_bars *bars) {
  int32_t count = 0;
  for (int32_t c = 0, first = 0; c < y->cohort_count; c++) {
    int32_t const end = y->option_start[c + 1], before = count;
    int32_t allowed = 0;
    for (int32_t k = first; k < end; k++) allowed += !is_barred(y, &y->options[k], bars);
    y->barred |= allowed > 0 && allowed < end - first;
    for (int32_t k = first; k < end; k++)
      if (allowed == 0 || !is_barred(y, &y->options[k], bars)) y->options[count++] = y->options[k];
    first = end;
    y->option_start[c] = before;
  }
  y->option_start[y->cohort_count] = y->option_count = count;
}

static jh_status add_bar(jh_bars *bars, jh_bar bar, jh_arena *arena) {
  for (int32_t b = 0; b < bars->count; b++)
    if (memcmp(&bars->items[b], &bar, sizeof bar) == 0) return JH_OK;
  jh_bar *const items = jh_arena_grow(arena, bars->items, &bars->capacity, (size_t)bars->count + 1, sizeof *items);
  if (!items) return JH_NO_MEMORY;
  bars->items = items;
  items[bars->count++] = bar;
  return JH_OK;
}

/* By year and school: a class over a limit. Whoever takes a room there may be the reason. */
static bool *find_over(const jh_county *county, const jh_allocation_plan *plan, jh_arena *arena) {
  bool *const over = JH_NEW(arena, bool, (plan->last_year - plan->first_year + 1) * county->school_count + 1);
  int64_t const super =
      jh_policy_get(&county->policy, JH_SUPER_CLASS_LIMIT) - jh_policy_get(&county->policy, JH_CLASS_MARGIN);
  for (int32_t i = 0; over && i < plan->class_count; i++) {
    const jh_class_figures *const c = &plan->classes[i];
    over[(c->year - plan->first_year) * county->school_count + c->school.i] |= c->over > 0 || c->largest > super;
  }
  return over;
}

/* Somebody sent pupils of the place and grade to that school from elsewhere in the year before. */
static bool was_sent(const jh_allocation_plan *plan, const jh_assignment *later) {
  for (int32_t i = 0; i < plan->assignment_count; i++) {
    const jh_assignment *const a = &plan->assignments[i];
    if (a->year + 1 == later->year && a->grade + 1 == later->grade && a->place.i == later->place.i &&
        a->to.i == later->from.i && a->from.i != a->to.i && a->pupils > 0)
      return true;
  }
  return false;
}

jh_status jh_allocation_find_bars(const jh_county *county, const jh_allocation_plan *plan, jh_arena *arena,
                                  jh_bars *bars) {
  const bool *const over = find_over(county, plan, arena);
  if (!over) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->assignment_count; i++) {
    const jh_assignment *const a = &plan->assignments[i];
    if (a->year == plan->first_year || a->from.i < 0 || a->grade == JH_FIRST_GRADE) continue;
    bool const regretted = a->moved || over[(a->year - plan->first_year) * county->school_count + a->from.i];
    if (!regretted || !was_sent(plan, a)) continue;
    jh_status const status = add_bar(
        bars, (jh_bar){.year = a->year - 1, .grade = a->grade - 1, .place = a->place, .school = a->from}, arena);
    if (status) return status;
  }
  return JH_OK;
}
