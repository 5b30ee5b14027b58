/* compare.h - plans side by side, and the folders a planner starts from. */
#ifndef JUNHENG_SCENARIOS_COMPARE_H
#define JUNHENG_SCENARIOS_COMPARE_H

#include "junheng/io/comparison.h"

/* Reads the plans and lines up what their summaries and tables say. `names` are those of the columns; NULL: the
 * paths. */
jh_status jh_compare_plans(const char *const *paths, const char *const *names, int32_t count, jh_arena *arena,
                           jh_problems *problems, jh_comparison *comparison);
/* Written to `path` (replaced whole): the page where that ends in .html, in the language of the reader; else a table,
 * UTF-8 with BOM and CRLF: figure, plan, difference, plan, difference ..., then the decisions. */
jh_status jh_comparison_write(const jh_comparison *comparison, const char *path, jh_language language,
                              jh_arena *arena, jh_problems *problems);

/* Writes empty templates (the optional ones in DIR/optional), columns.txt, and a small filled county (DIR/example).
 * DIR must not exist or be empty. */
jh_status jh_init_county(const char *folder, jh_language language, jh_arena *arena, jh_problems *problems);

#endif
