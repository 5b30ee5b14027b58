/* Years that share pupils: a plan that next year's cohort would undo is not chosen. Two years of tiny counties
 * against every way to send the pupils of both, with all grades, entry grades or whole places moving. */
#include "tiny_allocation.h"

enum { COUNTIES = 400, SCHOOLS = 2, PLACES = 2, GRADES = 4, YEARS = 2, MOST_COHORTS = 16, GOALS = 6, MOST_NEW = 1 };
enum { SUPER, LIMIT, FEN, MOVED, MM, STANDARD };
enum { LARGE_CLASS = 4, SUPER_CLASS = 5, STANDARD_CLASS = 3 };
typedef enum movers { ALL_GRADES, ENTRY, WHOLE } movers;

typedef struct group {
  int32_t place, grade, from, pupils;
} group;

typedef struct drawn {
  movers who;
  int32_t school_x[SCHOOLS], rooms[SCHOOLS], new_rooms[SCHOOLS], place_x[PLACES], entrants[PLACES], places, budget;
  group groups[MOST_COHORTS];
  int32_t count;
} drawn;

static drawn draw(uint64_t seed, movers who) {
  tiny t = {.state = seed * 0x9e3779b97f4a7c15u + 77};
  drawn d = {.who = who, .places = who == ALL_GRADES ? 1 : PLACES, .budget = tiny_chance(&t, 30) ? 1 : 9};
  for (int s = 0; s < SCHOOLS; s++) {
    d.school_x[s] = tiny_below(&t, 4);
    d.rooms[s] = 2 + tiny_below(&t, 3) - (who == ALL_GRADES);
    d.new_rooms[s] = tiny_chance(&t, 30);
  }
  for (int p = 0; p < d.places; p++) {
    d.place_x[p] = tiny_below(&t, 4);
    int const most = who == ALL_GRADES ? 7 : 4;
    d.entrants[p] = tiny_below(&t, most + 1);
    d.groups[d.count++] = (group){p, 1, tiny_chance(&t, 70) ? -1 : tiny_below(&t, SCHOOLS), 1 + tiny_below(&t, most)};
    if (tiny_chance(&t, 70)) d.groups[d.count++] = (group){p, 2, tiny_below(&t, SCHOOLS), 1 + tiny_below(&t, most)};
  }
  return d;
}

/* ---- every plan ---- */

static bool lower(const int64_t *x, const int64_t *y) {
  for (int g = 0; g < GOALS; g++)
    if (x[g] != y[g]) return x[g] < y[g];
  return false;
}

static int64_t above(int64_t pupils, int64_t room) { return pupils > room ? pupils - room : 0; }

/* The best classes of a school with so many rooms; false: a grade would have none. */
static bool judge_school(const int32_t *pupils, int32_t rooms, int64_t *best) {
  bool any = false;
  for (int a = 0; a <= rooms; a++)
    for (int b = 0; a + b <= rooms; b++)
      for (int c = 0; a + b + c <= rooms; c++) {
        int const classes[GRADES] = {0, a, b, c};
        int64_t v[GOALS] = {0};
        bool all = true;
        for (int g = 1; g < GRADES; g++) {
          all &= pupils[g] == 0 || classes[g] > 0;
          v[SUPER] += above(pupils[g], SUPER_CLASS * classes[g]);
          v[LIMIT] += above(pupils[g], LARGE_CLASS * classes[g]);
          v[STANDARD] += above(pupils[g], STANDARD_CLASS * classes[g]);
        }
        if (!all || (any && !lower(v, best))) continue;
        any = true;
        memcpy(best, v, sizeof v);
      }
  return any;
}

typedef struct brute {
  const drawn *of;
  int64_t mm[PLACES][SCHOOLS];
  group groups[YEARS][MOST_COHORTS];
  int32_t count[YEARS];
  int32_t there[YEARS][MOST_COHORTS][SCHOOLS];
  int64_t best[GOALS];
  bool any;
} brute;

/* What a year is worth under each way to have rooms; `built` of them are new since the beginning. */
static bool judge_year(const brute *b, int year, const int32_t *built, int64_t *total) {
  int32_t pupils[SCHOOLS][GRADES] = {{0}};
  for (int c = 0; c < b->count[year]; c++)
    for (int s = 0; s < SCHOOLS; s++) {
      const group *const g = &b->groups[year][c];
      pupils[s][g->grade] += b->there[year][c][s];
      total[MM] += b->mm[g->place][s] * b->there[year][c][s];
      if (g->from >= 0 && g->from != s) total[MOVED] += b->there[year][c][s];
    }
  for (int s = 0; s < SCHOOLS; s++) {
    int64_t v[GOALS] = {0};
    if (!judge_school(pupils[s], b->of->rooms[s] + built[s], v)) return false;
    for (int g = 0; g < GOALS; g++) total[g] += v[g];
  }
  return true;
}

