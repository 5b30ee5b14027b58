/* plan.xlsx: the plan's tables as one workbook, a sheet each, after an overview. */
#include "workbook_inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_TEXT = 32000, LAST_ROW = 1048575, WIDEST = 48, NARROWEST = 8, ROWS_MEASURED = 200 };

const char *workbook_say(const workbook *w, const char *english) { return jh_text(w->language, english); }

static void take(workbook *w, lxw_error error) { w->failed |= error != LXW_NO_ERROR; }

void workbook_text(workbook *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                   lxw_format *format) {
  if (!text || !*text) return;
  size_t length = strlen(text);
  if (length > LONGEST_TEXT) {
    for (length = LONGEST_TEXT; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;) length--;
    text = jh_arena_text_n(w->arena, text, length);
  }
  if (text)
    take(w, worksheet_write_string(sheet, row, column, text, format));
  else
    w->failed = true;
}

static bool is_number(const char *text, double *number) {
  enum { EXACT_DIGITS = 15 };
  if (!text || !*text || strlen(text) > EXACT_DIGITS + 2 || strspn(text, "-.0123456789") != strlen(text))
    return false;
  char *end = NULL;
  *number = strtod(text, &end);
  return *end == '\0';
}

void workbook_number(workbook *w, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text) {
  double number = 0;
  if (is_number(text, &number))
    take(w, worksheet_write_number(sheet, row, column, number, NULL));
  else
    workbook_text(w, sheet, row, column, text, NULL);
}

/* In columns of a screen: a Chinese character takes two. */
static int width_of(const char *text) {
  int width = 0;
  for (const unsigned char *c = (const unsigned char *)(text ? text : ""); *c; c++)
    width += *c < 0xC0 ? *c < 0x80 : *c < 0xE0 ? 1 : 2;
  return width;
}

static double column_width(const jh_table *table, int32_t column, const char *head) {
  enum { FILTER_BUTTON = 4 };
  int width = width_of(head) + FILTER_BUTTON;
  for (int32_t row = 0; row < table->row_count && row < ROWS_MEASURED; row++) {
    int const cell = width_of(jh_table_cell(table, row, column)) + 2;
    if (cell > width) width = cell;
  }
  return width > WIDEST ? WIDEST : width < NARROWEST ? NARROWEST : width;
}

/* How long a plan took is not of the plan: the same plan has the same bytes. */
static bool is_left_out(const jh_table *table, int32_t row) {
  const char *const key = jh_table_cell(table, row, 0);
  return strcmp(table->spec->name, "summary") == 0 && key && strcmp(key, "seconds") == 0;
}

static void add_sheet(workbook *w, const jh_table *table) {
  const jh_table_spec *const spec = table->spec;
  lxw_worksheet *const sheet =
      workbook_add_worksheet(w->file, w->language == JH_CHINESE ? spec->name_zh : spec->name);
  if (!sheet) {
    w->failed = true;
    return;
  }
  for (int32_t c = 0; c < spec->column_count; c++) {
    const jh_column *const column = &spec->columns[c];
    const char *const head = w->language == JH_CHINESE ? column->name_zh : column->name;
    workbook_text(w, sheet, 0, (lxw_col_t)c, head, w->head);
    take(w, worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, column_width(table, c, head), NULL));
  }
  lxw_row_t next = 1;
  for (int32_t row = 0; row < table->row_count; row++) {
    if (is_left_out(table, row)) continue;
    if (next == LAST_ROW) {
      workbook_text(w, sheet, next, 0, workbook_say(w, "more rows in the CSV file"), NULL);
      break;
    }
    for (int32_t c = 0; c < spec->column_count; c++) {
      jh_type const type = spec->columns[c].type;
      const char *const cell = jh_table_cell(table, row, c);
      if (type == JH_COUNT || type == JH_DECIMAL || type == JH_YES_NO)
        workbook_number(w, sheet, next, (lxw_col_t)c, cell);
      else
        workbook_text(w, sheet, next, (lxw_col_t)c, cell, NULL);
    }
    next++;
  }
  worksheet_freeze_panes(sheet, 1, 0);
  take(w, worksheet_autofilter(sheet, 0, 0, next - 1, (lxw_col_t)(spec->column_count - 1)));
  worksheet_repeat_rows(sheet, 0, 0);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9); /* A4 */
  worksheet_fit_to_pages(sheet, 1, 0);
}

static void set_formats(workbook *w) {
  w->head = workbook_add_format(w->file);
  w->title = workbook_add_format(w->file);
  w->wrapped = workbook_add_format(w->file);
  if (!w->head || !w->title || !w->wrapped) {
    w->failed = true;
    return;
  }
  format_set_bold(w->head);
  format_set_bg_color(w->head, 0xE8EBEF);
  format_set_bottom(w->head, LXW_BORDER_THIN);
  format_set_bold(w->title);
  format_set_font_size(w->title, 14);
  format_set_text_wrap(w->wrapped);
  format_set_align(w->wrapped, LXW_ALIGN_VERTICAL_TOP);
}

static bool sync_file(const char *path) {
  int const file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool const good = fsync(file) == 0;
  return close(file) == 0 && good;
}

jh_status jh_plan_workbook(const char *path, const char *scratch, const jh_table tables[JH_PLAN_TABLE_COUNT],
                           jh_language language, jh_arena *arena, jh_problems *problems) {
  static const time_t made = 946684800; /* 2000-01-01: not the hour of the run, so that bytes repeat */
  lxw_workbook_options options = {
      .constant_memory = LXW_FALSE, .tmpdir = jh_arena_text(arena, scratch), .use_zip64 = LXW_FALSE};
  workbook w = {.file = workbook_new_opt(path, &options), .tables = tables, .language = language, .arena = arena};
  if (!w.file) return JH_NO_MEMORY;
  lxw_doc_properties about = {.created = made};
  take(&w, workbook_set_properties(w.file, &about));
  set_formats(&w);
  if (!w.failed) workbook_overview(&w);
  for (int t = 0; t < JH_PLAN_TABLE_COUNT && !w.failed; t++)
    if (tables[t].present) add_sheet(&w, &tables[t]);
  errno = 0;
  lxw_error const error = workbook_close(w.file); /* also releases it */
  if (w.failed) return JH_NO_MEMORY;
  if (error == LXW_NO_ERROR && sync_file(path)) return JH_OK;
  jh_problems_error(problems, "plan.xlsx", 0, NULL, NULL, "cannot be written: %s",
                    error == LXW_NO_ERROR || errno ? jh_error_text(problems->language, errno) : lxw_strerror(error));
  return error == LXW_ERROR_MEMORY_MALLOC_FAILED ? JH_NO_MEMORY : JH_IO_ERROR;
}
