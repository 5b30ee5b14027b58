/* A county's tables mean what the planner meant, and every fault is named where it stands. */
#include "county_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SCHOOLS_HEAD "school_id,name,area,first_grade,last_grade,status,x,y,rooms,seats,annual_fixed_cost\n"
#define SCHOOLS SCHOOLS_HEAD "S1,One,rural,1,6,open,0,0,6,,12.345\nS2,Two,城区,7,9,,3000,4000,,300,\n"
#define PLACES "place_id,name,x,y\nP1,A,0,10\nP2,B,2900,4000\n"

static void setup_arena(void **state, bool begin) {
  if (begin)
    *state = jh_arena_create();
  else
    jh_arena_destroy(*state);
}
static int set_up(void **state) { return setup_arena(state, true), 0; }
static int tear_down(void **state) { return setup_arena(state, false), 0; }

/* Loads and expects errors, one of which has all these words. */
static void expect_fault(jh_arena *arena, const char *const (*tables)[2], const char *words) {
  jh_problems problems;
  jh_county county;
  assert_int_equal(county_try_text(arena, tables, NULL, &problems, &county), JH_BAD_INPUT);
  if (!problems_mention(&problems, words)) {
    problems_print(&problems);
    fail_msg("nobody said: %s", words);
  }
}

static void schools_have_units_and_defaults(void **state) {
  const char *const tables[][2] = {{"schools", SCHOOLS}, {"places", PLACES}, {NULL, NULL}};
  const jh_county *const county = county_from_text(*state, tables);
  assert_int_equal(county->school_count, 2);
  const jh_school *const one = &county->schools[0], *const two = &county->schools[1];
  assert_int_equal(one->annual_fixed_cost_fen, 1235);
  assert_int_equal(one->rooms, 6);
  assert_int_equal(one->seats, -1);
  assert_int_equal(one->area, JH_RURAL);
  assert_true(one->is_public);
  assert_int_equal(two->area, JH_URBAN);
  assert_int_equal(two->rooms, -1);
  assert_int_equal(two->seats, 300);
  assert_int_equal(two->site_place.i, 1);
  assert_int_equal(one->site_place.i, 0);
  assert_int_equal(two->source.line, 3);
  assert_false(county->geographic);
}

static void choices_are_read_in_both_languages(void **state) {
  const char *const tables[][2] = {{"schools",
                                    "学校编号,城乡,类别,起始年级,终止年级,状态,公办,优质学校,必须保留\n"
                                    "S1,Town,完全小学,1,6,拟建,否,YES,\nS2,镇区,教学点,1,3,closed,是,0,1\n"},
                                   {NULL, NULL}};
  const jh_school *const schools = county_from_text(*state, tables)->schools;
  assert_int_equal(schools[0].area, JH_TOWN);
  assert_int_equal(schools[1].area, JH_TOWN);
  assert_int_equal(schools[0].kind, JH_SCHOOL);
  assert_int_equal(schools[1].kind, JH_POINT);
  assert_int_equal(schools[0].status, JH_PROPOSED);
  assert_int_equal(schools[1].status, JH_CLOSED);
  assert_true(!schools[0].is_public && schools[1].is_public);
  assert_true(schools[0].quality && !schools[1].quality);
  assert_true(!schools[0].is_protected && schools[1].is_protected);
}

static void repeated_pupils_are_added_up_in_order(void **state) {
  const char *const tables[][2] = {
      {"schools", SCHOOLS},
      {"places", PLACES},
      {"pupils",
       "place_id,grade,pupils,school_id,group\nP2,7,5,,\nP1,2,4,S1,随迁\nP1,2,3,S1,本地\nP1,2,6,S1,migrant\n"},
      {NULL, NULL}};
  const jh_county *const county = county_from_text(*state, tables);
  assert_int_equal(county->pupils_count, 3);
  assert_int_equal(county->pupils[0].group.i, 0);
  assert_int_equal(county->pupils[1].group.i, 1);
  assert_int_equal(county->pupils[1].pupils, 10);
  assert_int_equal(county->pupils[1].source.line, 3);
  assert_int_equal(county->pupils[2].place.i, 1);
  assert_int_equal(county->pupils[2].school.i, -1);
}

