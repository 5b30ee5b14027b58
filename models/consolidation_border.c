/* Moves across the borders of connected catchments (C12): only places next to another catchment can change hands, and
 * what they cut off goes with them. Most random moves would tear a catchment apart; these seldom do. */
#include "consolidation_search.h"

/* Where several sites stand in a place, one of them; its catchment may begin next to the place. */
static int32_t one_standing(jh_search *look, int32_t place, int32_t owner) {
  const jh_case *const problem = look->problem;
  if (owner < 0 || problem->sites[owner].home != place) return owner;
  int32_t const first = jh_search_draw(look, problem->site_count);
  for (int32_t n = 0; n < problem->site_count; n++) {
    int32_t const s = (first + n) % problem->site_count;
    if (problem->sites[s].home == place) return s;
  }
  return owner;
}

/* A site that a place next to the item's belongs to, in the item's band, or one that stands where the item is; -1:
 * none other. */
static int32_t site_across(jh_search *look, int32_t item) {
  const jh_case *const problem = look->problem;
  const jh_county *const county = problem->county;
  const jh_case_group *const group = &problem->groups[problem->item_group[item]];
  int32_t const first = county->neighbour_start[group->place], from = jh_search_site_at(look, item);
  int32_t const count = county->neighbour_start[group->place + 1] - first;
  int32_t const drawn = jh_search_draw(look, count + 1);
  int32_t const place = drawn == count ? group->place : county->neighbours[first + drawn].i;
  int32_t const site = one_standing(look, place, jh_state_site_of(&look->now, place, group->band));
  return site == from ? -1 : site;
}

/* Somebody at a site; -1: nobody was found. */
static int32_t item_at(jh_search *look, int32_t site) {
  const jh_case *const problem = look->problem;
  int32_t const candidates = look->site_start[site + 1] - look->site_start[site];
  for (int attempt = 0; attempt < 8 && candidates > 0; attempt++) {
    int32_t const there = look->site_pairs[look->site_start[site] + jh_search_draw(look, candidates)];
    int32_t const item = look->group_item[problem->pairs[there].group];
    if (look->now.pair[item] == there) return item;
  }
  return -1;
}

bool jh_search_follow(jh_search *look, int32_t band, int32_t from, int32_t to) {
  int32_t const count = jh_state_cut_off(&look->now, from, band, look->places);
  for (int32_t n = 0; n < count; n++) {
    int32_t const item = jh_state_item_of(&look->now, look->places[n], band);
    int32_t const k = jh_search_pair_to(look->problem, look->problem->item_group[item], to);
    if (k < 0) return false;
    jh_search_put(look, item, k);
  }
  return count >= 0;
}

/* A site that opens needs its own place in every band, or shares it. */
static bool is_whole(const jh_search *look, int32_t site) {
  for (int32_t b = 0; b < look->problem->band_count; b++)
    if (look->problem->band_used[b] && !jh_state_connected(&look->now, site, b)) return false;
  return true;
}

/* An item over its border; the site that has it now, or -1: none. */
static int32_t cross_border(jh_search *look, int32_t item) {
  const jh_case *const problem = look->problem;
  int32_t const from = jh_search_site_at(look, item), to = site_across(look, item);
  if (to < 0 || problem->sites[to].never) return -1;
  bool const opens = !look->now.sites[to].runs;
  if (opens && problem->number >= 0) return -1;
  int32_t const g = problem->item_group[item], k = jh_search_pair_to(problem, g, to);
  if (k < 0) return -1;
  jh_search_put(look, item, k);
  if (opens ? !is_whole(look, to) : !jh_search_still_connected(look, g, to)) return -1;
  int32_t const band = problem->groups[g].band;
  if (jh_search_still_connected(look, g, from)) return to;
  return jh_search_follow(look, band, from, to) && jh_state_connected(&look->now, from, band) &&
                 jh_state_connected(&look->now, to, band)
             ? to
             : -1;
}

/* A village over the border, one of those there over the next, and so on: what a full school takes in it passes on.
 */
bool jh_search_pass_on(jh_search *look, int32_t item, int32_t most, double temperature) {
  int64_t const before = jh_state_energy(&look->now);
  jh_search_begin(look);
  bool allowed = true;
  for (int32_t n = 0; n < most && item >= 0 && allowed; n++) {
    int32_t const to = cross_border(look, item);
    allowed = to >= 0;
    if (allowed && n + 1 < most) item = item_at(look, to);
  }
  return jh_search_settle(look, before, temperature, allowed);
}

/* Often one of a site that lacks something. */
int32_t jh_search_draw_item(jh_search *look) {
  const jh_case *const problem = look->problem;
  for (int attempt = 0; attempt < 4 && look->now.lacking > 0; attempt++) {
    int32_t const s = jh_search_draw(look, problem->site_count);
    int32_t const item = look->now.sites[s].lacking > 0 ? item_at(look, s) : -1;
    if (item >= 0) return item;
  }
  return jh_search_draw(look, problem->item_count);
}
