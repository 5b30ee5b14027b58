/* The plan of consolidate: decisions, capacity, modes, catchments, who is affected, costs. */
#include "audit_consolidation.h"

#include <stdlib.h>

/* ---- grade bands ---- */

/* "1-3,4-6,7-9": ascending, none twice. */
static bool read_bands(const char *text, consolidation *c) {
  int32_t previous = 0;
  if (!text) return false;
  while (*text) {
    char *end = NULL;
    long const first = strtol(text, &end, 10);
    if (end == text || first <= previous || first > JH_LAST_GRADE) return false;
    long last = first;
    if (*end == '-') {
      text = end + 1;
      last = strtol(text, &end, 10);
    }
    if (end == text || last < first || last > JH_LAST_GRADE) return false;
    c->bands[c->band_count++] = (grade_band){(int32_t)first, (int32_t)last};
    previous = (int32_t)last;
    for (text = end; *text == ',' || *text == ';' || *text == ' '; text++) {
    }
  }
  return c->band_count > 0;
}

static void check_bands(consolidation *c) {
  auditor *const a = c->book.a;
  const char *const text = jh_policy_text(a->policy, JH_BANDS);
  bool const read = read_bands(text, c);
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "bands", "every grade with pupils in one band",
                                        audit_policy_source(a, JH_BANDS));
  if (!read) audit_tally_bad(&tally, "county", NULL, text ? text : JH_N("empty"));
  for (int32_t i = 0; i < c->book.count; i++) {
    const book_row *const row = &c->book.rows[i];
    audit_judge(&tally, audit_band_of(c, row->grade) >= 0, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row), NULL,
                audit_say(a, "grade %d", (int)row->grade));
  }
  audit_tally_end(&tally);
}

/* ---- schools.csv: what becomes of each ---- */

static bool runs_by(int32_t decision) { return decision == JH_KEEP || decision == JH_NEW || decision == JH_RESTORE; }

static bool fits_status(jh_site_status status, int32_t decision) {
  switch (status) {
    case JH_OPEN: return decision == JH_KEEP || decision == JH_MERGE;
    case JH_CLOSED: return decision == JH_RESTORE || decision == JH_STAY_CLOSED;
    case JH_PROPOSED: return decision == JH_NEW || decision == JH_NOT_BUILT;
  }
  return false;
}

static const char *const allowed_decisions[] = {[JH_OPEN] = JH_N("keep or merge: it is open"),
                                                [JH_CLOSED] = JH_N("restore or stay_closed: it is closed"),
                                                [JH_PROPOSED] = JH_N("new or not_built: it is proposed")};

static void read_decisions(consolidation *c) {
  auditor *const a = c->book.a;
  const jh_county *const county = a->county;
  audit_tally tally =
      audit_tally_begin(a, AUDIT_CONSISTENCY, "decision", "every school once, as its status allows", "");
  for (int32_t s = 0; s < county->school_count; s++) c->row_of[s] = -1;
  for (int32_t row = 0; row < audit_rows(a, JH_PLAN_SCHOOLS); row++) {
    const char *const where = audit_place_of_row(a, JH_PLAN_SCHOOLS, row);
    const char *const id = audit_cell(a, JH_PLAN_SCHOOLS, row, "school_id");
    int32_t const s = audit_find(&a->schools, id);
    int32_t const decision = audit_choice_cell(a, JH_PLAN_SCHOOLS, row, "decision");
    audit_judge(&tally, s >= 0 && c->row_of[s] < 0, where, "a school of the county, once", id);
    if (s < 0) continue;
    c->row_of[s] = row;
    c->plan[s].runs = runs_by(decision);
    audit_judge(&tally, fits_status(county->schools[s].status, decision), where,
                allowed_decisions[county->schools[s].status], audit_cell(a, JH_PLAN_SCHOOLS, row, "decision"));
  }
  for (int32_t s = 0; s < county->school_count; s++)
    if (c->row_of[s] < 0) audit_tally_bad(&tally, county->schools[s].id, JH_N("a row in schools.csv"), "missing");
  audit_tally_end(&tally);
}

