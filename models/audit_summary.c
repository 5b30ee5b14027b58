/* What the summary claims: job, years, status, and every level with its bound. */
#include "audit_inner.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_KEY = 64, MOST_LEVELS = 32, MOST_YEARS = 100 };

const char *audit_summary(const auditor *a, const char *key) {
  for (int32_t row = 0; row < audit_rows(a, JH_PLAN_SUMMARY); row++) {
    const char *const found = audit_cell(a, JH_PLAN_SUMMARY, row, "key");
    if (found && strcmp(found, key) == 0) return audit_cell(a, JH_PLAN_SUMMARY, row, "value");
  }
  return NULL;
}

static void claim(auditor *a, const char *key, const char *required, bool met) {
  const char *const found = audit_summary(a, key);
  audit_add(a, AUDIT_CONSISTENCY, met, "summary", key, required, found ? found : JH_N("empty"), "");
  if (!met)
    jh_problems_error(a->problems, "summary.csv", 0, key, found, "expected %s",
                      jh_text(a->problems->language, required));
}

static bool year_of(const auditor *a, const char *key, int32_t *year) {
  int64_t value = 0;
  if (!audit_decimal(audit_summary(a, key), 0, &value) || value < 1900 || value > 2200) return false;
  *year = (int32_t)value;
  return true;
}

bool audit_read_summary(auditor *a) {
  static const char *const statuses[] = {"optimal", "feasible", "infeasible", "stopped"};
  const char *const job = audit_summary(a, "job"), *const status = audit_summary(a, "status");
  a->job = JH_JOB_COUNT;
  a->status = AUDIT_NO_STATUS;
  for (int j = 0; job && j < JH_JOB_COUNT; j++)
    if (strcmp(job, jh_job_name((jh_job)j)) == 0) a->job = (jh_job)j;
  for (int s = 0; status && s < AUDIT_NO_STATUS; s++)
    if (strcmp(status, statuses[s]) == 0) a->status = (audit_status)s;
  bool const years = (year_of(a, "first_year", &a->first_year) || year_of(a, "year", &a->first_year));
  if (!year_of(a, "last_year", &a->last_year) || a->job != JH_ALLOCATE) a->last_year = a->first_year;
  bool const in_order = years && a->last_year >= a->first_year && a->last_year - a->first_year < MOST_YEARS;
  claim(a, "job", JH_N("rotate, allocate or consolidate"), a->job != JH_JOB_COUNT);
  claim(a, "first_year", JH_N("a year not after last_year"), in_order);
  claim(a, "status", JH_N("optimal, feasible, infeasible or stopped"), a->status != AUDIT_NO_STATUS);
  return a->job != JH_JOB_COUNT && in_order;
}

static const char *level_key(char *key, int32_t n, const char *part) {
  snprintf(key, LONGEST_KEY, "objective_%d%s", (int)n, part);
  return key;
}

static const char *shown(auditor *a, int64_t value, int digits) {
  int64_t scale = 1;
  for (int i = 0; i < digits; i++) scale *= 10;
  int64_t const size = value < 0 ? -value : value;
  if (digits == 0) return audit_text(a, "%lld", (long long)value);
  return audit_text(a, "%s%lld.%0*lld", value < 0 ? "-" : "", (long long)(size / scale), digits,
                    (long long)(size % scale));
}

static void check_bound(auditor *a, const audit_level *level, const char *name, const char *bound_text) {
  int64_t bound = 0;
  bool const number = audit_decimal(bound_text, level->digits, &bound);
  bool const right = number && (level->maximise ? bound >= level->value : bound <= level->value);
  bool const proven = a->status != AUDIT_OPTIMAL || (number && bound == level->value);
  const char *const required = a->status == AUDIT_OPTIMAL ? JH_N("equal to the value: the plan is called optimal")
                               : level->maximise          ? JH_N("not below the value")
                                                          : JH_N("not above the value");
  audit_add(a, AUDIT_CONSISTENCY, right && proven, audit_text(a, "bound.%s", name), "county", required,
            bound_text ? bound_text : JH_N("empty"), "");
}

static void check_level(auditor *a, const audit_level *level, int32_t n) {
  char key[LONGEST_KEY];
  const char *const value_text = audit_summary(a, level_key(key, n, "_value"));
  const char *const bound_text = audit_summary(a, level_key(key, n, "_bound"));
  int64_t value = 0;
  bool const number = audit_decimal(value_text, level->digits, &value);
  audit_add(a, AUDIT_CONSISTENCY, number && value == level->value, audit_text(a, "objective.%s", level->name),
            "county", value_text ? value_text : JH_N("empty"), shown(a, level->value, level->digits), "");
  if (value_text && !number)
    jh_problems_error(a->problems, "summary.csv", 0, level_key(key, n, "_value"), value_text, "expected a number");
  check_bound(a, level, level->name, bound_text);
}

void audit_check_levels(auditor *a, const audit_level *levels, int32_t count) {
  bool seen[MOST_LEVELS] = {false};
  char key[LONGEST_KEY];
  for (int32_t n = 1; n <= MOST_LEVELS; n++) {
    const char *const name = audit_summary(a, level_key(key, n, ""));
    int32_t found = -1;
    if (!name) break;
    for (int32_t i = 0; i < count; i++)
      if (strcmp(levels[i].name, name) == 0) found = i;
    if (found < 0 || seen[found]) {
      audit_add(a, AUDIT_CONSISTENCY, false, "objective", audit_text(a, "objective_%d", (int)n),
                "a goal of the job, once", name, "");
      continue;
    }
    seen[found] = true;
    check_level(a, &levels[found], n);
  }
  for (int32_t i = 0; i < count; i++)
    if (!seen[i] && !levels[i].optional)
      audit_add(a, AUDIT_CONSISTENCY, false, "objective", levels[i].name, "its value in the summary", JH_N("missing"),
                "");
}

void audit_check_status(auditor *a) {
  const char *const status = audit_summary(a, "status");
  int32_t const unmet = a->audit->unmet_rules;
  bool const met = a->hard_unmet == 0 && (a->status != AUDIT_OPTIMAL || unmet == 0);
  audit_add(
      a, AUDIT_CONSISTENCY, met, "status", "county",
      "optimal: every rule met; else only rules that may be relaxed unmet",
      audit_say(a, "%s, %d not met, %d of them never relaxed",
                jh_text(a->problems->language, status ? status : JH_N("empty")), (int)unmet, (int)a->hard_unmet),
      "");
}
