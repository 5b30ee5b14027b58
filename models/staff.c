#include "staff.h"

#include <string.h>

enum { MILLI = 1000 };

static int64_t divide_up(int64_t a, int64_t b) { return a / b + (a % b > 0 ? 1 : 0); }

int32_t jh_classes_for(int32_t pupils, int32_t limit) {
  return pupils <= 0 ? 0 : (int32_t)divide_up(pupils, limit < 1 ? 1 : limit);
}

int32_t jh_class_limit(const jh_policy *policy, int32_t year) {
  int64_t limit;
  if (year >= jh_policy_get(policy, JH_LARGE_CLASS_YEAR))
    limit = jh_policy_get(policy, JH_LARGE_CLASS_LIMIT);
  else if (year >= jh_policy_get(policy, JH_SUPER_CLASS_YEAR))
    limit = jh_policy_get(policy, JH_SUPER_CLASS_LIMIT);
  else
    return 0;
  limit -= jh_policy_get(policy, JH_CLASS_MARGIN);
  return (int32_t)(limit < 1 ? 1 : limit);
}

int32_t jh_school_most(const jh_policy *policy, const jh_school *school) {
  if (!jh_policy_get(policy, JH_SCHOOL_MAX_ENFORCED)) return school->seats;
  jh_policy_key kind = JH_SCHOOL_MAX_NINE_YEAR;
  if (school->last_grade <= JH_LAST_PRIMARY_GRADE) kind = JH_SCHOOL_MAX_PRIMARY;
  if (school->first_grade > JH_LAST_PRIMARY_GRADE) kind = JH_SCHOOL_MAX_JUNIOR;
  int64_t const largest = jh_policy_get(policy, kind);
  return school->seats >= 0 && school->seats < largest ? school->seats : (int32_t)largest;
}

int32_t jh_staff_posts(const jh_policy *policy, const jh_school *school, jh_stage stage, int32_t pupils,
                       int32_t classes) {
  jh_policy_key const ratio = stage == JH_PRIMARY ? JH_PUPILS_PER_STAFF_PRIMARY : JH_PUPILS_PER_STAFF_JUNIOR;
  int64_t const by_pupils = divide_up((int64_t)pupils * MILLI, jh_policy_get(policy, ratio));
  if (school->area != JH_RURAL && school->kind != JH_POINT) return (int32_t)by_pupils;
  int64_t const by_classes = divide_up(classes * jh_policy_get(policy, JH_STAFF_PER_CLASS_SMALL), MILLI);
  return (int32_t)(by_pupils > by_classes ? by_pupils : by_classes);
}

/* ---- need by subject ---- */

static bool is_one_of(const char *subject, const char *const *names) {
  for (; *names; names++)
    if (strcmp(subject, *names) == 0) return true;
  return false;
}

int64_t jh_workload_milli(const jh_policy *policy, jh_stage stage, const char *subject) {
  static const char *const main_primary[] = {"语文", "数学", NULL};
  static const char *const main_junior[] = {"语文", "数学", "英语", "外语", NULL};
  static const char *const second_junior[] = {"物理",     "化学",       "生物",       "生物学", "政治",
                                              "思想政治", "思想品德",   "道德与法治", "历史",   "地理",
                                              "体育",     "体育与健康", "科学",       NULL};
  if (stage == JH_PRIMARY)
    return jh_policy_get(policy,
                         is_one_of(subject, main_primary) ? JH_PERIODS_PRIMARY_MAIN : JH_PERIODS_PRIMARY_OTHER);
  if (is_one_of(subject, main_junior)) return jh_policy_get(policy, JH_PERIODS_JUNIOR_MAIN);
  return jh_policy_get(policy,
                       is_one_of(subject, second_junior) ? JH_PERIODS_JUNIOR_SECOND : JH_PERIODS_JUNIOR_OTHER);
}

