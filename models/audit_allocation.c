/* The plan of allocate: reach, entry grades, rooms, seats, classes, and the goals. */
#include "audit_book.h"

#include <string.h>

/* classes.csv and rooms.csv by year x school. */
typedef struct allocation {
  audit_book book;
  int64_t *classes; /* by book_cell */
  int64_t *added;   /* by book_school, this year */
  bool *has_row;    /* rooms.csv, by book_school */
  int64_t yuan_fen;
} allocation;

static void judge(audit_tally *tally, bool good, const char *scope, const char *required, const char *achieved) {
  if (good)
    audit_tally_good(tally);
  else
    audit_tally_bad(tally, scope, required, achieved ? achieved : JH_N("empty"));
}

/* ---- reach ---- */

typedef struct reach_rules {
  audit_tally km, minutes, entry;
} reach_rules;

static void check_limit(const audit_book *book, const book_row *row, audit_tally *tally, jh_policy_key key,
                        int64_t value, int64_t per_milli, double shown) {
  auditor *const a = book->a;
  if (!jh_policy_has(a->policy, key) || row->pupils == 0) return;
  bool const within = value >= 0 && value <= jh_policy_get(a->policy, key) * per_milli;
  judge(
      tally, within,
      audit_say(a, "%s to %s, %d", a->county->places[row->place].id, a->county->schools[row->to].id, (int)row->year),
      audit_say(a, "at most %g", (double)jh_policy_get(a->policy, key) / 1000),
      value < 0 ? JH_N("not known") : audit_text(a, "%.3f", shown));
}

/* With scope = entry everyone but grades 1 and 7 stays, where the present school runs and teaches the grade. */
static void check_entry(const audit_book *book, const book_row *row, audit_tally *tally) {
  auditor *const a = book->a;
  if (jh_policy_get(a->policy, JH_SCOPE) != 1 || row->from < 0 || row->pupils == 0) return;
  if (row->grade == 1 || row->grade == JH_LAST_PRIMARY_GRADE + 1) return;
  const jh_school *const from = &a->county->schools[row->from];
  if (from->status != JH_OPEN || !jh_school_teaches(from, row->grade)) return;
  judge(tally, row->to == row->from, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row), NULL,
        audit_say(a, "%s to %s in grade %d", from->id, a->county->schools[row->to].id, (int)row->grade));
}

static void check_reach(const audit_book *book) {
  auditor *const a = book->a;
  reach_rules rules = {
      audit_tally_begin(a, AUDIT_RULE, "max_km", "within max_km", audit_policy_source(a, JH_MAX_KM_PRIMARY)),
      audit_tally_begin(a, AUDIT_RULE, "max_minutes", "within max_minutes",
                        audit_policy_source(a, JH_MAX_MINUTES_PRIMARY)),
      audit_tally_begin(a, AUDIT_RULE, "scope_entry", "only grades 1 and 7 move", audit_policy_source(a, JH_SCOPE))};
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    bool const junior = row->grade > JH_LAST_PRIMARY_GRADE;
    check_limit(book, row, &rules.km, junior ? JH_MAX_KM_JUNIOR : JH_MAX_KM_PRIMARY, row->way.mm, 1000,
                (double)row->way.mm / 1e6);
    check_limit(book, row, &rules.minutes, junior ? JH_MAX_MINUTES_JUNIOR : JH_MAX_MINUTES_PRIMARY, row->way.s * 1000,
                60, (double)row->way.s / 60);
    check_entry(book, row, &rules.entry);
  }
  audit_tally_end(&rules.km);
  audit_tally_end(&rules.minutes);
  audit_tally_end(&rules.entry);
}

/* ---- classes.csv ---- */

static void check_count(auditor *a, audit_tally *tally, int32_t row, const char *column, int64_t expected) {
  judge(tally, audit_count_cell(a, JH_PLAN_CLASSES, row, column, -1) == expected,
        audit_place_of_row(a, JH_PLAN_CLASSES, row), audit_text(a, "%s %lld", column, (long long)expected),
        audit_cell(a, JH_PLAN_CLASSES, row, column));
}

