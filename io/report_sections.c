/* What every dossier has: the answer first, how sure it is, the procedure, what the data left open. */
#include "report_inner.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool status_is(const report *r, const char *status) {
  return strcmp(report_summary(r, "status"), status) == 0;
}

/* "optimal" and its kin, as a sentence for people who do not plan for a living. */
static const char *certainty_words(const report *r) {
  bool const misses = report_count_rows(report_table(r, JH_PLAN_AUDIT), "met", "0") > 0;
  if (status_is(r, "optimal"))
    return JH_N("It is proven that under these rules no better plan exists: every goal equals its proven bound.");
  if (status_is(r, "infeasible"))
    return JH_N(
        "The rules contradict each other in this county. This is the nearest plan; what would make them hold is "
        "listed.");
  if (misses)
    return JH_N(
        "This plan does not keep every rule, and whether another could is not proven; the rules it misses are "
        "marked.");
  if (status_is(r, "stopped"))
    return JH_N(
        "The search was stopped before a proof. This is the best plan found; the gap says how much better another "
        "could be at most.");
  return JH_N("The plan keeps every rule. The gap says how much better another plan could be at most.");
}

/* The largest class of the plan's first year, and its classes above the limit of large classes. */
static int32_t largest_class(const report *r, int32_t limit, int32_t *large) {
  const jh_table *const rows = report_table(r, JH_PLAN_CLASSES);
  int32_t largest = 0;
  *large = 0;
  for (int32_t row = 0; row < rows->row_count; row++) {
    if (strcmp(report_cell(rows, row, "year"), report_cell(rows, 0, "year")) != 0) continue;
    int32_t const pupils = (int32_t)report_number(rows, row, "pupils"),
                  classes = (int32_t)report_number(rows, row, "classes");
    if (classes <= 0) continue;
    int32_t const most = (pupils + classes - 1) / classes, full = pupils % classes ? pupils % classes : classes;
    if (most > largest) largest = most;
    if (most > limit) *large += pupils / classes > limit ? classes : full;
  }
  return largest;
}

static int32_t moved_pupils(const report *r) {
  int32_t moved = 0;
  for (int32_t i = 0; i < r->change_count; i++) moved += r->changes[i].pupils;
  return moved;
}

/* The county's row of a rule of the audit, -1 when there is none. */
static int32_t county_row(const jh_table *audit, const char *rule) {
  for (int32_t row = 0; row < audit->row_count; row++)
    if (strcmp(report_cell(audit, row, "rule"), rule) == 0 && strcmp(report_cell(audit, row, "scope"), "county") == 0)
      return row;
  return -1;
}

static void answer_rotation(report *r) {
  html *const h = &r->out;
  const jh_table *const roster = report_table(r, JH_PLAN_ROSTER), *const posts = report_table(r, JH_PLAN_POSTS),
                        *const audit = report_table(r, JH_PLAN_AUDIT);
  double empty_before = 0, empty_after = 0;
  for (int32_t row = 0; row < posts->row_count; row++) {
    double const needed = report_number(posts, row, "needed");
    empty_before += fmax(0, needed - report_number(posts, row, "before"));
    empty_after += fmax(0, needed - report_number(posts, row, "after"));
  }
  html_tell(h, "Which teachers of town and quality schools go to which rural schools in the school year {1}?",
            report_summary(r, "year"), HTML_END);
  html_raw(h, "<br/>");
  html_tell(h, "{1} teachers rotate, {2} of them backbone teachers. Posts without a teacher: {3} before, {4} after.",
            report_grouped(r, roster->row_count, 0), report_grouped(r, report_count_rows(roster, "backbone", "1"), 0),
            report_grouped(r, empty_before, 0), report_grouped(r, empty_after, 0), HTML_END);
  int32_t const row = county_row(audit, "quota");
  if (row < 0) return;
  html_raw(h, " ");
  html_tell(h, "The quota asks for at least {1}; sent, of those eligible: {2}.", report_cell(audit, row, "required"),
            report_cell(audit, row, "achieved"), HTML_END);
}

