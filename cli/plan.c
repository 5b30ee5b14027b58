/* rotate, allocate, consolidate: run the job and say in plain words what came of it. */
#include "commands.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

static jh_job job_of(command_id id) {
  return id == COMMAND_ROTATE ? JH_ROTATE : id == COMMAND_ALLOCATE ? JH_ALLOCATE : JH_CONSOLIDATE;
}

/* What the answer and the audit together allow to be said. */
static const char *certainty(const options *o, jh_answer answer, int32_t unmet_rules) {
  if (answer == JH_FEASIBLE && unmet_rules > 0)
    return text_of(o->speech, "rules are not met, listed in audit.csv; that no plan meets them is not proven",
                   "有规则未满足，见 audit.csv；尚未证明没有满足的方案");
  switch (answer) {
    case JH_OPTIMAL:
      return text_of(o->speech, "proven: under these rules no better plan exists",
                     "已证明：在这些规则下没有更好的方案");
    case JH_FEASIBLE:
      return text_of(o->speech, "every rule is kept; the gap says how much better another plan could be at most",
                     "满足全部规则；差距表示别的方案最多还能好多少");
    case JH_INFEASIBLE:
      return text_of(o->speech, "the rules cannot all be met; this is the nearest plan, and what it takes is listed",
                     "各项规则不能同时满足；这是最接近的方案，缺口如下");
    case JH_STOPPED: break;
  }
  return text_of(o->speech, "stopped early; the best plan so far and its gap", "提前停止；目前最好的方案及其差距");
}

static void say_levels(const options *o, const jh_result *result) {
  printf("%s\n", text_of(o->speech, "Goals, most important first (value, proven bound, gap):",
                         "目标，按重要性排序（值、证明的界、差距）："));
  for (int32_t i = 0; i < result->level_count; i++) {
    const jh_level *const level = &result->levels[i];
    const char *const value = jh_shown_value(level->value, level->scale, o->arena);
    const char *const bound = jh_shown_value(level->bound, level->scale, o->arena);
    printf("  %-18s %18s %18s  %8.4f %%  %s\n", level->name, value ? value : "", bound ? bound : "",
           100 * jh_level_gap(level), level->unit);
  }
}

static void say_job(const options *o, const jh_plan *plan) {
  if (plan->job == JH_ROTATE) {
    const jh_rotation_plan *const r = &plan->of.rotation;
    printf(
        text_of(o->speech,
                "%d of %d eligible teachers rotate (at least %d due), %d of them backbone teachers (at least %d).\n",
                "符合条件的教师 %2$d 人，交流 %1$d 人（至少 %3$d 人），其中骨干 %4$d 人（至少 %5$d 人）。\n"),
        (int)r->sent, (int)r->eligible, (int)r->due, (int)r->backbone_sent, (int)r->backbone_due);
    if (r->eligible == 0)
      printf("%s\n", text_of(o->speech, "No teacher is eligible: nothing is due.", "没有符合条件的教师，无需交流。"));
  } else if (plan->job == JH_ALLOCATE) {
    const jh_allocation_plan *const a = &plan->of.allocation;
    int64_t classes = 0, over = 0, added = 0;
    for (int32_t i = 0; i < a->class_count; i++) {
      classes += a->classes[i].classes;
      over += a->classes[i].over;
    }
    for (int32_t i = 0; i < a->room_count; i++) added += a->rooms[i].added;
    printf(text_of(o->speech, "%lld classes; %lld pupils above the limit; %lld rooms added.\n",
                   "共 %lld 个班；超限 %lld 人；新增教室 %lld 间。\n"),
           (long long)classes, (long long)over, (long long)added);
  } else {
    const jh_consolidation_plan *const c = &plan->of.consolidation;
    int decisions[JH_NOT_BUILT + 1] = {0};
    for (int32_t i = 0; i < c->site_count; i++) decisions[c->sites[i].decision]++;
    printf(text_of(o->speech, "%d kept, %d merged, %d built, %d restored; %d stay closed, %d not built.\n",
                   "保留 %d，撤并 %d，新建 %d，恢复 %d；保持停办 %d，不建 %d。\n"),
           decisions[JH_KEEP], decisions[JH_MERGE], decisions[JH_NEW], decisions[JH_RESTORE],
           decisions[JH_STAY_CLOSED], decisions[JH_NOT_BUILT]);
  }
}

