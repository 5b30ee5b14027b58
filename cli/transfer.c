/* import, export, init: a county into a database, out of one, and from nothing. */
#include "commands.h"
#include "junheng/scenarios/compare.h"

#include <stdio.h>

static int transfer(const options *o, bool into_database) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_read_options const read = {.encoding = o->encoding, .gcj02 = o->gcj02};
  jh_county_tables tables;
  jh_status status = jh_county_read(o->arguments[0], &read, o->arena, &problems, &tables);
  if (!status && jh_problems_any_error(&problems)) status = JH_BAD_INPUT;
  if (!status)
    status = into_database ? jh_county_import(&tables, o->arguments[1], o->force, &problems)
                           : jh_county_export(&tables, o->arguments[1], o->headers, o->force, &problems);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  if (!o->quiet) printf(jh_text(o->speech, "Written: %s\n"), o->arguments[1]);
  return EXIT_PLANNED;
}

int command_import(const options *o) { return transfer(o, true); }
int command_export(const options *o) { return transfer(o, false); }

int command_init(const options *o) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_status const status = jh_init_county(o->arguments[0], o->headers, o->arena, &problems);
  if (status) return say_failure(o, &problems, status);
  if (!o->quiet)
    printf(jh_text(o->speech,
                   "Written: %s (tables to fill in; columns.txt says what goes where) and %s/example (a small county "
                   "that plans at once):\n  junheng rotate %s/example\n"),
           o->arguments[0], o->arguments[0], o->arguments[0]);
  return EXIT_PLANNED;
}
