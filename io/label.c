/* Keys for people. */
#include "junheng/io/report.h"

#include <string.h>

const char *jh_label(jh_language language, const char *code, jh_arena *arena) {
  const char *const word = jh_text(language, code);
  if (word != code) return word;
  char *const label = jh_arena_text(arena, code);
  for (char *c = label; c && *c; c++)
    if (*c == '_') *c = ' ';
  return label ? label : code;
}
