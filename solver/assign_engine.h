/* assign_engine.h - the engine at work: what its loop, its plans and its bounds share. */
#ifndef JUNHENG_SOLVER_ASSIGN_ENGINE_H
#define JUNHENG_SOLVER_ASSIGN_ENGINE_H

#include "assign_merge.h"
#include "assign_near.h"
#include "assign_tabu.h"
#include "assign_tree.h"

enum { ASSIGN_KNOWN_SETS = 4096, ASSIGN_MOVE_WORK = 4 /* of an annealing's move */ };

typedef struct assign_exchange assign_exchange;

typedef struct assign_engine {
  const jh_assign *problem;
  const jh_assign_parts *parts;
  const jh_control *control;
  jh_arena *arena;
  jh_arena *scratch;         /* of one try; NULL between tries */
  assign_exchange *exchange; /* with the other thread, NULL: there is none */
  int64_t turn_work;         /* before the other side has its turn */
  jh_status status;          /* JH_OK until memory is out */
  assign_dice dice;
  int64_t bound; /* proven */
  bool infeasible;
  assign_tree tree;
  bool bounding;                    /* the tree is not done */
  int64_t *multiplier, *site_value; /* item_count, site_count: of the root's relaxation */
  double *site_share;               /* site_count: how often it ran the site */
  uint64_t *known_sets;             /* hashes of sets worked out */
  jh_arena *set_arena;              /* of the set under way */
  bool sites_on;                    /* tabu search over sets of sites */
  assign_tabu *tabu;
  assign_transport *transport; /* of the set made a plan */
  bool *set;                   /* site_count: handed out by it */
  bool sets_begun;             /* a set has been made a plan */
  int32_t sets_in_row;         /* made plans since neighbourhoods had their turn */
  assign_plan held;            /* the best of their plans */
  bool near_on;
  assign_near near;
  assign_plan plan;    /* under annealing */
  int32_t *found;      /* item_count: the best plan of an annealing */
  assign_plan current; /* what neighbourhoods improve; may break limits while there is no best plan */
  bool has_current;
  assign_merge *merge; /* NULL: plans are not merged */
  assign_plan best;    /* best.cost is best_value */
  int64_t best_value;
  int64_t weight;  /* of all items */
  int64_t moves;   /* of a search from scratch */
  bool free_sites; /* which sites run is open */
  int64_t tries, node_count;
  int32_t idle_near;            /* neighbourhoods in a row without a gain for `current` */
  int64_t near_work, tree_work; /* so that both get their share */
  int64_t round_work;           /* the part of tree_work that made relaxed solutions plans */
  int64_t sites_work;           /* the part of near_work that went into sets of sites */
  double started_s, best_s;
} assign_engine;

/* ---- plans (assign_plans.c) ---- */
void assign_engine_first_sites(assign_engine *e);
void assign_engine_widen_sites(assign_engine *e);
int64_t assign_engine_seats(const assign_engine *e);
/* Anneals e->plan; the best plan it meets becomes `current`, and the best where it is better. Where it meets none
 * that fits, what is left becomes `current`, to be mended by neighbourhoods, if there is no plan yet or `mend`. */
void assign_engine_anneal(assign_engine *e, int64_t moves, double heat, bool mend);
/* Other sites than the best plan's in e->plan; without a plan yet, farther and farther from those the bound likes.
 * False: an item has no place there. */
bool assign_engine_other_sites(assign_engine *e);
/* A plan from scratch or from the best one, with other sites where that is open. */
void assign_engine_try(assign_engine *e);
/* Neighbourhoods of `current` for about so much work. */
void assign_engine_near(assign_engine *e, jh_glpk *run, int64_t work);
/* This plan, not `current` itself, into `current`, to go on from; the best plan. */
void assign_engine_use(assign_engine *e, const int32_t *site, const bool *runs);
void assign_engine_use_best(assign_engine *e);
void assign_engine_keep(assign_engine *e, const int32_t *site, const bool *runs, int64_t value);
void assign_engine_report(const assign_engine *e, const char *phase);
bool assign_engine_near_enough(const assign_engine *e);

/* ---- plans merged (assign_merge.c) ---- */
/* Where regions must hold together, each with a home; or need not, and there are no least loads. False: without
 * memory. */
