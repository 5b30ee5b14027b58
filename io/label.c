/* Keys for people. */
#include "junheng/io/comparison.h"
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

const char *jh_figure_label(jh_language language, const char *name, jh_arena *arena) {
  if (strcmp(name, "pupils") == 0) return jh_text(language, "pupils in all"); /* elsewhere the word is a unit */
  const char *const whole = jh_text(language, name);
  const char *const colon = strstr(name, ": "), *const cut = colon ? colon : strstr(name, " (");
  if (whole != name || !cut) return jh_label(language, name, arena);
  const char *const first = jh_arena_text_n(arena, name, (size_t)(cut - name));
  const char *const second = jh_arena_text_n(arena, cut + 2, strlen(cut + 2) - (colon ? 0 : 1));
  if (!first || !second) return name;
  const char *const words = jh_arena_printf(arena, jh_text(language, colon ? JH_N("%s: %s") : JH_N("%s (%s)")),
                                            jh_label(language, first, arena), jh_label(language, second, arena));
  return words ? words : name;
}
