/* The command line. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "settings.h"

static const command commands[COMMAND_COUNT] = {
    [COMMAND_CHECK] = {"check", "COUNTY", 1, 1,
                       JH_N("Say what is wrong with a county's tables, and describe the county on one page."),
                       "junheng check scenarios/jinghong"},
    [COMMAND_ROTATE] = {"rotate", "COUNTY", 1, 1, JH_N("Plan the yearly rotation of teachers: roster.csv."),
                        "junheng rotate scenarios/jinghong --year 2020"},
    [COMMAND_ALLOCATE] =
        {"allocate", "COUNTY", 1, 1,
         JH_N("Assign pupils to schools, with every class under the limit: assignments.csv, classes.csv."),
         "junheng allocate scenarios/jinghong --years 2020-2022 --time 60"},
    [COMMAND_CONSOLIDATE] = {"consolidate", "COUNTY", 1, 1,
                             JH_N("Decide which sites to keep, merge, build or restore: schools.csv, costs.csv."),
                             "junheng consolidate scenarios/jinghong --gap 1 --alternatives"},
    [COMMAND_AUDIT] = {"audit", "COUNTY PLAN", 2, 2,
                       JH_N("Recompute every rule and figure of a written plan, also one edited by hand."),
                       "junheng audit scenarios/jinghong plans/jinghong/rotate"},
    [COMMAND_TRACE] = {"trace", "COUNTY PLAN KEY", 3, 3,
                       JH_N(
                           "Explain a written plan for one teacher, place or school: its lines, what binds, what was "
                           "chosen, what each other choice would cost, and what would have to change."),
                       "junheng trace scenarios/jinghong plans/jinghong/rotate T00001"},
    [COMMAND_COMPARE] = {"compare", "PLAN PLAN...", 2, 1000,
                         JH_N("Put plans side by side, with differences against the first; --out FILE writes CSV, or "
                              "a page where FILE ends "
                              "in .html."),
                         "junheng compare plans/jinghong/rotate plans/jinghong/rotate-share15 --out compare.html"},
    [COMMAND_SWEEP] =
        {"sweep", "COUNTY JOB", 2, 2,
         JH_N("Plan every what-if of a folder (--scenarios DIR) and the county as it is, each in a process "
              "of its own, and compare them; started again, it goes on where it stopped."),
         "junheng sweep scenarios/jinghong rotate --scenarios scenarios/jinghong/what-if"},
    [COMMAND_IMPORT] = {"import", "COUNTY DATABASE", 2, 2,
                        JH_N("Carry a folder of CSV files into a SQLite database, without loss."),
                        "junheng import scenarios/jinghong jinghong.db"},
    [COMMAND_EXPORT] = {"export", "DATABASE FOLDER", 2, 2,
                        JH_N("Carry a SQLite database out into a folder of CSV files, without loss."),
                        "junheng export jinghong.db jinghong-csv --lang zh"},
    [COMMAND_POLICY] =
        {"policy", "[COUNTY]", 0, 1,
         JH_N("Print every parameter with its value, source, and whether local documents must confirm it; "
              "--hours prints the weekly periods."),
         "junheng policy scenarios/jinghong"},
    [COMMAND_INIT] = {"init", "FOLDER", 1, 1,
                      JH_N("Write empty tables to fill in, and a small filled example that plans at once."),
                      "junheng init my-county --lang zh"},
};

const command *command_of(command_id id) { return &commands[id]; }

static const char *const exits[EXIT_STATUSES] = {
    [EXIT_PLANNED] = JH_N("planned, every rule met"),
    [EXIT_USAGE] = JH_N("usage: the line makes no sense"),
    [EXIT_BAD_INPUT] = JH_N("bad input: nothing was planned"),
    [EXIT_NO_PLAN] = JH_N("no plan can meet the rules; the nearest plan and what it takes are written"),
    [EXIT_STOPPED] = JH_N("stopped by time or a signal; the best plan so far is written, with its gap"),
    [EXIT_IO] = JH_N("reading or writing failed; an earlier plan is untouched"),
};

const char *exit_meaning(int status) { return exits[status]; }

enum { OPTION_CAPACITY = 40, NO_COMMAND = -1 };

/* What the parser carries. */
typedef struct line {
  options *o;
  int command; /* NO_COMMAND until it is seen */
  bool help, manual, version;
  const struct setting_rule *used[OPTION_CAPACITY];
  int used_count;
} line;

