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
    return jh_text(o->speech, "rules are not met, listed in audit.csv; that no plan meets them is not proven");
  switch (answer) {
    case JH_OPTIMAL: return jh_text(o->speech, "proven: under these rules no better plan exists");
    case JH_FEASIBLE:
      return jh_text(o->speech, "every rule is kept; the gap says how much better another plan could be at most");
    case JH_INFEASIBLE:
      return jh_text(o->speech, "the rules cannot all be met; this is the nearest plan, and what it takes is listed");
    case JH_STOPPED: break;
  }
  return jh_text(o->speech, "stopped early; the best plan so far and its gap");
}

enum { NAME_WIDTH = 18 };

static void say_levels(const options *o, const jh_result *result) {
  printf("%s\n", jh_text(o->speech, "Goals, most important first (value, proven bound, gap):"));
  for (int32_t i = 0; i < result->level_count; i++) {
    const jh_level *const level = &result->levels[i];
    const char *const value = jh_shown_value(level->value, level->scale, o->arena);
    const char *const bound = jh_shown_value(level->bound, level->scale, o->arena);
    fputs("  ", stdout);
    print_padded(jh_text(o->speech, level->name), NAME_WIDTH);
    printf(" %18s %18s  %8.4f %%  %s\n", value ? value : "", bound ? bound : "", 100 * jh_level_gap(level),
           jh_text(o->speech, level->unit));
  }
}

static void say_job(const options *o, const jh_plan *plan) {
  if (plan->job == JH_ROTATE) {
    const jh_rotation_plan *const r = &plan->of.rotation;
    printf(
        jh_text(o->speech,
                "%d of %d eligible teachers rotate (at least %d due), %d of them backbone teachers (at least %d).\n"),
        (int)r->sent, (int)r->eligible, (int)r->due, (int)r->backbone_sent, (int)r->backbone_due);
    if (r->eligible == 0) printf("%s\n", jh_text(o->speech, "No teacher is eligible: nothing is due."));
  } else if (plan->job == JH_ALLOCATE) {
    const jh_allocation_plan *const a = &plan->of.allocation;
    int64_t classes = 0, over = 0, added = 0;
    for (int32_t i = 0; i < a->class_count; i++) {
      classes += a->classes[i].classes;
      over += a->classes[i].over;
    }
    for (int32_t i = 0; i < a->room_count; i++) added += a->rooms[i].added;
    printf(jh_text(o->speech, "%lld classes; %lld pupils above the limit; %lld rooms added.\n"), (long long)classes,
           (long long)over, (long long)added);
  } else {
    const jh_consolidation_plan *const c = &plan->of.consolidation;
    int decisions[JH_NOT_BUILT + 1] = {0};
    for (int32_t i = 0; i < c->site_count; i++) decisions[c->sites[i].decision]++;
    printf(jh_text(o->speech, "%d kept, %d merged, %d built, %d restored; %d stay closed, %d not built.\n"),
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
  printf(jh_text(o->speech, "%s: %s. %.1f s, %s%s%s\n"), jh_text(o->speech, jh_answer_name(plan->result.answer)),
         certainty(o, plan->result.answer, outcome->audit.unmet_rules), plan->result.seconds,
         plan->result.method ? jh_text(o->speech, plan->result.method) : "",
         plan->result.note ? jh_text(o->speech, "; ") : "",
         plan->result.note ? jh_text(o->speech, plan->result.note) : "");
  const jh_needs *const needs = needs_of(plan);
  for (size_t i = 0; i < needs->count; i++) printf("  - %s\n", needs->items[i].words);
  printf(jh_text(o->speech, "Audit: %zu rows, %d rules not met, %d contradictions.\nPlan: %s\n"),
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
          jh_text(o->speech, "junheng: THE AUDIT FOUND THE PLAN WRONG; nothing was written. Please report this:"));
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    if (row->met == JH_AUDIT_NOT_MET)
      fprintf(stderr, "  %s, %s: %s, %s\n", row->rule, row->scope, row->required, row->achieved);
  }
}

int command_plan(const options *o) {
  if (o->frontier > 0) return plan_frontier(o);
  jh_problems problems;
  options_problems(o, &problems);
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
