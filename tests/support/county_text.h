/* county_text.h - a County in a test from inline CSV texts.
 *
 *   const char *const tables[][2] = {{"schools", "school_id,area,first_grade,last_grade\nS1,rural,1,6\n"},
 *                                    {NULL, NULL}};
 *   jh_county *const county = county_from_text(arena, tables); */
#ifndef TESTS_SUPPORT_COUNTY_TEXT_H
#define TESTS_SUPPORT_COUNTY_TEXT_H

#include "junheng/io/io.h"

/* The county in the arena; the test fails on any error, whose text it prints. `tables` ends with {NULL, NULL}. */
jh_county *county_from_text(jh_arena *arena, const char *const (*tables)[2]);
/* The same without asserting: the status, what was wrong, and a county only after JH_OK. */
jh_status county_try_text(jh_arena *arena, const char *const (*tables)[2], const jh_read_options *options,
                          jh_problems *problems, jh_county *county);
/* The raw tables, as a scenario changes them. */
jh_status county_tables_from_text(jh_arena *arena, const char *const (*tables)[2], const jh_read_options *options,
                                  jh_problems *problems, jh_county_tables *read);
/* A problem whose text contains `words` is in the list. */
bool problems_mention(const jh_problems *problems, const char *words);
void problems_print(const jh_problems *problems);

#endif
