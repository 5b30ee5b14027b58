/* The command line. */
#include "options.h"

#include <argp.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "settings.h"

static const command commands[COMMAND_COUNT] = {
    [COMMAND_CHECK] = {"check",
                       "COUNTY",
                       1,
                       1,
                       {"Say what is wrong with a county's tables, and describe the county on one page.",
                        "检查县域数据表中的问题，并用一页纸概述全县情况。"},
                       "junheng check scenarios/jinghong"},
    [COMMAND_ROTATE] = {"rotate",
                        "COUNTY",
                        1,
                        1,
                        {"Plan the yearly rotation of teachers: roster.csv.",
                         "编制年度教师交流轮岗名单：roster.csv。"},
                        "junheng rotate scenarios/jinghong --year 2020"},
    [COMMAND_ALLOCATE] =
        {"allocate",
         "COUNTY",
         1,
         1,
         {"Assign pupils to schools, with every class under the limit: assignments.csv, classes.csv.",
          "安排学生就读学校，班额不超限：assignments.csv、classes.csv。"},
         "junheng allocate scenarios/jinghong --years 2020-2022 --time 60"},
    [COMMAND_CONSOLIDATE] = {"consolidate",
                             "COUNTY",
                             1,
                             1,
                             {"Decide which sites to keep, merge, build or restore: schools.csv, costs.csv.",
                              "决定学校（教学点）保留、撤并、新建或恢复：schools.csv、costs.csv。"},
                             "junheng consolidate scenarios/jinghong --gap 1 --alternatives"},
    [COMMAND_AUDIT] = {"audit",
                       "COUNTY PLAN",
                       2,
                       2,
                       {"Recompute every rule and figure of a written plan, also one edited by hand.",
                        "重新核算已写出（包括手工修改过）的方案的每条规则和数字。"},
                       "junheng audit scenarios/jinghong plans/jinghong/rotate"},
    [COMMAND_COMPARE] =
        {"compare",
         "PLAN PLAN...",
         2,
         1000,
         {"Put plans side by side, with differences against the first; --out FILE writes CSV, or a page "
          "where FILE ends in .html.",
          "并列比较多个方案及其与第一个方案的差异；--out 文件 写出 CSV，文件名以 .html 结尾则写出网页。"},
         "junheng compare plans/jinghong/rotate plans/jinghong/rotate-share15 --out compare.html"},
    [COMMAND_SWEEP] = {"sweep",
                       "COUNTY JOB",
                       2,
                       2,
                       {"Plan every what-if of a folder (--scenarios DIR) and the county as it is, each in a process "
                        "of its own, and compare them; started again, it goes on where it stopped.",
                        "对文件夹（--scenarios DIR）中的每个情景和现状各作一次规划并比较；中断后可接着做。"},
                       "junheng sweep scenarios/jinghong rotate --scenarios scenarios/jinghong/what-if"},
    [COMMAND_IMPORT] = {"import",
                        "COUNTY DATABASE",
                        2,
                        2,
                        {"Carry a folder of CSV files into a SQLite database, without loss.",
                         "把 CSV 文件夹无损导入 SQLite 数据库。"},
                        "junheng import scenarios/jinghong jinghong.db"},
    [COMMAND_EXPORT] = {"export",
                        "DATABASE FOLDER",
                        2,
                        2,
                        {"Carry a SQLite database out into a folder of CSV files, without loss.",
                         "把 SQLite 数据库无损导出为 CSV 文件夹。"},
                        "junheng export jinghong.db jinghong-csv --lang zh"},
    [COMMAND_POLICY] = {"policy",
                        "[COUNTY]",
                        0,
                        1,
                        {"Print every parameter with its value, source, and whether local documents must confirm it; "
                         "--hours prints the weekly periods.",
                         "列出全部政策参数、取值、依据及是否需本地文件确认；--hours 列出周课时。"},
                        "junheng policy scenarios/jinghong"},
    [COMMAND_INIT] = {"init",
                      "FOLDER",
                      1,
                      1,
                      {"Write empty tables to fill in, and a small filled example that plans at once.",
                       "写出待填写的空表和一个可直接试算的小例子。"},
                      "junheng init my-county --lang zh"},
};

const command *command_of(command_id id) { return &commands[id]; }

