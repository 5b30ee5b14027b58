#include "junheng/io/report.h"

#include "report_inner.h"

#include <string.h>

/* Readable without colour, from a phone to A4. */
static const char style[] =
    ":root{--ink:#1b1f24;--line:#c3c9d2;--soft:#f3f5f8;--mark:#0b4f8f;--grey:#4a525d}"
    "*{box-sizing:border-box}"
    "body{font:16px/1.65 'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Noto Sans',"
    "sans-serif;color:var(--ink);background:#fff;margin:0 auto;max-width:62rem;padding:1rem 1.2rem 3rem}"
    "h1{font-size:1.7rem;line-height:1.3;margin:.4rem 0 .2rem}"
    "h2{font-size:1.22rem;border-bottom:2px solid var(--mark);padding-bottom:.2rem;margin:2.2rem 0 .7rem}"
    "h3{font-size:1.02rem;margin:1.3rem 0 .4rem}p{margin:.5rem 0}"
    "table{border-collapse:collapse;width:100%;font-size:.87rem;line-height:1.45}"
    "th,td{border:1px solid var(--line);padding:.28rem .5rem;text-align:left;vertical-align:top}"
    "thead th{background:var(--soft);border-bottom:2px solid var(--grey)}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "tr.no td{font-weight:700;background:#fdf0ee}tr.sum td{font-weight:700;border-top:2px solid var(--grey)}"
    ".scroll{overflow-x:auto;margin:.5rem 0}.note{color:var(--grey);font-size:.88rem}"
    ".answer{font-size:1.08rem;background:var(--soft);border-left:6px solid var(--mark);padding:.8rem 1.1rem}"
    ".made{border:2px dashed #7a4300;padding:.4rem .8rem;font-weight:700}.tag{border:2px solid var(--ink);"
    "padding:.05rem .6rem;font-weight:700}"
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.8rem 0}"
    "a{color:var(--mark)}code{font-family:inherit;overflow-wrap:anywhere}"
    ".map svg{display:block;width:100%;height:auto;border:1px solid var(--line);background:#fff}"
    ".legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.4rem 0;font-size:.88rem}"
    ".legend svg{vertical-align:-4px;margin-right:.3rem}"
    ".bars tbody th{white-space:nowrap}.bars td.b{width:52%;min-width:9rem}.bars "
    "i{display:block;height:.62rem;margin:.16rem 0;min-width:1px;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    ".bars i.t{border:1.5px solid var(--grey);background:repeating-linear-gradient(135deg,#fff 0 3px,#b9c0ca 3px "
    "5px)}"
    ".bars i.p{background:var(--mark)}.key i{display:inline-block;width:1.6rem;height:.62rem;margin-right:.3rem}"
    ".check td{height:2.6rem}.check td.w{min-width:8rem}"
    "@media(max-width:40rem){body{padding:.7rem .8rem 2rem}h1{font-size:1.35rem}.map svg{width:46rem}"
    ".scroll td,.scroll th{min-width:4.4em}}"
    "@media print{@page{size:A4;margin:15mm 14mm}body{font-size:10pt;max-width:none;padding:0}"
    "nav{display:none}thead{display:table-header-group}tr,.answer,.made,figure{break-inside:avoid}"
    "h2,h3{break-after:avoid}.scroll{overflow:visible}table{font-size:8.5pt}a{color:inherit;text-decoration:none}"
    ".map svg{max-height:215mm;width:auto;max-width:100%;margin:0 auto}.answer{font-size:11pt}}";

static const struct part {
  const char *id, *heading;
  void (*write)(report *r);
} parts[] = {
    {"answer", "The question and the answer", report_answer},
    {"map", "Map", report_map},
    {"roster", "Who goes where", report_rotation},
    {"sites", "Sites that change", report_decisions},
    {"changes", "Villages before and after", report_changes},
    {"costs", "Cost today and planned", report_costs},
    {"classes", "Class sizes before and after", report_classes},
    {"distances", "Distances", report_distances},
    {"quotas", "Quotas and shares", report_quotas},
    {"rules", "Rules checked", report_rules},
    {"certainty", "How sure is it", report_certainty},
    {"alternatives", "Alternatives and their price", report_alternatives},
    {"frontier", "Cost against pupil-km", report_frontier},
    {"procedure", "Procedure", report_procedure},
    {"open", "What the data left open", report_open_questions},
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
  html_raw(h, "</th><td></td></tr></thead><tbody>\n");
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

static const char *const titles[JH_JOB_COUNT] = {"Teacher rotation plan", "Pupil allocation plan",
                                                 "School layout plan"};

static void head(report *r) {
  html *const h = &r->out;
  html_raw(h, h->language == JH_CHINESE ? "<!DOCTYPE html>\n<html lang=\"zh-CN\">"
                                        : "<!DOCTYPE html>\n<html lang=\"en\">");
  html_raw(h,
           "<head><meta charset=\"utf-8\"/>"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>"
           /* Nothing is loaded and nothing runs, whatever a table holds. */
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
           "img-src data:\"/><link rel=\"icon\" href=\"data:,\"/>\n<title>");
  html_say(h, titles[r->job]);
  html_raw(h, " · ");
  html_put(h, r->county->name);
  html_raw(h, " · ");
  html_put(h, report_summary(r, "year"));
  html_raw(h, "</title><style>");
  html_raw(h, style);
  html_raw(h, "</style></head>\n<body>\n");
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
  html_raw(&r->out, "</main>\n</body></html>\n");
  *text = r->out.bytes;
  *size = r->out.size;
  return r->out.failed ? JH_NO_MEMORY : JH_OK;
}
