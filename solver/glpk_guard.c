#include "glpk_guard.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE_BYTES = 4096, LISTEN_MS = 100 };

struct jh_glpk {
  jmp_buf out;
  jh_status status; /* with which the run is left */
  const jh_control *control;
  size_t message_used;
  char message[MESSAGE_BYTES];
};

struct jh_lp {
  glp_prob *prob;
  jh_glpk *run;
  int *index; /* room for one row, one-based */
  double *value;
  int index_size;
  double loss; /* the optimum is at most this much below the value of the basis at hand */
};

const char *jh_mip_solver_version(void) { return glp_version(); }

/* ---- the guard ---- */

/* Keeps the last MESSAGE_BYTES - 1 bytes. */
static void keep_message(jh_glpk *run, const char *text) {
  size_t length = strlen(text);
  if (length > MESSAGE_BYTES / 2) {
    text += length - MESSAGE_BYTES / 2;
    length = MESSAGE_BYTES / 2;
  }
  if (run->message_used + length >= MESSAGE_BYTES) {
    size_t const dropped = run->message_used + length + 1 - MESSAGE_BYTES;
    memmove(run->message, run->message + dropped, run->message_used - dropped);
    run->message_used -= dropped;
  }
  memcpy(run->message + run->message_used, text, length);
  run->message_used += length;
  run->message[run->message_used] = '\0';
}

/* GLPK speaks about every LISTEN_MS inside a linear program, which is also when a stop is heard. */
static int on_message(void *info, const char *text) {
  jh_glpk *const run = info;
  if (!strstr(text, ": obj =")) {
    keep_message(run, text);
  } else if (jh_control_stopped(run->control)) {
    run->status = JH_STOP;
    longjmp(run->out, 1);
  }
  return 1;
}

static void on_abort(void *info) {
  jh_glpk *const run = info;
  bool const memory = strstr(run->message, "no memory available") || strstr(run->message, "memory allocation limit");
  run->status = memory ? JH_NO_MEMORY : JH_INTERNAL;
  longjmp(run->out, 1);
}

_Noreturn void jh_glpk_leave(jh_glpk *run, jh_status status) {
  run->status = status;
  longjmp(run->out, 1);
}

/* The frame that setjmp returns to holds no local that changes in between. */
static bool guarded(jh_glpk *run, void (*work)(jh_glpk *run, void *user), void *user) {
  if (setjmp(run->out)) return false; /* NOLINT(cert-err52-cpp): the only way back from GLPK's abort */
  work(run, user);
  return true;
}

jh_status jh_glpk_run(void (*work)(jh_glpk *run, void *user), void *user, const jh_control *control, jh_arena *arena,
                      const char **messages) {
  *messages = "";
  jh_glpk *const run = JH_NEW(arena, jh_glpk, 1);
  if (!run) return JH_NO_MEMORY;
  run->control = control;
  if (glp_init_env() == 2) return JH_NO_MEMORY;
  glp_term_hook(on_message, run);
  glp_error_hook(on_abort, run);
  (void)guarded(run, work, user);
  /* Frees all that GLPK holds in this thread, whether or not the work was left in the middle. */
  glp_free_env();
  *messages = run->message;
  return run->status;
}

/* ---- programs ---- */

static int bound_type(double lower, double upper) {
  if (lower == upper) return GLP_FX; /* GLPK takes GLP_DB with equal bounds for an error */
  if (isfinite(lower)) return isfinite(upper) ? GLP_DB : GLP_LO;
  return isfinite(upper) ? GLP_UP : GLP_FR;
}

static void *allocate(jh_glpk *run, size_t count, size_t size) {
  if (count > (size_t)INT32_MAX / size) jh_glpk_leave(run, JH_NO_MEMORY);
  return glp_alloc((int)count + 1, (int)size);
}

static void load_matrix(jh_lp *lp, const jh_core *core) {
  size_t const entries = core->column_start[core->column_count];
  int *const row = allocate(lp->run, entries, sizeof *row);
  int *const column = allocate(lp->run, entries, sizeof *column);
  double *const value = allocate(lp->run, entries, sizeof *value);
  for (int32_t j = 0; j < core->column_count; j++)
    for (size_t k = core->column_start[j]; k < core->column_start[j + 1]; k++) {
      row[k + 1] = core->column_row[k] + 1;
      column[k + 1] = j + 1;
      value[k + 1] = core->column_value[k];
    }
  glp_load_matrix(lp->prob, (int)entries, row, column, value);
  glp_free(row);
  glp_free(column);
  glp_free(value);
}