static void check_protected(const consolidation *c) {
  auditor *const a = c->book.a;
  audit_tally tally = audit_tally_begin(a, AUDIT_HARD, "protected", "a protected school runs in every plan",
                                        "schools.csv: protected");
  for (int32_t s = 0; s < a->county->school_count; s++)
    if (a->county->schools[s].is_protected)
      audit_judge(&tally, c->plan[s].runs, a->county->schools[s].id, NULL, JH_N("does not run"));
  audit_tally_end(&tally);
}

/* ---- schools.csv: figures ---- */

static void check_count(auditor *a, audit_tally *tally, int32_t row, const char *column, int64_t expected) {
  const char *const text = audit_cell(a, JH_PLAN_SCHOOLS, row, column);
  bool const same = expected < 0 ? !text : audit_count_cell(a, JH_PLAN_SCHOOLS, row, column, -1) == expected;
  audit_judge(
      tally, same, audit_place_of_row(a, JH_PLAN_SCHOOLS, row),
      expected < 0 ? audit_text(a, "%s empty", column) : audit_text(a, "%s %lld", column, (long long)expected), text);
}

static void check_yuan(auditor *a, audit_tally *tally, int32_t row, const char *column, int64_t expected) {
  const char *const text = audit_cell(a, JH_PLAN_SCHOOLS, row, column);
  int64_t written = 0;
  audit_judge(tally, audit_decimal(text, 2, &written) && written == expected,
              audit_place_of_row(a, JH_PLAN_SCHOOLS, row),
              audit_text(a, "%s %s", column, audit_yuan_text(a, expected)), text);
}

/* Of a school that runs: `seats`, else what its rooms hold; -1: nothing bounds it. Of another 0. */
static int64_t seats_of(const consolidation *c, int32_t s) {
  const jh_school *const school = &c->book.a->county->schools[s];
  if (!c->plan[s].runs) return 0;
  if (school->seats >= 0) return school->seats;
  return school->rooms >= 0 && c->limit > 0 ? (school->rooms + c->plan[s].added) * c->limit : -1;
}

static void check_figures(const consolidation *c) {
  auditor *const a = c->book.a;
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "schools",
                                        "grades, pupils, seats, classes and costs as recomputed", "");
  for (int32_t s = 0; s < a->county->school_count; s++) {
    const jh_school *const school = &a->county->schools[s];
    const audit_site *const site = &c->plan[s];
    int32_t const row = c->row_of[s];
    if (row < 0) continue;
    audit_wide annual = 0;
    for (int k = 0; k < AUDIT_COSTS; k++) annual += k == AUDIT_ONE_OFF ? 0 : site->cost[k];
    check_count(a, &tally, row, "first_grade", school->first_grade);
    check_count(a, &tally, row, "last_grade", school->last_grade);
    check_count(a, &tally, row, "pupils", site->pupils);
    check_count(a, &tally, row, "seats", seats_of(c, s));
    check_count(a, &tally, row, "classes", site->classes);
    check_yuan(a, &tally, row, "annual_cost", audit_fen(annual));
    check_yuan(a, &tally, row, "one_off_cost", audit_fen(site->one_off_fen * AUDIT_MICROFEN));
  }
  audit_tally_end(&tally);
}

