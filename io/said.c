/* Fixed wordings that carry numbers, in the reader's language. */
#include "junheng/io/report.h"
#include "words.h"

#include <string.h>

/* "135 sent, 125 due" as "{1} sent, {2} due" with its numbers apart; how many there are, -1: too many. */
static int take_numbers(jh_arena *arena, const char *words, char *pattern, const char **numbers, int most) {
  int count = 0;
  while (*words) {
    size_t const digits = *words >= '0' && *words <= '9' ? strspn(words, "0123456789.") : 0;
    if (digits == 0) {
      *pattern++ = *words++;
      continue;
    }
    if (count == most) return -1;
    numbers[count] = jh_arena_text_n(arena, words, digits);
    if (!numbers[count]) return -1;
    count++;
    *pattern++ = '{';
    *pattern++ = (char)('0' + count);
    *pattern++ = '}';
    words += digits;
  }
  *pattern = '\0';
  return count;
}

const char *jh_said(jh_language language, const char *words, jh_arena *arena) {
  enum { MOST = 5 };
  const char *numbers[MOST];
  const char *const whole = jh_word(language, words);
  if (whole != words || language == JH_ENGLISH) return whole;
  char *const pattern = JH_NEW(arena, char, 3 * strlen(words) + 1);
  if (!pattern || take_numbers(arena, words, pattern, numbers, MOST) <= 0) return words;
  const char *rest = jh_word(language, pattern), *text = "";
  if (rest == pattern) return words;
  for (const char *open; text && (open = strchr(rest, '{')) != NULL; rest = open + 3)
    text = jh_arena_printf(arena, "%s%.*s%s", text, (int)(open - rest), rest, numbers[open[1] - '1']);
  text = text ? jh_arena_printf(arena, "%s%s", text, rest) : NULL;
  return text ? text : words;
}

const char *jh_label(jh_language language, const char *code, jh_arena *arena) {
  const char *const word = jh_word(language, code);
  if (word != code) return word;
  char *const label = jh_arena_text(arena, code);
  for (char *c = label; c && *c; c++)
    if (*c == '_') *c = ' ';
  return label ? label : code;
}
