/* A county many times side by side, as one problem: copies in rows and columns, each a county's width from the next.
 * Candidate lists by a grid of cells over the sites, so that neither memory nor time knows places times sites. */
#include "copies.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double const MARGIN = 0.1; /* of the county's width, between copies */

typedef struct spot {
  double x, y;
} spot;

typedef struct found {
  int64_t distance_mm;
  int32_t site;
} found;

typedef struct grid {
  const spot *sites;
  int32_t site_count, columns, rows;
  double left, bottom, cell; /* metres */
  int32_t *start, *site;     /* sites by cell */
  found *list;               /* nearest so far, rising */
  int32_t count, most;
} grid;

static int32_t column_of(const grid *g, double x) {
  int32_t const column = (int32_t)((x - g->left) / g->cell);
  return column < 0 ? 0 : column >= g->columns ? g->columns - 1 : column;
}

static int32_t row_of(const grid *g, double y) {
  int32_t const row = (int32_t)((y - g->bottom) / g->cell);
  return row < 0 ? 0 : row >= g->rows ? g->rows - 1 : row;
}

/* About two sites a cell. */
static bool lay_grid(grid *g, jh_arena *arena) {
  double right = -HUGE_VAL, top = -HUGE_VAL;
  g->left = g->bottom = HUGE_VAL;
  for (int32_t j = 0; j < g->site_count; j++) {
    g->left = fmin(g->left, g->sites[j].x);
    g->bottom = fmin(g->bottom, g->sites[j].y);
    right = fmax(right, g->sites[j].x);
    top = fmax(top, g->sites[j].y);
  }
  g->cell = sqrt(fmax((right - g->left) * (top - g->bottom), 1) * 2 / g->site_count) + 1;
  g->columns = (int32_t)((right - g->left) / g->cell) + 1;
  g->rows = (int32_t)((top - g->bottom) / g->cell) + 1;
  int32_t const cells = g->columns * g->rows;
  g->start = JH_NEW(arena, int32_t, cells + 1);
  g->site = JH_NEW(arena, int32_t, g->site_count);
  int32_t *const next = JH_NEW(arena, int32_t, cells);
  if (!g->start || !g->site || !next) return false;
  for (int pass = 0; pass < 2; pass++)
    for (int32_t j = 0; j < g->site_count; j++) {
      int32_t const cell = row_of(g, g->sites[j].y) * g->columns + column_of(g, g->sites[j].x);
      if (pass == 0)
        g->start[cell + 1] += 1;
      else
        g->site[g->start[cell] + next[cell]++] = j;
      if (pass == 0 && j + 1 == g->site_count)
        for (int32_t c = 0; c < cells; c++) g->start[c + 1] += g->start[c];
    }
  return true;
}

static void offer(grid *g, int32_t site, int64_t distance_mm) {
  if (g->count == g->most && distance_mm >= g->list[g->count - 1].distance_mm) return;
  int32_t at = g->count < g->most ? g->count++ : g->count - 1;
  for (; at > 0 && g->list[at - 1].distance_mm > distance_mm; at--) g->list[at] = g->list[at - 1];
  g->list[at] = (found){distance_mm, site};
}

static void search_cell(grid *g, const spot *from, int32_t column, int32_t row) {
  if (column < 0 || column >= g->columns || row < 0 || row >= g->rows) return;
  int32_t const cell = row * g->columns + column;
  for (int32_t a = g->start[cell]; a < g->start[cell + 1]; a++) {
    const spot *const to = &g->sites[g->site[a]];
    offer(g, g->site[a], llround(hypot(to->x - from->x, to->y - from->y) * 1000));
  }
}

/* Ring after ring of cells, until a farther one cannot hold a nearer site. */
static void search(grid *g, const spot *from) {
  int32_t const column = column_of(g, from->x), row = row_of(g, from->y);
  int32_t const farthest = g->columns > g->rows ? g->columns : g->rows;
  g->count = 0;
  for (int32_t ring = 0; ring <= farthest; ring++) {
    double const nearest_mm = (ring - 1) * g->cell * 1000; /* of a site in this ring, at least */
    if (g->count == g->most && (double)g->list[g->count - 1].distance_mm < nearest_mm) return;
    for (int32_t r = row - ring; r <= row + ring; r++) {
      bool const whole = r == row - ring || r == row + ring;
      for (int32_t c = column - ring; c <= column + ring; c += whole || ring == 0 ? 1 : 2 * ring)
        search_cell(g, from, c, r);
    }
  }
}

static int by_site(const void *a, const void *b) {
  int32_t const x = ((const found *)a)->site, y = ((const found *)b)->site;
  return (x > y) - (x < y);
}

