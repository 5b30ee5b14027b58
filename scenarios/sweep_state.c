/* What was swept already: a plan counts when it was made to its end, by the same line, from the same bytes. */
#include "junheng/scenarios/job.h"
#include "sweep_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_OPTION = 3 }; /* of a command: after program, job and county */

static const char *read_text(const char *path, jh_arena *arena, size_t *size) {
  FILE *const file = fopen(path, "rbe");
  char *text = NULL;
  size_t capacity = 0, got = 1;
  *size = 0;
  while (file && got > 0) {
    char *const grown = jh_arena_grow(arena, text, &capacity, *size + 4097, 1);
    if (!grown) break;
    text = grown;
    got = fread(text + *size, 1, 4096, file);
    *size += got;
    text[*size] = '\0';
  }
  bool const whole = file && got == 0 && !ferror(file);
  if (file) fclose(file);
  return whole ? text : NULL;
}

static const char *digest_of_file(const char *path, jh_arena *arena) {
  size_t size = 0;
  const char *const text = read_text(path, arena, &size);
  return text ? jh_sha256_text(text, size, arena) : NULL;
}

/* Version and options: the county and the change tables are known by their bytes. */
static const char *signature_of(const jh_sweep_request *request, jh_arena *arena) {
  const char *text = jh_arena_printf(arena, "junheng " JUNHENG_VERSION "\n%s\n", request->command[1]);
  for (int32_t i = FIRST_OPTION; i < request->command_count && text; i++)
    text = jh_arena_printf(arena, "%s%s\n", text, request->command[i]);
  return text;
}

static jh_status make_folders(const sweep_state *state) {
  char *const path = jh_arena_printf(state->arena, "%s/.runs/", state->out);
  if (!path) return JH_NO_MEMORY;
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
      jh_problems_error(state->problems, path, 0, NULL, NULL, "cannot make the folder: %s",
                        jh_error_text(state->problems->language, errno));
      return JH_IO_ERROR;
    }
    *slash = '/';
  }
  return JH_OK;
}

/* "compare.csv.a1B2c3": what a sweep that was killed had begun to write. */
static bool is_leftover(const char *name) {
  static const char *const kinds[] = {".csv.", ".html.", ".run."};
  size_t const length = strlen(name), tail = 6;
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    size_t const kind = strlen(kinds[i]);
    if (length > kind + tail && strncmp(name + length - tail - kind, kinds[i], kind) == 0) return true;
  }
  return false;
}

/* A second sweep into the same folder, at the same time, would lose what it is just writing: it would lose more. */
static void remove_leftovers(const sweep_state *state, const char *folder) {
  DIR *const dir = opendir(folder);
  if (!dir) return;
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (!is_leftover(entry->d_name)) continue;
    const char *const path = jh_arena_printf(state->arena, "%s/%s", folder, entry->d_name);
    if (path) unlink(path);
  }
  closedir(dir);
}

static jh_status prepare_folders(const sweep_state *state) {
  jh_status const status = make_folders(state);
  const char *const notes = jh_arena_printf(state->arena, "%s/.runs", state->out);
  if (status) return status;
  if (!notes) return JH_NO_MEMORY;
  if (state->request->only) return JH_OK; /* a task of an array job has others beside it */
  remove_leftovers(state, state->out);
  remove_leftovers(state, notes);
  return JH_OK;
}

jh_status jh_sweep_state_open(const jh_sweep_request *request, jh_sweep *sweep, jh_arena *arena,
                              jh_problems *problems, sweep_state *state) {
  jh_county_tables *const tables = JH_NEW(arena, jh_county_tables, 1);
  *state =
      (sweep_state){.request = request, .out = sweep->out, .tables = tables, .arena = arena, .problems = problems};
  state->stacked_names = JH_NEW(arena, const char *, request->stacked_count);
  state->stacked_sha256 = JH_NEW(arena, const char *, request->stacked_count);
  state->signature = signature_of(request, arena);
  if (!tables || !state->stacked_names || !state->stacked_sha256 || !state->signature) return JH_NO_MEMORY;
  for (int32_t i = 0; i < request->stacked_count; i++) {
    const char *const slash = strrchr(request->stacked[i], '/');
    state->stacked_names[i] = slash ? slash + 1 : request->stacked[i];
    state->stacked_sha256[i] = digest_of_file(request->stacked[i], arena);
  }
  for (int32_t i = 0; i < sweep->count; i++)
    if (sweep->runs[i].scenario) sweep->runs[i].sha256 = digest_of_file(sweep->runs[i].scenario, arena);
  jh_status const status = jh_county_read(request->county, &request->read, arena, problems, tables);
  return status ? status : prepare_folders(state);
}

