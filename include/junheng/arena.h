/* arena.h - one arena per job, released whole.
 *
 * Everything a job loads, builds and decides lives in its arena, so there is no cleanup ladder anywhere.
 * An arena belongs to one thread at a time.  Memory is zeroed; alignment suits any type. */
#ifndef JUNHENG_ARENA_H
#define JUNHENG_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct jh_arena jh_arena;

/* A new, empty arena; NULL when there is no memory. The caller destroys it. */
jh_arena *jh_arena_create(void);
/* Releases all that was ever allocated from it. NULL is allowed. */
void jh_arena_destroy(jh_arena *arena);

/* count * size zeroed bytes, or NULL when there is no memory or the product overflows.
 * A count of 0 gives a valid pointer to nothing. */
void *jh_arena_alloc(jh_arena *arena, size_t count, size_t size);
/* Room for at least `need` items: returns `items` itself when *capacity suffices, else a larger zero-filled
 * copy (doubling), and updates *capacity. NULL when there is no memory; `items` then stays valid. */
void *jh_arena_grow(jh_arena *arena, void *items, size_t *capacity, size_t need, size_t size);

/* Copies that end in NUL; NULL when there is no memory. */
char *jh_arena_text(jh_arena *arena, const char *text);
char *jh_arena_text_n(jh_arena *arena, const char *text, size_t length);
__attribute__((format(printf, 2, 3))) char *jh_arena_printf(jh_arena *arena, const char *format, ...);
__attribute__((format(printf, 2, 0))) char *jh_arena_vprintf(jh_arena *arena, const char *format, va_list args);

/* Bytes handed out so far. */
size_t jh_arena_used(const jh_arena *arena);

#define JH_NEW(arena, type, count) ((type *)jh_arena_alloc((arena), (size_t)(count), sizeof(type)))

#endif