static void judge(brute *b) {
  for (int way = 0; way < 9; way++) { /* a room of each school: never, in the second year, in the first */
    int const when[SCHOOLS] = {way % 3, way / 3};
    int32_t built[YEARS][SCHOOLS] = {{0}}, added[YEARS] = {0};
    int64_t total[GOALS] = {0};
    bool possible = true;
    for (int s = 0; s < SCHOOLS; s++) {
      possible &= when[s] == 0 || b->of->new_rooms[s] > 0;
      built[0][s] = when[s] == 2;
      built[1][s] = when[s] > 0;
      added[0] += when[s] == 2;
      added[1] += when[s] == 1;
      total[FEN] += when[s] > 0 ? 1000 * (s + 1) : 0;
    }
    if (!possible || added[0] > b->of->budget || added[1] > b->of->budget) continue;
    if (!judge_year(b, 0, built[0], total) || !judge_year(b, 1, built[1], total)) continue;
    if (b->any && !lower(total, b->best)) continue;
    b->any = true;
    memcpy(b->best, total, sizeof total);
  }
}

static void next_year(brute *b) {
  b->count[1] = 0;
  for (int c = 0; c < b->count[0]; c++)
    for (int s = 0; s < SCHOOLS; s++)
      if (b->there[0][c][s] > 0)
        b->groups[1][b->count[1]++] = (group){b->groups[0][c].place, b->groups[0][c].grade + 1, s, b->there[0][c][s]};
  for (int p = 0; p < b->of->places; p++)
    if (b->of->entrants[p] > 0) b->groups[1][b->count[1]++] = (group){p, 1, -1, b->of->entrants[p]};
}

static void send(brute *b, int year, int cohort);

static void send_part(brute *b, int year, int cohort, int32_t first) {
  b->there[year][cohort][0] = first;
  b->there[year][cohort][1] = b->groups[year][cohort].pupils - first;
  send(b, year, cohort + 1);
}

/* Where whole places go, the school of the place's first cohort. */
static int whole_school(const brute *b, int year, int cohort) {
  for (int c = 0; c < cohort; c++)
    if (b->groups[year][c].place == b->groups[year][cohort].place) return b->there[year][c][0] > 0 ? 0 : 1;
  return -1;
}

static void send(brute *b, int year, int cohort) {
  if (cohort == b->count[year]) {
    if (year == 1) {
      judge(b);
      return;
    }
    next_year(b);
    send(b, 1, 0);
    return;
  }
  const group *const g = &b->groups[year][cohort];
  int const whole = b->of->who == WHOLE ? whole_school(b, year, cohort) : -1;
  bool const stays = b->of->who == ENTRY && g->grade > 1 && g->from >= 0;
  bool const undivided = stays || b->of->who == WHOLE;
  for (int32_t first = 0; first <= g->pupils; first++) {
    if (undivided && first > 0 && first < g->pupils) continue;
    if (stays && (first > 0) != (g->from == 0)) continue;
    if (whole >= 0 && (first > 0) != (whole == 0)) continue;
    send_part(b, year, cohort, first);
  }
}

/* ---- the program's plan ---- */

