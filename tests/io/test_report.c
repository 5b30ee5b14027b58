/* The dossier: well-formed whatever the tables hold, every section in both languages, nothing loaded, nothing run,
 * and in the public version nothing of teachers but names and schools. */
#include "junheng/io/report.h"

#include "county_text.h"
#include "junheng/models/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RLO "\xE2\x80\xAE" /* right-to-left override */
#define HOSTILE "<script>alert(1)</script>\"'&𠮷" RLO "\x01\xEF\xBF\xBF"

static const char *const tables[][2] = {
    {"schools",
     "school_id,name,town,area,first_grade,last_grade,lon,lat,rooms,quality\n"
     "A,\"<script>alert(1)</script>\"\"'&𠮷" RLO "\",镇<b>,urban,1,6,100.80,22.00,8,1\n"
     "B,\"\"\"]]><!--村小\",河边乡,rural,1,6,100.83,22.00,6,0\n"},
    {"places",
     "place_id,name,town,lon,lat\nP1,<img src=x onerror=alert(2)>,城关镇,100.80,22.00\n"
     "P2,曼滩&amp;,<i>,100.83,22.01\n"},
    {"pupils", "place_id,grade,pupils,school_id\nP1,1,40,\nP1,2,38,A\nP2,1,12,\nP2,3,20,A\n"},
    {"classes", "school_id,grade,class_no,pupils\nA,2,1,38\nA,3,1,20\n"},
    {"teachers",
     "teacher_id,name,school_id,subject,stage,backbone,sex,birth_year,years_here,exempt\n"
     "530102198001011234,刀<script>勇,A,语文,primary,1,male,1980,9,\n"
     "T2,,A,语文,primary,0,male,1982,9,\nT3,陈玉兰,A,数学,primary,0,female,1984,8,病休隐私\n"},
    {"policy", "key,value\nmax_leave_share,100\n"},
    {"posts", "school_id,subject,posts\nB,语文,1\n"},
    {NULL, NULL}};

static jh_model *const models[JH_JOB_COUNT] = {jh_rotation_model, jh_allocation_model, jh_consolidation_model};

static void put(jh_table *table, const char *const *texts, int count) {
  const char **const cells = jh_table_append(table, table->row_count + 2);
  assert_non_null(cells);
  for (int i = 0; i < count; i++) cells[i] = texts[i];
}

/* A plan of the county above, its summary and audit as hostile as its tables. */
static void plan_tables(jh_job job, jh_arena *arena, jh_county **county, jh_table *written, jh_problems *problems) {
  *county = county_from_text(arena, tables);
  jh_problems_init(problems, arena);
  jh_plan *const plan = JH_NEW(arena, jh_plan, 1);
  jh_model_options const options = {.first_year = 2020, .last_year = 2020};
  jh_control const control = jh_control_default();
  *plan = (jh_plan){.job = job, .county = *county};
  assert_int_equal(models[job](*county, &options, &control, arena, problems, plan, NULL), JH_OK);
  assert_int_equal(jh_plan_to_tables(plan, arena, written), JH_OK);
  jh_table *const summary = &written[JH_PLAN_SUMMARY], *const audit = &written[JH_PLAN_AUDIT];
  assert_int_equal(jh_table_init(summary, jh_plan_spec(JH_PLAN_SUMMARY), arena, "summary.csv"), JH_OK);
  assert_int_equal(jh_table_init(audit, jh_plan_spec(JH_PLAN_AUDIT), arena, "audit.csv"), JH_OK);
  summary->present = audit->present = true;
  const char *const facts[][2] = {{"job", jh_job_name(job)}, {"year", "2020"},         {"status", "feasible"},
                                  {"data_note", HOSTILE},    {"scenario", HOSTILE},    {"why", "因隐私 " HOSTILE},
                                  {"objective_1", HOSTILE},  {"objective_1_gap", "3"}, {"note", HOSTILE}};
  for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) put(summary, facts[i], 2);
  put(audit, (const char *const[]){"quota", "county", "1 (10 %)", "1 / 2", "1", HOSTILE}, 6);
  put(audit, (const char *const[]){"eligible", "T3", "meets the conditions of rotation", "exempt: 病休隐私", "0", ""},
      6);
  jh_problems_warning(problems, "teachers.csv", 4, "birth_year", "病休隐私", HOSTILE);
}

