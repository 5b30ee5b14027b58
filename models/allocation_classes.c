/* Class allocation by the modular engine: a pupil is a unit, a cohort a source, a grade of a school a sink, a class a
 * module, a school a facility.  All goals are one 128-bit sum: each weighs more than all after it together can reach,
 * so that the least sum is the plan that is best in their order.
 *
 * Where the weights of all goals do not fit into a sum, those that can be 0 for nothing are tried at 0 first, and the
 * last goals of the order may stay out (their bound is then 0). */
#include "allocation_year.h"
#include "junheng/solver/modular.h"

#include <string.h>

enum {
  WEIGHT_BITS = 96,
  MOST_ROOMS = 40,
  UNKNOWN_ROOM_FEN = 1000000000,
  SECONDS_FOR_A_BOUND = 2
}; /* of all goals together; leaves room for the sums of networks */

typedef struct weights {
  jh_wide of[JH_ALLOCATION_GOALS];    /* 0: not in the sum */
  int64_t range[JH_ALLOCATION_GOALS]; /* more than the goal can reach */
  int64_t yuan_unit;                  /* fen: every cost is a multiple of it */
  bool complete;
} weights;

typedef struct class_problem {
  jh_year *year;
  const jh_allocation_order *order;
  const jh_control *control;
  jh_modular modular;
  jh_modular_option *options;
  jh_modular_sink *sinks;
  jh_modular_facility *facilities;
  int32_t *sink_of;      /* by school and grade, -1: none */
  int32_t *option_start; /* by cohort, of options */
  int32_t *option_of;    /* by option: of the year */
  weights weights;
  bool zero[JH_ALLOCATION_GOALS];      /* goals held at 0: what they count is left out */
  bool rooms_anywhere, seats_anywhere; /* for needs: beyond what is possible */
  double give_up_s;
} class_problem;

