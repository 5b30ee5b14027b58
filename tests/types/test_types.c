/* The types that travel keep what their headers promise. */
#include "junheng/arena.h"
#include "junheng/policy.h"
#include "junheng/problems.h"
#include "junheng/schema.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state) { return (*state = jh_arena_create()) ? 0 : -1; }
static int tear_down(void **state) { return jh_arena_destroy(*state), 0; }

/* ---- arena ---- */

static void memory_is_zeroed_and_aligned(void **state) {
  for (size_t size = 0; size < 3000; size += 7) {
    unsigned char *const bytes = jh_arena_alloc(*state, size, 1);
    assert_non_null(bytes);
    assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
    for (size_t i = 0; i < size; i++) assert_int_equal(bytes[i], 0);
    memset(bytes, 0xAA, size);
  }
  assert_null(jh_arena_alloc(*state, SIZE_MAX / 2, 3));
  assert_null(jh_arena_alloc(*state, SIZE_MAX, 1));
}

static void growing_keeps_items_and_zeroes_the_rest(void **state) {
  size_t capacity = 0;
  int *items = NULL;
  for (int i = 0; i < 1000; i++) {
    items = jh_arena_grow(*state, items, &capacity, (size_t)i + 1, sizeof *items);
    assert_non_null(items);
    assert_int_equal(items[i], 0);
    items[i] = i + 1;
  }
  for (int i = 0; i < 1000; i++) assert_int_equal(items[i], i + 1);
  assert_ptr_equal(jh_arena_grow(*state, items, &capacity, 10, sizeof *items), items);
}

/* ---- problems ---- */

static void problems_say_where_what_and_how(void **state) {
  jh_problems problems;
  jh_problems_init(&problems, *state);
  jh_problems_error(&problems, "pupils.csv", 212, "grade", "10", "expected %d to %d", 1, 9);
  assert_string_equal(jh_problem_text(&problems, &problems.items[0]), "pupils.csv:212: grade '10': expected 1 to 9");
  jh_problems_add(&problems, &(jh_problem){.severity = JH_WARNING, .file = "a.csv", .expected = "b", .hint = "c"});
  assert_string_equal(jh_problem_text(&problems, &problems.items[1]), "a.csv: b (c)");
  assert_true(jh_problems_any_error(&problems));
  for (int i = 0; i < 300; i++) jh_problems_error(&problems, NULL, 0, NULL, NULL, "x");
  assert_int_equal(problems.error_count, 301);
  assert_int_equal(problems.count, JH_PROBLEMS_SHOWN + 1);
}

/* ---- policy ---- */

static jh_status set(jh_policy *policy, jh_problems *problems, const char *key, const char *value) {
  return jh_policy_set(policy, key, value, "a document", problems->arena, problems, "policy.csv", 2);
}

static void every_rule_has_a_key_a_source_and_a_right_default(void **state) {
  (void)state;
  jh_policy policy;
  jh_policy_init(&policy);
  for (int key = 0; key < JH_POLICY_KEYS; key++) {
    const jh_policy_rule *const rule = jh_policy_rule_of((jh_policy_key)key);
    assert_non_null(rule->name);
    assert_int_equal(rule->key, key);
    assert_ptr_equal(jh_policy_rule_find(rule->name, NULL), rule);
    assert_true(rule->source && *rule->source && rule->meaning && *rule->meaning);
    assert_int_equal(policy.values[key].set, rule->default_text != NULL);
    assert_true(policy.values[key].is_default);
  }
  assert_int_equal(jh_policy_get(&policy, JH_ROTATION_SHARE), 10000);
  assert_int_equal(jh_policy_get(&policy, JH_PUPILS_PER_STAFF_JUNIOR), 13500);
  assert_int_equal(jh_policy_get(&policy, JH_BUS_COST_PER_PUPIL_KM), 50);
  assert_int_equal(jh_policy_get(&policy, JH_LARGE_CLASS_LIMIT), 55);
}

static void values_are_stored_in_units_with_their_source(void **state) {
  jh_policy policy;
  jh_problems problems;
  jh_problems_init(&problems, *state);
  jh_policy_init(&policy);
  assert_int_equal(set(&policy, &problems, "rotation_share", "12.5"), JH_OK);
  assert_int_equal(jh_policy_get(&policy, JH_ROTATION_SHARE), 12500);
  assert_string_equal(policy.values[JH_ROTATION_SHARE].source, "a document");
  assert_false(policy.values[JH_ROTATION_SHARE].is_default);
  assert_int_equal(set(&policy, &problems, "scope", "entry"), JH_OK);
  assert_int_equal(jh_policy_get(&policy, JH_SCOPE), 1);
  assert_int_equal(set(&policy, &problems, "contiguous", "是"), JH_OK);
  assert_int_equal(jh_policy_get(&policy, JH_CONTIGUOUS), 1);
  assert_int_equal(set(&policy, &problems, "class_margin", ""), JH_OK);
  assert_int_equal(jh_policy_get(&policy, JH_CLASS_MARGIN), 0);
  assert_int_equal(problems.count, 0);
}

