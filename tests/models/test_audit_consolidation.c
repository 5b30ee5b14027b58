/* The auditor on consolidations: a good one passes, and each rule catches the plan that breaks it. */
#include "audit_support.h"

/* S1 takes over the point S2; S3 is protected; N1 is not built and C1 stays closed. Of the costs by hand: S1 teaches
 * 86 primary and 39 junior pupils: 50000 fixed, 82800 funds, 1800 for 9 boarders, 5 + 3 teachers, 26 x 6.5 km by bus
 * at 200 yuan a km and year, 520 pupil-km at 2 yuan; 2 rooms at 3000 over 30 years. S3 has 20 pupils, is paid for 100
 * and has 2 teachers for its one class. */
static const table_text county[] = {
    {"schools",
     "school_id,area,kind,status,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room,seats,beds,"
     "protected,"
     "annual_fixed_cost,opening_cost\n"
     "S1,town,school,open,1,9,0,0,4,3,3000,200,10,0,50000,0\nS2,rural,point,open,1,3,5000,0,3,0,0,,0,0,20000,0\n"
     "S3,rural,school,open,1,6,20000,0,,0,0,,0,1,30000,0\nN1,rural,school,proposed,1,6,9000,0,6,0,0,,0,0,0,600000\n"
     "C1,rural,school,closed,1,6,9000,9000,6,0,0,,0,0,0,100000\n"},
    {"places", "place_id,x,y\nP1,0,0\nP2,5000,0\nP3,20000,0\nP4,30000,0\n"},
    {"pupils",
     "place_id,grade,pupils,school_id,group\nP1,1,60,S1,resident\nP1,8,30,S1,migrant\nP2,2,12,S2,resident\n"
     "P2,3,8,S2,resident\nP2,5,6,,resident\nP3,4,20,S3,resident\nP4,8,9,S1,resident\n"},
    {"adjacency", "place_id,neighbour_id\nP1,P2\nP2,P3\nP3,P4\n"},
    {"policy", "key,value\ntravel_cost_per_pupil_km,2\n"},
    {NULL, NULL}};

#define ASSIGNMENTS_HEAD "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
#define SCHOOLS_HEAD \
  "school_id,decision,merged_into,first_grade,last_grade,pupils,seats,classes,annual_cost,one_off_cost\n"
static const table_text plan[] = {
    {"summary",
     "key,value\nplan_id,p\njob,consolidate\nyear,2020\nfirst_year,2020\nlast_year,2020\nstatus,feasible\n"
     "objective_1,cost\nobjective_1_value,1159640\nobjective_1_bound,1100000.5\n"},
    {"schools", SCHOOLS_HEAD
     "S1,keep,,1,9,125,200,6,889440.00,6000.00\nS2,merge,S1,1,3,0,0,0,0.00,0.00\nS3,keep,,1,6,20,,1,270000.00,0.00\n"
     "N1,not_built,,1,6,0,0,0,0.00,0.00\nC1,stay_closed,,1,6,0,0,0,0.00,0.00\n"},
    {"assignments",
     ASSIGNMENTS_HEAD "2020,P1,1,resident,S1,S1,60,0.000,0.0,walk,0\n2020,P1,8,migrant,S1,S1,30,0.000,0.0,walk,0\n"
                      "2020,P2,2,resident,S2,S1,12,6.500,24.5,bus,1\n2020,P2,3,resident,S2,S1,8,6.500,24.5,bus,1\n"
                      "2020,P2,5,resident,,S1,6,6.500,24.5,bus,0\n2020,P3,4,resident,S3,S3,20,0.000,0.0,walk,0\n"
                      "2020,P4,8,resident,S1,S1,9,39.000,122.0,board,0\n"},
    {"affected",
     "place_id,first_grade,last_grade,pupils,from,to,km_before,km_after,minutes_before,minutes_after,mode\n"
     "P2,1,3,20,S2,S1,0.000,6.500,0.0,24.5,bus\n"},
    {"costs",
     "item,today,plan,difference\nfixed,100000.00,80000.00,-20000.00\npublic_funds,190800.00,142800.00,-48000.00\n"
     "boarding,1800.00,1800.00,0.00\nteachers,1170000.00,900000.00,-270000.00\nbus,7800.00,33800.00,26000.00\n"
     "one_off,0.00,200.00,200.00\ntravel,780.00,1040.00,260.00\ntotal,1471180.00,1159640.00,-311540.00\n"},
    {"alternatives",
     "school_id,stay_cost,stay_pupil_km,stay_gap,close_cost,close_pupil_km,close_gap,keeping_cost\n"
     "S1,1159640.00,520.000,5.1427,,,,\nS2,1179640.00,520.000,6.7510,1159640.00,520.000,5.1427,20000.00\n"},
    {NULL, NULL}};

