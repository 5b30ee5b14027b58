/* A good plan on the exact cost: grown from today's sites, annealed with moves of villages, swaps, closures and
 * openings, then descended.  Steps, not seconds, decide, so that the same seed gives the same plan. */
#include "consolidation_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t next_random(jh_search *look) {
  uint64_t z = look->random += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}
int32_t jh_search_draw(jh_search *look, int32_t count) { return (int32_t)(next_random(look) % (uint64_t)count); }
static double draw_unit(jh_search *look) { return (double)(next_random(look) >> 11) * 0x1p-53; }

/* ---- indexes ---- */

/* Pairs that the guide uses first, then by cost. */
static bool is_nearer(const jh_search *look, int32_t k, int32_t other) {
  if (look->guide) {
    bool const used = look->guide->share[k] > 0.005, other_used = look->guide->share[other] > 0.005;
    if (used != other_used) return used;
    if (used) return look->guide->share[k] > look->guide->share[other];
  }
  return look->problem->pairs[k].cost < look->problem->pairs[other].cost;
}

static void sort_near(const jh_search *look, int32_t *near, int32_t count) {
  for (int32_t i = 1; i < count; i++) {
    int32_t const k = near[i];
    int32_t j = i;
    for (; j > 0 && is_nearer(look, k, near[j - 1]); j--) near[j] = near[j - 1];
    near[j] = k;
  }
}

static jh_status index_pairs(jh_search *look, jh_arena *arena) {
  const jh_case *const problem = look->problem;
  look->near = JH_NEW(arena, int32_t, problem->pair_count);
  look->site_pairs = JH_NEW(arena, int32_t, problem->pair_count);
  look->site_start = JH_NEW(arena, int32_t, problem->site_count + 2);
  look->group_item = JH_NEW(arena, int32_t, problem->group_count + 1);
  look->places = JH_NEW(arena, int32_t, problem->county->place_count + 1);
  if (!look->places || !look->near || !look->site_pairs || !look->site_start || !look->group_item)
    return JH_NO_MEMORY;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    look->group_item[g + 1] = look->group_item[g] + group->count;
    for (int32_t k = group->pair_start; k < group->pair_end; k++) look->near[k] = k;
    sort_near(look, look->near + group->pair_start, group->pair_end - group->pair_start);
  }
  for (int32_t k = 0; k < problem->pair_count; k++) look->site_start[problem->pairs[k].site + 2]++;
  for (int32_t s = 0; s < problem->site_count; s++) look->site_start[s + 2] += look->site_start[s + 1];
  for (int32_t k = 0; k < problem->pair_count; k++)
    look->site_pairs[look->site_start[problem->pairs[k].site + 1]++] = k;
  return JH_OK;
}

/* The group's pair to a site, or -1. */
int32_t jh_search_pair_to(const jh_case *problem, int32_t g, int32_t site) {
  int32_t low = problem->groups[g].pair_start, high = problem->groups[g].pair_end;
  while (low < high) {
    int32_t const middle = low + (high - low) / 2;
    if (problem->pairs[middle].site < site)
      low = middle + 1;
    else
      high = middle;
  }
  return low < problem->groups[g].pair_end && problem->pairs[low].site == site ? low : -1;
}

/* ---- moves that can be taken back ---- */

void jh_search_put(jh_search *look, int32_t item, int32_t pair) {
  if (look->logging) {
    jh_undo *const log =
        jh_arena_grow(look->problem->arena, look->log, &look->log_capacity, look->log_count + 1, sizeof *log);
    if (!log) {
      look->failed = true;
      return;
    }
    look->log = log;
    log[look->log_count++] = (jh_undo){item, look->now.pair[item]};
  }
  jh_state_move(&look->now, item, pair);
}

static void set_running(jh_search *look, int32_t site, bool runs) {
  if (look->now.sites[site].runs == runs) return;
  jh_state_run(&look->now, site, runs);
}

