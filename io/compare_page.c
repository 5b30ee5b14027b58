/* Plans side by side on a page. Few plans are columns; many are rows, and what is the same everywhere is said once.
 */
#include "compare_page.h"
#include "junheng/io/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 6, COLUMNS = 8 };

static bool is_few(const compare_page *page) { return page->all->plan_count <= FEW; }

bool compare_number(const char *text, double *value) {
  if (!text || !*text || strspn(text, "+-.0123456789") != strlen(text)) return false;
  char *end = NULL;
  *value = strtod(text, &end);
  return *end == '\0';
}

const char *compare_label_of(compare_page *page, const char *code) {
  return jh_label(page->out.language, code, page->out.arena);
}

const char *compare_figure_words(compare_page *page, const char *name) {
  return jh_figure_label(page->out.language, name, page->out.arena);
}

static void note(compare_page *page, const char *english) {
  html_raw(&page->out, "<p class=\"note\">");
  html_say(&page->out, english);
  html_raw(&page->out, "</p>\n");
}

static void open_section(compare_page *page, const char *id, const char *heading) {
  html_format(&page->out, "<section id=\"%s\">", id);
  html_heading(&page->out, 2, heading);
}

static void close_section(compare_page *page) { html_raw(&page->out, "</section>\n"); }

static const jh_figure *figure_named(const compare_page *page, const char *name) {
  for (size_t i = 0; i < page->all->count; i++)
    if (strcmp(page->all->figures[i].name, name) == 0) return &page->all->figures[i];
  return NULL;
}

static const char *text_of_plan(const jh_figure *figure, int32_t plan) {
  return figure && figure->values[plan] ? figure->values[plan] : "";
}

/* ---- which plans ---- */

/* "1 base" */
static void put_plan(compare_page *page, int32_t plan) {
  html_format(&page->out, "<b>%d</b> ", compare_ordinal(plan));
  html_name(&page->out, page->all->plans[plan]);
}

/* Where a plan's figures stand, that it is dominated is said again. */
static void put_plan_marked(compare_page *page, int32_t plan) {
  put_plan(page, plan);
  if (page->all->dominated_by[plan] < 0) return;
  html_raw(&page->out, " <small>▽ ");
  html_say(&page->out, "dominated");
  html_raw(&page->out, "</small>");
}

static void plan_row(compare_page *page, int32_t plan) {
  static const char *const numbers[] = {"gap", JH_N("rules not met"), JH_N("decisions unlike the first plan's")};
  html *const h = &page->out;
  int32_t const better = page->all->dominated_by[plan];
  html_format(h, "<tr><td class=\"n\"><b>%d</b></td>", compare_ordinal(plan));
  html_cell(h, page->all->plans[plan], false);
  html_raw(h, "<td class=\"long\">");
  html_name(h, page->all->reasons[plan]);
  html_raw(h, "</td>");
  html_raw(h, "<td class=\"w\">");
  html_say(h, text_of_plan(figure_named(page, "status"), plan));
  html_raw(h, "</td>");
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    html_cell(h, text_of_plan(figure_named(page, numbers[i]), plan), true);
  html_raw(h, "<td>");
  if (better >= 0)
    put_plan(page, better);
  else
    html_raw(h, "–");
  html_raw(h, "</td></tr>\n");
}

