/* staff.h - need of teachers by subject: models/staff.c. Rule numbers: models/rotation.md. */
#ifndef JUNHENG_MODELS_STAFF_H
#define JUNHENG_MODELS_STAFF_H

#include "junheng/models/models.h"

/* Weekly periods of a full teacher of this subject and stage, in thousandths. */
int64_t jh_workload_milli(const jh_policy *policy, jh_stage stage, const char *subject);
/* Pupils by school: pupils.csv, and for a school without a row there, classes.csv. NULL without memory. */
int64_t *jh_pupils_by_school(const jh_county *county, jh_arena *arena);
/* Teachers needed, by school * subject_count + subject: posts.csv where the county has it, else classes x weekly
 * periods / workload summed over the grades and rounded half up; classes from classes.csv, else
 * ceil(pupils / limit of the year). NULL without memory. */
int32_t *jh_teacher_need(const jh_county *county, int32_t year, jh_arena *arena);

#endif
