/* The roster: who may go, where to, how many, and the posts before and after. */
#include "audit_inner.h"

#include <string.h>

typedef struct roster_row {
  int32_t row; /* in roster.csv */
  int32_t teacher, from, to, subject;
  bool usable; /* teacher and schools are of the county */
} roster_row;

typedef struct roster {
  auditor *a;
  roster_row *rows;
  int32_t count;
  int32_t *sent_from;   /* by school */
  int32_t *staff, *own; /* teachers by school, by school x subject */
  int32_t *gone, *come; /* by school x subject */
  int32_t *need;
  int64_t *pupils;
  int32_t sent, backbone, eligible; /* distinct eligible teachers sent; of them backbone; all eligible */
  int32_t *eligible_of, *sent_of;   /* by school */
} roster;

static const char *const ROTATION_SOURCE = "景政发〔2018〕74号 三(五)6";

static size_t cell(const roster *r, int32_t school, int32_t subject) {
  return (size_t)school * (size_t)r->a->county->subject_count + (size_t)subject;
}

static bool runs_publicly(const jh_school *s) { return s->is_public && s->status == JH_OPEN; }
static bool sends(const jh_school *s) { return runs_publicly(s) && (s->quality || s->area != JH_RURAL); }
static bool receives(const jh_school *s) { return runs_publicly(s) && !s->quality && s->area == JH_RURAL; }

/* NULL when eligible, else what stands against it. */
static const char *not_eligible(auditor *a, const jh_teacher *t) {
  const jh_policy *const p = a->policy;
  int64_t const years = t->years_here > 0 ? t->years_here : 0;
  int64_t const oldest =
      jh_policy_get(p, t->sex == JH_FEMALE ? JH_ROTATION_MAX_AGE_FEMALE : JH_ROTATION_MAX_AGE_MALE);
  if (!sends(&a->county->schools[t->school.i])) return JH_N("not at a sending school");
  if (t->exempt) return audit_say(a, "exempt: %s", t->exempt);
  if (years < jh_policy_get(p, JH_ROTATION_MIN_YEARS)) return audit_say(a, "%d years here", (int)years);
  if (t->birth_year > 0 && a->first_year - t->birth_year > oldest)
    return audit_say(a, "%d years old", (int)(a->first_year - t->birth_year));
  if (t->last_rotation > 0 && t->last_rotation + jh_policy_get(p, JH_ROTATION_REST_YEARS) > a->first_year)
    return audit_say(a, "rotated in %d", (int)t->last_rotation);
  return NULL;
}

static bool fits_stage(const jh_school *school, jh_stage stage) {
  for (int32_t g = school->first_grade; g <= school->last_grade; g++)
    if ((g > JH_LAST_PRIMARY_GRADE) == (stage == JH_JUNIOR)) return true;
  return false;
}

static int64_t way_mm(const roster *r, const roster_row *row) {
  const jh_county *const c = r->a->county;
  const jh_teacher *const t = &c->teachers[row->teacher];
  return audit_straight_mm(r->a, t->home.known ? &t->home : &c->schools[t->school.i].position,
                           &c->schools[row->to].position);
}

static bool begin_roster(roster *r) {
  auditor *const a = r->a;
  const jh_county *const c = a->county;
  size_t const schools = (size_t)c->school_count, cells = schools * (size_t)c->subject_count;
  r->count = audit_rows(a, JH_PLAN_ROSTER);
  r->rows = JH_NEW(a->arena, roster_row, r->count);
  r->sent_from = JH_NEW(a->arena, int32_t, schools);
  r->staff = JH_NEW(a->arena, int32_t, schools);
  r->eligible_of = JH_NEW(a->arena, int32_t, schools);
  r->sent_of = JH_NEW(a->arena, int32_t, schools);
  r->own = JH_NEW(a->arena, int32_t, cells);
  r->gone = JH_NEW(a->arena, int32_t, cells);
  r->come = JH_NEW(a->arena, int32_t, cells);
  r->need = audit_need(a);
  r->pupils = audit_pupils_today(a);
  if (r->rows && r->sent_from && r->staff && r->eligible_of && r->sent_of && r->own && r->gone && r->come &&
      r->need && r->pupils)
    return true;
  a->no_memory = true;
  return false;
}

static void count_teachers(roster *r) {
  const jh_county *const c = r->a->county;
  for (int32_t t = 0; t < c->teacher_count; t++) {
    const jh_teacher *const teacher = &c->teachers[t];
    r->staff[teacher->school.i]++;
    r->own[cell(r, teacher->school.i, teacher->subject.i)]++;
    if (not_eligible(r->a, teacher)) continue;
    r->eligible++;
    r->eligible_of[teacher->school.i]++;
  }
}