static bool some_way(const void *context, jh_place_ix place, jh_school_ix school, int64_t *distance_mm,
                     int64_t *time_s) {
  (void)context;
  *distance_mm = 1000000 * (int64_t)(1 + place.i + school.i);
  *time_s = 600;
  return true;
}

static const char *report_of(jh_job job, jh_language language, bool public_version, jh_arena *arena, size_t *size) {
  jh_county *county;
  jh_table *const written = JH_NEW(arena, jh_table, JH_PLAN_TABLE_COUNT);
  jh_problems *const problems = JH_NEW(arena, jh_problems, 1);
  plan_tables(job, arena, &county, written, problems);
  jh_report_options const options = {
      .language = language, .public_version = public_version, .way = some_way, .warnings = problems};
  const char *html = NULL;
  assert_int_equal(jh_report_html(county, written, &options, arena, &html, size), JH_OK);
  assert_int_equal(strlen(html), *size);
  return html;
}

static const char *const elements[] = {"a",      "b",       "bdi",   "body",  "br",   "code",  "div",    "figcaption",
                                       "figure", "g",       "h1",    "h2",    "h3",   "head",  "header", "html",
                                       "i",      "li",      "link",  "main",  "meta", "nav",   "p",      "path",
                                       "rect",   "section", "span",  "style", "svg",  "table", "tbody",  "td",
                                       "text",   "th",      "thead", "title", "tr",   "ul",    "circle"};

/* Reads the markup as XML does: every tag known, quoted, closed in its order; no reference but the five. */
static void assert_well_formed(const char *html) {
  char open[64][16];
  int depth = 0;
  const char *c = html + strlen("<!DOCTYPE html>");
  assert_memory_equal(html, "<!DOCTYPE html>", strlen("<!DOCTYPE html>"));
  for (; *c; c++) {
    assert_true((unsigned char)*c >= 0x20 || *c == '\n');
    if (*c == '&') {
      const char *const end = strchr(c, ';');
      assert_true(end && end - c <= 6);
      continue;
    }
    if (*c != '<') continue;
    bool const closes = c[1] == '/';
    const char *const name = c + 1 + closes;
    size_t const length = strcspn(name, " />");
    bool known = false;
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
      known = known || (strlen(elements[i]) == length && strncmp(elements[i], name, length) == 0);
    if (!known) fail_msg("unknown element at %.40s", c);
    const char *end = name + length;
    while (*end != '>') {
      assert_int_not_equal(*end, '<');
      assert_int_not_equal(*end, '\0');
      if (*end == '=') {
        assert_int_equal(end[1], '"');
        end = strchr(end + 2, '"');
        assert_non_null(end);
      }
      end++;
    }
    if (closes) {
      assert_true(depth > 0);
      if (strlen(open[--depth]) != length || strncmp(open[depth], name, length) != 0)
        fail_msg("%s closed by %.40s", open[depth], c);
    } else if (end[-1] != '/') {
      assert_true(depth < 64 && length < 16);
      snprintf(open[depth++], 16, "%.*s", (int)length, name);
    }
    c = end;
  }
  assert_int_equal(depth, 0);
}

