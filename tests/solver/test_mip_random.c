/* Thousands of tiny programs of every kind against enumeration in whole numbers: values, bounds, answers, repairs. */
#define _GNU_SOURCE
#include "dice.h"

#include "junheng/control.h"
#include "junheng/solver/mip.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WHOLE_MAX = 4, REAL_MAX = 2, COLUMN_MAX = WHOLE_MAX + REAL_MAX, ROW_MAX = 12, GOAL_MAX = 3, SIDE_MAX = 64 };
enum { PARTS = 4 }; /* every number of a case is a multiple of a quarter */
#define OPEN INT64_MAX

/* A program in quarters. The first `whole` columns are integers with a box of a few points. */
typedef struct tiny {
  int whole, columns, rows, goals;
  int priceable;                             /* rows from here on stand for bounds of columns */
  int64_t low[COLUMN_MAX], high[COLUMN_MAX]; /* what the columns may take, also where the bound stands in a row */
  bool low_open[COLUMN_MAX], high_open[COLUMN_MAX];
  int64_t entry[ROW_MAX][COLUMN_MAX], row_low[ROW_MAX], row_high[ROW_MAX]; /* -OPEN, OPEN */
  int64_t goal[GOAL_MAX][COLUMN_MAX], constant[GOAL_MAX];
  bool maximise[GOAL_MAX], integral[GOAL_MAX];
  int64_t price[ROW_MAX]; /* of a quarter of the row, in quarters of quarters: a whole number of units */
} tiny;

static bool chance(int percent) { return dice(100) < percent; }

/* ---- making a case ---- */

static int64_t coefficient(int kind) {
  if (chance(25)) return 0;
  int64_t const small = dice(9) - 4;
  switch (kind) {
    case 1: return small;                                         /* quarters */
    case 2: return PARTS * (small * 1000003 + dice(7));           /* big */
    case 3: return PARTS * (chance(50) ? small : 100000 * small); /* of very different sizes */
    default: return PARTS * small;
  }
}

static void make_columns(tiny *t) {
  t->whole = (int)dice(WHOLE_MAX + 1);
  int const real = t->whole == 0 ? 1 + (int)dice(REAL_MAX) : chance(35) ? 1 + (int)dice(REAL_MAX) : 0;
  t->columns = t->whole + real;
  for (int j = 0; j < t->columns; j++) {
    int64_t const from = dice(9) - 6;
    t->low[j] = PARTS * from + (chance(30) ? dice(PARTS) : 0);
    t->high[j] = t->low[j] + (chance(10) ? 0 : chance(80) ? PARTS * dice(4) + dice(PARTS) : dice(PARTS));
  }
}

static void make_sides(tiny *t, int i, int kind) {
  int64_t at = 0; /* the row at some point, so that most rows can be met */
  for (int j = 0; j < t->columns; j++)
    at += t->entry[i][j] * ((t->low[j] + dice(t->high[j] - t->low[j] + 1)) / PARTS);
  int64_t const unit = kind == 2 ? 1000003 * PARTS : PARTS;
  int64_t const off = chance(20) ? unit * (dice(7) - 3) : 0;
  switch (dice(4)) {
    case 0: t->row_low[i] = at + off, t->row_high[i] = at + off; break;
    case 1: t->row_low[i] = at + off - dice(2 * unit), t->row_high[i] = at + off + dice(2 * unit); break;
    case 2: t->row_low[i] = at + off, t->row_high[i] = OPEN; break;
    default: t->row_low[i] = -OPEN, t->row_high[i] = at + off; break;
  }
}

/* Some bounds of columns stand in rows of their own instead, so that columns are open or free. */
static void open_bounds(tiny *t) {
  for (int j = 0; j < t->columns; j++) {
    if (!chance(20) || t->rows >= ROW_MAX) continue;
    int const i = t->rows++;
    t->low_open[j] = chance(70);
    t->high_open[j] = !t->low_open[j] || chance(50);
    t->entry[i][j] = PARTS * (chance(50) ? 1 : 3);
    int64_t const times = t->entry[i][j] / PARTS;
    t->row_low[i] = t->low_open[j] ? times * t->low[j] : -OPEN;
    t->row_high[i] = t->high_open[j] ? times * t->high[j] : OPEN;
  }
}

