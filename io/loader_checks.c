/* What only the whole county shows: grades nobody teaches, places nobody can reach a school from. */
#include "loader.h"

static const char *file_of(const jh_loader *loader, jh_county_table table) {
  return loader->tables->table[table].file;
}

/* Metres that look like degrees in China are degrees in the wrong columns. */
void jh_check_positions(jh_loader *loader) {
  const jh_county *const county = loader->county;
  int32_t known = 0, like_degrees = 0;
  for (int32_t s = 0; s < county->school_count; s++) {
    const jh_position *const position = &county->schools[s].position;
    if (!position->known) continue;
    known++;
    like_degrees += position->x >= 73 && position->x <= 136 && position->y >= 17 && position->y <= 54;
  }
  if (known > 0 && known == like_degrees && !county->geographic)
    jh_problems_warning(loader->problems, file_of(loader, JH_SCHOOLS), 0, "x", NULL,
                        "taken as metres; these look like degrees, which belong into lon and lat");
  if (loader->gcj02 && loader->has_metres)
    jh_problems_warning(loader->problems, NULL, 0, NULL, "--gcj02", "changes nothing: the county has no lon, lat");
}

/* Which grades are taught at all, and where distances can be computed. */
typedef struct taught {
  bool anywhere[JH_LAST_GRADE + 1], at_known_position[JH_LAST_GRADE + 1];
} taught;

static taught grades_taught(const jh_county *county) {
  taught grades = {{false}, {false}};
  for (int32_t s = 0; s < county->school_count; s++)
    for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++)
      if (jh_school_teaches(&county->schools[s], grade)) {
        grades.anywhere[grade] = true;
        if (county->schools[s].position.known) grades.at_known_position[grade] = true;
      }
  return grades;
}

/* travel.csv leads from the place to a school that teaches the grade; `from` is its first row at or after the place.
 */
static bool road_exists(const jh_county *county, int32_t from, jh_place_ix place, int32_t grade) {
  for (int32_t i = from; i < county->travel_count && county->travel[i].place.i == place.i; i++)
    if (county->travel[i].distance_mm >= 0 && jh_school_teaches(&county->schools[county->travel[i].school.i], grade))
      return true;
  return false;
}

static void complain_of_grade(jh_loader *loader, const jh_pupils *pupils, bool *told) {
  if (told[pupils->grade]) return;
  told[pupils->grade] = true;
  jh_problems_error(loader->problems, file_of(loader, JH_PUPILS), pupils->source.line, "grade", NULL,
                    "expected a grade that some school teaches; no open, proposed or closed school teaches grade %d",
                    (int)pupils->grade);
}

void jh_check_pupils(jh_loader *loader) {
  const jh_county *const county = loader->county;
  taught const grades = grades_taught(county);
  bool told[JH_LAST_GRADE + 1] = {false};
  int32_t road = 0, told_place = -1;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const pupils = &county->pupils[i];
    const jh_place *const place = jh_county_place(county, pupils->place);
    if (pupils->pupils == 0) continue;
    while (road < county->travel_count && county->travel[road].place.i < pupils->place.i) road++;
    if (!grades.anywhere[pupils->grade]) {
      complain_of_grade(loader, pupils, told);
      continue;
    }
    if ((place->position.known && grades.at_known_position[pupils->grade]) ||
        road_exists(county, road, pupils->place, pupils->grade) || told_place == pupils->place.i)
      continue;
    told_place = pupils->place.i;
    jh_problems_error(loader->problems, file_of(loader, JH_PUPILS), pupils->source.line, "place_id", place->id,
                      "expected a way to a school of grade %d: the place has %s and no row with km in travel",
                      (int)pupils->grade,
                      place->position.known ? "a position but no such school has one," : "no position");
  }
}
