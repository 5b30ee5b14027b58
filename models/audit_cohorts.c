/* Every pupil exactly once: what the tables (first year) and the year before (later years) say against the rows. */
#include "audit_book.h"

#include <stdlib.h>

typedef struct cohort {
  int32_t year, place, grade, group, from;
  int64_t due, planned;
} cohort;

typedef struct cohort_list {
  auditor *a;
  cohort *items;
  size_t count, capacity;
} cohort_list;

static void add(cohort_list *list, cohort one) {
  cohort *const items =
      jh_arena_grow(list->a->arena, list->items, &list->capacity, list->count + 1, sizeof *list->items);
  if (!items) {
    list->a->no_memory = true;
    return;
  }
  list->items = items;
  items[list->count++] = one;
}

static int compare(int32_t a, int32_t b) { return (a > b) - (a < b); }

static int by_cohort(const void *left, const void *right) {
  const cohort *const a = left, *const b = right;
  int order = compare(a->year, b->year);
  if (!order) order = compare(a->place, b->place);
  if (!order) order = compare(a->grade, b->grade);
  if (!order) order = compare(a->group, b->group);
  return order ? order : compare(a->from, b->from);
}

/* Grade 1 of a later year: entrants.csv of that year, else this year's grade 1 again, place by place. */
static void add_entrants(cohort_list *list, int32_t year) {
  const jh_county *const c = list->a->county;
  bool *const told = JH_NEW(list->a->arena, bool, c->place_count);
  if (!told) {
    list->a->no_memory = true;
    return;
  }
  for (int32_t e = 0; e < c->entrants_count; e++) {
    if (c->entrants[e].year != year) continue;
    told[c->entrants[e].place.i] = true;
    add(list, (cohort){year, c->entrants[e].place.i, 1, 0, -1, c->entrants[e].pupils, 0});
  }
  for (int32_t i = 0; i < c->pupils_count; i++) {
    const jh_pupils *const p = &c->pupils[i];
    if (p->grade == 1 && !told[p->place.i]) add(list, (cohort){year, p->place.i, 1, p->group.i, -1, p->pupils, 0});
  }
}

static void add_due(cohort_list *list, const audit_book *book) {
  const auditor *const a = book->a;
  for (int32_t i = 0; i < a->county->pupils_count; i++) {
    const jh_pupils *const p = &a->county->pupils[i];
    add(list,
        (cohort){a->first_year, p->place.i, p->grade, p->group.i, p->school.i < 0 ? -1 : p->school.i, p->pupils, 0});
  }
  for (int32_t year = a->first_year + 1; year <= a->last_year; year++) add_entrants(list, year);
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    if (row->year == a->last_year || row->grade == JH_LAST_GRADE) continue;
    int32_t const from = row->grade == JH_LAST_PRIMARY_GRADE ? -1 : row->to;
    add(list, (cohort){row->year + 1, row->place, row->grade + 1, row->group, from, row->pupils, 0});
  }
}

static void judge(audit_tally *tally, const cohort *sum) {
  auditor *const a = tally->a;
  const jh_county *const c = a->county;
  if (sum->due == sum->planned) {
    if (sum->due > 0) audit_tally_good(tally);
    return;
  }
  audit_tally_bad(
      tally,
      audit_say(a, "%s, grade %d, %s, %s, %d", c->places[sum->place].id, (int)sum->grade, c->groups[sum->group],
                sum->from < 0 ? JH_N("no school yet") : c->schools[sum->from].id, (int)sum->year),
      audit_say(a, "%lld pupils", (long long)sum->due), audit_text(a, "%lld", (long long)sum->planned));
}

void book_check_cohorts(const audit_book *book) {
  auditor *const a = book->a;
  cohort_list list = {.a = a};
  add_due(&list, book);
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    add(&list, (cohort){row->year, row->place, row->grade, row->group, row->from, 0, row->pupils});
  }
  if (list.count) qsort(list.items, list.count, sizeof *list.items, by_cohort);
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "every_pupil_once",
                                        "every pupil exactly once, by place, grade, group and present school", "");
  for (size_t i = 0; i < list.count;) {
    cohort sum = list.items[i];
    size_t next = i + 1;
    for (; next < list.count && by_cohort(&list.items[i], &list.items[next]) == 0; next++) {
      sum.due += list.items[next].due;
      sum.planned += list.items[next].planned;
    }
    judge(&tally, &sum);
    i = next;
  }
  audit_tally_end(&tally);
}
