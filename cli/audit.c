/* audit: a written plan, also one edited by hand, against the county. */
#include "commands.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

static const char *met_word(const options *o, jh_audit_met met) {
  if (met == JH_AUDIT_INFORMATION) return " ";
  return met == JH_AUDIT_MET ? jh_text(o->speech, "ok") : jh_text(o->speech, "NO");
}

static void print_rows(const options *o, const jh_audit *audit) {
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    printf("%-3s %-28s %-12s %s | %s | %s\n", met_word(o, row->met), row->rule, row->scope ? row->scope : "",
           row->required ? row->required : "", row->achieved ? row->achieved : "",
           row->source ? jh_text(o->speech, row->source) : "");
  }
  printf(jh_text(o->speech, "%zu rows, %d rules not met, %d contradictions\n"), audit->count, (int)audit->unmet_rules,
         (int)audit->inconsistencies);
}

static void add_text(struct json_object *to, const char *key, const char *text) {
  json_object_object_add(to, key, text ? json_object_new_string(text) : NULL);
}

static void print_json(const jh_audit *audit) {
  struct json_object *const rows = json_object_new_array();
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    struct json_object *const one = json_object_new_object();
    add_text(one, "rule", row->rule);
    add_text(one, "scope", row->scope);
    add_text(one, "required", row->required);
    add_text(one, "achieved", row->achieved);
    if (row->met != JH_AUDIT_INFORMATION)
      json_object_object_add(one, "met", json_object_new_boolean(row->met == JH_AUDIT_MET));
    add_text(one, "source", row->source);
    json_object_array_add(rows, one);
  }
  puts(json_object_to_json_string_ext(rows, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put(rows);
}

int command_audit(const options *o) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_job_request const request = options_request(o);
  jh_job_county opened;
  jh_audit audit;
  memset(&audit, 0, sizeof audit);
  jh_status const status = jh_job_audit(&request, o->arguments[1], o->arena, &problems, &opened, &audit);
  if (status && audit.count == 0) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  if (o->json)
    print_json(&audit);
  else if (!o->quiet)
    print_rows(o, &audit);
  if (audit.inconsistencies > 0 || status == JH_BAD_INPUT) return EXIT_BAD_INPUT;
  return audit.unmet_rules > 0 ? EXIT_NO_PLAN : EXIT_PLANNED;
}
