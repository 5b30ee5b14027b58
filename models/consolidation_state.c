/* A plan under way: which item goes where, what each site then holds, costs and lacks. */
#include "consolidation.h"

#include <stdlib.h>
#include <string.h>

jh_status jh_state_init(jh_state *state, const jh_case *problem, jh_arena *arena) {
  *state = (jh_state){.problem = problem, .lack_price = problem->lack_price};
  state->pair = JH_NEW(arena, int32_t, problem->item_count);
  state->sites = JH_NEW(arena, jh_site_load, problem->site_count);
  state->work = JH_NEW(arena, int32_t, problem->contiguous ? 2 * (size_t)problem->county->place_count + 2 : 1);
  if (!state->pair || !state->sites || !state->work) return JH_NO_MEMORY;
  for (int32_t i = 0; i < problem->item_count; i++) state->pair[i] = -1;
  for (int32_t s = 0; s < problem->site_count; s++)
    if (problem->sites[s].must_run) jh_state_run(state, s, true);
  return JH_OK;
}

void jh_state_copy(jh_state *to, const jh_state *from) {
  const jh_case *const problem = from->problem;
  memcpy(to->pair, from->pair, (size_t)problem->item_count * sizeof *to->pair);
  memcpy(to->sites, from->sites, (size_t)problem->site_count * sizeof *to->sites);
  to->running = from->running;
  to->pair_cost = from->pair_cost;
  to->site_cost = from->site_cost;
  to->lacking = from->lacking;
}

static void reprice(jh_state *state, int32_t s) {
  jh_site_load *const site = &state->sites[s];
  state->site_cost -= site->cost;
  state->lacking -= site->lacking;
  jh_case_price(state->problem, s, site);
  state->site_cost += site->cost;
  state->lacking += site->lacking;
}

void jh_state_run(jh_state *state, int32_t s, bool runs) {
  if (state->sites[s].runs == runs) return;
  state->sites[s].runs = runs;
  state->running += runs ? 1 : -1;
  reprice(state, s);
}

static void change(jh_state *state, const jh_case_group *group, const jh_case_pair *pair, int32_t sign) {
  jh_site_load *const site = &state->sites[pair->site];
  for (int32_t g = 0; g < JH_GRADES; g++) site->load[g] += sign * group->load[g];
  site->pupils += sign * group->pupils;
  site->boarders += sign * pair->boarders;
  site->items += sign;
  state->pair_cost += sign * pair->cost;
  if (!group->reachable) state->lacking += sign * (group->pupils + 1);
}

void jh_state_move(jh_state *state, int32_t item, int32_t k) {
  const jh_case *const problem = state->problem;
  const jh_case_group *const group = &problem->groups[problem->item_group[item]];
  int32_t const before = state->pair[item];
  if (before == k) return;
  state->pair[item] = k;
  if (before >= 0) {
    int32_t const s = problem->pairs[before].site;
    change(state, group, &problem->pairs[before], -1);
    if (state->sites[s].items == 0 && problem->number < 0 && !problem->sites[s].must_run)
      jh_state_run(state, s, false);
    reprice(state, s);
  }
  if (k >= 0) {
    int32_t const s = problem->pairs[k].site;
    change(state, group, &problem->pairs[k], 1);
    jh_state_run(state, s, true);
    reprice(state, s);
  }
}

int64_t jh_state_value(const jh_state *state) { return state->pair_cost + state->site_cost; }

static int64_t lacking_of(const jh_state *state) {
  int64_t const sites = state->problem->number < 0 ? 0 : labs((long)state->running - state->problem->number);
  return state->lacking + 20 * sites;
}

int64_t jh_state_energy(const jh_state *state) {
  return jh_state_value(state) + lacking_of(state) * state->lack_price;
}

bool jh_state_better(const jh_state *state, const jh_state *than) {
  int64_t const left = lacking_of(state), right = lacking_of(than);
  return left != right ? left < right : jh_state_value(state) < jh_state_value(than);
}

/* Contiguous groups are one per place and used band, in that order. */
static int32_t site_of(const jh_state *state, int32_t place, int32_t band, int32_t used) {
  const jh_case *const problem = state->problem;
  int32_t at = place * used;
  for (int32_t b = 0; b < band; b++) at += problem->band_used[b];
  return state->pair[at] < 0 ? -1 : problem->pairs[state->pair[at]].site;
}

static int32_t bands_used(const jh_case *problem) {
  int32_t used = 0;
  for (int32_t b = 0; b < problem->band_count; b++) used += problem->band_used[b];
  return used;
}

int32_t jh_state_site_of(const jh_state *state, int32_t place, int32_t band) {
  return site_of(state, place, band, bands_used(state->problem));
}