bool assign_engine_merge_init(assign_engine *e);
/* What the relaxed problem has used at the root. */
void assign_engine_merge_relaxed(assign_engine *e);
/* Turns are for merging: regions must hold together. */
bool assign_engine_merge_breeds(const assign_engine *e);
/* Where neighbourhoods of `current` have ended: that plan merged, once. True: a better one was found. */
bool assign_engine_merge_ends(assign_engine *e, jh_glpk *run);
/* One turn: a plan annealed and merged, neighbourhoods for as much work. */
void assign_engine_merge(assign_engine *e, jh_glpk *run);
/* Plans of this set are to be annealed when the search begins anew. False: plans are not merged. */
bool assign_engine_merge_set(assign_engine *e, const bool *runs);

/* ---- sets of sites (assign_sites.c) ---- */
bool assign_engine_sites_init(assign_engine *e);
/* Cheaper sets are still being found: before neighbourhoods have their turn. */
bool assign_engine_sites_wanted(const assign_engine *e);
/* More sets are to be made plans first. */
bool assign_engine_sets_wanted(const assign_engine *e);
/* One step, and plans of the best sets met. */
void assign_engine_sites(assign_engine *e);
/* One step, and the most promising set into e->set. False: none is left. */
bool assign_engine_next_set(assign_engine *e);
/* The same, and that set worked out. */
void assign_engine_more_sites(assign_engine *e, jh_glpk *run);
/* The set's transportation plan made whole, which may be over its seats, into e->plan. False: not all items fit. */
bool assign_engine_round_set(assign_engine *e, const bool *set);

/* ---- bounds (assign_bounds.c) ---- */
/* Steps at the root of the tree, the first ones of this length. */
void assign_engine_root(assign_engine *e, int32_t steps, double agility);
/* The relaxed solution at hand made a plan. */
void assign_engine_round(assign_engine *e);
/* Nodes of the tree for about so much work; promising sets and relaxed solutions become plans. `run` may be NULL. */
void assign_engine_bound(assign_engine *e, jh_glpk *run, int64_t work);
/* The best plan of a set of running sites, where it may be better than the best (assign_sets.c). */
void assign_engine_set(assign_engine *e, jh_glpk *run, const bool *runs);
/* What every plan of the set costs at least, as far as some steps tell; HUGE_VAL: it holds no better plan. */
double assign_engine_set_bound(assign_engine *e, const bool *runs);
/* The tree's bound into e->bound. */
void assign_engine_collect_bound(assign_engine *e);
/* A plan from the relaxed solution: sites as it runs them, items where it has them, the cheapest place for others;
 * seats may be short. False: an item has no place (assign_round.c). */
bool assign_round(const assign_relax *r, assign_plan *plan, int32_t turn, jh_arena *scratch);

/* ---- many sites (assign_large.c) ---- */
bool assign_engine_is_large(const assign_engine *e);
/* Bound and plan; false: the search goes on as for others. */
bool assign_engine_large(assign_engine *e);
/* Part by part (assign_parts.c), from the root's multipliers and a plan. */
void assign_engine_parts(assign_engine *e);

/* ---- the engine itself (assign.c) ---- */
bool assign_engine_allocate(assign_engine *e);
/* In `inner` the tree alone on a part of outer's problem, for about so many steps, from a plan and multipliers. */
bool assign_engine_tree_alone(assign_engine *inner, const jh_assign *part, const assign_engine *outer,
                              const int32_t *start, const int64_t *multiplier, int64_t steps, jh_arena *arena);
/* What a stop in the middle of a linear program left standing. */
void assign_engine_clear_away(assign_engine *e);

/* ---- two threads (assign_threads.c) ---- */
/* plan(e) in this thread, with bounds in another; without memory or threads plan(e) alone. */
void assign_engine_run_threads(assign_engine *e, void (*plan)(assign_engine *e));
/* The better plan and the better bound to both sides. */
void assign_engine_exchange(assign_engine *e);
/* The bounding thread had so many turns, or has ended, or there is none. */
bool assign_engine_bounded(assign_engine *e, int64_t turns);
void assign_engine_offer_set(assign_engine *e, const bool *runs);
bool assign_engine_take_set(assign_engine *e, bool *runs); /* false: none is offered */

#endif
