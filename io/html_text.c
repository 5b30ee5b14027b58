#include "html_text.h"

#include "words.h"

#include <stdio.h>
#include <string.h>

static void append(html *h, const char *bytes, size_t size) {
  if (h->failed) return;
  char *const larger = jh_arena_grow(h->arena, h->bytes, &h->capacity, h->size + size + 1, 1);
  if (!larger) {
    h->failed = true;
    return;
  }
  h->bytes = larger;
  memcpy(larger + h->size, bytes, size);
  h->size += size;
  larger[h->size] = '\0';
}

void html_raw(html *h, const char *markup) { append(h, markup, strlen(markup)); }

void html_put(html *h, const char *text) {
  for (const char *c = text ? text : ""; *c; c++) {
    switch (*c) {
      case '<': append(h, "&lt;", 4); break;
      case '>': append(h, "&gt;", 4); break;
      case '&': append(h, "&amp;", 5); break;
      case '"': append(h, "&quot;", 6); break;
      case '\'': append(h, "&#39;", 5); break;
      default:
        if ((unsigned char)*c >= 0x20 || *c == '\n') append(h, c, 1);
    }
  }
}

const char *html_word(const html *h, const char *english) { return jh_word(h->language, english); }

void html_say(html *h, const char *english) { html_put(h, html_word(h, english)); }

void html_format(html *h, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *const text = jh_arena_vprintf(h->arena, format, args);
  va_end(args);
  if (text)
    html_raw(h, text);
  else
    h->failed = true;
}

void html_heading(html *h, int level, const char *english) {
  html_format(h, "<h%d>", level);
  html_say(h, english);
  html_format(h, "</h%d>\n", level);
}

void html_cell(html *h, const char *text, bool number) {
  html_raw(h, number ? "<td class=n>" : "<td><bdi>");
  html_put(h, text);
  html_raw(h, number ? "</td>" : "</bdi></td>");
}

void html_table_open(html *h, const char *const *english_heads, int count) {
  html_raw(h, "<div class=scroll tabindex=0><table><thead><tr>");
  for (int i = 0; i < count; i++) {
    html_raw(h, "<th scope=col>");
    html_say(h, english_heads[i]);
    html_raw(h, "</th>");
  }
  html_raw(h, "</tr></thead><tbody>\n");
}

void html_table_close(html *h) { html_raw(h, "</tbody></table></div>\n"); }

static bool is_number(const jh_column *column) { return column->type == JH_COUNT || column->type == JH_DECIMAL; }

/* The cell as a reader of the report's language expects it: choices and yes/no as words. */
static const char *shown(const html *h, const jh_column *column, const char *cell) {
  if (!cell) return "";
  if (column->type == JH_YES_NO) return html_word(h, *cell == '1' ? "yes" : "no");
  if (column->type == JH_CHOICE && h->language == JH_CHINESE)
    for (const jh_choice *choice = column->choices; choice->word; choice++)
      if (strcmp(choice->word, cell) == 0) return choice->word_zh;
  return cell;
}

void html_table(html *h, const jh_table *table, const int32_t *columns, int32_t most) {
  html_raw(h, "<div class=scroll tabindex=0><table><thead><tr>");
  for (const int32_t *c = columns; *c >= 0; c++) {
    html_raw(h, "<th scope=col>");
    html_put(h, h->language == JH_CHINESE ? table->spec->columns[*c].name_zh : table->spec->columns[*c].name);
    html_raw(h, "</th>");
  }
  html_raw(h, "</tr></thead><tbody>\n");
  for (int32_t row = 0; row < table->row_count && row < most; row++) {
    html_raw(h, "<tr>");
    for (const int32_t *c = columns; *c >= 0; c++) {
      const jh_column *const column = &table->spec->columns[*c];
      html_cell(h, shown(h, column, jh_table_cell(table, row, *c)), is_number(column));
    }
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  if (table->row_count > most) {
    html_format(h, "<p class=note>+ %d ", (int)(table->row_count - most));
    html_say(h, "more rows in");
    html_format(h, " %s.csv</p>\n", table->spec->name);
  }
}
