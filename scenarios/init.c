/* The folder a planner starts from. */
#include "example.h"
#include "junheng/scenarios/compare.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static jh_status cannot(jh_problems *problems, const char *path, const char *why) {
  jh_problems_error(problems, path, 0, NULL, NULL, "expected a new or an empty folder: %s", why);
  return JH_IO_ERROR;
}

static jh_status make_folder(const char *path, jh_problems *problems) {
  if (mkdir(path, 0777) == 0) return JH_OK;
  if (errno != EEXIST) return cannot(problems, path, jh_error_text(problems->language, errno));
  DIR *const folder = opendir(path);
  if (!folder) return cannot(problems, path, jh_error_text(problems->language, errno));
  bool empty = true;
  for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) empty = false;
  closedir(folder);
  return empty ? JH_OK : cannot(problems, path, jh_text(problems->language, "it holds files"));
}

static jh_status write_table(const jh_table *table, const char *folder, jh_language language, jh_arena *arena,
                             jh_problems *problems) {
  const char *const path = jh_arena_printf(arena, "%s/%s.csv", folder, table->spec->name);
  const char *bytes = NULL;
  size_t size = 0;
  jh_status const status = path ? jh_csv_format(table, language, arena, &bytes, &size) : JH_NO_MEMORY;
  return status ? status : jh_file_write(path, bytes, size, problems);
}

static jh_status write_template(jh_county_table index, const char *folder, jh_language language, jh_arena *arena,
                                jh_problems *problems) {
  jh_table table;
  const jh_table_spec *const spec = jh_county_spec(index);
  jh_status const status = jh_table_init(&table, spec, arena, spec->name);
  if (status) return status;
  table.present = true;
  for (int32_t column = 0; column < spec->column_count; column++) table.has_column[column] = true;
  return write_table(&table, folder, language, arena, problems);
}

/* The words of a choice as a Chinese planner writes them. */
static void speak_chinese(jh_table *table) {
  for (int32_t c = 0; c < table->spec->column_count; c++) {
    const jh_column *const column = &table->spec->columns[c];
    for (int32_t r = 0; r < table->row_count; r++) {
      const char **const cell = &table->cells[(size_t)r * (size_t)table->spec->column_count + (size_t)c];
      if (!*cell) continue;
      if (column->type == JH_YES_NO) *cell = strcmp(*cell, "1") == 0 ? "是" : "否";
      if (column->type != JH_CHOICE) continue;
      for (const jh_choice *choice = column->choices; choice->word; choice++)
        if (strcmp(choice->word, *cell) == 0) *cell = choice->word_zh;
    }
  }
}

static jh_status write_columns(const char *folder, jh_language language, jh_arena *arena, jh_problems *problems) {
  const char *const path = jh_arena_printf(arena, "%s/columns.txt", folder);
  const char *const text = path ? jh_init_columns(language, arena) : NULL;
  return text ? jh_file_write(path, text, strlen(text), problems) : JH_NO_MEMORY;
}

static jh_status write_example(jh_county_table index, const char *folder, jh_language language, jh_arena *arena,
                               jh_problems *problems) {
  static const jh_read_options plain = {"UTF-8", false};
  const char *const text = jh_example_table(index);
  jh_table table;
  if (!text) return JH_OK;
  const jh_table_spec *const spec = jh_county_spec(index);
  jh_status const status =
      jh_csv_parse(text, strlen(text), strlen(text), spec->name, spec, &plain, arena, problems, &table);
  if (!status && language == JH_CHINESE) speak_chinese(&table);
  return status ? status : write_table(&table, folder, language, arena, problems);
}

/* Tables that say something by being there at all: hours.csv with no rows would mean a school without lessons. */
static bool stands_aside(jh_county_table table) {
  return table == JH_TRAVEL || table == JH_ADJACENCY || table == JH_ENTRANTS || table == JH_POSTS ||
         table == JH_HOURS;
}

jh_status jh_init_county(const char *folder, jh_language language, jh_arena *arena, jh_problems *problems) {
  const char *const optional = jh_arena_printf(arena, "%s/optional", folder);
  const char *const example = jh_arena_printf(arena, "%s/example", folder);
  if (!optional || !example) return JH_NO_MEMORY;
  jh_status status = make_folder(folder, problems);
  if (!status) status = make_folder(optional, problems);
  if (!status) status = make_folder(example, problems);
  if (!status) status = write_columns(folder, language, arena, problems);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT && !status; t++) {
    jh_county_table const table = (jh_county_table)t;
    status = write_template(table, stands_aside(table) ? optional : folder, language, arena, problems);
    if (!status) status = write_example(table, example, language, arena, problems);
  }
  return status;
}
