/* rotation_inner.h - the parts of the rotation model: ground, shortfall, network, plain model, roster.
 * Labels R1 to R5 and the levels are those of models/rotation.md. */
#ifndef JUNHENG_MODELS_ROTATION_INNER_H
#define JUNHENG_MODELS_ROTATION_INNER_H

#include "junheng/models/models.h"
#include "junheng/solver/flow.h"

enum { ROTATION_LEVELS = 5, SHARE_WHOLE = 100000 /* 100 % in thousandths of a percent */ };

typedef enum rotation_level { POSTS_UNFILLED, SENT_BEYOND_POSTS, PREFERENCES, TEACHER_KM, YEARS_HERE } rotation_level;

typedef struct rotation_sender {
  jh_school_ix school;
  int32_t teachers, eligible;
  int32_t leave; /* R4: most that may go */
  int32_t due;   /* R2 of the school, 0 unless quota_scope = school */
} rotation_sender;

/* Teachers of one subject at one sender. */
typedef struct rotation_group {
  int32_t sender;
  jh_subject_ix subject;
  int32_t teachers, eligible;
} rotation_group;

/* An eligible teacher. */
typedef struct rotation_candidate {
  jh_teacher_ix teacher;
  int32_t sender, group;
  int32_t origin; /* row of distances */
  int32_t years;
  bool backbone;
  int64_t nearest_mm; /* to the nearest receiver of the stage, whatever rotation_max_km; -1: none */
  int32_t beyond;     /* best receiver beyond posts: a wish before others, then the nearest; -1: no pair at all */
  bool beyond_preferred;
} rotation_candidate;

/* A post that is short: (receiver, subject). */
typedef struct rotation_post {
  int32_t receiver;
  jh_subject_ix subject;
  int32_t lacking, weight;
} rotation_post;

typedef struct rotation_ground {
  const jh_county *county;
  int32_t year;
  jh_school_ix *receivers;
  int32_t receiver_count;
  int32_t *receiver_of; /* by school, -1: none */
  rotation_sender *senders;
  int32_t sender_count;
  rotation_group *groups; /* ordered by sender, subject */
  int32_t group_count;
  rotation_candidate *candidates; /* in county order */
  int32_t candidate_count, backbone_count;
  int32_t *needed, *present; /* by receiver * subject_count + subject */
  rotation_post *posts;      /* ordered by receiver, subject */
  int32_t post_count;
  int32_t *post_of;                       /* by receiver * subject_count + subject, -1: none short */
  int32_t *subject_start, *subject_posts; /* posts by subject */
  int64_t *distance_mm;                   /* by origin * receiver_count + receiver; -1: not known */
  int64_t limit_mm;                       /* rotation_max_km; INT64_MAX: none */
  int32_t due;                            /* R2 of the county */
  int64_t share, backbone_share;          /* thousandths of a percent */
  bool by_school;
} rotation_ground;

/* One who goes. */
typedef struct rotation_move {
  int32_t candidate, receiver, post; /* post -1: beyond posts */
} rotation_move;

typedef struct rotation_moves {
  rotation_move *items; /* in candidate order */
  int32_t count;
} rotation_moves;

/* What the quotas lack at best: R2 by `teachers`, R3 by `backbone`. Most that can go at all. */
typedef struct rotation_shortfall {
  int32_t teachers, backbone;
  int32_t most, most_backbone;
} rotation_shortfall;

typedef struct rotation_answer {
  rotation_moves moves;
  int64_t values[ROTATION_LEVELS], bounds[ROTATION_LEVELS];
  bool proven;
  const char *method;
} rotation_answer;

static inline int64_t rotation_share_of(int64_t share, int64_t count) {
  int64_t const product = share * count;
  return product / SHARE_WHOLE + (product % SHARE_WHOLE > 0 ? 1 : 0);
}

bool rotation_stage_fits(const jh_school *school, jh_stage stage);
/* The pair exists: stage and rotation_max_km. */
bool rotation_pair(const rotation_ground *ground, const rotation_candidate *candidate, int32_t receiver);
int64_t rotation_distance_mm(const rotation_ground *ground, const rotation_candidate *candidate, int32_t receiver);
bool rotation_prefers(const rotation_ground *ground, const rotation_candidate *candidate, int32_t receiver);
/* Subject k of a teacher, 0 being the own one; also_count + 1 of them. */
jh_subject_ix rotation_subject(const jh_teacher *teacher, int32_t k);

jh_status rotation_lay_ground(const jh_county *county, int32_t year, jh_arena *arena, jh_problems *problems,
                              rotation_ground *ground);

/* What may be relaxed to see what binds. */
typedef struct rotation_rules {
  int64_t leave_share;
  bool keep_last;
  int64_t limit_mm;
} rotation_rules;
rotation_rules rotation_rules_of(const rotation_ground *ground);
/* Most that can go from each sender under these rules: all, and backbone (arrays of sender_count, or NULL). */
jh_status rotation_count_sendable(const rotation_ground *ground, const rotation_rules *rules, jh_arena *arena,
                                  int32_t *most, int32_t *most_backbone);
jh_status rotation_find_shortfall(const rotation_ground *ground, const rotation_rules *rules, jh_arena *arena,
                                  rotation_shortfall *shortfall);
jh_status rotation_tell_needs(const rotation_ground *ground, const rotation_shortfall *shortfall, jh_arena *arena,
                              jh_needs *needs);

/* The five levels by min cost flow, exact. */
jh_status rotation_solve_flow(const rotation_ground *ground, const rotation_shortfall *shortfall,
                              const jh_control *control, jh_arena *arena, rotation_answer *answer);
/* A roster that keeps R1 to R5 (with the shortfall), found at once: the quota and no more. */
jh_status rotation_quick_moves(const rotation_ground *ground, const rotation_shortfall *shortfall, jh_arena *arena,
                               rotation_moves *moves);
/* Exact level values of a roster. */
void rotation_measure(const rotation_ground *ground, const rotation_moves *moves, int64_t values[ROTATION_LEVELS]);
/* Bounds that hold whatever was found. */
void rotation_trivial_bounds(const rotation_ground *ground, const rotation_shortfall *shortfall,
                             int64_t bounds[ROTATION_LEVELS]);

struct jh_mip;
/* The whole model, plainly, for --write-lp and for the tests: into a fresh Mip. */
jh_status rotation_build_mip(const rotation_ground *ground, const rotation_shortfall *shortfall, struct jh_mip *mip);
/* One level as CPLEX LP text; `held`: values of the levels before it, which become rows, or NULL. */
jh_status rotation_write_lp(const rotation_ground *ground, int32_t level, const int64_t *held,
                            const rotation_shortfall *shortfall, jh_arena *arena, const char **text);

#endif
