/* The same sweep on a cluster that is there already: one Slurm array job, one task a run. */
#include "junheng/scenarios/sweep.h"

#include <string.h>

/* In single quotes, whatever is in it. */
static const char *shell_word(const char *text, jh_arena *arena) {
  char *const out = jh_arena_alloc(arena, 4 * strlen(text) + 3, 1);
  if (!out) return NULL;
  char *end = out;
  *end++ = '\'';
  for (const char *c = text; *c; c++) {
    if (*c == '\'') {
      for (const char *escape = "'\\''"; *escape; escape++) *end++ = *escape;
    } else {
      *end++ = *c;
    }
  }
  *end = '\'';
  return out;
}

/* text, a blank and the quoted word. */
static const char *with_word(const char *text, const char *word, jh_arena *arena) {
  const char *const quoted = shell_word(word, arena);
  return text && quoted ? jh_arena_printf(arena, "%s %s", text, quoted) : NULL;
}

const char *jh_sweep_slurm(const jh_sweep *sweep, const char *const *words, int32_t word_count, int32_t threads,
                           const char *working_folder, jh_arena *arena) {
  const char *names = "", *line = "";
  for (int32_t i = 0; i < sweep->count; i++) names = with_word(names, sweep->runs[i].name, arena);
  for (int32_t i = 0; i < word_count; i++) line = with_word(line, words[i], arena);
  const char *const folder = shell_word(working_folder, arena);
  if (!names || !line || !folder) return NULL;
  return jh_arena_printf(
      arena,
      "#!/usr/bin/env bash\n"
      "# Every task plans one what-if; a plan that is finished is not made again. Then, for what is\n"
      "# missing and for compare.csv:  sbatch --wait SCRIPT; bash SCRIPT\n"
      "#SBATCH --job-name=junheng-sweep\n"
      "#SBATCH --array=0-%d\n"
      "#SBATCH --cpus-per-task=%d\n"
      "set -eu\n"
      "cd %s\n"
      "runs=(%s)\n"
      "sweep=(%s)\n"
      "if [ -n \"${SLURM_ARRAY_TASK_ID:-}\" ]; then\n"
      "  sweep+=(--only \"${runs[$SLURM_ARRAY_TASK_ID]}\" --jobs 1)\n"
      "fi\n"
      "exec \"${sweep[@]}\"\n",
      (int)sweep->count - 1, (int)threads, folder, names + 1, line + 1);
}