static int64_t divisor(int64_t a, int64_t b) {
  while (b != 0) {
    int64_t const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static bool new_private_seat(const jh_year *y, const jh_option *o) {
  return !y->county->schools[o->school.i].is_public && y->cohorts[o->cohort].from.i != o->school.i;
}

static bool moves(const jh_year *y, const jh_option *o) {
  jh_school_ix const from = y->cohorts[o->cohort].from;
  return from.i >= 0 && from.i != o->school.i;
}

static const double PATIENCE = 0.25, LONGEST_S = 240;

/* ---- what the goals weigh ---- */

static void attendance_ranges(const jh_year *y, int64_t *range) {
  int64_t pupils = 0;
  for (int32_t c = 0; c < y->cohort_count; c++) {
    int64_t farthest = 0;
    bool seat = false, move = false;
    for (int32_t k = y->option_start[c]; k < y->option_start[c + 1]; k++) {
      const jh_option *const o = &y->options[k];
      if (o->trip.distance_mm > farthest) farthest = o->trip.distance_mm;
      seat |= new_private_seat(y, o);
      move |= moves(y, o);
    }
    int64_t const units = y->cohorts[c].pupils;
    pupils += units;
    range[JH_PUPIL_KM] += farthest * units;
    if (seat) range[JH_PRIVATE_SEATS] += units;
    if (move) range[JH_MOVED] += units;
  }
  range[JH_OVER_SUPER] = range[JH_OVER_LIMIT] = range[JH_OVER_STANDARD] = pupils;
}

static int64_t money_range(const jh_year *y, bool rooms_anywhere, int64_t *unit) {
  int64_t sum = 0;
  *unit = rooms_anywhere ? UNKNOWN_ROOM_FEN : 0;
  for (int32_t s = 0; s < y->county->school_count; s++) {
    const jh_school *const school = &y->county->schools[s];
    if (y->rooms[s] >= 0) {
      int64_t const rooms = y->new_rooms[s] + (rooms_anywhere ? JH_LAST_GRADE * MOST_ROOMS : 0);
      int64_t const dearest = rooms_anywhere ? UNKNOWN_ROOM_FEN : 0, cost = school->cost_per_new_room_fen;
      sum += (cost > 0 ? cost : dearest) * rooms;
      if (rooms > 0) *unit = divisor(*unit, cost);
    }
    if (y->runs[s]) continue;
    sum += school->opening_cost_fen;
    *unit = divisor(*unit, school->opening_cost_fen);
  }
  if (*unit == 0) *unit = 1;
  return sum / *unit;
}

/* From the last goal to the first: each weighs one more than all after it can sum to. Goals are dropped from the end
 * until the first one's weight fits. */
static void weigh(class_problem *p) {
  weights *const w = &p->weights;
  *w = (weights){.complete = true};
  attendance_ranges(p->year, w->range);
  w->range[JH_YUAN] = money_range(p->year, p->rooms_anywhere, &w->yuan_unit);
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++)
    if (p->zero[g]) w->range[g] = 0;
  for (int last = JH_ALLOCATION_GOALS - 1; last >= 0; last--) {
    jh_wide weight = 1;
    bool fits = true;
    memset(w->of, 0, sizeof w->of);
    for (int at = last; at >= 0 && fits; at--) {
      jh_allocation_goal const goal = p->order->goal[at];
      w->of[goal] = weight;
      fits = weight <= ((jh_wide)1 << WEIGHT_BITS) / (w->range[goal] + 1);
      weight *= w->range[goal] + 1;
    }
    if (fits) return;
    w->complete = false;
  }
}

static void tell(void *user, bool has_plan, jh_wide cost, jh_wide bound) {
  const class_problem *const p = user;
  for (int at = 0; at < JH_ALLOCATION_GOALS; at++) {
    jh_allocation_goal const goal = p->order->goal[at];
    jh_wide const weight = p->weights.of[goal];
    if (weight == 0) return;
    jh_wide const value = cost / weight, least = bound / weight;
    cost -= value * weight;
    bound -= least * weight;
    if (has_plan && value == least && at + 1 < JH_ALLOCATION_GOALS) continue;
    double const unit = goal == JH_YUAN ? (double)p->weights.yuan_unit / 100 : goal == JH_PUPIL_KM ? 1e-6 : 1;
    jh_control_report(p->control, &(jh_progress){.phase = jh_allocation_goal_name(goal),
                                                 .level = at + 1,
                                                 .level_count = JH_ALLOCATION_GOALS,
                                                 .has_value = has_plan,
                                                 .has_bound = true,
                                                 .value = unit * (double)value,
                                                 .bound = unit * (double)least});
    return;
  }
}

/* ---- the problem ---- */

static void add_tier(jh_modular_sink *sink, int32_t size, jh_wide cost) {
  if (size <= 0) return;
  if (sink->tier_count > 0 && sink->size[sink->tier_count - 1] >= size) return;
  sink->size[sink->tier_count] = size;
  sink->cost[sink->tier_count++] = cost;
}

/* Above each of the three sizes a pupil costs that goal's weight; the sizes may come in any order. */
static void set_tiers(const class_problem *p, jh_school_ix s, int32_t grade, jh_modular_sink *sink) {
  const jh_year *const y = p->year;
  struct {
    int32_t size;
    jh_allocation_goal goal;
  } above[3] = {{jh_standard_class(&y->county->policy, &y->county->schools[s.i], grade), JH_OVER_STANDARD},
                {y->limit > 0 ? y->limit : INT32_MAX, JH_OVER_LIMIT},
                {y->super_limit, JH_OVER_SUPER}};
  jh_wide cost = 0;
  int32_t below = 0;
  bool ended = false;
  while (!ended) {
    int32_t next = INT32_MAX;
    for (int i = 0; i < 3; i++)
      if (above[i].size > below && above[i].size < next) next = above[i].size;
    if (next == INT32_MAX) break;
    add_tier(sink, next, cost);
    for (int i = 0; i < 3; i++) {
      if (above[i].size != next) continue;
      cost += p->weights.of[above[i].goal];
      ended |= p->zero[above[i].goal];
    }
    below = next;
  }
  sink->open_ended = !ended;
  sink->beyond = cost;
}

static int32_t *count_possible(const jh_year *y) {
  int32_t *const possible = JH_NEW(y->arena, int32_t, y->county->school_count * (JH_LAST_GRADE + 1));
  for (int32_t k = 0; possible && k < y->option_count; k++) {
    const jh_cohort *const c = &y->cohorts[y->options[k].cohort];
    possible[jh_at_grade(y->options[k].school, c->grade)] += c->pupils;
  }
  return possible;
}

static bool is_excess(jh_allocation_goal goal) { return goal == JH_OVER_SUPER || goal == JH_OVER_LIMIT; }

static void set_facility(class_problem *p, int32_t s) {
  const jh_year *const y = p->year;
  const jh_school *const school = &y->county->schools[s];
  bool const for_free = p->zero[JH_YUAN] && school->cost_per_new_room_fen > 0;
  p->facilities[s] = (jh_modular_facility){
      .runs = y->runs[s],
      .modules = y->rooms[s],
      .extra = y->rooms[s] >= 0 && !for_free ? y->new_rooms[s] : 0,
      .capacity = p->seats_anywhere ? -1 : jh_school_most(&y->county->policy, school),
      .extra_cost = p->weights.of[JH_YUAN] * (school->cost_per_new_room_fen / p->weights.yuan_unit),
      .open_cost = p->weights.of[JH_YUAN] * (school->opening_cost_fen / p->weights.yuan_unit)};
  if (!p->rooms_anywhere || y->rooms[s] < 0) return;
  jh_modular_facility *const f = &p->facilities[s];
  if (school->cost_per_new_room_fen == 0) {
    /* Free ones first; what one more costs is not known, and the last thing to ask for. */
    f->modules += f->extra;
    f->extra = 0;
    f->extra_cost = p->weights.of[JH_YUAN] * (UNKNOWN_ROOM_FEN / p->weights.yuan_unit);
  }
  f->extra += JH_LAST_GRADE * MOST_ROOMS;
}

/* A school that would have to be opened at a price has no sinks while no yuan may be spent. */
static bool may_run(const class_problem *p, int32_t s) {
  return p->year->runs[s] || !p->zero[JH_YUAN] || p->year->county->schools[s].opening_cost_fen == 0;
}

static void add_sinks(class_problem *p, const int32_t *possible) {
  const jh_year *const y = p->year;
  for (int32_t s = 0; s < y->county->school_count; s++) {
    set_facility(p, s);
    for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
      int32_t const at = jh_at_grade((jh_school_ix){s}, g);
      p->sink_of[at] = -1;
      if (possible[at] == 0 || !may_run(p, s)) continue;
      jh_modular_sink *const sink = &p->sinks[p->modular.sink_count];
      *sink = (jh_modular_sink){.facility = s};
      set_tiers(p, (jh_school_ix){s}, g, sink);
      sink->most = (possible[at] + sink->size[0] - 1) / sink->size[0];
      p->sink_of[at] = p->modular.sink_count++;
    }
  }
}

