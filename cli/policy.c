/* policy: every parameter with its value, source, and whether local documents must confirm it. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

static void print_values(const options *o, const jh_policy *policy) {
  for (int key = 0; key < JH_POLICY_KEYS; key++) {
    const jh_policy_rule *const rule = jh_policy_rule_of((jh_policy_key)key);
    const jh_policy_value *const value = &policy->values[key];
    printf("%-32s %-12s %-24s %s%s%s\n    %s\n", rule->name, value->text ? value->text : "-",
           rule->unit ? jh_text(o->speech, rule->unit) : "", value->source ? jh_text(o->speech, value->source) : "",
           rule->confirm ? jh_text(o->speech, " [confirm locally]") : "",
           value->is_default ? "" : jh_text(o->speech, " [set]"), jh_text(o->speech, rule->meaning));
  }
}

static void print_hours(const jh_county *county) {
  for (int32_t i = 0; i < county->hours_count; i++) {
    const jh_hours *const h = &county->hours[i];
    printf("%d  %-16s %g\n", (int)h->grade, county->subjects[h->subject.i], h->periods_milli / 1000.0);
  }
}

/* A county of one school shows the built-in curriculum when none is named. */
static jh_status open_county(const options *o, jh_problems *problems, jh_job_county *opened) {
  jh_job_request const request = options_request(o);
  if (request.county) return jh_job_open(&request, o->arena, problems, opened);
  memset(opened, 0, sizeof *opened);
  jh_policy_init(&opened->county.policy);
  jh_status status = JH_OK;
  for (int32_t i = 0; i < request.setting_count; i++) {
    const jh_setting *const s = &request.settings[i];
    jh_status const set =
        jh_policy_set(&opened->county.policy, s->key, s->value, "--set", o->arena, problems, "--set", 0);
    if (set) status = set;
  }
  return status;
}

int command_policy(const options *o) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_job_county opened;
  jh_status const status = open_county(o, &problems, &opened);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  if (o->quiet) return EXIT_PLANNED;
  if (!o->hours) {
    print_values(o, &opened.county.policy);
  } else if (o->argument_count == 0) {
    fprintf(stderr, "%s\n",
            jh_text(o->speech, "junheng: --hours needs a COUNTY (its hours.csv, else the national plan)"));
    return EXIT_USAGE;
  } else {
    print_hours(&opened.county);
  }
  return EXIT_PLANNED;
}
