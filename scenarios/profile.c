/* A county on one page. Who is eligible to rotate is MODELS' definition, counted again here so that `check` needs no
 * plan; a test holds it to what the rotation job says. */
#include "junheng/scenarios/profile.h"

#include <string.h>
#include <time.h>

enum { MILLI_PERCENT = 100000 }; /* 100 %, as shares are stored */

int32_t jh_plan_year(const jh_policy *policy) {
  if (jh_policy_has(policy, JH_PLAN_YEAR)) return (int32_t)jh_policy_get(policy, JH_PLAN_YEAR);
  time_t const now = time(NULL);
  struct tm calendar;
  return localtime_r(&now, &calendar) ? calendar.tm_year + 1900 : 0;
}

static bool runs(const jh_school *school) { return school->status == JH_OPEN; }

static void count_schools(const jh_county *county, jh_profile *profile) {
  for (int32_t i = 0; i < county->school_count; i++) {
    const jh_school *const school = &county->schools[i];
    profile->closed += school->status == JH_CLOSED;
    profile->proposed += school->status == JH_PROPOSED;
    if (!runs(school)) continue;
    profile->protected_sites += school->is_protected;
    if (!school->is_public) {
      profile->private_open++;
    } else if (school->kind == JH_POINT) {
      profile->points_open++;
    } else {
      profile->schools_open++;
    }
  }
}

static jh_status count_pupils(const jh_county *county, jh_arena *arena, jh_profile *profile) {
  enum { MIGRANT = 1 };
  int64_t *const at_school = JH_NEW(arena, int64_t, county->school_count);
  if (!at_school) return JH_NO_MEMORY;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const row = &county->pupils[i];
    profile->pupils += row->pupils;
    profile->pupils_of_grade[row->grade] += row->pupils;
    if (row->group.i == MIGRANT) profile->migrant += row->pupils;
    if (row->school.i >= 0) {
      at_school[row->school.i] += row->pupils;
    } else {
      profile->not_placed += row->pupils;
    }
  }
  int64_t const small = jh_policy_get(&county->policy, JH_SMALL_SCHOOL_PUPILS);
  int64_t const tiny = jh_policy_get(&county->policy, JH_CLOSE_CANDIDATE_PUPILS);
  for (int32_t i = 0; i < county->school_count; i++) {
    if (!runs(&county->schools[i])) continue;
    profile->small_sites += at_school[i] < small;
    profile->tiny_sites += at_school[i] < tiny;
    profile->empty_sites += at_school[i] == 0;
  }
  return JH_OK;
}

static void count_classes(const jh_county *county, jh_profile *profile) {
  int64_t const large = jh_policy_get(&county->policy, JH_LARGE_CLASS_LIMIT);
  int64_t const super = jh_policy_get(&county->policy, JH_SUPER_CLASS_LIMIT);
  profile->classes = county->class_count;
  for (int32_t i = 0; i < county->class_count; i++) {
    int32_t const pupils = county->classes[i].pupils;
    profile->large_classes += pupils > large;
    profile->super_classes += pupils > super;
    if (pupils > profile->largest_class) profile->largest_class = pupils;
  }
}

static bool sends(const jh_school *school) {
  return runs(school) && school->is_public && (school->area != JH_RURAL || school->quality);
}

static bool may_rotate(const jh_policy *policy, const jh_teacher *teacher, int32_t year) {
  if (teacher->exempt || teacher->years_here < jh_policy_get(policy, JH_ROTATION_MIN_YEARS)) return false;
  jh_policy_key const oldest = teacher->sex == JH_FEMALE ? JH_ROTATION_MAX_AGE_FEMALE : JH_ROTATION_MAX_AGE_MALE;
  if (teacher->birth_year >= 0 && year - teacher->birth_year > jh_policy_get(policy, oldest)) return false;
  return teacher->last_rotation < 0 || year - teacher->last_rotation >= jh_policy_get(policy, JH_ROTATION_REST_YEARS);
}

static int32_t share_up(int64_t share_milli, int32_t of) {
  return (int32_t)((share_milli * of + MILLI_PERCENT - 1) / MILLI_PERCENT);
}

static void count_teachers(const jh_county *county, jh_profile *profile) {
  const jh_policy *const policy = &county->policy;
  bool const per_school = jh_policy_get(policy, JH_QUOTA_SCOPE) == 1;
  int64_t const share = jh_policy_get(policy, JH_ROTATION_SHARE);
  profile->teachers = county->teacher_count;
  for (int32_t s = 0; s < county->school_count; s++) {
    int32_t eligible_here = 0;
    if (!sends(&county->schools[s])) continue;
    for (int32_t i = 0; i < county->teacher_count; i++) {
      const jh_teacher *const teacher = &county->teachers[i];
      if (teacher->school.i != s) continue;
      profile->sender_teachers++;
      if (!may_rotate(policy, teacher, profile->year)) continue;
      eligible_here++;
      profile->eligible_backbone += teacher->backbone;
    }
    profile->eligible += eligible_here;
    if (per_school) profile->quota_due += share_up(share, eligible_here);
  }
  for (int32_t i = 0; i < county->teacher_count; i++) profile->backbone += county->teachers[i].backbone;
  int32_t const county_due = share_up(share, profile->eligible);
  if (profile->quota_due < county_due) profile->quota_due = county_due;
  profile->backbone_due = share_up(jh_policy_get(policy, JH_BACKBONE_SHARE), profile->quota_due);
  profile->quotas_contradict = profile->eligible_backbone < profile->backbone_due;
}

jh_status jh_profile_of(const jh_county *county, int32_t year, jh_arena *arena, jh_profile *profile) {
  memset(profile, 0, sizeof *profile);
  profile->year = year ? year : jh_plan_year(&county->policy);
  profile->places = county->place_count;
  count_schools(county, profile);
  count_classes(county, profile);
  count_teachers(county, profile);
  return count_pupils(county, arena, profile);
}
