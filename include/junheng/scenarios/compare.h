/* compare.h - plans side by side, and the folders a planner starts from. */
#ifndef JUNHENG_SCENARIOS_COMPARE_H
#define JUNHENG_SCENARIOS_COMPARE_H

#include "junheng/io/io.h"

/* One figure of every plan: text as shown; differences against the first plan where both are numbers. */
typedef struct jh_figure {
  const char *name;
  const char **values;      /* per plan; NULL: the plan has no such figure */
  const char **differences; /* per plan; NULL: none */
} jh_figure;

/* Figures: objectives, quotas, costs, ways, classes, sites. Decisions: one row per site (consolidate), teacher
 * (rotate), or place and stage or school with new rooms (allocate), and only those that are not the same in every
 * plan; the difference says "differs". A plan is dominated by another of the same goals that is no worse in any of
 * them and better in one; for consolidate the families' pupil-km count as a goal beside the county's cost. */
typedef struct jh_comparison {
  const char **plans; /* names of the columns: folder names */
  int32_t plan_count;
  jh_figure *figures;
  size_t count, capacity;
  jh_figure *decisions;
  size_t decision_count, decision_capacity;
} jh_comparison;

/* Reads the plans and lines up what their summaries and tables say. `names` are those of the columns; NULL: the
 * paths. */
jh_status jh_compare_plans(const char *const *paths, const char *const *names, int32_t count, jh_arena *arena,
                           jh_problems *problems, jh_comparison *comparison);
/* UTF-8 with BOM and CRLF: figure, plan, difference, plan, difference ..., then the decisions; written to `path`
 * (replaced whole). */
jh_status jh_comparison_write(const jh_comparison *comparison, const char *path, jh_arena *arena,
                              jh_problems *problems);

/* Writes empty templates (the optional ones in DIR/optional), columns.txt, and a small filled county (DIR/example).
 * DIR must not exist or be empty. */
jh_status jh_init_county(const char *folder, jh_language language, jh_arena *arena, jh_problems *problems);

#endif
