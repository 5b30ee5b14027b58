/* example.h - what `junheng init` writes besides empty tables. */
#ifndef JUNHENG_SCENARIOS_EXAMPLE_H
#define JUNHENG_SCENARIOS_EXAMPLE_H

#include "junheng/io/io.h"

/* CSV text with English headers; NULL: the example has no such table. */
const char *jh_example_table(jh_county_table table);
/* columns.txt: every table and column, whether it is needed, what it means. UTF-8 with BOM and CRLF, so that Notepad
 * shows it right. NULL without memory. */
const char *jh_init_columns(jh_language language, jh_arena *arena);

#endif
