/* A change table changes what it says and nothing else, in order, and a fault of it is told with its own line. */
#include "county_text.h"
#include "junheng/scenarios/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "table,key,column,value,why\n"

static const char *const county_tables[][2] = {
    {"schools",
     "school_id,name,area,kind,first_grade,last_grade,lon,lat,rooms,quality\n"
     "S1,One,urban,school,1,6,100.8,22.0,8,1\n"
     "S2,Two,rural,,1,6,100.9,22.0,,\n"
     "S3,Three,rural,point,1,3,100.9,22.1,3,0\n"},
    {"places", "place_id,lon,lat\nP1,100.8,22.0\nP2,100.9,22.0\n"},
    {"pupils", "place_id,grade,pupils,school_id\nP1,1,7,\nP1,2,7,S1\nP1,3,7,S1\nP2,1,3,\nP2,2,1,S2\n"},
    {"policy", "key,value,source\nlarge_class_limit,50,文件\n"},
    {NULL, NULL}};

typedef struct changed {
  jh_arena *arena;
  jh_county_tables tables;
  jh_problems problems;
  jh_scenario scenario;
} changed;

static int set_up(void **state) { return (*state = jh_arena_create()) ? 0 : -1; }
static int tear_down(void **state) {
  jh_arena_destroy(*state);
  return 0;
}

/* The county's tables with the change table applied. */
static jh_status apply(jh_arena *arena, const char *text, changed *c) {
  *c = (changed){.arena = arena};
  jh_problems_init(&c->problems, arena);
  assert_int_equal(county_tables_from_text(arena, county_tables, NULL, &c->problems, &c->tables), JH_OK);
  char folder[] = "/tmp/junheng-change-XXXXXX";
  assert_non_null(mkdtemp(folder));
  const char *const path = jh_arena_printf(arena, "%s/what-if.csv", folder);
  assert_int_equal(jh_file_write(path, text, strlen(text), &c->problems), JH_OK);
  jh_status const status = jh_scenario_apply(path, NULL, &c->tables, &c->problems, &c->scenario);
  unlink(path);
  rmdir(folder);
  return status;
}

static void apply_well(jh_arena *arena, const char *text, changed *c) {
  jh_status const status = apply(arena, text, c);
  problems_print(&c->problems);
  assert_int_equal(status, JH_OK);
}

/* The cells of one column, "," between, "-" for an empty one. */
static const char *column_of(const changed *c, jh_county_table index, const char *name) {
  const jh_table *const table = &c->tables.table[index];
  int32_t const column = jh_table_spec_column(table->spec, name);
  const char *text = "";
  for (int32_t row = 0; row < table->row_count; row++) {
    const char *const cell = jh_table_cell(table, row, column);
    text = jh_arena_printf(c->arena, "%s%s%s", text, row ? "," : "", cell ? cell : "-");
  }
  return text;
}

static void expect_column(jh_arena *arena, const char *text, jh_county_table index, const char *name,
                          const char *cells) {
  changed c;
  apply_well(arena, text, &c);
  assert_string_equal(column_of(&c, index, name), cells);
}

static void a_key_names_one_row(void **state) {
  expect_column(*state, HEAD "schools,S1,rooms,12,\n", JH_SCHOOLS, "rooms", "12,-,3");
  expect_column(*state, HEAD "schools,S1,rooms,+2,\n", JH_SCHOOLS, "rooms", "10,-,3");
  expect_column(*state, HEAD "schools,S1,rooms,-3,\n", JH_SCHOOLS, "rooms", "5,-,3");
  expect_column(*state, HEAD "schools,S1,rooms,*1.5,\n", JH_SCHOOLS, "rooms", "12,-,3");
  expect_column(*state, HEAD "schools,S3,rooms,*0.5,\n", JH_SCHOOLS, "rooms", "8,-,2"); /* 1.5, half up */
}

