/* Measures the assignment engine on a published case:
 *
 *   assign_bench CASE_FOLDER PROBLEM NUMBER_OF_SCHOOLS BEST_KNOWN SECONDS [THREADS [SEED [WITHOUT]]]
 *
 * PROBLEM is SAP, GAP, SSCFLP, SSCKFLP, CFLSAP or CKFLSAP; NUMBER_OF_SCHOOLS is - where free.  SECONDS ending in c
 * are of the processor, so that a busy machine measures like an idle one.  WITHOUT names parts to switch off, with
 * commas between (see jh_assign_parts).  One CSV row: case, problem, number, value, best known, difference %, bound,
 * gap %, seconds to best, seconds, memory MB. */
#include "junheng/io/io.h"
#include "junheng/models/models.h"
#include "junheng/solver/assign.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>

/* Costs are millimetres times pupils: a published unit (yuan, or pupil kilometres) is a million of them. */
enum { UNITS_PER_FEN = 10000, UNITS_PER_YUAN = 1000000 };

typedef struct question {
  bool connected, location;
  int32_t site_number;
} question;

static bool read_question(const char *problem, const char *number, question *q) {
  q->location = strstr(problem, "FLP") || strstr(problem, "FLSAP");
  q->connected = strstr(problem, "SAP") != NULL;
  q->site_number = number[0] == '-' || number[0] == '\0' ? -1 : (int32_t)strtol(number, NULL, 10);
  return q->location || !strcmp(problem, "SAP") || !strcmp(problem, "GAP");
}

static bool load(const char *folder, jh_arena *arena, jh_county *county) {
  jh_read_options const options = {0};
  jh_problems problems;
  jh_county_tables tables;
  jh_problems_init(&problems, arena);
  if (jh_county_read(folder, &options, arena, &problems, &tables) == JH_OK &&
      jh_county_load(&tables, &options, arena, &problems, county) == JH_OK)
    return true;
  for (size_t p = 0; p < problems.count; p++)
    fprintf(stderr, "%s:%d: %s\n", problems.items[p].file ? problems.items[p].file : folder, problems.items[p].line,
            problems.items[p].expected ? problems.items[p].expected : "");
  return false;
}

static bool fill_sites(const jh_county *county, question q, jh_arena *arena, jh_assign *problem) {
  int32_t const sites = county->school_count;
  int64_t *const capacity = JH_NEW(arena, int64_t, sites), *const fixed = JH_NEW(arena, int64_t, sites);
  bool *const must_run = JH_NEW(arena, bool, sites);
  int32_t *const home = JH_NEW(arena, int32_t, sites);
  if (!capacity || !fixed || !must_run || !home) return false;
  for (int32_t j = 0; j < sites; j++) {
    const jh_school *const school = &county->schools[j];
    capacity[j] = school->seats >= 0 ? school->seats : INT64_MAX;
    fixed[j] = q.location ? school->annual_fixed_cost_fen * UNITS_PER_FEN : 0;
    must_run[j] = !q.location;
    home[j] = school->site_place.i;
  }
  problem->site_count = sites;
  problem->capacity = capacity;
  problem->fixed = fixed;
  problem->must_run = must_run;
  problem->home = home;
  return true;
}

static bool fill_pairs(const jh_county *county, jh_arena *arena, jh_assign *problem) {
  int32_t const items = county->place_count, sites = county->school_count;
  int64_t *const weight = JH_NEW(arena, int64_t, items), *const cost = JH_NEW(arena, int64_t, items * sites);
  int32_t *const start = JH_NEW(arena, int32_t, items + 1), *const site = JH_NEW(arena, int32_t, items * sites);
  int32_t *const neighbours = JH_NEW(arena, int32_t, county->neighbour_start[items]);
  jh_travel *const travel = jh_travel_create(county, arena);
  if (!weight || !cost || !start || !site || !neighbours || !travel) return false;
  for (int32_t p = 0; p < county->pupils_count; p++) weight[county->pupils[p].place.i] += county->pupils[p].pupils;
  for (int32_t i = 0; i < items; i++) {
    start[i + 1] = (i + 1) * sites;
    for (int32_t j = 0; j < sites; j++) {
      jh_trip const trip = jh_travel_between(travel, (jh_place_ix){i}, (jh_school_ix){j});
      site[i * sites + j] = j;
      cost[i * sites + j] = trip.distance_mm * weight[i];
    }
  }
  for (int32_t k = 0; k < county->neighbour_start[items]; k++) neighbours[k] = county->neighbours[k].i;
  problem->item_count = items;
  problem->weight = weight;
  problem->pair_start = start;
  problem->pair_site = site;
  problem->pair_cost = cost;
  problem->neighbour_start = county->neighbour_start;
  problem->neighbours = neighbours;
  return true;
}

static const char *last_part(const char *path) {
  const char *const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void print_row(char *const *argv, const jh_assign_solution *s, double seconds) {
  struct rusage usage;
  double const best = strtod(argv[4], NULL), value = (double)s->value / UNITS_PER_YUAN;
  double const bound = (double)s->bound / UNITS_PER_YUAN;
  getrusage(RUSAGE_SELF, &usage);
  printf("%s,%s,%s,", last_part(argv[1]), argv[2], argv[3][0] == '-' ? "" : argv[3]);
  if (s->has_plan)
    printf("%.2f,%s,%.3f,%.2f,%.3f,%.1f", value, argv[4], best > 0 ? 100 * (value / best - 1) : 0, bound,
           100 * (value - bound) / value, s->seconds_to_best);
  else
    printf(",%s,,%.2f,,", argv[4], bound);
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

static void switch_off(const char *names, jh_assign_parts *parts) {
  if (strstr(names, "lagrangian")) parts->lagrangian = false;
  if (strstr(names, "branching")) parts->branching = false;
  if (strstr(names, "cutting")) parts->cutting = false;
  if (strstr(names, "fixing")) parts->fixing = false;
  if (strstr(names, "neighbourhoods")) parts->neighbourhoods = false;
  if (strstr(names, "separators")) parts->separators = false;
  if (strstr(names, "covers")) parts->covers = false;
  if (strstr(names, "prices")) parts->prices = false;
}

int main(int argc, char **argv) {
  question q;
  if (argc < 6 || !read_question(argv[2], argv[3], &q)) {
    fprintf(stderr,
            "assign_bench CASE_FOLDER PROBLEM NUMBER_OF_SCHOOLS BEST_KNOWN SECONDS [THREADS [SEED [WITHOUT]]]\n");
    return 2;
  }
  jh_arena *const arena = jh_arena_create();
  jh_county *const county = arena ? JH_NEW(arena, jh_county, 1) : NULL;
  jh_assign problem = {.connected = q.connected, .site_number = q.site_number};
  if (!county || !load(argv[1], arena, county) || !fill_sites(county, q, arena, &problem) ||
      !fill_pairs(county, arena, &problem)) {
    jh_arena_destroy(arena);
    return 1;
  }
  jh_control control = jh_control_default();
  jh_assign_parts parts = jh_assign_parts_all();
  set_limit(argv[5], &control);
  if (argc > 6) control.threads = (int)strtol(argv[6], NULL, 10);
  if (argc > 7) control.seed = strtoull(argv[7], NULL, 10);
  if (argc > 8) switch_off(argv[8], &parts);
  jh_assign_solution solution;
  jh_status const status = jh_assign_solve(&problem, &parts, NULL, &control, arena, &solution);
  if (status == JH_OK) print_row(argv, &solution, control.stop ? processor_s() : jh_clock_s() - control.started_s);
  jh_arena_destroy(arena);
  return status == JH_OK ? 0 : 1;
}
