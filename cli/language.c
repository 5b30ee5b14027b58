/* Which language the program speaks, found before the line is read: its faults are told in it. */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *options_program(jh_arena *arena) {
  enum { PATH_SIZE = 4096 };
  char path[PATH_SIZE];
  ssize_t const length = readlink("/proc/self/exe", path, sizeof path);
  return length > 0 && length < (ssize_t)sizeof path ? jh_arena_text_n(arena, path, (size_t)length) : NULL;
}

bool options_take_language(const char *text, options *o) {
  if (strcmp(text, "zh") != 0 && strcmp(text, "en") != 0) return false;
  o->headers = strcmp(text, "zh") == 0 ? JH_CHINESE : JH_ENGLISH;
  return true;
}

/* The first language of a list such as "fr:zh_CN:en" that is spoken here. */
static jh_language first_of_list(const char *list) {
  for (const char *at = list; *at; at += strcspn(at, ":"), at += *at == ':') {
    if (strncmp(at, "zh", 2) == 0) return JH_CHINESE;
    if (strncmp(at, "en", 2) == 0) return JH_ENGLISH;
  }
  return JH_ENGLISH;
}

/* What the environment speaks, by the rules of gettext; --lang overrides. */
static jh_language environment_language(void) {
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  const char *locale = NULL;
  for (size_t i = 0; i < sizeof names / sizeof names[0] && !(locale && *locale); i++) locale = getenv(names[i]);
  if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0) return JH_ENGLISH;
  const char *const list = getenv("LANGUAGE");
  return list && *list ? first_of_list(list) : first_of_list(locale);
}

/* The catalogue stands beside the program: locale/ where it was built, ../share/locale where it was installed. */
static bool open_catalogue(jh_arena *arena) {
  static const char *const places[] = {"locale", "../share/locale"};
  const char *const program = options_program(arena);
  const char *const slash = program ? strrchr(program, '/') : NULL;
  const char *const folder = slash ? jh_arena_text_n(arena, program, (size_t)(slash - program)) : NULL;
  for (size_t i = 0; folder && i < sizeof places / sizeof places[0]; i++) {
    const char *const place = jh_arena_printf(arena, "%s/%s", folder, places[i]);
    if (place && jh_text_open(place)) return true;
  }
  return false;
}

/* "zh" of --lang=zh, --lang zh or -l zh; NULL without. The last counts. */
static const char *asked_for(int argc, char **argv) {
  const char *asked = NULL;
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
    bool const apart = strcmp(argv[i], "--lang") == 0 || strcmp(argv[i], "-l") == 0;
    if (strncmp(argv[i], "--lang=", 7) == 0) asked = argv[i] + 7;
    if (apart && i + 1 < argc) asked = argv[i + 1];
  }
  return asked;
}

void options_find_language(int argc, char **argv, options *o) {
  const char *const asked = asked_for(argc, argv);
  o->speech = !asked ? environment_language() : strcmp(asked, "zh") == 0 ? JH_CHINESE : JH_ENGLISH;
  if (o->speech == JH_ENGLISH || open_catalogue(o->arena)) return;
  o->speech = JH_ENGLISH;
  if (asked)
    fputs(
        "junheng: warning: no Chinese catalogue beside the program (share/locale/zh_CN/LC_MESSAGES/junheng.mo): "
        "messages are English\n",
        stderr);
}
