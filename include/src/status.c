#include "junheng/status.h"

const char *jh_answer_name(jh_answer answer) {
  switch (answer) {
    case JH_OPTIMAL: return "optimal";
    case JH_FEASIBLE: return "feasible";
    case JH_INFEASIBLE: return "infeasible";
    case JH_STOPPED: break;
  }
  return "stopped";
}

const char *jh_status_name(jh_status status) {
  switch (status) {
    case JH_OK: return "ok";
    case JH_BAD_INPUT: return "bad input";
    case JH_IO_ERROR: return "input/output failure";
    case JH_NO_MEMORY: return "out of memory";
    case JH_STOP: return "stopped";
    case JH_INTERNAL: break;
  }
  return "internal error";
}
