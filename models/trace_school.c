/* One school of allocate or consolidate: today and planned, who comes and goes, a class more or fewer, and the school
 * closed or kept. */
#include "trace_seats.h"

#include <stdlib.h>
#include <string.h>

/* ---- facts ---- */

static void tell_today(tracer *t, int32_t school) {
  const jh_county *const c = t->county;
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++) {
    int64_t pupils = 0, classes = 0;
    for (int32_t i = 0; i < c->class_count; i++) {
      if (c->classes[i].school.i != school || c->classes[i].grade != grade) continue;
      trace_add_line(t, c->classes[i].source);
      pupils += c->classes[i].pupils;
      classes++;
    }
    if (classes == 0) continue;
    jh_trace_fact *const fact = trace_add_fact(t, JH_FACT_GRADE);
    fact->school.i = school;
    fact->grade = grade;
    fact->actual = pupils;
    fact->required = classes;
  }
}

/* Classes that consolidate counts: of the limit of its year. */
static int64_t classes_for(const tracer *t, int32_t year, int32_t grade, int32_t school, int64_t pupils) {
  const jh_table *const classes = &t->tables[JH_PLAN_CLASSES];
  if (t->trace->job == JH_ALLOCATE)
    return trace_count(classes, trace_row_at(classes, year, t->county->schools[school].id, grade), "classes", 0);
  int32_t const limit = jh_class_limit(&t->county->policy, year);
  return limit > 0 ? jh_classes_for((int32_t)pupils, limit) : pupils > 0;
}

static void tell_bound(tracer *t, jh_trace_fact_kind kind, int32_t year, int32_t school, int64_t actual,
                       int64_t required, int64_t of) {
  jh_trace_fact *const fact = trace_add_fact(t, kind);
  fact->year = year;
  fact->school.i = school;
  fact->actual = actual;
  fact->required = required;
  fact->of = of;
  fact->judged = true;
  fact->met = actual <= required;
}

static int64_t boarders_of(const tracer *t, int32_t year, int32_t school) {
  int64_t boarders = 0;
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    jh_mode mode;
    if (row->year != year || row->to != school) continue;
    jh_trip const trip = jh_travel_between(t->travel, (jh_place_ix){row->place}, (jh_school_ix){school});
    if (jh_travel_mode(t->travel, trip, row->grade, (jh_school_ix){school}, &mode) && mode == JH_BOARD)
      boarders += row->pupils;
  }
  return boarders;
}

static void tell_year(tracer *t, int32_t year, int32_t school) {
  const jh_school *const s = &t->county->schools[school];
  int64_t pupils = 0, classes = 0;
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++) {
    int64_t const here = trace_pupils_at(t, t->seats, year, school, grade);
    if (here == 0) continue;
    jh_trace_fact *const fact = trace_add_fact(t, JH_FACT_GRADE);
    fact->year = year;
    fact->school.i = school;
    fact->grade = grade;
    fact->actual = here;
    fact->required = classes_for(t, year, grade, school, here);
    fact->of = jh_class_limit(&t->county->policy, year);
    fact->judged = fact->of > 0;
    fact->met = here <= fact->required * fact->of;
    fact->has_key = fact->judged;
    fact->key = JH_LARGE_CLASS_LIMIT;
    pupils += here;
    classes += fact->required;
  }
  if (s->rooms >= 0) {
    int64_t const rooms = t->trace->job == JH_ALLOCATE ? trace_rooms_at(t, &t->tables[JH_PLAN_ROOMS], year, school)
                                                       : (int64_t)s->rooms + s->max_new_rooms;
    tell_bound(t, JH_FACT_ROOMS, year, school, classes, rooms, rooms - s->rooms);
  }
  if (s->seats >= 0) tell_bound(t, JH_FACT_SEATS, year, school, pupils, s->seats, 0);
  int64_t const boarders = t->trace->job == JH_CONSOLIDATE ? boarders_of(t, year, school) : 0;
  if (boarders > 0) tell_bound(t, JH_FACT_BEDS, year, school, boarders, s->beds, 0);
}

/* Sums by place and the other school. */
static void tell_flow(tracer *t, jh_trace_fact_kind kind, int32_t year, int32_t place, int32_t other,
                      int32_t pupils) {
  for (int32_t i = t->trace->fact_count; i-- > 0;) {
    jh_trace_fact *const fact = &t->trace->facts[i];
    if (fact->kind != kind || fact->year != year || fact->place.i != place || fact->school.i != other) continue;
    fact->actual += pupils;
    return;
  }
  jh_trace_fact *const fact = trace_add_fact(t, kind);
  fact->year = year;
  fact->place.i = place;
  fact->school.i = other;
  fact->actual = pupils;
}

