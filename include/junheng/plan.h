/* plan.h - what a job decided, in domain words, with what could not be done and why.
 *
 * A Plan names only things of the county.  It is made by models/ and turned into tables by io/.  All memory is the
 * job's arena. */
#ifndef JUNHENG_PLAN_H
#define JUNHENG_PLAN_H

#include "junheng/county.h"
#include "junheng/status.h"
#include "junheng/text.h"

/* One objective level, in order.  Minimised levels have bound <= value, maximised ones bound >= value.  `scale`
 * turns the exact integers into the unit: shown = value / scale (pupil-km: 1e6 when values are pupil-mm). */
typedef struct jh_level {
  const char *name; /* "posts_unfilled", stable, as summary.csv and compare use it */
  const char *unit; /* "posts", "pupils", "yuan", "pupil-km" */
  bool maximise;
  int64_t value;
  int64_t bound; /* proven */
  int64_t scale; /* >= 1 */
} jh_level;

/* |value - bound| / max(1, |value|), in shown units. 0 when they are equal. */
double jh_level_gap(const jh_level *level);

typedef struct jh_result {
  jh_answer answer;
  jh_level *levels;
  int32_t level_count;
  double seconds;
  const char *method; /* which engine planned: "glpk branch and bound", "assignment engine", ... */
  const char *note;   /* NULL, or in which respect the bound is weaker */
  uint64_t seed;
  int threads;
} jh_result;

/* What stands in the way: the least change that would make the rule hold. */
typedef struct jh_need {
  const char *rule;    /* label of models/NAME.md: "R3" */
  const char *scope;   /* school, grade, "county" */
  jh_school_ix school; /* or none */
  int32_t grade;       /* or 0 */
  const char *item;    /* "rooms", "seats", "beds", "eligible teachers", "backbone teachers", ... */
  int64_t amount;      /* how many more */
  int64_t cost_fen;    /* -1: not known */
  const char *words;   /* one plain sentence */
} jh_need;

typedef struct jh_needs {
  jh_need *items;
  size_t count, capacity;
  jh_language language; /* of the sentences */
} jh_needs;

/* ---- rotate ---- */

typedef enum jh_rotation_reason {
  JH_FILLS_POST, /* fills a post that is short */
  JH_MEETS_QUOTA /* beyond the posts, to reach the quota */
} jh_rotation_reason;

typedef struct jh_rotation {
  jh_teacher_ix teacher;
  jh_school_ix from, to;
  jh_subject_ix subject; /* taught there */
  bool preferred;        /* `to` is one of the teacher's wishes */
  bool counts_for_quota;
  int64_t distance_mm; /* from home where known, else from the present school */
  jh_rotation_reason reason;
} jh_rotation;

typedef struct jh_post_figures {
  jh_school_ix school;
  jh_subject_ix subject;
  int32_t needed, before, after;
} jh_post_figures;

typedef struct jh_rotation_plan {
  int32_t year;
  jh_rotation *roster; /* ordered by teacher */
  int32_t roster_count;
  jh_post_figures *posts; /* ordered by school, subject; every receiver's */
  int32_t posts_count;
  int32_t eligible, eligible_backbone;
  int32_t due, backbone_due; /* of the quota, of those who rotate */
  int32_t sent, backbone_sent;
  jh_needs needs; /* empty unless infeasible */
} jh_rotation_plan;

/* ---- allocate and consolidate ---- */

typedef enum jh_mode { JH_WALK, JH_BUS, JH_BOARD } jh_mode;
const char *jh_mode_name(jh_mode mode); /* "walk", "bus", "board" */

/* With contiguous catchments a place without pupils has its row too: grade = first grade of the stage or band. */
typedef struct jh_assignment {
  int32_t year;
  jh_place_ix place;
  int32_t grade;
  jh_group_ix group;
  jh_school_ix from; /* or none */
  jh_school_ix to;
  int32_t pupils;
  int64_t distance_mm, time_s;
  jh_mode mode;
  bool moved; /* from is a school and not `to` */
} jh_assignment;

typedef struct jh_class_figures {
  int32_t year;
  jh_school_ix school;
  int32_t grade;
  int32_t pupils, classes;
  int32_t largest; /* ceil(pupils / classes): sizes differ by at most one */
  int32_t limit;   /* in force; 0: none that year */
  int32_t over;    /* pupils above classes * limit */
} jh_class_figures;

