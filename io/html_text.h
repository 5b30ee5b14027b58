/* html_text.h - markup written piece by piece; text of the tables goes through html_put and is never markup.
 *
 * What comes out is HTML and well-formed XML at once: attributes quoted, elements closed. */
#ifndef JUNHENG_IO_HTML_TEXT_H
#define JUNHENG_IO_HTML_TEXT_H

#include "junheng/arena.h"
#include "junheng/io/io.h"

typedef struct html {
  jh_arena *arena;
  jh_language language;
  char *bytes;
  size_t size, capacity;
  bool failed; /* out of memory: later calls do nothing, the caller checks once */
} html;

/* Markup as it is. */
void html_raw(html *h, const char *markup);
/* Text, escaped; NULL is nothing. Characters that no document may hold are left out. */
void html_put(html *h, const char *text);
/* A text of the tables, isolated against the writing direction of its neighbours. */
void html_name(html *h, const char *text);
/* A word of the program in the language of the report. */
const char *html_word(const html *h, const char *english);
void html_say(html *h, const char *english);
/* A sentence of the program with values: "{1}" is the first of the texts after it, which end with HTML_END. */
#define HTML_END ((const char *)0) /* a pointer also where NULL is a plain 0 */
__attribute__((sentinel)) void html_tell(html *h, const char *english, ...);
/* Markup with the program's own numbers only. */
__attribute__((format(printf, 2, 3))) void html_format(html *h, const char *format, ...);

/* html_page.c: up to <body>, with the style that report and comparison share; from </main> on. */
void html_page_open(html *h, const char *title);
void html_page_close(html *h);

void html_heading(html *h, int level, const char *english);
/* The head of a column, at the side where its cells stand: numbers to the right. */
typedef struct html_head {
  const char *english;
  bool number;
} html_head;
#define HTML_TEXT(english) \
  { english, false }
#define HTML_NUMBER(english) \
  { english, true }
/* A table: heads, repeated on every printed page, rows of cells. */
void html_table_open(html *h, const char *english_name, const html_head *heads, int count);
void html_table_close(html *h);
void html_cell(html *h, const char *text, bool number);
/* The name of a school, a place or a person: not broken between its characters. */
void html_name_cell(html *h, const char *name);
/* A sentence, or the name of a document: with room enough for few lines. */
void html_long_cell(html *h, const char *text);

#endif