/* Options to what may not run, and private seats while none may be bought, are left out: the engine's options are
 * some of the year's. */
static void add_options(class_problem *p) {
  const jh_year *const y = p->year;
  int32_t count = 0;
  for (int32_t c = 0; c < y->cohort_count; c++) {
    for (int32_t k = y->option_start[c]; k < y->option_start[c + 1]; k++) {
      const jh_option *const o = &y->options[k];
      int32_t const sink = p->sink_of[jh_at_grade(o->school, y->cohorts[c].grade)];
      bool const bought = new_private_seat(y, o);
      if (sink < 0 || (bought && p->zero[JH_PRIVATE_SEATS])) continue;
      jh_wide cost = p->weights.of[JH_PUPIL_KM] * o->trip.distance_mm;
      if (moves(y, o)) cost += p->weights.of[JH_MOVED];
      if (bought) cost += p->weights.of[JH_PRIVATE_SEATS];
      p->option_of[count] = k;
      p->options[count++] = (jh_modular_option){sink, cost};
    }
    p->option_start[c + 1] = count;
  }
}

/* With the weights that are there, or new ones for all goals. */
static jh_status build(class_problem *p, bool weighs) {
  jh_year *const y = p->year;
  int32_t const schools = y->county->school_count;
  p->sinks = JH_NEW(y->arena, jh_modular_sink, schools * (JH_LAST_GRADE + 1));
  p->facilities = JH_NEW(y->arena, jh_modular_facility, schools);
  p->sink_of = JH_NEW(y->arena, int32_t, schools * (JH_LAST_GRADE + 1));
  p->options = JH_NEW(y->arena, jh_modular_option, y->option_count);
  p->option_of = JH_NEW(y->arena, int32_t, y->option_count);
  p->option_start = JH_NEW(y->arena, int32_t, y->cohort_count + 1);
  int32_t *const units = JH_NEW(y->arena, int32_t, y->cohort_count), *const possible = count_possible(y);
  if (!p->sinks || !p->facilities || !p->sink_of || !p->options || !p->option_of || !p->option_start || !units ||
      !possible)
    return JH_NO_MEMORY;
  p->modular = (jh_modular){.source_count = y->cohort_count,
                            .facility_count = schools,
                            .units = units,
                            .option_start = p->option_start,
                            .options = p->options,
                            .sinks = p->sinks,
                            .facilities = p->facilities,
                            .give_up_s = p->give_up_s,
                            .tell = tell,
                            .user = p};
  if (weighs) weigh(p);
  add_sinks(p, possible);
  add_options(p);
  for (int32_t c = 0; c < y->cohort_count; c++) units[c] = y->cohorts[c].pupils;
  return JH_OK;
}

