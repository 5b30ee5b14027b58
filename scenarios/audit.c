/* Auditing a plan that is already written. */
#include "junheng/scenarios/job.h"

#include <string.h>

/* Inputs whose bytes are not those the plan was made from. */
static void compare_inputs(const jh_job_county *opened, const jh_table *summary, const char *plan, jh_arena *arena,
                           jh_problems *problems) {
  const jh_county *const county = &opened->county;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    if (!county->input_names[t]) continue;
    const char *const key = jh_arena_printf(arena, "sha256.%s", county->input_names[t]);
    const char *const then = key ? jh_summary_value(summary, key) : NULL;
    if (!then || strcmp(then, county->input_sha256[t]) != 0)
      jh_problems_warning(problems, county->input_names[t], 0, NULL, NULL,
                          "has changed since %s was made: it is audited against the table as it is now", plan);
  }
}

/* Laws that differ, with what to give so that they do not. */
static void compare_policy(const jh_job_county *opened, const jh_table *summary, const char *plan, jh_arena *arena,
                           jh_problems *problems) {
  for (int k = 0; k < JH_POLICY_KEYS; k++) {
    const char *const name = jh_policy_rule_of((jh_policy_key)k)->name;
    const jh_policy_value *const value = &opened->county.policy.values[k];
    const char *const key = jh_arena_printf(arena, "policy.%s", name);
    const char *const then = key ? jh_summary_value(summary, key) : NULL;
    const char *const now = value->set && value->text ? value->text : "";
    if (key && strcmp(then ? then : "", now) != 0)
      jh_problems_warning(problems, plan, 0, name, then ? then : "",
                          "the county says %s; to audit by the plan's value add --set %s=%s",
                          *now ? now : jh_text(problems->language, "nothing"), name, then ? then : "");
  }
}

static void compare_scenario(const jh_job_county *opened, const jh_table *summary, const char *plan,
                             jh_problems *problems) {
  const char *const then = jh_summary_value(summary, "scenario");
  if (then && *then && opened->scenario_count == 0)
    jh_problems_warning(problems, plan, 0, "scenario", then,
                        "the plan was made with a scenario; to audit by it add --scenario FILE");
}

jh_status jh_job_open_plan(const jh_job_request *request, const char *plan, jh_arena *arena, jh_problems *problems,
                           jh_job_county *opened, jh_table tables[JH_PLAN_TABLE_COUNT]) {
  jh_status status = jh_job_open(request, arena, problems, opened);
  if (!status) status = jh_plan_read(plan, arena, problems, tables);
  if (status) return status;
  const jh_table *const summary = &tables[JH_PLAN_SUMMARY];
  compare_scenario(opened, summary, plan, problems);
  compare_inputs(opened, summary, plan, arena, problems);
  compare_policy(opened, summary, plan, arena, problems);
  return JH_OK;
}

jh_status jh_job_audit(const jh_job_request *request, const char *plan, jh_arena *arena, jh_problems *problems,
                       jh_job_county *opened, jh_audit *audit) {
  memset(audit, 0, sizeof *audit);
  jh_table *const tables = JH_NEW(arena, jh_table, JH_PLAN_TABLE_COUNT);
  if (!tables) return JH_NO_MEMORY;
  jh_status const status = jh_job_open_plan(request, plan, arena, problems, opened, tables);
  return status ? status : jh_audit_plan(&opened->county, tables, arena, problems, audit);
}
