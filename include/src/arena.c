#include "junheng/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 64 * 1024, LARGEST_STEP = 8 * 1024 * 1024 };

typedef struct block {
  struct block *next;
  size_t size, used;
  alignas(max_align_t) unsigned char bytes[];
} block;

struct jh_arena {
  block *blocks; /* newest first */
  size_t next_size, used;
};

jh_arena *jh_arena_create(void) {
  jh_arena *arena = calloc(1, sizeof *arena);
  if (arena) arena->next_size = FIRST_BLOCK;
  return arena;
}

void jh_arena_destroy(jh_arena *arena) {
  if (!arena) return;
  for (block *b = arena->blocks; b;) {
    block *next = b->next;
    free(b);
    b = next;
  }
  free(arena);
}

static block *add_block(jh_arena *arena, size_t need) {
  size_t size = arena->next_size > need ? arena->next_size : need;
  if (size > SIZE_MAX - sizeof(block)) return NULL;
  block *b = calloc(1, sizeof *b + size); /* zeroed once here, never again */
  if (!b) return NULL;
  b->size = size;
  b->next = arena->blocks;
  arena->blocks = b;
  if (arena->next_size < LARGEST_STEP) arena->next_size *= 2;
  return b;
}

void *jh_arena_alloc(jh_arena *arena, size_t count, size_t size) {
  size_t const align = alignof(max_align_t);
  if (size != 0 && count > (SIZE_MAX - align) / size) return NULL;
  size_t const bytes = count * size == 0 ? align : (count * size + align - 1) / align * align;
  block *b = arena->blocks;
  if (!b || b->size - b->used < bytes) b = add_block(arena, bytes);
  if (!b) return NULL;
  void *result = b->bytes + b->used;
  b->used += bytes;
  arena->used += bytes;
  return result;
}

void *jh_arena_grow(jh_arena *arena, void *items, size_t *capacity, size_t need, size_t size) {
  if (items && *capacity >= need) return items;
  size_t larger = *capacity < 8 ? 8 : *capacity;
  while (larger < need) {
    if (larger > SIZE_MAX / 2) return NULL;
    larger *= 2;
  }
  void *copy = jh_arena_alloc(arena, larger, size);
  if (!copy) return NULL;
  if (items) memcpy(copy, items, *capacity * size);
  *capacity = larger;
  return copy;
}

char *jh_arena_text_n(jh_arena *arena, const char *text, size_t length) {
  if (length == SIZE_MAX) return NULL;
  char *copy = jh_arena_alloc(arena, length + 1, 1);
  if (copy) memcpy(copy, text, length);
  return copy;
}

char *jh_arena_text(jh_arena *arena, const char *text) { return jh_arena_text_n(arena, text, strlen(text)); }

char *jh_arena_vprintf(jh_arena *arena, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int const length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0) return NULL;
  char *text = jh_arena_alloc(arena, (size_t)length + 1, 1);
  if (text) vsnprintf(text, (size_t)length + 1, format, args);
  return text;
}

char *jh_arena_printf(jh_arena *arena, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *text = jh_arena_vprintf(arena, format, args);
  va_end(args);
  return text;
}

size_t jh_arena_used(const jh_arena *arena) { return arena->used; }
