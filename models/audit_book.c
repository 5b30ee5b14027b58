/* assignments.csv read back, and each of its rows against the county. */
#include "audit_book.h"

static bool read_row(auditor *a, int32_t i, book_row *row) {
  const char *const group = audit_cell(a, JH_PLAN_ASSIGNMENTS, i, "group");
  const char *const from = audit_cell(a, JH_PLAN_ASSIGNMENTS, i, "from_school");
  *row = (book_row){.row = i,
                    .year = (int32_t)audit_count_cell(a, JH_PLAN_ASSIGNMENTS, i, "year", -1),
                    .place = audit_find(&a->places, audit_cell(a, JH_PLAN_ASSIGNMENTS, i, "place_id")),
                    .grade = (int32_t)audit_count_cell(a, JH_PLAN_ASSIGNMENTS, i, "grade", -1),
                    .group = group ? audit_find(&a->groups, group) : 0,
                    .from = audit_find(&a->schools, from),
                    .to = audit_school_cell(a, JH_PLAN_ASSIGNMENTS, i, "to_school"),
                    .pupils = audit_count_cell(a, JH_PLAN_ASSIGNMENTS, i, "pupils", -1)};
  if (row->place < 0 || row->to < 0 || row->pupils < 0 || row->group < 0 || (from && row->from < 0)) return false;
  if (row->grade < JH_FIRST_GRADE || row->grade > JH_LAST_GRADE) return false;
  if (row->year < a->first_year || row->year > a->last_year) return false;
  row->way = audit_way_between(a, row->place, row->to);
  row->reachable = audit_mode(a, row->way, row->grade, row->to, &row->mode);
  return true;
}

bool book_read(auditor *a, audit_book *book) {
  int32_t const count = audit_rows(a, JH_PLAN_ASSIGNMENTS);
  *book = (audit_book){.a = a, .years = a->last_year - a->first_year + 1};
  size_t const cells = (size_t)book->years * (size_t)a->county->school_count;
  book->rows = JH_NEW(a->arena, book_row, count);
  book->load = JH_NEW(a->arena, int64_t, cells * 10);
  book->serves = JH_NEW(a->arena, bool, cells);
  if (!book->rows || !book->load || !book->serves) return a->no_memory = true, false;
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "assignments", "rows of the county and the years", "");
  for (int32_t i = 0; i < count; i++) {
    book_row *const row = &book->rows[book->count];
    if (!read_row(a, i, row)) {
      audit_tally_bad(&tally, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, i), NULL, JH_N("a row that cannot be used"));
      continue;
    }
    audit_tally_good(&tally);
    book->load[book_cell(book, row->year, row->to, row->grade)] += row->pupils;
    book->serves[book_school(book, row->year, row->to)] = true;
    book->count++;
  }
  audit_tally_end(&tally);
  return true;
}

int64_t book_school_pupils(const audit_book *book, int32_t year, int32_t school) {
  int64_t pupils = 0;
  for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) pupils += book->load[book_cell(book, year, school, g)];
  return pupils;
}

/* ---- row by row ---- */

static void check_decimal(const audit_book *book, const book_row *row, audit_tally *tally, const char *column,
                          int digits, int64_t expected) {
  auditor *const a = book->a;
  const char *const text = audit_cell(a, JH_PLAN_ASSIGNMENTS, row->row, column);
  int64_t written = 0;
  bool const same = expected < 0 ? !text : audit_decimal(text, digits, &written) && written == expected;
  if (same) {
    audit_tally_good(tally);
    return;
  }
  double const shown = (double)expected / (digits == 3 ? 1000 : 10);
  audit_tally_bad(tally, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row),
                  expected < 0 ? audit_text(a, "%s empty", column) : audit_text(a, "%s %.*f", column, digits, shown),
                  text ? text : JH_N("empty"));
}

static void check_repeats(const audit_book *book, const book_row *row, audit_tally *tally) {
  auditor *const a = book->a;
  check_decimal(book, row, tally, "km", 3, audit_shown_km(row->way.mm));
  check_decimal(book, row, tally, "minutes", 1, audit_shown_minutes(row->way.s));
  if (audit_choice_cell(a, JH_PLAN_ASSIGNMENTS, row->row, "mode") == row->mode) {
    audit_tally_good(tally);
  } else {
    const char *const found = audit_cell(a, JH_PLAN_ASSIGNMENTS, row->row, "mode");
    audit_tally_bad(tally, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row),
                    audit_text(a, "mode %s", jh_mode_name((jh_mode)row->mode)), found ? found : JH_N("empty"));
  }
  int const moved = row->from >= 0 && row->from != row->to && row->pupils > 0;
  if (audit_yes_cell(a, JH_PLAN_ASSIGNMENTS, row->row, "moved") == moved) {
    audit_tally_good(tally);
  } else {
    const char *const found = audit_cell(a, JH_PLAN_ASSIGNMENTS, row->row, "moved");
    audit_tally_bad(tally, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row), audit_text(a, "moved %d", moved),
                    found ? found : JH_N("empty"));
  }
}