static void adjacency_is_symmetric(void **state) {
  const char *const tables[][2] = {{"schools", SCHOOLS},
                                   {"places", "place_id\nA\nB\nC\n"},
                                   {"adjacency", "place_id,neighbour_id\nC,A\nA,B\nB,A\n"},
                                   {NULL, NULL}};
  const jh_county *const county = county_from_text(*state, tables);
  assert_int_equal(county->neighbour_start[1], 2);
  assert_int_equal(county->neighbour_start[2], 3);
  assert_int_equal(county->neighbour_start[3], 4);
  assert_int_equal(county->neighbours[0].i, 1);
  assert_int_equal(county->neighbours[1].i, 2);
  assert_int_equal(county->neighbours[3].i, 0);
}

static void each_fault_is_named_with_its_line(void **state) {
  static const struct {
    const char *table, *text, *words;
  } faults[] = {
      {"pupils", "place_id,grade,pupils\nP1,10,3\n", "pupils.csv:2: grade '10': expected a whole number from 1 to 9"},
      {"pupils", "place_id,grade,pupils\nP1,1,\"1,234\"\n", "numbers without thousands separators: 1234"},
      {"pupils", "place_id,grade,pupils\nP1,1,-1\n", "pupils '-1': expected a whole number from 0 to 1000000"},
      {"pupils", "place_id,grade,pupils\nP1,1,1.5\n", "pupils '1.5'"},
      {"pupils", "place_id,grade,pupils\nP1,1,\n", "pupils.csv:2: pupils: expected a value"},
      {"pupils", "place_id,grade,pupils\nP11,1,3\n", "did you mean P1?"},
      {"pupils", "place_id,pupils\nP1,3\n", "pupils.csv:1: grade: expected a column grade or 年级"},
      {"places", "place_id\nP1\nP2\n\nP1\n",
       "places.csv:5: place_id 'P1': expected each key once; it stands in line 2"},
      {"places", "place_id,lon,lat\nP1,100,22\n", "one kind of coordinates"},
      {"places", "place_id,x,y\nP1,100,\n", "places.csv:2: y: expected both coordinates"},
      {"adjacency", "place_id,neighbour_id\nP1,P1\n", "no neighbour of itself"},
      {"travel", "place_id,school_id,km\nP1,S1,1\nP1,S2,1\nP1,S1,2\n", "travel.csv:4: expected each pair once"},
      {"travel", "place_id,school_id\nP1,S1\n", "expected km or minutes"},
      {"policy", "key,value\nrotation_shore,10\n", "the nearest is rotation_share"},
      {"policy", "key,value\nscope,all\nscope,entry\n", "policy.csv:3: key 'scope': expected each key once"},
      {"classes", "school_id,grade,class_no,pupils\nS1,1,1,40\nS1,1,1,41\n", "classes.csv:3: class_no '1'"},
      {"teachers", "teacher_id,school_id,subject,stage,prefer\nT1,S1,语文,primary,S1;S9\n", "S9 is not in it"},
      {"teachers", "teacher_id,school_id,subject,stage\nT1,S1,语文,middle\n", "expected one of primary (小学)"},
      {"teachers", "teacher_id,school_id,subject,stage,backbone\nT1,S1,语文,小学,maybe\n", "backbone 'maybe'"},
      {"posts", "school_id,subject,posts\nS1,语文,1\nS1,语文,2\n", "posts.csv:3: subject '语文'"},
      {"hours", "grade,subject,hours\n1,语文,8\n1,语文,7\n", "hours.csv:3: subject"},
  };
  for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
    bool const is_places = strcmp(faults[i].table, "places") == 0;
    const char *const tables[][2] = {
        {"schools", SCHOOLS}, {faults[i].table, faults[i].text}, {is_places ? NULL : "places", PLACES}, {NULL, NULL}};
    expect_fault(*state, tables, faults[i].words);
  }
}