/* "No plan would be chosen over ...": a sentence for each. */
static void dominated_sentences(compare_page *page) {
  html *const h = &page->out;
  const jh_comparison *const all = page->all;
  int32_t dominated = 0;
  for (int32_t p = 0; p < all->plan_count; p++) dominated += all->dominated_by[p] >= 0;
  if (dominated == 0) {
    note(page, JH_N("No plan is dominated: each is better than every other in some goal, or equal in all."));
    return;
  }
  html_raw(h, "<ul>");
  for (int32_t p = 0; p < all->plan_count; p++) {
    if (all->dominated_by[p] < 0) continue;
    const char *goals = "";
    for (const char **goal = all->better[p]; *goal && goals; goal++)
      goals = jh_arena_printf(h->arena, "%s%s%s", goals,
                              *goals == '\0'              ? ""
                              : h->language == JH_CHINESE ? "、"
                                                          : ", ",
                              compare_label_of(page, *goal));
    html_raw(h, "<li>");
    put_plan(page, p);
    html_raw(h, h->language == JH_CHINESE ? "：" : ": ");
    html_tell(h, "dominated by {1} ({2}), which is no worse in any goal and better in: {3}.",
              jh_arena_printf(h->arena, "%d", compare_ordinal(all->dominated_by[p])),
              all->plans[all->dominated_by[p]], goals, HTML_END);
    html_raw(h, "</li>\n");
  }
  html_raw(h, "</ul>\n");
  note(page, JH_N("Read this between plans one may choose among: a what-if that changes the county itself (more "
                  "pupils, a road "
                  "closed) is no choice."));
}

static void plans_section(compare_page *page) {
  static const html_head heads[COLUMNS] = {HTML_NUMBER("no."),
                                           HTML_TEXT("plan"),
                                           HTML_TEXT("why"),
                                           HTML_TEXT("status"),
                                           HTML_NUMBER("gap %"),
                                           HTML_NUMBER("rules not met"),
                                           HTML_NUMBER("decisions unlike the first"),
                                           HTML_TEXT("dominated by")};
  open_section(page, "plans", "Plans");
  html_table_open(&page->out, "Plans", heads, COLUMNS);
  for (int32_t p = 0; p < page->all->plan_count; p++) plan_row(page, p);
  html_table_close(&page->out);
  note(page, JH_N("Differences are against the first plan."));
  close_section(page);
  open_section(page, "dominated", JH_N("Which plans nobody would choose"));
  dominated_sentences(page);
  close_section(page);
}

/* ---- figures ---- */

static bool same_everywhere(const compare_page *page, const jh_figure *figure) {
  for (int32_t p = 1; p < page->all->plan_count; p++) {
    const char *const first = figure->values[0], *const other = figure->values[p];
    if (!first != !other || (first && strcmp(first, other) != 0)) return false;
  }
  return true;
}

/* What the list of plans shows already. */
static bool is_shown(const jh_figure *figure) {
  static const char *const listed[] = {"status", "gap", JH_N("dominated by"), "scenario",
                                       JH_N("decisions unlike the first plan's")};
  for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++)
    if (strcmp(figure->name, listed[i]) == 0) return true;
  return false;
}

/* 455249272.114 as 455,249,272: from a thousand on without decimals, below with three at most. What is no number as
 * it is; the table of the same comparison has every digit. */
const char *compare_grouped(compare_page *page, const char *text) {
  double value = 0;
  if (!compare_number(text, &value)) return text ? text : "";
  const char *const plain =
      jh_arena_printf(page->out.arena, *text == '+' ? "%+.*f" : "%.*f", fabs(value) >= 1000 ? 0 : 3, value);
  char *const shown = JH_NEW(page->out.arena, char, plain ? 2 * strlen(plain) + 1 : 1);
  if (!plain || !shown) return text;
  size_t const sign = *plain == '-' || *plain == '+', whole = strcspn(plain + sign, ".");
  char *end = shown;
  for (size_t i = 0; plain[i]; i++) {
    if (i > sign && i < sign + whole && (sign + whole - i) % 3 == 0) *end++ = ',';
    *end++ = plain[i];
  }
  if (strchr(plain, '.'))
    while (end[-1] == '0' || end[-1] == '.')
      if (*--end == '.') break;
  *end = '\0';
  return shown;
}

/* A figure's value for people. */
static const char *shown_value(compare_page *page, const jh_figure *figure, int32_t plan) {
  const char *const value = text_of_plan(figure, plan);
  if (!*value) return "–";
  return strcmp(figure->name, "year") == 0 ? value : compare_grouped(page, compare_label_of(page, value));
}

