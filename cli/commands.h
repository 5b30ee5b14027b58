/* commands.h - one function per command; each answers the exit status. And what they share on the terminal. */
#ifndef JUNHENG_CLI_COMMANDS_H
#define JUNHENG_CLI_COMMANDS_H

#include "junheng/scenarios/compare.h"
#include "options.h"
#include "settings.h"

typedef int run_command(const options *o);
run_command command_check, command_plan, command_audit, command_trace, command_compare, command_sweep, command_import,
    command_export, command_policy, command_init;

/* frontier.c: consolidate --frontier. */
int plan_frontier(const options *o);
/* plan.c */
void say_failed_audit(const options *o, const jh_audit *audit);

/* compare.c */
void print_comparison(const options *o, const jh_comparison *comparison);

/* terminal.c */
/* Columns of a terminal: a Chinese character takes two. */
int width_of(const char *text);
/* With blanks behind it as far as `width`. */
void print_padded(const char *text, int width);
/* The faults and warnings on stderr, one a line; warnings not when quiet. */
void say_problems(const options *o, const jh_problems *problems);
/* The exit status of a failure; says what no problem in the list said. */
int say_failure(const options *o, const jh_problems *problems, jh_status status);
/* One line rewritten on a terminal, a line each with --progress, nothing when piped or quiet. */
void watch_progress(const options *o, jh_control *control);
void end_progress(const options *o);
/* The first Ctrl-C (or SIGTERM) asks the plan to finish with what it has; the second ends the program at once. */
void catch_stop(jh_control *control);

#endif
