/* allocation_inner.h - what the files of the allocation model share. */
#ifndef JUNHENG_MODELS_ALLOCATION_INNER_H
#define JUNHENG_MODELS_ALLOCATION_INNER_H

#include "junheng/models/models.h"

typedef enum jh_allocation_goal {
  JH_OVER_SUPER,
  JH_OVER_LIMIT,
  JH_YUAN,
  JH_PRIVATE_SEATS,
  JH_MOVED,
  JH_PUPIL_KM,
  JH_OVER_STANDARD,
  JH_ALLOCATION_GOALS
} jh_allocation_goal;

/* The goals in the order in which they matter; every goal stands in it once. */
typedef struct jh_allocation_order {
  jh_allocation_goal goal[JH_ALLOCATION_GOALS];
} jh_allocation_order;

const char *jh_allocation_goal_name(jh_allocation_goal goal);
const char *jh_allocation_goal_unit(jh_allocation_goal goal);
/* Reads allocate_objectives. Goals it does not name follow in their default order. JH_BAD_INPUT with a problem that
 * lists the known names for an unknown or a repeated one. */
jh_status jh_allocation_order_read(const jh_policy *policy, jh_problems *problems, jh_allocation_order *order);

#endif
