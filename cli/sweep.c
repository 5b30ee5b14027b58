/* sweep: many what-ifs, one line each, and the comparison at the end. */
#include "junheng/scenarios/sweep.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

static bool is_job(const char *name) {
  for (int job = 0; job < JH_JOB_COUNT; job++)
    if (strcmp(name, jh_job_name((jh_job)job)) == 0) return true;
  return false;
}

static bool check_usage(const options *o) {
  const char *wrong = NULL;
  if (!o->scenario_folder)
    wrong = jh_text(o->speech, "--scenarios DIR is missing");
  else if (!is_job(o->arguments[1]))
    wrong = jh_text(o->speech, "the job is rotate, allocate or consolidate");
  else if (o->emit && strcmp(o->emit, "slurm") != 0)
    wrong = jh_text(o->speech, "--emit knows slurm only");
  if (wrong) fprintf(stderr, "junheng: %s\n", wrong);
  return !wrong;
}

static void print_run(void *user, const jh_sweep_run *run, int32_t done, int32_t count) {
  const options *const o = user;
  if (o->quiet || o->json) return;
  printf("[%d/%d] %s: ", (int)done, (int)count, run->name);
  switch (run->state) {
    case JH_SWEEP_PLANNED:
      printf(jh_text(o->speech, "%s, %.1f s\n"), jh_text(o->speech, run->answer), run->seconds);
      break;
    case JH_SWEEP_KEPT: printf(jh_text(o->speech, "%s, planned before\n"), jh_text(o->speech, run->answer)); break;
    case JH_SWEEP_FAILED:
      printf(jh_text(o->speech, "FAILED, exit status %d: %s\n"), run->exit_status, run->words ? run->words : "");
      break;
    case JH_SWEEP_RUNNING:
    case JH_SWEEP_WAITING: puts(jh_text(o->speech, "interrupted")); break;
  }
  fflush(stdout);
}

/* The gravest of the runs: what failed before what was stopped, before what no plan can meet. */
static int exit_of_sweep(const jh_sweep *sweep) {
  static const int gravity[EXIT_STATUSES] = {[EXIT_PLANNED] = 0, [EXIT_NO_PLAN] = 1,   [EXIT_STOPPED] = 2,
                                             [EXIT_USAGE] = 3,   [EXIT_BAD_INPUT] = 4, [EXIT_IO] = 5};
  int worst = EXIT_PLANNED;
  for (int32_t i = 0; i < sweep->count; i++) {
    const jh_sweep_run *const run = &sweep->runs[i];
    int status = run->exit_status < EXIT_STATUSES ? run->exit_status : EXIT_IO;
    if (run->state == JH_SWEEP_WAITING) status = EXIT_STOPPED;
    if (gravity[status] > gravity[worst]) worst = status;
  }
  return worst;
}

static int emit_slurm(const options *o, const jh_sweep *sweep, const char *program) {
  const char **const words = JH_NEW(o->arena, const char *, o->handed_on_count + 6);
  char folder[PATH_SIZE];
  int32_t count = 0;
  if (!words || !getcwd(folder, sizeof folder)) return EXIT_IO;
  words[count++] = program;
  words[count++] = "sweep";
  words[count++] = o->arguments[0];
  words[count++] = o->arguments[1];
  words[count++] = jh_arena_printf(o->arena, "--scenarios=%s", o->scenario_folder);
  words[count++] = jh_arena_printf(o->arena, "--out=%s", sweep->out);
  for (int32_t i = 0; i < o->handed_on_count; i++) words[count++] = o->handed_on[i];
  for (int32_t i = 0; i < count; i++)
    if (!words[i]) return EXIT_IO;
  const char *const script = jh_sweep_slurm(sweep, words, count, o->threads, folder, o->arena);
  if (script) fputs(script, stdout);
  return script ? EXIT_PLANNED : EXIT_IO;
}

static jh_sweep_request request_of(const options *o, const char *program, const char **job_line) {
  long const processors = sysconf(_SC_NPROCESSORS_ONLN);
  int32_t count = 0;
  job_line[count++] = program;
  job_line[count++] = o->arguments[1];
  job_line[count++] = o->arguments[0];
  for (int32_t i = 0; i < o->handed_on_count; i++) job_line[count++] = o->handed_on[i];
  return (jh_sweep_request){.county = o->arguments[0],
                            .command = job_line,
                            .command_count = count,
                            .stacked = o->scenarios,
                            .stacked_count = o->scenario_count,
                            .folder = o->scenario_folder,
                            .out = o->out,
                            .only = o->only,
                            .jobs = o->jobs > 0      ? o->jobs
                                    : processors > 0 ? (int32_t)processors
                                                     : 1,
                            .limit_s = options_limit_s(o),
                            .read = {.encoding = o->encoding, .gcj02 = o->gcj02},
                            .report = print_run,
                            .user = (void *)o};
}

int command_sweep(const options *o) {
  if (!check_usage(o)) return EXIT_USAGE;
  const char *const program = options_program(o->arena);
  const char **const job_line = JH_NEW(o->arena, const char *, o->handed_on_count + 3);
  if (!program || !job_line) return EXIT_IO;
  jh_problems problems;
  options_problems(o, &problems);
  jh_control control = options_control(o);
  catch_stop(&control);
  jh_sweep_request request = request_of(o, program, job_line);
  request.stop = control.stop;
  jh_sweep sweep;
  jh_comparison comparison = {0};
  jh_status status = jh_sweep_list(&request, o->arena, &problems, &sweep);
  if (!status && o->emit) return emit_slurm(o, &sweep, program);
  if (!status) status = jh_sweep_run_all(&request, o->arena, &problems, &sweep);
  if (!status && !o->only) status = jh_sweep_compare(&sweep, o->speech, o->arena, &problems, &comparison);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  if (comparison.plan_count > 0) print_comparison(o, &comparison);
  if (comparison.plan_count > 0 && !o->quiet && !o->json)
    printf(jh_text(o->speech, "Plans, compare.csv and compare.html: %s\n"), sweep.out);
  return exit_of_sweep(&sweep);
}
