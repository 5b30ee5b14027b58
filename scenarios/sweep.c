/* Many what-ifs: what there is to run, and running it, so many at a time. */
#include "junheng/control.h"
#include "sweep_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool is_change_table(const char *name) {
  size_t const length = strlen(name);
  return name[0] != '.' && length > 4 && strcmp(name + length - 4, ".csv") == 0;
}

static int by_text(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Names of the change tables, sorted: the folder's own order is nobody's. */
static jh_status list_folder(const char *folder, jh_arena *arena, jh_problems *problems, const char ***names,
                             size_t *count) {
  size_t capacity = 0;
  *names = NULL;
  *count = 0;
  DIR *const dir = opendir(folder);
  if (!dir) {
    jh_problems_error(problems, folder, 0, NULL, NULL, "expected a folder of change tables: %s",
                      jh_error_text(problems->language, errno));
    return JH_IO_ERROR;
  }
  jh_status status = JH_OK;
  for (struct dirent *entry; !status && (entry = readdir(dir));) {
    if (!is_change_table(entry->d_name)) continue;
    const char **const grown = jh_arena_grow(arena, (void *)*names, &capacity, *count + 1, sizeof **names);
    if (grown) *names = grown;
    if (!grown || !(grown[(*count)++] = jh_arena_text_n(arena, entry->d_name, strlen(entry->d_name) - 4)))
      status = JH_NO_MEMORY;
  }
  closedir(dir);
  if (!status && *count > 0) qsort((void *)*names, *count, sizeof **names, by_text);
  if (status || *count > 0) return status;
  jh_problems_error(problems, folder, 0, NULL, NULL, "expected change tables, *.csv; there is none");
  return JH_BAD_INPUT;
}

static jh_status add_run(jh_sweep *sweep, const char *folder, const char *name, jh_arena *arena) {
  jh_sweep_run *const run = &sweep->runs[sweep->count++];
  *run = (jh_sweep_run){.name = name, .plan = jh_arena_printf(arena, "%s/%s", sweep->out, name)};
  if (folder) run->scenario = jh_arena_printf(arena, "%s/%s.csv", folder, name);
  return run->plan && (run->scenario || !folder) ? JH_OK : JH_NO_MEMORY;
}

static const char *default_out(const jh_sweep_request *request, jh_arena *arena) {
  size_t length = strlen(request->county);
  while (length > 1 && request->county[length - 1] == '/') length--;
  const char *const path = jh_arena_text_n(arena, request->county, length);
  const char *const slash = path ? strrchr(path, '/') : NULL;
  return path ? jh_arena_printf(arena, "plans/%s/%s-sweep", slash ? slash + 1 : path, request->command[1]) : NULL;
}

jh_status jh_sweep_list(const jh_sweep_request *request, jh_arena *arena, jh_problems *problems, jh_sweep *sweep) {
  const char **names = NULL;
  size_t count = 0;
  *sweep = (jh_sweep){.out = request->out ? request->out : default_out(request, arena)};
  if (!sweep->out) return JH_NO_MEMORY;
  jh_status status = list_folder(request->folder, arena, problems, &names, &count);
  if (status) return status;
  sweep->runs = JH_NEW(arena, jh_sweep_run, count + 1);
  if (!sweep->runs) return JH_NO_MEMORY;
  const char *const only = request->only;
  if (!only || strcmp(only, JH_SWEEP_BASE) == 0) status = add_run(sweep, NULL, JH_SWEEP_BASE, arena);
  for (size_t i = 0; i < count && !status; i++) {
    if (strcmp(names[i], JH_SWEEP_BASE) == 0) {
      jh_problems_error(problems, request->folder, 0, NULL, JH_SWEEP_BASE ".csv",
                        "expected another name: %s is the county without changes", JH_SWEEP_BASE);
      return JH_BAD_INPUT;
    }
    if (!only || strcmp(only, names[i]) == 0) status = add_run(sweep, request->folder, names[i], arena);
  }
  if (status || sweep->count > 0) return status;
  jh_problems_error(problems, request->folder, 0, NULL, only, "expected the name of a change table in it, or %s",
                    JH_SWEEP_BASE);
  return JH_BAD_INPUT;
}

/* ---- running ---- */

static bool stopped(const jh_sweep_request *request) { return request->stop && *request->stop != 0; }

/* Out of time is an end; out of time long before it was up is an interruption, whoever sent the signal. A run that is
 * asked to end before it found a plan that meets every rule says so with the status of no plan: it may exist all the
 * same, so that does not count as an end either. */
static bool was_interrupted(const sweep_state *state, const jh_sweep_run *run) {
  enum { EXIT_OF_NO_PLAN = 3, EXIT_OF_STOPPED = 4 };
  if (run->exit_status == EXIT_OF_NO_PLAN) return stopped(state->request);
  if (run->exit_status != EXIT_OF_STOPPED) return false;
  return stopped(state->request) || !(state->request->limit_s > 0 && run->seconds >= 0.9 * state->request->limit_s);
}

static jh_status take_end(const sweep_state *state, jh_sweep_run *run) {
  static const bool has_plan[] = {[0] = true, [3] = true, [4] = true};
  run->seconds = jh_clock_s() - run->started_s;
  bool const planned = (size_t)run->exit_status < sizeof has_plan / sizeof has_plan[0] && has_plan[run->exit_status];
  run->answer = planned ? jh_sweep_answer(state, run) : NULL;
  if (was_interrupted(state, run)) {
    run->state = JH_SWEEP_WAITING;
    return JH_OK;
  }
  run->state = run->answer ? JH_SWEEP_PLANNED : JH_SWEEP_FAILED;
  if (run->answer) return jh_sweep_note_end(state, run);
  run->words = jh_sweep_first_words(state, run);
  return JH_OK;
}

static void start_run(const sweep_state *state, jh_sweep_run *run) {
  run->started_s = jh_clock_s();
  if (jh_sweep_is_finished(state, run)) {
    run->state = JH_SWEEP_KEPT;
    return;
  }
  jh_sweep_forget_end(state, run);
  run->state = JH_SWEEP_RUNNING;
  if (jh_sweep_start(state, run)) return;
  run->state = JH_SWEEP_FAILED;
  run->exit_status = 5;
  run->words = jh_arena_printf(state->arena, jh_text(state->problems->language, "cannot be started: %s"),
                               jh_error_text(state->problems->language, errno));
}

/* Runs that stop are asked once; asked twice they would leave without a plan. */
static void ask_to_end(const jh_sweep *sweep, bool *asked) {
  if (*asked) return;
  *asked = true;
  for (int32_t i = 0; i < sweep->count; i++)
    if (sweep->runs[i].state == JH_SWEEP_RUNNING) kill(sweep->runs[i].process, SIGTERM);
}

static void rest(void) {
  struct timespec const while_they_plan = {.tv_nsec = 10000000};
  nanosleep(&while_they_plan, NULL);
}

static void report(const sweep_state *state, const jh_sweep *sweep, const jh_sweep_run *run, int32_t *done) {
  ++*done;
  if (state->request->report) state->request->report(state->request->user, run, *done, sweep->count);
}

jh_status jh_sweep_run_all(const jh_sweep_request *request, jh_arena *arena, jh_problems *problems, jh_sweep *sweep) {
  sweep_state state;
  jh_status status = jh_sweep_state_open(request, sweep, arena, problems, &state);
  int32_t next = 0, running = 0, done = 0;
  bool asked = false;
  while (!status) {
    while (next < sweep->count && running < request->jobs && !stopped(request)) {
      jh_sweep_run *const run = &sweep->runs[next++];
      start_run(&state, run);
      if (run->state == JH_SWEEP_RUNNING)
        running++;
      else
        report(&state, sweep, run, &done);
    }
    if (running == 0) break;
    if (stopped(request)) ask_to_end(sweep, &asked);
    int32_t ended = 0;
    for (int32_t i = 0; i < next && !status; i++) {
      jh_sweep_run *const run = &sweep->runs[i];
      if (run->state != JH_SWEEP_RUNNING || !jh_sweep_has_ended(run)) continue;
      status = take_end(&state, run);
      report(&state, sweep, run, &done);
      ended++;
    }
    running -= ended;
    if (ended == 0) rest();
  }
  if (status) ask_to_end(sweep, &asked);
  for (int32_t i = 0; i < sweep->count; i++) jh_folder_tidy(sweep->runs[i].plan, arena);
  return status;
}

jh_status jh_sweep_compare(const jh_sweep *sweep, jh_language language, jh_arena *arena, jh_problems *problems,
                           jh_comparison *comparison) {
  const char **const paths = JH_NEW(arena, const char *, sweep->count);
  const char **const names = JH_NEW(arena, const char *, sweep->count);
  const char *const table = jh_arena_printf(arena, "%s/compare.csv", sweep->out), *const page = jh_arena_printf(
                                                                                      arena, "%s/compare.html",
                                                                                      sweep->out);
  int32_t count = 0;
  memset(comparison, 0, sizeof *comparison);
  if (!paths || !names || !table || !page) return JH_NO_MEMORY;
  for (int32_t i = 0; i < sweep->count; i++) {
    if (sweep->runs[i].state != JH_SWEEP_PLANNED && sweep->runs[i].state != JH_SWEEP_KEPT) continue;
    names[count] = sweep->runs[i].name;
    paths[count++] = sweep->runs[i].plan;
  }
  if (count == 0) return JH_OK;
  jh_status status = jh_compare_plans(paths, names, count, arena, problems, comparison);
  if (!status) status = jh_comparison_write(comparison, table, language, arena, problems);
  return status ? status : jh_comparison_write(comparison, page, language, arena, problems);
}
