/* A written roster, and the same with one teacher staying, going or changing places. */
#include "trace_roster.h"

#include "staff.h"

#include <stdio.h>
#include <string.h>

/* ---- reading ---- */

static int32_t find_subject(const jh_county *county, const char *name) {
  for (int32_t j = 0; name && j < county->subject_count; j++)
    if (strcmp(county->subjects[j], name) == 0) return j;
  return -1;
}

static void read_entries(trace_roster *r) {
  tracer *const t = r->t;
  const jh_county *const c = t->county;
  const jh_table *const table = &t->tables[JH_PLAN_ROSTER];
  for (int32_t row = 0; table->present && row < table->row_count; row++) {
    const char *const id = trace_cell(table, row, "teacher_id"), *const to = trace_cell(table, row, "to_school");
    int32_t const teacher = id ? jh_county_find_teacher(c, id).i : -1;
    int32_t const school = to ? jh_county_find_school(c, to).i : -1;
    if (teacher < 0 || school < 0 || r->entry_of[teacher] >= 0) continue;
    int32_t const subject = find_subject(c, trace_cell(table, row, "subject"));
    r->entry_of[teacher] = r->entry_count;
    r->entries[r->entry_count++] = (trace_entry){row, teacher, school, subject};
    r->sent_from[c->teachers[teacher].school.i]++;
    int32_t const receiver = r->ground.receiver_of[school];
    if (receiver >= 0 && subject >= 0) r->come[receiver * c->subject_count + subject]++;
  }
}

bool trace_roster_read(tracer *t, const jh_county *county, jh_trace_supposition suppose, trace_roster *r) {
  *r = (trace_roster){.t = t, .suppose = suppose};
  jh_problems told; /* what the tables leave open was told when the plan was made */
  jh_problems_init(&told, t->arena);
  if (rotation_lay_ground(county, trace_year(t), t->arena, &told, &r->ground)) return t->no_memory = true, false;
  if (suppose == JH_SUPPOSE_NOTHING)
    r->base = t->base;
  else
    trace_base_of(t, county, &r->base);
  r->entries = JH_NEW(t->arena, trace_entry, county->teacher_count);
  r->entry_of = JH_NEW(t->arena, int32_t, county->teacher_count);
  r->eligible = JH_NEW(t->arena, bool, county->teacher_count);
  r->sent_from = JH_NEW(t->arena, int32_t, county->school_count);
  r->come = JH_NEW(t->arena, int32_t, (size_t)r->ground.receiver_count * (size_t)county->subject_count);
  if (!r->entries || !r->entry_of || !r->eligible || !r->sent_from || !r->come) return t->no_memory = true, false;
  for (int32_t i = 0; i < county->teacher_count; i++) r->entry_of[i] = -1;
  for (int32_t i = 0; i < r->ground.candidate_count; i++) r->eligible[r->ground.candidates[i].teacher.i] = true;
  read_entries(r);
  return !t->no_memory;
}

int32_t trace_short_posts(const trace_roster *r, int32_t receiver, int32_t subject) {
  if (receiver < 0 || subject < 0) return 0;
  int32_t const at = receiver * r->ground.county->subject_count + subject;
  int32_t const lacking = r->ground.needed[at] - r->ground.present[at];
  int32_t const left = (lacking > 0 ? lacking : 0) - r->come[at];
  return left > 0 ? left : 0;
}

int64_t trace_teacher_mm(const trace_roster *r, int32_t teacher, int32_t school) {
  const jh_county *const c = r->ground.county;
  const jh_teacher *const one = &c->teachers[teacher];
  return jh_distance_mm(c, one->home.known ? &one->home : &c->schools[one->school.i].position,
                        &c->schools[school].position);
}

bool trace_qualified(const jh_teacher *teacher, int32_t subject) {
  for (int32_t k = 0; k <= teacher->also_count; k++)
    if (rotation_subject(teacher, k).i == subject) return true;
  return false;
}

int32_t trace_subject_at(const trace_roster *r, int32_t teacher, int32_t receiver) {
  const jh_teacher *const one = &r->ground.county->teachers[teacher];
  for (int32_t k = 0; k <= one->also_count; k++)
    if (trace_short_posts(r, receiver, rotation_subject(one, k).i) > 0) return rotation_subject(one, k).i;
  return one->subject.i;
}

/* ---- writing ---- */

/* A row as the job writes it; row -1: a new one. */
static void write_entry(const trace_roster *r, trace_draft *draft, int32_t row, int32_t teacher, int32_t school,
                        int32_t subject) {
  tracer *const t = r->t;
  const jh_county *const c = t->county;
  const jh_teacher *const one = &c->teachers[teacher];
  int32_t const at = row >= 0 ? row : trace_draft_add(t, draft, JH_PLAN_ROSTER);
  int64_t const mm = trace_teacher_mm(r, teacher, school), metres = mm < 0 ? -1 : (mm + 500) / 1000;
  char km[32];
  snprintf(km, sizeof km, "%lld.%03lld", (long long)(metres / 1000), (long long)(metres % 1000));
  trace_draft_put_count(t, draft, JH_PLAN_ROSTER, at, "year", trace_year(t));
  trace_draft_put(t, draft, JH_PLAN_ROSTER, at, "teacher_id", one->id);
  trace_draft_put(t, draft, JH_PLAN_ROSTER, at, "name", one->name);
  trace_draft_put(t, draft, JH_PLAN_ROSTER, at, "from_school", c->schools[one->school.i].id);
  trace_draft_put(t, draft, JH_PLAN_ROSTER, at, "to_school", c->schools[school].id);
  trace_draft_put(t, draft, JH_PLAN_ROSTER, at, "subject", subject >= 0 ? c->subjects[subject] : NULL);
  trace_draft_put_count(t, draft, JH_PLAN_ROSTER, at, "backbone", one->backbone);
  trace_draft_put_count(t, draft, JH_PLAN_ROSTER, at, "counts_for_quota", r->eligible[teacher]);
  trace_draft_put(t, draft, JH_PLAN_ROSTER, at, "km", metres < 0 ? NULL : km);
}

