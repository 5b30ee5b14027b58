/* Who may go, where to, and what is short: the tables turned into the sets of models/rotation.md. */
#include "rotation_inner.h"
#include "staff.h"

enum { MM_PER_MILLI_KM = 1000 };

bool rotation_stage_fits(const jh_school *school, jh_stage stage) {
  return stage == JH_PRIMARY ? school->first_grade <= JH_LAST_PRIMARY_GRADE
                             : school->last_grade > JH_LAST_PRIMARY_GRADE;
}

static bool is_open_public(const jh_school *school) { return school->status == JH_OPEN && school->is_public; }
static bool is_sender(const jh_school *school) {
  return is_open_public(school) && (school->area != JH_RURAL || school->quality);
}
static bool is_receiver(const jh_school *school) {
  return is_open_public(school) && school->area == JH_RURAL && !school->quality;
}

static bool is_eligible(const jh_county *county, const jh_teacher *t, int32_t year) {
  const jh_policy *const policy = &county->policy;
  if (t->exempt || !is_sender(jh_county_school(county, t->school))) return false;
  if ((t->years_here < 0 ? 0 : t->years_here) < jh_policy_get(policy, JH_ROTATION_MIN_YEARS)) return false;
  jh_policy_key const oldest = t->sex == JH_FEMALE ? JH_ROTATION_MAX_AGE_FEMALE : JH_ROTATION_MAX_AGE_MALE;
  if (t->birth_year >= 0 && year - t->birth_year > jh_policy_get(policy, oldest)) return false;
  return t->last_rotation < 0 || year - t->last_rotation >= jh_policy_get(policy, JH_ROTATION_REST_YEARS);
}

jh_subject_ix rotation_subject(const jh_teacher *teacher, int32_t k) {
  return k == 0 ? teacher->subject : teacher->also[k - 1];
}

int64_t rotation_distance_mm(const rotation_ground *ground, const rotation_candidate *candidate, int32_t receiver) {
  int64_t const mm =
      ground->distance_mm[(size_t)candidate->origin * (size_t)ground->receiver_count + (size_t)receiver];
  return mm < 0 ? 0 : mm;
}

bool rotation_pair(const rotation_ground *ground, const rotation_candidate *candidate, int32_t receiver) {
  const jh_teacher *const t = &ground->county->teachers[candidate->teacher.i];
  if (!rotation_stage_fits(jh_county_school(ground->county, ground->receivers[receiver]), t->stage)) return false;
  if (ground->limit_mm == INT64_MAX) return true;
  int64_t const mm =
      ground->distance_mm[(size_t)candidate->origin * (size_t)ground->receiver_count + (size_t)receiver];
  return mm >= 0 && mm <= ground->limit_mm;
}

bool rotation_prefers(const rotation_ground *ground, const rotation_candidate *candidate, int32_t receiver) {
  const jh_teacher *const t = &ground->county->teachers[candidate->teacher.i];
  for (int32_t k = 0; k < t->prefer_count; k++)
    if (t->prefer[k].i == ground->receivers[receiver].i) return true;
  return false;
}

/* ---- building ---- */

static jh_status list_schools(rotation_ground *g, int32_t *sender_of, jh_arena *arena) {
  const jh_county *const county = g->county;
  g->receivers = JH_NEW(arena, jh_school_ix, county->school_count);
  g->receiver_of = JH_NEW(arena, int32_t, county->school_count);
  g->senders = JH_NEW(arena, rotation_sender, county->school_count);
  if (!g->receivers || !g->receiver_of || !g->senders) return JH_NO_MEMORY;
  for (int32_t s = 0; s < county->school_count; s++) {
    g->receiver_of[s] = sender_of[s] = -1;
    if (is_receiver(&county->schools[s])) {
      g->receiver_of[s] = g->receiver_count;
      g->receivers[g->receiver_count++] = (jh_school_ix){s};
    }
    if (is_sender(&county->schools[s])) {
      sender_of[s] = g->sender_count;
      g->senders[g->sender_count++].school = (jh_school_ix){s};
    }
  }
  return JH_OK;
}

static jh_status list_groups(rotation_ground *g, const int32_t *sender_of, jh_arena *arena, int32_t **group_of) {
  const jh_county *const county = g->county;
  size_t const cells = (size_t)g->sender_count * (size_t)county->subject_count;
  int32_t *const count = JH_NEW(arena, int32_t, cells);
  *group_of = JH_NEW(arena, int32_t, cells);
  g->groups = JH_NEW(arena, rotation_group, cells);
  if (!count || !*group_of || !g->groups) return JH_NO_MEMORY;
  for (int32_t i = 0; i < county->teacher_count; i++) {
    const jh_teacher *const t = &county->teachers[i];
    int32_t const sender = sender_of[t->school.i];
    if (sender < 0) continue;
    g->senders[sender].teachers++;
    count[(size_t)sender * (size_t)county->subject_count + (size_t)t->subject.i]++;
  }
  for (size_t cell = 0; cell < cells; cell++) {
    if (count[cell] == 0) continue;
    (*group_of)[cell] = g->group_count;
    g->groups[g->group_count++] = (rotation_group){.sender = (int32_t)(cell / (size_t)county->subject_count),
                                                   .subject = {(int32_t)(cell % (size_t)county->subject_count)},
                                                   .teachers = count[cell]};
  }
  return JH_OK;
}

