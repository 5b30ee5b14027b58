/* models.h - a County into a plan: one function per job, and the auditor.
 *
 * Each builds its problem, solves it and reads the plan back; the mathematics is in models/NAME.md with the same
 * labels.  No files, no GLPK types.  An impossible county is an answer (result.answer == JH_INFEASIBLE) with the
 * nearest plan and `needs`, not an error. */
#ifndef JUNHENG_MODELS_MODELS_H
#define JUNHENG_MODELS_MODELS_H

#include "junheng/control.h"
#include "junheng/plan.h"
#include "junheng/problems.h"

typedef struct jh_model_options {
  int32_t first_year, last_year; /* rotate and consolidate plan first_year */
  bool want_lp;                  /* put the model as CPLEX LP text into *lp_text */
  bool alternatives;             /* consolidate: price every site both ways */
  const jh_plan *start;          /* consolidate: a plan of the same county and year to begin from, or NULL */
} jh_model_options;

/* Rows that cannot be planned at all (a teacher without birth year where age decides, ...) become problems and
 * JH_BAD_INPUT; warnings are planned with. `lp_text` may be NULL. Errors: JH_NO_MEMORY, JH_INTERNAL, JH_STOP. */
typedef jh_status jh_model(const jh_county *county, const jh_model_options *options, const jh_control *control,
                           jh_arena *arena, jh_problems *problems, jh_plan *plan, const char **lp_text);

/* The version of GLPK at work, for reports. */
const char *jh_solver_version(void);

jh_model jh_rotation_model, jh_allocation_model, jh_consolidation_model;

/* Shared arithmetic (models/travel.c, models/staff.c); the auditor has its own. */

/* Distance and time of a pair: travel.csv where it says so, else straight line x detour_factor and the time the
 * policy's speeds give. Great circle (mean radius 6371008.8 m) in a geographic county, else Euclidean; rounded to
 * the millimetre, half up, and to the second, half up. distance_mm -1 when neither is known. */
typedef struct jh_trip {
  int64_t distance_mm, time_s;
} jh_trip;

typedef struct jh_travel jh_travel; /* an index over the county's pairs */
/* NULL without memory. Lives in the arena. */
jh_travel *jh_travel_create(const jh_county *county, jh_arena *arena);
jh_trip jh_travel_between(const jh_travel *travel, jh_place_ix place, jh_school_ix school);
/* Between two positions, straight line x detour_factor, -1 when one is unknown; used from a teacher's home or school
 * to a school. */
int64_t jh_distance_mm(const jh_county *county, const jh_position *from, const jh_position *to);
/* Walk within max_walk_km of the grade's band; else bus within its minutes; else board when the grade and the
 * school's beds allow. False: no mode allows the pair; then *mode is JH_BUS. */
bool jh_travel_mode(const jh_travel *travel, jh_trip trip, int32_t grade, jh_school_ix school, jh_mode *mode);

/* ceil(pupils / limit), 0 for none. */
int32_t jh_classes_for(int32_t pupils, int32_t limit);
/* The limit in force in a year for level 2 of allocation, class_margin taken off; 0: none yet. */
int32_t jh_class_limit(const jh_policy *policy, int32_t year);
/* Most pupils of a school: its seats and, where school_max_enforced, the largest size of its kind; -1: no bound. */
int32_t jh_school_most(const jh_policy *policy, const jh_school *school);
/* Staff posts of a school and stage: pupils by the ratio of the stage, rounded up; in a rural school or a point the
 * larger of that and classes x staff_per_class_small (中央编办发〔2014〕72号, 国办发〔2015〕43号). */
int32_t jh_staff_posts(const jh_policy *policy, const jh_school *school, jh_stage stage, int32_t pupils,
                       int32_t classes);

/* ---- the auditor: the county and the written plan only ---- */

typedef enum jh_audit_met { JH_AUDIT_NOT_MET, JH_AUDIT_MET, JH_AUDIT_INFORMATION } jh_audit_met;

typedef struct jh_audit_row {
  const char *rule;  /* "quota", "class_limit", "roster.from_school", ... listed in docs/audit.md */
  const char *scope; /* county, or the key of what it is about */
  const char *required, *achieved;
  jh_audit_met met;
  const char *source; /* the document it rests on */
  bool consistency;   /* the plan contradicts itself or the county: never excused */
} jh_audit_row;

typedef struct jh_audit {
  jh_audit_row *rows;
  size_t count, capacity;
  int32_t unmet_rules;     /* allowed in a plan whose status is infeasible */
  int32_t inconsistencies; /* never allowed */
} jh_audit;

/* `tables` is indexed by jh_plan_table, absent ones with present == false; read from the written files. The job is
 * the summary's. Faults of form (a number that is none, an unknown school) go to `problems` as well as to rows. */
jh_status jh_audit_plan(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT], jh_arena *arena,
                        jh_problems *problems, jh_audit *audit);

#endif
