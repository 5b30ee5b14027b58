/* Infeasibility, told as the cheapest sum of given-up rows: each priced row gets columns that bend it, their price is
 * the first goal, and the goals of the model follow under it. */
#include <math.h>
#include <string.h>

#include "junheng/control.h"
#include "junheng/solver/mip.h"

static void copy_model(const jh_mip *from, jh_mip *to) {
  for (size_t j = 0; j < from->column_count; j++) {
    const jh_mip_column *const c = &from->columns[j];
    (void)jh_mip_add_column(to, c->tag, c->lower, c->upper, c->integer);
  }
  for (size_t i = 0; i < from->row_count; i++) {
    const jh_mip_row *const r = &from->rows[i];
    (void)jh_mip_add_row(to, r->tag, r->lower, r->upper);
  }
  for (size_t k = 0; k < from->entry_count; k++)
    jh_mip_add_entry(to, from->entry_row[k], from->entry_column[k], from->entry_value[k]);
}

static void copy_goals(const jh_mip *from, jh_mip *to) {
  for (size_t g = 0; g < from->goal_count; g++) {
    const jh_mip_goal *const goal = &from->goals[g];
    int32_t const at = jh_mip_add_goal(to, goal->name, goal->maximise, goal->integral);
    for (size_t k = 0; k < goal->count; k++) jh_mip_add_goal_entry(to, at, goal->columns[k], goal->coefficients[k]);
    if (at >= 0) to->goals[at].constant = goal->constant;
  }
}

typedef struct bend {
  int32_t row, column;
  double sign; /* +1: the upper bound rises, -1: the lower bound falls */
} bend;

/* One side of one row may give. */
static void add_bend(jh_mip *mip, const jh_mip *of, int32_t row, double sign, bool integral, int32_t price,
                     bend *bends, size_t *count) {
  int32_t const column =
      jh_mip_add_column(mip, jh_tag_make("relax", row, sign > 0 ? 1 : 0, -1, -1), 0, JH_INFINITY, integral);
  jh_mip_add_entry(mip, row, column, -sign);
  jh_mip_add_goal_entry(mip, price, column, of->rows[row].relax_price);
  bends[(*count)++] = (bend){row, column, sign};
}

static bool prices_are_whole(const jh_mip *mip) {
  for (size_t i = 0; i < mip->row_count; i++)
    if (mip->rows[i].relax_price != floor(mip->rows[i].relax_price)) return false;
  return true;
}

jh_status jh_mip_find_repair(const jh_mip *mip, bool integral, const jh_control *control, jh_arena *arena,
                             jh_mip_repair *repair) {
  *repair = (jh_mip_repair){.possible = false};
  if (mip->failed) return JH_NO_MEMORY;
  jh_mip elastic;
  jh_mip_init(&elastic, arena);
  bend *const bends = JH_NEW(arena, bend, 2 * mip->row_count);
  if (!bends) return JH_NO_MEMORY;
  size_t count = 0;
  copy_model(mip, &elastic);
  int32_t const price = jh_mip_add_goal(&elastic, "repair", false, integral && prices_are_whole(mip));
  for (int32_t i = 0; i < (int32_t)mip->row_count; i++) {
    const jh_mip_row *const row = &mip->rows[i];
    if (row->relax_price <= 0) continue;
    if (row->upper < JH_INFINITY) add_bend(&elastic, mip, i, 1, integral, price, bends, &count);
    if (row->lower > -JH_INFINITY) add_bend(&elastic, mip, i, -1, integral, price, bends, &count);
  }
  copy_goals(mip, &elastic);
  jh_status const status = jh_mip_solve(&elastic, NULL, control, arena, &repair->solution);
  if (status || !repair->solution.has_values) return status;
  repair->possible = true;
  repair->price = repair->solution.levels[0].value;
  repair->price_bound = repair->solution.levels[0].bound;
  repair->items = JH_NEW(arena, jh_mip_relaxation, count);
  if (!repair->items) return JH_NO_MEMORY;
  for (size_t k = 0; k < count; k++) {
    double const amount = repair->solution.values[bends[k].column];
    if (amount <= 1e-6) continue;
    repair->items[repair->count++] = (jh_mip_relaxation){bends[k].row, bends[k].sign * amount};
  }
  /* The caller's goals and columns alone. */
  repair->solution.levels += 1;
  return JH_OK;
}
