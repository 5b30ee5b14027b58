/* What is written can be read back, is whole or not there, and is never run. */
#define _GNU_SOURCE
#include "county_text.h"
#include "junheng/io/io.h"

#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/junheng-write-XXXXXX";
static char path[4200];

static const char *in_folder(const char *name) {
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static int set_up(void **state) {
  (void)state;
  return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  char command[4300];
  snprintf(command, sizeof command, "chmod -R u+w '%s'; rm -rf '%s'", folder, folder);
  return system(command);
}

/* A summary whose rows are the given values. */
static void make_summary(jh_table *table, jh_arena *arena, const char *const *values, int count) {
  assert_int_equal(jh_table_init(table, jh_plan_spec(JH_PLAN_SUMMARY), arena, "summary"), JH_OK);
  table->present = true;
  for (int i = 0; i < count; i++) {
    const char **const cells = jh_table_append(table, i + 2);
    assert_non_null(cells);
    cells[0] = jh_arena_printf(arena, "key%d", i);
    cells[1] = values[i];
  }
}

static const char *const hostile[] = {"=1+1",      "+86",          "-5",       "@SUM(A1)", "'=1",   "it's",   "a,b",
                                      "say \"x\"", "two\r\nlines", " blanks ", "\\n",      "𠮷<b>", "x\\';--"};
enum { HOSTILE = sizeof hostile / sizeof hostile[0] };

static void csv_brings_every_text_back(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  jh_table table, back;
  make_summary(&table, arena, hostile, HOSTILE);
  const char *bytes = NULL;
  size_t size = 0;
  assert_int_equal(jh_csv_format(&table, JH_CHINESE, arena, &bytes, &size), JH_OK);
  assert_memory_equal(bytes, "\xEF\xBB\xBF项目,值\r\n", 3 + strlen("项目,值\r\n"));
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_read_options const options = {0};
  assert_int_equal(jh_csv_parse(bytes, size, 7, "summary.csv", table.spec, &options, arena, &problems, &back), JH_OK);
  assert_int_equal(back.row_count, HOSTILE);
  for (int i = 0; i < HOSTILE; i++) {
    const char *const expected = strcmp(hostile[i], " blanks ") == 0 ? "blanks" : hostile[i]; /* read without them */
    if (strchr(hostile[i], '\r')) continue; /* line ends are a reader's to choose; see below */
    assert_string_equal(jh_table_cell(&back, i, 1), expected);
  }
  jh_arena_destroy(arena);
}

static void no_cell_begins_like_a_formula(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  jh_table table;
  make_summary(&table, arena, hostile, HOSTILE);
  const char *bytes = NULL;
  size_t size = 0;
  assert_int_equal(jh_csv_format(&table, JH_ENGLISH, arena, &bytes, &size), JH_OK);
  for (size_t i = 1; i < size; i++) {
    bool const starts = bytes[i - 1] == ',' || (bytes[i - 1] == '"' && bytes[i - 2] == ',');
    if (starts) assert_null(strchr("=+-@", bytes[i]));
  }
  jh_arena_destroy(arena);
}

static jh_status write_plan(const char *where, const char *value, jh_arena *arena, jh_problems *problems) {
  jh_folder *out = NULL;
  jh_status status = jh_folder_begin(where, arena, problems, &out);
  jh_table table;
  const char *values[200];
  for (int i = 0; i < 200; i++) values[i] = value;
  if (!status) make_summary(&table, arena, values, 200);
  if (!status) status = jh_folder_write_csv(out, &table, JH_ENGLISH);
  if (!status) status = jh_folder_write(out, "other.csv", value, strlen(value));
  if (!status) status = jh_folder_commit(out);
  jh_folder_abandon(out);
  return status;
}

static bool is_whole(const char *where, const char *value) {
  char name[4300], text[64] = "";
  snprintf(name, sizeof name, "%s/other.csv", where);
  FILE *const file = fopen(name, "r");
  if (!file) return false;
  size_t const size = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  return size == strlen(value) && strcmp(text, value) == 0;
}

static void a_kill_at_any_moment_leaves_a_whole_plan(void **state) {
  (void)state;
  char where[4200];
  snprintf(where, sizeof where, "%s", in_folder("方案/killed"));
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  assert_int_equal(write_plan(where, "first", arena, &problems), JH_OK);
  for (int round = 0; round < 25; round++) {
    pid_t const child = fork();
    if (child == 0) {
      for (;;) {
        jh_arena *const own = jh_arena_create();
        jh_problems list;
        jh_problems_init(&list, own);
        write_plan(where, "again", own, &list);
        jh_arena_destroy(own);
      }
    }
    usleep((useconds_t)(500 + 1700 * round));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_true(is_whole(where, "first") || is_whole(where, "again"));
  }
  /* The next run clears what the killed ones left. */
  assert_int_equal(write_plan(where, "last", arena, &problems), JH_OK);
  assert_true(is_whole(where, "last"));
  char command[4400];
  snprintf(command, sizeof command, "test $(ls -A '%s/方案' | wc -l) = 1", folder);
  assert_int_equal(system(command), 0);
  jh_arena_destroy(arena);
}

static void a_folder_that_is_no_plan_is_not_touched(void **state) {
  (void)state;
  char where[4200], file[4300];
  snprintf(where, sizeof where, "%s", in_folder("photos"));
  snprintf(file, sizeof file, "%s/cat.png", where);
  assert_int_equal(mkdir(where, 0777), 0);
  fclose(fopen(file, "w"));
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  assert_int_equal(write_plan(where, "x", arena, &problems), JH_IO_ERROR);
  assert_int_equal(problems.error_count, 1);
  assert_int_equal(access(file, F_OK), 0);
  jh_arena_destroy(arena);
}

static void a_full_disk_leaves_the_earlier_plan(void **state) {
  (void)state;
  char where[4200];
  snprintf(where, sizeof where, "%s", in_folder("full"));
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  assert_int_equal(write_plan(where, "first", arena, &problems), JH_OK);
  pid_t const child = fork();
  if (child == 0) { /* a limit on file sizes fails like a full disk */
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit const limit = {100, 100};
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(write_plan(where, "second", arena, &problems) == JH_IO_ERROR && problems.error_count == 1 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  assert_int_equal(status, 0);
  assert_true(is_whole(where, "first"));
  jh_arena_destroy(arena);
}

static int64_t count_rows(sqlite3 *db) {
  sqlite3_stmt *count = NULL;
  assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM plan_summary", -1, &count, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(count), SQLITE_ROW);
  int64_t const rows = sqlite3_column_int64(count, 0);
  sqlite3_finalize(count);
  return rows;
}

static void storing_a_plan_twice_changes_nothing(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_table tables[JH_PLAN_TABLE_COUNT];
  memset(tables, 0, sizeof tables);
  make_summary(&tables[JH_PLAN_SUMMARY], arena, hostile, HOSTILE);
  sqlite3 *db = NULL;
  const char *const database = in_folder("县.db");
  assert_int_equal(sqlite3_open(database, &db), SQLITE_OK);
  sqlite3_exec(db, "CREATE TABLE keep(x)", NULL, NULL, NULL);
  assert_int_equal(jh_plan_store(database, tables, "it's 1", &problems), JH_OK);
  assert_int_equal(jh_plan_store(database, tables, "it's 1", &problems), JH_OK);
  assert_int_equal(count_rows(db), HOSTILE);
  assert_int_equal(jh_plan_store(database, tables, "2", &problems), JH_OK);
  assert_int_equal(count_rows(db), 2 * HOSTILE);
  sqlite3_stmt *select = NULL;
  sqlite3_prepare_v2(db, "SELECT value FROM plan_summary WHERE plan_id = '2' ORDER BY row_no", -1, &select, NULL);
  for (int i = 0; i < HOSTILE; i++) {
    assert_int_equal(sqlite3_step(select), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(select, 0), hostile[i]);
  }
  sqlite3_finalize(select);
  sqlite3_close(db);
  jh_arena_destroy(arena);
}

static void a_county_goes_into_a_database_and_back_without_loss(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_read_options const options = {0};
  jh_county_tables first, stored, last;
  assert_int_equal(jh_county_read(SOURCE_DIR "/scenarios/jinghong", &options, arena, &problems, &first), JH_OK);
  char database[4200], copy[4200];
  snprintf(database, sizeof database, "%s", in_folder("jinghong.db"));
  snprintf(copy, sizeof copy, "%s", in_folder("copy"));
  assert_int_equal(jh_county_import(&first, database, false, &problems), JH_OK);
  assert_int_equal(jh_county_import(&first, database, false, &problems), JH_IO_ERROR);
  jh_problems_init(&problems, arena);
  assert_int_equal(jh_county_read(database, &options, arena, &problems, &stored), JH_OK);
  assert_int_equal(jh_county_export(&stored, copy, JH_CHINESE, false, &problems), JH_OK);
  assert_int_equal(jh_county_read(copy, &options, arena, &problems, &last), JH_OK);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    const jh_table *const a = &first.table[t], *const b = &last.table[t];
    assert_int_equal(a->present, b->present);
    if (!a->present) continue;
    assert_int_equal(a->row_count, b->row_count);
    for (int32_t row = 0; row < a->row_count; row++)
      for (int32_t c = 0; c < a->spec->column_count; c++) {
        const char *const x = jh_table_cell(a, row, c), *const y = jh_table_cell(b, row, c);
        if (!x || !y)
          assert_ptr_equal(x, y);
        else if (a->spec->columns[c].type == JH_DECIMAL)
          assert_true(strtod(x, NULL) == strtod(y, NULL));
        else
          assert_string_equal(x, y);
      }
  }
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv_brings_every_text_back),
      cmocka_unit_test(no_cell_begins_like_a_formula),
      cmocka_unit_test(a_kill_at_any_moment_leaves_a_whole_plan),
      cmocka_unit_test(a_folder_that_is_no_plan_is_not_touched),
      cmocka_unit_test(a_full_disk_leaves_the_earlier_plan),
      cmocka_unit_test(storing_a_plan_twice_changes_nothing),
      cmocka_unit_test(a_county_goes_into_a_database_and_back_without_loss),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
