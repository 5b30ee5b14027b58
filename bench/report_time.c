/* report_time COUNTY PLAN: how long report.html of a written plan takes: made from county and tables, and put
 * on the disk, five times over.  One CSV row: job, bytes, and the seconds of the slowest time and of the one in the
 * middle. */
#include "junheng/io/report.h"
#include "junheng/models/models.h"
#include "junheng/scenarios/job.h"

#include <stdio.h>
#include <stdlib.h>

enum { TIMES = 5 };

static bool way(const void *context, jh_place_ix place, jh_school_ix school, int64_t *distance_mm, int64_t *time_s) {
  jh_trip const trip = jh_travel_between(context, place, school);
  *distance_mm = trip.distance_mm;
  *time_s = trip.time_s;
  return trip.distance_mm >= 0;
}

static int by_size(const void *left, const void *right) {
  double const a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

/* The seconds of one report, in an arena of its own; below 0: none was made. */
static double once(const jh_county *county, const jh_table *tables, size_t *size, jh_problems *problems) {
  double const started = jh_clock_s();
  jh_arena *const arena = jh_arena_create();
  const jh_travel *const travel = jh_travel_create(county, arena);
  jh_report_options const options = {.way = way, .way_context = travel, .warnings = problems};
  const char *html = NULL;
  jh_status status = travel ? jh_report_html(county, tables, &options, arena, &html, size) : JH_NO_MEMORY;
  if (!status) status = jh_file_write("report_time.html", html, *size, problems);
  jh_arena_destroy(arena);
  remove("report_time.html");
  return status ? -1 : jh_clock_s() - started;
}

int main(int count, char **words) {
  if (count != 3) {
    fprintf(stderr, "report_time COUNTY PLAN\n");
    return 1;
  }
  jh_arena *const arena = jh_arena_create();
  jh_problems problems;
  jh_problems_init(&problems, arena);
  jh_job_request const request = {.county = words[1]};
  jh_job_county opened;
  static jh_table tables[JH_PLAN_TABLE_COUNT];
  jh_status status = jh_job_open(&request, arena, &problems, &opened);
  if (!status) status = jh_plan_read(words[2], arena, &problems, tables);
  double seconds[TIMES];
  size_t size = 0;
  for (int i = 0; i < TIMES && !status; i++) {
    seconds[i] = once(&opened.county, tables, &size, &problems);
    if (seconds[i] < 0) status = JH_IO_ERROR;
  }
  if (status) {
    fprintf(stderr, "report_time: %s: %s\n", words[2], jh_status_name(status));
    return 1;
  }
  qsort(seconds, TIMES, sizeof *seconds, by_size);
  printf("%s,%zu,%.3f,%.3f\n", jh_summary_value(&tables[JH_PLAN_SUMMARY], "job"), size, seconds[TIMES - 1],
         seconds[TIMES / 2]);
  jh_arena_destroy(arena);
  return 0;
}
