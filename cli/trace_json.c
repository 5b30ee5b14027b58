/* A trace as one object, for scripts: every option, exact numbers as text. */
#include "trace_words.h"

#include <json-c/json.h>
#include <stdio.h>

typedef struct json_object object;

static void add_text(object *to, const char *key, const char *text) {
  json_object_object_add(to, key, text ? json_object_new_string(text) : NULL);
}
static void add_count(object *to, const char *key, int64_t value) {
  json_object_object_add(to, key, json_object_new_int64(value));
}
static void add_truth(object *to, const char *key, bool value) {
  json_object_object_add(to, key, json_object_new_boolean(value));
}
static void add_school(const trace_page *page, object *to, const char *key, jh_school_ix school) {
  if (school.i >= 0) add_text(to, key, page->county->schools[school.i].id);
}

static object *rules_of(const jh_audit_row *rows, int32_t count) {
  object *const list = json_object_new_array();
  for (int32_t i = 0; i < count; i++) {
    object *const one = json_object_new_object();
    add_text(one, "rule", rows[i].rule);
    add_text(one, "scope", rows[i].scope);
    add_text(one, "required", rows[i].required);
    add_text(one, "achieved", rows[i].achieved);
    add_text(one, "source", rows[i].source);
    json_object_array_add(list, one);
  }
  return list;
}

static object *goals_of(const trace_page *page, const jh_trace_price *price) {
  object *const list = json_object_new_array();
  for (int32_t i = 0; i < price->level_count; i++) {
    const jh_trace_level *const level = &price->levels[i];
    object *const one = json_object_new_object();
    add_text(one, "goal", level->name);
    add_text(one, "unit", level->unit);
    add_text(one, "before", trace_number(page, level->before, level->digits, level->digits, false));
    add_text(one, "after", trace_number(page, level->after, level->digits, level->digits, false));
    add_text(one, "change", trace_number(page, level->after - level->before, level->digits, level->digits, false));
    json_object_array_add(list, one);
  }
  return list;
}

static const char *act_name(jh_trace_act act) {
  static const char *const names[] = {[JH_TRACE_STAYS] = "stays",
                                      [JH_TRACE_GOES] = "goes",
                                      [JH_TRACE_REPLACES] = "replaces",
                                      [JH_TRACE_SWAPS] = "swaps",
                                      [JH_TRACE_ATTENDS] = "attends",
                                      [JH_TRACE_CLASS_MORE] = "class_more",
                                      [JH_TRACE_CLASS_FEWER] = "class_fewer",
                                      [JH_TRACE_CLOSES] = "closes",
                                      [JH_TRACE_RUNS] = "runs"};
  return names[act];
}

static object *option_of(const trace_page *page, const jh_trace_option *option) {
  static const char *const suppositions[] = {NULL, "one_more_post", "conditions_met"};
  object *const one = json_object_new_object();
  add_text(one, "act", act_name(option->act));
  add_truth(one, "chosen", option->chosen);
  if (option->suppose != JH_SUPPOSE_NOTHING) add_text(one, "suppose", suppositions[option->suppose]);
  add_count(one, "year", option->year);
  if (option->first_grade > 0) {
    add_count(one, "first_grade", option->first_grade);
    add_count(one, "last_grade", option->last_grade);
  }
  if (option->teacher.i >= 0) add_text(one, "teacher_id", page->county->teachers[option->teacher.i].id);
  if (option->other.i >= 0) add_text(one, "other_id", page->county->teachers[option->other.i].id);
  add_school(page, one, "from_school", option->from);
  add_school(page, one, "school_id", option->school);
  if (option->subject.i >= 0) add_text(one, "subject", page->county->subjects[option->subject.i]);
  if (option->act == JH_TRACE_ATTENDS || option->act >= JH_TRACE_CLOSES) {
    add_count(one, "pupils", option->pupils);
    add_count(one, "unplaced", option->unplaced);
    add_text(one, "pupil_km", trace_number(page, option->pupil_mm, 6, 6, false));
  }
  if (option->distance_mm >= 0) add_text(one, "km", trace_number(page, option->distance_mm, 6, 6, false));
  if (option->time_s >= 0) add_count(one, "seconds", option->time_s);
  if (option->act == JH_TRACE_ATTENDS) add_text(one, "mode", option->has_mode ? jh_mode_name(option->mode) : NULL);
  if (option->act == JH_TRACE_ATTENDS) add_truth(one, "opens", option->opens);
  if (option->rooms_left >= 0) add_count(one, "rooms_left", option->rooms_left);
  if (option->seats_left >= 0) add_count(one, "seats_left", option->seats_left);
  add_count(one, "classes_added", option->classes_added);
  add_count(one, "rooms_added", option->rooms_added);
  json_object_object_add(one, "goals", goals_of(page, &option->price));
  add_text(one, "verdict", option->price.decides < 0 ? "same" : option->price.better ? "better" : "worse");
  json_object_object_add(one, "breaks", rules_of(option->price.broken, option->price.broken_count));
  json_object_object_add(one, "mends", rules_of(option->price.mended, option->price.mended_count));
  return one;
}

