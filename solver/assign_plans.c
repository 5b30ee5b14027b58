/* Plans: built, annealed, with other sites, and improved neighbourhood by neighbourhood. */
#include "assign_engine.h"

#include <math.h>
#include <string.h>

static double const COOL = 0.02;

enum {
  SETTLING = 10,    /* the last moves of a search, a share of it */
  TRY_SHARE = 20,   /* a try of other sites is so much shorter than one from scratch */
  TRY_LEAST = 3000, /* but not shorter than this */
  SHAKE_NOT = 4,    /* one try in so many begins elsewhere */
  SITE_DRAWS = 30   /* for a change that leaves seats enough */
};

void assign_engine_report(const assign_engine *e, const char *phase) {
  jh_control_report(e->control, &(jh_progress){.phase = phase,
                                               .has_value = e->best_value != INT64_MAX,
                                               .has_bound = e->bound != INT64_MIN,
                                               .value = (double)e->best_value,
                                               .bound = (double)e->bound});
}

bool assign_engine_near_enough(const assign_engine *e) {
  if (e->best_value == INT64_MAX) return e->infeasible;
  double const gap = (double)e->best_value - (double)e->bound;
  double const size = e->best_value < 0 ? -(double)e->best_value : (double)e->best_value;
  return gap <= e->control->gap * (size > 1 ? size : 1);
}

void assign_engine_keep(assign_engine *e, const int32_t *site, const bool *runs, int64_t value) {
  if (value >= e->best_value) return;
  memcpy(e->best.site, site, (size_t)e->problem->item_count * sizeof *site);
  memcpy(e->best.runs, runs, (size_t)e->problem->site_count * sizeof *runs);
  assign_plan_count(&e->best);
  e->best_value = value;
  e->best_s = jh_clock_s() - e->started_s;
  assign_engine_report(e, "plan");
}

static void keep_current(assign_engine *e) {
  if (assign_plan_fits(&e->current)) assign_engine_keep(e, e->current.site, e->current.runs, e->current.cost);
}

void assign_engine_use(assign_engine *e, const int32_t *site, const bool *runs) {
  memcpy(e->current.site, site, (size_t)e->problem->item_count * sizeof *site);
  memcpy(e->current.runs, runs, (size_t)e->problem->site_count * sizeof *runs);
  assign_plan_count(&e->current);
  e->has_current = true;
  e->idle_near = 0;
  assign_near_changed(&e->near);
}

void assign_engine_use_best(assign_engine *e) { assign_engine_use(e, e->best.site, e->best.runs); }

void assign_engine_anneal(assign_engine *e, int64_t moves, double heat, bool mend) {
  int64_t value = INT64_MAX;
  if (e->near_on && e->best_value != INT64_MAX) { /* a plan away from the one it starts from, which is not kept */
    int64_t none = INT64_MIN;
    (void)assign_anneal(&e->plan, moves, heat, &e->dice, e->control, e->found, &none);
    moves = moves / SETTLING + 1;
    heat = COOL;
  }
  if (!assign_anneal(&e->plan, moves, heat, &e->dice, e->control, e->found, &value)) {
    if ((e->best_value == INT64_MAX || mend) && e->near_on) assign_engine_use(e, e->plan.site, e->plan.runs);
    return;
  }
  assign_engine_use(e, e->found, e->plan.runs);
  keep_current(e);
}

/* What running other sites would add to the bound. */
static int64_t worth(const assign_engine *e, int32_t site) { return e->site_value[site]; }

