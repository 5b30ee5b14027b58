/* Pupils moved in a draft of the plan, and what follows for classes, rooms and the years after. */
#include "trace_seats.h"

#include <stdlib.h>
#include <string.h>

/* ---- blocks ---- */

void trace_span(const tracer *t, int32_t grade, int32_t *first, int32_t *last) {
  const jh_policy *const policy = &t->county->policy;
  bool const whole = jh_policy_or(policy, JH_KEEP_TOGETHER, t->trace->job == JH_CONSOLIDATE) != 0 ||
                     jh_policy_get(policy, JH_CONTIGUOUS) != 0;
  *first = *last = grade;
  if (!whole) return;
  *first = grade <= JH_LAST_PRIMARY_GRADE ? JH_FIRST_GRADE : JH_LAST_PRIMARY_GRADE + 1;
  *last = grade <= JH_LAST_PRIMARY_GRADE ? JH_LAST_PRIMARY_GRADE : JH_LAST_GRADE;
  if (t->trace->job != JH_CONSOLIDATE) return;
  const char *const bands = jh_policy_text(policy, JH_BANDS);
  for (const char *text = bands ? bands : ""; *text;) {
    char *end = NULL;
    long const low = strtol(text, &end, 10);
    if (end == text) return;
    long const high = *end == '-' ? strtol(end + 1, &end, 10) : low;
    if (grade >= low && grade <= high) {
      *first = (int32_t)low;
      *last = (int32_t)high;
      return;
    }
    text = end + strspn(end, ",; ");
  }
}

int32_t trace_lowest_grade(const tracer *t, const trace_block *block) {
  int32_t lowest = block->last_grade;
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    if (row->year == block->year && row->place == block->place && row->to == block->school && row->pupils > 0 &&
        row->grade >= block->first_grade && row->grade < lowest)
      lowest = row->grade;
  }
  return lowest;
}

/* ---- rows ---- */

trace_seats trace_seats_begin(tracer *t) {
  trace_seats seats = {.draft = trace_draft_begin(t)};
  if (!seats.draft.arena) return seats;
  seats.rows = JH_NEW(seats.draft.arena, trace_seat, t->seat_count);
  if (seats.rows)
    memcpy(seats.rows, t->seats, (size_t)t->seat_count * sizeof *seats.rows);
  else
    t->no_memory = true;
  return seats;
}

static void put_school(tracer *t, trace_seats *seats, trace_seat *row, int32_t school) {
  row->to = school;
  trace_draft_put(t, &seats->draft, JH_PLAN_ASSIGNMENTS, row->row, "to_school", t->county->schools[school].id);
  jh_trip const trip = jh_travel_between(t->travel, (jh_place_ix){row->place}, (jh_school_ix){school});
  jh_mode mode = JH_BUS;
  (void)jh_travel_mode(t->travel, trip, row->grade, (jh_school_ix){school}, &mode);
  trace_draft_put(t, &seats->draft, JH_PLAN_ASSIGNMENTS, row->row, "mode", jh_mode_name(mode));
}

static bool others_join(const tracer *t, const trace_seats *seats, int32_t place, int32_t year, int32_t grade,
                        int32_t school) {
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &seats->rows[i];
    if (row->place == place && row->year == year && row->grade == grade && row->to == school && row->from != school)
      return true;
  }
  return false;
}

/* Those of a place and grade who came from `from` the year before now come from `school`. */
static void follow(tracer *t, trace_seats *seats, int32_t place, int32_t year, int32_t grade, int32_t from,
                   int32_t school) {
  for (;; year++, grade++) {
    if (grade > JH_LAST_GRADE || grade == JH_LAST_PRIMARY_GRADE + 1) return; /* a new stage starts from the place */
    /* Where others join them in `from`, the rows of the next year hold both: then they come back as the plan has it.
     */
    bool const goes_on = year < t->trace->last_year && grade != JH_LAST_PRIMARY_GRADE && grade != JH_LAST_GRADE;
    bool const stays = jh_school_teaches(&t->county->schools[school], grade) &&
                       !(goes_on && others_join(t, seats, place, year, grade, from));
    bool any = false;
    for (int32_t i = 0; i < t->seat_count; i++) {
      trace_seat *const row = &seats->rows[i];
      if (row->place != place || row->year != year || row->grade != grade || row->from != from) continue;
      row->from = school;
      trace_draft_put(t, &seats->draft, JH_PLAN_ASSIGNMENTS, row->row, "from_school", t->county->schools[school].id);
      if (row->to != from || !stays) continue;
      put_school(t, seats, row, school);
      any = true;
    }
    if (!any) return;
  }
}

static bool in_block(const trace_block *block, const trace_seat *row) {
  return row->year == block->year && row->place == block->place && row->grade >= block->first_grade &&
         row->grade <= block->last_grade && row->to == block->school;
}

void trace_seats_move(tracer *t, trace_seats *seats, const trace_block *block, int32_t school) {
  bool moved[JH_LAST_GRADE + 1] = {false};
  if (!seats->draft.arena || !seats->rows) return;
  for (int32_t i = 0; i < t->seat_count; i++) {
    if (!in_block(block, &seats->rows[i])) continue;
    put_school(t, seats, &seats->rows[i], school);
    moved[seats->rows[i].grade] = true;
  }
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++)
    if (moved[grade]) follow(t, seats, block->place, block->year + 1, grade + 1, block->school, school);
}

