/* status.h - what a function can answer.
 *
 * Failure is not an answer.  A function that can fail returns jh_status, and what a planner can mend is
 * described in a jh_problems list.  Whether a plan is optimal or impossible is an answer (jh_answer), and
 * comes with JH_OK.  No function of the libraries prints, exits or aborts; only cli/ does. */
#ifndef JUNHENG_STATUS_H
#define JUNHENG_STATUS_H

typedef enum jh_status {
  JH_OK = 0,
  JH_BAD_INPUT, /* the tables, the policy or the arguments are wrong: see the problems list */
  JH_IO_ERROR,  /* a file could not be read or written: see the problems list */
  JH_NO_MEMORY, /* an allocation failed; nothing was changed outside the arena */
  JH_INTERNAL,  /* a library misbehaved or an invariant broke: a bug, worth a report */
  JH_STOP       /* asked to stop before there was anything to hand back */
} jh_status;

/* What is known about a solution.  Only JH_OPTIMAL claims a proof: on every level value == bound. */
typedef enum jh_answer {
  JH_OPTIMAL = 0, /* the bound proves that no better plan exists, on every level */
  JH_FEASIBLE,    /* a plan within the gap that was asked for, not proven best */
  JH_INFEASIBLE,  /* the rules contradict each other; what comes with it is the nearest plan */
  JH_STOPPED      /* time or a signal ended the search; the best plan so far and its gap */
} jh_answer;

/* "optimal", "feasible", "infeasible" or "stopped": the words of summary.csv. Never NULL. */
const char *jh_answer_name(jh_answer answer);
const char *jh_status_name(jh_status status); /* for jh_text */

#endif