static jh_status plan_of(const drawn *d, int32_t years, jh_arena *arena, jh_county *county, jh_plan *plan) {
  static char schools[TINY_TEXT], places[TINY_TEXT], pupils[TINY_TEXT], entrants[TINY_TEXT], policy[TINY_TEXT];
  strcpy(schools, "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room\n");
  strcpy(places, "place_id,x,y\n");
  strcpy(pupils, "place_id,grade,pupils,school_id\n");
  strcpy(entrants, "place_id,year,pupils\n");
  for (int s = 0; s < SCHOOLS; s++)
    tiny_say(schools, "S%d,rural,1,3,%d000,0,%d,%d,%d\n", s, (int)d->school_x[s], (int)d->rooms[s],
             (int)d->new_rooms[s], 10 + 10 * s);
  for (int p = 0; p < d->places; p++) {
    tiny_say(places, "P%d,%d000,0\n", p, (int)d->place_x[p]);
    tiny_say(entrants, "P%d,%d,%d\n", p, TINY_YEAR + 1, (int)d->entrants[p]);
  }
  for (int c = 0; c < d->count; c++) {
    const group *const g = &d->groups[c];
    tiny_say(pupils, "P%d,%d,%d,%s\n", (int)g->place, (int)g->grade, (int)g->pupils,
             g->from < 0    ? ""
             : g->from == 0 ? "S0"
                            : "S1");
  }
  snprintf(policy, TINY_TEXT,
           "key,value\nlarge_class_limit,%d\nsuper_class_limit,%d\nstandard_class_primary,%d\nrooms_per_year,%d\n%s",
           LARGE_CLASS, SUPER_CLASS, STANDARD_CLASS, (int)d->budget,
           d->who == WHOLE   ? "keep_together,1\n"
           : d->who == ENTRY ? "scope,entry\n"
                             : "");
  const char *const tables[][2] = {{"schools", schools},   {"places", places}, {"pupils", pupils},
                                   {"entrants", entrants}, {"policy", policy}, {NULL, NULL}};
  jh_problems problems;
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = TINY_YEAR, .last_year = TINY_YEAR + years - 1};
  jh_status status = county_try_text(arena, tables, NULL, &problems, county);
  assert_int_equal(status, JH_OK);
  return jh_allocation_model(county, &options, &control, arena, &problems, plan, NULL);
}

static void read_values(const jh_plan *plan, int64_t *values) {
  static const int at[GOALS] = {0, 1, 2, 4, 5, 6};
  for (int g = 0; g < GOALS; g++) values[g] = plan->result.levels[at[g]].value;
}

static void enumerate(const drawn *d, const jh_county *county, brute *b) {
  *b = (brute){.of = d};
  for (int p = 0; p < d->places; p++)
    for (int s = 0; s < SCHOOLS; s++)
      b->mm[p][s] = jh_distance_mm(county, &county->places[p].position, &county->schools[s].position);
  memcpy(b->groups[0], d->groups, sizeof d->groups);
  b->count[0] = d->count;
  send(b, 0, 0);
}

static void check(movers who) {
  int32_t compared = 0, within = 0;
  for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
    static brute b;
    drawn const d = draw(seed, who);
    jh_arena *const arena = jh_arena_create();
    jh_county county;
    jh_plan plan;
    int64_t values[GOALS];
    assert_int_equal(plan_of(&d, YEARS, arena, &county, &plan), JH_OK);
    read_values(&plan, values);
    enumerate(&d, &county, &b);
    if (b.any) {
      for (int g = 0; g < GOALS; g++)
        if (values[g] != b.best[g])
          fail_msg("seed %d, goal %d: %lld, not %lld", (int)seed, g, (long long)values[g], (long long)b.best[g]);
      assert_int_equal(plan.result.answer == JH_INFEASIBLE, b.best[SUPER] + b.best[LIMIT] > 0);
      for (int32_t g = 0; g < plan.result.level_count; g++)
        assert_int_equal(plan.result.levels[g].bound, plan.result.levels[g].value);
      compared++;
      within += b.best[SUPER] + b.best[LIMIT] == 0;
    }
    jh_arena_destroy(arena);
  }
  assert_true(compared > COUNTIES / 2);
  assert_true(within > COUNTIES / 10 && within < compared);
}

static void years_together_are_the_best_of_all_plans(void **unused) {
  (void)unused;
  check(ALL_GRADES);
}
static void entry_grades_are_sent_where_the_next_years_have_room(void **unused) {
  (void)unused;
  check(ENTRY);
}
static void whole_places_go_where_the_next_years_have_room(void **unused) {
  (void)unused;
  check(WHOLE);
}

/* ---- counties too large for one program, by trial ---- */

enum { FAR_PLACES = 80, LONG_TEXT = 16000 };

/* P could go to either school; next year Q, who reaches S0 alone, needs both of its rooms. Far away so many places
 * that all years are too much for one program. */
