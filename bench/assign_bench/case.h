/* case.h - a published case as an assignment problem, and as a model for other solvers. */
#ifndef JUNHENG_BENCH_CASE_H
#define JUNHENG_BENCH_CASE_H

#include "junheng/county.h"
#include "junheng/solver/assign.h"

/* Costs are millimetres times pupils: a published unit (yuan, or pupil kilometres) is a million of them. */
enum { UNITS_PER_YUAN = 1000000 };

/* Reads the county in `folder` as the published problem ("SAP", "GAP", "SSCFLP"...; number "-": free). False: told on
 * stderr. */
bool case_read(const char *folder, const char *problem, const char *number, jh_arena *arena, jh_county *county,
               jh_assign *assign);
/* The model A1 to A5 in CPLEX LP format, connected regions by a flow from each home. False: told on stderr. */
bool case_write_lp(const jh_assign *assign, const char *path, jh_arena *arena);

#endif
