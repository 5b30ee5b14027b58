/* glpk_guard.h - linear programs through GLPK, tamed.  The only way from this room to GLPK.
 *
 * GLPK aborts the process on misuse and without memory.  jh_glpk_run calls `work` so that such an abort comes back
 * as a status: everything GLPK allocated in this thread is then freed, and so are all programs opened.  No program
 * outlives its run.  Because an abort leaves `work` in the middle, work keeps what it needs in arenas and in
 * structs that the caller owns.  GLPK's environment is thread local, so runs in several threads do not meet. */
#ifndef JUNHENG_SOLVER_GLPK_GUARD_H
#define JUNHENG_SOLVER_GLPK_GUARD_H

#include "core.h"
#include "junheng/control.h"

typedef struct jh_glpk jh_glpk; /* one run */
typedef struct jh_lp jh_lp;     /* one linear program, minimised */

/* Calls work(run, user). JH_OK: it returned. JH_STOP: the control asked to stop in the middle of a linear program.
 * JH_NO_MEMORY, JH_INTERNAL: GLPK aborted. *messages, in the arena: what GLPK said last, without its progress. */
jh_status jh_glpk_run(void (*work)(jh_glpk *run, void *user), void *user, const jh_control *control, jh_arena *arena,
                      const char **messages);
/* Leaves the run with this status at once; never returns. */
_Noreturn void jh_glpk_leave(jh_glpk *run, jh_status status);

typedef enum jh_lp_outcome {
  JH_LP_OPTIMAL,
  JH_LP_INFEASIBLE,
  JH_LP_UNBOUNDED,
  JH_LP_CUT_OFF, /* the optimum is above the cutoff */
  JH_LP_LIMIT,   /* iterations or seconds are used up */
  JH_LP_FAILED   /* numerical trouble that no other setting cured */
} jh_lp_outcome;

typedef struct jh_lp_effort {
  bool primal;       /* the basis at hand is primal feasible: go on from there; else the dual simplex */
  bool presolve;     /* GLPK's own; the basis at hand is then of no use */
  double cutoff;     /* HUGE_VAL: none */
  int iteration_max; /* 0: none */
  double limit_s;    /* seconds for this call */
} jh_lp_effort;

jh_lp *jh_lp_open(jh_glpk *run, const jh_core *core);
void jh_lp_close(jh_lp *lp);
void jh_lp_set_cost(jh_lp *lp, int32_t column, double cost);
void jh_lp_set_column(jh_lp *lp, int32_t column, double lower, double upper);
/* Appends a row; its index is the former row count. */
void jh_lp_add_row(jh_lp *lp, const int32_t *columns, const double *values, int32_t count, double lower,
                   double upper);
/* Takes rows out (ascending, none twice); those behind move up. */
void jh_lp_remove_rows(jh_lp *lp, const int32_t *rows, int32_t count);
/* Takes columns out, likewise; a basis must be set anew afterwards. */
void jh_lp_remove_columns(jh_lp *lp, const int32_t *columns, int32_t count);
int32_t jh_lp_row_count(const jh_lp *lp);
jh_lp_outcome jh_lp_solve(jh_lp *lp, const jh_lp_effort *effort);
/* After JH_LP_OPTIMAL: a lower bound of the program, the cost of the columns but for what rounding hides. */
double jh_lp_value(const jh_lp *lp);
void jh_lp_columns(const jh_lp *lp, double *values);
void jh_lp_duals(const jh_lp *lp, double *row_duals);
int jh_lp_iterations(const jh_lp *lp);
/* A basis is one byte for each column, then for each row; unsuitable ones are mended or ignored. */
void jh_lp_get_basis(const jh_lp *lp, uint8_t *columns, uint8_t *rows);
bool jh_lp_status_is_basic(uint8_t status);
/* For set_basis: basic, else at the upper or the lower side. */
uint8_t jh_lp_status(bool basic, bool upper);
void jh_lp_set_basis(jh_lp *lp, const uint8_t *columns, const uint8_t *rows);

#endif
