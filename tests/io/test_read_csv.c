/* One table reads the same whatever its encoding, delimiter, line ends and chunk size; faults of form are named. */
#include "county_text.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state) { return (*state = jh_arena_create()) ? 0 : -1; }
static int tear_down(void **state) { return jh_arena_destroy(*state), 0; }

static jh_status parse(jh_arena *arena, const char *bytes, size_t size, size_t chunk, const char *encoding,
                       jh_problems *problems, jh_table *table) {
  jh_read_options const options = {.encoding = encoding};
  jh_problems_init(problems, arena);
  return jh_csv_parse(bytes, size, chunk, "pupils.csv", jh_county_spec(JH_PUPILS), &options, arena, problems, table);
}

/* place_id, grade, pupils, school_id, group: two rows, the second after a quoted newline and a blank line. */
static void expect_two_rows(const jh_table *table) {
  assert_int_equal(table->row_count, 2);
  assert_int_equal(table->lines[0], 2);
  assert_int_equal(table->lines[1], 5);
  assert_string_equal(jh_table_cell(table, 0, 0), "P1");
  assert_string_equal(jh_table_cell(table, 0, 1), "3");
  assert_string_equal(jh_table_cell(table, 0, 2), "12");
  assert_null(jh_table_cell(table, 0, 3));
  assert_non_null(strstr(jh_table_cell(table, 0, 4), "勐\""));
  assert_string_equal(jh_table_cell(table, 1, 0), "景洪");
  assert_string_equal(jh_table_cell(table, 1, 2), "7");
}

#define ROWS(comma, end)                                                                                        \
  "人数" comma "grade" comma "居民点编号" comma "group" end "１２" comma "　3 " comma "P1" comma "\"勐\"\"" end \
  "龙\"" end end "7" comma "4" comma "\" 景洪\xC2\xA0\"" comma end

static void every_chunk_size_reads_the_same(void **state) {
  static const char *const texts[] = {ROWS(",", "\n"), ROWS(";", "\r\n"), ROWS("\t", "\r"), ROWS(",", "\r\n"),
                                      "\xEF\xBB\xBF" ROWS(";", "\n")};
  for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++)
    for (size_t chunk = 1; chunk <= strlen(texts[t]) + 1; chunk++) {
      jh_problems problems;
      jh_table table;
      jh_status const status = parse(*state, texts[t], strlen(texts[t]), chunk, NULL, &problems, &table);
      if (status) problems_print(&problems);
      assert_int_equal(status, JH_OK);
      assert_int_equal(problems.count, 0);
      expect_two_rows(&table);
    }
}

static size_t converted(const char *text, const char *to, char *out, size_t room) {
  iconv_t const converter = iconv_open(to, "UTF-8");
  char *from_at = (char *)text, *to_at = out;
  size_t from_left = strlen(text), to_left = room;
  assert_int_equal(iconv(converter, &from_at, &from_left, &to_at, &to_left), 0);
  iconv_close(converter);
  return room - to_left;
}