/* ---- what came out ---- */

/* A bound of the sum says: the first goal is at least so much; where that is reached, the next at least so much. */
static void read_bounds(const class_problem *p, jh_wide bound, int64_t *bounds) {
  memset(bounds, 0, JH_ALLOCATION_GOALS * sizeof *bounds);
  for (int at = 0; at < JH_ALLOCATION_GOALS && bound > 0; at++) {
    jh_allocation_goal const goal = p->order->goal[at];
    jh_wide const weight = p->weights.of[goal];
    if (weight == 0) return;
    int64_t const unit = goal == JH_YUAN ? p->weights.yuan_unit : 1;
    jh_wide const least = bound / weight;
    bounds[goal] = unit * (int64_t)least;
    bound -= least * weight;
    /* Beyond the value in hand a later goal's part means nothing. */
    if (bounds[goal] < p->year->values[goal]) return;
    if (bounds[goal] > p->year->values[goal]) bounds[goal] = p->year->values[goal];
  }
}

static void take_plan(const class_problem *p, const jh_modular_plan *plan) {
  jh_year *const y = p->year;
  for (int32_t k = 0; k < y->option_count; k++) y->options[k].attend = 0;
  for (int32_t o = 0; o < p->option_start[y->cohort_count]; o++) y->options[p->option_of[o]].attend = plan->units[o];
  for (int32_t s = 0; s < y->county->school_count; s++) {
    y->added[s] = plan->extra[s];
    y->opened[s] = plan->opened[s];
    for (int32_t g = 0; g <= JH_LAST_GRADE; g++) {
      int32_t const at = jh_at_grade((jh_school_ix){s}, g);
      int32_t const sink = g >= JH_FIRST_GRADE ? p->sink_of[at] : -1;
      y->classes[at] = sink >= 0 && y->rooms[s] >= 0 ? plan->modules[sink] : 0;
    }
  }
  y->placed = true;
}

/* A goal that the sum says nothing of has a bound of its own: the least it could be if it were the only one. A second
 * or two beyond the time that was given. */
