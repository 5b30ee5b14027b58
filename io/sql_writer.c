/* One dialect for three servers.
 *
 * MySQL reads what stands in a comment that begins with an exclamation mark, the others do not: there it is told to
 * take double quotes for names and backslashes as they are, which is what the standard says and the others do
 * anyway.  MySQL also ends a transaction at CREATE TABLE, so there it is opened again.  Rows of the same plan_id are
 * deleted first: loading the script twice changes nothing. */
#include "sql_writer.h"

#include <string.h>

typedef struct script {
  jh_arena *arena;
  char *bytes;
  size_t size, capacity;
  bool failed;
} script;

static void append_n(script *s, const char *bytes, size_t size) {
  if (s->failed) return;
  char *const larger = jh_arena_grow(s->arena, s->bytes, &s->capacity, s->size + size + 1, 1);
  if (!larger) {
    s->failed = true;
    return;
  }
  s->bytes = larger;
  memcpy(larger + s->size, bytes, size);
  s->size += size;
  larger[s->size] = '\0';
}

static void append(script *s, const char *text) { append_n(s, text, strlen(text)); }

static void append_text(script *s, const char *text) {
  append(s, "'");
  for (const char *c = text; *c; c++) {
    if (*c == '\'') append(s, "'");
    append_n(s, c, 1);
  }
  append(s, "'");
}

static bool is_number(const jh_column *column) { return column->type == JH_COUNT || column->type == JH_DECIMAL; }

static const char *sql_type(const jh_column *column) {
  if (column->type == JH_COUNT || column->type == JH_YES_NO) return "BIGINT";
  return column->type == JH_DECIMAL ? "DECIMAL(24,8)" : "TEXT";
}

static void append_name(script *s, const jh_table_spec *spec) {
  append(s, "\"plan_");
  append(s, spec->name);
  append(s, "\"");
}

static void create_table(script *s, const jh_table_spec *spec) {
  append(s, "CREATE TABLE IF NOT EXISTS ");
  append_name(s, spec);
  append(s, " (\"plan_id\" VARCHAR(120) NOT NULL, \"row_no\" INTEGER NOT NULL");
  for (int32_t c = 0; c < spec->column_count; c++) {
    append(s, ", \"");
    append(s, spec->columns[c].name);
    append(s, "\" ");
    append(s, sql_type(&spec->columns[c]));
  }
  append(s, ", PRIMARY KEY (\"plan_id\", \"row_no\"))/*!40101 CHARACTER SET utf8mb4 */;\n");
}

/* Digits as they are, anything else as text: a hand-edited cell cannot become a statement. */
static void append_value(script *s, const jh_column *column, const char *cell) {
  bool const digits = cell && *cell && strspn(cell, "-.0123456789") == strlen(cell);
  if (!cell)
    append(s, "NULL");
  else if ((is_number(column) || column->type == JH_YES_NO) && digits)
    append(s, cell);
  else
    append_text(s, cell);
}

static void insert_rows(script *s, const jh_table *table, const char *plan_id) {
  append(s, "DELETE FROM ");
  append_name(s, table->spec);
  append(s, " WHERE \"plan_id\" = ");
  append_text(s, plan_id);
  append(s, ";\n");
  for (int32_t row = 0; row < table->row_count; row++) {
    append(s, "INSERT INTO ");
    append_name(s, table->spec);
    append(s, " VALUES (");
    append_text(s, plan_id);
    const char *const number = jh_arena_printf(s->arena, ", %d", (int)row + 1);
    append(s, number ? number : "");
    s->failed |= !number;
    for (int32_t c = 0; c < table->spec->column_count; c++) {
      append(s, ", ");
      append_value(s, &table->spec->columns[c], jh_table_cell(table, row, c));
    }
    append(s, ");\n");
  }
}

const char *jh_sql_format(const jh_table *tables, int count, const char *plan_id, jh_arena *arena) {
  script s = {.arena = arena};
  append(&s,
         "-- A plan of Junheng. Loading it again changes nothing.\n"
         "/*!40101 SET NAMES utf8mb4 */;\n"
         "/*!40101 SET @old_sql_mode = @@SQL_MODE, SQL_MODE = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES' */;\n"
         "BEGIN;\n");
  for (int t = 0; t < count; t++)
    if (tables[t].present) create_table(&s, tables[t].spec);
  append(&s, "/*!40101 START TRANSACTION */;\n");
  for (int t = 0; t < count; t++)
    if (tables[t].present) insert_rows(&s, &tables[t], plan_id);
  append(&s, "COMMIT;\n/*!40101 SET SQL_MODE = @old_sql_mode */;\n");
  return s.failed ? NULL : s.bytes;
}

jh_status jh_folder_write_sql(jh_folder *folder, const jh_table tables[JH_PLAN_TABLE_COUNT], const char *plan_id) {
  jh_arena *const arena = jh_arena_create();
  const char *const text = arena ? jh_sql_format(tables, JH_PLAN_TABLE_COUNT, plan_id, arena) : NULL;
  jh_status const status = text ? jh_folder_write(folder, "plan.sql", text, strlen(text)) : JH_NO_MEMORY;
  jh_arena_destroy(arena);
  return status;
}
