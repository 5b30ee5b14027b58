/* One place of a plan: for each block of its grades the school of the plan, and what each other one would cost. */
#include "trace_seats.h"

#include <stdlib.h>

/* Schools priced for each block, nearest first: beyond, the way alone decides. */
enum { NEAREST = 6 };

typedef struct near_school {
  int32_t school;
  int64_t mm;
} near_school;

static int by_distance(const void *left, const void *right) {
  const near_school *const a = left, *const b = right;
  if (a->mm != b->mm) return (a->mm > b->mm) - (a->mm < b->mm);
  return a->school - b->school;
}

/* ---- blocks ---- */

/* The blocks of a place, in the order of the plan. */
static trace_block *blocks_of(tracer *t, int32_t place, int32_t *count) {
  trace_block *const blocks = JH_NEW(t->arena, trace_block, t->seat_count);
  *count = 0;
  if (!blocks) return t->no_memory = true, NULL;
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    if (row->place != place || !trace_wants_year(t, row->year)) continue;
    trace_add_row(t, JH_PLAN_ASSIGNMENTS, row->row);
    int32_t first, last, found = 0;
    trace_span(t, row->grade, &first, &last);
    while (found < *count &&
           (blocks[found].year != row->year || blocks[found].first_grade != first || blocks[found].school != row->to))
      found++;
    if (found == *count) blocks[(*count)++] = (trace_block){row->year, place, first, last, row->to, 0};
    blocks[found].pupils += row->pupils;
  }
  return blocks;
}

/* ---- one block at one school ---- */

static void tell_space(const tracer *t, int32_t year, int32_t school, jh_trace_option *option) {
  const jh_school *const s = &t->county->schools[school];
  int32_t const pupils = trace_pupils_at(t, t->seats, year, school, 0);
  if (s->seats >= 0) option->seats_left = s->seats > pupils ? s->seats - pupils : 0;
  if (t->trace->job != JH_ALLOCATE || s->rooms < 0) return;
  int64_t const left = trace_rooms_at(t, &t->tables[JH_PLAN_ROOMS], year, school) -
                       trace_classes_at(&t->tables[JH_PLAN_CLASSES], year, s->id);
  option->rooms_left = left > 0 ? (int32_t)left : 0;
}

static jh_trace_option *describe(tracer *t, const trace_block *block, int32_t school) {
  jh_trace_option *const option = trace_add_option(t, JH_TRACE_ATTENDS);
  if (!option) return NULL;
  option->year = block->year;
  option->first_grade = block->first_grade;
  option->last_grade = block->last_grade;
  option->from.i = block->school;
  option->school.i = school;
  option->pupils = block->pupils;
  trace_describe_trip(t, option, block->place, school, trace_lowest_grade(t, block));
  tell_space(t, block->year, school, option);
  jh_trip const now = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){block->school});
  if (now.distance_mm >= 0 && option->distance_mm >= 0)
    option->pupil_mm = trace_product(option->distance_mm - now.distance_mm, block->pupils);
  return option;
}

static void price_move(tracer *t, const trace_block *block, int32_t school, bool build, jh_trace_option *option) {
  trace_seats seats = trace_seats_begin(t);
  option->classes_added = option->rooms_added = 0;
  trace_block moving = *block;
  /* Grades that go together do so in the later years, too. */
  int32_t const last_year = block->first_grade < block->last_grade ? t->trace->last_year : block->year;
  for (; moving.year <= last_year; moving.year++) trace_seats_move(t, &seats, &moving, school);
  if (t->trace->job == JH_ALLOCATE) {
    trace_seats_settle(t, &seats, block->school, false, NULL);
    trace_seats_settle(t, &seats, school, build, option);
  } else {
    option->opens = !trace_site_runs(t, school);
    if (option->opens) trace_site_decide(t, &seats.draft, school, true);
    trace_sites_settle(t, &seats);
  }
  trace_draft_price(t, &seats.draft, &t->base, &option->price);
}

/* Rooms are added where that is better than a class too large. */
static void try_school(tracer *t, const trace_block *block, int32_t school) {
  jh_trace_option *const option = describe(t, block, school);
  if (!option) return;
  price_move(t, block, school, false, option);
  if (t->trace->job != JH_ALLOCATE || t->county->schools[school].max_new_rooms == 0) return;
  jh_trace_option built = *option;
  price_move(t, block, school, true, &built);
  if (built.rooms_added > 0 && trace_compare_prices(&built.price, &option->price) < 0) *option = built;
}

static void tell_chosen(tracer *t, const trace_block *block) {
  jh_trace_option *const option = describe(t, block, block->school);
  if (!option) return;
  option->chosen = true;
  trace_price_nothing(t, &t->base, &option->price);
}

static bool teaches_any(const jh_school *school, int32_t first, int32_t last) {
  return school->first_grade <= last && school->last_grade >= first;
}

/* Present schools of the block's pupils are always among those priced. */
static bool is_present_school(const tracer *t, const trace_block *block, int32_t school) {
  for (int32_t i = 0; i < t->seat_count; i++) {
    const trace_seat *const row = &t->seats[i];
    if (row->year == block->year && row->place == block->place && row->to == block->school && row->from == school &&
        row->grade >= block->first_grade && row->grade <= block->last_grade)
      return true;
  }
  return false;
}

static void trace_one_block(tracer *t, const trace_block *block, near_school *near) {
  int32_t const first = t->trace->option_count;
  int32_t count = 0;
  tell_chosen(t, block);
  for (int32_t s = 0; s < t->county->school_count; s++) {
    jh_trip const trip = jh_travel_between(t->travel, (jh_place_ix){block->place}, (jh_school_ix){s});
    if (s == block->school || trip.distance_mm < 0) continue;
    if (!teaches_any(&t->county->schools[s], block->first_grade, block->last_grade)) continue;
    near[count++] = (near_school){s, trip.distance_mm};
  }
  qsort(near, (size_t)count, sizeof *near, by_distance);
  for (int32_t i = 0; i < count && !t->no_memory; i++)
    if (i < NEAREST || is_present_school(t, block, near[i].school)) try_school(t, block, near[i].school);
  trace_sort_options(t, first);
}

void trace_place(tracer *t) {
  int32_t const place = t->trace->index;
  int32_t count = 0;
  trace_add_line(t, t->county->places[place].source);
  for (int32_t i = 0; i < t->county->pupils_count; i++)
    if (t->county->pupils[i].place.i == place) trace_add_line(t, t->county->pupils[i].source);
  const trace_block *const blocks = blocks_of(t, place, &count);
  near_school *const near = JH_NEW(t->arena, near_school, t->county->school_count);
  if (!blocks || !near) {
    t->no_memory = true;
    return;
  }
  for (int32_t i = 0; i < count && !t->no_memory; i++) trace_one_block(t, &blocks[i], near);
}
