/* What each job's dossier has of its own. */
#include "report_inner.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 400, CLASS_SIZES = 8, DISTANCES = 7 };

static const int32_t all_columns_end = -1;

/* Every column of a table, for html_table. */
static const int32_t *all_columns(const report *r, const jh_table *table) {
  int32_t *const columns = JH_NEW(r->out.arena, int32_t, table->spec->column_count + 1);
  if (!columns) return &all_columns_end;
  for (int32_t i = 0; i < table->spec->column_count; i++) columns[i] = i;
  columns[table->spec->column_count] = -1;
  return columns;
}

static void whole_table(report *r, jh_plan_table which, int level, const char *heading) {
  const jh_table *const table = report_table(r, which);
  if (!table->present || table->row_count == 0) return;
  html_heading(&r->out, level, heading);
  html_table(&r->out, table, all_columns(r, table), MOST_ROWS);
}

/* A 公示 shows who goes where, and nothing of why. */
static void roster(report *r) {
  static const char *const full[] = {"name", "from", "to", "subject", "backbone", "km", "reason"};
  html *const h = &r->out;
  const jh_table *const rows = report_table(r, JH_PLAN_ROSTER);
  int const columns = r->options->public_version ? 4 : 7;
  html_heading(h, 2, "Roster");
  html_table_open(h, full, columns);
  for (int32_t row = 0; row < rows->row_count; row++) {
    html_raw(h, "<tr>");
    const char *const name = report_cell(rows, row, "name");
    html_cell(h, *name ? name : report_cell(rows, row, "teacher_id"), false);
    html_cell(h, report_school_name(r, report_cell(rows, row, "from_school")), false);
    html_cell(h, report_school_name(r, report_cell(rows, row, "to_school")), false);
    html_cell(h, report_cell(rows, row, "subject"), false);
    if (columns > 4) {
      html_cell(h, html_word(h, *report_cell(rows, row, "backbone") == '1' ? "yes" : "no"), false);
      html_cell(h, report_cell(rows, row, "km"), true);
      html_cell(h, report_cell(rows, row, "reason"), false);
    }
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

void report_rotation(report *r) {
  roster(r);
  static const char *const heads[] = {"school", "subject", "needed", "before", "after"};
  html *const h = &r->out;
  const jh_table *const posts = report_table(r, JH_PLAN_POSTS);
  html_heading(h, 2, "Posts of rural schools that were short or received a teacher");
  html_table_open(h, heads, 5);
  for (int32_t row = 0; row < posts->row_count; row++) {
    double const needed = report_number(posts, row, "needed"), before = report_number(posts, row, "before"),
                 after = report_number(posts, row, "after");
    if (before >= needed && after <= before) continue;
    html_raw(h, after < needed ? "<tr class=no>" : "<tr>");
    html_cell(h, report_school_name(r, report_cell(posts, row, "school_id")), false);
    html_cell(h, report_cell(posts, row, "subject"), false);
    html_cell(h, report_cell(posts, row, "needed"), true);
    html_cell(h, report_cell(posts, row, "before"), true);
    html_cell(h, report_cell(posts, row, "after"), true);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

static int class_size_slot(double pupils) {
  static const double up_to[CLASS_SIZES - 1] = {15, 30, 40, 45, 50, 55, 65};
  int slot = 0;
  while (slot < CLASS_SIZES - 1 && pupils > up_to[slot]) slot++;
  return slot;
}

/* Sizes of the plan: a grade's pupils spread evenly over its classes. */
static void class_sizes(report *r) {
  static const char *const labels[CLASS_SIZES] = {"1-15",  "16-30", "31-40", "41-45",
                                                  "46-50", "51-55", "56-65", "66+"};
  double before[CLASS_SIZES] = {0}, after[CLASS_SIZES] = {0};
  for (int32_t i = 0; i < r->county->class_count; i++)
    if (r->county->classes[i].pupils > 0) before[class_size_slot(r->county->classes[i].pupils)] += 1;
  const jh_table *const rows = report_table(r, JH_PLAN_CLASSES);
  const char *const first_year = rows->row_count > 0 ? report_cell(rows, 0, "year") : "";
  for (int32_t row = 0; row < rows->row_count; row++) {
    if (strcmp(report_cell(rows, row, "year"), first_year) != 0) continue;
    int const pupils = (int)report_number(rows, row, "pupils"), classes = (int)report_number(rows, row, "classes");
    for (int k = 0; k < classes; k++) {
      int const size = pupils / classes + (k < pupils % classes);
      after[class_size_slot(size)] += 1;
    }
  }
  html_heading(&r->out, 2, "Class sizes");
  report_bars(r, labels, r->county->class_count > 0 ? before : NULL, after, CLASS_SIZES, "classes today",
              "classes under the plan");
  html_raw(&r->out, "<p class=note>");
  html_say(&r->out, "Today's figures are of the grades that have classes; entrants have none yet.");
  html_raw(&r->out, "</p>\n");
}

void report_allocation(report *r) {
  class_sizes(r);
  whole_table(r, JH_PLAN_ROOMS, 2, "Rooms added and schools opened");
  whole_table(r, JH_PLAN_LEDGER, 2, "Ledger of large classes");
}

static void decisions(report *r) {
  static const char *const heads[] = {"school", "decision", "merged into", "pupils", "classes", "yuan a year"};
  html *const h = &r->out;
  const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
  html_heading(h, 2, "What changes");
  html_table_open(h, heads, 6);
  for (int32_t row = 0; row < sites->row_count; row++) {
    const char *const decision = report_cell(sites, row, "decision");
    if (strcmp(decision, "merge") != 0 && strcmp(decision, "new") != 0 && strcmp(decision, "restore") != 0) continue;
    html_raw(h, "<tr>");
    html_cell(h, report_school_name(r, report_cell(sites, row, "school_id")), false);
    html_cell(h, html_word(h, decision), false);
    html_cell(h, report_school_name(r, report_cell(sites, row, "merged_into")), false);
    html_cell(h, report_cell(sites, row, "pupils"), true);
    html_cell(h, report_cell(sites, row, "classes"), true);
    html_cell(h, report_cell(sites, row, "annual_cost"), true);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

static void affected(report *r) {
  static const char *const heads[] = {"village",   "grades",   "pupils",         "from",          "to",
                                      "km before", "km after", "minutes before", "minutes after", "mode"};
  html *const h = &r->out;
  const jh_table *const rows = report_table(r, JH_PLAN_AFFECTED);
  if (rows->row_count == 0) return;
  html_heading(h, 2, "Villages that change school, before and after");
  html_table_open(h, heads, 10);
  for (int32_t row = 0; row < rows->row_count && row < MOST_ROWS; row++) {
    char grades[32];
    snprintf(grades, sizeof grades, "%.8s-%.8s", report_cell(rows, row, "first_grade"),
             report_cell(rows, row, "last_grade"));
    html_raw(h, "<tr>");
    html_cell(h, report_place_name(r, report_cell(rows, row, "place_id")), false);
    html_cell(h, grades, false);
    html_cell(h, report_cell(rows, row, "pupils"), true);
    html_cell(h, report_school_name(r, report_cell(rows, row, "from")), false);
    html_cell(h, report_school_name(r, report_cell(rows, row, "to")), false);
    html_cell(h, report_cell(rows, row, "km_before"), true);
    html_cell(h, report_cell(rows, row, "km_after"), true);
    html_cell(h, report_cell(rows, row, "minutes_before"), true);
    html_cell(h, report_cell(rows, row, "minutes_after"), true);
    html_cell(h, html_word(h, report_cell(rows, row, "mode")), false);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

void report_consolidation(report *r) {
  decisions(r);
  affected(r);
  whole_table(r, JH_PLAN_COSTS, 2, "Cost today and planned, yuan a year");
  whole_table(r, JH_PLAN_ALTERNATIVES, 2, "Alternatives and their price");
}

void report_distances(report *r) {
  static const char *const labels[DISTANCES] = {"0-1 km",  "1-2 km",   "2-3 km", "3-5 km",
                                                "5-10 km", "10-20 km", "20+ km"};
  static const double up_to[DISTANCES - 1] = {1, 2, 3, 5, 10, 20};
  double pupils[DISTANCES] = {0};
  const jh_table *const rows = report_table(r, JH_PLAN_ASSIGNMENTS);
  const char *const first_year = rows->row_count > 0 ? report_cell(rows, 0, "year") : "";
  for (int32_t row = 0; row < rows->row_count; row++) {
    if (strcmp(report_cell(rows, row, "year"), first_year) != 0) continue;
    double const km = report_number(rows, row, "km");
    int slot = 0;
    while (slot < DISTANCES - 1 && km > up_to[slot]) slot++;
    pupils[slot] += report_number(rows, row, "pupils");
  }
  html_heading(&r->out, 2, "How far pupils travel");
  report_bars(r, labels, NULL, pupils, DISTANCES, "", "pupils");
}
