/* A plan folder back into tables, also one that was edited in a spreadsheet. */
#include "csv_source.h"
#include "folder_source.h"

jh_status jh_plan_read(const char *path, jh_arena *arena, jh_problems *problems,
                       jh_table tables[JH_PLAN_TABLE_COUNT]) {
  const jh_table_spec *specs[JH_PLAN_TABLE_COUNT];
  jh_folder_files files;
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++) {
    specs[t] = jh_plan_spec((jh_plan_table)t);
    const char *const file = jh_arena_printf(arena, "%s.csv", specs[t]->name);
    if (!file || jh_table_init(&tables[t], specs[t], arena, file)) return JH_NO_MEMORY;
  }
  jh_status worst = jh_folder_find(path, specs, JH_PLAN_TABLE_COUNT, arena, problems, &files);
  if (worst) return worst;
  if (!files.names[JH_PLAN_SUMMARY]) { /* what else it holds is no plan's, and would be told line by line */
    jh_problems_error(problems, path, 0, NULL, NULL, "expected a plan: a folder with summary.csv");
    return JH_BAD_INPUT;
  }
  int64_t const errors = problems->error_count;
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++) {
    if (!files.names[t]) continue;
    const char *const file = jh_arena_printf(arena, "%s/%s", path, files.names[t]);
    if (!file) return JH_NO_MEMORY;
    jh_status const status =
        jh_csv_read_named(file, files.names[t], specs[t], NULL, arena, problems, &tables[t], NULL);
    if (status == JH_NO_MEMORY || status == JH_INTERNAL) return status;
    if (status && worst != JH_IO_ERROR) worst = status;
  }
  if (worst == JH_OK && problems->error_count > errors) worst = JH_BAD_INPUT;
  return worst;
}