jh_lp *jh_lp_open(jh_glpk *run, const jh_core *core) {
  jh_lp *const lp = allocate(run, 1, sizeof *lp);
  *lp = (jh_lp){.run = run, .prob = glp_create_prob(), .index_size = core->column_count};
  lp->index = allocate(run, (size_t)core->column_count, sizeof *lp->index);
  lp->value = allocate(run, (size_t)core->column_count, sizeof *lp->value);
  glp_set_obj_dir(lp->prob, GLP_MIN);
  if (core->row_count > 0) glp_add_rows(lp->prob, core->row_count);
  if (core->column_count > 0) glp_add_cols(lp->prob, core->column_count);
  for (int i = 0; i < core->row_count; i++)
    glp_set_row_bnds(lp->prob, i + 1, bound_type(core->row_lower[i], core->row_upper[i]), core->row_lower[i],
                     core->row_upper[i]);
  for (int j = 0; j < core->column_count; j++) {
    jh_lp_set_column(lp, j, core->lower[j], core->upper[j]);
    glp_set_obj_coef(lp->prob, j + 1, core->cost[j]);
  }
  load_matrix(lp, core);
  glp_scale_prob(lp->prob, GLP_SF_AUTO);
  glp_adv_basis(lp->prob, 0);
  return lp;
}

void jh_lp_close(jh_lp *lp) {
  glp_delete_prob(lp->prob);
  glp_free(lp->index);
  glp_free(lp->value);
  glp_free(lp);
}

void jh_lp_set_cost(jh_lp *lp, int32_t column, double cost) { glp_set_obj_coef(lp->prob, column + 1, cost); }

void jh_lp_set_column(jh_lp *lp, int32_t column, double lower, double upper) {
  glp_set_col_bnds(lp->prob, column + 1, bound_type(lower, upper), lower, upper);
}

void jh_lp_add_row(jh_lp *lp, const int32_t *columns, const double *values, int32_t count, double lower,
                   double upper) {
  int const row = glp_add_rows(lp->prob, 1);
  for (int32_t k = 0; k < count; k++) {
    lp->index[k + 1] = columns[k] + 1;
    lp->value[k + 1] = values[k];
  }
  glp_set_mat_row(lp->prob, row, count, lp->index, lp->value);
  glp_set_row_bnds(lp->prob, row, bound_type(lower, upper), lower, upper);
  glp_set_row_stat(lp->prob, row, GLP_BS);
}

void jh_lp_remove_rows(jh_lp *lp, const int32_t *rows, int32_t count) {
  int *const index = allocate(lp->run, (size_t)count, sizeof *index);
  for (int32_t k = 0; k < count; k++) index[k + 1] = rows[k] + 1;
  glp_del_rows(lp->prob, count, index);
  glp_free(index);
}

void jh_lp_remove_columns(jh_lp *lp, const int32_t *columns, int32_t count) {
  int *const index = allocate(lp->run, (size_t)count, sizeof *index);
  for (int32_t k = 0; k < count; k++) index[k + 1] = columns[k] + 1;
  glp_del_cols(lp->prob, count, index);
  lp->index_size -= count;
  glp_free(index);
}

int32_t jh_lp_row_count(const jh_lp *lp) { return glp_get_num_rows(lp->prob); }

static int milliseconds(double seconds) {
  if (seconds >= 1e6) return INT32_MAX;
  return seconds <= 0.001 ? 1 : (int)(1000 * seconds);
}

/* By how much the cost could still fall if what stands at one bound went to the other against its reduced cost. */
static double gain_left(int type, int status, double dual, double lower, double upper, double least) {
  bool const wants = (status == GLP_NL && dual < 0) || (status == GLP_NU && dual > 0) || status == GLP_NF;
  if (!wants) return 0;
  if (type == GLP_DB) return fabs(dual) * (upper - lower);
  return fabs(dual) > least ? HUGE_VAL : 0;
}

/* What weak duality leaves below the value of the basis at hand. GLPK judges reduced costs in its scaled program:
 * with big coefficients that can hide a cost that matters, and the first basis is called optimal. */
static double find_loss(const jh_lp *lp) {
  double largest = 1, loss = 0;
  int const columns = glp_get_num_cols(lp->prob), rows = glp_get_num_rows(lp->prob);
  for (int j = 1; j <= columns; j++) largest = fmax(largest, fabs(glp_get_obj_coef(lp->prob, j)));
  double const least = 1e-7 * largest;
  for (int j = 1; j <= columns; j++)
    loss += gain_left(glp_get_col_type(lp->prob, j), glp_get_col_stat(lp->prob, j), glp_get_col_dual(lp->prob, j),
                      glp_get_col_lb(lp->prob, j), glp_get_col_ub(lp->prob, j), least);
  for (int i = 1; i <= rows; i++)
    loss += gain_left(glp_get_row_type(lp->prob, i), glp_get_row_stat(lp->prob, i), glp_get_row_dual(lp->prob, i),
                      glp_get_row_lb(lp->prob, i), glp_get_row_ub(lp->prob, i), least);
  return loss;
}

