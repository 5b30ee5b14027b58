/* The whole model as rows and columns, for --write-lp and for the tests; the network of rotation_flow.c solves the
 * same one. Labels as in rotation.md. */
#include "junheng/solver/mip.h"
#include "rotation_inner.h"

#include <stdio.h>
#include <string.h>

typedef struct plain {
  const rotation_ground *ground;
  const rotation_shortfall *shortfall;
  jh_mip *mip;
  int32_t goal[ROTATION_LEVELS];
  int32_t county_row, backbone_row, unmet_row; /* R2, R3; unmet_row: what the schools may lack together */
  int32_t *unmet_of;                           /* column by sender */
  int32_t *leave_row, *due_row;                /* R4, R2 by sender */
  int32_t *group_row, *post_row;               /* R4 by group, R5 by post */
  int64_t backbone_gain, sent_cost;            /* R3 in smallest whole numbers */
} plain;

static jh_tag tag_of(const char *family, int32_t a, int32_t b, int32_t c) { return jh_tag_make(family, a, b, c, -1); }

static int64_t common_divisor(int64_t a, int64_t b) { return b == 0 ? a : common_divisor(b, a % b); }

static void add_goals(plain *m) {
  m->goal[POSTS_UNFILLED] = jh_mip_add_goal(m->mip, "posts_unfilled", false, true);
  m->goal[SENT_BEYOND_POSTS] = jh_mip_add_goal(m->mip, "sent_beyond_posts", false, true);
  m->goal[PREFERENCES] = jh_mip_add_goal(m->mip, "preferences", true, true);
  m->goal[TEACHER_KM] = jh_mip_add_goal(m->mip, "teacher_km, in millimetres", false, true);
  m->goal[YEARS_HERE] = jh_mip_add_goal(m->mip, "years_here", true, true);
}

/* R2 and R3, with the shortfall that is the least. */
static void add_quotas(plain *m) {
  const rotation_ground *const g = m->ground;
  int64_t const common = common_divisor(g->backbone_share, SHARE_WHOLE);
  m->backbone_gain = SHARE_WHOLE / common;
  m->sent_cost = g->backbone_share / common;
  m->county_row = jh_mip_add_row(m->mip, tag_of("R2", -1, -1, -1), g->due - m->shortfall->teachers, JH_INFINITY);
  m->backbone_row = jh_mip_add_row(m->mip, tag_of("R3", -1, -1, -1),
                                   -(double)m->backbone_gain * m->shortfall->backbone, JH_INFINITY);
  if (!g->by_school) return;
  m->unmet_row = jh_mip_add_row(m->mip, tag_of("R2unmet", -1, -1, -1), -JH_INFINITY, m->shortfall->teachers);
  for (int32_t a = 0; a < g->sender_count; a++) {
    int32_t const school = g->senders[a].school.i;
    m->due_row[a] = jh_mip_add_row(m->mip, tag_of("R2", school, -1, -1), g->senders[a].due, JH_INFINITY);
    m->unmet_of[a] = jh_mip_add_column(m->mip, tag_of("m", school, -1, -1), 0, m->shortfall->teachers, true);
    jh_mip_add_entry(m->mip, m->due_row[a], m->unmet_of[a], 1);
    jh_mip_add_entry(m->mip, m->unmet_row, m->unmet_of[a], 1);
  }
}

static void add_protection(plain *m) {
  const rotation_ground *const g = m->ground;
  for (int32_t a = 0; a < g->sender_count; a++)
    m->leave_row[a] =
        jh_mip_add_row(m->mip, tag_of("R4", g->senders[a].school.i, -1, -1), -JH_INFINITY, g->senders[a].leave);
  for (int32_t k = 0; k < g->group_count; k++)
    m->group_row[k] =
        jh_mip_add_row(m->mip, tag_of("R4", g->senders[g->groups[k].sender].school.i, g->groups[k].subject.i, -1),
                       -JH_INFINITY, g->groups[k].teachers - 1);
}

static void add_posts(plain *m) {
  const rotation_ground *const g = m->ground;
  for (int32_t p = 0; p < g->post_count; p++) {
    const rotation_post *const post = &g->posts[p];
    int32_t const school = g->receivers[post->receiver].i, subject = post->subject.i;
    m->post_row[p] = jh_mip_add_row(m->mip, tag_of("R5", school, subject, -1), post->lacking, post->lacking);
    int32_t const unfilled = jh_mip_add_column(m->mip, tag_of("u", school, subject, -1), 0, post->lacking, true);
    jh_mip_add_entry(m->mip, m->post_row[p], unfilled, 1);
    jh_mip_add_goal_entry(m->mip, m->goal[POSTS_UNFILLED], unfilled, post->weight);
  }
}

