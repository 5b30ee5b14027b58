/* compare: plans side by side. */
#include "commands.h"

#include <json-c/json.h>
#include <stdio.h>

static void print_table(const jh_comparison *c) {
  printf("%-28s", "");
  for (int32_t p = 0; p < c->plan_count; p++) printf(" %20s", c->plans[p]);
  puts("");
  for (size_t i = 0; i < c->count; i++) {
    const jh_figure *const figure = &c->figures[i];
    printf("%-28s", figure->name);
    for (int32_t p = 0; p < c->plan_count; p++) printf(" %20s", figure->values[p] ? figure->values[p] : "-");
    puts("");
    bool any = false;
    for (int32_t p = 1; p < c->plan_count; p++) any |= figure->differences[p] != NULL;
    if (!any) continue;
    printf("%-28s %20s", "", "");
    for (int32_t p = 1; p < c->plan_count; p++) printf(" %20s", figure->differences[p] ? figure->differences[p] : "");
    puts("");
  }
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
    json_object_array_add(all, plan);
  }
  puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put(all);
}

void print_comparison(const options *o, const jh_comparison *comparison) {
  if (o->json)
    print_json(comparison);
  else if (!o->quiet)
    print_table(comparison);
}

int command_compare(const options *o) {
  jh_problems problems;
  jh_problems_init(&problems, o->arena);
  jh_comparison comparison;
  jh_status status = jh_compare_plans(o->arguments, NULL, o->argument_count, o->arena, &problems, &comparison);
  if (!status && o->out) status = jh_comparison_write(&comparison, o->out, o->arena, &problems);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  print_comparison(o, &comparison);
  return EXIT_PLANNED;
}
