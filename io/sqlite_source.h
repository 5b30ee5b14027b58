/* sqlite_source.h - a county as one SQLite database: tables of the same names and columns, English or Chinese. */
#ifndef JUNHENG_IO_SQLITE_SOURCE_H
#define JUNHENG_IO_SQLITE_SOURCE_H

#include "junheng/io/io.h"

/* Fills the tables that the database has; it is opened for reading only. Lines are rowids; the digest of a table is
 * that of its content, whatever the order and language of its columns. JH_BAD_INPUT when the file is no database, is
 * damaged, or holds what cannot be read. */
jh_status jh_sqlite_read(const char *path, jh_arena *arena, jh_problems *problems, jh_county_tables *tables);

#endif
