/* io.h - tables in and out: one loader over two sources, one set of writers over tables.
 *
 * Paths are as the user gave them; every fault of form or file becomes a problem that names it. */
#ifndef JUNHENG_IO_IO_H
#define JUNHENG_IO_IO_H

#include "junheng/county.h"
#include "junheng/plan.h"
#include "junheng/problems.h"
#include "junheng/table.h"
#include "junheng/text.h"

/* ---- reading ---- */

typedef struct jh_read_options {
  const char *encoding; /* NULL: detect UTF-8, else GB18030 */
  bool gcj02;           /* lon, lat come from Chinese web maps */
} jh_read_options;

/* A county as tables, before meaning: indexed by jh_county_table. */
typedef struct jh_county_tables {
  jh_table table[JH_COUNTY_TABLE_COUNT];
  const char *path;
  bool is_database;
  const char *sha256[JH_COUNTY_TABLE_COUNT]; /* NULL where absent */
} jh_county_tables;

/* Reads a folder of CSV files or a SQLite file into tables. JH_IO_ERROR when there is none at `path`;
 * JH_BAD_INPUT with problems on faults of form. */
jh_status jh_county_read(const char *path, const jh_read_options *options, jh_arena *arena, jh_problems *problems,
                         jh_county_tables *tables);
/* The meaning of tables: types, ranges, keys, references. All faults are listed before it gives up. */
jh_status jh_county_load(const jh_county_tables *tables, const jh_read_options *options, jh_arena *arena,
                         jh_problems *problems, jh_county *county);
/* One CSV file or text by a spec, as readers of scenarios and plans use it. `name` is for messages. */
jh_status jh_csv_read(const char *path, const jh_table_spec *spec, const jh_read_options *options, jh_arena *arena,
                      jh_problems *problems, jh_table *table, const char **sha256);
jh_status jh_csv_parse(const char *bytes, size_t size, size_t chunk, const char *name, const jh_table_spec *spec,
                       const jh_read_options *options, jh_arena *arena, jh_problems *problems, jh_table *table);
/* A written plan back as tables, indexed by jh_plan_table; also one that a person edited. */
jh_status jh_plan_read(const char *path, jh_arena *arena, jh_problems *problems,
                       jh_table tables[JH_PLAN_TABLE_COUNT]);

/* SHA-256 of bytes as 64 hexadecimal digits, in the arena; NULL without memory. */
const char *jh_sha256_text(const void *bytes, size_t size, jh_arena *arena);

/* ---- writing ---- */

/* One file, whole or not at all: written beside `path`, synced and renamed over it. */
jh_status jh_file_write(const char *path, const void *bytes, size_t size, jh_problems *problems);

/* The plan's own tables (all but summary and audit), in documented order. */
jh_status jh_plan_to_tables(const jh_plan *plan, jh_arena *arena, jh_table tables[JH_PLAN_TABLE_COUNT]);

/* A folder that appears whole or not at all: files are written to a temporary sibling, synced, and renamed over the
 * earlier plan at the end. Until jh_folder_commit nothing at `path` changes. */
typedef struct jh_folder jh_folder;
jh_status jh_folder_begin(const char *path, jh_arena *arena, jh_problems *problems, jh_folder **folder);
const char *jh_folder_temporary(const jh_folder *folder);
/* The one folder that may stand in it, for what may be shown to everybody: names "public/..." */
#define JH_PUBLIC_FOLDER "public"
jh_status jh_folder_write(jh_folder *folder, const char *name, const void *bytes, size_t size);
jh_status jh_folder_write_csv(jh_folder *folder, const jh_table *table, jh_language language);
/* One transaction of CREATE TABLE IF NOT EXISTS and inserts keyed by plan_id, for SQLite, PostgreSQL, MySQL. */
jh_status jh_folder_write_sql(jh_folder *folder, const jh_table tables[JH_PLAN_TABLE_COUNT], const char *plan_id);
jh_status jh_folder_commit(jh_folder *folder);
/* Removes what was written so far. Safe after any failure; does nothing after a commit. */
void jh_folder_abandon(jh_folder *folder);
/* Removes what killed runs into `path` left beside it; jh_folder_begin does so, too. */
void jh_folder_tidy(const char *path, jh_arena *arena);
/* Removes an earlier plan. Touches nothing that is no plan. True: a plan was there, and is gone. */
bool jh_folder_remove_plan(const char *path, jh_arena *arena);

/* CSV text of a table: UTF-8 with BOM, CRLF, RFC 4180, formulas defused: a text that begins with = + - @, also after
 * apostrophes, gets an apostrophe in front, which jh_csv_parse takes off again. In the arena. */
jh_status jh_csv_format(const jh_table *table, jh_language language, jh_arena *arena, const char **bytes,
                        size_t *size);
/* The plan on a map, for QGIS: GeoJSON (RFC 7946) in degrees of WGS-84. Features have `layer` site, place, and for
 * each place and school of the last year catchment, or rotation. Metres are read as CGCS2000 by the zone in front of
 * the easting; what names no zone has no geometry. In the arena. */
jh_status jh_plan_geojson(const jh_plan *plan, jh_arena *arena, const char **text, size_t *size);
/* The plan as a workbook: an overview with charts, then a sheet for each table, heads frozen and filtered. Texts are
 * never formulas; the same tables give the same bytes, but for `seconds`, which it leaves out. `scratch` is a folder
 * for what the library writes meanwhile. Errors: JH_IO_ERROR, JH_NO_MEMORY. */
jh_status jh_plan_workbook(const char *path, const char *scratch, const jh_table tables[JH_PLAN_TABLE_COUNT],
                           jh_language language, jh_arena *arena, jh_problems *problems);
/* The plan's tables into the database a county came from, in one transaction. */
jh_status jh_plan_store(const char *database, const jh_table tables[JH_PLAN_TABLE_COUNT], const char *plan_id,
                        jh_problems *problems);
/* frontier.csv into the database of the county, as table plan_frontier under the id of the frontier. */
jh_status jh_frontier_store(const char *database, const jh_table *frontier, const char *frontier_id,
                            jh_problems *problems);
/* A county from one form into the other, without loss. Neither overwrites anything without `force`. */
jh_status jh_county_import(const jh_county_tables *tables, const char *database, bool force, jh_problems *problems);
jh_status jh_county_export(const jh_county_tables *tables, const char *folder, jh_language language, bool force,
                           jh_problems *problems);

#endif
