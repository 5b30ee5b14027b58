/* Quotas with numerator and denominator, and every rule that the audit checked, with its document. */
#include "report_inner.h"

#include <stdlib.h>
#include <string.h>

static bool is(const char *a, const char *b) { return strcmp(a, b) == 0; }

/* Fixed wordings are in the reader's language already; the value of a goal stands bare. */
static const char *audit_words(report *r, const char *words) {
  char *end = NULL;
  double const figure = strtod(words, &end);
  return *words && *end == '\0' && strchr(words, '.') ? report_grouped(r, figure, 3) : words;
}

static void share_row(report *r, const char *what, double part, double whole) {
  html *const h = &r->out;
  html_raw(h, "<tr>");
  html_cell(h, html_word(h, what), false);
  html_cell(h, report_grouped(r, part, 0), true);
  html_cell(h, report_grouped(r, whole, 0), true);
  html_cell(h, whole > 0 ? report_grouped(r, 100 * part / whole, 2) : "", true);
  html_raw(h, "</tr>\n");
}

static void shares_of_classes(report *r) {
  int32_t const limit = (int32_t)r->county->policy.values[JH_LARGE_CLASS_LIMIT].value;
  const jh_table *const rows = report_table(r, JH_PLAN_CLASSES);
  double large_now = 0, large = 0, classes = 0;
  for (int32_t i = 0; i < r->county->class_count; i++) large_now += r->county->classes[i].pupils > limit;
  for (int32_t row = 0; row < rows->row_count; row++) {
    if (!is(report_cell(rows, row, "year"), report_cell(rows, 0, "year"))) continue;
    int32_t const pupils = (int32_t)report_number(rows, row, "pupils"),
                  count = (int32_t)report_number(rows, row, "classes");
    if (count <= 0) continue;
    classes += count;
    large += pupils / count > limit ? count : pupils / count == limit ? pupils % count : 0;
  }
  share_row(r, "large classes today, of all classes", large_now, r->county->class_count);
  share_row(r, "large classes planned, of all classes", large, classes);
}

static void shares(report *r) {
  static const html_head heads[] = {HTML_TEXT("share"), HTML_NUMBER("numerator"), HTML_NUMBER("denominator"),
                                    HTML_NUMBER("%")};
  html *const h = &r->out;
  double pupils = 0, walk = 0, bus = 0, board = 0, moved = 0;
  for (int32_t i = 0; i < r->flow_count; i++) {
    const report_flow *const flow = &r->flows[i];
    pupils += flow->pupils;
    if (is(flow->mode, "walk")) walk += flow->pupils;
    if (is(flow->mode, "bus")) bus += flow->pupils;
    if (is(flow->mode, "board")) board += flow->pupils;
    if (flow->moved) moved += flow->pupils;
  }
  html_table_open(h, "Quotas and shares", heads, 4);
  if (r->job == JH_ALLOCATE) shares_of_classes(r);
  if (r->job == JH_CONSOLIDATE) {
    const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
    double const kept = report_count_rows(sites, "decision", "keep"),
                 merged = report_count_rows(sites, "decision", "merge");
    share_row(r, "sites kept, of those in operation", kept, kept + merged);
    share_row(r, "sites merged, of those in operation", merged, kept + merged);
  }
  share_row(r, "pupils who change school, of all pupils", moved, pupils);
  share_row(r, "pupils who walk", walk, pupils);
  share_row(r, "pupils who ride", bus, pupils);
  share_row(r, "pupils who board", board, pupils);
  html_table_close(h);
}

/* "135 / 1242": what the audit counted. */
static void quota_row(report *r, const jh_table *audit, int32_t row, const char *what) {
  html *const h = &r->out;
  const char *const achieved = report_cell(audit, row, "achieved"), *const met = report_cell(audit, row, "met");
  char *end = NULL;
  double const part = strtod(achieved, &end), whole = strncmp(end, " / ", 3) == 0 ? strtod(end + 3, NULL) : 0;
  html_raw(h, *met == '0' ? "<tr class=\"no\">" : "<tr>");
  html_cell(h, what, false);
  html_cell(h, audit_words(r, report_cell(audit, row, "required")), false);
  html_cell(h, report_grouped(r, part, 0), true);
  html_cell(h, report_grouped(r, whole, 0), true);
  html_cell(h, whole > 0 ? report_grouped(r, 100 * part / whole, 2) : "", true);
  html_cell(h, !*met ? html_word(h, "for information") : html_word(h, *met == '1' ? "yes" : "no"), false);
  html_long_cell(h, report_cell(audit, row, "source"));
  html_raw(h, "</tr>\n");
}

