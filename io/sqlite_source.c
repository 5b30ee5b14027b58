#include "sqlite_source.h"

#include "cell_text.h"
#include "table_builder.h"

#include <fcntl.h>
#include <nettle/sha2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct database {
  sqlite3 *handle;
  const char *name; /* last part of the path, for messages */
  jh_arena *arena;
  jh_problems *problems;
} database;

static jh_status complain(const database *db, const char *file, const char *what) {
  if (sqlite3_errcode(db->handle) == SQLITE_NOMEM) return JH_NO_MEMORY;
  jh_problems_error(db->problems, file, 0, NULL, NULL, "%s: %s", jh_text(db->problems->language, what),
                    sqlite3_errmsg(db->handle));
  return JH_BAD_INPUT;
}

/* The name under which the database has the table, in the arena; NULL when it has none. */
static jh_status find_table(const database *db, const jh_table_spec *spec, const char **name) {
  static const char query[] =
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
      "AND (lower(name) = ?1 OR name = ?2) ORDER BY name";
  sqlite3_stmt *statement = NULL;
  *name = NULL;
  if (sqlite3_prepare_v2(db->handle, query, -1, &statement, NULL) != SQLITE_OK ||
      sqlite3_bind_text(statement, 1, spec->name, -1, SQLITE_STATIC) != SQLITE_OK ||
      sqlite3_bind_text(statement, 2, spec->name_zh, -1, SQLITE_STATIC) != SQLITE_OK) {
    jh_status const status = complain(db, db->name, JH_N("expected a SQLite database"));
    sqlite3_finalize(statement);
    return status;
  }
  jh_status status = JH_OK;
  int step = sqlite3_step(statement);
  for (; step == SQLITE_ROW && status == JH_OK; step = sqlite3_step(statement)) {
    if (*name) {
      jh_problems_error(db->problems, db->name, 0, NULL, NULL, "expected one table %s; %s holds it too", spec->name,
                        *name);
      continue;
    }
    const char *const found = (const char *)sqlite3_column_text(statement, 0);
    *name = found ? jh_arena_text(db->arena, found) : NULL;
    if (!*name) status = JH_NO_MEMORY;
  }
  if (status == JH_OK && step != SQLITE_DONE && step != SQLITE_ROW)
    status = complain(db, db->name, JH_N("expected a sound SQLite database"));
  sqlite3_finalize(statement);
  return status;
}

/* Rows in a fixed order with their rowid; a view has none, and its rows are numbered. */
static jh_status prepare_rows(const database *db, const char *table, sqlite3_stmt **statement, bool *has_rowid) {
  char *const with = sqlite3_mprintf("SELECT rowid, * FROM \"%w\" ORDER BY rowid", table);
  char *const without = sqlite3_mprintf("SELECT 0, * FROM \"%w\"", table);
  if (!with || !without) {
    sqlite3_free(with);
    sqlite3_free(without);
    return JH_NO_MEMORY;
  }
  *has_rowid = sqlite3_prepare_v2(db->handle, with, -1, statement, NULL) == SQLITE_OK;
  bool const ready = *has_rowid || sqlite3_prepare_v2(db->handle, without, -1, statement, NULL) == SQLITE_OK;
  sqlite3_free(with);
  sqlite3_free(without);
  return ready ? JH_OK : complain(db, db->name, JH_N("a table cannot be read"));
}

/* The shortest decimal that reads back as the same number, without an exponent. */
static void real_text(double value, char *text, size_t size) {
  for (int digits = 0; digits <= 9; digits++) {
    snprintf(text, size, "%.*f", digits, value);
    if (strtod(text, NULL) == value) return;
  }
}

static jh_status read_cell(jh_table_builder *builder, sqlite3_stmt *statement, int column, int32_t line) {
  const char *const file = builder->table->file;
  const char *const name = sqlite3_column_name(statement, column);
  char number[400];
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL: return JH_OK;
    case SQLITE_BLOB:
      jh_problems_error(builder->problems, file, line, name, NULL, "expected text or a number, not bytes");
      return JH_OK;
    case SQLITE_FLOAT:
      real_text(sqlite3_column_double(statement, column), number, sizeof number);
      return jh_builder_cell(builder, (size_t)column - 1, number, strlen(number), line);
    default: break;
  }
  const char *const text = (const char *)sqlite3_column_text(statement, column);
  if (!text) return JH_NO_MEMORY;
  size_t const length = (size_t)sqlite3_column_bytes(statement, column);
  size_t at = 0;
  for (size_t step = 1; at < length && text[at] && step > 0; at += step) step = jh_utf8_step(text + at, length - at);
  if (at < length || memchr(text, '\0', length)) {
    jh_problems_error(builder->problems, file, line, name, NULL, "expected text in UTF-8 without NUL bytes");
    return JH_OK;
  }
  return jh_builder_cell(builder, (size_t)column - 1, text, length, line);
}