/* Each item's nearest sites, and what the nearest one left out would cost. */
static bool lay_pairs(const spot *items, grid *g, int32_t nearest, jh_arena *arena, jh_assign *many) {
  int32_t const kept = nearest < g->site_count ? nearest : g->site_count;
  size_t const pairs = (size_t)many->item_count * (size_t)kept;
  int32_t *const start = JH_NEW(arena, int32_t, many->item_count + 1), *const site = JH_NEW(arena, int32_t, pairs);
  int64_t *const cost = JH_NEW(arena, int64_t, pairs), *const beyond = JH_NEW(arena, int64_t, many->item_count);
  g->most = kept + 1;
  g->list = JH_NEW(arena, found, g->most);
  if (!start || !site || !cost || !beyond || !g->list || pairs > INT32_MAX) return false;
  for (int32_t i = 0; i < many->item_count; i++) {
    search(g, &items[i]);
    beyond[i] = g->count > kept ? g->list[kept].distance_mm * many->weight[i] : INT64_MAX;
    qsort(g->list, (size_t)kept, sizeof *g->list, by_site);
    start[i + 1] = (i + 1) * kept;
    for (int32_t k = 0; k < kept; k++) {
      site[start[i] + k] = g->list[k].site;
      cost[start[i] + k] = g->list[k].distance_mm * many->weight[i];
    }
  }
  many->pair_start = start;
  many->pair_site = site;
  many->pair_cost = cost;
  many->beyond = beyond;
  return true;
}

/* The spots of one county, copied in rows and columns. */
static spot *copy_spots(const jh_position *const *one, int32_t count, int32_t copies, const spot *step,
                        jh_arena *arena) {
  spot *const spots = JH_NEW(arena, spot, (size_t)count * (size_t)copies);
  int32_t const columns = (int32_t)ceil(sqrt(copies));
  for (int32_t c = 0; spots && c < copies; c++) {
    int32_t const column = c % columns, row = c / columns;
    for (int32_t a = 0; a < count; a++)
      spots[c * count + a] = (spot){one[a]->x + step->x * column, one[a]->y + step->y * row};
  }
  return spots;
}

static spot step_of(const jh_county *county) {
  double left = HUGE_VAL, bottom = HUGE_VAL, right = -HUGE_VAL, top = -HUGE_VAL;
  for (int32_t i = 0; i < county->place_count; i++) {
    const jh_position *const at = &county->places[i].position;
    left = fmin(left, at->x);
    right = fmax(right, at->x);
    bottom = fmin(bottom, at->y);
    top = fmax(top, at->y);
  }
  return (spot){(right - left) * (1 + MARGIN), (top - bottom) * (1 + MARGIN)};
}

static bool copy_sites(const jh_assign *one, int32_t copies, jh_arena *arena, jh_assign *many) {
  size_t const sites = (size_t)one->site_count, all = sites * (size_t)copies;
  int64_t *const capacity = JH_NEW(arena, int64_t, all), *const fixed = JH_NEW(arena, int64_t, all);
  bool *const must_run = JH_NEW(arena, bool, all);
  if (!capacity || !fixed || !must_run) return false;
  for (size_t j = 0; j < all; j++) {
    capacity[j] = one->capacity[j % sites];
    fixed[j] = one->fixed[j % sites];
    must_run[j] = one->must_run[j % sites];
  }
  many->capacity = capacity;
  many->fixed = fixed;
  many->must_run = must_run;
  return true;
}

bool copies_lay(const jh_county *county, const jh_assign *one, int32_t copies, int32_t nearest, jh_arena *arena,
                jh_assign *many) {
  int32_t const items = one->item_count, sites = one->site_count;
  const jh_position **const places = JH_NEW(arena, const jh_position *, items);
  const jh_position **const schools = JH_NEW(arena, const jh_position *, sites);
  int64_t *const weight = JH_NEW(arena, int64_t, (size_t)items * (size_t)copies);
  if (!places || !schools || !weight || one->connected || county->geographic) return false;
  for (int32_t i = 0; i < items; i++) places[i] = &county->places[i].position;
  for (int32_t j = 0; j < sites; j++) schools[j] = &county->schools[j].position;
  for (int32_t i = 0; i < items * copies; i++) weight[i] = one->weight[i % items];
  *many = (jh_assign){.item_count = items * copies,
                      .site_count = sites * copies,
                      .weight = weight,
                      .site_number = one->site_number < 0 ? -1 : one->site_number * copies};
  spot const step = step_of(county);
  grid g = {.site_count = many->site_count, .sites = copy_spots(schools, sites, copies, &step, arena)};
  const spot *const spots = copy_spots(places, items, copies, &step, arena);
  return g.sites && spots && copy_sites(one, copies, arena, many) && lay_grid(&g, arena) &&
         lay_pairs(spots, &g, nearest, arena, many);
}
