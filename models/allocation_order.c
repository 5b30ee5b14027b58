#include "allocation_inner.h"

#include <string.h>

static const struct {
  const char *name, *unit;
} goals[JH_ALLOCATION_GOALS] = {
    [JH_OVER_SUPER] = {JH_N("over_super"), JH_N("pupils")},
    [JH_OVER_LIMIT] = {JH_N("over_limit"), JH_N("pupils")},
    [JH_YUAN] = {JH_N("yuan"), JH_N("yuan")},
    [JH_PRIVATE_SEATS] = {JH_N("private_seats"), JH_N("pupils")},
    [JH_MOVED] = {JH_N("moved"), JH_N("pupils")},
    [JH_PUPIL_KM] = {JH_N("pupil_km"), JH_N("pupil-km")},
    [JH_OVER_STANDARD] = {JH_N("over_standard"), JH_N("pupils")},
};
static const char known_names[] =
    JH_N("over_super, over_limit, yuan, private_seats, moved, pupil_km, over_standard, each at most once");

const char *jh_allocation_goal_name(jh_allocation_goal goal) { return goals[goal].name; }
const char *jh_allocation_goal_unit(jh_allocation_goal goal) { return goals[goal].unit; }

static int find_goal(const char *text, size_t length) {
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++)
    if (strlen(goals[g].name) == length && strncmp(goals[g].name, text, length) == 0) return g;
  return -1;
}

jh_status jh_allocation_order_read(const jh_policy *policy, jh_problems *problems, jh_allocation_order *order) {
  bool named[JH_ALLOCATION_GOALS] = {false};
  int count = 0;
  const char *text = jh_policy_text(policy, JH_ALLOCATE_OBJECTIVES);
  for (const char *at = text ? text : ""; *at;) {
    at += strspn(at, " ,;\t");
    size_t const length = strcspn(at, " ,;\t");
    if (length == 0) break;
    int const goal = find_goal(at, length);
    if (goal < 0 || named[goal]) {
      const char *word = jh_arena_text_n(problems->arena, at, length);
      if (!word) return JH_NO_MEMORY;
      jh_problems_error(problems, "policy.csv", 0, "allocate_objectives", word, "%s",
                        jh_text(problems->language, known_names));
      return JH_BAD_INPUT;
    }
    named[goal] = true;
    order->goal[count++] = (jh_allocation_goal)goal;
    at += length;
  }
  for (int g = 0; g < JH_ALLOCATION_GOALS; g++)
    if (!named[g]) order->goal[count++] = (jh_allocation_goal)g;
  return JH_OK;
}
