/* Every plan that a job writes passes the audit, read back from its folder, on counties drawn at random; and a cell
 * that a hand changed is found. */
#include "junheng/scenarios/job.h"
#include "random_county.h"

enum { COUNTIES = 40, EDITS = 40 };

static drawn_folder folder;

static int set_up(void **state) {
  (void)state;
  return drawn_folder_make(&folder);
}

static int tear_down(void **state) {
  (void)state;
  return drawn_folder_remove(&folder);
}

static void print_rows(const jh_audit *audit) {
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    if (row->met == JH_AUDIT_NOT_MET)
      print_message("  %s [%s] required %s: %s%s\n", row->rule, row->scope, row->required, row->achieved,
                    row->consistency ? " (consistency)" : "");
  }
}

static void print_problems(const jh_problems *problems) {
  for (size_t i = 0; i < problems->count; i++)
    print_message("  %s\n", jh_problem_text(problems, &problems->items[i]));
}

/* ---- one cell changed by hand ---- */

typedef struct edited_cell {
  jh_job job; /* JH_JOB_COUNT: any */
  jh_plan_table table;
  const char *column;
} edited_cell;

/* Every cell that repeats or follows from something. Left out are those that may say something else and still be
 * right: one class more, a reason, a forced alternative. */
static const edited_cell cells[] = {
    {JH_ROTATE, JH_PLAN_ROSTER, "year"},
    {JH_ROTATE, JH_PLAN_ROSTER, "teacher_id"},
    {JH_ROTATE, JH_PLAN_ROSTER, "from_school"},
    {JH_ROTATE, JH_PLAN_ROSTER, "to_school"},
    {JH_ROTATE, JH_PLAN_ROSTER, "backbone"},
    {JH_ROTATE, JH_PLAN_ROSTER, "counts_for_quota"},
    {JH_ROTATE, JH_PLAN_ROSTER, "km"},
    {JH_ROTATE, JH_PLAN_POSTS, "needed"},
    {JH_ROTATE, JH_PLAN_POSTS, "before"},
    {JH_ROTATE, JH_PLAN_POSTS, "after"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "year"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "place_id"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "grade"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "from_school"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "to_school"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "pupils"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "km"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "minutes"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "mode"},
    {JH_JOB_COUNT, JH_PLAN_ASSIGNMENTS, "moved"},
    {JH_ALLOCATE, JH_PLAN_CLASSES, "pupils"},
    {JH_ALLOCATE, JH_PLAN_CLASSES, "largest"},
    {JH_ALLOCATE, JH_PLAN_CLASSES, "limit"},
    {JH_ALLOCATE, JH_PLAN_CLASSES, "over"},
    {JH_ALLOCATE, JH_PLAN_LEDGER, "pupils_now"},
    {JH_ALLOCATE, JH_PLAN_LEDGER, "category"},
    {JH_ALLOCATE, JH_PLAN_LEDGER, "cleared_year"},
    {JH_ALLOCATE, JH_PLAN_LEDGER, "how"},
    {JH_ALLOCATE, JH_PLAN_LEDGER, "status"},
    {JH_ALLOCATE, JH_PLAN_ROOMS, "rooms"},
    {JH_ALLOCATE, JH_PLAN_ROOMS, "cost"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "school_id"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "decision"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "first_grade"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "last_grade"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "pupils"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "seats"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "classes"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "annual_cost"},
    {JH_CONSOLIDATE, JH_PLAN_SCHOOLS, "one_off_cost"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "place_id"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "pupils"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "from"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "to"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "km_before"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "km_after"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "minutes_after"},
    {JH_CONSOLIDATE, JH_PLAN_AFFECTED, "mode"},
    {JH_CONSOLIDATE, JH_PLAN_COSTS, "today"},
    {JH_CONSOLIDATE, JH_PLAN_COSTS, "plan"},
    {JH_CONSOLIDATE, JH_PLAN_COSTS, "difference"},
};
enum { CELLS = sizeof cells / sizeof cells[0] };

/* Another key of the same kind: S0 becomes S1, all others the first. */
static const char *other_key(const char *key, jh_arena *arena) {
  return jh_arena_printf(arena, "%c%d", key[0], strcmp(key + 1, "0") == 0);
}

static const char *other_value(const jh_column *column, const char *cell, jh_arena *arena) {
  switch (column->type) {
    case JH_COUNT: return jh_arena_printf(arena, "%ld", strtol(cell, NULL, 10) + 1);
    case JH_DECIMAL: return jh_arena_printf(arena, "%.3f", strtod(cell, NULL) + 0.1);
    case JH_YES_NO: return strcmp(cell, "1") == 0 ? "0" : "1";
    case JH_CHOICE:
      return strcmp(cell, column->choices[0].word) == 0 ? column->choices[1].word : column->choices[0].word;
    case JH_REF: return other_key(cell, arena);
    default: return NULL;
  }
}

/* False: there is no such cell to change. */
static bool edit_is_found(const jh_county *of, jh_table *tables, const edited_cell *edit, int row,
                          const jh_audit *before) {
  jh_table *const table = &tables[edit->table];
  int32_t const column = jh_table_spec_column(table->spec, edit->column);
  assert_true(column >= 0);
  const char **const cell = &table->cells[(ptrdiff_t)row * table->spec->column_count + column];
  const char *const kept = *cell;
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_audit audit;
  if (!kept) return jh_arena_destroy(arena), false;
  *cell = other_value(&table->spec->columns[column], kept, arena);
  jh_problems_init(&problems, arena);
  assert_int_equal(jh_audit_plan(of, tables, arena, &problems, &audit), JH_OK);
  if (audit.inconsistencies == 0 && audit.unmet_rules <= before->unmet_rules)
    fail_msg("%s, row %d, %s: %s for %s is not found", table->spec->name, row + 2, edit->column, *cell, kept);
  *cell = kept;
  jh_arena_destroy(arena);
  return true;
}

