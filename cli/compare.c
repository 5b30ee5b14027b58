/* compare: plans side by side. */
#include "commands.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

enum { NAME_WIDTH = 34, SHOWN_DECISIONS = 20, FEW_PLANS = 8, SHOWN_FIGURES = 8 };

static void print_cell(const char *text, int width) { printf("%*s%s", width - width_of(text), "", text); }

static void print_name(const char *name) { print_padded(name, NAME_WIDTH); }

static int column_width(const jh_comparison *c, int32_t plan) {
  int width = width_of(c->plans[plan]);
  for (size_t i = 0; i < c->count; i++) {
    const char *const value = c->figures[i].values[plan];
    if (value && width_of(value) > width) width = width_of(value);
  }
  for (size_t i = 0; i < c->decision_count && i < SHOWN_DECISIONS; i++) {
    const char *const value = c->decisions[i].values[plan];
    if (value && width_of(value) > width) width = width_of(value);
  }
  return width + 2;
}

/* A second line with the differences, where there is one. */
static void print_differences(const jh_comparison *c, const jh_figure *figure, const int *widths) {
  bool any = false;
  for (int32_t p = 1; p < c->plan_count; p++)
    any |= figure->differences[p] && strcmp(figure->differences[p], "0") != 0;
  if (!any) return;
  print_name("");
  for (int32_t p = 0; p < c->plan_count; p++)
    print_cell(p > 0 && figure->differences[p] ? figure->differences[p] : "", widths[p]);
  puts("");
}

/* Names of figures are keys in tables and JSON, and words here. */
static const char *label_of(const options *o, const jh_figure *figure) {
  return o->speech == JH_ENGLISH ? figure->name : jh_figure_label(o->speech, figure->name, o->arena);
}

/* "site S083", "P0093, grades 1-6, goes to": the key in words of the reader's language. */
static const char *question_of(const options *o, const char *text) {
  static const char *const around[][2] = {
      {"site ", ""}, {"teacher ", " goes to"}, {"", ", grades 1-6, goes to"}, {"", ", grades 7-9, goes to"}};
  size_t const length = strlen(text);
  for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
    size_t const before = strlen(around[i][0]), after = strlen(around[i][1]);
    if (length < before + after || strncmp(text, around[i][0], before) != 0) continue;
    if (strcmp(text + length - after, around[i][1]) != 0) continue;
    const char *const words =
        jh_arena_printf(o->arena, "%s%.*s%s", jh_text(o->speech, around[i][0]), (int)(length - before - after),
                        text + before, jh_text(o->speech, around[i][1]));
    return words ? words : text;
  }
  static const char rooms[] = "rooms added at ";
  const char *const year = strstr(text, " in ");
  if (strncmp(text, rooms, sizeof rooms - 1) != 0 || !year) return text;
  const char *const at = text + sizeof rooms - 1;
  const char *const words =
      jh_arena_printf(o->arena, jh_text(o->speech, "rooms added at %.*s in %s"), (int)(year - at), at, year + 4);
  return words ? words : text;
}

static void print_row(const options *o, const jh_comparison *c, const jh_figure *row, const char *name,
                      const int *widths) {
  print_name(name);
  for (int32_t p = 0; p < c->plan_count; p++)
    print_cell(row->values[p] && *row->values[p] ? jh_text(o->speech, row->values[p]) : "-", widths[p]);
  puts("");
}

static void print_columns(const options *o, const jh_comparison *c, const int *widths) {
  print_name("");
  for (int32_t p = 0; p < c->plan_count; p++) print_cell(c->plans[p], widths[p]);
  puts("");
  for (size_t i = 0; i < c->count; i++) {
    print_row(o, c, &c->figures[i], label_of(o, &c->figures[i]), widths);
    print_differences(c, &c->figures[i], widths);
  }
  if (c->decision_count == 0) return;
  printf(jh_text(o->speech, "\nDecisions that flip: %zu\n"), c->decision_count);
  size_t const shown = c->decision_count < SHOWN_DECISIONS ? c->decision_count : SHOWN_DECISIONS;
  for (size_t i = 0; i < shown; i++) print_row(o, c, &c->decisions[i], question_of(o, c->decisions[i].name), widths);
  if (c->decision_count > shown)
    printf(jh_text(o->speech, "... and %zu more, in the CSV\n"), c->decision_count - shown);
}

