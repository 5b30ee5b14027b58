/* A folder that appears whole or not at all.
 *
 * Files go into a temporary sibling, each synced; at the end the two folders change names in one step (renameat2,
 * RENAME_EXCHANGE; where the file system cannot, the old one is renamed away first), and the old one is removed.
 * A run that was killed leaves a temporary folder behind, which the next run into the same place removes. */
#define _GNU_SOURCE  // NOLINT(bugprone-reserved-identifier)
#include "junheng/io/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE (1 << 1)
#endif

struct jh_folder {
  jh_arena *arena;
  jh_problems *problems;
  const char *path, *parent, *temporary;
  bool committed;
};

static jh_status fault(jh_folder *folder, const char *path, const char *what) {
  jh_problems_error(folder->problems, path, 0, NULL, NULL, "%s: %s", jh_text(folder->problems->language, what),
                    jh_error_text(folder->problems->language, errno));
  return JH_IO_ERROR;
}

/* Files, and the public folder with its own; what a person put there besides stays. */
static void remove_folder(jh_arena *arena, const char *path) {  // NOLINT(misc-no-recursion): one level
  DIR *const dir = opendir(path);
  if (!dir) return;
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    const char *const file = jh_arena_printf(arena, "%s/%s", path, entry->d_name);
    if (!file || unlink(file) == 0) continue;
    if (strcmp(entry->d_name, JH_PUBLIC_FOLDER) == 0) remove_folder(arena, file);
  }
  closedir(dir);
  rmdir(path);
}

/* Every folder of a path, as mkdir -p. */
static bool make_parents(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    bool const made = mkdir(path, 0777) == 0 || errno == EEXIST;
    *slash = '/';
    if (!made) return false;
  }
  return mkdir(path, 0777) == 0 || errno == EEXIST;
}

/* What is there already: nothing, an empty folder or an earlier plan may be replaced; anything else may not. */
static bool may_replace(jh_folder *folder) {
  struct stat what;
  if (stat(folder->path, &what) != 0) return true;
  DIR *const dir = S_ISDIR(what.st_mode) ? opendir(folder->path) : NULL;
  if (!dir) return false;
  bool empty = true, plan = false;
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    empty = false;
    plan |= strcmp(entry->d_name, "summary.csv") == 0;
  }
  closedir(dir);
  return empty || plan;
}

/* Gone, or killed and only not yet buried by its parent. */
static bool is_gone(jh_arena *arena, const char *process) {
  char about[512];
  const char *const path = jh_arena_printf(arena, "/proc/%s/stat", process);
  int const file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return path && errno == ENOENT;
  ssize_t const got = read(file, about, sizeof about - 1);
  close(file);
  if (got <= 0) return got < 0 && errno == ESRCH;
  about[got] = '\0';
  const char *const name_end = strrchr(about, ')'); /* "PID (NAME) STATE ..." */
  return name_end && name_end[1] == ' ' && (name_end[2] == 'Z' || name_end[2] == 'X');
}

/* Leftovers of runs that were killed: ".NAME.junheng-PID", whose process is gone. */
static void remove_leftovers(jh_arena *arena, const char *parent, const char *name) {
  const char *const prefix = jh_arena_printf(arena, ".%s.junheng-", name);
  DIR *const dir = prefix ? opendir(parent) : NULL;
  if (!dir) return;
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0) continue;
    const char *const left = jh_arena_printf(arena, "%s/%s", parent, entry->d_name);
    if (left && is_gone(arena, entry->d_name + strlen(prefix))) remove_folder(arena, left);
  }
  closedir(dir);
}

void jh_folder_tidy(const char *path, jh_arena *arena) {
  char *const for_parent = jh_arena_text(arena, path), *const for_name = jh_arena_text(arena, path);
  if (for_parent && for_name) remove_leftovers(arena, dirname(for_parent), basename(for_name));
}

bool jh_folder_remove_plan(const char *path, jh_arena *arena) {
  const char *const summary = jh_arena_printf(arena, "%s/summary.csv", path);
  if (!summary || access(summary, F_OK) != 0) return false;
  remove_folder(arena, path);
  return access(path, F_OK) != 0;
}

