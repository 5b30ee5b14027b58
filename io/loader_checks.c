/* What only the whole county shows: grades nobody teaches, places nobody can reach a school from. */
#include "loader.h"

static const char *file_of(const jh_loader *loader, jh_county_table table) {
  return loader->tables->table[table].file;
}

/* The column as the file names it. */
static const char *head_of(const jh_loader *loader, jh_county_table table, const char *column) {
  return jh_table_head(&loader->tables->table[table], column);
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
    jh_problems_warning(loader->problems, file_of(loader, JH_SCHOOLS), 0, head_of(loader, JH_SCHOOLS, "x"), NULL,
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

/* The first row of travel.csv at or after the place; the rows are ordered by place. */
static int32_t first_road(const jh_county *county, jh_place_ix place) {
  int32_t low = 0, high = county->travel_count;
  while (low < high) {
    int32_t const middle = low + (high - low) / 2;
    if (county->travel[middle].place.i < place.i)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* By position, or by a row of travel.csv with a distance, some school of the grade can be reached. */
static bool is_reachable(const jh_county *county, const taught *grades, jh_place_ix place, int32_t grade) {
  if (jh_county_place(county, place)->position.known && grades->at_known_position[grade]) return true;
  for (int32_t i = first_road(county, place); i < county->travel_count && county->travel[i].place.i == place.i; i++)
    if (county->travel[i].distance_mm >= 0 && jh_school_teaches(&county->schools[county->travel[i].school.i], grade))
      return true;
  return false;
}

static void complain_of_grade(jh_loader *loader, const jh_pupils *pupils, bool *told) {
  if (told[pupils->grade]) return;
  told[pupils->grade] = true;
  jh_problems_error(loader->problems, file_of(loader, JH_PUPILS), pupils->source.line,
                    head_of(loader, JH_PUPILS, "grade"), NULL,
                    "expected a grade that some school teaches; no open, proposed or closed school teaches grade %d",
                    (int)pupils->grade);
}

void jh_check_pupils(jh_loader *loader) {
  const jh_county *const county = loader->county;
  taught const grades = grades_taught(county);
  bool told[JH_LAST_GRADE + 1] = {false};
  int32_t told_place = -1;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const pupils = &county->pupils[i];
    const jh_place *const place = jh_county_place(county, pupils->place);
    if (pupils->pupils == 0) continue;
    if (!grades.anywhere[pupils->grade]) {
      complain_of_grade(loader, pupils, told);
      continue;
    }
    if (told_place == pupils->place.i || is_reachable(county, &grades, pupils->place, pupils->grade)) continue;
    told_place = pupils->place.i;
    jh_problems_error(
        loader->problems, file_of(loader, JH_PUPILS), pupils->source.line, head_of(loader, JH_PUPILS, "place_id"),
        place->id, "expected a way to a school of grade %d: the place has %s and no row with km in travel",
        (int)pupils->grade,
        jh_text(loader->problems->language,
                place->position.known ? JH_N("a position but no such school has one,") : JH_N("no position")));
  }
}

/* Entrants matter in later years only: those out of reach are a warning, one for each place. */
void jh_check_entrants(jh_loader *loader) {
  const jh_county *const county = loader->county;
  taught const grades = grades_taught(county);
  bool *const told = JH_NEW(loader->arena, bool, county->place_count);
  if (!told) {
    loader->no_memory = true;
    return;
  }
  for (int32_t i = 0; i < county->entrants_count; i++) {
    const jh_entrants *const entrants = &county->entrants[i];
    if (entrants->place.i < 0 || entrants->pupils == 0 || told[entrants->place.i]) continue;
    told[entrants->place.i] = !is_reachable(county, &grades, entrants->place, JH_FIRST_GRADE);
    if (told[entrants->place.i])
      jh_problems_warning(loader->problems, file_of(loader, JH_ENTRANTS), entrants->source.line,
                          head_of(loader, JH_ENTRANTS, "place_id"), jh_county_place(county, entrants->place)->id,
                          "has entrants but no way to a school of grade 1: they cannot be planned for");
  }
}

/* Not wrong, but a planner should know: what travel.csv alone decides, and who is out of reach. */
void jh_check_lone_sites(jh_loader *loader) {
  const jh_county *const county = loader->county;
  bool *const has_road = JH_NEW(loader->arena, bool, county->school_count);
  int32_t lone_places = 0, first = -1;
  if (!has_road) {
    loader->no_memory = true;
    return;
  }
  if (county->pupils_count == 0) return;
  for (int32_t i = 0; i < county->travel_count; i++)
    if (county->travel[i].distance_mm >= 0) has_road[county->travel[i].school.i] = true;
  for (int32_t s = 0; s < county->school_count; s++) {
    const jh_school *const school = &county->schools[s];
    if (!school->position.known && !has_road[s])
      jh_problems_warning(loader->problems, file_of(loader, JH_SCHOOLS), school->source.line,
                          head_of(loader, JH_SCHOOLS, "school_id"), school->id,
                          "has no position and no row with km in travel: no place can be assigned to it");
  }
  for (int32_t p = 0; p < county->place_count; p++) {
    if (county->places[p].position.known) continue;
    if (first < 0) first = p;
    lone_places++;
  }
  if (lone_places > 0)
    jh_problems_warning(loader->problems, file_of(loader, JH_PLACES), county->places[first].source.line,
                        head_of(loader, JH_PLACES, "place_id"), county->places[first].id,
                        "the first of %d without a position: only schools named in travel are open to them",
                        (int)lone_places);
}

/* A subject that no hours name needs nobody: most often it is another word for one that they do name. */
void jh_check_subjects(jh_loader *loader) {
  const jh_county *const county = loader->county;
  size_t const count = loader->subjects.count;
  bool *const known = JH_NEW(loader->arena, bool, count);
  if (!known) {
    loader->no_memory = true;
    return;
  }
  if (county->has_posts) return;
  for (int32_t h = 0; h < county->hours_count; h++) known[county->hours[h].subject.i] = true;
  for (int32_t t = 0; t < county->teacher_count; t++) {
    const jh_teacher *const teacher = &county->teachers[t];
    if (known[teacher->subject.i]) continue;
    known[teacher->subject.i] = true;
    jh_problems_warning(loader->problems, file_of(loader, JH_TEACHERS), teacher->source.line,
                        head_of(loader, JH_TEACHERS, "subject"), loader->subjects.keys[teacher->subject.i],
                        "not a subject of %s: no school is found to need it",
                        jh_text(loader->problems->language,
                                county->has_hours ? JH_N("the table hours")
                                                  : JH_N("the built-in curriculum (语文, 数学, 英语 ...)")));
  }
}
