/* consolidate --frontier: several plans, from the least cost to the shortest ways, and the table of them. */
#include "junheng/scenarios/frontier.h"

#include "commands.h"

#include <json-c/json.h>
#include <stdio.h>

static bool check_usage(const options *o) {
  const char *wrong = NULL;
  if (o->alternatives)
    wrong = text_of(o->speech, "--frontier and --alternatives are two questions: ask them one after the other",
                    "--frontier 与 --alternatives 是两个问题，请分两次运行");
  else if (o->lp_path)
    wrong = text_of(o->speech, "--write-lp writes one model: not with --frontier",
                    "--write-lp 只写出一个模型，不能与 --frontier 同用");
  if (wrong) fprintf(stderr, "junheng: %s\n", wrong);
  return !wrong;
}

static void say_rows(const options *o, const jh_table *table) {
  printf("%5s %18s %16s %12s %12s %9s %5s %6s %4s %8s  %s\n", text_of(o->speech, "point", "序号"),
         text_of(o->speech, "yuan a year", "元/年"), text_of(o->speech, "pupil-km", "人公里"),
         text_of(o->speech, "yuan per km", "每公里元"), text_of(o->speech, "weight", "权重"),
         text_of(o->speech, "gap %", "差距 %"), text_of(o->speech, "kept", "保留"),
         text_of(o->speech, "merged", "撤并"), text_of(o->speech, "new", "新建"),
         text_of(o->speech, "restored", "恢复"), text_of(o->speech, "folder", "文件夹"));
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
  printf(text_of(o->speech, "%d plans, none of which another one beats in both; %d made, %d of them beaten.\n",
                 "%d 个方案，互不被全面超过；共编制 %d 个，其中 %d 个被超过而舍去。\n"),
         (int)frontier->count, (int)frontier->made, (int)frontier->beaten);
  if (impossible(frontier)) {
    puts(text_of(o->speech, "The rules cannot all be met: this is the nearest plan, and what it takes is listed.",
                 "各项规则不能同时满足；这是最接近的方案，缺口如下。"));
    say_needs(frontier);
  } else if (frontier->stopped && frontier->count == o->frontier) {
    puts(text_of(o->speech, "Not every plan is proven as close to the best as asked: each says its gap.",
                 "并非每个方案都证明到所要求的差距；各方案附有自己的差距。"));
  } else if (frontier->stopped) {
    puts(text_of(o->speech, "Stopped early: the plans so far, each with its gap.",
                 "提前停止：目前的方案，各附差距。"));
  } else if (frontier->count < o->frontier) {
    printf(text_of(o->speech, "No weight of travel leads to a plan beyond these: fewer than the %d asked for.\n",
                   "任何路程权重都得不到其他方案：少于要求的 %d 个。\n"),
           (int)o->frontier);
  }
  printf(text_of(o->speech, "Plans: %s/frontier.csv\n", "方案：%s/frontier.csv\n"), frontier->out);
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
  jh_problems_init(&problems, o->arena);
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
