#include "junheng/models/models.h"
#include "junheng/solver/mip.h"

const char *jh_solver_version(void) { return jh_mip_solver_version(); }
