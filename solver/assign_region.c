/* The connected subproblem of a site: the most that a region around its home can gain.
 *
 * Ties say that a region holds together; how items that touch fill the seats says more, most of all where a site
 * holds few, and the search for the best region is short. It grows item by item along its border, each taken or left
 * out for good, and a branch ends where what it can still reach, the last of it in part, brings no more than the best
 * region known. A search that turns out long is given up, and the next few of that site are left out. Items are bits
 * in the order of gain for weight, so that a walk over them fills the seats too. */
#include "assign_relax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 64, NODES_MOST = 1000, NODE_WORK = 5, WAIT_MOST = 15 };
static double const FEW = 30; /* items of mean weight: where a site has room for more, the search seldom ends */

typedef uint64_t item_set;

typedef struct region_item {
  int32_t pair;
  int64_t gain, weight; /* 0 where the site must hold it */
  double key;           /* gain for weight */
  item_set beside;
} region_item;

typedef struct branch {
  item_set in, open, edge; /* taken; neither taken nor left out; beside what is taken */
  int64_t gain, room;
} branch;

struct assign_region_room {
  region_item item[BITS];
  int32_t count;
  item_set beside_home, must; /* must: what a region has to hold */
  branch stack[BITS + 2];
  item_set best_in;
  int64_t best, open; /* gain of the best region; a bound on those not looked at */
  int32_t nodes;      /* of the last search */
};

assign_region_room *assign_region_room_new(jh_arena *arena) { return JH_NEW(arena, assign_region_room, 1); }

static int32_t first_of(item_set set) { return __builtin_ctzll(set); }
static item_set one(int32_t v) { return (item_set)1 << v; }

/* What the branch may still reach; what does not fit is not open any more. */
static item_set reach_of(const assign_region_room *w, branch *b) {
  item_set reach = 0;
  for (item_set queue = b->edge & b->open; queue;) {
    int32_t const v = first_of(queue);
    queue &= queue - 1;
    if (w->item[v].weight > b->room) {
      b->open &= ~one(v);
      continue;
    }
    reach |= one(v);
    queue |= w->item[v].beside & b->open & ~reach;
  }
  return reach;
}

/* The most the branch can come to, from above; INT64_MIN where it cannot hold what it must. *whole: the items counted
 * in full. */
static int64_t most_of(const assign_region_room *w, const branch *b, item_set reach, item_set *whole) {
  int64_t gain = b->gain, room = b->room;
  item_set const missing = w->must & ~b->in;
  *whole = missing;
  if (missing & ~reach) return INT64_MIN;
  for (item_set more = missing; more; more &= more - 1) {
    gain += w->item[first_of(more)].gain;
    room -= w->item[first_of(more)].weight;
  }
  if (room < 0) return INT64_MIN;
  for (item_set more = reach & ~missing; more; more &= more - 1) {
    const region_item *const v = &w->item[first_of(more)];
    if (v->gain < 0) break;
    if (v->weight > room) return gain + (int64_t)((__int128)v->gain * room / v->weight) + 1;
    gain += v->gain;
    room -= v->weight;
    *whole |= more & -more;
  }
  return gain;
}

static void take(assign_region_room *w, branch *b, int32_t v) {
  b->in |= one(v);
  b->open &= ~one(v);
  b->edge |= w->item[v].beside;
  b->gain += w->item[v].gain;
  b->room -= w->item[v].weight;
  if (b->gain <= w->best || (w->must & ~b->in)) return;
  w->best = b->gain;
  w->best_in = b->in;
}

/* Takes items from the border, each time with the branch without it left for later, as long as `most` holds: items
 * counted in full come at no price. True: it does not hold any more, the branch is to be looked at again. */
