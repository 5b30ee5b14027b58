/* table.h - a table as a planner sees it: named columns, rows of text.
 *
 * The one shape between files and meaning.  Readers (CSV, SQLite) produce tables, change tables edit them, the
 * loader turns them into a County; plans become tables, and writers (CSV, SQL, SQLite) consume them; the auditor
 * reads a plan back as tables.  A column is described once, in a jh_column of schema.c: parsing, headers in both
 * languages, SQL schema, templates and documentation all come from there. */
#ifndef JUNHENG_TABLE_H
#define JUNHENG_TABLE_H

#include "junheng/arena.h"
#include "junheng/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum jh_type {
  JH_TEXT,    /* UTF-8 */
  JH_KEY,     /* UTF-8, unique in its table, not empty */
  JH_REF,     /* a key of the table named in `refers` */
  JH_REFS,    /* several, separated by ; or 、 */
  JH_LIST,    /* texts separated by ; or 、 */
  JH_COUNT,   /* integer, minimum..maximum */
  JH_DECIMAL, /* number, minimum..maximum, kept as thousandths where money or kilometres */
  JH_YES_NO,  /* 1/0, 是/否, yes/no */
  JH_CHOICE   /* one of `choices` */
} jh_type;

/* A word of a choice: what is written in files (English), its Chinese word, in the order of its enum. */
typedef struct jh_choice {
  const char *word, *word_zh;
} jh_choice;

typedef struct jh_column {
  const char *name, *name_zh;
  jh_type type;
  bool required;            /* the column must be there and no cell of it empty */
  const char *default_text; /* what an empty cell means; NULL: "not given" */
  double minimum, maximum;  /* JH_COUNT, JH_DECIMAL: inclusive */
  const jh_choice *choices; /* JH_CHOICE: ends with {NULL, NULL} */
  const char *refers;       /* JH_REF, JH_REFS: table name */
  const char *unit;         /* "pupils", "yuan", "km", ...; NULL: none */
  const char *meaning, *meaning_zh;
} jh_column;

typedef struct jh_table_spec {
  const char *name, *name_zh; /* "schools" 学校: file schools.csv, SQL table schools */
  bool optional;
  const jh_column *columns;
  int32_t column_count;
  const char *meaning;
} jh_table_spec;

/* A cell that did not come from its row's own line: a scenario changed it. */
typedef struct jh_cell_origin {
  int32_t row, column, line;
  const char *file;
} jh_cell_origin;

/* Rows of text. cells[row * spec->column_count + column] is UTF-8 without surrounding blanks, or NULL when the
 * cell is empty. Owned by the arena. lines[row] is the physical line in `file`. */
typedef struct jh_table {
  const jh_table_spec *spec;
  jh_arena *arena;
  const char *file;   /* as messages name it: "pupils.csv", "county.db:pupils" */
  bool present;       /* the file or SQL table exists */
  bool *has_column;   /* spec->column_count flags: which columns the header has */
  bool chinese_heads; /* the header names its columns in Chinese */
  const char **cells;
  int32_t *lines;
  int32_t row_count;
  size_t cell_capacity, line_capacity;
  jh_cell_origin *origins; /* sparse, usually none */
  size_t origin_count, origin_capacity;
} jh_table;

jh_status jh_table_init(jh_table *table, const jh_table_spec *spec, jh_arena *arena, const char *file);
/* Appends a row of empty cells and returns its first cell (column_count of them), NULL without memory. */
const char **jh_table_append(jh_table *table, int32_t line);
const char *jh_table_cell(const jh_table *table, int32_t row, int32_t column);
/* Index of the column with this English or Chinese name, -1 if none. */
int32_t jh_table_spec_column(const jh_table_spec *spec, const char *name);
/* A column as the header of the file names it, for messages; `name` itself where the table has no such column. */
const char *jh_table_head(const jh_table *table, const char *name);
/* File and line a message about this cell should name. */
void jh_table_origin(const jh_table *table, int32_t row, int32_t column, const char **file, int32_t *line);

#endif
