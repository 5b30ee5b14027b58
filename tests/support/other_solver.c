#define _GNU_SOURCE
#include "other_solver.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool other_solver_installed(other_solver solver) {
  return system(solver == OTHER_CBC ? "command -v cbc >/dev/null" : "command -v glpsol >/dev/null") == 0;
}

static double number_after(const char *command, const char *pattern) {
  FILE *const pipe = popen(command, "r");
  char line[512];
  double value = NAN;
  while (pipe && fgets(line, sizeof line, pipe)) {
    const char *const at = strstr(line, pattern);
    if (at) value = strtod(at + strlen(pattern), NULL);
  }
  if (pipe) pclose(pipe);
  return value;
}

double other_solver_optimum(other_solver solver, const char *lp) {
  char folder[] = "/tmp/junheng-lp-XXXXXX", path[64], command[256];
  if (!mkdtemp(folder)) return NAN;
  snprintf(path, sizeof path, "%s/model.lp", folder);
  FILE *const file = fopen(path, "w");
  bool const written = file && fputs(lp, file) >= 0;
  if (file) fclose(file);
  double value = NAN;
  if (solver == OTHER_CBC) {
    snprintf(command, sizeof command, "cbc %s ratio 0 allow 0 solve quit", path);
    if (written) value = number_after(command, "Objective value:");
  } else {
    snprintf(command, sizeof command, "glpsol --lp %s -o %s.out >/dev/null && grep -v UNDEF %s.out", path, path,
             path);
    if (written) value = number_after(command, "goal = ");
  }
  snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command) == 0 ? value : NAN;
}

/* One goal of the text: "minimise" or "maximise", and its terms on one line without comment marks. */
typedef struct goal {
  bool maximise;
  const char *terms;
} goal;

static const char *without_marks(const char *from, const char *to, jh_arena *arena) {
  char *const text = jh_arena_alloc(arena, (size_t)(to - from) + 1, 1);
  size_t used = 0;
  for (const char *c = from; text && c < to; c++)
    if (*c != '\\') text[used++] = *c == '\n' ? ' ' : *c;
  return text;
}

static bool goal_at(const char *lp, int level, jh_arena *arena, goal *found) {
  char head[32];
  snprintf(head, sizeof head, "\\ level %d: ", level);
  const char *const line = strstr(lp, head);
  if (!line) return false;
  found->maximise = strncmp(line + strlen(head), "max", 3) == 0;
  const char *from, *to;
  if (level == 1) {
    from = strstr(lp, "\n goal:");
    to = strstr(lp, "\nSubject To\n");
    if (!from || !to) return false;
    from += strlen("\n goal:");
  } else {
    from = strchr(line + strlen(head), ':');
    if (!from) return false;
    from++;
    to = strchr(from, '\n');
    while (to && strncmp(to, "\n\\ ", 3) == 0 && strncmp(to, "\n\\ level", 8) != 0) to = strchr(to + 1, '\n');
    if (!to) return false;
  }
  found->terms = without_marks(from, to, arena);
  return found->terms != NULL;
}

const char *other_solver_level(const char *lp, int level, const double *held, jh_arena *arena) {
  const char *const rows = strstr(lp, "\nSubject To\n");
  goal g;
  if (level == 1) return lp;
  if (!rows || !goal_at(lp, level, arena, &g)) return NULL;
  const char *text =
      jh_arena_printf(arena, "%s\n goal: %s\nSubject To\n", g.maximise ? "Maximize" : "Minimize", g.terms);
  for (int k = 1; k < level && text; k++) {
    if (!goal_at(lp, k, arena, &g)) return NULL;
    text =
        jh_arena_printf(arena, "%s level_%d: %s %s %.17g\n", text, k, g.terms, g.maximise ? ">=" : "<=", held[k - 1]);
  }
  return text ? jh_arena_printf(arena, "%s%s", text, rows + strlen("\nSubject To\n")) : NULL;
}
