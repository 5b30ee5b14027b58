/* The auditor on allocations: a good one passes, and each rule catches the plan that breaks it. */
#include "audit_support.h"

static const table_text county[] = {
    {"schools",
     "school_id,area,public,status,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room,seats,"
     "opening_cost\nS1,urban,1,open,1,6,0,0,2,1,1000,,0\nS2,rural,1,open,1,9,3000,0,3,0,0,100,0\n"
     "N1,rural,1,proposed,1,6,0,10,4,0,0,,500\nV1,urban,0,open,7,9,0,0,,0,0,,0\n"},
    {"places", "place_id,x,y\nP1,0,0\nP2,3000,0\nP3,5000,0\n"},
    {"pupils",
     "place_id,grade,pupils,school_id,group\nP1,1,60,S1,resident\nP1,1,10,,migrant\nP2,1,20,S2,resident\n"
     "P2,5,5,S2,resident\n"},
    {"adjacency", "place_id,neighbour_id\nP1,P2\nP2,P3\n"},
    {"policy", "key,value\nmax_km_primary,20\nmax_minutes_primary,20\n"},
    {NULL, NULL}};

#define SUMMARY_HEAD \
  "key,value\nplan_id,p\njob,allocate\nyear,2020\nfirst_year,2020\nlast_year,2020\nstatus,feasible\n"
static const table_text plan[] = {
    {"summary", SUMMARY_HEAD "objective_1,over_super\nobjective_1_value,0\nobjective_1_bound,0\n"
                             "objective_2,over_limit\nobjective_2_value,0\nobjective_2_bound,0\n"
                             "objective_3,yuan\nobjective_3_value,0\nobjective_3_bound,0\n"
                             "objective_4,private_seats\nobjective_4_value,0\nobjective_4_bound,0\n"
                             "objective_5,moved\nobjective_5_value,10\nobjective_5_bound,5\n"
                             "objective_6,pupil_km\nobjective_6_value,78\nobjective_6_bound,19.5\n"
                             "objective_7,over_standard\nobjective_7_value,5\nobjective_7_bound,0\n"},
    {"assignments",
     "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
     "2020,P1,1,resident,S1,S1,50,0.000,0.0,walk,0\n2020,P1,1,resident,S1,S2,10,3.900,16.7,bus,1\n"
     "2020,P1,1,migrant,,S2,10,3.900,16.7,bus,0\n2020,P2,1,resident,S2,S2,20,0.000,0.0,walk,0\n"
     "2020,P2,5,resident,S2,S2,5,0.000,0.0,walk,0\n"},
    {"classes",
     "year,school_id,grade,pupils,classes,largest,limit,over\n2020,S1,1,50,1,50,55,0\n"
     "2020,S2,1,40,1,40,55,0\n2020,S2,5,5,1,5,55,0\n"},
    {"ledger", "school_id,grade,class_no,pupils_now,category,cleared_year,how,to,depends_on,status\n"},
    {"rooms", "year,school_id,rooms,added,cost\n2020,S1,2,0,0.00\n2020,S2,3,0,0.00\n"},
    {NULL, NULL}};

static void a_good_allocation_passes(void **state) {
  (void)state;
  assert_passes(county, plan);
}