/* One way for a teacher to go: into a post, or (post -1) beyond the posts. */
static void add_move(plain *m, int32_t c, int32_t receiver, int32_t post, int32_t teacher_row) {
  const rotation_ground *const g = m->ground;
  const rotation_candidate *const candidate = &g->candidates[c];
  int32_t const school = g->receivers[receiver].i, teacher = candidate->teacher.i;
  int32_t const x = jh_mip_add_column(
      m->mip, post >= 0 ? tag_of("x", teacher, school, g->posts[post].subject.i) : tag_of("b", teacher, school, -1),
      0, 1, true);
  jh_mip_add_entry(m->mip, teacher_row, x, 1);
  jh_mip_add_entry(m->mip, m->county_row, x, 1);
  jh_mip_add_entry(m->mip, m->backbone_row, x, (double)((candidate->backbone ? m->backbone_gain : 0) - m->sent_cost));
  if (g->by_school) jh_mip_add_entry(m->mip, m->due_row[candidate->sender], x, 1);
  jh_mip_add_entry(m->mip, m->leave_row[candidate->sender], x, 1);
  jh_mip_add_entry(m->mip, m->group_row[candidate->group], x, 1);
  if (post >= 0)
    jh_mip_add_entry(m->mip, m->post_row[post], x, 1);
  else
    jh_mip_add_goal_entry(m->mip, m->goal[SENT_BEYOND_POSTS], x, 1);
  if (rotation_prefers(g, candidate, receiver)) jh_mip_add_goal_entry(m->mip, m->goal[PREFERENCES], x, 1);
  jh_mip_add_goal_entry(m->mip, m->goal[TEACHER_KM], x, (double)rotation_distance_mm(g, candidate, receiver));
  jh_mip_add_goal_entry(m->mip, m->goal[YEARS_HERE], x, candidate->years);
}

static void add_teacher(plain *m, int32_t c) {
  const rotation_ground *const g = m->ground;
  const rotation_candidate *const candidate = &g->candidates[c];
  const jh_teacher *const t = &g->county->teachers[candidate->teacher.i];
  if (candidate->beyond < 0) return; /* no pair at all */
  int32_t const row = jh_mip_add_row(m->mip, tag_of("R1", candidate->teacher.i, -1, -1), -JH_INFINITY, 1);
  /* Beyond the posts all receivers cost the first two levels the same, and the next two choose this one. */
  add_move(m, c, candidate->beyond, -1, row);
  for (int32_t k = 0; k <= t->also_count; k++) {
    int32_t const j = rotation_subject(t, k).i;
    for (int32_t i = g->subject_start[j]; i < g->subject_start[j + 1]; i++) {
      int32_t const p = g->subject_posts[i];
      if (rotation_pair(g, candidate, g->posts[p].receiver)) add_move(m, c, g->posts[p].receiver, p, row);
    }
  }
}

jh_status rotation_build_mip(const rotation_ground *ground, const rotation_shortfall *shortfall, jh_mip *mip) {
  plain m = {.ground = ground,
             .shortfall = shortfall,
             .mip = mip,
             .unmet_of = JH_NEW(mip->arena, int32_t, ground->sender_count),
             .leave_row = JH_NEW(mip->arena, int32_t, ground->sender_count),
             .due_row = JH_NEW(mip->arena, int32_t, ground->sender_count),
             .group_row = JH_NEW(mip->arena, int32_t, ground->group_count),
             .post_row = JH_NEW(mip->arena, int32_t, ground->post_count)};
  if (!m.unmet_of || !m.leave_row || !m.due_row || !m.group_row || !m.post_row) return JH_NO_MEMORY;
  add_goals(&m);
  add_quotas(&m);
  add_protection(&m);
  add_posts(&m);
  for (int32_t c = 0; c < ground->candidate_count; c++) add_teacher(&m, c);
  return mip->failed ? JH_NO_MEMORY : JH_OK;
}

/* x_TEACHER_SCHOOL_SUBJECT, b_TEACHER_SCHOOL, R1_TEACHER, all others SCHOOL_SUBJECT; subjects by their number. */
static void name_part(const void *user, const char *family, int position, int32_t part, char *text, size_t size) {
  const jh_county *const county = user;
  bool const of_teacher = strcmp(family, "x") == 0 || strcmp(family, "b") == 0 || strcmp(family, "R1") == 0;
  if (of_teacher && position == 0)
    snprintf(text, size, "%s", county->teachers[part].id);
  else if (position == (of_teacher ? 1 : 0))
    snprintf(text, size, "%s", county->schools[part].id);
  else
    snprintf(text, size, "%s", county->subjects[part]); /* where it is not of plain letters, its number stands */
}

jh_status rotation_write_lp(const rotation_ground *ground, int32_t level, const int64_t *held,
                            const rotation_shortfall *shortfall, jh_arena *arena, const char **text) {
  jh_mip mip;
  jh_mip_init(&mip, arena);
  jh_status const status = rotation_build_mip(ground, shortfall, &mip);
  if (status) return status;
  double fixed[ROTATION_LEVELS];
  for (int k = 0; held && k < ROTATION_LEVELS; k++) fixed[k] = (double)held[k];
  return jh_mip_to_lp(&mip, level, held ? fixed : NULL, name_part, ground->county, arena, text);
}