static const char *const exits[EXIT_STATUSES][2] = {
    [EXIT_PLANNED] = {"planned, every rule met", "方案满足全部规则"},
    [EXIT_USAGE] = {"usage: the line makes no sense", "用法错误"},
    [EXIT_BAD_INPUT] = {"bad input: nothing was planned", "数据有误，未作规划"},
    [EXIT_NO_PLAN] = {"no plan can meet the rules; the nearest plan and what it takes are written",
                      "无法满足规则；写出最接近的方案和缺口"},
    [EXIT_STOPPED] = {"stopped by time or a signal; the best plan so far is written, with its gap",
                      "因时间或信号停止；写出目前最好的方案及差距"},
    [EXIT_IO] = {"reading or writing failed; an earlier plan is untouched", "读写失败；原有方案未受影响"},
};

const char *exit_meaning(int status, jh_language language) { return exits[status][language]; }

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

static bool parse_language(const char *text, options *o) {
  if (strcmp(text, "zh") != 0 && strcmp(text, "en") != 0) return false;
  o->headers = o->speech = strcmp(text, "zh") == 0 ? JH_CHINESE : JH_ENGLISH;
  return true;
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
    case SETTING_LANGUAGE: return parse_language(text, o);
  }
  return false;
}

static void take_word(line *l, const char *word, struct argp_state *state) {
  if (l->command != NO_COMMAND) {
    l->o->arguments[l->o->argument_count++] = word;
    return;
  }
  if (strcmp(word, "help") == 0) { /* junheng help rotate */
    l->help = true;
    return;
  }
  const char *nearest = "--help";
  size_t distance = 3; /* further away it is no slip */
  for (int i = 0; i < COMMAND_COUNT; i++) {
    size_t const to_this = jh_edit_distance(commands[i].name, word);
    if (to_this == 0) l->command = i;
    if (to_this < distance) distance = to_this, nearest = commands[i].name;
  }
  if (l->command == NO_COMMAND)
    argp_error(state, text_of(l->o->speech, "unknown command: %s (try %s)", "没有这个命令：%s（可试 %s）"), word,
               nearest);
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

static error_t take(int key, char *text, struct argp_state *state) {
  line *const l = state->input;
  if (key == ARGP_KEY_ARG) {
    take_word(l, text, state);
    return 0;
  }
  if (key == KEY_HELP || key == KEY_USAGE) return l->help = true, 0;
  if (key == KEY_MANUAL) return l->manual = true, 0;
  if (key == KEY_VERSION) return l->version = true, 0;
  const setting_rule *const rule = setting_by_key(key);
  if (!rule) return ARGP_ERR_UNKNOWN;
  if (!store(rule, text, l->o))
    argp_error(state, text_of(l->o->speech, "--%s %s: expected %s", "--%s %s：应为 %s"), rule->name, text ? text : "",
               rule->expected);
  if (!hand_on(rule, text, l->o)) return ENOMEM;
  if (l->used_count < OPTION_CAPACITY) l->used[l->used_count++] = rule;
  return 0;
}

/* The rows of argp's own table; help is printed here, in either language and as wide as the terminal. */
static void build_argp(struct argp_option *table, int capacity) {
  int count = 0;
  for (int i = 0; i < setting_count() && count < capacity - 5; i++)
    table[count++] =
        (struct argp_option){.name = setting_at(i)->name, .key = setting_at(i)->key, .arg = setting_at(i)->argument};
  table[count++] = (struct argp_option){.name = "help", .key = KEY_HELP};
  table[count++] = (struct argp_option){.name = "usage", .key = KEY_USAGE}; /* argp's messages speak of it */
  table[count++] = (struct argp_option){.name = "version", .key = KEY_VERSION};
  table[count++] = (struct argp_option){.name = "manual", .key = KEY_MANUAL};
  table[count] = (struct argp_option){0};
}

/* "  -t, --time SECONDS     Stop after ..." */
static void print_setting(const setting_rule *rule, jh_language speech) {
  char flag[64];
  snprintf(flag, sizeof flag, "--%s%s%s", rule->name, rule->argument ? " " : "",
           rule->argument ? rule->argument : "");
  printf("  -%c, %-22s %s\n", rule->key, flag, rule->meaning[speech]);
}

static void print_command_help(const options *o, int id) {
  const command *const c = &commands[id];
  printf(text_of(o->speech, "Usage: junheng %s %s [OPTIONS]\n\n%s\n\nOptions:\n",
                 "用法：junheng %s %s [选项]\n\n%s\n\n选项：\n"),
         c->name, c->arguments, c->meaning[o->speech]);
  for (int i = 0; i < setting_count(); i++)
    if (setting_at(i)->commands & (1u << (unsigned)id)) print_setting(setting_at(i), o->speech);
  printf("\n%s\n  %s\n", text_of(o->speech, "Example:", "示例："), c->example);
}

static void print_help(const options *o) {
  jh_language const speech = o->speech;
  printf("%s\n\n%s\n",
         text_of(speech, "Usage: junheng COMMAND COUNTY [OPTIONS]", "用法：junheng 命令 县域数据 [选项]"),
         text_of(speech,
                 "Plans a county's schools: teacher rotation, class sizes, sites; each plan audited and with "
                 "its proof.",
                 "县域义务教育均衡规划：教师交流、班额、布局；每个方案都经核查并给出证明。"));
  printf("\n%s\n", text_of(speech, "Commands:", "命令："));
  for (int i = 0; i < COMMAND_COUNT; i++)
    printf("  %-12s %-16s %s\n", commands[i].name, commands[i].arguments, commands[i].meaning[speech]);
  printf("\n%s\n", text_of(speech, "Options (junheng COMMAND --help lists those of a command):",
                           "选项（junheng 命令 --help 列出该命令的选项）："));
  for (int i = 0; i < setting_count(); i++) print_setting(setting_at(i), speech);
  printf("\n%s\n", text_of(speech, "Exit status:", "退出状态："));
  for (int status = 0; status < EXIT_STATUSES; status++) printf("  %d  %s\n", status, exit_meaning(status, speech));
}

/* What only the whole line can tell. */
static bool check_line(const line *l) {
  const options *const o = l->o;
  const command *const c = &commands[l->command];
  for (int i = 0; i < l->used_count; i++) {
    if (l->used[i]->commands & (1u << (unsigned)l->command)) continue;
    fprintf(stderr,
            text_of(o->speech, "junheng: --%s is no option of %s; see junheng %s --help\n",
                    "junheng：--%s 不是 %s 的选项；见 junheng %s --help\n"),
            l->used[i]->name, c->name, c->name);
    return false;
  }
  if (o->argument_count >= c->fewest && o->argument_count <= c->most) return true;
  fprintf(stderr,
          text_of(o->speech, "junheng: usage: junheng %s %s; for example: %s\n",
                  "junheng：用法：junheng %s %s；例如：%s\n"),
          c->name, c->arguments, c->example);
  return false;
}

/* Chinese when the environment speaks it; --lang overrides. */
static jh_language environment_language(void) {
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const char *const value = getenv(names[i]);
    if (value && *value) return strncmp(value, "zh", 2) == 0 ? JH_CHINESE : JH_ENGLISH;
  }
  return JH_ENGLISH;
}

static bool options_init(int argc, jh_arena *arena, options *o) {
  *o = (options){
      .arena = arena, .speech = environment_language(), .threads = 1, .seed = 1, .limit_s = -1, .gap_percent = -1};
  o->arguments = JH_NEW(arena, const char *, argc);
  o->scenarios = JH_NEW(arena, const char *, argc);
  o->settings = JH_NEW(arena, jh_setting, argc);
  o->handed_on = JH_NEW(arena, const char *, argc);
  return o->handed_on && o->arguments && o->scenarios && o->settings;
}

bool options_parse(int argc, char **argv, jh_arena *arena, options *o, int *status) {
  struct argp_option table[OPTION_CAPACITY];
  line l = {.o = o, .command = NO_COMMAND};
  *status = EXIT_IO;
  if (!options_init(argc, arena, o)) return false;
  build_argp(table, OPTION_CAPACITY);
  struct argp const parser = {.options = table, .parser = take, .args_doc = "COMMAND COUNTY"};
  argp_err_exit_status = EXIT_USAGE;
  argp_parse(&parser, argc, argv, ARGP_NO_HELP, NULL, &l);
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
