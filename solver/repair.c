/* Infeasibility, told as the cheapest sum of given-up rows: each priced row gets columns that bend it, their price is
 * the first goal, and the goals of the model follow under it. */
#include <math.h>
#include <string.h>

#include "junheng/control.h"
#include "junheng/solver/mip.h"

typedef struct bend {
  int32_t row, column;
  double sign; /* +1: the upper bound rises, -1: the lower bound falls */
} bend;

typedef struct elastic {
  const jh_mip *of;
  jh_mip mip;
  bool integral;
  int32_t price;            /* the goal */
  int32_t *twin;            /* row_count of `of`: the row that holds its lower side, or -1 where one row holds both */
  double *least, *greatest; /* row_count of `of`: what the bounds of the columns let a row come to */
  bend *bends;
  size_t count;
} elastic;

/* With both sides in one row, whole steps would have to lead from above the row to between its sides: where these
 * are closer than a step, each gets a row of its own. */
static bool needs_twin(const elastic *e, const jh_mip_row *row) {
  return e->integral && row->relax_price > 0 && row->lower > -JH_INFINITY && row->upper < JH_INFINITY &&
         row->upper - row->lower < 1;
}

static double side_of(double value, const jh_mip_column *column, bool least) {
  double const side = (value > 0) == least ? column->lower : column->upper;
  return fabs(side) < JH_INFINITY ? value * side : least ? -HUGE_VAL : HUGE_VAL;
}

static void copy_model(elastic *e) {
  for (size_t j = 0; j < e->of->column_count; j++) {
    const jh_mip_column *const c = &e->of->columns[j];
    (void)jh_mip_add_column(&e->mip, c->tag, c->lower, c->upper, c->integer);
  }
  for (size_t i = 0; i < e->of->row_count; i++) {
    const jh_mip_row *const r = &e->of->rows[i];
    (void)jh_mip_add_row(&e->mip, r->tag, needs_twin(e, r) ? -JH_INFINITY : r->lower, r->upper);
  }
  for (size_t i = 0; i < e->of->row_count; i++) {
    const jh_mip_row *const r = &e->of->rows[i];
    e->twin[i] = needs_twin(e, r) ? jh_mip_add_row(&e->mip, r->tag, r->lower, JH_INFINITY) : -1;
  }
  for (size_t k = 0; k < e->of->entry_count; k++) {
    int32_t const row = e->of->entry_row[k], column = e->of->entry_column[k];
    double const value = e->of->entry_value[k];
    jh_mip_add_entry(&e->mip, row, column, value);
    if (e->twin[row] >= 0) jh_mip_add_entry(&e->mip, e->twin[row], column, value);
    if (value == 0) continue;
    e->least[row] += side_of(value, &e->of->columns[column], true);
    e->greatest[row] += side_of(value, &e->of->columns[column], false);
  }
}

static void copy_goals(const jh_mip *from, jh_mip *to) {
  for (size_t g = 0; g < from->goal_count; g++) {
    const jh_mip_goal *const goal = &from->goals[g];
    int32_t const at = jh_mip_add_goal(to, goal->name, goal->maximise, goal->integral);
    for (size_t k = 0; k < goal->count; k++) jh_mip_add_goal_entry(to, at, goal->columns[k], goal->coefficients[k]);
    if (at >= 0) to->goals[at].constant = goal->constant;
  }
}

/* One side of one row may give, by no more than the columns can ask of it. */
static void add_bend(elastic *e, int32_t row, double sign) {
  const jh_mip_row *const of = &e->of->rows[row];
  double most = sign > 0 ? e->greatest[row] - of->upper : of->lower - e->least[row];
  if (most <= 0) return;
  if (e->integral) most = ceil(most);
  int32_t const column = jh_mip_add_column(&e->mip, jh_tag_make("relax", row, sign > 0 ? 1 : 0, -1, -1), 0,
                                           fmin(most, JH_INFINITY), e->integral);
  jh_mip_add_entry(&e->mip, sign < 0 && e->twin[row] >= 0 ? e->twin[row] : row, column, -sign);
  jh_mip_add_goal_entry(&e->mip, e->price, column, of->relax_price);
  e->bends[e->count++] = (bend){row, column, sign};
}

static bool prices_are_whole(const jh_mip *mip) {
  for (size_t i = 0; i < mip->row_count; i++)
    if (mip->rows[i].relax_price != floor(mip->rows[i].relax_price)) return false;
  return true;
}

static bool entries_exist(const jh_mip *mip) {
  for (size_t k = 0; k < mip->entry_count; k++)
    if ((size_t)mip->entry_row[k] >= mip->row_count || (size_t)mip->entry_column[k] >= mip->column_count)
      return false;
  return true;
}

static bool prepare(elastic *e, const jh_mip *mip, bool integral, jh_arena *arena) {
  *e = (elastic){.of = mip,
                 .integral = integral,
                 .twin = JH_NEW(arena, int32_t, mip->row_count),
                 .least = JH_NEW(arena, double, mip->row_count),
                 .greatest = JH_NEW(arena, double, mip->row_count),
                 .bends = JH_NEW(arena, bend, 2 * mip->row_count)};
  jh_mip_init(&e->mip, arena);
  return e->twin && e->least && e->greatest && e->bends;
}

static bool read_items(const elastic *e, jh_arena *arena, jh_mip_repair *repair) {
  repair->items = JH_NEW(arena, jh_mip_relaxation, e->count);
  if (!repair->items) return false;
  for (size_t k = 0; k < e->count; k++) {
    double const amount = repair->solution.values[e->bends[k].column];
    if (amount <= 1e-6) continue;
    repair->items[repair->count++] = (jh_mip_relaxation){e->bends[k].row, e->bends[k].sign * amount};
  }
  return true;
}

jh_status jh_mip_find_repair(const jh_mip *mip, bool integral, const jh_control *control, jh_arena *arena,
                             jh_mip_repair *repair) {
  *repair = (jh_mip_repair){.possible = false};
  if (mip->failed) return JH_NO_MEMORY;
  if (!entries_exist(mip)) return JH_INTERNAL;
  elastic e;
  if (!prepare(&e, mip, integral, arena)) return JH_NO_MEMORY;
  copy_model(&e);
  e.price = jh_mip_add_goal(&e.mip, "repair", false, integral && prices_are_whole(mip));
  for (int32_t i = 0; i < (int32_t)mip->row_count; i++) {
    const jh_mip_row *const row = &mip->rows[i];
    if (row->relax_price <= 0) continue;
    if (row->upper < JH_INFINITY) add_bend(&e, i, 1);
    if (row->lower > -JH_INFINITY) add_bend(&e, i, -1);
  }
  copy_goals(mip, &e.mip);
  jh_status const status = jh_mip_solve(&e.mip, NULL, control, arena, &repair->solution);
  if (status || !repair->solution.has_values) return status;
  repair->possible = true;
  repair->price = repair->solution.levels[0].value;
  repair->price_bound = repair->solution.levels[0].bound;
  /* The caller's goals and columns alone. */
  repair->solution.levels += 1;
  return read_items(&e, arena, repair) ? JH_OK : JH_NO_MEMORY;
}