static void take_back(jh_search *look) {
  look->logging = false;
  while (look->log_count > 0) {
    jh_undo const last = look->log[--look->log_count];
    jh_state_move(&look->now, last.item, last.pair);
  }
}

/* After a group has come to a site or left it. */
bool jh_search_still_connected(jh_search *look, int32_t g, int32_t s) {
  const jh_case_group *const group = &look->problem->groups[g];
  return !look->problem->contiguous || s < 0 || jh_state_still_joined(&look->now, s, group->band, group->place);
}

int32_t jh_search_site_at(const jh_search *look, int32_t item) {
  int32_t const k = look->now.pair[item];
  return k < 0 ? -1 : look->problem->pairs[k].site;
}

/* The cheapest pair for an item, counting what it does to the sites; `barred` is a site not to go to. */
static int32_t best_pair(jh_search *look, int32_t item, int32_t barred, bool running_only) {
  const jh_case *const problem = look->problem;
  const jh_case_group *const group = &problem->groups[problem->item_group[item]];
  int32_t const before = look->now.pair[item];
  int32_t best = -1;
  int64_t best_energy = INT64_MAX;
  for (int32_t r = group->pair_start; r < group->pair_end; r++) {
    int32_t const k = look->near[r], s = problem->pairs[k].site;
    if (s == barred || problem->sites[s].never ||
        ((running_only || problem->number >= 0) && !look->now.sites[s].runs))
      continue;
    jh_state_move(&look->now, item, k);
    int64_t const energy = jh_state_energy(&look->now);
    if (energy < best_energy && jh_search_still_connected(look, problem->item_group[item], s))
      best = k, best_energy = energy;
  }
  jh_state_move(&look->now, item, before);
  return best;
}

/* ---- the first plan ---- */

static void grow_plan(jh_search *look) {
  const jh_case *const problem = look->problem;
  for (int32_t s = 0; s < problem->site_count; s++)
    if (problem->county->schools[s].status == JH_OPEN && !problem->sites[s].never) jh_state_run(&look->now, s, true);
  if (problem->contiguous) /* homes first */
    for (int32_t i = 0; i < problem->item_count; i++) {
      const jh_case_group *const group = &problem->groups[problem->item_group[i]];
      for (int32_t k = group->pair_start; k < group->pair_end && look->now.pair[i] < 0; k++)
        if (problem->sites[problem->pairs[k].site].home == group->place &&
            look->now.sites[problem->pairs[k].site].runs)
          jh_state_move(&look->now, i, k);
    }
  for (int pass = 0; pass < 3; pass++) { /* running sites; then any; then whatever it breaks */
    for (bool again = true; again;) {
      again = false;
      for (int32_t i = 0; i < problem->item_count; i++) {
        if (look->now.pair[i] >= 0) continue;
        int32_t const k = best_pair(look, i, -1, pass == 0);
        if (k < 0) continue;
        jh_state_move(&look->now, i, k);
        again = problem->contiguous;
      }
    }
  }
  for (int32_t i = 0; i < problem->item_count; i++)
    if (look->now.pair[i] < 0)
      jh_state_move(&look->now, i, look->near[problem->groups[problem->item_group[i]].pair_start]);
  for (int32_t s = 0; s < problem->site_count && problem->number < 0; s++)
    if (look->now.sites[s].items == 0 && !problem->sites[s].must_run) jh_state_run(&look->now, s, false);
}

/* ---- annealing ---- */

static bool accepts(jh_search *look, int64_t before, double temperature) {
  int64_t const change = jh_state_energy(&look->now) - before;
  if (change <= 0) return true;
  return temperature > 0 && draw_unit(look) < exp(-(double)change / temperature);
}

/* Keeps what was done since `before`, or takes it back. */
bool jh_search_settle(jh_search *look, int64_t before, double temperature, bool allowed) {
  if (allowed && !look->failed && accepts(look, before, temperature)) {
    look->logging = false;
    look->log_count = 0;
    return true;
  }
  take_back(look);
  return false;
}

