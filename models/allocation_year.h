/* allocation_year.h - one school year of an allocation: who is to be placed, what the schools have, what was decided.
 * Labels A1 to A8 are those of models/allocation.md. */
#ifndef JUNHENG_MODELS_ALLOCATION_YEAR_H
#define JUNHENG_MODELS_ALLOCATION_YEAR_H

#include "allocation_inner.h"

/* Pupils of one place, grade and present school, whatever their group; members are the rows of each group. */
typedef struct jh_cohort {
  jh_place_ix place;
  int32_t grade;
  jh_school_ix from;
  int32_t pupils;
  int32_t first_member, member_count; /* in year.members */
} jh_cohort;

typedef struct jh_member {
  jh_group_ix group;
  int32_t pupils;
} jh_member;

/* A school that a cohort may attend. */
typedef struct jh_option {
  int32_t cohort;
  jh_school_ix school;
  jh_trip trip;
  int32_t attend; /* decided */
} jh_option;

typedef struct jh_year {
  const jh_county *county;
  const jh_travel *travel;
  jh_arena *arena;
  int32_t year, limit, super_limit; /* limit 0: none in force */
  jh_cohort *cohorts;
  int32_t cohort_count;
  jh_member *members;
  int32_t member_count;
  jh_option *options;
  int32_t option_count;
  size_t option_capacity;
  int32_t *option_start; /* cohort_count + 1 */
  /* Schools, as this year begins; rooms -1: nothing bounds the classes. */
  bool *runs;
  int32_t *rooms, *new_rooms; /* new_rooms: still possible */
  /* Decided. */
  bool *opened;
  int32_t *added;
  int32_t *pupils, *classes; /* school * (JH_LAST_GRADE + 1) + grade */
  int64_t values[JH_ALLOCATION_GOALS], bounds[JH_ALLOCATION_GOALS];
  jh_school_ix *catchment_of[JH_STAGES]; /* by place, where places go whole; NULL otherwise */
  bool contiguous;
  bool placed, possible, stopped; /* possible: every class within the limit, or not disproved */
  const char *method, *note;
  int64_t budget;        /* rooms that may be added, of rooms_per_year; INT64_MAX: any */
  const int32_t *ahead;  /* by school: rooms to add for later years; NULL: none */
  bool barred;           /* some options were taken away for the sake of a later year: bounds are not the county's */
  const int32_t *wanted; /* by school: the rooms that would do, where rooms_per_year is too few; else NULL */
} jh_year;

static inline int32_t jh_at_grade(jh_school_ix school, int32_t grade) {
  return school.i * (JH_LAST_GRADE + 1) + grade;
}

/* allocation_cohorts.c */
/* The first year: the tables as they stand. Problems name cohorts that no school can take; they stay out. */
jh_status jh_year_first(const jh_county *county, const jh_travel *travel, int32_t year, jh_arena *arena,
                        jh_problems *problems, jh_year *first);
/* The year after a decided one: grades move up, rooms and schools stay. */
jh_status jh_year_next(const jh_year *before, jh_problems *problems, jh_year *next);
/* The year after one that is not decided, nor any before it: a cohort for every school that pupils may come from, as
 * large as it may become; rooms and schools as they begin. `pupils` of the year before by place and grade. */
jh_status jh_year_foresee(const jh_year *before, const int32_t *pupils, jh_problems *problems, jh_year *next);
int32_t jh_standard_class(const jh_policy *policy, const jh_school *school, int32_t grade);

/* allocation_measure.c */
/* Everyone stays, or goes to the nearest option: complete at once. */
void jh_year_stay(jh_year *year);
/* Sums attendance; classes as rooms allow; exact goal values. */
jh_status jh_year_measure(jh_year *year);

/* allocation_classes.c: class counts and flows. */
jh_status jh_year_plan_classes(jh_year *year, const jh_allocation_order *order, const jh_control *control,
                               jh_needs *needs, const char **lp);
/* Adds what stands in the way at a school, or in the county (JH_NO_SCHOOL); fills in scope and school. */
jh_status jh_year_add_need(const jh_year *year, jh_needs *needs, jh_school_ix school, const jh_need *need);
/* allocation_mip.c: the same as rows, for other solvers. */
jh_status jh_year_write_lp(jh_year *year, const jh_allocation_order *order, bool whole, const char **lp);
/* The same rows solved goal by goal. *exact: proven, and the year holds it; else what the year holds is no answer. */
jh_status jh_year_plan_rows(jh_year *year, const jh_allocation_order *order, bool whole, const jh_control *control,
                            bool *exact);
/* Whole places with classes, rooms and openings, all goals: for counties small enough. *done: proven, no class over
 * its limit, and the year holds it; else the year is as before but for what was decided. */
jh_status jh_year_plan_whole(jh_year *year, const jh_allocation_order *order, const jh_control *control, bool *done);
/* allocation_catchment.c: whole places, by the assignment engine, a stage at a time. */
jh_status jh_year_plan_catchments(jh_year *year, const jh_control *control, bool contiguous, jh_needs *needs);

/* allocation.c: by the engine that the policy asks for; rooms_per_year is a row of jh_year_plan_rows alone. */
jh_status jh_year_plan(jh_year *year, const jh_allocation_order *order, const jh_control *control, jh_needs *needs,
                       const char **lp);
/* allocation_budget.c: half of the time that is left, and no more than a minute. */
jh_control jh_year_part_of(const jh_control *control);
/* The same as jh_year_plan within rooms_per_year. */
jh_status jh_year_plan_in_budget(jh_year *year, const jh_allocation_order *order, const jh_control *control,
                                 jh_needs *needs, const char **lp);

/* allocation_ahead.c: the same, with year->ahead built first, as far as budget and schools allow. */
jh_status jh_year_plan_ahead(jh_year *year, const jh_allocation_order *order, const jh_control *control,
                             jh_needs *needs, const char **lp);
/* Adds to ahead (by year and school) what the first year that wants more rooms than its budget could have from the
 * years before it: of what their budgets leave, or instead of rooms of their own. False: nothing. */
bool jh_years_save_rooms(const jh_year *years, int32_t count, bool instead, int32_t *ahead);

/* allocation_together.c: the years from `first` on (begun, not decided) as one program, for counties small enough.
 * *exact: years[] holds the best plan by the goals summed over the years, proven; else what it holds is no answer. */
jh_status jh_years_plan_together(const jh_year *first, int32_t count, const jh_allocation_order *order, bool whole,
                                 const jh_control *control, jh_problems *problems, jh_year *years, bool *exact);

/* allocation_bars.c: schools that pupils of a place and grade are not sent to in a year. */
typedef struct jh_bar {
  int32_t year, grade;
  jh_place_ix place;
  jh_school_ix school;
} jh_bar;
typedef struct jh_bars {
  jh_bar *items;
  int32_t count;
  size_t capacity;
} jh_bars;
void jh_year_bar(jh_year *year, const jh_bars *bars);
/* Adds those whose pupils the next year has no class for, or moves again. */
jh_status jh_allocation_find_bars(const jh_county *county, const jh_allocation_plan *plan, jh_arena *arena,
                                  jh_bars *bars);

/* allocation_read.c */
jh_status jh_year_read(const jh_year *year, jh_allocation_plan *plan, size_t capacity[3]);
/* allocation_ledger.c: today's large classes, from a plan that is complete but for them. */
jh_status jh_allocation_ledger(const jh_county *county, jh_allocation_plan *plan, jh_arena *arena);

#endif
