/* CSV text into a table: libcsv cuts it into cells, this file keeps the lines and hands cells to the builder. */
#include "csv_source.h"

#include "read_file.h"
#include "table_builder.h"
#include "text_encoding.h"

#include <csv.h>
#include <string.h>

typedef struct csv_reader {
  jh_table_builder builder;
  const char *name;
  jh_status status;    /* the first failure; nothing is done after it */
  bool header_read;    /* the header row is complete */
  bool header_useless; /* it lacks required columns: rows are not worth reading */
  size_t column;       /* of the next cell */
  int32_t line;        /* physical line being fed */
  int32_t row_line;    /* on which the present row began */
  int32_t quote_line;  /* on which the open quote stands */
  bool in_quotes;
  char last; /* byte fed */
} csv_reader;

static void on_cell(void *text, size_t length, void *user) {
  csv_reader *const reader = user;
  size_t const column = reader->column++;
  if (reader->status || reader->header_useless) return;
  reader->status = reader->header_read ? jh_builder_cell(&reader->builder, column, text, length, reader->row_line)
                                       : jh_builder_column(&reader->builder, text, length, reader->row_line);
}

static void on_row(int terminator, void *user) {
  (void)terminator;
  csv_reader *const reader = user;
  reader->column = 0;
  if (reader->status || reader->header_useless) return;
  if (reader->header_read) {
    reader->status = jh_builder_row_done(&reader->builder, reader->row_line);
    return;
  }
  reader->header_read = true;
  reader->header_useless = !jh_builder_header_done(&reader->builder, reader->row_line);
}

/* Feeds text that lies within one physical line. */
static bool feed(csv_reader *reader, struct csv_parser *parser, const char *text, size_t size) {
  bool const whole = csv_parse(parser, text, size, on_cell, on_row, reader) == size;
  for (size_t i = 0; i < size; reader->last = text[i++]) {
    if (text[i] != '"') continue;
    reader->in_quotes = !reader->in_quotes;
    /* Two quotes in a row are one quote inside the cell, which opened earlier. */
    if (reader->in_quotes && reader->last != '"') reader->quote_line = reader->line;
  }
  return whole;
}

static bool ends_line(const char *text, size_t size, size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && (at + 1 == size || text[at + 1] != '\n'));
}

/* Feeds all in pieces that end where a line or a chunk ends. */
static bool feed_all(csv_reader *reader, struct csv_parser *parser, const char *text, size_t size, size_t chunk) {
  size_t from = 0, chunk_end = chunk;
  for (size_t at = 0; at < size; at++) {
    bool const line_ends = ends_line(text, size, at);
    if (!line_ends && at + 1 < chunk_end && at + 1 < size) continue;
    if (!feed(reader, parser, text + from, at + 1 - from)) return false;
    if (reader->status) return true;
    from = at + 1;
    if (from >= chunk_end) chunk_end = from + chunk;
    if (!line_ends) continue;
    reader->line++;
    if (!reader->in_quotes) reader->row_line = reader->line;
  }
  return true;
}

static void complain_of_quotes(csv_reader *reader, bool at_end) {
  jh_problems_add(
      reader->builder.problems,
      &(jh_problem){.severity = JH_ERROR,
                    .file = reader->name,
                    .line = at_end ? reader->quote_line : reader->line,
                    .found = "\"",
                    .expected = at_end ? JH_N("expected a closing quote; the cell that opens here never ends")
                                       : JH_N("expected quotes only around a whole cell; the rest of the "
                                              "file was not read"),
                    .hint = JH_N("a quote inside a quoted cell is written twice: \"\"")});
  reader->status = JH_BAD_INPUT;
}

static jh_status parse_rows(csv_reader *reader, char delimiter, const char *text, size_t size, size_t chunk) {
  struct csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return JH_NO_MEMORY;
  csv_set_delim(&parser, (unsigned char)delimiter);
  if (!feed_all(reader, &parser, text, size, chunk)) {
    if (csv_error(&parser) == CSV_ENOMEM)
      reader->status = JH_NO_MEMORY;
    else
      complain_of_quotes(reader, false);
  } else if (reader->status == JH_OK && csv_fini(&parser, on_cell, on_row, reader) != 0) {
    complain_of_quotes(reader, true);
  }
  csv_free(&parser);
  return reader->status;
}

