/* job_parts.h - the steps of a job, between the files of this room. */
#ifndef JUNHENG_SCENARIOS_JOB_PARTS_H
#define JUNHENG_SCENARIOS_JOB_PARTS_H

#include "junheng/scenarios/job.h"

/* What a job carries from step to step. */
typedef struct job_run {
  const jh_job_request *request;
  const jh_control *control;
  jh_arena *arena;
  jh_problems *problems;
  jh_job_county opened;
  jh_model_options options; /* years filled in */
  const char *scenario;     /* names of the scenarios, "+" between; "" for none */
  const char *out;
  const char *plan_id;
  const char *lp_text;
  const char *name;         /* of the folder where none is asked for; NULL: the job's */
  const jh_table *frontier; /* the frontier this plan is a point of, or NULL */
  int32_t frontier_row;     /* which */
  jh_table tables[JH_PLAN_TABLE_COUNT];
  jh_folder *folder;
} job_run;

/* The walk of jh_job_run in three steps: tables to county, years and folder; a plan; tables, audit and folder. */
jh_status jh_job_begin(job_run *run);
jh_status jh_job_plan(job_run *run, jh_plan *plan);
jh_status jh_job_write(job_run *run, jh_job_outcome *outcome);

/* "rotate-2020-1a2b3c4d5e6f": of job, years, inputs, policy and scenarios, and of nothing else. */
const char *jh_job_plan_id(const job_run *run);
/* The summary table of a plan (FORMATS: summary.csv). */
jh_status jh_job_summary(const job_run *run, const jh_plan *plan, jh_table *summary);
/* audit.csv. */
jh_status jh_job_audit_table(const jh_audit *audit, jh_arena *arena, jh_table *table);
/* report.html into the draft: of what the tables hold, and of nothing that differs from run to run. */
jh_status jh_job_write_report(const job_run *run);
/* Report and tables that may hang out, into the draft's JH_PUBLIC_FOLDER. */
jh_status jh_job_write_public(const job_run *run, const char *report, size_t size);
/* The plan folder, and a fault when it plainly cannot be written: better said before an hour of planning. */
jh_status jh_job_out(job_run *run);
/* Names of the scenarios, "+" between. NULL without memory. */
const char *jh_job_scenario_names(const jh_job_county *opened, jh_arena *arena);

#endif
