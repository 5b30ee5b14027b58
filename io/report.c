#include "junheng/io/report.h"

#include "report_inner.h"

#include <string.h>

static const struct part {
  const char *id, *heading;
  void (*write)(report *r);
} parts[] = {
    {"answer", JH_N("The question and the answer"), report_answer},
    {"map", JH_N("Map"), report_map},
    {"roster", "Who goes where", report_rotation},
    {"sites", "Sites that change", report_decisions},
    {"changes", JH_N("Villages before and after"), report_changes},
    {"costs", "Cost today and planned", report_costs},
    {"classes", JH_N("Class sizes before and after"), report_classes},
    {"distances", JH_N("Distances"), report_distances},
    {"quotas", "Quotas and shares", report_quotas},
    {"rules", "Rules checked", report_rules},
    {"certainty", "How sure is it", report_certainty},
    {"alternatives", "Alternatives and their price", report_alternatives},
    {"frontier", "Cost against pupil-km", report_frontier},
    {"procedure", "Procedure", report_procedure},
    {"open", JH_N("What the data left open"), report_open_questions},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

static bool has_part(const report *r, const struct part *part) {
  if (part->write == report_frontier) return r->options->frontier && r->options->frontier->row_count > 0;
  if (part->write == report_rotation) return r->job == JH_ROTATE;
  return part->write != report_decisions || r->job == JH_CONSOLIDATE;
}

void report_note(report *r, const char *english) {
  html_raw(&r->out, "<p class=\"note\">");
  html_say(&r->out, english);
  html_raw(&r->out, "</p>\n");
}

void report_more(report *r, int32_t hidden, jh_plan_table which) {
  if (hidden <= 0) return;
  const char *const count = report_grouped(r, hidden, 0);
  const char *const file = jh_arena_printf(r->out.arena, "%s.csv", jh_plan_spec(which)->name);
  html_raw(&r->out, "<p class=\"note\">");
  html_tell(&r->out, "{1} more rows: see {2} in the plan's folder.", count, file ? file : "", HTML_END);
  html_raw(&r->out, "</p>\n");
}

static void bar(html *h, const char *kind, double value, double largest) {
  if (value <= 0) return;
  html_format(h, "<i class=\"%s\" style=\"width:%.1f%%\"></i>", kind, 100 * value / largest);
}

void report_bars(report *r, const char *const *labels, const double *today, const double *plan, int count,
                 const char *unit) {
  html *const h = &r->out;
  double largest = 1;
  for (int i = 0; i < count; i++) {
    if (today && today[i] > largest) largest = today[i];
    if (plan[i] > largest) largest = plan[i];
  }
  html_raw(h, "<table class=\"bars\"><thead><tr><th scope=\"col\">");
  html_say(h, unit);
  if (today) {
    html_raw(h, "</th><th scope=\"col\" class=\"n key\"><i class=\"t\"></i>");
    html_say(h, "today");
  }
  html_raw(h, "</th><th scope=\"col\" class=\"n key\"><i class=\"p\"></i>");
  html_say(h, "plan");
  html_raw(h, "</th><th scope=\"col\">");
  html_say(h, "in bars");
  html_raw(h, "</th></tr></thead><tbody>\n");
  for (int i = 0; i < count; i++) {
    html_raw(h, "<tr><th scope=\"row\">");
    html_say(h, labels[i]);
    html_raw(h, "</th>");
    if (today) html_cell(h, report_grouped(r, today[i], 0), true);
    html_cell(h, report_grouped(r, plan[i], 0), true);
    html_raw(h, "<td class=\"b\">");
    if (today) bar(h, "t", today[i], largest);
    bar(h, "p", plan[i], largest);
    html_raw(h, "</td></tr>\n");
  }
  html_raw(h, "</tbody></table>\n");
}

static const char *const titles[JH_JOB_COUNT] = {JH_N("Teacher rotation plan"), JH_N("Pupil allocation plan"),
                                                 JH_N("School layout plan")};

static void head(report *r) {
  html *const h = &r->out;
  const char *const name = jh_arena_printf(h->arena, "%s · %s · %s", html_word(h, titles[r->job]), r->county->name,
                                           report_summary(r, "year"));
  h->failed |= !name;
  html_page_open(h, name ? name : "");
}

static void title(report *r) {
  html *const h = &r->out;
  html_raw(h, "<header><h1>");
  html_say(h, titles[r->job]);
  html_raw(h, " · ");
  html_name(h, r->county->name);
  html_raw(h, " · ");
  html_put(h, report_summary(r, "year"));
  html_raw(h, "</h1>\n<p class=\"note\">");
  if (r->options->public_version) {
    html_raw(h, "<span class=\"tag\">");
    html_say(h, "Public version");
    html_raw(h, "</span> ");
  }
  html_tell(h, "Plan {1}", report_summary(r, "plan_id"), HTML_END);
  html_raw(h, "</p>\n");
  const char *const data_note = report_summary(r, "data_note");
  if (*data_note) {
    html_raw(h, "<p class=\"made\">");
    html_name(h, data_note);
    html_raw(h, "</p>\n");
  }
  html_raw(h, "<nav aria-label=\"");
  html_say(h, "Contents");
  html_raw(h, "\"><ul>");
  for (int i = 0; i < PARTS; i++) {
    if (!has_part(r, &parts[i])) continue;
    html_format(h, "<li><a href=\"#%s\">", parts[i].id);
    html_say(h, parts[i].heading);
    html_raw(h, "</a></li>");
  }
  html_raw(h, "</ul></nav></header>\n<main>\n");
}

jh_status jh_report_html(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT],
                         const jh_report_options *options, jh_arena *arena, const char **text, size_t *size) {
  report *const r = JH_NEW(arena, report, 1);
  if (!r) return JH_NO_MEMORY;
  *r = (report){.out = {.arena = arena, .language = options->language},
                .county = county,
                .tables = tables,
                .options = options,
                .job = JH_ROTATE};
  for (int job = 0; job < JH_JOB_COUNT; job++)
    if (strcmp(report_summary(r, "job"), jh_job_name((jh_job)job)) == 0) r->job = (jh_job)job;
  if (!report_gather(r)) return JH_NO_MEMORY;
  head(r);
  title(r);
  for (int i = 0; i < PARTS; i++) {
    if (!has_part(r, &parts[i])) continue;
    html_format(&r->out, "<section id=\"%s\">", parts[i].id);
    html_heading(&r->out, 2, parts[i].heading);
    parts[i].write(r);
    html_raw(&r->out, "</section>\n");
  }
  html_page_close(&r->out);
  *text = r->out.bytes;
  *size = r->out.size;
  return r->out.failed ? JH_NO_MEMORY : JH_OK;
}