static void price(trace_roster *r, trace_draft *draft, jh_trace_option *option) {
  jh_trace_price result;
  trace_draft_price(r->t, draft, &r->base, &result);
  if (option) option->price = result;
}

static jh_trace_option *add_option(trace_roster *r, jh_trace_act act, int32_t teacher, int32_t other, int32_t school,
                                   int32_t subject) {
  jh_trace_option *const option = trace_add_option(r->t, act);
  if (!option) return NULL;
  const jh_teacher *const one = &r->t->county->teachers[teacher];
  option->suppose = r->suppose;
  option->teacher.i = teacher;
  option->other.i = other;
  option->from = one->school;
  option->school.i = school;
  option->subject.i = subject;
  if (school < 0) return option;
  option->distance_mm = trace_teacher_mm(r, teacher, school);
  for (int32_t k = 0; k < one->prefer_count; k++) option->preferred |= one->prefer[k].i == school;
  return option;
}

void trace_try_stay(trace_roster *r, int32_t teacher) {
  jh_trace_option *const option = add_option(r, JH_TRACE_STAYS, teacher, -1, -1, -1);
  trace_draft draft = trace_draft_begin(r->t);
  trace_draft_drop(&draft, JH_PLAN_ROSTER, r->entries[r->entry_of[teacher]].row);
  price(r, &draft, option);
}

void trace_try_go(trace_roster *r, int32_t teacher, int32_t school, int32_t subject) {
  jh_trace_option *const option = add_option(r, JH_TRACE_GOES, teacher, -1, school, subject);
  int32_t const entry = r->entry_of[teacher];
  trace_draft draft = trace_draft_begin(r->t);
  write_entry(r, &draft, entry >= 0 ? r->entries[entry].row : -1, teacher, school, subject);
  price(r, &draft, option);
}

void trace_try_replace(trace_roster *r, int32_t teacher, int32_t other) {
  const trace_entry *const place = &r->entries[r->entry_of[other]];
  jh_trace_option *const option = add_option(r, JH_TRACE_REPLACES, teacher, other, place->to, place->subject);
  trace_draft draft = trace_draft_begin(r->t);
  write_entry(r, &draft, place->row, teacher, place->to, place->subject);
  price(r, &draft, option);
}

void trace_try_swap(trace_roster *r, int32_t teacher, int32_t other) {
  const trace_entry *const mine = &r->entries[r->entry_of[teacher]], *const hers = &r->entries[r->entry_of[other]];
  jh_trace_option *const option = add_option(r, JH_TRACE_SWAPS, teacher, other, hers->to, hers->subject);
  trace_draft draft = trace_draft_begin(r->t);
  write_entry(r, &draft, hers->row, teacher, hers->to, hers->subject);
  write_entry(r, &draft, mine->row, other, mine->to, mine->subject);
  price(r, &draft, option);
}

void trace_tell_choice(trace_roster *r, int32_t teacher) {
  int32_t const entry = r->entry_of[teacher];
  const trace_entry *const mine = entry >= 0 ? &r->entries[entry] : NULL;
  jh_trace_option *const option = add_option(r, mine ? JH_TRACE_GOES : JH_TRACE_STAYS, teacher, -1,
                                             mine ? mine->to : -1, mine ? mine->subject : -1);
  if (!option) return;
  option->chosen = true;
  trace_price_nothing(r->t, &r->base, &option->price);
}

/* ---- what binds ---- */

void trace_tell_quotas(trace_roster *r) {
  int32_t sent = 0, backbone = 0;
  for (int32_t i = 0; i < r->entry_count; i++) {
    int32_t const teacher = r->entries[i].teacher;
    sent += r->eligible[teacher];
    backbone += r->eligible[teacher] && r->t->county->teachers[teacher].backbone;
  }
  jh_trace_fact *const quota = trace_add_fact(r->t, JH_FACT_QUOTA);
  quota->actual = sent;
  quota->required = r->ground.due;
  if (r->ground.by_school) quota->required = rotation_share_of(r->ground.share, r->ground.candidate_count);
  quota->of = r->ground.candidate_count;
  quota->judged = quota->has_key = true;
  quota->key = JH_ROTATION_SHARE;
  quota->met = sent >= quota->required;
  jh_trace_fact *const share = trace_add_fact(r->t, JH_FACT_BACKBONE);
  share->actual = backbone;
  share->required = rotation_share_of(r->ground.backbone_share, sent);
  share->of = sent;
  share->judged = share->has_key = true;
  share->key = JH_BACKBONE_SHARE;
  share->met = backbone >= share->required;
}

void trace_tell_leave(trace_roster *r, int32_t school) {
  for (int32_t a = 0; a < r->ground.sender_count; a++) {
    const rotation_sender *const sender = &r->ground.senders[a];
    if (sender->school.i != school) continue;
    jh_trace_fact *const fact = trace_add_fact(r->t, JH_FACT_LEAVE);
    fact->school = sender->school;
    fact->actual = r->sent_from[school];
    fact->required = sender->leave;
    fact->of = sender->teachers;
    fact->judged = fact->has_key = true;
    fact->key = JH_MAX_LEAVE_SHARE;
    fact->met = fact->actual <= fact->required;
  }
}