static void make_goals(tiny *t) {
  t->goals = 1 + (int)dice(GOAL_MAX);
  for (int g = 0; g < t->goals; g++) {
    int const kind = (int)dice(t->whole == t->columns ? 4 : 2);
    bool whole = t->columns == t->whole;
    for (int j = 0; j < t->columns; j++) {
      t->goal[g][j] = chance(20) ? 0 : coefficient(j < t->whole ? kind : 0);
      whole &= t->goal[g][j] % PARTS == 0;
    }
    t->maximise[g] = chance(50);
    t->constant[g] = PARTS * (dice(9) - 4);
    t->integral[g] = whole && chance(80);
  }
}

static void make_case(tiny *t) {
  *t = (tiny){0};
  make_columns(t);
  t->rows = (int)dice(6);
  for (int i = 0; i < t->rows; i++) {
    int const kind = (int)dice(t->whole == t->columns ? 4 : 2);
    for (int j = 0; j < t->columns; j++) t->entry[i][j] = coefficient(j < t->whole ? kind : 0);
    make_sides(t, i, kind);
  }
  t->priceable = t->rows;
  open_bounds(t);
  make_goals(t);
}

static double quarters(int64_t value) {
  return value == OPEN ? JH_INFINITY : value == -OPEN ? -JH_INFINITY : (double)value / PARTS;
}

static void build(const tiny *t, jh_mip *mip, jh_arena *arena) {
  jh_mip_init(mip, arena);
  for (int j = 0; j < t->columns; j++)
    jh_mip_add_column(mip, jh_tag_make("x", j, -1, -1, -1), t->low_open[j] ? -JH_INFINITY : quarters(t->low[j]),
                      t->high_open[j] ? JH_INFINITY : quarters(t->high[j]), j < t->whole);
  for (int i = 0; i < t->rows; i++) {
    jh_mip_add_row(mip, jh_tag_make("R", i, -1, -1, -1), quarters(t->row_low[i]), quarters(t->row_high[i]));
    mip->rows[i].relax_price = (double)t->price[i];
    for (int j = 0; j < t->columns; j++)
      if (t->entry[i][j] != 0) jh_mip_add_entry(mip, i, j, quarters(t->entry[i][j]));
  }
  for (int g = 0; g < t->goals; g++) {
    jh_mip_add_goal(mip, "goal", t->maximise[g], t->integral[g]);
    mip->goals[g].constant = quarters(t->constant[g]);
    for (int j = 0; j < t->columns; j++)
      if (t->goal[g][j] != 0) jh_mip_add_goal_entry(mip, g, j, quarters(t->goal[g][j]));
  }
}

/* ---- enumeration ---- */

static int64_t first_whole(const tiny *t, int j) {
  int64_t x = t->low[j] / PARTS;
  while (x * PARTS < t->low[j]) x++;
  while ((x - 1) * PARTS >= t->low[j]) x--;
  return x;
}

/* The next point of the integers' box; false after the last. Call first with started == false. */
static bool next_point(const tiny *t, int64_t *x, bool started) {
  if (!started) {
    for (int j = 0; j < t->whole; j++) {
      x[j] = first_whole(t, j);
      if (x[j] * PARTS > t->high[j]) return false;
    }
    return true;
  }
  for (int j = 0; j < t->whole; j++) {
    if ((x[j] + 1) * PARTS <= t->high[j]) return x[j]++, true;
    x[j] = first_whole(t, j);
  }
  return false;
}

/* Quarters of the integers' part of a row. */
static int64_t whole_part(const tiny *t, const int64_t *coefficients, const int64_t *x) {
  int64_t sum = 0;
  for (int j = 0; j < t->whole; j++) sum += coefficients[j] * x[j];
  return sum;
}

