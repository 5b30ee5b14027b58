#include "key_index.h"

#include "junheng/problems.h"

#include <string.h>

enum { FIRST_SLOTS = 64 };

void jh_key_index_init(jh_key_index *index, jh_arena *arena) {
  memset(index, 0, sizeof *index);
  index->arena = arena;
}

/* FNV-1a. */
static uint64_t hash_of(const char *key) {
  uint64_t hash = 14695981039346656037u;
  for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 1099511628211u;
  return hash ^ (hash >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const jh_key_index *index, const char *key) {
  size_t slot = (size_t)hash_of(key) & (index->slot_count - 1);
  while (index->slots[slot] != 0 && strcmp(index->keys[index->slots[slot] - 1], key) != 0)
    slot = (slot + 1) & (index->slot_count - 1);
  return slot;
}

static bool widen(jh_key_index *index) {
  size_t const slot_count = index->slot_count ? index->slot_count * 2 : FIRST_SLOTS;
  int32_t *const slots = JH_NEW(index->arena, int32_t, slot_count);
  if (!slots) return false;
  index->slots = slots;
  index->slot_count = slot_count;
  for (size_t i = 0; i < index->count; i++) index->slots[slot_of(index, index->keys[i])] = (int32_t)(i + 1);
  return true;
}

int32_t jh_key_index_add(jh_key_index *index, const char *key, bool *added) {
  *added = false;
  if (index->count * 2 >= index->slot_count && !widen(index)) return -1;
  size_t const slot = slot_of(index, key);
  if (index->slots[slot] != 0) return index->slots[slot] - 1;
  const char **const keys =
      jh_arena_grow(index->arena, (void *)index->keys, &index->capacity, index->count + 1, sizeof *keys);
  if (!keys) return -1;
  index->keys = keys;
  keys[index->count] = key;
  index->count++;
  index->slots[slot] = (int32_t)index->count;
  *added = true;
  return (int32_t)index->count - 1;
}

int32_t jh_key_index_find(const jh_key_index *index, const char *key) {
  return index->slot_count ? index->slots[slot_of(index, key)] - 1 : -1;
}

const char *jh_key_index_nearest(const jh_key_index *index, const char *key) {
  size_t best = strlen(key) > 3 ? 4 : 2; /* a changed Chinese character is up to three bytes */
  const char *nearest = NULL;
  for (size_t i = 0; i < index->count; i++) {
    size_t const distance = jh_edit_distance(key, index->keys[i]);
    if (distance >= best) continue;
    best = distance;
    nearest = index->keys[i];
  }
  return nearest;
}
