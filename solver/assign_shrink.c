/* A smaller linear program once the root has settled most pairs. */
#include "assign_lp.h"

#include <string.h>

/* New index of each column, -1: gone; `gone` lists those in order. */
static int32_t number_columns(const assign_lp *lp, int32_t *now, int32_t *gone) {
  int32_t kept = 0, lost = 0;
  for (int32_t k = 0; k < lp->column_count; k++) {
    bool const goes = k < lp->pair_columns && lp->upper[k] == 0;
    now[k] = goes ? -1 : kept++;
    if (goes) gone[lost++] = k;
  }
  return lost;
}

static void move_columns(assign_lp *lp, const int32_t *now) {
  for (int32_t k = 0; k < lp->column_count; k++) {
    int32_t const to = now[k];
    if (to < 0) continue;
    lp->item[to] = lp->item[k];
    lp->site[to] = lp->site[k];
    lp->cost[to] = lp->cost[k];
    lp->lower[to] = lp->lower[k];
    lp->upper[to] = lp->upper[k];
    lp->open[to] = lp->open[k];
    lp->sent_lower[to] = lp->sent_lower[k];
    lp->sent_upper[to] = lp->sent_upper[k];
    lp->x[to] = lp->x[k];
    lp->reduced[to] = lp->reduced[k];
  }
}

static void move_rows(assign_lp *lp, const int32_t *now) {
  for (int32_t r = 0; r < lp->row_count; r++) {
    assign_row *const row = lp->rows[r];
    int32_t kept = 0;
    for (int32_t k = 0; k < row->count; k++) {
      if (now[row->column[k]] < 0) continue;
      row->value[kept] = row->value[k];
      row->column[kept++] = now[row->column[k]];
    }
    row->count = kept;
  }
}

static void move_trail(assign_lp *lp, const int32_t *now) {
  int32_t kept = 0;
  for (int32_t t = 0; t < lp->trail_count; t++)
    if (now[lp->trail[t]] >= 0) lp->trail[kept++] = now[lp->trail[t]];
  lp->trail_count = kept;
}

bool assign_lp_shrink(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  size_t const columns = (size_t)lp->column_count;
  int32_t *const now = JH_NEW(lp->arena, int32_t, columns), *const gone = JH_NEW(lp->arena, int32_t, columns);
  uint8_t *const basis = JH_NEW(lp->arena, uint8_t, columns), *const rows = JH_NEW(lp->arena, uint8_t, lp->row_count);
  if (!now || !gone || !basis || !rows) return false;
  int32_t const lost = number_columns(lp, now, gone);
  if (lost == 0) return true;
  jh_lp_get_basis(lp->lp, basis, rows);
  for (int32_t k = 0; k < lp->column_count; k++)
    if (now[k] >= 0) basis[now[k]] = basis[k];
  jh_lp_remove_columns(lp->lp, gone, lost);
  jh_lp_set_basis(lp->lp, basis, rows);
  move_columns(lp, now);
  move_rows(lp, now);
  move_trail(lp, now);
  lp->column_count -= lost;
  lp->pair_columns -= lost;
  lp->out_columns -= lost;
  int32_t k = 0;
  for (int32_t i = 0; i < p->item_count; i++) {
    lp->item_start[i] = k;
    while (k < lp->pair_columns && lp->item[k] == i) k++;
  }
  lp->item_start[p->item_count] = k;
  for (int32_t j = 0; j < p->site_count; j++)
    if (lp->run_column[j] >= 0) lp->run_column[j] -= lost;
  assign_lp_list_by_site(lp);
  return true;
}
