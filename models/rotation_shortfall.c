/* How far the quotas can be met at all.  Sending beyond posts is open to everyone with a pair, so who may go together
 * is decided by the senders alone: a laminar family (school over subject over teacher), where greedy counting is
 * exact.  Backbone teachers go first: they help R2 and R3; the others then help R2 alone.  See models/rotation.md. */
#include "rotation_inner.h"

rotation_rules rotation_rules_of(const rotation_ground *ground) {
  return (rotation_rules){.leave_share = jh_policy_get(&ground->county->policy, JH_MAX_LEAVE_SHARE),
                          .keep_last = true,
                          .limit_mm = ground->limit_mm};
}

static bool can_go(const rotation_candidate *candidate, const rotation_rules *rules) {
  return candidate->nearest_mm >= 0 && candidate->nearest_mm <= rules->limit_mm;
}

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

jh_status rotation_count_sendable(const rotation_ground *ground, const rotation_rules *rules, jh_arena *arena,
                                  int32_t *most, int32_t *most_backbone) {
  int32_t *const all = JH_NEW(arena, int32_t, ground->group_count);
  int32_t *const backbone = JH_NEW(arena, int32_t, ground->group_count);
  if (!all || !backbone) return JH_NO_MEMORY;
  for (int32_t c = 0; c < ground->candidate_count; c++) {
    if (!can_go(&ground->candidates[c], rules)) continue;
    all[ground->candidates[c].group]++;
    backbone[ground->candidates[c].group] += ground->candidates[c].backbone;
  }
  for (int32_t a = 0; a < ground->sender_count; a++) most[a] = most_backbone[a] = 0;
  for (int32_t g = 0; g < ground->group_count; g++) {
    const rotation_group *const group = &ground->groups[g];
    int32_t const may_leave = rules->keep_last ? group->teachers - 1 : group->teachers;
    most[group->sender] += least(all[g], may_leave);
    most_backbone[group->sender] += least(backbone[g], may_leave);
  }
  for (int32_t a = 0; a < ground->sender_count; a++) {
    int32_t const leave = (int32_t)(ground->senders[a].teachers * rules->leave_share / SHARE_WHOLE);
    most[a] = least(most[a], leave);
    most_backbone[a] = least(most_backbone[a], leave);
  }
  return JH_OK;
}

jh_status rotation_find_shortfall(const rotation_ground *ground, const rotation_rules *rules, jh_arena *arena,
                                  rotation_shortfall *shortfall) {
  int32_t *const most = JH_NEW(arena, int32_t, ground->sender_count);
  int32_t *const backbone = JH_NEW(arena, int32_t, ground->sender_count);
  if (!most || !backbone) return JH_NO_MEMORY;
  jh_status const status = rotation_count_sendable(ground, rules, arena, most, backbone);
  if (status != JH_OK) return status;
  *shortfall = (rotation_shortfall){0};
  int64_t due = 0, met = 0, useful = 0; /* useful: others who bring a sender nearer to its due */
  for (int32_t a = 0; a < ground->sender_count; a++) {
    shortfall->most += most[a];
    shortfall->most_backbone += backbone[a];
    int32_t const by_backbone = least(ground->senders[a].due, backbone[a]);
    due += ground->senders[a].due;
    met += by_backbone;
    useful += least(ground->senders[a].due, most[a]) - by_backbone;
  }
  int32_t const reds = shortfall->most_backbone;
  if (!ground->by_school) {
    due = ground->due;
    met = least(ground->due, reds);
    useful = least(ground->due, shortfall->most) - met;
  }
  int64_t best = INT64_MAX;
  for (int64_t others = 0; others <= useful; others++) {
    int64_t const sent = ground->by_school || others > 0 ? reds + others : met;
    int64_t const lacking = rotation_share_of(ground->backbone_share, sent) - reds;
    int64_t const backbone_short = lacking > 0 ? lacking : 0, teachers_short = due - met - others;
    if (teachers_short + backbone_short > best ||
        (teachers_short + backbone_short == best && backbone_short >= shortfall->backbone))
      continue;
    best = teachers_short + backbone_short;
    shortfall->teachers = (int32_t)teachers_short;
    shortfall->backbone = (int32_t)backbone_short;
  }
  return JH_OK;
}

/* ---- a roster at once ---- */

typedef struct quick {
  const rotation_ground *ground;
  int32_t *sender_sent, *group_sent, *post_filled;
  bool *chosen;
  int32_t sent, backbone;
} quick;

