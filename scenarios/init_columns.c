/* columns.txt of a new county: what every table and column means, from the one table of columns. */
#include "example.h"
#include "junheng/schema.h"

#include <string.h>

/* Names and meanings of the schema, which holds both languages: files are read with either. */
static const char *in(jh_language language, const char *english, const char *chinese) {
  return language == JH_CHINESE ? chinese : english;
}

/* " (urban, town, rural)", or nothing where any text or number will do. */
static const char *words_of(const jh_column *column, jh_language language, jh_arena *arena) {
  if (column->type == JH_YES_NO) return jh_text(language, " (1 or 0)");
  if (column->type != JH_CHOICE) return "";
  const char *text = "";
  for (const jh_choice *choice = column->choices; choice->word && text; choice++)
    text = jh_arena_printf(arena, "%s%s%s", text, *text ? jh_text(language, ", ") : "",
                           in(language, choice->word, choice->word_zh));
  return text ? jh_arena_printf(arena, jh_text(language, " (%s)"), text) : NULL;
}

/* What an empty cell means, in the words that would be written there; NULL: not given. */
static const char *empty_word(const jh_column *column, jh_language language) {
  const char *const word = column->default_text;
  if (!word || language == JH_ENGLISH) return word;
  if (column->type == JH_YES_NO) return strcmp(word, "1") == 0 ? "是" : "否";
  for (const jh_choice *choice = column->choices; choice && choice->word; choice++)
    if (strcmp(choice->word, word) == 0) return choice->word_zh;
  return word;
}

static const char *line_of(const jh_column *column, jh_language language, jh_arena *arena) {
  const char *const words = words_of(column, language, arena);
  if (!words) return NULL;
  const char *const needed = column->required ? jh_text(language, "  [needed]") : "";
  const char *const otherwise = empty_word(column, language);
  const char *const empty = otherwise ? jh_arena_printf(arena, jh_text(language, "; empty: %s"), otherwise) : "";
  return jh_arena_printf(arena, jh_text(language, "  %s%s: %s%s%s"), in(language, column->name, column->name_zh),
                         needed, in(language, column->meaning, column->meaning_zh), words, empty ? empty : "");
}

const char *jh_init_columns(jh_language language, jh_arena *arena) {
  const char *text = jh_arena_printf(
      arena, "\xEF\xBB\xBF%s\r\n",
      jh_text(language,
              "What goes into the tables. Headers may be English or Chinese, in any order; columns that are "
              "not needed may be left out."));
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT && text; t++) {
    const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
    text =
        jh_arena_printf(arena, "%s\r\n%s.csv %s\r\n", text, spec->name, in(language, spec->meaning, spec->name_zh));
    for (int32_t i = 0; i < spec->column_count && text; i++) {
      const char *const line = line_of(&spec->columns[i], language, arena);
      text = line ? jh_arena_printf(arena, "%s%s\r\n", text, line) : NULL;
    }
  }
  return text;
}
