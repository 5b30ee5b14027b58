/* workbook_inner.h - between the files that write plan.xlsx. */
#ifndef JUNHENG_IO_WORKBOOK_INNER_H
#define JUNHENG_IO_WORKBOOK_INNER_H

#include "junheng/io/io.h"

#include <xlsxwriter.h>

typedef struct workbook {
  lxw_workbook *file;
  lxw_format *head, *title, *wrapped;
  const jh_table *tables; /* of the plan, by jh_plan_table */
  jh_language language;
  jh_arena *arena;
  bool failed;
} workbook;

/* In the language of the workbook. */
const char *workbook_say(const workbook *w, const char *english);
/* A text is a text, whatever it begins with; longer than a cell may be, it is cut. NULL and "" leave the cell empty.
 */
void workbook_text(workbook *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                   lxw_format *format);
/* A number where the text is one, else the text. */
void workbook_number(workbook *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text);
/* The first sheet: what was asked, the answer and its proof, and charts (workbook_overview.c). */
void workbook_overview(workbook *w);

#endif
