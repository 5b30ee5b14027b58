/* A year within rooms_per_year (A8): the most rooms that all schools together add in a school year.
 *
 * First without the row: a plan within it is the best one. Else small years are solved as rows. In larger ones the
 * fewest rooms with which no class is over its limit are found (every room counts one, openings nothing); they, and
 * what the budget leaves for the rooms of the first plan, are then the most that each school may add. The bounds stay
 * those of the first plan: they hold for every plan with one row more. */
#include "allocation_year.h"

#include "junheng/text.h"

#include <string.h>

enum { MOST_OPTIONS = 200, FEN_PER_ROOM = 100 };
static const double LONGEST_S = 60;

static int64_t rooms_added(const jh_year *y) {
  int64_t added = 0;
  for (int32_t s = 0; s < y->county->school_count; s++) added += y->added[s];
  return added;
}

/* Nothing decided. */
static void begin_again(jh_year *y) {
  size_t const schools = (size_t)y->county->school_count;
  for (int32_t k = 0; k < y->option_count; k++) y->options[k].attend = 0;
  memset(y->added, 0, schools * sizeof *y->added);
  memset(y->opened, 0, schools * sizeof *y->opened);
  memset(y->classes, 0, schools * (JH_LAST_GRADE + 1) * sizeof *y->classes);
  memset(y->bounds, 0, sizeof y->bounds);
  y->placed = y->stopped = false;
  y->possible = true;
}

/* The year in a county where a room costs one, an opening nothing, and no year has a budget; shares what is not
 * decided. */
static jh_status copy_for_counting(const jh_year *y, jh_year *copy) {
  size_t const schools = (size_t)y->county->school_count, cells = schools * (JH_LAST_GRADE + 1);
  jh_county *const county = JH_NEW(y->arena, jh_county, 1);
  jh_school *const of = JH_NEW(y->arena, jh_school, schools);
  *copy = *y;
  copy->options = JH_NEW(y->arena, jh_option, (size_t)y->option_count + 1);
  copy->added = JH_NEW(y->arena, int32_t, schools);
  copy->opened = JH_NEW(y->arena, bool, schools);
  copy->pupils = JH_NEW(y->arena, int32_t, cells);
  copy->classes = JH_NEW(y->arena, int32_t, cells);
  if (!county || !of || !copy->options || !copy->added || !copy->opened || !copy->pupils || !copy->classes)
    return JH_NO_MEMORY;
  *county = *y->county;
  memcpy(of, y->county->schools, schools * sizeof *of);
  for (size_t s = 0; s < schools; s++) {
    of[s].cost_per_new_room_fen = FEN_PER_ROOM;
    of[s].opening_cost_fen = 0;
  }
  county->schools = of;
  copy->county = county;
  copy->budget = INT64_MAX;
  if (y->option_count > 0) memcpy(copy->options, y->options, (size_t)y->option_count * sizeof *copy->options);
  begin_again(copy);
  return JH_OK;
}

jh_control jh_year_part_of(const jh_control *control) {
  jh_control part = *control;
  double const half = control->limit_s > 0 ? 0.5 * jh_control_left_s(control) : LONGEST_S;
  part.limit_s = jh_clock_s() - control->started_s + (half < LONGEST_S ? half : LONGEST_S);
  return part;
}

/* Of the rooms wanted, those that fit, in the order of the county; the rooms given so far. */
static int64_t give_rooms(const jh_year *y, const int32_t *wanted, int64_t given, int64_t budget, int32_t *most) {
  for (int32_t s = 0; s < y->county->school_count; s++) {
    int64_t more = wanted[s] - most[s];
    if (more > budget - given) more = budget - given;
    if (more <= 0) continue;
    most[s] += (int32_t)more;
    given += more;
  }
  return given;
}

/* Of the goals in their order, each is at least its bound where those before it are at theirs; beyond the first that
 * is not, nothing is known. */
static void keep_bounds(jh_year *y, const jh_allocation_order *order, const int64_t *bounds) {
  bool reached = true;
  for (int at = 0; at < JH_ALLOCATION_GOALS; at++) {
    jh_allocation_goal const goal = order->goal[at];
    y->bounds[goal] = reached ? bounds[goal] : 0;
    if (y->bounds[goal] > y->values[goal]) y->bounds[goal] = y->values[goal];
    reached = reached && y->bounds[goal] == y->values[goal];
  }
}

