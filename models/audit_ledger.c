/* ledger.csv of allocate: today's large classes, and when, how and where to each of them goes. */
#include "audit_book.h"

#include <string.h>

typedef struct ledger {
  const audit_book *book;
  const int64_t *classes; /* by book_cell */
  const int64_t *added;   /* by book_school, each year's own */
  int64_t large, super;   /* largest class that is not large, not super */
  audit_tally tally;
  bool *told; /* by class of the county */
} ledger;

/* What becomes of a class, from the plan alone. */
typedef struct clearing {
  int32_t year; /* 0: not in this plan */
  jh_clearing how;
  const char *to;     /* NULL: nobody moves */
  const char *needed; /* NULL: neither rooms nor a new school */
  bool undone;
} clearing;

static void judge(ledger *l, bool good, int32_t row, const char *required, const char *achieved) {
  if (good)
    audit_tally_good(&l->tally);
  else
    audit_tally_bad(&l->tally, audit_place_of_row(l->book->a, JH_PLAN_LEDGER, row), required,
                    achieved ? achieved : JH_N("empty"));
}

/* Schools that take pupils of the grade over that year; some school is new. */
static const char *takers(const ledger *l, int32_t year, int32_t school, int32_t grade, bool *is_new) {
  auditor *const a = l->book->a;
  bool *const named = JH_NEW(a->arena, bool, a->county->school_count);
  const char *list = NULL;
  *is_new = false;
  if (!named) return a->no_memory = true, NULL;
  for (int32_t i = 0; i < l->book->count; i++) {
    const book_row *const row = &l->book->rows[i];
    if (row->year != year || row->grade != grade || row->from != school || row->to == school) continue;
    if (row->pupils == 0 || named[row->to]) continue;
    named[row->to] = true;
    *is_new = *is_new || a->county->schools[row->to].status != JH_OPEN;
    list = audit_text(a, "%s%s%s", list ? list : "", list ? ";" : "", a->county->schools[row->to].id);
  }
  return list;
}

/* The same ids with ";" between, in any order. */
static bool same_ids(const char *wanted, const char *found) {
  if (!wanted || !found) return !wanted && !found;
  if (strlen(wanted) != strlen(found)) return false;
  for (const char *at = wanted; *at;) {
    size_t const length = strcspn(at, ";");
    bool seen = false;
    for (const char *other = found; *other && !seen;) {
      size_t const other_length = strcspn(other, ";");
      seen = length == other_length && strncmp(at, other, length) == 0;
      other += other_length + (other[other_length] == ';');
    }
    if (!seen) return false;
    at += length + (at[length] == ';');
  }
  return true;
}

/* What a school's part in the clearing rests on. */
static const char *need_of(const ledger *l, int32_t year, int32_t school, const char *list) {
  auditor *const a = l->book->a;
  const jh_school *const of = &a->county->schools[school];
  int64_t classes = 0, added = 0;
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++)
    classes += l->classes[book_cell(l->book, year, school, grade)];
  for (int32_t y = a->first_year; y <= year; y++) added += l->added[book_school(l->book, y, school)];
  if (of->status != JH_OPEN) list = audit_text(a, "%s%snew_school:%s", list ? list : "", list ? ";" : "", of->id);
  if (added > 0 && of->rooms >= 0 && classes > of->rooms)
    list = audit_text(a, "%s%srooms:%s", list ? list : "", list ? ";" : "", of->id);
  return list;
}

/* Of the school and of each that takes its pupils. */
static const char *needs_of(const ledger *l, int32_t year, int32_t school, int32_t grade) {
  const audit_book *const book = l->book;
  bool *const told = JH_NEW(book->a->arena, bool, book->a->county->school_count);
  if (!told) return book->a->no_memory = true, NULL;
  const char *list = need_of(l, year, school, NULL);
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    if (row->year != year || row->grade != grade || row->from != school || row->to == school) continue;
    if (row->pupils == 0 || told[row->to]) continue;
    told[row->to] = true;
    list = need_of(l, year, row->to, list);
  }
  return list;
}

static bool above_limit(const ledger *l, int32_t year, int32_t school, int32_t grade) {
  size_t const at = book_cell(l->book, year, school, grade);
  return l->book->load[at] > l->classes[at] * l->large;
}

/* The first year in which the grade has left the stage, or has no class above the limit any more. */
static clearing clearing_of(const ledger *l, int32_t school, int32_t grade_now) {
  const auditor *const a = l->book->a;
  bool const primary = grade_now <= JH_LAST_PRIMARY_GRADE;
  for (int32_t year = a->first_year; year <= a->last_year; year++) {
    int32_t const grade = grade_now + year - a->first_year;
    if (grade > JH_LAST_GRADE || (primary && grade > JH_LAST_PRIMARY_GRADE))
      return (clearing){.year = year, .how = JH_GRADUATE};
    if (above_limit(l, year, school, grade)) continue;
    clearing done = {.year = year};
    bool is_new = false;
    done.to = takers(l, year, school, grade, &is_new);
    done.how = is_new ? JH_NEW_SCHOOL : done.to ? JH_MOVE : JH_SPLIT;
    done.needed = needs_of(l, year, school, grade);
    int32_t const last_grade = primary ? JH_LAST_PRIMARY_GRADE : JH_LAST_GRADE;
    for (int32_t on = 1; year + on <= a->last_year && grade + on <= last_grade; on++)
      done.undone = done.undone || above_limit(l, year + on, school, grade + on);
    return done;
  }
  return (clearing){.how = JH_NOT_CLEARED};
}