static void answer_allocation(report *r) {
  html *const h = &r->out;
  int32_t const limit = (int32_t)r->county->policy.values[JH_LARGE_CLASS_LIMIT].value;
  int32_t large_now = 0, large = 0, pupils = 0, largest_now = 0;
  int32_t const largest = largest_class(r, limit, &large);
  for (int32_t i = 0; i < r->county->class_count; i++) {
    large_now += r->county->classes[i].pupils > limit;
    if (r->county->classes[i].pupils > largest_now) largest_now = r->county->classes[i].pupils;
  }
  for (int32_t i = 0; i < r->flow_count; i++) pupils += r->flows[i].pupils;
  html_tell(h, "Which school takes which pupils in the school year {1}, so that no class is too large?",
            report_summary(r, "year"), HTML_END);
  html_raw(h, "<br/>");
  html_tell(
      h,
      "{1} pupils are placed. Classes of {2} and more: {3} today, {4} planned; the largest: {5} today, {6} planned.",
      report_grouped(r, pupils, 0), report_grouped(r, limit + 1, 0), report_grouped(r, large_now, 0),
      report_grouped(r, large, 0), report_grouped(r, largest_now, 0), report_grouped(r, largest, 0), HTML_END);
  html_raw(h, " ");
  const jh_table *const rooms = report_table(r, JH_PLAN_ROOMS);
  html_tell(h, "{1} pupils change school; {2} rooms are added; rooms and openings cost {3} yuan.",
            report_grouped(r, moved_pupils(r), 0), report_grouped(r, report_sum(rooms, "added"), 0),
            report_grouped(r, report_sum(rooms, "cost"), 0), HTML_END);
}

static void answer_consolidation(report *r) {
  html *const h = &r->out;
  const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS), *const costs = report_table(r, JH_PLAN_COSTS);
  html_tell(h, "Which sites are kept, merged, built or restored from the school year {1} on?",
            report_summary(r, "year"), HTML_END);
  html_raw(h, "<br/>");
  html_tell(h, "{1} sites are kept, {2} merged, {3} built, {4} restored; {5} pupils change school.",
            report_grouped(r, report_count_rows(sites, "decision", "keep"), 0),
            report_grouped(r, report_count_rows(sites, "decision", "merge"), 0),
            report_grouped(r, report_count_rows(sites, "decision", "new"), 0),
            report_grouped(r, report_count_rows(sites, "decision", "restore"), 0),
            report_grouped(r, moved_pupils(r), 0), HTML_END);
  for (int32_t row = 0; row < costs->row_count; row++) {
    if (strcmp(report_cell(costs, row, "item"), "total") != 0) continue;
    html_raw(h, " ");
    html_tell(h, "Cost to the county: {1} yuan a year today, {2} planned (difference {3}).",
              report_grouped(r, report_number(costs, row, "today"), 0),
              report_grouped(r, report_number(costs, row, "plan"), 0),
              report_grouped(r, report_number(costs, row, "difference"), 0), HTML_END);
  }
}

void report_answer(report *r) {
  static void (*const answers[JH_JOB_COUNT])(report *) = {answer_rotation, answer_allocation, answer_consolidation};
  html *const h = &r->out;
  html_raw(h, "<p class=\"answer\">");
  answers[r->job](r);
  html_raw(h, "<br/>");
  html_say(h, certainty_words(r));
  const char *const gap = report_summary(r, "gap");
  if (strtod(gap, NULL) > 0) {
    html_raw(h, " ");
    html_tell(h, "Gap: {1} %.", gap, HTML_END);
  }
  html_raw(h, "</p>\n");
  const char *const why = report_summary(r, "why"), *const scenario = report_summary(r, "scenario");
  if (*scenario) {
    html_raw(h, "<p>");
    html_tell(h, "A what-if, not the county as it is: {1}.", scenario, HTML_END);
    /* A reason may be one teacher's own. */
    if (*why && !(r->options->public_version && r->job == JH_ROTATE)) {
      html_raw(h, " ");
      html_name(h, why);
    }
    html_raw(h, "</p>\n");
  }
  const jh_table *const needs = report_table(r, JH_PLAN_NEEDS);
  if (needs->row_count == 0) return;
  html_heading(h, 3, "What it would take");
  html_raw(h, "<ul>");
  for (int32_t row = 0; row < needs->row_count; row++) {
    html_raw(h, "<li>");
    html_name(h, report_cell(needs, row, "words"));
    html_raw(h, "</li>");
  }
  html_raw(h, "</ul>\n");
}

