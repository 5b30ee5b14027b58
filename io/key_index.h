/* key_index.h - from a key to its row in constant time. */
#ifndef JUNHENG_IO_KEY_INDEX_H
#define JUNHENG_IO_KEY_INDEX_H

#include "junheng/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct jh_key_index {
  jh_arena *arena;
  const char **keys; /* in order of insertion; not copied */
  size_t count, capacity;
  int32_t *slots; /* open addressing: 1 + position in keys, 0: free */
  size_t slot_count;
} jh_key_index;

void jh_key_index_init(jh_key_index *index, jh_arena *arena);
/* Position of the key, which is added when new; *added says so. -1 without memory. */
int32_t jh_key_index_add(jh_key_index *index, const char *key, bool *added);
/* Position of the key, -1 when there is none. */
int32_t jh_key_index_find(const jh_key_index *index, const char *key);
/* A known key that differs in a character or two, for "did you mean"; NULL when there is none. Linear. */
const char *jh_key_index_nearest(const jh_key_index *index, const char *key);

#endif
