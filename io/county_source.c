/* A county's tables from a folder or a database. */
#include "csv_source.h"
#include "folder_source.h"
#include "sqlite_source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool is_serious(jh_status status) { return status == JH_NO_MEMORY || status == JH_INTERNAL; }

static jh_status read_folder(const char *path, const jh_read_options *options, jh_arena *arena, jh_problems *problems,
                             jh_county_tables *tables) {
  const jh_table_spec *specs[JH_COUNTY_TABLE_COUNT];
  jh_folder_files files;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) specs[t] = jh_county_spec((jh_county_table)t);
  jh_status worst = jh_folder_find(path, specs, JH_COUNTY_TABLE_COUNT, arena, problems, &files);
  if (worst) return worst;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    if (!files.names[t]) continue;
    const char *const file = jh_arena_printf(arena, "%s/%s", path, files.names[t]);
    if (!file) return JH_NO_MEMORY;
    jh_status const status = jh_csv_read_named(file, files.names[t], specs[t], options, arena, problems,
                                               &tables->table[t], &tables->sha256[t]);
    if (is_serious(status)) return status;
    if (status && worst != JH_IO_ERROR) worst = status;
  }
  return worst;
}

static void complain_of_missing(const jh_county_tables *tables, jh_problems *problems) {
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
    /* A table that is there but could not be read has been complained about. */
    if (spec->optional || tables->table[t].present || tables->sha256[t]) continue;
    jh_problems_error(problems, tables->path, 0, NULL, NULL,
                      tables->is_database ? JH_N("expected a table %s (%s)") : JH_N("expected a file %s.csv (%s)"),
                      spec->name, spec->name_zh);
  }
}

jh_status jh_county_read(const char *path, const jh_read_options *options, jh_arena *arena, jh_problems *problems,
                         jh_county_tables *tables) {
  struct stat about;
  int64_t const errors = problems->error_count;
  memset(tables, 0, sizeof *tables);
  tables->path = jh_arena_text(arena, path);
  if (!tables->path) return JH_NO_MEMORY;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
    const char *const file = jh_arena_printf(arena, "%s.csv", spec->name);
    if (!file || jh_table_init(&tables->table[t], spec, arena, file)) return JH_NO_MEMORY;
  }
  if (stat(path, &about) != 0) {
    jh_problems_error(problems, path, 0, NULL, NULL, "expected a county, a folder of CSV files or a database: %s",
                      jh_error_text(problems->language, errno));
    return JH_IO_ERROR;
  }
  tables->is_database = !S_ISDIR(about.st_mode);
  jh_status const status = tables->is_database ? jh_sqlite_read(path, arena, problems, tables)
                                               : read_folder(path, options, arena, problems, tables);
  if (status == JH_IO_ERROR || is_serious(status)) return status;
  if (status == JH_OK || !tables->is_database) complain_of_missing(tables, problems);
  return problems->error_count > errors ? JH_BAD_INPUT : status;
}
