/* The tables, as a spreadsheet writes them: UTF-8 with BOM, CRLF. */
#include "make_county.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_table(const char *folder, const char *name, const char *header) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.csv", folder, name);
  FILE *const file = fopen(path, "w");
  if (!file) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  fprintf(file, "\xEF\xBB\xBF%s\r\n", header);
  return file;
}

__attribute__((format(printf, 2, 3))) static void row(FILE *file, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vfprintf(file, format, args);
  va_end(args);
  fputs("\r\n", file);
}

/* "S017", or nothing for none. */
static const char *site_id(int i, char text[16]) {
  if (i < 0) return "";
  snprintf(text, 16, "S%03d", i + 1);
  return text;
}

static long fixed_cost(const site *s) {
  if (strcmp(s->kind, "point") == 0) return 60000;
  if (strcmp(s->area, "rural") == 0) return 180000;
  return strcmp(s->area, "town") == 0 ? 450000 : 900000;
}

static bool write_schools(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "schools",
                                "school_id,name,town,area,kind,first_grade,last_grade,quality,public,status,lon,lat,"
                                "rooms,max_new_rooms,cost_per_new_room,seats,beds,housing,protected,"
                                "annual_fixed_cost,opening_cost");
  for (int i = 0; i < county->site_count; i++) {
    const site *const s = &county->sites[i];
    char id[16], seats[16] = "";
    if (s->seats >= 0) snprintf(seats, sizeof seats, "%d", s->seats);
    row(file, "%s,%s,%s,%s,%s,%d,%d,%d,%d,%s,%.5f,%.5f,%d,%d,%d,%s,%d,%d,%d,%ld,%ld", site_id(i, id), s->name,
        county->towns[s->town].name, s->area, s->kind, s->first_grade, s->last_grade, s->quality, s->is_public,
        s->status, s->at.lon, s->at.lat, s->rooms, s->max_new_rooms, s->max_new_rooms > 0 ? 260000 : 0, seats,
        s->beds, s->housing, s->is_protected, fixed_cost(s), s->opening_cost);
  }
  return fclose(file) == 0;
}

static bool write_places(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "places", "place_id,name,town,lon,lat");
  for (int i = 0; i < county->place_count; i++) {
    const village *const p = &county->places[i];
    row(file, "P%04d,%s,%s,%.5f,%.5f", i + 1, p->name, county->towns[p->town].name, p->at.lon, p->at.lat);
  }
  return fclose(file) == 0;
}

static bool write_pupils(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "pupils", "place_id,grade,pupils,school_id,group");
  for (int i = 0; i < county->pupil_count; i++) {
    const pupil_row *const p = &county->pupils[i];
    char id[16];
    row(file, "P%04d,%d,%d,%s,%s", p->place + 1, p->grade, p->pupils, site_id(p->site, id),
        p->migrant ? "migrant" : "resident");
  }
  return fclose(file) == 0;
}

/* Classes differ by a few pupils, as they do in October. */
static bool write_classes(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "classes", "school_id,grade,class_no,pupils");
  for (int i = 0; i < county->site_count; i++)
    for (int grade = 1; grade <= ALL_GRADES; grade++) {
      const site *const s = &county->sites[i];
      if (grade == 1 || grade == 7) continue; /* not formed yet */
      int left = s->pupils[grade];
      for (int k = s->classes[grade]; k > 0; k--) {
        int const share = left / k, wobble = k > 1 && share > 30 ? (i + grade + k) % 5 - 2 : 0;
        char id[16];
        row(file, "%s,%d,%d,%d", site_id(i, id), grade, s->classes[grade] - k + 1, share + wobble);
        left -= share + wobble;
      }
    }
  return fclose(file) == 0;
}

/* Roads that are worse than the straight line says: about one village in twelve, to its nearest sites. */
static bool write_travel(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "travel", "place_id,school_id,km,minutes");
  made dice = {.state = 77};
  for (int i = 0; i < county->place_count; i++) {
    if (county->towns[county->places[i].town].pupils > 20000 || !random_chance(&dice, 0.08)) continue;
    for (int s = 0; s < county->site_count; s++) {
      double const km = straight_km(county->places[i].at, county->sites[s].at);
      if (km > 5 || county->sites[s].town != county->places[i].town) continue;
      double const road = km * (1.35 + 0.25 * random_unit(&dice));
      char id[16];
      row(file, "P%04d,%s,%.2f,%.1f", i + 1, site_id(s, id), road, road <= 2 ? road * 15 : 5 + road * 3);
    }
  }
  return fclose(file) == 0;
}

typedef struct near_place {
  double km;
  int place;
} near_place;

static int nearer(const void *a, const void *b) {
  const near_place *const x = a, *const y = b;
  if (x->km != y->km) return x->km < y->km ? -1 : 1;
  return x->place - y->place;
}

/* No third place lies in the circle between i and the n-th nearest; whoever does is nearer to i than that. */
static bool gabriel(const made *county, int i, const near_place *around, int n) {
  spot const a = county->places[i].at, b = county->places[around[n].place].at;
  spot const middle = {(a.lat + b.lat) / 2, (a.lon + b.lon) / 2};
  double const radius = straight_km(a, b) / 2 * 0.9999;
  for (int k = 0; k < n; k++)
    if (straight_km(middle, county->places[around[k].place].at) < radius) return false;
  return true;
}

