/* affected.csv and alternatives.csv: who changes school, and each school both ways. */
#include "audit_consolidation.h"

#include <stdlib.h>
#include <string.h>

int32_t audit_band_of(const consolidation *c, int32_t grade) {
  for (int32_t b = 0; b < c->band_count; b++)
    if (grade >= c->bands[b].first && grade <= c->bands[b].last) return b;
  return -1;
}

/* ---- affected.csv: one row for each place x band x present school x school of the plan that differ ---- */

typedef struct change {
  int32_t place, band, from, to, grade; /* the lowest that changes, whose mode the row shows */
  int64_t pupils;
  audit_way after;
  int32_t mode;
  bool written;
} change;

static int compare(int32_t a, int32_t b) { return (a > b) - (a < b); }

static int by_change(const void *left, const void *right) {
  const change *const a = left, *const b = right;
  int order = compare(a->place, b->place);
  if (!order) order = compare(a->band, b->band);
  if (!order) order = compare(a->from, b->from);
  return order ? order : compare(a->to, b->to);
}

static int by_change_and_grade(const void *left, const void *right) {
  int const order = by_change(left, right);
  return order ? order : compare(((const change *)left)->grade, ((const change *)right)->grade);
}

/* What the assignments say: sorted, each once. NULL without memory. */
static change *changes_of(const consolidation *c, int32_t *count) {
  change *const list = JH_NEW(c->book.a->arena, change, (size_t)c->book.count + 1);
  int32_t all = 0, kept = 0;
  if (!list) return NULL;
  for (int32_t i = 0; i < c->book.count; i++) {
    const book_row *const row = &c->book.rows[i];
    if (row->from < 0 || row->from == row->to || row->pupils == 0) continue;
    list[all++] = (change){.place = row->place,
                           .band = audit_band_of(c, row->grade),
                           .from = row->from,
                           .to = row->to,
                           .grade = row->grade,
                           .pupils = row->pupils,
                           .after = row->way,
                           .mode = row->mode};
  }
  qsort(list, (size_t)all, sizeof *list, by_change_and_grade);
  for (int32_t i = 0; i < all; i++) {
    if (kept > 0 && by_change(&list[kept - 1], &list[i]) == 0)
      list[kept - 1].pupils += list[i].pupils;
    else
      list[kept++] = list[i];
  }
  *count = kept;
  return list;
}

static void check_decimal(auditor *a, audit_tally *tally, int32_t row, const char *column, int digits,
                          int64_t expected) {
  const char *const text = audit_cell(a, JH_PLAN_AFFECTED, row, column);
  int64_t written = 0;
  double const shown = (double)expected / (digits == 3 ? 1000 : 10);
  bool const same = expected < 0 ? !text : audit_decimal(text, digits, &written) && written == expected;
  audit_judge(tally, same, audit_place_of_row(a, JH_PLAN_AFFECTED, row),
              expected < 0 ? audit_text(a, "%s empty", column) : audit_text(a, "%s %.*f", column, digits, shown),
              text);
}

static void check_figures(const consolidation *c, audit_tally *tally, int32_t row, const change *one) {
  auditor *const a = c->book.a;
  audit_way const before = audit_way_between(a, one->place, one->from);
  const char *const where = audit_place_of_row(a, JH_PLAN_AFFECTED, row);
  audit_judge(tally, audit_count_cell(a, JH_PLAN_AFFECTED, row, "pupils", -1) == one->pupils, where,
              audit_text(a, "pupils %lld", (long long)one->pupils), audit_cell(a, JH_PLAN_AFFECTED, row, "pupils"));
  check_decimal(a, tally, row, "km_before", 3, audit_shown_km(before.mm));
  check_decimal(a, tally, row, "km_after", 3, audit_shown_km(one->after.mm));
  check_decimal(a, tally, row, "minutes_before", 1, audit_shown_minutes(before.s));
  check_decimal(a, tally, row, "minutes_after", 1, audit_shown_minutes(one->after.s));
  audit_judge(tally, audit_choice_cell(a, JH_PLAN_AFFECTED, row, "mode") == one->mode, where,
              audit_text(a, "mode %s", jh_mode_name((jh_mode)one->mode)),
              audit_cell(a, JH_PLAN_AFFECTED, row, "mode"));
}

static void check_row(const consolidation *c, audit_tally *tally, int32_t row, change *list, int32_t count) {
  auditor *const a = c->book.a;
  const char *const where = audit_place_of_row(a, JH_PLAN_AFFECTED, row);
  int32_t const first = (int32_t)audit_count_cell(a, JH_PLAN_AFFECTED, row, "first_grade", -1);
  int32_t const last = (int32_t)audit_count_cell(a, JH_PLAN_AFFECTED, row, "last_grade", -1);
  change const wanted = {.place = audit_find(&a->places, audit_cell(a, JH_PLAN_AFFECTED, row, "place_id")),
                         .band = audit_band_of(c, first),
                         .from = audit_school_cell(a, JH_PLAN_AFFECTED, row, "from"),
                         .to = audit_school_cell(a, JH_PLAN_AFFECTED, row, "to")};
  if (wanted.band < 0 || c->bands[wanted.band].first != first || c->bands[wanted.band].last != last) {
    audit_tally_bad(tally, where, "a band of the policy", audit_say(a, "grades %d-%d", (int)first, (int)last));
    return;
  }
  change *const found = count ? bsearch(&wanted, list, (size_t)count, sizeof *list, by_change) : NULL;
  if (!found || found->written) {
    audit_tally_bad(tally, where, NULL, found ? "twice" : JH_N("nobody changes so"));
    return;
  }
  found->written = true;
  check_figures(c, tally, row, found);
}