static void every_encoding_reads_the_same(void **state) {
  static const struct {
    const char *encoding, *option;
  } cases[] = {{"GB18030", NULL}, {"GBK", "gbk"}, {"GB18030", "gb18030"}, {"UTF-16", NULL}, {"UTF-16LE", "utf-16le"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char bytes[1000];
    jh_problems problems;
    jh_table table;
    bool const is_gbk = strcmp(cases[i].encoding, "GBK") == 0;
    /* GBK has no no-break space. */
    const char *const text =
        is_gbk ? "人数,grade,居民点编号,group\n１２,3,P1,\"勐\"\"\n龙\"\n\n7,4,景洪\n" : ROWS(",", "\r\n");
    size_t const size = converted(text, cases[i].encoding, bytes, sizeof bytes);
    jh_status const status = parse(*state, bytes, size, 3, cases[i].option, &problems, &table);
    if (status) problems_print(&problems);
    assert_int_equal(status, JH_OK);
    expect_two_rows(&table);
  }
}

static void faults_of_form_are_named(void **state) {
  static const struct {
    const char *text, *words;
  } faults[] = {
      {"", "expected a header line"},
      {"\n\n", "expected a header line"},
      {"place_id,grade,pupils,人数\n", "expected each column once; pupils (人数) stands twice"},
      {"place_id,grade\nP1,1\n", "expected a column pupils or 人数"},
      {"place_id,grade,pupils\nP1,1,1,9\n", "pupils.csv:2: '9': expected 3 cells, as many as the header has, not 4"},
      {"place_id,grade,pupils\nP1,1,1\nP2,1,\"1\nP3,1,\"\"2\n", "pupils.csv:3: '\"': expected a closing quote"},
      {"place_id,grade,pupils\nP1,1,1\nP\"2,1,1\n", "pupils.csv:3: '\"': expected quotes only around a whole cell"},
      {"place_id,grade,pupils\nP1,1,1\n\"P\"2,1,1\n", "pupils.csv:3: '\"': expected quotes only around a whole cell"},
      {"place_id,grade,pupils\n勐龙景洪勐,1,1\nP\xFF,1,1\n", "pupils.csv:3: 'byte FF': expected UTF-8"},
      {"place_id,grade,pupils\nP\xFF,1,1\n", "pupils.csv:2: 'byte FF': expected text in UTF-8 or GB18030"},
      {"PK\x03\x04 a workbook", "this is a workbook"},
  };
  for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
    for (size_t chunk = 0; chunk <= strlen(faults[i].text); chunk++) {
      jh_problems problems;
      jh_table table;
      assert_int_equal(parse(*state, faults[i].text, strlen(faults[i].text), chunk, NULL, &problems, &table),
                       JH_BAD_INPUT);
      if (problems_mention(&problems, faults[i].words)) continue;
      problems_print(&problems);
      fail_msg("nobody said: %s", faults[i].words);
    }
}

static void nul_bytes_are_refused(void **state) {
  static const char text[] = "place_id,grade,pupils\nP1,1,1\nP\0002,1,1\n";
  jh_problems problems;
  jh_table table;
  assert_int_equal(parse(*state, text, sizeof text - 1, 0, NULL, &problems, &table), JH_BAD_INPUT);
  assert_true(problems_mention(&problems, "pupils.csv:3: 'byte 00': expected text without NUL bytes"));
}

static void unknown_columns_get_one_warning_each(void **state) {
  static const char text[] = "place_id,grade,pupil,备注,pupils,\nP1,1,9,x,1,\nP2,1,9,y,2,\n";
  jh_problems problems;
  jh_table table;
  assert_int_equal(parse(*state, text, sizeof text - 1, 0, NULL, &problems, &table), JH_OK);
  assert_int_equal(problems.warning_count, 2);
  assert_true(problems_mention(&problems, "pupil: not a column of this table: not read (did you mean pupils?)"));
  assert_string_equal(jh_table_cell(&table, 1, 2), "2");
}

static void the_guard_against_formulas_is_taken_off(void **state) {
  static const char text[] = "place_id,grade,pupils,group\n'=A1,1,1,''+x\n'a,1,2,-y\n'@,1,3,'\n";
  static const char *const expected[][2] = {{"=A1", "'+x"}, {"'a", "-y"}, {"@", "'"}};
  jh_problems problems;
  jh_table table;
  assert_int_equal(parse(*state, text, sizeof text - 1, 0, NULL, &problems, &table), JH_OK);
  for (int32_t row = 0; row < 3; row++) {
    assert_string_equal(jh_table_cell(&table, row, 0), expected[row][0]);
    assert_string_equal(jh_table_cell(&table, row, 4), expected[row][1]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(every_chunk_size_reads_the_same, set_up, tear_down),
      cmocka_unit_test_setup_teardown(every_encoding_reads_the_same, set_up, tear_down),
      cmocka_unit_test_setup_teardown(faults_of_form_are_named, set_up, tear_down),
      cmocka_unit_test_setup_teardown(nul_bytes_are_refused, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_guard_against_formulas_is_taken_off, set_up, tear_down),
      cmocka_unit_test_setup_teardown(unknown_columns_get_one_warning_each, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
