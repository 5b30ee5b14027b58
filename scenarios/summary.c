/* summary.csv: what was planned, from what, and how sure it is. */
#include "job_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { KEY, VALUE, SHORT_ID = 12 };

const char *jh_summary_value(const jh_table *summary, const char *key) {
  for (int32_t row = 0; summary && row < summary->row_count; row++) {
    const char *const found = jh_table_cell(summary, row, KEY);
    if (found && strcmp(found, key) == 0) return jh_table_cell(summary, row, VALUE);
  }
  return NULL;
}

const char *jh_shown_value(int64_t value, int64_t scale, jh_arena *arena) {
  int digits = 0;
  int64_t power = 1;
  while (power < scale && power <= INT64_MAX / 10) power *= 10, digits++;
  if (power != scale) return jh_arena_printf(arena, "%.6f", (double)value / (double)scale);
  uint64_t const size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  const char *const sign = value < 0 ? "-" : "";
  unsigned long long const whole = size / (uint64_t)scale, part = size % (uint64_t)scale;
  if (part == 0) return jh_arena_printf(arena, "%s%llu", sign, whole);
  char *const text = jh_arena_printf(arena, "%s%llu.%0*llu", sign, whole, digits, part);
  for (char *end = text ? text + strlen(text) : NULL; end && end[-1] == '0'; end--) end[-1] = '\0';
  return text;
}

/* A summary being written; the first failure sticks. */
typedef struct sheet {
  jh_table *table;
  jh_arena *arena;
  jh_status status;
} sheet;

static void put(sheet *s, const char *key, const char *value) {
  if (s->status) return;
  const char **const cells = key ? jh_table_append(s->table, s->table->row_count + 2) : NULL;
  if (!cells) {
    s->status = JH_NO_MEMORY;
    return;
  }
  cells[KEY] = key;
  cells[VALUE] = value && *value ? value : NULL;
}

static void put_number(sheet *s, const char *key, int64_t value) {
  put(s, key, jh_arena_printf(s->arena, "%lld", (long long)value));
}

static void put_percent(sheet *s, const char *key, double share) {
  put(s, key, jh_shown_value(llround(share * 1e6), 10000, s->arena));
}

static void put_levels(sheet *s, const jh_result *result) {
  double worst = 0;
  for (int32_t i = 0; i < result->level_count; i++) {
    const jh_level *const level = &result->levels[i];
    char *const name = jh_arena_printf(s->arena, "objective_%d", i + 1);
    double const gap = jh_level_gap(level);
    put(s, name, level->name);
    put(s, jh_arena_printf(s->arena, "%s_unit", name), level->unit);
    put(s, jh_arena_printf(s->arena, "%s_sense", name), level->maximise ? "maximise" : "minimise");
    put(s, jh_arena_printf(s->arena, "%s_value", name), jh_shown_value(level->value, level->scale, s->arena));
    put(s, jh_arena_printf(s->arena, "%s_bound", name), jh_shown_value(level->bound, level->scale, s->arena));
    put_percent(s, jh_arena_printf(s->arena, "%s_gap", name), gap);
    if (gap > worst) worst = gap;
  }
  put_percent(s, "gap", worst);
}

static void put_inputs(sheet *s, const jh_job_county *opened) {
  const jh_county *const county = &opened->county;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++)
    if (county->input_names[t] && county->input_sha256[t])
      put(s, jh_arena_printf(s->arena, "sha256.%s", county->input_names[t]), county->input_sha256[t]);
  for (int32_t i = 0; i < opened->scenario_count; i++)
    put(s, jh_arena_printf(s->arena, "sha256.%s.csv", opened->scenarios[i].name), opened->scenarios[i].sha256);
}

static void put_policy(sheet *s, const jh_policy *policy) {
  for (int k = 0; k < JH_POLICY_KEYS; k++) {
    const jh_policy_rule *const rule = jh_policy_rule_of((jh_policy_key)k);
    const jh_policy_value *const value = &policy->values[k];
    put(s, jh_arena_printf(s->arena, "policy.%s", rule->name), value->set ? value->text : NULL);
    bool const confirm = rule->confirm && value->is_default && strcmp(value->source, "confirm") != 0;
    put(s, jh_arena_printf(s->arena, "policy_source.%s", rule->name),
        confirm ? jh_arena_printf(s->arena, "%s (confirm)", value->source) : value->source);
  }
}

