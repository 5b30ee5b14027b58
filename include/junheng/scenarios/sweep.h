/* sweep.h - many what-ifs of one county, each planned in a process of its own, taken up again where it was stopped.
 */
#ifndef JUNHENG_SCENARIOS_SWEEP_H
#define JUNHENG_SCENARIOS_SWEEP_H

#include "junheng/scenarios/compare.h"

#include <signal.h>
#include <sys/types.h>

/* The name of the run without a change table. */
#define JH_SWEEP_BASE "base"

typedef enum jh_sweep_state {
  JH_SWEEP_WAITING, /* not run: the sweep was stopped before, or while it ran */
  JH_SWEEP_RUNNING,
  JH_SWEEP_PLANNED, /* now */
  JH_SWEEP_KEPT,    /* by an earlier run from the same inputs, with the same options */
  JH_SWEEP_FAILED   /* no plan */
} jh_sweep_state;

typedef struct jh_sweep_run {
  const char *name;     /* of the change table without ".csv"; JH_SWEEP_BASE for the county as it is */
  const char *scenario; /* path of the change table; NULL for the base */
  const char *plan;     /* its plan folder */
  const char *sha256;   /* of the change table; NULL: it cannot be read */
  jh_sweep_state state;
  int exit_status;    /* of the program; 128 + signal when one ended it */
  const char *answer; /* "optimal" ... of a plan; NULL without */
  const char *words;  /* what a failed run said first; NULL */
  pid_t process;
  double started_s, seconds;
} jh_sweep_run;

typedef struct jh_sweep_request {
  const char *county;
  /* How one plan is made: program, job, county, options. "--scenario=FILE", "--out=FOLDER" and "--quiet" follow. */
  const char *const *command;
  int32_t command_count;
  const char *const *stacked; /* change tables below every scenario, which `command` names too */
  int32_t stacked_count;
  const char *folder; /* whose *.csv are the scenarios, in the order of their names */
  const char *out;    /* NULL: plans/COUNTY/JOB-sweep */
  const char *only;   /* one run by name; NULL: all */
  int32_t jobs;       /* processes at a time */
  double limit_s;     /* of one plan, as `command` says; 0: none */
  jh_read_options read;
  const volatile sig_atomic_t *stop;
  void (*report)(void *user, const jh_sweep_run *run, int32_t done, int32_t count); /* as each run ends; or NULL */
  void *user;
} jh_sweep_request;

typedef struct jh_sweep {
  const char *out;
  jh_sweep_run *runs; /* the base first */
  int32_t count;
} jh_sweep;

/* What there is to run. JH_BAD_INPUT when the folder holds no change table, or `only` is none of them. */
jh_status jh_sweep_list(const jh_sweep_request *request, jh_arena *arena, jh_problems *problems, jh_sweep *sweep);
/* Runs what is not finished yet. A plan is finished when it was made to its end with the same options and version,
 * and its summary.csv names the SHA-256 of the county's tables and of the change tables as they are now. A run that
 * fails stops no other. When `stop` is set nothing new starts, the running ones are asked to end, and what they then
 * write does not count. If this process is killed, so are its runs. JH_IO_ERROR, JH_BAD_INPUT: of the county or of
 * `out`. */
jh_status jh_sweep_run_all(const jh_sweep_request *request, jh_arena *arena, jh_problems *problems, jh_sweep *sweep);
/* The finished plans side by side, and as `out`/compare.csv and `out`/compare.html. Columns are the names of the
 * runs. */
jh_status jh_sweep_compare(const jh_sweep *sweep, jh_language language, jh_arena *arena, jh_problems *problems,
                           jh_comparison *comparison);
/* The same sweep as a Slurm array job, one task a run; without an array task the script runs what is missing and
 * compares. `words` is the line that sweeps, program first, without --only. NULL without memory. */
const char *jh_sweep_slurm(const jh_sweep *sweep, const char *const *words, int32_t word_count, int32_t threads,
                           const char *working_folder, jh_arena *arena);

#endif