static void each_broken_allocation_is_caught(void **state) {
  (void)state;
  static const mutation changes[] = {
      {true, "pupils", "P1,1,60", "P1,1,61", "every_pupil_once"},
      {true, "pupils", "P2,5,5", "P2,5,0", "every_pupil_once"},
      {false, "assignments", "S1,S1,50", "S1,S1,49", "every_pupil_once"},
      {false, "assignments", "P1,1,migrant,,", "P1,1,resident,,", "every_pupil_once"},
      {false, "assignments", "P1,1,migrant,,", "P1,1,migrant,S1,", "every_pupil_once"},
      {false, "assignments", "2020,P2,5,resident,S2,S2,5,0.000,0.0,walk,0\n", "", "every_pupil_once"},
      {false, "assignments", "S2,10,3.900", "V1,10,3.900", "grade_taught"},
      {false, "assignments", "S2,10,3.900", "S2,10,3.901", "assignments.figures"},
      {false, "assignments", "3.900,16.7", "3.900,16.6", "assignments.figures"},
      {false, "assignments", "16.7,bus", "16.7,walk", "assignments.figures"},
      {false, "assignments", "16.7,bus,1", "16.7,bus,0", "assignments.figures"},
      {false, "assignments", "2020,P2,5", "2021,P2,5", "assignments"},
      {false, "assignments", "2020,P2,5", "2020,P9,5", "form"},
      {false, "assignments", "S2,10,", "S2,ten,", "form"},
      {true, "policy", "max_km_primary,20", "max_km_primary,3.899", "max_km"},
      {true, "policy", "max_minutes_primary,20", "max_minutes_primary,16", "max_minutes"},
      {true, "policy", "max_km_primary,20", "contiguous,1", "keep_together"},
      {true, "policy", "max_km_primary,20", "keep_together,1", "keep_together"},
      {true, "policy", "max_km_primary,20", "contiguous,1", "catchment"},
      {true, "schools", "S2,rural,1,open,1,9,3000,0,3", "S2,rural,1,open,1,9,3000,0,1", "rooms"},
      {true, "schools", "0,0,100,0", "0,0,44,0", "seats"},
      {true, "policy", "max_km_primary,20", "large_class_limit,49", "class_limit"},
      {true, "policy", "max_km_primary,20", "class_margin,6", "class_limit"},
      {true, "policy", "max_km_primary,20", "school_max_enforced,1\nschool_max_primary,49", "school_max"},
      {false, "classes", "S1,1,50,1,50", "S1,1,51,1,50", "classes"},
      {false, "classes", "S1,1,50,1,50", "S1,1,50,1,49", "classes"},
      {false, "classes", "50,55,0", "50,65,0", "classes"},
      {false, "classes", "50,55,0", "50,55,1", "classes"},
      {false, "classes", "2020,S2,5,5,1,5,55,0\n", "", "classes"},
      {false, "classes", "S2,5,5,1,5", "S2,5,5,0,5", "classes"},
      {false, "rooms", "S2,3,0", "S2,4,0", "rooms.figures"},
      {false, "rooms", "S1,2,0,0.00", "S1,2,1,0.00", "rooms.figures"},
      {false, "rooms", "S1,2,0,0.00", "S1,2,2,2000.00", "max_new_rooms"},
      {false, "rooms", "2020,S1,2,0,0.00", "2020,N1,4,1,0.00", "rooms.running"},
      {false, "assignments", "migrant,,S2,10,3.900,16.7,bus", "migrant,,N1,10,0.013,0.2,walk", "rooms.figures"},
      {false, "summary", "objective_2_value,0", "objective_2_value,1", "objective.over_limit"},
      {false, "summary", "objective_3_value,0", "objective_3_value,0.01", "objective.yuan"},
      {false, "summary", "objective_5_value,10", "objective_5_value,9", "objective.moved"},
      {false, "summary", "objective_6_value,78", "objective_6_value,78.0000001", "objective.pupil_km"},
      {false, "summary", "objective_7_value,5", "objective_7_value,6", "objective.over_standard"},
      {false, "summary", "objective_6_bound,19.5", "objective_6_bound,78.1", "bound.pupil_km"}};
  assert_each_caught(county, plan, changes, sizeof changes / sizeof changes[0]);
}

static void entry_scope_moves_grades_1_and_7_alone(void **state) {
  (void)state;
  table_text entry[MOST_TABLES];
  memcpy(entry, county, sizeof county);
  entry[4][1] = "key,value\nscope,entry\n";
  audited done = audit_texts(entry, plan, NULL);
  assert_null(row_of(&done, "scope_entry", "assignments.csv:3")); /* grade 1 may */
  assert_false(is_broken(&done, "scope_entry"));
  jh_arena_destroy(done.arena);
  mutation const change = {false, "assignments", "P2,5,resident,S2,S2,5,0.000,0.0,walk,0",
                           "P2,5,resident,S2,S1,5,3.900,16.7,bus,1", "scope_entry"};
  assert_each_caught(entry, plan, &change, 1);
}

