/* One school of a roster: its posts before and after, who comes and goes, and what it would cost otherwise. */
#include "trace_roster.h"

static void tell_posts(trace_roster *r, int32_t school) {
  int32_t const receiver = r->ground.receiver_of[school], subjects = r->t->county->subject_count;
  for (int32_t j = 0; receiver >= 0 && j < subjects; j++) {
    int32_t const at = receiver * subjects + j;
    if (r->ground.needed[at] == 0 && r->ground.present[at] == 0 && r->come[at] == 0) continue;
    jh_trace_fact *const fact = trace_add_fact(r->t, JH_FACT_POST);
    fact->school.i = school;
    fact->subject.i = j;
    fact->required = r->ground.needed[at];
    fact->actual = r->ground.present[at];
    fact->of = r->ground.present[at] + r->come[at];
    fact->judged = true;
    fact->met = fact->of >= fact->required;
  }
}

static bool fits(const trace_roster *r, int32_t teacher, int32_t school, int32_t subject) {
  const jh_teacher *const one = &r->t->county->teachers[teacher];
  int64_t const mm = trace_teacher_mm(r, teacher, school);
  if (!rotation_stage_fits(&r->t->county->schools[school], one->stage)) return false;
  if (r->ground.limit_mm != INT64_MAX && (mm < 0 || mm > r->ground.limit_mm)) return false;
  return trace_qualified(one, subject);
}

/* Posts that the plan leaves short: every eligible teacher who stays and could fill one. */
static void try_short_posts(trace_roster *r, int32_t school) {
  int32_t const receiver = r->ground.receiver_of[school];
  for (int32_t j = 0; receiver >= 0 && j < r->t->county->subject_count; j++) {
    if (trace_short_posts(r, receiver, j) == 0) continue;
    for (int32_t i = 0; i < r->ground.candidate_count && !r->t->no_memory; i++) {
      int32_t const teacher = r->ground.candidates[i].teacher.i;
      if (r->entry_of[teacher] < 0 && fits(r, teacher, school, j)) trace_try_go(r, teacher, school, j);
    }
  }
}

void trace_school_of_roster(tracer *t) {
  int32_t const school = t->trace->index;
  trace_roster roster;
  trace_add_line(t, t->county->schools[school].source);
  if (!trace_roster_read(t, t->county, JH_SUPPOSE_NOTHING, &roster)) return;
  for (int32_t i = 0; i < t->county->posts_count; i++)
    if (t->county->posts[i].school.i == school) trace_add_line(t, t->county->posts[i].source);
  tell_posts(&roster, school);
  trace_tell_leave(&roster, school);
  trace_tell_quotas(&roster);
  for (int32_t i = 0; i < roster.entry_count; i++) {
    const trace_entry *const entry = &roster.entries[i];
    if (entry->to != school && t->county->teachers[entry->teacher].school.i != school) continue;
    trace_add_row(t, JH_PLAN_ROSTER, entry->row);
    trace_tell_choice(&roster, entry->teacher);
    trace_try_stay(&roster, entry->teacher);
  }
  try_short_posts(&roster, school);
  trace_sort_options(t, 0);
}
