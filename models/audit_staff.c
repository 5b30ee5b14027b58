/* Classes, shares, posts and needs, worked out anew. */
#include "audit_inner.h"

#include <string.h>

enum { WHOLE = 100000 /* 100 % in thousandths of a percent */ };

int64_t audit_ceil(int64_t a, int64_t b) { return a <= 0 || b <= 0 ? 0 : (a - 1) / b + 1; }
int64_t audit_floor(int64_t a, int64_t b) { return a / b; }
int64_t audit_share_up(int64_t share_milli, int64_t count) { return audit_ceil(share_milli * count, WHOLE); }

const char *audit_percent(auditor *a, int64_t share_milli) {
  if (share_milli % 1000 == 0) return audit_text(a, "%lld %%", (long long)(share_milli / 1000));
  return audit_text(a, "%lld.%03lld %%", (long long)(share_milli / 1000), (long long)(share_milli % 1000));
}

int32_t audit_limit(const jh_policy *policy, int32_t year) {
  int64_t limit = 0;
  if (year >= jh_policy_get(policy, JH_SUPER_CLASS_YEAR)) limit = jh_policy_get(policy, JH_SUPER_CLASS_LIMIT);
  if (year >= jh_policy_get(policy, JH_LARGE_CLASS_YEAR)) limit = jh_policy_get(policy, JH_LARGE_CLASS_LIMIT);
  if (limit == 0) return 0;
  limit -= jh_policy_get(policy, JH_CLASS_MARGIN);
  return limit > 0 ? (int32_t)limit : 1;
}

int64_t audit_posts(const auditor *a, const jh_school *school, bool junior, int64_t pupils, int64_t classes) {
  int64_t const per_post =
      jh_policy_get(a->policy, junior ? JH_PUPILS_PER_STAFF_JUNIOR : JH_PUPILS_PER_STAFF_PRIMARY);
  int64_t const by_pupils = audit_ceil(pupils * 1000, per_post);
  if (school->area != JH_RURAL && school->kind != JH_POINT) return by_pupils;
  int64_t const by_classes = audit_ceil(classes * jh_policy_get(a->policy, JH_STAFF_PER_CLASS_SMALL), 1000);
  return by_classes > by_pupils ? by_classes : by_pupils;
}

int64_t *audit_pupils_today(auditor *a) {
  const jh_county *const c = a->county;
  int64_t *const pupils = JH_NEW(a->arena, int64_t, c->school_count);
  int64_t *const in_classes = JH_NEW(a->arena, int64_t, c->school_count);
  bool *const listed = JH_NEW(a->arena, bool, c->school_count);
  if (!pupils || !in_classes || !listed) return a->no_memory = true, NULL;
  for (int32_t i = 0; i < c->pupils_count; i++) {
    int32_t const school = c->pupils[i].school.i;
    if (school < 0) continue;
    listed[school] = true;
    pupils[school] += c->pupils[i].pupils;
  }
  for (int32_t i = 0; i < c->class_count; i++) in_classes[c->classes[i].school.i] += c->classes[i].pupils;
  for (int32_t s = 0; s < c->school_count; s++)
    if (!listed[s]) pupils[s] = in_classes[s];
  return pupils;
}

/* ---- need ---- */

static bool among(const char *subject, const char *list) {
  size_t const length = strlen(subject);
  for (const char *at = list; (at = strstr(at, subject)) != NULL; at += length)
    if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) return true;
  return false;
}

/* Thousandths of a period a week of a full workload: POLICY, periods_per_week_main and _other. */
static int64_t workload(const auditor *a, bool junior, const char *subject) {
  jh_policy_key key = JH_PERIODS_PRIMARY_OTHER;
  if (!junior && among(subject, "语文 数学")) key = JH_PERIODS_PRIMARY_MAIN;
  if (junior) key = JH_PERIODS_JUNIOR_OTHER;
  if (junior && among(subject, "语文 数学 英语 外语")) key = JH_PERIODS_JUNIOR_MAIN;
  if (junior &&
      among(subject, "物理 化学 生物 生物学 政治 思想政治 思想品德 道德与法治 历史 地理 体育 体育与健康 科学"))
    key = JH_PERIODS_JUNIOR_SECOND;
  return jh_policy_get(a->policy, key);
}

/* Classes today by school x 10 + grade: classes.csv, else pupils by the limit. */
static int64_t *classes_today(auditor *a) {
  const jh_county *const c = a->county;
  size_t const cells = (size_t)c->school_count * 10;
  int64_t *const classes = JH_NEW(a->arena, int64_t, cells), *const pupils = JH_NEW(a->arena, int64_t, cells);
  if (!classes || !pupils) return a->no_memory = true, NULL;
  int32_t limit = audit_limit(a->policy, a->first_year);
  if (limit == 0) limit = (int32_t)jh_policy_get(a->policy, JH_SUPER_CLASS_LIMIT);
  for (int32_t i = 0; i < c->class_count; i++) classes[c->classes[i].school.i * 10 + c->classes[i].grade]++;
  for (int32_t i = 0; i < c->pupils_count; i++)
    if (c->pupils[i].school.i >= 0) pupils[c->pupils[i].school.i * 10 + c->pupils[i].grade] += c->pupils[i].pupils;
  for (size_t i = 0; i < cells; i++)
    if (classes[i] == 0) classes[i] = audit_ceil(pupils[i], limit);
  return classes;
}

static int32_t need_of(const auditor *a, const int64_t *classes, int32_t subject) {
  const jh_county *const c = a->county;
  int64_t periods[2] = {0, 0};
  for (int32_t h = 0; h < c->hours_count; h++)
    if (c->hours[h].subject.i == subject)
      periods[c->hours[h].grade > JH_LAST_PRIMARY_GRADE] += classes[c->hours[h].grade] * c->hours[h].periods_milli;
  int64_t const low = workload(a, false, c->subjects[subject]), high = workload(a, true, c->subjects[subject]);
  /* half up: floor(x + 1/2) over the common denominator */
  return (int32_t)(((periods[0] * high + periods[1] * low) * 2 + low * high) / (2 * low * high));
}

int32_t *audit_need(auditor *a) {
  const jh_county *const c = a->county;
  int32_t *const need = JH_NEW(a->arena, int32_t, (size_t)c->school_count * (size_t)c->subject_count);
  if (!need) return a->no_memory = true, NULL;
  if (c->has_posts) {
    for (int32_t i = 0; i < c->posts_count; i++)
      need[(ptrdiff_t)c->posts[i].school.i * c->subject_count + c->posts[i].subject.i] += c->posts[i].posts;
    return need;
  }
  const int64_t *const classes = classes_today(a);
  if (!classes) return NULL;
  for (int32_t s = 0; s < c->school_count; s++)
    for (int32_t j = 0; j < c->subject_count; j++)
      need[(ptrdiff_t)s * c->subject_count + j] = need_of(a, classes + (ptrdiff_t)s * 10, j);
  return need;
}
