/* random_county.h - counties of a few schools, places and teachers, drawn from a seed and written as a folder of
 * tables that all three jobs can plan. */
#ifndef JUNHENG_TESTS_RANDOM_COUNTY_H
#define JUNHENG_TESTS_RANDOM_COUNTY_H

#include "junheng/io/io.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { DRAWN_TEXT = 8192, DRAWN_MOST = 5, DRAWN_YEAR = 2020 };

typedef struct drawn {
  uint64_t state;
  int schools, places;
  bool geographic;
  int first[DRAWN_MOST], last[DRAWN_MOST]; /* grades of each school */
  char text[DRAWN_TEXT];                   /* the table at hand */
  size_t used;
} drawn;

static inline int drawn_below(drawn *d, int n) {
  d->state = d->state * 6364136223846793005u + 1442695040888963407u;
  return (int)((d->state >> 33) % (uint64_t)n);
}
static inline bool drawn_chance(drawn *d, int percent) { return drawn_below(d, 100) < percent; }

__attribute__((format(printf, 2, 3))) static inline void drawn_say(drawn *d, const char *format, ...) {
  va_list values;
  va_start(values, format);
  int const added = vsnprintf(d->text + d->used, DRAWN_TEXT - d->used, format, values);
  va_end(values);
  assert_true(added >= 0 && (size_t)added < DRAWN_TEXT - d->used);
  d->used += (size_t)added;
}

/* A whole number in about `percent` of all cases, else an empty cell. */
static inline void drawn_maybe(drawn *d, int percent, int least, int span) {
  if (drawn_chance(d, percent)) drawn_say(d, "%d", least + drawn_below(d, span));
  drawn_say(d, ",");
}

static inline void drawn_position(drawn *d) {
  int const a = drawn_below(d, 120), b = drawn_below(d, 120);
  if (d->geographic)
    drawn_say(d, "100.%03d,22.%03d\n", 700 + a, b);
  else
    drawn_say(d, "%d,%d\n", a * 100, b * 100);
}

static inline void drawn_schools(drawn *d) {
  static const char *const areas[] = {"rural", "rural", "town", "urban"};
  static const int starts[] = {1, 1, 1, 7}, ends[] = {6, 9, 3, 9};
  drawn_say(d,
            "school_id,name,area,kind,status,public,quality,first_grade,last_grade,rooms,max_new_rooms,"
            "cost_per_new_room,seats,beds,protected,annual_fixed_cost,opening_cost,%s\n",
            d->geographic ? "lon,lat" : "x,y");
  for (int s = 0; s < d->schools; s++) {
    int const kind = s == 0 ? 1 : drawn_below(d, 4);
    const char *const status = s < 2 || drawn_chance(d, 60) ? "open" : drawn_chance(d, 50) ? "closed" : "proposed";
    d->first[s] = starts[kind];
    d->last[s] = ends[kind];
    drawn_say(d, "S%d,School %d,%s,%s,%s,%d,%d,%d,%d,", s, s,
              s == 0   ? "town"
              : s == 1 ? "rural"
                       : areas[drawn_below(d, 4)],
              kind == 2 ? "point" : "school", status, s < 2 || drawn_chance(d, 85), drawn_chance(d, 20), d->first[s],
              d->last[s]);
    drawn_maybe(d, 55, 1, 12);
    drawn_say(d, "%d,%d,", drawn_below(d, 4), drawn_below(d, 5) * 70001);
    drawn_maybe(d, 25, 20, 300);
    drawn_say(d, "%d,%d,%d,%d,", drawn_chance(d, 40) ? 1 + drawn_below(d, 60) : 0, drawn_chance(d, 10),
              drawn_below(d, 4) * 45000, drawn_below(d, 3) * 330000);
    drawn_position(d);
  }
}

static inline void drawn_places(drawn *d) {
  drawn_say(d, "place_id,name,%s\n", d->geographic ? "lon,lat" : "x,y");
  for (int p = 0; p < d->places; p++) {
    drawn_say(d, "P%d,Place %d,", p, p);
    drawn_position(d);
  }
}