static void read_class_row(allocation *plan, int32_t i, audit_tally *tally) {
  auditor *const a = plan->book.a;
  int32_t const school = audit_school_cell(a, JH_PLAN_CLASSES, i, "school_id");
  int32_t const year = (int32_t)audit_count_cell(a, JH_PLAN_CLASSES, i, "year", -1);
  int32_t const grade = (int32_t)audit_count_cell(a, JH_PLAN_CLASSES, i, "grade", -1);
  int64_t const classes = audit_count_cell(a, JH_PLAN_CLASSES, i, "classes", -1);
  const char *const where = audit_place_of_row(a, JH_PLAN_CLASSES, i);
  if (school < 0 || year < a->first_year || year > a->last_year || grade < 1 || grade > JH_LAST_GRADE) {
    audit_tally_bad(tally, where, NULL, JH_N("a row that cannot be used"));
    return;
  }
  size_t const at = book_cell(&plan->book, year, school, grade);
  int64_t const pupils = plan->book.load[at];
  judge(tally, plan->classes[at] < 0, where, "each year, school and grade once", "twice");
  judge(tally, classes >= (pupils > 0), where, "a class where there are pupils",
        audit_cell(a, JH_PLAN_CLASSES, i, "classes"));
  plan->classes[at] = classes > 0 ? classes : 0;
  int32_t const limit = audit_limit(a->policy, year);
  int64_t const room_for = plan->classes[at] * limit;
  check_count(a, tally, i, "pupils", pupils);
  check_count(a, tally, i, "largest", plan->classes[at] > 0 ? audit_ceil(pupils, plan->classes[at]) : pupils);
  check_count(a, tally, i, "over", limit > 0 && pupils > room_for ? pupils - room_for : 0);
  if (limit > 0)
    check_count(a, tally, i, "limit", limit);
  else
    judge(tally, audit_count_cell(a, JH_PLAN_CLASSES, i, "limit", 0) == 0, where, "no limit in force",
          audit_cell(a, JH_PLAN_CLASSES, i, "limit"));
}

static void check_classes(allocation *plan) {
  auditor *const a = plan->book.a;
  const jh_county *const c = a->county;
  audit_tally tally =
      audit_tally_begin(a, AUDIT_CONSISTENCY, "classes", "pupils, largest, limit and over as recomputed", "");
  size_t const cells = (size_t)plan->book.years * (size_t)c->school_count * 10;
  for (size_t i = 0; i < cells; i++) plan->classes[i] = -1;
  for (int32_t i = 0; i < audit_rows(a, JH_PLAN_CLASSES); i++) read_class_row(plan, i, &tally);
  for (int32_t year = a->first_year; year <= a->last_year; year++)
    for (int32_t s = 0; s < c->school_count; s++)
      for (int32_t g = 1; g <= JH_LAST_GRADE; g++) {
        size_t const at = book_cell(&plan->book, year, s, g);
        if (plan->classes[at] >= 0) continue;
        plan->classes[at] = 0;
        if (plan->book.load[at] > 0)
          audit_tally_bad(&tally, audit_say(a, "%s, grade %d, %d", c->schools[s].id, (int)g, (int)year),
                          "a row in classes.csv", "missing");
      }
  audit_tally_end(&tally);
}

static void check_class_limits(const allocation *plan) {
  auditor *const a = plan->book.a;
  audit_tally tally = audit_tally_begin(a, AUDIT_RULE, "class_limit", "no class above the limit of the year",
                                        audit_policy_source(a, JH_LARGE_CLASS_LIMIT));
  for (int32_t year = a->first_year; year <= a->last_year; year++) {
    int32_t const limit = audit_limit(a->policy, year);
    for (int32_t s = 0; s < a->county->school_count && limit > 0; s++)
      for (int32_t g = 1; g <= JH_LAST_GRADE; g++) {
        size_t const at = book_cell(&plan->book, year, s, g);
        int64_t const pupils = plan->book.load[at], classes = plan->classes[at];
        if (pupils > 0)
          judge(&tally, pupils <= classes * limit,
                audit_say(a, "%s, grade %d, %d", a->county->schools[s].id, (int)g, (int)year),
                audit_say(a, "at most %d a class", (int)limit),
                audit_say(a, "%lld pupils in %lld classes", (long long)pupils, (long long)classes));
      }
  }
  audit_tally_end(&tally);
}

