/* rotate: the yearly rotation roster. The mathematics is in rotation.md. */
#include "rotation_inner.h"

#include <time.h>

enum { MM_PER_KM = 1000000, YEAR_ZERO = 1900 };

void rotation_measure(const rotation_ground *ground, const rotation_moves *moves, int64_t values[ROTATION_LEVELS]) {
  for (int k = 0; k < ROTATION_LEVELS; k++) values[k] = 0;
  for (int32_t p = 0; p < ground->post_count; p++)
    values[POSTS_UNFILLED] += (int64_t)ground->posts[p].lacking * ground->posts[p].weight;
  for (int32_t i = 0; i < moves->count; i++) {
    const rotation_move *const move = &moves->items[i];
    const rotation_candidate *const candidate = &ground->candidates[move->candidate];
    if (move->post >= 0)
      values[POSTS_UNFILLED] -= ground->posts[move->post].weight;
    else
      values[SENT_BEYOND_POSTS]++;
    values[PREFERENCES] += rotation_prefers(ground, candidate, move->receiver);
    values[TEACHER_KM] += rotation_distance_mm(ground, candidate, move->receiver);
    values[YEARS_HERE] += candidate->years;
  }
}

void rotation_trivial_bounds(const rotation_ground *ground, const rotation_shortfall *shortfall,
                             int64_t bounds[ROTATION_LEVELS]) {
  int64_t years = 0;
  for (int32_t c = 0; c < ground->candidate_count; c++)
    if (ground->candidates[c].years > years) years = ground->candidates[c].years;
  bounds[POSTS_UNFILLED] = bounds[SENT_BEYOND_POSTS] = bounds[TEACHER_KM] = 0;
  bounds[PREFERENCES] = shortfall->most;
  bounds[YEARS_HERE] = shortfall->most * years;
}

/* ---- the plan ---- */

static jh_status write_roster(const rotation_ground *g, const rotation_moves *moves, jh_arena *arena,
                              jh_rotation_plan *plan) {
  plan->roster = JH_NEW(arena, jh_rotation, moves->count);
  if (!plan->roster) return JH_NO_MEMORY;
  for (int32_t i = 0; i < moves->count; i++) {
    const rotation_move *const move = &moves->items[i];
    const rotation_candidate *const candidate = &g->candidates[move->candidate];
    const jh_teacher *const t = &g->county->teachers[candidate->teacher.i];
    plan->roster[plan->roster_count++] =
        (jh_rotation){.teacher = candidate->teacher,
                      .from = t->school,
                      .to = g->receivers[move->receiver],
                      .subject = move->post >= 0 ? g->posts[move->post].subject : t->subject,
                      .preferred = rotation_prefers(g, candidate, move->receiver),
                      .counts_for_quota = true,
                      .distance_mm = rotation_distance_mm(g, candidate, move->receiver),
                      .reason = move->post >= 0 ? JH_FILLS_POST : JH_MEETS_QUOTA};
    plan->backbone_sent += candidate->backbone;
  }
  plan->sent = plan->roster_count;
  return JH_OK;
}

/* Every receiver and subject with a need, a teacher today or an arrival. */
static jh_status write_posts(const rotation_ground *g, jh_arena *arena, jh_rotation_plan *plan) {
  size_t const subjects = (size_t)g->county->subject_count, cells = (size_t)g->receiver_count * subjects;
  int32_t *const arrivals = JH_NEW(arena, int32_t, cells);
  plan->posts = JH_NEW(arena, jh_post_figures, cells);
  if (!arrivals || !plan->posts) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->roster_count; i++)
    arrivals[(size_t)g->receiver_of[plan->roster[i].to.i] * subjects + (size_t)plan->roster[i].subject.i]++;
  for (size_t cell = 0; cell < cells; cell++) {
    if (g->needed[cell] == 0 && g->present[cell] == 0 && arrivals[cell] == 0) continue;
    plan->posts[plan->posts_count++] = (jh_post_figures){.school = g->receivers[cell / subjects],
                                                         .subject = {(int32_t)(cell % subjects)},
                                                         .needed = g->needed[cell],
                                                         .before = g->present[cell],
                                                         .after = g->present[cell] + arrivals[cell]};
  }
  return JH_OK;
}