static void goal_row(report *r, const char *name, int level) {
  html *const h = &r->out;
  const char *parts[4];
  static const char *const names[4] = {"unit", "value", "bound", "gap"};
  for (int i = 0; i < 4; i++) {
    char key[48];
    snprintf(key, sizeof key, "objective_%d_%s", level, names[i]);
    parts[i] = report_summary(r, key);
  }
  html_format(h, "<tr><td class=\"n\">%d</td>", level);
  html_cell(h, report_label(r, name), false);
  html_cell(h, html_word(h, parts[0]), false);
  for (int i = 1; i < 3; i++) {
    double const value = strtod(parts[i], NULL);
    html_cell(h, report_grouped(r, value, value == floor(value) ? 0 : 3), true);
  }
  html_cell(h, parts[3], true);
  html_raw(h, "<td class=\"long\">");
  if (strtod(parts[3], NULL) > 0)
    html_tell(h, "another plan could be at most {1} % better", parts[3], HTML_END);
  else
    html_say(h, "proven: cannot be better");
  html_raw(h, "</td></tr>\n");
}

void report_certainty(report *r) {
  static const html_head heads[] = {
      HTML_NUMBER("order"), HTML_TEXT("goal"),    HTML_TEXT("unit"),          HTML_NUMBER("value of the plan"),
      HTML_NUMBER("bound"), HTML_NUMBER("gap %"), HTML_TEXT("in plain words")};
  html *const h = &r->out;
  html_raw(h, "<p>");
  html_say(h, certainty_words(r));
  html_raw(h, "</p>\n");
  report_note(r,
              "Goals are met in this order: a later one never makes an earlier one worse. The bound is what no plan "
              "at all can beat; the gap is the distance between the two.");
  html_table_open(h, "How sure is it", heads, 7);
  for (int level = 1; level < 100; level++) {
    char key[48];
    snprintf(key, sizeof key, "objective_%d", level);
    const char *const name = report_summary(r, key);
    if (!*name) break;
    goal_row(r, name, level);
  }
  html_table_close(h);
  const char *const note = html_word(h, report_summary(r, "note"));
  html_raw(h, "<p class=\"note\">");
  html_tell(h, "Method: {1}", html_word(h, report_summary(r, "method")), HTML_END);
  if (*note) {
    html_raw(h, " · ");
    html_name(h, note);
  }
  html_raw(h, "</p>\n");
}

/* What stands between a plan and its order, to be filled in by hand. */
void report_procedure(report *r) {
  static const html_head heads[] = {HTML_TEXT("done"),
                                    HTML_TEXT("step"),
                                    HTML_TEXT("what it asks for"),
                                    HTML_TEXT("date"),
                                    HTML_TEXT("result, document number"),
                                    HTML_TEXT("signature")};
  static const char *const stages[][2] = {
      {JH_N("plan drawn up"), JH_N("the bureau checks the tables and adopts a draft")},
      {JH_N("argued by experts"), JH_N("schools, experts and township governments examine it")},
      {JH_N("published"), JH_N("the public version hangs out for the days the law asks for; remarks are noted")},
      {JH_N("hearing held"), JH_N("parents and villagers are heard; the vote is recorded")},
      {JH_N("submitted for approval"), JH_N("to the government that decides, with the record of the hearing")}};
  html *const h = &r->out;
  report_note(r, "To be filled in by hand; the program decides nothing here.");
  html_raw(h, "<div class=\"check\">");
  html_table_open(h, "Procedure", heads, 6);
  for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
    html_raw(h, "<tr><td>☐</td>");
    html_cell(h, html_word(h, stages[i][0]), false);
    html_long_cell(h, html_word(h, stages[i][1]));
    html_raw(h, "<td class=\"w\"></td><td class=\"w\"></td><td class=\"w\"></td></tr>\n");
  }
  html_table_close(h);
  html_raw(h, "</div>\n");
}

