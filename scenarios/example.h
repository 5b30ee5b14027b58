/* example.h - the small filled county that `junheng init` writes. */
#ifndef JUNHENG_SCENARIOS_EXAMPLE_H
#define JUNHENG_SCENARIOS_EXAMPLE_H

#include "junheng/schema.h"

/* CSV text with English headers; NULL: the example has no such table. */
const char *jh_example_table(jh_county_table table);

#endif
