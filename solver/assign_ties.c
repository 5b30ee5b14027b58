/* Connected regions in the relaxed problem: separators as ties, pairs out of reach, and what a way home costs.
 *
 * A relaxed solution is whole, so what it breaks is found by walking from the home: a part that is cut off gives the
 * separator between it and what can still be reached (Carvajal and others 2013). A site whose home is another's too
 * has no ties and no reach: a relaxation. */
#include "assign_relax.h"

#include <math.h>
#include <string.h>

enum { TIES_AT_ONCE = 400, VISIT_WORK = 2 };

/* Marks, by stamp, the items that j may have; with those that it may not have by the decisions of a node. */
static int32_t mark_pairs(assign_relax *r, int32_t j, bool whatever_decided) {
  int32_t const allowed = ++r->stamp;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++)
    if (whatever_decided || !r->decided.out[r->site_pair[a]]) r->mark[r->pair_item[r->site_pair[a]]] = allowed;
  return allowed;
}

int32_t assign_ties_walk(assign_relax *r, int32_t from, int32_t over, int32_t as) {
  const jh_assign *const p = r->problem;
  int32_t head = 0, tail = 0;
  r->queue[tail++] = from;
  r->mark[from] = as;
  while (head < tail) {
    int32_t const at = r->queue[head++];
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (r->mark[next] != over) continue;
      r->mark[next] = as;
      r->queue[tail++] = next;
    }
  }
  return tail;
}

bool assign_ties_reach(assign_relax *r) {
  const jh_assign *const p = r->problem;
  for (int32_t j = 0; j < p->site_count; j++) {
    int32_t const home = assign_own_home(r, j);
    if (home < 0 || r->decided.state[j] == ASSIGN_CLOSED) continue;
    int32_t const allowed = mark_pairs(r, j, false), reached = ++r->stamp;
    if (r->mark[home] != allowed) {
      if (!assign_close_site(r, j)) return false;
      continue;
    }
    (void)assign_ties_walk(r, home, allowed, reached);
    for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++)
      if (r->mark[r->pair_item[r->site_pair[a]]] == allowed && !assign_forbid(r, r->site_pair[a])) return false;
  }
  return true;
}

/* Label correcting: regions are small. */
void assign_ties_paths(assign_relax *r, int32_t j, const double *cost, double *distance) {
  const jh_assign *const p = r->problem;
  int32_t const home = assign_own_home(r, j), idle = mark_pairs(r, j, false), waiting = ++r->stamp;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++)
    distance[r->pair_item[r->site_pair[a]]] = HUGE_VAL;
  distance[home] = 0;
  int32_t head = 0, count = 0;
  r->queue[count++] = home;
  r->mark[home] = waiting;
  while (count > 0) {
    int32_t const at = r->queue[head];
    head = (head + 1) % p->item_count;
    count -= 1;
    r->mark[at] = idle;
    r->work += VISIT_WORK;
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if ((r->mark[next] != idle && r->mark[next] != waiting) || distance[at] + cost[next] >= distance[next])
        continue;
      distance[next] = distance[at] + cost[next];
      if (r->mark[next] == waiting) continue;
      r->mark[next] = waiting;
      r->queue[(head + count++) % p->item_count] = next;
    }
  }
}

double assign_ties_ways(assign_relax *r, int32_t j) {
  const jh_assign *const p = r->problem;
  const assign_offer *const offers = &r->offers[r->site_start[j]];
  int64_t room = r->room[j];
  double unit = 0;
  for (int32_t o = 0; o < r->offer_count[j] && room >= 0; o++) {
    unit = offers[o].ratio;
    room -= offers[o].weight;
  }
  if (room >= 0) unit = 0;
  double most = unit * (double)r->room[j];
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    if (r->decided.out[k]) continue;
    bool const held = assign_must_hold(r, j, i);
    double const more = held ? 0 : (double)assign_gain(r, k) - unit * (double)p->weight[i];
    r->passing[i] = more < 0 ? -more * (1 - 1e-9) : 0;
    if (more > 0) most += more;
  }
  assign_ties_paths(r, j, r->passing, r->distance);
  return most + 1e-9 * fabs(most) + 1;
}

/* ---- ties ---- */

