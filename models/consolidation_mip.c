/* The whole model as one integer program: what small counties are proven with, and what --write-lp shows. */
#include "consolidation.h"
#include "junheng/solver/mip.h"

#include <math.h>
#include <stdio.h>

enum { SMALL_PAIRS = 400 };

bool jh_case_is_small(const jh_case *problem) { return problem->pair_count <= SMALL_PAIRS; }

typedef struct columns {
  int32_t run, holds, class_count, rooms, posts,
      floor; /* first column of each family; x comes first, one to a pair */
} columns;

static int32_t grade_label(const jh_case *problem, const jh_case_group *group) {
  for (int32_t g = 1; g <= JH_GRADES; g++)
    if (group->load[g - 1] > 0) return g;
  return problem->band_first[group->band];
}

static jh_tag pair_tag(const jh_case *problem, const char *family, int32_t k) {
  const jh_case_group *const group = &problem->groups[problem->pairs[k].group];
  return jh_tag_make(family, group->place, grade_label(problem, group), problem->pairs[k].site, -1);
}

static jh_tag site_tag(const char *family, int32_t site, int32_t part) {
  return jh_tag_make(family, -1, part, site, -1);
}

static bool cannot_serve(const jh_case *problem, int32_t k) {
  return problem->sites[problem->pairs[k].site].never || !problem->groups[problem->pairs[k].group].reachable;
}

static void add_columns(const jh_case *problem, jh_mip *mip, columns *at) {
  int32_t const sites = problem->site_count;
  for (int32_t k = 0; k < problem->pair_count; k++)
    jh_mip_add_column(mip, pair_tag(problem, "x", k), 0,
                      cannot_serve(problem, k) ? 0 : problem->groups[problem->pairs[k].group].count, true);
  at->run = problem->pair_count;
  for (int32_t s = 0; s < sites; s++)
    jh_mip_add_column(mip, site_tag("y", s, -1), problem->sites[s].must_run, problem->sites[s].never ? 0 : 1, true);
  at->holds = at->run + sites;
  for (int32_t s = 0; s < sites; s++) jh_mip_add_column(mip, site_tag("u", s, -1), 0, 1, true);
  at->class_count = at->holds + sites;
  for (int32_t s = 0; s < sites; s++)
    for (int32_t g = 1; g <= JH_GRADES; g++)
      jh_mip_add_column(mip, site_tag("n", s, g), 0, jh_school_teaches(&problem->county->schools[s], g) ? 1e6 : 0,
                        true);
  at->rooms = at->class_count + sites * JH_GRADES;
  for (int32_t s = 0; s < sites; s++) {
    const jh_case_site *const site = &problem->sites[s];
    jh_mip_add_column(mip, site_tag("r", s, -1), 0, site->rooms == INT32_MAX ? 0 : site->rooms_most - site->rooms,
                      true);
  }
  at->posts = at->rooms + sites;
  for (int32_t s = 0; s < sites; s++)
    for (int32_t stage = 0; stage < JH_STAGES; stage++)
      jh_mip_add_column(mip, site_tag("posts", s, stage), 0, 1e7, true);
  at->floor = at->posts + sites * JH_STAGES;
  for (int32_t s = 0; s < sites; s++) jh_mip_add_column(mip, site_tag("missing", s, -1), 0, 1e7, false);
}

static double yuan(int64_t microfen) { return (double)microfen / (double)JH_MICROFEN_PER_YUAN; }

static void add_goal(const jh_case *problem, jh_mip *mip, const columns *at) {
  int32_t const goal = jh_mip_add_goal(mip, "cost", false, false);
  if (goal < 0) return;
  double const years = (double)problem->years;
  for (int32_t k = 0; k < problem->pair_count; k++) jh_mip_add_goal_entry(mip, goal, k, yuan(problem->pairs[k].cost));
  for (int32_t s = 0; s < problem->site_count; s++) {
    const jh_case_site *const site = &problem->sites[s];
    jh_mip_add_goal_entry(mip, goal, at->run + s, yuan(site->fixed_cost) + (double)site->opening_fen / 100 / years);
    jh_mip_add_goal_entry(mip, goal, at->rooms + s, (double)site->room_fen / 100 / years);
    for (int32_t stage = 0; stage < JH_STAGES; stage++)
      jh_mip_add_goal_entry(mip, goal, at->posts + s * JH_STAGES + stage, yuan(problem->pay));
    if (site->floor) jh_mip_add_goal_entry(mip, goal, at->floor + s, yuan(site->floor_rate));
  }
}

