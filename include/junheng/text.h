/* text.h - what the program says, in the language of who reads it.
 *
 * A message is written in English where it is made, and that sentence is its own key: jh_text hands it back for
 * English, and for Chinese what the catalogue (po/zh_CN.po, gettext) says.  The language comes with the call, so two
 * jobs speak two languages in two threads.  A format is translated before it is filled in; a translation may take its
 * arguments in another order ("%2$s ... %1$d"). */
#ifndef JUNHENG_TEXT_H
#define JUNHENG_TEXT_H

#include <stdbool.h>

typedef enum jh_language { JH_ENGLISH, JH_CHINESE } jh_language;

/* Marks a message that jh_text is asked for later: in a table, behind a `?`, in a helper's argument. */
#define JH_N(english) english

/* The message in `language`; as it is where the catalogue has none. Never NULL unless `english` is. */
__attribute__((format_arg(2))) const char *jh_text(jh_language language, const char *english);

/* What an errno means, "Permission denied". */
const char *jh_error_text(jh_language language, int error);

/* Once, before a program's threads: where the catalogue lies (FOLDER/zh_CN/LC_MESSAGES/junheng.mo). Of the locale it
 * touches LC_MESSAGES alone. False when Chinese cannot be spoken: no catalogue there, or no locale but "C"; then
 * jh_text answers English. */
bool jh_text_open(const char *folder);

#endif