/* Pairs of the site at hand, by item: valid where the item is marked as its own. */
static void place_pairs(assign_relax *r, int32_t j) {
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++)
    r->place[r->pair_item[r->site_pair[a]]] = r->site_pair[a];
}

static bool known_tie(const assign_relax *r, uint64_t hash) {
  for (int32_t t = 0; t < r->tie_count; t++)
    if (r->ties[t].hash == hash) return true;
  return false;
}

static bool add_tie(assign_relax *r, int32_t pair, const int32_t *separator, int32_t count) {
  uint64_t hash = (uint64_t)(uint32_t)pair;
  for (int32_t s = 0; s < count; s++) {
    assign_dice mix = {hash ^ ((uint64_t)(uint32_t)separator[s] << 32)};
    hash += assign_roll(&mix); /* in any order */
  }
  if (known_tie(r, hash)) return true;
  assign_tie *const ties =
      jh_arena_grow(r->arena, r->ties, &r->tie_capacity, (size_t)r->tie_count + 1, sizeof *r->ties);
  if (ties) r->ties = ties;
  int32_t *const pairs = jh_arena_grow(r->arena, r->tie_pairs, &r->tie_pair_capacity,
                                       (size_t)r->tie_pair_count + (size_t)count + 1, sizeof *pairs);
  if (pairs) r->tie_pairs = pairs;
  if (!ties || !pairs) return false;
  r->ties[r->tie_count++] = (assign_tie){.pair = pair, .first = r->tie_pair_count, .count = count, .hash = hash};
  if (count > 0) memcpy(&r->tie_pairs[r->tie_pair_count], separator, (size_t)count * sizeof *separator);
  r->tie_pair_count += count;
  return true;
}

/* Lists the part of the relaxed solution around `item` in the queue; its allowed neighbours become the edge. */
static int32_t walk_part(assign_relax *r, int32_t item, int32_t allowed, int32_t part, int32_t edge) {
  const jh_assign *const p = r->problem;
  int32_t head = 0, tail = 0;
  r->queue[tail++] = item;
  r->seen[item] = part;
  while (head < tail) {
    int32_t const at = r->queue[head++];
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (r->mark[next] != allowed || r->seen[next] == part) continue;
      bool const taken = r->in[r->place[next]];
      r->seen[next] = taken ? part : edge;
      if (taken) r->queue[tail++] = next;
    }
  }
  return tail;
}

/* Walks from the home over what is neither part nor edge: what it meets of the edge separates the part from it. */
static int32_t walk_to_edge(assign_relax *r, int32_t home, int32_t allowed, int32_t part, int32_t edge,
                            int32_t *separator) {
  const jh_assign *const p = r->problem;
  int32_t const reached = ++r->stamp;
  int32_t head = 0, tail = 0, count = 0;
  r->queue[tail++] = home;
  r->seen[home] = reached;
  while (head < tail) {
    int32_t const at = r->queue[head++];
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (r->mark[next] != allowed || r->seen[next] == reached || r->seen[next] == part) continue;
      if (r->seen[next] == edge)
        separator[count++] = r->place[next];
      else
        r->queue[tail++] = next;
      r->seen[next] = reached;
    }
  }
  return count;
}

/* The part around `item` is cut off from the home: its heaviest item is tied. */
static bool tie_part(assign_relax *r, int32_t home, int32_t item, int32_t allowed) {
  int32_t const part = ++r->stamp, edge = ++r->stamp;
  int32_t const size = walk_part(r, item, allowed, part, edge);
  int32_t heaviest = item;
  for (int32_t q = 0; q < size; q++) {
    r->part[r->queue[q]] = allowed;
    if (r->problem->weight[r->queue[q]] > r->problem->weight[heaviest]) heaviest = r->queue[q];
  }
  int32_t const count = walk_to_edge(r, home, allowed, part, edge, r->separator);
  return add_tie(r, r->place[heaviest], r->separator, count);
}

/* A tie holds for every plan, so separators do not know of a node's decisions: only of pairs that left for good.
 * Parts dealt with carry the site's own stamp in part[], the home's part first. */
