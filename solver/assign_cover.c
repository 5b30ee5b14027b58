/* Lifted cover cuts for one site's seats: items that together pass the capacity cannot all come.
 *
 * sum over a cover C of x <= |C| - 1 (times y), each other item lifted up by the exact sequential rule of Balas and
 * Zemel: what taking it costs the rest of the cut, found in a table of least weights by value (Gu, Nemhauser and
 * Savelsbergh 1998). */
#include "assign_lp.h"

#include <stdlib.h>
#include <string.h>

enum { COVER_MOST = 60 };

typedef struct member {
  int32_t column;
  int64_t weight;
  double share; /* of the running part of the site */
  double order;
} member;

typedef struct cover {
  member *members;
  int32_t count, size; /* the first `size` are the cover */
  int64_t *least;      /* least[z]: least weight of taken members with values summing to z or more */
  int32_t *column;
  int64_t *value;
} cover;

static int by_order(const void *a, const void *b) {
  const member *const x = a, *const y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

/* The items of site j with something to weigh, and how much of the running site each takes. */
static bool gather(const assign_lp *lp, int32_t j, cover *c) {
  int32_t const y = lp->run_column[j];
  double const running = y < 0 ? 1 : lp->x[y];
  bool fractional = false;
  c->count = 0;
  if (running < 0.05) return false;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
    int32_t const k = lp->of_site[a];
    int64_t const weight = lp->problem->weight[lp->item[k]];
    if (weight == 0) continue;
    double const share = lp->x[k] / running;
    fractional |= share > 1e-4 && share < 1 - 1e-4;
    c->members[c->count++] = (member){.column = k, .weight = weight, .share = share < 1 ? share : 1};
  }
  return fractional;
}

/* Orders by what each leaves open for its weight, takes until the capacity is passed, then drops what is not
 * needed, the smallest share first. */
static bool find_cover(cover *c, int64_t capacity) {
  for (int32_t k = 0; k < c->count; k++)
    c->members[k].order = (1 - c->members[k].share + 1e-9) / (double)c->members[k].weight;
  qsort(c->members, (size_t)c->count, sizeof *c->members, by_order);
  int64_t weight = 0;
  for (c->size = 0; c->size < c->count && weight <= capacity; c->size++) weight += c->members[c->size].weight;
  if (weight <= capacity || c->size > COVER_MOST) return false;
  for (int32_t k = 0; k < c->size; k++) c->members[k].order = c->members[k].share;
  qsort(c->members, (size_t)c->size, sizeof *c->members, by_order);
  int32_t kept = 0;
  for (int32_t k = 0; k < c->size; k++) {
    if (weight - c->members[k].weight > capacity) {
      weight -= c->members[k].weight;
      continue; /* stays behind the cover, in lifting order */
    }
    member const swapped = c->members[kept];
    c->members[kept++] = c->members[k];
    c->members[k] = swapped;
  }
  c->size = kept;
  return kept > 1;
}

/* After a member of `weight` got `value`: least[z] = min(least[z], least[z - value] + weight). */
static void take_in(cover *c, int64_t weight, int64_t value) {
  for (int32_t z = c->size; z >= value; z--) {
    int64_t const with = c->least[z - value] == INT64_MAX ? INT64_MAX : c->least[z - value] + weight;
    if (with < c->least[z]) c->least[z] = with;
  }
  for (int32_t z = 0; z < value && z <= c->size; z++)
    if (z > 0 && weight < c->least[z]) c->least[z] = weight;
}

/* Values of all members; the violation of the cut they make. */
static double lift(cover *c, int64_t capacity) {
  double sum = 0;
  for (int32_t z = 0; z <= c->size; z++) c->least[z] = z == 0 ? 0 : INT64_MAX;
  for (int32_t k = 0; k < c->size; k++) {
    take_in(c, c->members[k].weight, 1);
    c->value[k] = 1;
    sum += c->members[k].share;
  }
  for (int32_t k = c->size; k < c->count; k++) c->members[k].order = -c->members[k].share;
  qsort(c->members + c->size, (size_t)(c->count - c->size), sizeof *c->members, by_order);
  for (int32_t k = c->size; k < c->count; k++) {
    int32_t best = c->size - 1; /* the most the rest can count when this one is taken */
    while (best > 0 && c->least[best] > capacity - c->members[k].weight) best--;
    if (c->members[k].weight > capacity) best = 0;
    c->value[k] = c->size - 1 - best;
    if (c->value[k] == 0) continue;
    take_in(c, c->members[k].weight, c->value[k]);
    sum += (double)c->value[k] * c->members[k].share;
  }
  return sum - (c->size - 1);
}

static int32_t add_cover(assign_lp *lp, int32_t j, cover *c) {
  int32_t const y = lp->run_column[j];
  int32_t count = 0;
  for (int32_t k = 0; k < c->count; k++) {
    if (c->value[k] == 0) continue;
    c->column[count] = c->members[k].column;
    c->value[count++] = c->value[k];
  }
  if (y >= 0) {
    c->column[count] = y;
    c->value[count++] = -(c->size - 1);
  }
  int64_t const upper = y < 0 ? c->size - 1 : 0;
  return assign_lp_add_row(lp, c->column, c->value, count, INT64_MIN, upper) ? 1 : -1;
}

int32_t assign_cut_covers(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  jh_arena *const scratch = jh_arena_create();
  if (!scratch) return -1;
  size_t const most = (size_t)p->item_count + 1;
  cover c = {.members = JH_NEW(scratch, member, most),
             .least = JH_NEW(scratch, int64_t, COVER_MOST + 2),
             .column = JH_NEW(scratch, int32_t, most),
             .value = JH_NEW(scratch, int64_t, most)};
  int32_t added = c.members && c.least && c.column && c.value ? 0 : -1;
  for (int32_t j = 0; j < p->site_count && added >= 0; j++) {
    if (!gather(lp, j, &c) || !find_cover(&c, p->capacity[j])) continue;
    if (lift(&c, p->capacity[j]) < 0.01) continue;
    int32_t const one = add_cover(lp, j, &c);
    added = one < 0 ? -1 : added + one;
  }
  jh_arena_destroy(scratch);
  return added;
}