static jh_status plan_regretted(int32_t years, jh_arena *arena, jh_county *county, jh_plan *plan) {
  static char places[LONG_TEXT], pupils[LONG_TEXT];
  size_t at = 0, used = 0;
  at += (size_t)snprintf(places, LONG_TEXT, "place_id,x,y\nP,1000,0\nQ,0,0\n");
  used += (size_t)snprintf(pupils, LONG_TEXT, "place_id,grade,pupils,school_id\nP,1,4,\n");
  for (int f = 0; f < FAR_PLACES; f++) {
    at += (size_t)snprintf(places + at, LONG_TEXT - at, "F%d,90000,0\n", f);
    for (int g = 1; g < GRADES; g++)
      used += (size_t)snprintf(pupils + used, LONG_TEXT - used, "F%d,%d,1,FAR\n", f, g);
  }
  const char *const tables[][2] = {
      {"schools",
       "school_id,area,first_grade,last_grade,x,y,rooms\nS0,rural,1,3,0,0,2\nS1,rural,1,3,3000,0,3\n"
       "FAR,rural,1,6,90000,0,99\n"},
      {"places", places},
      {"pupils", pupils},
      {"entrants", "place_id,year,pupils\nP,2021,0\nQ,2021,8\n"},
      {"policy",
       "key,value\nlarge_class_limit,4\nsuper_class_limit,5\nstandard_class_primary,4\nmax_km_primary,3\n"
       "scope,entry\n"},
      {NULL, NULL}};
  jh_problems problems;
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = TINY_YEAR, .last_year = TINY_YEAR + years - 1};
  jh_status const status = county_try_text(arena, tables, NULL, &problems, county);
  assert_int_equal(status, JH_OK);
  return jh_allocation_model(county, &options, &control, arena, &problems, plan, NULL);
}

/* Where P's pupils go in the first year. */
static int32_t school_of_p(const jh_plan *plan) {
  for (int32_t i = 0; i < plan->of.allocation.assignment_count; i++)
    if (plan->of.allocation.assignments[i].place.i == 0) return plan->of.allocation.assignments[i].to.i;
  return -1;
}

static void a_larger_county_too_does_not_choose_what_the_next_cohort_undoes(void **unused) {
  (void)unused;
  jh_arena *const arena = jh_arena_create();
  jh_county county;
  jh_plan plan;
  assert_int_equal(plan_regretted(1, arena, &county, &plan), JH_OK);
  assert_int_equal(school_of_p(&plan), 0); /* the nearer one */
  assert_int_equal(plan_regretted(2, arena, &county, &plan), JH_OK);
  assert_int_equal(school_of_p(&plan), 1);
  assert_int_not_equal(plan.result.answer, JH_INFEASIBLE);
  assert_int_equal(plan.result.levels[1].value, 0);
  jh_arena_destroy(arena);
}

/* The same with connected catchments and all grades: P need not be moved in the second year. */
static void connected_catchments_spare_a_second_move(void **unused) {
  (void)unused;
  const char *const tables[][2] = {
      {"schools",
       "school_id,area,first_grade,last_grade,x,y,rooms,site_place\nS0,rural,1,3,0,0,2,A\n"
       "S1,rural,1,3,3000,0,3,B\n"},
      {"places", "place_id,x,y\nP,1000,0\nQ,0,0\nA,0,0\nB,3000,0\n"},
      {"adjacency", "place_id,neighbour_id\nP,A\nP,B\nQ,A\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP,1,4,\n"},
      {"entrants", "place_id,year,pupils\nP,2021,0\nQ,2021,8\n"},
      {"policy",
       "key,value\nlarge_class_limit,4\nsuper_class_limit,5\nstandard_class_primary,4\nmax_km_primary,3\n"
       "contiguous,1\n"},
      {NULL, NULL}};
  jh_arena *const arena = jh_arena_create();
  jh_county county;
  jh_plan plan;
  jh_problems problems;
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = TINY_YEAR, .last_year = TINY_YEAR + 1};
  assert_int_equal(county_try_text(arena, tables, NULL, &problems, &county), JH_OK);
  assert_int_equal(jh_allocation_model(&county, &options, &control, arena, &problems, &plan, NULL), JH_OK);
  assert_int_equal(school_of_p(&plan), 1);
  assert_int_equal(plan.result.levels[4].value, 0); /* moved */
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(years_together_are_the_best_of_all_plans),
      cmocka_unit_test(entry_grades_are_sent_where_the_next_years_have_room),
      cmocka_unit_test(whole_places_go_where_the_next_years_have_room),
      cmocka_unit_test(a_larger_county_too_does_not_choose_what_the_next_cohort_undoes),
      cmocka_unit_test(connected_catchments_spare_a_second_move),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
