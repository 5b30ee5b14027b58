/* Two years with a budget of rooms, against every way to share the rooms over schools and years. With scope = all the
 * second year's pupils do not depend on where the first year's went, so each year is asked alone, with its rooms
 * standing already. */
#include "tiny_allocation.h"

enum { COUNTIES = 600, SCHOOLS = 2, MOST_NEW = 2, PLACES = 2, NEXT = TINY_YEAR + 1 };

typedef struct county_of_years {
  int32_t school_x[SCHOOLS], rooms[SCHOOLS], place_x[PLACES], grade1[PLACES], grade2[PLACES], entrants[PLACES];
  int32_t budget;
} county_of_years;

static county_of_years draw(uint64_t seed) {
  tiny t = {.state = seed * 0x9e3779b97f4a7c15u + 7};
  county_of_years c = {.budget = 1 + tiny_below(&t, 2)};
  for (int s = 0; s < SCHOOLS; s++) {
    c.school_x[s] = tiny_below(&t, 4);
    c.rooms[s] = 1 + tiny_below(&t, 2);
  }
  for (int p = 0; p < PLACES; p++) {
    c.place_x[p] = tiny_below(&t, 4);
    c.grade1[p] = tiny_below(&t, 6);
    c.grade2[p] = tiny_below(&t, 6);
    c.entrants[p] = tiny_below(&t, 9);
  }
  return c;
}

/* Whether a plan of `years` years from the first or, `second`, of the second year alone is within its limits and its
 * rooms; `built` stand already. False: someone is out of reach. */
static bool plan_holds(const county_of_years *c, bool second, const int32_t *built, int32_t years, bool *holds) {
  static char schools[TINY_TEXT], places[TINY_TEXT], pupils[TINY_TEXT], entrants[TINY_TEXT], policy[TINY_TEXT];
  strcpy(schools, "school_id,area,first_grade,last_grade,x,y,rooms,max_new_rooms,cost_per_new_room\n");
  strcpy(places, "place_id,x,y\n");
  strcpy(pupils, "place_id,grade,pupils,school_id\n");
  strcpy(entrants, "place_id,year,pupils\n");
  for (int s = 0; s < SCHOOLS; s++)
    tiny_say(schools, "S%d,rural,1,6,%d000,0,%d,%d,%d\n", s, (int)c->school_x[s],
             (int)(c->rooms[s] + (built ? built[s] : 0)), built ? 0 : MOST_NEW, 10 + 10 * s);
  for (int p = 0; p < PLACES; p++) {
    tiny_say(places, "P%d,%d000,0\n", p, (int)c->place_x[p]);
    tiny_say(pupils, "P%d,1,%d,\n", p, (int)(second ? c->entrants[p] : c->grade1[p]));
    tiny_say(pupils, "P%d,2,%d,\n", p, (int)(second ? c->grade1[p] : c->grade2[p]));
    if (second) tiny_say(pupils, "P%d,3,%d,\n", p, (int)c->grade2[p]);
    tiny_say(entrants, "P%d,%d,%d\n", p, NEXT, (int)c->entrants[p]);
  }
  snprintf(policy, TINY_TEXT,
           "key,value\nlarge_class_limit,5\nsuper_class_limit,7\nstandard_class_primary,5\nmax_km_primary,2\n"
           "rooms_per_year,%d\n",
           (int)c->budget);
  const char *const tables[][2] = {{"schools", schools},   {"places", places}, {"pupils", pupils},
                                   {"entrants", entrants}, {"policy", policy}, {NULL, NULL}};
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_county county;
  jh_plan plan;
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = TINY_YEAR, .last_year = TINY_YEAR + years - 1};
  jh_status status = county_try_text(arena, tables, NULL, &problems, &county);
  if (!status) status = jh_allocation_model(&county, &options, &control, arena, &problems, &plan, NULL);
  assert_true(status == JH_OK || status == JH_BAD_INPUT);
  if (!status) *holds = plan.result.answer != JH_INFEASIBLE;
  jh_arena_destroy(arena);
  return !status;
}

static bool within_limits(const county_of_years *c, bool second, const int32_t *built) {
  bool holds = false;
  return plan_holds(c, second, built, 1, &holds) && holds;
}

/* Rooms of the first year, then of the second. */
static bool some_sharing_holds(const county_of_years *c) {
  for (int32_t a = 0; a <= MOST_NEW; a++)
    for (int32_t b = 0; b <= MOST_NEW && a + b <= c->budget; b++) {
      int32_t const first[SCHOOLS] = {a, b};
      if (!within_limits(c, false, first)) continue;
      for (int32_t more = 0; a + more <= MOST_NEW; more++)
        for (int32_t other = 0; b + other <= MOST_NEW && more + other <= c->budget; other++)
          if (within_limits(c, true, (const int32_t[SCHOOLS]){a + more, b + other})) return true;
    }
  return false;
}

static void no_class_comes_back_where_some_sharing_of_rooms_prevents_it(void **unused) {
  (void)unused;
  int32_t possible = 0, missed = 0;
  for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
    county_of_years const c = draw(seed);
    bool holds = false;
    if (!plan_holds(&c, false, NULL, 2, &holds)) continue;
    if (!some_sharing_holds(&c)) {
      assert_false(holds);
      continue;
    }
    possible++;
    missed += !holds;
  }
  assert_true(possible > COUNTIES / 5);
  assert_int_equal(missed, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_class_comes_back_where_some_sharing_of_rooms_prevents_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
