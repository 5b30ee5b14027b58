/* csv_source.h - CSV files; jh_csv_parse and jh_csv_read are promised in io.h. */
#ifndef JUNHENG_IO_CSV_SOURCE_H
#define JUNHENG_IO_CSV_SOURCE_H

#include "junheng/io/io.h"

/* Reads a CSV file at `path`; messages call it `name`. */
jh_status jh_csv_read_named(const char *path, const char *name, const jh_table_spec *spec,
                            const jh_read_options *options, jh_arena *arena, jh_problems *problems, jh_table *table,
                            const char **sha256);

#endif