static inline void drawn_pupils(drawn *d) {
  static const char *const groups[] = {"resident", "resident", "migrant"};
  drawn_say(d, "place_id,grade,pupils,school_id,group\n");
  for (int p = 0; p < d->places; p++)
    for (int n = 2 + drawn_below(d, 4); n > 0; n--) {
      int const s = drawn_below(d, d->schools < 2 ? 1 : 2);
      int const grade = d->first[s] + drawn_below(d, d->last[s] - d->first[s] + 1);
      drawn_say(d, "P%d,%d,%d,", p, grade, drawn_chance(d, 20) ? 40 + drawn_below(d, 60) : drawn_below(d, 30));
      if (drawn_chance(d, 70)) drawn_say(d, "S%d", s);
      drawn_say(d, ",%s\n", groups[drawn_below(d, 3)]);
    }
}

static inline void drawn_classes(drawn *d) {
  drawn_say(d, "school_id,grade,class_no,pupils\n");
  for (int s = 0; s < 2; s++)
    for (int g = d->first[s]; g <= d->last[s]; g += 2)
      drawn_say(d, "S%d,%d,%d,%d\n", s, g, 1, 30 + drawn_below(d, 45));
}

static inline void drawn_roads(drawn *d) {
  drawn_say(d, "place_id,school_id,km,minutes\n");
  for (int p = 0; p < d->places; p++)
    for (int s = 0; s < d->schools; s++) {
      if (drawn_chance(d, 50)) continue;
      drawn_say(d, "P%d,S%d,%d.%d,", p, s, drawn_below(d, 12), drawn_below(d, 10));
      if (drawn_chance(d, 50)) drawn_say(d, "%d", 3 + drawn_below(d, 40));
      drawn_say(d, "\n");
    }
}

static inline void drawn_neighbours(drawn *d) {
  drawn_say(d, "place_id,neighbour_id\n");
  for (int p = 1; p < d->places; p++) drawn_say(d, "P%d,P%d\n", p, drawn_below(d, p));
}

static inline void drawn_entrants(drawn *d) {
  drawn_say(d, "place_id,year,pupils\n");
  for (int p = 0; p < d->places; p++)
    if (drawn_chance(d, 60)) drawn_say(d, "P%d,%d,%d\n", p, DRAWN_YEAR + 1, drawn_below(d, 40));
}

static inline void drawn_teachers(drawn *d) {
  static const char *const subjects[] = {"语文", "数学", "音乐"};
  drawn_say(d,
            "teacher_id,name,school_id,subject,also,stage,backbone,sex,birth_year,years_here,exempt,last_rotation,"
            "prefer\n");
  for (int t = 0; t < 14; t++) {
    int const s = drawn_chance(d, 75) ? 0 : drawn_below(d, d->schools);
    drawn_say(d, "T%d,Teacher %d,S%d,%s,%s,%s,%d,%s,%d,%d,%s,", t, t, s, subjects[drawn_below(d, 3)],
              drawn_chance(d, 25) ? subjects[drawn_below(d, 3)] : "",
              d->first[s] == 7 || drawn_chance(d, 30) ? "junior" : "primary", drawn_chance(d, 35),
              drawn_chance(d, 50) ? "male" : "female", 1968 + drawn_below(d, 25), 4 + drawn_below(d, 9),
              drawn_chance(d, 6) ? "病假" : "");
    drawn_maybe(d, 20, 2008, 11);
    if (drawn_chance(d, 40)) drawn_say(d, "S%d", drawn_below(d, d->schools));
    drawn_say(d, "\n");
  }
}

