/* job.h - running a job from tables to an audited, written plan.  What cli/ calls. */
#ifndef JUNHENG_SCENARIOS_JOB_H
#define JUNHENG_SCENARIOS_JOB_H

#include "junheng/control.h"
#include "junheng/io/io.h"
#include "junheng/models/models.h"

/* What a change table did: told in every report of the scenario. */
typedef struct jh_scenario {
  const char *name;   /* file name without folder and ".csv" */
  const char *sha256; /* of the file */
  const char *why;    /* its reasons, each once, "; " between; "" when none is given */
  int32_t changes;    /* cells changed, rows added and dropped */
} jh_scenario;

/* Applies a change table (FORMATS: table, key, column, value, why) to the tables of a county, in order. Works on
 * tables, not on a County, so that a changed cell passes the same checks as a typed one; its messages name the
 * scenario's file and line. Table and column names in English or Chinese.
 * Errors: JH_BAD_INPUT (also a change that matches nothing), JH_IO_ERROR, JH_NO_MEMORY. */
jh_status jh_scenario_apply(const char *path, const jh_read_options *options, jh_county_tables *tables,
                            jh_problems *problems, jh_scenario *applied);

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
  const char *out; /* plan folder; NULL: plans/COUNTY/JOB[-SCENARIO] under the current folder */
  jh_read_options read;
  jh_language language;     /* of the tables' headers */
  jh_language speech;       /* of report.html */
  bool public_report;       /* report.html shows of teachers only what a 公示 does */
  jh_model_options options; /* years 0: policy plan_year, else the calendar's */
  const char *lp_path;      /* --write-lp, or NULL */
} jh_job_request;

/* A county ready to be planned, and what made it so. */
typedef struct jh_job_county {
  jh_county_tables tables; /* scenarios applied */
  jh_county county;        /* settings applied */
  jh_scenario *scenarios;
  int32_t scenario_count;
} jh_job_county;

/* Read, change, load, set: of the request, county, scenarios, settings and read count. Errors as jh_county_load. */
jh_status jh_job_open(const jh_job_request *request, jh_arena *arena, jh_problems *problems, jh_job_county *opened);

typedef struct jh_job_outcome {
  jh_plan plan;
  jh_audit audit;
  const char *out;         /* where it was written; NULL: nowhere */
  const jh_table *summary; /* key, value */
} jh_job_outcome;

/* load, change, build, solve, read, audit, write. An audit that finds an inconsistency answers JH_INTERNAL, and
 * nothing is written; outcome->audit then says what. Nothing at the plan's folder changes unless JH_OK. A gap below 0
 * leaves it to the job: 1 % for the sites of a large county, else 0. */
jh_status jh_job_run(const jh_job_request *request, const jh_control *control, jh_arena *arena, jh_problems *problems,
                     jh_job_outcome *outcome);

/* A written plan and the county of the request. What the plan's summary says of its inputs and policy and the county
 * contradicts becomes a warning. */
jh_status jh_job_open_plan(const jh_job_request *request, const char *plan, jh_arena *arena, jh_problems *problems,
                           jh_job_county *opened, jh_table tables[JH_PLAN_TABLE_COUNT]);

/* Audits a written plan, also one a person edited, opened as by jh_job_open_plan. */
jh_status jh_job_audit(const jh_job_request *request, const char *plan, jh_arena *arena, jh_problems *problems,
                       jh_job_county *opened, jh_audit *audit);

/* A value of a summary by key; NULL when it has none. */
const char *jh_summary_value(const jh_table *summary, const char *key);
/* An exact integer in shown units: 4428230000 of scale 1000000 is "4428.23". In the arena; NULL without memory. */
const char *jh_shown_value(int64_t value, int64_t scale, jh_arena *arena);

#endif
