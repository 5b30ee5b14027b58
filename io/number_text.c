#include "number_text.h"

#include <inttypes.h>
#include <stdbool.h>

static int64_t power_of_ten(int digits) {
  int64_t power = 1;
  while (digits-- > 0) power *= 10;
  return power;
}

const char *jh_decimal_text(jh_arena *arena, int64_t value, int digits, int shown) {
  bool const negative = value < 0;
  uint64_t size = negative ? 0 - (uint64_t)value : (uint64_t)value;
  uint64_t const drop = (uint64_t)power_of_ten(digits - shown), keep = (uint64_t)power_of_ten(shown);
  size = (size + drop / 2) / drop;
  const char *const sign = negative && size > 0 ? "-" : "";
  if (shown == 0) return jh_arena_printf(arena, "%s%" PRIu64, sign, size);
  return jh_arena_printf(arena, "%s%" PRIu64 ".%0*" PRIu64, sign, size / keep, shown, size % keep);
}

const char *jh_count_text(jh_arena *arena, int64_t value) {
  return value < 0 ? "" : jh_arena_printf(arena, "%" PRId64, value);
}
