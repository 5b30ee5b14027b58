/* settings.h - the one table of options: parsing, help and manual page come from it. */
#ifndef JUNHENG_CLI_SETTINGS_H
#define JUNHENG_CLI_SETTINGS_H

#include "options.h"

#include <stddef.h>

enum { KEY_VERSION = 'V', KEY_MANUAL = 1000, KEY_USAGE, KEY_HELP, FIRST_YEAR = 1900, LAST_YEAR = 2200 };

typedef enum setting_kind {
  SETTING_FLAG,
  SETTING_TEXT,
  SETTING_COUNT,
  SETTING_SEED,
  SETTING_NUMBER,
  SETTING_LIST, /* scenarios, repeatable */
  SETTING_PAIR, /* KEY=VALUE, repeatable */
  SETTING_YEARS,
  SETTING_LANGUAGE
} setting_kind;

typedef struct setting_rule {
  int key;
  const char *name, *argument; /* argument NULL: a flag */
  setting_kind kind;
  double minimum, maximum;
  const char *expected; /* in messages; for jh_text */
  size_t offset;        /* of the field in options */
  unsigned commands;    /* 1 << command_id */
  const char *meaning;  /* for jh_text */
} setting_rule;

/* language.c: --lang of the line, else the environment; opens the catalogue, and says so when --lang zh finds none.
 */
void options_find_language(int argc, char **argv, options *o);
bool options_take_language(const char *text, options *o);

int setting_count(void);
const setting_rule *setting_at(int index);
const setting_rule *setting_by_key(int key);

#endif
