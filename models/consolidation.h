/* consolidation.h - what the files of the consolidation model share; nobody else includes it.
 *
 * The mathematics, with the labels C1 to C12, is in consolidation.md.  Money is in millionths of a fen. */
#ifndef JUNHENG_MODELS_CONSOLIDATION_H
#define JUNHENG_MODELS_CONSOLIDATION_H

#include "junheng/models/models.h"

enum { JH_BANDS_MOST = JH_GRADES };
#define JH_MICROFEN_PER_FEN INT64_C(1000000)
#define JH_MICROFEN_PER_YUAN INT64_C(100000000)

/* Pupils that move alike: a place x band whole (count 1), or count single pupils of a place x grade. */
typedef struct jh_case_group {
  int32_t place, band;
  int32_t count;           /* items */
  int32_t pupils;          /* of one item */
  int32_t load[JH_GRADES]; /* of one item, by grade */
  int32_t classes_alone;   /* classes one item fills by itself */
  int32_t pair_start, pair_end;
  bool reachable; /* false: no mode allows any site; its pairs are then the nearest sites, for the nearest plan */
} jh_case_group;

/* C1: one candidate site of a group, prices of one item. */
typedef struct jh_case_pair {
  int32_t site, group;
  int32_t boarders;
  int64_t cost; /* public funds, boarding, bus, travel */
} jh_case_pair;

typedef struct jh_case_site {
  bool must_run;                 /* protected, or private and open */
  bool never;                    /* kept out of an alternative */
  bool small_staff;              /* posts also follow the classes */
  bool floor;                    /* paid for the floor when below it */
  int64_t fixed_cost;            /* a year */
  int64_t opening_fen, room_fen; /* one-off */
  int32_t rooms, rooms_most;     /* INT32_MAX: nothing bounds the classes */
  int32_t seats;                 /* INT32_MAX: not given */
  int32_t beds;
  int64_t floor_rate; /* per missing pupil */
  int32_t home;       /* place, or -1 */
} jh_case_site;

typedef struct jh_case {
  const jh_county *county;
  const jh_travel *travel;
  jh_arena *arena;
  int32_t year;
  int32_t limit; /* largest class in force */
  bool whole, contiguous;
  int32_t number;     /* -1: free */
  int32_t min_pupils; /* 0: none */
  int64_t floor_pupils, pay, years;
  int32_t band_count, band_first[JH_BANDS_MOST], band_last[JH_BANDS_MOST];
  int32_t band_of_grade[JH_GRADES + 1]; /* -1: in no band */
  bool band_used[JH_BANDS_MOST];
  jh_case_site *sites;
  int32_t site_count;
  jh_case_group *groups;
  int32_t group_count;
  jh_case_pair *pairs;
  int32_t pair_count;
  size_t pair_capacity;
  int32_t *item_group; /* item -> group, ascending */
  int32_t item_count;
  int64_t pupil_total;
  int64_t lack_price; /* the full price of a rule broken while searching, per pupil or so */
} jh_case;

/* What a site holds, and what it costs and lacks. */
typedef struct jh_site_load {
  int32_t load[JH_GRADES];
  int32_t pupils, boarders, items;
  bool runs;
  int64_t cost;    /* of the site; the pairs' own costs are apart */
  int64_t lacking; /* 0: every rule of the site is met */
} jh_site_load;

typedef struct jh_state {
  const jh_case *problem;
  int32_t *pair; /* item -> pair */
  jh_site_load *sites;
  int32_t running;
  int64_t pair_cost, site_cost, lacking;
  int64_t lack_price; /* of a rule broken, per pupil or so; a plan that lacks nothing never pays it */
  int32_t *work;      /* of the walk through a catchment */
} jh_state;

/* Cost items of a whole plan or of today. */
typedef enum jh_cost_kind {
  JH_COST_FIXED,
  JH_COST_PUBLIC_FUNDS,
  JH_COST_BOARDING,
  JH_COST_TEACHERS,
  JH_COST_BUS,
  JH_COST_ONE_OFF,
  JH_COST_TRAVEL,
  JH_COST_KINDS
} jh_cost_kind;

/* consolidation_case.c */
jh_status jh_case_build(const jh_county *county, int32_t year, jh_arena *arena, jh_problems *problems,
                        jh_case *problem);

/* consolidation_cost.c */
int32_t jh_case_classes(const jh_case *problem, const int32_t load[JH_GRADES], jh_stage stage);
/* Fills cost and lacking from the load. */
void jh_case_price(const jh_case *problem, int32_t site, jh_site_load *load);
void jh_case_pair_costs(const jh_case *problem, jh_trip trip, jh_mode mode, int32_t grade, int64_t pupils,
                        int64_t costs[JH_COST_KINDS]);
void jh_case_site_costs(const jh_case *problem, int32_t site, const jh_site_load *load, int64_t costs[JH_COST_KINDS]);