static void warn_of(const jh_county *county, const jh_teacher *t, jh_problems *problems) {
  const char *const file = jh_county_file(county, JH_TEACHERS);
  if (t->birth_year < 0)
    jh_problems_warning(problems, file, t->source.line, jh_county_head(county, JH_TEACHERS, "birth_year"), t->id,
                        "a year; without it the age rule is taken as met");
  if (t->sex == JH_SEX_UNKNOWN)
    jh_problems_warning(problems, file, t->source.line, jh_county_head(county, JH_TEACHERS, "sex"), t->id,
                        "male or female; without it the men's age holds");
}

static jh_status list_candidates(rotation_ground *g, const int32_t *sender_of, const int32_t *group_of,
                                 jh_arena *arena, jh_problems *problems) {
  const jh_county *const county = g->county;
  g->candidates = JH_NEW(arena, rotation_candidate, county->teacher_count);
  if (!g->candidates) return JH_NO_MEMORY;
  for (int32_t i = 0; i < county->teacher_count; i++) {
    const jh_teacher *const t = &county->teachers[i];
    if (!is_eligible(county, t, g->year)) continue;
    warn_of(county, t, problems);
    int32_t const sender = sender_of[t->school.i];
    int32_t const group = group_of[(size_t)sender * (size_t)county->subject_count + (size_t)t->subject.i];
    g->senders[sender].eligible++;
    g->groups[group].eligible++;
    g->backbone_count += t->backbone;
    g->candidates[g->candidate_count++] = (rotation_candidate){.teacher = {i},
                                                               .sender = sender,
                                                               .group = group,
                                                               .years = t->years_here < 0 ? 0 : t->years_here,
                                                               .backbone = t->backbone,
                                                               .nearest_mm = -1,
                                                               .beyond = -1};
  }
  return JH_OK;
}

/* One row of distances per sender without homes and per home; kept for the whole job. */
static jh_status measure_distances(rotation_ground *g, jh_arena *arena, jh_problems *problems) {
  const jh_county *const county = g->county;
  const jh_position **const origins =
      JH_NEW(arena, const jh_position *, (size_t)g->sender_count + (size_t)g->candidate_count);
  int32_t *const origin_of = JH_NEW(arena, int32_t, g->sender_count);
  if (!origins || !origin_of) return JH_NO_MEMORY;
  int32_t count = 0;
  for (int32_t a = 0; a < g->sender_count; a++) origin_of[a] = -1;
  for (int32_t c = 0; c < g->candidate_count; c++) {
    rotation_candidate *const candidate = &g->candidates[c];
    const jh_teacher *const t = &county->teachers[candidate->teacher.i];
    int32_t *const at = t->home.known ? &candidate->origin : &origin_of[candidate->sender];
    if (t->home.known || *at < 0) {
      *at = count;
      origins[count++] = t->home.known ? &t->home : &jh_county_school(county, t->school)->position;
    }
    candidate->origin = *at;
  }
  size_t const width = (size_t)g->receiver_count;
  g->distance_mm = JH_NEW(arena, int64_t, (size_t)count * width);
  if (!g->distance_mm) return JH_NO_MEMORY;
  bool unknown = false;
  for (int32_t o = 0; o < count; o++)
    for (int32_t r = 0; r < g->receiver_count; r++) {
      int64_t const mm = jh_distance_mm(county, origins[o], &jh_county_school(county, g->receivers[r])->position);
      g->distance_mm[(size_t)o * width + (size_t)r] = mm;
      unknown |= mm < 0;
    }
  if (unknown)
    jh_problems_warning(
        problems, jh_county_file(county, JH_SCHOOLS), 0, NULL, NULL,
        "positions of all schools; an unknown distance counts as 0 km, and is beyond rotation_max_km");
  return JH_OK;
}

static void choose_beyond(rotation_ground *g) {
  for (int32_t c = 0; c < g->candidate_count; c++) {
    rotation_candidate *const candidate = &g->candidates[c];
    jh_stage const stage = g->county->teachers[candidate->teacher.i].stage;
    int64_t best_mm = INT64_MAX;
    for (int32_t r = 0; r < g->receiver_count; r++) {
      int64_t const mm = rotation_distance_mm(g, candidate, r);
      if (rotation_stage_fits(jh_county_school(g->county, g->receivers[r]), stage) &&
          (candidate->nearest_mm < 0 || mm < candidate->nearest_mm))
        candidate->nearest_mm = mm;
      if (!rotation_pair(g, candidate, r)) continue;
      bool const preferred = rotation_prefers(g, candidate, r);
      if (candidate->beyond >= 0 &&
          (preferred < candidate->beyond_preferred || (preferred == candidate->beyond_preferred && mm >= best_mm)))
        continue;
      candidate->beyond = r;
      candidate->beyond_preferred = preferred;
      best_mm = mm;
    }
  }
}