static void add_group_rows(const jh_case *problem, jh_mip *mip, const columns *at) {
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    int32_t const row = jh_mip_add_row(mip, jh_tag_make("C1", group->place, grade_label(problem, group), -1, -1),
                                       group->count, group->count);
    for (int32_t k = group->pair_start; k < group->pair_end; k++) jh_mip_add_entry(mip, row, k, 1);
  }
  for (int32_t k = 0; k < problem->pair_count; k++) {
    const jh_case_group *const group = &problem->groups[problem->pairs[k].group];
    int32_t const row = jh_mip_add_row(mip, pair_tag(problem, "C2", k), -JH_INFINITY, 0);
    jh_mip_add_entry(mip, row, k, 1);
    int32_t const gate = group->pupils > 0 ? at->holds : at->run;
    jh_mip_add_entry(mip, row, gate + problem->pairs[k].site, -group->count);
  }
}

/* Adds weight(pair) x for every pair of a site and a grade range. */
static void add_load(const jh_case *problem, jh_mip *mip, int32_t row, int32_t site, int32_t first, int32_t last,
                     double factor) {
  for (int32_t k = 0; k < problem->pair_count; k++) {
    if (problem->pairs[k].site != site) continue;
    const jh_case_group *const group = &problem->groups[problem->pairs[k].group];
    int32_t pupils = 0;
    for (int32_t g = first; g <= last; g++) pupils += group->load[g - 1];
    if (pupils > 0) jh_mip_add_entry(mip, row, k, factor * pupils);
  }
}

static void add_class_rows(const jh_case *problem, jh_mip *mip, const columns *at, int32_t s) {
  const jh_case_site *const site = &problem->sites[s];
  for (int32_t g = 1; g <= JH_GRADES; g++) {
    if (!jh_school_teaches(&problem->county->schools[s], g)) continue;
    int32_t const row = jh_mip_add_row(mip, site_tag("C4", s, g), -JH_INFINITY, 0);
    add_load(problem, mip, row, s, g, g, 1);
    jh_mip_add_entry(mip, row, at->class_count + s * JH_GRADES + g - 1, -problem->limit);
  }
  if (site->rooms == INT32_MAX) return;
  int32_t const row = jh_mip_add_row(mip, site_tag("C5", s, -1), -JH_INFINITY, site->rooms);
  for (int32_t g = 0; g < JH_GRADES; g++) jh_mip_add_entry(mip, row, at->class_count + s * JH_GRADES + g, 1);
  jh_mip_add_entry(mip, row, at->rooms + s, -1);
}

static void add_post_rows(const jh_case *problem, jh_mip *mip, const columns *at, int32_t s) {
  const jh_policy *const policy = &problem->county->policy;
  for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES && problem->pay > 0; stage++) {
    int32_t const first = stage == JH_PRIMARY ? JH_FIRST_GRADE : JH_LAST_PRIMARY_GRADE + 1;
    int32_t const last = stage == JH_PRIMARY ? JH_LAST_PRIMARY_GRADE : JH_LAST_GRADE;
    int32_t const posts = at->posts + s * JH_STAGES + (int32_t)stage;
    int64_t const ratio =
        jh_policy_get(policy, stage == JH_PRIMARY ? JH_PUPILS_PER_STAFF_PRIMARY : JH_PUPILS_PER_STAFF_JUNIOR);
    int32_t row = jh_mip_add_row(mip, site_tag("C7", s, (int32_t)stage), -JH_INFINITY, 0);
    add_load(problem, mip, row, s, first, last, 1000);
    jh_mip_add_entry(mip, row, posts, -(double)ratio);
    if (!problem->sites[s].small_staff) continue;
    row = jh_mip_add_row(mip, site_tag("C8", s, (int32_t)stage), -JH_INFINITY, 0);
    for (int32_t g = first; g <= last; g++)
      jh_mip_add_entry(mip, row, at->class_count + s * JH_GRADES + g - 1,
                       (double)jh_policy_get(policy, JH_STAFF_PER_CLASS_SMALL));
    jh_mip_add_entry(mip, row, posts, -1000);
  }
}

