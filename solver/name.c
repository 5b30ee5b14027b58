#include "junheng/solver/mip.h"

#include <glpk.h>

const char *jh_mip_solver_version(void) { return glp_version(); }
