/* What settled columns imply, and columns settled by what their other value would cost.
 *
 * In a connected problem an item reaches a site only along a path of items of the same site: unreachable pairs go,
 * and so do pairs whose cheapest path, priced by reduced costs, brings the bound up to the cutoff. */
#include "assign_lp.h"

bool assign_lp_settle(assign_lp *lp, int32_t column, bool value) {
  if (lp->lower[column] == lp->upper[column]) return (lp->lower[column] == 1) == value;
  lp->lower[column] = lp->upper[column] = value ? 1 : 0;
  lp->trail[lp->trail_count++] = column;
  return true;
}

static bool settle_item(assign_lp *lp, int32_t i) {
  int32_t possible = 0, last = -1, certain = -1;
  for (int32_t k = lp->item_start[i]; k < lp->item_start[i + 1]; k++) {
    if (lp->lower[k] == 1) {
      if (certain >= 0) return false;
      certain = k;
    }
    possible += lp->upper[k] == 1;
    if (lp->upper[k] == 1) last = k;
  }
  if (possible == 0) return false;
  if (possible == 1) certain = last;
  if (certain < 0) return true;
  for (int32_t k = lp->item_start[i]; k < lp->item_start[i + 1]; k++)
    if (!assign_lp_settle(lp, k, k == certain)) return false;
  return true;
}

/* Every site: closed ones take nothing, used ones run, full ones take no more; the home goes with running. */
static bool settle_site(assign_lp *lp, int32_t j) {
  const jh_assign *const p = lp->problem;
  int32_t const y = lp->run_column[j];
  bool const closed = y >= 0 && lp->upper[y] == 0;
  int64_t load = 0;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
    int32_t const k = lp->of_site[a];
    if (closed && !assign_lp_settle(lp, k, false)) return false;
    if (lp->lower[k] == 0) continue;
    load += p->weight[lp->item[k]];
    if (y >= 0 && !assign_lp_settle(lp, y, true)) return false;
  }
  if (load > p->capacity[j]) return false;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
    int32_t const k = lp->of_site[a];
    if (lp->lower[k] == lp->upper[k] || p->weight[lp->item[k]] <= p->capacity[j] - load) continue;
    if (!assign_lp_settle(lp, k, false)) return false;
  }
  return true;
}

static bool home_is_shared(const jh_assign *p, int32_t j) {
  for (int32_t other = 0; other < p->site_count; other++)
    if (other != j && p->home[other] == p->home[j]) return true;
  return false;
}

/* Walks from the home of j over the items that may still be its own; the others are out of reach. */
static bool settle_region(assign_lp *lp, int32_t j) {
  const jh_assign *const p = lp->problem;
  int32_t const home = p->home[j], y = lp->run_column[j];
  if (home < 0 || (y >= 0 && lp->upper[y] == 0)) return true;
  int32_t const own = assign_lp_column_of(lp, home, j);
  if (!home_is_shared(p, j)) {
    if (own < 0 || lp->upper[own] == 0) return y >= 0 ? assign_lp_settle(lp, y, false) : false;
    if ((y < 0 || lp->lower[y] == 1) && !assign_lp_settle(lp, own, true)) return false;
  }
  int32_t const mine = ++lp->stamp, met = ++lp->stamp;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++)
    if (lp->upper[lp->of_site[a]] == 1) lp->mark[lp->item[lp->of_site[a]]] = mine;
  int32_t head = 0, tail = 0;
  lp->queue[tail++] = home;
  lp->mark[home] = met;
  while (head < tail) {
    int32_t const at = lp->queue[head++];
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (lp->mark[next] != mine) continue;
      lp->mark[next] = met;
      lp->queue[tail++] = next;
    }
  }
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++)
    if (lp->mark[lp->item[lp->of_site[a]]] == mine && !assign_lp_settle(lp, lp->of_site[a], false)) return false;
  return true;
}

/* As many sites run as there should. */
static bool settle_number(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  int32_t certain = 0, possible = 0;
  if (p->site_number < 0) return true;
  for (int32_t j = 0; j < p->site_count; j++) {
    certain += lp->run_column[j] < 0 || lp->lower[lp->run_column[j]] == 1;
    possible += lp->run_column[j] < 0 || lp->upper[lp->run_column[j]] == 1;
  }
  if (certain > p->site_number || possible < p->site_number) return false;
  if (certain != p->site_number && possible != p->site_number) return true;
  for (int32_t k = lp->pair_columns; k < lp->out_columns; k++)
    if (lp->lower[k] != lp->upper[k]) (void)assign_lp_settle(lp, k, certain != p->site_number);
  return true;
}

