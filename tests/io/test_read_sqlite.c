/* A county as one SQLite database reads as the same county does from CSV; what is no database is said to be none. */
#include "county_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

typedef struct place {
  jh_arena *arena;
  char path[64];
} place;

static int set_up(void **state) {
  place *const p = calloc(1, sizeof *p);
  if (!p) return -1;
  p->arena = jh_arena_create();
  strcpy(p->path, "/tmp/junheng-test-XXXXXX");
  int const file = mkstemp(p->path);
  if (file >= 0) close(file);
  *state = p;
  return file < 0;
}

static int tear_down(void **state) {
  place *const p = *state;
  unlink(p->path);
  jh_arena_destroy(p->arena);
  free(p);
  return 0;
}

static void make(const char *path, const char *sql) {
  sqlite3 *db = NULL;
  char *message = NULL;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s", message);
  sqlite3_close(db);
}

static jh_status read_county(place *p, jh_problems *problems, jh_county_tables *tables, jh_county *county) {
  jh_problems_init(problems, p->arena);
  jh_status const status = jh_county_read(p->path, NULL, p->arena, problems, tables);
  return status ? status : jh_county_load(tables, NULL, p->arena, problems, county);
}

#define SCHOOLS                                                                                                  \
  "CREATE TABLE schools(school_id TEXT, area, first_grade INT, last_grade REAL, rooms, annual_fixed_cost REAL);" \
  "INSERT INTO schools VALUES('S1','乡村',1,6.0,NULL,1234.56),(' S2 ','urban','７','9','',1e6);"

static void a_database_reads_as_files_do(void **state) {
  place *const p = *state;
  jh_problems problems;
  jh_county_tables tables;
  jh_county county;
  make(p->path, SCHOOLS
       "CREATE TABLE 居民点(居民点编号 TEXT, 名称 TEXT, 东坐标 REAL, 北坐标 REAL);"
       "INSERT INTO 居民点 VALUES('P1','曼卡',0.5,-1),('P2',NULL,1,2);");
  jh_status const status = read_county(p, &problems, &tables, &county);
  if (status) problems_print(&problems);
  assert_int_equal(status, JH_OK);
  assert_true(tables.is_database);
  assert_int_equal(county.school_count, 2);
  assert_string_equal(county.schools[1].id, "S2");
  assert_int_equal(county.schools[0].annual_fixed_cost_fen, 123456);
  assert_int_equal(county.schools[1].annual_fixed_cost_fen, 100000000);
  assert_int_equal(county.schools[0].last_grade, 6);
  assert_int_equal(county.schools[1].rooms, -1);
  assert_int_equal(county.places[1].source.line, 2);
  assert_int_equal(strlen(county.input_sha256[JH_SCHOOLS]), 64);
  assert_null(county.input_sha256[JH_PUPILS]);
}

static void faults_name_table_and_row(void **state) {
  place *const p = *state;
  jh_problems problems;
  jh_county_tables tables;
  jh_county county;
  make(p->path, SCHOOLS "INSERT INTO schools VALUES('S3','rural',1,12,NULL,0);");
  assert_int_equal(read_county(p, &problems, &tables, &county), JH_BAD_INPUT);
  assert_true(problems_mention(&problems, ":schools:3: last_grade '12': expected a whole number from 1 to 9"));
}

static void bytes_and_broken_text_are_refused(void **state) {
  place *const p = *state;
  jh_problems problems;
  jh_county_tables tables;
  jh_county county;
  make(p->path,
       SCHOOLS "INSERT INTO schools(school_id, area) VALUES(x'00ff','rural'),(CAST(x'ff41' AS TEXT),'rural');");
  assert_int_equal(read_county(p, &problems, &tables, &county), JH_BAD_INPUT);
  assert_true(problems_mention(&problems, ":schools:3: school_id: expected text or a number, not bytes"));
  assert_true(problems_mention(&problems, ":schools:4: school_id: expected text in UTF-8"));
}

static void what_is_no_county_is_said_to_be_none(void **state) {
  place *const p = *state;
  jh_problems problems;
  jh_county_tables tables;
  jh_county county;
  assert_int_equal(read_county(p, &problems, &tables, &county), JH_BAD_INPUT);
  assert_true(problems_mention(&problems, "this file is neither"));
  make(p->path, "CREATE TABLE other(a);");
  assert_int_equal(read_county(p, &problems, &tables, &county), JH_BAD_INPUT);
  assert_true(problems_mention(&problems, "expected a table schools"));
  unlink(p->path);
  assert_int_equal(read_county(p, &problems, &tables, &county), JH_IO_ERROR);
}

/* Every page spoilt in turn: an answer each time, and never a county where SQLite saw damage. */
static void damaged_databases_are_answered(void **state) {
  place *const p = *state;
  make(p->path, "PRAGMA page_size=512;" SCHOOLS
                "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i+1 FROM n WHERE i < 200) "
                "INSERT INTO schools SELECT 'S'||i,'rural',1,6,NULL,0 FROM n;");
  FILE *file = fopen(p->path, "rb");
  static unsigned char whole[1 << 16];
  size_t const size = fread(whole, 1, sizeof whole, file);
  fclose(file);
  int refused = 0;
  for (size_t at = 16; at < size; at += 61) {
    jh_arena *const arena = jh_arena_create();
    place spoilt = {.arena = arena};
    strcpy(spoilt.path, p->path);
    jh_problems problems;
    jh_county_tables tables;
    jh_county county;
    file = fopen(p->path, "wb");
    fwrite(whole, 1, at % 3 ? size : at, file); /* spoilt, or cut off */
    fclose(file);
    if (at % 3) {
      file = fopen(p->path, "rb+");
      fseek(file, (long)at, SEEK_SET);
      fwrite("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 1, 8, file);
      fclose(file);
    }
    jh_status const status = read_county(&spoilt, &problems, &tables, &county);
    assert_true(status == JH_OK || status == JH_BAD_INPUT);
    refused += status != JH_OK;
    jh_arena_destroy(arena);
  }
  assert_true(refused > 0);
}

/* The digest is of the content: the order and language of columns do not matter, a changed cell does. */
static void the_digest_is_of_the_content(void **state) {
  static const char *const sql[] = {
      "CREATE TABLE schools(school_id, area, first_grade, last_grade); INSERT INTO schools VALUES('S1','rural',1,6);",
      "CREATE TABLE 学校(终止年级, 城乡, 学校编号, 起始年级); INSERT INTO 学校 VALUES(6,'rural','S1','1');",
      "CREATE TABLE schools(school_id, area, first_grade, last_grade); INSERT INTO schools "
      "VALUES('S1','rural',1,5);"};
  place *const p = *state;
  const char *digests[3];
  for (int i = 0; i < 3; i++) {
    jh_problems problems;
    jh_county_tables tables;
    jh_county county;
    unlink(p->path);
    make(p->path, sql[i]);
    assert_int_equal(read_county(p, &problems, &tables, &county), JH_OK);
    digests[i] = county.input_sha256[JH_SCHOOLS];
  }
  assert_string_equal(digests[0], digests[1]);
  assert_string_not_equal(digests[0], digests[2]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_database_reads_as_files_do, set_up, tear_down),
      cmocka_unit_test_setup_teardown(faults_name_table_and_row, set_up, tear_down),
      cmocka_unit_test_setup_teardown(bytes_and_broken_text_are_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_is_no_county_is_said_to_be_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(damaged_databases_are_answered, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_digest_is_of_the_content, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