static bool whole_number(const char *text, int64_t *value) {
  char *end = NULL;
  errno = 0;
  *value = strtoll(text, &end, 10);
  return *text && *end == '\0' && errno == 0;
}

static bool in_range(const setting_rule *rule, double value) {
  return value >= rule->minimum && value <= rule->maximum;
}

static bool parse_years(const char *text, options *o) {
  int64_t first = 0, last = 0;
  const char *const dash = strchr(text, '-');
  const char *const head = dash ? jh_arena_text_n(o->arena, text, (size_t)(dash - text)) : NULL;
  if (!head || !whole_number(head, &first) || !whole_number(dash + 1, &last)) return false;
  if (first < FIRST_YEAR || last > LAST_YEAR || first > last) return false;
  o->first_year = (int32_t)first;
  o->last_year = (int32_t)last;
  return true;
}

static bool parse_pair(const char *text, options *o) {
  const char *const equals = strchr(text, '=');
  if (!equals || equals == text) return false;
  const char *const key = jh_arena_text_n(o->arena, text, (size_t)(equals - text));
  o->settings[o->setting_count++] = (jh_setting){key, equals + 1};
  return key != NULL;
}

/* Puts a value where its row of the table says. */
static bool store(const setting_rule *rule, const char *text, options *o) {
  void *const field = (char *)o + rule->offset;
  int64_t whole = 0;
  char *end = NULL;
  switch (rule->kind) {
    case SETTING_FLAG: *(bool *)field = true; return true;
    case SETTING_TEXT: *(const char **)field = text; return *text != '\0';
    case SETTING_COUNT:
      if (!whole_number(text, &whole) || !in_range(rule, (double)whole)) return false;
      *(int32_t *)field = (int32_t)whole;
      return true;
    case SETTING_SEED:
      errno = 0;
      *(uint64_t *)field = strtoull(text, &end, 10);
      return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0;
    case SETTING_NUMBER:
      if (!*text || strspn(text, "0123456789.") != strlen(text)) return false;
      *(double *)field = strtod(text, &end);
      return *end == '\0' && in_range(rule, *(double *)field);
    case SETTING_LIST: o->scenarios[o->scenario_count++] = text; return *text != '\0';
    case SETTING_PAIR: return parse_pair(text, o);
    case SETTING_YEARS: return parse_years(text, o);
    case SETTING_LANGUAGE: return options_take_language(text, o);
  }
  return false;
}

/* One line on stderr that ends the program: false. */
__attribute__((format(printf, 2, 3))) static bool wrong(const line *l, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs(jh_text(l->o->speech, "junheng: "), stderr);
  vfprintf(stderr, jh_text(l->o->speech, format), args);
  fputs("\n", stderr);
  va_end(args);
  return false;
}

static bool take_word(line *l, const char *word) {
  if (l->command != NO_COMMAND) {
    l->o->arguments[l->o->argument_count++] = word;
    return true;
  }
  if (strcmp(word, "help") == 0) return l->help = true; /* junheng help rotate */
  const char *nearest = "--help";
  size_t distance = 3; /* further away it is no slip */
  for (int i = 0; i < COMMAND_COUNT; i++) {
    size_t const to_this = jh_edit_distance(commands[i].name, word);
    if (to_this == 0) l->command = i;
    if (to_this < distance) distance = to_this, nearest = commands[i].name;
  }
  return l->command != NO_COMMAND || wrong(l, "unknown command: %s (try %s)", word, nearest);
}

/* What a sweep says to each of its jobs: an option of jobs, but for what the sweep itself decides. */
static bool hand_on(const setting_rule *rule, const char *text, options *o) {
  unsigned const job = 1u << (unsigned)COMMAND_CONSOLIDATE | 1u << (unsigned)COMMAND_ALLOCATE;
  if (!(rule->commands & job) || !(rule->commands & 1u << (unsigned)COMMAND_SWEEP) || strchr("oJq", rule->key))
    return true;
  const char *const word = jh_arena_printf(o->arena, "--%s%s%s", rule->name, text ? "=" : "", text ? text : "");
  o->handed_on[o->handed_on_count++] = word;
  return word != NULL;
}