static void read_rows(roster *r) {
  auditor *const a = r->a;
  const jh_county *const c = a->county;
  audit_tally once = audit_tally_begin(a, AUDIT_HARD, "once", "each teacher at most once", "");
  bool *const seen = JH_NEW(a->arena, bool, c->teacher_count);
  if (!seen) {
    a->no_memory = true;
    return;
  }
  for (int32_t i = 0; i < r->count; i++) {
    roster_row *const row = &r->rows[i];
    *row = (roster_row){i,
                        audit_find(&a->teachers, audit_cell(a, JH_PLAN_ROSTER, i, "teacher_id")),
                        audit_school_cell(a, JH_PLAN_ROSTER, i, "from_school"),
                        audit_school_cell(a, JH_PLAN_ROSTER, i, "to_school"),
                        audit_find(&a->subjects, audit_cell(a, JH_PLAN_ROSTER, i, "subject")),
                        false};
    row->usable = row->teacher >= 0 && row->to >= 0;
    if (!row->usable) continue;
    const jh_teacher *const t = &c->teachers[row->teacher];
    if (row->subject >= 0) r->come[cell(r, row->to, row->subject)]++;
    if (seen[row->teacher]) {
      audit_tally_bad(&once, t->id, NULL, "twice");
      continue;
    }
    audit_tally_good(&once);
    seen[row->teacher] = true;
    r->sent_from[t->school.i]++;
    r->gone[cell(r, t->school.i, t->subject.i)]++;
    if (not_eligible(a, t)) continue;
    r->sent++;
    r->sent_of[t->school.i]++;
    r->backbone += t->backbone;
  }
  audit_tally_end(&once);
}

static bool qualified(const jh_teacher *t, int32_t subject) {
  bool is = t->subject.i == subject;
  for (int32_t k = 0; k < t->also_count; k++) is = is || t->also[k].i == subject;
  return is;
}

typedef struct roster_rules {
  audit_tally eligible, receiver, stage, subject, far;
} roster_rules;

static void check_rules_of(roster *r, const roster_row *row, roster_rules *rules) {
  auditor *const a = r->a;
  const jh_teacher *const t = &a->county->teachers[row->teacher];
  const jh_school *const to = &a->county->schools[row->to];
  const char *const against = not_eligible(a, t);
  if (against)
    audit_tally_bad(&rules->eligible, t->id, NULL, against);
  else
    audit_tally_good(&rules->eligible);
  if (receives(to))
    audit_tally_good(&rules->receiver);
  else
    audit_tally_bad(&rules->receiver, t->id, NULL, to->id);
  if (fits_stage(to, t->stage))
    audit_tally_good(&rules->stage);
  else
    audit_tally_bad(&rules->stage, t->id, NULL,
                    audit_say(a, "%s teaches grades %d-%d", to->id, (int)to->first_grade, (int)to->last_grade));
  if (row->subject >= 0 && qualified(t, row->subject))
    audit_tally_good(&rules->subject);
  else
    audit_tally_bad(&rules->subject, t->id, NULL,
                    row->subject >= 0 ? a->county->subjects[row->subject] : JH_N("no subject of the county"));
  if (!jh_policy_has(a->policy, JH_ROTATION_MAX_KM)) return;
  int64_t const mm = way_mm(r, row), most = jh_policy_get(a->policy, JH_ROTATION_MAX_KM) * 1000;
  if (mm >= 0 && mm <= most)
    audit_tally_good(&rules->far);
  else
    audit_tally_bad(&rules->far, t->id, audit_say(a, "at most %.3f km", (double)most / 1e6),
                    mm < 0 ? JH_N("not known") : audit_say(a, "%.3f km", (double)mm / 1e6));
}

static void check_rules(roster *r) {
  auditor *const a = r->a;
  roster_rules rules = {
      audit_tally_begin(a, AUDIT_HARD, "eligible", "meets the conditions of rotation", ROTATION_SOURCE),
      audit_tally_begin(a, AUDIT_HARD, "receiver", "an open public rural school without quality", ROTATION_SOURCE),
      audit_tally_begin(a, AUDIT_HARD, "stage", "the school teaches the teacher's stage", ""),
      audit_tally_begin(a, AUDIT_HARD, "subject", "the teacher's subject or also", ""),
      audit_tally_begin(a, AUDIT_HARD, "rotation_max_km", "within rotation_max_km",
                        audit_policy_source(a, JH_ROTATION_MAX_KM))};
  for (int32_t i = 0; i < r->count; i++)
    if (r->rows[i].usable) check_rules_of(r, &r->rows[i], &rules);
  audit_tally_end(&rules.eligible);
  audit_tally_end(&rules.receiver);
  audit_tally_end(&rules.stage);
  audit_tally_end(&rules.subject);
  audit_tally_end(&rules.far);
}