static bool differs(const jh_comparison *c, const jh_figure *figure) {
  for (int32_t p = 1; p < c->plan_count; p++) {
    const char *const first = figure->values[0], *const other = figure->values[p];
    if (!first != !other || (first && strcmp(first, other) != 0)) return true;
  }
  return false;
}

/* Of many plans a screen holds what tells them apart at a glance: status and gap, the goals, who is dominated. */
static bool is_worth_a_column(const jh_comparison *c, const jh_figure *figure) {
  static const char *const always[] = {
      "status", "gap", "pupil-km", "rules not met", "decisions unlike the first plan's", "dominated by"};
  for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
    if (strcmp(figure->name, always[i]) == 0) return true;
  return figure->group == JH_FIGURES_OF_GOALS && differs(c, figure);
}

/* A line for each plan. */
static void print_lines(const options *o, const jh_comparison *c) {
  const jh_figure *shown[SHOWN_FIGURES];
  int widths[SHOWN_FIGURES], count = 0;
  for (size_t i = 0; i < c->count && count < SHOWN_FIGURES; i++) {
    if (!is_worth_a_column(c, &c->figures[i])) continue;
    widths[count] = width_of(label_of(o, &c->figures[i])) + 2;
    for (int32_t p = 0; p < c->plan_count; p++) {
      const char *const value = c->figures[i].values[p];
      if (value && width_of(value) + 2 > widths[count]) widths[count] = width_of(value) + 2;
    }
    shown[count++] = &c->figures[i];
  }
  print_name("");
  for (int i = 0; i < count; i++) print_cell(label_of(o, shown[i]), widths[i]);
  puts("");
  for (int32_t p = 0; p < c->plan_count; p++) {
    print_name(c->plans[p]);
    for (int i = 0; i < count; i++) {
      const char *const value = shown[i]->values[p];
      print_cell(value && *value ? jh_text(o->speech, value) : "-", widths[i]);
    }
    puts("");
  }
  printf(jh_text(o->speech, "Decisions that flip: %zu. All figures and decisions: as a table or a page (--out).\n"),
         c->decision_count);
}

static void print_table(const options *o, const jh_comparison *c) {
  if (c->plan_count > FEW_PLANS) {
    print_lines(o, c);
    return;
  }
  int *const widths = JH_NEW(o->arena, int, c->plan_count);
  if (!widths) return;
  for (int32_t p = 0; p < c->plan_count; p++) widths[p] = column_width(c, p);
  print_columns(o, c, widths);
}

static void print_json(const jh_comparison *c) {
  struct json_object *const all = json_object_new_array();
  for (int32_t p = 0; p < c->plan_count; p++) {
    struct json_object *const plan = json_object_new_object();
    json_object_object_add(plan, "plan", json_object_new_string(c->plans[p]));
    for (size_t i = 0; i < c->count; i++) {
      const char *const value = c->figures[i].values[p];
      json_object_object_add(plan, c->figures[i].name, value ? json_object_new_string(value) : NULL);
    }
    struct json_object *const flips = json_object_new_object();
    for (size_t i = 0; i < c->decision_count; i++) {
      const char *const value = c->decisions[i].values[p];
      json_object_object_add(flips, c->decisions[i].name, value ? json_object_new_string(value) : NULL);
    }
    json_object_object_add(plan, "decisions that flip", flips);
    json_object_array_add(all, plan);
  }
  puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put(all);
}

void print_comparison(const options *o, const jh_comparison *comparison) {
  if (o->json)
    print_json(comparison);
  else if (!o->quiet)
    print_table(o, comparison);
}

int command_compare(const options *o) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_comparison comparison;
  jh_status status = jh_compare_plans(o->arguments, NULL, o->argument_count, o->arena, &problems, &comparison);
  if (!status && o->out) status = jh_comparison_write(&comparison, o->out, o->speech, o->arena, &problems);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  print_comparison(o, &comparison);
  return EXIT_PLANNED;
}