static bool is_within(double value, double lower, double upper) {
  return value >= lower - 1e-7 * fmax(1, fabs(lower)) && value <= upper + 1e-7 * fmax(1, fabs(upper));
}

/* GLPK 5.0 now and then says that there is no solution and holds one. */
static bool holds_solution(const jh_lp *lp) {
  int const columns = glp_get_num_cols(lp->prob), rows = glp_get_num_rows(lp->prob);
  for (int j = 1; j <= columns; j++)
    if (!is_within(glp_get_col_prim(lp->prob, j), glp_get_col_lb(lp->prob, j), glp_get_col_ub(lp->prob, j)))
      return false;
  for (int i = 1; i <= rows; i++)
    if (!is_within(glp_get_row_prim(lp->prob, i), glp_get_row_lb(lp->prob, i), glp_get_row_ub(lp->prob, i)))
      return false;
  return true;
}

static jh_lp_outcome read_outcome(jh_lp *lp, int answer) {
  switch (answer) {
    case 0: break;
    case GLP_EOBJUL:
    case GLP_EOBJLL: return JH_LP_CUT_OFF;
    case GLP_EITLIM:
    case GLP_ETMLIM: return JH_LP_LIMIT;
    case GLP_ENOPFS: /* said by the presolver */
    case GLP_EBOUND: return JH_LP_INFEASIBLE;
    case GLP_ENODFS: return JH_LP_UNBOUNDED; /* or infeasible: the caller has solved without presolver then */
    default: return JH_LP_FAILED;
  }
  switch (glp_get_status(lp->prob)) {
    case GLP_OPT: return JH_LP_OPTIMAL;
    case GLP_NOFEAS: return holds_solution(lp) ? JH_LP_FAILED : JH_LP_INFEASIBLE;
    case GLP_UNBND: return JH_LP_UNBOUNDED;
    default: return JH_LP_FAILED;
  }
}

static glp_smcp settings(const jh_lp_effort *effort) {
  glp_smcp parameters;
  glp_init_smcp(&parameters);
  parameters.msg_lev = GLP_MSG_ON;
  parameters.out_frq = LISTEN_MS;
  parameters.meth = effort->primal ? GLP_PRIMAL : GLP_DUALP;
  if (!effort->primal && isfinite(effort->cutoff)) {
    parameters.meth = GLP_DUAL;
    parameters.obj_ul = effort->cutoff;
  }
  if (effort->iteration_max > 0) parameters.it_lim = effort->iteration_max;
  return parameters;
}

/* Without rows GLPK's simplex has nothing to do, so each column goes to its better bound. */
static bool rows_missing(const jh_lp *lp) { return glp_get_num_rows(lp->prob) == 0; }

/* Goes on from an optimum, or from a cost above the cutoff, that its own reduced costs deny, with a finer eye for
 * them. */
static jh_lp_outcome sharpened(jh_lp *lp, jh_lp_outcome outcome, const glp_smcp *as_before, double cutoff) {
  double const value = glp_get_obj_val(lp->prob), size = fmax(1, fabs(value));
  lp->loss = find_loss(lp);
  if (outcome == JH_LP_OPTIMAL && lp->loss <= 1e-9 * size) return outcome;
  if (outcome == JH_LP_CUT_OFF && value - lp->loss >= cutoff - 5e-10 * size) return outcome;
  glp_smcp parameters = *as_before;
  parameters.meth = GLP_PRIMAL;
  parameters.presolve = GLP_OFF;
  parameters.tol_dj = 1e-12;
  parameters.it_lim = 1000 + glp_get_num_rows(lp->prob); /* so fine an eye can go round in circles */
  int const answer = glp_simplex(lp->prob, &parameters);
  outcome = read_outcome(lp, answer);
  if (answer == GLP_EITLIM && glp_get_prim_stat(lp->prob) == GLP_FEAS) outcome = JH_LP_OPTIMAL;
  if (outcome == JH_LP_OPTIMAL) lp->loss = find_loss(lp);
  return outcome == JH_LP_OPTIMAL && !isfinite(lp->loss) ? JH_LP_FAILED : outcome;
}