const char *jh_sweep_file(const sweep_state *state, const jh_sweep_run *run, const char *kind) {
  return jh_arena_printf(state->arena, "%s/.runs/%s.%s", state->out, run->name, kind);
}

/* ---- of what a plan was made ---- */

static bool read_summary(const sweep_state *state, const jh_sweep_run *run, jh_table *summary) {
  jh_problems silent;
  jh_problems_init(&silent, state->arena);
  const char *const path = jh_arena_printf(state->arena, "%s/summary.csv", run->plan);
  return path &&
         jh_csv_read(path, jh_plan_spec(JH_PLAN_SUMMARY), NULL, state->arena, &silent, summary, NULL) == JH_OK;
}

static bool names_digest(const jh_table *summary, const char *input, const char *sha256, jh_arena *arena) {
  const char *const key = jh_arena_printf(arena, "sha256.%s", input);
  const char *const then = key ? jh_summary_value(summary, key) : NULL;
  return then && sha256 && strcmp(then, sha256) == 0;
}

static bool is_of_these_inputs(const sweep_state *state, const jh_sweep_run *run, const jh_table *summary) {
  int inputs = 0, named = 0;
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    if (!state->tables->sha256[t]) continue;
    inputs++;
    if (!names_digest(summary, state->tables->table[t].file, state->tables->sha256[t], state->arena)) return false;
  }
  for (int32_t i = 0; i < state->request->stacked_count; i++, inputs++)
    if (!names_digest(summary, state->stacked_names[i], state->stacked_sha256[i], state->arena)) return false;
  if (run->scenario) {
    inputs++;
    const char *const file = jh_arena_printf(state->arena, "%s.csv", run->name);
    if (!file || !names_digest(summary, file, run->sha256, state->arena)) return false;
  }
  /* And of no others: a table that is gone is a change, too. */
  for (int32_t row = 0; row < summary->row_count; row++) {
    const char *const key = jh_table_cell(summary, row, 0);
    named += key && strncmp(key, "sha256.", 7) == 0;
  }
  return named == inputs;
}

bool jh_sweep_is_finished(const sweep_state *state, jh_sweep_run *run) {
  static const char head[] = "exit ";
  size_t size = 0;
  const char *const path = jh_sweep_file(state, run, "run");
  const char *const note = path ? read_text(path, state->arena, &size) : NULL;
  const char *const rest = note ? strchr(note, '\n') : NULL;
  jh_table summary;
  if (!rest || strncmp(note, head, sizeof head - 1) != 0 || strcmp(rest + 1, state->signature) != 0) return false;
  if (!read_summary(state, run, &summary) || !is_of_these_inputs(state, run, &summary)) return false;
  run->exit_status = (int)strtol(note + sizeof head - 1, NULL, 10);
  run->answer = jh_summary_value(&summary, "status");
  return run->answer != NULL;
}

jh_status jh_sweep_note_end(const sweep_state *state, const jh_sweep_run *run) {
  const char *const path = jh_sweep_file(state, run, "run");
  const char *const text = jh_arena_printf(state->arena, "exit %d\n%s", run->exit_status, state->signature);
  return path && text ? jh_file_write(path, text, strlen(text), state->problems) : JH_NO_MEMORY;
}

void jh_sweep_forget_end(const sweep_state *state, const jh_sweep_run *run) {
  const char *const path = jh_sweep_file(state, run, "run");
  if (path) unlink(path);
}

const char *jh_sweep_answer(const sweep_state *state, const jh_sweep_run *run) {
  jh_table summary;
  return read_summary(state, run, &summary) ? jh_summary_value(&summary, "status") : NULL;
}

const char *jh_sweep_first_words(const sweep_state *state, const jh_sweep_run *run) {
  size_t size = 0;
  const char *const path = jh_sweep_file(state, run, "log");
  const char *const text = path ? read_text(path, state->arena, &size) : NULL;
  if (!text || size == 0) return NULL;
  return jh_arena_text_n(state->arena, text, strcspn(text, "\r\n"));
}
