/* Charts of a dossier: class sizes and distances, before and after; the ledger of large classes. */
#include "report_inner.h"

#include <math.h>
#include <string.h>

enum { CLASS_SIZES = 8, DISTANCES = 8, MOST_CLASSES = 300 };

static int slot_of(double value, const double *up_to, int slots) {
  int slot = 0;
  while (slot < slots - 1 && value > up_to[slot]) slot++;
  return slot;
}

static const char *const size_labels[CLASS_SIZES] = {"1-15",  "16-30", "31-40", "41-45",
                                                     "46-50", "51-55", "56-65", "66+"};

static int class_size_slot(double pupils) {
  static const double up_to[CLASS_SIZES - 1] = {15, 30, 40, 45, 50, 55, 65};
  return slot_of(pupils, up_to, CLASS_SIZES);
}

/* A grade's pupils spread evenly over its classes. */
static void sizes_by_grade(const report *r, double today[CLASS_SIZES], double plan[CLASS_SIZES]) {
  for (int32_t i = 0; i < r->county->class_count; i++)
    if (r->county->classes[i].pupils > 0) today[class_size_slot(r->county->classes[i].pupils)] += 1;
  const jh_table *const rows = report_table(r, JH_PLAN_CLASSES);
  const char *const first_year = rows->row_count > 0 ? report_cell(rows, 0, "year") : "";
  for (int32_t row = 0; row < rows->row_count; row++) {
    if (strcmp(report_cell(rows, row, "year"), first_year) != 0) continue;
    int32_t const pupils = (int32_t)report_number(rows, row, "pupils"),
                  classes = (int32_t)report_number(rows, row, "classes");
    if (classes <= 0) continue;
    int32_t const size = pupils / classes, larger = pupils % classes;
    plan[class_size_slot(size + 1)] += larger;
    if (size > 0) plan[class_size_slot(size)] += classes - larger;
  }
}

/* Where the plan counts classes by school only: the mean class of a school, today and planned alike. */
static void sizes_by_school(const report *r, double today[CLASS_SIZES], double plan[CLASS_SIZES]) {
  double *const sums = JH_NEW(r->out.arena, double, 2 * (size_t)r->county->school_count + 1);
  if (!sums) return;
  for (int32_t i = 0; i < r->county->class_count; i++) {
    int32_t const school = r->county->classes[i].school.i;
    if (school < 0 || r->county->classes[i].pupils <= 0) continue;
    sums[2 * school] += r->county->classes[i].pupils;
    sums[2 * school + 1] += 1;
  }
  for (int32_t i = 0; i < r->county->school_count; i++)
    if (sums[2 * i + 1] > 0) today[class_size_slot(ceil(sums[2 * i] / sums[2 * i + 1]))] += sums[2 * i + 1];
  const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
  for (int32_t row = 0; row < sites->row_count; row++) {
    double const pupils = report_number(sites, row, "pupils"), classes = report_number(sites, row, "classes");
    if (classes > 0 && pupils > 0) plan[class_size_slot(ceil(pupils / classes))] += classes;
  }
}

/* 销号, in words. */
static const char *standing(const char *status) {
  if (strcmp(status, "undone") == 0) return JH_N("large again later");
  return strcmp(status, "cleared") == 0 ? JH_N("stays cleared") : JH_N("not cleared");
}

/* A school of a list of the ledger, in words: "S01", "rooms:S01" or "new_school:S01". */
static const char *listed_words(report *r, const char *item) {
  jh_language const language = r->out.language;
  const char *const colon = strchr(item, ':'), *const name = report_school_name(r, colon ? colon + 1 : item);
  if (!colon) return name;
  return jh_arena_printf(r->out.arena,
                         jh_text(language, *item == 'r' ? JH_N("rooms added at %s") : JH_N("%s opened")), name);
}

/* A cell of a list with ";" between. */
static void cell_of_list(report *r, const char *list) {
  html *const h = &r->out;
  html_raw(h, "<td class=\"k\">");
  while (*list) {
    size_t const length = strcspn(list, ";");
    const char *const item = jh_arena_text_n(h->arena, list, length), *const words =
                                                                          item ? listed_words(r, item) : NULL;
    h->failed |= !words;
    html_name(h, words);
    list += length;
    if (*list) html_raw(h, h->language == JH_CHINESE ? "；" : "; "), list++;
  }
  html_raw(h, "</td>");
}

