/* What the program says besides its results: faults, progress, and hearing Ctrl-C. */
#include "commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void say_problems(const options *o, const jh_problems *problems) {
  for (size_t i = 0; i < problems->count; i++) {
    const jh_problem *const problem = &problems->items[i];
    bool const warning = problem->severity == JH_WARNING;
    const char *const text = jh_problem_text(problems, problem);
    if (!text || (warning && o->quiet)) continue;
    fprintf(stderr, "%s%s\n", warning ? jh_text(o->speech, "warning: ") : jh_text(o->speech, "error: "), text);
  }
  int64_t const errors = problems->error_count - JH_PROBLEMS_SHOWN;
  int64_t const warnings = problems->warning_count - JH_PROBLEMS_SHOWN;
  if (errors > 0) fprintf(stderr, jh_text(o->speech, "and %" PRId64 " more errors\n"), errors);
  if (warnings > 0 && !o->quiet) fprintf(stderr, jh_text(o->speech, "and %" PRId64 " more warnings\n"), warnings);
}

int width_of(const char *text) {
  int width = 0;
  for (const unsigned char *c = (const unsigned char *)text; *c; c++)
    width += *c < 0x80 || (*c >= 0xC0 && *c < 0xE0) ? 1 : *c >= 0xE0 ? 2 : 0;
  return width;
}

void print_padded(const char *text, int width) {
  int const rest = width - width_of(text);
  printf("%s%*s", text, rest > 0 ? rest : 0, "");
}

static int exit_of(jh_status status) {
  switch (status) {
    case JH_OK: return EXIT_PLANNED;
    case JH_BAD_INPUT: return EXIT_BAD_INPUT;
    case JH_STOP: return EXIT_STOPPED;
    case JH_IO_ERROR:
    case JH_NO_MEMORY:
    case JH_INTERNAL: break;
  }
  return EXIT_IO;
}

int say_failure(const options *o, const jh_problems *problems, jh_status status) {
  end_progress(o);
  say_problems(o, problems);
  bool const job =
      o->command == COMMAND_ROTATE || o->command == COMMAND_ALLOCATE || o->command == COMMAND_CONSOLIDATE;
  if (status == JH_BAD_INPUT && job)
    fprintf(stderr, "%s\n", jh_text(o->speech, "Nothing was planned and no earlier plan was touched."));
  if (!jh_problems_any_error(problems))
    fprintf(stderr, "%s%s\n", jh_text(o->speech, "junheng: "), jh_text(o->speech, jh_status_name(status)));
  return exit_of(status);
}

/* ---- progress ---- */

typedef struct watch {
  const options *o;
  bool rewrite, shown;
  double last_s;
  char phase[64];
} watch;
static watch watching; /* the terminal is one for the whole program */

static void print_progress(void *user, const jh_progress *p) {
  watch *const w = user;
  bool const new_phase = strncmp(w->phase, p->phase, sizeof w->phase - 1) != 0;
  if (!new_phase && p->elapsed_s - w->last_s < (w->rewrite ? 0.2 : 1.0)) return;
  w->last_s = p->elapsed_s;
  snprintf(w->phase, sizeof w->phase, "%s", p->phase);
  w->shown = true;
  if (p->level_count == 0) {
    fprintf(stderr, jh_text(w->o->speech, "%s%6.1f s  %s%s"), w->rewrite ? "\r\033[K" : "", p->elapsed_s,
            jh_text(w->o->speech, p->phase), w->rewrite ? "" : "\n");
    return;
  }
  char value[48] = "-", bound[48] = "-", gap[32] = "-";
  if (p->has_value) snprintf(value, sizeof value, "%.10g", p->value);
  if (p->has_bound) snprintf(bound, sizeof bound, "%.10g", p->bound);
  if (p->has_value && p->has_bound) {
    double const distance = p->value > p->bound ? p->value - p->bound : p->bound - p->value;
    double const size = p->value < 0 ? -p->value : p->value;
    snprintf(gap, sizeof gap, "%.3f %%", 100 * distance / (size > 1 ? size : 1));
  }
  fprintf(stderr, jh_text(w->o->speech, "%s%6.1f s  %d/%d %-18s best %s  bound %s  gap %s%s"),
          w->rewrite ? "\r\033[K" : "", p->elapsed_s, p->level, p->level_count, jh_text(w->o->speech, p->phase),
          value, bound, gap, w->rewrite ? "" : "\n");
}

void watch_progress(const options *o, jh_control *control) {
  bool const terminal = isatty(STDERR_FILENO);
  if (o->quiet || (!terminal && !o->progress)) return;
  watching = (watch){.o = o, .rewrite = terminal && !o->progress};
  control->report = print_progress;
  control->user = &watching;
}

void end_progress(const options *o) {
  (void)o;
  if (watching.rewrite && watching.shown) fputs("\r\033[K", stderr);
  watching.shown = false;
}

/* ---- stopping ---- */

static volatile sig_atomic_t stop_asked;

static void on_signal(int number) {
  (void)number;
  if (stop_asked) _exit(EXIT_STOPPED); /* what was written so far is in a temporary folder; the plan stays whole */
  stop_asked = 1;
}

void catch_stop(jh_control *control) {
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  control->stop = &stop_asked;
}