static void a_match_or_a_star_names_many(void **state) {
  expect_column(*state, HEAD "schools,area=rural,quality,1,\n", JH_SCHOOLS, "quality", "1,1,1");
  expect_column(*state, HEAD "学校,城乡=乡村,教室数,4,\n", JH_SCHOOLS, "rooms", "8,4,4");
  expect_column(*state, HEAD "schools,kind=school,rooms,9,\n", JH_SCHOOLS, "rooms", "9,9,3"); /* empty: its default */
  expect_column(*state, HEAD "schools,*,rooms,5,\n", JH_SCHOOLS, "rooms", "5,5,5");
  expect_column(*state, HEAD "pupils,school_id=S1,pupils,+1,\n", JH_PUPILS, "pupils", "7,8,8,3,1");
}

static void conditions_hold_together_and_reach_through_references(void **state) {
  expect_column(*state, HEAD "pupils,school_id=S1;grade=3,pupils,+1,\n", JH_PUPILS, "pupils", "7,7,8,3,1");
  expect_column(*state, HEAD "pupils,lon=100.9,pupils,+1,\n", JH_PUPILS, "pupils", "7,7,7,4,2");
  expect_column(*state, HEAD "pupils,lon=100.9;年级=2,pupils,+1,\n", JH_PUPILS, "pupils", "7,7,7,3,2");
  expect_column(*state, HEAD "pupils,area=urban;grade=2,pupils,+1,\n", JH_PUPILS, "pupils", "7,8,7,3,1");
  /* A ";" that no column follows belongs to the text. */
  expect_column(*state, HEAD "schools,S1,name,One;z=1,\nschools,name=One;z=1,rooms,2,\n", JH_SCHOOLS, "rooms",
                "2,-,3");
}

static void pupils_keep_the_total_of_their_place(void **state) {
  /* P1: 21 * 0.5 = 10.5, so 11 over three rows of 3.5; P2: 4 * 0.5 = 2 over 1.5 and 0.5. */
  expect_column(*state, HEAD "pupils,*,pupils,*0.5,\n", JH_PUPILS, "pupils", "4,4,3,2,0");
  for (int percent = 0; percent <= 300; percent += 7) {
    changed c;
    apply_well(*state, jh_arena_printf(*state, HEAD "pupils,*,pupils,*%d.%02d,\n", percent / 100, percent % 100), &c);
    const jh_table *const pupils = &c.tables.table[JH_PUPILS];
    long total[2] = {0, 0};
    for (int32_t row = 0; row < pupils->row_count; row++)
      total[strcmp(jh_table_cell(pupils, row, 0), "P2") == 0] += strtol(jh_table_cell(pupils, row, 2), NULL, 10);
    assert_int_equal(total[0], (21 * percent + 50) / 100);
    assert_int_equal(total[1], (4 * percent + 50) / 100);
  }
}

static void rows_are_added_and_dropped(void **state) {
  changed c;
  apply_well(*state,
             HEAD
             "schools,S4,add,area=rural;first_grade=1;last_grade=6;rooms=6;name=新校;分校;lon=100.7;lat=22.0,新建\n"
             "schools,S3,drop,,并入\n"
             "学生,P2,删除,,\n"
             "pupils,P2,新增,年级=3;人数=9,\n",
             &c);
  assert_string_equal(column_of(&c, JH_SCHOOLS, "school_id"), "S1,S2,S4");
  assert_string_equal(column_of(&c, JH_SCHOOLS, "rooms"), "8,-,6");
  assert_string_equal(column_of(&c, JH_SCHOOLS, "name"), "One,Two,新校;分校");
  assert_string_equal(column_of(&c, JH_PUPILS, "pupils"), "7,7,7,9");
  assert_string_equal(c.scenario.name, "what-if");
  assert_string_equal(c.scenario.why, "新建; 并入");
  jh_county county;
  assert_int_equal(jh_county_load(&c.tables, NULL, *state, &c.problems, &county), JH_OK);
  assert_int_equal(county.school_count, 3);
}