static void expect(audit_tally *tally, bool good, const char *scope, const char *required, const char *found) {
  if (good)
    audit_tally_good(tally);
  else
    audit_tally_bad(tally, scope, required, found ? found : JH_N("empty"));
}

/* The row against the county: what it repeats must be so. */
static void check_row(roster *r, const roster_row *row, audit_tally *tally) {
  auditor *const a = r->a;
  const jh_teacher *const t = &a->county->teachers[row->teacher];
  const char *const where = audit_place_of_row(a, JH_PLAN_ROSTER, row->row);
  const char *const name = audit_cell(a, JH_PLAN_ROSTER, row->row, "name");
  const char *const km = audit_cell(a, JH_PLAN_ROSTER, row->row, "km");
  const char *const year = audit_cell(a, JH_PLAN_ROSTER, row->row, "year");
  expect(tally, audit_count_cell(a, JH_PLAN_ROSTER, row->row, "year", -1) == a->first_year, where,
         audit_text(a, "year %d", (int)a->first_year), year);
  expect(tally, row->from == t->school.i, where, audit_text(a, "from %s", a->county->schools[t->school.i].id),
         audit_cell(a, JH_PLAN_ROSTER, row->row, "from_school"));
  expect(tally, strcmp(name ? name : "", t->name ? t->name : "") == 0, where,
         audit_text(a, "name %s", t->name ? t->name : JH_N("empty")), name);
  expect(tally, audit_yes_cell(a, JH_PLAN_ROSTER, row->row, "backbone") == t->backbone, where,
         audit_text(a, "backbone %d", t->backbone), audit_cell(a, JH_PLAN_ROSTER, row->row, "backbone"));
  int const counts = not_eligible(a, t) ? 0 : 1;
  expect(tally, audit_yes_cell(a, JH_PLAN_ROSTER, row->row, "counts_for_quota") == counts, where,
         audit_text(a, "counts_for_quota %d", counts), audit_cell(a, JH_PLAN_ROSTER, row->row, "counts_for_quota"));
  int64_t const metres = audit_shown_km(way_mm(r, row));
  int64_t written = 0;
  bool const number = audit_decimal(km, 3, &written);
  bool const same = metres < 0 ? !km || (number && written == 0) : number && written == metres;
  expect(tally, same, where, metres < 0 ? JH_N("km empty") : audit_text(a, "km %.3f", (double)metres / 1000), km);
}

static void check_rows(roster *r) {
  audit_tally tally = audit_tally_begin(r->a, AUDIT_CONSISTENCY, "roster", "rows that repeat the county rightly", "");
  for (int32_t i = 0; i < r->count; i++)
    if (r->rows[i].usable) check_row(r, &r->rows[i], &tally);
  audit_tally_end(&tally);
}

/* ---- quotas ---- */

static int64_t due_of_schools(const roster *r) {
  int64_t due = 0;
  for (int32_t s = 0; s < r->a->county->school_count; s++)
    due += audit_share_up(jh_policy_get(r->a->policy, JH_ROTATION_SHARE), r->eligible_of[s]);
  return due;
}

static void check_quotas(roster *r) {
  auditor *const a = r->a;
  int64_t const share = jh_policy_get(a->policy, JH_ROTATION_SHARE);
  int64_t const backbone_share = jh_policy_get(a->policy, JH_BACKBONE_SHARE);
  int64_t const due = audit_share_up(share, r->eligible), backbone_due = audit_share_up(backbone_share, r->sent);
  audit_add(a, AUDIT_RULE, r->sent >= due, "quota", "county",
            audit_text(a, "%lld (%s)", (long long)due, audit_percent(a, share)),
            audit_text(a, "%d / %d", (int)r->sent, (int)r->eligible), audit_policy_source(a, JH_ROTATION_SHARE));
  audit_add(a, AUDIT_RULE, r->backbone >= backbone_due, "backbone", "county",
            audit_text(a, "%lld (%s)", (long long)backbone_due, audit_percent(a, backbone_share)),
            audit_text(a, "%d / %d", (int)r->backbone, (int)r->sent), audit_policy_source(a, JH_BACKBONE_SHARE));
  bool const by_school = jh_policy_get(a->policy, JH_QUOTA_SCOPE) == 1;
  for (int32_t s = 0; s < a->county->school_count; s++) {
    if (!sends(&a->county->schools[s]) || r->eligible_of[s] == 0) continue;
    int64_t const school_due = audit_share_up(share, r->eligible_of[s]);
    audit_add(a, by_school ? AUDIT_RULE : AUDIT_INFORMATIVE, r->sent_of[s] >= school_due, "quota",
              a->county->schools[s].id, audit_text(a, "%lld (%s)", (long long)school_due, audit_percent(a, share)),
              audit_text(a, "%d / %d", (int)r->sent_of[s], (int)r->eligible_of[s]),
              audit_policy_source(a, JH_ROTATION_SHARE));
  }
}

