#include "json_text.h"

#include <stdio.h>
#include <string.h>

static void append(json_text *j, const char *bytes, size_t size) {
  char *const larger = j->failed ? NULL : jh_arena_grow(j->arena, j->bytes, &j->capacity, j->size + size + 1, 1);
  j->failed = !larger;
  if (!larger) return;
  j->bytes = larger;
  memcpy(larger + j->size, bytes, size);
  j->size += size;
  larger[j->size] = '\0';
}

void json_raw(json_text *j, const char *text) { append(j, text, strlen(text)); }

void json_string(json_text *j, const char *text) {
  if (!text) {
    json_raw(j, "null");
    return;
  }
  append(j, "\"", 1);
  for (const char *c = text; *c; c++) {
    char escaped[8];
    if ((unsigned char)*c >= 0x20 && *c != '"' && *c != '\\') {
      append(j, c, 1);
      continue;
    }
    int const size = *c == '"' || *c == '\\' ? snprintf(escaped, sizeof escaped, "\\%c", *c)
                                             : snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)*c);
    append(j, escaped, (size_t)size);
  }
  append(j, "\"", 1);
}

static void name_of(json_text *j, const char *name) {
  append(j, ",", 1);
  json_string(j, name);
  append(j, ":", 1);
}

void json_member(json_text *j, const char *name, const char *text) {
  if (!text) return;
  name_of(j, name);
  json_string(j, text);
}

void json_count(json_text *j, const char *name, int64_t count) {
  char text[32];
  if (count < 0) return;
  name_of(j, name);
  int const size = snprintf(text, sizeof text, "%lld", (long long)count);
  append(j, text, (size_t)size);
}

void json_decimal(json_text *j, const char *name, double value, int digits) {
  char text[64];
  name_of(j, name);
  int const size = snprintf(text, sizeof text, "%.*f", digits, value);
  append(j, text, (size_t)size);
}