static jh_status write_levels(const rotation_answer *answer, jh_arena *arena, jh_result *result) {
  static const jh_level shown[ROTATION_LEVELS] = {
      [POSTS_UNFILLED] = {.name = JH_N("posts_unfilled"), .unit = JH_N("posts"), .scale = 1},
      [SENT_BEYOND_POSTS] = {.name = JH_N("sent_beyond_posts"), .unit = JH_N("teachers"), .scale = 1},
      [PREFERENCES] = {.name = JH_N("preferences"), .unit = JH_N("teachers"), .maximise = true, .scale = 1},
      [TEACHER_KM] = {.name = JH_N("teacher_km"), .unit = JH_N("teacher-km"), .scale = MM_PER_KM},
      [YEARS_HERE] = {.name = JH_N("years_here"), .unit = JH_N("years"), .maximise = true, .scale = 1}};
  result->levels = JH_NEW(arena, jh_level, ROTATION_LEVELS);
  if (!result->levels) return JH_NO_MEMORY;
  result->level_count = ROTATION_LEVELS;
  for (int k = 0; k < ROTATION_LEVELS; k++) {
    result->levels[k] = shown[k];
    result->levels[k].value = answer->values[k];
    result->levels[k].bound = answer->bounds[k];
  }
  return JH_OK;
}

static jh_status write_plan(const rotation_ground *g, const rotation_answer *answer,
                            const rotation_shortfall *shortfall, const jh_control *control, jh_language language,
                            jh_arena *arena, jh_plan *plan) {
  *plan = (jh_plan){.job = JH_ROTATE, .county = g->county};
  plan->result = (jh_result){.method = answer->method,
                             .seconds = jh_clock_s() - control->started_s,
                             .seed = control->seed,
                             .threads = control->threads};
  jh_rotation_plan *const rotation = &plan->of.rotation;
  *rotation = (jh_rotation_plan){
      .year = g->year, .eligible = g->candidate_count, .eligible_backbone = g->backbone_count, .due = g->due};
  bool const lacking = shortfall->teachers > 0 || shortfall->backbone > 0;
  plan->result.answer = lacking ? JH_INFEASIBLE : answer->proven ? JH_OPTIMAL : JH_STOPPED;
  if (g->candidate_count == 0)
    plan->result.note = JH_N("no teacher of a sending school meets the conditions: nothing is due");
  else if (lacking && !answer->proven)
    plan->result.note =
        JH_N("stopped: the nearest roster has the smallest shortfall, its other levels are not proven");
  jh_status status = write_levels(answer, arena, &plan->result);
  if (status == JH_OK) status = write_roster(g, &answer->moves, arena, rotation);
  if (status == JH_OK) status = write_posts(g, arena, rotation);
  rotation->backbone_due = (int32_t)rotation_share_of(g->backbone_share, rotation->sent);
  rotation->needs.language = language;
  if (status == JH_OK && lacking) status = rotation_tell_needs(g, shortfall, arena, &rotation->needs);
  return status;
}

static int32_t year_of(const jh_county *county, const jh_model_options *options) {
  if (options->first_year > 0) return options->first_year;
  if (jh_policy_has(&county->policy, JH_PLAN_YEAR)) return (int32_t)jh_policy_get(&county->policy, JH_PLAN_YEAR);
  time_t const now = time(NULL);
  struct tm today;
  return localtime_r(&now, &today) ? today.tm_year + YEAR_ZERO : YEAR_ZERO;
}

jh_status jh_rotation_model(const jh_county *county, const jh_model_options *options, const jh_control *control,
                            jh_arena *arena, jh_problems *problems, jh_plan *plan, const char **lp_text) {
  rotation_ground ground;
  rotation_shortfall shortfall;
  rotation_answer answer;
  if (lp_text) *lp_text = NULL;
  jh_status status = rotation_lay_ground(county, year_of(county, options), arena, problems, &ground);
  if (status != JH_OK) return status;
  rotation_rules const rules = rotation_rules_of(&ground);
  status = rotation_find_shortfall(&ground, &rules, arena, &shortfall);
  if (status == JH_OK) status = rotation_solve_flow(&ground, &shortfall, control, arena, &answer);
  if (status == JH_OK) status = write_plan(&ground, &answer, &shortfall, control, problems->language, arena, plan);
  if (status == JH_OK && options->want_lp && lp_text)
    status = rotation_write_lp(&ground, POSTS_UNFILLED, NULL, &shortfall, arena, lp_text);
  return status;
}
