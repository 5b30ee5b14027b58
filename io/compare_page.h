/* compare_page.h - between the two files of the page that compares: tables, charts. */
#ifndef JUNHENG_IO_COMPARE_PAGE_H
#define JUNHENG_IO_COMPARE_PAGE_H

#include "html_text.h"
#include "junheng/io/comparison.h"
#include "key_index.h"

typedef struct compare_page {
  html out;
  const jh_comparison *all;
  jh_key_index keys; /* of all->names, in their order but each once */
  const char **names;
} compare_page;

/* The name of a figure for people: "cost (yuan)", "sites: keep" piece by piece. */
const char *compare_figure_words(compare_page *page, const char *name);
/* A figure where it is a number; false: it is none. */
bool compare_number(const char *text, double *value);
/* 455249272.114 as 455,249,272: from a thousand on without decimals, below with three at most. What is no number as
 * it is; the table of the same comparison has every digit. */
const char *compare_grouped(compare_page *page, const char *text);
/* A word of the program's own: translated, else its underscores as blanks. */
const char *compare_label_of(compare_page *page, const char *code);
/* The number of a plan in tables and drawings: 1, 2, 3. */
static inline int compare_ordinal(int32_t plan) { return (int)plan + 1; }

/* What the plans cost against how far pupils travel where all plans have both; else a bar for each plan and goal. */
void compare_chart(compare_page *page);
/* Decisions that are not the same in every plan (compare_flips.c). */
void compare_flips(compare_page *page);

#endif