static void aliases_set_all_their_keys(void **state) {
  jh_policy policy;
  jh_problems problems;
  jh_problems_init(&problems, *state);
  jh_policy_init(&policy);
  assert_int_equal(set(&policy, &problems, "public_funds_per_pupil", "0"), JH_OK);
  assert_int_equal(jh_policy_get(&policy, JH_PUBLIC_FUNDS_PRIMARY), 0);
  assert_int_equal(jh_policy_get(&policy, JH_PUBLIC_FUNDS_JUNIOR), 0);
  assert_int_equal(set(&policy, &problems, "min_board_grade", "5"), JH_OK);
  assert_int_equal(jh_policy_get(&policy, JH_BOARD_MIN_GRADE), 5);
}

static void wrong_values_and_unknown_keys_are_errors(void **state) {
  static const char *const wrong[][2] = {
      {"rotation_share", "ten"}, {"rotation_share", "101"},    {"rotation_share", "1e1"},
      {"rotation_share", "nan"}, {"large_class_limit", "5.5"}, {"scope", "some"},
      {"contiguous", "2"},       {"large_class_limit", "-1"},  {"rotation_share", "1,0"}};
  jh_policy policy;
  jh_policy_init(&policy);
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    jh_problems problems;
    jh_problems_init(&problems, *state);
    assert_int_equal(set(&policy, &problems, wrong[i][0], wrong[i][1]), JH_BAD_INPUT);
    assert_int_equal(problems.error_count, 1);
    assert_int_equal(problems.items[0].line, 2);
  }
  const char *nearest = NULL;
  assert_null(jh_policy_rule_find("bakbone_share", &nearest));
  assert_string_equal(nearest, "backbone_share");
  assert_int_equal(jh_policy_get(&policy, JH_ROTATION_SHARE), 10000);
}

/* ---- schema ---- */

static void check_spec(const jh_table_spec *spec) {
  assert_true(spec->name && spec->name_zh && spec->meaning && spec->column_count > 0);
  for (int32_t i = 0; i < spec->column_count; i++) {
    const jh_column *const column = &spec->columns[i];
    assert_true(column->name && column->name_zh && column->meaning && column->meaning_zh);
    /* Found by both names, so no other column has either of them. */
    assert_int_equal(jh_table_spec_column(spec, column->name), i);
    assert_int_equal(jh_table_spec_column(spec, column->name_zh), i);
    assert_int_equal(column->type == JH_CHOICE, column->choices != NULL);
    assert_int_equal(column->type == JH_REF || column->type == JH_REFS, column->refers != NULL);
    if (column->type == JH_COUNT || column->type == JH_DECIMAL) assert_true(column->minimum < column->maximum);
    if (column->type == JH_KEY) assert_true(column->required);
    assert_false(column->required && column->default_text);
  }
  assert_int_equal(jh_table_spec_column(spec, "no such column"), -1);
}

static void every_column_has_one_name_in_each_language(void **state) {
  (void)state;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) check_spec(jh_county_spec((jh_county_table)t));
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++) check_spec(jh_plan_spec((jh_plan_table)t));
  check_spec(jh_scenario_spec());
}

static void tables_have_one_name_in_each_language(void **state) {
  (void)state;
  for (int a = 0; a < JH_COUNTY_TABLE_COUNT; a++)
    for (int b = 0; b < a; b++) {
      assert_string_not_equal(jh_county_spec((jh_county_table)a)->name, jh_county_spec((jh_county_table)b)->name);
      assert_string_not_equal(jh_county_spec((jh_county_table)a)->name_zh,
                              jh_county_spec((jh_county_table)b)->name_zh);
    }
}

static void a_changed_cell_names_the_scenario(void **state) {
  jh_table table;
  const char *file = NULL;
  int32_t line = 0;
  assert_int_equal(jh_table_init(&table, jh_county_spec(JH_PUPILS), *state, "pupils.csv"), JH_OK);
  for (int32_t r = 0; r < 100; r++) assert_non_null(jh_table_append(&table, r + 2));
  assert_null(jh_table_cell(&table, 99, 4));
  jh_cell_origin origin = {99, 2, 7, "what-if.csv"};
  table.origins = &origin;
  table.origin_count = 1;
  jh_table_origin(&table, 99, 2, &file, &line);
  assert_string_equal(file, "what-if.csv");
  assert_int_equal(line, 7);
  jh_table_origin(&table, 99, 1, &file, &line);
  assert_string_equal(file, "pupils.csv");
  assert_int_equal(line, 101);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(memory_is_zeroed_and_aligned, set_up, tear_down),
      cmocka_unit_test_setup_teardown(growing_keeps_items_and_zeroes_the_rest, set_up, tear_down),
      cmocka_unit_test_setup_teardown(problems_say_where_what_and_how, set_up, tear_down),
      cmocka_unit_test(every_rule_has_a_key_a_source_and_a_right_default),
      cmocka_unit_test_setup_teardown(values_are_stored_in_units_with_their_source, set_up, tear_down),
      cmocka_unit_test_setup_teardown(aliases_set_all_their_keys, set_up, tear_down),
      cmocka_unit_test_setup_teardown(wrong_values_and_unknown_keys_are_errors, set_up, tear_down),
      cmocka_unit_test(every_column_has_one_name_in_each_language),
      cmocka_unit_test(tables_have_one_name_in_each_language),
      cmocka_unit_test_setup_teardown(a_changed_cell_names_the_scenario, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
