/* Measures the assignment engine on a published case:
 *
 *   assign_bench CASE_FOLDER PROBLEM NUMBER_OF_SCHOOLS BEST_KNOWN SECONDS [THREADS [SEED [WITHOUT]]]
 *
 * With lp=FILE in the place of SECONDS the model is written there instead, for other solvers.
 *
 * PROBLEM is SAP, GAP, SSCFLP, SSCKFLP, CFLSAP or CKFLSAP; NUMBER_OF_SCHOOLS is - where free.  SECONDS ending in c
 * are of the processor, so that a busy machine measures like an idle one.  WITHOUT names parts to switch off, with
 * commas between ("assign_bench parts" lists them; see jh_assign_parts).  One CSV row: case, problem, number, value,
 * best known, difference %, bound, gap %, seconds to best, seconds, memory MB.
 *
 * Further words, anywhere behind: copies=N lays the county N times side by side, as one problem (best known: N times
 * that of one, which is a plan of it), nearest=N keeps each place's nearest N sites as candidates (24), gap=PERCENT
 * ends a search that has come so near. */
#include "case.h"
#include "copies.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>

static const char *last_part(const char *path) {
  const char *const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

typedef struct options {
  int32_t copies, nearest; /* copies 0: the county itself, with all pairs */
  double gap_percent;
} options;

/* Takes the named options out of the arguments. */
static options take_options(int *argc, char **argv) {
  options o = {.nearest = 24};
  int kept = 0;
  for (int a = 0; a < *argc; a++) {
    if (!strncmp(argv[a], "copies=", 7))
      o.copies = (int32_t)strtol(argv[a] + 7, NULL, 10);
    else if (!strncmp(argv[a], "nearest=", 8))
      o.nearest = (int32_t)strtol(argv[a] + 8, NULL, 10);
    else if (!strncmp(argv[a], "gap=", 4))
      o.gap_percent = strtod(argv[a] + 4, NULL);
    else
      argv[kept++] = argv[a];
  }
  *argc = kept;
  return o;
}

static void print_row(char *const *argv, const jh_assign_solution *s, double best, double seconds) {
  struct rusage usage;
  double const value = (double)s->value / UNITS_PER_YUAN;
  double const bound = (double)s->bound / UNITS_PER_YUAN;
  getrusage(RUSAGE_SELF, &usage);
  printf("%s,%s,%s,", last_part(argv[1]), argv[2], argv[3][0] == '-' ? "" : argv[3]);
  if (s->has_plan)
    printf("%.2f,%.2f,%.3f,%.2f,%.3f,%.1f", value, best, best > 0 ? 100 * (value / best - 1) : 0, bound,
           100 * (value - bound) / value, s->seconds_to_best);
  else
    printf(",%.2f,,%.2f,,", best, bound);
  printf(",%.1f,%.0f\n", seconds, (double)usage.ru_maxrss / 1024);
}

static volatile sig_atomic_t stop;
static void on_timer(int signal_number) { stop = signal_number; }

static double processor_s(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec * 1e-6 + (double)usage.ru_stime.tv_sec +
         (double)usage.ru_stime.tv_usec * 1e-6;
}

/* Processor seconds are a timer that asks to stop; others are the control's own. */
static void set_limit(const char *text, jh_control *control) {
  char *end = NULL;
  double const seconds = strtod(text, &end);
  if (*end != 'c') {
    control->limit_s = seconds;
    return;
  }
  struct itimerval const timer = {
      .it_value = {.tv_sec = (time_t)seconds, .tv_usec = (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6)}};
  signal(SIGPROF, on_timer);
  setitimer(ITIMER_PROF, &timer, NULL);
  control->limit_s = 1e6;
  control->stop = &stop;
}

static struct part {
  const char *name;
  size_t offset; /* in jh_assign_parts */
} const PARTS[] = {
    {"lagrangian", offsetof(jh_assign_parts, lagrangian)},
    {"branching", offsetof(jh_assign_parts, branching)},
    {"fixing", offsetof(jh_assign_parts, fixing)},
    {"trying", offsetof(jh_assign_parts, trying)},
    {"guessing", offsetof(jh_assign_parts, guessing)},
    {"ties", offsetof(jh_assign_parts, ties)},
    {"regions", offsetof(jh_assign_parts, regions)},
    {"rounding", offsetof(jh_assign_parts, rounding)},
    {"plunging", offsetof(jh_assign_parts, plunging)},
    {"sites", offsetof(jh_assign_parts, sites)},
    {"neighbourhoods", offsetof(jh_assign_parts, neighbourhoods)},
    {"merging", offsetof(jh_assign_parts, merging)},
    {"kernels", offsetof(jh_assign_parts, kernels)},
    {"separators", offsetof(jh_assign_parts, separators)},
    {"covers", offsetof(jh_assign_parts, covers)},
    {"prices", offsetof(jh_assign_parts, prices)},
};
enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };
_Static_assert(PART_COUNT == sizeof(jh_assign_parts) / sizeof(bool), "a part has no name");

