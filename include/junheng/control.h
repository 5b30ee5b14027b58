/* control.h - effort, never the law: how long, how exact, how many threads, and how to stop.
 *
 * A control travels down every long call.  Any thread or a signal handler may set *stop; the call then hands
 * back its best answer.  Policy (policy.h) holds what a document sets; nothing here changes what a plan may do. */
#ifndef JUNHENG_CONTROL_H
#define JUNHENG_CONTROL_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct jh_progress {
  const char *phase; /* a word or two: "load", "posts unfilled", "bound" */
  int level, level_count;
  bool has_value, has_bound;
  double value, bound; /* in the unit of the level */
  double elapsed_s;
} jh_progress;

typedef struct jh_control {
  double limit_s;                    /* > 0: seconds for the whole job from started_s on; 0: no limit */
  double gap;                        /* relative gap at which a level may stop unproven: 0.01 is 1 %; 0: prove */
  uint64_t seed;                     /* any value; the same seed and one thread give the same plan */
  int threads;                       /* 1 or more */
  double started_s;                  /* jh_clock_s() when the job began */
  const volatile sig_atomic_t *stop; /* NULL, or set to non-zero to stop */
  void (*report)(void *user, const jh_progress *progress); /* NULL, or called now and then, from any thread */
  void *user;
} jh_control;

/* Seconds of a monotonic clock. */
double jh_clock_s(void);
/* No limit, prove everything, seed 1, one thread, started now. */
jh_control jh_control_default(void);
/* A stop was asked for or the time is up. */
bool jh_control_stopped(const jh_control *control);
/* Seconds left, never below 0; a very large number without a limit. */
double jh_control_left_s(const jh_control *control);
void jh_control_report(const jh_control *control, const jh_progress *progress);

#endif
