/* C12 in the integer program: homes belong to their catchments from the start, and a catchment that falls apart is
 * told so by rows of its own, one plan after another, until none does. */
#include "consolidation.h"
#include "junheng/solver/mip.h"

#include <string.h>

/* The part of a catchment that is looked at, and what lies around it. */
typedef struct part {
  const jh_case *problem;
  jh_mip *mip;
  int32_t site, band;
  int32_t *places, count; /* of the part */
  bool *inside, *around;  /* by place */
} part;

/* Contiguous groups are one per place and used band, in that order. */
static int32_t group_of(const jh_case *problem, int32_t place, int32_t band) {
  int32_t used = 0, before = 0;
  for (int32_t b = 0; b < problem->band_count; b++) {
    used += problem->band_used[b];
    before += b < band && problem->band_used[b];
  }
  return place * used + before;
}

/* The column of a place, band and site, or -1: columns of pairs come first, in their order. */
static int32_t column_of(const jh_case *problem, int32_t place, int32_t band, int32_t site) {
  const jh_case_group *const group = &problem->groups[group_of(problem, place, band)];
  for (int32_t k = group->pair_start; k < group->pair_end; k++)
    if (problem->pairs[k].site == site) return k;
  return -1;
}

static void add_place(const jh_case *problem, jh_mip *mip, int32_t row, int32_t place, int32_t band, int32_t site,
                      double value) {
  int32_t const column = column_of(problem, place, band, site);
  if (column >= 0) jh_mip_add_entry(mip, row, column, value);
}

/* The home of `site` in the hands of any site that stands there, but for `except`. */
static void add_owners(const jh_case *problem, jh_mip *mip, int32_t row, int32_t site, int32_t band, int32_t except,
                       double value) {
  int32_t const home = problem->sites[site].home;
  for (int32_t t = 0; t < problem->site_count; t++)
    if (t != except && problem->sites[t].home == home) add_place(problem, mip, row, home, band, t, value);
}

void jh_case_add_homes(const jh_case *problem, jh_mip *mip, int32_t first_run) {
  for (int32_t s = 0; s < problem->site_count; s++)
    for (int32_t b = 0; b < problem->band_count; b++) {
      if (!problem->band_used[b] || problem->sites[s].home < 0) continue;
      if (!jh_school_teaches(&problem->county->schools[s], problem->band_first[b])) continue;
      int32_t const row = jh_mip_add_row(mip, jh_tag_make("C12", problem->sites[s].home, b, s, -1), 0, JH_INFINITY);
      add_owners(problem, mip, row, s, b, -1, 1);
      jh_mip_add_entry(mip, row, first_run + s, -1);
    }
}

static void find_part(part *one, const jh_state *state, int32_t start, bool *done) {
  const jh_case *const problem = one->problem;
  const jh_county *const county = problem->county;
  memset(one->inside, 0, (size_t)county->place_count);
  memset(one->around, 0, (size_t)county->place_count);
  one->count = 0;
  one->places[one->count++] = start;
  one->inside[start] = done[start] = true;
  for (int32_t next = 0; next < one->count; next++) {
    int32_t const p = one->places[next];
    for (int32_t e = county->neighbour_start[p]; e < county->neighbour_start[p + 1]; e++) {
      int32_t const q = county->neighbours[e].i;
      if (one->inside[q]) continue;
      if (jh_state_site_of(state, q, one->band) != one->site) {
        one->around[q] = true;
        continue;
      }
      one->inside[q] = done[q] = true;
      one->places[one->count++] = q;
    }
  }
}

static int32_t new_row(const part *one, int32_t place, double lower) {
  return jh_mip_add_row(one->mip, jh_tag_make("C12", place, one->band, one->site, -1), lower, JH_INFINITY);
}

static void add_around(const part *one, int32_t row) {
  for (int32_t q = 0; q < one->problem->county->place_count; q++)
    if (one->around[q]) add_place(one->problem, one->mip, row, q, one->band, one->site, 1);
}

/* A place of a part without the home belongs to the site only if the part is left towards the home: through one of
 * the places around it, or where the home itself is around it and belongs to a neighbour of the site. */
static void cut_off(const part *one) {
  int32_t const home = one->problem->sites[one->site].home;
  for (int32_t i = 0; i < one->count; i++) {
    int32_t const row = new_row(one, one->places[i], 0);
    add_place(one->problem, one->mip, row, one->places[i], one->band, one->site, -1);
    add_around(one, row);
    if (one->around[home]) add_owners(one->problem, one->mip, row, one->site, one->band, one->site, 1);
  }
}

/* Two parts that both touch a home in other hands: both belong to the site only if the first part is left. */
static void cut_apart(const part *one, int32_t other_place) {
  int32_t const row = new_row(one, one->places[0], -1);
  add_place(one->problem, one->mip, row, one->places[0], one->band, one->site, -1);
  add_place(one->problem, one->mip, row, other_place, one->band, one->site, -1);
  add_around(one, row);
}

static void cut_catchment(part *one, const jh_state *state, bool *done) {
  int32_t const home = one->problem->sites[one->site].home, places = one->problem->county->place_count;
  int32_t before = -1;
  memset(done, 0, (size_t)places);
  for (int32_t p = 0; p < places; p++) {
    if (done[p] || jh_state_site_of(state, p, one->band) != one->site) continue;
    find_part(one, state, p, done);
    if (home < 0 || !one->inside[home]) {
      if (home >= 0) cut_off(one);
      if (before >= 0) cut_apart(one, before);
    }
    before = p;
  }
}

jh_status jh_case_cut_catchments(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_mip *mip,
                                 bool *connected) {
  size_t const places = (size_t)problem->county->place_count;
  part one = {.problem = problem, .mip = mip};
  one.places = JH_NEW(arena, int32_t, places);
  one.inside = JH_NEW(arena, bool, places);
  one.around = JH_NEW(arena, bool, places);
  bool *const done = JH_NEW(arena, bool, places);
  if (!one.places || !one.inside || !one.around || !done) return JH_NO_MEMORY;
  *connected = true;
  for (one.site = 0; one.site < problem->site_count; one.site++)
    for (one.band = 0; one.band < problem->band_count; one.band++) {
      if (!problem->band_used[one.band] || jh_state_connected(state, one.site, one.band)) continue;
      *connected = false;
      cut_catchment(&one, state, done);
    }
  return mip->failed ? JH_NO_MEMORY : JH_OK;
}