static jh_status sort_posts_by_subject(rotation_ground *g, jh_arena *arena) {
  int32_t const subjects = g->county->subject_count;
  g->subject_start = JH_NEW(arena, int32_t, subjects + 1);
  g->subject_posts = JH_NEW(arena, int32_t, g->post_count);
  int32_t *const fill = JH_NEW(arena, int32_t, subjects);
  if (!g->subject_start || !g->subject_posts || !fill) return JH_NO_MEMORY;
  for (int32_t p = 0; p < g->post_count; p++) g->subject_start[g->posts[p].subject.i + 1]++;
  for (int32_t j = 0; j < subjects; j++) g->subject_start[j + 1] += g->subject_start[j];
  for (int32_t j = 0; j < subjects; j++) fill[j] = g->subject_start[j];
  for (int32_t p = 0; p < g->post_count; p++) g->subject_posts[fill[g->posts[p].subject.i]++] = p;
  return JH_OK;
}

static jh_status list_posts(rotation_ground *g, jh_arena *arena) {
  const jh_county *const county = g->county;
  size_t const subjects = (size_t)county->subject_count, cells = (size_t)g->receiver_count * subjects;
  const int32_t *const need = jh_teacher_need(county, g->year, arena);
  const int64_t *const pupils = jh_pupils_by_school(county, arena);
  g->needed = JH_NEW(arena, int32_t, cells);
  g->present = JH_NEW(arena, int32_t, cells);
  g->post_of = JH_NEW(arena, int32_t, cells);
  g->posts = JH_NEW(arena, rotation_post, cells);
  if (!need || !pupils || !g->needed || !g->present || !g->post_of || !g->posts) return JH_NO_MEMORY;
  for (int32_t i = 0; i < county->teacher_count; i++) {
    const jh_teacher *const t = &county->teachers[i];
    int32_t const r = g->receiver_of[t->school.i];
    if (r >= 0) g->present[(size_t)r * subjects + (size_t)t->subject.i]++;
  }
  int64_t const small = jh_policy_get(&county->policy, JH_SMALL_SCHOOL_PUPILS);
  int32_t const weight = (int32_t)jh_policy_get(&county->policy, JH_SMALL_SCHOOL_WEIGHT);
  for (size_t cell = 0; cell < cells; cell++) {
    int32_t const r = (int32_t)(cell / subjects), school = g->receivers[r].i;
    g->needed[cell] = need[(size_t)school * subjects + cell % subjects];
    g->post_of[cell] = -1;
    if (g->needed[cell] <= g->present[cell]) continue;
    g->post_of[cell] = g->post_count;
    g->posts[g->post_count++] = (rotation_post){.receiver = r,
                                                .subject = {(int32_t)(cell % subjects)},
                                                .lacking = g->needed[cell] - g->present[cell],
                                                .weight = pupils[school] < small ? weight : 1};
  }
  return sort_posts_by_subject(g, arena);
}

static void set_quotas(rotation_ground *g) {
  const jh_policy *const policy = &g->county->policy;
  g->share = jh_policy_get(policy, JH_ROTATION_SHARE);
  g->backbone_share = jh_policy_get(policy, JH_BACKBONE_SHARE);
  g->by_school = jh_policy_get(policy, JH_QUOTA_SCOPE) == 1;
  g->due = (int32_t)rotation_share_of(g->share, g->candidate_count);
  for (int32_t a = 0; a < g->sender_count; a++) {
    rotation_sender *const sender = &g->senders[a];
    sender->leave = (int32_t)(sender->teachers * jh_policy_get(policy, JH_MAX_LEAVE_SHARE) / SHARE_WHOLE);
    sender->due = g->by_school ? (int32_t)rotation_share_of(g->share, sender->eligible) : 0;
  }
}

jh_status rotation_lay_ground(const jh_county *county, int32_t year, jh_arena *arena, jh_problems *problems,
                              rotation_ground *ground) {
  *ground = (rotation_ground){.county = county, .year = year, .limit_mm = INT64_MAX};
  if (jh_policy_has(&county->policy, JH_ROTATION_MAX_KM))
    ground->limit_mm = jh_policy_get(&county->policy, JH_ROTATION_MAX_KM) * MM_PER_MILLI_KM;
  int32_t *const sender_of = JH_NEW(arena, int32_t, county->school_count);
  int32_t *group_of = NULL;
  if (!sender_of) return JH_NO_MEMORY;
  jh_status status = list_schools(ground, sender_of, arena);
  if (status == JH_OK) status = list_groups(ground, sender_of, arena, &group_of);
  if (status == JH_OK) status = list_candidates(ground, sender_of, group_of, arena, problems);
  if (status == JH_OK) status = measure_distances(ground, arena, problems);
  if (status == JH_OK) status = list_posts(ground, arena);
  if (status != JH_OK) return status;
  choose_beyond(ground);
  set_quotas(ground);
  return JH_OK;
}