/* Places of the catchment reached from `start`, all counted into *reached; true when one of them touches `touch`. */
static bool flood(const jh_state *state, int32_t s, int32_t band, int32_t used, int32_t start, int32_t touch,
                  int32_t *reached) {
  const jh_county *const county = state->problem->county;
  int32_t *const work = state->work;
  bool *const seen = (bool *)(work + county->place_count);
  bool touches = false;
  memset(seen, 0, (size_t)county->place_count);
  *reached = 0;
  work[(*reached)++] = start;
  seen[start] = true;
  for (int32_t next = 0; next < *reached; next++) {
    int32_t const p = work[next];
    for (int32_t e = county->neighbour_start[p]; e < county->neighbour_start[p + 1]; e++) {
      int32_t const q = county->neighbours[e].i;
      if (q == touch) touches = true;
      if (seen[q] || site_of(state, q, band, used) != s) continue;
      seen[q] = true;
      work[(*reached)++] = q;
    }
  }
  return touches;
}

bool jh_state_connected(const jh_state *state, int32_t s, int32_t band) {
  const jh_case *const problem = state->problem;
  int32_t const used = bands_used(problem);
  int32_t members = 0, start = -1, reached = 0;
  for (int32_t p = 0; p < problem->county->place_count; p++)
    if (site_of(state, p, band, used) == s) members++, start = p;
  int32_t const home = problem->sites[s].home;
  int32_t const owner = home < 0 ? s : site_of(state, home, band, used);
  bool const shared = owner >= 0 && owner != s && problem->sites[owner].home == home;
  if (members == 0) /* a site that runs and teaches the band has its own place, unless it shares it */
    return !state->sites[s].runs || shared ||
           !jh_school_teaches(&problem->county->schools[s], problem->band_first[band]);
  bool const touches = flood(state, s, band, used, start, shared ? home : -1, &reached);
  if (reached != members) return false;
  return owner == s || (shared && touches);
}

/* Where the walk through a catchment begins: the site's own place, or where that is in the hands of a site that
 * stands there too, a place next to it; -1: neither. */
static int32_t root_of(const jh_state *state, int32_t s, int32_t band, int32_t used) {
  const jh_county *const county = state->problem->county;
  const jh_case_site *const sites = state->problem->sites;
  int32_t const home = sites[s].home, owner = home < 0 ? -1 : site_of(state, home, band, used);
  if (owner < 0 || owner == s) return owner < 0 ? -1 : home;
  for (int32_t e = county->neighbour_start[home]; e < county->neighbour_start[home + 1]; e++)
    if (sites[owner].home == home && site_of(state, county->neighbours[e].i, band, used) == s)
      return county->neighbours[e].i;
  return -1;
}

int32_t jh_state_cut_off(const jh_state *state, int32_t s, int32_t band, int32_t *places) {
  const jh_case *const problem = state->problem;
  int32_t const used = bands_used(problem), root = root_of(state, s, band, used);
  int32_t reached = 0, count = 0;
  if (root < 0) return -1;
  (void)flood(state, s, band, used, root, -1, &reached);
  const bool *const seen = (const bool *)(state->work + problem->county->place_count);
  for (int32_t p = 0; p < problem->county->place_count; p++)
    if (!seen[p] && site_of(state, p, band, used) == s) places[count++] = p;
  return count;
}

int32_t jh_state_item_of(const jh_state *state, int32_t place, int32_t band) {
  const jh_case *const problem = state->problem;
  int32_t at = place * bands_used(problem);
  for (int32_t b = 0; b < band; b++) at += problem->band_used[b];
  return at;
}

/* A place where a site stands, or a site that shares its place: rare enough for the whole walk. */
static bool is_special(const jh_state *state, int32_t s, int32_t place) {
  const jh_case *const problem = state->problem;
  int32_t const home = problem->sites[s].home;
  for (int32_t t = 0; t < problem->site_count; t++)
    if (problem->sites[t].home == place || (t != s && home >= 0 && problem->sites[t].home == home)) return true;
  return false;
}

bool jh_state_still_joined(const jh_state *state, int32_t s, int32_t band, int32_t place) {
  if (is_special(state, s, place)) return jh_state_connected(state, s, band);
  const jh_county *const county = state->problem->county;
  int32_t const used = bands_used(state->problem), end = county->neighbour_start[place + 1];
  int32_t first = -1, others = 0, reached = 0;
  for (int32_t e = county->neighbour_start[place]; e < end; e++) {
    int32_t const q = county->neighbours[e].i;
    if (site_of(state, q, band, used) != s) continue;
    if (first < 0)
      first = q;
    else
      others++;
  }
  if (site_of(state, place, band, used) == s) return first >= 0;
  if (others == 0) return true;
  (void)flood(state, s, band, used, first, -1, &reached);
  const bool *const seen = (const bool *)(state->work + county->place_count);
  for (int32_t e = county->neighbour_start[place]; e < end; e++) {
    int32_t const q = county->neighbours[e].i;
    if (site_of(state, q, band, used) == s && !seen[q]) return false;
  }
  return true;
}

bool jh_state_all_connected(const jh_state *state) {
  const jh_case *const problem = state->problem;
  for (int32_t s = 0; s < problem->site_count && problem->contiguous; s++)
    for (int32_t b = 0; b < problem->band_count; b++)
      if (problem->band_used[b] && !jh_state_connected(state, s, b)) return false;
  return true;
}

bool jh_state_meets(const jh_state *state) {
  const jh_case *const problem = state->problem;
  return state->lacking == 0 && (problem->number < 0 || state->running == problem->number) &&
         jh_state_all_connected(state);
}