static void changes_follow_each_other(void **state) {
  expect_column(*state, HEAD "schools,S1,rooms,+2,\nschools,S1,rooms,*2,\n", JH_SCHOOLS, "rooms", "20,-,3");
  expect_column(*state, HEAD "schools,S1,rooms,*2,\nschools,S1,rooms,+2,\n", JH_SCHOOLS, "rooms", "18,-,3");
}

static void every_reason_is_told_once(void **state) {
  changed c;
  apply_well(*state, HEAD "schools,S1,rooms,9,校舍维修扩建\nschools,S3,rooms,4,扩建\nschools,S2,rooms,4,扩建\n", &c);
  assert_string_equal(c.scenario.why, "校舍维修扩建; 扩建");
}

static void a_policy_value_loses_the_document_that_vouched_for_another(void **state) {
  changed c;
  apply_well(*state, HEAD "policy,large_class_limit,value,+5,\npolicy,rotation_share,value,*1.5,\n", &c);
  assert_string_equal(column_of(&c, JH_POLICY_TABLE, "value"), "55,15");
  assert_string_equal(column_of(&c, JH_POLICY_TABLE, "source"), "scenario what-if,scenario what-if");
}

static void expect_fault(jh_arena *arena, const char *line, const char *words) {
  changed c;
  assert_int_equal(apply(arena, jh_arena_printf(arena, HEAD "schools,S1,rooms,9,\n%s\n", line), &c), JH_BAD_INPUT);
  if (problems_mention(&c.problems, "what-if.csv:3") && problems_mention(&c.problems, words)) return;
  problems_print(&c.problems);
  fail_msg("%s: nobody said: %s", line, words);
}

static void faults_have_the_line_of_the_scenario(void **state) {
  expect_fault(*state, "towns,S1,rooms,9,", "expected a table of the county");
  expect_fault(*state, "schools,S9,rooms,9,", "matches none");
  expect_fault(*state, "schools,area=town,rooms,9,", "matches none");
  expect_fault(*state, "schools,S9,drop,,", "matches none");
  expect_fault(*state, "schools,S1,room,9,", "expected a column of schools");
  expect_fault(*state, "schools,S2,rooms,+1,", "expected a present number");
  expect_fault(*state, "schools,S1,rooms,+x,", "expected a number after +");
  expect_fault(*state, "schools,S5,add,colour=red,", "column=value");
  expect_fault(*state, "policy,large_clas_limit,value,40,", "large_class_limit");
}

/* A changed cell is held to the same rules as a typed one, and the fault is the scenario's. */
static void a_bad_value_is_the_scenarios_fault(void **state) {
  static const char *const lines[] = {"schools,S1,rooms,-100,", "schools,S1,area,山区,", "pupils,P1,school_id,S7,",
                                      "schools,S1,first_grade,11,",
                                      "schools,S2,add,area=rural;first_grade=1;last_grade=6,"};
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    changed c;
    jh_county county;
    apply_well(*state, jh_arena_printf(*state, HEAD "%s\n", lines[i]), &c);
    assert_int_equal(jh_county_load(&c.tables, NULL, *state, &c.problems, &county), JH_BAD_INPUT);
    problems_print(&c.problems);
    assert_true(problems_mention(&c.problems, "what-if.csv:2"));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_key_names_one_row, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_match_or_a_star_names_many, set_up, tear_down),
      cmocka_unit_test_setup_teardown(conditions_hold_together_and_reach_through_references, set_up, tear_down),
      cmocka_unit_test_setup_teardown(pupils_keep_the_total_of_their_place, set_up, tear_down),
      cmocka_unit_test_setup_teardown(rows_are_added_and_dropped, set_up, tear_down),
      cmocka_unit_test_setup_teardown(changes_follow_each_other, set_up, tear_down),
      cmocka_unit_test_setup_teardown(every_reason_is_told_once, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_policy_value_loses_the_document_that_vouched_for_another, set_up, tear_down),
      cmocka_unit_test_setup_teardown(faults_have_the_line_of_the_scenario, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_bad_value_is_the_scenarios_fault, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
