/* trace_roster.h - a written roster as a trace changes it: for trace_teacher.c and trace_posts.c. */
#ifndef JUNHENG_MODELS_TRACE_ROSTER_H
#define JUNHENG_MODELS_TRACE_ROSTER_H

#include "rotation_inner.h"
#include "trace_inner.h"

/* A row of roster.csv that names a teacher and a school of the county. */
typedef struct trace_entry {
  int32_t row, teacher, to, subject; /* subject -1: none of the county's */
} trace_entry;

typedef struct trace_roster {
  tracer *t;
  jh_trace_supposition suppose;
  trace_base base;        /* under the supposition */
  rotation_ground ground; /* likewise */
  trace_entry *entries;
  int32_t entry_count;
  int32_t *entry_of;  /* by teacher, -1: stays */
  bool *eligible;     /* by teacher */
  int32_t *come;      /* by receiver * subject_count + subject */
  int32_t *sent_from; /* by school */
} trace_roster;

/* The roster against `county`, which is the plan's or one with a supposition. False without memory. */
bool trace_roster_read(tracer *t, const jh_county *county, jh_trace_supposition suppose, trace_roster *roster);
/* Posts of the subject that the plan leaves short there. */
int32_t trace_short_posts(const trace_roster *roster, int32_t receiver, int32_t subject);
/* From home where known, else from the present school; -1: not known. */
int64_t trace_teacher_mm(const trace_roster *roster, int32_t teacher, int32_t school);
bool trace_qualified(const jh_teacher *teacher, int32_t subject);
/* What she would teach there: a subject whose post is short, else her own. */
int32_t trace_subject_at(const trace_roster *roster, int32_t teacher, int32_t receiver);

/* One option each, with its price. */
void trace_try_stay(trace_roster *roster, int32_t teacher);
void trace_try_go(trace_roster *roster, int32_t teacher, int32_t school, int32_t subject);
/* `teacher`, who stays, in the place of `other`, who goes. */
void trace_try_replace(trace_roster *roster, int32_t teacher, int32_t other);
/* Both go. */
void trace_try_swap(trace_roster *roster, int32_t teacher, int32_t other);
/* The plan's own choice for the teacher. */
void trace_tell_choice(trace_roster *roster, int32_t teacher);
void trace_tell_quotas(trace_roster *roster);
void trace_tell_leave(trace_roster *roster, int32_t school);

#endif
