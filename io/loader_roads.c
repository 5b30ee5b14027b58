/* Travel and adjacency. */
#include "loader.h"

#include <stdlib.h>

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int by_pair(const void *left, const void *right) {
  const jh_travel_row *const a = left, *const b = right;
  if (a->place.i != b->place.i) return COMPARE(a->place.i, b->place.i);
  if (a->school.i != b->school.i) return COMPARE(a->school.i, b->school.i);
  return COMPARE(a->source.line, b->source.line);
}

void jh_load_travel(jh_loader *loader) {
  enum { MM_PER_KM = 1000000, S_PER_MINUTE = 60 };
  const jh_table *const table = &loader->tables->table[JH_TRAVEL];
  jh_travel_row *const travel = JH_NEW(loader->arena, jh_travel_row, table->row_count);
  if (!travel) {
    loader->no_memory = true;
    return;
  }
  int32_t count = 0;
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_TRAVEL, r);
    jh_travel_row *const next = &travel[count];
    int64_t const errors = loader->problems->error_count;
    *next = (jh_travel_row){.source = jh_row_source(&row),
                            .place = {jh_row_reference(&row, "place_id")},
                            .school = {jh_row_reference(&row, "school_id")},
                            .distance_mm = jh_row_scaled(&row, "km", MM_PER_KM, -1),
                            .time_s = jh_row_scaled(&row, "minutes", S_PER_MINUTE, -1)};
    if (loader->problems->error_count > errors) continue;
    if (next->distance_mm < 0 && next->time_s < 0)
      jh_row_error(&row, NULL, NULL, "expected km or minutes; both are empty");
    count++;
  }
  if (count) qsort(travel, (size_t)count, sizeof *travel, by_pair);
  for (int32_t i = 1; i < count; i++)
    if (travel[i].place.i == travel[i - 1].place.i && travel[i].school.i == travel[i - 1].school.i)
      jh_problems_error(loader->problems, table->file, travel[i].source.line, NULL, NULL,
                        "expected each pair once; %s to %s stands in line %d already",
                        loader->county->places[travel[i].place.i].id, loader->county->schools[travel[i].school.i].id,
                        (int)travel[i - 1].source.line);
  loader->county->travel = travel;
  loader->county->travel_count = count;
}

typedef struct edge {
  int32_t from, to;
} edge;

static int by_edge(const void *left, const void *right) {
  const edge *const a = left, *const b = right;
  return a->from != b->from ? COMPARE(a->from, b->from) : COMPARE(a->to, b->to);
}

/* Both directions of every row; answers how many. */
static int32_t read_edges(jh_loader *loader, edge *edges) {
  const jh_table *const table = &loader->tables->table[JH_ADJACENCY];
  int32_t count = 0;
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_ADJACENCY, r);
    int32_t const from = jh_row_reference(&row, "place_id"), to = jh_row_reference(&row, "neighbour_id");
    if (from < 0 || to < 0) continue;
    if (from == to) {
      jh_row_error(&row, "neighbour_id", NULL, "expected another place; a place is no neighbour of itself");
      continue;
    }
    edges[count++] = (edge){from, to};
    edges[count++] = (edge){to, from};
  }
  return count;
}

void jh_load_adjacency(jh_loader *loader) {
  jh_county *const county = loader->county;
  const jh_table *const table = &loader->tables->table[JH_ADJACENCY];
  edge *const edges = JH_NEW(loader->arena, edge, (size_t)table->row_count * 2);
  county->neighbour_start = JH_NEW(loader->arena, int32_t, (size_t)county->place_count + 1);
  county->neighbours = JH_NEW(loader->arena, jh_place_ix, (size_t)table->row_count * 2);
  county->has_adjacency = table->present;
  if (!edges || !county->neighbour_start || !county->neighbours) {
    loader->no_memory = true;
    return;
  }
  int32_t const count = read_edges(loader, edges);
  int32_t kept = 0;
  if (count) qsort(edges, (size_t)count, sizeof *edges, by_edge);
  for (int32_t i = 0; i < count; i++) {
    if (i > 0 && by_edge(&edges[i - 1], &edges[i]) == 0) continue; /* told from both sides */
    county->neighbours[kept++] = (jh_place_ix){edges[i].to};
    county->neighbour_start[edges[i].from + 1] = kept;
  }
  for (int32_t p = 1; p <= county->place_count; p++)
    if (county->neighbour_start[p] < county->neighbour_start[p - 1])
      county->neighbour_start[p] = county->neighbour_start[p - 1];
}
