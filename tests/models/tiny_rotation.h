/* tiny_rotation.h - counties of a handful of teachers, drawn from a seed or laid by hand, for the rotation tests. */
#ifndef JUNHENG_TESTS_TINY_ROTATION_H
#define JUNHENG_TESTS_TINY_ROTATION_H

#include "junheng/models/models.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { TINY_YEAR = 2020, TINY_SCHOOLS = 6, TINY_SUBJECTS = 3, TINY_TEACHERS = 1000, TINY_POSTS = 19 };

typedef struct tiny {
  jh_county county;
  jh_school schools[TINY_SCHOOLS];
  jh_teacher *teachers; /* TINY_TEACHERS */
  jh_posts posts[TINY_POSTS];
  jh_pupils pupils[TINY_SCHOOLS];
  const char *subjects[TINY_SUBJECTS];
  uint64_t state;
} tiny;

static inline int32_t tiny_below(tiny *t, int32_t n) {
  t->state = t->state * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)((t->state >> 33) % (uint64_t)n);
}
static inline bool tiny_chance(tiny *t, int32_t percent) { return tiny_below(t, 100) < percent; }

static inline void tiny_set(tiny *t, const char *key, const char *value) {
  jh_problems problems;
  jh_problems_init(&problems, t->county.arena);
  jh_policy_set(&t->county.policy, key, value, NULL, t->county.arena, &problems, "policy.csv", 1);
  assert_int_equal(problems.error_count, 0);
}

/* No schools, no teachers, default policy. */
static inline void tiny_begin(tiny *t, uint64_t seed) {
  *t = (tiny){.state = seed * 0x9e3779b97f4a7c15u + 1, .subjects = {"语文", "数学", "音乐"}};
  t->county.arena = jh_arena_create();
  assert_non_null(t->county.arena);
  t->teachers = JH_NEW(t->county.arena, jh_teacher, TINY_TEACHERS);
  assert_non_null(t->teachers);
  t->county.schools = t->schools;
  t->county.teachers = t->teachers;
  t->county.posts = t->posts;
  t->county.pupils = t->pupils;
  t->county.subjects = t->subjects;
  t->county.subject_count = TINY_SUBJECTS;
  t->county.has_posts = t->county.has_teachers = true;
  jh_policy_init(&t->county.policy);
}
static inline void tiny_release(tiny *t) { jh_arena_destroy(t->county.arena); }

static inline jh_school *tiny_school(tiny *t, jh_area area, double x, double y) {
  jh_school *const s = &t->schools[t->county.school_count];
  *s = (jh_school){.id = jh_arena_printf(t->county.arena, "S%d", (int)++t->county.school_count),
                   .area = area,
                   .first_grade = 1,
                   .last_grade = 9,
                   .is_public = true,
                   .position = {true, x, y},
                   .rooms = -1,
                   .seats = -1};
  return s;
}

/* A teacher of years enough, of the given subject. */
static inline jh_teacher *tiny_teacher(tiny *t, int32_t school, int32_t subject, bool backbone) {
  jh_teacher *const teacher = &t->teachers[t->county.teacher_count];
  *teacher = (jh_teacher){.id = jh_arena_printf(t->county.arena, "T%d", (int)++t->county.teacher_count),
                          .school = {school},
                          .subject = {subject},
                          .backbone = backbone,
                          .sex = JH_MALE,
                          .birth_year = 1985,
                          .years_here = 8,
                          .last_rotation = -1};
  return teacher;
}

static inline void tiny_post(tiny *t, int32_t school, int32_t subject, int32_t posts) {
  t->posts[t->county.posts_count++] = (jh_posts){.school = {school}, .subject = {subject}, .posts = posts};
}

static inline void tiny_draw_teacher(tiny *t) {
  int32_t const school = tiny_below(t, t->county.school_count), subject = tiny_below(t, TINY_SUBJECTS);
  jh_teacher *const teacher = tiny_teacher(t, school, subject, tiny_chance(t, 35));
  teacher->stage = tiny_chance(t, 70) ? JH_PRIMARY : JH_JUNIOR;
  teacher->sex = tiny_chance(t, 50) ? JH_MALE : JH_FEMALE;
  teacher->birth_year = 1968 + tiny_below(t, 25);
  teacher->years_here = 4 + tiny_below(t, 9);
  teacher->exempt = tiny_chance(t, 6) ? "孕期" : NULL;
  teacher->last_rotation = tiny_chance(t, 15) ? 2011 + tiny_below(t, 8) : -1;
  if (tiny_chance(t, 30)) {
    jh_subject_ix *const also = JH_NEW(t->county.arena, jh_subject_ix, 1);
    also[0].i = (subject + 1 + tiny_below(t, TINY_SUBJECTS - 1)) % TINY_SUBJECTS;
    teacher->also = also;
    teacher->also_count = 1;
  }
  if (tiny_chance(t, 40)) {
    jh_school_ix *const wish = JH_NEW(t->county.arena, jh_school_ix, 1);
    wish[0].i = tiny_below(t, t->county.school_count);
    teacher->prefer = wish;
    teacher->prefer_count = 1;
  }
  if (tiny_chance(t, 40)) teacher->home = (jh_position){true, tiny_below(t, 9) * 1000.0, tiny_below(t, 9) * 1000.0};
}

static inline void tiny_draw_policy(tiny *t) {
  static const char *const shares[] = {"10", "30", "50", "70", "100"};
  static const char *const backbones[] = {"0", "20", "33.5", "50", "75"};
  static const char *const leaves[] = {"20", "40", "50", "100"};
  tiny_set(t, "rotation_share", shares[tiny_below(t, 5)]);
  tiny_set(t, "backbone_share", backbones[tiny_below(t, 5)]);
  tiny_set(t, "max_leave_share", leaves[tiny_below(t, 4)]);
  if (tiny_chance(t, 35)) tiny_set(t, "quota_scope", "school");
  if (tiny_chance(t, 25)) tiny_set(t, "rotation_max_km", tiny_chance(t, 50) ? "6" : "9");
  if (tiny_chance(t, 30)) tiny_set(t, "small_school_weight", "3");
}

/* Two or three senders, one to three receivers, up to twelve teachers. */
static inline void tiny_draw(tiny *t, uint64_t seed) {
  tiny_begin(t, seed);
  int32_t const senders = 1 + tiny_below(t, 3), receivers = 1 + tiny_below(t, 3);
  for (int32_t s = 0; s < senders + receivers; s++) {
    jh_area const area = s >= senders ? JH_RURAL : tiny_chance(t, 60) ? JH_URBAN : JH_TOWN;
    jh_school *const school = tiny_school(t, area, tiny_below(t, 9) * 1000.0, tiny_below(t, 9) * 1000.0);
    int32_t const kind = tiny_below(t, 3);
    school->first_grade = kind == 1 ? 7 : 1;
    school->last_grade = kind == 2 ? 6 : 9;
    t->pupils[s] = (jh_pupils){.grade = 1, .school = {s}, .pupils = 60 + 40 * tiny_below(t, 3)};
    t->county.pupils_count++;
    for (int32_t j = 0; j < TINY_SUBJECTS; j++)
      if (tiny_chance(t, 50)) tiny_post(t, s, j, 1 + tiny_below(t, 2));
  }
  for (int32_t i = 6 + tiny_below(t, 7); i > 0; i--) tiny_draw_teacher(t);
  tiny_draw_policy(t);
}

#endif
