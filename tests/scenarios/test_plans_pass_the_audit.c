/* Every plan that a job writes passes the audit, read back from its folder, on counties drawn at random; and a cell
 * that a hand changed is found. */
#include "junheng/scenarios/job.h"
#include "random_county.h"

#include <stdlib.h>
#include <unistd.h>

enum { COUNTIES = 60 };

static char work[] = "/tmp/junheng-audit-XXXXXX";
static char county[64], out[64];

static int set_up(void **state) {
  (void)state;
  if (!mkdtemp(work)) return -1;
  snprintf(county, sizeof county, "%s/county", work);
  snprintf(out, sizeof out, "%s/plan", work);
  char command[96];
  snprintf(command, sizeof command, "mkdir '%s'", county);
  return system(command);
}

static int tear_down(void **state) {
  (void)state;
  char command[96];
  snprintf(command, sizeof command, "rm -rf '%s'", work);
  return system(command);
}

static void print_rows(const jh_audit *audit) {
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    if (row->met == JH_AUDIT_NOT_MET)
      print_message("  %s [%s] required %s: %s%s\n", row->rule, row->scope, row->required, row->achieved,
                    row->consistency ? " (consistency)" : "");
  }
}

static void print_problems(const jh_problems *problems) {
  for (size_t i = 0; i < problems->count; i++)
    print_message("  %s\n", jh_problem_text(problems, &problems->items[i]));
}

typedef struct passed {
  int planned, refused, infeasible, unproven;
} passed;

static jh_job_request request_for(jh_job job, uint64_t seed) {
  jh_job_request request = {.job = job, .county = county, .out = out};
  request.options.alternatives = job == JH_CONSOLIDATE && seed % 2 == 0;
  if (job == JH_ALLOCATE && seed % 3 == 0) {
    request.options.first_year = DRAWN_YEAR;
    request.options.last_year = DRAWN_YEAR + 1;
  }
  return request;
}

static void plan_and_audit(jh_job job, uint64_t seed, passed *sum) {
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_job_request const request = request_for(job, seed);
  jh_control const control = jh_control_default();
  jh_job_outcome outcome;
  jh_status const status = jh_job_run(&request, &control, arena, &problems, &outcome);
  if (status == JH_BAD_INPUT) sum->refused++;
  if (status != JH_OK && status != JH_BAD_INPUT) {
    print_message("county %d, %s: status %d\n", (int)seed, jh_job_name(job), (int)status);
    print_rows(&outcome.audit);
    print_problems(&problems);
  }
  assert_true(status == JH_OK || status == JH_BAD_INPUT);
  if (status == JH_OK) {
    jh_job_county *const opened = JH_NEW(arena, jh_job_county, 1);
    jh_audit audit;
    assert_int_equal(jh_job_audit(&request, out, arena, &problems, opened, &audit), JH_OK);
    assert_int_equal(audit.inconsistencies, 0);
    if (outcome.plan.result.answer == JH_OPTIMAL) assert_int_equal(audit.unmet_rules, 0);
    sum->unproven += outcome.plan.result.answer != JH_INFEASIBLE && audit.unmet_rules > 0;
    sum->infeasible += outcome.plan.result.answer == JH_INFEASIBLE;
    sum->planned++;
  }
  jh_arena_destroy(arena);
}

static void every_job_passes_its_audit(void **state) {
  (void)state;
  passed sum[JH_JOB_COUNT] = {{0, 0, 0, 0}};
  for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
    drawn d;
    drawn_county(&d, seed, county);
    for (int job = 0; job < JH_JOB_COUNT; job++) plan_and_audit((jh_job)job, seed, &sum[job]);
  }
  for (int job = 0; job < JH_JOB_COUNT; job++) {
    print_message("%s: %d planned, %d of them infeasible, %d short of rules unproven; %d refused\n",
                  jh_job_name((jh_job)job), sum[job].planned, sum[job].infeasible, sum[job].unproven,
                  sum[job].refused);
    assert_true(sum[job].planned > COUNTIES / 2);
    assert_true(sum[job].infeasible < sum[job].planned);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_job_passes_its_audit),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
