/* The auditor: the county and the written tables, and nothing of what the models thought. */
#include "audit_inner.h"

jh_status jh_audit_plan(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT], jh_arena *arena,
                        jh_problems *problems, jh_audit *audit) {
  *audit = (jh_audit){0};
  auditor a = {.county = county,
               .policy = &county->policy,
               .tables = tables,
               .arena = arena,
               .problems = problems,
               .audit = audit};
  if (audit_index_county(&a) || audit_index_travel(&a)) return JH_NO_MEMORY;
  if (audit_read_summary(&a)) {
    audit_check_form(&a);
    switch (a.job) {
      case JH_ROTATE: audit_rotation(&a); break;
      case JH_ALLOCATE: audit_allocation(&a); break;
      case JH_CONSOLIDATE: audit_consolidation(&a); break;
      case JH_JOB_COUNT: break;
    }
    audit_check_status(&a);
  }
  return a.no_memory ? JH_NO_MEMORY : JH_OK;
}
