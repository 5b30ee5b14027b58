/* What is worth comparing in a plan. */
#include "figures.h"

#include "junheng/scenarios/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *jh_figure_cell(const jh_table *table, int32_t row, const char *column) {
  const char *const text = jh_table_cell(table, row, jh_table_spec_column(table->spec, column));
  return text ? text : "";
}

double jh_figure_cell_number(const jh_table *table, int32_t row, const char *column) {
  return strtod(jh_figure_cell(table, row, column), NULL);
}

static bool yes_at(const jh_table *table, int32_t row, const char *column) {
  const char *const text = jh_figure_cell(table, row, column);
  return strcmp(text, "1") == 0 || strcmp(text, "是") == 0;
}

static void figures_of_summary(figures *to, const jh_table *summary) {
  static const char *const keys[] = {"job", "year", "scenario", "status", "gap"};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    const char *const value = jh_summary_value(summary, keys[i]);
    if (value || strcmp(keys[i], "scenario") == 0) jh_figure_text(to, keys[i], value ? value : "");
  }
  const char *const why = jh_summary_value(summary, "why");
  to->comparison->reasons[to->plan] = why ? why : "";
  const char *const first_year = jh_summary_value(summary, "first_year");
  const char *const last_year = jh_summary_value(summary, "last_year");
  to->by->years =
      first_year && last_year ? (int32_t)(strtol(last_year, NULL, 10) - strtol(first_year, NULL, 10)) + 1 : 1;
  to->group = JH_FIGURES_OF_GOALS;
  for (int i = 1;; i++) {
    const char *const key = jh_arena_printf(to->arena, "objective_%d", i);
    const char *const name = key ? jh_summary_value(summary, key) : NULL;
    if (!name) return;
    const char *const unit_key = jh_arena_printf(to->arena, "%s_unit", key);
    const char *const value_key = jh_arena_printf(to->arena, "%s_value", key);
    if (!unit_key || !value_key) return;
    const char *const unit = jh_summary_value(summary, unit_key);
    const char *const value = jh_summary_value(summary, value_key);
    const char *const sense_key = jh_arena_printf(to->arena, "%s_sense", key);
    const char *const sense = sense_key ? jh_summary_value(summary, sense_key) : NULL;
    const char *const figure = jh_arena_printf(to->arena, "%s (%s)", name, unit ? unit : "");
    if (!value) continue;
    jh_figure_text(to, figure, value);
    jh_figure_criterion(to, name, strtod(value, NULL), sense && strcmp(sense, "maximise") == 0);
  }
}

static void figures_of_audit(figures *to, const jh_table *audit) {
  int32_t unmet = 0;
  for (int32_t row = 0; row < audit->row_count; row++) {
    const char *const met = jh_figure_cell(audit, row, "met");
    unmet += strcmp(met, "0") == 0 || strcmp(met, "否") == 0;
    const char *const rule = jh_figure_cell(audit, row, "rule");
    bool const quota = strncmp(rule, "quota", 5) == 0 || strcmp(rule, "backbone") == 0;
    if (quota && strcmp(jh_figure_cell(audit, row, "scope"), "county") == 0)
      jh_figure_text(to, jh_arena_printf(to->arena, "%s (of those it counts)", rule),
                     jh_figure_cell(audit, row, "achieved"));
  }
  jh_figure_criterion(to, "rules not met", unmet, false);
  jh_figure_number(to, "rules not met", unmet);
}

static void figures_of_roster(figures *to, const jh_table *roster) {
  double km = 0;
  int32_t backbone = 0;
  for (int32_t row = 0; row < roster->row_count; row++) {
    km += jh_figure_cell_number(roster, row, "km");
    backbone += yes_at(roster, row, "backbone");
  }
  jh_figure_number(to, "teachers rotating", roster->row_count);
  jh_figure_number(to, "backbone teachers rotating", backbone);
  jh_figure_number(to, "km per rotating teacher", roster->row_count ? km / roster->row_count : 0);
}

static void figures_of_posts(figures *to, const jh_table *posts) {
  double unfilled = 0;
  for (int32_t row = 0; row < posts->row_count; row++) {
    double const missing = jh_figure_cell_number(posts, row, "needed") - jh_figure_cell_number(posts, row, "after");
    if (missing > 0) unfilled += missing;
  }
  jh_figure_number(to, "posts unfilled", unfilled);
}

