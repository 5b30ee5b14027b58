#include "roster_reason.h"

#include <stdlib.h>
#include <string.h>

#define FILLS_POST "补足缺岗 fills a post"
#define FOR_QUOTA "完成比例 for the quota"
#define SERVED "; 任教 "
#define YEARS " 年"
#define WISH "; 本人意向"

const char *roster_reason_cell(bool fills_post, int32_t years_here, bool preferred, jh_arena *arena) {
  return jh_arena_printf(arena, "%s" SERVED "%d" YEARS "%s", fills_post ? FILLS_POST : FOR_QUOTA, (int)years_here,
                         preferred ? WISH : "");
}

/* What stands behind `text` at the start of the cell; NULL where the cell starts otherwise. No scanf: in some locales
 * it takes no Chinese in its format. */
static const char *behind(const char *cell, const char *text) {
  if (!cell) return NULL;
  size_t const length = strlen(text);
  return strncmp(cell, text, length) == 0 ? cell + length : NULL;
}

const char *roster_reason_told(const char *cell, jh_language language, jh_arena *arena) {
  const char *const filled = behind(cell, FILLS_POST);
  const char *const served = behind(filled ? filled : behind(cell, FOR_QUOTA), SERVED);
  char *end = NULL;
  long const years = served ? strtol(served, &end, 10) : 0;
  const char *const rest = served && end > served ? behind(end, YEARS) : NULL;
  bool const preferred = rest && strcmp(rest, WISH) == 0;
  if (!rest || (*rest && !preferred)) return cell;
  return jh_arena_printf(arena,
                         jh_text(language, preferred ? JH_N("%s; %d years at the school; own wish")
                                                     : JH_N("%s; %d years at the school")),
                         jh_text(language, filled ? JH_N("fills a post") : JH_N("for the quota")), (int)years);
}