static void a_good_consolidation_passes(void **state) {
  (void)state;
  assert_passes(county, plan);
}

static void each_broken_consolidation_is_caught(void **state) {
  (void)state;
  static const mutation changes[] = {
      /* the pupils */
      {true, "pupils", "P1,1,60", "P1,1,61", "every_pupil_once"},
      {false, "assignments", "S1,S1,60", "S1,S1,59", "every_pupil_once"},
      {false, "assignments", "2020,P2,5,resident,,", "2020,P2,5,resident,S2,", "every_pupil_once"},
      {false, "assignments", "S2,S1,12,6.500", "S2,S1,12,6.501", "assignments.figures"},
      {false, "assignments", "122.0,board", "122.0,bus", "assignments.figures"},
      {false, "assignments", "24.5,bus,1", "24.5,bus,0", "assignments.figures"},
      {false, "assignments", "2020,P3,4", "2021,P3,4", "assignments"},
      {false, "assignments", "P3,4,resident,S3,S3", "P3,4,resident,S3,S2", "grade_taught"},
      {false, "assignments", "2020,P2,3,resident,S2,S1,8,6.500,24.5,bus,1",
       "2020,P2,3,resident,S2,S2,8,0.000,0.0,walk,0", "keep_together"},
      {true, "policy", "travel_cost_per_pupil_km,2", "bands,\"1-3,7-9\"", "bands"},
      {true, "policy", "travel_cost_per_pupil_km,2", "bands,\"4-6,1-3\"", "bands"},
      /* decisions */
      {false, "schools", "S1,keep", "S1,new", "decision"},
      {false, "schools", "S2,merge", "S2,stay_closed", "decision"},
      {false, "schools", "N1,not_built", "N1,restore", "decision"},
      {false, "schools", "C1,stay_closed", "C1,merge", "decision"},
      {false, "schools", "C1,stay_closed,,1,6,0,0,0,0.00,0.00\n", "", "decision"},
      {false, "schools", "C1,stay_closed,,1,6", "N1,not_built,,1,6", "decision"},
      {true, "schools", "C1,rural,school,closed", "C1,rural,school,open", "decision"},
      {false, "schools", "S3,keep", "S3,merge", "protected"},
      {true, "schools", "3,0,0,,0,0,20000", "3,0,0,,0,1,20000", "protected"},
      {false, "schools", "S1,keep", "S1,merge", "running"},
      {false, "schools", "S2,merge,S1", "S2,merge,S3", "merged_into"},
      {false, "schools", "S2,merge,S1", "S2,merge,", "merged_into"},
      {false, "schools", "S1,keep,,", "S1,keep,S3,", "merged_into"},
      /* figures of the schools */
      {false, "schools", "S1,keep,,1,9", "S1,keep,,1,6", "schools"},
      {false, "schools", "S1,keep,,1,9,125", "S1,keep,,1,9,124", "schools"},
      {false, "schools", "125,200,6", "125,201,6", "schools"},
      {false, "schools", "20,,1,27", "20,55,1,27", "schools"},
      {false, "schools", "125,200,6", "125,200,7", "schools"},
      {false, "schools", "889440.00", "889440.01", "schools"},
      {false, "schools", "6000.00", "9000.00", "schools"},
      {false, "schools", "S2,merge,S1,1,3,0,0,0,0.00", "S2,merge,S1,1,3,0,0,0,20000.00", "schools"},
      {true, "schools", "50000,0\nS2", "50001,0\nS2", "schools"},
      /* capacity */
      {true, "schools", "3000,200,10", "3000,124,10", "seats"},
      {true, "schools", "0,0,4,3,3000", "0,0,4,1,3000", "rooms"},
      {true, "schools", "200,10,0", "200,8,0", "beds"},
      {false, "schools", "125,200,6", "125,200,5", "class_limit"},
      {true, "policy", "travel_cost_per_pupil_km,2", "large_class_limit,29", "class_limit"},
      {true, "policy", "travel_cost_per_pupil_km,2", "min_school_pupils,21", "min_school_pupils"},
      {true, "policy", "travel_cost_per_pupil_km,2", "school_max_enforced,1\nschool_max_nine_year,124", "school_max"},
      {true, "policy", "travel_cost_per_pupil_km,2", "school_max_enforced,1\nschool_max_primary,19", "school_max"},
      {true, "policy", "travel_cost_per_pupil_km,2", "number_of_schools,3", "number_of_schools"},
      /* ways */
      {true, "policy", "travel_cost_per_pupil_km,2", "max_minutes_1_3,24", "mode"},
      {true, "policy", "travel_cost_per_pupil_km,2", "board_min_grade,9", "mode"},
      {true, "policy", "travel_cost_per_pupil_km,2", "board_min_grade,9", "board_min_grade"},
      {false, "assignments", "8,6.500,24.5,bus", "8,6.500,24.5,board", "board_min_grade"},
  };
  assert_each_caught(county, plan, changes, sizeof changes / sizeof changes[0]);
}

