/* report.h - the dossier of a plan: one self-contained HTML file for a hearing, printable to A4.
 *
 * It shows the question and the answer, a map, before and after, the rules with their documents and how sure the
 * answer is.  It loads nothing from anywhere, has no script, and never runs text of the tables as markup.  Equal
 * county, tables and options give equal bytes. */
#ifndef JUNHENG_IO_REPORT_H
#define JUNHENG_IO_REPORT_H

#include "junheng/io/io.h"

/* The way from a place to a school as the county measures it; false where it is not known. */
typedef bool jh_report_way(const void *context, jh_place_ix place, jh_school_ix school, int64_t *distance_mm,
                           int64_t *time_s);

typedef struct jh_report_options {
  jh_language language;
  bool public_version; /* only what a 公示 shows of teachers: names and schools */
  jh_report_way *way;  /* for the ways of today; NULL: today's are not shown */
  const void *way_context;
  const jh_problems *warnings; /* of the run, what the data left open; or NULL */
  const jh_table *frontier;    /* consolidate: frontier.csv, which the plan is a point of; or NULL */
  int32_t frontier_row;        /* the plan's row of it */
} jh_report_options;

/* `tables` as jh_plan_read gives them, summary and audit included; absent ones have no rows. The text is in the
 * arena. Errors: JH_NO_MEMORY. */
jh_status jh_report_html(const jh_county *county, const jh_table tables[JH_PLAN_TABLE_COUNT],
                         const jh_report_options *options, jh_arena *arena, const char **html, size_t *size);

/* A name of the program's own, "every_pupil_once": translated, else with blanks. */
const char *jh_label(jh_language language, const char *code, jh_arena *arena);

#endif
