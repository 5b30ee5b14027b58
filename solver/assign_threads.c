/* Two threads: one bounds, one plans, the latter with GLPK. What they tell each other goes through one
 * lock: the best plan, the bound, and sets of sites worth working out. */
#include "assign_engine.h"

#include <pthread.h>
#include <string.h>

enum { TURN_PART = 8 /* of a turn's work: then the sides tell each other */ };

struct assign_exchange {
  pthread_mutex_t lock;
  volatile sig_atomic_t stop; /* for the bounding thread */
  int32_t *site;
  bool *runs, *set;
  bool has_set, infeasible;
  bool done;     /* the bounding thread has ended */
  int64_t turns; /* that it had */
  int64_t value, bound;
};

void assign_engine_exchange(assign_engine *e) {
  assign_exchange *const x = e->exchange;
  if (!x) return;
  size_t const items = (size_t)e->problem->item_count, sites = (size_t)e->problem->site_count;
  bool news = false;
  pthread_mutex_lock(&x->lock);
  if (e->bound > x->bound) x->bound = e->bound;
  e->bound = x->bound;
  x->infeasible |= e->infeasible;
  e->infeasible = x->infeasible;
  if (e->best_value < x->value) {
    memcpy(x->site, e->best.site, items * sizeof *x->site);
    memcpy(x->runs, e->best.runs, sites * sizeof *x->runs);
    x->value = e->best_value;
  } else if (x->value < e->best_value) {
    assign_engine_keep(e, x->site, x->runs, x->value);
    news = true;
  }
  pthread_mutex_unlock(&x->lock);
  if (news && e->near_on) assign_engine_use_best(e);
}

void assign_engine_offer_set(assign_engine *e, const bool *runs) {
  assign_exchange *const x = e->exchange;
  pthread_mutex_lock(&x->lock);
  memcpy(x->set, runs, (size_t)e->problem->site_count * sizeof *runs);
  x->has_set = true;
  pthread_mutex_unlock(&x->lock);
}

bool assign_engine_take_set(assign_engine *e, bool *runs) {
  assign_exchange *const x = e->exchange;
  if (!x) return false;
  pthread_mutex_lock(&x->lock);
  bool const has = x->has_set;
  if (has) memcpy(runs, x->set, (size_t)e->problem->site_count * sizeof *runs);
  x->has_set = false;
  pthread_mutex_unlock(&x->lock);
  return has;
}

bool assign_engine_bounded(assign_engine *e, int64_t turns) {
  assign_exchange *const x = e->exchange;
  if (!x) return true;
  pthread_mutex_lock(&x->lock);
  bool const enough = x->done || x->turns >= turns;
  pthread_mutex_unlock(&x->lock);
  return enough;
}

static bool exchange_init(assign_exchange *x, const assign_engine *e) {
  x->site = JH_NEW(e->arena, int32_t, e->problem->item_count);
  x->runs = JH_NEW(e->arena, bool, e->problem->site_count);
  x->set = JH_NEW(e->arena, bool, e->problem->site_count);
  x->value = INT64_MAX;
  x->bound = e->bound;
  return x->site && x->runs && x->set && pthread_mutex_init(&x->lock, NULL) == 0;
}

/* Bounds only: until all is proven, or nothing is left to bound. */
static void bound_on(assign_engine *e) {
  while (!jh_control_stopped(e->control) && !assign_engine_near_enough(e)) {
    e->scratch = jh_arena_create();
    if (!e->scratch) return;
    assign_engine_exchange(e);
    if (!e->bounding) {
      jh_arena_destroy(e->scratch);
      e->scratch = NULL;
      return;
    }
    assign_engine_bound(e, NULL, e->turn_work / TURN_PART);
    e->tries += 1;
    pthread_mutex_lock(&e->exchange->lock);
    e->exchange->turns = e->tries;
    pthread_mutex_unlock(&e->exchange->lock);
    jh_arena_destroy(e->scratch);
    e->scratch = NULL;
    assign_engine_exchange(e);
  }
}

static void *bounding_thread(void *user) {
  assign_engine *const e = user;
  bound_on(e);
  assign_engine_exchange(e);
  pthread_mutex_lock(&e->exchange->lock);
  e->exchange->done = true;
  pthread_mutex_unlock(&e->exchange->lock);
  return NULL;
}

/* The bounding engine shares what nobody changes: the problem, and the multipliers found so far. */
static bool bounding_engine(assign_engine *bounds, const assign_engine *plans, const jh_control *control,
                            jh_arena *arena) {
  *bounds = *plans;
  bounds->arena = arena;
  bounds->control = control;
  bounds->scratch = NULL;
  bounds->near_on = false;
  bounds->has_current = false;
  bounds->best_value = INT64_MAX;
  if (!assign_engine_allocate(bounds)) return false;
  size_t const items = (size_t)plans->problem->item_count, sites = (size_t)plans->problem->site_count;
  memcpy(bounds->multiplier, plans->multiplier, items * sizeof *bounds->multiplier);
  memcpy(bounds->site_value, plans->site_value, sites * sizeof *bounds->site_value);
  memcpy(bounds->site_share, plans->site_share, sites * sizeof *bounds->site_share);
  bounds->tree = plans->tree; /* its own from here on */
  bounds->tree.control = bounds->tree.relax.control = control;
  bounds->tree.arena = bounds->tree.relax.arena = arena;
  if (plans->best_value != INT64_MAX)
    assign_engine_keep(bounds, plans->best.site, plans->best.runs, plans->best_value);
  return true;
}

void assign_engine_run_threads(assign_engine *e, void (*plan)(assign_engine *e)) {
  assign_exchange exchange = {0};
  assign_engine bounds;
  jh_arena *const arena = jh_arena_create();
  jh_control control = *e->control;
  control.stop = &exchange.stop;
  pthread_t thread;
  bool const ready = arena && exchange_init(&exchange, e) && bounding_engine(&bounds, e, &control, arena);
  if (ready) e->exchange = bounds.exchange = &exchange;
  bool const started = ready && pthread_create(&thread, NULL, bounding_thread, &bounds) == 0;
  if (started) {
    e->bounding = false;
  } else {
    e->exchange = NULL;
  }
  plan(e);
  if (started) {
    exchange.stop = 1;
    pthread_join(thread, NULL);
    assign_engine_exchange(e);
    e->node_count += bounds.node_count;
  }
  if (exchange.set) pthread_mutex_destroy(&exchange.lock);
  e->exchange = NULL;
  jh_arena_destroy(arena);
}
