/* words.h - the program's own words in the language of the reader. The one place a catalogue is asked. */
#ifndef JUNHENG_IO_WORDS_H
#define JUNHENG_IO_WORDS_H

#include "junheng/io/io.h"

#include <stddef.h>

typedef struct jh_word_pair {
  const char *english, *chinese;
} jh_word_pair;

/* The catalogues: words_report.c, words_audit.c, words_compare.c. */
const jh_word_pair *jh_report_words(size_t *count);
const jh_word_pair *jh_audit_words(size_t *count);
const jh_word_pair *jh_compare_words(size_t *count);

/* The word in `language`; the English one where a translation is missing (a test fails on that). */
const char *jh_word(jh_language language, const char *english);
/* True when there is a translation: for that test. */
bool jh_word_known(const char *english);

#endif