/* Gabriel graph: connected, and about the density of real boundaries. */
static bool write_adjacency(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "adjacency", "place_id,neighbour_id");
  near_place *const around = calloc((size_t)county->place_count + 1, sizeof *around);
  if (!around) exit(EXIT_FAILURE);
  for (int i = 0; i < county->place_count; i++) {
    int count = 0;
    for (int j = 0; j < county->place_count; j++)
      if (j != i) around[count++] = (near_place){straight_km(county->places[i].at, county->places[j].at), j};
    qsort(around, (size_t)count, sizeof *around, nearer);
    for (int n = 0; n < count; n++)
      if (around[n].place > i && gabriel(county, i, around, n)) row(file, "P%04d,P%04d", i + 1, around[n].place + 1);
  }
  free(around);
  return fclose(file) == 0;
}

static bool write_entrants(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "entrants", "place_id,year,pupils");
  int *const first_grade = calloc((size_t)county->place_count + 1, sizeof *first_grade);
  if (!first_grade) exit(EXIT_FAILURE);
  for (int i = 0; i < county->pupil_count; i++)
    if (county->pupils[i].grade == 1) first_grade[county->pupils[i].place] += county->pupils[i].pupils;
  made dice = {.state = 99};
  for (int year = 1; year <= 4; year++)
    for (int i = 0; i < county->place_count; i++) {
      int const size = first_grade[i], change = size > 12 ? random_between(&dice, -size / 10, size / 8) : 0;
      row(file, "P%04d,%d,%d", i + 1, county->plan_year + year, size + change);
    }
  free(first_grade);
  return fclose(file) == 0;
}

static const char *teacher_name(made *dice, bool female) {
  static const char *const families[] = {"李", "王", "张", "刘", "杨", "陈", "赵", "周", "罗", "白", "刀", "陶"};
  static const char *const given[] = {"文", "丽", "军", "芳", "伟",   "敏",   "强",   "静",   "磊",   "燕",
                                      "梅", "勇", "琼", "红", "建华", "志明", "春梅", "晓东", "玉兰", "国平"};
  static const char *const dai[] = {"罕", "香", "叫", "温", "应", "的", "光", "腊", "甩", "尖"};
  static char text[32];
  if (random_chance(dice, 0.3)) /* Dai names: 岩 for men, 玉 for women */
    snprintf(text, sizeof text, "%s%s%s", female ? "玉" : "岩", dai[random_below(dice, 10)],
             random_chance(dice, 0.4) ? dai[random_below(dice, 10)] : "");
  else
    snprintf(text, sizeof text, "%s%s", families[random_below(dice, 12)], given[random_below(dice, 20)]);
  return text;
}

static void write_teacher(FILE *file, made *dice, int number, const made_teacher *t) {
  char school[16], prefer[16], home[32] = ",", last[16] = "";
  if (t->has_home) snprintf(home, sizeof home, "%.5f,%.5f", t->home.lon, t->home.lat);
  if (t->last_rotation >= 0) snprintf(last, sizeof last, "%d", t->last_rotation);
  row(file, "T%05d,%s,%s,%s,%s,%s,%s,%d,%s,%d,%d,%s,%s,%s,%s", number, teacher_name(dice, t->female),
      site_id(t->site, school), subject_names[t->subject], t->also >= 0 ? subject_names[t->also] : "",
      t->junior ? "junior" : "primary", t->title, t->backbone, t->female ? "female" : "male", t->birth_year,
      t->years_here, t->exempt ? t->exempt : "", last, site_id(t->prefer, prefer), home);
}

static bool write_teachers(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "teachers",
                                "teacher_id,name,school_id,subject,also,stage,title,backbone,sex,birth_year,"
                                "years_here,exempt,last_rotation,prefer,lon,lat");
  made dice = {.state = 5};
  for (int i = 0; i < county->teacher_count; i++) write_teacher(file, &dice, i + 1, &county->teachers[i]);
  return fclose(file) == 0;
}

static bool write_posts(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "posts", "school_id,subject,posts");
  for (int i = 0; i < county->site_count; i++)
    for (int subject = 0; subject < SUBJECTS; subject++) {
      char id[16];
      if (county->posts[i][subject] > 0)
        row(file, "%s,%s,%d", site_id(i, id), subject_names[subject], county->posts[i][subject]);
    }
  return fclose(file) == 0;
}

static bool write_policy(const made *county, const char *folder) {
  FILE *const file = open_table(folder, "policy", "key,value,source");
  row(file, "plan_year,%d,示例", county->plan_year);
  row(file, "data_note,示例数据：除地名和公开总量外均为虚构（made-up data for the example）,示例");
  row(file, "max_km_primary,20,示例：小学生不跨乡镇远距离就学");
  row(file, "max_km_junior,45,示例");
  row(file, "travel_cost_per_pupil_km,200,示例：家庭接送每公里每个上学日按 1 元计");
  return fclose(file) == 0;
}

bool write_county(const made *county, const char *folder) {
  bool ok = write_schools(county, folder);
  ok &= write_places(county, folder);
  ok &= write_pupils(county, folder);
  ok &= write_classes(county, folder);
  ok &= write_travel(county, folder);
  ok &= write_adjacency(county, folder);
  ok &= write_entrants(county, folder);
  ok &= write_teachers(county, folder);
  ok &= write_posts(county, folder);
  ok &= write_policy(county, folder);
  return ok;
}
