/* mip.h - a mixed-integer program with several ordered goals: mathematics without schools.
 *
 * Plain zero-based arrays.  Every column and row carries a tag: a family, labelled as in models/NAME.md ("x", "R3"),
 * and the entities it is about, as numbers only the model understands.  Exported files, diagnoses and tests use the
 * same labels.  A Mip is built column by column and row by row in an arena and never changed by a solve. */
#ifndef JUNHENG_SOLVER_MIP_H
#define JUNHENG_SOLVER_MIP_H

#include "junheng/arena.h"
#include "junheng/status.h"

#include <stdbool.h>
#include <stdint.h>

#define JH_INFINITY 1e30 /* beyond it a bound is none */

enum { JH_TAG_PARTS = 4 };

/* family[0..] with part[] = the entities: ("f", place, grade, school, -1). Unused parts are -1. */
typedef struct jh_tag {
  const char *family; /* a literal, or in the arena of the Mip */
  int32_t part[JH_TAG_PARTS];
} jh_tag;

typedef struct jh_mip_column {
  jh_tag tag;
  double lower, upper;
  bool integer;
} jh_mip_column;

typedef struct jh_mip_row {
  jh_tag tag;
  double lower, upper; /* -JH_INFINITY, JH_INFINITY: open */
  /* What one unit more or less of the row costs when the model contradicts itself (jh_mip_repair): 0 never gives. */
  double relax_price;
} jh_mip_row;

/* One objective of the ordered list. Integral says that every solution has an integral value, so that bounds round.
 */
typedef struct jh_mip_goal {
  const char *name;
  bool maximise;
  bool integral;
  double constant;
  int32_t *columns;
  double *coefficients;
  size_t count, column_capacity, coefficient_capacity;
} jh_mip_goal;

typedef struct jh_mip {
  jh_arena *arena;
  jh_mip_column *columns;
  size_t column_count, column_capacity;
  jh_mip_row *rows;
  size_t row_count, row_capacity;
  /* Entries as triplets in the order they were added; no (row, column) twice. */
  int32_t *entry_row, *entry_column;
  double *entry_value;
  size_t entry_count, entry_row_capacity, entry_column_capacity, entry_value_capacity;
  jh_mip_goal *goals;
  size_t goal_count, goal_capacity;
  bool failed; /* an addition ran out of memory: every later call answers JH_NO_MEMORY */
} jh_mip;

void jh_mip_init(jh_mip *mip, jh_arena *arena);
jh_tag jh_tag_make(const char *family, int32_t a, int32_t b, int32_t c, int32_t d);
/* Index of the new column, row or goal; -1 without memory (and mip->failed is set, so a builder may check once). */
int32_t jh_mip_add_column(jh_mip *mip, jh_tag tag, double lower, double upper, bool integer);
int32_t jh_mip_add_row(jh_mip *mip, jh_tag tag, double lower, double upper);
int32_t jh_mip_add_goal(jh_mip *mip, const char *name, bool maximise, bool integral);
void jh_mip_add_entry(jh_mip *mip, int32_t row, int32_t column, double value);
void jh_mip_add_goal_entry(jh_mip *mip, int32_t goal, int32_t column, double coefficient);

/* ---- solving: ordered goals one after another, GLPK inside ---- */

typedef struct jh_mip_level {
  double value, bound; /* bound is proven, rounded the safe way (and to an integer where integral) */
  bool proven;         /* value == bound within 1e-9 relative */
} jh_mip_level;

typedef struct jh_mip_solution {
  jh_answer answer;     /* JH_OPTIMAL: every level proven */
  bool has_values;      /* values[] satisfies the model (verified) */
  double *values;       /* column_count; integers exact */
  jh_mip_level *levels; /* goal_count; levels after one that was stopped carry the bound of their relaxation */
  const char *messages; /* what GLPK said, captured; "" */
} jh_mip_solution;

struct jh_control;

/* "5.0": the GLPK at work. */
const char *jh_mip_solver_version(void);

/* Solves the goals in order, each under the proven value of those before it (a level stopped early is fixed at its
 * value, and its gap is told). `start` is NULL or column_count values to begin from (checked; used when feasible).
 * Answers are in solution->answer; JH_INFEASIBLE comes with has_values == false.
 * Errors: JH_NO_MEMORY, JH_INTERNAL (GLPK aborted, or a goal has no bound; messages says which). */
jh_status jh_mip_solve(const jh_mip *mip, const double *start, const struct jh_control *control, jh_arena *arena,
                       jh_mip_solution *solution);
/* The LP relaxation of goal `goal` alone: value and column values (NULL: not wanted), row duals (NULL: not wanted).
 */
jh_status jh_mip_relax(const jh_mip *mip, int32_t goal, const struct jh_control *control, jh_arena *arena,
                       jh_answer *answer, double *value, double *values, double *duals);

/* ---- never trust the solver ---- */

typedef struct jh_mip_violation {
  bool is_row;   /* else a column: bound or integrality */
  int32_t index; /* -1: none */
  double amount;
} jh_mip_violation;

/* Recomputes every row in long double and checks bounds and integrality. True when the worst violation is within
 * `tolerance`: of rows made of integers alone absolute, else relative to the row's size; *worst tells which. Knows
 * nothing of how the values were found. */
bool jh_mip_verify(const jh_mip *mip, const double *values, double tolerance, jh_mip_violation *worst);
double jh_mip_goal_value(const jh_mip *mip, int32_t goal, const double *values);

/* ---- infeasibility, told as the least change that would repair it ---- */

typedef struct jh_mip_relaxation {
  int32_t row;
  double amount; /* > 0: the upper bound rises by it; < 0: the lower bound falls by it */
} jh_mip_relaxation;

typedef struct jh_mip_repair {
  bool possible; /* false: even with every priced row given up there is no solution, or (answer STOPPED) none found */
  jh_mip_relaxation *items;
  size_t count;
  double price, price_bound;
  jh_mip_solution solution; /* of the repaired model, all goals solved under the cheapest repair */
} jh_mip_repair;

/* Cheapest sum of relax_price * |amount| that lets the model have a solution; integral amounts where `integral`. */
jh_status jh_mip_find_repair(const jh_mip *mip, bool integral, const struct jh_control *control, jh_arena *arena,
                             jh_mip_repair *repair);

/* ---- showing a model to other solvers ---- */

/* Writes a label for a tag's part into `text` ("S017"); may write nothing. */
typedef void jh_tag_namer(const void *user, const char *family, int position, int32_t part, char *text, size_t size);
/* CPLEX LP format, names like f_P0012_3_S017 (letters, digits and _ only, unique; without a namer the numbers).
 * Goal `goal` is the objective, those before it (with `fixed` values, or NULL) become rows level_1 ..., those after
 * it stand above as comments. The text is in the arena.
 */
jh_status jh_mip_to_lp(const jh_mip *mip, int32_t goal, const double *fixed, jh_tag_namer *namer, const void *user,
                       jh_arena *arena, const char **text);

#endif