static void tell_flows(tracer *t, int32_t school) {
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    if (!trace_wants_year(t, row->year) || row->pupils == 0 || row->from == row->to) continue;
    if (row->to == school) tell_flow(t, JH_FACT_COMES, row->year, row->place, row->from, row->pupils);
    if (row->from == school) tell_flow(t, JH_FACT_LEAVES, row->year, row->place, row->to, row->pupils);
  }
}

/* ---- a class more, a class fewer (allocate) ---- */

static void try_classes(tracer *t, int32_t year, int32_t school, int32_t grade, int64_t change) {
  const jh_school *const s = &t->county->schools[school];
  int32_t const row = trace_row_at(&t->tables[JH_PLAN_CLASSES], year, s->id, grade);
  int64_t const classes = trace_count(&t->tables[JH_PLAN_CLASSES], row, "classes", 0);
  if (row < 0 || classes + change < 1) return;
  jh_trace_option *const option = trace_add_option(t, change > 0 ? JH_TRACE_CLASS_MORE : JH_TRACE_CLASS_FEWER);
  if (!option) return;
  option->year = year;
  option->first_grade = option->last_grade = grade;
  option->school.i = school;
  option->classes_added = (int32_t)change;
  trace_seats seats = trace_seats_begin(t);
  trace_draft_put_count(t, &seats.draft, JH_PLAN_CLASSES, row, "classes", classes + change);
  int64_t const rooms = trace_rooms_at(t, &t->tables[JH_PLAN_ROOMS], year, school);
  int64_t const used = trace_classes_at(&t->tables[JH_PLAN_CLASSES], year, s->id);
  int64_t const added = trace_rooms_at(t, &t->tables[JH_PLAN_ROOMS], t->trace->last_year, school) - s->rooms;
  if (change > 0 && rooms >= 0 && used >= rooms && added < s->max_new_rooms) {
    option->rooms_added = 1;
    trace_add_room(t, &seats.draft, year, school, 1);
  }
  trace_draft_price(t, &seats.draft, &t->base, &option->price);
}

/* ---- closed, or kept: any school of consolidate; of allocate one that is not in operation today ---- */

typedef struct move {
  trace_block block;
  int64_t saved; /* pupils x millimetres less far */
} move;

static bool is_of_place(const trace_block *block, const trace_seat *row) {
  return block->place == row->place && block->year == row->year;
}

/* Every block of the plan, each once. NULL without memory. */
static move *all_blocks(tracer *t, int32_t *count) {
  move *const list = JH_NEW(t->arena, move, t->seat_count);
  *count = 0;
  if (!list) return t->no_memory = true, NULL;
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    int32_t first, last, found = *count;
    trace_span(t, row->grade, &first, &last);
    while (found > 0 && is_of_place(&list[found - 1].block, row) &&
           (list[found - 1].block.first_grade != first || list[found - 1].block.school != row->to))
      found--;
    if (found == 0 || !is_of_place(&list[found - 1].block, row)) {
      list[*count].block = (trace_block){row->year, row->place, first, last, row->to, 0};
      found = ++*count;
    }
    list[found - 1].block.pupils += row->pupils;
  }
  return list;
}

static bool teaches_block(const tracer *t, const trace_block *block, int32_t school) {
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    if (is_of_place(block, row) && row->to == block->school && row->grade >= block->first_grade &&
        row->grade <= block->last_grade && !jh_school_teaches(&t->county->schools[school], row->grade))
      return false;
  }
  return true;
}

/* The block would find seats, or rooms for its classes, beside those who are there in the draft. */
static bool has_space(const tracer *t, const trace_seat *rows, const trace_block *block, int32_t school) {
  const jh_school *const s = &t->county->schools[school];
  int32_t const limit = jh_class_limit(&t->county->policy, block->year);
  int64_t pupils = 0, classes = 0;
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++) {
    int32_t here = trace_pupils_at(t, rows, block->year, school, grade);
    for (int32_t i = 0; i < t->seat_count && grade >= block->first_grade && grade <= block->last_grade; i++)
      if (is_of_place(block, &rows[i]) && rows[i].to == block->school && rows[i].grade == grade)
        here += rows[i].pupils;
    pupils += here;
    classes += limit > 0 ? jh_classes_for(here, limit) : here > 0;
  }
  if (s->seats >= 0 && pupils > s->seats) return false;
  int64_t const more = t->trace->job == JH_CONSOLIDATE ? s->max_new_rooms : 0;
  return s->rooms < 0 || classes <= s->rooms + more;
}

static bool within(const jh_policy *policy, jh_policy_key key, int64_t value, int64_t per_milli) {
  return !jh_policy_has(policy, key) || (value >= 0 && value <= jh_policy_get(policy, key) * per_milli);
}

