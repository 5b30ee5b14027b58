/* Local search over the sites that run, for plans without regions. A change of sites is carried out, mended and
 * improved around what it touched, and taken back where it does not pay (for the moves: Kuehn and Hamburger 1963;
 * with seats: Ahuja, Orlin, Pallottino, Scaparra and Scutella 2004). */
#include "assign_descent.h"

#include <string.h>

enum {
  PARTNERS = 4,
  MENDS_MOST = 20,
  ROUNDS = 2,
  JOURNAL_MOST = 1 << 16,
  PASSES_MOST = 6,
  TOUCHED_MOST = 24,
  MET_MOST = 64,
  HOPE_PART = 8
};

typedef struct swap {
  assign_descent d;
  const assign_relax *r;
  int32_t *touch;                               /* site_count: scratch, 0 between uses */
  bool *due, *due_next;                         /* site_count: something near it has changed since it was tried */
  int32_t touched[TOUCHED_MOST], touched_count; /* sites that items left or came to */
} swap;

static void run(swap *s, int32_t j, bool runs) {
  assign_plan *const plan = s->d.plan;
  if (j < 0) return;
  plan->runs[j] = runs;
  plan->cost += runs ? s->d.problem->fixed[j] : -s->d.problem->fixed[j];
}

static void take_back(swap *s) {
  assign_descent *const d = &s->d;
  assign_step *const journal = d->journal;
  d->journal = NULL; /* taking back is not written down */
  while (d->journal_count > 0) {
    assign_step const step = journal[--d->journal_count];
    assign_descent_move(d, step.item, step.from);
  }
  d->journal = journal;
}

/* Items that are nearer to the new site go there while it has room, those that win most for their weight first. */
static void fill(swap *s, int32_t on) {
  const assign_relax *const r = s->r;
  const jh_assign *const p = s->d.problem;
  assign_plan *const plan = s->d.plan;
  assign_offer *const offers = r->offers + r->site_start[on];
  int32_t count = 0;
  for (int32_t a = r->site_start[on]; a < r->site_start[on + 1]; a++) {
    int32_t const k = r->site_pair[a], i = r->pair_item[k];
    int64_t const now = assign_pair_cost(p, i, plan->site[i]), saved = now - p->pair_cost[k];
    bool const homeless = !plan->runs[plan->site[i]];
    if (saved <= 0 && !homeless) continue;
    int64_t const worth = homeless ? r->multiplier[i] - p->pair_cost[k] : saved;
    offers[count++] =
        (assign_offer){.gain = worth, .weight = p->weight[i], .ratio = assign_ratio(worth, p->weight[i]), .pair = k};
  }
  assign_sort_offers(offers, count);
  for (int32_t o = 0; o < count && offers[o].gain > 0; o++)
    if (offers[o].weight <= assign_descent_room(&s->d, on))
      assign_descent_move(&s->d, r->pair_item[offers[o].pair], on);
}

static bool empty(swap *s, int32_t off) {
  assign_descent *const d = &s->d;
  while (d->held.first[off] >= 0) {
    int32_t const i = d->held.first[off], to = assign_place_of(d->plan, i);
    if (to < 0 || d->journal_count > JOURNAL_MOST / 2) return false;
    assign_descent_move(d, i, to);
  }
  return true;
}

static void list_touched(swap *s, int32_t on) {
  const assign_descent *const d = &s->d;
  s->touched_count = 0;
  if (on >= 0) s->touched[s->touched_count++] = on;
  for (size_t m = 0; m < d->journal_count && s->touched_count < TOUCHED_MOST; m++) {
    int32_t const both[] = {d->journal[m].from, d->plan->site[d->journal[m].item]};
    for (int b = 0; b < 2 && s->touched_count < TOUCHED_MOST; b++) {
      if (s->touch[both[b]] > 0 || !d->plan->runs[both[b]] || both[b] == on) continue;
      s->touch[both[b]] = 1;
      s->touched[s->touched_count++] = both[b];
    }
  }
  for (int32_t t = 0; t < s->touched_count; t++) s->touch[s->touched[t]] = 0;
}

/* Given up where it comes to cost more than `most`: what follows seldom wins that back. */
static bool mend(swap *s, int64_t most) {
  assign_descent *const d = &s->d;
  for (int32_t t = 0; t < s->touched_count; t++)
    for (int n = 0; assign_descent_room(d, s->touched[t]) < 0; n++)
      if (n == MENDS_MOST || d->plan->cost > most || d->journal_count > JOURNAL_MOST / 2 ||
          !assign_descent_relieve(d, s->touched[t]))
        return false;
  return d->plan->over == 0;
}

static void improve(swap *s) {
  assign_descent *const d = &s->d;
  for (int32_t t = 0; t < s->touched_count; t++)
    for (int32_t i = d->held.first[s->touched[t]], next; i >= 0 && d->journal_count < JOURNAL_MOST - 8; i = next) {
      next = d->held.next[i];
      (void)assign_descent_improve(d, i);
    }
}

/* How much dearer a change may be before it is improved. */
static int64_t hope(const swap *s, int32_t off, int32_t on) {
  const jh_assign *const p = s->d.problem;
  return (off < 0 ? 0 : p->fixed[off]) / HOPE_PART + (on < 0 ? 0 : p->fixed[on]) / HOPE_PART;
}

