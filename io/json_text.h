/* json_text.h - JSON written piece by piece, in the order it is asked for. */
#ifndef JUNHENG_IO_JSON_TEXT_H
#define JUNHENG_IO_JSON_TEXT_H

#include "junheng/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct json_text {
  jh_arena *arena;
  char *bytes;
  size_t size, capacity;
  bool failed; /* out of memory: later calls do nothing, the caller checks once */
} json_text;

/* As it is. */
void json_raw(json_text *j, const char *text);
/* A string; NULL is null. */
void json_string(json_text *j, const char *text);
/* `,"name":` and a value. Texts that are NULL and counts below 0 are left out. */
void json_member(json_text *j, const char *name, const char *text);
void json_count(json_text *j, const char *name, int64_t count);
void json_decimal(json_text *j, const char *name, double value, int digits);

#endif
