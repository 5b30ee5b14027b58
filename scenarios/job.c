/* Running a job: the walk of docs/house.md, once. */
#include "junheng/scenarios/job.h"

#include "job_parts.h"
#include "junheng/scenarios/profile.h"

#include <string.h>

jh_status jh_job_open(const jh_job_request *request, jh_arena *arena, jh_problems *problems, jh_job_county *opened) {
  memset(opened, 0, sizeof *opened);
  opened->scenarios = JH_NEW(arena, jh_scenario, request->scenario_count);
  if (!opened->scenarios) return JH_NO_MEMORY;
  jh_status status = jh_county_read(request->county, &request->read, arena, problems, &opened->tables);
  for (int32_t i = 0; i < request->scenario_count && !status; i++) {
    status = jh_scenario_apply(request->scenarios[i], &request->read, &opened->tables, problems,
                               &opened->scenarios[opened->scenario_count++]);
  }
  if (!status) status = jh_county_load(&opened->tables, &request->read, arena, problems, &opened->county);
  for (int32_t i = 0; i < request->setting_count && (!status || status == JH_BAD_INPUT); i++) {
    const jh_setting *const setting = &request->settings[i];
    jh_status const set =
        jh_policy_set(&opened->county.policy, setting->key, setting->value, "--set", arena, problems, "--set", 0);
    if (set) status = set;
  }
  if (!status && jh_problems_any_error(problems)) status = JH_BAD_INPUT;
  return status;
}

/* The years asked for; a year without an end is one year. */
static jh_status choose_years(job_run *run) {
  run->options = run->request->options;
  jh_model_options *const options = &run->options;
  if (options->first_year == 0) options->first_year = jh_plan_year(&run->opened.county.policy);
  if (options->last_year < options->first_year) options->last_year = options->first_year;
  run->scenario = jh_job_scenario_names(&run->opened, run->arena);
  run->plan_id = run->scenario ? jh_job_plan_id(run) : NULL;
  return run->plan_id ? JH_OK : JH_NO_MEMORY;
}

/* The last per cent of a county's sites takes longer to prove than it is worth, unless they are few. */
static double own_gap(const job_run *run) {
  enum { MANY_SITES = 40 };
  return run->request->job == JH_CONSOLIDATE && run->opened.county.school_count > MANY_SITES ? 0.01 : 0;
}

jh_status jh_job_plan(job_run *run, jh_plan *plan) {
  static jh_model *const models[JH_JOB_COUNT] = {[JH_ROTATE] = jh_rotation_model,
                                                 [JH_ALLOCATE] = jh_allocation_model,
                                                 [JH_CONSOLIDATE] = jh_consolidation_model};
  run->options.want_lp = run->request->lp_path != NULL;
  *plan = (jh_plan){.job = run->request->job, .county = &run->opened.county};
  double const started = jh_clock_s();
  jh_control effort = *run->control;
  if (effort.gap < 0) effort.gap = own_gap(run);
  jh_status const status = models[run->request->job](&run->opened.county, &run->options, &effort, run->arena,
                                                     run->problems, plan, &run->lp_text);
  if (!(plan->result.seconds > 0)) plan->result.seconds = jh_clock_s() - started;
  return status;
}

/* The plan as tables, and the exported model beside it. */
static jh_status make_tables(job_run *run, const jh_plan *plan) {
  jh_status status = jh_plan_to_tables(plan, run->arena, run->tables);
  if (!status) status = jh_job_summary(run, plan, &run->tables[JH_PLAN_SUMMARY]);
  if (!status && run->lp_text)
    status = jh_file_write(run->request->lp_path, run->lp_text, strlen(run->lp_text), run->problems);
  if (!status && !run->lp_text && run->request->lp_path)
    jh_problems_warning(run->problems, run->request->lp_path, 0, NULL, NULL,
                        "is not written: this plan was made without a model of rows and columns");
  return status;
}

static jh_status write_draft(job_run *run) {
  jh_status status = jh_folder_begin(run->out, run->arena, run->problems, &run->folder);
  for (int t = 0; t < JH_PLAN_TABLE_COUNT && !status; t++)
    if (t != JH_PLAN_AUDIT && run->tables[t].present)
      status = jh_folder_write_csv(run->folder, &run->tables[t], run->request->language);
  return status;
}