static void each_wrong_figure_of_effects_is_caught(void **state) {
  (void)state;
  static const mutation changes[] = {
      {false, "affected", "P2,1,3,20,S2,S1,0.000,6.500,0.0,24.5,bus\n", "", "affected"},
      {false, "affected", "P2,1,3,20", "P2,1,3,21", "affected"},
      {false, "affected", "P2,1,3", "P2,1,6", "affected"},
      {false, "affected", "P2,1,3", "P2,4,6", "affected"},
      {false, "affected", "P2,1,3", "P1,1,3", "affected"},
      {false, "affected", "S2,S1,0.000", "S1,S2,0.000", "affected"},
      {false, "affected", "0.000,6.500", "0.001,6.500", "affected"},
      {false, "affected", "0.000,6.500", "0.000,6.499", "affected"},
      {false, "affected", "0.0,24.5", "0.1,24.5", "affected"},
      {false, "affected", "0.0,24.5", "0.0,", "affected"},
      {false, "affected", "24.5,bus", "24.5,walk", "affected"},
      {false, "affected", "24.5,bus\n", "24.5,bus\nP2,1,3,20,S2,S1,0.000,6.500,0.0,24.5,bus\n", "affected"},
      {false, "affected", "24.5,bus\n", "24.5,bus\nP3,4,6,20,S3,S1,0.000,26.000,0.0,83.0,bus\n", "affected"},
      {false, "costs", "fixed,100000.00", "fixed,100000.01", "costs"},
      {false, "costs", "80000.00,-20000.00", "80000.00,20000.00", "costs"},
      {false, "costs", "142800.00", "142800.01", "costs"},
      {false, "costs", "boarding,1800.00,1800.00", "boarding,1800.00,2000.00", "costs"},
      {false, "costs", "1170000.00", "1080000.00", "costs"},
      {false, "costs", "7800.00,33800.00", "7800.00,33800.1", "costs"},
      {false, "costs", "one_off,0.00,200.00,200.00", "one_off,0.00,6000.00,6000.00", "costs"},
      {false, "costs", "travel,780.00,1040.00,260.00\n", "", "costs"},
      {false, "costs", "travel,780.00,1040.00,260.00\n",
       "travel,780.00,1040.00,260.00\ntravel,780.00,1040.00,260.00\n", "costs"},
      {false, "costs", "travel,", "journeys,", "costs"},
      {false, "costs", "1471180.00,1159640.00", "1471180.00,1159639.99", "costs"},
      {true, "policy", "travel_cost_per_pupil_km,2", "teacher_annual_pay,90000.01", "costs"},
      {true, "policy", "travel_cost_per_pupil_km,2", "travel_cost_per_pupil_km,2\nfunding_floor_pupils,99", "costs"},
      {true, "policy", "travel_cost_per_pupil_km,2", "travel_cost_per_pupil_km,2\namortisation_years,29", "costs"},
      {false, "summary", "value,1159640", "value,1159640.00000001", "objective.cost"},
      {false, "summary", "bound,1100000.5", "bound,1159640.5", "bound.cost"},
      {false, "summary", "status,feasible", "status,optimal", "bound.cost"},
      {false, "alternatives", "S2,", "S1,", "alternatives"},
      {false, "alternatives", "S1,1159640.00", "S1,1159640.01", "alternatives"},
      {false, "alternatives", "S1,1159640.00,520.000", "S1,1159640.00,521.000", "alternatives"},
      {false, "alternatives", "S1,1159640.00,520.000", "S1,,520.000", "alternatives"},
      {false, "alternatives", "S2,1179640.00", "S2,1099999.99", "alternatives"},
      {false, "alternatives", "20000.00", "20000.01", "alternatives"},
      {false, "alternatives", "S1,1159640.00,520.000,5.1427,,,",
       "S3,1159640.00,520.000,5.1427,1200000.00,1.000,9.0000", "alternatives"}};
  assert_each_caught(county, plan, changes, sizeof changes / sizeof changes[0]);
}