void jh_search_begin(jh_search *look) {
  look->logging = true;
  look->log_count = 0;
}

/* Single pupils also go in twos, fours, ... : others of the group from where this one was. */
static void put_fellows(jh_search *look, int32_t item, int32_t before, int32_t k) {
  const jh_case *const problem = look->problem;
  int32_t const g = problem->item_group[item], count = problem->groups[g].count;
  int32_t most = (1 << jh_search_draw(look, 7)) - 1;
  for (int32_t i = look->group_item[g]; i < look->group_item[g + 1] && most > 0 && count > 1; i++) {
    if (look->now.pair[i] != before) continue;
    jh_search_put(look, i, k);
    most--;
  }
}

static bool move_item(jh_search *look, int32_t item, int32_t k, bool with_siblings, double temperature) {
  const jh_case *const problem = look->problem;
  int32_t const g = problem->item_group[item], from = jh_search_site_at(look, item), to = problem->pairs[k].site;
  if (from == to || problem->sites[to].never) return false;
  /* a site that opens needs its own place in every band: that is a move of its own */
  if ((problem->number >= 0 || problem->contiguous) && !look->now.sites[to].runs) return false;
  int64_t const before = jh_state_energy(&look->now);
  jh_search_begin(look);
  int32_t const pair_before = look->now.pair[item];
  jh_search_put(look, item, k);
  bool connected = true;
  if (with_siblings && !problem->whole) put_fellows(look, item, pair_before, k);
  if (with_siblings && problem->whole)
    for (int32_t h = g - 2; h <= g + 2; h++) {
      if (h < 0 || h == g || h >= problem->group_count || problem->groups[h].place != problem->groups[g].place)
        continue;
      int32_t const there = jh_search_pair_to(problem, h, to);
      if (there < 0 || jh_search_site_at(look, h) != from) continue;
      jh_search_put(look, h, there);
      if (problem->contiguous)
        connected = connected && jh_search_still_connected(look, h, from) && jh_search_still_connected(look, h, to);
    }
  connected = connected && jh_search_still_connected(look, g, from) && jh_search_still_connected(look, g, to);
  return jh_search_settle(look, before, temperature, connected);
}

static bool swap_items(jh_search *look, int32_t item, int32_t k, double temperature) {
  const jh_case *const problem = look->problem;
  int32_t const from = jh_search_site_at(look, item), to = problem->pairs[k].site;
  int32_t const candidates = look->site_start[to + 1] - look->site_start[to];
  if (from == to || candidates == 0 || problem->contiguous) return false;
  for (int attempt = 0; attempt < 8; attempt++) {
    int32_t const there = look->site_pairs[look->site_start[to] + jh_search_draw(look, candidates)];
    int32_t const g = problem->pairs[there].group;
    int32_t const other =
        look->group_item[g] + (problem->groups[g].count > 1 ? jh_search_draw(look, problem->groups[g].count) : 0);
    if (look->now.pair[other] != there) continue;
    int32_t const back = jh_search_pair_to(problem, g, from);
    if (back < 0) continue;
    int64_t const before = jh_state_energy(&look->now);
    jh_search_begin(look);
    jh_search_put(look, item, k);
    jh_search_put(look, other, back);
    return jh_search_settle(look, before, temperature, true);
  }
  return false;
}

/* Sends everybody away from a site, from the rim inwards where catchments are connected. False when somebody has
 * nowhere to go. */
static bool empty_site(jh_search *look, int32_t s) {
  const jh_case *const problem = look->problem;
  for (bool again = true; again && look->now.sites[s].items > 0;) {
    again = false;
    for (int32_t r = look->site_start[s]; r < look->site_start[s + 1]; r++) {
      int32_t const k = look->site_pairs[r], g = problem->pairs[k].group;
      for (int32_t i = look->group_item[g]; i < look->group_item[g + 1]; i++) {
        int32_t const other = look->now.pair[i] == k ? best_pair(look, i, s, true) : -1;
        if (other < 0) continue;
        jh_search_put(look, i, other);
        again = problem->contiguous;
      }
    }
  }
  return look->now.sites[s].items == 0;
}