static void ledger(report *r) {
  static const html_head heads[] = {
      HTML_TEXT("school"),      HTML_NUMBER("grade"),        HTML_TEXT("class"), HTML_NUMBER("pupils"),
      HTML_TEXT("large class"), HTML_TEXT("cleared in"),     HTML_TEXT("how"),   HTML_TEXT("to"),
      HTML_TEXT("depends on"),  HTML_TEXT("clearing status")};
  html *const h = &r->out;
  const jh_table *const rows = report_table(r, JH_PLAN_LEDGER);
  if (rows->row_count == 0) return;
  html_heading(h, 3, "Ledger of large classes");
  html_table_open(h, "Ledger of large classes", heads, 10);
  for (int32_t row = 0; row < rows->row_count && row < MOST_CLASSES; row++) {
    const char *const year = report_cell(rows, row, "cleared_year");
    html_raw(h, *year ? "<tr>" : "<tr class=\"no\">");
    html_name_cell(h, report_school_name(r, report_cell(rows, row, "school_id")));
    html_cell(h, report_cell(rows, row, "grade"), true);
    html_cell(h, report_cell(rows, row, "class_no"), false);
    html_cell(h, report_cell(rows, row, "pupils_now"), true);
    html_cell(h, html_word(h, report_cell(rows, row, "category")), false);
    html_cell(h, *year ? year : html_word(h, "not in this plan"), false);
    html_cell(h, report_label(r, report_cell(rows, row, "how")), false);
    cell_of_list(r, report_cell(rows, row, "to"));
    cell_of_list(r, report_cell(rows, row, "depends_on"));
    html_cell(h, html_word(h, standing(report_cell(rows, row, "status"))), false);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  report_more(r, rows->row_count - MOST_CLASSES, JH_PLAN_LEDGER);
}

void report_classes(report *r) {
  double today[CLASS_SIZES] = {0}, plan[CLASS_SIZES] = {0};
  if (r->job == JH_ROTATE) {
    report_note(r, "Rotation moves no pupil: class sizes stay as they are.");
    return;
  }
  if (r->job == JH_ALLOCATE)
    sizes_by_grade(r, today, plan);
  else
    sizes_by_school(r, today, plan);
  report_bars(r, size_labels, r->county->class_count > 0 ? today : NULL, plan, CLASS_SIZES,
              r->job == JH_ALLOCATE ? JH_N("classes, by pupils in them")
                                    : JH_N("classes, by the mean class of their school"));
  report_note(r, "Today's figures are of the grades that have classes; entrants have none yet.");
  ledger(r);
}

static const char *const distance_labels[DISTANCES] = {JH_N("0-1 km"),   JH_N("1-2 km"),  JH_N("2-3 km"),
                                                       JH_N("3-5 km"),   JH_N("5-10 km"), JH_N("10-20 km"),
                                                       JH_N("20-40 km"), JH_N("40+ km")};

static int distance_slot(double km) {
  static const double up_to[DISTANCES - 1] = {1, 2, 3, 5, 10, 20, 40};
  return slot_of(km, up_to, DISTANCES);
}

static void teacher_distances(report *r) {
  double teachers[DISTANCES] = {0};
  const jh_table *const rows = report_table(r, JH_PLAN_ROSTER);
  for (int32_t row = 0; row < rows->row_count; row++)
    if (*report_cell(rows, row, "km")) teachers[distance_slot(report_number(rows, row, "km"))] += 1;
  report_bars(r, distance_labels, NULL, teachers, DISTANCES, JH_N("teachers who rotate, by distance"));
  report_note(r, "From home where it is known, else from the present school. Pupils' ways do not change.");
}

void report_distances(report *r) {
  if (r->job == JH_ROTATE) {
    teacher_distances(r);
    return;
  }
  html *const h = &r->out;
  double today[DISTANCES] = {0}, plan[DISTANCES] = {0}, entrants = 0;
  double pupils = 0, km_before = 0, km_after = 0;
  for (int32_t i = 0; i < r->flow_count; i++) {
    const report_flow *const flow = &r->flows[i];
    if (flow->km < 0 || flow->pupils == 0) continue;
    if (flow->km_before < 0) {
      entrants += flow->pupils;
      continue;
    }
    today[distance_slot(flow->km_before)] += flow->pupils;
    plan[distance_slot(flow->km)] += flow->pupils;
    pupils += flow->pupils;
    km_before += flow->pupils * flow->km_before;
    km_after += flow->pupils * flow->km;
  }
  if (pupils > 0) {
    html_raw(h, "<p>");
    html_tell(h, "Mean way to school, one way: {1} km today, {2} km planned.",
              report_grouped(r, km_before / pupils, 2), report_grouped(r, km_after / pupils, 2), HTML_END);
    html_raw(h, "</p>\n");
  }
  report_bars(r, distance_labels, today, plan, DISTANCES, JH_N("pupils, by distance one way"));
  html_raw(h, "<p class=\"note\">");
  html_tell(h, "The same pupils before and after; {1} have no school yet or no known way and are left out.",
            report_grouped(r, entrants, 0), HTML_END);
  html_raw(h, "</p>\n");
}