jh_lp_outcome jh_lp_solve(jh_lp *lp, const jh_lp_effort *effort) {
  if (glp_get_num_cols(lp->prob) == 0) glp_add_cols(lp->prob, 1); /* free, costless; never read */
  if (rows_missing(lp)) glp_set_row_bnds(lp->prob, glp_add_rows(lp->prob, 1), GLP_FR, 0, 0);
  double const deadline_s = jh_clock_s() + fmin(effort->limit_s, jh_control_left_s(lp->run->control));
  enum { AS_ASKED, OTHER_METHOD, PRESOLVED, PATIENT, TRIES };
  for (int attempt = AS_ASKED; attempt < TRIES; attempt++) {
    if (jh_control_stopped(lp->run->control)) return JH_LP_LIMIT;
    glp_smcp parameters = settings(effort);
    parameters.tm_lim = milliseconds(deadline_s - jh_clock_s());
    parameters.presolve = (attempt == PRESOLVED || (attempt == AS_ASKED && effort->presolve)) ? GLP_ON : GLP_OFF;
    if (attempt == OTHER_METHOD) parameters.meth = effort->primal ? GLP_DUALP : GLP_PRIMAL;
    if (attempt == PATIENT) {
      glp_std_basis(lp->prob);
      parameters.meth = GLP_PRIMAL;
      parameters.r_test = GLP_RT_STD;
      parameters.tol_piv = 1e-7;
    } else if (attempt == OTHER_METHOD) {
      glp_adv_basis(lp->prob, 0);
    }
    int const answer = glp_simplex(lp->prob, &parameters);
    jh_lp_outcome outcome = read_outcome(lp, answer);
    if (outcome == JH_LP_OPTIMAL || outcome == JH_LP_CUT_OFF)
      outcome = sharpened(lp, outcome, &parameters, effort->cutoff);
    bool const unsure = answer == GLP_ENODFS;
    if (outcome != JH_LP_FAILED && !unsure) return outcome;
  }
  return JH_LP_FAILED;
}

double jh_lp_value(const jh_lp *lp) { return glp_get_obj_val(lp->prob) - lp->loss; }

void jh_lp_columns(const jh_lp *lp, double *values) {
  for (int j = 0; j < lp->index_size; j++) values[j] = glp_get_col_prim(lp->prob, j + 1);
}

void jh_lp_duals(const jh_lp *lp, double *row_duals) {
  int const rows = glp_get_num_rows(lp->prob);
  for (int i = 0; i < rows; i++) row_duals[i] = glp_get_row_dual(lp->prob, i + 1);
}

int jh_lp_iterations(const jh_lp *lp) { return glp_get_it_cnt(lp->prob); }

/* ---- bases ---- */

void jh_lp_get_basis(const jh_lp *lp, uint8_t *columns, uint8_t *rows) {
  for (int j = 0; j < lp->index_size; j++) columns[j] = (uint8_t)glp_get_col_stat(lp->prob, j + 1);
  int const count = glp_get_num_rows(lp->prob);
  for (int i = 0; i < count; i++) rows[i] = (uint8_t)glp_get_row_stat(lp->prob, i + 1);
}

bool jh_lp_status_is_basic(uint8_t status) { return status == GLP_BS; }

uint8_t jh_lp_status(bool basic, bool upper) {
  if (basic) return GLP_BS;
  return upper ? GLP_NU : GLP_NL;
}

/* A basis has as many members as there are rows: slacks come in or columns go out until it has. */
void jh_lp_set_basis(jh_lp *lp, const uint8_t *columns, const uint8_t *rows) {
  int const row_count = glp_get_num_rows(lp->prob);
  int missing = row_count;
  for (int i = 0; i < row_count; i++) {
    int const status = rows[i] ? rows[i] : GLP_BS;
    glp_set_row_stat(lp->prob, i + 1, status);
    missing -= status == GLP_BS;
  }
  for (int j = 0; j < lp->index_size; j++) {
    bool const basic = columns[j] == GLP_BS;
    int const status = basic && missing <= 0 ? GLP_NL : columns[j];
    glp_set_col_stat(lp->prob, j + 1, status ? status : GLP_NL);
    missing -= basic && missing > 0;
  }
  for (int i = 0; i < row_count && missing > 0; i++)
    if (glp_get_row_stat(lp->prob, i + 1) != GLP_BS) {
      glp_set_row_stat(lp->prob, i + 1, GLP_BS);
      missing--;
    }
  for (int i = row_count; i > 0 && missing < 0; i--)
    if (glp_get_row_stat(lp->prob, i) == GLP_BS) {
      glp_set_row_stat(lp->prob, i, GLP_NL);
      missing++;
    }
}
