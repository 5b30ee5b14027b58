/* loader.h - tables into a County: what the parts of the loader share. Internal to io/. */
#ifndef JUNHENG_IO_LOADER_H
#define JUNHENG_IO_LOADER_H

#include "junheng/io/io.h"
#include "key_index.h"

typedef struct jh_loader {
  const jh_county_tables *tables;
  jh_arena *arena;
  jh_problems *problems;
  jh_county *county;
  jh_key_index schools, places, teachers, subjects, groups;
  bool gcj02;
  bool no_memory;
  bool has_degrees, has_metres; /* which kind of coordinates was seen, and where first */
  const char *degrees_file, *metres_file;
  int32_t degrees_line, metres_line;
} jh_loader;

/* ---- one row of a table (loader_cells.c) ---- */

typedef struct jh_row {
  jh_loader *loader;
  const jh_table *table;
  jh_county_table which;
  int32_t row;
} jh_row;

jh_row jh_loader_row(jh_loader *loader, jh_county_table which, int32_t row);
jh_source jh_row_source(const jh_row *row);
/* The cell, the default where it is empty, NULL without one. A required cell that is empty is an error. */
const char *jh_row_text(const jh_row *row, const char *column);
/* Whole number within the column's range; `otherwise` where there is none (an error has been added if due). */
int32_t jh_row_count(const jh_row *row, const char *column, int32_t otherwise);
/* Number within the column's range times scale, rounded half up; `otherwise` where there is none. */
int64_t jh_row_scaled(const jh_row *row, const char *column, int64_t scale, int64_t otherwise);
bool jh_row_yes(const jh_row *row, const char *column);
int32_t jh_row_choice(const jh_row *row, const char *column, int32_t otherwise);
/* Row of the table the column refers to; -1 when empty or (an error) unknown. */
int32_t jh_row_reference(const jh_row *row, const char *column);
/* x,y or lon,lat of the row. */
jh_position jh_row_position(const jh_row *row);
/* Next text of a list separated by ; or 、 from *at; false at its end. The text is copied. */
bool jh_loader_list_next(jh_loader *loader, const char **at, const char **item);
/* Adds the row's key to an index; a duplicate is an error that names the first. */
const char *jh_row_key(const jh_row *row, const char *column, jh_key_index *index);
__attribute__((format(printf, 4, 5))) void jh_row_error(const jh_row *row, const char *column, const char *hint,
                                                        const char *expected, ...);
__attribute__((format(printf, 3, 4))) void jh_row_warning(const jh_row *row, const char *column, const char *expected,
                                                          ...);
/* Position of a text in an index that grows. */
int32_t jh_loader_intern(jh_loader *loader, jh_key_index *index, const char *text);

/* ---- parts, in the order they run ---- */

void jh_load_policy(jh_loader *loader);
void jh_load_places(jh_loader *loader);
void jh_load_schools(jh_loader *loader);
void jh_load_pupils(jh_loader *loader);
void jh_load_classes(jh_loader *loader);
void jh_load_travel(jh_loader *loader);
void jh_load_adjacency(jh_loader *loader);
void jh_load_entrants(jh_loader *loader);
void jh_load_teachers(jh_loader *loader);
void jh_load_posts(jh_loader *loader);
void jh_load_hours(jh_loader *loader);
/* Whole-county checks and what follows from several tables. */
void jh_load_site_places(jh_loader *loader);
void jh_check_positions(jh_loader *loader);
void jh_check_pupils(jh_loader *loader);
void jh_check_entrants(jh_loader *loader);
void jh_check_lone_sites(jh_loader *loader);
void jh_check_subjects(jh_loader *loader);

/* GCJ-02 of Chinese web maps to WGS-84, degrees. Outside China nothing changes. */
void jh_gcj02_to_wgs84(double *longitude, double *latitude);

typedef struct jh_curriculum_row {
  const char *subject;
  uint8_t periods[JH_GRADES]; /* a week, by grade */
} jh_curriculum_row;
/* The national curriculum plan (curriculum.c). */
const jh_curriculum_row *jh_curriculum(int32_t *count);

#endif