static void check_senders(roster *r) {
  auditor *const a = r->a;
  const jh_county *const c = a->county;
  int64_t const share = jh_policy_get(a->policy, JH_MAX_LEAVE_SHARE);
  audit_tally leave = audit_tally_begin(a, AUDIT_HARD, "max_leave_share",
                                        audit_say(a, "at most %s of a sender's teachers", audit_percent(a, share)),
                                        audit_policy_source(a, JH_MAX_LEAVE_SHARE));
  audit_tally last = audit_tally_begin(a, AUDIT_HARD, "last_teacher", "one of each subject stays", "");
  for (int32_t s = 0; s < c->school_count; s++) {
    if (r->sent_from[s] == 0) continue;
    int64_t const most = audit_floor(r->staff[s] * share, 100000);
    expect(&leave, r->sent_from[s] <= most, c->schools[s].id,
           audit_say(a, "at most %lld of %d", (long long)most, (int)r->staff[s]),
           audit_text(a, "%d", (int)r->sent_from[s]));
    for (int32_t j = 0; j < c->subject_count; j++)
      if (r->gone[cell(r, s, j)] > 0)
        expect(&last, r->gone[cell(r, s, j)] < r->own[cell(r, s, j)],
               audit_text(a, "%s %s", c->schools[s].id, c->subjects[j]), NULL,
               audit_say(a, "%d of %d go", (int)r->gone[cell(r, s, j)], (int)r->own[cell(r, s, j)]));
  }
  audit_tally_end(&leave);
  audit_tally_end(&last);
}

/* ---- posts ---- */

static void check_posts(roster *r) {
  auditor *const a = r->a;
  const jh_county *const c = a->county;
  static const char *const columns[] = {"needed", "before", "after"};
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "posts", "needed, before and after as recomputed", "");
  bool *const seen = JH_NEW(a->arena, bool, (size_t)c->school_count *(size_t)c->subject_count);
  if (!seen) {
    a->no_memory = true;
    return;
  }
  for (int32_t i = 0; i < audit_rows(a, JH_PLAN_POSTS); i++) {
    int32_t const school = audit_school_cell(a, JH_PLAN_POSTS, i, "school_id");
    int32_t const subject = audit_find(&a->subjects, audit_cell(a, JH_PLAN_POSTS, i, "subject"));
    const char *const where = audit_place_of_row(a, JH_PLAN_POSTS, i);
    expect(&tally, audit_count_cell(a, JH_PLAN_POSTS, i, "year", -1) == a->first_year, where, "the plan's year",
           audit_cell(a, JH_PLAN_POSTS, i, "year"));
    bool const known = school >= 0 && subject >= 0;
    expect(&tally, known && receives(&c->schools[school]) && !seen[cell(r, school, subject)], where,
           "a receiver's post, once", audit_cell(a, JH_PLAN_POSTS, i, "school_id"));
    if (!known) continue;
    size_t const at = cell(r, school, subject);
    seen[at] = true;
    int32_t const expected[] = {r->need[at], r->own[at], r->own[at] + r->come[at]};
    for (int k = 0; k < 3; k++)
      expect(&tally, audit_count_cell(a, JH_PLAN_POSTS, i, columns[k], -1) == expected[k], where,
             audit_text(a, "%s %d", columns[k], (int)expected[k]), audit_cell(a, JH_PLAN_POSTS, i, columns[k]));
  }
  for (int32_t s = 0; s < c->school_count; s++)
    for (int32_t j = 0; receives(&c->schools[s]) && j < c->subject_count; j++)
      if ((r->need[cell(r, s, j)] > 0 || r->come[cell(r, s, j)] > 0) && !seen[cell(r, s, j)])
        audit_tally_bad(&tally, audit_text(a, "%s %s", c->schools[s].id, c->subjects[j]), JH_N("a row in posts.csv"),
                        "missing");
  audit_tally_end(&tally);
}

