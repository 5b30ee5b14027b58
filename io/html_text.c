#include "html_text.h"

#include <stdarg.h>
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

/* Bytes of the character at c that XML and HTML both forbid; 0: it may stand. */
static size_t forbidden(const unsigned char *c) {
  if (c[0] < 0x20) return c[0] == '\n' || c[0] == '\t' ? 0 : 1;
  if (c[0] == 0x7F) return 1;
  if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] <= 0x9F) return 2;                   /* control characters of C1 */
  if (c[0] == 0xEF && c[1] == 0xBF && (c[2] == 0xBE || c[2] == 0xBF)) return 3; /* U+FFFE, U+FFFF */
  return 0;
}

void html_put(html *h, const char *text) {
  for (const char *c = text ? text : ""; *c; c++) {
    size_t const skipped = forbidden((const unsigned char *)c);
    if (skipped > 0) {
      c += skipped - 1;
      continue;
    }
    switch (*c) {
      case '<': append(h, "&lt;", 4); break;
      case '>': append(h, "&gt;", 4); break;
      case '&': append(h, "&amp;", 5); break;
      case '"': append(h, "&quot;", 6); break;
      case '\'': append(h, "&#39;", 5); break;
      default: append(h, c, 1);
    }
  }
}

void html_name(html *h, const char *text) {
  html_raw(h, "<bdi>");
  html_put(h, text);
  html_raw(h, "</bdi>");
}

const char *html_word(const html *h, const char *english) { return jh_text(h->language, english); }

void html_say(html *h, const char *english) { html_put(h, html_word(h, english)); }

void html_tell(html *h, const char *english, ...) {
  enum { MOST = 9 };
  const char *values[MOST];
  int count = 0;
  va_list args;
  va_start(args, english);
  for (const char *value; count < MOST && (value = va_arg(args, const char *)) != NULL;) values[count++] = value;
  va_end(args);
  const char *rest = html_word(h, english);
  for (const char *open; (open = strchr(rest, '{')) != NULL; rest = open + 3) {
    html_put(h, jh_arena_text_n(h->arena, rest, (size_t)(open - rest)));
    int const which = open[1] - '1';
    html_raw(h, "<b>");
    html_put(h, which >= 0 && which < count ? values[which] : "");
    html_raw(h, "</b>");
  }
  html_put(h, rest);
}

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
  html_raw(h, number ? "<td class=\"n\">" : "<td><bdi>");
  html_put(h, text);
  html_raw(h, number ? "</td>" : "</bdi></td>");
}

static void styled_cell(html *h, const char *open, const char *text) {
  html_raw(h, open);
  html_put(h, text);
  html_raw(h, "</bdi></td>");
}

void html_name_cell(html *h, const char *name) { styled_cell(h, "<td class=\"k\"><bdi>", name); }

void html_long_cell(html *h, const char *text) { styled_cell(h, "<td class=\"long\"><bdi>", text); }

void html_table_open(html *h, const char *english_name, const html_head *heads, int count) {
  html_raw(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  html_say(h, english_name);
  html_raw(h, "\"><table><thead><tr>");
  for (int i = 0; i < count; i++) {
    html_raw(h, heads[i].number ? "<th scope=\"col\" class=\"n v\">" : "<th scope=\"col\">");
    html_say(h, heads[i].english);
    html_raw(h, "</th>");
  }
  html_raw(h, "</tr></thead><tbody>\n");
}

void html_table_close(html *h) { html_raw(h, "</tbody></table></div>\n"); }
