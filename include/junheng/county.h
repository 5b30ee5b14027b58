/* county.h - the county: immutable once loaded, plain arrays of plain structs.
 *
 * References are typed indices: a school index passed for a place does not compile.  Every row knows the line it
 * came from.  Units are in the names: _mm, _s (seconds), _fen.  -1 means "not given" for counts and "none" for
 * indices.  All texts are UTF-8 and live in the county's arena, as does the county. */
#ifndef JUNHENG_COUNTY_H
#define JUNHENG_COUNTY_H

#include "junheng/arena.h"
#include "junheng/policy.h"
#include "junheng/schema.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct jh_school_ix {
  int32_t i;
} jh_school_ix;
typedef struct jh_place_ix {
  int32_t i;
} jh_place_ix;
typedef struct jh_teacher_ix {
  int32_t i;
} jh_teacher_ix;
typedef struct jh_subject_ix {
  int32_t i;
} jh_subject_ix;
typedef struct jh_group_ix {
  int32_t i;
} jh_group_ix;

#define JH_NO_SCHOOL ((jh_school_ix){-1})
#define JH_NO_PLACE ((jh_place_ix){-1})

enum { JH_FIRST_GRADE = 1, JH_LAST_GRADE = 9, JH_GRADES = 9, JH_LAST_PRIMARY_GRADE = 6 };

typedef enum jh_stage { JH_PRIMARY, JH_JUNIOR, JH_STAGES } jh_stage; /* grades 1-6, 7-9 */
typedef enum jh_area { JH_URBAN, JH_TOWN, JH_RURAL } jh_area;
typedef enum jh_kind { JH_SCHOOL, JH_POINT } jh_kind;
typedef enum jh_site_status { JH_OPEN, JH_CLOSED, JH_PROPOSED } jh_site_status;
typedef enum jh_sex { JH_SEX_UNKNOWN, JH_MALE, JH_FEMALE } jh_sex;

/* Where a row stands: table and line, for messages and traces. */
typedef struct jh_source {
  jh_county_table table;
  int32_t line;
} jh_source;

/* Metres east and north, or degrees of WGS-84; one kind in a whole county (county.geographic). */
typedef struct jh_position {
  bool known;
  double x, y; /* easting_m, northing_m or longitude_deg, latitude_deg */
} jh_position;

typedef struct jh_school {
  jh_source source;
  const char *id, *name, *town;
  jh_area area;
  jh_kind kind;
  jh_site_status status;
  int32_t first_grade, last_grade;
  bool quality, is_public, is_protected;
  jh_position position;
  jh_place_ix site_place; /* as given, else the nearest place; none in a county without places */
  int32_t rooms;          /* -1: not given (seats bound the school, or nothing does) */
  int32_t max_new_rooms;
  int64_t cost_per_new_room_fen;
  int32_t seats; /* -1: not given */
  int32_t beds, housing;
  int64_t annual_fixed_cost_fen, opening_cost_fen;
} jh_school;

typedef struct jh_place {
  jh_source source;
  const char *id, *name, *town;
  jh_position position;
} jh_place;

/* Pupils of one place, grade, group and present school; combinations are unique (the loader adds up), ordered by
 * place, grade, group, school. */
typedef struct jh_pupils {
  jh_source source; /* the first row of the combination */
  jh_place_ix place;
  int32_t grade;       /* 1..9 */
  jh_group_ix group;   /* 0 is resident, 1 migrant, more as the table names them */
  jh_school_ix school; /* JH_NO_SCHOOL: new entrant or not placed yet */
  int32_t pupils;      /* >= 0 */
} jh_pupils;

typedef struct jh_class {
  jh_source source;
  jh_school_ix school;
  int32_t grade;
  const char *class_no;
  int32_t pupils;
} jh_class;

/* A given pair of travel.csv; ordered by place, school. */
typedef struct jh_travel_row {
  jh_source source;
  jh_place_ix place;
  jh_school_ix school;
  int64_t distance_mm; /* -1: not given */
  int64_t time_s;      /* -1: not given */
} jh_travel_row;