/* P3 lies behind P2: given to S1 it is cut off, given to S2 it is not. */
static void a_catchment_is_connected_and_holds_its_own_place(void **state) {
  (void)state;
  static const table_text whole[] = {
      {"summary", SUMMARY_HEAD},
      {"assignments",
       "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
       "2020,P1,1,resident,S1,S1,60,0.000,0.0,walk,0\n2020,P1,1,migrant,,S1,10,0.000,0.0,walk,0\n"
       "2020,P2,1,resident,S2,S2,20,0.000,0.0,walk,0\n2020,P2,5,resident,S2,S2,5,0.000,0.0,walk,0\n"
       "2020,P3,1,resident,,S2,0,2.600,12.8,bus,0\n"},
      {NULL, NULL}};
  table_text contiguous[MOST_TABLES];
  memcpy(contiguous, county, sizeof county);
  contiguous[4][1] = "key,value\ncontiguous,1\n";
  audited done = audit_texts(contiguous, whole, NULL);
  assert_false(is_broken(&done, "contiguous"));
  assert_false(is_broken(&done, "catchment"));
  assert_false(is_broken(&done, "catchment.home"));
  assert_false(is_broken(&done, "assignments.figures"));
  assert_false(is_broken(&done, "every_pupil_once"));
  jh_arena_destroy(done.arena);
  static const mutation changes[] = {
      {false, "assignments", "P3,1,resident,,S2,0,2.600,12.8", "P3,1,resident,,S1,0,6.500,24.5", "contiguous"},
      {false, "assignments", "2020,P3,1,resident,,S2,0,2.600,12.8,bus,0\n", "", "catchment"},
      {false, "assignments", "P2,5,resident,S2,S2,5,0.000", "P2,5,resident,S2,S1,5,3.900", "keep_together"},
      {true, "schools", "S1,urban,1,open,1,6,0,0", "S1,urban,1,open,1,6,9000,0", "catchment.home"},
      /* A school in operation that would serve nobody has lost its own place. */
      {false, "assignments", "P1,1,resident,S1,S1,60,0.000,0.0,walk,0\n2020,P1,1,migrant,,S1,10,0.000,0.0,walk,0",
       "P1,1,resident,S1,S2,60,3.900,16.7,bus,1\n2020,P1,1,migrant,,S2,10,3.900,16.7,bus,0", "catchment.home"}};
  assert_each_caught(contiguous, whole, changes, 5);
}

/* 2021: the sixth grade is the seventh without a present school, the ninth has left, grade 1 is told for P1 alone. */
static void later_years_follow_the_year_before(void **state) {
  (void)state;
  static const table_text years_county[] = {
      {"schools", "school_id,area,first_grade,last_grade,x,y\nS1,rural,1,9,0,0\nS2,rural,1,9,0,0\n"},
      {"places", "place_id,x,y\nP1,0,0\nP2,0,0\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP1,1,7,S1\nP2,1,3,\nP1,6,5,S1\nP1,9,4,S1\nP1,4,2,S1\n"},
      {"entrants", "place_id,year,pupils\nP1,2021,9\n"},
      {NULL, NULL}};
  static const table_text years[] = {
      {"summary", "key,value\njob,allocate\nfirst_year,2020\nlast_year,2021\nstatus,feasible\n"},
      {"assignments",
       "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
       "2020,P1,1,resident,S1,S2,7,0.000,0.0,walk,1\n2020,P2,1,resident,,S1,3,0.000,0.0,walk,0\n"
       "2020,P1,6,resident,S1,S1,5,0.000,0.0,walk,0\n2020,P1,9,resident,S1,S1,4,0.000,0.0,walk,0\n"
       "2020,P1,4,resident,S1,S1,2,0.000,0.0,walk,0\n"
       "2021,P1,1,resident,,S1,9,0.000,0.0,walk,0\n2021,P2,1,resident,,S1,3,0.000,0.0,walk,0\n"
       "2021,P1,2,resident,S2,S2,7,0.000,0.0,walk,0\n2021,P2,2,resident,S1,S1,3,0.000,0.0,walk,0\n"
       "2021,P1,7,resident,,S1,5,0.000,0.0,walk,0\n2021,P1,5,resident,S1,S1,2,0.000,0.0,walk,0\n"},
      {NULL, NULL}};
  audited done = audit_texts(years_county, years, NULL);
  if (is_broken(&done, "every_pupil_once")) print_audit(&done);
  assert_false(is_broken(&done, "every_pupil_once"));
  jh_arena_destroy(done.arena);
  static const mutation changes[] = {
      {false, "assignments", "2021,P1,2,resident,S2", "2021,P1,2,resident,S1", "every_pupil_once"},
      {false, "assignments", "2021,P1,7,resident,,", "2021,P1,7,resident,S1,", "every_pupil_once"},
      {false, "assignments", "2021,P1,1,resident,,S1,9", "2021,P1,1,resident,,S1,7", "every_pupil_once"},
      {false, "assignments", "2021,P2,1,resident,,S1,3", "2021,P2,1,resident,,S1,0", "every_pupil_once"}};
  assert_each_caught(years_county, years, changes, 4);
}