static const char *fact_name(jh_trace_fact_kind kind) {
  static const char *const names[] = {[JH_FACT_SENDER] = "sender",
                                      [JH_FACT_EXEMPT] = "not_exempt",
                                      [JH_FACT_YEARS] = "years_here",
                                      [JH_FACT_AGE] = "age",
                                      [JH_FACT_REST] = "rest",
                                      [JH_FACT_RECEIVER] = "receivers",
                                      [JH_FACT_LEAVE] = "max_leave",
                                      [JH_FACT_LAST] = "last_teacher",
                                      [JH_FACT_QUOTA] = "quota",
                                      [JH_FACT_BACKBONE] = "backbone",
                                      [JH_FACT_POST] = "posts",
                                      [JH_FACT_GRADE] = "grade",
                                      [JH_FACT_ROOMS] = "rooms",
                                      [JH_FACT_SEATS] = "seats",
                                      [JH_FACT_BEDS] = "beds",
                                      [JH_FACT_PROTECTED] = "protected",
                                      [JH_FACT_DECISION] = "decision",
                                      [JH_FACT_STAY] = "alternative_stay",
                                      [JH_FACT_CLOSE] = "alternative_close",
                                      [JH_FACT_COMES] = "comes",
                                      [JH_FACT_LEAVES] = "leaves"};
  return names[kind];
}

static object *fact_of(const trace_page *page, const jh_trace_fact *fact) {
  object *const one = json_object_new_object();
  add_text(one, "fact", fact_name(fact->kind));
  if (fact->judged) add_truth(one, "met", fact->met);
  if (fact->year > 0) add_count(one, "year", fact->year);
  if (fact->grade > 0) add_count(one, "grade", fact->grade);
  add_school(page, one, "school_id", fact->school);
  if (fact->place.i >= 0) add_text(one, "place_id", page->county->places[fact->place.i].id);
  if (fact->subject.i >= 0) add_text(one, "subject", page->county->subjects[fact->subject.i]);
  add_count(one, "actual", fact->actual);
  add_count(one, "required", fact->required);
  add_count(one, "of", fact->of);
  if (fact->text) add_text(one, "text", fact->text);
  if (fact->has_key) add_text(one, "policy", jh_policy_rule_of(fact->key)->name);
  return one;
}

static object *lines_of(const trace_page *page) {
  object *const list = json_object_new_array();
  for (int32_t i = 0; i < page->trace->line_count; i++) {
    object *const one = json_object_new_object();
    add_text(one, "file", page->traced->opened.tables.table[page->trace->lines[i].table].file);
    add_count(one, "line", page->trace->lines[i].line);
    json_object_array_add(list, one);
  }
  for (int32_t i = 0; i < page->trace->row_count; i++) {
    const jh_table *const table = &page->traced->tables[page->trace->rows[i].table];
    object *const one = json_object_new_object();
    add_text(one, "file", table->file);
    add_count(one, "line", table->lines[page->trace->rows[i].row]);
    add_truth(one, "plan", true);
    json_object_array_add(list, one);
  }
  return list;
}

static const char *id_of(const trace_page *page) {
  const jh_county *const c = page->county;
  int32_t const i = page->trace->index;
  switch (page->trace->kind) {
    case JH_TRACE_TEACHER: return c->teachers[i].id;
    case JH_TRACE_PLACE: return c->places[i].id;
    case JH_TRACE_SCHOOL: return c->schools[i].id;
    case JH_TRACE_KINDS: break;
  }
  return NULL;
}

void trace_print_json(const trace_page *page) {
  const jh_trace *const trace = page->trace;
  object *const all = json_object_new_object(), *const facts = json_object_new_array(),
                *const choices = json_object_new_array();
  add_text(all, "kind", jh_trace_kind_name(trace->kind));
  add_text(all, "key", id_of(page));
  add_text(all, "job", jh_job_name(trace->job));
  add_count(all, "first_year", trace->first_year);
  add_count(all, "last_year", trace->last_year);
  add_truth(all, "proven", trace->proven);
  if (trace->kind == JH_TRACE_TEACHER) add_truth(all, "eligible", trace->eligible);
  add_count(all, "rules_not_met", trace->unmet);
  add_count(all, "contradictions", trace->contradicted);
  json_object_object_add(all, "lines", lines_of(page));
  for (int32_t i = 0; i < trace->fact_count; i++) json_object_array_add(facts, fact_of(page, &trace->facts[i]));
  json_object_object_add(all, "facts", facts);
  for (int32_t i = 0; i < trace->option_count; i++)
    json_object_array_add(choices, option_of(page, &trace->options[i]));
  json_object_object_add(all, "choices", choices);
  puts(json_object_to_json_string_ext(all, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put(all);
}
