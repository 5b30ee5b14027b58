/* trace.h - one teacher, place or school of a written plan: what was chosen, what else could have been, and what
 * binds.
 *
 * Every price is exact and is the price of that one change, all else in the plan as it stands: the change is made in
 * a copy of the written tables, the auditor recomputes every goal and every rule of the copy, and the price is the
 * difference to its audit of the plan.  What a new plan could make of the change is not asked. */
#ifndef JUNHENG_MODELS_TRACE_H
#define JUNHENG_MODELS_TRACE_H

#include "junheng/models/models.h"

typedef enum jh_trace_kind { JH_TRACE_TEACHER, JH_TRACE_PLACE, JH_TRACE_SCHOOL, JH_TRACE_KINDS } jh_trace_kind;
/* "teacher", "place", "school". */
const char *jh_trace_kind_name(jh_trace_kind kind);

/* A goal before and after the change, in whole units of 10^-digits. `name` and `unit` as in summary.csv. */
typedef struct jh_trace_level {
  const char *name, *unit;
  bool maximise;
  int digits;
  int64_t before, after;
} jh_trace_level;

typedef struct jh_trace_price {
  jh_trace_level *levels; /* in the plan's order */
  int32_t level_count;
  int32_t decides;      /* the first goal that changes; -1: none does */
  bool better;          /* that goal gets better */
  jh_audit_row *broken; /* rules broken by the change and kept, or not so broken, by the plan */
  int32_t broken_count;
  jh_audit_row *mended; /* rules that the plan breaks and the change keeps */
  int32_t mended_count;
} jh_trace_price;

typedef enum jh_trace_act {
  /* teacher */
  JH_TRACE_STAYS,    /* `teacher` stays at her school */
  JH_TRACE_GOES,     /* `teacher` goes to `school` for `subject` */
  JH_TRACE_REPLACES, /* `teacher` goes to `school` for `subject` in the place of `other`, who stays */
  JH_TRACE_SWAPS,    /* `teacher` and `other` change places; `teacher` then teaches `subject` at `school` */
  /* place */
  JH_TRACE_ATTENDS, /* the pupils of `place` in the grades, who attend `from` under the plan, attend `school` */
  /* school */
  JH_TRACE_CLASS_MORE,  /* one class more in the grade */
  JH_TRACE_CLASS_FEWER, /* one class fewer */
  JH_TRACE_CLOSES,      /* does not run; each place goes to the nearest school that runs and can be reached */
  JH_TRACE_RUNS         /* runs; its pupils of today stay, or, of a new site, those come who would have less far */
} jh_trace_act;

typedef enum jh_trace_supposition {
  JH_SUPPOSE_NOTHING,
  JH_SUPPOSE_POST,      /* one more post of `subject` at `school` than the tables say */
  JH_SUPPOSE_CONDITIONS /* the policy values that the conditions of the trace ask for */
} jh_trace_supposition;

typedef struct jh_trace_option {
  jh_trace_act act;
  jh_trace_supposition suppose; /* the price then compares with the plan under the same supposition */
  bool chosen;                  /* the plan itself: nothing changes */
  int32_t year;
  int32_t first_grade, last_grade; /* or 0 */
  jh_teacher_ix teacher, other;    /* -1: none */
  jh_school_ix from, school;
  jh_subject_ix subject; /* -1: none */
  bool preferred;        /* one of the teacher's wishes */
  bool opens;            /* the school runs for this change alone */
  int32_t pupils;        /* who change */
  int32_t unplaced;      /* of a school that closes: who would find no other, and stay */
  int32_t classes_added, rooms_added;
  int32_t rooms_left, seats_left; /* of the school under the plan; -1: not bounded */
  int64_t distance_mm, time_s;    /* -1: not known */
  bool has_mode;
  jh_mode mode;
  int64_t pupil_mm; /* change of pupils x millimetres */
  jh_trace_price price;
} jh_trace_option;

typedef enum jh_trace_fact_kind {
  /* conditions of rotation, for one teacher: actual against required */
  JH_FACT_SENDER,   /* at an open public school of a town, or of quality */
  JH_FACT_EXEMPT,   /* text: the reason */
  JH_FACT_YEARS,    /* at least required */
  JH_FACT_AGE,      /* at most required */
  JH_FACT_REST,     /* required years since the last rotation, in the year `of` */
  JH_FACT_RECEIVER, /* some receiver teaches the stage, within rotation_max_km: actual of them */
  /* what binds a roster */
  JH_FACT_LEAVE,    /* at `school` actual go, required may, of `of` teachers */
  JH_FACT_LAST,     /* actual of the `of` teachers of `subject` at `school` go, required may */
  JH_FACT_QUOTA,    /* actual go, required are due, of `of` eligible */
  JH_FACT_BACKBONE, /* actual backbone teachers go, required are due, of `of` who go */
  JH_FACT_POST,     /* `subject` at `school`: required needed, actual before, `of` after */
  /* schools */
  JH_FACT_GRADE,     /* year, grade: actual pupils, required classes, limit `of`; grade 0, year 0: today */
  JH_FACT_ROOMS,     /* year: actual classes, required rooms, `of` of them added */
  JH_FACT_SEATS,     /* year: actual pupils, required seats */
  JH_FACT_BEDS,      /* year: actual boarders, required beds */
  JH_FACT_PROTECTED, /* may not be closed */
  JH_FACT_DECISION,  /* text: keep, merge, ...; actual pupils; required yuan a year in fen; school: merged into */
  JH_FACT_STAY,      /* of alternatives.csv, all replanned: actual yuan a year in fen, `of` pupil-metres */
  JH_FACT_CLOSE,
  JH_FACT_COMES, /* year: actual pupils of `place` come from school (or none) */
  JH_FACT_LEAVES /* year: actual pupils of `place` leave for school */
} jh_trace_fact_kind;

typedef struct jh_trace_fact {
  jh_trace_fact_kind kind;
  bool judged, met;
  int32_t year, grade;
  jh_school_ix school;
  jh_place_ix place;
  jh_subject_ix subject;
  int64_t actual, required, of;
  const char *text;
  bool has_key;
  jh_policy_key key; /* the parameter that sets `required` */
} jh_trace_fact;

/* A row of a written table of the plan. */
typedef struct jh_trace_row {
  jh_plan_table table;
  int32_t row;
} jh_trace_row;

typedef struct jh_trace {
  jh_trace_kind kind;
  int32_t index; /* of the teacher, place or school in the county */
  jh_job job;
  int32_t first_year, last_year;
  jh_source *lines; /* of the county's tables */
  int32_t line_count;
  jh_trace_row *rows; /* of the plan's tables */
  int32_t row_count;
  jh_trace_fact *facts;
  int32_t fact_count;
  jh_trace_option *options; /* by year and grade the chosen one first, then from the best to the worst */
  int32_t option_count;
  bool eligible;               /* teacher: meets every condition */
  bool proven;                 /* the plan is called optimal */
  int32_t unmet, contradicted; /* rules not met, contradictions: of the plan as it stands */
} jh_trace;

/* Traces one row of the county (index by kind) through a written plan: a teacher through a roster, a place through
 * assignments, a school through any. `year`: only this one of the plan's; 0: all.  The tables are those of
 * jh_plan_read, also of a plan edited by hand.  Errors: JH_BAD_INPUT when the plan has no job or year or does not
 * decide about the kind; JH_NO_MEMORY, JH_INTERNAL. */
jh_status jh_trace_plan(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT], jh_trace_kind kind,
                        int32_t index, int32_t year, jh_arena *arena, jh_problems *problems, jh_trace *trace);

#endif