typedef struct best {
  bool found;
  double value[GOAL_MAX + 1];
} best;

/* Keeps the better in the order of the values, all of them minimised; equal within rounding counts as equal. */
static void offer(best *kept, const double *value, int count) {
  int order = 0;
  for (int g = 0; g < count && order == 0 && kept->found; g++) {
    double const slack = 1e-9 * fmax(1, fabs(value[g]));
    order = value[g] < kept->value[g] - slack ? -1 : value[g] > kept->value[g] + slack ? 1 : 0;
  }
  if (kept->found && order >= 0) return;
  memcpy(kept->value, value, (size_t)count * sizeof *value);
  kept->found = true;
}

/* One side of a row on the real columns: a * y <= b. */
typedef struct side {
  double a[REAL_MAX], b;
} side;

static int sides_at(const tiny *t, const int64_t *x, side *sides) {
  int count = 0;
  int const real = t->columns - t->whole;
  for (int i = 0; i < t->rows; i++)
    for (int sign = -1; sign <= 1; sign += 2) {
      int64_t const bound = sign > 0 ? t->row_high[i] : t->row_low[i];
      if (bound == OPEN || bound == -OPEN) continue;
      side s = {.b = sign * (double)(bound - whole_part(t, t->entry[i], x)) / PARTS};
      for (int r = 0; r < real; r++) s.a[r] = sign * (double)t->entry[i][t->whole + r] / PARTS;
      sides[count++] = s;
    }
  for (int r = 0; r < real; r++)
    for (int sign = -1; sign <= 1; sign += 2) {
      side s = {.b = sign * quarters(sign > 0 ? t->high[t->whole + r] : t->low[t->whole + r])};
      s.a[r] = sign;
      sides[count++] = s;
    }
  return count;
}

static void offer_vertex(const tiny *t, const int64_t *x, const double *y, const side *sides, int count, best *kept) {
  double value[GOAL_MAX];
  int const real = t->columns - t->whole;
  for (int k = 0; k < count; k++) {
    double sum = -sides[k].b;
    for (int r = 0; r < real; r++) sum += sides[k].a[r] * y[r];
    if (sum > 1e-9 * fmax(1, fabs(sides[k].b))) return;
  }
  for (int g = 0; g < t->goals; g++) {
    value[g] = quarters(t->constant[g] + whole_part(t, t->goal[g], x));
    for (int r = 0; r < real; r++) value[g] += quarters(t->goal[g][t->whole + r]) * y[r];
    if (t->maximise[g]) value[g] = -value[g];
  }
  offer(kept, value, t->goals);
}

/* The real columns lie in a box, so that the best for these integers is at a vertex. */
static void try_vertices(const tiny *t, const int64_t *x, best *kept) {
  side sides[SIDE_MAX];
  int const count = sides_at(t, x, sides), real = t->columns - t->whole;
  if (real == 0) offer_vertex(t, x, NULL, sides, count, kept);
  for (int k = 0; k < count && real == 1; k++)
    if (sides[k].a[0] != 0) offer_vertex(t, x, &(double){sides[k].b / sides[k].a[0]}, sides, count, kept);
  for (int k = 0; k < count && real == 2; k++)
    for (int l = 0; l < k; l++) {
      double const *const a = sides[k].a, *const c = sides[l].a, det = a[0] * c[1] - a[1] * c[0];
      if (fabs(det) < 1e-12) continue;
      double const y[2] = {(sides[k].b * c[1] - a[1] * sides[l].b) / det,
                           (a[0] * sides[l].b - sides[k].b * c[0]) / det};
      offer_vertex(t, x, y, sides, count, kept);
    }
}

static best enumerate(const tiny *t) {
  best kept = {.found = false};
  int64_t x[WHOLE_MAX] = {0};
  for (bool more = next_point(t, x, false); more; more = next_point(t, x, true)) {
    try_vertices(t, x, &kept);
    if (t->whole == 0) break;
  }
  return kept;
}