/* Closes `off` and opens `on` (either may be -1). True: better, and kept. */
static bool try_change(swap *s, int32_t off, int32_t on) {
  assign_descent *const d = &s->d;
  int64_t const before = d->plan->cost;
  d->journal_count = 0;
  run(s, off, false);
  run(s, on, true);
  if (on >= 0) fill(s, on);
  bool fits = off < 0 || empty(s, off);
  list_touched(s, on);
  fits = fits && mend(s, before + hope(s, off, on));
  for (int n = 0; fits && n < ROUNDS; n++) improve(s);
  if (fits && d->plan->over == 0 && d->plan->cost < before) {
    if (off >= 0) s->due_next[off] = true;
    for (int32_t t = 0; t < s->touched_count; t++) s->due_next[s->touched[t]] = true;
    return true;
  }
  take_back(s);
  run(s, on, false);
  run(s, off, true);
  return false;
}

/* Closed sites nearest to items of `off`, and others hardly farther: those that are so for most items. */
static int32_t list_partners(swap *s, int32_t off, int32_t *partner) {
  const jh_assign *const p = s->d.problem;
  const assign_plan *const plan = s->d.plan;
  int32_t met[MET_MOST], met_count = 0, count = 0;
  for (int32_t i = s->d.held.first[off]; i >= 0; i = s->d.held.next[i]) {
    int64_t nearest = INT64_MAX / 2;
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++)
      if (!plan->runs[p->pair_site[k]] && p->pair_cost[k] < nearest) nearest = p->pair_cost[k];
    for (int32_t k = p->pair_start[i]; k < p->pair_start[i + 1]; k++) {
      int32_t const j = p->pair_site[k];
      if (plan->runs[j] || p->pair_cost[k] > 2 * nearest) continue;
      if (s->touch[j] == 0 && met_count == MET_MOST) continue;
      if (s->touch[j]++ == 0) met[met_count++] = j;
    }
  }
  for (; count < PARTNERS && count < met_count; count++) {
    int32_t most = count;
    for (int32_t m = count; m < met_count; m++)
      if (s->touch[met[m]] > s->touch[met[most]]) most = m;
    partner[count] = met[most];
    met[most] = met[count];
    met[count] = partner[count];
  }
  for (int32_t m = 0; m < met_count; m++) s->touch[met[m]] = 0;
  return count;
}

static bool change_running(swap *s, int32_t j, bool fixed_number) {
  int32_t partner[PARTNERS];
  int32_t const count = list_partners(s, j, partner);
  if (!fixed_number && try_change(s, j, -1)) return true;
  for (int32_t n = 0; n < count; n++) {
    if (try_change(s, j, partner[n])) return true;
    if (s->due_next[j]) s->due_next[partner[n]] = true;
  }
  return false;
}

/* Each site that is due once. True: the plan is better. */
static bool pass_over(swap *s, const jh_control *control) {
  const jh_assign *const p = s->d.problem;
  bool const fixed_number = p->site_number >= 0;
  bool changed = false;
  for (int32_t j = 0; j < p->site_count && !jh_control_stopped(control); j++) {
    if (!s->due[j]) continue;
    if (s->d.plan->runs[j])
      changed |= !p->must_run[j] && change_running(s, j, fixed_number);
    else if (!fixed_number)
      changed |= try_change(s, -1, j);
  }
  return changed;
}

/* Overload that no exchange relieves opens another site. */
static bool make_fit(swap *s, const jh_control *control) {
  assign_descent *const d = &s->d;
  assign_step *const journal = d->journal;
  bool const fixed_number = d->problem->site_number >= 0;
  int32_t partner[PARTNERS];
  d->journal = NULL;
  for (int32_t j = 0; j < d->problem->site_count && !jh_control_stopped(control); j++)
    while (d->plan->runs[j] && assign_descent_room(d, j) < 0) {
      if (assign_descent_relieve(d, j)) continue;
      if (fixed_number || list_partners(s, j, partner) == 0) break;
      run(s, partner[0], true);
      fill(s, partner[0]);
    }
  d->journal = journal;
  return d->plan->over == 0;
}

bool assign_swap_sites(assign_plan *plan, const assign_relax *r, const jh_control *control, jh_arena *scratch) {
  const jh_assign *const p = plan->problem;
  size_t const sites = (size_t)p->site_count;
  swap s = {.r = r,
            .touch = JH_NEW(scratch, int32_t, sites),
            .due = JH_NEW(scratch, bool, sites),
            .due_next = JH_NEW(scratch, bool, sites)};
  if (!s.touch || !s.due || !s.due_next || !assign_descent_init(&s.d, plan, scratch)) return false;
  s.d.journal = JH_NEW(scratch, assign_step, (size_t)JOURNAL_MOST + (size_t)p->item_count);
  if (!s.d.journal || !make_fit(&s, control)) return false;
  memset(s.due, true, sites);
  for (int pass = 0; pass < PASSES_MOST && pass_over(&s, control); pass++) {
    bool *const done = s.due;
    s.due = s.due_next;
    s.due_next = memset(done, false, sites);
  }
  return assign_plan_fits(plan);
}
