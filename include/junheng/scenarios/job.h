/* job.h - running a job from tables to an audited, written plan.  What cli/ calls. */
#ifndef JUNHENG_SCENARIOS_JOB_H
#define JUNHENG_SCENARIOS_JOB_H

#include "junheng/control.h"
#include "junheng/io/io.h"
#include "junheng/models/models.h"

/* Applies a change table (FORMATS: table, key, column, value, why) to the tables of a county, in order. Works on
 * tables, not on a County, so that a changed cell passes the same checks as a typed one; its messages name the
 * scenario's file and line. */
jh_status jh_scenario_apply(const char *path, const jh_read_options *options, jh_county_tables *tables,
                            jh_problems *problems);

typedef struct jh_setting {
  const char *key, *value;
} jh_setting; /* --set KEY=VALUE */

typedef struct jh_job_request {
  jh_job job;
  const char *county;
  const char *const *scenarios;
  int32_t scenario_count; /* paths, applied in order */
  const jh_setting *settings;
  int32_t setting_count;
  const char *out; /* plan folder; NULL: COUNTY-JOB beside the county, plan written as plans/JOB */
  jh_read_options read;
  jh_language language;
  jh_model_options options; /* years 0: policy plan_year, else the calendar's */
  const char *lp_path;      /* --write-lp, or NULL */
} jh_job_request;

typedef struct jh_job_outcome {
  jh_plan plan;
  jh_audit audit;
  const char *out;         /* where it was written; NULL: nowhere */
  const jh_table *summary; /* key, value */
} jh_job_outcome;

/* load, change, build, solve, read, audit, write. An audit that finds an inconsistency answers JH_INTERNAL, and
 * nothing is written. */
jh_status jh_job_run(const jh_job_request *request, const jh_control *control, jh_arena *arena, jh_problems *problems,
                     jh_job_outcome *outcome);

#endif
