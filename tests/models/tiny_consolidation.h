/* tiny_consolidation.h - counties of a few places and sites, drawn from a seed, written as tables and read back by
 * the loader, and the same county once more as plain numbers for the enumeration that judges the model. */
#ifndef JUNHENG_TESTS_TINY_CONSOLIDATION_H
#define JUNHENG_TESTS_TINY_CONSOLIDATION_H

#include "county_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { TINY_PLACES = 40, TINY_SITES = 11, TINY_GRADES = 9, TINY_BANDS = 3, TINY_TEXT = 1 << 15 };

typedef struct tiny_site {
  int first, last;
  bool rural, point, is_public, is_protected;
  int status;       /* 0 open, 1 closed, 2 proposed */
  int rooms, added; /* rooms -1: not given */
  int seats;        /* -1: not given */
  int beds, home;
  int64_t fixed, opening, room; /* yuan */
} tiny_site;

typedef struct tiny_policy {
  int limit; /* of a class */
  int bands; /* 0: 1-3,4-6,7-9; 1: 1-6,7-9; 2: 1-9 */
  bool whole, contiguous;
  int number, least; /* -1: none; 0: none */
  int floor, years, days;
  int64_t pay, bus_tenths, travel; /* yuan, tenths of a yuan, yuan */
  int walk_tenths, board_grade;    /* walk -1: by minutes */
  int per_class_tenths;
} tiny_policy;

typedef struct tiny {
  int places, sites;
  tiny_site site[TINY_SITES];
  int pupils[TINY_PLACES][TINY_GRADES + 1];
  int from[TINY_PLACES]; /* present school */
  int km_tenths[TINY_PLACES][TINY_SITES], minutes[TINY_PLACES][TINY_SITES];
  bool adjacent[TINY_PLACES][TINY_PLACES];
  tiny_policy policy;
  int place_order[TINY_PLACES], site_order[TINY_SITES]; /* the order of rows in the tables */
  uint64_t state;
} tiny;

static inline int tiny_below(tiny *t, int n) {
  t->state = t->state * 6364136223846793005u + 1442695040888963407u;
  return (int)((t->state >> 33) % (uint64_t)n);
}
static inline bool tiny_chance(tiny *t, int percent) { return tiny_below(t, 100) < percent; }
#define TINY_ONE_OF(t, list) ((list)[tiny_below((t), (int)(sizeof(list) / sizeof *(list)))])

/* ---- drawing ---- */

static inline void tiny_draw_site(tiny *t, int s) {
  static const int starts[] = {1, 1, 1, 7}, ends[] = {6, 9, 3, 9};
  static const int64_t fixed[] = {0, 60000, 180000, 900000};
  int const kind = s == 0 ? 1 : tiny_below(t, 4);
  tiny_site *const site = &t->site[s];
  *site = (tiny_site){.first = starts[kind], .last = ends[kind], .is_public = !tiny_chance(t, 10)};
  site->rural = tiny_chance(t, 60);
  site->point = kind == 2;
  site->is_protected = tiny_chance(t, 15);
  site->status = tiny_chance(t, 70) ? 0 : 1 + tiny_below(t, 2);
  site->rooms = tiny_chance(t, 60) ? tiny_below(t, 5) : -1;
  site->added = site->rooms >= 0 && tiny_chance(t, 50) ? 1 + tiny_below(t, 3) : 0;
  site->seats = tiny_chance(t, 35) ? 20 + tiny_below(t, 120) : -1;
  site->beds = tiny_chance(t, 50) ? 5 + tiny_below(t, 60) : 0;
  site->home = tiny_below(t, t->places);
  site->fixed = TINY_ONE_OF(t, fixed);
  site->opening = site->status ? 1000 * tiny_below(t, 2000) : 0;
  site->room = site->added ? 50000 * tiny_below(t, 6) + 1 : 0;
}

static inline void tiny_draw_policy(tiny *t) {
  static const int limits[] = {55, 55, 20, 65}, floors[] = {100, 100, 0, 37}, years[] = {30, 30, 7, 1};
  static const int walks[] = {-1, -1, 10, 40};
  tiny_policy *const p = &t->policy;
  p->limit = TINY_ONE_OF(t, limits);
  p->bands = tiny_below(t, 3);
  p->whole = tiny_chance(t, 70);
  p->contiguous = p->whole && tiny_chance(t, 25);
  p->number = tiny_chance(t, 20) ? 1 + tiny_below(t, t->sites) : -1;
  p->least = tiny_chance(t, 20) ? 10 + tiny_below(t, 60) : 0;
  p->floor = TINY_ONE_OF(t, floors);
  p->years = TINY_ONE_OF(t, years);
  p->days = tiny_chance(t, 80) ? 200 : 190;
  p->pay = tiny_chance(t, 75) ? 90000 : 0;
  p->bus_tenths = tiny_chance(t, 80) ? 5 : 0;
  p->travel = tiny_chance(t, 30) ? 1 + tiny_below(t, 90) : 0;
  p->walk_tenths = TINY_ONE_OF(t, walks);
  p->board_grade = tiny_chance(t, 80) ? 4 : 1;
  p->per_class_tenths = tiny_chance(t, 70) ? 20 : 15;
}