static bool grow(assign_region_room *w, branch *b, item_set reach, item_set whole, int64_t enough, int32_t *depth) {
  for (item_set border = reach & b->edge; border; border = reach & b->edge & b->open) {
    int32_t const v = first_of(border);
    if (w->item[v].weight > b->room) return true;
    branch without = *b;
    without.open &= ~one(v);
    w->stack[(*depth)++] = without;
    take(w, b, v);
    if (!(whole & one(v))) return true;
    if (w->best >= enough) return false;
  }
  return false;
}

/* False: it takes too long. */
static bool search(assign_region_room *w, const branch *root, int64_t tolerance) {
  int32_t depth = 0;
  w->best_in = 0;
  w->open = INT64_MIN;
  w->stack[depth++] = *root;
  for (w->nodes = 0; depth > 0; w->nodes++) {
    branch b = w->stack[--depth];
    item_set const reach = reach_of(w, &b);
    item_set whole = 0;
    int64_t const most = most_of(w, &b, reach, &whole);
    if (most > w->best + tolerance) {
      if (w->nodes >= NODES_MOST) return false;
      if (grow(w, &b, reach, whole, most - tolerance, &depth)) w->stack[depth++] = b;
    }
    if (most <= w->best + tolerance && most > w->open) w->open = most;
  }
  return true;
}

/* ---- the items that can matter ---- */

static int by_key(const void *a, const void *b) {
  const region_item *const x = a, *const y = b;
  return x->key != y->key ? (x->key < y->key) - (x->key > y->key) : (x->pair > y->pair) - (x->pair < y->pair);
}

/* Those that a region better than the best may hold; distance[] and `most` are those of assign_ties_ways. False: more
 * than bits. */
static bool gather(assign_relax *r, int32_t j, double most) {
  assign_region_room *const w = r->region;
  const jh_assign *const p = r->problem;
  w->count = 0;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k] || i == assign_own_home(r, j)) continue;
    bool const held = r->decided.settled[i] == j;
    if (!held && (p->weight[i] > r->room[j] || most - r->distance[i] < (double)w->best)) continue;
    if (w->count == BITS) return false;
    region_item *const item = &w->item[w->count++];
    *item = (region_item){.pair = k, .key = HUGE_VAL};
    if (held) continue;
    item->gain = assign_gain(r, k);
    item->weight = p->weight[i];
    item->key = assign_ratio(item->gain, item->weight);
  }
  qsort(w->item, (size_t)w->count, sizeof *w->item, by_key);
  return true;
}

