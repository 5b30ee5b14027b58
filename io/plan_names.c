/* Names of sites and places as a plan's map has them; its tables hold keys alone. SQLite reads the JSON. */
#include "junheng/io/comparison.h"

#include "read_file.h"

#include <sqlite3.h>
#include <string.h>

jh_status jh_names_add(jh_names *names, const char *key, const char *name, jh_arena *arena) {
  jh_name *const grown = jh_arena_grow(arena, names->items, &names->capacity, names->count + 1, sizeof *grown);
  if (!grown) return JH_NO_MEMORY;
  names->items = grown;
  grown[names->count] = (jh_name){jh_arena_text(arena, key), jh_arena_text(arena, name)};
  if (!grown[names->count].key || !grown[names->count].name) return JH_NO_MEMORY;
  names->count++;
  return JH_OK;
}

static jh_status read_names(sqlite3 *reader, const char *json, size_t size, jh_arena *arena, jh_names *names) {
  static const char query[] =
      "SELECT coalesce(json_extract(value, '$.properties.place_id'), json_extract(value, '$.properties.school_id')), "
      "json_extract(value, '$.properties.name') FROM json_each(?1, '$.features') "
      "WHERE json_extract(value, '$.properties.layer') IN ('site', 'place')";
  sqlite3_stmt *rows = NULL;
  jh_status status = JH_OK;
  if (sqlite3_prepare_v2(reader, query, -1, &rows, NULL) == SQLITE_OK &&
      sqlite3_bind_text64(rows, 1, json, size, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK)
    while (!status && sqlite3_step(rows) == SQLITE_ROW) {
      const char *const key = (const char *)sqlite3_column_text(rows, 0), *const name =
                                                                              (const char *)sqlite3_column_text(rows,
                                                                                                                1);
      if (key && name && *name) status = jh_names_add(names, key, name, arena);
    }
  sqlite3_finalize(rows);
  return status;
}

jh_status jh_plan_names(const char *plan, jh_arena *arena, jh_names *names) {
  const char *const path = jh_arena_printf(arena, "%s/plan.geojson", plan);
  jh_problems silent;
  jh_problems_init(&silent, arena);
  *names = (jh_names){0};
  if (!path) return JH_NO_MEMORY;
  const char *json = NULL;
  size_t size = 0;
  if (jh_file_read(path, path, arena, &silent, &json, &size)) return JH_OK; /* no map, no names: the keys must do */
  sqlite3 *reader = NULL;
  jh_status status = JH_OK;
  if (sqlite3_open(":memory:", &reader) == SQLITE_OK) status = read_names(reader, json, size, arena, names);
  sqlite3_close(reader);
  return status;
}
