/* report.html of a job, in the draft of its plan folder. */
#include "junheng/io/report.h"

#include "job_parts.h"

/* The models' own measure of a way, so that today and the plan are measured alike. */
static bool way(const void *context, jh_place_ix place, jh_school_ix school, int64_t *distance_mm, int64_t *time_s) {
  const jh_travel *const travel = context;
  jh_trip const trip = jh_travel_between(travel, place, school);
  *distance_mm = trip.distance_mm;
  *time_s = trip.time_s;
  return trip.distance_mm >= 0;
}

jh_status jh_job_write_report(const job_run *run) {
  const jh_travel *const travel = jh_travel_create(&run->opened.county, run->arena);
  if (!travel) return JH_NO_MEMORY;
  jh_report_options const options = {.language = run->request->speech,
                                     .public_version = run->request->public_report,
                                     .way = way,
                                     .way_context = travel,
                                     .warnings = run->problems,
                                     .frontier = run->frontier,
                                     .frontier_row = run->frontier_row};
  const char *html = NULL;
  size_t size = 0;
  jh_status status = jh_report_html(&run->opened.county, run->tables, &options, run->arena, &html, &size);
  if (!status) status = jh_folder_write(run->folder, "report.html", html, size);
  return status || !run->request->public_report ? status : jh_job_write_public(run, html, size);
}
