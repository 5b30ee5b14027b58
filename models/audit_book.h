/* audit_book.h - assignments.csv as the auditor reads it, for allocate and consolidate. */
#ifndef JUNHENG_MODELS_AUDIT_BOOK_H
#define JUNHENG_MODELS_AUDIT_BOOK_H

#include "audit_inner.h"

typedef struct book_row {
  int32_t row; /* in assignments.csv */
  int32_t year, place, grade, group, from, to;
  int64_t pupils;
  audit_way way;
  int32_t mode; /* as the distance asks */
  bool reachable;
} book_row;

typedef struct audit_book {
  auditor *a;
  book_row *rows; /* those whose cells can be read */
  int32_t count;
  int32_t years;
  int64_t *load; /* pupils by year x school x 10 + grade */
  bool *serves;  /* by year x school: some row names it */
} audit_book;

bool book_read(auditor *a, audit_book *book);
static inline size_t book_cell(const audit_book *book, int32_t year, int32_t school, int32_t grade) {
  return ((size_t)(year - book->a->first_year) * (size_t)book->a->county->school_count + (size_t)school) * 10 +
         (size_t)grade;
}
static inline size_t book_school(const audit_book *book, int32_t year, int32_t school) {
  return (size_t)(year - book->a->first_year) * (size_t)book->a->county->school_count + (size_t)school;
}
int64_t book_school_pupils(const audit_book *book, int32_t year, int32_t school);

/* Every pupil of every year exactly once. */
void book_check_cohorts(const audit_book *book);
/* km, minutes, mode and moved repeat the county; the grade is taught. */
void book_check_rows(const audit_book *book, bool mode_is_rule);
/* keep_together and contiguous, by bands of grades: first and last grade of each. */
typedef struct grade_band {
  int32_t first, last;
} grade_band;
void book_check_together(const audit_book *book, const grade_band *bands, int32_t count);
void book_check_catchments(const audit_book *book, const grade_band *bands, int32_t count);
/* Allocate: today's large classes and how the plan clears them; classes by book_cell, rooms added by book_school. */
void book_check_ledger(const audit_book *book, const int64_t *classes, const int64_t *added);
/* Largest schools: a rule where school_max_enforced, else told (教督〔2017〕6号). */
void book_check_sizes(const audit_book *book);
/* Resident and migrant pupils, for information. */
void book_tell_groups(const audit_book *book);

#endif
