/* What may hang out (公示): a folder in the plan's folder that holds nothing else. The tables beside it are the
 * bureau's own: numbers of teachers, reasons, small groups of pupils. */
#include "job_parts.h"

#include <string.h>

/* Tables without a line about a person. Of pupils by village and group, and of the audit, which names teachers,
 * nothing. */
static const jh_plan_table open_tables[] = {JH_PLAN_POSTS,   JH_PLAN_CLASSES, JH_PLAN_LEDGER,   JH_PLAN_ROOMS,
                                            JH_PLAN_SCHOOLS, JH_PLAN_COSTS,   JH_PLAN_AFFECTED, JH_PLAN_ALTERNATIVES};

static const jh_column roster_columns[] = {
    {"year", "学年", JH_COUNT, true, NULL, 1900, 2200, NULL, NULL, "year", "school year", "学年"},
    {"name", "姓名", JH_TEXT, false, NULL, 0, 0, NULL, NULL, NULL, "name", "姓名"},
    {"from_school", "派出学校", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "from, by name", "派出学校名称"},
    {"to_school", "接收学校", JH_TEXT, true, NULL, 0, 0, NULL, NULL, NULL, "to, by name", "接收学校名称"},
};
enum { ROSTER_COLUMNS = sizeof roster_columns / sizeof roster_columns[0] };
static const jh_table_spec public_roster = {"roster",       "交流名单",     false,
                                            roster_columns, ROSTER_COLUMNS, "who goes where, for the notice board"};

static const char *cell(const jh_table *table, int32_t row, const char *column) {
  return jh_table_cell(table, row, jh_table_spec_column(table->spec, column));
}

static const char *school_name(const jh_county *county, const char *key) {
  for (int32_t i = 0; key && i < county->school_count; i++)
    if (strcmp(county->schools[i].id, key) == 0)
      return county->schools[i].name && *county->schools[i].name ? county->schools[i].name : key;
  return key;
}

static jh_status write_table(const job_run *run, const jh_table *table) {
  const char *bytes = NULL;
  size_t size = 0;
  jh_status const status = jh_csv_format(table, run->request->language, run->arena, &bytes, &size);
  const char *const name = jh_arena_printf(run->arena, JH_PUBLIC_FOLDER "/%s.csv", table->spec->name);
  if (status) return status;
  return name ? jh_folder_write(run->folder, name, bytes, size) : JH_NO_MEMORY;
}

static jh_status write_roster(const job_run *run) {
  const jh_table *const roster = &run->tables[JH_PLAN_ROSTER];
  jh_table shown;
  if (!roster->present) return JH_OK;
  if (jh_table_init(&shown, &public_roster, run->arena, "roster.csv")) return JH_NO_MEMORY;
  for (int32_t row = 0; row < roster->row_count; row++) {
    const char **const cells = jh_table_append(&shown, row + 2);
    if (!cells) return JH_NO_MEMORY;
    cells[0] = cell(roster, row, "year");
    cells[1] = cell(roster, row, "name");
    cells[2] = school_name(&run->opened.county, cell(roster, row, "from_school"));
    cells[3] = school_name(&run->opened.county, cell(roster, row, "to_school"));
  }
  return write_table(run, &shown);
}

jh_status jh_job_write_public(const job_run *run, const char *report, size_t size) {
  jh_status status = jh_folder_write(run->folder, JH_PUBLIC_FOLDER "/report.html", report, size);
  if (!status) status = write_roster(run);
  for (size_t i = 0; i < sizeof open_tables / sizeof open_tables[0] && !status; i++)
    if (run->tables[open_tables[i]].present) status = write_table(run, &run->tables[open_tables[i]]);
  return status;
}
