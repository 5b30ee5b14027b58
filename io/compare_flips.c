/* Decisions that are not the same in every plan: what the first decides, and who decides otherwise. */
#include "compare_page.h"

#include <string.h>

enum { MOST_FLIPS = 400 };

static const char *decision_of(const jh_figure *decision, int32_t plan) {
  return decision->values[plan] ? decision->values[plan] : "";
}

/* A key by its name; NULL: it has none. */
static const char *name_of(const compare_page *page, const char *key) {
  int32_t const at = jh_key_index_find(&page->keys, key);
  return at < 0 ? NULL : page->names[at];
}

/* A name, its key small behind it. */
static void put_named(compare_page *page, const char *key) {
  html *const h = &page->out;
  const char *const name = name_of(page, key);
  html_name(h, name ? name : key);
  if (!name || strcmp(name, key) == 0) return;
  html_raw(h, " <small>");
  html_name(h, key);
  html_raw(h, "</small>");
}

static bool is_decision(const char *text) {
  for (jh_decision decision = JH_KEEP; decision <= JH_NOT_BUILT; decision++)
    if (strcmp(text, jh_decision_name(decision)) == 0) return true;
  return false;
}

/* "merge S085", "S026", "3": the decision's word in the reader's language, keys by their names. */
static void put_decision(compare_page *page, const char *text) {
  html *const h = &page->out;
  size_t const length = strcspn(text, " ");
  const char *const first = jh_arena_text_n(h->arena, text, length);
  const char *const word = first ? html_word(h, first) : NULL;
  bool const merges = text[length] == ' ';
  if (!*text || !word) {
    html_raw(h, "–");
  } else if (merges && !name_of(page, text)) {
    html_put(h, compare_label_of(page, first));
    html_raw(h, " → ");
    put_named(page, text + length + 1);
  } else if (word != first || is_decision(text)) {
    html_put(h, compare_label_of(page, text));
  } else {
    put_named(page, text);
  }
}

/* "site S083", "P0093, grades 1-6, goes to": the key by its name, the words around it in the reader's language. */
static void put_question(compare_page *page, const char *text) {
  static const char *const around[][2] = {
      {"site ", ""}, {"teacher ", " goes to"}, {"", ", grades 1-6, goes to"}, {"", ", grades 7-9, goes to"}};
  html *const h = &page->out;
  size_t const length = strlen(text);
  for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
    size_t const before = strlen(around[i][0]), after = strlen(around[i][1]);
    if (length <= before + after || strncmp(text, around[i][0], before) != 0 ||
        strcmp(text + length - after, around[i][1]) != 0)
      continue;
    const char *const key = jh_arena_text_n(h->arena, text + before, length - before - after);
    html_say(h, around[i][0]);
    put_named(page, key ? key : "");
    html_say(h, around[i][1]);
    return;
  }
  /* "rooms added at S1 in 2021" */
  static const char rooms[] = "rooms added at ";
  const char *const year = strstr(text, " in ");
  if (strncmp(text, rooms, sizeof rooms - 1) != 0 || !year) {
    html_name(h, text);
    return;
  }
  const char *const key =
      jh_arena_text_n(h->arena, text + sizeof rooms - 1, (size_t)(year - text) - sizeof rooms + 1);
  html_say(h, "rooms added");
  html_raw(h, ": ");
  put_named(page, key ? key : "");
  html_raw(h, ", ");
  html_put(h, year + 4);
}

/* Every other choice once, with the plans that make it. */
static void put_others(compare_page *page, const jh_figure *decision) {
  html *const h = &page->out;
  int32_t const count = page->all->plan_count;
  bool any = false;
  for (int32_t p = 1; p < count; p++) {
    const char *const choice = decision_of(decision, p);
    bool seen = false;
    for (int32_t q = 0; q < p && !seen; q++) seen = strcmp(decision_of(decision, q), choice) == 0;
    if (seen) continue;
    if (any) html_raw(h, "<br/>");
    any = true;
    put_decision(page, choice);
    html_raw(h, " <small>(");
    bool first = true;
    for (int32_t q = p; q < count; q++) {
      if (strcmp(decision_of(decision, q), choice) != 0) continue;
      html_format(h, "%s%d", first ? "" : ", ", compare_ordinal(q));
      first = false;
    }
    html_raw(h, ")</small>");
  }
}

void compare_flips(compare_page *page) {
  static const html_head heads[] = {HTML_TEXT("decision"), HTML_TEXT("in the first plan"),
                                    HTML_TEXT("otherwise (in plans)")};
  html *const h = &page->out;
  const jh_comparison *const all = page->all;
  html_raw(h, "<p>");
  html_tell(h, "Decisions that are not the same in every plan: {1}.",
            jh_arena_printf(h->arena, "%zu", all->decision_count), HTML_END);
  html_raw(h, "</p>\n");
  if (all->decision_count == 0) return;
  html_table_open(h, "Decisions that flip", heads, 3);
  for (size_t i = 0; i < all->decision_count && i < MOST_FLIPS; i++) {
    const jh_figure *const decision = &all->decisions[i];
    html_raw(h, "<tr><th scope=\"row\">");
    put_question(page, decision->name);
    html_raw(h, "</th><td>");
    put_decision(page, decision_of(decision, 0));
    html_raw(h, "</td><td>");
    put_others(page, decision);
    html_raw(h, "</td></tr>\n");
  }
  html_table_close(h);
  if (all->decision_count <= MOST_FLIPS) return;
  html_raw(h, "<p class=\"note\">");
  html_tell(h, "{1} more are in the table of the same comparison (compare.csv).",
            jh_arena_printf(h->arena, "%zu", all->decision_count - MOST_FLIPS), HTML_END);
  html_raw(h, "</p>\n");
}
