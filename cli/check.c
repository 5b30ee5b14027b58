/* check: what is wrong with the tables, and the county on one page. */
#include "commands.h"
#include "junheng/scenarios/profile.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

typedef struct line {
  const char *key, *english, *chinese;
  int64_t value;
} line;

static void print_page(const options *o, const char *name, const line *lines, size_t count) {
  printf("%s\n", name);
  for (size_t i = 0; i < count; i++) {
    if (!lines[i].key)
      printf("%s\n", text_of(o->speech, lines[i].english, lines[i].chinese));
    else
      printf("  %10" PRId64 "  %s\n", lines[i].value, text_of(o->speech, lines[i].english, lines[i].chinese));
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
      {NULL, "Sites", "校点", 0},
      {"schools_open", "public schools in operation", "在办公办学校", p->schools_open},
      {"points_open", "public teaching points in operation", "在办公办教学点", p->points_open},
      {"private_open", "private schools in operation", "在办民办学校", p->private_open},
      {"closed", "closed", "停办", p->closed},
      {"proposed", "proposed", "拟建", p->proposed},
      {"protected_sites", "protected", "必须保留", p->protected_sites},
      {"small_sites", "under 100 pupils", "不足 100 人", p->small_sites},
      {"tiny_sites", "under 10 pupils", "不足 10 人", p->tiny_sites},
      {NULL, "Pupils", "学生", 0},
      {"places", "places", "居民点", p->places},
      {"pupils", "pupils", "学生数", p->pupils},
      {"migrant", "of them migrant children", "其中随迁子女", p->migrant},
      {"not_placed", "without a school yet", "尚未安排学校", p->not_placed},
      {NULL, "Classes", "班级", 0},
      {"classes", "classes today", "现有班级", p->classes},
      {"large_classes", "of 56 pupils and more", "56 人及以上", p->large_classes},
      {"super_classes", "of 66 pupils and more", "66 人及以上", p->super_classes},
      {"largest_class", "pupils in the largest", "最大班额", p->largest_class},
      {NULL, "Teachers", "教师", 0},
      {"teachers", "teachers", "教师数", p->teachers},
      {"backbone", "of them backbone teachers", "其中骨干", p->backbone},
      {"sender_teachers", "at town and quality schools", "城镇学校和优质学校教师", p->sender_teachers},
      {"eligible", "eligible to rotate", "符合交流条件", p->eligible},
      {"eligible_backbone", "of them backbone teachers", "其中骨干", p->eligible_backbone},
      {"quota_due", "must rotate this year", "今年应交流", p->quota_due},
      {"backbone_due", "of them backbone, at least", "其中骨干至少", p->backbone_due},
  };
  if (o->json)
    print_json(lines, sizeof lines / sizeof lines[0]);
  else if (!o->quiet)
    print_page(o, county->name, lines, sizeof lines / sizeof lines[0]);
  if (p->quotas_contradict && !o->quiet)
    fprintf(stderr, "%s\n",
            text_of(o->speech, "warning: too few eligible backbone teachers for the quotas",
                    "警告：符合条件的骨干教师不足以满足比例要求"));
}

int command_check(const options *o) {
  jh_problems problems;
  jh_problems_init(&problems, o->arena);
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