static void an_opened_school_costs_its_opening(void **state) {
  (void)state;
  table_text opened[MOST_TABLES];
  memcpy(opened, plan, sizeof plan);
  opened[1][1] =
      "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
      "2020,P1,1,resident,S1,S1,50,0.000,0.0,walk,0\n2020,P1,1,resident,S1,S2,10,3.900,16.7,bus,1\n"
      "2020,P1,1,migrant,,N1,10,0.013,0.2,walk,0\n2020,P2,1,resident,S2,S2,20,0.000,0.0,walk,0\n"
      "2020,P2,5,resident,S2,S2,5,0.000,0.0,walk,0\n";
  opened[4][1] = "year,school_id,rooms,added,cost\n2020,S1,2,0,0.00\n2020,S2,3,0,0.00\n2020,N1,4,0,500.00\n";
  audited done = audit_texts(county, opened, NULL);
  assert_false(is_broken(&done, "rooms.figures"));
  assert_false(is_broken(&done, "assignments.figures"));
  assert_string_equal(row_of(&done, "objective.yuan", "county")->achieved, "500.00");
  jh_arena_destroy(done.arena);
  mutation const change = {false, "rooms", "500.00", "0.00", "rooms.figures"};
  assert_each_caught(county, opened, &change, 1);
}

