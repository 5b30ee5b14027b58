/* dice.h - numbers by lot for the drawings of a test, the same in each run. */
#ifndef JUNHENG_TEST_DICE_H
#define JUNHENG_TEST_DICE_H

#include <stdint.h>

static uint64_t state;

/* 0 to n - 1. */
static inline int64_t dice(int64_t n) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (int64_t)((state >> 33) % (uint64_t)n);
}

#endif
