/* consolidate --frontier: several plans, from the least cost to the shortest ways, and the table of them. */
#include "junheng/scenarios/frontier.h"

#include "commands.h"

#include <json-c/json.h>
#include <stdio.h>

static bool check_usage(const options *o) {
  const char *wrong = NULL;
  if (o->alternatives)
    wrong = jh_text(o->speech, "--frontier and --alternatives are two questions: ask them one after the other");
  else if (o->lp_path)
    wrong = jh_text(o->speech, "--write-lp writes one model: not with --frontier");
  if (wrong) fprintf(stderr, "junheng: %s\n", wrong);
  return !wrong;
}

static void say_rows(const options *o, const jh_table *table) {
  printf("%5s %18s %16s %12s %12s %9s %5s %6s %4s %8s  %s\n", jh_text(o->speech, "point"),
         jh_text(o->speech, "yuan a year"), jh_text(o->speech, "pupil-km"), jh_text(o->speech, "yuan per km"),
         jh_text(o->speech, "weight"), jh_text(o->speech, "gap %"), jh_text(o->speech, "kept"),
         jh_text(o->speech, "merged"), jh_text(o->speech, "new"), jh_text(o->speech, "restored"),
         jh_text(o->speech, "folder"));
  for (int32_t row = 0; row < table->row_count; row++) {
    const char *cells[JH_FRONTIER_COLUMNS];
    for (int column = 0; column < JH_FRONTIER_COLUMNS; column++) {
      const char *const cell = jh_table_cell(table, row, column);
      cells[column] = cell ? cell : "";
    }
    printf("%5s %18s %16s %12s %12s %9s %5s %6s %4s %8s  %s\n", cells[JH_FRONTIER_POINT], cells[JH_FRONTIER_COST],
           cells[JH_FRONTIER_PUPIL_KM], cells[JH_FRONTIER_PRICE], cells[JH_FRONTIER_WEIGHT], cells[JH_FRONTIER_GAP],
           cells[JH_FRONTIER_KEPT], cells[JH_FRONTIER_MERGED], cells[JH_FRONTIER_NEW], cells[JH_FRONTIER_RESTORED],
           cells[JH_FRONTIER_FOLDER]);
  }
}

static bool impossible(const jh_frontier *frontier) {
  return frontier->count > 0 && frontier->points[0].outcome.plan.result.answer == JH_INFEASIBLE;
}

static void say_needs(const jh_frontier *frontier) {
  const jh_needs *const needs = &frontier->points[0].outcome.plan.of.consolidation.needs;
  for (size_t i = 0; i < needs->count; i++) printf("  - %s\n", needs->items[i].words);
}

static void say_frontier(const options *o, const jh_frontier *frontier) {
  const char *const note = jh_summary_value(frontier->points[0].outcome.summary, "data_note");
  if (note && *note) printf("%s\n", note);
  say_rows(o, frontier->table);
  printf(jh_text(o->speech, "%d plans, none of which another one beats in both; %d made, %d of them beaten.\n"),
         (int)frontier->count, (int)frontier->made, (int)frontier->beaten);
  if (impossible(frontier)) {
    puts(jh_text(o->speech, "The rules cannot all be met: this is the nearest plan, and what it takes is listed."));
    say_needs(frontier);
  } else if (frontier->stopped && frontier->count == o->frontier) {
    puts(jh_text(o->speech, "Not every plan is proven as close to the best as asked: each says its gap."));
  } else if (frontier->stopped) {
    puts(jh_text(o->speech, "Stopped early: the plans so far, each with its gap."));
  } else if (frontier->count < o->frontier) {
    printf(jh_text(o->speech, "No weight of travel leads to a plan beyond these: fewer than the %d asked for.\n"),
           (int)o->frontier);
  }
  printf(jh_text(o->speech, "Plans: %s/frontier.csv\n"), frontier->out);
}

static void print_json(const jh_table *table) {
  struct json_object *const all = json_object_new_array();
  for (int32_t row = 0; row < table->row_count; row++) {
    struct json_object *const point = json_object_new_object();
    for (int32_t column = 0; column < table->spec->column_count; column++) {
      const char *const cell = jh_table_cell(table, row, column);
      json_object_object_add(point, table->spec->columns[column].name, cell ? json_object_new_string(cell) : NULL);
    }
    json_object_array_add(all, point);
  }
  puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put(all);
}

static int say_outcome(const options *o, const jh_frontier *frontier, const jh_problems *problems, jh_status status) {
  if (status == JH_INTERNAL && frontier->failed) say_failed_audit(o, frontier->failed);
  if (status) return say_failure(o, problems, status);
  say_problems(o, problems);
  if (o->json)
    print_json(frontier->table);
  else if (!o->quiet)
    say_frontier(o, frontier);
  if (impossible(frontier)) return EXIT_NO_PLAN;
  return frontier->stopped ? EXIT_STOPPED : EXIT_PLANNED;
}

int plan_frontier(const options *o) {
  jh_problems problems;
  jh_frontier frontier;
  if (!check_usage(o)) return EXIT_USAGE;
  options_problems(o, &problems);
  jh_job_request request = options_request(o);
  request.job = JH_CONSOLIDATE;
  jh_control control = options_control(o);
  if (o->limit_s < 0) control.limit_s *= o->frontier; /* as long as so many plans one by one */
  watch_progress(o, &control);
  catch_stop(&control);
  jh_status const status = jh_frontier_run(&request, o->frontier, &control, o->arena, &problems, &frontier);
  end_progress(o);
  int const end = say_outcome(o, &frontier, &problems, status);
  jh_frontier_close(&frontier);
  return end;
}