/* ---- rooms.csv ---- */

/* The first year in which a closed or proposed school has pupils or a catchment; 0: never, or it runs today. */
static int32_t opening_year(const allocation *plan, int32_t school) {
  const auditor *const a = plan->book.a;
  if (a->county->schools[school].status == JH_OPEN) return 0;
  for (int32_t year = a->first_year; year <= a->last_year; year++)
    if (plan->book.serves[book_school(&plan->book, year, school)]) return year;
  return 0;
}

static void read_room_rows(allocation *plan, audit_tally *tally) {
  auditor *const a = plan->book.a;
  for (int32_t i = 0; i < audit_rows(a, JH_PLAN_ROOMS); i++) {
    int32_t const school = audit_school_cell(a, JH_PLAN_ROOMS, i, "school_id");
    int32_t const year = (int32_t)audit_count_cell(a, JH_PLAN_ROOMS, i, "year", -1);
    int64_t const added = audit_count_cell(a, JH_PLAN_ROOMS, i, "added", -1);
    const char *const where = audit_place_of_row(a, JH_PLAN_ROOMS, i);
    if (school < 0 || year < a->first_year || year > a->last_year || added < 0) {
      audit_tally_bad(tally, where, NULL, JH_N("a row that cannot be used"));
      continue;
    }
    size_t const at = book_school(&plan->book, year, school);
    judge(tally, !plan->has_row[at], where, "each year and school once", "twice");
    plan->has_row[at] = true;
    plan->added[at] = added;
    const jh_school *const s = &a->county->schools[school];
    int64_t const cost =
        added * s->cost_per_new_room_fen + (opening_year(plan, school) == year ? s->opening_cost_fen : 0);
    int64_t written = 0;
    judge(tally, audit_decimal_cell(a, JH_PLAN_ROOMS, i, "cost", 2, &written) && written == cost, where,
          audit_text(a, "cost %lld.%02lld", (long long)(cost / 100), (long long)(cost % 100)),
          audit_cell(a, JH_PLAN_ROOMS, i, "cost"));
    plan->yuan_fen += cost;
  }
}

static void check_rooms_before(allocation *plan, audit_tally *tally) {
  auditor *const a = plan->book.a;
  for (int32_t i = 0; i < audit_rows(a, JH_PLAN_ROOMS); i++) {
    int32_t const school = audit_school_cell(a, JH_PLAN_ROOMS, i, "school_id");
    int32_t const year = (int32_t)audit_count_cell(a, JH_PLAN_ROOMS, i, "year", -1);
    if (school < 0 || year < a->first_year || year > a->last_year || a->county->schools[school].rooms < 0) continue;
    int64_t rooms = a->county->schools[school].rooms;
    for (int32_t y = a->first_year; y < year; y++) rooms += plan->added[book_school(&plan->book, y, school)];
    judge(tally, audit_count_cell(a, JH_PLAN_ROOMS, i, "rooms", -1) == rooms, audit_place_of_row(a, JH_PLAN_ROOMS, i),
          audit_text(a, "rooms %lld", (long long)rooms), audit_cell(a, JH_PLAN_ROOMS, i, "rooms"));
  }
  for (int32_t s = 0; s < a->county->school_count; s++) {
    int32_t const opened = opening_year(plan, s);
    if (opened > 0 && !plan->has_row[book_school(&plan->book, opened, s)])
      audit_tally_bad(tally, audit_text(a, "%s, %d", a->county->schools[s].id, (int)opened),
                      JH_N("a row for its opening"), "missing");
  }
}

typedef struct room_rules {
  audit_tally rooms, added, runs, seats;
} room_rules;