/* Takes what is cheaper at a site; where catchments are connected, its own place first and then from there outwards.
 */
static void fill_site(jh_search *look, int32_t t) {
  const jh_case *const problem = look->problem;
  for (int pass = problem->contiguous ? 0 : 1; pass < (problem->contiguous ? 4 : 2); pass++)
    for (int32_t r = look->site_start[t]; r < look->site_start[t + 1]; r++) {
      int32_t const k = look->site_pairs[r], g = problem->pairs[k].group;
      bool const home = problem->contiguous && problem->sites[t].home == problem->groups[g].place;
      for (int32_t i = look->group_item[g]; i < look->group_item[g + 1]; i++) {
        int32_t const before_pair = look->now.pair[i], from = jh_search_site_at(look, i);
        if (from == t || (pass == 0 && !home)) continue;
        int64_t const before = jh_state_energy(&look->now);
        jh_search_put(look, i, k);
        if (pass == 0) {
          if (!jh_search_still_connected(look, g, from))
            (void)jh_search_follow(look, problem->groups[g].band, from, t);
          continue;
        }
        bool const keep = jh_state_energy(&look->now) <= before;
        if (keep && jh_search_still_connected(look, g, t) && jh_search_still_connected(look, g, from)) continue;
        jh_search_put(look, i, before_pair);
      }
    }
}

/* Closes `close` and opens `open` (either may be -1), as one move. */
static bool toggle_sites(jh_search *look, int32_t close, int32_t open, double temperature) {
  const jh_case *const problem = look->problem;
  if (close >= 0 && (problem->sites[close].must_run || !look->now.sites[close].runs)) return false;
  if (open >= 0 && (problem->sites[open].never || look->now.sites[open].runs)) return false;
  int64_t const before = jh_state_energy(&look->now);
  jh_search_begin(look);
  bool allowed = true;
  if (open >= 0) {
    set_running(look, open, true);
    fill_site(look, open);
    if (look->now.sites[open].items == 0 && problem->number < 0) set_running(look, open, false);
  }
  if (close >= 0) {
    allowed = empty_site(look, close);
    if (allowed) set_running(look, close, false);
  }
  allowed = allowed && jh_state_all_connected(&look->now);
  if (jh_search_settle(look, before, temperature, allowed)) return true;
  if (close >= 0) set_running(look, close, true);
  if (open >= 0) set_running(look, open, false);
  return false;
}

static bool random_toggle(jh_search *look, double temperature) {
  const jh_case *const problem = look->problem;
  int32_t const s = jh_search_draw(look, problem->site_count);
  if (problem->number < 0)
    return look->now.sites[s].runs ? toggle_sites(look, s, -1, temperature) : toggle_sites(look, -1, s, temperature);
  int32_t const t = jh_search_draw(look, problem->site_count);
  bool const swap = look->now.running == problem->number;
  if (swap) return toggle_sites(look, s, t, temperature);
  return look->now.running > problem->number ? toggle_sites(look, s, -1, temperature)
                                             : toggle_sites(look, -1, t, temperature);
}

static void random_move(jh_search *look, double temperature) {
  const jh_case *const problem = look->problem;
  if (problem->contiguous && jh_search_draw(look, 4) > 0) {
    jh_search_pass_on(look, jh_search_draw_item(look), 1 + jh_search_draw(look, 4), temperature);
    return;
  }
  int32_t const item = jh_search_draw(look, problem->item_count);
  const jh_case_group *const group = &problem->groups[problem->item_group[item]];
  double const u = draw_unit(look);
  int32_t const k = look->near[group->pair_start + (int32_t)(u * u * (group->pair_end - group->pair_start))];
  int32_t const kind = jh_search_draw(look, 10);
  if (kind < 3)
    swap_items(look, item, k, temperature);
  else
    move_item(look, item, k, kind < (problem->whole ? 5 : 7), temperature);
}

