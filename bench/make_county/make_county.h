/* make_county.h - the parts of the county generator. A bench tool, not part of the house's libraries. */
#ifndef JUNHENG_MAKE_COUNTY_H
#define JUNHENG_MAKE_COUNTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NAME_SIZE = 96, ALL_GRADES = 9, SUBJECTS = 14 };

typedef struct spot {
  double lat, lon;
} spot;

typedef struct made_town {
  const char *name, *short_name;
  spot at;
  int pupils; /* in grades 1-9 */
  const char *farm;
} made_town;

typedef struct site {
  char name[NAME_SIZE];
  spot at;
  int town;
  const char *area, *kind, *status;
  int first_grade, last_grade;
  bool quality, is_public, is_protected;
  int rooms, max_new_rooms, seats, beds, housing;
  long opening_cost;
  int pupils[ALL_GRADES + 1];  /* by grade, entrants where they would go */
  int classes[ALL_GRADES + 1]; /* today, or expected for grades 1 and 7 */
} site;

typedef struct village {
  char name[NAME_SIZE];
  spot at;
  int town;
  double weight; /* relative number of pupils */
} village;

typedef struct pupil_row {
  int place, grade, pupils, site; /* site -1: new entrant */
  bool migrant;
} pupil_row;

typedef struct made_teacher {
  int site, subject, also, birth_year, years_here, last_rotation, prefer; /* -1: none */
  bool junior, backbone, female;
  const char *exempt, *title;
  spot home;
  bool has_home;
} made_teacher;

typedef struct made {
  uint64_t state;
  int plan_year, villages_percent;
  made_town *towns;
  int town_count;
  site *sites;
  int site_count;
  village *places;
  int place_count;
  pupil_row *pupils;
  int pupil_count;
  made_teacher *teachers;
  int teacher_count;
  int (*posts)[SUBJECTS]; /* by site */
} made;

uint64_t random_bits(made *county);
int random_below(made *county, int n);
int random_between(made *county, int low, int high);
double random_unit(made *county);
bool random_chance(made *county, double share);
/* Room for one item more than `count`; ends the program without memory. */
void *more(void *items, int count, size_t size);
double straight_km(spot a, spot b);

void make_pupils(made *county);
void make_teachers(made *county);
extern const char *const subject_names[SUBJECTS];
/* All tables of the county into an existing folder. False when a file could not be written. */
bool write_county(const made *county, const char *folder);

#endif