/* The auditor reads what was written, not what was meant. */
static jh_status audit_draft(job_run *run, const jh_plan *plan, jh_audit *audit) {
  jh_table *const written = JH_NEW(run->arena, jh_table, JH_PLAN_TABLE_COUNT);
  if (!written) return JH_NO_MEMORY;
  jh_status status = jh_plan_read(jh_folder_temporary(run->folder), run->arena, run->problems, written);
  if (!status) status = jh_audit_plan(&run->opened.county, written, run->arena, run->problems, audit);
  if (status) return status == JH_BAD_INPUT ? JH_INTERNAL : status;
  /* "Every rule met" is a claim of the plan's, too. */
  bool const claims_all = plan->result.answer == JH_OPTIMAL;
  if (audit->inconsistencies > 0 || (claims_all && audit->unmet_rules > 0)) return JH_INTERNAL;
  return jh_job_audit_table(audit, run->arena, &run->tables[JH_PLAN_AUDIT]);
}

/* What a map program reads. */
static jh_status write_map(job_run *run, const jh_plan *plan) {
  const char *text = NULL;
  size_t size = 0;
  jh_status const status = jh_plan_geojson(plan, run->arena, &text, &size);
  return status ? status : jh_folder_write(run->folder, "plan.geojson", text, size);
}

static jh_status write_workbook(job_run *run) {
  const char *const scratch = jh_folder_temporary(run->folder);
  const char *const path = jh_arena_printf(run->arena, "%s/plan.xlsx", scratch);
  if (!path) return JH_NO_MEMORY;
  return jh_plan_workbook(path, scratch, run->tables, run->request->language, run->arena, run->problems);
}

static jh_status finish(job_run *run, jh_job_outcome *outcome) {
  jh_status status = jh_folder_write_csv(run->folder, &run->tables[JH_PLAN_AUDIT], run->request->language);
  if (!status) status = jh_folder_write_sql(run->folder, run->tables, run->plan_id);
  if (!status) status = jh_job_write_report(run);
  if (!status) status = write_map(run, &outcome->plan);
  if (!status) status = write_workbook(run);
  if (!status) status = jh_folder_commit(run->folder);
  if (status) return status;
  outcome->out = run->out;
  outcome->summary = &run->tables[JH_PLAN_SUMMARY];
  if (!run->opened.tables.is_database) return JH_OK;
  return jh_plan_store(run->opened.tables.path, run->tables, run->plan_id, run->problems);
}

/* The parts of a job that no goal counts. */
static void tell_phase(const job_run *run, const char *phase) {
  jh_progress const progress = {.phase = phase, .elapsed_s = jh_clock_s() - run->control->started_s};
  jh_control_report(run->control, &progress);
}

jh_status jh_job_begin(job_run *run) {
  tell_phase(run, JH_N("read"));
  jh_status status = jh_job_open(run->request, run->arena, run->problems, &run->opened);
  if (!status) status = choose_years(run);
  return status ? status : jh_job_out(run);
}

jh_status jh_job_write(job_run *run, jh_job_outcome *outcome) {
  tell_phase(run, JH_N("write, audit"));
  jh_status status = make_tables(run, &outcome->plan);
  if (!status) status = write_draft(run);
  if (!status) status = audit_draft(run, &outcome->plan, &outcome->audit);
  if (!status) status = finish(run, outcome);
  if (status && run->folder) jh_folder_abandon(run->folder);
  return status;
}

jh_status jh_job_run(const jh_job_request *request, const jh_control *control, jh_arena *arena, jh_problems *problems,
                     jh_job_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  job_run *const run = JH_NEW(arena, job_run, 1);
  if (!run) return JH_NO_MEMORY;
  *run = (job_run){.request = request, .control = control, .arena = arena, .problems = problems};
  jh_status status = jh_job_begin(run);
  tell_phase(run, JH_N("plan"));
  if (!status) status = jh_job_plan(run, &outcome->plan);
  return status ? status : jh_job_write(run, outcome);
}