static int list_parts(void) {
  for (int n = 0; n < PART_COUNT; n++) puts(PARTS[n].name);
  return 0;
}

static bool switch_off_one(const char *name, size_t length, jh_assign_parts *parts) {
  for (int n = 0; n < PART_COUNT; n++) {
    if (strlen(PARTS[n].name) != length || strncmp(PARTS[n].name, name, length) != 0) continue;
    *(bool *)((char *)parts + PARTS[n].offset) = false;
    return true;
  }
  fprintf(stderr, "assign_bench: no part \"%.*s\"; \"assign_bench parts\" lists them\n", (int)length, name);
  return false;
}

static bool switch_off(const char *names, jh_assign_parts *parts) {
  for (size_t length = 0; *names; names += length + (names[length] == ',')) {
    length = strcspn(names, ",");
    if (length > 0 && !switch_off_one(names, length, parts)) return false;
  }
  return true;
}

/* The case, and copies of it. */
static bool lay_problem(char *const *argv, const options *o, jh_arena *arena, jh_assign *problem) {
  jh_county *const county = JH_NEW(arena, jh_county, 1);
  if (!county || !case_read(argv[1], argv[2], argv[3], arena, county, problem)) return false;
  if (o->copies == 0) return true;
  jh_assign const one = *problem;
  if (o->copies > 0 && o->nearest > 0 && copies_lay(county, &one, o->copies, o->nearest, arena, problem)) return true;
  fprintf(stderr, "no copies of this case: they need metres, and regions that need not hold together\n");
  return false;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "parts")) return list_parts();
  options const o = take_options(&argc, argv);
  if (argc < 6) {
    fprintf(stderr,
            "assign_bench CASE_FOLDER PROBLEM NUMBER_OF_SCHOOLS BEST_KNOWN SECONDS [THREADS [SEED [WITHOUT]]] "
            "[copies=N] [nearest=N] [gap=PERCENT]\n");
    return 2;
  }
  jh_assign_parts parts = jh_assign_parts_all();
  if (argc > 8 && !switch_off(argv[8], &parts)) return 2;
  jh_arena *const arena = jh_arena_create();
  jh_assign problem;
  if (!arena || !lay_problem(argv, &o, arena, &problem)) {
    jh_arena_destroy(arena);
    return 1;
  }
  if (!strncmp(argv[5], "lp=", 3)) {
    bool const written = case_write_lp(&problem, argv[5] + 3, arena);
    jh_arena_destroy(arena);
    return written ? 0 : 1;
  }
  jh_control control = jh_control_default();
  control.gap = o.gap_percent / 100;
  set_limit(argv[5], &control);
  if (argc > 6) control.threads = (int)strtol(argv[6], NULL, 10);
  if (argc > 7) control.seed = strtoull(argv[7], NULL, 10);
  jh_assign_solution solution;
  jh_status const status = jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution);
  double const best = strtod(argv[4], NULL) * (o.copies > 0 ? o.copies : 1);
  if (status == JH_OK)
    print_row(argv, &solution, best, control.stop ? processor_s() : jh_clock_s() - control.started_s);
  jh_arena_destroy(arena);
  return status == JH_OK ? 0 : 1;
}
