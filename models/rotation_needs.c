/* What stands in the way of the quotas, in plain words with numbers: the least that would have to change. */
#include "rotation_inner.h"

enum { WHOLE_PERCENT = 1000, MM_PER_KM = 1000000, FARTHEST_KM = 20000 };

static bool append(jh_needs *needs, jh_arena *arena, jh_need need) {
  jh_need *const items = jh_arena_grow(arena, needs->items, &needs->capacity, needs->count + 1, sizeof *items);
  if (!items || !need.words) return false;
  needs->items = items;
  items[needs->count++] = need;
  return true;
}

static jh_need county_need(const char *rule, const char *item, int64_t amount, const char *words) {
  return (jh_need){.rule = rule,
                   .scope = "county",
                   .school = JH_NO_SCHOOL,
                   .item = item,
                   .amount = amount,
                   .cost_fen = -1,
                   .words = words};
}

/* "9.93": thousandths of a percent, rounded down to hundredths, without idle zeros. */
static const char *percent(int64_t milli, jh_arena *arena) {
  int64_t const whole = milli / WHOLE_PERCENT, rest = milli % WHOLE_PERCENT / 10;
  if (rest == 0) return jh_arena_printf(arena, "%lld", (long long)whole);
  if (rest % 10 == 0) return jh_arena_printf(arena, "%lld.%lld", (long long)whole, (long long)(rest / 10));
  return jh_arena_printf(arena, "%lld.%02lld", (long long)whole, (long long)rest);
}

/* The largest share of `whole`, in hundredths of a percent, that is met by `part`: any share of nobody. */
static int64_t share_met_by(int64_t part, int64_t whole) {
  return whole > 0 ? part * SHARE_WHOLE / whole / 10 * 10 : SHARE_WHOLE;
}

/* Most that can go with the backbone share kept. */
static int32_t most_within_share(const rotation_ground *g, const rotation_shortfall *s) {
  int32_t n = s->most < g->due ? s->most : g->due;
  while (n > 0 && rotation_share_of(g->backbone_share, n) > s->most_backbone) n--;
  return n;
}

/* ---- too few backbone teachers ---- */

static bool tell_backbone(const rotation_ground *g, const rotation_shortfall *s, jh_arena *arena, jh_needs *needs) {
  int32_t const going = g->due < s->most ? g->due : s->most;
  int32_t const due = (int32_t)rotation_share_of(g->backbone_share, going), most = s->most_backbone;
  if (due <= most || g->by_school) return true;
  const char *const words =
      jh_arena_printf(arena,
                      jh_text(needs->language,
                              "%d teachers are eligible, so %d must rotate, and %s %% of them, %d, must be backbone "
                              "teachers; only %d can be "
                              "sent: %d more eligible backbone teachers are needed, or backbone_share lowered to %s "
                              "%%, or rotation_share "
                              "lowered to %s %%"),
                      g->candidate_count, g->due, percent(g->backbone_share, arena), due, most, due - most,
                      percent(share_met_by(most, going), arena),
                      percent(share_met_by(most_within_share(g, s), g->candidate_count), arena));
  return append(needs, arena, county_need("R3", "backbone teachers", due - most, words));
}

static bool tell_backbone_by_school(const rotation_ground *g, const rotation_shortfall *s, jh_arena *arena,
                                    jh_needs *needs) {
  if (!g->by_school) return true;
  int64_t sent = 0;
  for (int32_t a = 0; a < g->sender_count; a++) sent += g->senders[a].due;
  int64_t const due = rotation_share_of(g->backbone_share, sent), most = s->most_backbone;
  if (due <= most) return true;
  const char *const words = jh_arena_printf(
      arena,
      jh_text(
          needs->language,
          "the schools together owe %lld teachers, of whom %s %%, %lld, must be backbone teachers; only %lld can be "
          "sent: "
          "%lld more eligible backbone teachers are needed, or backbone_share lowered to %s %%, or quota_scope = "
          "county"),
      (long long)sent, percent(g->backbone_share, arena), (long long)due, (long long)most, (long long)(due - most),
      percent(share_met_by(most, sent), arena));
  return append(needs, arena, county_need("R3", "backbone teachers", due - most, words));
}

/* ---- too few who can go ---- */

static bool meets(const rotation_ground *g, const rotation_rules *rules, jh_arena *arena) {
  rotation_shortfall s;
  return rotation_find_shortfall(g, rules, arena, &s) == JH_OK && s.teachers == 0;
}