/* Whole villages of up to 90 pupils a grade, or a handful of single pupils. */
static inline void tiny_draw_pupils(tiny *t, int p) {
  static const int grades[] = {1, 2, 3, 5, 6, 8};
  int const rows = t->policy.whole ? 1 + tiny_below(t, 3) : 1;
  for (int i = 0; i < rows; i++)
    t->pupils[p][TINY_ONE_OF(t, grades)] =
        t->policy.whole ? 1 + tiny_below(t, tiny_chance(t, 30) ? 90 : 40) : 1 + tiny_below(t, 7);
  if (tiny_chance(t, 12)) memset(t->pupils[p], 0, sizeof t->pupils[p]);
  t->from[p] = tiny_chance(t, 70) ? 0 : -1;
}

static inline void tiny_draw_roads(tiny *t) {
  static const int kms[] = {3, 8, 15, 19, 20, 21, 45, 90, 300}, minutes[] = {5, 15, 28, 31, 39, 55, 100};
  for (int p = 0; p < t->places; p++)
    for (int s = 0; s < t->sites; s++) {
      t->km_tenths[p][s] = TINY_ONE_OF(t, kms);
      t->minutes[p][s] = TINY_ONE_OF(t, minutes);
    }
  for (int p = 1; p < t->places; p++) { /* a tree, and now and then one road more */
    int const q = tiny_below(t, p), r = tiny_below(t, p);
    t->adjacent[p][q] = t->adjacent[q][p] = true;
    if (tiny_chance(t, 30)) t->adjacent[p][r] = t->adjacent[r][p] = true;
  }
}

static inline void tiny_draw_sized(tiny *t, uint64_t seed, int places, int sites) {
  memset(t, 0, sizeof *t);
  t->state = seed * 0x9e3779b97f4a7c15u + 1;
  for (int i = 0; i < 4; i++) (void)tiny_below(t, 2);
  t->places = places > 0 ? places : 2 + tiny_below(t, 3);
  t->sites = sites > 0 ? sites : 2 + tiny_below(t, 2);
  for (int p = 0; p < t->places; p++) t->place_order[p] = p;
  for (int s = 0; s < t->sites; s++) t->site_order[s] = s;
  tiny_draw_policy(t);
  for (int s = 0; s < t->sites; s++) tiny_draw_site(t, s);
  for (int p = 0; p < t->places; p++) tiny_draw_pupils(t, p);
  tiny_draw_roads(t);
}

/* Few enough to enumerate. */
static inline void tiny_draw(tiny *t, uint64_t seed) { tiny_draw_sized(t, seed, 0, 0); }

/* Too many to enumerate, and never impossible: the first site can take everybody. */
static inline void tiny_draw_larger(tiny *t, uint64_t seed) {
  tiny_draw_sized(t, seed, TINY_PLACES, TINY_SITES);
  t->policy.contiguous = false;
  t->policy.number = -1;
  t->policy.least = 0;
  t->site[0].rooms = t->site[0].seats = -1;
  for (int p = 0; p < t->places; p++) t->minutes[p][0] = 25;
}

/* Other rows first; places and sites keep their names. */
static inline void tiny_shuffle(tiny *t) {
  for (int p = t->places - 1; p > 0; p--) {
    int const q = tiny_below(t, p + 1), kept = t->place_order[p];
    t->place_order[p] = t->place_order[q];
    t->place_order[q] = kept;
  }
  for (int s = 0; s < t->sites / 2; s++) {
    int const kept = t->site_order[s];
    t->site_order[s] = t->site_order[t->sites - 1 - s];
    t->site_order[t->sites - 1 - s] = kept;
  }
}

/* ---- tables ---- */

typedef struct tiny_sheet {
  char text[TINY_TEXT];
  size_t used;
} tiny_sheet;

#define TINY_PUT(sheet, ...)                                                                          \
  do {                                                                                                \
    int const put_ = snprintf((sheet)->text + (sheet)->used, TINY_TEXT - (sheet)->used, __VA_ARGS__); \
    assert_true(put_ >= 0 && (size_t)put_ < TINY_TEXT - (sheet)->used);                               \
    (sheet)->used += (size_t)put_;                                                                    \
  } while (0)

static inline void tiny_put_optional(tiny_sheet *sheet, int number) {
  if (number < 0)
    TINY_PUT(sheet, ",");
  else
    TINY_PUT(sheet, "%d,", number);
}