/* What a broken rule of the nearest plan costs: nothing in a plan that says so, the status in one that does not. */
static void only_what_is_never_relaxed_breaks_an_infeasible_plan(void **state) {
  (void)state;
  table_text infeasible[MOST_TABLES];
  memcpy(infeasible, plan, sizeof plan);
  infeasible[0][1] =
      "key,value\njob,consolidate\nfirst_year,2020\nlast_year,2020\nstatus,infeasible\nobjective_1,cost\n"
      "objective_1_value,1159640\nobjective_1_bound,1100000\n";
  mutation const few_beds = {true, "schools", "200,10,0", "200,8,0", "beds"};
  audited done = audit_texts(county, infeasible, &few_beds);
  assert_int_equal(done.audit.unmet_rules, 1);
  assert_int_equal(done.audit.inconsistencies, 0);
  jh_arena_destroy(done.arena);
  mutation const closed = {false, "schools", "S3,keep", "S3,merge", "status"};
  assert_each_caught(county, infeasible, &closed, 1);
}

static void nobody_is_sent_where_no_way_is_known(void **state) {
  (void)state;
  static const table_text lost[] = {
      {"schools", "school_id,area,first_grade,last_grade,x,y\nS1,town,1,9,0,0\nS2,town,1,9,20000,0\n"},
      {"places", "place_id,x,y\nP1,,\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP1,1,10,S1\n"},
      {"travel", "place_id,school_id,km,minutes\nP1,S1,1,15\n"},
      {NULL, NULL}};
  static const table_text stays[] = {
      {"summary", "key,value\njob,consolidate\nfirst_year,2020\nstatus,feasible\n"},
      {"assignments", ASSIGNMENTS_HEAD "2020,P1,1,resident,S1,S1,10,1.000,15.0,walk,0\n"},
      {NULL, NULL}};
  audited done = audit_texts(lost, stays, NULL);
  assert_false(is_broken(&done, "reach"));
  jh_arena_destroy(done.arena);
  mutation const change = {false, "assignments", "S1,S1,10,1.000,15.0,walk,0", "S1,S2,10,,,bus,1", "reach"};
  assert_each_caught(lost, stays, &change, 1);
}

