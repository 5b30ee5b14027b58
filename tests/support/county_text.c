#include "county_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static int table_named(const char *name) {
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++)
    if (strcmp(jh_county_spec((jh_county_table)t)->name, name) == 0) return t;
  fail_msg("no county table is called %s", name);
  return 0;
}

jh_status county_tables_from_text(jh_arena *arena, const char *const (*tables)[2], const jh_read_options *options,
                                  jh_problems *problems, jh_county_tables *read) {
  jh_status worst = JH_OK;
  memset(read, 0, sizeof *read);
  read->path = "county";
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
    const char *const file = jh_arena_printf(arena, "%s.csv", spec->name);
    if (!file || jh_table_init(&read->table[t], spec, arena, file)) return JH_NO_MEMORY;
  }
  for (; (*tables)[0]; tables++) {
    int const t = table_named((*tables)[0]);
    const char *const text = (*tables)[1];
    jh_table *const table = &read->table[t];
    jh_status const status =
        jh_csv_parse(text, strlen(text), 0, table->file, table->spec, options, arena, problems, table);
    read->sha256[t] = jh_sha256_text(text, strlen(text), arena);
    if (status) worst = status;
  }
  return worst;
}

jh_status county_try_text(jh_arena *arena, const char *const (*tables)[2], const jh_read_options *options,
                          jh_problems *problems, jh_county *county) {
  jh_county_tables read;
  jh_problems_init(problems, arena);
  jh_status const status = county_tables_from_text(arena, tables, options, problems, &read);
  if (status == JH_NO_MEMORY) return status;
  jh_status const loaded = jh_county_load(&read, options, arena, problems, county);
  return status ? status : loaded;
}

bool problems_mention(const jh_problems *problems, const char *words) {
  for (size_t i = 0; i < problems->count; i++) {
    const char *const text = jh_problem_text(problems, &problems->items[i]);
    if (text && strstr(text, words)) return true;
  }
  return false;
}

void problems_print(const jh_problems *problems) {
  for (size_t i = 0; i < problems->count; i++) {
    const char *const text = jh_problem_text(problems, &problems->items[i]);
    print_message("%s\n", text ? text : "no memory");
  }
}

jh_county *county_from_text(jh_arena *arena, const char *const (*tables)[2]) {
  jh_problems problems;
  jh_county *const county = JH_NEW(arena, jh_county, 1);
  assert_non_null(county);
  jh_status const status = county_try_text(arena, tables, NULL, &problems, county);
  if (status != JH_OK) problems_print(&problems);
  assert_int_equal(status, JH_OK);
  return county;
}
