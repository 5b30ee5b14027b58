/* core.h - one linear objective over a compiled Mip: what the search works on.  Always minimised. */
#ifndef JUNHENG_SOLVER_CORE_H
#define JUNHENG_SOLVER_CORE_H

#include "junheng/arena.h"
#include "junheng/solver/mip.h"
#include "junheng/status.h"

typedef struct jh_core {
  int32_t column_count, row_count;
  double *lower, *upper, *cost; /* column_count; open bounds are +-HUGE_VAL */
  bool *integer;
  double *row_lower, *row_upper;
  bool *row_whole; /* every column of the row is an integer: what it adds up to is exact */
  /* The matrix twice: entries of column j are column_start[j] <= k < column_start[j + 1]; rows alike. */
  size_t *column_start, *row_start;
  int32_t *column_row, *row_column;
  double *column_value, *row_value;
} jh_core;

/* Compiles the Mip, `extra_rows` of goals appended behind its rows by jh_core_add_row. Entries of value 0 vanish.
 * JH_INTERNAL with *fault in the arena: an entry twice or out of range, a number that is none. */
jh_status jh_core_compile(const jh_mip *mip, jh_arena *arena, jh_core *core, const char **fault);
/* Room for the given counts, all zero; false without memory. */
bool jh_core_allocate(jh_core *core, int32_t columns, int32_t rows, size_t entries, jh_arena *arena);
/* Fills the row-wise copy from the column-wise one; rows come out sorted by column. False without memory. */
bool jh_core_transpose(jh_core *core, jh_arena *arena);
/* A copy with one row more (its entries by column, none twice). False without memory. */
bool jh_core_add_row(const jh_core *core, const int32_t *columns, const double *values, size_t count, double lower,
                     double upper, jh_arena *arena, jh_core *larger);
/* The largest violation of rows and bounds, measured as in jh_mip_verify. Integrality is not looked at. */
double jh_core_violation(const jh_core *core, const double *values);
double jh_core_cost(const jh_core *core, const double *values);

#endif
