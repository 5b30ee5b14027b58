/* Folders of CSV files: which file is which table, what is missing, and a plan that went through a spreadsheet. */
#include "county_text.h"

#include <dirent.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct folder {
  jh_arena *arena;
  char path[64];
  jh_problems problems;
} folder;

static int set_up(void **state) {
  folder *const f = calloc(1, sizeof *f);
  if (!f) return -1;
  f->arena = jh_arena_create();
  jh_problems_init(&f->problems, f->arena);
  strcpy(f->path, "/tmp/junheng-test-XXXXXX");
  *state = f;
  return mkdtemp(f->path) ? 0 : -1;
}

static int tear_down(void **state) {
  folder *const f = *state;
  DIR *const entries = opendir(f->path);
  for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries))
    if (entry->d_name[0] != '.') unlink(jh_arena_printf(f->arena, "%s/%s", f->path, entry->d_name));
  closedir(entries);
  rmdir(f->path);
  jh_arena_destroy(f->arena);
  free(f);
  return 0;
}

static void put(folder *f, const char *name, const char *text, const char *encoding) {
  char bytes[4000];
  iconv_t const converter = iconv_open(encoding, "UTF-8");
  char *from_at = (char *)text, *to_at = bytes;
  size_t from_left = strlen(text), to_left = sizeof bytes;
  assert_int_equal(iconv(converter, &from_at, &from_left, &to_at, &to_left), 0);
  iconv_close(converter);
  FILE *const file = fopen(jh_arena_printf(f->arena, "%s/%s", f->path, name), "wb");
  assert_non_null(file);
  fwrite(bytes, 1, sizeof bytes - to_left, file);
  fclose(file);
}

static const char *const schools = "school_id,area,first_grade,last_grade\nS1,rural,1,6\n";

static void files_may_have_chinese_names_and_strangers_are_told(void **state) {
  folder *const f = *state;
  jh_county_tables tables;
  put(f, "学校.csv", schools, "UTF-8");
  put(f, "Places.CSV", "居民点编号\nP1\n", "GB18030");
  put(f, "pupil.csv", "a\n", "UTF-8");
  put(f, "notes.txt", "a\n", "UTF-8");
  assert_int_equal(jh_county_read(f->path, NULL, f->arena, &f->problems, &tables), JH_OK);
  assert_int_equal(tables.table[JH_SCHOOLS].row_count, 1);
  assert_int_equal(tables.table[JH_PLACES].row_count, 1);
  assert_string_equal(tables.sha256[JH_SCHOOLS], jh_sha256_text(schools, strlen(schools), f->arena));
  assert_int_equal(f->problems.warning_count, 1);
  assert_true(
      problems_mention(&f->problems, "pupil.csv: not the name of a table: not read (did you mean pupils.csv?)"));
}

static void a_table_twice_or_missing_is_an_error(void **state) {
  folder *const f = *state;
  jh_county_tables tables;
  put(f, "places.csv", "place_id\nP1\n", "UTF-8");
  put(f, "居民点.csv", "place_id\nP1\n", "UTF-8");
  assert_int_equal(jh_county_read(f->path, NULL, f->arena, &f->problems, &tables), JH_BAD_INPUT);
  assert_true(problems_mention(&f->problems, "expected one file for the table places; places.csv holds it too"));
  assert_true(problems_mention(&f->problems, "expected a file schools.csv (学校)"));
}

static void what_cannot_be_read_is_an_io_error(void **state) {
  folder *const f = *state;
  jh_county_tables tables;
  const char *const none = jh_arena_printf(f->arena, "%s/none", f->path);
  assert_int_equal(jh_county_read(none, NULL, f->arena, &f->problems, &tables), JH_IO_ERROR);
  const char *const schools_path = jh_arena_printf(f->arena, "%s/schools.csv", f->path);
  assert_int_equal(mkfifo(schools_path, 0600), 0); /* must not hang */
  assert_int_equal(jh_county_read(f->path, NULL, f->arena, &f->problems, &tables), JH_IO_ERROR);
  assert_true(problems_mention(&f->problems, "schools.csv: cannot be read"));
}

static void a_plan_edited_in_a_spreadsheet_is_read_back(void **state) {
  folder *const f = *state;
  jh_table tables[JH_PLAN_TABLE_COUNT];
  put(f, "summary.csv", "\xEF\xBB\xBFkey,value\r\njob,allocate\r\n", "UTF-8");
  put(f, "assignments.csv",
      "方式;转学;就读学校;人数;居民点编号;年级;学年;公里\r\n步行;否;S1;１２;P1;1;2020;1.5\r\n;;;;;;;\r\n", "GB18030");
  jh_status const status = jh_plan_read(f->path, f->arena, &f->problems, tables);
  if (status) problems_print(&f->problems);
  assert_int_equal(status, JH_OK);
  const jh_table *const rows = &tables[JH_PLAN_ASSIGNMENTS];
  assert_int_equal(rows->row_count, 1);
  assert_string_equal(jh_table_cell(rows, 0, jh_table_spec_column(rows->spec, "pupils")), "12");
  assert_string_equal(jh_table_cell(rows, 0, jh_table_spec_column(rows->spec, "mode")), "步行");
  assert_string_equal(jh_table_cell(rows, 0, jh_table_spec_column(rows->spec, "to_school")), "S1");
  assert_false(tables[JH_PLAN_ROSTER].present);
}

static void a_folder_without_summary_is_no_plan(void **state) {
  folder *const f = *state;
  jh_table tables[JH_PLAN_TABLE_COUNT];
  assert_int_equal(jh_plan_read(f->path, f->arena, &f->problems, tables), JH_BAD_INPUT);
  assert_true(problems_mention(&f->problems, "expected a plan: a folder with summary.csv"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(files_may_have_chinese_names_and_strangers_are_told, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_table_twice_or_missing_is_an_error, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_cannot_be_read_is_an_io_error, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_plan_edited_in_a_spreadsheet_is_read_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_folder_without_summary_is_no_plan, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
