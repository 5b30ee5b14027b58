/* The auditor on rosters: a good one passes, and each rule catches the plan that breaks it. */
#include "audit_support.h"

static const table_text county[] = {
    {"schools",
     "school_id,area,first_grade,last_grade,x,y\nS1,urban,1,6,0,0\nR1,rural,1,6,10000,0\n"
     "R2,rural,7,9,10000,10\n"},
    {"teachers",
     "teacher_id,name,school_id,subject,also,stage,backbone,sex,birth_year,years_here,exempt,prefer\n"
     "T1,Ai,S1,yu,,primary,1,male,1990,7,,R1\nT2,Bo,S1,yu,,primary,0,male,1990,7,,\n"
     "T3,Ci,S1,yu,,primary,0,male,1990,7,,\nT4,Di,S1,shu,yu,primary,0,male,1990,7,,\n"
     "T5,En,S1,yin,,primary,0,male,1990,7,,\nT6,Fu,S1,yu,,primary,0,male,1990,2,,\n"
     "T7,Ge,S1,yu,,primary,0,male,1960,7,,\nT8,He,S1,yu,,primary,0,male,1990,7,ill,\n"
     "T9,Ji,S1,yu,,primary,0,female,1974,7,,\nT10,Ke,S1,yu,,primary,0,male,1990,7,,\n"
     "T11,Li,R1,yu,,primary,0,male,1990,7,,\n"},
    {"posts", "school_id,subject,posts\nR1,yu,3\nR1,shu,1\n"},
    {"policy", "key,value\nrotation_max_km,20\n"},
    {NULL, NULL}};

static const table_text plan[] = {
    {"summary",
     "key,value\nplan_id,p\njob,rotate\nyear,2020\nfirst_year,2020\nlast_year,2020\nstatus,optimal\n"
     "objective_1,posts_unfilled\nobjective_1_value,2\nobjective_1_bound,2\n"
     "objective_2,sent_beyond_posts\nobjective_2_value,0\nobjective_2_bound,0\n"
     "objective_3,preferences\nobjective_3_value,1\nobjective_3_bound,1\n"
     "objective_4,teacher_km\nobjective_4_value,26\nobjective_4_bound,26\n"
     "objective_5,years_here\nobjective_5_value,14\nobjective_5_bound,14\n"},
    {"roster",
     "year,teacher_id,name,from_school,to_school,subject,backbone,counts_for_quota,km,reason\n"
     "2020,T1,Ai,S1,R1,yu,1,1,13.000,fills\n2020,T2,Bo,S1,R1,yu,0,1,13.000,fills\n"},
    {"posts", "year,school_id,subject,needed,before,after\n2020,R1,yu,3,1,3\n2020,R1,shu,1,0,0\n"},
    {NULL, NULL}};

static void a_good_roster_passes(void **state) {
  (void)state;
  assert_passes(county, plan);
}

static void quotas_are_told_with_both_numbers(void **state) {
  (void)state;
  assert_row(county, plan, NULL, "quota", "county", "1 (10 %)", "2 / 6");
  assert_row(county, plan, NULL, "quota", "S1", "1 (10 %)", "2 / 6");
  assert_row(county, plan, NULL, "backbone", "county", "1 (20 %)", "1 / 2");
  assert_row(county, plan, NULL, "once", "county", NULL, "all 2");
}

