/* The one file that knows gettext. */
/* strerrordesc_np: strerror speaks whatever the process does. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier) */
#include "junheng/text.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const char domain[] = "junheng";

const char *jh_text(jh_language language, const char *english) {
  /* The message of "" is the catalogue's own header. */
  return language == JH_CHINESE && english && *english ? dgettext(domain, english) : english;
}

/* strerrordesc_np gives them untranslated. */
static const char *const known_errors[] = {
    JH_N("No such file or directory"),
    JH_N("Permission denied"),
    JH_N("Is a directory"),
    JH_N("Not a directory"),
    JH_N("No space left on device"),
    JH_N("Disk quota exceeded"),
    JH_N("File exists"),
    JH_N("File too large"),
    JH_N("File name too long"),
    JH_N("Directory not empty"),
    JH_N("Read-only file system"),
    JH_N("Input/output error"),
    JH_N("Operation not permitted"),
    JH_N("Too many open files"),
    JH_N("Too many levels of symbolic links"),
    JH_N("Cannot allocate memory"),
    JH_N("Device or resource busy"),
    JH_N("Text file busy"),
    JH_N("Invalid argument"),
};

const char *jh_error_text(jh_language language, int error) {
  const char *const words = strerrordesc_np(error);
  for (size_t i = 0; words && i < sizeof known_errors / sizeof known_errors[0]; i++)
    if (strcmp(words, known_errors[i]) == 0) return jh_text(language, known_errors[i]);
  return words ? words : jh_text(language, JH_N("unknown error"));
}

/* gettext reads LANGUAGE in every locale but "C". The catalogue is asked for Chinese only, so LANGUAGE says Chinese
 * whatever the environment said; any locale will do, and Debian has C.UTF-8 always. */
bool jh_text_open(const char *folder) {
  static const char *const locales[] = {"C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8", ""};
  static const char probe[] = JH_N("Chinese");
  if (setenv("LANGUAGE", "zh_CN", 1) != 0) return false;
  for (size_t i = 0; i < sizeof locales / sizeof locales[0]; i++) {
    const char *const chosen = setlocale(LC_MESSAGES, locales[i]);
    if (chosen && strcmp(chosen, "C") != 0 && strcmp(chosen, "POSIX") != 0) break;
  }
  if (!bindtextdomain(domain, folder) || !bind_textdomain_codeset(domain, "UTF-8")) return false;
  return strcmp(jh_text(JH_CHINESE, probe), probe) != 0;
}
