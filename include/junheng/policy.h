/* policy.h - every number that a document sets, with its source.
 *
 * Policy is data: one table (policy.c) gives key, default, range, unit, meaning and source; policy.csv and
 * --set KEY=VALUE override values.  Nothing in models/ is a bare constant.  Values are integers in the stored unit
 * of their type, so that shares and sums are exact. */
#ifndef JUNHENG_POLICY_H
#define JUNHENG_POLICY_H

#include "junheng/problems.h"
#include "junheng/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum jh_policy_type {
  JH_POLICY_COUNT,  /* stored as it is: pupils, years, days, periods, schools */
  JH_POLICY_MILLI,  /* stored in thousandths: shares in percent, ratios, km, minutes, km/h */
  JH_POLICY_YUAN,   /* stored in fen */
  JH_POLICY_YES_NO, /* 0 or 1 */
  JH_POLICY_WORD,   /* one of `words`, stored as its position */
  JH_POLICY_TEXT    /* kept as text */
} jh_policy_type;

typedef enum jh_policy_key {
  /* classes */
  JH_LARGE_CLASS_LIMIT,
  JH_SUPER_CLASS_LIMIT,
  JH_SUPER_CLASS_YEAR,
  JH_LARGE_CLASS_YEAR,
  JH_CLASS_MARGIN,
  JH_STANDARD_CLASS_PRIMARY,
  JH_STANDARD_CLASS_JUNIOR,
  JH_STANDARD_CLASS_POINT,
  JH_SCHOOL_MAX_PRIMARY,
  JH_SCHOOL_MAX_JUNIOR,
  JH_SCHOOL_MAX_NINE_YEAR,
  JH_SCHOOL_MAX_ENFORCED,
  /* rotation */
  JH_ROTATION_SHARE,
  JH_BACKBONE_SHARE,
  JH_QUOTA_SCOPE, /* 0 county, 1 school */
  JH_ROTATION_MIN_YEARS,
  JH_ROTATION_MAX_AGE_MALE,
  JH_ROTATION_MAX_AGE_FEMALE,
  JH_ROTATION_REST_YEARS,
  JH_ROTATION_TERM_YEARS,
  JH_MAX_LEAVE_SHARE,
  JH_SMALL_SCHOOL_WEIGHT,
  JH_SMALL_SCHOOL_PUPILS,
  JH_ROTATION_MAX_KM,
  /* posts */
  JH_PUPILS_PER_STAFF_PRIMARY,
  JH_PUPILS_PER_STAFF_JUNIOR,
  JH_STAFF_PER_CLASS_SMALL,
  JH_PERIODS_PRIMARY_MAIN,  /* periods_per_week_main: primary Chinese and mathematics */
  JH_PERIODS_PRIMARY_OTHER, /* periods_per_week_other: the other primary subjects */
  JH_PERIODS_JUNIOR_MAIN,   /* periods_per_week_junior_main: Chinese, mathematics, English */
  JH_PERIODS_JUNIOR_SECOND, /* periods_per_week_junior_second: physics ... geography, civics */
  JH_PERIODS_JUNIOR_OTHER,  /* periods_per_week_junior_other: music, art, PE, IT, practice */
  JH_HOMEROOM_SHARE,
  /* travel */
  JH_DETOUR_FACTOR,
  JH_MINUTES_PER_KM, /* empty: from bus_kmh, or walk_kmh within max_walk_km */
  JH_MAX_MINUTES_1_3,
  JH_MAX_MINUTES_4_6,
  JH_MAX_MINUTES_7_9,
  JH_MAX_BUS_MINUTES, /* empty: max_minutes of the band */
  JH_MAX_WALK_KM_1_3, /* empty: max_walk_minutes at walk_kmh */
  JH_MAX_WALK_KM_4_6,
  JH_MAX_WALK_KM_7_9,
  JH_MAX_WALK_MINUTES,
  JH_BOARD_MIN_GRADE,
  JH_WALK_KMH,
  JH_BUS_KMH,
  JH_BUS_WAIT_MINUTES,
  JH_MAX_KM_PRIMARY,
  JH_MAX_KM_JUNIOR,
  JH_MAX_MINUTES_PRIMARY,
  JH_MAX_MINUTES_JUNIOR,
  /* money */
  JH_PUBLIC_FUNDS_PRIMARY,
  JH_PUBLIC_FUNDS_JUNIOR,
  JH_BOARDING_SUPPLEMENT,
  JH_FUNDING_FLOOR_PUPILS,
  JH_TEACHER_ANNUAL_PAY,
  JH_BUS_COST_PER_PUPIL_KM,
  JH_SCHOOL_DAYS,
  JH_TRAVEL_COST_PER_PUPIL_KM,
  JH_AMORTISATION_YEARS,
  JH_PRIVATE_SEAT_COST,
  /* the plan */
  JH_PLAN_YEAR,
  JH_KEEP_TOGETHER, /* empty: 1 for consolidate, 0 for allocate */
  JH_CONTIGUOUS,
  JH_NUMBER_OF_SCHOOLS,
  JH_MIN_SCHOOL_PUPILS,
  JH_ROOMS_PER_YEAR,      /* empty: no limit */
  JH_SCOPE,               /* 0 all, 1 entry */
  JH_BANDS,               /* text: "1-3,4-6,7-9" */
  JH_ALLOCATE_OBJECTIVES, /* text: level names in order, see models/allocation.md */
  JH_CLOSE_CANDIDATE_PUPILS,
  JH_CLOSE_CANDIDATE_YEARS,
  JH_DATA_NOTE, /* text: what a reader must know of the data; printed in every report */
  JH_POLICY_KEYS
} jh_policy_key;

