/* modular.h - transportation where what receives is bought by the module: units of sources go to sinks, a sink takes
 * so many units per module, and the sinks of one facility share the modules that it has.
 *
 *   min  sum cost[o] f[o] + what the tiers cost + extra modules + openings
 *        sum over options of a source of f = units of the source                                     M1
 *        units at a sink in tier t <= (size[t] - size[t-1]) * n[sink]; beyond the last at `beyond`    M2
 *        sum of n over the sinks of a facility <= modules + e[facility], e <= extra                   M3
 *        units at a facility <= capacity                                                             M4
 *        a sink with units has a module; a facility that does not run has neither, unless it opens    M5
 *
 * With n fixed this is a network of minimum cost, hence integral: only n and the openings are branched on.  Bounds
 * are networks in which sinks share modules by fractions, and Lagrangian ones in which each facility picks whole
 * modules exactly, at the prices of the network.  Costs are 128-bit integers, so that several ordered goals fit into
 * one sum and one search proves all of them; nothing is ever rounded. */
#ifndef JUNHENG_SOLVER_MODULAR_H
#define JUNHENG_SOLVER_MODULAR_H

#include "junheng/solver/flow.h"

enum { JH_MODULAR_TIERS = 4 };

typedef struct jh_modular_facility {
  bool runs;        /* else it may open at open_cost */
  int32_t modules;  /* -1: as many as wanted */
  int32_t extra;    /* that can be added at extra_cost each */
  int32_t capacity; /* units in all; -1: nothing bounds them */
  jh_wide extra_cost, open_cost;
} jh_modular_facility;

/* Sizes ascend strictly, costs ascend; at least one tier. */
typedef struct jh_modular_sink {
  int32_t facility;
  int32_t most; /* more modules would change nothing */
  int32_t tier_count;
  int32_t size[JH_MODULAR_TIERS]; /* units of one module up to this tier */
  jh_wide cost[JH_MODULAR_TIERS]; /* of a unit in this tier */
  bool open_ended;                /* units beyond the last tier are possible, at `beyond` each */
  jh_wide beyond;
} jh_modular_sink;

typedef struct jh_modular_option {
  int32_t sink;
  jh_wide cost; /* of a unit; >= 0 */
} jh_modular_option;

typedef struct jh_modular {
  int32_t source_count, sink_count, facility_count;
  const int32_t *units;        /* by source */
  const int32_t *option_start; /* source_count + 1 */
  const jh_modular_option *options;
  const jh_modular_sink *sinks; /* those of one facility side by side */
  const jh_modular_facility *facilities;
  double give_up_s; /* > 0: jh_clock_s() at which a search without a plan stops */
  /* NULL, or told now and then what is best and proven. */
  void (*tell)(void *user, bool has_plan, jh_wide cost, jh_wide bound);
  void *user;
} jh_modular;

typedef struct jh_modular_plan {
  jh_answer answer; /* JH_OPTIMAL: cost == bound; JH_INFEASIBLE: proven; JH_FEASIBLE never; JH_STOPPED */
  bool has_plan;
  int32_t *units;   /* by option */
  int32_t *modules; /* by sink */
  int32_t *extra;   /* by facility */
  bool *opened;     /* by facility */
  jh_wide cost, bound;
  int64_t node_count;
} jh_modular_plan;

/* Errors: JH_NO_MEMORY, JH_INTERNAL. control->gap is not read: it says nothing of ordered goals. */
jh_status jh_modular_solve(const jh_modular *problem, const jh_control *control, jh_arena *arena,
                           jh_modular_plan *plan);
/* A quick bound: one network, nothing branched on. 0 when the control stops it, and where there is no plan at all. */
jh_status jh_modular_bound(const jh_modular *problem, const jh_control *control, jh_arena *arena, jh_wide *bound);
/* What a plan costs, from units, modules, extra and openings alone; false when it breaks M1 to M5 (or without
 * memory). */
bool jh_modular_verify(const jh_modular *problem, const jh_modular_plan *plan, jh_arena *scratch, jh_wide *cost);

#endif