typedef struct trip {
  double way, pupils;
} trip;

static int by_way(const void *left, const void *right) {
  const trip *const a = left, *const b = right;
  return (a->way > b->way) - (a->way < b->way);
}

/* Mean, ninth decile and longest of a column, every pupil counting once. */
static void spread(figures *to, const jh_table *assignments, const char *year, const char *column) {
  trip *const trips = JH_NEW(to->arena, trip, assignments->row_count);
  if (!trips) {
    to->failed = true;
    return;
  }
  size_t count = 0;
  double pupils = 0, sum = 0, below = 0;
  for (int32_t row = 0; row < assignments->row_count; row++) {
    trip const one = {jh_figure_cell_number(assignments, row, column),
                      jh_figure_cell_number(assignments, row, "pupils")};
    if (strcmp(jh_figure_cell(assignments, row, "year"), year) != 0 || one.pupils <= 0) continue;
    trips[count++] = one;
    pupils += one.pupils;
    sum += one.pupils * one.way;
  }
  if (count == 0) return;
  qsort(trips, count, sizeof *trips, by_way);
  size_t ninth = 0;
  while (ninth + 1 < count && below + trips[ninth].pupils < 0.9 * pupils) below += trips[ninth++].pupils;
  jh_figure_number(to, jh_arena_printf(to->arena, "%s per pupil, mean", column), sum / pupils);
  jh_figure_number(to, jh_arena_printf(to->arena, "%s per pupil, 90 %% within", column), trips[ninth].way);
  jh_figure_number(to, jh_arena_printf(to->arena, "%s per pupil, longest", column), trips[count - 1].way);
}

/* Of the plan's last year. */
static void figures_of_assignments(figures *to, const jh_table *assignments) {
  if (assignments->row_count == 0) return;
  const char *const year = jh_figure_cell(assignments, assignments->row_count - 1, "year");
  double pupils = 0, moved = 0, bus = 0, board = 0, pupil_km = 0;
  for (int32_t row = 0; row < assignments->row_count; row++) {
    double const here = jh_figure_cell_number(assignments, row, "pupils");
    const char *const mode = jh_figure_cell(assignments, row, "mode");
    if (strcmp(jh_figure_cell(assignments, row, "year"), year) != 0) continue;
    pupils += here;
    pupil_km += here * jh_figure_cell_number(assignments, row, "km");
    if (yes_at(assignments, row, "moved")) moved += here;
    if (strcmp(mode, "bus") == 0) bus += here;
    if (strcmp(mode, "board") == 0) board += here;
  }
  jh_figure_number(to, "pupils", pupils);
  jh_figure_number(to, "pupils who change school", moved);
  jh_figure_criterion(to, "pupil-km", pupil_km, false);
  jh_figure_number(to, "pupil-km", pupil_km);
  jh_figure_number(to, "pupils by bus", bus);
  jh_figure_number(to, "boarders", board);
  spread(to, assignments, year, "km");
  spread(to, assignments, year, "minutes");
}

/* Classes of `size` and more among `classes` that share `pupils` evenly. */
static double classes_from(double pupils, double classes, double size) {
  if (classes < 1) return 0;
  double const small = floor(pupils / classes), larger = pupils - small * classes;
  return (small >= size ? classes - larger : 0) + (small + 1 >= size ? larger : 0);
}

/* Of the plan's last year; sizes of one grade at one school differ by at most one pupil. */
static void figures_of_classes(figures *to, const jh_table *classes) {
  double count = 0, over = 0, largest = 0, large = 0, very_large = 0, over_limit = 0, over_standard = 0;
  const char *const year = classes->row_count ? jh_figure_cell(classes, classes->row_count - 1, "year") : "";
  for (int32_t row = 0; row < classes->row_count; row++) {
    if (strcmp(jh_figure_cell(classes, row, "year"), year) != 0) continue;
    double const size = jh_figure_cell_number(classes, row, "largest");
    double const pupils = jh_figure_cell_number(classes, row, "pupils");
    double const here = jh_figure_cell_number(classes, row, "classes");
    double const limit = jh_figure_cell_number(classes, row, "limit");
    bool const primary = jh_figure_cell_number(classes, row, "grade") <= JH_LAST_PRIMARY_GRADE;
    count += here;
    over += jh_figure_cell_number(classes, row, "over");
    large += classes_from(pupils, here, 56);
    very_large += classes_from(pupils, here, 66);
    over_standard += classes_from(pupils, here, primary ? 46 : 51);
    if (limit > 0) over_limit += classes_from(pupils, here, limit + 1);
    if (size > largest) largest = size;
  }
  jh_figure_number(to, "classes", count);
  jh_figure_number(to, "largest class", largest);
  jh_figure_number(to, "classes of 66 and more", very_large);
  jh_figure_number(to, "classes of 56 and more", large);
  jh_figure_number(to, "classes over the limit", over_limit);
  jh_figure_number(to, "classes over 45, in grades 7-9 over 50", over_standard);
  jh_figure_number(to, "pupils over the limit", over);
}

