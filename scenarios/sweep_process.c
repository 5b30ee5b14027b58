/* A run of a sweep: this program again, in a process of its own. */
#include "sweep_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Program, job, county, options; then what this run adds. NULL without memory. */
static char **words_of(const sweep_state *state, const jh_sweep_run *run) {
  int32_t const given = state->request->command_count;
  char **const words = JH_NEW(state->arena, char *, given + 4);
  int32_t count = given;
  if (!words) return NULL;
  for (int32_t i = 0; i < given; i++)
    if (!(words[i] = jh_arena_text(state->arena, state->request->command[i]))) return NULL;
  if (run->scenario && !(words[count++] = jh_arena_printf(state->arena, "--scenario=%s", run->scenario))) return NULL;
  if (!(words[count++] = jh_arena_printf(state->arena, "--out=%s", run->plan))) return NULL;
  return (words[count] = jh_arena_text(state->arena, "--quiet")) ? words : NULL;
}

/* In the new process: only calls that are safe between fork and exec. */
static _Noreturn void become(char **words, const char *log, pid_t parent) {
  enum { NOT_STARTED = 5 };
  /* Whoever kills the sweep kills its runs: a second sweep must not meet them. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(NOT_STARTED);
  setpgid(0, 0); /* Ctrl-C is for the sweep, which then asks each run once */
  int const nothing = open("/dev/null", O_RDONLY), said = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (nothing < 0 || said < 0) _exit(NOT_STARTED);
  dup2(nothing, STDIN_FILENO);
  dup2(said, STDOUT_FILENO);
  dup2(said, STDERR_FILENO);
  execv(words[0], words);
  _exit(NOT_STARTED);
}

bool jh_sweep_start(const sweep_state *state, jh_sweep_run *run) {
  char **const words = words_of(state, run);
  const char *const log = jh_sweep_file(state, run, "log");
  if (!words || !log) {
    errno = ENOMEM;
    return false;
  }
  pid_t const parent = getpid();
  run->process = fork();
  if (run->process == 0) become(words, log, parent);
  return run->process > 0;
}

bool jh_sweep_has_ended(jh_sweep_run *run) {
  enum { BY_SIGNAL = 128, UNKNOWN = 5 };
  int how = 0;
  pid_t const ended = waitpid(run->process, &how, WNOHANG);
  if (ended == 0 || (ended < 0 && errno == EINTR)) return false;
  if (ended < 0)
    run->exit_status = UNKNOWN;
  else
    run->exit_status = WIFEXITED(how) ? WEXITSTATUS(how) : BY_SIGNAL + WTERMSIG(how);
  return true;
}
