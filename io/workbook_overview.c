/* The first sheet: what was asked, the answer with its proof, and charts of what it means. */
#include "workbook_inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SERIES = 3, CHART_COLUMN = 6, CHART_ROWS = 16 };

/* A chart and the little table it is drawn from. */
typedef struct figures {
  const char *title;
  const char *series[MOST_SERIES + 1]; /* ends with NULL */
  const char **categories;
  double (*values)[MOST_SERIES];
  int count;
} figures;

static const char *cell(const jh_table *table, int32_t row, const char *column) {
  const char *const text = jh_table_cell(table, row, jh_table_spec_column(table->spec, column));
  return text ? text : "";
}

static double number(const jh_table *table, int32_t row, const char *column) {
  return strtod(cell(table, row, column), NULL);
}

static const char *summary_value(const workbook *w, const char *key) {
  const jh_table *const summary = &w->tables[JH_PLAN_SUMMARY];
  for (int32_t row = 0; row < summary->row_count; row++)
    if (strcmp(cell(summary, row, "key"), key) == 0) return cell(summary, row, "value");
  return "";
}

static bool prepare(workbook *w, figures *f, int capacity) {
  f->categories = JH_NEW(w->arena, const char *, capacity);
  f->values = jh_arena_alloc(w->arena, (size_t)capacity, sizeof *f->values);
  w->failed |= !f->categories || !f->values;
  return !w->failed;
}

static void put_figures(workbook *w, lxw_worksheet *sheet, lxw_row_t *next, const figures *f) {
  lxw_row_t const head = *next, first = head + 1, last = head + (lxw_row_t)f->count;
  const char *const name = workbook_say(w, "overview");
  lxw_chart *const chart = workbook_add_chart(w->file, LXW_CHART_COLUMN);
  if (!chart || f->count == 0) return;
  workbook_text(w, sheet, head, 0, f->title, w->head);
  for (int i = 0; i < f->count; i++) workbook_text(w, sheet, first + (lxw_row_t)i, 0, f->categories[i], NULL);
  for (int s = 0; f->series[s]; s++) {
    lxw_col_t const column = (lxw_col_t)(s + 1);
    workbook_text(w, sheet, head, column, f->series[s], w->head);
    for (int i = 0; i < f->count; i++)
      worksheet_write_number(sheet, first + (lxw_row_t)i, column, f->values[i][s], NULL);
    lxw_chart_series *const series = chart_add_series(chart, NULL, NULL);
    if (!series) continue;
    chart_series_set_categories(series, name, first, 0, last, 0);
    chart_series_set_values(series, name, first, column, last, column);
    chart_series_set_name_range(series, name, head, column);
  }
  chart_title_set_name(chart, f->title);
  worksheet_insert_chart(sheet, head, CHART_COLUMN, chart);
  *next += (lxw_row_t)(f->count > CHART_ROWS ? f->count : CHART_ROWS) + 2;
}

/* ---- what there is to draw ---- */

static void costs_chart(workbook *w, lxw_worksheet *sheet, lxw_row_t *next, const jh_table *costs) {
  figures f = {.title = workbook_say(w, "Yuan a year"),
               .series = {workbook_say(w, "today"), workbook_say(w, "plan")}};
  if (!prepare(w, &f, costs->row_count)) return;
  for (int32_t row = 0; row < costs->row_count; row++, f.count++) {
    f.categories[f.count] = cell(costs, row, "item");
    f.values[f.count][0] = number(costs, row, "today");
    f.values[f.count][1] = number(costs, row, "plan");
  }
  put_figures(w, sheet, next, &f);
}

static void posts_chart(workbook *w, lxw_worksheet *sheet, lxw_row_t *next, const jh_table *posts) {
  figures f = {.title = workbook_say(w, "Teachers at receiving schools"),
               .series = {workbook_say(w, "needed"), workbook_say(w, "before"), workbook_say(w, "after")}};
  if (!prepare(w, &f, posts->row_count)) return;
  for (int32_t row = 0; row < posts->row_count; row++) {
    const char *const subject = cell(posts, row, "subject");
    int at = 0;
    while (at < f.count && strcmp(f.categories[at], subject) != 0) at++;
    if (at == f.count) f.categories[f.count++] = subject;
    f.values[at][0] += number(posts, row, "needed");
    f.values[at][1] += number(posts, row, "before");
    f.values[at][2] += number(posts, row, "after");
  }
  put_figures(w, sheet, next, &f);
}