/* Mean change in plain cost of a random move: the scale of temperatures. */
static double typical_change(jh_search *look) {
  const jh_case *const problem = look->problem;
  double sum = 0;
  int32_t count = 0;
  for (int32_t n = 0; n < 400; n++) {
    int32_t const item = jh_search_draw(look, problem->item_count), before = look->now.pair[item];
    const jh_case_group *const group = &problem->groups[problem->item_group[item]];
    int32_t const k = group->pair_start + jh_search_draw(look, group->pair_end - group->pair_start);
    int64_t const value = jh_state_value(&look->now);
    int32_t const from = jh_search_site_at(look, item), to = problem->pairs[k].site;
    if (from == to || !look->now.sites[to].runs || look->now.sites[from].items < 2) continue;
    jh_state_move(&look->now, item, k);
    sum += fabs((double)(jh_state_value(&look->now) - value));
    jh_state_move(&look->now, item, before);
    count++;
  }
  return count ? sum / count : (double)JH_MICROFEN_PER_YUAN;
}

/* Every item's best move, every site both ways, until nothing helps or so often. */
static void descend(jh_search *look, int32_t rounds) {
  const jh_case *const problem = look->problem;
  for (bool again = true; again && rounds-- > 0 && !jh_control_stopped(look->control);) {
    int64_t const before = jh_state_energy(&look->now);
    for (int32_t i = 0; i < problem->item_count; i++) {
      const jh_case_group *const group = &problem->groups[problem->item_group[i]];
      for (int32_t k = group->pair_start; k < group->pair_end; k++) move_item(look, i, look->near[k], false, 0);
    }
    for (int32_t s = 0; s < problem->site_count && !jh_control_stopped(look->control); s++) {
      if (problem->number >= 0 && look->now.running == problem->number) {
        for (int32_t t = 0; t < problem->site_count; t++) toggle_sites(look, s, t, 0);
        continue;
      }
      if (look->now.sites[s].runs)
        toggle_sites(look, s, -1, 0);
      else
        toggle_sites(look, -1, s, 0);
    }
    again = jh_state_energy(&look->now) < before;
  }
}

static void keep_best(const jh_search *look, jh_state *best, bool *has_best) {
  if (*has_best) {
    bool const connected = jh_state_all_connected(&look->now), was_connected = jh_state_all_connected(best);
    if (connected < was_connected || (connected == was_connected && !jh_state_better(&look->now, best))) return;
  }
  jh_state_copy(best, &look->now);
  *has_best = true;
}

/* How hot, and what a broken rule costs, from the first level to the last. */
typedef struct schedule {
  double hot, cold, cheap, dear;
  double dear_from; /* part of the levels after which a broken rule costs its full price */
} schedule;

/* Following a guide, the sites are near right: little heat, and rules that give way at first, so that full schools
 * can pass villages on. */
static schedule schedule_of(jh_search *look) {
  double const typical = fmax(1, typical_change(look)), full = (double)look->problem->lack_price;
  /* From a plan that nearly meets the rules, never farther away from them. */
  if (look->problem->contiguous && look->near_best && look->now.lacking > 0)
    return (schedule){typical / 10, typical / 1500, full, full, 0};
  if (!look->guide && !look->problem->contiguous) return (schedule){typical, typical / 3000, full, full, 0};
  return (schedule){typical / (look->near_best ? 50 : 30), typical / 1500, fmin(full, typical / 60), full, 0.4};
}

