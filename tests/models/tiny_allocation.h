/* tiny_allocation.h - counties of two or three schools and a few pupils, drawn from a seed as tables, for the
 * allocation tests. */
#ifndef JUNHENG_TESTS_TINY_ALLOCATION_H
#define JUNHENG_TESTS_TINY_ALLOCATION_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "county_text.h"
#include "junheng/models/models.h"

enum { TINY_YEAR = 2020, TINY_TEXT = 2048, TINY_TABLES = 6 };

typedef struct tiny {
  uint64_t state;
  char schools[TINY_TEXT], places[TINY_TEXT], pupils[TINY_TEXT], policy[TINY_TEXT], adjacency[TINY_TEXT];
  int32_t added_rooms; /* at every school, beyond those drawn */
  bool reversed;       /* rows of places and pupils from the last to the first */
  bool whole;          /* keep_together */
  bool budget;         /* rooms_per_year */
} tiny;

static inline int32_t tiny_below(tiny *t, int32_t n) {
  t->state = t->state * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)((t->state >> 33) % (uint64_t)n);
}
static inline bool tiny_chance(tiny *t, int32_t percent) { return tiny_below(t, 100) < percent; }

__attribute__((format(printf, 2, 3))) static inline void tiny_say(char *text, const char *format, ...) {
  size_t const used = strlen(text);
  va_list values;
  va_start(values, format);
  vsnprintf(text + used, TINY_TEXT - used, format, values);
  va_end(values);
}

static inline void tiny_draw_schools(tiny *t, int32_t count) {
  strcpy(t->schools,
         "school_id,area,kind,first_grade,last_grade,public,status,x,y,rooms,max_new_rooms,"
         "cost_per_new_room,seats,opening_cost\n");
  for (int32_t s = 1; s <= count; s++) {
    int32_t const kind = tiny_below(t, 8);
    const char *const status = s == 1 || tiny_chance(t, 75) ? "open" : tiny_chance(t, 50) ? "closed" : "proposed";
    char rooms[16] = "", seats[16] = "";
    int32_t const drawn = 1 + tiny_below(t, 3);
    if (tiny_chance(t, 85)) snprintf(rooms, sizeof rooms, "%d", (int)(drawn + t->added_rooms));
    if (tiny_chance(t, 15)) snprintf(seats, sizeof seats, "%d", (int)tiny_below(t, 12) + 3);
    bool const is_private = s > 1 && tiny_chance(t, 20);
    int32_t const x = tiny_below(t, 6), y = tiny_below(t, 6), extra = tiny_chance(t, 40) ? tiny_below(t, 3) : 0;
    int32_t const price = tiny_below(t, 3) * 10, opening = tiny_below(t, 3) * 15;
    tiny_say(t->schools, "S%d,rural,%s,%d,%d,%d,%s,%d,%d,%s,%d,%d,%s,%d\n", (int)s, kind == 0 ? "point" : "school",
             kind == 1 ? 2 : 1, kind == 2 ? 1 : 2, !is_private, status, (int)x * 1000, (int)y * 1000, rooms,
             (int)extra, (int)price, seats, (int)opening);
  }
}

static inline void tiny_draw_pupils(tiny *t, int32_t schools) {
  char rows[8][64];
  int32_t const count = 2 + tiny_below(t, 3);
  strcpy(t->places, "place_id,x,y\n");
  strcpy(t->pupils, "place_id,grade,pupils,school_id,group\n");
  int32_t xy[4];
  for (int k = 0; k < 4; k++) xy[k] = tiny_below(t, 6);
  for (int32_t k = 0; k < 2; k++) {
    int32_t const at = t->reversed ? 1 - k : k;
    tiny_say(t->places, "P%d,%d,%d\n", (int)at + 1, (int)xy[2 * at] * 1000, (int)xy[2 * at + 1] * 1000);
  }
  for (int32_t i = 0; i < count; i++) {
    char from[16] = "";
    int32_t const place = 1 + tiny_below(t, 2), grade = 1 + tiny_below(t, 2), pupils = 1 + tiny_below(t, 5);
    if (tiny_chance(t, 60)) snprintf(from, sizeof from, "S%d", (int)tiny_below(t, schools) + 1);
    snprintf(rows[i], sizeof rows[i], "P%d,%d,%d,%s,%s\n", (int)place, (int)grade, (int)pupils, from,
             tiny_chance(t, 30) ? "migrant" : "resident");
  }
  for (int32_t i = 0; i < count; i++) tiny_say(t->pupils, "%s", rows[t->reversed ? count - 1 - i : i]);
}