static const char *all_reasons(const jh_job_county *opened, jh_arena *arena) {
  const char *why = "";
  for (int32_t i = 0; i < opened->scenario_count && why; i++)
    if (*opened->scenarios[i].why)
      why = jh_arena_printf(arena, "%s%s%s", why, *why ? "; " : "", opened->scenarios[i].why);
  return why;
}

jh_status jh_job_summary(const job_run *run, const jh_plan *plan, jh_table *summary) {
  const jh_result *const result = &plan->result;
  const jh_county *const county = &run->opened.county;
  jh_status const status = jh_table_init(summary, jh_plan_spec(JH_PLAN_SUMMARY), run->arena, "summary.csv");
  if (status) return status;
  summary->present = true;
  summary->has_column[KEY] = summary->has_column[VALUE] = true;
  sheet s = {summary, run->arena, JH_OK};
  put(&s, "plan_id", run->plan_id);
  put(&s, "job", jh_job_name(plan->job));
  put(&s, "county", county->name);
  put_number(&s, "year", run->options.first_year);
  put_number(&s, "first_year", run->options.first_year);
  put_number(&s, "last_year", run->options.last_year);
  put(&s, "scenario", run->scenario);
  put(&s, "why", all_reasons(&run->opened, run->arena));
  put(&s, "status", jh_answer_name(result->answer));
  put_levels(&s, result);
  put(&s, "seconds", jh_arena_printf(run->arena, "%.2f", result->seconds));
  put(&s, "method", result->method);
  put(&s, "note", result->note);
  put(&s, "solver", jh_arena_printf(run->arena, "GLPK %s", jh_solver_version()));
  put(&s, "version", JUNHENG_VERSION);
  put(&s, "seed", jh_arena_printf(run->arena, "%llu", (unsigned long long)run->control->seed));
  put_number(&s, "threads", run->control->threads);
  put(&s, "data_note", jh_policy_text(&county->policy, JH_DATA_NOTE));
  put_inputs(&s, &run->opened);
  put_policy(&s, &county->policy);
  return s.status;
}

/* ---- the plan's identity ---- */

const char *jh_job_plan_id(const job_run *run) {
  jh_arena *const arena = run->arena;
  const jh_county *const county = &run->opened.county;
  const char *job = jh_job_name(run->request->job);
  const char *text =
      jh_arena_printf(arena, "%s\n%d-%d\n%s\n", job, run->options.first_year, run->options.last_year, run->scenario);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT && text; t++)
    if (county->input_sha256[t])
      text = jh_arena_printf(arena, "%s%s %s\n", text, jh_county_spec((jh_county_table)t)->name,
                             county->input_sha256[t]);
  for (int32_t i = 0; i < run->opened.scenario_count && text; i++)
    text = jh_arena_printf(arena, "%s%s\n", text, run->opened.scenarios[i].sha256);
  for (int k = 0; k < JH_POLICY_KEYS && text; k++) {
    const jh_policy_value *const value = &county->policy.values[k];
    if (value->set)
      text = jh_arena_printf(arena, "%s%s=%s\n", text, jh_policy_rule_of((jh_policy_key)k)->name, value->text);
  }
  const char *const digest = text ? jh_sha256_text(text, strlen(text), arena) : NULL;
  return digest ? jh_arena_printf(arena, "%s-%d-%.*s", job, run->options.first_year, SHORT_ID, digest) : NULL;
}

/* ---- audit.csv ---- */

jh_status jh_job_audit_table(const jh_audit *audit, jh_arena *arena, jh_table *table) {
  enum { RULE, SCOPE, REQUIRED, ACHIEVED, MET, SOURCE };
  static const char *const words[] = {[JH_AUDIT_NOT_MET] = "0", [JH_AUDIT_MET] = "1", [JH_AUDIT_INFORMATION] = NULL};
  jh_status const status = jh_table_init(table, jh_plan_spec(JH_PLAN_AUDIT), arena, "audit.csv");
  if (status) return status;
  table->present = true;
  for (int32_t column = RULE; column <= SOURCE; column++) table->has_column[column] = true;
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    const char **const cells = jh_table_append(table, table->row_count + 2);
    if (!cells) return JH_NO_MEMORY;
    cells[RULE] = row->rule;
    cells[SCOPE] = row->scope;
    cells[REQUIRED] = row->required;
    cells[ACHIEVED] = row->achieved;
    cells[MET] = words[row->met];
    cells[SOURCE] = row->source;
  }
  return JH_OK;
}