void audit_check_affected(const consolidation *c) {
  auditor *const a = c->book.a;
  const jh_county *const county = a->county;
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "affected",
                                        "each place and band that changes school once, before and after", "");
  int32_t count = 0;
  change *const list = changes_of(c, &count);
  if (!list) {
    a->no_memory = true;
    return;
  }
  for (int32_t row = 0; row < audit_rows(a, JH_PLAN_AFFECTED); row++) check_row(c, &tally, row, list, count);
  for (int32_t i = 0; i < count; i++)
    if (!list[i].written)
      audit_tally_bad(&tally,
                      audit_say(a, "%s, grade %d, %s to %s", county->places[list[i].place].id, (int)list[i].grade,
                                county->schools[list[i].from].id, county->schools[list[i].to].id),
                      "a row in affected.csv", "missing");
  audit_tally_end(&tally);
}

/* ---- alternatives.csv ---- */

typedef struct side {
  const char *cost, *travel, *gap; /* columns */
  bool taken;                      /* the plan itself goes this way */
} side;

/* All three cells or none; never below what is proven for every plan; the plan's own figures on the plan's side. */
static void check_side(const consolidation *c, audit_tally *tally, int32_t row, side of) {
  auditor *const a = c->book.a;
  const char *const where = audit_place_of_row(a, JH_PLAN_ALTERNATIVES, row);
  const char *const cost_text = audit_cell(a, JH_PLAN_ALTERNATIVES, row, of.cost);
  const char *const travel_text = audit_cell(a, JH_PLAN_ALTERNATIVES, row, of.travel);
  const char *const gap_text = audit_cell(a, JH_PLAN_ALTERNATIVES, row, of.gap);
  int64_t cost = 0, travel = 0, gap = 0, bound = 0;
  if (!cost_text && !travel_text && !gap_text) return audit_tally_good(tally);
  bool const read = audit_decimal(cost_text, 2, &cost) && audit_decimal(travel_text, 3, &travel) &&
                    audit_decimal(gap_text, 4, &gap) && travel >= 0 && gap >= 0;
  audit_judge(tally, read, where, audit_say(a, "%s, %s and %s, or none", of.cost, of.travel, of.gap),
              cost_text ? cost_text : JH_N("empty"));
  if (!read) return;
  if (audit_decimal(audit_summary(a, "objective_1_bound"), 8, &bound))
    audit_judge(tally, cost >= audit_fen(bound), where,
                audit_say(a, "%s not below the bound %s", of.cost, audit_yuan_text(a, audit_fen(bound))), cost_text);
  if (!of.taken) return;
  int64_t const planned = audit_fen(audit_total(c, c->plan));
  int64_t const pupil_km = audit_fen(c->pupil_mm * 1000);
  audit_judge(tally, cost == planned, where, audit_say(a, "%s %s, the plan's", of.cost, audit_yuan_text(a, planned)),
              cost_text);
  audit_judge(tally, travel == pupil_km, where,
              audit_say(a, "%s %lld.%03lld, the plan's", of.travel, (long long)(pupil_km / 1000),
                        (long long)(pupil_km % 1000)),
              travel_text);
}

/* What keeping costs is the difference of the two sides. */
static void check_price(auditor *a, audit_tally *tally, int32_t row) {
  const char *const text = audit_cell(a, JH_PLAN_ALTERNATIVES, row, "keeping_cost");
  int64_t stay = 0, close = 0, price = 0;
  if (!text) return;
  bool const both = audit_decimal(audit_cell(a, JH_PLAN_ALTERNATIVES, row, "stay_cost"), 2, &stay) &&
                    audit_decimal(audit_cell(a, JH_PLAN_ALTERNATIVES, row, "close_cost"), 2, &close);
  bool const right = both && audit_decimal(text, 2, &price) && price == stay - close;
  audit_judge(tally, right, audit_place_of_row(a, JH_PLAN_ALTERNATIVES, row), "keeping_cost stay_cost - close_cost",
              text);
}

void audit_check_alternatives(const consolidation *c) {
  auditor *const a = c->book.a;
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "alternatives",
                                        "schools in question once, the plan's figures on the plan's side", "");
  bool *const seen = JH_NEW(a->arena, bool, a->county->school_count);
  if (!seen) {
    a->no_memory = true;
    return;
  }
  for (int32_t row = 0; row < audit_rows(a, JH_PLAN_ALTERNATIVES); row++) {
    const char *const id = audit_cell(a, JH_PLAN_ALTERNATIVES, row, "school_id");
    int32_t const s = audit_find(&a->schools, id);
    const char *const where = audit_place_of_row(a, JH_PLAN_ALTERNATIVES, row);
    audit_judge(&tally, s >= 0 && !seen[s], where, "a school of the county, once", id);
    if (s < 0) continue;
    seen[s] = true;
    if (a->county->schools[s].is_protected)
      audit_judge(&tally, !audit_cell(a, JH_PLAN_ALTERNATIVES, row, "close_cost"), where,
                  "close_cost empty: the school is protected",
                  audit_cell(a, JH_PLAN_ALTERNATIVES, row, "close_cost"));
    check_side(c, &tally, row, (side){"stay_cost", "stay_pupil_km", "stay_gap", c->plan[s].runs});
    check_price(a, &tally, row);
    check_side(c, &tally, row, (side){"close_cost", "close_pupil_km", "close_gap", !c->plan[s].runs});
  }
  audit_tally_end(&tally);
}