static inline void tiny_draw_policy(tiny *t) {
  static const char *const orders[] = {
      "over_super,over_limit,yuan,private_seats,moved,pupil_km,over_standard",
      "over_limit,over_super,moved,yuan,pupil_km,private_seats,over_standard",
      "over_super,over_limit,pupil_km,over_standard,moved,private_seats,yuan",
      "moved,over_super,over_limit,yuan,private_seats,pupil_km,over_standard",
      "yuan,private_seats,over_super,over_limit,pupil_km,moved,over_standard",
  };
  int32_t const limit = 3 + tiny_below(t, 3) + (t->whole ? 3 : 0), above = 1 + tiny_below(t, 2);
  strcpy(t->policy, "key,value\n");
  tiny_say(t->policy, "large_class_limit,%d\nsuper_class_limit,%d\n", (int)limit, (int)(limit + above));
  int32_t const standard = 2 + tiny_below(t, (int32_t)limit - 1);
  tiny_say(t->policy, "standard_class_primary,%d\nstandard_class_point,2\n", (int)standard);
  if (t->whole) tiny_say(t->policy, "keep_together,1\n");
  if (t->budget) tiny_say(t->policy, "rooms_per_year,%d\n", (int)(t->state >> 40) % 2);
  if (tiny_chance(t, 25)) tiny_say(t->policy, "max_km_primary,%d\n", 5 + (int)tiny_below(t, 3));
  if (tiny_chance(t, 15)) tiny_say(t->policy, "scope,entry\n");
  if (tiny_chance(t, 15))
    tiny_say(t->policy, "large_class_year,2030\nsuper_class_year,%d\n", tiny_chance(t, 50) ? 2015 : 2025);
  if (tiny_chance(t, 40)) tiny_say(t->policy, "allocate_objectives,\"%s\"\n", orders[tiny_below(t, 5)]);
}

static inline void tiny_draw(tiny *t, uint64_t seed) {
  t->state = seed * 0x9e3779b97f4a7c15u + 1;
  int32_t const schools = 2 + tiny_below(t, 2);
  tiny_draw_schools(t, schools);
  tiny_draw_pupils(t, schools);
  tiny_draw_policy(t);
}

/* False: the loader or the job refuses it (a pupil nobody can take). `lp`, or NULL: the exported model. */
static inline bool tiny_plan_and_lp(const tiny *t, jh_arena *arena, jh_county *county, jh_plan *plan,
                                    const char **lp) {
  const char *const tables[TINY_TABLES][2] = {
      {"schools", t->schools}, {"places", t->places}, {"pupils", t->pupils}, {"policy", t->policy}, {NULL, NULL}};
  jh_problems problems;
  jh_status status = county_try_text(arena, tables, NULL, &problems, county);
  if (status == JH_BAD_INPUT) return false;
  assert_int_equal(status, JH_OK);
  jh_control const control = jh_control_default();
  jh_model_options const options = {.first_year = TINY_YEAR, .last_year = TINY_YEAR, .want_lp = lp != NULL};
  status = jh_allocation_model(county, &options, &control, arena, &problems, plan, lp);
  if (status == JH_BAD_INPUT) return false;
  assert_int_equal(status, JH_OK);
  return true;
}
static inline bool tiny_plan(const tiny *t, jh_arena *arena, jh_county *county, jh_plan *plan) {
  return tiny_plan_and_lp(t, arena, county, plan, NULL);
}

#endif