int32_t trace_pupils_at(const tracer *t, const trace_seat *rows, int32_t year, int32_t school, int32_t grade) {
  int64_t pupils = 0;
  for (int32_t i = 0; i < t->seat_count; i++)
    if (rows[i].year == year && rows[i].to == school && (grade == 0 || rows[i].grade == grade))
      pupils += rows[i].pupils;
  return pupils < INT32_MAX ? (int32_t)pupils : INT32_MAX;
}

int32_t trace_row_at(const jh_table *table, int32_t year, const char *school, int32_t grade) {
  for (int32_t row = 0; table->present && row < table->row_count; row++) {
    const char *const id = trace_cell(table, row, "school_id");
    if (id && strcmp(id, school) == 0 && trace_count(table, row, "year", 0) == year &&
        (grade == 0 || trace_count(table, row, "grade", 0) == grade))
      return row;
  }
  return -1;
}

int64_t trace_classes_at(const jh_table *classes, int32_t year, const char *school) {
  int64_t sum = 0;
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++)
    sum += trace_count(classes, trace_row_at(classes, year, school, grade), "classes", 0);
  return sum;
}

static int64_t added_until(const tracer *t, const jh_table *rooms, int32_t year, const char *school) {
  int64_t added = 0;
  for (int32_t y = t->trace->first_year; y <= year; y++)
    added += trace_count(rooms, trace_row_at(rooms, y, school, 0), "added", 0);
  return added;
}

int64_t trace_rooms_at(const tracer *t, const jh_table *rooms, int32_t year, int32_t school) {
  const jh_school *const s = &t->county->schools[school];
  return s->rooms < 0 ? -1 : s->rooms + added_until(t, rooms, year, s->id);
}

/* ---- classes and rooms of allocate ---- */

static int32_t standard_of(const tracer *t, int32_t school, int32_t grade) {
  jh_policy_key const key = t->county->schools[school].kind == JH_POINT ? JH_STANDARD_CLASS_POINT
                            : grade > JH_LAST_PRIMARY_GRADE             ? JH_STANDARD_CLASS_JUNIOR
                                                                        : JH_STANDARD_CLASS_PRIMARY;
  return (int32_t)jh_policy_get(&t->county->policy, key);
}

static int32_t room_row(tracer *t, trace_draft *draft, int32_t year, int32_t school) {
  int32_t const found = trace_row_at(&draft->tables[JH_PLAN_ROOMS], year, t->county->schools[school].id, 0);
  int32_t const row = found >= 0 ? found : trace_draft_add(t, draft, JH_PLAN_ROOMS);
  if (row < 0 || found >= 0) return row;
  trace_draft_put_count(t, draft, JH_PLAN_ROOMS, row, "year", year);
  trace_draft_put(t, draft, JH_PLAN_ROOMS, row, "school_id", t->county->schools[school].id);
  trace_draft_put_count(t, draft, JH_PLAN_ROOMS, row, "added", 0);
  return row;
}

void trace_add_room(tracer *t, trace_draft *draft, int32_t year, int32_t school, int64_t added) {
  int32_t const row = room_row(t, draft, year, school);
  int64_t const before = trace_count(&draft->tables[JH_PLAN_ROOMS], row, "added", 0);
  trace_draft_put_count(t, draft, JH_PLAN_ROOMS, row, "added", before + added);
}

static void settle_grade(tracer *t, trace_seats *seats, int32_t year, int32_t school, int32_t grade, bool build,
                         jh_trace_option *option) {
  trace_draft *const draft = &seats->draft;
  const jh_school *const s = &t->county->schools[school];
  jh_table *const classes = &draft->tables[JH_PLAN_CLASSES], *const rooms = &draft->tables[JH_PLAN_ROOMS];
  int32_t row = trace_row_at(classes, year, s->id, grade);
  int32_t const pupils = trace_pupils_at(t, seats->rows, year, school, grade);
  if (pupils == 0) trace_draft_drop(draft, JH_PLAN_CLASSES, row);
  if (pupils <= trace_pupils_at(t, t->seats, year, school, grade)) return;
  int64_t const before = trace_count(classes, row, "classes", 0), all = trace_rooms_at(t, rooms, year, school);
  int64_t count = before > 0 ? before : 1, left = all - trace_classes_at(classes, year, s->id) - (count - before);
  int32_t const limit = jh_class_limit(&t->county->policy, year), standard = standard_of(t, school, grade);
  while ((all < 0 || left > 0) && pupils > count * standard) count++, left--;
  int64_t added = 0;
  int64_t const may_add =
      build && all >= 0 ? s->max_new_rooms - added_until(t, rooms, t->trace->last_year, s->id) : 0;
  while (added < may_add && (left < 0 || (limit > 0 && pupils > count * limit))) {
    if (left < 0)
      left++;
    else
      count++;
    added++;
  }
  if (row < 0) {
    row = trace_draft_add(t, draft, JH_PLAN_CLASSES);
    trace_draft_put_count(t, draft, JH_PLAN_CLASSES, row, "year", year);
    trace_draft_put(t, draft, JH_PLAN_CLASSES, row, "school_id", s->id);
    trace_draft_put_count(t, draft, JH_PLAN_CLASSES, row, "grade", grade);
  }
  trace_draft_put_count(t, draft, JH_PLAN_CLASSES, row, "classes", count);
  if (added > 0) trace_add_room(t, draft, year, school, added);
  if (!option) return;
  option->classes_added += (int32_t)(count - before);
  option->rooms_added += (int32_t)added;
}