/* ---- the promises ---- */

static void show(const jh_mip *mip, int round, jh_arena *arena) {
  const char *lp = "";
  (void)jh_mip_to_lp(mip, 0, NULL, NULL, NULL, arena, &lp);
  print_message("round %d:\n%s", round, lp);
  for (size_t g = 0; g < mip->goal_count; g++) {
    print_message("goal %zu %s%s: %g", g, mip->goals[g].maximise ? "max" : "min",
                  mip->goals[g].integral ? " integral" : "", mip->goals[g].constant);
    for (size_t k = 0; k < mip->goals[g].count; k++)
      print_message(" %+.17g x_%d", mip->goals[g].coefficients[k], (int)mip->goals[g].columns[k]);
    print_message("\n");
  }
}

static bool near(double a, double b, double tolerance) { return fabs(a - b) <= tolerance * fmax(1, fabs(b)); }

/* NULL, or which promise the solution breaks. */
static const char *fault_of(const tiny *t, const jh_mip *mip, const jh_mip_solution *solution, const best *kept) {
  if (solution->answer != (kept->found ? JH_OPTIMAL : JH_INFEASIBLE)) return "answer";
  if (solution->has_values != kept->found) return "has_values";
  if (!kept->found) return NULL;
  double const tolerance = t->columns == t->whole ? 1e-11 : 1e-6;
  for (int g = 0; g < t->goals; g++) {
    double const sign = t->maximise[g] ? -1 : 1;
    const jh_mip_level *const level = &solution->levels[g];
    if (!near(sign * level->value, kept->value[g], tolerance)) return "value";
    if (!near(jh_mip_goal_value(mip, g, solution->values), level->value, tolerance)) return "value of the values";
    if (sign * level->bound > kept->value[g] + tolerance * fmax(1, fabs(kept->value[g]))) return "bound";
    if (!level->proven || !near(level->bound, level->value, 1e-9)) return "proof";
  }
  jh_mip_violation worst;
  for (int j = 0; j < t->whole; j++)
    if (solution->values[j] != nearbyint(solution->values[j])) return "integers are exact";
  return jh_mip_verify(mip, solution->values, 1e-6, &worst) ? NULL : "verify";
}

static void every_level_equals_enumeration(void **unused) {
  (void)unused;
  state = 2024;
  int found = 0, faults = 0;
  enum { ROUNDS = 20000 };
  for (int round = 0; round < ROUNDS; round++) {
    jh_arena *const arena = jh_arena_create();
    tiny t;
    jh_mip mip;
    make_case(&t);
    build(&t, &mip, arena);
    best const kept = enumerate(&t);
    found += kept.found;
    jh_control const control = jh_control_default();
    jh_mip_solution solution;
    double start[COLUMN_MAX]; /* any point: a right one is begun from, a wrong one does no harm */
    for (int j = 0; j < t.columns; j++) start[j] = floor(quarters(t.low[j] + dice(t.high[j] - t.low[j] + 1)));
    jh_status const status = jh_mip_solve(&mip, chance(50) ? start : NULL, &control, arena, &solution);
    const char *const fault = status ? "status" : fault_of(&t, &mip, &solution, &kept);
    if (fault && faults++ < 5) {
      show(&mip, round, arena);
      print_message("%s; status %d, answer %d\n", fault, (int)status, (int)solution.answer);
      for (int g = 0; g < t.goals; g++)
        print_message("level %d: %.17g bound %.17g, enumerated %.17g\n", g, solution.levels[g].value,
                      solution.levels[g].bound, kept.value[g] * (t.maximise[g] ? -1 : 1));
    }
    jh_arena_destroy(arena);
  }
  assert_int_equal(faults, 0);
  assert_true(found > ROUNDS / 3 && found < ROUNDS * 19 / 20); /* both kinds were there */
}