static inline void drawn_policy(drawn *d) {
  static const char *const bands[] = {"\"1-3,4-6,7-9\"", "\"1-6,7-9\"", "1-9"};
  drawn_say(d, "key,value\nplan_year,%d\nbands,%s\n", DRAWN_YEAR, bands[drawn_below(d, 3)]);
  drawn_say(d, "rotation_share,%d\nbackbone_share,%d\nmax_leave_share,%d\n", 10 + drawn_below(d, 60),
            drawn_below(d, 60), 20 + drawn_below(d, 80));
  if (drawn_chance(d, 30)) drawn_say(d, "quota_scope,school\n");
  if (drawn_chance(d, 25)) drawn_say(d, "rotation_max_km,%d\n", 5 + drawn_below(d, 10));
  if (drawn_chance(d, 30)) drawn_say(d, "large_class_limit,%d\n", 20 + drawn_below(d, 40));
  if (drawn_chance(d, 15)) drawn_say(d, "large_class_year,2030\n");
  if (drawn_chance(d, 10)) drawn_say(d, "super_class_year,2030\nlarge_class_year,2031\n");
  if (drawn_chance(d, 20)) drawn_say(d, "contiguous,1\n");
  if (drawn_chance(d, 25)) drawn_say(d, "keep_together,%d\n", drawn_below(d, 2));
  if (drawn_chance(d, 15)) drawn_say(d, "scope,entry\n");
  if (drawn_chance(d, 20)) drawn_say(d, "max_km_primary,%d\n", 8 + drawn_below(d, 8));
  if (drawn_chance(d, 15)) drawn_say(d, "number_of_schools,%d\n", 1 + drawn_below(d, d->schools));
  if (drawn_chance(d, 15)) drawn_say(d, "min_school_pupils,%d\n", 5 + drawn_below(d, 60));
  if (drawn_chance(d, 30)) drawn_say(d, "travel_cost_per_pupil_km,%d.5\n", drawn_below(d, 90));
  if (drawn_chance(d, 30)) drawn_say(d, "amortisation_years,7\nfunding_floor_pupils,%d\n", drawn_below(d, 140));
  if (drawn_chance(d, 20)) drawn_say(d, "max_walk_km_1_3,1.5\nminutes_per_km,2.7\n");
  if (drawn_chance(d, 15))
    drawn_say(d, "school_max_enforced,1\nschool_max_primary,%d\nschool_max_nine_year,%d\n", 20 + drawn_below(d, 200),
              100 + drawn_below(d, 300));
  if (drawn_chance(d, 20)) drawn_say(d, "class_margin,3\nstaff_per_class_small,1.7\n");
}

static inline void drawn_write(drawn *d, const char *folder, const char *table) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s.csv", folder, table);
  FILE *const file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(d->text, 1, d->used, file), d->used);
  assert_int_equal(fclose(file), 0);
  d->used = 0;
}

/* A folder of a test's own, with county/ for the tables and plan/ to be written. */
typedef struct drawn_folder {
  char work[32], county[64], plan[64];
} drawn_folder;

static inline int drawn_folder_make(drawn_folder *f) {
  char command[96];
  snprintf(f->work, sizeof f->work, "/tmp/junheng-drawn-XXXXXX");
  if (!mkdtemp(f->work)) return -1;
  snprintf(f->county, sizeof f->county, "%s/county", f->work);
  snprintf(f->plan, sizeof f->plan, "%s/plan", f->work);
  snprintf(command, sizeof command, "mkdir '%s'", f->county);
  return system(command);
}

static inline int drawn_folder_remove(const drawn_folder *f) {
  char command[96];
  snprintf(command, sizeof command, "rm -rf '%s'", f->work);
  return system(command);
}

/* The county of a seed, as a folder that exists. */
static inline void drawn_county(drawn *d, uint64_t seed, const char *folder) {
  static const struct {
    const char *table;
    void (*draw)(drawn *);
  } tables[] = {{"schools", drawn_schools},   {"places", drawn_places},     {"pupils", drawn_pupils},
                {"classes", drawn_classes},   {"travel", drawn_roads},      {"adjacency", drawn_neighbours},
                {"entrants", drawn_entrants}, {"teachers", drawn_teachers}, {"policy", drawn_policy}};
  memset(d, 0, sizeof *d);
  d->state = seed * 0x9e3779b97f4a7c15u + 1;
  d->schools = 2 + drawn_below(d, DRAWN_MOST - 1);
  d->places = 2 + drawn_below(d, DRAWN_MOST - 1);
  d->geographic = drawn_chance(d, 30);
  for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
    tables[t].draw(d);
    drawn_write(d, folder, tables[t].table);
  }
}

#endif