static void lay_borders(assign_relax *r, int32_t j) {
  assign_region_room *const w = r->region;
  const jh_assign *const p = r->problem;
  int32_t const home = assign_own_home(r, j), listed = ++r->stamp;
  w->beside_home = 0;
  for (int32_t v = 0; v < w->count; v++) {
    int32_t const i = r->pair_item[w->item[v].pair];
    r->mark[i] = listed;
    r->place[i] = v;
  }
  for (int32_t v = 0; v < w->count; v++) {
    int32_t const i = r->pair_item[w->item[v].pair];
    for (int32_t n = p->neighbour_start[i]; n < p->neighbour_start[i + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (next == home)
        w->beside_home |= one(v);
      else if (r->mark[next] == listed)
        w->item[v].beside |= one(r->place[next]);
    }
  }
}

/* What the region of the last time gains now; 0 (the home alone) where it may not be any more. */
static int64_t last_region(const assign_relax *r, int32_t j) {
  const int32_t *const last = &r->region_pair[r->site_start[j]];
  int64_t gain = 0, room = r->room[j];
  for (int32_t n = 0; n < r->region_count[j]; n++) {
    int32_t const i = r->pair_item[last[n]];
    if (r->decided.out[last[n]]) return 0;
    if (r->decided.settled[i] == j) continue;
    gain += assign_gain(r, last[n]);
    room -= r->problem->weight[i];
  }
  return room >= 0 && gain > 0 ? gain : 0;
}

static void mark_taken(assign_relax *r, int32_t k, int32_t stamp, int32_t *count) {
  r->mark[r->pair_item[k]] = stamp;
  *count += 1;
}

/* The chosen offers, with what is held, hold together. */
static bool holds_together(assign_relax *r, int32_t j) {
  int32_t const first = r->site_start[j], taken = ++r->stamp, walked = ++r->stamp;
  int32_t wanted = 0;
  for (int32_t n = 0; n < r->took_count[j]; n++) mark_taken(r, r->took[first + n], taken, &wanted);
  for (int32_t o = 0; o < r->offer_count[j]; o++)
    if (r->chosen[first + o]) mark_taken(r, r->offers[first + o].pair, taken, &wanted);
  return assign_ties_walk(r, assign_own_home(r, j), taken, walked) == wanted;
}

static bool holds_few(const assign_relax *r, int32_t j) {
  return (double)assign_seats(r, j) * r->problem->item_count <= FEW * (double)r->weight;
}

static branch first_branch(const assign_relax *r, int32_t j) {
  const assign_region_room *const w = r->region;
  return (branch){
      .open = w->count == BITS ? ~(item_set)0 : one(w->count) - 1, .edge = w->beside_home, .room = r->room[j]};
}

static int32_t longer(int32_t wait) { return 2 * wait + 1 < WAIT_MOST ? 2 * wait + 1 : WAIT_MOST; }

int64_t assign_region(assign_relax *r, int32_t j, int64_t knapsack) {
  assign_region_room *const w = r->region;
  int32_t *const region = &r->region_pair[r->site_start[j]];
  r->by_region[j] = false;
  if (!holds_few(r, j) || holds_together(r, j)) return knapsack;
  if (r->region_skip[j] > 0) {
    r->region_skip[j] -= 1;
    return knapsack;
  }
  int64_t const known = last_region(r, j);
  w->best = known;
  w->must = 0;
  if (!gather(r, j, assign_ties_ways(r, j))) return knapsack;
  lay_borders(r, j);
  branch const root = first_branch(r, j);
  bool const ended = search(w, &root, r->tolerance);
  r->work += NODE_WORK * w->nodes;
  r->region_wait[j] = ended ? 0 : longer(r->region_wait[j]);
  r->region_skip[j] = r->region_wait[j];
  if (!ended) return knapsack;
  r->by_region[j] = true;
  if (w->best > known || known == 0) r->region_count[j] = 0; /* else the last one it stays */
  for (item_set in = w->best_in; in; in &= in - 1) region[r->region_count[j]++] = w->item[first_of(in)].pair;
  int64_t const most = w->open > w->best ? w->open : w->best;
  return most < knapsack ? most : knapsack;
}

/* What is lost where item v must be held, or must not; at most down to `least`, what it would have to gain. */
static int64_t loss_of(assign_relax *r, int32_t j, int32_t v, bool held, int64_t best, int64_t least) {
  assign_region_room *const w = r->region;
  branch root = first_branch(r, j);
  w->must = held ? one(v) : 0;
  if (!held) root.open &= ~one(v);
  w->best = held || least > 0 ? least : 0; /* the home alone is a region too */
  bool const ended = search(w, &root, r->tolerance);
  r->work += NODE_WORK * w->nodes;
  if (!ended) return 0;
  return best - (w->open > w->best ? w->open : w->best);
}

void assign_region_look(assign_relax *r, int32_t j, double most, int64_t slack) {
  assign_region_room *const w = r->region;
  int64_t const best = r->problem->fixed[j] - r->sure[j] - r->value[j], least = best - slack;
  if (!holds_few(r, j)) return;
  w->best = least;
  if (!gather(r, j, most)) return;
  lay_borders(r, j);
  for (int32_t v = 0; v < w->count; v++) {
    int32_t const k = w->item[v].pair;
    if (w->item[v].key == HUGE_VAL || r->enter[k] >= slack) continue;
    int64_t *const more = r->in[k] ? &r->leave[k] : &r->enter[k];
    int64_t const loss = loss_of(r, j, v, !r->in[k], best, least);
    if (loss > *more) *more = loss;
  }
}