static bool take_option(line *l, int key, const char *text) {
  if (key == KEY_HELP || key == KEY_USAGE) return l->help = true;
  if (key == KEY_MANUAL) return l->manual = true;
  if (key == KEY_VERSION) return l->version = true;
  const setting_rule *const rule = setting_by_key(key);
  if (!rule) return false;
  if (!store(rule, text, l->o))
    return wrong(l, "--%s %s: expected %s", rule->name, text ? text : "", jh_text(l->o->speech, rule->expected));
  if (!hand_on(rule, text, l->o)) return wrong(l, "out of memory");
  if (l->used_count < OPTION_CAPACITY) l->used[l->used_count++] = rule;
  return true;
}

/* Options as getopt_long reads them: long ones, which may be shortened, and letters. */
static void build_table(struct option *table, char *letters) {
  static const struct option always[] = {{"help", no_argument, NULL, KEY_HELP},
                                         {"usage", no_argument, NULL, KEY_USAGE},
                                         {"version", no_argument, NULL, KEY_VERSION},
                                         {"manual", no_argument, NULL, KEY_MANUAL},
                                         {NULL, 0, NULL, 0}};
  int count = 0;
  *letters++ = '-'; /* words of the line come in their order, as the answer 1 */
  *letters++ = ':'; /* a missing value is no unknown option */
  *letters++ = KEY_VERSION;
  for (int i = 0; i < setting_count() && count < OPTION_CAPACITY - 5; i++) {
    const setting_rule *const rule = setting_at(i);
    table[count++] = (struct option){rule->name, rule->argument ? required_argument : no_argument, NULL, rule->key};
    *letters++ = (char)rule->key;
    if (rule->argument) *letters++ = ':';
  }
  *letters = '\0';
  memcpy(&table[count], always, sizeof always);
}

/* What getopt_long stopped at. */
static bool not_understood(const line *l, char *const *argv, bool lacks_value) {
  const setting_rule *const rule = setting_by_key(optopt);
  char letter[] = {'-', (char)optopt, '\0'};
  const char *const last = argv[optind - 1];
  const char *const word = optopt == 0 ? last : rule && strncmp(last, "--", 2) == 0 ? rule->name : letter;
  const char *const dashes = word == last || word == letter ? "" : "--";
  if (lacks_value) return wrong(l, "%s%s: a value is missing; see junheng --help", dashes, word);
  if (rule && dashes[0]) return wrong(l, "%s%s: takes no value; see junheng --help", dashes, word);
  return wrong(l, "unknown option: %s%s; see junheng --help", dashes, word);
}

static bool parse_line(int argc, char **argv, line *l) {
  enum { A_WORD = 1, UNKNOWN = '?', LACKS_VALUE = ':' };
  struct option table[OPTION_CAPACITY];
  char letters[2 * OPTION_CAPACITY + 4];
  build_table(table, letters);
  opterr = 0; /* what it would say is said here, in either language */
  for (int key; (key = getopt_long(argc, argv, letters, table, NULL)) != -1;) {
    if (key == A_WORD) {
      if (!take_word(l, optarg)) return false;
    } else if (key == UNKNOWN && optopt == '?') {
      l->help = true; /* -? */
    } else if (key == UNKNOWN || key == LACKS_VALUE) {
      return not_understood(l, argv, key == LACKS_VALUE);
    } else if (!take_option(l, key, optarg)) {
      return false;
    }
  }
  for (; optind < argc; optind++) /* after "--" */
    if (!take_word(l, argv[optind])) return false;
  return true;
}

/* "  -t, --time SECONDS     Stop after ..." */
static void print_setting(const setting_rule *rule, jh_language speech) {
  char flag[64];
  snprintf(flag, sizeof flag, "--%s%s%s", rule->name, rule->argument ? " " : "",
           rule->argument ? rule->argument : "");
  printf("  -%c, %-22s %s\n", rule->key, flag, jh_text(speech, rule->meaning));
}

static void print_command_help(const options *o, int id) {
  const command *const c = &commands[id];
  printf(jh_text(o->speech, "Usage: junheng %s %s [OPTIONS]\n\n%s\n\nOptions:\n"), c->name, c->arguments,
         jh_text(o->speech, c->meaning));
  for (int i = 0; i < setting_count(); i++)
    if (setting_at(i)->commands & (1u << (unsigned)id)) print_setting(setting_at(i), o->speech);
  printf("\n%s\n  %s\n", jh_text(o->speech, "Example:"), c->example);
}

