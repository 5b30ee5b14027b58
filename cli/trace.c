/* trace: one teacher, place or school through a written plan, in words. */
#include "trace_words.h"

#include <stdio.h>
#include <string.h>

/* ---- its lines in the tables ---- */

/* The word of a choice in the reader's language, as headers are; other cells as they stand. */
static const char *word_of(const trace_page *page, const jh_column *column, const char *text) {
  for (const jh_choice *choice = column->choices; choice && choice->word; choice++)
    if (strcmp(text, choice->word) == 0 || strcmp(text, choice->word_zh) == 0)
      return page->o->speech == JH_CHINESE ? choice->word_zh : choice->word;
  return text;
}

/* A cell that a what-if changed names the what-if. */
static void print_cell(const trace_page *page, const jh_table *table, int32_t row, int32_t column) {
  const char *const text = jh_table_cell(table, row, column), *file = NULL;
  const jh_column *const spec = &table->spec->columns[column];
  int32_t line = 0;
  if (!text || !*text) return;
  printf("  %s %s", page->o->speech == JH_CHINESE ? spec->name_zh : spec->name, word_of(page, spec, text));
  jh_table_origin(table, row, column, &file, &line);
  if (file && (strcmp(file, table->file) != 0 || line != table->lines[row])) printf(" (%s:%d)", file, (int)line);
}

static void print_row(const trace_page *page, const jh_table *table, int32_t row) {
  printf("  %s:%d", table->file, (int)table->lines[row]);
  for (int32_t column = 0; column < table->spec->column_count; column++) print_cell(page, table, row, column);
  printf("\n");
}

static void print_source(const trace_page *page, jh_source source) {
  const jh_table *const table = &page->traced->opened.tables.table[source.table];
  for (int32_t row = 0; row < table->row_count; row++)
    if (table->lines[row] == source.line) {
      print_row(page, table, row);
      return;
    }
}

void trace_print_lines(const trace_page *page) {
  enum { MOST = 12 };
  jh_language const speech = page->o->speech;
  int32_t const lines = page->trace->line_count, rows = page->trace->row_count;
  printf("%s\n", jh_text(speech, "In the county's tables"));
  for (int32_t i = 0; i < lines && i < MOST; i++) print_source(page, page->trace->lines[i]);
  if (lines > MOST) printf(jh_text(speech, "  and %d more lines\n"), (int)(lines - MOST));
  if (rows == 0) return;
  printf("%s\n", jh_text(speech, "In the plan's tables"));
  for (int32_t i = 0; i < rows && i < MOST; i++)
    print_row(page, &page->traced->tables[page->trace->rows[i].table], page->trace->rows[i].row);
  if (rows > MOST) printf(jh_text(speech, "  and %d more rows\n"), (int)(rows - MOST));
}

/* ---- the page ---- */

static void print_title(const trace_page *page) {
  const jh_trace *const trace = page->trace;
  const char *name = "";
  switch (trace->kind) {
    case JH_TRACE_TEACHER: name = trace_teacher_name(page, (jh_teacher_ix){trace->index}); break;
    case JH_TRACE_PLACE: name = trace_place_name(page, (jh_place_ix){trace->index}); break;
    case JH_TRACE_SCHOOL: name = trace_school_name(page, (jh_school_ix){trace->index}); break;
    case JH_TRACE_KINDS: break;
  }
  const char *const years = trace->last_year > trace->first_year
                                ? trace_text(page, "%d-%d", (int)trace->first_year, (int)trace->last_year)
                                : trace_text(page, "%d", (int)trace->first_year);
  printf(jh_text(page->o->speech, "%s, %s %s\n"), name,
         jh_label(page->o->speech, jh_job_name(trace->job), page->o->arena), years);
}

static void print_page(const trace_page *page) {
  print_title(page);
  trace_print_lines(page);
  trace_print_facts(page);
  trace_print_options(page);
  trace_print_changes(page);
}

static bool read_kind(const options *o, jh_trace_request *of) {
  for (int k = 0; o->kind && k < JH_TRACE_KINDS; k++)
    if (strcmp(o->kind, jh_trace_kind_name((jh_trace_kind)k)) == 0) {
      of->has_kind = true;
      of->kind = (jh_trace_kind)k;
    }
  return !o->kind || of->has_kind;
}

int command_trace(const options *o) {
  jh_problems problems;
  options_problems(o, &problems);
  jh_job_request const request = options_request(o);
  jh_trace_request of = {.plan = o->arguments[1], .key = o->arguments[2], .year = o->first_year};
  if (!read_kind(o, &of)) {
    fprintf(stderr, jh_text(o->speech, "junheng: --kind %s: expected teacher, place or school\n"), o->kind);
    return EXIT_USAGE;
  }
  jh_traced traced;
  jh_status const status = jh_job_trace(&request, &of, o->arena, &problems, &traced);
  if (status) return say_failure(o, &problems, status);
  say_problems(o, &problems);
  trace_page const page = {o, &traced, &traced.opened.county, &traced.trace};
  if (o->json)
    trace_print_json(&page);
  else if (!o->quiet)
    print_page(&page);
  return EXIT_PLANNED;
}
