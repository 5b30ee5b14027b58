/* The plan of a state, in domain words: sites, assignments, who is affected, costs today and planned. */
#include "consolidation.h"

#include <stdlib.h>
#include <string.h>

/* Where the pupils of a place and grade go: parts[] of (pair, pupils left). */
typedef struct reader {
  const jh_case *problem;
  const jh_state *state;
  jh_arena *arena;
  jh_consolidation_plan *plan;
  int32_t *group_item;
  int32_t *left; /* pair -> pupils of a grade not yet given a row */
  size_t assignment_capacity, affected_capacity;
  jh_site_load *today;
  int64_t today_costs[JH_COST_KINDS], plan_costs[JH_COST_KINDS];
  int64_t *site_costs; /* site x kind */
  int32_t *moved_to;   /* site x site: pupils of today */
} reader;

static jh_status add_assignment(reader *read, const jh_pupils *row, int32_t place, int32_t grade, int32_t site,
                                int32_t pupils) {
  const jh_case *const problem = read->problem;
  jh_consolidation_plan *const plan = read->plan;
  jh_assignment *const rows = jh_arena_grow(read->arena, plan->assignments, &read->assignment_capacity,
                                            (size_t)plan->assignment_count + 1, sizeof *rows);
  if (!rows) return JH_NO_MEMORY;
  plan->assignments = rows;
  jh_assignment *const one = &rows[plan->assignment_count++];
  *one = (jh_assignment){.year = problem->year, .place = {place}, .grade = grade, .to = {site}, .pupils = pupils};
  one->group = row ? row->group : (jh_group_ix){0};
  one->from = row ? row->school : JH_NO_SCHOOL;
  jh_trip const trip = jh_travel_between(problem->travel, one->place, one->to);
  one->distance_mm = trip.distance_mm;
  one->time_s = trip.time_s;
  (void)jh_travel_mode(problem->travel, trip, grade, one->to, &one->mode);
  one->moved = one->from.i >= 0 && one->from.i != site && pupils > 0;
  int64_t *const costs = read->site_costs + (ptrdiff_t)site * JH_COST_KINDS;
  jh_case_pair_costs(problem, trip, one->mode, grade, pupils, costs);
  if (one->from.i >= 0) read->moved_to[(ptrdiff_t)one->from.i * problem->site_count + site] += pupils;
  return JH_OK;
}

/* Pupils of one group and grade by pair, into left[]. */
static void spread(reader *read, const jh_case_group *group, int32_t g, int32_t grade) {
  for (int32_t i = read->group_item[g]; i < read->group_item[g + 1]; i++)
    read->left[read->state->pair[i]] += group->load[grade - 1];
}

/* One row of pupils.csv: those who can stay do, the others take what is left in the order of the sites. */
static jh_status read_row(reader *read, const jh_pupils *row, const jh_case_group *group, int32_t staying) {
  jh_status status = JH_OK;
  int32_t rest = row->pupils - staying;
  for (int32_t k = group->pair_start; k < group->pair_end && !status; k++) {
    int32_t const site = read->problem->pairs[k].site;
    int32_t pupils = read->left[k] < rest ? read->left[k] : rest;
    read->left[k] -= pupils;
    rest -= pupils;
    if (site == row->school.i) pupils += staying;
    if (pupils > 0) status = add_assignment(read, row, row->place.i, row->grade, site, pupils);
  }
  return status;
}

static jh_status read_grade(reader *read, const jh_case_group *group, int32_t g, int32_t grade, int32_t first_row,
                            int32_t end_row) {
  const jh_county *const county = read->problem->county;
  spread(read, group, g, grade);
  int32_t *const staying = JH_NEW(read->arena, int32_t, end_row - first_row + 1);
  if (!staying) return JH_NO_MEMORY;
  for (int32_t r = first_row; r < end_row; r++) {
    const jh_pupils *const row = &county->pupils[r];
    if (row->grade != grade) continue;
    for (int32_t k = group->pair_start; k < group->pair_end; k++) {
      if (read->problem->pairs[k].site != row->school.i) continue;
      staying[r - first_row] = read->left[k] < row->pupils ? read->left[k] : row->pupils;
      read->left[k] -= staying[r - first_row];
    }
  }
  for (int32_t r = first_row; r < end_row; r++) {
    const jh_pupils *const row = &county->pupils[r];
    if (row->grade != grade || row->pupils == 0) continue;
    jh_status const status = read_row(read, row, group, staying[r - first_row]);
    if (status) return status;
  }
  return JH_OK;
}