static void grades_nobody_teaches_and_unreachable_places_are_named(void **state) {
  const char *const untaught[][2] = {{"schools", "school_id,area,first_grade,last_grade,x,y\nS1,rural,1,6,0,0\n"},
                                     {"places", PLACES},
                                     {"pupils", "place_id,grade,pupils\nP1,1,3\nP1,8,3\n"},
                                     {NULL, NULL}};
  expect_fault(*state, untaught, "pupils.csv:3: grade: expected a grade that some school teaches");
  const char *const lost[][2] = {{"schools", SCHOOLS},
                                 {"places", "place_id\nP1\nP2\n"},
                                 {"travel", "place_id,school_id,km\nP1,S1,2\n"},
                                 {"pupils", "place_id,grade,pupils\nP1,1,3\nP2,1,3\n"},
                                 {NULL, NULL}};
  expect_fault(*state, lost, "pupils.csv:3: place_id 'P2': expected a way to a school of grade 1");
  const char *const backwards[][2] = {{"schools", "school_id,area,first_grade,last_grade\nS1,rural,6,1\n"},
                                      {NULL, NULL}};
  expect_fault(*state, backwards, "expected a grade not below first_grade, 6");
}

static void teachers_have_interned_subjects_and_wishes(void **state) {
  const char *const tables[][2] = {{"schools", SCHOOLS},
                                   {"teachers",
                                    "teacher_id,school_id,subject,also,stage,sex,prefer,birth_year\n"
                                    "T1,S1,语文,数学、语文；英语,小学,女,\"S2;S1;S2\",１９８０\n"},
                                   {NULL, NULL}};
  const jh_county *const county = county_from_text(*state, tables);
  const jh_teacher *const teacher = &county->teachers[0];
  assert_string_equal(county->subjects[teacher->subject.i], "语文");
  assert_int_equal(teacher->also_count, 2);
  assert_string_equal(county->subjects[teacher->also[1].i], "英语");
  assert_int_equal(teacher->prefer_count, 2);
  assert_int_equal(teacher->prefer[0].i, 1);
  assert_int_equal(teacher->sex, JH_FEMALE);
  assert_int_equal(teacher->birth_year, 1980);
  assert_int_equal(teacher->last_rotation, -1);
}

static void a_hundred_errors_are_kept_and_all_counted(void **state) {
  char text[8000] = "place_id,grade,pupils\n";
  for (int i = 0; i < 250; i++) strcat(text, "P1,0,1\n");
  const char *const tables[][2] = {{"schools", SCHOOLS}, {"places", PLACES}, {"pupils", text}, {NULL, NULL}};
  jh_problems problems;
  jh_county county;
  assert_int_equal(county_try_text(*state, tables, NULL, &problems, &county), JH_BAD_INPUT);
  assert_int_equal(problems.error_count, 250);
  assert_int_equal(problems.count, JH_PROBLEMS_SHOWN);
}

static void the_curriculum_keeps_the_shares_of_the_plan_of_2022(void **state) {
  const char *const tables[][2] = {{"schools", SCHOOLS}, {NULL, NULL}};
  const jh_county *const county = county_from_text(*state, tables);
  static const struct {
    const char *subjects;
    int low, high; /* percent of all periods of nine years */
  } shares[] = {{"道德与法治", 6, 8}, {"语文", 20, 22},    {"数学", 13, 15},
                {"英语", 6, 8},       {"历史 地理", 3, 4}, {"科学 物理 化学 生物", 8, 10},
                {"信息科技", 1, 3},   {"体育", 10, 11},    {"音乐 美术", 9, 11}};
  enum { ALL = (2 * 26 + 4 * 30 + 3 * 34) * 1000 };
  int32_t week[JH_LAST_GRADE + 1] = {0};
  for (int32_t h = 0; h < county->hours_count; h++) week[county->hours[h].grade] += county->hours[h].periods_milli;
  for (int grade = 1; grade <= 9; grade++)
    assert_in_range(week[grade], 20000, grade <= 2 ? 26000 : grade <= 6 ? 30000 : 34000);
  for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
    int32_t sum = 0;
    for (int32_t h = 0; h < county->hours_count; h++)
      if (strstr(shares[i].subjects, county->subjects[county->hours[h].subject.i]))
        sum += county->hours[h].periods_milli;
    assert_in_range(sum, shares[i].low * (ALL / 100), shares[i].high * (ALL / 100));
  }
}

