/* comparison.h - plans side by side, and the page that shows them: one self-contained HTML file in the style of the
 * dossier, printable, readable without colour, with two plans as with fifty. */
#ifndef JUNHENG_IO_COMPARISON_H
#define JUNHENG_IO_COMPARISON_H

#include "junheng/io/io.h"

/* What a figure is about, in the order in which they are shown. */
typedef enum jh_figure_group {
  JH_FIGURES_OF_PLAN,
  JH_FIGURES_OF_GOALS,
  JH_FIGURES_OF_COSTS,
  JH_FIGURES_OF_SITES,
  JH_FIGURES_OF_CLASSES,
  JH_FIGURES_OF_WAYS,
  JH_FIGURES_OF_POSTS,
  JH_FIGURES_OF_RULES,
  JH_FIGURES_OF_OTHERS,
  JH_FIGURE_GROUPS
} jh_figure_group;

/* One figure of every plan: text as shown; differences against the first plan where both are numbers. */
typedef struct jh_figure {
  const char *name;
  jh_figure_group group;
  const char **values;      /* per plan; NULL: the plan has no such figure */
  const char **differences; /* per plan; NULL: none */
} jh_figure;

/* What people call a key. */
typedef struct jh_name {
  const char *key, *name;
} jh_name;

typedef struct jh_names {
  jh_name *items;
  size_t count, capacity;
} jh_names;

/* Figures: objectives, quotas, costs, ways, classes, sites. Decisions: one row per site (consolidate), teacher
 * (rotate), or place and stage or school with new rooms (allocate), and only those that are not the same in every
 * plan; the difference says "differs". A plan is dominated by another of the same goals that is no worse in any of
 * them and better in one; for consolidate the families' pupil-km count as a goal beside the county's cost. */
typedef struct jh_comparison {
  const char **plans; /* names of the columns: folder names */
  int32_t plan_count;
  const char **reasons;  /* per plan: why its what-if; "" for none */
  int32_t *dominated_by; /* per plan: the plan that is better, -1: none */
  const char ***better;  /* per plan: the goals in which that one is better, NULL after the last */
  jh_figure *figures;
  size_t count, capacity;
  jh_figure *decisions;
  size_t decision_count, decision_capacity;
  jh_names names; /* of sites, places and teachers, as far as the plans tell them */
} jh_comparison;

/* Sites and places by name, from the map of a written plan; none where it has no map that can be read.
 * Errors: JH_NO_MEMORY. */
jh_status jh_plan_names(const char *plan, jh_arena *arena, jh_names *names);
jh_status jh_names_add(jh_names *names, const char *key, const char *name, jh_arena *arena);

/* The name of a figure for people: "cost (yuan)" and the like, part by part. */
const char *jh_figure_label(jh_language language, const char *name, jh_arena *arena);

/* The page. The same comparison and language give the same bytes. In the arena. Errors: JH_NO_MEMORY. */
jh_status jh_comparison_html(const jh_comparison *comparison, jh_language language, jh_arena *arena,
                             const char **html, size_t *size);

#endif