/* P1 - P2 - P3 - P4: S1 holds P1 and P2 and S3 the others; P3 given to S1 alone cuts P4 off. */
static void catchments_are_whole_connected_and_hold_their_school(void **state) {
  (void)state;
  static const table_text villages[] = {
      {"schools",
       "school_id,area,first_grade,last_grade,x,y,site_place\nS1,town,1,9,0,0,P1\nS3,town,1,9,20000,0,P3\n"},
      {"places", "place_id,x,y\nP1,0,0\nP2,1000,0\nP3,2000,0\nP4,3000,0\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP1,1,10,S1\nP2,1,10,S1\nP3,1,10,S3\n"},
      {"travel",
       "place_id,school_id,km,minutes\nP1,S1,0,0\nP2,S1,1,15\nP3,S1,2,25\nP4,S1,3,30\nP1,S3,2,25\nP2,S3,1,15\n"
       "P3,S3,0,0\nP4,S3,1,15\n"},
      {"adjacency", "place_id,neighbour_id\nP1,P2\nP2,P3\nP3,P4\n"},
      {"policy", "key,value\ncontiguous,1\n"},
      {NULL, NULL}};
  static const table_text whole[] = {
      {"summary", "key,value\njob,consolidate\nfirst_year,2020\nstatus,feasible\n"},
      {"assignments", ASSIGNMENTS_HEAD "2020,P1,1,resident,S1,S1,10,0.000,0.0,walk,0\n"
                                       "2020,P2,1,resident,S1,S1,10,1.000,15.0,walk,0\n"
                                       "2020,P3,1,resident,S3,S3,10,0.000,0.0,walk,0\n"
                                       "2020,P4,1,resident,,S3,0,1.000,15.0,walk,0\n"},
      {"schools", SCHOOLS_HEAD "S1,keep,,1,9,20,,1,0,0\nS3,keep,,1,9,10,,1,0,0\n"},
      {NULL, NULL}};
  static const char *const rules[] = {"every_pupil_once", "assignments.figures", "catchment",
                                      "catchment.home",   "contiguous",          "running"};
  audited done = audit_texts(villages, whole, NULL);
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
    if (is_broken(&done, rules[i])) print_audit(&done);
    assert_false(is_broken(&done, rules[i]));
  }
  jh_arena_destroy(done.arena);
  static const mutation changes[] = {
      {false, "assignments", "P4,1,resident,,S3,0,1.000,15.0", "P4,1,resident,,S1,0,3.000,30.0", "contiguous"},
      {false, "assignments", "2020,P4,1,resident,,S3,0,1.000,15.0,walk,0\n", "", "catchment"},
      {false, "assignments", "P3,1,resident,S3,S3,10,0.000,0.0,walk,0", "P3,1,resident,S3,S1,10,2.000,25.0,walk,1",
       "catchment.home"},
      {false, "assignments", "P4,1,resident,,S3,0", "P4,2,resident,,S3,0", "empty_rows"},
      {false, "assignments", "P4,1,resident,,S3,0", "P4,1,resident,S3,S3,0", "empty_rows"},
      {false, "schools", "S3,keep", "S3,merge", "running"}};
  assert_each_caught(villages, whole, changes, sizeof changes / sizeof changes[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_consolidation_passes),
      cmocka_unit_test(each_broken_consolidation_is_caught),
      cmocka_unit_test(each_wrong_figure_of_effects_is_caught),
      cmocka_unit_test(only_what_is_never_relaxed_breaks_an_infeasible_plan),
      cmocka_unit_test(nobody_is_sent_where_no_way_is_known),
      cmocka_unit_test(catchments_are_whole_connected_and_hold_their_school),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