/* By the rule of the job: modes in consolidate, max_km and max_minutes in allocate. */
static bool is_reached(const tracer *t, const trace_block *block, int32_t school) {
  const jh_policy *const policy = &t->county->policy;
  jh_trip const trip = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){school});
  bool const junior = block->last_grade > JH_LAST_PRIMARY_GRADE;
  jh_mode mode;
  if (trip.distance_mm < 0) return false;
  if (t->trace->job == JH_CONSOLIDATE)
    return jh_travel_mode(t->travel, trip, trace_lowest_grade(t, block), (jh_school_ix){school}, &mode);
  return within(policy, junior ? JH_MAX_KM_JUNIOR : JH_MAX_KM_PRIMARY, trip.distance_mm, 1000) &&
         within(policy, junior ? JH_MAX_MINUTES_JUNIOR : JH_MAX_MINUTES_PRIMARY, trip.time_s * 1000, 60);
}

/* The nearest other school that runs, teaches the grades and can be reached, with space where there is one; -1. */
static int32_t refuge_of(const tracer *t, const trace_seat *rows, const trace_block *block) {
  int32_t best = -1;
  int64_t best_mm = 0;
  bool best_space = false;
  for (int32_t s = 0; s < t->county->school_count; s++) {
    jh_trip const trip = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){s});
    if (s == block->school || !trace_site_runs(t, s) || !teaches_block(t, block, s)) continue;
    if (!is_reached(t, block, s)) continue;
    bool const space = has_space(t, rows, block, s);
    if (best >= 0 && (space < best_space || (space == best_space && trip.distance_mm >= best_mm))) continue;
    best = s;
    best_mm = trip.distance_mm;
    best_space = space;
  }
  return best;
}

static void send(tracer *t, trace_seats *seats, jh_trace_option *option, const trace_block *block, int32_t school) {
  jh_trip const now = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){block->school});
  jh_trip const then = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){school});
  if (now.distance_mm >= 0 && then.distance_mm >= 0)
    option->pupil_mm += trace_product(then.distance_mm - now.distance_mm, block->pupils);
  option->pupils += block->pupils;
  trace_seats_move(t, seats, block, school);
}

/* What follows at all schools for classes and rooms. */
static void settle_all(tracer *t, trace_seats *seats, int32_t school, jh_trace_option *option) {
  if (t->trace->job == JH_CONSOLIDATE) {
    trace_sites_settle(t, seats);
    return;
  }
  for (int32_t s = 0; s < t->county->school_count; s++)
    trace_seats_settle(t, seats, s, false, s == school ? option : NULL);
}

/* Who finds no other school stays, and the auditor says so. */
static void close_it(tracer *t, int32_t school, const move *blocks, int32_t count, jh_trace_option *option) {
  trace_seats seats = trace_seats_begin(t);
  trace_site_decide(t, &seats.draft, school, false);
  for (int32_t i = 0; i < count && seats.rows; i++) {
    if (blocks[i].block.school != school) continue;
    int32_t const to = refuge_of(t, seats.rows, &blocks[i].block);
    if (to >= 0)
      send(t, &seats, option, &blocks[i].block, to);
    else
      option->unplaced += blocks[i].block.pupils;
  }
  settle_all(t, &seats, school, option);
  trace_draft_price(t, &seats.draft, &t->base, &option->price);
}

static bool has_pupils_of(const tracer *t, const trace_block *block, int32_t school) {
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    if (is_of_place(block, row) && row->to == block->school && row->from == school && row->pupils > 0 &&
        row->grade >= block->first_grade && row->grade <= block->last_grade)
      return true;
  }
  return false;
}

static int by_saving(const void *left, const void *right) {
  const move *const a = left, *const b = right;
  if (a->saved != b->saved) return (a->saved < b->saved) - (a->saved > b->saved);
  if (a->block.place != b->block.place) return a->block.place - b->block.place;
  return a->block.first_grade - b->block.first_grade;
}

/* Its pupils of today, or, where it has none, those who would have less far, as long as there is space. */
static void open_it(tracer *t, int32_t school, move *blocks, int32_t count, jh_trace_option *option) {
  trace_seats seats = trace_seats_begin(t);
  trace_site_decide(t, &seats.draft, school, true);
  bool const of_today = t->county->schools[school].status == JH_OPEN;
  for (int32_t i = 0; i < count; i++) {
    const trace_block *const block = &blocks[i].block;
    jh_trip const now = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){block->school});
    jh_trip const then = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){school});
    blocks[i].saved = trace_product(now.distance_mm - then.distance_mm, block->pupils);
    if (then.distance_mm < 0) blocks[i].saved = INT64_MIN;
  }
  qsort(blocks, (size_t)count, sizeof *blocks, by_saving);
  for (int32_t i = 0; i < count && seats.rows; i++) {
    const trace_block *const block = &blocks[i].block;
    bool const wanted = of_today ? has_pupils_of(t, block, school) : blocks[i].saved > 0;
    if (!wanted || !teaches_block(t, block, school) || !has_space(t, seats.rows, block, school)) continue;
    if (is_reached(t, block, school)) send(t, &seats, option, block, school);
  }
  settle_all(t, &seats, school, option);
  trace_draft_price(t, &seats.draft, &t->base, &option->price);
}