static void figures_of_rooms(figures *to, const jh_table *rooms) {
  double added = 0, yuan = 0;
  for (int32_t row = 0; row < rooms->row_count; row++) {
    added += jh_figure_cell_number(rooms, row, "added");
    yuan += jh_figure_cell_number(rooms, row, "cost");
  }
  jh_figure_number(to, "rooms added", added);
  jh_figure_number(to, "yuan for rooms and openings", yuan);
}

/* Consolidation counts classes by school: what can be told is the mean class of each. */
static void classes_of_schools(figures *to, const jh_table *schools) {
  double count = 0, large = 0, very_large = 0;
  for (int32_t row = 0; row < schools->row_count; row++) {
    double const pupils = jh_figure_cell_number(schools, row, "pupils");
    double const here = jh_figure_cell_number(schools, row, "classes");
    count += here;
    large += classes_from(pupils, here, 56);
    very_large += classes_from(pupils, here, 66);
  }
  to->group = JH_FIGURES_OF_CLASSES;
  jh_figure_number(to, "classes", count);
  jh_figure_number(to, "classes of 66 and more, by the mean of their school", very_large);
  jh_figure_number(to, "classes of 56 and more, by the mean of their school", large);
}

static void figures_of_schools(figures *to, const jh_table *schools) {
  for (jh_decision decision = JH_KEEP; decision <= JH_NOT_BUILT; decision++) {
    int32_t count = 0;
    for (int32_t row = 0; row < schools->row_count; row++) {
      const char *const text = jh_figure_cell(schools, row, "decision");
      count += strcmp(text, jh_decision_name(decision)) == 0 || strcmp(text, jh_decision_name_zh(decision)) == 0;
    }
    jh_figure_number(to, jh_arena_printf(to->arena, "sites: %s", jh_decision_name(decision)), count);
  }
  classes_of_schools(to, schools);
}

static void figures_of_costs(figures *to, const jh_table *costs) {
  for (int32_t row = 0; row < costs->row_count; row++)
    jh_figure_text(to, jh_arena_printf(to->arena, "yuan a year: %s", jh_figure_cell(costs, row, "item")),
                   jh_figure_cell(costs, row, "plan"));
}

void jh_figures_of_plan(figures *to, const jh_table tables[JH_PLAN_TABLE_COUNT]) {
  static const struct part {
    jh_plan_table table;
    jh_figure_group group;
    void (*read)(figures *to, const jh_table *table);
  } parts[] = {{JH_PLAN_SUMMARY, JH_FIGURES_OF_PLAN, figures_of_summary},
               {JH_PLAN_AUDIT, JH_FIGURES_OF_RULES, figures_of_audit},
               {JH_PLAN_ROSTER, JH_FIGURES_OF_POSTS, figures_of_roster},
               {JH_PLAN_POSTS, JH_FIGURES_OF_POSTS, figures_of_posts},
               {JH_PLAN_ASSIGNMENTS, JH_FIGURES_OF_WAYS, figures_of_assignments},
               {JH_PLAN_CLASSES, JH_FIGURES_OF_CLASSES, figures_of_classes},
               {JH_PLAN_ROOMS, JH_FIGURES_OF_COSTS, figures_of_rooms},
               {JH_PLAN_SCHOOLS, JH_FIGURES_OF_SITES, figures_of_schools},
               {JH_PLAN_COSTS, JH_FIGURES_OF_COSTS, figures_of_costs}};
  to->comparison->reasons[to->plan] = "";
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    to->group = parts[i].group;
    if (tables[parts[i].table].present) parts[i].read(to, &tables[parts[i].table]);
  }
  jh_figures_of_decisions(to, tables);
}
