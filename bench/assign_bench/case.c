/* A county of the bench as one assignment problem. */
#include "case.h"

#include "junheng/io/io.h"
#include "junheng/models/models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS_PER_FEN = UNITS_PER_YUAN / 100 };

typedef struct question {
  bool connected, location;
  int32_t site_number;
} question;

static bool read_question(const char *problem, const char *number, question *q) {
  q->location = strstr(problem, "FLP") || strstr(problem, "FLSAP");
  q->connected = strstr(problem, "SAP") != NULL;
  q->site_number = number[0] == '-' || number[0] == '\0' ? -1 : (int32_t)strtol(number, NULL, 10);
  return q->location || !strcmp(problem, "SAP") || !strcmp(problem, "GAP");
}

static bool load(const char *folder, jh_arena *arena, jh_county *county) {
  jh_read_options const options = {0};
  jh_problems problems;
  jh_county_tables tables;
  jh_problems_init(&problems, arena);
  if (jh_county_read(folder, &options, arena, &problems, &tables) == JH_OK &&
      jh_county_load(&tables, &options, arena, &problems, county) == JH_OK)
    return true;
  for (size_t p = 0; p < problems.count; p++)
    fprintf(stderr, "%s:%d: %s\n", problems.items[p].file ? problems.items[p].file : folder, problems.items[p].line,
            problems.items[p].expected ? problems.items[p].expected : "");
  return false;
}

static bool fill_sites(const jh_county *county, question q, jh_arena *arena, jh_assign *problem) {
  int32_t const sites = county->school_count;
  int64_t *const capacity = JH_NEW(arena, int64_t, sites), *const fixed = JH_NEW(arena, int64_t, sites);
  bool *const must_run = JH_NEW(arena, bool, sites);
  int32_t *const home = JH_NEW(arena, int32_t, sites);
  if (!capacity || !fixed || !must_run || !home) return false;
  for (int32_t j = 0; j < sites; j++) {
    const jh_school *const school = &county->schools[j];
    capacity[j] = school->seats >= 0 ? school->seats : INT64_MAX;
    fixed[j] = q.location ? school->annual_fixed_cost_fen * UNITS_PER_FEN : 0;
    must_run[j] = !q.location;
    home[j] = school->site_place.i;
  }
  problem->site_count = sites;
  problem->capacity = capacity;
  problem->fixed = fixed;
  problem->must_run = must_run;
  problem->home = home;
  return true;
}

static bool fill_pairs(const jh_county *county, jh_arena *arena, jh_assign *problem) {
  int32_t const items = county->place_count, sites = county->school_count;
  int64_t *const weight = JH_NEW(arena, int64_t, items), *const cost = JH_NEW(arena, int64_t, items * sites);
  int32_t *const start = JH_NEW(arena, int32_t, items + 1), *const site = JH_NEW(arena, int32_t, items * sites);
  int32_t *const neighbours = JH_NEW(arena, int32_t, county->neighbour_start[items]);
  jh_travel *const travel = jh_travel_create(county, arena);
  if (!weight || !cost || !start || !site || !neighbours || !travel) return false;
  for (int32_t p = 0; p < county->pupils_count; p++) weight[county->pupils[p].place.i] += county->pupils[p].pupils;
  for (int32_t i = 0; i < items; i++) {
    start[i + 1] = (i + 1) * sites;
    for (int32_t j = 0; j < sites; j++) {
      jh_trip const trip = jh_travel_between(travel, (jh_place_ix){i}, (jh_school_ix){j});
      site[i * sites + j] = j;
      cost[i * sites + j] = trip.distance_mm * weight[i];
    }
  }
  for (int32_t k = 0; k < county->neighbour_start[items]; k++) neighbours[k] = county->neighbours[k].i;
  problem->item_count = items;
  problem->weight = weight;
  problem->pair_start = start;
  problem->pair_site = site;
  problem->pair_cost = cost;
  problem->neighbour_start = county->neighbour_start;
  problem->neighbours = neighbours;
  return true;
}

bool case_read(const char *folder, const char *problem, const char *number, jh_arena *arena, jh_county *county,
               jh_assign *assign) {
  question q;
  if (!read_question(problem, number, &q)) {
    fprintf(stderr, "%s is no problem known here\n", problem);
    return false;
  }
  *assign = (jh_assign){.connected = q.connected, .site_number = q.site_number};
  return load(folder, arena, county) && fill_sites(county, q, arena, assign) && fill_pairs(county, arena, assign);
}
