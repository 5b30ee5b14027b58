#include "roster_reason.h"

#include <stdio.h>
#include <string.h>

#define FILLS_POST "补足缺岗 fills a post"
#define FOR_QUOTA "完成比例 for the quota"
#define WISH "; 本人意向"

const char *roster_reason_cell(bool fills_post, int32_t years_here, bool preferred, jh_arena *arena) {
  return jh_arena_printf(arena, "%s; 任教 %d 年%s", fills_post ? FILLS_POST : FOR_QUOTA, (int)years_here,
                         preferred ? WISH : "");
}

/* What stands behind `text` at the start of the cell; NULL where the cell starts otherwise. */
static const char *behind(const char *cell, const char *text) {
  size_t const length = strlen(text);
  return strncmp(cell, text, length) == 0 ? cell + length : NULL;
}

const char *roster_reason_told(const char *cell, jh_language language, jh_arena *arena) {
  const char *const filled = behind(cell, FILLS_POST), *rest = filled ? filled : behind(cell, FOR_QUOTA);
  int years = 0, read = 0;
  if (!rest || sscanf(rest, "; 任教 %d 年%n", &years, &read) != 1 || read == 0) return cell;
  rest += read;
  bool const preferred = strcmp(rest, WISH) == 0;
  if (*rest && !preferred) return cell;
  return jh_arena_printf(arena,
                         jh_text(language, preferred ? JH_N("%s; %d years at the school; own wish")
                                                     : JH_N("%s; %d years at the school")),
                         jh_text(language, filled ? JH_N("fills a post") : JH_N("for the quota")), years);
}
