#include "junheng/solver/mip.h"

#include <math.h>
#include <string.h>

void jh_mip_init(jh_mip *mip, jh_arena *arena) { *mip = (jh_mip){.arena = arena}; }

jh_tag jh_tag_make(const char *family, int32_t a, int32_t b, int32_t c, int32_t d) {
  return (jh_tag){.family = family, .part = {a, b, c, d}};
}

/* Grows *items to hold one more; false (and mip->failed) without memory. */
static bool room_for_one(jh_mip *mip, void **items, size_t *capacity, size_t count, size_t size) {
  void *const grown = count < INT32_MAX ? jh_arena_grow(mip->arena, *items, capacity, count + 1, size) : NULL;
  if (!grown) {
    mip->failed = true;
    return false;
  }
  *items = grown;
  return true;
}

int32_t jh_mip_add_column(jh_mip *mip, jh_tag tag, double lower, double upper, bool integer) {
  void *items = mip->columns;
  if (mip->failed || !room_for_one(mip, &items, &mip->column_capacity, mip->column_count, sizeof *mip->columns))
    return -1;
  mip->columns = items;
  mip->columns[mip->column_count] = (jh_mip_column){.tag = tag, .lower = lower, .upper = upper, .integer = integer};
  return (int32_t)mip->column_count++;
}

int32_t jh_mip_add_row(jh_mip *mip, jh_tag tag, double lower, double upper) {
  void *items = mip->rows;
  if (mip->failed || !room_for_one(mip, &items, &mip->row_capacity, mip->row_count, sizeof *mip->rows)) return -1;
  mip->rows = items;
  mip->rows[mip->row_count] = (jh_mip_row){.tag = tag, .lower = lower, .upper = upper};
  return (int32_t)mip->row_count++;
}

int32_t jh_mip_add_goal(jh_mip *mip, const char *name, bool maximise, bool integral) {
  void *items = mip->goals;
  if (mip->failed || !room_for_one(mip, &items, &mip->goal_capacity, mip->goal_count, sizeof *mip->goals)) return -1;
  mip->goals = items;
  mip->goals[mip->goal_count] = (jh_mip_goal){.name = name, .maximise = maximise, .integral = integral};
  return (int32_t)mip->goal_count++;
}

void jh_mip_add_entry(jh_mip *mip, int32_t row, int32_t column, double value) {
  if (mip->failed) return;
  if (row < 0 || column < 0) { /* the -1 of an addition that failed */
    mip->failed = true;
    return;
  }
  void *rows = mip->entry_row, *columns = mip->entry_column, *values = mip->entry_value;
  size_t const n = mip->entry_count;
  if (!room_for_one(mip, &rows, &mip->entry_row_capacity, n, sizeof *mip->entry_row)) return;
  mip->entry_row = rows;
  if (!room_for_one(mip, &columns, &mip->entry_column_capacity, n, sizeof *mip->entry_column)) return;
  mip->entry_column = columns;
  if (!room_for_one(mip, &values, &mip->entry_value_capacity, n, sizeof *mip->entry_value)) return;
  mip->entry_value = values;
  mip->entry_row[n] = row;
  mip->entry_column[n] = column;
  mip->entry_value[n] = value;
  mip->entry_count++;
}

void jh_mip_add_goal_entry(jh_mip *mip, int32_t goal, int32_t column, double coefficient) {
  if (mip->failed) return;
  if (goal < 0 || column < 0 || (size_t)goal >= mip->goal_count) {
    mip->failed = true;
    return;
  }
  jh_mip_goal *const g = &mip->goals[goal];
  void *columns = g->columns, *coefficients = g->coefficients;
  if (!room_for_one(mip, &columns, &g->column_capacity, g->count, sizeof *g->columns)) return;
  g->columns = columns;
  if (!room_for_one(mip, &coefficients, &g->coefficient_capacity, g->count, sizeof *g->coefficients)) return;
  g->coefficients = coefficients;
  g->columns[g->count] = column;
  g->coefficients[g->count++] = coefficient;
}
