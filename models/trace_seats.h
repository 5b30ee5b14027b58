/* trace_seats.h - pupils of a written plan moved in a draft, with the classes and rooms that follow: for
 * trace_place.c and trace_school.c. */
#ifndef JUNHENG_MODELS_TRACE_SEATS_H
#define JUNHENG_MODELS_TRACE_SEATS_H

#include "trace_inner.h"

/* Grades first..last of a place in one year at one school: they change together. */
typedef struct trace_block {
  int32_t year, place, first_grade, last_grade, school, pupils;
} trace_block;

/* assignments.csv of a draft as indices, kept in step with its cells. */
typedef struct trace_seats {
  trace_draft draft;
  trace_seat *rows;
} trace_seats;

/* Grades that change together with this one: of a band in consolidate, of a stage where allocate keeps places whole,
 * else the grade alone. */
void trace_span(const tracer *t, int32_t grade, int32_t *first, int32_t *last);
/* The lowest grade of a block that has pupils. */
int32_t trace_lowest_grade(const tracer *t, const trace_block *block);

trace_seats trace_seats_begin(tracer *t);
/* The block attends `school`; later years of the plan follow: they stay there while it teaches their grade and the
 * plan had them stay. */
void trace_seats_move(tracer *t, trace_seats *seats, const trace_block *block, int32_t school);
/* Allocate: classes and rooms of a school in step with its pupils. A grade keeps its classes, as long as it has
 * pupils; where it has more pupils than they hold, it takes classes from rooms that are free, and, where `build`,
 * from rooms that can be added. */
void trace_seats_settle(tracer *t, trace_seats *seats, int32_t school, bool build, jh_trace_option *option);

/* Rooms more than the plan adds there that year. */
void trace_add_room(tracer *t, trace_draft *draft, int32_t year, int32_t school, int64_t added);

/* Pupils of a school in a year (grade 0: all) by the rows given. */
int32_t trace_pupils_at(const tracer *t, const trace_seat *rows, int32_t year, int32_t school, int32_t grade);
/* The row of classes.csv or rooms.csv, -1: none. grade 0: rooms.csv. */
int32_t trace_row_at(const jh_table *table, int32_t year, const char *school, int32_t grade);
/* Rooms of a school in a year, added ones included; -1: not given. */
int64_t trace_rooms_at(const tracer *t, const jh_table *rooms, int32_t year, int32_t school);
int64_t trace_classes_at(const jh_table *classes, int32_t year, const char *school);
/* schools.csv of consolidate. */
int32_t trace_site_row(const tracer *t, int32_t school);
/* By its decision; of allocate, a school in operation or one with pupils. */
bool trace_site_runs(const tracer *t, int32_t school);
void trace_site_decide(tracer *t, trace_draft *draft, int32_t school, bool runs);
/* schools.csv of consolidate says how many classes a school has: as many as its pupils in the draft ask for. */
void trace_sites_settle(tracer *t, trace_seats *seats);
/* The way of a trip into the option. */
void trace_describe_trip(const tracer *t, jh_trace_option *option, int32_t place, int32_t school, int32_t grade);

#endif
