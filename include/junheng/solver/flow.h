/* flow.h - minimum cost circulation with exact wide costs, columns on demand, and one ratio constraint.
 *
 * min  sum_a cost[a] f[a]          f integral, lower[a] <= f[a] <= upper[a]                   F1
 *      what enters a node leaves it                                                           F2
 *      denominator * (sum of counted f + lack) >= numerator * (f[total] - offset)             F3, where given
 *
 * Costs are 128-bit integers, so that several ordered goals fit into one sum (each goal times a number larger than
 * all later goals together can reach): one solve then proves every level.  F1 and F2 are solved by a primal network
 * simplex on strongly feasible trees; F3 by a Lagrange multiplier, then branching on f[total] and single arcs, all in
 * integers: a bound is never rounded the wrong way. */
#ifndef JUNHENG_SOLVER_FLOW_H
#define JUNHENG_SOLVER_FLOW_H

#include "junheng/arena.h"
#include "junheng/control.h"
#include "junheng/status.h"

#include <stdbool.h>
#include <stdint.h>

typedef __int128 jh_wide;

enum { JH_FLOW_UNBOUNDED = 1000000000 }; /* the largest capacity */
/* |cost| * (nodes + 1) must stay below 2^JH_FLOW_COST_BITS. */
enum { JH_FLOW_COST_BITS = 112 };

typedef struct jh_flow_arc {
  int32_t from, to;
  int32_t lower, upper;
  jh_wide cost;
  bool counted; /* by F3 */
} jh_flow_arc;

typedef struct jh_flow jh_flow;

/* An empty network of so many nodes. NULL without memory. */
jh_flow *jh_flow_create(int32_t node_count, jh_arena *arena);
/* Index of the new arc, in the order they are added; -1 without memory. Arcs added after a solve have lower 0. */
int32_t jh_flow_add_arc(jh_flow *flow, const jh_flow_arc *arc);
int32_t jh_flow_arc_count(const jh_flow *flow);
/* Valid until the next arc is added. */
const jh_flow_arc *jh_flow_arc_at(const jh_flow *flow, int32_t arc);
/* Seen by the next solve, which starts from the last tree, mended where it no longer fits. */
void jh_flow_set_cost(jh_flow *flow, int32_t arc, jh_wide cost);
void jh_flow_set_bounds(jh_flow *flow, int32_t arc, int32_t lower, int32_t upper);
/* Least cost circulation of F1 and F2 over the arcs there are; starts from the last tree. JH_STOPPED: no answer yet.
 * JH_INFEASIBLE: none exists. */
jh_status jh_flow_solve(jh_flow *flow, const jh_control *control, jh_answer *answer);
int32_t jh_flow_value(const jh_flow *flow, int32_t arc); /* units on the arc */
jh_wide jh_flow_cost(const jh_flow *flow);
/* reduced cost of an arc = its cost + potential(from) - potential(to); in scaled costs while a ratio is solved. */
jh_wide jh_flow_potential(const jh_flow *flow, int32_t node);
/* What one unit of `cost` counts in potentials now: 1, or the scale of the ratio's multiplier. */
jh_wide jh_flow_scale(const jh_flow *flow);
/* The cost of an arc as the last solve saw it: scaled, the multiplier included. */
jh_wide jh_flow_priced_cost(const jh_flow *flow, int32_t arc);

/* Adds to `flow` columns (jh_flow_add_arc) that it lacks and whose reduced cost by its potentials is below 0, few at
 * a time; tells how many. Called after a solve; none added proves the solve for all columns. `flow` is the problem's
 * or a copy of it with more bounds and the same arcs under the same numbers; a column given to one is in all. */
typedef jh_status jh_flow_pricer(void *user, jh_flow *flow, int64_t *added);

typedef struct jh_flow_ratio {
  int32_t total; /* arc; -1: no ratio constraint */
  int64_t numerator, denominator;
  int32_t offset, lack;
} jh_flow_ratio;

typedef struct jh_flow_plan {
  jh_answer answer; /* JH_OPTIMAL: value == bound; JH_INFEASIBLE: proven; JH_STOPPED */
  bool has_plan;
  int32_t *units; /* arc_count of the network at the end */
  jh_wide value, bound;
  int64_t node_count, pivot_count, column_count;
} jh_flow_plan;

/* The whole problem. `pricer` may be NULL. Errors: JH_NO_MEMORY, JH_INTERNAL. */
jh_status jh_flow_plan_ratio(jh_flow *flow, const jh_flow_ratio *ratio, jh_flow_pricer *pricer, void *user,
                             const jh_control *control, jh_arena *arena, jh_flow_plan *plan);

#endif
