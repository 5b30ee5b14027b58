/* modular_part.h - a part of a modular problem as a problem of its own: some facilities and the sources that go to
 * them.
 */
#ifndef JUNHENG_SOLVER_MODULAR_PART_H
#define JUNHENG_SOLVER_MODULAR_PART_H

#include "modular_search.h"

typedef struct modular_part {
  jh_modular problem;
  int32_t *facility, *sink, *option; /* of the whole, by those of the part */
  jh_modular_plan start;             /* what the whole's plan has here; has_plan false: it is none of the part */
} modular_part;

/* The facilities inside with all sources that have an option there that is not dropped, where none of them has one
 * outside; counts dropped at the root stay dropped. */
jh_status modular_cut_part(const modular_search *s, const bool *inside, jh_arena *arena, modular_part *part);
/* Solved from its start, at most `most_nodes` nodes. */
jh_status modular_solve_part(const modular_part *part, int64_t most_nodes, const jh_control *control, jh_arena *arena,
                             jh_modular_plan *plan);
/* Writes what the part's plan has into the whole's, costs apart. */
void modular_put_back(const modular_part *part, const jh_modular_plan *from, jh_modular_plan *to);

#endif