static bool holds(const tiny *t, const int64_t *x) {
  for (int i = 0; i < t->rows; i++) {
    int64_t const sum = whole_part(t, t->entry[i], x);
    if ((t->row_low[i] != -OPEN && sum < t->row_low[i]) || (t->row_high[i] != OPEN && sum > t->row_high[i]))
      return false;
  }
  return true;
}

static void verify_tells_right_points_from_wrong(void **unused) {
  (void)unused;
  state = 7;
  int right = 0, wrong = 0, faults = 0;
  for (int round = 0; round < 3000; round++) {
    jh_arena *const arena = jh_arena_create();
    tiny t;
    jh_mip mip;
    do make_case(&t);
    while (t.whole == 0 || t.columns != t.whole);
    build(&t, &mip, arena);
    int64_t x[WHOLE_MAX];
    for (bool more = next_point(&t, x, false); more; more = next_point(&t, x, true)) {
      double values[COLUMN_MAX];
      for (int j = 0; j < t.whole; j++) values[j] = (double)x[j];
      bool const should = holds(&t, x);
      jh_mip_violation worst;
      if (jh_mip_verify(&mip, values, 1e-6, &worst) != should && faults++ < 3) show(&mip, round, arena);
      right += should;
      wrong += !should;
      values[dice(t.whole)] += 0.25;
      faults += jh_mip_verify(&mip, values, 1e-6, &worst);
    }
    jh_arena_destroy(arena);
  }
  assert_int_equal(faults, 0);
  assert_true(right > 1000 && wrong > 1000);
}

/* What the point costs in given-up rows, each side in whole units or exactly; false: a row without a price fails. */
static bool price_of(const tiny *t, const int64_t *x, bool integral, double *price) {
  *price = 0;
  for (int i = 0; i < t->rows; i++) {
    int64_t const sum = whole_part(t, t->entry[i], x);
    int64_t over = 0;
    if (t->row_high[i] != OPEN && sum > t->row_high[i]) over = sum - t->row_high[i];
    if (t->row_low[i] != -OPEN && sum < t->row_low[i]) over = t->row_low[i] - sum;
    if (over > 0 && t->price[i] == 0) return false;
    if (integral) over = (over + PARTS - 1) / PARTS * PARTS;
    *price += (double)t->price[i] * quarters(over);
  }
  return true;
}

static best enumerate_repairs(const tiny *t, bool integral) {
  best kept = {.found = false};
  int64_t x[WHOLE_MAX];
  for (bool more = next_point(t, x, false); more; more = next_point(t, x, true)) {
    double value[GOAL_MAX + 1];
    if (!price_of(t, x, integral, &value[0])) continue;
    for (int g = 0; g < t->goals; g++) {
      double const goal = quarters(t->constant[g] + whole_part(t, t->goal[g], x));
      value[g + 1] = t->maximise[g] ? -goal : goal;
    }
    offer(&kept, value, t->goals + 1);
  }
  return kept;
}

static const char *fault_of_repair(const tiny *t, const jh_mip_repair *repair, const best *kept) {
  if (repair->possible != kept->found) return "possible";
  if (!kept->found) return repair->solution.answer == JH_INFEASIBLE ? NULL : "answer";
  if (!near(repair->price, kept->value[0], 1e-7)) return "price";
  if (!near(repair->price_bound, repair->price, 1e-9)) return "price's bound";
  double sum = 0;
  for (size_t k = 0; k < repair->count; k++)
    sum += (double)t->price[repair->items[k].row] * fabs(repair->items[k].amount);
  if (!near(sum, repair->price, 1e-6)) return "items";
  for (int g = 0; g < t->goals; g++)
    if (!near(repair->solution.levels[g].value * (t->maximise[g] ? -1 : 1), kept->value[g + 1], 1e-7))
      return "goal under the repair";
  return NULL;
}

