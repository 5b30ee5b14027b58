/* junheng: one command a run. */
#include "commands.h"

#include <locale.h>
#include <stdio.h>

static run_command *const runs[COMMAND_COUNT] = {
    [COMMAND_CHECK] = command_check,      [COMMAND_ROTATE] = command_plan,   [COMMAND_ALLOCATE] = command_plan,
    [COMMAND_CONSOLIDATE] = command_plan, [COMMAND_AUDIT] = command_audit,   [COMMAND_COMPARE] = command_compare,
    [COMMAND_IMPORT] = command_import,    [COMMAND_EXPORT] = command_export, [COMMAND_POLICY] = command_policy,
    [COMMAND_INIT] = command_init,        [COMMAND_SWEEP] = command_sweep,   [COMMAND_TRACE] = command_trace,
};

int main(int argc, char **argv) {
  setlocale(LC_CTYPE, ""); /* numbers stay as C writes them */
  jh_arena *const arena = jh_arena_create();
  if (!arena) return EXIT_IO;
  options o;
  int status = EXIT_USAGE;
  if (options_parse(argc, argv, arena, &o, &status)) status = runs[o.command](&o);
  if (fflush(stdout) != 0 || ferror(stdout)) status = status == EXIT_PLANNED ? EXIT_IO : status;
  jh_arena_destroy(arena);
  return status;
}