jh_status jh_folder_begin(const char *path, jh_arena *arena, jh_problems *problems, jh_folder **out) {
  jh_folder *const folder = JH_NEW(arena, jh_folder, 1);
  char *const clean = jh_arena_text(arena, path);
  if (!folder || !clean) return JH_NO_MEMORY;
  for (size_t n = strlen(clean); n > 1 && clean[n - 1] == '/'; n--) clean[n - 1] = '\0';
  char *const for_parent = jh_arena_text(arena, clean), *const for_name = jh_arena_text(arena, clean);
  if (!for_parent || !for_name) return JH_NO_MEMORY;
  char *const parent = dirname(for_parent);
  const char *const name = basename(for_name);
  *folder = (jh_folder){.arena = arena, .problems = problems, .path = clean, .parent = parent};
  folder->temporary = jh_arena_printf(arena, "%s/.%s.junheng-%d", parent, name, (int)getpid());
  if (!folder->temporary) return JH_NO_MEMORY;
  if (!may_replace(folder)) {
    jh_problems_error(problems, clean, 0, NULL, NULL,
                      "is there already and is no plan: expected a new folder, an empty one or an earlier plan");
    return JH_IO_ERROR;
  }
  if (!make_parents(parent)) return fault(folder, parent, JH_N("cannot make the folder"));
  remove_leftovers(arena, parent, name);
  remove_folder(arena, folder->temporary);
  if (mkdir(folder->temporary, 0777) != 0) return fault(folder, clean, JH_N("cannot write here"));
  *out = folder;
  return JH_OK;
}

const char *jh_folder_temporary(const jh_folder *folder) { return folder->temporary; }

static bool write_synced(const char *path, const char *bytes, size_t size) {
  int const file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return false;
  while (size > 0) {
    ssize_t const written = write(file, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    bytes += written;
    size -= (size_t)written;
  }
  bool const good = size == 0 && fsync(file) == 0;
  int const error = errno;
  bool const closed = close(file) == 0;
  if (!good) errno = error;
  return good && closed;
}

jh_status jh_folder_write(jh_folder *folder, const char *name, const void *bytes, size_t size) {
  const char *const path = jh_arena_printf(folder->arena, "%s/%s", folder->temporary, name);
  const char *const inner = jh_arena_printf(folder->arena, "%s/" JH_PUBLIC_FOLDER, folder->temporary);
  if (!path || !inner) return JH_NO_MEMORY;
  bool const is_public = strncmp(name, JH_PUBLIC_FOLDER "/", sizeof JH_PUBLIC_FOLDER) == 0;
  bool const has_folder = !is_public || mkdir(inner, 0777) == 0 || errno == EEXIST;
  if (has_folder && write_synced(path, bytes, size)) return JH_OK;
  int const error = errno;
  const char *const meant = jh_arena_printf(folder->arena, "%s/%s", folder->path, name);
  errno = error;
  return fault(folder, meant ? meant : name, JH_N("cannot be written"));
}

jh_status jh_folder_write_csv(jh_folder *folder, const jh_table *table, jh_language language) {
  const char *bytes = NULL;
  size_t size = 0;
  jh_status const status = jh_csv_format(table, language, folder->arena, &bytes, &size);
  if (status) return status;
  const char *const name = jh_arena_printf(folder->arena, "%s.csv", table->spec->name);
  return name ? jh_folder_write(folder, name, bytes, size) : JH_NO_MEMORY;
}

static bool sync_folder(const char *path) {
  int const dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return false;
  bool const good = fsync(dir) == 0 || errno == EINVAL;
  close(dir);
  return good;
}

/* Puts the new folder in the place of the old one, whose files are then at `temporary`. */
static bool exchange(jh_folder *folder) {
  if (syscall(SYS_renameat2, AT_FDCWD, folder->temporary, AT_FDCWD, folder->path, RENAME_EXCHANGE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  const char *const aside = jh_arena_printf(folder->arena, "%s-old", folder->temporary);
  if (!aside || rename(folder->path, aside) != 0) return false;
  if (rename(folder->temporary, folder->path) != 0) {
    rename(aside, folder->path);
    return false;
  }
  return rename(aside, folder->temporary) == 0;
}

jh_status jh_folder_commit(jh_folder *folder) {
  if (!sync_folder(folder->temporary)) return fault(folder, folder->path, JH_N("cannot be synced"));
  struct stat what;
  bool const is_there = stat(folder->path, &what) == 0;
  if (is_there ? !exchange(folder) : rename(folder->temporary, folder->path) != 0)
    return fault(folder, folder->path, JH_N("cannot be put in place"));
  folder->committed = true;
  if (is_there) remove_folder(folder->arena, folder->temporary);
  sync_folder(folder->parent);
  return JH_OK;
}

void jh_folder_abandon(jh_folder *folder) {
  if (folder && !folder->committed) remove_folder(folder->arena, folder->temporary);
}