static void repair_is_the_least_change(void **unused) {
  (void)unused;
  state = 99;
  int faults = 0, broken = 0, impossible = 0;
  for (int round = 0; round < 3000; round++) {
    jh_arena *const arena = jh_arena_create();
    tiny t;
    jh_mip mip;
    do make_case(&t);
    while (t.whole == 0 || t.columns != t.whole || t.priceable == 0);
    for (int i = 0; i < t.priceable; i++) t.price[i] = chance(15) ? 0 : 1 + dice(4);
    build(&t, &mip, arena);
    bool const integral = chance(60);
    best const kept = enumerate_repairs(&t, integral);
    broken += kept.found && kept.value[0] > 0;
    impossible += !kept.found;
    jh_control const control = jh_control_default();
    jh_mip_repair repair;
    jh_status const status = jh_mip_find_repair(&mip, integral, &control, arena, &repair);
    const char *const fault = status ? "status" : fault_of_repair(&t, &repair, &kept);
    if (fault && faults++ < 3) {
      show(&mip, round, arena);
      print_message("%s: %s %d; price %.17g, enumerated %.17g\n", fault, integral ? "integral" : "exact", (int)status,
                    repair.price, kept.value[0]);
      for (int i = 0; i < t.rows; i++) print_message("price of R_%d: %d\n", i, (int)t.price[i]);
    }
    jh_arena_destroy(arena);
  }
  assert_int_equal(faults, 0);
  assert_true(broken > 300 && impossible > 50);
}

/* Knapsacks in several rows: trees of some hundred nodes. */
static void make_knapsacks(jh_mip *mip, jh_arena *arena) {
  enum { COLUMNS = 16, ROWS = 4 };
  jh_mip_init(mip, arena);
  int32_t const first = jh_mip_add_goal(mip, "worth", true, true),
                second = jh_mip_add_goal(mip, "weight", false, true);
  for (int32_t i = 0; i < ROWS; i++)
    jh_mip_add_row(mip, jh_tag_make("R", i, -1, -1, -1), -JH_INFINITY, (double)(900 + dice(300)));
  for (int32_t j = 0; j < COLUMNS; j++) {
    jh_mip_add_column(mip, jh_tag_make("x", j, -1, -1, -1), 0, (double)(1 + dice(4)), true);
    for (int32_t i = 0; i < ROWS; i++) jh_mip_add_entry(mip, i, j, (double)(40 + dice(90)));
    jh_mip_add_goal_entry(mip, first, j, (double)(40 + dice(90)));
    jh_mip_add_goal_entry(mip, second, j, (double)(1 + dice(50)));
  }
}

static void stopped_anywhere_the_bound_holds(void **unused) {
  (void)unused;
  state = 4242;
  int stopped = 0, finished = 0;
  for (int round = 0; round < 60; round++) {
    jh_arena *const arena = jh_arena_create();
    jh_mip mip;
    make_knapsacks(&mip, arena);
    jh_control control = jh_control_default();
    jh_mip_solution whole, part;
    assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &whole), JH_OK);
    assert_int_equal(whole.answer, JH_OPTIMAL);
    control = jh_control_default();
    control.limit_s = 0.0002 * (double)(1 + round);
    assert_int_equal(jh_mip_solve(&mip, NULL, &control, arena, &part), JH_OK);
    stopped += part.answer == JH_STOPPED;
    finished += part.answer == JH_OPTIMAL;
    if (part.has_values) {
      assert_true(part.levels[0].value <= whole.levels[0].value);
      assert_true(part.levels[0].bound >= whole.levels[0].value);
      assert_true(!part.levels[0].proven || part.levels[0].value == whole.levels[0].value);
      assert_true(part.levels[1].bound <= part.levels[1].value);
    } else {
      assert_int_equal(part.answer, JH_STOPPED);
    }
    jh_arena_destroy(arena);
  }
  print_message("stopped %d, finished %d\n", stopped, finished);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_level_equals_enumeration), cmocka_unit_test(verify_tells_right_points_from_wrong),
      cmocka_unit_test(repair_is_the_least_change), cmocka_unit_test(stopped_anywhere_the_bound_holds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
