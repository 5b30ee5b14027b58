/* roster_reason.h - why a teacher goes: written into roster.csv in both languages, so that the table is the same
 * whoever writes it; told to a reader in one. */
#ifndef JUNHENG_IO_ROSTER_REASON_H
#define JUNHENG_IO_ROSTER_REASON_H

#include "junheng/arena.h"
#include "junheng/text.h"

#include <stdint.h>

/* "补足缺岗 fills a post; 任教 10 年; 本人意向": the cell of roster.csv. NULL without memory. */
const char *roster_reason_cell(bool fills_post, int32_t years_here, bool preferred, jh_arena *arena);
/* The cell in one language; as it is where somebody wrote a reason by hand. NULL without memory. */
const char *roster_reason_told(const char *cell, jh_language language, jh_arena *arena);

#endif
