/* What every dossier has: the answer first, how sure it is, the rules with their documents, the procedure. */
#include "report_inner.h"

#include <stdio.h>
#include <string.h>

static bool status_is(const report *r, const char *status) {
  return strcmp(report_summary(r, "status"), status) == 0;
}

/* "optimal" and its kin, as a sentence for people who do not plan for a living. */
static const char *certainty_words(const report *r) {
  if (status_is(r, "optimal"))
    return "It is proven that under these rules no better plan exists: every figure below equals its proven bound.";
  if (status_is(r, "infeasible"))
    return "The rules contradict each other in this county. This is the nearest plan; below is the least that would "
           "make them hold.";
  if (status_is(r, "stopped"))
    return "The search was stopped before a proof. This is the best plan found; the gap says how much better another "
           "could be at most.";
  return "The plan keeps every rule. The gap says how much better another plan could be at most.";
}

static int count_rows(const jh_table *table, const char *column, const char *word) {
  int count = 0;
  for (int32_t row = 0; row < table->row_count; row++) count += strcmp(report_cell(table, row, column), word) == 0;
  return count;
}

static double sum_rows(const jh_table *table, const char *column) {
  double sum = 0;
  for (int32_t row = 0; row < table->row_count; row++) sum += report_number(table, row, column);
  return sum;
}

static void figure(html *h, const char *english, double value) {
  html_raw(h, "<b>");
  html_format(h, "%.0f</b> ", value);
  html_say(h, english);
}

static void answer_of_job(report *r) {
  html *const h = &r->out;
  if (r->job == JH_ROTATE) {
    const jh_table *const roster = report_table(r, JH_PLAN_ROSTER);
    html_say(h, "Who of the town and quality schools' teachers goes to which rural school this year?");
    html_raw(h, "<br>");
    figure(h, "teachers rotate, of them ", roster->row_count);
    figure(h, "backbone teachers.", count_rows(roster, "backbone", "1"));
  } else if (r->job == JH_ALLOCATE) {
    html_say(h, "Which school takes which pupils so that no class is too large?");
    html_raw(h, "<br>");
    figure(h, "pupils stand above the class limit; ", sum_rows(report_table(r, JH_PLAN_CLASSES), "over"));
    figure(h, "rooms are added.", sum_rows(report_table(r, JH_PLAN_ROOMS), "added"));
  } else {
    const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
    html_say(h, "Which sites are kept, merged, built or restored?");
    html_raw(h, "<br>");
    figure(h, "kept, ", count_rows(sites, "decision", "keep"));
    figure(h, "merged, ", count_rows(sites, "decision", "merge"));
    figure(h, "built, ", count_rows(sites, "decision", "new"));
    figure(h, "restored.", count_rows(sites, "decision", "restore"));
  }
}

void report_answer(report *r) {
  html *const h = &r->out;
  html_heading(h, 2, "The question and the answer");
  html_raw(h, "<p class=answer>");
  answer_of_job(r);
  html_raw(h, "<br>");
  html_say(h, certainty_words(r));
  html_raw(h, "</p>\n");
  const jh_table *const needs = report_table(r, JH_PLAN_NEEDS);
  if (needs->row_count == 0) return;
  html_heading(h, 3, "What it would take");
  html_raw(h, "<ul>");
  for (int32_t row = 0; row < needs->row_count; row++) {
    html_raw(h, "<li><bdi>");
    html_put(h, report_cell(needs, row, "words"));
    html_raw(h, "</bdi></li>");
  }
  html_raw(h, "</ul>\n");
}

void report_certainty(report *r) {
  static const char *const heads[] = {"goal, most important first", "value", "proven bound", "gap %", "unit"};
  html *const h = &r->out;
  html_heading(h, 2, "How sure is it");
  html_raw(h, "<p>");
  html_say(h, certainty_words(r));
  html_raw(h, "</p>\n");
  html_table_open(h, heads, 5);
  for (int level = 1; level < 100; level++) {
    char key[48];
    snprintf(key, sizeof key, "objective_%d", level);
    const char *const name = report_summary(r, key);
    if (!*name) break;
    html_raw(h, "<tr>");
    html_cell(h, html_word(h, name), false);
    static const char *const parts[] = {"value", "bound", "gap", "unit"};
    for (int i = 0; i < 4; i++) {
      snprintf(key, sizeof key, "objective_%d_%s", level, parts[i]);
      html_cell(h, i == 3 ? html_word(h, report_summary(r, key)) : report_summary(r, key), i < 3);
    }
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  const char *const note = report_summary(r, "note");
  html_raw(h, "<p class=note>");
  html_put(h, report_summary(r, "method"));
  html_raw(h, *note ? " · " : "");
  html_put(h, note);
  html_raw(h, "</p>\n");
}

void report_rules(report *r) {
  static const char *const heads[] = {"rule", "scope", "required", "achieved", "met", "document"};
  static const char *const columns[] = {"rule", "scope", "required", "achieved", "met", "source"};
  html *const h = &r->out;
  const jh_table *const audit = report_table(r, JH_PLAN_AUDIT);
  html_heading(h, 2, "Rules checked");
  html_raw(h, "<p class=note>");
  html_say(h, "By an auditor that reads only the county's tables and the written plan.");
  html_raw(h, "</p>\n");
  html_table_open(h, heads, 6);
  for (int32_t row = 0; row < audit->row_count; row++) {
    const char *const met = report_cell(audit, row, "met");
    html_raw(h, *met == '0' ? "<tr class=no>" : "<tr>");
    for (int i = 0; i < 6; i++) {
      const char *const cell = report_cell(audit, row, columns[i]);
      html_cell(h, i != 4 ? cell : !*met ? "" : html_word(h, *met == '1' ? "yes" : "no"), false);
    }
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

/* What stands between a plan and its order, to be filled in by hand; then what the data left open. */
void report_procedure(report *r) {
  static const char *const stages[] = {"plan drawn up (制定)", "argued by experts (论证)", "published (公示)",
                                       "hearing held (听证)", "submitted for approval (报批)"};
  html *const h = &r->out;
  html_heading(h, 2, "Procedure");
  html_raw(h, "<ul class=check>");
  for (int i = 0; i < 5; i++) {
    html_raw(h, "<li>☐ ");
    html_say(h, stages[i]);
    html_raw(h, " ____________________ ");
    html_say(h, "date, signature");
    html_raw(h, "</li>");
  }
  html_raw(h, "</ul>\n");
  html_heading(h, 2, "What local documents must confirm");
  html_raw(h, "<ul class=note>");
  const jh_table *const summary = report_table(r, JH_PLAN_SUMMARY);
  for (int key = 0; key < JH_POLICY_KEYS; key++) {
    const jh_policy_rule *const rule = jh_policy_rule_of((jh_policy_key)key);
    if (!rule->confirm) continue;
    for (int32_t row = 0; row < summary->row_count; row++) {
      const char *const name = report_cell(summary, row, "key");
      if (strncmp(name, "policy.", 7) != 0 || strcmp(name + 7, rule->name) != 0) continue;
      html_format(h, "<li><code>%s</code> = ", rule->name);
      html_put(h, report_cell(summary, row, "value"));
      html_raw(h, "</li>");
    }
  }
  html_raw(h, "</ul>\n");
}
