/* One file, whole or not at all. */
#include "junheng/io/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int file, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t const written = write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    size -= (size_t)written;
  }
  return true;
}

/* mkstemp makes files that only their owner may read. */
static bool usual_mode(int file) {
  mode_t const mask = umask(0);
  umask(mask);
  return fchmod(file, 0666 & ~mask) == 0;
}

jh_status jh_file_write(const char *path, const void *bytes, size_t size, jh_problems *problems) {
  struct stat what;
  bool const plain = stat(path, &what) != 0 || S_ISREG(what.st_mode); /* /dev/stdout is written, never replaced */
  char *const temporary = plain ? jh_arena_printf(problems->arena, "%s.XXXXXX", path) : NULL;
  if (plain && !temporary) return JH_NO_MEMORY;
  int const file = plain ? mkstemp(temporary) : open(path, O_WRONLY | O_CLOEXEC);
  bool good = file >= 0 && write_all(file, bytes, size) && (!plain || (usual_mode(file) && fsync(file) == 0));
  if (file >= 0) good = close(file) == 0 && good;
  if (good && plain) good = rename(temporary, path) == 0;
  if (good) return JH_OK;
  jh_problems_error(problems, path, 0, NULL, NULL, "expected to write the file: %s",
                    jh_error_text(problems->language, errno));
  if (plain && file >= 0) unlink(temporary);
  return JH_IO_ERROR;
}
