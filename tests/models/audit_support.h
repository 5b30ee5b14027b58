/* audit_support.h - a plan from inline texts, audited; and the same plan with one text changed. */
#ifndef TESTS_MODELS_AUDIT_SUPPORT_H
#define TESTS_MODELS_AUDIT_SUPPORT_H

#include "county_text.h"
#include "junheng/models/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_TABLES = 16 };

typedef const char *table_text[2]; /* name, CSV; a list ends with {NULL, NULL} */

/* In table `table` (of the county or of the plan) `find` becomes `put`; then `rule` must have a row that is not met.
 */
typedef struct mutation {
  bool county;
  const char *table, *find, *put, *rule;
} mutation;

typedef struct audited {
  jh_arena *arena;
  jh_problems problems;
  jh_audit audit;
} audited;

static inline const char *with_change(jh_arena *arena, const char *text, const mutation *change) {
  const char *const at = strstr(text, change->find);
  if (!at) fail_msg("%s has no \"%s\"", change->table, change->find);
  return jh_arena_printf(arena, "%.*s%s%s", (int)(at - text), text, change->put, at + strlen(change->find));
}

static inline void changed(jh_arena *arena, const table_text *from, const mutation *change, table_text *to) {
  int i = 0;
  for (; from[i][0]; i++) {
    to[i][0] = from[i][0];
    to[i][1] = change && strcmp(change->table, from[i][0]) == 0 ? with_change(arena, from[i][1], change) : from[i][1];
  }
  to[i][0] = to[i][1] = NULL;
}

static inline void parse_plan(jh_arena *arena, const table_text *texts, jh_table tables[JH_PLAN_TABLE_COUNT]) {
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_plan_spec((jh_plan_table)t);
    jh_problems problems;
    jh_problems_init(&problems, arena);
    assert_int_equal(jh_table_init(&tables[t], spec, arena, spec->name), JH_OK);
    for (int i = 0; texts[i][0]; i++) {
      if (strcmp(texts[i][0], spec->name) != 0) continue;
      jh_status const status =
          jh_csv_parse(texts[i][1], strlen(texts[i][1]), 0, spec->name, spec, NULL, arena, &problems, &tables[t]);
      if (status) problems_print(&problems);
      assert_int_equal(status, JH_OK);
    }
  }
}

static inline audited audit_texts(const table_text *county, const table_text *plan, const mutation *change) {
  audited done = {.arena = jh_arena_create()};
  table_text county_texts[MOST_TABLES], plan_texts[MOST_TABLES];
  jh_table tables[JH_PLAN_TABLE_COUNT];
  assert_non_null(done.arena);
  jh_problems_init(&done.problems, done.arena);
  changed(done.arena, county, change && change->county ? change : NULL, county_texts);
  changed(done.arena, plan, change && !change->county ? change : NULL, plan_texts);
  const jh_county *const loaded = county_from_text(done.arena, (const char *const(*)[2])county_texts);
  parse_plan(done.arena, plan_texts, tables);
  assert_int_equal(jh_audit_plan(loaded, tables, done.arena, &done.problems, &done.audit), JH_OK);
  return done;
}

static inline const jh_audit_row *row_of(const audited *done, const char *rule, const char *scope) {
  for (size_t i = 0; i < done->audit.count; i++)
    if (strcmp(done->audit.rows[i].rule, rule) == 0 && (!scope || strcmp(done->audit.rows[i].scope, scope) == 0))
      return &done->audit.rows[i];
  return NULL;
}

static inline void print_audit(const audited *done) {
  static const char *const met[] = {"NOT MET", "met", "information"};
  for (size_t i = 0; i < done->audit.count; i++) {
    const jh_audit_row *const row = &done->audit.rows[i];
    print_message("%s [%s] required %s: %s, %s%s\n", row->rule, row->scope, row->required, row->achieved,
                  met[row->met], row->consistency ? " (consistency)" : "");
  }
}

static inline bool is_broken(const audited *done, const char *rule) {
  for (size_t i = 0; i < done->audit.count; i++)
    if (strcmp(done->audit.rows[i].rule, rule) == 0 && done->audit.rows[i].met == JH_AUDIT_NOT_MET) return true;
  return false;
}

static inline void assert_passes(const table_text *county, const table_text *plan) {
  audited done = audit_texts(county, plan, NULL);
  if (done.audit.unmet_rules || done.audit.inconsistencies) print_audit(&done);
  assert_int_equal(done.audit.unmet_rules, 0);
  assert_int_equal(done.audit.inconsistencies, 0);
  assert_int_equal(done.problems.error_count, 0);
  jh_arena_destroy(done.arena);
}

static inline void assert_each_caught(const table_text *county, const table_text *plan, const mutation *changes,
                                      size_t count) {
  for (size_t i = 0; i < count; i++) {
    audited done = audit_texts(county, plan, &changes[i]);
    if (!is_broken(&done, changes[i].rule)) {
      print_audit(&done);
      fail_msg("%s: \"%s\" for \"%s\" is not caught by %s", changes[i].table, changes[i].put, changes[i].find,
               changes[i].rule);
    }
    jh_arena_destroy(done.arena);
  }
}

static inline void assert_row(const table_text *county, const table_text *plan, const mutation *change,
                              const char *rule, const char *scope, const char *required, const char *achieved) {
  audited done = audit_texts(county, plan, change);
  const jh_audit_row *const row = row_of(&done, rule, scope);
  if (!row) print_audit(&done);
  assert_non_null(row);
  if (required) assert_string_equal(row->required, required);
  if (achieved) assert_string_equal(row->achieved, achieved);
  jh_arena_destroy(done.arena);
}

#endif