/* Classes share their pupils evenly: some have one more than the others. */
static void classes_chart(workbook *w, lxw_worksheet *sheet, lxw_row_t *next, const jh_table *classes) {
  static const struct bin {
    const char *name;
    int64_t from;
  } bins[] = {{"1-25", 1}, {"26-35", 26}, {"36-45", 36}, {"46-50", 46}, {"51-55", 51}, {"56-65", 56}, {"66-", 66}};
  enum { BINS = sizeof bins / sizeof bins[0] };
  figures f = {.title = workbook_say(w, "Classes by pupils"), .series = {workbook_say(w, "classes")}, .count = BINS};
  if (!prepare(w, &f, BINS)) return;
  for (int b = 0; b < BINS; b++) f.categories[b] = bins[b].name;
  const char *const year = classes->row_count ? cell(classes, classes->row_count - 1, "year") : "";
  for (int32_t row = 0; row < classes->row_count; row++) {
    int64_t const pupils = (int64_t)number(classes, row, "pupils"), count = (int64_t)number(classes, row, "classes");
    if (strcmp(cell(classes, row, "year"), year) != 0 || count <= 0) continue;
    int64_t const small = pupils / count, larger = pupils % count;
    for (int b = 0; b < BINS; b++) {
      int64_t const end = b + 1 < BINS ? bins[b + 1].from : INT64_MAX;
      if (small >= bins[b].from && small < end) f.values[b][0] += (double)(count - larger);
      if (small + 1 >= bins[b].from && small + 1 < end) f.values[b][0] += (double)larger;
    }
  }
  put_figures(w, sheet, next, &f);
}

static void ways_chart(workbook *w, lxw_worksheet *sheet, lxw_row_t *next, const jh_table *assignments) {
  static const struct bin {
    const char *name;
    double below;
  } bins[] = {{"0-1 km", 1},   {"1-2 km", 2},    {"2-3 km", 3},  {"3-5 km", 5},
              {"5-10 km", 10}, {"10-20 km", 20}, {"20- km", 1e9}};
  enum { BINS = sizeof bins / sizeof bins[0] };
  figures f = {
      .title = workbook_say(w, "Pupils by way to school"), .series = {workbook_say(w, "Pupils")}, .count = BINS};
  if (!prepare(w, &f, BINS)) return;
  for (int b = 0; b < BINS; b++) f.categories[b] = bins[b].name;
  const char *const year = assignments->row_count ? cell(assignments, assignments->row_count - 1, "year") : "";
  for (int32_t row = 0; row < assignments->row_count; row++) {
    double const km = number(assignments, row, "km");
    if (strcmp(cell(assignments, row, "year"), year) != 0) continue;
    int b = 0;
    while (b + 1 < BINS && km >= bins[b].below) b++;
    f.values[b][0] += number(assignments, row, "pupils");
  }
  put_figures(w, sheet, next, &f);
}

/* ---- the answer ---- */

static void put_facts(workbook *w, lxw_worksheet *sheet, lxw_row_t *next) {
  static const struct fact {
    const char *key, *english;
  } facts[] = {{"county", JH_N("County")},
               {"year", JH_N("School year")},
               {"scenario", JH_N("What if")},
               {"why", JH_N("Why")},
               {"status", JH_N("Status")},
               {"gap", JH_N("Largest gap, %")},
               {"data_note", JH_N("About the data")},
               {"plan_id", JH_N("Plan number")}};
  for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
    const char *const value = summary_value(w, facts[i].key);
    if (!*value) continue;
    workbook_text(w, sheet, *next, 0, workbook_say(w, facts[i].english), w->head);
    workbook_text(w, sheet, (*next)++, 1, value, NULL);
  }
  ++*next;
}

