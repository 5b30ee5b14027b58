/* The nodes of the modular search: kept for use again, and a heap by bound. */
#include "modular_search.h"

#include <string.h>

modular_node *modular_new_node(modular_search *s) {
  if (s->spare_count > 0) return s->spare[--s->spare_count];
  const jh_modular *const p = s->c.problem;
  modular_node *const node = JH_NEW(s->c.arena, modular_node, 1);
  if (!node) return NULL;
  node->low = JH_NEW(s->c.arena, int32_t, p->sink_count);
  node->high = JH_NEW(s->c.arena, int32_t, p->sink_count);
  node->open = JH_NEW(s->c.arena, int8_t, p->facility_count);
  return node->low && node->high && node->open ? node : NULL;
}

modular_node *modular_copy_node(modular_search *s, const modular_node *from) {
  modular_node *const node = modular_new_node(s);
  if (!node) return NULL;
  const jh_modular *const p = s->c.problem;
  node->bound = from->bound;
  node->depth = from->depth + 1;
  memcpy(node->low, from->low, (size_t)p->sink_count * sizeof *node->low);
  memcpy(node->high, from->high, (size_t)p->sink_count * sizeof *node->high);
  memcpy(node->open, from->open, (size_t)p->facility_count * sizeof *node->open);
  return node;
}

void modular_drop_node(modular_search *s, modular_node *node) {
  modular_node **const larger =
      jh_arena_grow(s->c.arena, s->spare, &s->spare_capacity, s->spare_count + 1, sizeof(modular_node *));
  if (!larger) return; /* kept by the arena only */
  s->spare = larger;
  s->spare[s->spare_count++] = node;
}

static bool before(const modular_node *a, const modular_node *b) {
  return a->bound != b->bound ? a->bound < b->bound : a->depth > b->depth;
}

bool modular_push(modular_search *s, modular_node *node) {
  modular_node **const larger =
      jh_arena_grow(s->c.arena, s->open, &s->open_capacity, s->open_count + 1, sizeof(modular_node *));
  if (!larger) return false;
  s->open = larger;
  size_t at = s->open_count++;
  for (; at > 0 && before(node, s->open[(at - 1) / 2]); at = (at - 1) / 2) s->open[at] = s->open[(at - 1) / 2];
  s->open[at] = node;
  return true;
}

modular_node *modular_pop(modular_search *s) {
  if (s->open_count == 0) return NULL;
  modular_node *const top = s->open[0], *const last = s->open[--s->open_count];
  size_t at = 0;
  while (2 * at + 1 < s->open_count) {
    size_t child = 2 * at + 1;
    if (child + 1 < s->open_count && before(s->open[child + 1], s->open[child])) child++;
    if (!before(s->open[child], last)) break;
    s->open[at] = s->open[child];
    at = child;
  }
  s->open[at] = last;
  return top;
}
