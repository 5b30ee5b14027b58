/* A plan on a map: sites, places, and a line for every place and the school its pupils go to (RFC 7946, WGS-84). */
#include "json_text.h"
#include "junheng/io/io.h"
#include "wgs84.h"

#include <string.h>

typedef struct map {
  json_text json;
  const jh_plan *plan;
  const jh_county *county;
  jh_wgs84 *degrees;
  bool any;
} map;

static void put_point(map *m, const jh_position *position) {
  double longitude = 0, latitude = 0;
  if (!jh_wgs84_of(m->degrees, position, &longitude, &latitude)) {
    json_raw(&m->json, "null");
    return;
  }
  char *const text = jh_arena_printf(m->json.arena, "[%.6f,%.6f]", longitude, latitude);
  m->json.failed |= !text;
  if (text) json_raw(&m->json, text);
}

static bool is_on_map(map *m, const jh_position *position) {
  double longitude = 0, latitude = 0;
  return jh_wgs84_of(m->degrees, position, &longitude, &latitude);
}

/* The head of a feature up to its properties. Two positions are a line. What has no position has no geometry. */
static void open_feature(map *m, const char *kind, const jh_position *from, const jh_position *to) {
  json_raw(&m->json, m->any ? ",\n" : "\n");
  m->any = true;
  json_raw(&m->json, "{\"type\":\"Feature\",\"geometry\":");
  if (!is_on_map(m, from) || (to && !is_on_map(m, to))) {
    json_raw(&m->json, "null");
  } else {
    json_raw(&m->json, to ? "{\"type\":\"LineString\",\"coordinates\":[" : "{\"type\":\"Point\",\"coordinates\":");
    put_point(m, from);
    if (to) json_raw(&m->json, ",");
    if (to) put_point(m, to);
    json_raw(&m->json, to ? "]}" : "}");
  }
  json_raw(&m->json, ",\"properties\":{\"layer\":");
  json_string(&m->json, kind);
}

static void close_feature(map *m) { json_raw(&m->json, "}}"); }

/* ---- sites ---- */

static void site_of_consolidation(map *m, int32_t school) {
  const jh_site_plan *const site = &m->plan->of.consolidation.sites[school];
  json_member(&m->json, "decision", jh_decision_name(site->decision));
  json_member(&m->json, "decision_zh", jh_decision_name_zh(site->decision));
  if (site->merged_into.i >= 0) json_member(&m->json, "merged_into", m->county->schools[site->merged_into.i].id);
  json_count(&m->json, "pupils", site->pupils);
  json_count(&m->json, "classes", site->classes);
}

static void site_of_allocation(map *m, int32_t school) {
  const jh_allocation_plan *const plan = &m->plan->of.allocation;
  int64_t pupils = 0, classes = 0, over = 0, added = 0, largest = 0;
  for (int32_t i = 0; i < plan->class_count; i++) {
    const jh_class_figures *const c = &plan->classes[i];
    if (c->school.i != school || c->year != plan->last_year) continue;
    pupils += c->pupils;
    classes += c->classes;
    over += c->over;
    if (c->largest > largest) largest = c->largest;
  }
  for (int32_t i = 0; i < plan->room_count; i++)
    if (plan->rooms[i].school.i == school) added += plan->rooms[i].added;
  json_count(&m->json, "pupils", pupils);
  json_count(&m->json, "classes", classes);
  json_count(&m->json, "largest_class", largest);
  json_count(&m->json, "over_limit", over);
  json_count(&m->json, "rooms_added", added);
}

static void site_of_rotation(map *m, int32_t school) {
  const jh_rotation_plan *const plan = &m->plan->of.rotation;
  int64_t sends = 0, receives = 0, unfilled = 0;
  for (int32_t i = 0; i < plan->roster_count; i++) {
    sends += plan->roster[i].from.i == school;
    receives += plan->roster[i].to.i == school;
  }
  for (int32_t i = 0; i < plan->posts_count; i++) {
    const jh_post_figures *const post = &plan->posts[i];
    if (post->school.i == school && post->needed > post->after) unfilled += post->needed - post->after;
  }
  json_count(&m->json, "sends", sends);
  json_count(&m->json, "receives", receives);
  json_count(&m->json, "posts_unfilled", unfilled);
}

static void put_sites(map *m) {
  static void (*const figures[JH_JOB_COUNT])(map *, int32_t) = {
      [JH_ROTATE] = site_of_rotation, [JH_ALLOCATE] = site_of_allocation, [JH_CONSOLIDATE] = site_of_consolidation};
  static const char *const statuses[] = {[JH_OPEN] = "open", [JH_CLOSED] = "closed", [JH_PROPOSED] = "proposed"};
  for (int32_t i = 0; i < m->county->school_count; i++) {
    const jh_school *const school = &m->county->schools[i];
    open_feature(m, "site", &school->position, NULL);
    json_member(&m->json, "school_id", school->id);
    json_member(&m->json, "name", school->name);
    json_member(&m->json, "town", school->town);
    json_member(&m->json, "kind", school->kind == JH_POINT ? "point" : "school");
    json_member(&m->json, "status", statuses[school->status]);
    json_count(&m->json, "first_grade", school->first_grade);
    json_count(&m->json, "last_grade", school->last_grade);
    figures[m->plan->job](m, i);
    close_feature(m);
  }
}

/* ---- places and their ways ---- */

/* Pupils of the place at hand who go to one school, by stage. */
typedef struct way {
  int64_t pupils, moved, distance_mm, time_s;
  jh_mode mode;
  const jh_school *school; /* NULL: nobody goes there */
} way;