/* merged_into of a school that is merged: where most of its pupils of today go, any of those that tie. */
static void check_merged(const consolidation *c) {
  auditor *const a = c->book.a;
  const jh_county *const county = a->county;
  audit_tally tally =
      audit_tally_begin(a, AUDIT_CONSISTENCY, "merged_into", "of a merged school: where most of its pupils go", "");
  int64_t *const gone = JH_NEW(a->arena, int64_t, county->school_count);
  if (!gone) {
    a->no_memory = true;
    return;
  }
  for (int32_t s = 0; s < county->school_count; s++) {
    if (c->row_of[s] < 0) continue;
    const char *const text = audit_cell(a, JH_PLAN_SCHOOLS, c->row_of[s], "merged_into");
    bool const merged = audit_choice_cell(a, JH_PLAN_SCHOOLS, c->row_of[s], "decision") == JH_MERGE;
    int64_t most = 0;
    for (int32_t t = 0; t < county->school_count; t++) gone[t] = 0;
    for (int32_t i = 0; i < c->book.count && merged; i++) {
      const book_row *const row = &c->book.rows[i];
      if (row->from != s || row->to == s) continue;
      gone[row->to] += row->pupils;
      if (gone[row->to] > most) most = gone[row->to];
    }
    int32_t const into = audit_find(&a->schools, text);
    audit_judge(&tally, most > 0 ? into >= 0 && gone[into] == most : !text,
                audit_place_of_row(a, JH_PLAN_SCHOOLS, c->row_of[s]),
                most > 0 ? audit_say(a, "the school that takes %lld", (long long)most) : JH_N("empty: nobody goes"),
                text);
  }
  audit_tally_end(&tally);
}

/* ---- capacity ---- */

typedef struct capacity_rules {
  audit_tally running, seats, rooms, beds, classes, least;
} capacity_rules;

static const char *pupils_text(auditor *a, int64_t pupils) { return audit_say(a, "%lld pupils", (long long)pupils); }

static void check_written_classes(const consolidation *c, int32_t s, audit_tally *tally) {
  auditor *const a = c->book.a;
  if (c->limit == 0 || c->plan[s].pupils == 0 || c->row_of[s] < 0) return;
  int64_t const written = audit_count_cell(a, JH_PLAN_SCHOOLS, c->row_of[s], "classes", -1);
  audit_judge(tally, written >= c->plan[s].classes, a->county->schools[s].id,
              audit_say(a, "at least %lld classes of at most %d", (long long)c->plan[s].classes, (int)c->limit),
              audit_cell(a, JH_PLAN_SCHOOLS, c->row_of[s], "classes"));
}

static void check_school(const consolidation *c, int32_t s, capacity_rules *rules) {
  auditor *const a = c->book.a;
  const jh_school *const school = &a->county->schools[s];
  const audit_site *const site = &c->plan[s];
  int64_t const least = jh_policy_or(a->policy, JH_MIN_SCHOOL_PUPILS, 0);
  if (c->book.serves[s])
    audit_judge(&rules->running, site->runs, school->id, NULL, audit_say(a, "%lld pupils", (long long)site->pupils));
  check_written_classes(c, s, &rules->classes);
  if (school->seats >= 0)
    audit_judge(&rules->seats, site->pupils <= school->seats, school->id,
                audit_say(a, "at most %d seats", (int)school->seats), pupils_text(a, site->pupils));
  int64_t const rooms = (int64_t)school->rooms + school->max_new_rooms;
  if (school->rooms >= 0)
    audit_judge(&rules->rooms, site->classes <= rooms, school->id,
                audit_say(a, "at most %lld rooms", (long long)rooms),
                audit_say(a, "%lld classes", (long long)site->classes));
  if (site->boarders > 0)
    audit_judge(&rules->beds, site->boarders <= school->beds, school->id,
                audit_say(a, "at most %d beds", (int)school->beds),
                audit_say(a, "%lld boarders", (long long)site->boarders));
  if (site->runs && least > 0)
    audit_judge(&rules->least, site->pupils >= least, school->id,
                audit_say(a, "at least %lld pupils", (long long)least), pupils_text(a, site->pupils));
}