typedef struct jh_policy_rule {
  jh_policy_key key;
  const char *name; /* as in policy.csv */
  jh_policy_type type;
  const char *default_text; /* NULL: not set */
  double minimum, maximum;  /* inclusive, in the unit a planner writes */
  const char *unit;
  const char *const *words; /* JH_POLICY_WORD, ends with NULL */
  bool confirm;             /* local documents must confirm it: reports print so */
  const char *source;       /* the document it rests on, or "choice" */
  const char *meaning;
} jh_policy_rule;

typedef struct jh_policy_value {
  bool set;         /* false: no value and no default */
  int64_t value;    /* in the stored unit of the type; positions for words */
  const char *text; /* as written */
  bool is_default;
  const char *source; /* from policy.csv when it gives one, else the rule's */
} jh_policy_value;

typedef struct jh_policy {
  jh_policy_value values[JH_POLICY_KEYS];
} jh_policy;

const jh_policy_rule *jh_policy_rule_of(jh_policy_key key);
/* The rule with this name or alias (public_funds_per_pupil sets both stages, min_board_grade is board_min_grade);
 * NULL if unknown, and then *nearest is the closest known name. */
const jh_policy_rule *jh_policy_rule_find(const char *name, const char **nearest);

/* All defaults. */
void jh_policy_init(jh_policy *policy);
/* Sets one key from text (full-width digits already folded). A fault becomes an error in `problems` that names
 * file and line. `source` may be NULL. Texts are kept in the arena. */
jh_status jh_policy_set(jh_policy *policy, const char *name, const char *value, const char *source, jh_arena *arena,
                        jh_problems *problems, const char *file, int32_t line);

static inline bool jh_policy_has(const jh_policy *policy, jh_policy_key key) { return policy->values[key].set; }
/* The stored value; `otherwise` when not set. */
static inline int64_t jh_policy_or(const jh_policy *policy, jh_policy_key key, int64_t otherwise) {
  return policy->values[key].set ? policy->values[key].value : otherwise;
}
/* The stored value of a key that has a default. */
static inline int64_t jh_policy_get(const jh_policy *policy, jh_policy_key key) { return policy->values[key].value; }
static inline const char *jh_policy_text(const jh_policy *policy, jh_policy_key key) {
  return policy->values[key].text;
}

#endif
