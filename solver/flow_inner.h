/* flow_inner.h - the network simplex's state, shared by flow.c and flow_ratio.c. */
#ifndef JUNHENG_FLOW_INNER_H
#define JUNHENG_FLOW_INNER_H

#include "junheng/solver/flow.h"

/* What an arc counts in the ratio's row: counted_weight for counted arcs, total_weight for the total. */
typedef struct flow_row {
  int64_t counted_weight, total_weight, right_side;
  int32_t total;
} flow_row;

struct jh_flow {
  jh_arena *arena;
  int32_t node_count; /* the root is node node_count */
  jh_flow_arc *arcs;
  size_t arc_count, arc_capacity;
  /* By arc, the artificial arc of node i being -1 - i in the tree arrays. */
  int32_t *units; /* above lower */
  int8_t *state;
  jh_wide *price; /* scale * cost - multiplier * weight */
  size_t units_capacity, state_capacity, price_capacity;
  int32_t *artificial_units; /* by node */
  bool *artificial_up;       /* node -> root */
  /* The tree, by node. */
  int32_t *parent, *above, *depth, *child, *next, *previous;
  jh_wide *potential;
  int64_t *surplus; /* scratch of a rebuilt tree, and its nodes in preorder */
  int32_t *order;
  bool started, moved; /* moved: bounds changed since the last solve */
  size_t next_arc;
  int64_t pivot_count;
  jh_wide scale, multiplier;
  flow_row row;
};

/* Prices arcs anew with this multiplier; potentials follow at the next solve. */
void flow_set_multiplier(jh_flow *flow, jh_wide scale, jh_wide multiplier, const flow_row *row);
int64_t flow_row_weight(const flow_row *row, const jh_flow_arc *arc, int32_t index);

#endif