/* Ordered by place, grade, group, from, to: groups are ordered by place and grade already. */
static jh_status read_assignments(reader *read) {
  const jh_case *const problem = read->problem;
  const jh_county *const county = problem->county;
  int32_t row = 0;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    while (row < county->pupils_count && county->pupils[row].place.i < group->place) row++;
    int32_t end = row;
    while (end < county->pupils_count && county->pupils[end].place.i == group->place) end++;
    jh_status status = JH_OK;
    if (group->pupils == 0)
      status = add_assignment(read, NULL, group->place, problem->band_first[group->band],
                              problem->pairs[read->state->pair[read->group_item[g]]].site, 0);
    for (int32_t grade = 1; grade <= JH_GRADES && !status; grade++)
      if (group->load[grade - 1] > 0) status = read_grade(read, group, g, grade, row, end);
    if (status) return status;
  }
  return JH_OK;
}

/* ---- who is affected: a place x band that changes school ---- */

static jh_status affect(reader *read, const jh_assignment *one) {
  const jh_case *const problem = read->problem;
  jh_consolidation_plan *const plan = read->plan;
  int32_t const band = problem->band_of_grade[one->grade];
  for (int32_t a = plan->affected_count; a-- > 0 && plan->affected[a].place.i == one->place.i;) {
    jh_affected *const row = &plan->affected[a];
    if (row->first_grade != problem->band_first[band] || row->from.i != one->from.i || row->to.i != one->to.i)
      continue;
    row->pupils += one->pupils;
    return JH_OK;
  }
  jh_affected *const rows = jh_arena_grow(read->arena, plan->affected, &read->affected_capacity,
                                          (size_t)plan->affected_count + 1, sizeof *rows);
  if (!rows) return JH_NO_MEMORY;
  plan->affected = rows;
  jh_trip const before = jh_travel_between(problem->travel, one->place, one->from);
  rows[plan->affected_count++] = (jh_affected){.place = one->place,
                                               .first_grade = problem->band_first[band],
                                               .last_grade = problem->band_last[band],
                                               .pupils = one->pupils,
                                               .from = one->from,
                                               .to = one->to,
                                               .before_mm = before.distance_mm,
                                               .after_mm = one->distance_mm,
                                               .before_s = before.time_s,
                                               .after_s = one->time_s,
                                               .mode = one->mode};
  return JH_OK;
}

/* ---- today ---- */

static int32_t nearest_open(const jh_case *problem, int32_t place, int32_t grade) {
  int32_t best = -1;
  int64_t best_mm = INT64_MAX;
  for (int32_t s = 0; s < problem->site_count; s++) {
    const jh_school *const school = &problem->county->schools[s];
    if (school->status != JH_OPEN || !jh_school_teaches(school, grade)) continue;
    jh_trip const trip = jh_travel_between(problem->travel, (jh_place_ix){place}, (jh_school_ix){s});
    if (trip.distance_mm < 0 || trip.distance_mm >= best_mm) continue;
    best = s;
    best_mm = trip.distance_mm;
  }
  return best;
}

static void price_today(reader *read) {
  const jh_case *const problem = read->problem;
  const jh_county *const county = problem->county;
  int32_t near_place = -1, near[JH_GRADES + 1];
  for (int32_t r = 0; r < county->pupils_count; r++) {
    const jh_pupils *const row = &county->pupils[r];
    int32_t site = row->school.i;
    if (site < 0) {
      if (row->place.i != near_place)
        for (int32_t g = 1; g <= JH_GRADES; g++) near[g] = -2;
      near_place = row->place.i;
      if (near[row->grade] == -2) near[row->grade] = nearest_open(problem, row->place.i, row->grade);
      site = near[row->grade];
    }
    if (site < 0 || row->pupils == 0) continue;
    jh_trip const trip = jh_travel_between(problem->travel, row->place, (jh_school_ix){site});
    jh_mode mode;
    (void)jh_travel_mode(problem->travel, trip, row->grade, (jh_school_ix){site}, &mode);
    jh_case_pair_costs(problem, trip, mode, row->grade, row->pupils, read->today_costs);
    read->today[site].load[row->grade - 1] += row->pupils;
    read->today[site].pupils += row->pupils;
  }
  for (int32_t s = 0; s < problem->site_count; s++) {
    read->today[s].runs = county->schools[s].status == JH_OPEN;
    int64_t costs[JH_COST_KINDS] = {0};
    jh_case_site_costs(problem, s, &read->today[s], costs);
    costs[JH_COST_ONE_OFF] = 0; /* what is there is paid for */
    for (int k = 0; k < JH_COST_KINDS; k++) read->today_costs[k] += costs[k];
  }
}

/* ---- sites ---- */

static int64_t to_fen(int64_t microfen) { return (microfen + JH_MICROFEN_PER_FEN / 2) / JH_MICROFEN_PER_FEN; }

static jh_decision decide(jh_site_status status, bool runs) {
  switch (status) {
    case JH_OPEN: return runs ? JH_KEEP : JH_MERGE;
    case JH_CLOSED: return runs ? JH_RESTORE : JH_STAY_CLOSED;
    case JH_PROPOSED: return runs ? JH_NEW : JH_NOT_BUILT;
  }
  return JH_KEEP;
}