bool assign_lp_propagate(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  for (int32_t before = -1; before != lp->trail_count;) {
    before = lp->trail_count;
    for (int32_t i = 0; i < p->item_count; i++)
      if (!settle_item(lp, i)) return false;
    for (int32_t j = 0; j < p->site_count; j++)
      if (!settle_site(lp, j) || (p->connected && !settle_region(lp, j))) return false;
    if (!settle_number(lp)) return false;
  }
  return true;
}

/* What a free column adds to the bound when it is 1; what is settled or pays already is in the bound. */
static assign_wide added(const assign_lp *lp, int32_t column) {
  return lp->lower[column] == lp->upper[column] || lp->reduced[column] < 0 ? 0 : lp->reduced[column];
}

static bool too_dear(const assign_lp *lp, assign_wide more) {
  return lp->total + more > (assign_wide)(lp->cutoff - 1) * ((assign_wide)1 << lp->shift);
}

/* Cheapest path of each item from the home of j, itself included; label correcting, since regions are small. */
static bool settle_paths(assign_lp *lp, int32_t j) {
  const jh_assign *const p = lp->problem;
  int32_t const home = p->home[j], y = lp->run_column[j];
  if (home < 0 || (y >= 0 && lp->upper[y] == 0)) return true;
  int32_t const mine = ++lp->stamp, waiting = ++lp->stamp;
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
    int32_t const k = lp->of_site[a];
    if (lp->upper[k] == 1) lp->mark[lp->item[k]] = mine;
    lp->distance[lp->item[k]] = -1;
  }
  int32_t const own = assign_lp_column_of(lp, home, j);
  lp->distance[home] = y < 0 ? 0 : added(lp, y);
  if (own >= 0 && !home_is_shared(p, j)) lp->distance[home] += added(lp, own);
  int32_t head = 0, count = 0;
  lp->queue[count++] = home;
  lp->mark[home] = waiting;
  while (count > 0) {
    int32_t const at = lp->queue[head];
    head = (head + 1) % p->item_count;
    count -= 1;
    lp->mark[at] = mine;
    for (int32_t n = p->neighbour_start[at]; n < p->neighbour_start[at + 1]; n++) {
      int32_t const next = p->neighbours[n];
      if (next == home || (lp->mark[next] != mine && lp->mark[next] != waiting)) continue;
      assign_wide const way = lp->distance[at] + added(lp, assign_lp_column_of(lp, next, j));
      if (lp->distance[next] >= 0 && lp->distance[next] <= way) continue;
      lp->distance[next] = way;
      if (lp->mark[next] == waiting) continue;
      lp->mark[next] = waiting;
      lp->queue[(head + count++) % p->item_count] = next;
    }
  }
  for (int32_t a = lp->site_start[j]; a < lp->site_start[j + 1]; a++) {
    int32_t const k = lp->of_site[a];
    if (lp->lower[k] == lp->upper[k] || lp->item[k] == home) continue;
    if (lp->distance[lp->item[k]] >= 0 && !too_dear(lp, lp->distance[lp->item[k]])) continue;
    if (!assign_lp_settle(lp, k, false)) return false;
  }
  return true;
}

bool assign_lp_settle_by_cost(assign_lp *lp) {
  const jh_assign *const p = lp->problem;
  for (int32_t k = 0; k < lp->out_columns; k++) {
    if (lp->lower[k] == lp->upper[k]) continue;
    if (lp->reduced[k] > 0 ? too_dear(lp, lp->reduced[k]) : too_dear(lp, -lp->reduced[k]))
      if (!assign_lp_settle(lp, k, lp->reduced[k] < 0)) return false;
  }
  /* Paths are priced by what is settled now: a column settled to 1 is free of charge only if it was so in the
   * bound, so a second look at the same duals would count less, never more. */
  for (int32_t j = 0; p->connected && j < p->site_count; j++)
    if (!settle_paths(lp, j)) return false;
  return true;
}