static void nothing_in_a_table_is_markup(void **state) {
  (void)state;
  for (int job = 0; job < JH_JOB_COUNT; job++)
    for (int language = 0; language < 2; language++) {
      jh_arena *const arena = jh_arena_create();
      size_t size = 0;
      const char *const html = report_of((jh_job)job, (jh_language)language, false, arena, &size);
      assert_well_formed(html);
      assert_null(strstr(html, "<script"));
      assert_null(strstr(html, "<img"));
      assert_null(strstr(html, "http://"));
      assert_null(strstr(html, "https://"));
      assert_null(strstr(html, "\x01"));
      assert_null(strstr(html, "\xEF\xBF\xBF"));
      assert_non_null(strstr(html, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;𠮷"));
      assert_non_null(strstr(html, "default-src 'none'"));
      /* A text that turns the writing direction stands alone in an element that isolates it. */
      for (const char *at = html; (at = strstr(at, RLO)) != NULL; at++) {
        const char *close = strchr(at, '<');
        assert_true(strncmp(close, "</bdi>", 6) == 0 || strncmp(close, "</text>", 7) == 0 ||
                    strncmp(close, "</title>", 8) == 0 || strncmp(close, "</b>", 4) == 0);
      }
      jh_arena_destroy(arena);
    }
}

static void every_job_has_every_section(void **state) {
  (void)state;
  static const char *const both[] = {"answer", "map",   "changes",   "costs",        "classes",   "distances",
                                     "quotas", "rules", "certainty", "alternatives", "procedure", "open"};
  for (int job = 0; job < JH_JOB_COUNT; job++)
    for (int language = 0; language < 2; language++) {
      jh_arena *const arena = jh_arena_create();
      size_t size = 0;
      const char *const html = report_of((jh_job)job, (jh_language)language, false, arena, &size);
      for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        char section[64];
        snprintf(section, sizeof section, "<section id=\"%s\"><h2>", both[i]);
        const char *const at = strstr(html, section);
        if (!at) fail_msg("%s has no %s", jh_job_name((jh_job)job), both[i]);
        /* More than its heading. */
        const char *const end = strstr(at, "</section>");
        assert_non_null(end);
        assert_true(end - strstr(at, "</h2>") > 30);
        bool const ascii_heading = (unsigned char)at[strlen(section)] < 0x80;
        assert_int_equal(ascii_heading, language == JH_ENGLISH);
      }
      assert_int_equal(strstr(html, "<section id=\"roster\">") != NULL, job == JH_ROTATE);
      assert_int_equal(strstr(html, "<section id=\"sites\">") != NULL, job == JH_CONSOLIDATE);
      assert_non_null(strstr(html, "<svg viewBox="));
      assert_non_null(strstr(html, language == JH_CHINESE ? "制定" : "plan drawn up"));
      jh_arena_destroy(arena);
    }
}

static void public_version_shows_names_and_schools_only(void **state) {
  (void)state;
  static const char *const secrets[] = {"病休隐私", "因隐私",    "530102198001011234",
                                        "1980",     "任教 9 年", "9 years at"};
  for (int language = 0; language < 2; language++) {
    jh_arena *const arena = jh_arena_create();
    size_t size = 0;
    const char *const shown = report_of(JH_ROTATE, (jh_language)language, true, arena, &size);
    assert_well_formed(shown);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
      if (strstr(shown, secrets[i])) fail_msg("the public version says %s", secrets[i]);
    assert_non_null(strstr(shown, "刀&lt;script&gt;勇"));
    /* The bureau's own has them: the test above could fail. */
    const char *const own = report_of(JH_ROTATE, (jh_language)language, false, arena, &size);
    assert_non_null(strstr(own, "病休隐私"));
    assert_non_null(strstr(own, language == JH_CHINESE ? "任教 9 年" : "9 years at"));
    jh_arena_destroy(arena);
  }
}

enum { MOST_COLUMNS = 16 };

/* Which cells of the row that starts at `row` are set to the right; their number. */
static int numbers_of(const char *row, const char *cell, bool numbers[MOST_COLUMNS]) {
  const char *const end = strstr(row, "</tr>");
  int count = 0;
  for (const char *at = row; (at = strstr(at, "<t")) != NULL && at < end; at++) {
    if (strncmp(at, cell, 3) != 0 && strncmp(at, "<th", 3) != 0) continue;
    assert_true(count < MOST_COLUMNS);
    const char *const class = strstr(at, "class=\"n"), *const close = strchr(at, '>');
    numbers[count++] = class && class < close;
  }
  return count;
}

static void heads_stand_where_their_numbers_do(void **state) {
  (void)state;
  int checked = 0;
  for (int job = 0; job < JH_JOB_COUNT; job++) {
    jh_arena *const arena = jh_arena_create();
    size_t size = 0;
    const char *const html = report_of((jh_job)job, JH_ENGLISH, false, arena, &size);
    for (const char *table = html; (table = strstr(table, "<thead>")) != NULL; table++) {
      bool heads[MOST_COLUMNS], cells[MOST_COLUMNS];
      int const columns = numbers_of(strstr(table, "<tr"), "<th", heads);
      const char *const end = strstr(table, "</tbody>");
      for (const char *row = strstr(table, "<tbody>"); (row = strstr(row, "<tr")) != NULL && row < end; row++) {
        if (numbers_of(row, "<td", cells) != columns) continue; /* "none", over the whole width */
        for (int c = 0; c < columns; c++)
          if (heads[c] != cells[c]) fail_msg("column %d of %.400s: %.200s", c + 1, table, row);
        checked++;
      }
    }
    jh_arena_destroy(arena);
  }
  assert_true(checked > 60);
}

static void ledger_says_what_clearing_depends_on(void **state) {
  (void)state;
  static const char *const told[2] = {
      "<td class=\"k\"><bdi>Upper</bdi>; <bdi>Lower</bdi></td><td class=\"k\"><bdi>Lower opened</bdi>; <bdi>rooms "
      "added at Upper</bdi></td>",
      "<td class=\"k\"><bdi>Upper</bdi>；<bdi>Lower</bdi></td><td "
      "class=\"k\"><bdi>Lower开办</bdi>；<bdi>Upper扩建教室</bdi></td>"};
  static const char *const county_text[][2] = {
      {"schools",
       "school_id,name,town,area,first_grade,last_grade,lon,lat,rooms\nA,Upper,T,urban,1,6,100.80,22.00,8\n"
       "B,Lower,T,rural,1,6,100.83,22.00,6\n"},
      {"places", "place_id,name,town,lon,lat\nP1,P,T,100.80,22.00\n"},
      {"pupils", "place_id,grade,pupils,school_id\nP1,2,60,A\n"},
      {NULL, NULL}};
  jh_arena *const arena = jh_arena_create();
  jh_table *const written = JH_NEW(arena, jh_table, JH_PLAN_TABLE_COUNT);
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++)
    assert_int_equal(jh_table_init(&written[t], jh_plan_spec((jh_plan_table)t), arena, "plan"), JH_OK);
  put(&written[JH_PLAN_SUMMARY], (const char *const[]){"job", "allocate"}, 2);
  const char **const row = jh_table_append(&written[JH_PLAN_LEDGER], 2);
  static const char *const cells[][2] = {{"school_id", "A"},    {"grade", "2"},
                                         {"class_no", "1"},     {"pupils_now", "60"},
                                         {"category", "large"}, {"cleared_year", "2020"},
                                         {"how", "new_school"}, {"to", "A;B"},
                                         {"status", "cleared"}, {"depends_on", "new_school:B;rooms:A"}};
  for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
    row[jh_table_spec_column(jh_plan_spec(JH_PLAN_LEDGER), cells[i][0])] = cells[i][1];
  for (int language = 0; language < 2; language++) {
    jh_report_options const options = {.language = (jh_language)language, .way = some_way};
    const char *html = NULL;
    size_t size = 0;
    assert_int_equal(jh_report_html(county_from_text(arena, county_text), written, &options, arena, &html, &size),
                     JH_OK);
    if (!strstr(html, told[language])) fail_msg("%.600s", strstr(html, "60</td>"));
  }
  jh_arena_destroy(arena);
}

static void equal_input_gives_equal_bytes(void **state) {
  (void)state;
  for (int job = 0; job < JH_JOB_COUNT; job++) {
    jh_arena *const one = jh_arena_create(), *const other = jh_arena_create();
    size_t first = 0, second = 0;
    const char *const html = report_of((jh_job)job, JH_CHINESE, false, one, &first);
    assert_string_equal(html, report_of((jh_job)job, JH_CHINESE, false, other, &second));
    jh_arena_destroy(one);
    jh_arena_destroy(other);
  }
}

int main(void) {
  if (!jh_text_open(LOCALE_DIR)) return 1;
  const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_in_a_table_is_markup),
                                     cmocka_unit_test(every_job_has_every_section),
                                     cmocka_unit_test(public_version_shows_names_and_schools_only),
                                     cmocka_unit_test(equal_input_gives_equal_bytes),
                                     cmocka_unit_test(heads_stand_where_their_numbers_do),
                                     cmocka_unit_test(ledger_says_what_clearing_depends_on)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