static void add_site_rows(const jh_case *problem, jh_mip *mip, const columns *at, int32_t s) {
  const jh_case_site *const site = &problem->sites[s];
  int32_t row = jh_mip_add_row(mip, site_tag("C2", s, -1), -JH_INFINITY, 0);
  jh_mip_add_entry(mip, row, at->holds + s, 1);
  jh_mip_add_entry(mip, row, at->run + s, -1);
  if (site->seats != INT32_MAX) {
    row = jh_mip_add_row(mip, site_tag("C3", s, -1), -JH_INFINITY, 0);
    add_load(problem, mip, row, s, JH_FIRST_GRADE, JH_LAST_GRADE, 1);
    jh_mip_add_entry(mip, row, at->holds + s, -site->seats);
  }
  add_class_rows(problem, mip, at, s);
  row = jh_mip_add_row(mip, site_tag("C6", s, -1), -JH_INFINITY, site->beds);
  for (int32_t k = 0; k < problem->pair_count; k++)
    if (problem->pairs[k].site == s && problem->pairs[k].boarders > 0)
      jh_mip_add_entry(mip, row, k, problem->pairs[k].boarders);
  add_post_rows(problem, mip, at, s);
  if (site->floor && problem->floor_pupils > 0) {
    row = jh_mip_add_row(mip, site_tag("C9", s, -1), 0, JH_INFINITY);
    jh_mip_add_entry(mip, row, at->floor + s, 1);
    jh_mip_add_entry(mip, row, at->holds + s, -(double)problem->floor_pupils);
    add_load(problem, mip, row, s, JH_FIRST_GRADE, JH_LAST_GRADE, 1);
  }
  if (problem->min_pupils > 0) {
    row = jh_mip_add_row(mip, site_tag("C11", s, -1), 0, JH_INFINITY);
    add_load(problem, mip, row, s, JH_FIRST_GRADE, JH_LAST_GRADE, 1);
    jh_mip_add_entry(mip, row, at->run + s, -problem->min_pupils);
  }
}

static jh_status build(const jh_case *problem, jh_arena *arena, jh_mip *mip, columns *at) {
  jh_mip_init(mip, arena);
  add_columns(problem, mip, at);
  add_group_rows(problem, mip, at);
  for (int32_t s = 0; s < problem->site_count; s++) add_site_rows(problem, mip, at, s);
  if (problem->number >= 0) {
    int32_t const row = jh_mip_add_row(mip, jh_tag_make("C10", -1, -1, -1, -1), problem->number, problem->number);
    for (int32_t s = 0; s < problem->site_count; s++) jh_mip_add_entry(mip, row, at->run + s, 1);
  }
  if (problem->contiguous) jh_case_add_homes(problem, mip, at->run);
  add_goal(problem, mip, at);
  return mip->failed ? JH_NO_MEMORY : JH_OK;
}

jh_status jh_case_to_mip(const jh_case *problem, jh_arena *arena, jh_mip *mip) {
  columns at;
  return build(problem, arena, mip, &at);
}

/* ---- a state as values and back ---- */

static double *values_of(const jh_case *problem, const columns *at, const jh_mip *mip, const jh_state *state,
                         jh_arena *arena) {
  double *const values = JH_NEW(arena, double, mip->column_count);
  if (!values) return NULL;
  for (int32_t i = 0; i < problem->item_count; i++) values[state->pair[i]] += 1;
  for (int32_t s = 0; s < problem->site_count; s++) {
    const jh_case_site *const site = &problem->sites[s];
    const jh_site_load *const load = &state->sites[s];
    values[at->run + s] = load->runs;
    values[at->holds + s] = load->pupils > 0;
    int32_t classes = 0;
    for (int32_t g = 0; g < JH_GRADES; g++) {
      int32_t const n = jh_classes_for(load->load[g], problem->limit);
      values[at->class_count + s * JH_GRADES + g] = n;
      classes += n;
    }
    if (classes > site->rooms) values[at->rooms + s] = classes - site->rooms;
    for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES; stage++) {
      int32_t pupils = 0;
      for (int32_t g = 0; g < JH_GRADES; g++)
        if (jh_stage_of_grade(g + 1) == stage) pupils += load->load[g];
      values[at->posts + s * JH_STAGES + (int32_t)stage] =
          jh_staff_posts(&problem->county->policy, &problem->county->schools[s], stage, pupils,
                         jh_case_classes(problem, load->load, stage));
    }
    if (site->floor && load->pupils > 0 && load->pupils < problem->floor_pupils)
      values[at->floor + s] = (double)(problem->floor_pupils - load->pupils);
  }
  return values;
}

