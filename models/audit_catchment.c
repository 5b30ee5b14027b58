/* Whole places and connected catchments. */
#include "audit_book.h"

enum { NO_SCHOOL = -1, SEVERAL = -2 };

static bool in_band(const grade_band *band, int32_t grade) { return grade >= band->first && grade <= band->last; }

/* The school of each place in one year and band; SEVERAL where rows disagree. Rows without pupils count where
 * `with_empty`. False: the band has no pupils that year. */
static bool schools_of_places(const audit_book *book, int32_t year, const grade_band *band, bool with_empty,
                              int32_t *school_of) {
  bool any = false;
  for (int32_t p = 0; p < book->a->county->place_count; p++) school_of[p] = NO_SCHOOL;
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    if (row->year != year || !in_band(band, row->grade) || (row->pupils == 0 && !with_empty)) continue;
    any = any || row->pupils > 0;
    int32_t *const school = &school_of[row->place];
    *school = *school == NO_SCHOOL || *school == row->to ? row->to : SEVERAL;
  }
  return any;
}

void book_check_together(const audit_book *book, const grade_band *bands, int32_t count) {
  auditor *const a = book->a;
  audit_tally tally = audit_tally_begin(a, AUDIT_RULE, "keep_together", "whole places to one school",
                                        audit_policy_source(a, JH_KEEP_TOGETHER));
  int32_t *const school_of = JH_NEW(a->arena, int32_t, a->county->place_count);
  if (!school_of) {
    a->no_memory = true;
    return;
  }
  for (int32_t year = a->first_year; year <= a->last_year; year++)
    for (int32_t b = 0; b < count; b++) {
      if (!schools_of_places(book, year, &bands[b], false, school_of)) continue;
      for (int32_t p = 0; p < a->county->place_count; p++) {
        if (school_of[p] == SEVERAL)
          audit_tally_bad(&tally,
                          audit_say(a, "%s, grades %d-%d, %d", a->county->places[p].id, (int)bands[b].first,
                                    (int)bands[b].last, (int)year),
                          NULL, JH_N("several schools"));
        else if (school_of[p] >= 0)
          audit_tally_good(&tally);
      }
    }
  audit_tally_end(&tally);
}

/* ---- contiguous ---- */

typedef struct region_search {
  const audit_book *book;
  const int32_t *school_of;
  int32_t *queue;
  int32_t *mark; /* by place: the last school whose region reached it, plus one */
} region_search;

/* Places of the catchment reached from its home place, which may belong to a neighbour school of the same place. */
static int32_t reach(const region_search *search, int32_t school, int32_t home) {
  const jh_county *const c = search->book->a->county;
  int32_t read = 0, filled = 0, reached = 0;
  search->queue[filled++] = home;
  search->mark[home] = school + 1;
  while (read < filled) {
    int32_t const place = search->queue[read++];
    reached += search->school_of[place] == school;
    for (int32_t n = c->neighbour_start[place]; n < c->neighbour_start[place + 1]; n++) {
      int32_t const next = c->neighbours[n].i;
      if (search->school_of[next] != school || search->mark[next] == school + 1) continue;
      search->mark[next] = school + 1;
      search->queue[filled++] = next;
    }
  }
  return reached;
}

typedef struct catchment_rules {
  audit_tally whole, home, connected;
} catchment_rules;

static const char *catchment_name(const audit_book *book, int32_t school, const grade_band *band, int32_t year) {
  return audit_say(book->a, "%s, grades %d-%d, %d", book->a->county->schools[school].id, (int)band->first,
                   (int)band->last, (int)year);
}

/* Without any place: of allocate, where every school in operation serves its own place, that is a place too few. */
static bool serves_nobody(const audit_book *book, int32_t school, const grade_band *band) {
  const jh_school *const s = &book->a->county->schools[school];
  bool const teaches = s->first_grade <= band->last && s->last_grade >= band->first;
  return book->a->job != JH_ALLOCATE || s->status != JH_OPEN || !teaches || s->site_place.i < 0;
}

