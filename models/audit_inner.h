/* audit_inner.h - what the parts of the auditor share.  Nothing here or in audit*.c calls a model: distances, times,
 * classes, posts and costs are worked out again from docs/decisions.md. */
#ifndef JUNHENG_MODELS_AUDIT_INNER_H
#define JUNHENG_MODELS_AUDIT_INNER_H

#include "junheng/models/models.h"

typedef struct audit_key {
  const char *id;
  int32_t index;
} audit_key;

/* Ids in order, for look-ups. */
typedef struct audit_keys {
  audit_key *items;
  int32_t count;
} audit_keys;

typedef enum audit_status {
  AUDIT_OPTIMAL,
  AUDIT_FEASIBLE,
  AUDIT_INFEASIBLE,
  AUDIT_STOPPED,
  AUDIT_NO_STATUS
} audit_status;

typedef struct auditor {
  const jh_county *county;
  const jh_policy *policy;
  const jh_table *tables;
  jh_arena *arena;
  jh_problems *problems;
  jh_audit *audit;
  jh_job job;
  audit_status status;
  int32_t first_year, last_year;
  audit_keys schools, places, teachers, subjects, groups;
  int32_t *travel_start; /* place_count + 1 */
  int32_t hard_unmet;    /* rules broken that the job never relaxes */
  bool no_memory;
} auditor;

/* ---- rows (audit_rows.c) ---- */

/* How a broken rule counts. */
typedef enum audit_kind {
  AUDIT_RULE,        /* the nearest plan may break it */
  AUDIT_HARD,        /* a rule that the job never relaxes */
  AUDIT_CONSISTENCY, /* the plan against itself, the county or its summary */
  AUDIT_INFORMATIVE  /* listed, judged by nobody */
} audit_kind;

/* One row. NULL texts mean that formatting ran out of memory. What is required and achieved may be English (text.h).
 */
void audit_add(auditor *a, audit_kind kind, bool met, const char *rule, const char *scope, const char *required,
               const char *achieved, const char *source);
/* Text in the arena; sets no_memory. Never NULL. audit_say translates the format (text.h); audit_text, for keys,
 * figures and what a cell holds, does not. */
__attribute__((format(printf, 2, 3))) const char *audit_text(auditor *a, const char *format, ...);
__attribute__((format(printf, 2, 3))) const char *audit_say(auditor *a, const char *format, ...);

/* A rule about many things: one row when all hold, else a row for each that does not. */
typedef struct audit_tally {
  auditor *a;
  audit_kind kind;
  const char *rule, *required, *source;
  int64_t checked, broken;
} audit_tally;

audit_tally audit_tally_begin(auditor *a, audit_kind kind, const char *rule, const char *required,
                              const char *source);
void audit_tally_good(audit_tally *tally);
void audit_tally_bad(audit_tally *tally, const char *scope, const char *required, const char *achieved);
/* The row when all hold; nothing when nothing was checked. */
void audit_tally_end(audit_tally *tally);
/* Where the number comes from: "SEED ...; choice". */
const char *audit_policy_source(const auditor *a, jh_policy_key key);

/* ---- the written tables (audit_cells.c) ---- */

bool audit_decimal(const char *text, int digits, int64_t *value);
/* The cell, NULL when empty, absent or outside the table. */
const char *audit_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column);
int32_t audit_rows(const auditor *a, jh_plan_table table);
/* -1 (or `otherwise`) when the cell holds none; what is wrong was told by audit_check_form. */
int64_t audit_count_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column, int64_t otherwise);
bool audit_decimal_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column, int digits,
                        int64_t *value);
int32_t audit_choice_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column);
int32_t audit_school_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column);
int32_t audit_yes_cell(const auditor *a, jh_plan_table table, int32_t row, const char *column); /* 0, 1, -1 */
int32_t audit_find(const audit_keys *keys, const char *id);
jh_status audit_index_county(auditor *a);
/* "roster.csv:12". */
const char *audit_place_of_row(auditor *a, jh_plan_table table, int32_t row);

/* Every cell of every table of the job against its column (audit_form.c). */
void audit_check_form(auditor *a);

/* ---- the summary (audit_summary.c) ---- */

const char *audit_summary(const auditor *a, const char *key);
bool audit_read_summary(auditor *a);
typedef struct audit_level {
  const char *name;
  int digits; /* shown value x 10^digits is `value` */
  bool maximise;
  int64_t value;
  bool optional; /* the job may leave it out */
} audit_level;
/* The summary's objective_N rows against the values recomputed from the tables. */
void audit_check_levels(auditor *a, const audit_level *levels, int32_t count);
void audit_check_status(auditor *a);

/* ---- arithmetic (audit_travel.c, audit_staff.c) ---- */

typedef struct audit_way {
  int64_t mm, s; /* -1: not known */
} audit_way;
jh_status audit_index_travel(auditor *a);
audit_way audit_way_between(const auditor *a, int32_t place, int32_t school);
int64_t audit_straight_mm(const auditor *a, const jh_position *from, const jh_position *to);
/* The mode that the distance and time ask for; false: none allows it. */
bool audit_mode(const auditor *a, audit_way way, int32_t grade, int32_t school, int32_t *mode);
/* Millimetres as km.csv cells show them, thousandths of a km, half up; -1 stays. */
int64_t audit_shown_km(int64_t mm);
int64_t audit_shown_minutes(int64_t s); /* tenths */

int64_t audit_ceil(int64_t a, int64_t b); /* 0 when a or b is not above 0 */
int64_t audit_floor(int64_t a, int64_t b);
int32_t audit_limit(const jh_policy *policy, int32_t year); /* class_margin taken off; 0: none */
int64_t audit_posts(const auditor *a, const jh_school *school, bool junior, int64_t pupils, int64_t classes);
/* Teachers needed by school x subject; NULL without memory. */
int32_t *audit_need(auditor *a);
int64_t *audit_pupils_today(auditor *a);
/* thousandths of a percent of count, rounded up. */
int64_t audit_share_up(int64_t share_milli, int64_t count);
const char *audit_percent(auditor *a, int64_t share_milli);

/* ---- the jobs ---- */

void audit_rotation(auditor *a);
void audit_allocation(auditor *a);
void audit_consolidation(auditor *a);

#endif
