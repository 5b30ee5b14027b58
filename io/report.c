#include "junheng/io/report.h"

#include "report_inner.h"

#include <stdlib.h>
#include <string.h>

/* Readable without colour, from a phone to A4; nothing is loaded from anywhere. */
static const char style[] =
    ":root{--ink:#1b1f24;--line:#c9ced6;--soft:#f4f5f7;--mark:#0b5cad}"
    "*{box-sizing:border-box}body{font:16px/1.6 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;"
    "color:var(--ink);background:#fff;margin:0 auto;max-width:60rem;padding:1rem}"
    "h1{font-size:1.6rem;line-height:1.3;margin:.5rem 0}h2{font-size:1.2rem;border-bottom:2px solid var(--line);"
    "margin:2rem 0 .6rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}"
    "table{border-collapse:collapse;width:100%;font-size:.86rem}th,td{border:1px solid var(--line);padding:.25rem "
    ".5rem;"
    "text-align:left;vertical-align:top}th{background:var(--soft)}td.n{text-align:right;font-variant-numeric:tabular-"
    "nums}"
    ".scroll{overflow-x:auto}.note{color:#4a525d;font-size:.88rem}.answer{font-size:1.08rem;background:var(--soft);"
    "border-left:5px solid var(--mark);padding:.7rem 1rem}.made{border:2px dashed #8a4b00;padding:.4rem .8rem}"
    "svg{max-width:100%;height:auto;border:1px solid var(--line)}ul.check{list-style:none;padding:0}"
    "ul.check li{padding:.25rem 0;border-bottom:1px dotted var(--line)}.no{font-weight:700}"
    ".bar{display:grid;grid-template-columns:9rem 1fr;gap:.1rem .6rem;font-size:.86rem}"
    ".bar div.a,.bar div.b{min-width:2px;height:.85rem;display:inline-block;vertical-align:middle}"
    ".bar div.a{background:#9aa3af}.bar div.b{background:var(--mark)}"
    "@media print{@page{size:A4;margin:16mm}body{font-size:10pt;max-width:none;padding:0}"
    "thead{display:table-header-group}tr,svg,.answer{break-inside:avoid}h2,h3{break-after:avoid}"
    ".scroll{overflow:visible}}";

const jh_table *report_table(const report *r, jh_plan_table which) { return &r->tables[which]; }

const char *report_cell(const jh_table *table, int32_t row, const char *column) {
  int32_t const index = jh_table_spec_column(table->spec, column);
  const char *const cell = index < 0 ? NULL : jh_table_cell(table, row, index);
  return cell ? cell : "";
}

double report_number(const jh_table *table, int32_t row, const char *column) {
  return strtod(report_cell(table, row, column), NULL);
}

const char *report_summary(const report *r, const char *key) {
  const jh_table *const summary = report_table(r, JH_PLAN_SUMMARY);
  for (int32_t row = 0; row < summary->row_count; row++)
    if (strcmp(report_cell(summary, row, "key"), key) == 0) return report_cell(summary, row, "value");
  return "";
}

const char *report_school_name(const report *r, const char *key) {
  jh_school_ix const ix = jh_county_find_school(r->county, key);
  return ix.i >= 0 && r->county->schools[ix.i].name ? r->county->schools[ix.i].name : key;
}

const char *report_place_name(const report *r, const char *key) {
  jh_place_ix const ix = jh_county_find_place(r->county, key);
  return ix.i >= 0 && r->county->places[ix.i].name ? r->county->places[ix.i].name : key;
}

void report_bars(report *r, const char *const *labels, const double *first, const double *second, int count,
                 const char *first_name, const char *second_name) {
  html *const h = &r->out;
  double largest = 1;
  for (int i = 0; i < count; i++) {
    if (first && first[i] > largest) largest = first[i];
    if (second && second[i] > largest) largest = second[i];
  }
  html_raw(h, "<div class=bar>");
  for (int i = 0; i < count; i++) {
    html_raw(h, "<span>");
    html_put(h, labels[i]);
    html_raw(h, "</span><span>");
    if (first) {
      html_format(h, "<div class=a style='width:%.1f%%'></div> %.0f ", 70 * first[i] / largest, first[i]);
      html_say(h, first_name);
    }
    if (first && second) html_raw(h, "<br>");
    if (second) {
      html_format(h, "<div class=b style='width:%.1f%%'></div> %.0f ", 70 * second[i] / largest, second[i]);
      html_say(h, second_name);
    }
    html_raw(h, "</span>");
  }
  html_raw(h, "</div>\n");
}

static void title(report *r) {
  static const char *const titles[JH_JOB_COUNT] = {"Teacher rotation plan", "Pupil allocation plan",
                                                   "School layout plan"};
  html *const h = &r->out;
  html_raw(h, "<title>");
  html_say(h, titles[r->job]);
  html_raw(h, "</title><style>");
  html_raw(h, style);
  html_raw(h, "</style></head><body><main>\n<h1>");
  html_say(h, titles[r->job]);
  html_raw(h, " · <bdi>");
  html_put(h, report_summary(r, "county"));
  html_raw(h, "</bdi> · ");
  html_put(h, report_summary(r, "year"));
  html_raw(h, "</h1>\n<p class=note>");
  html_put(h, report_summary(r, "plan_id"));
  html_raw(h, "</p>\n");
  const char *const made_up = report_summary(r, "data_note");
  if (*made_up) {
    html_raw(h, "<p class=made>");
    html_put(h, made_up);
    html_raw(h, "</p>\n");
  }
}

jh_status jh_report_html(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT],
                         const jh_report_options *options, jh_arena *arena, const char **text, size_t *size) {
  report r = {.out = {.arena = arena, .language = options->language},
              .county = county,
              .tables = tables,
              .options = options,
              .job = JH_ROTATE};
  for (int job = 0; job < JH_JOB_COUNT; job++)
    if (strcmp(report_summary(&r, "job"), jh_job_name((jh_job)job)) == 0) r.job = (jh_job)job;
  html *const h = &r.out;
  html_raw(h, options->language == JH_CHINESE ? "<!doctype html><html lang=zh-CN>" : "<!doctype html><html lang=en>");
  html_raw(h, "<head><meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>");
  title(&r);
  report_answer(&r);
  report_map(&r);
  if (r.job == JH_ROTATE) report_rotation(&r);
  if (r.job == JH_ALLOCATE) report_allocation(&r);
  if (r.job == JH_CONSOLIDATE) report_consolidation(&r);
  if (r.job != JH_ROTATE) report_distances(&r);
  report_certainty(&r);
  report_rules(&r);
  report_procedure(&r);
  html_raw(h, "</main></body></html>\n");
  *text = h->bytes;
  *size = h->size;
  return h->failed ? JH_NO_MEMORY : JH_OK;
}
