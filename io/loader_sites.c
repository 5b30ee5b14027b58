/* Policy, places and schools. */
#include "cell_text.h"
#include "loader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void jh_load_policy(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_POLICY_TABLE];
  jh_key_index keys;
  jh_key_index_init(&keys, loader->arena);
  jh_policy_init(&loader->county->policy);
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_POLICY_TABLE, r);
    int64_t const errors = loader->problems->error_count;
    const char *const key = jh_row_key(&row, "key", &keys);
    const char *const value = jh_row_text(&row, "value");
    if (loader->problems->error_count > errors) continue;
    char *const folded = jh_arena_text(loader->arena, value ? value : "");
    const jh_policy_rule *const rule = jh_policy_rule_find(key, NULL);
    const char *file = NULL;
    int32_t line = 0;
    if (!folded) {
      loader->no_memory = true;
      return;
    }
    if (rule && rule->type != JH_POLICY_TEXT) jh_cell_fold_digits(folded, strlen(folded));
    jh_table_origin(table, r, 1, &file, &line);
    if (jh_policy_set(&loader->county->policy, key, folded, jh_row_text(&row, "source"), loader->arena,
                      loader->problems, file, line) == JH_NO_MEMORY)
      loader->no_memory = true;
  }
}

void jh_load_places(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_PLACES];
  jh_place *const places = JH_NEW(loader->arena, jh_place, table->row_count);
  if (!places) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_PLACES, r);
    places[r].source = jh_row_source(&row);
    places[r].id = jh_row_key(&row, "place_id", &loader->places);
    places[r].name = jh_row_text(&row, "name");
    places[r].town = jh_row_text(&row, "town");
    places[r].position = jh_row_position(&row);
  }
  loader->county->places = places;
  loader->county->place_count = table->row_count;
}

static void load_school(const jh_row *row, jh_school *school) {
  enum { FEN_PER_YUAN = 100 };
  school->source = jh_row_source(row);
  school->id = jh_row_key(row, "school_id", &row->loader->schools);
  school->name = jh_row_text(row, "name");
  school->town = jh_row_text(row, "town");
  school->area = (jh_area)jh_row_choice(row, "area", JH_RURAL);
  school->kind = (jh_kind)jh_row_choice(row, "kind", JH_SCHOOL);
  school->status = (jh_site_status)jh_row_choice(row, "status", JH_OPEN);
  school->first_grade = jh_row_count(row, "first_grade", 0);
  school->last_grade = jh_row_count(row, "last_grade", 0);
  if (school->first_grade && school->last_grade && school->last_grade < school->first_grade)
    jh_row_error(row, "last_grade", NULL, "expected a grade not below first_grade, %d", (int)school->first_grade);
  school->quality = jh_row_yes(row, "quality");
  school->is_public = jh_row_yes(row, "public");
  school->is_protected = jh_row_yes(row, "protected");
  school->position = jh_row_position(row);
  school->site_place = (jh_place_ix){jh_row_reference(row, "site_place")};
  school->rooms = jh_row_count(row, "rooms", -1);
  school->max_new_rooms = jh_row_count(row, "max_new_rooms", 0);
  school->cost_per_new_room_fen = jh_row_scaled(row, "cost_per_new_room", FEN_PER_YUAN, 0);
  school->seats = jh_row_count(row, "seats", -1);
  school->beds = jh_row_count(row, "beds", 0);
  school->housing = jh_row_count(row, "housing", 0);
  school->annual_fixed_cost_fen = jh_row_scaled(row, "annual_fixed_cost", FEN_PER_YUAN, 0);
  school->opening_cost_fen = jh_row_scaled(row, "opening_cost", FEN_PER_YUAN, 0);
}

void jh_load_schools(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_SCHOOLS];
  jh_school *const schools = JH_NEW(loader->arena, jh_school, table->row_count);
  if (!schools) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_SCHOOLS, r);
    load_school(&row, &schools[r]);
  }
  loader->county->schools = schools;
  loader->county->school_count = table->row_count;
  if (table->present && table->row_count == 0)
    jh_problems_error(loader->problems, table->file, 0, NULL, NULL, "expected at least one school");
}

/* ---- the nearest place ---- */

/* A place as a point in which straight distance orders as distance on the ground does. */
typedef struct point {
  double x, y, z;
  int32_t place;
} point;

static point point_of(const jh_county *county, const jh_position *position, int32_t place) {
  static const double degree = 3.14159265358979323846 / 180;
  if (!county->geographic) return (point){position->x, position->y, 0, place};
  double const longitude = position->x * degree, latitude = position->y * degree;
  return (point){cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude), place};
}

static int by_x(const void *left, const void *right) {
  const point *const a = left, *const b = right;
  if (a->x != b->x) return a->x < b->x ? -1 : 1;
  return (a->place > b->place) - (a->place < b->place);
}

static double squared(const point *a, const point *b) {
  double const x = a->x - b->x, y = a->y - b->y, z = a->z - b->z;
  return x * x + y * y + z * z;
}

/* Points are ordered by x: the search goes outwards and ends where x alone is too far. Ties: the first place. */
static int32_t nearest_point(const point *points, int32_t count, const point *from) {
  int32_t low = 0, high = count, nearest = -1;
  double best = INFINITY;
  while (low < high) {
    int32_t const middle = low + (high - low) / 2;
    if (points[middle].x < from->x)
      low = middle + 1;
    else
      high = middle;
  }
  for (int direction = -1; direction <= 1; direction += 2)
    for (int32_t i = direction < 0 ? low - 1 : low; i >= 0 && i < count; i += direction) {
      double const apart = points[i].x - from->x, distance = squared(&points[i], from);
      if (apart * apart > best) break;
      if (distance > best || (distance == best && points[i].place > nearest)) continue;
      best = distance;
      nearest = points[i].place;
    }
  return nearest;
}

void jh_load_site_places(jh_loader *loader) {
  jh_county *const county = loader->county;
  point *const points = JH_NEW(loader->arena, point, county->place_count);
  int32_t count = 0;
  if (!points) {
    loader->no_memory = true;
    return;
  }
  for (int32_t p = 0; p < county->place_count; p++)
    if (county->places[p].position.known) points[count++] = point_of(county, &county->places[p].position, p);
  if (count) qsort(points, (size_t)count, sizeof *points, by_x);
  for (int32_t s = 0; s < county->school_count; s++) {
    jh_school *const school = &county->schools[s];
    if (school->site_place.i >= 0 || !school->position.known) continue;
    point const from = point_of(county, &school->position, -1);
    school->site_place = (jh_place_ix){nearest_point(points, count, &from)};
  }
}
