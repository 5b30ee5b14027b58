#include "cell_text.h"

#include <string.h>
#include <strings.h>

enum { BILLION = 1000000000, DIGITS_AFTER_POINT = 9, DIGITS_BEFORE_POINT = 15 };

size_t jh_utf8_step(const char *text, size_t size) {
  const unsigned char *const byte = (const unsigned char *)text;
  if (size == 0) return 0;
  if (byte[0] < 0x80) return 1;
  size_t const length = byte[0] >= 0xF0 ? 4 : byte[0] >= 0xE0 ? 3 : 2;
  if (byte[0] < 0xC2 || byte[0] > 0xF4 || size < length) return 0;
  for (size_t i = 1; i < length; i++)
    if ((byte[i] & 0xC0) != 0x80) return 0;
  if (byte[0] == 0xE0 && byte[1] < 0xA0) return 0; /* overlong */
  if (byte[0] == 0xED && byte[1] > 0x9F) return 0; /* surrogates */
  if (byte[0] == 0xF0 && byte[1] < 0x90) return 0; /* overlong */
  if (byte[0] == 0xF4 && byte[1] > 0x8F) return 0; /* beyond Unicode */
  return length;
}

/* Bytes of the blank at `text`, 0 when it is none. */
static size_t blank_at(const char *text, size_t length) {
  static const char *const wide[] = {
      "\xC2\xA0",     /* no-break space */
      "\xE3\x80\x80", /* full-width space */
      "\xEF\xBB\xBF", /* byte order mark in the middle of a file */
      "\xE2\x80\xAF", /* narrow no-break space */
  };
  if (length == 0) return 0;
  if (strchr(" \t\r\n\v\f", text[0]) && text[0]) return 1;
  for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
    size_t const size = strlen(wide[i]);
    if (length >= size && memcmp(text, wide[i], size) == 0) return size;
  }
  /* U+2000 to U+200D: typographic spaces and zero-width marks. */
  if (length >= 3 && memcmp(text, "\xE2\x80", 2) == 0 && (unsigned char)text[2] <= 0x8D) return 3;
  return 0;
}

size_t jh_cell_trim(const char **text, size_t length) {
  for (size_t step = blank_at(*text, length); step > 0; step = blank_at(*text, length)) {
    *text += step;
    length -= step;
  }
  size_t end = 0;
  for (size_t at = 0; at < length;) {
    size_t const blank = blank_at(*text + at, length - at);
    at += blank ? blank : 1;
    if (!blank) end = at;
  }
  return end;
}

/* Full-width forms U+FF0B.. stand at a fixed distance from ASCII; only those of numbers are meant here. */
static unsigned char folded(const char *text) {
  const unsigned char *const byte = (const unsigned char *)text;
  if (byte[0] == 0xE2 && byte[1] == 0x88 && byte[2] == 0x92) return '-'; /* the minus sign */
  if (byte[0] != 0xEF || byte[1] != 0xBC) return 0;
  unsigned char const ascii = (unsigned char)(byte[2] - 0x81u + '!');
  return ascii && strchr("0123456789+-.,", ascii) ? ascii : 0;
}

size_t jh_cell_fold_digits(char *text, size_t length) {
  size_t out = 0;
  for (size_t at = 0; at < length;) {
    unsigned char const ascii = at + 3 <= length ? folded(text + at) : 0;
    if (ascii)
      memcpy(&text[out++], &ascii, 1);
    else
      text[out++] = text[at];
    at += ascii ? 3 : 1;
  }
  text[out] = '\0';
  return out;
}

bool jh_type_is_numeric(jh_type type) { return type == JH_COUNT || type == JH_DECIMAL || type == JH_YES_NO; }

/* "1,234,567.8" and the like. */
static bool has_separators(const char *text) {
  bool any = false;
  for (const char *at = text + (*text == '-' || *text == '+'); *at; at++) {
    if (*at == ',') any = true;
    if (!strchr("0123456789,.", *at)) return false;
  }
  return any;
}

jh_number_fault jh_number_parse(const char *text, jh_number *number) {
  *number = (jh_number){0, 0, 0};
  bool const negative = *text == '-';
  const char *at = text + (*text == '-' || *text == '+');
  int before = 0, after = 0, leading = 0;
  while (at[leading] == '0') leading++;
  at += leading;
  for (; *at >= '0' && *at <= '9'; at++, before++) {
    if (before >= DIGITS_BEFORE_POINT) return JH_NUMBER_NONE;
    number->whole = number->whole * 10 + (*at - '0');
  }
  double fraction = 0, power = 1;
  if (*at == '.')
    for (at++; *at >= '0' && *at <= '9'; at++, after++) {
      if (after >= DIGITS_AFTER_POINT) continue;
      number->billionths = number->billionths * 10 + (*at - '0');
      fraction = fraction * 10 + (*at - '0');
      power *= 10;
    }
  if (*at || leading + before + after == 0) return has_separators(text) ? JH_NUMBER_SEPARATORS : JH_NUMBER_NONE;
  for (int i = after; i < DIGITS_AFTER_POINT; i++) number->billionths *= 10;
  /* One rounding only: digits without the point are exact up to 2^53, and so is the power of ten. */
  double const digits = (double)number->whole * power + fraction;
  number->value = negative ? -digits / power : digits / power;
  if (negative) {
    number->whole = -number->whole;
    number->billionths = -number->billionths;
  }
  return JH_NUMBER_FINE;
}

int64_t jh_number_scaled(const jh_number *number, int64_t scale) {
  if (number->whole > INT64_MAX / scale - 1) return INT64_MAX;
  if (number->whole < INT64_MIN / scale + 1) return INT64_MIN;
  int64_t const half = number->whole < 0 || number->billionths < 0 ? -BILLION / 2 : BILLION / 2;
  return number->whole * scale + (number->billionths * scale + half) / BILLION;
}

bool jh_yes_no_parse(const char *text, bool *value) {
  static const char *const yes[] = {"1", "yes", "是", "true"}, *const no[] = {"0", "no", "否", "false"};
  for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
    *value = strcasecmp(text, yes[i]) == 0;
    if (*value || strcasecmp(text, no[i]) == 0) return true;
  }
  return false;
}

int32_t jh_choice_parse(const jh_choice *choices, const char *text) {
  /* Second Chinese words that the format names: 完全小学 is a school as opposed to a teaching point. */
  if (strcmp(text, "完全小学") == 0) text = "学校";
  for (int32_t i = 0; choices[i].word; i++)
    if (strcasecmp(choices[i].word, text) == 0 || strcmp(choices[i].word_zh, text) == 0) return i;
  return -1;
}
