/* table_builder.h - headers and cells into a jh_table: what the CSV and the SQLite source share. */
#ifndef JUNHENG_IO_TABLE_BUILDER_H
#define JUNHENG_IO_TABLE_BUILDER_H

#include "junheng/problems.h"
#include "junheng/table.h"

typedef struct jh_table_builder {
  jh_table *table;
  jh_problems *problems;
  int32_t *columns; /* column of the spec for each column of the source; -1: unknown, -2: no name */
  size_t column_count, column_capacity;
  const char **row;    /* cells of the row under construction, spec->column_count */
  bool guarded;        /* texts may carry the apostrophe that keeps spreadsheets from running them: it is taken off */
  bool row_any;        /* one of them is not empty */
  bool *nameless_told; /* a nameless column with content was complained about */
  size_t nameless_capacity;
  char *pool; /* cells are small: packed, not each rounded up to the arena's alignment */
  size_t pool_left;
} jh_table_builder;

jh_status jh_builder_init(jh_table_builder *builder, jh_table *table, jh_problems *problems);
/* The next column of the source has this name. */
jh_status jh_builder_column(jh_table_builder *builder, const char *name, size_t length, int32_t line);
/* All columns are named: errors for those that are missing. False: rows are not worth reading. */
bool jh_builder_header_done(jh_table_builder *builder, int32_t line);
/* Cell `column` of the source, trimmed and kept where the spec has a place for it. */
jh_status jh_builder_cell(jh_table_builder *builder, size_t column, const char *text, size_t length, int32_t line);
/* Appends the row unless all its cells are empty. */
jh_status jh_builder_row_done(jh_table_builder *builder, int32_t line);

#endif
