/* The manual page, from the tables of commands and options; docs/junheng.1 is what it prints. */
#include "settings.h"

#include <stdio.h>

/* roff reads a leading dot or apostrophe, and backslashes and hyphens anywhere. */
static void print_roff(const char *text) {
  for (const char *c = text; *c; c++) {
    if (*c == '-' || *c == '\\') putchar('\\');
    putchar(*c == '\n' ? ' ' : *c);
  }
}

static void print_line(const char *before, const char *text) {
  fputs(before, stdout);
  print_roff(text);
  puts("");
}

static void print_commands(void) {
  puts(".SH COMMANDS");
  for (int i = 0; i < COMMAND_COUNT; i++) {
    const command *const c = command_of((command_id)i);
    printf(".TP\n\\fB%s\\fR \\fI%s\\fR\n", c->name, c->arguments);
    print_line("", c->meaning);
    print_line(".br\nExample: ", c->example);
  }
}

/* " (rotate, allocate)" after an option that only some commands take. */
static void print_takers(const setting_rule *rule) {
  int takers = 0;
  for (int i = 0; i < COMMAND_COUNT; i++) takers += (rule->commands >> (unsigned)i & 1u) != 0;
  if (takers == COMMAND_COUNT) return;
  const char *before = ".br\nOf ";
  for (int i = 0; i < COMMAND_COUNT; i++) {
    if (!(rule->commands >> (unsigned)i & 1u)) continue;
    printf("%s%s", before, command_of((command_id)i)->name);
    before = ", ";
  }
  puts(".");
}

static void print_options(void) {
  puts(".SH OPTIONS");
  for (int i = 0; i < setting_count(); i++) {
    const setting_rule *const rule = setting_at(i);
    printf(".TP\n\\fB\\-%c\\fR, \\fB\\-\\-", rule->key);
    print_roff(rule->name);
    printf("\\fR%s\\fI%s\\fR\n", rule->argument ? " " : "", rule->argument ? rule->argument : "");
    print_line("", rule->meaning);
    print_takers(rule);
  }
}

void options_print_manual(void) {
  printf(".TH JUNHENG 1 \"\" \"junheng %s\" \"User Commands\"\n", JUNHENG_VERSION);
  puts(".SH NAME\njunheng \\- plan a county's schools, with proof");
  puts(".SH SYNOPSIS\n.B junheng\n.I COMMAND COUNTY\n[\\fIOPTIONS\\fR]");
  puts(".SH DESCRIPTION");
  puts(
      "Plans for a county education bureau: which teachers rotate this year, which school each pupil goes to so that "
      "no");
  puts(
      "class is too large, which sites to keep, merge or build. COUNTY is a folder of CSV files, or one SQLite "
      "database.");
  puts(
      "A plan is a folder of CSV files with plan.sql; it is audited before it gets its name, and is written whole or "
      "not");
  puts("at all. summary.csv says how sure it is: each goal with its value and a proven bound.");
  print_commands();
  print_options();
  puts(".SH EXIT STATUS");
  for (int status = 0; status < EXIT_STATUSES; status++) {
    printf(".TP\n.B %d\n", status);
    print_line("", exit_meaning(status));
  }
  puts(".SH FILES");
  puts("Tables and policy parameters: docs/formats.md. Rules of the audit: docs/audit.md.");
}
