/* make_county - a made-up county of any size from a seed: make_county --out DIR [--towns N] [--seed N]
 * [--pupils N] [--villages PERCENT]
 *
 * The first eleven units are Jinghong's, at their rough places and with its public totals (about 60,000 pupils in
 * grades 1-9, 28 % of them migrants, most in the city); everything else, every site, village, pupil, teacher and
 * name, is drawn from the seed and means nobody.  More towns than eleven are laid out to the east of them.  With
 * --pupils every town has more or fewer by the same share, to that sum; with --villages so many percent of the usual
 * number stand around each site. Villages stand around their sites, so that every one has a school within the
 * distances the rules allow today. */
#include "make_county.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAMED_TOWNS = 11, PLAN_YEAR = 2020 };

static const double PI = 3.14159265358979323846;

uint64_t random_bits(made *county) {
  uint64_t z = (county->state += 0x9e3779b97f4a7c15u); /* splitmix64 */
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

int random_below(made *county, int n) { return (int)(random_bits(county) % (uint64_t)n); }
int random_between(made *county, int low, int high) { return low + random_below(county, high - low + 1); }
double random_unit(made *county) { return (double)(random_bits(county) >> 11) * 0x1p-53; }
bool random_chance(made *county, double share) { return random_unit(county) < share; }

void *more(void *items, int count, size_t size) {
  /* Powers of two only, so that adding one at a time stays linear. */
  if (count != 0 && (count & (count - 1)) != 0) return items;
  void *const larger = realloc(items, (count == 0 ? 1 : (size_t)count * 2) * size);
  if (!larger) {
    fputs("make_county: out of memory\n", stderr);
    exit(EXIT_FAILURE);
  }
  return larger;
}

double straight_km(spot a, spot b) {
  double const mean = (a.lat + b.lat) / 2 * PI / 180;
  double const east = (a.lon - b.lon) * 111.32 * cos(mean), north = (a.lat - b.lat) * 110.85;
  return sqrt(east * east + north * north);
}

/* A spot from `low` to `high` km away. */
static spot near_spot(made *county, spot centre, double low, double high) {
  double const share = random_unit(county);
  double const km = sqrt(low * low + share * (high * high - low * low)), turn = 2 * PI * random_unit(county);
  return (spot){centre.lat + km * sin(turn) / 110.85,
                centre.lon + km * cos(turn) / (111.32 * cos(centre.lat * PI / 180))};
}

static const char *village_name(made *county) {
  static const char *const first[] = {"曼", "曼", "曼", "景", "勐", "巴", "南", "回", "大", "小"};
  static const char *const second[] = {"龙", "迈", "广", "别", "飞", "占", "宰", "听", "达", "扎", "么", "纳",
                                       "贺", "景", "侬", "坝", "兰", "沙", "典", "香", "洒", "岭", "养", "卡"};
  static const char *const third[] = {"", "", "", "新寨", "老寨", "上寨", "下寨", "傣", "囡", "因"};
  static char text[64];
  snprintf(text, sizeof text, "%s%s%s", first[random_below(county, 10)], second[random_below(county, 24)],
           third[random_below(county, 10)]);
  return text;
}

static site *add_site(made *county, int town, spot at, const char *name) {
  county->sites = more(county->sites, county->site_count, sizeof *county->sites);
  site *const s = &county->sites[county->site_count++];
  *s = (site){.at = at,
              .town = town,
              .first_grade = 1,
              .last_grade = 6,
              .is_public = true,
              .status = "open",
              .kind = "school",
              .area = "rural",
              .seats = -1};
  snprintf(s->name, sizeof s->name, "%s", name);
  return s;
}

static void add_places(made *county, int town, spot centre, int count, double km, double weight) {
  int const stand = (count * county->villages_percent + 50) / 100;
  for (int i = 0; i < stand || i == 0; i++) {
    county->places = more(county->places, county->place_count, sizeof *county->places);
    village *const p = &county->places[county->place_count++];
    *p = (village){.at = i == 0 ? near_spot(county, centre, 0, 0.3) : near_spot(county, centre, 0.3, km),

                   .town = town,
                   .weight = weight * (1 + 5 * random_unit(county) * random_unit(county))};
    snprintf(p->name, sizeof p->name, "%s", village_name(county));
  }
}

static void lay_out_city(made *county, int town) {
  const made_town *const t = &county->towns[town];
  char name[NAME_SIZE];
  for (int i = 0; i < 14; i++) {
    snprintf(name, sizeof name, "景洪市第%s小学",
             (const char *const[]){"一", "二", "三", "四", "六", "七", "八", "九", "十", "十一", "十二", "十三",
                                   "十四", "十五"}[i]);
    site *const s = add_site(county, town, near_spot(county, t->at, 0.4, 5), name);
    s->area = "urban";
    s->quality = i < 4;
    s->max_new_rooms = random_chance(county, 0.6) ? random_between(county, 2, 6) : 0;
    add_places(county, town, s->at, 5, 1.2, 1);
  }
  for (int i = 0; i < 6; i++) {
    snprintf(name, sizeof name, "景洪市第%s中学", (const char *const[]){"一", "二", "三", "四", "五", "六"}[i]);
    site *const s = add_site(county, town, near_spot(county, t->at, 0.4, 4), name);
    s->area = "urban", s->first_grade = 7, s->last_grade = 9;
    s->quality = i < 2;
    s->beds = random_between(county, 300, 600);
    s->max_new_rooms = random_between(county, 2, 6);
  }
  for (int i = 0; i < 2; i++) {
    site *const s = add_site(county, town, near_spot(county, t->at, 1, 4),
                             i ? "允景洪育才学校（民办）" : "允景洪启明学校（民办）");
    s->area = "urban", s->last_grade = 9, s->is_public = false;
    s->seats = random_between(county, 9, 14) * 100;
  }
  site *const fifth = add_site(county, town, (spot){21.985, 100.775}, "景洪市第五小学（曼弄枫）");
  fifth->area = "urban", fifth->status = "proposed";
  fifth->rooms = 36, fifth->opening_cost = 68000000;
}

static void lay_out_points(made *county, int town, spot around, int count) {
  const made_town *const t = &county->towns[town];
  for (int i = 0; i < count; i++) {
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s%s教学点", t->short_name, village_name(county));
    spot const at = near_spot(county, around, 3, 5.2);
    site *const s = add_site(county, town, at, name);
    s->kind = "point", s->last_grade = 3;
    s->housing = random_between(county, 0, 2);
    bool const closed = i == 0 && random_chance(county, 0.25);
    if (closed) s->status = "closed", s->opening_cost = 150000 + 10000 * random_below(county, 20), s->rooms = 3;
    /* A closed point leaves its villages to the school it stood near, which is close enough. */
    add_places(county, town, closed ? around : at, random_between(county, 3, 5), closed ? 2.5 : 2.0,
               closed ? 0.4 : 0.15 + 0.5 * random_unit(county));
  }
}

static void lay_out_town(made *county, int town) {
  const made_town *const t = &county->towns[town];
  char name[NAME_SIZE];
  snprintf(name, sizeof name, "%s中心小学", t->name);
  site *s = add_site(county, town, near_spot(county, t->at, 0, 0.6), name);
  s->area = "town", s->beds = random_between(county, 8, 20) * 10, s->max_new_rooms = random_between(county, 2, 6);
  s->housing = random_between(county, 2, 8);
  s->is_protected = strstr(t->name, "勐龙") || strstr(t->name, "勐旺");
  add_places(county, town, s->at, 14, 2.5, 1.3);
  snprintf(name, sizeof name, "%s中学", t->name);
  s = add_site(county, town, near_spot(county, t->at, 0.3, 1.2), name);
  s->area = "town", s->first_grade = 7, s->last_grade = 9;
  s->beds = random_between(county, 60, 90) * 10, s->max_new_rooms = random_between(county, 2, 5);
  int const village_schools = 4 + (t->pupils > 3000);
  for (int i = 0; i < village_schools; i++) {
    spot const at = near_spot(county, t->at, 4, 11);
    bool const border = i == 0 && strstr(t->name, "勐龙");
    snprintf(name, sizeof name, "%s%s完小", t->short_name, border ? "勐宋" : village_name(county));
    s = add_site(county, town, at, name);
    s->is_protected = border;
    s->beds = random_chance(county, 0.4) ? random_between(county, 3, 9) * 10 : 0;
    s->housing = random_between(county, 0, 6);
    s->max_new_rooms = random_between(county, 0, 2);
    add_places(county, town, at, random_between(county, 4, 7), 2.5, 1);
    lay_out_points(county, town, at, i < 2 ? 1 : random_below(county, 2));
  }
  if (t->farm) {
    snprintf(name, sizeof name, "%s农场学校", t->farm);
    s = add_site(county, town, near_spot(county, t->at, 3, 7), name);
    s->area = "town", s->last_grade = 9, s->beds = 120, s->max_new_rooms = 2;
    add_places(county, town, s->at, 6, 2.5, 1);
  }
}

static void make_towns(made *county, int count) {
  static const made_town named[NAMED_TOWNS] = {
      {"允景洪街道", "允景洪", {22.01, 100.80}, 25500, NULL},   {"嘎洒镇", "嘎洒", {21.96, 100.77}, 5600, "景洪"},
      {"勐龙镇", "勐龙", {21.58, 100.67}, 6800, "东风"},        {"勐罕镇", "勐罕", {21.85, 100.93}, 4600, "橄榄坝"},
      {"勐养镇", "勐养", {22.09, 100.88}, 3400, "勐养"},        {"普文镇", "普文", {22.52, 101.06}, 3300, NULL},
      {"景哈哈尼族乡", "景哈", {21.78, 100.98}, 2500, NULL},    {"景讷乡", "景讷", {22.42, 100.75}, 2400, NULL},
      {"大渡岗乡", "大渡岗", {22.36, 101.00}, 2100, "大渡岗"},  {"勐旺乡", "勐旺", {22.43, 101.27}, 2300, NULL},
      {"基诺山基诺族乡", "基诺山", {22.02, 101.02}, 1800, NULL}};
  county->towns = calloc((size_t)count, sizeof *county->towns);
  if (!county->towns) exit(EXIT_FAILURE);
  county->town_count = count;
  for (int i = 0; i < count; i++) {
    if (i < NAMED_TOWNS) {
      county->towns[i] = named[i];
      continue;
    }
    int const k = i - NAMED_TOWNS, column = k / 8;
    char *const text = malloc(NAME_SIZE);
    if (!text) exit(EXIT_FAILURE);
    snprintf(text, NAME_SIZE, "新%d乡", k + 1);
    county->towns[i] = (made_town){
        text, text, {21.5 + 0.25 * (k % 8), 101.7 + 0.25 * column}, random_between(county, 1800, 5000), NULL};
  }
}

/* Each town's share of `pupils`; 0: as they are. */
static void scale_towns(made *county, int pupils) {
  double sum = 0;
  for (int i = 0; i < county->town_count; i++) sum += county->towns[i].pupils;
  for (int i = 0; pupils > 0 && i < county->town_count; i++)
    county->towns[i].pupils = (int)lround(county->towns[i].pupils * (pupils / sum));
}

static void forget(made *county) {
  for (int i = NAMED_TOWNS; i < county->town_count; i++) free((void *)county->towns[i].name);
  free(county->towns);
  free(county->sites);
  free(county->places);
  free(county->pupils);
  free(county->teachers);
}

int main(int argc, char **argv) {
  const char *out = NULL;
  int towns = NAMED_TOWNS, pupils = 0, villages_percent = 100;
  uint64_t seed = 2018;
  static const struct option options[] = {
      {"out", required_argument, NULL, 'o'},      {"towns", required_argument, NULL, 't'},
      {"seed", required_argument, NULL, 's'},     {"pupils", required_argument, NULL, 'p'},
      {"villages", required_argument, NULL, 'v'}, {NULL, 0, NULL, 0}};
  for (int c; (c = getopt_long(argc, argv, "o:t:s:p:v:", options, NULL)) != -1;) {
    if (c == 'o') out = optarg;
    if (c == 't') towns = (int)strtol(optarg, NULL, 10);
    if (c == 's') seed = strtoull(optarg, NULL, 10);
    if (c == 'p') pupils = (int)strtol(optarg, NULL, 10);
    if (c == 'v') villages_percent = (int)strtol(optarg, NULL, 10);
  }
  if (!out || towns < 1 || towns > 100000 || pupils < 0 || villages_percent < 1 || villages_percent > 1000) {
    fputs("usage: make_county --out DIR [--towns N] [--seed N] [--pupils N] [--villages PERCENT]\n", stderr);
    return EXIT_FAILURE;
  }
  made county = {.state = seed, .plan_year = PLAN_YEAR, .villages_percent = villages_percent};
  make_towns(&county, towns);
  scale_towns(&county, pupils);
  for (int i = 0; i < towns; i++) (i == 0 ? lay_out_city : lay_out_town)(&county, i);
  make_pupils(&county);
  make_teachers(&county);
  mkdir(out, 0777);
  bool const written = write_county(&county, out);
  printf("%s: %d sites, %d places, %d pupil rows, %d teachers\n", out, county.site_count, county.place_count,
         county.pupil_count, county.teacher_count);
  forget(&county);
  return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
