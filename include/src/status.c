#include "junheng/status.h"

#include "junheng/text.h"

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
    case JH_BAD_INPUT: return JH_N("bad input");
    case JH_IO_ERROR: return JH_N("input/output failure");
    case JH_NO_MEMORY: return JH_N("out of memory");
    case JH_STOP: return JH_N("stopped");
    case JH_INTERNAL: break;
  }
  return JH_N("internal error");
}