static int edit_by_hand(jh_job job, uint64_t seed, const jh_county *of, jh_table *tables, const jh_audit *before) {
  drawn dice = {.state = seed * 77 + (uint64_t)job};
  int found = 0;
  for (int n = 0; n < EDITS; n++) {
    const edited_cell *const edit = &cells[drawn_below(&dice, CELLS)];
    int const rows = tables[edit->table].present ? tables[edit->table].row_count : 0;
    if ((edit->job != job && (edit->job != JH_JOB_COUNT || job == JH_ROTATE)) || rows == 0) continue;
    found += edit_is_found(of, tables, edit, drawn_below(&dice, rows), before);
  }
  return found;
}

/* Whatever a cell holds, the audit answers. */
static void spoil(jh_job job, uint64_t seed, const jh_county *of, jh_table *tables) {
  static const char *const values[] = {NULL,
                                       "-1",
                                       "0",
                                       "2147483647",
                                       "9223372036854775807",
                                       "99999999999999999999999",
                                       "1e9",
                                       "-0.5",
                                       "x",
                                       "S1",
                                       "P0",
                                       "1000000",
                                       "",
                                       "9",
                                       "0.001",
                                       "语文",
                                       "100000"};
  drawn dice = {.state = seed * 1001 + (uint64_t)job};
  for (int n = 0; n < EDITS; n++) {
    jh_table *const table = &tables[drawn_below(&dice, JH_PLAN_TABLE_COUNT)];
    if (!table->present || table->row_count == 0) continue;
    size_t const columns = (size_t)table->spec->column_count;
    const char **const row = &table->cells[(size_t)drawn_below(&dice, table->row_count) * columns];
    const char **const cell = &row[drawn_below(&dice, (int)columns)];
    *cell = values[drawn_below(&dice, sizeof values / sizeof values[0])];
    jh_arena *const arena = jh_arena_create();
    jh_problems problems;
    jh_audit audit;
    jh_problems_init(&problems, arena);
    assert_int_equal(jh_audit_plan(of, tables, arena, &problems, &audit), JH_OK);
    jh_arena_destroy(arena); /* the cell stays spoilt: more and more of them are */
  }
}

typedef struct passed {
  int planned, refused, infeasible, unproven, edits;
} passed;

static jh_job_request request_for(jh_job job, uint64_t seed) {
  jh_job_request request = {.job = job, .county = folder.county, .out = folder.plan};
  request.options.alternatives = job == JH_CONSOLIDATE && seed % 2 == 0;
  if (job == JH_ALLOCATE && seed % 3 == 0) {
    request.options.first_year = DRAWN_YEAR;
    request.options.last_year = DRAWN_YEAR + 1;
  }
  return request;
}

static void plan_and_audit(jh_job job, uint64_t seed, passed *sum) {
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_job_request const request = request_for(job, seed);
  jh_control const control = jh_control_default();
  jh_job_outcome outcome;
  jh_status const status = jh_job_run(&request, &control, arena, &problems, &outcome);
  if (status == JH_BAD_INPUT) sum->refused++;
  if (status != JH_OK && status != JH_BAD_INPUT) {
    print_message("county %d, %s: status %d\n", (int)seed, jh_job_name(job), (int)status);
    print_rows(&outcome.audit);
    print_problems(&problems);
  }
  assert_true(status == JH_OK || status == JH_BAD_INPUT);
  if (status == JH_OK) {
    jh_job_county *const opened = JH_NEW(arena, jh_job_county, 1);
    jh_audit audit;
    assert_int_equal(jh_job_audit(&request, folder.plan, arena, &problems, opened, &audit), JH_OK);
    assert_int_equal(audit.inconsistencies, 0);
    jh_table tables[JH_PLAN_TABLE_COUNT];
    assert_int_equal(jh_plan_read(folder.plan, arena, &problems, tables), JH_OK);
    sum->edits += edit_by_hand(job, seed, &opened->county, tables, &audit);
    spoil(job, seed, &opened->county, tables);
    if (outcome.plan.result.answer == JH_OPTIMAL) assert_int_equal(audit.unmet_rules, 0);
    sum->unproven += outcome.plan.result.answer != JH_INFEASIBLE && audit.unmet_rules > 0;
    sum->infeasible += outcome.plan.result.answer == JH_INFEASIBLE;
    sum->planned++;
  }
  jh_arena_destroy(arena);
}

static void plans_pass_and_edited_ones_do_not(void **state) {
  (void)state;
  passed sum[JH_JOB_COUNT] = {{0, 0, 0, 0, 0}};
  for (uint64_t seed = 1; seed <= COUNTIES; seed++) {
    drawn d;
    drawn_county(&d, seed, folder.county);
    for (int job = 0; job < JH_JOB_COUNT; job++) plan_and_audit((jh_job)job, seed, &sum[job]);
  }
  for (int job = 0; job < JH_JOB_COUNT; job++) {
    const passed *const p = &sum[job];
    print_message("%s: %d planned, %d of them infeasible, %d short of rules unproven; %d refused; %d edits found\n",
                  jh_job_name((jh_job)job), p->planned, p->infeasible, p->unproven, p->refused, p->edits);
    assert_true(p->planned > COUNTIES / 2);
    assert_true(p->infeasible < p->planned);
    assert_true(p->edits > COUNTIES);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plans_pass_and_edited_ones_do_not),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
