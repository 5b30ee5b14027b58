/* Every cell of a plan against its column: the first thing an edited plan fails. */
#include "audit_inner.h"

#include <string.h>

typedef struct form {
  auditor *a;
  audit_tally tally;
  jh_plan_table table;
  int32_t row;
  const jh_column *column;
} form;

static void bad_cell(form *f, const char *found, const char *expected) {
  auditor *const a = f->a;
  const jh_table *const table = &a->tables[f->table];
  jh_problems_error(a->problems, audit_text(a, "%s.csv", jh_plan_spec(f->table)->name),
                    table->lines ? table->lines[f->row] : f->row + 2, jh_table_head(table, f->column->name), found,
                    "%s", jh_text(a->problems->language, expected));
  audit_tally_bad(
      &f->tally, audit_place_of_row(a, f->table, f->row),
      audit_text(a, "%s: %s", jh_table_head(table, f->column->name), jh_text(a->problems->language, expected)),
      found ? found : JH_N("empty"));
}

static void check_number(form *f, const char *text, int digits) {
  int64_t value = 0, scale = 1;
  for (int i = 0; i < digits; i++) scale *= 10;
  bool const number = audit_decimal(text, digits, &value);
  long double const shown = (long double)value / (long double)scale;
  if (number && shown >= (long double)f->column->minimum && shown <= (long double)f->column->maximum)
    audit_tally_good(&f->tally);
  else
    bad_cell(f, text,
             audit_say(f->a,
                       digits ? JH_N("expected a number from %.15g to %.15g")
                              : JH_N("expected a whole number from %.15g to %.15g"),
                       f->column->minimum, f->column->maximum));
}

static void check_reference(form *f, const char *text) {
  const char *const refers = f->column->refers;
  const audit_keys *const keys = strcmp(refers, "schools") == 0  ? &f->a->schools
                                 : strcmp(refers, "places") == 0 ? &f->a->places
                                                                 : &f->a->teachers;
  if (audit_find(keys, text) >= 0)
    audit_tally_good(&f->tally);
  else
    bad_cell(f, text, audit_say(f->a, "expected a key of table %s", refers));
}

static void check_cell(form *f) {
  const char *const text = audit_cell(f->a, f->table, f->row, f->column->name);
  if (!text) {
    if (f->column->required) bad_cell(f, NULL, JH_N("expected a value"));
    return;
  }
  switch (f->column->type) {
    case JH_COUNT: check_number(f, text, 0); break;
    case JH_DECIMAL: check_number(f, text, 6); break;
    case JH_REF: check_reference(f, text); break;
    case JH_YES_NO:
      if (audit_yes_cell(f->a, f->table, f->row, f->column->name) < 0) bad_cell(f, text, JH_N("expected 1 or 0"));
      break;
    case JH_CHOICE:
      if (audit_choice_cell(f->a, f->table, f->row, f->column->name) < 0)
        bad_cell(f, text, audit_say(f->a, "expected one of the words of %s", f->column->name));
      break;
    case JH_TEXT:
    case JH_KEY:
    case JH_REFS:
    case JH_LIST: break;
  }
}

/* What a plan of the job always holds. */
static bool must_be_there(jh_job job, jh_plan_table table) {
  switch (table) {
    case JH_PLAN_SUMMARY: return true;
    case JH_PLAN_AUDIT:
    case JH_PLAN_NEEDS:
    case JH_PLAN_ALTERNATIVES: return false;
    default: return jh_plan_has_table(job, table);
  }
}

void audit_check_form(auditor *a) {
  audit_tally tables = audit_tally_begin(a, AUDIT_CONSISTENCY, "tables", "the tables of the job", "");
  form f = {.a = a, .tally = audit_tally_begin(a, AUDIT_CONSISTENCY, "form", "every cell as its column says", "")};
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++) {
    f.table = (jh_plan_table)t;
    const jh_table_spec *const spec = jh_plan_spec(f.table);
    if (!jh_plan_has_table(a->job, f.table) || f.table == JH_PLAN_AUDIT) continue;
    if (must_be_there(a->job, f.table)) {
      if (a->tables[t].present) {
        audit_tally_good(&tables);
      } else {
        audit_tally_bad(&tables, audit_text(a, "%s.csv", spec->name), NULL, JH_N("no such table"));
        jh_problems_error(a->problems, audit_text(a, "%s.csv", spec->name), 0, NULL, NULL,
                          "expected this table in a plan");
      }
    }
    for (f.row = 0; f.row < audit_rows(a, f.table); f.row++)
      for (int32_t c = 0; c < spec->column_count; c++) {
        f.column = &spec->columns[c];
        check_cell(&f);
      }
  }
  audit_tally_end(&tables);
  audit_tally_end(&f.tally);
}