static void value_cell(compare_page *page, const jh_figure *figure, int32_t plan) {
  html *const h = &page->out;
  const char *const difference = figure->differences[plan];
  html_raw(h, "<td class=\"n\">");
  html_put(h, shown_value(page, figure, plan));
  if (difference && strcmp(difference, "0") != 0) {
    html_raw(h, "<br/><small>");
    html_put(h, compare_grouped(page, difference));
    html_raw(h, "</small>");
  }
  html_raw(h, "</td>");
}

static const char *const group_words[JH_FIGURE_GROUPS] = {[JH_FIGURES_OF_PLAN] = JH_N("The plans"),
                                                          [JH_FIGURES_OF_GOALS] = JH_N("Goals"),
                                                          [JH_FIGURES_OF_COSTS] = JH_N("Costs"),
                                                          [JH_FIGURES_OF_SITES] = "Sites",
                                                          [JH_FIGURES_OF_CLASSES] = JH_N("Class sizes"),
                                                          [JH_FIGURES_OF_WAYS] = JH_N("Pupils and their ways"),
                                                          [JH_FIGURES_OF_POSTS] = JH_N("Teachers and posts"),
                                                          [JH_FIGURES_OF_RULES] = JH_N("Quotas and rules"),
                                                          [JH_FIGURES_OF_OTHERS] = JH_N("Others")};