/* What the going rests on, and the 销号 status. */
static void check_standing(ledger *l, int32_t row, const clearing *is) {
  auditor *const a = l->book->a;
  const char *const needed = audit_cell(a, JH_PLAN_LEDGER, row, "depends_on");
  const char *const status = audit_cell(a, JH_PLAN_LEDGER, row, "status");
  jh_clearing_status const stands = is->year == 0 ? JH_CLASS_OPEN : is->undone ? JH_CLASS_UNDONE : JH_CLASS_CLEARED;
  judge(l, same_ids(is->needed, needed), row,
        is->needed ? audit_text(a, "depends_on %s", is->needed) : JH_N("depends_on empty"), needed);
  judge(l, audit_choice_cell(a, JH_PLAN_LEDGER, row, "status") == (int32_t)stands, row,
        audit_text(a, "status %s", jh_clearing_status_name(stands)), status);
}

static int32_t large_class(const ledger *l, int32_t row) {
  const auditor *const a = l->book->a;
  int32_t const school = audit_school_cell(a, JH_PLAN_LEDGER, row, "school_id");
  int64_t const grade = audit_count_cell(a, JH_PLAN_LEDGER, row, "grade", -1);
  const char *const number = audit_cell(a, JH_PLAN_LEDGER, row, "class_no");
  for (int32_t i = 0; i < a->county->class_count; i++) {
    const jh_class *const c = &a->county->classes[i];
    if (l->told[i] || c->pupils <= l->large || c->school.i != school || c->grade != grade) continue;
    if (strcmp(c->class_no ? c->class_no : "", number ? number : "") == 0) return i;
  }
  return -1;
}

static void check_row(ledger *l, int32_t row) {
  auditor *const a = l->book->a;
  int32_t const found = large_class(l, row);
  judge(l, found >= 0, row, "a large class of today, once", JH_N("no such class"));
  if (found < 0) return;
  const jh_class *const c = &a->county->classes[found];
  clearing const is = clearing_of(l, c->school.i, c->grade);
  const char *const how = audit_cell(a, JH_PLAN_LEDGER, row, "how");
  const char *const to = audit_cell(a, JH_PLAN_LEDGER, row, "to");
  l->told[found] = true;
  judge(l, audit_count_cell(a, JH_PLAN_LEDGER, row, "pupils_now", -1) == c->pupils, row,
        audit_text(a, "pupils_now %d", (int)c->pupils), audit_cell(a, JH_PLAN_LEDGER, row, "pupils_now"));
  judge(l, audit_choice_cell(a, JH_PLAN_LEDGER, row, "category") == (c->pupils > l->super), row,
        c->pupils > l->super ? JH_N("category super") : JH_N("category large"),
        audit_cell(a, JH_PLAN_LEDGER, row, "category"));
  judge(l, audit_count_cell(a, JH_PLAN_LEDGER, row, "cleared_year", 0) == is.year, row,
        is.year ? audit_text(a, "cleared_year %d", (int)is.year) : JH_N("cleared_year empty"),
        audit_cell(a, JH_PLAN_LEDGER, row, "cleared_year"));
  judge(l, audit_choice_cell(a, JH_PLAN_LEDGER, row, "how") + 1 == (int32_t)is.how, row,
        is.year ? audit_text(a, "how %s", jh_clearing_name(is.how)) : JH_N("how empty"), how);
  judge(l, same_ids(is.to, to), row, is.to ? audit_text(a, "to %s", is.to) : JH_N("to empty"), to);
  check_standing(l, row, &is);
}

void book_check_ledger(const audit_book *book, const int64_t *classes, const int64_t *added) {
  auditor *const a = book->a;
  ledger l = {
      .book = book,
      .classes = classes,
      .added = added,
      .large = jh_policy_get(a->policy, JH_LARGE_CLASS_LIMIT),
      .super = jh_policy_get(a->policy, JH_SUPER_CLASS_LIMIT),
      .tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "ledger", "every large class of today, and how it goes",
                                 audit_policy_source(a, JH_LARGE_CLASS_LIMIT)),
      .told = JH_NEW(a->arena, bool, a->county->class_count)};
  if (!l.told) {
    a->no_memory = true;
    return;
  }
  for (int32_t row = 0; row < audit_rows(a, JH_PLAN_LEDGER); row++) check_row(&l, row);
  for (int32_t i = 0; i < a->county->class_count; i++) {
    const jh_class *const c = &a->county->classes[i];
    if (c->pupils > l.large && !l.told[i])
      audit_tally_bad(&l.tally,
                      audit_say(a, "%s, grade %d, %s", a->county->schools[c->school.i].id, (int)c->grade,
                                c->class_no ? c->class_no : ""),
                      JH_N("a row in ledger.csv"), "missing");
  }
  audit_tally_end(&l.tally);
}