static void try_decisions(tracer *t, int32_t school) {
  bool const runs = trace_site_runs(t, school);
  int32_t count = 0;
  move *const blocks = all_blocks(t, &count);
  for (int chosen = 1; chosen >= 0 && blocks; chosen--) {
    bool const running = runs == (chosen == 1);
    jh_trace_option *const option = trace_add_option(t, running ? JH_TRACE_RUNS : JH_TRACE_CLOSES);
    if (!option) return;
    option->school.i = school;
    option->chosen = chosen == 1;
    if (chosen)
      trace_price_nothing(t, &t->base, &option->price);
    else if (running)
      open_it(t, school, blocks, count, option);
    else
      close_it(t, school, blocks, count, option);
  }
}

static void tell_decision(tracer *t, int32_t school) {
  const jh_table *const sites = &t->tables[JH_PLAN_SCHOOLS], *const priced = &t->tables[JH_PLAN_ALTERNATIVES];
  int32_t const row = trace_site_row(t, school);
  if (row < 0) return;
  trace_add_row(t, JH_PLAN_SCHOOLS, row);
  jh_trace_fact *const fact = trace_add_fact(t, JH_FACT_DECISION);
  const char *const into = trace_cell(sites, row, "merged_into");
  fact->text = trace_cell(sites, row, "decision");
  fact->actual = trace_count(sites, row, "pupils", 0);
  if (!trace_decimal(trace_cell(sites, row, "annual_cost"), 2, &fact->required)) fact->required = 0;
  if (into) fact->school = jh_county_find_school(t->county, into);
  for (int32_t i = 0; priced->present && i < priced->row_count; i++) {
    const char *const id = trace_cell(priced, i, "school_id");
    int64_t cost = 0, pupil_metres = 0;
    if (!id || strcmp(id, t->county->schools[school].id) != 0) continue;
    trace_add_row(t, JH_PLAN_ALTERNATIVES, i);
    for (int close = 0; close < 2; close++) {
      const char *const cost_text = trace_cell(priced, i, close ? "close_cost" : "stay_cost");
      const char *const km_text = trace_cell(priced, i, close ? "close_pupil_km" : "stay_pupil_km");
      if (!trace_decimal(cost_text, 2, &cost) || !trace_decimal(km_text, 3, &pupil_metres)) continue;
      jh_trace_fact *const side = trace_add_fact(t, close ? JH_FACT_CLOSE : JH_FACT_STAY);
      side->school.i = school;
      side->actual = cost;
      side->of = pupil_metres;
    }
  }
}

static void trace_classes(tracer *t, int32_t school) {
  static jh_plan_table const tables[] = {JH_PLAN_CLASSES, JH_PLAN_ROOMS, JH_PLAN_LEDGER};
  const char *const id = t->county->schools[school].id;
  for (size_t k = 0; k < sizeof tables / sizeof tables[0]; k++)
    for (int32_t row = 0; t->tables[tables[k]].present && row < t->tables[tables[k]].row_count; row++) {
      const char *const found = trace_cell(&t->tables[tables[k]], row, "school_id");
      int32_t const year = (int32_t)trace_count(&t->tables[tables[k]], row, "year", t->only_year);
      if (found && strcmp(found, id) == 0 && trace_wants_year(t, year)) trace_add_row(t, tables[k], row);
    }
  for (int32_t year = t->trace->first_year; year <= t->trace->last_year; year++)
    for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE && trace_wants_year(t, year); grade++)
      for (int64_t change = 1; change >= -1 && !t->no_memory; change -= 2)
        try_classes(t, year, school, grade, change);
}

void trace_school(tracer *t) {
  int32_t const school = t->trace->index;
  const jh_school *const s = &t->county->schools[school];
  trace_add_line(t, s->source);
  tell_today(t, school);
  if (t->trace->job == JH_CONSOLIDATE) tell_decision(t, school);
  for (int32_t year = t->trace->first_year; year <= t->trace->last_year; year++)
    if (trace_wants_year(t, year)) tell_year(t, year, school);
  if (s->is_protected) {
    jh_trace_fact *const fact = trace_add_fact(t, JH_FACT_PROTECTED);
    fact->school.i = school;
    fact->judged = true;
    fact->met = trace_site_runs(t, school);
  }
  tell_flows(t, school);
  if (t->trace->job == JH_CONSOLIDATE || s->status != JH_OPEN) try_decisions(t, school);
  if (t->trace->job == JH_ALLOCATE) trace_classes(t, school);
}