int64_t *jh_pupils_by_school(const jh_county *county, jh_arena *arena) {
  int64_t *const pupils = JH_NEW(arena, int64_t, county->school_count);
  bool *const has_row = JH_NEW(arena, bool, county->school_count);
  if (!pupils || !has_row) return NULL;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    if (county->pupils[i].school.i < 0) continue;
    pupils[county->pupils[i].school.i] += county->pupils[i].pupils;
    has_row[county->pupils[i].school.i] = true;
  }
  for (int32_t i = 0; i < county->class_count; i++)
    if (!has_row[county->classes[i].school.i]) pupils[county->classes[i].school.i] += county->classes[i].pupils;
  return pupils;
}

/* Classes by school * (JH_GRADES + 1) + grade. */
static int32_t *classes_today(const jh_county *county, int32_t year, jh_arena *arena) {
  size_t const cells = (size_t)county->school_count * (JH_GRADES + 1);
  int32_t *const classes = JH_NEW(arena, int32_t, cells), *const pupils = JH_NEW(arena, int32_t, cells);
  if (!classes || !pupils) return NULL;
  for (int32_t i = 0; i < county->class_count; i++)
    classes[county->classes[i].school.i * (JH_GRADES + 1) + county->classes[i].grade]++;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const p = &county->pupils[i];
    if (p->school.i >= 0) pupils[p->school.i * (JH_GRADES + 1) + p->grade] += p->pupils;
  }
  int32_t const limit = jh_class_limit(&county->policy, year);
  int32_t const otherwise = (int32_t)jh_policy_get(&county->policy, JH_SUPER_CLASS_LIMIT);
  for (size_t i = 0; i < cells; i++)
    if (classes[i] == 0) classes[i] = jh_classes_for(pupils[i], limit > 0 ? limit : otherwise);
  return classes;
}

/* a / b + c / d, rounded half up. */
static int32_t round_sum(int64_t a, int64_t b, int64_t c, int64_t d) {
  int64_t const over = a * d + c * b, under = b * d;
  return (int32_t)((2 * over + under) / (2 * under));
}

static int32_t *need_by_classes(const jh_county *county, int32_t year, jh_arena *arena) {
  size_t const subjects = (size_t)county->subject_count;
  int32_t *const need = JH_NEW(arena, int32_t, (size_t)county->school_count * subjects);
  int64_t *const periods = JH_NEW(arena, int64_t, subjects * JH_STAGES);
  const int32_t *const classes = classes_today(county, year, arena);
  if (!need || !periods || !classes) return NULL;
  for (int32_t s = 0; s < county->school_count; s++) {
    memset(periods, 0, subjects * JH_STAGES * sizeof *periods);
    for (int32_t i = 0; i < county->hours_count; i++) {
      const jh_hours *const h = &county->hours[i];
      periods[h->subject.i * JH_STAGES + (int32_t)jh_stage_of_grade(h->grade)] +=
          (int64_t)classes[s * (JH_GRADES + 1) + h->grade] * h->periods_milli;
    }
    for (int32_t j = 0; j < county->subject_count; j++)
      need[(size_t)s * subjects + (size_t)j] = round_sum(
          periods[j * JH_STAGES + JH_PRIMARY], jh_workload_milli(&county->policy, JH_PRIMARY, county->subjects[j]),
          periods[j * JH_STAGES + JH_JUNIOR], jh_workload_milli(&county->policy, JH_JUNIOR, county->subjects[j]));
  }
  return need;
}

int32_t *jh_teacher_need(const jh_county *county, int32_t year, jh_arena *arena) {
  if (!county->has_posts) return need_by_classes(county, year, arena);
  int32_t *const need = JH_NEW(arena, int32_t, (size_t)county->school_count * (size_t)county->subject_count);
  if (!need) return NULL;
  for (int32_t i = 0; i < county->posts_count; i++) {
    const jh_posts *const p = &county->posts[i];
    need[(size_t)p->school.i * (size_t)county->subject_count + (size_t)p->subject.i] += p->posts;
  }
  return need;
}
