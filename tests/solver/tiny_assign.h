/* tiny_assign.h - tiny assignment problems of every kind, drawn by lot, and their best plans by brute force. */
#ifndef JUNHENG_TEST_TINY_ASSIGN_H
#define JUNHENG_TEST_TINY_ASSIGN_H

#include "dice.h"

#include "junheng/solver/assign.h"

#include <string.h>

enum { ITEMS = 6, SITES = 3, PAIRS = ITEMS * SITES };

typedef struct tiny {
  jh_assign problem;
  int64_t weight[ITEMS], capacity[SITES], fixed[SITES], cost[PAIRS];
  bool must_run[SITES];
  int32_t pair_start[ITEMS + 1], pair_site[PAIRS], neighbour_start[ITEMS + 1], neighbours[ITEMS * ITEMS], home[SITES];
} tiny;

static inline void make_graph(tiny *t) {
  bool edge[ITEMS][ITEMS] = {{false}};
  for (int i = 1; i < ITEMS; i++) { /* a tree, and some more */
    int const j = (int)dice(i);
    edge[i][j] = edge[j][i] = true;
  }
  for (int k = 0; k < 3; k++) {
    int const a = (int)dice(ITEMS), b = (int)dice(ITEMS);
    if (a != b) edge[a][b] = edge[b][a] = true;
  }
  int32_t count = 0;
  for (int i = 0; i < ITEMS; i++) {
    t->neighbour_start[i] = count;
    for (int j = 0; j < ITEMS; j++)
      if (edge[i][j]) t->neighbours[count++] = j;
  }
  t->neighbour_start[ITEMS] = count;
}

/* Kinds: bit 0 connected, bit 1 fixed charges, bit 2 a number of sites, bit 3 missing pairs, bit 4 a shared home. */
static inline void make_tiny(tiny *t, int kind) {
  memset(t, 0, sizeof *t);
  int32_t pairs = 0;
  for (int i = 0; i < ITEMS; i++) {
    t->weight[i] = dice(9);
    t->pair_start[i] = pairs;
    for (int j = 0; j < SITES; j++) {
      if ((kind & 8) && dice(6) == 0) continue;
      t->pair_site[pairs] = j;
      t->cost[pairs++] = dice(100);
    }
  }
  t->pair_start[ITEMS] = pairs;
  for (int j = 0; j < SITES; j++) {
    t->capacity[j] = dice(8) == 0 ? INT64_MAX : 6 + dice(16);
    t->fixed[j] = (kind & 2) ? dice(120) : 0;
    t->must_run[j] = !(kind & 6);
    t->home[j] = (kind & 16) && j == 1 ? 0 : j * 2;
  }
  make_graph(t);
  t->problem = (jh_assign){.item_count = ITEMS,
                           .site_count = SITES,
                           .weight = t->weight,
                           .capacity = t->capacity,
                           .fixed = t->fixed,
                           .must_run = t->must_run,
                           .site_number = (kind & 4) ? 2 : -1,
                           .pair_start = t->pair_start,
                           .pair_site = t->pair_site,
                           .pair_cost = t->cost,
                           .connected = kind & 1,
                           .neighbour_start = t->neighbour_start,
                           .neighbours = t->neighbours,
                           .home = t->home};
}

/* The best value over every assignment and set of sites, and where it puts the items; -1 for none. */
static inline int64_t brute_force(const tiny *t, int32_t *best_site, bool *best_runs, jh_arena *arena) {
  int64_t best = -1;
  int total = 1;
  for (int i = 0; i < ITEMS; i++) total *= SITES;
  for (int set = 1; set < 1 << SITES; set++) {
    bool runs[SITES];
    for (int j = 0; j < SITES; j++) runs[j] = set >> j & 1;
    for (int code = 0; code < total; code++) {
      int32_t site[ITEMS];
      int rest = code;
      for (int i = 0; i < ITEMS; i++, rest /= SITES) site[i] = rest % SITES;
      int64_t value = 0;
      if (jh_assign_verify(&t->problem, site, runs, &value, arena) || (best >= 0 && value >= best)) continue;
      best = value;
      if (best_site) memcpy(best_site, site, sizeof site);
      if (best_runs) memcpy(best_runs, runs, sizeof runs);
    }
  }
  return best;
}

#endif
