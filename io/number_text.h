/* number_text.h - exact integers as decimals, whatever the locale. */
#ifndef JUNHENG_IO_NUMBER_TEXT_H
#define JUNHENG_IO_NUMBER_TEXT_H

#include "junheng/arena.h"

#include <stdint.h>

/* value / 10^digits with `shown` decimals, rounded half away from zero. NULL without memory. */
const char *jh_decimal_text(jh_arena *arena, int64_t value, int digits, int shown);
/* "12"; "" for a value below 0, which means "not given". NULL without memory. */
const char *jh_count_text(jh_arena *arena, int64_t value);

#endif
