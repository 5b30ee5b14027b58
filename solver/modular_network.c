/* Networks of the modular search: sources on the left, ways to the terminal on the right, options between them that
 * enter as their reduced costs ask for them. */
#include "modular_network.h"

enum { FEW = 4 }; /* options of a source that enter at a time */

bool network_open(network *n, modular_case *c, int32_t node_count, jh_arena *arena) {
  const jh_modular *const p = c->problem;
  *n = (network){.c = c, .node_count = node_count};
  for (int32_t k = 0; k < p->source_count; k++) n->total_units += p->units[k];
  n->flow = jh_flow_create(node_count, arena);
  n->arc_of = JH_NEW(arena, int32_t, c->option_count);
  n->enters = JH_NEW(arena, int32_t, c->option_count);
  if (!n->flow || !n->arc_of || !n->enters) return false;
  for (int32_t o = 0; o < c->option_count; o++) n->arc_of[o] = -1;
  for (int32_t k = 0; k < p->source_count; k++) {
    int32_t const units = p->units[k];
    n->failed |= jh_flow_add_arc(n->flow, &(jh_flow_arc){.from = 0, .to = 1 + k, .lower = units, .upper = units}) < 0;
  }
  return !n->failed;
}

void network_begin(network *n, const modular_node *node) {
  n->laid = n->node != NULL;
  n->node = node;
  n->next = n->c->problem->source_count;
}

int32_t network_put(network *n, int32_t from, int32_t to, int64_t upper, jh_wide cost) {
  int32_t const cap = upper > n->total_units ? n->total_units : upper > 0 ? (int32_t)upper : 0;
  if (n->laid) {
    jh_flow_set_bounds(n->flow, n->next, 0, cap);
    jh_flow_set_cost(n->flow, n->next, cost);
    return n->next++;
  }
  n->next = jh_flow_add_arc(n->flow, &(jh_flow_arc){.from = from, .to = to, .upper = cap, .cost = cost});
  n->failed |= n->next < 0;
  return n->next;
}

bool network_carries(const network *n, int32_t sink) {
  const jh_modular_sink *const s = &n->c->problem->sinks[sink];
  return n->node->high[sink] > 0 && n->node->open[s->facility] != 0;
}

/* The arc has room for one unit more than there are: an arc that carries a whole source is then never at its bound,
 * stays in the tree, and the source's price is what its units cost where they are. With the arc full the price may be
 * any up to the second-best place's, and there that place cannot be told from the first, nor dropped. */
static void add_option(network *n, int32_t option) {
  const jh_modular *const p = n->c->problem;
  int32_t const source = n->c->source_of[option];
  n->arc_of[option] = jh_flow_add_arc(n->flow, &(jh_flow_arc){.from = 1 + source,
                                                              .to = n->enters[option],
                                                              .upper = p->units[source] + 1,
                                                              .cost = p->options[option].cost});
  n->failed |= n->arc_of[option] < 0;
}

void network_add_active(network *n) {
  for (int32_t o = 0; o < n->c->option_count; o++) {
    if (n->c->dead[o] && n->arc_of[o] >= 0) jh_flow_set_bounds(n->flow, n->arc_of[o], 0, 0);
    if (!n->c->dead[o] && n->c->active[o] && n->arc_of[o] < 0) add_option(n, o);
  }
}

/* The options of a source that ask most to be in; tells how many. */
static int32_t add_wanted(network *n, int32_t source) {
  const jh_modular *const p = n->c->problem;
  int32_t best[FEW], count = 0;
  jh_wide reduced[FEW];
  jh_wide const at_source = jh_flow_potential(n->flow, 1 + source);
  for (int32_t o = p->option_start[source]; o < p->option_start[source + 1]; o++) {
    if (n->arc_of[o] >= 0 || n->c->dead[o] || !network_carries(n, p->options[o].sink)) continue;
    jh_wide const r = p->options[o].cost + at_source - jh_flow_potential(n->flow, n->enters[o]);
    if (r >= 0 || (count == FEW && r >= reduced[FEW - 1])) continue;
    int32_t at = count < FEW ? count++ : FEW - 1;
    for (; at > 0 && reduced[at - 1] > r; at--) {
      reduced[at] = reduced[at - 1];
      best[at] = best[at - 1];
    }
    reduced[at] = r;
    best[at] = o;
  }
  for (int32_t i = 0; i < count; i++) {
    add_option(n, best[i]);
    n->c->active[best[i]] = true;
  }
  return count;
}

jh_status network_solve(network *n, jh_answer *answer) {
  while (true) {
    jh_status const status = jh_flow_solve(n->flow, n->c->control, answer);
    if (status || *answer == JH_STOPPED) return status;
    int64_t added = 0;
    for (int32_t k = 0; k < n->c->problem->source_count; k++) added += add_wanted(n, k);
    if (n->failed) return JH_NO_MEMORY;
    if (added == 0) return JH_OK;
  }
}