/* A proposed or closed school opens in the first year with pupils: its cost stands in rooms.csv. */
static void settle_opening(tracer *t, trace_seats *seats, int32_t school) {
  if (t->county->schools[school].status == JH_OPEN) return;
  int32_t opened = 0;
  for (int32_t year = t->trace->last_year; year >= t->trace->first_year; year--)
    if (trace_pupils_at(t, seats->rows, year, school, 0) > 0) opened = year;
  if (opened > 0) {
    (void)room_row(t, &seats->draft, opened, school);
    return;
  }
  for (int32_t year = t->trace->first_year; year <= t->trace->last_year; year++)
    trace_draft_drop(&seats->draft, JH_PLAN_ROOMS,
                     trace_row_at(&seats->draft.tables[JH_PLAN_ROOMS], year, t->county->schools[school].id, 0));
}

void trace_seats_settle(tracer *t, trace_seats *seats, int32_t school, bool build, jh_trace_option *option) {
  if (!seats->draft.arena || !seats->rows) return;
  for (int32_t year = t->trace->first_year; year <= t->trace->last_year; year++)
    for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE && seats->draft.arena; grade++)
      settle_grade(t, seats, year, school, grade, build, option);
  if (seats->draft.arena) settle_opening(t, seats, school);
}

/* ---- sites of consolidate ---- */

int32_t trace_site_row(const tracer *t, int32_t school) {
  const jh_table *const table = &t->tables[JH_PLAN_SCHOOLS];
  for (int32_t row = 0; table->present && row < table->row_count; row++) {
    const char *const id = trace_cell(table, row, "school_id");
    if (id && strcmp(id, t->county->schools[school].id) == 0) return row;
  }
  return -1;
}

bool trace_site_runs(const tracer *t, int32_t school) {
  if (t->trace->job == JH_ALLOCATE) {
    bool runs = t->county->schools[school].status == JH_OPEN;
    for (int32_t year = t->trace->first_year; year <= t->trace->last_year && !runs; year++)
      runs = trace_pupils_at(t, t->seats, year, school, 0) > 0;
    return runs;
  }
  const char *const text = trace_cell(&t->tables[JH_PLAN_SCHOOLS], trace_site_row(t, school), "decision");
  for (int d = JH_KEEP; text && d <= JH_NOT_BUILT; d++)
    if (strcmp(text, jh_decision_name((jh_decision)d)) == 0 || strcmp(text, jh_decision_name_zh((jh_decision)d)) == 0)
      return d == JH_KEEP || d == JH_NEW || d == JH_RESTORE;
  return false;
}

void trace_site_decide(tracer *t, trace_draft *draft, int32_t school, bool runs) {
  static jh_decision const decisions[][2] = {[JH_OPEN] = {JH_MERGE, JH_KEEP},
                                             [JH_CLOSED] = {JH_STAY_CLOSED, JH_RESTORE},
                                             [JH_PROPOSED] = {JH_NOT_BUILT, JH_NEW}};
  if (t->trace->job != JH_CONSOLIDATE) return; /* of allocate a school runs when it has pupils */
  trace_draft_put(t, draft, JH_PLAN_SCHOOLS, trace_site_row(t, school), "decision",
                  jh_decision_name(decisions[t->county->schools[school].status][runs]));
}

void trace_sites_settle(tracer *t, trace_seats *seats) {
  int32_t const year = t->trace->first_year, limit = jh_class_limit(&t->county->policy, year);
  for (int32_t s = 0; s < t->county->school_count && seats->draft.arena && seats->rows; s++) {
    int64_t classes = 0;
    bool changed = false;
    for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++) {
      int32_t const pupils = trace_pupils_at(t, seats->rows, year, s, grade);
      changed |= pupils != trace_pupils_at(t, t->seats, year, s, grade);
      classes += limit > 0 ? jh_classes_for(pupils, limit) : pupils > 0;
    }
    if (changed) trace_draft_put_count(t, &seats->draft, JH_PLAN_SCHOOLS, trace_site_row(t, s), "classes", classes);
  }
}

void trace_describe_trip(const tracer *t, jh_trace_option *option, int32_t place, int32_t school, int32_t grade) {
  jh_trip const trip = jh_travel_between(t->travel, (jh_place_ix){place}, (jh_school_ix){school});
  option->distance_mm = trip.distance_mm;
  option->time_s = trip.time_s;
  option->has_mode = jh_travel_mode(t->travel, trip, grade, (jh_school_ix){school}, &option->mode);
}
