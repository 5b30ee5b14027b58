/* modular_network.h - what the two kinds of networks share: pools of modules, and modules at a price. */
#ifndef JUNHENG_SOLVER_MODULAR_NETWORK_H
#define JUNHENG_SOLVER_MODULAR_NETWORK_H

#include "modular_inner.h"

/* Node 0 is the terminal, 1 + k source k, the rest as the network's maker lays them. */
typedef struct network {
  modular_case *c;
  const modular_node *node;
  jh_flow *flow;
  int32_t *arc_of; /* by option, -1: none */
  int32_t *enters; /* by option: the node it leads to; set by the maker */
  int32_t node_count, total_units;
  int32_t next; /* the way that network_put lays or changes next */
  bool laid;    /* all ways are there: they change, in the order in which they were laid */
  bool failed;  /* out of memory */
} network;

/* Arcs from the terminal to every source, and nothing else yet; lives as long as the arena, node after node, each
 * solve going on from the last tree. False without memory. */
bool network_open(network *n, modular_case *c, int32_t node_count, jh_arena *arena);
/* Before the ways of a node are put: always the same ones in the same order, those without use with upper 0. */
void network_begin(network *n, const modular_node *node);
int32_t network_put(network *n, int32_t from, int32_t to, int64_t upper, jh_wide cost); /* the arc; -1: no memory */
/* May the sink receive anything under the node? */
bool network_carries(const network *n, int32_t sink);
/* Arcs of the options that are active and have none yet; dead ones close. */
void network_add_active(network *n);
/* Least cost over all options, also those without an arc yet. */
jh_status network_solve(network *n, jh_answer *answer);

#endif
