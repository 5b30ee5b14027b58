/* other_solver.h - an exported model given to another solver, level by level, as a person would by hand. */
#ifndef JUNHENG_TESTS_OTHER_SOLVER_H
#define JUNHENG_TESTS_OTHER_SOLVER_H

#include "junheng/arena.h"

#include <stdbool.h>

typedef enum other_solver { OTHER_GLPSOL, OTHER_CBC } other_solver;

bool other_solver_installed(other_solver solver);
/* The optimum of the text's objective; NAN: none, or the text was not read. */
double other_solver_optimum(other_solver solver, const char *lp);
/* From the text of the first level (with the later goals as comments): the text of `level`, counted from 1, with the
 * levels before it held at their values by rows. NULL: there is no such level. */
const char *other_solver_level(const char *lp, int level, const double *held, jh_arena *arena);

#endif
