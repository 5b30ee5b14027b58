/* Where a plan goes. */
#include "job_parts.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

const char *jh_job_scenario_names(const jh_job_county *opened, jh_arena *arena) {
  const char *names = "";
  for (int32_t i = 0; i < opened->scenario_count && names; i++)
    names = jh_arena_printf(arena, "%s%s%s", names, *names ? "+" : "", opened->scenarios[i].name);
  return names;
}

static const char *default_out(const job_run *run) {
  const char *const job = run->name ? run->name : jh_job_name(run->request->job);
  const char *const dash = *run->scenario ? "-" : "";
  return jh_arena_printf(run->arena, "plans/%s/%s%s%s", run->opened.county.name, job, dash, run->scenario);
}

jh_status jh_job_out(job_run *run) {
  const char *const asked = run->request->out;
  run->out = asked && *asked ? asked : default_out(run);
  char *const above = run->out ? jh_arena_text(run->arena, run->out) : NULL;
  if (!above) return JH_NO_MEMORY;
  /* The nearest folder above it that exists is where a first write would fail. */
  for (;;) {
    char *const slash = strrchr(above, '/');
    if (!slash) {
      above[0] = '.';
      above[1] = '\0';
    } else {
      slash[slash == above] = '\0'; /* "/" stays */
    }
    if (access(above, W_OK | X_OK) == 0) return JH_OK;
    if (errno != ENOENT || !slash || slash == above) break;
  }
  jh_problems_error(run->problems, run->out, 0, NULL, NULL, "expected a folder that can be written: %s: %s", above,
                    jh_error_text(run->problems->language, errno));
  return JH_IO_ERROR;
}