/* Two large classes of today: the first grade of S1 is split by moving ten to S2, the sixth grade leaves. */
static void the_ledger_follows_every_large_class(void **state) {
  (void)state;
  static const table_text schools[] = {
      {"schools",
       "school_id,area,status,first_grade,last_grade,x,y\nS1,rural,open,1,6,0,0\nS2,rural,open,1,9,0,0\n"
       "N1,rural,proposed,1,9,0,0\n"},
      {"places", "place_id,x,y\nP1,0,0\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP1,1,66,S1\nP1,6,56,S1\nP1,2,55,S1\n"},
      {"classes", "school_id,grade,class_no,pupils\nS1,1,a,66\nS1,6,b,56\nS1,2,c,55\n"},
      {"entrants", "place_id,year,pupils\nP1,2021,0\n"},
      {NULL, NULL}};
  static const table_text two_years[] = {
      {"summary", "key,value\njob,allocate\nfirst_year,2020\nlast_year,2021\nstatus,feasible\n"},
      {"assignments",
       "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
       "2020,P1,1,resident,S1,S1,55,0.000,0.0,walk,0\n2020,P1,1,resident,S1,S2,11,0.000,0.0,walk,1\n"
       "2020,P1,6,resident,S1,S1,56,0.000,0.0,walk,0\n2020,P1,2,resident,S1,S1,55,0.000,0.0,walk,0\n"},
      {"classes",
       "year,school_id,grade,pupils,classes,largest,limit,over\n2020,S1,1,55,1,55,55,0\n2020,S2,1,11,1,11,55,0\n"
       "2020,S1,6,56,1,56,55,1\n2020,S1,2,55,1,55,55,0\n"},
      {"ledger",
       "school_id,grade,class_no,pupils_now,category,cleared_year,how,to,depends_on,status\n"
       "S1,1,a,66,super,2020,move,S2,,cleared\nS1,6,b,56,large,2021,graduate,,,cleared\n"},
      {NULL, NULL}};
  audited done = audit_texts(schools, two_years, NULL);
  if (is_broken(&done, "ledger")) print_audit(&done);
  assert_false(is_broken(&done, "ledger"));
  jh_arena_destroy(done.arena);
  static const mutation changes[] = {{false, "ledger", "S1,6,b,56,large,2021,graduate,,,cleared\n", "", "ledger"},
                                     {false, "ledger", "S1,6,b", "S1,6,c", "ledger"},
                                     {false, "ledger", "S1,6,b,56,large,2021,graduate,,,cleared\n",
                                      "S1,2,c,55,large,2020,split,,,cleared\n", "ledger"},
                                     {false, "ledger", "a,66", "a,65", "ledger"},
                                     {false, "ledger", "66,super", "66,large", "ledger"},
                                     {false, "ledger", "56,large", "56,super", "ledger"},
                                     {false, "ledger", "2021,graduate", "2020,graduate", "ledger"},
                                     {false, "ledger", "2021,graduate", ",", "ledger"},
                                     {false, "ledger", "2020,move,S2", "2020,split,S2", "ledger"},
                                     {false, "ledger", "2020,move,S2", "2020,new_school,S2", "ledger"},
                                     {false, "ledger", "2020,move,S2", "2020,move,N1", "ledger"},
                                     {false, "ledger", "2020,move,S2", "2020,move,", "ledger"},
                                     {false, "ledger", "S2,,cleared", "S2,rooms:S2,cleared", "ledger"},
                                     {false, "ledger", "S2,,cleared", "S2,,open", "ledger"},
                                     {false, "ledger", "S2,,cleared", "S2,,undone", "ledger"},
                                     {false, "ledger", "graduate,,,cleared", "graduate,,,", "ledger"},
                                     {false, "assignments", "S1,S2,11", "S1,N1,11", "ledger"},
                                     {false, "classes", "S1,6,56,1", "S1,6,56,2", "ledger"},
                                     {true, "classes", "S1,2,c,55", "S1,2,c,57", "ledger"}};
  assert_each_caught(schools, two_years, changes, sizeof changes / sizeof changes[0]);
}

/* S1 splits a class into a room added, and has one class again a year later; S2's goes to a school that opens. */
static const table_text grows[] = {
    {"schools",
     "school_id,area,status,first_grade,last_grade,rooms,max_new_rooms,cost_per_new_room,x,y\n"
     "S1,rural,open,1,6,1,1,100,0,0\nS2,rural,open,1,6,,,,0,0\nN1,rural,proposed,1,6,1,2,100,0,0\n"},
    {"places", "place_id,x,y\nP1,0,0\n"},
    {"pupils", "place_id,grade,pupils,school_id\nP1,1,66,S1\nP1,3,60,S2\n"},
    {"classes", "school_id,grade,class_no,pupils\nS1,1,a,66\nS2,3,b,60\n"},
    {"entrants", "place_id,year,pupils\nP1,2021,0\n"},
    {"policy", "key,value\nrooms_per_year,1\n"},
    {NULL, NULL}};
