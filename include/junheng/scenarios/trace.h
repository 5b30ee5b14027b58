/* trace.h - tracing one teacher, place or school through a written plan. What cli/ calls. */
#ifndef JUNHENG_SCENARIOS_TRACE_H
#define JUNHENG_SCENARIOS_TRACE_H

#include "junheng/models/trace.h"
#include "junheng/scenarios/job.h"

typedef struct jh_trace_request {
  const char *plan; /* a written plan folder */
  const char *key;  /* of the row; or its name, where one row alone has it */
  bool has_kind;
  jh_trace_kind kind; /* where `has_kind`: only rows of this kind */
  int32_t year;       /* 0: every year of the plan */
} jh_trace_request;

typedef struct jh_traced {
  jh_job_county opened;
  jh_table *tables; /* of the plan, JH_PLAN_TABLE_COUNT */
  jh_trace trace;
} jh_traced;

/* The county of the request (scenarios and settings applied, as for jh_job_audit), the plan as it is written, and the
 * trace of the row. What the plan was made from and the county no longer says is a warning each; one warning where
 * the plan breaks rules or contradicts itself: its prices are then those of the plan as it stands.
 * Errors: JH_BAD_INPUT for an unknown key (the nearest is named), one that several rows have, a plan of another
 * county, or one that does not decide about the row; JH_IO_ERROR, JH_NO_MEMORY. */
jh_status jh_job_trace(const jh_job_request *request, const jh_trace_request *of, jh_arena *arena,
                       jh_problems *problems, jh_traced *traced);

#endif