static void take_values(const jh_case *problem, const columns *at, const double *values, jh_state *state) {
  for (int32_t s = 0; s < problem->site_count; s++)
    if (problem->number >= 0 && values[at->run + s] > 0.5) jh_state_run(state, s, true);
  int32_t item = 0;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    int32_t const end = item + group->count;
    for (int32_t k = group->pair_start; k < group->pair_end; k++)
      for (int32_t n = (int32_t)lround(values[k]); n > 0 && item < end; n--) jh_state_move(state, item++, k);
    item = end;
  }
}

/* What the program's floating bound proves: more is taken off than its tolerance. */
static int64_t safe_bound(const jh_case *problem, const jh_mip_solution *solution) {
  double const relaxed = solution->levels[0].bound * (double)JH_MICROFEN_PER_YUAN;
  double const safe = floor(relaxed - 2e-9 * fabs(relaxed)) - 1000 - (double)problem->site_count;
  return safe < 0 ? 0 : safe > 4e18 ? INT64_MAX / 2 : (int64_t)safe;
}

typedef struct proof {
  const jh_case *problem;
  jh_mip mip;
  columns at;
  double *start;
  bool usable, connected;
  jh_mip_solution solution;
} proof;

/* One program; its plan is kept when it is better, its bound always. */
static jh_status prove_once(proof *one, const jh_control *control, jh_arena *arena, jh_state *best, int64_t *bound) {
  const jh_case *const problem = one->problem;
  jh_state found;
  one->connected = true;
  jh_status status = jh_mip_solve(&one->mip, one->usable ? one->start : NULL, control, arena, &one->solution);
  if (status || one->solution.answer == JH_INFEASIBLE) return status;
  int64_t const proven = safe_bound(problem, &one->solution);
  if (proven > *bound) *bound = proven;
  if (!one->solution.has_values) return JH_OK;
  status = jh_state_init(&found, problem, arena);
  if (status) return status;
  take_values(problem, &one->at, one->solution.values, &found);
  if (problem->contiguous) status = jh_case_cut_catchments(problem, &found, arena, &one->mip, &one->connected);
  if (status || !one->connected) return status;
  if (!one->usable || jh_state_better(&found, best)) jh_state_copy(best, &found);
  return JH_OK;
}

jh_status jh_case_prove(const jh_case *problem, const jh_control *control, jh_arena *arena, jh_state *best,
                        int64_t *bound, jh_answer *answer) {
  proof one = {.problem = problem, .usable = jh_state_meets(best)};
  jh_status status = build(problem, arena, &one.mip, &one.at);
  if (status) return status;
  one.start = values_of(problem, &one.at, &one.mip, best, arena);
  if (!one.start) return JH_NO_MEMORY;
  do {
    status = prove_once(&one, control, arena, best, bound);
    if (status) return status;
  } while (!one.connected && one.solution.answer == JH_OPTIMAL && !jh_control_stopped(control));
  *answer = one.connected || one.solution.answer == JH_INFEASIBLE ? one.solution.answer : JH_STOPPED;
  if (*answer == JH_INFEASIBLE) return JH_OK;
  int64_t const value = jh_state_value(best);
  /* two plans never differ by so little that the program's tolerance could confuse them: fen are whole */
  if (*answer == JH_OPTIMAL && (double)(value - *bound) <= 4e-9 * (double)value + 4000) *bound = value;
  if (*bound > value) *bound = value;
  return JH_OK;
}

/* ---- LP text ---- */

static void name_part(const void *user, const char *family, int position, int32_t part, char *text, size_t size) {
  const jh_county *const county = user;
  (void)family;
  if (size > 0) text[0] = '\0';
  if (part < 0) return;
  if (position == 0)
    snprintf(text, size, "%s", county->places[part].id);
  else if (position == 2)
    snprintf(text, size, "%s", county->schools[part].id);
  else
    snprintf(text, size, "%d", (int)part);
}

jh_status jh_case_to_lp(const jh_case *problem, jh_arena *arena, const char **text) {
  jh_mip mip;
  jh_status const status = jh_case_to_mip(problem, arena, &mip);
  if (status) return status;
  return jh_mip_to_lp(&mip, 0, NULL, name_part, problem->county, arena, text);
}