static jh_status plan_capped(jh_year *y, const jh_allocation_order *order, const jh_control *control,
                             const jh_year *fewest, int64_t budget) {
  size_t const schools = (size_t)y->county->school_count;
  int32_t *const most = JH_NEW(y->arena, int32_t, schools), *const possible = y->new_rooms;
  int64_t bounds[JH_ALLOCATION_GOALS];
  if (!most) return JH_NO_MEMORY;
  int64_t const given = give_rooms(y, fewest->added, 0, budget, most);
  (void)give_rooms(y, y->added, given, budget, most);
  memcpy(bounds, y->bounds, sizeof bounds);
  bool const was_possible = y->possible, was_stopped = y->stopped;
  jh_needs unsaid = {0}; /* of the caps, not of the county */
  begin_again(y);
  y->new_rooms = most;
  jh_status const status = jh_year_plan(y, order, control, &unsaid, NULL);
  y->new_rooms = possible;
  keep_bounds(y, order, bounds);
  y->possible = was_possible;
  y->stopped |= was_stopped;
  return status;
}

static jh_status tell_lacking(const jh_year *y, int64_t rooms, jh_needs *needs) {
  jh_need const need = {
      .rule = "A8",
      .item = "rooms",
      .amount = rooms,
      .cost_fen = -1,
      .words = jh_arena_printf(
          y->arena, jh_text(needs->language, "the county lacks %lld classrooms beyond rooms_per_year, in %d"),
          (long long)rooms, (int)y->year)};
  return jh_year_add_need(y, needs, JH_NO_SCHOOL, &need);
}

static bool no_class_is_over(const jh_year *y) {
  return y->values[JH_OVER_SUPER] == 0 && y->values[JH_OVER_LIMIT] == 0;
}

/* Pupils one by one, exactly; whole places have the row in their program already. */
static jh_status plan_as_rows(jh_year *y, const jh_allocation_order *order, const jh_control *control, bool *exact) {
  const jh_policy *const policy = &y->county->policy;
  *exact = false;
  if (jh_policy_or(policy, JH_KEEP_TOGETHER, 0) == 1 || jh_policy_get(policy, JH_CONTIGUOUS) == 1) return JH_OK;
  if (y->option_count > MOST_OPTIONS) return JH_OK;
  jh_year trial;
  jh_control const part = jh_year_part_of(control);
  jh_status status = copy_for_counting(y, &trial);
  trial.county = y->county;
  trial.budget = y->budget;
  if (!status) status = jh_year_plan_rows(&trial, order, false, &part, exact);
  if (status || !*exact) return status;
  trial.possible = no_class_is_over(&trial);
  trial.method = JH_N("glpk simplex, branch and bound on classes, rooms and pupils");
  *y = trial;
  return JH_OK;
}

jh_status jh_year_plan_in_budget(jh_year *y, const jh_allocation_order *order, const jh_control *control,
                                 jh_needs *needs, const char **lp) {
  static const jh_allocation_order fewest_first = {
      {JH_OVER_SUPER, JH_OVER_LIMIT, JH_YUAN, JH_PRIVATE_SEATS, JH_MOVED, JH_PUPIL_KM, JH_OVER_STANDARD}};
  jh_status status = jh_year_plan(y, order, control, needs, lp);
  int64_t const budget = y->budget;
  if (status || rooms_added(y) <= budget) return status;
  bool const was_possible = y->possible;
  bool exact = false;
  jh_year fewest;
  jh_needs unsaid = {0};
  jh_control const part = jh_year_part_of(control);
  status = copy_for_counting(y, &fewest);
  if (!status) status = jh_year_plan(&fewest, &fewest_first, &part, &unsaid, NULL);
  if (!status) status = plan_as_rows(y, order, control, &exact);
  if (!status && !exact) status = plan_capped(y, order, control, &fewest, budget);
  if (status) return status;
  bool const could = fewest.possible && no_class_is_over(&fewest);
  /* Proven: without a class over its limit it takes so many rooms. */
  int64_t const least = (fewest.bounds[JH_YUAN] + FEN_PER_ROOM - 1) / FEN_PER_ROOM;
  if (could && (least > budget || !y->possible || !no_class_is_over(y))) y->wanted = fewest.added;
  if (!was_possible || !could || least <= budget) return JH_OK;
  y->possible = false;
  return tell_lacking(y, least - budget, needs);
}
