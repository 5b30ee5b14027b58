/* consolidation_search.h - what the files of the search for plans share (consolidation_search.c, _border.c). */
#ifndef JUNHENG_MODELS_CONSOLIDATION_SEARCH_H
#define JUNHENG_MODELS_CONSOLIDATION_SEARCH_H

#include "consolidation.h"

typedef struct jh_undo {
  int32_t item, pair;
} jh_undo;

typedef struct jh_search {
  const jh_case *problem;
  const jh_control *control;
  jh_state now;
  const jh_case_guide *guide;
  bool near_best; /* begun from a plan at hand */
  uint64_t random;
  int32_t *near;       /* pairs of each group, cheapest first, at the pairs' own positions */
  int32_t *group_item; /* group -> first item */
  int32_t *site_start; /* site -> pairs that lead there */
  int32_t *site_pairs;
  int32_t *places; /* of the part that a move cuts off */
  jh_undo *log;
  size_t log_count, log_capacity;
  bool logging, failed;
} jh_search;

/* consolidation_search.c */
int32_t jh_search_draw(jh_search *look, int32_t count);
/* The group's pair to a site, or -1. */
int32_t jh_search_pair_to(const jh_case *problem, int32_t group, int32_t site);
int32_t jh_search_site_at(const jh_search *look, int32_t item);
/* From here on moves can be taken back. */
void jh_search_begin(jh_search *look);
void jh_search_put(jh_search *look, int32_t item, int32_t pair);
/* After a group has come to a site or left it. */
bool jh_search_still_connected(jh_search *look, int32_t group, int32_t site);
/* Keeps what was done since the energy was `before`, or takes it back. */
bool jh_search_settle(jh_search *look, int64_t before, double temperature, bool allowed);

/* consolidation_border.c */
/* An item for the next move: often one of a site that lacks something. */
int32_t jh_search_draw_item(jh_search *look);
/* The part of a catchment that a place has cut off by leaving follows it. False: that cannot be. */
bool jh_search_follow(jh_search *look, int32_t band, int32_t from, int32_t to);
/* A village over the border, one of those there over the next, and so on, `most` in all: what a full school takes in
 * it passes on. */
bool jh_search_pass_on(jh_search *look, int32_t item, int32_t most, double temperature);

#endif
