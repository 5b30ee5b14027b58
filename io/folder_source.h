/* folder_source.h - which file of a folder holds which table. */
#ifndef JUNHENG_IO_FOLDER_SOURCE_H
#define JUNHENG_IO_FOLDER_SOURCE_H

#include "junheng/problems.h"
#include "junheng/status.h"
#include "junheng/table.h"

typedef struct jh_folder_files {
  const char **names; /* file name for each table, NULL where there is none */
} jh_folder_files;

/* Looks for "schools.csv" or "学校.csv" (any case) for each of `count` specs; the same table twice is an error, and
 * CSV files that are no table get a warning each. JH_IO_ERROR when the folder cannot be read. */
jh_status jh_folder_find(const char *path, const jh_table_spec *const *specs, int32_t count, jh_arena *arena,
                         jh_problems *problems, jh_folder_files *files);

#endif