static jh_status bound_alone(const class_problem *p, jh_allocation_goal goal, int64_t *bound) {
  class_problem alone = *p;
  jh_control control = jh_control_default();
  control.limit_s = SECONDS_FOR_A_BOUND;
  jh_wide least = 0;
  memset(alone.weights.of, 0, sizeof alone.weights.of);
  alone.weights.of[goal] = 1;
  jh_status status = build(&alone, false);
  if (!status) status = jh_modular_bound(&alone.modular, &control, p->year->arena, &least);
  int64_t const unit = goal == JH_YUAN ? p->weights.yuan_unit : 1;
  if (!status && unit * (int64_t)least > *bound) *bound = unit * (int64_t)least;
  if (*bound > p->year->values[goal]) *bound = p->year->values[goal];
  return status;
}

static jh_status bound_the_rest(class_problem *p) {
  jh_status status = JH_OK;
  for (int g = 0; g < JH_ALLOCATION_GOALS && !status; g++)
    if (!p->zero[g] && p->year->bounds[g] < p->year->values[g])
      status = bound_alone(p, (jh_allocation_goal)g, &p->year->bounds[g]);
  return status;
}

static jh_status solve(class_problem *p, jh_modular_plan *plan) {
  jh_status status = build(p, true);
  if (!status) status = jh_modular_solve(&p->modular, p->control, p->year->arena, plan);
  if (status || !plan->has_plan) return status;
  take_plan(p, plan);
  status = jh_year_measure(p->year);
  read_bounds(p, plan->bound, p->year->bounds);
  if (!status && plan->answer != JH_OPTIMAL) status = bound_the_rest(p);
  p->year->stopped = plan->answer == JH_STOPPED;
  return status;
}

/* ---- what it would take ---- */

jh_status jh_year_add_need(const jh_year *y, jh_needs *needs, jh_school_ix school, const jh_need *need) {
  jh_need *const items = jh_arena_grow(y->arena, needs->items, &needs->capacity, needs->count + 1, sizeof *items);
  if (!items || !need->words) return JH_NO_MEMORY;
  needs->items = items;
  items[needs->count] = *need;
  items[needs->count].scope = school.i >= 0 ? y->county->schools[school.i].id : "county";
  items[needs->count++].school = school;
  return JH_OK;
}

static jh_status add_rooms(jh_year *y, jh_needs *needs, jh_school_ix s, int32_t rooms) {
  const jh_school *const school = &y->county->schools[s.i];
  int64_t const price = school->cost_per_new_room_fen;
  jh_need const need = {
      .rule = "A3",
      .item = "rooms",
      .amount = rooms,
      .cost_fen = price > 0 ? price * rooms : -1,
      .words = jh_arena_printf(
          y->arena, jh_text(needs->language, "%s (%s) lacks %d classrooms beyond those that can be added, in %d%s"),
          school->name ? school->name : school->id, school->id, (int)rooms, (int)y->year,
          price > 0 ? "" : jh_text(needs->language, "; what one costs is not in schools.csv"))};
  return jh_year_add_need(y, needs, s, &need);
}

static jh_status add_seats(jh_year *y, jh_needs *needs, jh_school_ix s, int64_t seats) {
  const jh_school *const school = &y->county->schools[s.i];
  jh_need const need = {
      .rule = "A4",
      .item = "seats",
      .amount = seats,
      .cost_fen = -1,
      .words = jh_arena_printf(y->arena, jh_text(needs->language, "%s (%s) lacks %lld seats, in %d"),
                               school->name ? school->name : school->id, school->id, (long long)seats, (int)y->year)};
  return jh_year_add_need(y, needs, s, &need);
}

static jh_status tell_needs(const class_problem *p, const jh_modular_plan *plan, jh_needs *needs) {
  jh_year *const y = p->year;
  int64_t *const load = JH_NEW(y->arena, int64_t, y->county->school_count);
  if (!load) return JH_NO_MEMORY;
  for (int32_t o = 0; o < p->option_start[y->cohort_count]; o++)
    load[y->options[p->option_of[o]].school.i] += plan->units[o];
  jh_status status = JH_OK;
  for (int32_t s = 0; s < y->county->school_count && !status; s++) {
    const jh_school *const school = &y->county->schools[s];
    int32_t const possible = school->cost_per_new_room_fen == 0 ? 0 : y->new_rooms[s], extra = plan->extra[s];
    if (extra > possible) status = add_rooms(y, needs, (jh_school_ix){s}, extra - possible);
    int32_t const most = jh_school_most(&y->county->policy, school);
    if (!status && most >= 0 && load[s] > most) status = add_seats(y, needs, (jh_school_ix){s}, load[s] - most);
  }
  return status;
}

