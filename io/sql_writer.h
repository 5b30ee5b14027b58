/* sql_writer.h - a plan as SQL that SQLite, PostgreSQL, MySQL and MariaDB all accept. */
#ifndef JUNHENG_IO_SQL_WRITER_H
#define JUNHENG_IO_SQL_WRITER_H

#include "junheng/io/io.h"

/* The whole script of those of `count` tables that are present, ending in NUL, in the arena; NULL without memory. */
const char *jh_sql_format(const jh_table *tables, int count, const char *plan_id, jh_arena *arena);

#endif