static inline void tiny_schools(const tiny *t, tiny_sheet *sheet) {
  static const char *const status[] = {"open", "closed", "proposed"};
  TINY_PUT(sheet,
           "school_id,area,kind,first_grade,last_grade,public,status,site_place,rooms,max_new_rooms,"
           "cost_per_new_room,seats,beds,protected,annual_fixed_cost,opening_cost,x,y\n");
  for (int i = 0; i < t->sites; i++) {
    int const s = t->site_order[i];
    const tiny_site *const site = &t->site[s];
    TINY_PUT(sheet, "S%d,%s,%s,%d,%d,%d,%s,P%d,", s, site->rural ? "rural" : "town", site->point ? "point" : "school",
             site->first, site->last, site->is_public, status[site->status], site->home);
    tiny_put_optional(sheet, site->rooms);
    TINY_PUT(sheet, "%d,%lld,", site->added, (long long)site->room);
    tiny_put_optional(sheet, site->seats);
    TINY_PUT(sheet, "%d,%d,%lld,%lld,%d,0\n", site->beds, site->is_protected, (long long)site->fixed,
             (long long)site->opening, s);
  }
}

static inline void tiny_roads(const tiny *t, tiny_sheet *places, tiny_sheet *pupils, tiny_sheet *travel,
                              tiny_sheet *adjacency) {
  TINY_PUT(places, "place_id,x,y\n");
  TINY_PUT(pupils, "place_id,grade,pupils,school_id\n");
  TINY_PUT(travel, "place_id,school_id,km,minutes\n");
  TINY_PUT(adjacency, "place_id,neighbour_id\n");
  for (int i = 0; i < t->places; i++) {
    int const p = t->place_order[i];
    TINY_PUT(places, "P%d,%d,1\n", p, p);
    for (int g = TINY_GRADES; g >= 1; g--)
      if (t->pupils[p][g] > 0) TINY_PUT(pupils, "P%d,%d,%d,%s\n", p, g, t->pupils[p][g], t->from[p] < 0 ? "" : "S0");
    for (int s = 0; s < t->sites; s++)
      TINY_PUT(travel, "P%d,S%d,%d.%d,%d\n", p, s, t->km_tenths[p][s] / 10, t->km_tenths[p][s] % 10,
               t->minutes[p][s]);
    for (int q = 0; q < p; q++)
      if (t->adjacent[p][q]) TINY_PUT(adjacency, "P%d,P%d\n", p, q);
  }
}

static inline void tiny_policy_text(const tiny *t, tiny_sheet *sheet) {
  static const char *const bands[] = {"\"1-3,4-6,7-9\"", "\"1-6,7-9\"", "1-9"};
  const tiny_policy *const p = &t->policy;
  TINY_PUT(sheet, "key,value\nplan_year,2020\nlarge_class_limit,%d\nsuper_class_limit,65\nbands,%s\n", p->limit,
           bands[p->bands]);
  TINY_PUT(sheet, "keep_together,%d\ncontiguous,%d\n", p->whole, p->contiguous);
  if (p->number >= 0) TINY_PUT(sheet, "number_of_schools,%d\n", p->number);
  if (p->least > 0) TINY_PUT(sheet, "min_school_pupils,%d\n", p->least);
  TINY_PUT(sheet, "funding_floor_pupils,%d\namortisation_years,%d\nschool_days,%d\n", p->floor, p->years, p->days);
  TINY_PUT(sheet, "teacher_annual_pay,%lld\nbus_cost_per_pupil_km,0.%lld\ntravel_cost_per_pupil_km,%lld\n",
           (long long)p->pay, (long long)p->bus_tenths, (long long)p->travel);
  if (p->walk_tenths >= 0)
    for (int b = 0; b < TINY_BANDS; b++)
      TINY_PUT(sheet, "max_walk_km_%d_%d,%d.%d\n", 3 * b + 1, 3 * b + 3, p->walk_tenths / 10, p->walk_tenths % 10);
  TINY_PUT(sheet, "board_min_grade,%d\nstaff_per_class_small,%d.%d\n", p->board_grade, p->per_class_tenths / 10,
           p->per_class_tenths % 10);
}

enum { TINY_TABLES = 6 };
static const char *const tiny_names[TINY_TABLES] = {"schools", "places", "pupils", "travel", "adjacency", "policy"};

static inline void tiny_tables(const tiny *t, tiny_sheet sheets[TINY_TABLES]) {
  for (int i = 0; i < TINY_TABLES; i++) sheets[i].used = 0;
  tiny_schools(t, &sheets[0]);
  tiny_roads(t, &sheets[1], &sheets[2], &sheets[3], &sheets[4]);
  tiny_policy_text(t, &sheets[5]);
}

static inline jh_county *tiny_county(const tiny *t, jh_arena *arena) {
  tiny_sheet sheets[TINY_TABLES];
  const char *tables[TINY_TABLES + 1][2] = {{NULL, NULL}};
  tiny_tables(t, sheets);
  for (int i = 0; i < TINY_TABLES; i++) tables[i][0] = tiny_names[i], tables[i][1] = sheets[i].text;
  return county_from_text(arena, (const char *const(*)[2])tables);
}

/* Into a folder that exists. */
static inline void tiny_write(const tiny *t, const char *folder) {
  tiny_sheet sheets[TINY_TABLES];
  tiny_tables(t, sheets);
  for (int i = 0; i < TINY_TABLES; i++) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s.csv", folder, tiny_names[i]);
    FILE *const file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sheets[i].text, 1, sheets[i].used, file), sheets[i].used);
    assert_int_equal(fclose(file), 0);
  }
}

#endif