/* The cheapest rooms with which no class would be over the limit; where rooms alone do not do it, seats as well. The
 * plan of the year stays as it is. */
static jh_status find_needs(jh_year *y, const jh_control *control, jh_needs *needs) {
  static const jh_allocation_order cheapest = {
      {JH_OVER_SUPER, JH_OVER_LIMIT, JH_YUAN, JH_PRIVATE_SEATS, JH_MOVED, JH_PUPIL_KM, JH_OVER_STANDARD}};
  for (int seats = 0; seats < 2; seats++) {
    class_problem p = {.year = y,
                       .order = &cheapest,
                       .control = control,
                       .rooms_anywhere = true,
                       .seats_anywhere = seats == 1,
                       .zero = {[JH_OVER_SUPER] = true, [JH_OVER_LIMIT] = true}};
    jh_modular_plan plan;
    jh_status status = build(&p, true);
    if (!status) status = jh_modular_solve(&p.modular, control, y->arena, &plan);
    if (status) return status;
    if (plan.has_plan) return tell_needs(&p, &plan, needs);
  }
  return JH_OK;
}

/* Goals that may be held at 0 without a search: nothing comes before them that they could be traded for. First all
 * of them, where that cannot be only those of the class limits, then none. */
static jh_status solve_cheapest_first(class_problem *p, jh_modular_plan *plan) {
  int leading = 0, limits = 0;
  for (int at = 0; at < JH_ALLOCATION_GOALS; at++) {
    jh_allocation_goal const goal = p->order->goal[at];
    if (!is_excess(goal) && goal != JH_YUAN && goal != JH_PRIVATE_SEATS) break;
    leading = at + 1;
    if (is_excess(goal) && limits == at) limits = at + 1;
  }
  int const tries[3] = {leading, limits, 0};
  for (int t = 0; t < 3; t++) {
    if (t > 0 && tries[t] == tries[t - 1]) continue;
    memset(p->zero, 0, sizeof p->zero);
    for (int at = 0; at < tries[t]; at++) p->zero[p->order->goal[at]] = true;
    /* That there is no such plan may take long to prove: a share of the time, then the larger problem, which has
     * every plan of this one as well. */
    double const left = jh_control_left_s(p->control);
    p->give_up_s = tries[t] > 0 ? jh_clock_s() + PATIENCE * (left < LONGEST_S ? left : LONGEST_S) : 0;
    jh_status const status = solve(p, plan);
    if (status || plan->has_plan || jh_control_stopped(p->control)) return status;
  }
  return JH_OK;
}

jh_status jh_year_plan_classes(jh_year *y, const jh_allocation_order *order, const jh_control *control,
                               jh_needs *needs, const char **lp) {
  class_problem p = {.year = y, .order = order, .control = control};
  jh_modular_plan plan = {.answer = JH_INFEASIBLE};
  y->method = JH_N("branch and bound on classes, network simplex");
  jh_status status = lp ? jh_year_write_lp(y, order, false, lp) : JH_OK;
  if (!status) status = solve_cheapest_first(&p, &plan);
  if (status) return status;
  if (!plan.has_plan) {
    jh_year_stay(y);
    y->stopped = plan.answer == JH_STOPPED;
    y->possible = y->stopped;
    memset(y->bounds, 0, sizeof y->bounds);
    status = jh_year_measure(y);
  } else {
    y->possible = y->bounds[JH_OVER_SUPER] == 0 && y->bounds[JH_OVER_LIMIT] == 0;
  }
  return status || y->possible ? status : find_needs(y, control, needs);
}