typedef enum jh_clearing { JH_NOT_CLEARED, JH_SPLIT, JH_MOVE, JH_NEW_SCHOOL, JH_GRADUATE } jh_clearing;
const char *jh_clearing_name(jh_clearing how); /* "", "split", "move", "new_school", "graduate" */

/* 销号: how a large class of today stands when the last year planned is over. */
typedef enum jh_clearing_status { JH_CLASS_OPEN, JH_CLASS_CLEARED, JH_CLASS_UNDONE } jh_clearing_status;
const char *jh_clearing_status_name(jh_clearing_status status); /* "open", "cleared", "undone" */

/* One large class of today and how it goes. */
typedef struct jh_ledger_row {
  jh_school_ix school;
  int32_t grade;
  const char *class_no;
  int32_t pupils_now;
  bool super;           /* 66 and more */
  int32_t cleared_year; /* 0: not within the plan */
  jh_clearing how;
  const char *to;         /* school ids, ";" between; or NULL */
  const char *depends_on; /* "new_school:ID" and "rooms:ID" that its going uses, ";" between; or NULL */
  jh_clearing_status status;
} jh_ledger_row;

typedef struct jh_room_figures {
  int32_t year;
  jh_school_ix school;
  int32_t rooms, added;
  int64_t cost_fen; /* rooms and opening */
} jh_room_figures;

typedef struct jh_allocation_plan {
  int32_t first_year, last_year;
  jh_assignment *assignments; /* ordered by year, place, grade, group, from, to */
  int32_t assignment_count;
  jh_class_figures *classes; /* ordered by year, school, grade */
  int32_t class_count;
  jh_ledger_row *ledger;
  int32_t ledger_count;
  jh_room_figures *rooms; /* ordered by year, school; schools with rooms given, rooms added or opened */
  int32_t room_count;
  jh_needs needs;
} jh_allocation_plan;

typedef enum jh_decision { JH_KEEP, JH_MERGE, JH_NEW, JH_RESTORE, JH_STAY_CLOSED, JH_NOT_BUILT } jh_decision;
const char *jh_decision_name(jh_decision decision);    /* "keep" ... */
const char *jh_decision_name_zh(jh_decision decision); /* 保留 ... */

typedef struct jh_site_plan {
  jh_school_ix school;
  jh_decision decision;
  jh_school_ix merged_into;        /* where most of its pupils go; or none */
  int32_t first_grade, last_grade; /* taught under the plan */
  int32_t pupils, seats, classes, boarders, rooms_added;
  int64_t annual_cost_fen, one_off_cost_fen;
} jh_site_plan;

typedef struct jh_affected {
  jh_place_ix place;
  int32_t first_grade, last_grade; /* the band */
  int32_t pupils;
  jh_school_ix from, to;
  int64_t before_mm, after_mm, before_s, after_s;
  jh_mode mode; /* after */
} jh_affected;

/* One cost item, yuan a year. */
typedef struct jh_cost_item {
  const char *name; /* "fixed", "public_funds", "boarding", "teachers", "bus", "one_off", "travel", "total" */
  int64_t today_fen, plan_fen;
} jh_cost_item;

typedef struct jh_alternative {
  jh_school_ix school;
  bool solved_stay, solved_close;
  int64_t stay_cost_fen, close_cost_fen;
  int64_t stay_pupil_mm, close_pupil_mm;
  int32_t stay_pupils; /* of the school where it is forced to stay */
  double stay_gap, close_gap;
} jh_alternative;

typedef struct jh_consolidation_plan {
  int32_t year;
  jh_site_plan *sites; /* every school, in county order */
  int32_t site_count;
  jh_assignment *assignments;
  int32_t assignment_count;
  jh_affected *affected;
  int32_t affected_count;
  jh_cost_item *costs;
  int32_t cost_count;
  jh_alternative *alternatives;
  int32_t alternative_count;
  jh_needs needs;
} jh_consolidation_plan;

/* ---- any of them ---- */

typedef struct jh_plan {
  jh_job job;
  const jh_county *county;
  jh_result result;
  union {
    jh_rotation_plan rotation;
    jh_allocation_plan allocation;
    jh_consolidation_plan consolidation;
  } of;
} jh_plan;

#endif