static const char *trip_name(const audit_book *book, const book_row *row) {
  const jh_county *const c = book->a->county;
  return audit_say(book->a, "%s to %s, grade %d, %d", c->places[row->place].id, c->schools[row->to].id,
                   (int)row->grade, (int)row->year);
}

void book_check_rows(const audit_book *book, bool mode_is_rule) {
  auditor *const a = book->a;
  audit_tally repeats =
      audit_tally_begin(a, AUDIT_CONSISTENCY, "assignments.figures", "km, minutes, mode and moved as recomputed", "");
  audit_tally taught = audit_tally_begin(a, AUDIT_HARD, "grade_taught", "the school teaches the grade", "");
  audit_tally modes = audit_tally_begin(a, AUDIT_RULE, "mode", "on foot, by bus or boarding", "国办发〔2018〕27号");
  int64_t beyond = 0;
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    check_repeats(book, row, &repeats);
    if (jh_school_teaches(&a->county->schools[row->to], row->grade))
      audit_tally_good(&taught);
    else
      audit_tally_bad(&taught, trip_name(book, row), NULL, JH_N("not taught"));
    if (row->pupils == 0) continue;
    if (!row->reachable) beyond += row->pupils;
    if (mode_is_rule && row->reachable) audit_tally_good(&modes);
    if (mode_is_rule && !row->reachable)
      audit_tally_bad(&modes, trip_name(book, row), NULL, JH_N("beyond every mode"));
  }
  audit_tally_end(&repeats);
  audit_tally_end(&taught);
  audit_tally_end(&modes);
  if (!mode_is_rule)
    audit_add(a, AUDIT_INFORMATIVE, true, "beyond_modes", "county", "on foot, by bus or boarding",
              audit_say(a, "%lld pupils beyond every mode", (long long)beyond), "国办发〔2018〕27号");
}

/* ---- schools that are too large ---- */

static jh_policy_key largest_of(const jh_school *school) {
  if (school->last_grade <= JH_LAST_PRIMARY_GRADE) return JH_SCHOOL_MAX_PRIMARY;
  return school->first_grade > JH_LAST_PRIMARY_GRADE ? JH_SCHOOL_MAX_JUNIOR : JH_SCHOOL_MAX_NINE_YEAR;
}

void book_check_sizes(const audit_book *book) {
  auditor *const a = book->a;
  bool const enforced = jh_policy_get(a->policy, JH_SCHOOL_MAX_ENFORCED) != 0;
  audit_tally tally = audit_tally_begin(a, enforced ? AUDIT_RULE : AUDIT_INFORMATIVE, "school_max",
                                        JH_N("no school above the largest size of its kind"),
                                        audit_policy_source(a, JH_SCHOOL_MAX_PRIMARY));
  for (int32_t year = a->first_year; year <= a->last_year; year++)
    for (int32_t s = 0; s < a->county->school_count; s++) {
      const jh_school *const school = &a->county->schools[s];
      int64_t const pupils = book_school_pupils(book, year, s), most = jh_policy_get(a->policy, largest_of(school));
      if (pupils <= most)
        audit_tally_good(&tally);
      else
        audit_tally_bad(&tally, audit_text(a, "%s, %d", school->id, (int)year),
                        audit_say(a, "at most %lld pupils", (long long)most),
                        audit_text(a, "%lld", (long long)pupils));
    }
  audit_tally_end(&tally);
}

/* ---- groups ---- */

void book_tell_groups(const audit_book *book) {
  auditor *const a = book->a;
  for (int32_t g = 0; g < a->county->group_count; g++) {
    int64_t pupils = 0, moved = 0, private_pupils = 0, mm = 0;
    for (int32_t i = 0; i < book->count; i++) {
      const book_row *const row = &book->rows[i];
      if (row->group != g) continue;
      pupils += row->pupils;
      if (row->from >= 0 && row->from != row->to) moved += row->pupils;
      if (!a->county->schools[row->to].is_public) private_pupils += row->pupils;
      if (row->way.mm > 0) mm += row->way.mm * row->pupils;
    }
    if (pupils == 0) continue;
    audit_add(a, AUDIT_INFORMATIVE, true, "group", a->county->groups[g], "treated alike: no rule reads the group",
              audit_say(a, "%lld pupils, %lld moved, %lld in private schools, %.3f km on average", (long long)pupils,
                        (long long)moved, (long long)private_pupils, (double)mm / (double)pupils / 1e6),
              "义务教育法 第十二条");
  }
}