/* The sites the bound opened most often, until there are enough seats and sites. */
void assign_engine_first_sites(assign_engine *e) {
  const jh_assign *const problem = e->problem;
  int64_t weight = 0, seats = 0;
  int32_t running = 0;
  for (int32_t i = 0; i < problem->item_count; i++) weight += problem->weight[i];
  for (int32_t j = 0; j < problem->site_count; j++) {
    e->plan.runs[j] = !e->free_sites || problem->must_run[j];
    if (!e->plan.runs[j]) continue;
    running += 1;
    seats += problem->capacity[j] < weight ? problem->capacity[j] : weight;
  }
  while (e->free_sites && running < problem->site_count) {
    bool const enough = seats >= weight + weight / 50;
    if (problem->site_number >= 0 ? running >= problem->site_number : enough) break;
    int32_t chosen = -1;
    for (int32_t j = 0; j < problem->site_count; j++)
      if (!e->plan.runs[j] && (chosen < 0 || e->site_share[j] > e->site_share[chosen])) chosen = j;
    e->plan.runs[chosen] = true;
    running += 1;
    seats += problem->capacity[chosen] < weight ? problem->capacity[chosen] : weight;
  }
}

int64_t assign_engine_seats(const assign_engine *e) {
  int64_t seats = 0;
  for (int32_t j = 0; j < e->problem->site_count; j++)
    if (e->plan.runs[j]) seats += e->problem->capacity[j] < e->weight ? e->problem->capacity[j] : e->weight;
  return seats;
}

/* Seats fall short: the exchange (or, where the number is free, the addition) that adds least for each seat won. */
void assign_engine_widen_sites(assign_engine *e) {
  const jh_assign *const problem = e->problem;
  for (int64_t seats = assign_engine_seats(e); seats < e->weight; seats = assign_engine_seats(e)) {
    int32_t best_off = -1, best_on = -1;
    double least = HUGE_VAL;
    for (int32_t off = -1; off < problem->site_count; off++) {
      if (off < 0 ? problem->site_number >= 0 : !e->plan.runs[off] || problem->must_run[off]) continue;
      for (int32_t on = 0; on < problem->site_count; on++) {
        if (e->plan.runs[on]) continue;
        double won = (double)problem->capacity[on] - (off < 0 ? 0 : (double)problem->capacity[off]);
        double const added = (double)worth(e, on) - (off < 0 ? 0 : (double)worth(e, off));
        if (won <= 0) continue;
        if (won > (double)(e->weight - seats)) won = (double)(e->weight - seats);
        double const price = added > 0 ? added / won : added;
        if (price >= least) continue;
        least = price;
        best_off = off;
        best_on = on;
      }
    }
    if (best_on < 0) return;
    if (best_off >= 0) e->plan.runs[best_off] = false;
    e->plan.runs[best_on] = true;
  }
}

static int32_t draw_any_site(assign_engine *e, bool running) {
  int32_t chosen = -1, seen = 0;
  for (int32_t j = 0; j < e->problem->site_count; j++) {
    if (e->plan.runs[j] != running || (running && e->problem->must_run[j])) continue;
    seen += 1;
    if (assign_roll_below(&e->dice, seen) == 0) chosen = j;
  }
  return chosen;
}

/* The best of a few by what the bound thinks of them. */
static int32_t draw_site(assign_engine *e, bool running) {
  int32_t chosen = -1;
  for (int32_t rounds = 1 + assign_roll_below(&e->dice, 5); rounds > 0; rounds--) {
    int32_t const site = draw_any_site(e, running);
    if (site < 0) return -1;
    if (chosen < 0 || (running ? worth(e, site) > worth(e, chosen) : worth(e, site) < worth(e, chosen)))
      chosen = site;
  }
  return chosen;
}

/* Other sites than the best plan's: one for another, one more, one less. Undone where seats fall short. */
static void change_sites(assign_engine *e) {
  bool const fixed_number = e->problem->site_number >= 0;
  for (int draw = 0; draw < SITE_DRAWS; draw++) {
    double const kind = assign_roll_unit(&e->dice);
    int32_t const off = kind < 0.8 || fixed_number ? draw_site(e, true) : -1;
    int32_t const on = kind < 0.6 || kind >= 0.8 || fixed_number ? draw_site(e, false) : -1;
    if (fixed_number && (off < 0 || on < 0)) return;
    int64_t const before = assign_engine_seats(e);
    if (off >= 0) e->plan.runs[off] = false;
    if (on >= 0) e->plan.runs[on] = true;
    int64_t const after = assign_engine_seats(e);
    if (after >= e->weight || after > before) return;
    if (off >= 0) e->plan.runs[off] = true;
    if (on >= 0) e->plan.runs[on] = false;
  }
}