static void check_school(const allocation *plan, int32_t s, room_rules *rules) {
  auditor *const a = plan->book.a;
  const jh_school *const school = &a->county->schools[s];
  int64_t added = 0;
  for (int32_t year = a->first_year; year <= a->last_year; year++) {
    const char *const scope = audit_text(a, "%s, %d", school->id, (int)year);
    size_t const at = book_school(&plan->book, year, s);
    int64_t classes = 0;
    int64_t const pupils = book_school_pupils(&plan->book, year, s);
    for (int32_t g = 1; g <= JH_LAST_GRADE; g++) classes += plan->classes[book_cell(&plan->book, year, s, g)];
    added += plan->added[at];
    if (school->rooms >= 0)
      judge(&rules->rooms, classes <= school->rooms + added, scope,
            audit_say(a, "at most %lld rooms", (long long)school->rooms + (long long)added),
            audit_say(a, "%lld classes", (long long)classes));
    if (plan->added[at] > 0)
      judge(&rules->runs, school->status == JH_OPEN || pupils > 0, scope, NULL, JH_N("not running"));
    if (school->seats >= 0)
      judge(&rules->seats, pupils <= school->seats, scope, audit_say(a, "at most %d seats", (int)school->seats),
            audit_say(a, "%lld pupils", (long long)pupils));
  }
  if (added > 0)
    judge(&rules->added, added <= school->max_new_rooms, school->id,
          audit_say(a, "at most %d new rooms", (int)school->max_new_rooms), audit_text(a, "%lld", (long long)added));
}

/* Rooms that all schools together add in a year. */
static void check_room_budget(const allocation *plan) {
  auditor *const a = plan->book.a;
  if (!jh_policy_has(a->policy, JH_ROOMS_PER_YEAR)) return;
  int64_t const budget = jh_policy_get(a->policy, JH_ROOMS_PER_YEAR);
  audit_tally tally =
      audit_tally_begin(a, AUDIT_RULE, "room_budget", JH_N("rooms added in a year within rooms_per_year"),
                        audit_policy_source(a, JH_ROOMS_PER_YEAR));
  for (int32_t year = a->first_year; year <= a->last_year; year++) {
    int64_t added = 0;
    for (int32_t s = 0; s < a->county->school_count; s++) added += plan->added[book_school(&plan->book, year, s)];
    judge(&tally, added <= budget, audit_text(a, "%d", (int)year), audit_say(a, "at most %lld", (long long)budget),
          audit_text(a, "%lld", (long long)added));
  }
  audit_tally_end(&tally);
}

static void check_rooms(allocation *plan) {
  auditor *const a = plan->book.a;
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "rooms.figures", "rooms and costs as recomputed", "");
  read_room_rows(plan, &tally);
  check_rooms_before(plan, &tally);
  audit_tally_end(&tally);
  room_rules rules = {audit_tally_begin(a, AUDIT_RULE, "rooms", "a room for each class", ""),
                      audit_tally_begin(a, AUDIT_HARD, "max_new_rooms", "within max_new_rooms", ""),
                      audit_tally_begin(a, AUDIT_HARD, "rooms.running", "rooms only at schools that run", ""),
                      audit_tally_begin(a, AUDIT_RULE, "seats", "pupils within seats", "")};
  for (int32_t s = 0; s < a->county->school_count; s++) check_school(plan, s, &rules);
  audit_tally_end(&rules.rooms);
  audit_tally_end(&rules.added);
  audit_tally_end(&rules.runs);
  audit_tally_end(&rules.seats);
}

/* ---- goals ---- */

/* Pupils above `limit` a class over the cells of the plan; 0: no limit. */
static int64_t above(int64_t pupils, int64_t classes, int64_t limit) {
  return limit > 0 && pupils > classes * limit ? pupils - classes * limit : 0;
}

static int64_t standard_size(const auditor *a, int32_t school, int32_t grade) {
  if (a->county->schools[school].kind == JH_POINT) return jh_policy_get(a->policy, JH_STANDARD_CLASS_POINT);
  return jh_policy_get(a->policy,
                       grade > JH_LAST_PRIMARY_GRADE ? JH_STANDARD_CLASS_JUNIOR : JH_STANDARD_CLASS_PRIMARY);
}