static void anneal(jh_search *look, int64_t steps, jh_state *best, bool *has_best) {
  enum { LEVELS = 200 };
  schedule const plan = schedule_of(look);
  int64_t const toggles = 2 + look->problem->site_count / 20;
  for (int level = 0; level < LEVELS && !jh_control_stopped(look->control); level++) {
    double const done = (double)level / (LEVELS - 1);
    double const temperature = plan.hot * pow(plan.cold / plan.hot, done);
    double const dear = plan.dear_from > 0 ? fmin(1, done / plan.dear_from) : 1;
    look->now.lack_price = (int64_t)(plan.cheap * pow(plan.dear / plan.cheap, dear));
    for (int64_t n = 0; n < steps / LEVELS; n++) {
      if ((n & 1023) == 0 && jh_control_stopped(look->control)) break;
      random_move(look, temperature);
    }
    for (int64_t n = 0; n < toggles && !jh_control_stopped(look->control); n++) random_toggle(look, temperature);
    keep_best(look, best, has_best);
  }
  look->now.lack_price = look->problem->lack_price;
}

static jh_status improve(jh_search *look, int64_t steps, jh_state *best) {
  enum { ROUNDS_AFTER = 20 };
  bool has_best = false;
  keep_best(look, best, &has_best);
  if (look->problem->item_count == 0) return JH_OK;
  if (!look->guide || steps == 0) descend(look, steps == 0 ? INT32_MAX : 1);
  keep_best(look, best, &has_best);
  if (steps > 0) {
    anneal(look, steps, best, &has_best);
    descend(look, ROUNDS_AFTER);
    keep_best(look, best, &has_best);
    jh_state_copy(&look->now, best);
    descend(look, ROUNDS_AFTER);
    keep_best(look, best, &has_best);
  }
  return look->failed ? JH_NO_MEMORY : JH_OK;
}

/* ---- where to begin ---- */

static void begin_from(jh_search *look, const jh_state *from) {
  const jh_case *const problem = look->problem;
  for (int32_t s = 0; s < problem->site_count; s++)
    if (from->sites[s].runs) jh_state_run(&look->now, s, true);
  for (int32_t i = 0; i < problem->item_count; i++) jh_state_move(&look->now, i, from->pair[i]);
  for (int32_t s = 0; s < problem->site_count; s++) {
    if (problem->sites[s].must_run) fill_site(look, s);
    if (problem->sites[s].never && !empty_site(look, s)) continue;
    if (problem->sites[s].never) jh_state_run(&look->now, s, false);
  }
}

/* As many items as the guide sends, the rest where most go. */
static void begin_guided(jh_search *look) {
  const jh_case *const problem = look->problem;
  for (int32_t g = 0; g < problem->group_count; g++) {
    const jh_case_group *const group = &problem->groups[g];
    int32_t item = look->group_item[g], rest = look->near[group->pair_start];
    for (int32_t r = group->pair_start; r < group->pair_end; r++) {
      int32_t const k = look->near[r];
      if (problem->sites[problem->pairs[k].site].never) continue;
      if (problem->sites[problem->pairs[rest].site].never) rest = k;
      int32_t const here = (int32_t)lround(look->guide->share[k]);
      for (int32_t n = 0; n < here && item < look->group_item[g + 1]; n++) jh_state_move(&look->now, item++, k);
    }
    while (item < look->group_item[g + 1]) jh_state_move(&look->now, item++, rest);
  }
}

jh_status jh_case_search(const jh_case *problem, const jh_search_plan *plan, const jh_control *control,
                         jh_arena *arena, jh_state *best) {
  jh_search look = {.problem = problem,
                    .control = control,
                    .random = plan->seed,
                    .guide = plan->guide,
                    .near_best = plan->from != NULL};
  jh_status status = index_pairs(&look, arena);
  if (!status) status = jh_state_init(&look.now, problem, arena);
  if (!status) status = jh_state_init(best, problem, arena);
  if (status) return status;
  if (plan->from)
    begin_from(&look, plan->from);
  else if (plan->guide && !problem->contiguous)
    begin_guided(&look);
  else
    grow_plan(&look);
  return improve(&look, plan->steps, best);
}
