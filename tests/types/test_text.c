/* Two languages at once, whatever the environment speaks; and numbers stay as C writes them. */
#include "junheng/text.h"

#include "junheng/problems.h"

#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void without_a_catalogue_it_speaks_english(void **state) {
  (void)state;
  assert_false(jh_text_open("/nowhere"));
  assert_string_equal(jh_text(JH_CHINESE, "Commands:"), "Commands:");
  assert_true(jh_text_open(LOCALE_DIR));
  assert_string_equal(jh_text(JH_CHINESE, "Commands:"), "命令：");
  assert_string_equal(jh_text(JH_ENGLISH, "Commands:"), "Commands:");
  assert_null(jh_text(JH_CHINESE, NULL));
  assert_string_equal(jh_text(JH_CHINESE, ""), "");
}

static void only_the_language_of_messages_is_touched(void **state) {
  (void)state;
  char number[16];
  snprintf(number, sizeof number, "%.1f", 1.5);
  assert_string_equal(number, "1.5");
  assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
}

static void errors_of_the_system_are_told_in_both(void **state) {
  (void)state;
  assert_string_equal(jh_error_text(JH_ENGLISH, ENOENT), "No such file or directory");
  assert_string_equal(jh_error_text(JH_CHINESE, ENOENT), "没有这个文件或文件夹");
  assert_string_equal(jh_error_text(JH_CHINESE, -1), "未知错误");
}

static const char *said(jh_language language, jh_arena *arena) {
  jh_problems problems;
  jh_problems_init(&problems, arena);
  problems.language = language;
  jh_problems_error(&problems, "schools.csv", 1, "name", NULL, "expected a column %s or %s in the header", "name",
                    "学校名称");
  return jh_problem_text(&problems, &problems.items[0]);
}

/* In Chinese the Chinese name comes first. */
static void a_translation_may_turn_its_arguments_around(void **state) {
  (void)state;
  jh_arena *const arena = jh_arena_create();
  assert_string_equal(said(JH_ENGLISH, arena),
                      "schools.csv:1: name: expected a column name or 学校名称 in the header");
  assert_string_equal(said(JH_CHINESE, arena), "schools.csv:1: name：表头缺少列 学校名称（name）");
  jh_arena_destroy(arena);
}

static void *speak(void *which) {
  jh_language const language = *(const jh_language *)which;
  const char *const expected = language == JH_CHINESE ? "schools.csv:1: name：表头缺少列 学校名称（name）"
                                                      : "schools.csv:1: name: expected a column name or 学校名称 in "
                                                        "the header";
  for (int i = 0; i < 2000; i++) {
    jh_arena *const arena = jh_arena_create();
    const char *const text = arena ? said(language, arena) : NULL;
    bool const same = text && strcmp(text, expected) == 0;
    jh_arena_destroy(arena);
    if (!same) return which;
  }
  return NULL;
}

static void two_threads_speak_two_languages(void **state) {
  (void)state;
  static const jh_language languages[] = {JH_ENGLISH, JH_CHINESE};
  pthread_t threads[2];
  for (int i = 0; i < 2; i++) assert_int_equal(pthread_create(&threads[i], NULL, speak, (void *)&languages[i]), 0);
  for (int i = 0; i < 2; i++) {
    void *wrong = NULL;
    assert_int_equal(pthread_join(threads[i], &wrong), 0);
    assert_null(wrong);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(without_a_catalogue_it_speaks_english),
                                     cmocka_unit_test(only_the_language_of_messages_is_touched),
                                     cmocka_unit_test(errors_of_the_system_are_told_in_both),
                                     cmocka_unit_test(a_translation_may_turn_its_arguments_around),
                                     cmocka_unit_test(two_threads_speak_two_languages)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
