/* A change of one year and the years after it, counted by hand. */
#include "audit_support.h"
#include "junheng/models/trace.h"

static const table_text county[] = {
    {"schools",
     "school_id,area,first_grade,last_grade,x,y\nS1,rural,1,6,0,0\nS2,rural,1,6,1000,0\nS3,rural,1,2,0,500\n"},
    {"places", "place_id,x,y\nP1,0,0\n"},
    {"pupils", "place_id,grade,pupils,school_id\nP1,1,5,S1\nP1,1,4,S3\n"},
    {"entrants", "place_id,year,pupils\nP1,2021,0\nP1,2022,0\n"},
    {NULL, NULL}};

#define SUMMARY                                                                                    \
  "key,value\njob,allocate\nfirst_year,2020\nlast_year,2022\nstatus,feasible\nobjective_1,moved\n" \
  "objective_1_value,0\nobjective_1_bound,0\n"
#define ROWS "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
#define FIRST_YEAR "2020,P1,1,resident,S1,S1,5,0.000,0.0,walk,0\n2020,P1,1,resident,S3,S3,4,0.650,9.8,walk,0\n"

/* The pupils that the plan has in S1 in 2020 go to S2 instead: how many change school before and after. */
static void assert_moved(const table_text *plan, int64_t before, int64_t after) {
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_table tables[JH_PLAN_TABLE_COUNT];
  jh_trace trace;
  jh_problems_init(&problems, arena);
  const jh_county *const c = county_from_text(arena, (const char *const(*)[2])county);
  parse_plan(arena, plan, tables);
  assert_int_equal(jh_trace_plan(c, tables, JH_TRACE_PLACE, 0, 2020, arena, &problems, &trace), JH_OK);
  int found = 0;
  for (int32_t i = 0; i < trace.option_count; i++) {
    const jh_trace_option *const option = &trace.options[i];
    if (option->chosen || option->from.i != 0 || option->school.i != 1) continue;
    found++;
    assert_int_equal(option->pupils, 5);
    assert_int_equal(option->price.level_count, 1);
    assert_string_equal(option->price.levels[0].name, "moved");
    assert_int_equal(option->price.levels[0].before, before);
    assert_int_equal(option->price.levels[0].after, after);
  }
  assert_int_equal(found, 1);
  jh_arena_destroy(arena);
}

/* Five move once, and that is all. */
static void they_stay_where_they_went(void **state) {
  (void)state;
  static const table_text plan[] = {
      {"summary", SUMMARY},
      {"assignments",
       ROWS FIRST_YEAR "2021,P1,2,resident,S1,S1,5,0.000,0.0,walk,0\n2021,P1,2,resident,S3,S3,4,0.650,9.8,walk,0\n"
                       "2022,P1,3,resident,S1,S1,5,0.000,0.0,walk,0\n2022,P1,3,resident,S3,S1,4,0.000,0.0,walk,1\n"},
      {NULL, NULL}};
  assert_moved(plan, 4, 9);
}

/* In 2021 four others join S1, and the row of 2022 holds both: the five move away and back again. */
static void they_come_back_where_others_join_them(void **state) {
  (void)state;
  static const table_text plan[] = {
      {"summary", SUMMARY},
      {"assignments",
       ROWS FIRST_YEAR "2021,P1,2,resident,S1,S1,5,0.000,0.0,walk,0\n2021,P1,2,resident,S3,S1,4,0.000,0.0,walk,1\n"
                       "2022,P1,3,resident,S1,S1,9,0.000,0.0,walk,0\n"},
      {NULL, NULL}};
  assert_moved(plan, 4, 14);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(they_stay_where_they_went),
      cmocka_unit_test(they_come_back_where_others_join_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