static void print_help(const options *o) {
  jh_language const speech = o->speech;
  printf("%s\n\n%s\n", jh_text(speech, "Usage: junheng COMMAND COUNTY [OPTIONS]"),
         jh_text(speech,
                 "Plans a county's schools: teacher rotation, class sizes, sites; each plan audited and with "
                 "its proof."));
  printf("\n%s\n", jh_text(speech, "Commands:"));
  for (int i = 0; i < COMMAND_COUNT; i++)
    printf("  %-12s %-16s %s\n", commands[i].name, commands[i].arguments, jh_text(speech, commands[i].meaning));
  printf("\n%s\n", jh_text(speech, "Options (junheng COMMAND --help lists those of a command):"));
  for (int i = 0; i < setting_count(); i++) print_setting(setting_at(i), speech);
  printf("\n%s\n", jh_text(speech, "Exit status:"));
  for (int status = 0; status < EXIT_STATUSES; status++)
    printf("  %d  %s\n", status, jh_text(speech, exit_meaning(status)));
}

/* What only the whole line can tell. */
static bool check_line(const line *l) {
  const options *const o = l->o;
  const command *const c = &commands[l->command];
  for (int i = 0; i < l->used_count; i++) {
    if (l->used[i]->commands & (1u << (unsigned)l->command)) continue;
    fprintf(stderr, jh_text(o->speech, "junheng: --%s is no option of %s; see junheng %s --help\n"), l->used[i]->name,
            c->name, c->name);
    return false;
  }
  if (o->argument_count >= c->fewest && o->argument_count <= c->most) return true;
  fprintf(stderr, jh_text(o->speech, "junheng: usage: junheng %s %s; for example: %s\n"), c->name, c->arguments,
          c->example);
  return false;
}

static bool options_init(int argc, jh_arena *arena, options *o) {
  *o = (options){.arena = arena, .threads = 1, .seed = 1, .limit_s = -1, .gap_percent = -1};
  o->arguments = JH_NEW(arena, const char *, argc);
  o->scenarios = JH_NEW(arena, const char *, argc);
  o->settings = JH_NEW(arena, jh_setting, argc);
  o->handed_on = JH_NEW(arena, const char *, argc);
  return o->handed_on && o->arguments && o->scenarios && o->settings;
}

bool options_parse(int argc, char **argv, jh_arena *arena, options *o, int *status) {
  line l = {.o = o, .command = NO_COMMAND};
  *status = EXIT_IO;
  if (!options_init(argc, arena, o)) return false;
  options_find_language(argc, argv, o);
  *status = EXIT_USAGE;
  if (!parse_line(argc, argv, &l)) return false;
  *status = EXIT_PLANNED;
  if (l.manual) {
    options_print_manual();
  } else if (l.version) {
    printf("junheng %s (GLPK %s)\n", JUNHENG_VERSION, jh_solver_version());
  } else if (l.help && l.command == NO_COMMAND) {
    print_help(o);
  } else if (l.help) {
    print_command_help(o, l.command);
  } else if (l.command == NO_COMMAND) {
    print_help(o);
    *status = EXIT_USAGE;
  } else {
    o->command = (command_id)l.command;
    if (check_line(&l)) return true;
    *status = EXIT_USAGE;
  }
  return false;
}

void options_problems(const options *o, jh_problems *problems) {
  jh_problems_init(problems, o->arena);
  problems->language = o->speech;
}

jh_job_request options_request(const options *o) {
  return (jh_job_request){
      .county = o->argument_count > 0 ? o->arguments[0] : NULL,
      .scenarios = o->scenarios,
      .scenario_count = o->scenario_count,
      .settings = o->settings,
      .setting_count = o->setting_count,
      .out = o->out,
      .read = {.encoding = o->encoding, .gcj02 = o->gcj02},
      .language = o->headers,
      .speech = o->speech,
      .public_report = o->public_report,
      .options = {.first_year = o->first_year, .last_year = o->last_year, .alternatives = o->alternatives},
      .lp_path = o->lp_path};
}

enum { DEFAULT_LIMIT_S = 60 };

double options_limit_s(const options *o) { return o->limit_s >= 0 ? o->limit_s : DEFAULT_LIMIT_S; }

jh_control options_control(const options *o) {
  jh_control control = jh_control_default();
  control.limit_s = options_limit_s(o);
  /* Without a gap the job has its own; who gives a time wants all of it used. */
  control.gap = o->gap_percent >= 0 ? o->gap_percent / 100 : o->limit_s >= 0 ? 0 : -1;
  control.seed = o->seed;
  control.threads = o->threads;
  return control;
}