/* ---- the delimiter ---- */

typedef struct header_count {
  const jh_table_spec *spec;
  size_t cells, known;
  bool done;
} header_count;

static void count_cell(void *text, size_t length, void *user) {
  header_count *const header = user;
  char name[128];
  if (header->done) return;
  header->cells++;
  if (length >= sizeof name) return;
  memcpy(name, text, length);
  name[length] = '\0';
  if (jh_table_spec_column(header->spec, name) >= 0) header->known++;
}

static void count_row(int terminator, void *user) {
  (void)terminator;
  ((header_count *)user)->done = true;
}

/* The delimiter that makes most known names of the header; among equals the one that makes most cells. */
static jh_status find_delimiter(const jh_table_spec *spec, const char *text, size_t size, char *delimiter) {
  static const char candidates[] = ",;\t";
  enum { HEADER_SIZE = 16 * 1024 };
  header_count best = {.spec = spec};
  *delimiter = ',';
  for (const char *candidate = candidates; *candidate; candidate++) {
    struct csv_parser parser;
    header_count header = {.spec = spec};
    if (csv_init(&parser, 0) != 0) return JH_NO_MEMORY;
    csv_set_delim(&parser, (unsigned char)*candidate);
    csv_parse(&parser, text, size < HEADER_SIZE ? size : HEADER_SIZE, count_cell, count_row, &header);
    if (!header.done) csv_fini(&parser, count_cell, count_row, &header);
    csv_free(&parser);
    if (header.known < best.known || (header.known == best.known && header.cells <= best.cells)) continue;
    best = header;
    *delimiter = *candidate;
  }
  return JH_OK;
}

jh_status jh_csv_parse(const char *bytes, size_t size, size_t chunk, const char *name, const jh_table_spec *spec,
                       const jh_read_options *options, jh_arena *arena, jh_problems *problems, jh_table *table) {
  const char *text = NULL;
  size_t text_size = 0;
  char delimiter = ',';
  jh_status status = jh_table_init(table, spec, arena, name);
  if (status) return status;
  table->present = true;
  status = jh_text_to_utf8(bytes, size, name, options ? options->encoding : NULL, arena, problems, &text, &text_size);
  if (status) return status;
  csv_reader reader = {.name = name, .line = 1, .row_line = 1};
  status = jh_builder_init(&reader.builder, table, problems);
  reader.builder.guarded = true;
  if (status == JH_OK) status = find_delimiter(spec, text, text_size, &delimiter);
  if (status) return status;
  int64_t const errors = problems->error_count;
  status = parse_rows(&reader, delimiter, text, text_size, chunk ? chunk : SIZE_MAX / 2);
  if (status) return status;
  if (!reader.header_read)
    jh_problems_error(problems, name, 1, NULL, NULL, "expected a header line with the names of the columns");
  return problems->error_count > errors ? JH_BAD_INPUT : JH_OK;
}

jh_status jh_csv_read_named(const char *path, const char *name, const jh_table_spec *spec,
                            const jh_read_options *options, jh_arena *arena, jh_problems *problems, jh_table *table,
                            const char **sha256) {
  const char *bytes = NULL;
  size_t size = 0;
  jh_status status = jh_table_init(table, spec, arena, name);
  if (status == JH_OK) status = jh_file_read(path, name, arena, problems, &bytes, &size);
  if (status) return status;
  if (sha256) *sha256 = jh_sha256_text(bytes, size, arena);
  if (sha256 && !*sha256) return JH_NO_MEMORY;
  return jh_csv_parse(bytes, size, 0, name, spec, options, arena, problems, table);
}

jh_status jh_csv_read(const char *path, const jh_table_spec *spec, const jh_read_options *options, jh_arena *arena,
                      jh_problems *problems, jh_table *table, const char **sha256) {
  const char *const slash = strrchr(path, '/');
  return jh_csv_read_named(path, slash ? slash + 1 : path, spec, options, arena, problems, table, sha256);
}