/* `part` tells tables of one caption apart. */
static void open_figures(compare_page *page, const char *caption, int part, const char *corner) {
  html *const h = &page->out;
  html_raw(h, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  html_say(h, caption);
  if (part > 1) html_format(h, " %d", part);
  html_raw(h, "\"><table><thead><tr><th scope=\"col\">");
  html_say(h, corner);
  html_raw(h, "</th>");
}

/* Plans as columns. */
static void group_in_columns(compare_page *page, jh_figure_group group) {
  html *const h = &page->out;
  open_figures(page, group_words[group], 1, "figure");
  for (int32_t p = 0; p < page->all->plan_count; p++) {
    html_raw(h, "<th scope=\"col\" class=\"n v\">");
    put_plan_marked(page, p);
    html_raw(h, "</th>");
  }
  html_raw(h, "</tr></thead><tbody>\n");
  for (size_t i = 0; i < page->all->count; i++) {
    const jh_figure *const figure = &page->all->figures[i];
    if (figure->group != group || is_shown(figure) || same_everywhere(page, figure)) continue;
    html_raw(h, "<tr><th scope=\"row\">");
    html_put(h, compare_figure_words(page, figure->name));
    html_raw(h, "</th>");
    for (int32_t p = 0; p < page->all->plan_count; p++) value_cell(page, figure, p);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

/* Plans as rows, as many figures beside each other as a page is wide. */
static void rows_of_plans(compare_page *page, const char *caption, int part, const jh_figure *const *figures,
                          int count) {
  html *const h = &page->out;
  open_figures(page, caption, part, "plan");
  for (int i = 0; i < count; i++) {
    html_raw(h, "<th scope=\"col\" class=\"n v\">");
    html_put(h, compare_figure_words(page, figures[i]->name));
    html_raw(h, "</th>");
  }
  html_raw(h, "</tr></thead><tbody>\n");
  for (int32_t p = 0; p < page->all->plan_count; p++) {
    html_raw(h, "<tr><th scope=\"row\">");
    put_plan_marked(page, p);
    html_raw(h, "</th>");
    for (int i = 0; i < count; i++) value_cell(page, figures[i], p);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
}

static void group_in_rows(compare_page *page, jh_figure_group group) {
  const jh_figure *beside[COLUMNS];
  int count = 0, part = 0;
  for (size_t i = 0; i < page->all->count; i++) {
    const jh_figure *const figure = &page->all->figures[i];
    if (figure->group != group || is_shown(figure) || same_everywhere(page, figure)) continue;
    beside[count++] = figure;
    if (count < COLUMNS) continue;
    rows_of_plans(page, group_words[group], ++part, beside, count);
    count = 0;
  }
  if (count > 0) rows_of_plans(page, group_words[group], ++part, beside, count);
}

static bool group_differs(const compare_page *page, jh_figure_group group) {
  for (size_t i = 0; i < page->all->count; i++) {
    const jh_figure *const figure = &page->all->figures[i];
    if (figure->group == group && !is_shown(figure) && !same_everywhere(page, figure)) return true;
  }
  return false;
}

static void figures_section(compare_page *page) {
  static const html_head heads[] = {HTML_TEXT("figure"), HTML_NUMBER("value")};
  html *const h = &page->out;
  open_section(page, "figures", JH_N("Figures side by side"));
  note(page, JH_N("Small and below: the difference against the first plan. A dash: the plan has no such figure."));
  for (int group = 0; group < JH_FIGURE_GROUPS; group++) {
    if (!group_differs(page, (jh_figure_group)group)) continue;
    html_heading(h, 3, group_words[group]);
    if (is_few(page))
      group_in_columns(page, (jh_figure_group)group);
    else
      group_in_rows(page, (jh_figure_group)group);
  }
  html_heading(h, 3, "The same in every plan");
  html_table_open(h, "The same in every plan", heads, 2);
  for (size_t i = 0; i < page->all->count; i++) {
    const jh_figure *const figure = &page->all->figures[i];
    if (is_shown(figure) || !same_everywhere(page, figure)) continue;
    html_raw(h, "<tr><th scope=\"row\">");
    html_put(h, compare_figure_words(page, figure->name));
    html_raw(h, "</th>");
    html_cell(h, shown_value(page, figure, 0), true);
    html_raw(h, "</tr>\n");
  }
  html_table_close(h);
  close_section(page);
}

/* The first name of a key stays. */
static bool index_names(compare_page *page) {
  const jh_names *const names = &page->all->names;
  page->names = JH_NEW(page->out.arena, const char *, names->count + 1);
  jh_key_index_init(&page->keys, page->out.arena);
  for (size_t i = 0; page->names && i < names->count; i++) {
    bool added = false;
    int32_t const at = jh_key_index_add(&page->keys, names->items[i].key, &added);
    if (at < 0) return false;
    if (added) page->names[at] = names->items[i].name;
  }
  return page->names != NULL;
}

jh_status jh_comparison_html(const jh_comparison *comparison, jh_language language, jh_arena *arena,
                             const char **text, size_t *size) {
  static const char *const contents[][2] = {{"plans", "Plans"},
                                            {"dominated", JH_N("Which plans nobody would choose")},
                                            {"chart", JH_N("Chart")},
                                            {"figures", JH_N("Figures side by side")},
                                            {"flips", "Decisions that flip"}};
  compare_page page = {.out = {.arena = arena, .language = language}, .all = comparison};
  html *const h = &page.out;
  if (!index_names(&page)) return JH_NO_MEMORY;
  html_page_open(h, html_word(h, "Plans compared"));
  html_raw(h, "<header>");
  html_heading(h, 1, "Plans compared");
  html_raw(h, "<nav aria-label=\"");
  html_say(h, "Contents");
  html_raw(h, "\"><ul>");
  for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
    html_format(h, "<li><a href=\"#%s\">", contents[i][0]);
    html_say(h, contents[i][1]);
    html_raw(h, "</a></li>");
  }
  html_raw(h, "</ul></nav></header>\n<main>\n");
  plans_section(&page);
  open_section(&page, "chart", JH_N("Chart"));
  compare_chart(&page);
  close_section(&page);
  figures_section(&page);
  open_section(&page, "flips", "Decisions that flip");
  compare_flips(&page);
  close_section(&page);
  html_page_close(h);
  *text = h->bytes;
  *size = h->size;
  return h->failed ? JH_NO_MEMORY : JH_OK;
}
