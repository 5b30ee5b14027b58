#include "junheng/plan.h"

double jh_level_gap(const jh_level *level) {
  double const scale = (double)level->scale;
  double const value = (double)level->value / scale;
  double const bound = (double)level->bound / scale;
  double const distance = value > bound ? value - bound : bound - value;
  double const size = value < 0 ? -value : value;
  return distance / (size > 1 ? size : 1);
}

const char *jh_mode_name(jh_mode mode) {
  static const char *const names[] = {"walk", "bus", "board"};
  return names[mode];
}

const char *jh_clearing_name(jh_clearing how) {
  static const char *const names[] = {"", "split", "move", "new_school", "graduate"};
  return names[how];
}

const char *jh_clearing_status_name(jh_clearing_status status) {
  static const char *const names[] = {"open", "cleared", "undone"};
  return names[status];
}

const char *jh_decision_name(jh_decision decision) {
  static const char *const names[] = {"keep", "merge", "new", "restore", "stay_closed", "not_built"};
  return names[decision];
}

const char *jh_decision_name_zh(jh_decision decision) {
  static const char *const names[] = {"保留", "撤并", "新建", "恢复", "保持停办", "不建"};
  return names[decision];
}
