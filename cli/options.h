/* options.h - the command line, once: flags, ranges, defaults and their words come from one table (options.c). */
#ifndef JUNHENG_CLI_OPTIONS_H
#define JUNHENG_CLI_OPTIONS_H

#include "junheng/scenarios/job.h"

typedef enum command_id {
  COMMAND_CHECK,
  COMMAND_ROTATE,
  COMMAND_ALLOCATE,
  COMMAND_CONSOLIDATE,
  COMMAND_AUDIT,
  COMMAND_TRACE,
  COMMAND_COMPARE,
  COMMAND_SWEEP,
  COMMAND_IMPORT,
  COMMAND_EXPORT,
  COMMAND_POLICY,
  COMMAND_INIT,
  COMMAND_COUNT
} command_id;

typedef struct options {
  command_id command;
  jh_arena *arena;
  jh_language headers; /* of written tables */
  jh_language speech;  /* of messages */
  const char **arguments;
  int argument_count;
  const char **scenarios;
  int32_t scenario_count;
  jh_setting *settings;
  int32_t setting_count;
  const char *out, *encoding, *lp_path;
  const char *scenario_folder, *only, *emit; /* of a sweep */
  const char *kind;                          /* of a trace */
  int32_t jobs;
  const char **handed_on; /* the options of a job as typed, for the jobs of a sweep */
  int32_t handed_on_count;
  int32_t first_year, last_year, threads, frontier;
  uint64_t seed;
  double limit_s, gap_percent;
  bool quiet, progress, json, gcj02, force, hours, alternatives, public_report;
} options;

/* Exit statuses of FORMATS.md. */
enum exit_status {
  EXIT_PLANNED = 0,
  EXIT_USAGE = 1,
  EXIT_BAD_INPUT = 2,
  EXIT_NO_PLAN = 3,
  EXIT_STOPPED = 4,
  EXIT_IO = 5,
  EXIT_STATUSES
};
const char *exit_meaning(int status); /* for jh_text */

/* One row per command: options.c names them, main.c runs them. */
typedef struct command {
  const char *name;
  const char *arguments; /* as help shows them: "COUNTY PLAN" */
  int fewest, most;      /* arguments */
  const char *meaning;   /* for jh_text */
  const char *example;
} command;

const command *command_of(command_id id);

/* Parses the line. True when there is a command to run; else help or a message was printed and *status is what to
 * exit with. Everything lives in the arena. */
bool options_parse(int argc, char **argv, jh_arena *arena, options *o, int *status);
/* The manual page (manual.c), from the same tables. */
void options_print_manual(void);

/* This very program, wherever it stands; NULL when that cannot be found out. */
const char *options_program(jh_arena *arena);
/* An empty list of problems in the language of the messages. */
void options_problems(const options *o, jh_problems *problems);
/* What the line says of a county and a job. */
jh_job_request options_request(const options *o);
/* Seconds for a plan: as given, else the default; 0: no limit. */
double options_limit_s(const options *o);
jh_control options_control(const options *o);

#endif
