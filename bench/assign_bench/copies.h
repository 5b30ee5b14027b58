/* copies.h - one county many times side by side: how the engine's cost grows with the map. */
#ifndef JUNHENG_BENCH_COPIES_H
#define JUNHENG_BENCH_COPIES_H

#include "junheng/county.h"
#include "junheng/solver/assign.h"

/* `one` is the county's problem, not of connected regions; each item keeps its `nearest` sites, of whatever copy, as
 * candidates. False: no memory, or coordinates that are not metres. */
bool copies_lay(const jh_county *county, const jh_assign *one, int32_t copies, int32_t nearest, jh_arena *arena,
                jh_assign *many);

#endif