static bool may_go(const quick *q, const rotation_candidate *candidate) {
  return candidate->beyond >= 0 && q->sender_sent[candidate->sender] < q->ground->senders[candidate->sender].leave &&
         q->group_sent[candidate->group] < q->ground->groups[candidate->group].teachers - 1;
}

/* Sends candidates (backbone or others) in county order until the quota is reached: of each school, or of all; at
 * most `most` of them. */
static void send_while_due(quick *q, bool backbone, int64_t county_due, int64_t most) {
  const rotation_ground *const g = q->ground;
  for (int32_t c = 0; c < g->candidate_count && most > 0; c++) {
    const rotation_candidate *const candidate = &g->candidates[c];
    bool const due = q->sent < county_due || q->sender_sent[candidate->sender] < g->senders[candidate->sender].due;
    if (!due || q->chosen[c] || candidate->backbone != backbone || !may_go(q, candidate)) continue;
    q->chosen[c] = true;
    most--;
    q->sent++;
    q->backbone += backbone;
    q->sender_sent[candidate->sender]++;
    q->group_sent[candidate->group]++;
  }
}

/* How many others than backbone teachers are to go: where schools have quotas, their shortfall stays unmet. */
static int64_t others_due(const quick *q, const rotation_shortfall *shortfall) {
  int64_t unmet = 0;
  if (!q->ground->by_school) return INT64_MAX;
  for (int32_t a = 0; a < q->ground->sender_count; a++)
    if (q->sender_sent[a] < q->ground->senders[a].due) unmet += q->ground->senders[a].due - q->sender_sent[a];
  return unmet - shortfall->teachers;
}

/* The nearest short post in reach, else beyond the posts. */
static rotation_move place(quick *q, int32_t c) {
  const rotation_ground *const g = q->ground;
  const rotation_candidate *const candidate = &g->candidates[c];
  const jh_teacher *const t = &g->county->teachers[candidate->teacher.i];
  rotation_move move = {.candidate = c, .receiver = candidate->beyond, .post = -1};
  int64_t best_mm = INT64_MAX;
  for (int32_t k = 0; k <= t->also_count; k++) {
    int32_t const j = rotation_subject(t, k).i;
    for (int32_t i = g->subject_start[j]; i < g->subject_start[j + 1]; i++) {
      int32_t const p = g->subject_posts[i], r = g->posts[p].receiver;
      if (q->post_filled[p] >= g->posts[p].lacking || !rotation_pair(g, candidate, r)) continue;
      int64_t const mm = rotation_distance_mm(g, candidate, r);
      if (mm >= best_mm) continue;
      best_mm = mm;
      move.receiver = r;
      move.post = p;
    }
  }
  if (move.post >= 0) q->post_filled[move.post]++;
  return move;
}

jh_status rotation_quick_moves(const rotation_ground *ground, const rotation_shortfall *shortfall, jh_arena *arena,
                               rotation_moves *moves) {
  quick q = {.ground = ground,
             .sender_sent = JH_NEW(arena, int32_t, ground->sender_count),
             .group_sent = JH_NEW(arena, int32_t, ground->group_count),
             .post_filled = JH_NEW(arena, int32_t, ground->post_count),
             .chosen = JH_NEW(arena, bool, ground->candidate_count)};
  *moves = (rotation_moves){.items = JH_NEW(arena, rotation_move, ground->candidate_count)};
  if (!q.sender_sent || !q.group_sent || !q.post_filled || !q.chosen || !moves->items) return JH_NO_MEMORY;
  int64_t const due = ground->by_school ? 0 : ground->due - shortfall->teachers;
  /* Enough backbone teachers for those who are due, then the others, then more backbone teachers where R3 still
   * lacks them. */
  send_while_due(&q, true, due, INT64_MAX);
  send_while_due(&q, false, due, others_due(&q, shortfall));
  int64_t lacking;
  while ((lacking = rotation_share_of(ground->backbone_share, q.sent) - shortfall->backbone - q.backbone) > 0) {
    int32_t const before = q.sent;
    send_while_due(&q, true, q.sent + lacking, INT64_MAX);
    if (q.sent == before) break;
  }
  for (int32_t c = 0; c < ground->candidate_count; c++)
    if (q.chosen[c]) moves->items[moves->count++] = place(&q, c);
  return JH_OK;
}