static const jh_needs *needs_of(const jh_plan *plan) {
  switch (plan->job) {
    case JH_ROTATE: return &plan->of.rotation.needs;
    case JH_ALLOCATE: return &plan->of.allocation.needs;
    default: return &plan->of.consolidation.needs;
  }
}

static void say_outcome(const options *o, const jh_job_outcome *outcome) {
  const jh_plan *const plan = &outcome->plan;
  const char *const note = jh_summary_value(outcome->summary, "data_note");
  if (note && *note) printf("%s\n", note);
  say_job(o, plan);
  say_levels(o, &plan->result);
  printf(text_of(o->speech, "%s: %s. %.1f s, %s%s%s\n", "%s：%s。%.1f 秒，%s%s%s\n"),
         jh_answer_name(plan->result.answer), certainty(o, plan->result.answer, outcome->audit.unmet_rules),
         plan->result.seconds, plan->result.method ? plan->result.method : "", plan->result.note ? "; " : "",
         plan->result.note ? plan->result.note : "");
  const jh_needs *const needs = needs_of(plan);
  for (size_t i = 0; i < needs->count; i++) printf("  - %s\n", needs->items[i].words);
  printf(text_of(o->speech, "Audit: %zu rows, %d rules not met, %d contradictions.\nPlan: %s\n",
                 "核查：%zu 行，%d 条规则未满足，%d 处矛盾。\n方案：%s\n"),
         outcome->audit.count, (int)outcome->audit.unmet_rules, (int)outcome->audit.inconsistencies, outcome->out);
}

/* summary.csv as one object, for scripts. */
static void print_json(const jh_table *summary) {
  struct json_object *const all = json_object_new_object();
  for (int32_t row = 0; row < summary->row_count; row++) {
    const char *const value = jh_table_cell(summary, row, 1);
    json_object_object_add(all, jh_table_cell(summary, row, 0), value ? json_object_new_string(value) : NULL);
  }
  puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put(all);
}

void say_failed_audit(const options *o, const jh_audit *audit) {
  fprintf(stderr, "%s\n",
          text_of(o->speech, "junheng: THE AUDIT FOUND THE PLAN WRONG; nothing was written. Please report this:",
                  "junheng：核查发现方案有误，未写出任何文件。请报告此问题："));
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    if (row->met == JH_AUDIT_NOT_MET)
      fprintf(stderr, "  %s, %s: %s, %s\n", row->rule, row->scope, row->required, row->achieved);
  }
}

int command_plan(const options *o) {
  if (o->frontier > 0) return plan_frontier(o);
  jh_problems problems;
  jh_problems_init(&problems, o->arena);
  jh_job_request request = options_request(o);
  request.job = job_of(o->command);
  jh_control control = options_control(o);
  watch_progress(o, &control);
  catch_stop(&control);
  jh_job_outcome outcome;
  jh_status const status = jh_job_run(&request, &control, o->arena, &problems, &outcome);
  end_progress(o);
  if (status == JH_INTERNAL && outcome.audit.count > 0) say_failed_audit(o, &outcome.audit);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  if (o->json)
    print_json(outcome.summary);
  else if (!o->quiet)
    say_outcome(o, &outcome);
  if (outcome.plan.result.answer == JH_INFEASIBLE) return EXIT_NO_PLAN;
  return outcome.plan.result.answer == JH_STOPPED ? EXIT_STOPPED : EXIT_PLANNED;
}
