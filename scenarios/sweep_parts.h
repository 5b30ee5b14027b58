/* sweep_parts.h - between the files that sweep. */
#ifndef JUNHENG_SCENARIOS_SWEEP_PARTS_H
#define JUNHENG_SCENARIOS_SWEEP_PARTS_H

#include "junheng/scenarios/sweep.h"

/* What a finished plan must have been made from and by. */
typedef struct sweep_state {
  const jh_sweep_request *request;
  const char *out;
  const jh_county_tables *tables;
  const char **stacked_names, **stacked_sha256; /* of request->stacked; "x.csv" */
  const char *signature;                        /* version and options */
  jh_arena *arena;
  jh_problems *problems;
} sweep_state;

/* Reads the county's tables and the change tables: what they are now. */
jh_status jh_sweep_state_open(const jh_sweep_request *request, jh_sweep *sweep, jh_arena *arena,
                              jh_problems *problems, sweep_state *state);
/* A file of the sweep's own about a run: "run" (how it ended), "log" (what it said). NULL without memory. */
const char *jh_sweep_file(const sweep_state *state, const jh_sweep_run *run, const char *kind);
/* The plan of the run is finished and of today's inputs; answer and exit_status are then filled in. */
bool jh_sweep_is_finished(const sweep_state *state, jh_sweep_run *run);
/* Notes that the run came to its end; forget: that it has not, before it starts. */
jh_status jh_sweep_note_end(const sweep_state *state, const jh_sweep_run *run);
void jh_sweep_forget_end(const sweep_state *state, const jh_sweep_run *run);
/* The first line of what the run said, or NULL. */
const char *jh_sweep_first_words(const sweep_state *state, const jh_sweep_run *run);
/* The answer in the plan's summary, or NULL. */
const char *jh_sweep_answer(const sweep_state *state, const jh_sweep_run *run);

/* Starts the run in a process of its own; false with errno when there is none. */
bool jh_sweep_start(const sweep_state *state, jh_sweep_run *run);
/* True when the run's process has ended; exit_status is then known. Does not wait. */
bool jh_sweep_has_ended(jh_sweep_run *run);

#endif