static bool tie_site(assign_relax *r, int32_t j, int32_t *added) {
  int32_t const home = assign_own_home(r, j);
  if (home < 0 || !r->runs[j] || r->value[j] >= ASSIGN_IMPOSSIBLE) return true;
  if (r->region && r->by_region[j]) return true;
  place_pairs(r, j);
  int32_t const allowed = mark_pairs(r, j, true), own = ++r->stamp, beside = ++r->stamp;
  int32_t const size = walk_part(r, home, allowed, own, beside);
  for (int32_t q = 0; q < size; q++) r->part[r->queue[q]] = allowed;
  for (int32_t a = r->site_start[j]; a < r->site_start[j + 1]; a++) {
    int32_t const k = r->site_pair[a], item = r->pair_item[k];
    if (!r->in[k] || r->part[item] == allowed) continue;
    if (!tie_part(r, home, item, allowed)) return false;
    *added += 1;
  }
  return true;
}

bool assign_ties_find(assign_relax *r) {
  if (!r->problem->connected) return true;
  int32_t added = 0;
  for (int32_t j = 0; j < r->problem->site_count && added < TIES_AT_ONCE && r->tie_count < r->tie_most; j++)
    if (!tie_site(r, j, &added)) return false;
  return true;
}

void assign_ties_set(assign_relax *r, int32_t tie, int64_t multiplier) {
  assign_tie *const t = &r->ties[tie];
  int64_t const more = multiplier - t->multiplier;
  if (more == 0) return;
  t->multiplier = multiplier;
  r->adjust[t->pair] += more;
  for (int32_t s = t->first; s < t->first + t->count; s++) r->adjust[r->tie_pairs[s]] -= more;
}

double assign_ties_norm(assign_relax *r) {
  double norm = 0;
  for (int32_t t = 0; t < r->tie_count; t++) {
    assign_tie *const tie = &r->ties[t];
    int32_t broken = r->in[tie->pair];
    for (int32_t s = tie->first; s < tie->first + tie->count; s++) broken -= r->in[r->tie_pairs[s]];
    tie->direction = broken + 0.8 * tie->direction;
    bool const matters = tie->multiplier > 0 || tie->direction > 0;
    tie->idle = tie->multiplier > 0 || broken > 0 ? 0 : tie->idle + 1;
    if (!matters) tie->direction = 0;
    norm += r->scale[r->pair_item[tie->pair]] * tie->direction * tie->direction;
  }
  return norm;
}

void assign_ties_step(assign_relax *r, double length) {
  int64_t const most = INT64_MAX / 16 / (r->problem->item_count + 1) / (r->tie_count + 1);
  for (int32_t t = 0; t < r->tie_count; t++) {
    assign_tie *const tie = &r->ties[t];
    if (tie->direction == 0) continue;
    double const next = (double)tie->multiplier + round(length * r->scale[r->pair_item[tie->pair]] * tie->direction);
    assign_ties_set(r, t, next <= 0 ? 0 : next >= (double)most ? most : (int64_t)next);
  }
}

void assign_ties_purge(assign_relax *r, int32_t idle) {
  int32_t count = 0, pairs = 0;
  for (int32_t t = 0; t < r->tie_count; t++) {
    assign_tie tie = r->ties[t];
    if (tie.multiplier == 0 && tie.idle >= idle) continue;
    memmove(&r->tie_pairs[pairs], &r->tie_pairs[tie.first], (size_t)tie.count * sizeof *r->tie_pairs);
    tie.first = pairs;
    pairs += tie.count;
    r->ties[count++] = tie;
  }
  r->tie_count = count;
  r->tie_pair_count = pairs;
}

void assign_ties_keep(assign_relax *r) {
  for (int32_t t = 0; t < r->tie_count; t++) r->ties[t].best = r->ties[t].multiplier;
}

void assign_ties_restore(assign_relax *r) {
  for (int32_t t = 0; t < r->tie_count; t++) {
    assign_ties_set(r, t, r->ties[t].best);
    r->ties[t].direction = 0;
  }
}

void assign_ties_save(assign_relax *r) {
  for (int32_t t = 0; t < r->tie_count; t++) r->ties[t].saved = r->ties[t].multiplier;
}

void assign_ties_load(assign_relax *r) {
  for (int32_t t = 0; t < r->tie_count; t++) assign_ties_set(r, t, r->ties[t].saved);
}