static void check_capacity(const consolidation *c) {
  auditor *const a = c->book.a;
  capacity_rules rules = {
      audit_tally_begin(a, AUDIT_HARD, "running", "pupils only at schools that run", ""),
      audit_tally_begin(a, AUDIT_RULE, "seats", "pupils within seats", "schools.csv: seats"),
      audit_tally_begin(a, AUDIT_RULE, "rooms", "a room for each class, added ones included", "schools.csv: rooms"),
      audit_tally_begin(a, AUDIT_RULE, "beds", "a bed for each boarder", "国办发〔2012〕48号"),
      audit_tally_begin(a, AUDIT_RULE, "class_limit", "no class above the limit of the year",
                        audit_policy_source(a, JH_LARGE_CLASS_LIMIT)),
      audit_tally_begin(a, AUDIT_RULE, "min_school_pupils", "min_school_pupils at every school that runs",
                        audit_policy_source(a, JH_MIN_SCHOOL_PUPILS))};
  for (int32_t s = 0; s < a->county->school_count; s++) check_school(c, s, &rules);
  audit_tally_end(&rules.running);
  audit_tally_end(&rules.seats);
  audit_tally_end(&rules.rooms);
  audit_tally_end(&rules.beds);
  audit_tally_end(&rules.classes);
  audit_tally_end(&rules.least);
}

static void check_number(const consolidation *c) {
  auditor *const a = c->book.a;
  int64_t running = 0;
  for (int32_t s = 0; s < a->county->school_count; s++) running += c->plan[s].runs;
  if (!jh_policy_has(a->policy, JH_NUMBER_OF_SCHOOLS)) return;
  int64_t const number = jh_policy_get(a->policy, JH_NUMBER_OF_SCHOOLS);
  audit_add(a, AUDIT_RULE, running == number, "number_of_schools", "county", audit_text(a, "%lld", (long long)number),
            audit_text(a, "%lld", (long long)running), audit_policy_source(a, JH_NUMBER_OF_SCHOOLS));
}

/* ---- the way ---- */

/* Who boards by the plan's own word: never below board_min_grade (grades 1-3 do not board). */
static void check_ways(const consolidation *c) {
  auditor *const a = c->book.a;
  int64_t const least = jh_policy_get(a->policy, JH_BOARD_MIN_GRADE);
  audit_tally board = audit_tally_begin(a, AUDIT_HARD, "board_min_grade", "no boarding below board_min_grade",
                                        audit_policy_source(a, JH_BOARD_MIN_GRADE));
  audit_tally reach = audit_tally_begin(a, AUDIT_HARD, "reach", "a known distance", "");
  for (int32_t i = 0; i < c->book.count; i++) {
    const book_row *const row = &c->book.rows[i];
    const char *const where = audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row);
    if (row->pupils == 0) continue;
    audit_judge(&reach, row->way.mm >= 0, where, NULL, JH_N("not known"));
    if (audit_choice_cell(a, JH_PLAN_ASSIGNMENTS, row->row, "mode") != JH_BOARD) continue;
    audit_judge(&board, row->grade >= least, where, audit_say(a, "from grade %lld on", (long long)least),
                audit_say(a, "grade %d boards", (int)row->grade));
  }
  audit_tally_end(&board);
  audit_tally_end(&reach);
}

void audit_consolidation(auditor *a) {
  consolidation c = {.limit = audit_limit(a->policy, a->first_year)};
  if (!book_read(a, &c.book)) return;
  c.row_of = JH_NEW(a->arena, int32_t, a->county->school_count);
  c.plan = JH_NEW(a->arena, audit_site, a->county->school_count);
  c.today = JH_NEW(a->arena, audit_site, a->county->school_count);
  if (!c.row_of || !c.plan || !c.today) {
    a->no_memory = true;
    return;
  }
  check_bands(&c);
  read_decisions(&c);
  audit_price_plan(&c);
  if (!audit_price_today(&c)) return;
  check_protected(&c);
  check_figures(&c);
  check_merged(&c);
  check_capacity(&c);
  check_number(&c);
  book_check_cohorts(&c.book);
  book_check_rows(&c.book, true);
  check_ways(&c);
  if (jh_policy_or(a->policy, JH_KEEP_TOGETHER, 1) || jh_policy_get(a->policy, JH_CONTIGUOUS))
    book_check_together(&c.book, c.bands, c.band_count);
  book_check_catchments(&c.book, c.bands, c.band_count);
  audit_check_affected(&c);
  audit_check_costs(&c);
  audit_check_alternatives(&c);
  book_check_sizes(&c.book);
  book_tell_groups(&c.book);
}
