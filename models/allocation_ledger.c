/* The ledger of today's large classes (台账): when and how each goes, what that depends on, and whether it stays so.
 */
#include "allocation_year.h"

static const jh_class_figures *figures_of(const jh_allocation_plan *plan, int32_t year, jh_school_ix s,
                                          int32_t grade) {
  for (int32_t i = 0; i < plan->class_count; i++) {
    const jh_class_figures *const c = &plan->classes[i];
    if (c->year == year && c->school.i == s.i && c->grade == grade) return c;
  }
  return NULL;
}

/* Schools that take pupils over in that year: ids with ";" between. */
static const char *takers(const jh_county *county, const jh_allocation_plan *plan, int32_t year, jh_school_ix s,
                          int32_t grade, bool *new_school, jh_arena *arena) {
  bool *const named = JH_NEW(arena, bool, county->school_count);
  const char *list = NULL;
  *new_school = false;
  for (int32_t i = 0; named && i < plan->assignment_count; i++) {
    const jh_assignment *const a = &plan->assignments[i];
    if (a->year != year || !a->moved || a->from.i != s.i || a->grade != grade || named[a->to.i]) continue;
    named[a->to.i] = true;
    *new_school |= county->schools[a->to.i].status != JH_OPEN;
    list = jh_arena_printf(arena, "%s%s%s", list ? list : "", list ? ";" : "", county->schools[a->to.i].id);
  }
  return list;
}

static int32_t classes_of(const jh_allocation_plan *plan, int32_t year, jh_school_ix s) {
  int32_t classes = 0;
  for (int32_t i = 0; i < plan->class_count; i++)
    if (plan->classes[i].year == year && plan->classes[i].school.i == s.i) classes += plan->classes[i].classes;
  return classes;
}

static int32_t rooms_added_until(const jh_allocation_plan *plan, int32_t year, jh_school_ix s) {
  int32_t added = 0;
  for (int32_t i = 0; i < plan->room_count; i++)
    if (plan->rooms[i].year <= year && plan->rooms[i].school.i == s.i) added += plan->rooms[i].added;
  return added;
}

/* A school with a part in the clearing: the plan opens it, or its classes of that year stand in rooms added. */
static const char *add_dependence(const jh_county *county, const jh_allocation_plan *plan, int32_t year,
                                  jh_school_ix s, const char *list, jh_arena *arena) {
  const jh_school *const school = &county->schools[s.i];
  if (school->status != JH_OPEN)
    list = jh_arena_printf(arena, "%s%snew_school:%s", list ? list : "", list ? ";" : "", school->id);
  if (school->rooms >= 0 && classes_of(plan, year, s) > school->rooms && rooms_added_until(plan, year, s) > 0)
    list = jh_arena_printf(arena, "%s%srooms:%s", list ? list : "", list ? ";" : "", school->id);
  return list;
}

/* The school itself, then those that take its pupils over, in the order of the county. */
static const char *dependences(const jh_county *county, const jh_allocation_plan *plan, const jh_ledger_row *row,
                               jh_arena *arena) {
  int32_t const year = row->cleared_year, grade = row->grade + year - plan->first_year;
  bool *const takes = JH_NEW(arena, bool, county->school_count);
  const char *list = add_dependence(county, plan, year, row->school, NULL, arena);
  for (int32_t i = 0; takes && i < plan->assignment_count; i++) {
    const jh_assignment *const a = &plan->assignments[i];
    if (a->year == year && a->moved && a->from.i == row->school.i && a->grade == grade) takes[a->to.i] = true;
  }
  for (int32_t s = 0; takes && s < county->school_count; s++)
    if (takes[s]) list = add_dependence(county, plan, year, (jh_school_ix){s}, list, arena);
  return list;
}

/* The grade of a class of today in a later year; 0: it has left the stage. */
static int32_t grade_in(const jh_allocation_plan *plan, const jh_ledger_row *row, int32_t year) {
  int32_t const grade = row->grade + year - plan->first_year;
  return jh_stage_of_grade(row->grade) == JH_PRIMARY && grade > JH_LAST_PRIMARY_GRADE ? 0
         : grade > JH_LAST_GRADE                                                      ? 0
                                                                                      : grade;
}

static bool is_large(const jh_county *county, const jh_allocation_plan *plan, const jh_ledger_row *row,
                     int32_t year) {
  int32_t const grade = grade_in(plan, row, year);
  const jh_class_figures *const now = grade > 0 ? figures_of(plan, year, row->school, grade) : NULL;
  return now && now->largest > jh_policy_get(&county->policy, JH_LARGE_CLASS_LIMIT);
}

static void clear_row(const jh_county *county, const jh_allocation_plan *plan, jh_ledger_row *row, jh_arena *arena) {
  int32_t year = plan->first_year;
  while (year <= plan->last_year && is_large(county, plan, row, year)) year++;
  if (year > plan->last_year) return; /* as it begins: not cleared, open */
  row->cleared_year = year;
  row->status = JH_CLASS_CLEARED;
  int32_t const grade = grade_in(plan, row, year);
  if (grade == 0) {
    row->how = JH_GRADUATE;
    return;
  }
  bool new_school = false;
  row->to = takers(county, plan, year, row->school, grade, &new_school, arena);
  row->how = new_school ? JH_NEW_SCHOOL : row->to ? JH_MOVE : JH_SPLIT; /* nobody leaves: more, smaller classes */
  row->depends_on = dependences(county, plan, row, arena);
  for (int32_t later = year + 1; later <= plan->last_year; later++)
    if (is_large(county, plan, row, later)) row->status = JH_CLASS_UNDONE;
}

jh_status jh_allocation_ledger(const jh_county *county, jh_allocation_plan *plan, jh_arena *arena) {
  int32_t const large = (int32_t)jh_policy_get(&county->policy, JH_LARGE_CLASS_LIMIT);
  int32_t const super = (int32_t)jh_policy_get(&county->policy, JH_SUPER_CLASS_LIMIT);
  plan->ledger = JH_NEW(arena, jh_ledger_row, county->class_count);
  if (!plan->ledger) return JH_NO_MEMORY;
  for (int32_t i = 0; i < county->class_count; i++) {
    const jh_class *const c = &county->classes[i];
    if (c->pupils <= large) continue;
    jh_ledger_row *const row = &plan->ledger[plan->ledger_count++];
    *row = (jh_ledger_row){.school = c->school,
                           .grade = c->grade,
                           .class_no = c->class_no,
                           .pupils_now = c->pupils,
                           .super = c->pupils > super};
    clear_row(county, plan, row, arena);
  }
  return JH_OK;
}