static void each_broken_roster_is_caught(void **state) {
  (void)state;
  static const mutation changes[] = {
      {true, "policy", "rotation_max_km,20", "rotation_share,50", "quota"},
      {true, "policy", "rotation_max_km,20", "backbone_share,60", "backbone"},
      {true, "policy", "rotation_max_km,20", "rotation_max_km,12.999", "rotation_max_km"},
      {true, "policy", "rotation_max_km,20", "max_leave_share,19.9", "max_leave_share"},
      {true, "schools", "S1,urban", "S1,rural", "eligible"},
      {false, "roster", "2020,T2,Bo", "2020,T1,Ai", "once"},
      {false, "roster", "2020,T2,Bo", "2020,T6,Fu", "eligible"},
      {false, "roster", "2020,T2,Bo", "2020,T7,Ge", "eligible"},
      {false, "roster", "2020,T2,Bo", "2020,T8,He", "eligible"},
      {false, "roster", "2020,T2,Bo", "2020,T9,Ji", "eligible"},
      {false, "roster", "2020,T2,Bo", "2020,T11,Li", "eligible"},
      {false, "roster", "2020,T2,Bo,S1,R1", "2020,T2,Bo,S1,S1", "receiver"},
      {false, "roster", "2020,T2,Bo,S1,R1", "2020,T2,Bo,S1,R2", "stage"},
      {false, "roster", "2020,T2,Bo,S1,R1,yu", "2020,T2,Bo,S1,R1,shu", "subject"},
      {false, "roster", "2020,T2,Bo,S1,R1,yu", "2020,T4,Di,S1,R1,yu", "last_teacher"},
      {false, "roster", "2020,T2,Bo,S1", "2020,T2,Bo,R1", "roster"},
      {false, "roster", "2020,T2,Bo", "2021,T2,Bo", "roster"},
      {false, "roster", "2020,T2,Bo", "2020,T2,Bob", "roster"},
      {false, "roster", "yu,0,1,13.000", "yu,1,1,13.000", "roster"},
      {false, "roster", "yu,0,1,13.000", "yu,0,0,13.000", "roster"},
      {false, "roster", "yu,0,1,13.000", "yu,0,1,12.999", "roster"},
      {false, "roster", "yu,0,1,13.000", "yu,0,1,near", "form"},
      {false, "roster", "2020,T2,Bo", "2020,T99,Bo", "form"},
      {false, "roster", "2020,T2,Bo", ",T2,Bo", "form"},
      {false, "posts", "R1,yu,3,1,3", "R1,yu,3,1,2", "posts"},
      {false, "posts", "R1,yu,3,1,3", "R1,yu,2,1,3", "posts"},
      {false, "posts", "R1,yu,3,1,3", "R1,yu,3,2,3", "posts"},
      {false, "posts", "2020,R1,shu,1,0,0\n", "", "posts"},
      {false, "posts", "2020,R1,shu,1,0,0", "2020,S1,shu,1,0,0", "posts"},
      {false, "posts", "2020,R1,shu,1,0,0", "2020,R1,shu,1,x,0", "form"},
      {false, "summary", "objective_1_value,2", "objective_1_value,1", "objective.posts_unfilled"},
      {true, "policy", "rotation_max_km,20", "small_school_weight,1", "objective.posts_unfilled"},
      {false, "summary", "objective_2_value,0", "objective_2_value,1", "objective.sent_beyond_posts"},
      {false, "summary", "objective_3_value,1", "objective_3_value,0", "objective.preferences"},
      {false, "summary", "objective_4_value,26", "objective_4_value,26.000001", "objective.teacher_km"},
      {false, "summary", "objective_5_value,14", "objective_5_value,fourteen", "objective.years_here"},
      {false, "summary", "objective_4_bound,26", "objective_4_bound,25", "bound.teacher_km"},
      {false, "summary", "objective_3_bound,1", "objective_3_bound,0", "bound.preferences"},
      {false, "summary", "objective_5,years_here", "objective_5,years", "objective"},
      {false, "summary", "objective_5,years_here", "objective_6,years_here", "objective"},
      {false, "summary", "job,rotate", "job,rotating", "summary"},
      {false, "summary", "status,optimal", "status,perfect", "summary"}};
  assert_each_caught(county, plan, changes, sizeof changes / sizeof changes[0]);
}

static void quotas_of_schools_are_rules_where_the_policy_says_so(void **state) {
  (void)state;
  mutation const change = {true, "policy", "rotation_max_km,20", "quota_scope,school\nrotation_share,50", NULL};
  audited done = audit_texts(county, plan, &change);
  assert_int_equal(row_of(&done, "quota", "S1")->met, JH_AUDIT_NOT_MET);
  jh_arena_destroy(done.arena);
  done = audit_texts(county, plan, NULL);
  assert_int_equal(row_of(&done, "quota", "S1")->met, JH_AUDIT_INFORMATION);
  jh_arena_destroy(done.arena);
}

