/* Posts by subject, and teachers: a few too many in the city, languages and arts missing in the hills. */
#include "make_county.h"

#include <stdlib.h>
#include <string.h>

const char *const subject_names[SUBJECTS] = {"语文",       "数学",     "英语", "体育", "音乐", "美术", "科学",
                                             "道德与法治", "信息科技", "物理", "化学", "生物", "历史", "地理"};
enum { CHINESE, MATHEMATICS, ENGLISH, PE, MUSIC, ART, SCIENCE };

/* Posts per hundred classes. */
static const int primary_posts[SUBJECTS] = {105, 80, 32, 29, 16, 16, 16, 14, 6, 0, 0, 0, 0, 0};
static const int junior_posts[SUBJECTS] = {72, 72, 70, 33, 15, 15, 0, 30, 14, 35, 22, 24, 28, 22};

static int class_count(const site *s, int first, int last) {
  int classes = 0;
  for (int grade = first; grade <= last; grade++) classes += s->classes[grade];
  return classes;
}

static int posts_of(const site *s, int subject) {
  int const primary = class_count(s, 1, 6), junior = class_count(s, 7, 9);
  if (strcmp(s->kind, "point") == 0) /* two or three teachers teach everything */
    return subject == CHINESE ? (primary + 1) / 2 : subject == MATHEMATICS ? (primary + 1) / 2 : 0;
  return (primary * primary_posts[subject] + junior * junior_posts[subject] + 50) / 100;
}

/* Teachers at a school today, of the posts: rural schools lack what few want to teach there. */
static int present(made *county, const site *s, int subject, int posts) {
  bool const rural = strcmp(s->area, "rural") == 0;
  if (!rural)
    return posts + (posts > 3 && random_chance(county, 0.5) ? random_between(county, 0, 1 + posts / 10) : 0);
  double const lacking = subject <= MATHEMATICS ? 0.06 : subject <= SCIENCE ? 0.22 : 0.12;
  int count = posts;
  for (int i = 0; i < posts; i++) count -= random_chance(county, lacking);
  return count;
}

static made_teacher draw_teacher(made *county, int site_index, int subject) {
  const site *const s = &county->sites[site_index];
  bool const rural = strcmp(s->area, "rural") == 0;
  int const age = 24 + random_below(county, 20) + random_below(county, 17);
  int const career = age - 23;
  int years = random_between(county, 0, career < 24 ? career : 24);
  if (rural) years = years * 2 / 3;
  made_teacher t = {.site = site_index,
                    .subject = subject,
                    .also = -1,
                    .birth_year = county->plan_year - age,
                    .years_here = years,
                    .last_rotation = -1,
                    .prefer = -1};
  t.junior = s->first_grade >= 7 || (s->last_grade >= 7 && random_chance(county, 0.45));
  t.female = random_chance(county, 0.63);
  t.backbone = age >= 30 && random_chance(county, s->quality ? 0.24 : rural ? 0.05 : 0.13);
  t.title = t.backbone || age > 45 ? "高级教师" : age > 33 ? "一级教师" : "二级教师";
  if (random_chance(county, rural ? 0.5 : 0.25)) t.also = (subject + random_between(county, 1, 7)) % 9;
  if (random_chance(county, 0.06))
    t.exempt = (const char *const[]){"孕期或哺乳期", "重病", "外借", "支教在外"}[random_below(county, 4)];
  if (!rural && random_chance(county, 0.12)) t.last_rotation = county->plan_year - random_between(county, 1, 12);
  if (random_chance(county, 0.3)) {
    t.has_home = true;
    t.home = (spot){s->at.lat + 0.05 * (random_unit(county) - 0.5), s->at.lon + 0.05 * (random_unit(county) - 0.5)};
  }
  return t;
}

/* Some would go to a certain rural school: the one they come from, most often. */
static int wish(made *county, const made_teacher *t) {
  for (int tries = 0; tries < 20; tries++) {
    int const i = random_below(county, county->site_count);
    const site *const s = &county->sites[i];
    bool const fits = t->junior ? s->last_grade >= 7 : s->first_grade == 1;
    if (fits && strcmp(s->area, "rural") == 0 && strcmp(s->status, "open") == 0) return i;
  }
  return -1;
}

void make_teachers(made *county) {
  county->posts = calloc((size_t)county->site_count, sizeof *county->posts);
  if (!county->posts) exit(EXIT_FAILURE);
  for (int i = 0; i < county->site_count; i++) {
    const site *const s = &county->sites[i];
    if (!s->is_public || strcmp(s->status, "open") != 0) continue;
    for (int subject = 0; subject < SUBJECTS; subject++) {
      int const posts = county->posts[i][subject] = posts_of(s, subject);
      for (int k = present(county, s, subject, posts); k > 0; k--) {
        made_teacher t = draw_teacher(county, i, subject);
        if (strcmp(s->area, "rural") != 0 && random_chance(county, 0.15)) t.prefer = wish(county, &t);
        county->teachers = more(county->teachers, county->teacher_count, sizeof *county->teachers);
        county->teachers[county->teacher_count++] = t;
      }
    }
  }
}
