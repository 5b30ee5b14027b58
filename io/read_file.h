/* read_file.h - the bytes of a regular file. */
#ifndef JUNHENG_IO_READ_FILE_H
#define JUNHENG_IO_READ_FILE_H

#include "junheng/problems.h"
#include "junheng/status.h"

/* The whole file into the arena. JH_IO_ERROR with a problem that names it when it cannot be read. */
jh_status jh_file_read(const char *path, const char *name, jh_arena *arena, jh_problems *problems, const char **bytes,
                       size_t *size);

#endif