static const table_text grown[] = {
    {"summary", "key,value\njob,allocate\nfirst_year,2020\nlast_year,2021\nstatus,feasible\n"},
    {"assignments",
     "year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved\n"
     "2020,P1,1,resident,S1,S1,66,0.000,0.0,walk,0\n2020,P1,3,resident,S2,S2,50,0.000,0.0,walk,0\n"
     "2020,P1,3,resident,S2,N1,10,0.000,0.0,walk,1\n2021,P1,2,resident,S1,S1,66,0.000,0.0,walk,0\n"
     "2021,P1,4,resident,S2,S2,50,0.000,0.0,walk,0\n2021,P1,4,resident,N1,N1,10,0.000,0.0,walk,0\n"},
    {"classes",
     "year,school_id,grade,pupils,classes,largest,limit,over\n2020,S1,1,66,2,33,55,0\n2020,S2,3,50,1,50,55,0\n"
     "2020,N1,3,10,1,10,55,0\n2021,S1,2,66,1,66,55,11\n2021,S2,4,50,1,50,55,0\n2021,N1,4,10,1,10,55,0\n"},
    {"ledger",
     "school_id,grade,class_no,pupils_now,category,cleared_year,how,to,depends_on,status\n"
     "S1,1,a,66,super,2020,split,,rooms:S1,undone\nS2,3,b,60,large,2020,new_school,N1,new_school:N1,cleared\n"},
    {"rooms", "year,school_id,rooms,added,cost\n2020,S1,1,1,100.00\n2020,N1,1,0,0.00\n2021,S1,2,0,0.00\n"},
    {NULL, NULL}};
static void the_ledger_says_what_a_clearing_rests_on_and_whether_it_lasts(void **state) {
  (void)state;
  audited done = audit_texts(grows, grown, NULL);
  if (is_broken(&done, "ledger")) print_audit(&done);
  assert_false(is_broken(&done, "ledger"));
  jh_arena_destroy(done.arena);
  static const mutation changes[] = {
      {false, "ledger", "rooms:S1,undone", "rooms:S1,cleared", "ledger"},
      {false, "ledger", "rooms:S1,undone", "rooms:S1,open", "ledger"},
      {false, "ledger", "rooms:S1,undone", ",undone", "ledger"},
      {false, "ledger", "rooms:S1,undone", "rooms:N1,undone", "ledger"},
      {false, "ledger", "new_school:N1", "rooms:N1", "ledger"},
      {false, "ledger", "new_school:N1", "new_school:N1;rooms:N1", "ledger"},
      {false, "rooms", "2020,S1,1,1,100.00", "2020,S1,1,0,0.00", "ledger"},
      {false, "classes", "2021,S1,2,66,1,66,55,11", "2021,S1,2,66,2,33,55,0", "ledger"}};
  assert_each_caught(grows, grown, changes, sizeof changes / sizeof changes[0]);
}

static void rooms_of_a_year_beyond_the_budget_are_caught(void **state) {
  (void)state;
  audited done = audit_texts(grows, grown, NULL);
  assert_false(is_broken(&done, "room_budget"));
  jh_arena_destroy(done.arena);
  static const mutation changes[] = {{true, "policy", "rooms_per_year,1", "rooms_per_year,0", "room_budget"},
                                     {false, "rooms", "2020,N1,1,0,0.00", "2020,N1,1,1,100.00", "room_budget"}};
  assert_each_caught(grows, grown, changes, sizeof changes / sizeof changes[0]);
}

static void groups_are_told_and_not_judged(void **state) {
  (void)state;
  audited done = audit_texts(county, plan, NULL);
  assert_int_equal(row_of(&done, "group", "migrant")->met, JH_AUDIT_INFORMATION);
  assert_string_equal(row_of(&done, "group", "migrant")->achieved,
                      "10 pupils, 0 moved, 0 in private schools, 3.900 km on average");
  jh_arena_destroy(done.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_good_allocation_passes),
      cmocka_unit_test(each_broken_allocation_is_caught),
      cmocka_unit_test(entry_scope_moves_grades_1_and_7_alone),
      cmocka_unit_test(a_catchment_is_connected_and_holds_its_own_place),
      cmocka_unit_test(later_years_follow_the_year_before),
      cmocka_unit_test(an_opened_school_costs_its_opening),
      cmocka_unit_test(the_ledger_follows_every_large_class),
      cmocka_unit_test(the_ledger_says_what_a_clearing_rests_on_and_whether_it_lasts),
      cmocka_unit_test(rooms_of_a_year_beyond_the_budget_are_caught),
      cmocka_unit_test(groups_are_told_and_not_judged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