/* The rule that, relaxed alone, lets the teachers go, and by how much. */
static bool tell_binding_rules(const rotation_ground *g, jh_arena *arena, jh_needs *needs) {
  rotation_rules const now = rotation_rules_of(g);
  rotation_rules rules = now;
  bool whole = true;
  while (rules.leave_share < SHARE_WHOLE && !meets(g, &rules, arena)) {
    rules.leave_share = (rules.leave_share / WHOLE_PERCENT + 1) * WHOLE_PERCENT;
    if (rules.leave_share > SHARE_WHOLE) rules.leave_share = SHARE_WHOLE;
  }
  if (meets(g, &rules, arena)) {
    const char *const words = jh_arena_printf(
        arena, jh_text(needs->language, "raising max_leave_share from %s %% to %s %% would let enough go"),
        percent(now.leave_share, arena), percent(rules.leave_share, arena));
    whole = append(needs, arena,
                   county_need("R4", "max_leave_share, percent",
                               (rules.leave_share - now.leave_share + WHOLE_PERCENT - 1) / WHOLE_PERCENT, words));
  }
  rules = now;
  rules.keep_last = false;
  if (meets(g, &rules, arena))
    whole = whole && append(needs, arena,
                            county_need("R4", "second teachers of a subject", 1,
                                        jh_text(needs->language,
                                                "enough could go if schools' only teachers of a subject were "
                                                "replaced: a school never loses its last one")));
  if (now.limit_mm == INT64_MAX) return whole;
  rules = now;
  int64_t low = now.limit_mm / MM_PER_KM, high = FARTHEST_KM;
  rules.limit_mm = high * MM_PER_KM;
  if (!meets(g, &rules, arena)) return whole;
  while (low + 1 < high) {
    int64_t const middle = low + (high - low) / 2;
    rules.limit_mm = middle * MM_PER_KM;
    if (meets(g, &rules, arena))
      high = middle;
    else
      low = middle;
  }
  const char *const words = jh_arena_printf(
      arena, jh_text(needs->language, "raising rotation_max_km to %lld km would let enough go"), (long long)high);
  return whole &&
         append(needs, arena, county_need("R1", "rotation_max_km, km", high - now.limit_mm / MM_PER_KM, words));
}

static int32_t without_school(const rotation_ground *g) {
  int32_t count = 0;
  for (int32_t c = 0; c < g->candidate_count; c++) count += g->candidates[c].nearest_mm < 0;
  return count;
}

static bool tell_county_quota(const rotation_ground *g, const rotation_shortfall *s, jh_arena *arena,
                              jh_needs *needs) {
  if (s->most >= g->due || g->by_school) return true;
  int64_t more = 1; /* eligible teachers who can go; each also raises what is due */
  while (more < g->due && s->most + more < rotation_share_of(g->share, g->candidate_count + more)) more++;
  int32_t const stranded = without_school(g);
  const char *words =
      jh_arena_printf(arena,
                      jh_text(needs->language,
                              "%d of the %d eligible teachers must rotate, but only %d can: %lld more "
                              "eligible teachers who can go are needed, "
                              "or rotation_share lowered to %s %%"),
                      g->due, g->candidate_count, s->most, (long long)more,
                      percent(share_met_by(most_within_share(g, s), g->candidate_count), arena));
  if (!append(needs, arena, county_need("R2", "eligible teachers", more, words))) return false;
  if (stranded == 0) return true;
  words = jh_arena_printf(
      arena, jh_text(needs->language, "%d eligible teachers have no receiving school that teaches their stage"),
      stranded);
  return append(needs, arena, county_need("R1", "receiving schools of the stage", 1, words));
}

static jh_status tell_school_quotas(const rotation_ground *g, jh_arena *arena, jh_needs *needs) {
  int32_t *const most = JH_NEW(arena, int32_t, g->sender_count);
  int32_t *const backbone = JH_NEW(arena, int32_t, g->sender_count);
  if (!most || !backbone) return JH_NO_MEMORY;
  rotation_rules const rules = rotation_rules_of(g);
  jh_status const status = rotation_count_sendable(g, &rules, arena, most, backbone);
  if (status != JH_OK || !g->by_school) return status;
  for (int32_t a = 0; a < g->sender_count; a++) {
    const rotation_sender *const s = &g->senders[a];
    if (most[a] >= s->due) continue;
    const jh_school *const school = jh_county_school(g->county, s->school);
    jh_need need = county_need(
        "R2", "eligible teachers", s->due - most[a],
        jh_arena_printf(
            arena,
            jh_text(needs->language,
                    "%s (%s) must send %d of its %d eligible teachers, but only %d can go (of %d teachers at "
                    "most %d may leave, never the last one of a subject)"),
            school->name ? school->name : school->id, school->id, s->due, s->eligible, most[a], s->teachers,
            s->leave));
    need.scope = school->id;
    need.school = s->school;
    if (!append(needs, arena, need)) return JH_NO_MEMORY;
  }
  return JH_OK;
}

jh_status rotation_tell_needs(const rotation_ground *ground, const rotation_shortfall *shortfall, jh_arena *arena,
                              jh_needs *needs) {
  bool whole = tell_county_quota(ground, shortfall, arena, needs) && tell_backbone(ground, shortfall, arena, needs) &&
               tell_backbone_by_school(ground, shortfall, arena, needs);
  if (!whole) return JH_NO_MEMORY;
  jh_status const status = tell_school_quotas(ground, arena, needs);
  bool const too_few = shortfall->teachers > 0 && !(shortfall->most >= ground->due && !ground->by_school);
  if (status == JH_OK && too_few) whole = tell_binding_rules(ground, arena, needs);
  return whole ? status : JH_NO_MEMORY;
}
