/* One teacher of a roster: the conditions, what binds, where else she could go, who could go in her place. */
#include "trace_roster.h"

#include <string.h>

/* ---- conditions ---- */

static jh_trace_fact *condition(tracer *t, jh_trace_fact_kind kind, int64_t actual, int64_t required, bool met) {
  jh_trace_fact *const fact = trace_add_fact(t, kind);
  fact->actual = actual;
  fact->required = required;
  fact->judged = true;
  fact->met = met;
  return fact;
}

static jh_trace_fact *by_policy(tracer *t, jh_trace_fact_kind kind, int64_t actual, jh_policy_key key,
                                bool at_least) {
  int64_t const required = jh_policy_get(&t->county->policy, key);
  jh_trace_fact *const fact =
      condition(t, kind, actual, required, at_least ? actual >= required : actual <= required);
  fact->has_key = true;
  fact->key = key;
  return fact;
}

/* Each condition of models/rotation.md by itself; all met: eligible. */
static void tell_conditions(tracer *t, const jh_teacher *one) {
  const jh_school *const school = jh_county_school(t->county, one->school);
  bool const sends = school->status == JH_OPEN && school->is_public && (school->area != JH_RURAL || school->quality);
  condition(t, JH_FACT_SENDER, 0, 0, sends)->school = one->school;
  condition(t, JH_FACT_EXEMPT, 0, 0, !one->exempt)->text = one->exempt;
  by_policy(t, JH_FACT_YEARS, one->years_here > 0 ? one->years_here : 0, JH_ROTATION_MIN_YEARS, true);
  bool const woman = one->sex == JH_FEMALE;
  if (one->birth_year >= 0)
    by_policy(t, JH_FACT_AGE, trace_year(t) - one->birth_year,
              woman ? JH_ROTATION_MAX_AGE_FEMALE : JH_ROTATION_MAX_AGE_MALE, false);
  if (one->last_rotation >= 0)
    by_policy(t, JH_FACT_REST, trace_year(t) - one->last_rotation, JH_ROTATION_REST_YEARS, true)->of =
        one->last_rotation;
  t->trace->eligible = true;
  for (int32_t i = 0; i < t->trace->fact_count; i++) t->trace->eligible &= t->trace->facts[i].met;
}

/* The county with the policy values that the conditions not met ask for; NULL: no parameter would help. */
static const jh_county *with_conditions(tracer *t) {
  jh_county *const county = JH_NEW(t->arena, jh_county, 1);
  if (!county) return t->no_memory = true, NULL;
  *county = *t->county;
  for (int32_t i = 0; i < t->trace->fact_count; i++) {
    const jh_trace_fact *const fact = &t->trace->facts[i];
    if (!fact->judged || fact->met) continue;
    if (!fact->has_key) return NULL;
    county->policy.values[fact->key].set = true;
    county->policy.values[fact->key].value = fact->actual;
  }
  return county;
}

/* ---- what binds ---- */

static void tell_last(trace_roster *r, const jh_teacher *one) {
  const jh_county *const c = r->t->county;
  jh_trace_fact *const fact = trace_add_fact(r->t, JH_FACT_LAST);
  fact->school = one->school;
  fact->subject = one->subject;
  fact->judged = true;
  for (int32_t i = 0; i < c->teacher_count; i++) {
    if (c->teachers[i].school.i != one->school.i || c->teachers[i].subject.i != one->subject.i) continue;
    fact->of++;
    fact->actual += r->entry_of[i] >= 0;
  }
  fact->required = fact->of - 1;
  fact->met = fact->actual <= fact->required;
}

static void tell_binding(trace_roster *r, int32_t teacher) {
  const jh_teacher *const one = &r->t->county->teachers[teacher];
  trace_tell_leave(r, one->school.i);
  tell_last(r, one);
  trace_tell_quotas(r);
}

/* ---- elsewhere ---- */

static bool reaches(const trace_roster *r, int32_t teacher, int32_t school) {
  const jh_teacher *const one = &r->ground.county->teachers[teacher];
  int64_t const mm = trace_teacher_mm(r, teacher, school);
  if (!rotation_stage_fits(&r->ground.county->schools[school], one->stage)) return false;
  return r->ground.limit_mm == INT64_MAX || (mm >= 0 && mm <= r->ground.limit_mm);
}

static void tell_receivers(trace_roster *r, int32_t teacher) {
  int64_t within = 0;
  for (int32_t i = 0; i < r->ground.receiver_count; i++) within += reaches(r, teacher, r->ground.receivers[i].i);
  condition(r->t, JH_FACT_RECEIVER, within, 1, within > 0);
}

/* Every receiver within reach but the one she goes to. */
static void try_receivers(trace_roster *r, int32_t teacher) {
  int32_t const entry = r->entry_of[teacher], now = entry >= 0 ? r->entries[entry].to : -1;
  for (int32_t i = 0; i < r->ground.receiver_count && !r->t->no_memory; i++) {
    int32_t const school = r->ground.receivers[i].i;
    if (school == now || !reaches(r, teacher, school)) continue;
    trace_try_go(r, teacher, school, trace_subject_at(r, teacher, i));
  }
}