/* Items of sites that stopped go to their cheapest running site; new sites fill in the annealing. */
static bool reseat(assign_engine *e) {
  const jh_assign *const problem = e->problem;
  if (problem->connected) return assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch);
  for (int32_t i = 0; i < problem->item_count; i++) {
    if (e->plan.runs[e->plan.site[i]]) continue;
    int32_t cheapest = -1;
    for (int32_t k = problem->pair_start[i]; k < problem->pair_start[i + 1]; k++)
      if (e->plan.runs[problem->pair_site[k]] &&
          (cheapest < 0 || problem->pair_cost[k] < problem->pair_cost[cheapest]))
        cheapest = k;
    if (cheapest < 0) return false;
    e->plan.site[i] = problem->pair_site[cheapest];
  }
  assign_plan_count(&e->plan);
  return true;
}

bool assign_engine_other_sites(assign_engine *e) {
  bool const has_best = e->best_value != INT64_MAX;
  if (!has_best) {
    assign_engine_first_sites(e);
    assign_engine_widen_sites(e);
  }
  for (int64_t n = has_best ? 1 + assign_roll_below(&e->dice, 3) : e->tries / 2; n > 0; n--) change_sites(e);
  return has_best ? reseat(e) : assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch);
}

/* A plan not far from the best, over its sites: neighbourhoods mend more there than annealing would. */
static bool shake(assign_engine *e) {
  assign_plan_copy(&e->plan, &e->best);
  if (!e->near_on || !assign_kernel_shake(&e->near, &e->plan, &e->dice)) return false;
  if (!assign_descend(&e->plan, e->control, e->scratch)) return false;
  assign_engine_use(e, e->plan.site, e->plan.runs);
  keep_current(e);
  return true;
}

/* Without neighbourhoods longer and longer from scratch, in turn with refinements of the best. */
void assign_engine_try(assign_engine *e) {
  bool const has_best = e->best_value != INT64_MAX;
  if (has_best && assign_roll_below(&e->dice, SHAKE_NOT) != 0 && shake(e)) return;
  if (has_best) assign_plan_copy(&e->plan, &e->best);
  if (e->free_sites) {
    if (assign_engine_other_sites(e))
      assign_engine_anneal(e, e->moves / TRY_SHARE + TRY_LEAST, has_best ? 0.3 : 1, false);
    return;
  }
  int64_t const longer = e->near_on ? 0 : e->tries;
  if (!has_best || e->tries % 3 == 0) {
    int64_t const moves = has_best ? e->moves * (1 + longer / 2) : e->moves * (1 + e->tries / 2);
    if (assign_construct(&e->plan, (int32_t)(e->tries / 3), e->scratch)) assign_engine_anneal(e, moves, 1, false);
  } else {
    assign_engine_anneal(e, e->moves * (1 + longer / 4), e->tries % 3 == 1 ? 0.3 : 0.1, false);
  }
}

void assign_engine_near(assign_engine *e, jh_glpk *run, int64_t work) {
  for (int64_t spent = 0; spent < work && e->has_current && !jh_control_stopped(e->control);) {
    int64_t const before = e->current.cost, over = e->current.over;
    int64_t const step = assign_near_try(&e->near, &e->current, &e->dice, run);
    spent += step;
    e->near_work += step;
    e->idle_near = e->current.cost < before || e->current.over < over ? 0 : e->idle_near + 1;
    keep_current(e);
    if (e->idle_near >= assign_near_patience(&e->near, &e->current)) return;
  }
}
