/* Which plan nobody would choose: another is no worse in any of its goals, and better in one. */
#include "figures.h"

#include <string.h>

void jh_figure_criterion(figures *to, const char *name, double value, bool maximise) {
  for (size_t i = 0; i < to->by->count; i++)
    if (strcmp(to->by->items[i].name, name) == 0) return;
  criterion *const grown =
      jh_arena_grow(to->arena, to->by->items, &to->by->capacity, to->by->count + 1, sizeof *grown);
  if (!grown) {
    to->failed = true;
    return;
  }
  to->by->items = grown;
  grown[to->by->count++] = (criterion){name, maximise ? -value : value};
}

static bool dominates(const criteria *one, const criteria *other) {
  bool better = false;
  if (one->count != other->count || one->years != other->years) return false;
  for (size_t i = 0; i < one->count; i++) {
    if (strcmp(one->items[i].name, other->items[i].name) != 0 || one->items[i].value > other->items[i].value)
      return false;
    better |= one->items[i].value < other->items[i].value;
  }
  return better;
}

/* A dominated plan may dominate, too: told is the first that nothing dominates in turn. */
static int32_t dominator(const criteria *by, int32_t plan, int32_t count) {
  int32_t best = -1;
  for (int32_t p = 0; p < count; p++)
    if (dominates(&by[p], &by[plan]) && (best < 0 || dominates(&by[p], &by[best]))) best = p;
  return best;
}

/* In which goals the one is better, NULL after the last. */
static const char **better_in(const criteria *one, const criteria *other, jh_arena *arena) {
  const char **const names = JH_NEW(arena, const char *, one->count + 1);
  size_t count = 0;
  for (size_t i = 0; names && i < one->count; i++)
    if (one->items[i].value < other->items[i].value) names[count++] = one->items[i].name;
  return names;
}

void jh_figures_of_dominance(figures *to, const criteria *by) {
  jh_comparison *const all = to->comparison;
  for (to->plan = 0; to->plan < all->plan_count; to->plan++) {
    int32_t const better = dominator(by, to->plan, all->plan_count);
    jh_figure_text(to, "dominated by", better < 0 ? "" : all->plans[better]);
    all->dominated_by[to->plan] = better;
    if (better < 0) continue;
    all->better[to->plan] = better_in(&by[better], &by[to->plan], to->arena);
    to->failed |= !all->better[to->plan];
  }
}