static void rotation_quotas(report *r) {
  static const html_head heads[] = {HTML_TEXT("quota"),         HTML_TEXT("required"), HTML_NUMBER("numerator"),
                                    HTML_NUMBER("denominator"), HTML_NUMBER("%"),      HTML_TEXT("met"),
                                    HTML_TEXT("document")};
  html *const h = &r->out;
  const jh_table *const audit = report_table(r, JH_PLAN_AUDIT);
  report_note(r,
              "Of the whole county first: teachers sent of those eligible; backbone teachers of those sent. Then "
              "each sending school.");
  html_table_open(h, "Quotas and shares", heads, 7);
  for (int county = 1; county >= 0; county--)
    for (int32_t row = 0; row < audit->row_count; row++) {
      const char *const rule = report_cell(audit, row, "rule"), *const scope = report_cell(audit, row, "scope");
      if ((!is(rule, "quota") && !is(rule, "backbone")) || is(scope, "county") != (county == 1)) continue;
      const char *const what = county ? html_word(h, is(rule, "quota") ? "teachers sent, of those eligible"
                                                                       : JH_N("backbone teachers, of those sent"))
                                      : report_school_name(r, scope);
      quota_row(r, audit, row, what);
    }
  html_table_close(h);
}

void report_quotas(report *r) {
  if (r->job == JH_ROTATE)
    rotation_quotas(r);
  else
    shares(r);
}

/* Whom a row is about. Of a teacher the public version says nothing. */
static const char *scope_words(const report *r, const char *scope) {
  if (is(scope, "county")) return html_word(&r->out, "the whole county");
  if (report_school(r, scope) >= 0) return report_school_name(r, scope);
  /* "S015, 2020": a school and what of it. */
  const char *const comma = strchr(scope, ',');
  const char *const key = comma ? jh_arena_text_n(r->out.arena, scope, (size_t)(comma - scope)) : NULL;
  if (key && report_school(r, key) >= 0) {
    const char *const words = jh_arena_printf(r->out.arena, "%s%s", report_school_name(r, key), comma);
    return words ? words : scope;
  }
  int32_t const place = report_place(r, scope);
  return place >= 0 ? report_name_of_place(r, place) : html_word(&r->out, scope);
}

static bool may_show(const report *r, const char *scope) {
  return !r->options->public_version || r->job != JH_ROTATE || is(scope, "county") || report_school(r, scope) >= 0;
}

static void rule_row(report *r, const jh_table *audit, int32_t row) {
  html *const h = &r->out;
  const char *const met = report_cell(audit, row, "met"), *const scope = report_cell(audit, row, "scope"),
                    *const source = report_cell(audit, row, "source"), *const rule = report_cell(audit, row, "rule");
  bool const shown = may_show(r, scope);
  html_raw(h, *met == '0' ? "<tr class=\"no\"><td>" : "<tr><td>");
  const char *const dot = strchr(rule, '.');
  if (dot && (strncmp(rule, "objective.", 10) == 0 || strncmp(rule, "bound.", 6) == 0)) {
    html_say(h, *rule == 'o' ? "value of the goal, recomputed:" : JH_N("bound of the goal:"));
    html_raw(h, " ");
    html_put(h, report_label(r, dot + 1));
  } else {
    html_put(h, report_label(r, rule));
  }
  html_raw(h, "</td>");
  html_cell(h, shown ? scope_words(r, scope) : html_word(h, "one teacher (not public)"), false);
  html_cell(h, audit_words(r, report_cell(audit, row, "required")), false);
  html_cell(h, shown ? audit_words(r, report_cell(audit, row, "achieved")) : "", false);
  html_cell(h, !*met ? html_word(h, "for information") : html_word(h, *met == '1' ? "yes" : "no"), false);
  html_long_cell(h, html_word(h, source));
  html_raw(h, "</tr>\n");
}

void report_rules(report *r) {
  enum { MOST = 300 };
  static const html_head heads[] = {HTML_TEXT("rule"),     HTML_TEXT("scope"), HTML_TEXT("required"),
                                    HTML_TEXT("achieved"), HTML_TEXT("met"),   HTML_TEXT("document")};
  html *const h = &r->out;
  const jh_table *const audit = report_table(r, JH_PLAN_AUDIT);
  int32_t const unmet = report_count_rows(audit, "met", "0"), met = report_count_rows(audit, "met", "1");
  html_raw(h, "<p>");
  html_tell(h, "{1} checks are met, {2} are not; others are for information.", report_grouped(r, met, 0),
            report_grouped(r, unmet, 0), HTML_END);
  html_raw(h, "</p>\n");
  report_note(r,
              "By an auditor that reads only the county's tables and the written plan, and recomputes every figure. "
              "Quotas of single schools stand above.");
  html_table_open(h, "Rules checked", heads, 6);
  int32_t shown = 0, left_out = 0;
  /* What is not met first: nobody should have to look for it. */
  for (int pass = 0; pass < 2; pass++)
    for (int32_t row = 0; row < audit->row_count; row++) {
      bool const failed = *report_cell(audit, row, "met") == '0';
      if (failed != (pass == 0)) continue;
      if (!failed && is(report_cell(audit, row, "rule"), "quota") && !is(report_cell(audit, row, "scope"), "county"))
        continue;
      if (shown++ < MOST)
        rule_row(r, audit, row);
      else
        left_out++;
    }
  html_table_close(h);
  report_more(r, left_out, JH_PLAN_AUDIT);
}