/* One post in yu fewer: T2 goes beyond the posts, though one teacher would have met the quota. */
static void beyond_the_posts_only_for_the_quota(void **state) {
  (void)state;
  mutation change = {true, "posts", "R1,yu,3", "R1,yu,2", "beyond_posts"};
  assert_each_caught(county, plan, &change, 1);
  assert_row(county, plan, &change, "objective.sent_beyond_posts", "county", "0", "1");
}

static void an_infeasible_plan_may_miss_the_quota_and_nothing_else(void **state) {
  (void)state;
  static const table_text quota[] = {{"policy", "key,value\nrotation_share,50\n"}, {NULL, NULL}};
  table_text strict[MOST_TABLES];
  memcpy(strict, county, sizeof county);
  strict[3][1] = quota[0][1];
  mutation const infeasible = {false, "summary", "status,optimal", "status,infeasible", NULL};
  audited done = audit_texts(strict, plan, &infeasible);
  assert_int_equal(done.audit.unmet_rules, 1);
  assert_int_equal(done.audit.inconsistencies, 0);
  jh_arena_destroy(done.arena);
  strict[3][1] = "key,value\nmax_leave_share,10\n";
  done = audit_texts(strict, plan, &infeasible);
  assert_true(is_broken(&done, "max_leave_share"));
  assert_true(is_broken(&done, "status"));
  jh_arena_destroy(done.arena);
}

static void an_optimal_plan_meets_every_rule(void **state) {
  (void)state;
  mutation const change = {true, "policy", "rotation_max_km,20", "rotation_share,50", "status"};
  assert_each_caught(county, plan, &change, 1);
}

static void missing_tables_are_rows_and_problems(void **state) {
  (void)state;
  table_text const only_summary[] = {{plan[0][0], plan[0][1]}, {NULL, NULL}};
  audited done = audit_texts(county, only_summary, NULL);
  assert_true(is_broken(&done, "tables"));
  assert_true(done.problems.error_count >= 2);
  jh_arena_destroy(done.arena);
  table_text const nothing[] = {{NULL, NULL}};
  done = audit_texts(county, nothing, NULL);
  assert_true(done.audit.inconsistencies > 0);
  assert_true(problems_mention(&done.problems, "summary.csv"));
  jh_arena_destroy(done.arena);
}

/* 4 classes of 3 yu periods at 6 a teacher: 2 teachers, where posts.csv is absent. */
static void need_without_posts_comes_from_classes_and_hours(void **state) {
  (void)state;
  table_text by_hours[MOST_TABLES];
  memcpy(by_hours, county, sizeof county);
  by_hours[2][0] = "hours";
  by_hours[2][1] = "grade,subject,hours\n1,yu,3\n";
  by_hours[3][1] = "key,value\nperiods_per_week_other,6\nlarge_class_limit,10\n";
  by_hours[4][0] = "pupils";
  by_hours[4][1] = "place_id,grade,pupils,school_id\nP1,1,31,R1\n";
  by_hours[5][0] = "places";
  by_hours[5][1] = "place_id,x,y\nP1,0,0\n";
  by_hours[6][0] = by_hours[6][1] = NULL;
  mutation const change = {false, "posts", "R1,yu,3,1,3", "R1,yu,2,1,3", NULL};
  audited done = audit_texts(by_hours, plan, &change);
  const jh_audit_row *row = row_of(&done, "posts", "posts.csv:2");
  assert_null(row);
  row = row_of(&done, "posts", "posts.csv:3"); /* shu is needed by nobody now */
  assert_non_null(row);
  assert_string_equal(row->required, "needed 0");
  jh_arena_destroy(done.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_roster_passes),
      cmocka_unit_test(quotas_are_told_with_both_numbers),
      cmocka_unit_test(each_broken_roster_is_caught),
      cmocka_unit_test(quotas_of_schools_are_rules_where_the_policy_says_so),
      cmocka_unit_test(beyond_the_posts_only_for_the_quota),
      cmocka_unit_test(an_infeasible_plan_may_miss_the_quota_and_nothing_else),
      cmocka_unit_test(an_optimal_plan_meets_every_rule),
      cmocka_unit_test(missing_tables_are_rows_and_problems),
      cmocka_unit_test(need_without_posts_comes_from_classes_and_hours),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