static jh_status read_rows(const database *db, jh_table_builder *builder, sqlite3_stmt *statement, bool has_rowid) {
  int const columns = sqlite3_column_count(statement);
  jh_status status = JH_OK;
  for (int c = 1; c < columns && status == JH_OK; c++) {
    const char *const name = sqlite3_column_name(statement, c);
    status = name ? jh_builder_column(builder, name, strlen(name), 0) : JH_NO_MEMORY;
  }
  if (status || !jh_builder_header_done(builder, 0)) return status;
  int64_t line = 0;
  int step = sqlite3_step(statement);
  for (; step == SQLITE_ROW && status == JH_OK; step = sqlite3_step(statement)) {
    line = has_rowid ? sqlite3_column_int64(statement, 0) : line + 1;
    int32_t const shown = line > 0 && line <= INT32_MAX ? (int32_t)line : 0;
    for (int c = 1; c < columns && status == JH_OK; c++) status = read_cell(builder, statement, c, shown);
    if (status == JH_OK) status = jh_builder_row_done(builder, shown);
  }
  if (status || step == SQLITE_DONE) return status;
  return complain(db, builder->table->file, JH_N("expected a sound SQLite database"));
}

/* Content only: each cell with its length, in the order of the spec. */
static const char *digest_of(const jh_table *table) {
  static const char hexadecimal[] = "0123456789abcdef";
  struct sha256_ctx context;
  uint8_t digest[SHA256_DIGEST_SIZE];
  sha256_init(&context);
  for (int32_t row = 0; row < table->row_count; row++)
    for (int32_t column = 0; column < table->spec->column_count; column++) {
      const char *const cell = jh_table_cell(table, row, column);
      size_t const length = cell ? strlen(cell) : 0;
      char head[24];
      int const head_length = snprintf(head, sizeof head, "%zu:", length);
      sha256_update(&context, (size_t)head_length, (const uint8_t *)head);
      if (cell) sha256_update(&context, length, (const uint8_t *)cell);
    }
  sha256_digest(&context, sizeof digest, digest);
  char *const text = jh_arena_alloc(table->arena, 2 * sizeof digest + 1, 1);
  for (size_t i = 0; text && i < sizeof digest; i++) {
    text[2 * i] = hexadecimal[digest[i] >> 4];
    text[2 * i + 1] = hexadecimal[digest[i] & 15];
  }
  return text;
}

static jh_status read_table(const database *db, const jh_table_spec *spec, jh_table *table, const char **sha256) {
  const char *name = NULL;
  jh_table_builder builder;
  sqlite3_stmt *statement = NULL;
  bool has_rowid = false;
  jh_status status = find_table(db, spec, &name);
  if (status || !name) return status;
  const char *const file = jh_arena_printf(db->arena, "%s:%s", db->name, name);
  if (!file || jh_table_init(table, spec, db->arena, file)) return JH_NO_MEMORY;
  table->present = true;
  status = jh_builder_init(&builder, table, db->problems);
  if (status == JH_OK) status = prepare_rows(db, name, &statement, &has_rowid);
  if (status == JH_OK) status = read_rows(db, &builder, statement, has_rowid);
  sqlite3_finalize(statement);
  if (status) return status;
  *sha256 = digest_of(table);
  return *sha256 ? JH_OK : JH_NO_MEMORY;
}

static jh_status read_tables(const database *db, jh_county_tables *tables) {
  jh_status worst = JH_OK;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    jh_status const status =
        read_table(db, jh_county_spec((jh_county_table)t), &tables->table[t], &tables->sha256[t]);
    if (status == JH_NO_MEMORY) return status;
    if (status) worst = status;
    /* Not a database at all: one message is enough. */
    if (sqlite3_errcode(db->handle) == SQLITE_NOTADB) return status;
  }
  return worst;
}

/* SQLite takes an empty file for an empty database; a planner gave the wrong one. */
static bool begins_as_database(const char *path) {
  static const char magic[] = "SQLite format 3"; /* its NUL belongs to it */
  char head[sizeof magic] = {0};
  int const file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t const got = read(file, head, sizeof head);
  close(file);
  return got == (ssize_t)sizeof head && memcmp(head, magic, sizeof magic) == 0;
}

jh_status jh_sqlite_read(const char *path, jh_arena *arena, jh_problems *problems, jh_county_tables *tables) {
  const char *const slash = strrchr(path, '/');
  database db = {.name = slash ? slash + 1 : path, .arena = arena, .problems = problems};
  if (!begins_as_database(path)) {
    jh_problems_add(problems, &(jh_problem){.severity = JH_ERROR,
                                            .file = path,
                                            .expected = JH_N("expected a county: a folder of CSV files or a SQLite "
                                                             "database; this file is neither"),
                                            .hint = JH_N("for CSV files give the folder they are in")});
    return JH_BAD_INPUT;
  }
  jh_status status = JH_OK;
  if (sqlite3_open_v2(path, &db.handle, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    status = db.handle ? complain(&db, db.name, JH_N("cannot be opened")) : JH_NO_MEMORY;
  if (status == JH_OK) {
    sqlite3_busy_timeout(db.handle, 5000);
    status = read_tables(&db, tables);
  }
  sqlite3_close(db.handle);
  return status;
}