static void what_a_planner_should_know_is_a_warning(void **state) {
  const char *const tables[][2] = {
      {"schools", SCHOOLS "S3,Three,rural,1,9,open,,,,,\n"},
      {"places", "place_id,x,y\nP1,0,0\nP2,,\nP3,,\n"},
      {"travel", "place_id,school_id,km\nP2,S1,2\n"},
      {"entrants", "place_id,year,pupils\nP1,2021,3\nP2,2021,3\nP3,2021,3\nP3,2022,4\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP1,1,3,S2\nP2,1,3,\n"},
      {"teachers", "teacher_id,school_id,subject,stage\nT1,S1,外语,primary\nT2,S1,外语,primary\n"},
      {NULL, NULL}};
  static const char *const words[] = {"schools.csv:4: school_id 'S3': has no position",
                                      "places.csv:3: place_id 'P2': the first of 2 without a position",
                                      "entrants.csv:4: place_id 'P3': has entrants but no way",
                                      "pupils.csv:2: school_id 'S2': teaches grades 7 to 9, not grade 1",
                                      "teachers.csv:2: subject '外语': not a subject of the built-in curriculum"};
  jh_problems problems;
  jh_county county;
  assert_int_equal(county_try_text(*state, tables, NULL, &problems, &county), JH_OK);
  if (problems.warning_count != 5) problems_print(&problems);
  assert_int_equal(problems.warning_count, 5);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) assert_true(problems_mention(&problems, words[i]));
}

/* 天安门, about 39.90872 N, 116.39750 E in WGS-84, stands near 39.91012 N, 116.40374 E on Chinese maps; within 2 m.
 */
static void web_map_coordinates_are_shifted_back(void **state) {
  const char *const tables[][2] = {
      {"schools", "school_id,area,first_grade,last_grade,lon,lat\nS1,urban,1,6,116.403740,39.910125\n"},
      {NULL, NULL}};
  jh_problems problems;
  jh_county county;
  jh_read_options const options = {.gcj02 = true};
  assert_int_equal(county_try_text(*state, tables, &options, &problems, &county), JH_OK);
  assert_true(county.geographic);
  assert_float_equal(county.schools[0].position.x, 116.397500, 2e-5);
  assert_float_equal(county.schools[0].position.y, 39.908722, 2e-5);
}

static void the_example_county_loads_without_a_fault(void **state) {
  jh_problems problems;
  jh_county_tables tables;
  jh_county county = {0};
  jh_problems_init(&problems, *state);
  jh_status status = jh_county_read(SOURCE_DIR "/scenarios/jinghong", NULL, *state, &problems, &tables);
  if (status == JH_OK) status = jh_county_load(&tables, NULL, *state, &problems, &county);
  problems_print(&problems);
  assert_int_equal(status, JH_OK);
  assert_true(county.pupils_count > 5000);
  assert_string_equal(county.name, "jinghong");
  assert_int_equal(strlen(county.input_sha256[JH_PUPILS]), 64);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(schools_have_units_and_defaults, set_up, tear_down),
      cmocka_unit_test_setup_teardown(choices_are_read_in_both_languages, set_up, tear_down),
      cmocka_unit_test_setup_teardown(repeated_pupils_are_added_up_in_order, set_up, tear_down),
      cmocka_unit_test_setup_teardown(adjacency_is_symmetric, set_up, tear_down),
      cmocka_unit_test_setup_teardown(each_fault_is_named_with_its_line, set_up, tear_down),
      cmocka_unit_test_setup_teardown(grades_nobody_teaches_and_unreachable_places_are_named, set_up, tear_down),
      cmocka_unit_test_setup_teardown(teachers_have_interned_subjects_and_wishes, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_hundred_errors_are_kept_and_all_counted, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_curriculum_keeps_the_shares_of_the_plan_of_2022, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_a_planner_should_know_is_a_warning, set_up, tear_down),
      cmocka_unit_test_setup_teardown(web_map_coordinates_are_shifted_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_example_county_loads_without_a_fault, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