/* consolidation_state.c */
jh_status jh_state_init(jh_state *state, const jh_case *problem, jh_arena *arena);
void jh_state_copy(jh_state *to, const jh_state *from);
/* Puts an item (on no pair yet, or on another) on a pair. */
void jh_state_move(jh_state *state, int32_t item, int32_t pair);
void jh_state_run(jh_state *state, int32_t site, bool runs);
int64_t jh_state_value(const jh_state *state);  /* exact cost, lacking apart */
int64_t jh_state_energy(const jh_state *state); /* with what it lacks, priced */
/* Lacks less, or as little at a lower cost. */
bool jh_state_better(const jh_state *state, const jh_state *than);
/* With contiguous catchments: the site of a place in a used band, or -1. */
int32_t jh_state_site_of(const jh_state *state, int32_t place, int32_t band);
/* ... and its item. */
int32_t jh_state_item_of(const jh_state *state, int32_t place, int32_t band);
/* Places of a site's catchment that are not joined to the site's own place; how many, -1: nothing
 * is. */
int32_t jh_state_cut_off(const jh_state *state, int32_t site, int32_t band, int32_t *places);
/* C12: the catchment of a site and band is connected and holds its home. */
bool jh_state_connected(const jh_state *state, int32_t site, int32_t band);
/* The same after one place has come to the site or left it, when it was connected before. */
bool jh_state_still_joined(const jh_state *state, int32_t site, int32_t band, int32_t place);
bool jh_state_all_connected(const jh_state *state);
/* Every rule is met. */
bool jh_state_meets(const jh_state *state);

/* consolidation_bound.c: a proven lower bound on every plan's cost, and what it thinks of each pair. */
typedef struct jh_bound jh_bound;
typedef struct jh_case_guide {
  double *share; /* pair: items of its group that the bound's answers send there, on average */
  double *price; /* group: of one item */
} jh_case_guide;
jh_status jh_bound_create(const jh_case *problem, jh_arena *arena, jh_bound **bound);
/* Climbs towards `value`, a plan's cost or a guess at one. */
jh_status jh_bound_root(jh_bound *bound, int64_t value, const jh_control *control);
/* Branches once, on the lowest node; *more: there is something left to branch on. */
jh_status jh_bound_branch(jh_bound *bound, int64_t value, const jh_control *control, bool *more);
int64_t jh_bound_proven(const jh_bound *bound);
const jh_case_guide *jh_bound_guide(const jh_bound *bound); /* of the root; lives as long as the bound */

/* consolidation_search.c */
typedef struct jh_search_plan {
  uint64_t seed;
  int64_t steps;              /* of annealing; 0: descent only */
  const jh_case_guide *guide; /* or NULL: pairs are tried by cost alone */
  const jh_state *from;       /* or NULL: the guide, rounded, or else today's sites. May break rules */
} jh_search_plan;
/* *best is made in the arena. Steps decide, and the time only when it is up: the same seed gives the same plan. */
jh_status jh_case_search(const jh_case *problem, const jh_search_plan *plan, const jh_control *control,
                         jh_arena *arena, jh_state *best);

/* consolidation_linear.c: costs linear per pair, capacity is seats. */
bool jh_case_is_linear(const jh_case *problem);
jh_status jh_case_solve_linear(const jh_case *problem, const jh_control *control, jh_arena *arena, jh_state *best,
                               int64_t *bound, jh_answer *answer);

/* consolidation_catchment.c: C12 in the integer program; pairs are its first columns. Homes from the start, ... */
struct jh_mip;
void jh_case_add_homes(const jh_case *problem, struct jh_mip *mip, int32_t first_run);
/* ... and rows that no connected plan breaks but `state` does. */
jh_status jh_case_cut_catchments(const jh_case *problem, const jh_state *state, jh_arena *arena, struct jh_mip *mip,
                                 bool *connected);

/* consolidation_mip.c */
jh_status jh_case_to_mip(const jh_case *problem, jh_arena *arena, struct jh_mip *mip);
/* Few enough pairs for the integer program. */
bool jh_case_is_small(const jh_case *problem);
/* Proves a small case: *best, where it meets every rule, is the start. JH_INFEASIBLE: there is no plan. */
jh_status jh_case_prove(const jh_case *problem, const jh_control *control, jh_arena *arena, jh_state *best,
                        int64_t *bound, jh_answer *answer);
jh_status jh_case_to_lp(const jh_case *problem, jh_arena *arena, const char **text);

/* consolidation_needs.c: what the nearest plan lacks. */
jh_status jh_case_needs(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_needs *needs);

/* consolidation_alternatives.c: every site in question, forced open and forced closed. `guide` may be NULL. A better
 * plan that turns up takes the place of *plan. */
jh_status jh_case_alternatives(jh_case *problem, jh_state *plan, int64_t bound, const jh_case_guide *guide,
                               const jh_control *control, jh_arena *arena, jh_consolidation_plan *out);

/* consolidation_start.c: a plan of the same county and year, made under other prices perhaps, as a state. */
jh_status jh_case_take_plan(const jh_case *problem, const jh_consolidation_plan *plan, jh_arena *arena,
                            jh_state *state);

/* consolidation_read.c */
jh_status jh_case_read(const jh_case *problem, const jh_state *state, jh_arena *arena, jh_consolidation_plan *plan);

#endif
