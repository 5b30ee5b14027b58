/* The exact check of a plan: integers only, and nothing shared with the search that found it. */
#include "junheng/solver/assign.h"

/* Index of the pair (item, site), or -1. */
static int32_t pair_of(const jh_assign *p, int32_t item, int32_t site) {
  for (int32_t k = p->pair_start[item]; k < p->pair_start[item + 1]; k++) {
    if (p->pair_site[k] == site) {
      return k;
    }
  }
  return -1;
}

static const char *check_items(const jh_assign *p, const int32_t *site, const bool *runs, int64_t *load,
                               int64_t *value, jh_arena *arena) {
  for (int32_t i = 0; i < p->item_count; i++) {
    const int32_t j = site[i];
    if (j < 0 || j >= p->site_count) {
      return jh_arena_printf(arena, "A1: item %d has no site", i);
    }
    const int32_t k = pair_of(p, i, j);
    if (k < 0) {
      return jh_arena_printf(arena, "A1: item %d may not go to site %d", i, j);
    }
    if (!runs[j]) {
      return jh_arena_printf(arena, "A2: item %d goes to site %d, which does not run", i, j);
    }
    if (__builtin_add_overflow(load[j], p->weight[i], &load[j]) ||
        __builtin_add_overflow(*value, p->pair_cost[k], value)) {
      return jh_arena_printf(arena, "sums of item %d pass 64 bits", i);
    }
  }
  return NULL;
}

static const char *check_sites(const jh_assign *p, const bool *runs, const int64_t *load, int64_t *value,
                               jh_arena *arena) {
  int32_t running = 0;
  for (int32_t j = 0; j < p->site_count; j++) {
    running += runs[j];
    if (load[j] > p->capacity[j]) {
      return jh_arena_printf(arena, "A2: site %d is over its capacity", j);
    }
    if (p->must_run[j] && !runs[j]) {
      return jh_arena_printf(arena, "A4: site %d must run", j);
    }
    if (runs[j] && p->min_load != NULL && load[j] < p->min_load[j]) {
      return jh_arena_printf(arena, "A6: site %d is under its least load", j);
    }
    if (runs[j] && __builtin_add_overflow(*value, p->fixed[j], value)) {
      return jh_arena_printf(arena, "sums of site %d pass 64 bits", j);
    }
  }
  if (p->site_number >= 0 && running != p->site_number) {
    return jh_arena_printf(arena, "A3: %d sites run, %d should", running, p->site_number);
  }
  return NULL;
}

/* Marks what is reached from the items in queue[0..count) without leaving site j. */
static void spread(const jh_assign *p, const int32_t *site, int32_t j, bool *seen, int32_t *queue, int32_t count) {
  for (int32_t head = 0; head < count; head++) {
    const int32_t i = queue[head];
    for (int32_t n = p->neighbour_start[i]; n < p->neighbour_start[i + 1]; n++) {
      const int32_t other = p->neighbours[n];
      if (site[other] == j && !seen[other]) {
        seen[other] = true;
        queue[count++] = other;
      }
    }
  }
}

/* Where a region may begin: its home; where the home belongs to another running site of the same home, the home's
 * neighbours, once (the region must be connected and touch the home); without a home, its first item. */
static int32_t first_item(const jh_assign *p, const int32_t *site, const bool *runs, int32_t j, bool *wrong_home) {
  const int32_t home = p->home[j];
  *wrong_home = false;
  if (home >= 0 && site[home] == j) {
    return home;
  }
  if (home >= 0) {
    const int32_t owner = site[home];
    *wrong_home = !runs[owner] || p->home[owner] != home;
    for (int32_t n = p->neighbour_start[home]; n < p->neighbour_start[home + 1]; n++) {
      if (site[p->neighbours[n]] == j) {
        return p->neighbours[n];
      }
    }
    return -1;
  }
  for (int32_t i = 0; i < p->item_count; i++) {
    if (site[i] == j) {
      return i;
    }
  }
  return -1;
}

static const char *check_regions(const jh_assign *p, const int32_t *site, const bool *runs, jh_arena *arena) {
  bool *seen = JH_NEW(arena, bool, p->item_count);
  int32_t *queue = JH_NEW(arena, int32_t, p->item_count);
  if (seen == NULL || queue == NULL) {
    return "no memory for the check";
  }
  for (int32_t j = 0; j < p->site_count; j++) {
    bool wrong_home = false;
    const int32_t first = runs[j] ? first_item(p, site, runs, j, &wrong_home) : -1;
    if (wrong_home) {
      return jh_arena_printf(arena, "A5: the home of site %d belongs to another", j);
    }
    if (first >= 0) {
      seen[first] = true;
      queue[0] = first;
      spread(p, site, j, seen, queue, 1);
    }
  }
  for (int32_t i = 0; i < p->item_count; i++) {
    if (!seen[i]) {
      return jh_arena_printf(arena, "A5: item %d is cut off from site %d", i, site[i]);
    }
  }
  return NULL;
}

const char *jh_assign_verify(const jh_assign *problem, const int32_t *site, const bool *runs, int64_t *value,
                             jh_arena *arena) {
  int64_t *load = JH_NEW(arena, int64_t, problem->site_count);
  if (load == NULL) {
    return "no memory for the check";
  }
  *value = 0;
  const char *wrong = check_items(problem, site, runs, load, value, arena);
  if (wrong == NULL) {
    wrong = check_sites(problem, runs, load, value, arena);
  }
  if (wrong == NULL && problem->connected) {
    wrong = check_regions(problem, site, runs, arena);
  }
  return wrong;
}