static void put_ways(map *m, const jh_place *place, way *ways) {
  static const char *const stages[] = {[JH_PRIMARY] = "primary", [JH_JUNIOR] = "junior"};
  for (int32_t i = 0; i < m->county->school_count * JH_STAGES; i++) {
    way *const w = &ways[i];
    const jh_school *const school = w->school;
    if (!school) continue;
    open_feature(m, "catchment", &place->position, &school->position);
    json_member(&m->json, "place_id", place->id);
    json_member(&m->json, "place", place->name);
    json_member(&m->json, "school_id", school->id);
    json_member(&m->json, "school", school->name);
    json_member(&m->json, "stage", stages[i % JH_STAGES]);
    json_count(&m->json, "pupils", w->pupils);
    json_count(&m->json, "moved", w->moved);
    if (w->distance_mm >= 0) json_decimal(&m->json, "km", (double)w->distance_mm / 1e6, 3);
    if (w->time_s >= 0) json_decimal(&m->json, "minutes", (double)w->time_s / 60, 1);
    json_member(&m->json, "mode", jh_mode_name(w->mode));
    close_feature(m);
    *w = (way){0};
  }
}

static void put_place(map *m, const jh_place *place, const way *ways) {
  int64_t pupils = 0, moved = 0;
  for (int32_t i = 0; i < m->county->school_count * JH_STAGES; i++) {
    pupils += ways[i].pupils;
    moved += ways[i].moved;
  }
  open_feature(m, "place", &place->position, NULL);
  json_member(&m->json, "place_id", place->id);
  json_member(&m->json, "name", place->name);
  json_member(&m->json, "town", place->town);
  if (m->plan->job != JH_ROTATE) json_count(&m->json, "pupils", pupils);
  if (m->plan->job != JH_ROTATE) json_count(&m->json, "moved", moved);
  close_feature(m);
}

/* Of the plan's last year; the rows of a place stand together. */
static jh_status put_places(map *m, const jh_assignment *rows, int32_t count, int32_t year) {
  way *const ways = JH_NEW(m->json.arena, way, m->county->school_count * JH_STAGES);
  if (!ways) return JH_NO_MEMORY;
  int32_t next = 0;
  while (next < count && rows[next].year != year) next++;
  for (int32_t place = 0; place < m->county->place_count; place++) {
    for (; next < count && rows[next].year == year && rows[next].place.i == place; next++) {
      const jh_assignment *const a = &rows[next];
      if (a->to.i < 0) continue;
      way *const w = &ways[a->to.i * JH_STAGES + (int32_t)jh_stage_of_grade(a->grade)];
      if (!w->school)
        *w = (way){.distance_mm = a->distance_mm,
                   .time_s = a->time_s,
                   .mode = a->mode,
                   .school = &m->county->schools[a->to.i]};
      w->pupils += a->pupils;
      if (a->moved) w->moved += a->pupils;
    }
    put_place(m, &m->county->places[place], ways);
    put_ways(m, &m->county->places[place], ways);
  }
  return JH_OK;
}

/* ---- who goes where ---- */

static jh_status put_rotations(map *m) {
  const jh_rotation_plan *const plan = &m->plan->of.rotation;
  int32_t const schools = m->county->school_count;
  int32_t *const teachers = JH_NEW(m->json.arena, int32_t, schools);
  if (!teachers) return JH_NO_MEMORY;
  for (int32_t from = 0; from < schools; from++) {
    memset(teachers, 0, (size_t)schools * sizeof *teachers);
    for (int32_t i = 0; i < plan->roster_count; i++)
      if (plan->roster[i].from.i == from) teachers[plan->roster[i].to.i]++;
    for (int32_t to = 0; to < schools; to++) {
      if (teachers[to] == 0) continue;
      const jh_school *const sender = &m->county->schools[from], *const receiver = &m->county->schools[to];
      open_feature(m, "rotation", &sender->position, &receiver->position);
      json_member(&m->json, "from_school", sender->id);
      json_member(&m->json, "to_school", receiver->id);
      json_count(&m->json, "teachers", teachers[to]);
      close_feature(m);
    }
  }
  return put_places(m, NULL, 0, 0);
}

static jh_status put_lines(map *m) {
  const jh_allocation_plan *const allocation = &m->plan->of.allocation;
  const jh_consolidation_plan *const sites = &m->plan->of.consolidation;
  switch (m->plan->job) {
    case JH_ROTATE: return put_rotations(m);
    case JH_ALLOCATE:
      return put_places(m, allocation->assignments, allocation->assignment_count, allocation->last_year);
    case JH_CONSOLIDATE: return put_places(m, sites->assignments, sites->assignment_count, sites->year);
    case JH_JOB_COUNT: break;
  }
  return JH_INTERNAL;
}

jh_status jh_plan_geojson(const jh_plan *plan, jh_arena *arena, const char **text, size_t *size) {
  map m = {.json = {.arena = arena}, .plan = plan, .county = plan->county};
  jh_status status = jh_wgs84_create(plan->county, arena, &m.degrees);
  if (status) return status;
  json_raw(&m.json, "{\"type\":\"FeatureCollection\",\"name\":");
  json_string(&m.json, jh_job_name(plan->job));
  json_raw(&m.json, ",\"features\":[");
  put_sites(&m);
  status = put_lines(&m);
  json_raw(&m.json, "\n]}\n");
  jh_wgs84_destroy(m.degrees);
  if (status || m.json.failed) return status ? status : JH_NO_MEMORY;
  *text = m.json.bytes;
  *size = m.json.size;
  return JH_OK;
}
