/* Who and what changes, and what it costs: the tables of a dossier. */
#include "report_inner.h"
#include "roster_reason.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 2000, MOST_ROWS = 2000, MOST_SITES = 400 };

static void cell_number(report *r, double value, int decimals) {
  html_cell(&r->out, value < 0 ? "" : report_grouped(r, value, decimals), true);
}

/* A figure of the tables where an empty cell means "not known". */
static void cell_figure(report *r, const jh_table *table, int32_t row, const char *column, int decimals) {
  const char *const cell = report_cell(table, row, column);
  html_cell(&r->out, *cell ? report_grouped(r, strtod(cell, NULL), decimals) : "", true);
}

/* A 公示 shows who goes where, and nothing of why. */
static void roster(report *r) {
  static const html_head heads[] = {HTML_TEXT("name"),    HTML_TEXT("from school"), HTML_TEXT("to school"),
                                    HTML_TEXT("subject"), HTML_TEXT("backbone"),    HTML_NUMBER("km"),
                                    HTML_TEXT("reason")};
  html *const h = &r->out;
  const jh_table *const rows = report_table(r, JH_PLAN_ROSTER);
  bool const all = !r->options->public_version;
  if (!all) report_note(r, "Public version: names and schools only.");
  html_table_open(h, "Who goes where", heads, all ? 7 : 3);
  for (int32_t row = 0; row < rows->row_count && row < MOST_NAMES; row++) {
    const char *const name = report_cell(rows, row, "name");
    html_raw(h, "<tr>");
    /* A teacher's number may be that of the identity card. */
    html_name_cell(h, *name ? name
                      : all ? report_cell(rows, row, "teacher_id")
                            : html_word(h, "(no name in the table)"));
    html_name_cell(h, report_school_name(r, report_cell(rows, row, "from_school")));
    html_name_cell(h, report_school_name(r, report_cell(rows, row, "to_school")));
    if (all) {
      html_cell(h, report_cell(rows, row, "subject"), false);
      html_cell(h, html_word(h, *report_cell(rows, row, "backbone") == '1' ? "yes" : "no"), false);
      cell_figure(r, rows, row, "km", 1);
      html_long_cell(h, roster_reason_told(report_cell(rows, row, "reason"), h->language, h->arena));
    }
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  report_more(r, rows->row_count - MOST_NAMES, JH_PLAN_ROSTER);
}

static void posts(report *r) {
  static const html_head heads[] = {HTML_TEXT("school"), HTML_TEXT("subject"), HTML_NUMBER("needed"),
                                    HTML_NUMBER("before"), HTML_NUMBER("after")};
  html *const h = &r->out;
  const jh_table *const rows = report_table(r, JH_PLAN_POSTS);
  html_heading(h, 3, "Rural schools before and after");
  report_note(r, "Posts that were short, or that receive a teacher; all others are in posts.csv.");
  html_table_open(h, "Rural schools before and after", heads, 5);
  int32_t shown = 0, left_out = 0;
  for (int32_t row = 0; row < rows->row_count; row++) {
    double const needed = report_number(rows, row, "needed"), before = report_number(rows, row, "before"),
                 after = report_number(rows, row, "after");
    if (before >= needed && after <= before) continue;
    if (shown == MOST_SITES) {
      left_out++;
      continue;
    }
    shown++;
    html_raw(h, after < needed ? "<tr class=\"no\">" : "<tr>");
    html_name_cell(h, report_school_name(r, report_cell(rows, row, "school_id")));
    html_cell(h, report_cell(rows, row, "subject"), false);
    cell_number(r, needed, 0);
    cell_number(r, before, 0);
    cell_number(r, after, 0);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  report_more(r, left_out, JH_PLAN_POSTS);
}

void report_rotation(report *r) {
  roster(r);
  posts(r);
}

static int32_t pupils_today(const report *r, int32_t school) {
  int32_t pupils = 0;
  for (int32_t i = 0; i < r->county->pupils_count; i++)
    if (r->county->pupils[i].school.i == school) pupils += r->county->pupils[i].pupils;
  return pupils;
}

void report_decisions(report *r) {
  static const html_head heads[] = {
      HTML_TEXT("school"),           HTML_TEXT("decision"),  HTML_TEXT("merged into"),   HTML_NUMBER("pupils today"),
      HTML_NUMBER("pupils planned"), HTML_NUMBER("classes"), HTML_NUMBER("yuan a year"), HTML_NUMBER("yuan once")};
  html *const h = &r->out;
  const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
  int32_t shown = 0, changing = 0;
  html_table_open(h, "Sites that change", heads, 8);
  for (int32_t row = 0; row < sites->row_count; row++) {
    const char *const decision = report_cell(sites, row, "decision");
    if (strcmp(decision, "merge") != 0 && strcmp(decision, "new") != 0 && strcmp(decision, "restore") != 0) continue;
    if (++changing > MOST_SITES) continue;
    shown++;
    const char *const key = report_cell(sites, row, "school_id");
    html_raw(h, "<tr>");
    html_name_cell(h, report_school_name(r, key));
    html_cell(h, html_word(h, decision), false);
    html_name_cell(h, report_school_name(r, report_cell(sites, row, "merged_into")));
    cell_number(r, pupils_today(r, report_school(r, key)), 0);
    cell_figure(r, sites, row, "pupils", 0);
    cell_figure(r, sites, row, "classes", 0);
    cell_figure(r, sites, row, "annual_cost", 0);
    cell_figure(r, sites, row, "one_off_cost", 0);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  report_more(r, changing - shown, JH_PLAN_SCHOOLS);
  report_note(r,
              "New places run before an old site closes; under 100 pupils is a reason to support a school, not to "
              "close it.");
}

/* Means of those whose way is known before and after. */
typedef struct township {
  const char *name;
  int32_t pupils, measured, longer;
  double km_before, km_after, minutes_before, minutes_after, farthest;
} township;

static void add_to_township(township *t, const report_change *change) {
  t->pupils += change->pupils;
  if (change->km_after > t->farthest) t->farthest = change->km_after;
  if (change->km_before < 0 || change->km_after < 0) return;
  t->measured += change->pupils;
  if (change->km_after > change->km_before) t->longer += change->pupils;
  t->km_before += change->pupils * change->km_before;
  t->km_after += change->pupils * change->km_after;
  t->minutes_before += change->pupils * fmax(0, change->minutes_before);
  t->minutes_after += change->pupils * fmax(0, change->minutes_after);
}

static void township_row(report *r, const township *t, bool sum) {
  html *const h = &r->out;
  double const n = t->measured > 0 ? t->measured : 1;
  html_raw(h, sum ? "<tr class=\"sum\">" : "<tr>");
  html_cell(h, sum ? html_word(h, "all") : t->name, false);
  cell_number(r, t->pupils, 0);
  cell_number(r, t->longer, 0);
  cell_number(r, t->km_before / n, 1);
  cell_number(r, t->km_after / n, 1);
  cell_number(r, t->minutes_before / n, 0);
  cell_number(r, t->minutes_after / n, 0);
  cell_number(r, t->farthest, 1);
  html_raw(h, "</tr>\n");
}

static void townships(report *r) {
  static const html_head heads[] = {HTML_TEXT("township"),          HTML_NUMBER("pupils who change"),
                                    HTML_NUMBER("of them farther"), HTML_NUMBER("mean km before"),
                                    HTML_NUMBER("mean km after"),   HTML_NUMBER("mean min before"),
                                    HTML_NUMBER("mean min after"),  HTML_NUMBER("farthest km after")};
  html *const h = &r->out;
  jh_key_index names;
  jh_key_index_init(&names, h->arena);
  township *const all = JH_NEW(h->arena, township, r->change_count + 1);
  if (!all) {
    h->failed = true;
    return;
  }
  township *const sum = &all[r->change_count];
  for (int32_t i = 0; i < r->change_count; i++) {
    int32_t const place = r->changes[i].place;
    const char *const town = place >= 0 ? r->county->places[place].town : NULL;
    bool added = false;
    int32_t const at = jh_key_index_add(&names, town && *town ? town : "-", &added);
    if (at < 0) {
      h->failed = true;
      return;
    }
    all[at].name = names.keys[at];
    add_to_township(&all[at], &r->changes[i]);
    add_to_township(sum, &r->changes[i]);
  }
  html_heading(h, 3, "By township");
  html_table_open(h, "By township", heads, 8);
  for (size_t i = 0; i < names.count; i++) township_row(r, &all[i], false);
  township_row(r, sum, true);
  html_table_close(h);
}

static void change_row(report *r, const report_change *change) {
  html *const h = &r->out;
  const char *const grades =
      change->first_grade == change->last_grade
          ? jh_arena_printf(h->arena, "%d", (int)change->first_grade)
          : jh_arena_printf(h->arena, "%d-%d", (int)change->first_grade, (int)change->last_grade);
  html_raw(h, "<tr>");
  html_name_cell(h, report_name_of_place(r, change->place));
  html_cell(h, change->place >= 0 ? r->county->places[change->place].town : "", false);
  html_cell(h, grades, false);
  cell_number(r, change->pupils, 0);
  html_name_cell(h, report_name_of_school(r, change->from));
  html_name_cell(h, report_name_of_school(r, change->to));
  cell_number(r, change->km_before, 1);
  cell_number(r, change->km_after, 1);
  cell_number(r, change->minutes_before, 0);
  cell_number(r, change->minutes_after, 0);
  html_raw(h, "<td class=\"w\">");
  html_say(h, change->mode);
  html_raw(h, "</td>");
  html_raw(h, "</tr>\n");
}

void report_changes(report *r) {
  static const html_head heads[] = {HTML_TEXT("village"),     HTML_TEXT("township"),   HTML_TEXT("grades"),
                                    HTML_NUMBER("pupils"),    HTML_TEXT("from"),       HTML_TEXT("to"),
                                    HTML_NUMBER("km before"), HTML_NUMBER("km after"), HTML_NUMBER("min before"),
                                    HTML_NUMBER("min after"), HTML_TEXT("mode")};
  if (r->job == JH_ROTATE) {
    report_note(r,
                "Rotation moves teachers, not pupils: no village changes school. The rural schools before and after "
                "stand under the roster.");
    return;
  }
  if (r->change_count == 0) {
    report_note(r, "No pupil changes school.");
    return;
  }
  townships(r);
  html_heading(&r->out, 3, "Village by village");
  report_note(r, "Those whose pupils together gain most kilometres first.");
  html_table_open(&r->out, "Village by village", heads, 11);
  for (int32_t i = 0; i < r->change_count && i < MOST_ROWS; i++) change_row(r, &r->changes[i]);
  html_table_close(&r->out);
  report_more(r, r->change_count - MOST_ROWS, r->job == JH_CONSOLIDATE ? JH_PLAN_AFFECTED : JH_PLAN_ASSIGNMENTS);
}

static void room_costs(report *r) {
  static const html_head heads[] = {HTML_TEXT("school"), HTML_NUMBER("year"), HTML_NUMBER("rooms"),
                                    HTML_NUMBER("added"), HTML_NUMBER("yuan")};
  html *const h = &r->out;
  const jh_table *const rooms = report_table(r, JH_PLAN_ROOMS);
  double const total = report_sum(rooms, "cost");
  int32_t shown = 0, spending = 0;
  html_raw(h, "<p>");
  html_tell(h, "Rooms added and schools opened: {1} yuan, once. Running costs do not change by this plan.",
            report_grouped(r, total, 0), HTML_END);
  html_raw(h, "</p>\n");
  for (int32_t row = 0; row < rooms->row_count; row++) {
    if (report_number(rooms, row, "added") <= 0 && report_number(rooms, row, "cost") <= 0) continue;
    if (++spending > MOST_SITES) continue;
    if (++shown == 1) html_table_open(h, "Cost today and planned", heads, 5);
    html_raw(h, "<tr>");
    html_name_cell(h, report_school_name(r, report_cell(rooms, row, "school_id")));
    html_cell(h, report_cell(rooms, row, "year"), true);
    cell_figure(r, rooms, row, "rooms", 0);
    cell_figure(r, rooms, row, "added", 0);
    cell_figure(r, rooms, row, "cost", 0);
    html_raw(h, "</tr>\n");
  }
  if (shown > 0) html_table_close(h);
  report_more(r, spending - shown, JH_PLAN_ROOMS);
}

void report_costs(report *r) {
  static const html_head heads[] = {HTML_TEXT("yuan a year"), HTML_NUMBER("today"), HTML_NUMBER("planned"),
                                    HTML_NUMBER("difference")};
  html *const h = &r->out;
  if (r->job == JH_ROTATE) {
    report_note(r,
                "The roster has no price: pay stays with the teacher, and the plan weighs posts, wishes and "
                "kilometres.");
    return;
  }
  if (r->job == JH_ALLOCATE) {
    room_costs(r);
    return;
  }
  const jh_table *const costs = report_table(r, JH_PLAN_COSTS);
  html_table_open(h, "Cost today and planned", heads, 4);
  for (int32_t row = 0; row < costs->row_count; row++) {
    const char *const item = report_cell(costs, row, "item");
    html_raw(h, strcmp(item, "total") == 0 ? "<tr class=\"sum\">" : "<tr>");
    html_cell(h, strcmp(item, "teachers") == 0 ? html_word(h, "teachers' pay") : report_label(r, item), false);
    cell_figure(r, costs, row, "today", 0);
    cell_figure(r, costs, row, "plan", 0);
    cell_figure(r, costs, row, "difference", 0);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  report_note(r, "One-off costs are spread over the years of amortisation.");
}

static void alternative_row(report *r, const jh_table *rows, int32_t row) {
  html *const h = &r->out;
  const char *const key = report_cell(rows, row, "school_id"), *const stay = report_cell(rows, row, "stay_cost"),
                    *const close = report_cell(rows, row, "close_cost");
  int32_t const pupils = pupils_today(r, report_school(r, key));
  html_raw(h, "<tr>");
  html_name_cell(h, report_school_name(r, key));
  cell_number(r, pupils, 0);
  cell_figure(r, rows, row, "stay_pupils", 0);
  cell_figure(r, rows, row, "stay_cost", 0);
  cell_figure(r, rows, row, "close_cost", 0);
  double const price = strtod(stay, NULL) - strtod(close, NULL);
  bool const priced = *stay && *close;
  html_cell(h, priced ? report_grouped(r, price, 0) : "", true);
  html_cell(h, priced && pupils > 0 ? report_grouped(r, price / pupils, 0) : "", true);
  cell_figure(r, rows, row, "stay_pupil_km", 0);
  cell_figure(r, rows, row, "close_pupil_km", 0);
  double const gap = fmax(report_number(rows, row, "stay_gap"), report_number(rows, row, "close_gap"));
  html_cell(h, report_grouped(r, gap, 2), true);
  html_raw(h, "</tr>\n");
}

void report_alternatives(report *r) {
  static const html_head heads[] = {HTML_TEXT("school"),
                                    HTML_NUMBER("pupils today"),
                                    HTML_NUMBER("pupils, kept"),
                                    HTML_NUMBER("county's cost, kept"),
                                    HTML_NUMBER("county's cost, closed"),
                                    HTML_NUMBER("keeping it costs, yuan a year"),
                                    HTML_NUMBER("per pupil today"),
                                    HTML_NUMBER("pupil-km, kept"),
                                    HTML_NUMBER("pupil-km, closed"),
                                    HTML_NUMBER("gap %")};
  html *const h = &r->out;
  const jh_table *const rows = report_table(r, JH_PLAN_ALTERNATIVES);
  if (rows->row_count == 0) {
    report_note(
        r,
        r->job == JH_CONSOLIDATE
            ? "No site was priced both ways in this run: junheng consolidate --alternatives does that."
            : JH_N("Another plan can be made with a what-if (--scenario) and put beside this one: junheng compare."));
    return;
  }
  report_note(r,
              "What the whole county would cost with the site kept and with it closed. An empty cell: there is no "
              "such plan. A price below 0: keeping it is the cheaper. A "
              "difference smaller than the gap proves nothing.");
  report_note(r,
              "Kept with 0 pupils: by these costs the county is best off with it open and empty. The rule "
              "min_school_pupils asks for pupils in every school that is kept.");
  html_table_open(h, "Alternatives and their price", heads, 10);
  for (int32_t row = 0; row < rows->row_count && row < MOST_SITES; row++) alternative_row(r, rows, row);
  html_table_close(h);
  report_more(r, rows->row_count - MOST_SITES, JH_PLAN_ALTERNATIVES);
}