static jh_school_ix merged_into(const reader *read, int32_t s) {
  int32_t best = -1, most = 0;
  for (int32_t t = 0; t < read->problem->site_count; t++) {
    int32_t const pupils = read->moved_to[(ptrdiff_t)s * read->problem->site_count + t];
    if (t != s && pupils > most) best = t, most = pupils;
  }
  return (jh_school_ix){best};
}

static int32_t seats_of(const jh_case *problem, const jh_site_plan *site) {
  const jh_school *const school = &problem->county->schools[site->school.i];
  if (school->seats >= 0) return school->seats;
  bool const limited = jh_class_limit(&problem->county->policy, problem->year) > 0;
  return school->rooms >= 0 && limited ? (school->rooms + site->rooms_added) * problem->limit : -1;
}

static void read_site(reader *read, int32_t s) {
  const jh_case *const problem = read->problem;
  const jh_school *const school = &problem->county->schools[s];
  const jh_site_load *const load = &read->state->sites[s];
  jh_site_plan *const site = &read->plan->sites[s];
  *site = (jh_site_plan){.school = {s}, .decision = decide(school->status, load->runs), .merged_into = JH_NO_SCHOOL};
  site->first_grade = school->first_grade;
  site->last_grade = school->last_grade;
  int64_t *const costs = read->site_costs + (ptrdiff_t)s * JH_COST_KINDS;
  jh_case_site_costs(problem, s, load, costs);
  int64_t annual = 0;
  for (int k = 0; k < JH_COST_KINDS; k++) {
    read->plan_costs[k] += costs[k];
    if (k != JH_COST_ONE_OFF) annual += costs[k];
  }
  if (site->decision == JH_MERGE) site->merged_into = merged_into(read, s);
  if (!load->runs) return;
  site->pupils = load->pupils;
  site->boarders = load->boarders;
  site->classes = jh_case_classes(problem, load->load, JH_PRIMARY) + jh_case_classes(problem, load->load, JH_JUNIOR);
  if (site->classes > problem->sites[s].rooms) {
    int32_t const added = site->classes - problem->sites[s].rooms, most = school->max_new_rooms;
    site->rooms_added = added < most ? added : most;
  }
  site->seats = seats_of(problem, site);
  site->annual_cost_fen = to_fen(annual);
  site->one_off_cost_fen = problem->sites[s].opening_fen + site->rooms_added * problem->sites[s].room_fen;
}

static jh_status read_costs(reader *read) {
  static const char *const names[] = {"fixed", "public_funds", "boarding", "teachers",
                                      "bus",   "one_off",      "travel",   "total"};
  jh_consolidation_plan *const plan = read->plan;
  plan->cost_count = JH_COST_KINDS + 1;
  plan->costs = JH_NEW(read->arena, jh_cost_item, plan->cost_count);
  if (!plan->costs) return JH_NO_MEMORY;
  int64_t today = 0, planned = 0;
  for (int k = 0; k < JH_COST_KINDS; k++) {
    plan->costs[k] = (jh_cost_item){names[k], to_fen(read->today_costs[k]), to_fen(read->plan_costs[k])};
    today += read->today_costs[k];
    planned += read->plan_costs[k];
  }
  plan->costs[JH_COST_KINDS] = (jh_cost_item){names[JH_COST_KINDS], to_fen(today), to_fen(planned)};
  return planned == jh_state_value(read->state) ? JH_OK : JH_INTERNAL;
}

jh_status jh_case_read(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_consolidation_plan *plan) {
  reader read = {.problem = problem, .state = state, .arena = arena, .plan = plan};
  plan->year = problem->year;
  plan->site_count = problem->site_count;
  plan->sites = JH_NEW(arena, jh_site_plan, problem->site_count);
  read.group_item = JH_NEW(arena, int32_t, problem->group_count + 1);
  read.left = JH_NEW(arena, int32_t, problem->pair_count);
  read.today = JH_NEW(arena, jh_site_load, problem->site_count);
  read.site_costs = JH_NEW(arena, int64_t, (size_t)problem->site_count * JH_COST_KINDS);
  read.moved_to = JH_NEW(arena, int32_t, (size_t)problem->site_count * (size_t)problem->site_count);
  if (!plan->sites || !read.group_item || !read.left || !read.today || !read.site_costs || !read.moved_to)
    return JH_NO_MEMORY;
  for (int32_t g = 0; g < problem->group_count; g++)
    read.group_item[g + 1] = read.group_item[g] + problem->groups[g].count;
  jh_status status = read_assignments(&read);
  for (int32_t a = 0; a < plan->assignment_count && !status; a++)
    if (plan->assignments[a].moved) status = affect(&read, &plan->assignments[a]);
  if (status) return status;
  price_today(&read);
  for (int32_t s = 0; s < problem->site_count; s++) read_site(&read, s);
  return read_costs(&read);
}