typedef struct jh_entrants {
  jh_source source;
  jh_place_ix place;
  int32_t year, pupils;
} jh_entrants;

typedef struct jh_teacher {
  jh_source source;
  const char *id, *name, *title, *exempt; /* exempt NULL: none */
  jh_school_ix school;
  jh_subject_ix subject;
  const jh_subject_ix *also; /* without `subject` itself */
  int32_t also_count;
  jh_stage stage;
  bool backbone;
  jh_sex sex;
  int32_t birth_year, years_here, last_rotation; /* -1: not given; last_rotation -1: never */
  const jh_school_ix *prefer;
  int32_t prefer_count;
  jh_position home; /* unknown: travel counts from the present school */
} jh_teacher;

typedef struct jh_posts {
  jh_source source;
  jh_school_ix school;
  jh_subject_ix subject;
  int32_t posts; /* the total needed, present teachers included */
} jh_posts;

typedef struct jh_hours {
  jh_source source;
  int32_t grade;
  jh_subject_ix subject;
  int32_t periods_milli; /* thousandths of a period a week */
} jh_hours;

typedef struct jh_county {
  jh_arena *arena;
  const char *path; /* as the user gave it */
  const char *name; /* last part of the path */
  bool geographic;  /* positions are degrees */

  jh_school *schools;
  int32_t school_count;
  jh_place *places;
  int32_t place_count;
  jh_pupils *pupils;
  int32_t pupils_count;
  jh_class *classes;
  int32_t class_count;
  jh_travel_row *travel;
  int32_t travel_count;
  jh_entrants *entrants;
  int32_t entrants_count;
  jh_teacher *teachers;
  int32_t teacher_count;
  jh_posts *posts;
  int32_t posts_count;
  jh_hours *hours;
  int32_t hours_count; /* the built-in curriculum where hours.csv is absent */
  bool has_posts, has_entrants, has_adjacency, has_hours, has_teachers, has_classes;

  const char **subjects;
  int32_t subject_count;
  const char **groups;
  int32_t group_count;

  /* Neighbours of place p: neighbours[neighbour_start[p] .. neighbour_start[p + 1]), ascending, symmetric. */
  int32_t *neighbour_start; /* place_count + 1 */
  jh_place_ix *neighbours;

  jh_policy policy;

  /* SHA-256 of each input file, in table order: what summary.csv states. */
  const char *input_names[JH_COUNTY_TABLE_COUNT]; /* NULL where the table is absent */
  const char *input_sha256[JH_COUNTY_TABLE_COUNT];
  bool chinese_heads[JH_COUNTY_TABLE_COUNT]; /* the table names its columns in Chinese */
} jh_county;

static inline jh_stage jh_stage_of_grade(int32_t grade) {
  return grade <= JH_LAST_PRIMARY_GRADE ? JH_PRIMARY : JH_JUNIOR;
}
static inline bool jh_school_teaches(const jh_school *school, int32_t grade) {
  return grade >= school->first_grade && grade <= school->last_grade;
}
static inline const jh_school *jh_county_school(const jh_county *county, jh_school_ix ix) {
  return &county->schools[ix.i];
}
static inline const jh_place *jh_county_place(const jh_county *county, jh_place_ix ix) {
  return &county->places[ix.i];
}
/* Look-ups by key for traces and tests: linear. The loader keeps its own index. An index of -1 when there is no
 * such key. */
jh_school_ix jh_county_find_school(const jh_county *county, const char *id);
jh_place_ix jh_county_find_place(const jh_county *county, const char *id);
jh_teacher_ix jh_county_find_teacher(const jh_county *county, const char *id);
/* A table and its column as the planner's own files name them, for faults: "places.csv" or "county.db:places",
 * "place_id" or 居民点编号. */
const char *jh_county_file(const jh_county *county, jh_county_table table);
const char *jh_county_head(const jh_county *county, jh_county_table table, const char *column);

#endif
