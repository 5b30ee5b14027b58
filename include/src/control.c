#include "junheng/control.h"

#include <float.h>
#include <stddef.h>
#include <time.h>

double jh_clock_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

jh_control jh_control_default(void) {
  return (jh_control){.limit_s = 0, .gap = 0, .seed = 1, .threads = 1, .started_s = jh_clock_s()};
}

double jh_control_left_s(const jh_control *control) {
  if (control->limit_s <= 0) return DBL_MAX;
  double const left = control->started_s + control->limit_s - jh_clock_s();
  return left > 0 ? left : 0;
}

bool jh_control_stopped(const jh_control *control) {
  return (control->stop && *control->stop) || jh_control_left_s(control) <= 0;
}

void jh_control_report(const jh_control *control, const jh_progress *progress) {
  if (!control->report) return;
  jh_progress told = *progress;
  told.elapsed_s = jh_clock_s() - control->started_s;
  control->report(control->user, &told);
}
