/* CSV as Excel and WPS open it right: UTF-8 with BOM, CRLF, RFC 4180 quotes, formulas defused. */
#include "junheng/io/io.h"

#include <string.h>

typedef struct text_buffer {
  jh_arena *arena;
  char *bytes;
  size_t size, capacity;
  bool failed;
} text_buffer;

static void append(text_buffer *b, const char *bytes, size_t size) {
  if (b->failed) return;
  char *const larger = jh_arena_grow(b->arena, b->bytes, &b->capacity, b->size + size + 1, 1);
  if (!larger) {
    b->failed = true;
    return;
  }
  b->bytes = larger;
  memcpy(larger + b->size, bytes, size);
  b->size += size;
}

static bool is_number(const jh_column *column) { return column->type == JH_COUNT || column->type == JH_DECIMAL; }

/* A spreadsheet runs text that begins with one of these; full-width forms and leading controls count as well.
 * An apostrophe before such a text is the guard itself, so such texts are guarded too, and reading stays lossless. */
static bool runs_as_formula(const char *text) {
  while (*text == '\'') text++;
  return *text && strchr("=+-@", *text);
}

static void append_cell(text_buffer *b, const jh_column *column, const char *cell) {
  if (!cell) return;
  bool const guarded = !is_number(column) && runs_as_formula(cell);
  bool const blank_edge = *cell == ' ' || (*cell && cell[strlen(cell) - 1] == ' ');
  bool const quoted = strpbrk(cell, ",;\t\"\r\n") || blank_edge;
  if (quoted) append(b, "\"", 1);
  if (guarded) append(b, "'", 1);
  for (const char *c = cell; *c; c++) {
    if (*c == '"') append(b, "\"", 1);
    append(b, c, 1);
  }
  if (quoted) append(b, "\"", 1);
}

jh_status jh_csv_format(const jh_table *table, jh_language language, jh_arena *arena, const char **bytes,
                        size_t *size) {
  text_buffer b = {.arena = arena};
  int32_t const columns = table->spec->column_count;
  append(&b, "\xEF\xBB\xBF", 3);
  for (int32_t c = 0; c < columns; c++) {
    const jh_column *const column = &table->spec->columns[c];
    const char *const name = language == JH_CHINESE && column->name_zh ? column->name_zh : column->name;
    if (c > 0) append(&b, ",", 1);
    append(&b, name, strlen(name));
  }
  append(&b, "\r\n", 2);
  for (int32_t row = 0; row < table->row_count; row++) {
    for (int32_t c = 0; c < columns; c++) {
      if (c > 0) append(&b, ",", 1);
      append_cell(&b, &table->spec->columns[c], jh_table_cell(table, row, c));
    }
    append(&b, "\r\n", 2);
  }
  if (b.failed) return JH_NO_MEMORY;
  *bytes = b.bytes;
  *size = b.size;
  return JH_OK;
}