/* Whether a parameter has anything to say in this job. */
static bool concerns(const report *r, jh_policy_key key) {
  if (key >= JH_ROTATION_SHARE && key <= JH_ROTATION_MAX_KM) return r->job == JH_ROTATE;
  if (key >= JH_PUPILS_PER_STAFF_PRIMARY && key <= JH_HOMEROOM_SHARE) return r->job != JH_ALLOCATE;
  if (key >= JH_MAX_MINUTES_1_3 && key <= JH_PRIVATE_SEAT_COST) return r->job != JH_ROTATE;
  return true;
}

static void to_confirm(report *r) {
  static const html_head heads[] = {HTML_TEXT("parameter"), HTML_TEXT("meaning"), HTML_NUMBER("value used"),
                                    HTML_TEXT("unit"), HTML_TEXT("rests on")};
  html *const h = &r->out;
  html_heading(h, 3, "Values that local documents must confirm");
  html_table_open(h, "Values that local documents must confirm", heads, 5);
  int rows = 0;
  for (int key = 0; key < JH_POLICY_KEYS; key++) {
    const jh_policy_rule *const rule = jh_policy_rule_of((jh_policy_key)key);
    const jh_policy_value *const value = &r->county->policy.values[key];
    if (!rule->confirm || !value->is_default || !concerns(r, (jh_policy_key)key)) continue;
    rows++;
    html_raw(h, "<tr><td><code>");
    html_put(h, rule->name);
    html_raw(h, "</code></td>");
    html_long_cell(h, html_word(h, rule->meaning));
    html_cell(h, value->set ? value->text : "", true);
    html_cell(h, rule->unit ? html_word(h, rule->unit) : "", false);
    html_long_cell(h, value->source ? html_word(h, value->source) : "");
    html_raw(h, "</tr>\n");
  }
  if (rows == 0) {
    html_raw(h, "<tr><td colspan=\"5\">");
    html_say(h, "none: every value has its document");
    html_raw(h, "</td></tr>\n");
  }
  html_table_close(h);
}

static void warnings(report *r) {
  enum { SHOWN = 40 };
  html *const h = &r->out;
  const jh_problems *const problems = r->options->warnings;
  html_heading(h, 3, "What the tables left open");
  if (!problems || problems->warning_count == 0) {
    report_note(r, "The tables were read without a remark.");
    return;
  }
  html_raw(h, "<p>");
  html_tell(h, "Remarks on the tables: {1}.", report_grouped(r, (double)problems->warning_count, 0), HTML_END);
  html_raw(h, "</p>\n");
  if (r->options->public_version) return; /* they may name a teacher */
  html_raw(h, "<ul class=\"note\">");
  int shown = 0;
  for (size_t i = 0; i < problems->count && shown < SHOWN; i++) {
    if (problems->items[i].severity != JH_WARNING) continue;
    const char *const text = jh_problem_text(problems, &problems->items[i]);
    html_raw(h, "<li>");
    html_name(h, text);
    html_raw(h, "</li>");
    shown++;
  }
  html_raw(h, "</ul>\n");
  if (problems->warning_count > shown) report_note(r, "The others: junheng check lists them all.");
}

void report_open_questions(report *r) {
  html *const h = &r->out;
  const char *const data_note = report_summary(r, "data_note");
  if (*data_note) {
    html_raw(h, "<p>");
    html_name(h, data_note);
    html_raw(h, "</p>\n");
  }
  to_confirm(r);
  warnings(r);
  html_heading(h, 3, "What it was made from");
  html_raw(h, "<p class=\"note\">");
  html_tell(h, "Junheng {1}, plan {2}; SHA-256 of every table and all policy values: see {3}.",
            report_summary(r, "version"), report_summary(r, "plan_id"), "summary.csv", HTML_END);
  html_raw(h, "</p>\n");
}
