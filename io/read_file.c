#include "read_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static jh_status complain(jh_problems *problems, const char *name, int error) {
  jh_problems_error(problems, name, 0, NULL, NULL, "cannot be read: %s", jh_error_text(problems->language, error));
  return JH_IO_ERROR;
}

/* Reads until `room` bytes are there or the file ends; -1 on failure. */
static ssize_t read_whole(int file, char *bytes, size_t room) {
  size_t done = 0;
  while (done < room) {
    ssize_t const got = read(file, bytes + done, room - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    done += (size_t)got;
  }
  return (ssize_t)done;
}

jh_status jh_file_read(const char *path, const char *name, jh_arena *arena, jh_problems *problems, const char **bytes,
                       size_t *size) {
  /* Without blocking: a pipe in the place of a file must not hang the program. */
  int const file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return complain(problems, name, errno);
  struct stat about;
  ssize_t got = 0;
  char *room = NULL;
  int error = fstat(file, &about) != 0 ? errno : 0;
  if (error == 0 && !S_ISREG(about.st_mode)) error = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
  if (error == 0) room = jh_arena_alloc(arena, (size_t)about.st_size + 1, 1);
  if (room && (got = read_whole(file, room, (size_t)about.st_size)) < 0) error = errno;
  close(file);
  *bytes = room;
  *size = got > 0 ? (size_t)got : 0;
  if (error) return complain(problems, name, error);
  return room ? JH_OK : JH_NO_MEMORY;
}