static void measure_classes(const allocation *plan, int64_t *over_super, int64_t *over_limit,
                            int64_t *over_standard) {
  const auditor *const a = plan->book.a;
  int64_t super = jh_policy_get(a->policy, JH_SUPER_CLASS_LIMIT) - jh_policy_get(a->policy, JH_CLASS_MARGIN);
  if (super < 1) super = 1;
  for (int32_t year = a->first_year; year <= a->last_year; year++)
    for (int32_t s = 0; s < a->county->school_count; s++)
      for (int32_t g = 1; g <= JH_LAST_GRADE; g++) {
        size_t const at = book_cell(&plan->book, year, s, g);
        int64_t const pupils = plan->book.load[at], classes = plan->classes[at];
        *over_super += above(pupils, classes, super);
        *over_limit += above(pupils, classes, audit_limit(a->policy, year));
        *over_standard += above(pupils, classes, standard_size(a, s, g));
      }
}

/* The goal is in force: its name stands in allocate_objectives. */
static bool in_force(const auditor *a, const char *name) {
  const char *const list = jh_policy_text(a->policy, JH_ALLOCATE_OBJECTIVES);
  return !list || strstr(list, name) != NULL;
}

static void check_goals(const allocation *plan) {
  auditor *const a = plan->book.a;
  int64_t over_super = 0, over_limit = 0, over_standard = 0, bought = 0, moved = 0, mm = 0;
  measure_classes(plan, &over_super, &over_limit, &over_standard);
  for (int32_t i = 0; i < plan->book.count; i++) {
    const book_row *const row = &plan->book.rows[i];
    if (!a->county->schools[row->to].is_public && row->from != row->to) bought += row->pupils;
    if (row->from >= 0 && row->from != row->to) moved += row->pupils;
    if (row->way.mm > 0) mm += row->way.mm * row->pupils;
  }
  audit_level levels[] = {{"over_super", 0, false, over_super, false},
                          {"over_limit", 0, false, over_limit, false},
                          {"yuan", 2, false, plan->yuan_fen, false},
                          {"private_seats", 0, false, bought, false},
                          {"moved", 0, false, moved, false},
                          {"pupil_km", 6, false, mm, false},
                          {"over_standard", 0, false, over_standard, false}};
  for (int i = 0; i < 7; i++) levels[i].optional = !in_force(a, levels[i].name);
  audit_check_levels(a, levels, 7);
}

static void check_places(const audit_book *book) {
  static const grade_band stages[] = {{1, JH_LAST_PRIMARY_GRADE}, {JH_LAST_PRIMARY_GRADE + 1, JH_LAST_GRADE}};
  const jh_policy *const policy = book->a->policy;
  if (jh_policy_or(policy, JH_KEEP_TOGETHER, 0) || jh_policy_get(policy, JH_CONTIGUOUS))
    book_check_together(book, stages, 2);
  book_check_catchments(book, stages, 2);
}

void audit_allocation(auditor *a) {
  allocation plan = {.yuan_fen = 0};
  if (!book_read(a, &plan.book)) return;
  size_t const cells = (size_t)plan.book.years * (size_t)a->county->school_count;
  plan.classes = JH_NEW(a->arena, int64_t, cells * 10);
  plan.added = JH_NEW(a->arena, int64_t, cells);
  plan.has_row = JH_NEW(a->arena, bool, cells);
  if (!plan.classes || !plan.added || !plan.has_row) {
    a->no_memory = true;
    return;
  }
  check_classes(&plan);
  check_class_limits(&plan);
  book_check_cohorts(&plan.book);
  book_check_rows(&plan.book, false);
  check_reach(&plan.book);
  check_rooms(&plan);
  check_room_budget(&plan);
  book_check_ledger(&plan.book, plan.classes, plan.added);
  check_places(&plan.book);
  check_goals(&plan);
  book_check_sizes(&plan.book);
  book_tell_groups(&plan.book);
}