static void put_goals(workbook *w, lxw_worksheet *sheet, lxw_row_t *next) {
  const char *const heads[] = {workbook_say(w, "Goal, most important first"), workbook_say(w, "Value"),
                               workbook_say(w, "Proven bound"), workbook_say(w, "Gap, %"), workbook_say(w, "Unit")};
  static const char *const parts[] = {"", "_value", "_bound", "_gap", "_unit"};
  for (lxw_col_t c = 0; c < 5; c++) workbook_text(w, sheet, *next, c, heads[c], w->head);
  ++*next;
  for (int goal = 1;; goal++) {
    char key[64];
    snprintf(key, sizeof key, "objective_%d", goal);
    if (!*summary_value(w, key)) break;
    for (lxw_col_t c = 0; c < 5; c++) {
      snprintf(key, sizeof key, "objective_%d%s", goal, parts[c]);
      if (c == 0 || c == 4)
        workbook_text(w, sheet, *next, c, summary_value(w, key), NULL);
      else
        workbook_number(w, sheet, *next, c, summary_value(w, key));
    }
    ++*next;
  }
  ++*next;
}

/* The quotas, and whatever rule is not met. */
static void put_rules(workbook *w, lxw_worksheet *sheet, lxw_row_t *next) {
  const jh_table *const audit = &w->tables[JH_PLAN_AUDIT];
  static const char *const columns[] = {"rule", "scope", "required", "achieved", "source"};
  const char *const title = workbook_say(w, "Quotas, and rules not met");
  lxw_row_t const head = (*next)++;
  enum { MOST_SHOWN = 40 };
  int shown = 0;
  for (int32_t row = 0; row < audit->row_count && shown < MOST_SHOWN; row++) {
    const char *const rule = cell(audit, row, "rule");
    bool const quota = strcmp(rule, "quota") == 0 || strcmp(rule, "backbone") == 0;
    bool const county = strcmp(cell(audit, row, "scope"), "county") == 0;
    if (!(quota && county) && strcmp(cell(audit, row, "met"), "0") != 0) continue;
    for (lxw_col_t c = 0; c < 5; c++) workbook_text(w, sheet, *next, c, cell(audit, row, columns[c]), NULL);
    ++*next;
    shown++;
  }
  if (shown == 0) workbook_text(w, sheet, (*next)++, 0, workbook_say(w, "every rule is met"), NULL);
  workbook_text(w, sheet, head, 0, title, w->head);
  ++*next;
}

void workbook_overview(workbook *w) {
  lxw_worksheet *const sheet = workbook_add_worksheet(w->file, workbook_say(w, "overview"));
  if (!sheet) {
    w->failed = true;
    return;
  }
  lxw_row_t next = 0;
  workbook_text(w, sheet, next, 0, workbook_say(w, "Plan"), w->title);
  workbook_text(w, sheet, next, 1, summary_value(w, "job"), w->title);
  next += 2;
  worksheet_set_column(sheet, 0, 0, 30, NULL);
  worksheet_set_column(sheet, 1, 4, 18, NULL);
  worksheet_freeze_panes(sheet, 1, 0);
  worksheet_set_paper(sheet, 9); /* A4 */
  put_facts(w, sheet, &next);
  put_goals(w, sheet, &next);
  put_rules(w, sheet, &next);
  static const struct drawing {
    jh_plan_table table;
    void (*draw)(workbook *w, lxw_worksheet *sheet, lxw_row_t *next, const jh_table *table);
  } drawings[] = {{JH_PLAN_COSTS, costs_chart},
                  {JH_PLAN_POSTS, posts_chart},
                  {JH_PLAN_CLASSES, classes_chart},
                  {JH_PLAN_ASSIGNMENTS, ways_chart}};
  for (size_t i = 0; i < sizeof drawings / sizeof drawings[0] && !w->failed; i++)
    if (w->tables[drawings[i].table].present && w->tables[drawings[i].table].row_count > 0)
      drawings[i].draw(w, sheet, &next, &w->tables[drawings[i].table]);
}
