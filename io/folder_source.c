#include "folder_source.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct entry_list {
  char **names;
  size_t count, capacity;
} entry_list;

static int by_name(const void *left, const void *right) {
  return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Entries in the order of their names, not of the disk: messages come in the same order everywhere. */
static jh_status list_entries(const char *path, jh_arena *arena, jh_problems *problems, entry_list *list) {
  DIR *const folder = opendir(path);
  if (!folder) {
    jh_problems_error(problems, path, 0, NULL, NULL, "cannot be read: %s", jh_error_text(problems->language, errno));
    return JH_IO_ERROR;
  }
  jh_status status = JH_OK;
  for (struct dirent *entry = readdir(folder); entry && status == JH_OK; entry = readdir(folder)) {
    char **const names = jh_arena_grow(arena, (void *)list->names, &list->capacity, list->count + 1, sizeof *names);
    char *const name = jh_arena_text(arena, entry->d_name);
    if (!names || !name) {
      status = JH_NO_MEMORY;
      continue;
    }
    list->names = names;
    list->names[list->count++] = name;
  }
  closedir(folder);
  if (list->count) qsort((void *)list->names, list->count, sizeof *list->names, by_name);
  return status;
}

static bool is_named(const char *name, size_t length, const char *table) {
  return table && strlen(table) == length && strncasecmp(name, table, length) == 0;
}

static const char *nearest_table(const jh_table_spec *const *specs, int32_t count, const char *name) {
  size_t best = 4;
  const char *nearest = NULL;
  for (int32_t i = 0; i < count; i++) {
    size_t const distance = jh_edit_distance(name, specs[i]->name);
    if (distance >= best) continue;
    best = distance;
    nearest = specs[i]->name;
  }
  return nearest;
}

static void warn_of_stranger(const jh_table_spec *const *specs, int32_t count, const char *name, size_t length,
                             jh_problems *problems) {
  const char *const stem = jh_arena_text_n(problems->arena, name, length);
  const char *const nearest = stem ? nearest_table(specs, count, stem) : NULL;
  jh_problems_add(
      problems,
      &(jh_problem){.severity = JH_WARNING,
                    .file = name,
                    .expected = JH_N("not the name of a table: not read"),
                    .hint = nearest ? jh_arena_printf(problems->arena,
                                                      jh_text(problems->language, "did you mean %s.csv?"), nearest)
                                    : NULL});
}

jh_status jh_folder_find(const char *path, const jh_table_spec *const *specs, int32_t count, jh_arena *arena,
                         jh_problems *problems, jh_folder_files *files) {
  entry_list list = {0};
  files->names = JH_NEW(arena, const char *, count);
  if (!files->names) return JH_NO_MEMORY;
  jh_status const status = list_entries(path, arena, problems, &list);
  if (status) return status;
  for (size_t e = 0; e < list.count; e++) {
    const char *const name = list.names[e];
    size_t const length = strlen(name);
    /* Names that begin with a point or ~$ are what editors leave behind. */
    if (length <= 4 || name[0] == '.' || name[0] == '~' || strcasecmp(name + length - 4, ".csv") != 0) continue;
    int32_t table = 0;
    while (table < count && !is_named(name, length - 4, specs[table]->name) &&
           !is_named(name, length - 4, specs[table]->name_zh))
      table++;
    if (table == count)
      warn_of_stranger(specs, count, name, length - 4, problems);
    else if (files->names[table])
      jh_problems_error(problems, name, 0, NULL, NULL, "expected one file for the table %s; %s holds it too",
                        specs[table]->name, files->names[table]);
    else
      files->names[table] = name;
  }
  return JH_OK;
}
