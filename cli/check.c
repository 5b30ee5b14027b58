/* check: what is wrong with the tables, and the county on one page. */
#include "commands.h"
#include "junheng/scenarios/profile.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

typedef struct line {
  const char *key, *english;
  int64_t value;
} line;

static void print_page(const options *o, const char *name, const line *lines, size_t count) {
  printf("%s\n", name);
  for (size_t i = 0; i < count; i++) {
    if (!lines[i].key)
      printf("%s\n", jh_text(o->speech, lines[i].english));
    else
      printf("  %10" PRId64 "  %s\n", lines[i].value, jh_text(o->speech, lines[i].english));
  }
}

static void print_json(const line *lines, size_t count) {
  struct json_object *const all = json_object_new_object();
  for (size_t i = 0; i < count; i++)
    if (lines[i].key) json_object_object_add(all, lines[i].key, json_object_new_int64(lines[i].value));
  puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY));
  json_object_put(all);
}

static void show(const options *o, const jh_county *county, const jh_profile *p) {
  line const lines[] = {
      {NULL, JH_N("Sites"), 0},
      {"schools_open", JH_N("public schools in operation"), p->schools_open},
      {"points_open", JH_N("public teaching points in operation"), p->points_open},
      {"private_open", JH_N("private schools in operation"), p->private_open},
      {"closed", JH_N("closed"), p->closed},
      {"proposed", JH_N("proposed"), p->proposed},
      {"protected_sites", JH_N("protected"), p->protected_sites},
      {"small_sites", JH_N("under 100 pupils"), p->small_sites},
      {"tiny_sites", JH_N("under 10 pupils"), p->tiny_sites},
      {NULL, JH_N("Pupils"), 0},
      {"places", JH_N("places"), p->places},
      {"pupils", JH_N("pupils in all"), p->pupils},
      {"migrant", JH_N("of them migrant children"), p->migrant},
      {"not_placed", JH_N("without a school yet"), p->not_placed},
      {NULL, JH_N("Classes"), 0},
      {"classes", JH_N("classes today"), p->classes},
      {"large_classes", JH_N("of 56 pupils and more"), p->large_classes},
      {"super_classes", JH_N("of 66 pupils and more"), p->super_classes},
      {"largest_class", JH_N("pupils in the largest"), p->largest_class},
      {NULL, JH_N("Teachers"), 0},
      {"teachers", JH_N("teachers in all"), p->teachers},
      {"backbone", JH_N("of them backbone teachers"), p->backbone},
      {"sender_teachers", JH_N("at town and quality schools"), p->sender_teachers},
      {"eligible", JH_N("eligible to rotate"), p->eligible},
      {"eligible_backbone", JH_N("of them backbone teachers"), p->eligible_backbone},
      {"quota_due", JH_N("must rotate this year"), p->quota_due},
      {"backbone_due", JH_N("of them backbone, at least"), p->backbone_due},
  };
  if (o->json)
    print_json(lines, sizeof lines / sizeof lines[0]);
  else if (!o->quiet)
    print_page(o, county->name, lines, sizeof lines / sizeof lines[0]);
  if (p->quotas_contradict && !o->quiet)
    fprintf(stderr, "%s\n", jh_text(o->speech, "warning: too few eligible backbone teachers for the quotas"));
}

int command_check(const options *o) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_job_request const request = options_request(o);
  jh_job_county opened;
  jh_status status = jh_job_open(&request, o->arena, &problems, &opened);
  if (status) return say_failure(o, &problems, status);
  jh_profile profile;
  status = jh_profile_of(&opened.county, o->first_year, o->arena, &profile);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  show(o, &opened.county, &profile);
  return EXIT_PLANNED;
}
