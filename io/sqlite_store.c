/* Into SQLite: a plan's tables, by the same script the plan folder holds; a county's tables, by import. */
#include "junheng/io/io.h"
#include "sql_writer.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BUSY_MS = 10000 }; /* another program may be reading the database */

static jh_status fault(jh_problems *problems, const char *path, const char *what, sqlite3 *db) {
  jh_problems_error(problems, path, 0, NULL, NULL, "%s: %s", jh_text(problems->language, what),
                    db ? sqlite3_errmsg(db) : jh_text(problems->language, JH_N("out of memory")));
  return JH_IO_ERROR;
}

static jh_status open_database(const char *path, int flags, jh_problems *problems, sqlite3 **db) {
  if (sqlite3_open_v2(path, db, flags, NULL) != SQLITE_OK) {
    jh_status const status = fault(problems, path, JH_N("cannot be opened for writing"), *db);
    sqlite3_close(*db);
    *db = NULL;
    return status;
  }
  sqlite3_busy_timeout(*db, BUSY_MS);
  return JH_OK;
}

static jh_status store(const char *database, const jh_table *tables, int count, const char *id,
                       jh_problems *problems) {
  jh_arena *const arena = jh_arena_create();
  const char *const text = arena ? jh_sql_format(tables, count, id, arena) : NULL;
  sqlite3 *db = NULL;
  jh_status status = text ? open_database(database, SQLITE_OPEN_READWRITE, problems, &db) : JH_NO_MEMORY;
  if (!status && sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
    status = fault(problems, database, JH_N("the plan could not be stored"), db);
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
  }
  sqlite3_close(db);
  jh_arena_destroy(arena);
  return status;
}

jh_status jh_plan_store(const char *database, const jh_table tables[JH_PLAN_TABLE_COUNT], const char *plan_id,
                        jh_problems *problems) {
  return store(database, tables, JH_PLAN_TABLE_COUNT, plan_id, problems);
}

jh_status jh_frontier_store(const char *database, const jh_table *frontier, const char *frontier_id,
                            jh_problems *problems) {
  return store(database, frontier, 1, frontier_id, problems);
}

/* NUMERIC keeps a number only where its text survives the way there and back; anything else stays text. */
static const char *affinity(const jh_column *column) {
  switch (column->type) {
    case JH_COUNT:
    case JH_YES_NO: return "INTEGER";
    case JH_DECIMAL: return "NUMERIC";
    default: return "TEXT";
  }
}

static bool run(sqlite3 *db, const char *sql) { return sql && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK; }

static bool create_table(sqlite3 *db, const jh_table *table, jh_arena *arena) {
  const char *columns = "";
  for (int32_t c = 0; c < table->spec->column_count && columns; c++) {
    if (!table->has_column[c]) continue;
    columns = jh_arena_printf(arena, "%s%s\"%s\" %s", columns, *columns ? ", " : "", table->spec->columns[c].name,
                              affinity(&table->spec->columns[c]));
  }
  if (!columns) return false;
  return run(db, jh_arena_printf(arena, "DROP TABLE IF EXISTS \"%s\"", table->spec->name)) &&
         run(db, jh_arena_printf(arena, "CREATE TABLE \"%s\" (%s)", table->spec->name, columns));
}

static const char *insert_sql(const jh_table *table, jh_arena *arena) {
  const char *marks = "";
  for (int32_t c = 0; c < table->spec->column_count && marks; c++)
    if (table->has_column[c]) marks = jh_arena_printf(arena, "%s%s?", marks, *marks ? "," : "");
  return marks ? jh_arena_printf(arena, "INSERT INTO \"%s\" VALUES (%s)", table->spec->name, marks) : NULL;
}

static bool insert_rows(sqlite3 *db, const jh_table *table, jh_arena *arena) {
  const char *const sql = insert_sql(table, arena);
  sqlite3_stmt *insert = NULL;
  bool good = sql && sqlite3_prepare_v2(db, sql, -1, &insert, NULL) == SQLITE_OK;
  for (int32_t row = 0; row < table->row_count && good; row++) {
    int at = 0;
    for (int32_t c = 0; c < table->spec->column_count; c++) {
      if (!table->has_column[c]) continue;
      const char *const cell = jh_table_cell(table, row, c);
      at += 1;
      good &= (cell ? sqlite3_bind_text(insert, at, cell, -1, SQLITE_STATIC) : sqlite3_bind_null(insert, at)) ==
              SQLITE_OK;
    }
    good = good && sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK;
  }
  sqlite3_finalize(insert);
  return good;
}

jh_status jh_county_import(const jh_county_tables *tables, const char *database, bool force, jh_problems *problems) {
  struct stat what;
  if (!force && stat(database, &what) == 0) {
    jh_problems_error(problems, database, 0, NULL, NULL, "is there already: expected a new file, or --force");
    return JH_IO_ERROR;
  }
  jh_arena *const arena = jh_arena_create();
  if (!arena) return JH_NO_MEMORY;
  sqlite3 *db = NULL;
  jh_status status = open_database(database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, problems, &db);
  bool good = !status && run(db, "BEGIN IMMEDIATE");
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT && good; t++) {
    const jh_table *const table = &tables->table[t];
    if (table->present) good = create_table(db, table, arena) && insert_rows(db, table, arena);
  }
  good = good && run(db, "COMMIT");
  if (!status && !good) status = fault(problems, database, JH_N("the county could not be stored"), db);
  if (db && !good) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close(db);
  jh_arena_destroy(arena);
  return status;
}

static bool is_there(const char *folder, const char *name, jh_arena *arena) {
  const char *const path = jh_arena_printf(arena, "%s/%s.csv", folder, name);
  struct stat what;
  return path && stat(path, &what) == 0;
}

jh_status jh_county_export(const jh_county_tables *tables, const char *folder, jh_language language, bool force,
                           jh_problems *problems) {
  jh_arena *const arena = jh_arena_create();
  if (!arena) return JH_NO_MEMORY;
  jh_status status = JH_OK;
  mkdir(folder, 0777); /* a fault shows when the first file is written */
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT && !status; t++) {
    const jh_table *const table = &tables->table[t];
    if (!table->present || force || !is_there(folder, table->spec->name, arena)) continue;
    jh_problems_error(problems, folder, 0, NULL, table->spec->name,
                      "is there already: expected a new folder, or --force");
    status = JH_IO_ERROR;
  }
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT && !status; t++) {
    const jh_table *const table = &tables->table[t];
    if (!table->present) continue;
    const char *bytes = NULL;
    size_t size = 0;
    const char *const path = jh_arena_printf(arena, "%s/%s.csv", folder, table->spec->name);
    status = path ? jh_csv_format(table, language, arena, &bytes, &size) : JH_NO_MEMORY;
    if (!status) status = jh_file_write(path, bytes, size, problems);
  }
  jh_arena_destroy(arena);
  return status;
}