static void check_band(const audit_book *book, const region_search *search, const int32_t *size, int32_t year,
                       const grade_band *band, catchment_rules *rules) {
  auditor *const a = book->a;
  const jh_county *const c = a->county;
  for (int32_t s = 0; s < c->school_count; s++) {
    if (size[s] == 0 && serves_nobody(book, s, band)) continue;
    int32_t const home = c->schools[s].site_place.i;
    int32_t const keeper = home < 0 ? NO_SCHOOL : search->school_of[home];
    bool const shared = keeper >= 0 && c->schools[keeper].site_place.i == home;
    const char *const name = catchment_name(book, s, band, year);
    if (keeper == s || shared)
      audit_tally_good(&rules->home);
    else
      audit_tally_bad(&rules->home, name, NULL, keeper >= 0 ? c->schools[keeper].id : JH_N("no one school"));
    if (size[s] == 0) continue;
    int32_t const reached = home < 0 || !c->neighbour_start ? 0 : reach(search, s, home);
    if (reached == size[s])
      audit_tally_good(&rules->connected);
    else
      audit_tally_bad(&rules->connected, name, NULL,
                      audit_say(a, "%d of %d places connected with its own", (int)reached, (int)size[s]));
  }
}

static void check_whole(const audit_book *book, const int32_t *school_of, int32_t year, const grade_band *band,
                        int32_t *size, catchment_rules *rules) {
  auditor *const a = book->a;
  for (int32_t s = 0; s < a->county->school_count; s++) size[s] = 0;
  for (int32_t p = 0; p < a->county->place_count; p++) {
    if (school_of[p] >= 0) {
      size[school_of[p]]++;
      audit_tally_good(&rules->whole);
      continue;
    }
    audit_tally_bad(
        &rules->whole,
        audit_say(a, "%s, grades %d-%d, %d", a->county->places[p].id, (int)band->first, (int)band->last, (int)year),
        NULL, school_of[p] == SEVERAL ? JH_N("several schools") : JH_N("no row"));
  }
}

/* Rows without pupils say which catchment an empty place belongs to, and nothing else. */
static void check_empty_rows(const audit_book *book, const grade_band *bands, int32_t count) {
  auditor *const a = book->a;
  audit_tally tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "empty_rows",
                                        "a row without pupils: a catchment, first grade of its stage or band", "");
  for (int32_t i = 0; i < book->count; i++) {
    const book_row *const row = &book->rows[i];
    if (row->pupils > 0) continue;
    bool first = false;
    for (int32_t b = 0; b < count; b++) first = first || bands[b].first == row->grade;
    if (first && row->from < 0 && row->group == 0 && jh_policy_get(a->policy, JH_CONTIGUOUS))
      audit_tally_good(&tally);
    else
      audit_tally_bad(&tally, audit_place_of_row(a, JH_PLAN_ASSIGNMENTS, row->row), NULL, JH_N("another row"));
  }
  audit_tally_end(&tally);
}

void book_check_catchments(const audit_book *book, const grade_band *bands, int32_t count) {
  auditor *const a = book->a;
  const jh_county *const c = a->county;
  check_empty_rows(book, bands, count);
  if (!jh_policy_get(a->policy, JH_CONTIGUOUS)) return;
  const char *const source = audit_policy_source(a, JH_CONTIGUOUS);
  catchment_rules rules = {
      audit_tally_begin(a, AUDIT_RULE, "catchment", "every place in exactly one catchment", source),
      audit_tally_begin(a, AUDIT_RULE, "catchment.home", "holds the school's own place", source),
      audit_tally_begin(a, AUDIT_RULE, "contiguous", "connected with the school's own place", source)};
  int32_t *const school_of = JH_NEW(a->arena, int32_t, c->place_count);
  int32_t *const size = JH_NEW(a->arena, int32_t, c->school_count);
  region_search search = {book, school_of, JH_NEW(a->arena, int32_t, (size_t)c->place_count + 1), NULL};
  search.mark = JH_NEW(a->arena, int32_t, c->place_count);
  if (!school_of || !size || !search.queue || !search.mark) {
    a->no_memory = true;
    return;
  }
  for (int32_t year = a->first_year; year <= a->last_year; year++)
    for (int32_t b = 0; b < count; b++) {
      if (!schools_of_places(book, year, &bands[b], true, school_of)) continue;
      for (int32_t p = 0; p < c->place_count; p++) search.mark[p] = 0;
      check_whole(book, school_of, year, &bands[b], size, &rules);
      check_band(book, &search, size, year, &bands[b], &rules);
    }
  audit_tally_end(&rules.whole);
  audit_tally_end(&rules.home);
  audit_tally_end(&rules.connected);
}