/* ---- others ---- */

static bool could_teach(const trace_roster *r, int32_t teacher, const trace_entry *post) {
  return post->subject >= 0 && trace_qualified(&r->t->county->teachers[teacher], post->subject) &&
         reaches(r, teacher, post->to);
}

static bool is_same_post(const trace_entry *a, const trace_entry *b) {
  return a->to == b->to && a->subject == b->subject;
}

/* She stays: in whose place could she go? She goes: with whom could she change places, who could go instead? */
static void try_others(trace_roster *r, int32_t teacher) {
  int32_t const entry = r->entry_of[teacher];
  for (int32_t i = 0; i < r->entry_count && !r->t->no_memory; i++) {
    const trace_entry *const other = &r->entries[i];
    if (other->teacher == teacher || !could_teach(r, teacher, other)) continue;
    if (entry < 0)
      trace_try_replace(r, teacher, other->teacher);
    else if (could_teach(r, other->teacher, &r->entries[entry]) && !is_same_post(other, &r->entries[entry]))
      trace_try_swap(r, teacher, other->teacher);
  }
  for (int32_t i = 0; i < r->ground.candidate_count && entry >= 0 && !r->t->no_memory; i++) {
    int32_t const other = r->ground.candidates[i].teacher.i;
    if (r->entry_of[other] < 0 && could_teach(r, other, &r->entries[entry])) trace_try_replace(r, other, teacher);
  }
}

/* ---- one more post ---- */

/* The nearest receiver where her subject's posts are just filled; -1: none. */
static int32_t nearest_full(const trace_roster *r, int32_t teacher) {
  const jh_teacher *const one = &r->t->county->teachers[teacher];
  int32_t const entry = r->entry_of[teacher], now = entry >= 0 ? r->entries[entry].to : -1;
  int32_t best = -1;
  int64_t best_mm = INT64_MAX;
  for (int32_t i = 0; i < r->ground.receiver_count; i++) {
    int32_t const school = r->ground.receivers[i].i, at = i * r->t->county->subject_count + one->subject.i;
    int64_t const mm = trace_teacher_mm(r, teacher, school);
    bool const full = r->ground.needed[at] > 0 && r->ground.needed[at] == r->ground.present[at] + r->come[at];
    if (!full || school == now || !reaches(r, teacher, school) || mm >= best_mm) continue;
    best = school;
    best_mm = mm;
  }
  return best;
}

static void try_one_more_post(trace_roster *r, int32_t teacher) {
  tracer *const t = r->t;
  jh_subject_ix const subject = t->county->teachers[teacher].subject;
  int32_t const school = nearest_full(r, teacher);
  if (school < 0 || !t->county->has_posts || t->no_memory) return;
  jh_county *const county = JH_NEW(t->arena, jh_county, 1);
  jh_posts *const posts = JH_NEW(t->arena, jh_posts, t->county->posts_count + 1);
  if (!county || !posts) {
    t->no_memory = true;
    return;
  }
  *county = *t->county;
  memcpy(posts, t->county->posts, (size_t)t->county->posts_count * sizeof *posts);
  posts[county->posts_count++] = (jh_posts){.school = {school}, .subject = subject, .posts = 1}; /* needs are sums */
  county->posts = posts;
  trace_roster supposed;
  if (trace_roster_read(t, county, JH_SUPPOSE_POST, &supposed)) trace_try_go(&supposed, teacher, school, subject.i);
}

void trace_teacher(tracer *t) {
  int32_t const teacher = t->trace->index;
  const jh_teacher *const one = &t->county->teachers[teacher];
  trace_roster roster;
  trace_add_line(t, one->source);
  tell_conditions(t, one);
  if (!trace_roster_read(t, t->county, JH_SUPPOSE_NOTHING, &roster)) return;
  bool const goes = roster.entry_of[teacher] >= 0;
  if (goes) trace_add_row(t, JH_PLAN_ROSTER, roster.entries[roster.entry_of[teacher]].row);
  trace_tell_choice(&roster, teacher);
  if (t->trace->eligible) tell_receivers(&roster, teacher);
  if (goes) trace_try_stay(&roster, teacher);
  if (t->trace->eligible) {
    tell_binding(&roster, teacher);
    try_receivers(&roster, teacher);
    try_others(&roster, teacher);
    try_one_more_post(&roster, teacher);
  } else {
    const jh_county *const county = with_conditions(t);
    trace_roster supposed;
    if (county && !goes && trace_roster_read(t, county, JH_SUPPOSE_CONDITIONS, &supposed))
      try_receivers(&supposed, teacher);
  }
  trace_sort_options(t, 0);
}
