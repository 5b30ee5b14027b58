/* profile.h - a county on one page: what `check` prints. */
#ifndef JUNHENG_SCENARIOS_PROFILE_H
#define JUNHENG_SCENARIOS_PROFILE_H

#include "junheng/county.h"
#include "junheng/status.h"

/* Sites are those that are open unless their name says otherwise; "under 100" is policy small_school_pupils. */
typedef struct jh_profile {
  int32_t year;
  int32_t schools_open, points_open, private_open, closed, proposed, protected_sites;
  int32_t places;
  int64_t pupils, migrant, not_placed; /* not placed: no present school */
  int64_t pupils_of_grade[JH_GRADES + 1];
  int32_t classes;
  int32_t large_classes, super_classes;         /* 56 and more (66 and more included); 66 and more: by the limits */
  int32_t largest_class;                        /* pupils */
  int32_t small_sites, tiny_sites, empty_sites; /* fewer than small_school_pupils, close_candidate_pupils; 0 pupils */
  int32_t teachers, backbone;
  int32_t sender_teachers, eligible, eligible_backbone; /* rotation: teachers of senders, and those who may go */
  int32_t quota_due, backbone_due;                      /* backbone_due: of quota_due */
  bool quotas_contradict;                               /* eligible_backbone is too few for quota_due */
} jh_profile;

/* `year` 0: the policy's plan_year, else the calendar's. Errors: JH_NO_MEMORY. */
jh_status jh_profile_of(const jh_county *county, int32_t year, jh_arena *arena, jh_profile *profile);
/* The year a plan is for when none is asked: policy plan_year, else the calendar's. */
int32_t jh_plan_year(const jh_policy *policy);

#endif