/* ---- levels ---- */

static int64_t beyond_posts(const roster *r, int64_t *unfilled) {
  const jh_county *const c = r->a->county;
  int64_t beyond = 0;
  *unfilled = 0;
  for (int32_t s = 0; s < c->school_count; s++) {
    bool const small = r->pupils[s] < jh_policy_get(r->a->policy, JH_SMALL_SCHOOL_PUPILS);
    int64_t const weight = small ? jh_policy_get(r->a->policy, JH_SMALL_SCHOOL_WEIGHT) : 1;
    if (!receives(&c->schools[s])) continue;
    for (int32_t j = 0; j < c->subject_count; j++) {
      int32_t const lacking = r->need[cell(r, s, j)] - r->own[cell(r, s, j)], come = r->come[cell(r, s, j)];
      int32_t const shortage = lacking > 0 ? lacking : 0;
      if (come > shortage) beyond += come - shortage;
      if (come < shortage) *unfilled += weight * (shortage - come);
    }
  }
  return beyond;
}

/* Someone who is no backbone teacher went to a post that has more than it lacked: to stay would harm no quota. */
static bool one_could_stay(const roster *r) {
  for (int32_t i = 0; i < r->count; i++) {
    const roster_row *const row = &r->rows[i];
    if (!row->usable || row->subject < 0 || r->a->county->teachers[row->teacher].backbone) continue;
    size_t const at = cell(r, row->to, row->subject);
    if (r->come[at] > 0 && r->own[at] + r->come[at] > r->need[at]) return true;
  }
  return false;
}

/* R5: whoever goes beyond the posts is needed for a quota. Where each school has its own the county's count cannot
 * tell, and the row is for information. */
static void check_beyond(roster *r, int64_t beyond) {
  auditor *const a = r->a;
  bool const by_school = jh_policy_get(a->policy, JH_QUOTA_SCOPE) == 1;
  int64_t const share = jh_policy_get(a->policy, JH_ROTATION_SHARE);
  int64_t const backbone_share = jh_policy_get(a->policy, JH_BACKBONE_SHARE);
  int64_t due = audit_share_up(share, r->eligible);
  if (by_school && due_of_schools(r) > due) due = due_of_schools(r);
  bool const for_backbone =
      100000 * (int64_t)(r->backbone - 1) < backbone_share * (r->sent - 1) && !one_could_stay(r);
  audit_add(a, by_school ? AUDIT_INFORMATIVE : AUDIT_HARD, beyond == 0 || r->sent <= due || for_backbone,
            "beyond_posts", "county", "beyond the posts only to reach the quota",
            audit_say(a, "%lld beyond, %d sent, %lld due", (long long)beyond, (int)r->sent, (long long)due),
            ROTATION_SOURCE);
}

static bool wished(const jh_teacher *t, int32_t school) {
  for (int32_t k = 0; k < t->prefer_count; k++)
    if (t->prefer[k].i == school) return true;
  return false;
}

static void check_levels(roster *r) {
  int64_t unfilled = 0, wishes = 0, mm = 0, years = 0;
  int64_t const beyond = beyond_posts(r, &unfilled);
  for (int32_t i = 0; i < r->count; i++) {
    const roster_row *const row = &r->rows[i];
    if (!row->usable) continue;
    const jh_teacher *const t = &r->a->county->teachers[row->teacher];
    int64_t const way = way_mm(r, row);
    wishes += wished(t, row->to);
    mm += way > 0 ? way : 0;
    years += t->years_here > 0 ? t->years_here : 0;
  }
  check_beyond(r, beyond);
  audit_level const levels[] = {{"posts_unfilled", 0, false, unfilled, false},
                                {"sent_beyond_posts", 0, false, beyond, false},
                                {"preferences", 0, true, wishes, false},
                                {"teacher_km", 6, false, mm, false},
                                {"years_here", 0, true, years, false}};
  audit_check_levels(r->a, levels, 5);
}

void audit_rotation(auditor *a) {
  roster r = {.a = a};
  if (!begin_roster(&r)) return;
  count_teachers(&r);
  read_rows(&r);
  check_quotas(&r);
  check_rules(&r);
  check_senders(&r);
  check_rows(&r);
  check_posts(&r);
  check_levels(&r);
}
