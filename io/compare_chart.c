/* The drawing of a comparison: plans by number, told apart by shape and place, never by colour alone. */
#include "compare_page.h"
#include "html_axes.h"

#include <math.h>
#include <string.h>

static double value_of(const jh_figure *figure, int32_t plan) {
  double value = 0;
  compare_number(figure->values[plan], &value);
  return value;
}

static bool has_numbers(const compare_page *page, const jh_figure *figure) {
  double value = 0;
  for (int32_t p = 0; p < page->all->plan_count; p++)
    if (!compare_number(figure->values[p], &value)) return false;
  return true;
}

static bool differs(const compare_page *page, const jh_figure *figure) {
  for (int32_t p = 1; p < page->all->plan_count; p++)
    if (value_of(figure, p) != value_of(figure, 0)) return true;
  return false;
}

static void range(const compare_page *page, const jh_figure *figure, double *least, double *most) {
  *least = INFINITY, *most = -INFINITY;
  for (int32_t p = 0; p < page->all->plan_count; p++) {
    *least = fmin(*least, value_of(figure, p));
    *most = fmax(*most, value_of(figure, p));
  }
}

static const jh_figure *figure_named(const compare_page *page, const char *name) {
  for (size_t i = 0; i < page->all->count; i++)
    if (strcmp(page->all->figures[i].name, name) == 0) return &page->all->figures[i];
  return NULL;
}

/* Square: the first. Ring: dominated. Disc: the others. */
static void draw_plan(compare_page *page, int32_t plan, double x, double y) {
  html *const h = &page->out;
  bool const dominated = page->all->dominated_by[plan] >= 0;
  html_raw(h, "<g><title>");
  html_put(h, page->all->plans[plan]);
  html_raw(h, "</title>");
  const char *const fill = dominated ? "#fff" : "#0b4f8f";
  if (plan == 0)
    html_format(
        h,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"12\" fill=\"%s\" stroke=\"#0b4f8f\" stroke-width=\"2\"/>",
        x - 6, y - 6, fill);
  else
    html_format(h, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" stroke=\"#0b4f8f\" stroke-width=\"2\"/>", x,
                y, fill);
  html_raw(h, "</g>\n");
}

/* Where a plan stands, and its label. */
typedef struct spot {
  double x, y;
  double left, top, width; /* of the label; 0 wide: it stands in another's */
} spot;

enum { LABEL_HEIGHT = 14, DIGIT = 8, MOST_NUMBERS = 6, ONE_SPOT = 8 };

static bool together(const spot *a, const spot *b) { return hypot(a->x - b->x, a->y - b->y) <= ONE_SPOT; }

/* Whether the label touches one of those before it, or a mark. */
static bool is_taken(const spot *spots, int32_t label, int32_t count) {
  const spot *const s = &spots[label];
  for (int32_t q = 0; q < count; q++) {
    const spot *const other = &spots[q];
    bool const beside = other->x + 7 < s->left || s->left + s->width < other->x - 7;
    if (!beside && other->y + 7 > s->top && other->y - 7 < s->top + LABEL_HEIGHT) return true;
    if (q >= label || other->width <= 0) continue;
    if (s->left < other->left + other->width && other->left < s->left + s->width &&
        fabs(s->top - other->top) < LABEL_HEIGHT)
      return true;
  }
  return s->left + s->width > AXES_WIDTH || s->left < AXES_LEFT;
}

/* "1, 4, 7": plans that fall on one spot share one label. */
static const char *label_text(compare_page *page, const spot *spots, int32_t plan) {
  const char *text = "";
  int shown = 0;
  for (int32_t q = plan; q < page->all->plan_count && text; q++) {
    if (!together(&spots[plan], &spots[q])) continue;
    if (shown == MOST_NUMBERS) text = jh_arena_printf(page->out.arena, "%s …", text);
    if (++shown <= MOST_NUMBERS)
      text = jh_arena_printf(page->out.arena, "%s%s%d", text, shown > 1 ? ", " : "", compare_ordinal(q));
  }
  page->out.failed |= !text;
  return text ? text : "";
}

static void label_spots(compare_page *page, spot *spots) {
  html *const h = &page->out;
  int32_t const count = page->all->plan_count;
  html_raw(h, "<g font-size=\"13\" font-weight=\"bold\" fill=\"#1b1f24\">");
  for (int32_t p = 0; p < count; p++) {
    spot *const s = &spots[p];
    bool first = true;
    for (int32_t q = 0; q < p && first; q++) first = !together(&spots[q], s);
    if (!first) continue;
    const char *const text = label_text(page, spots, p);
    s->width = DIGIT * (double)strlen(text);
    double const lefts[] = {s->x + 9, s->x - 9 - s->width},
                 tops[] = {s->y - LABEL_HEIGHT - 4, s->y + 4, s->y - LABEL_HEIGHT / 2.0};
    for (int at = 0; at < 6; at++) {
      s->left = lefts[at % 2], s->top = tops[at / 2];
      if (!is_taken(spots, p, count)) break;
      s->left = lefts[0], s->top = tops[0];
    }
    html_format(h, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", s->left, s->top + LABEL_HEIGHT - 3, text);
  }
  html_raw(h, "</g>\n");
}

static void scatter(compare_page *page, const jh_figure *cost, const jh_figure *travel) {
  html *const h = &page->out;
  double least[2], most[2];
  range(page, cost, &least[0], &most[0]);
  range(page, travel, &least[1], &most[1]);
  html_axis const x = html_axis_right(compare_figure_words(page, cost->name), least[0], most[0]);
  html_axis const y = html_axis_up(compare_figure_words(page, travel->name), least[1], most[1]);
  spot *const spots = JH_NEW(h->arena, spot, page->all->plan_count);
  if (!spots) {
    h->failed = true;
    return;
  }
  html_drawing_open(h, "Cost against travel", AXES_WIDTH, AXES_HEIGHT);
  html_axes_draw(h, &x, &y);
  for (int32_t p = page->all->plan_count - 1; p >= 0; p--) {
    spots[p] = (spot){.x = html_axis_place(&x, value_of(cost, p)), .y = html_axis_place(&y, value_of(travel, p))};
    draw_plan(page, p, spots[p].x, spots[p].y);
  }
  label_spots(page, spots);
  html_drawing_close(h);
  html_raw(h, "<p class=\"note\">");
  html_say(
      h,
      "The further left, the cheaper for the county; the further down, the shorter the ways of the pupils. Square: "
      "the first plan; ring: dominated; the numbers are those of the list above.");
  html_raw(h, "</p>\n");
}

/* One bar for each plan, from nought. */
static void bars(compare_page *page, const jh_figure *figure) {
  enum { ROW = 20, START = 34, END = 640 };
  html *const h = &page->out;
  double largest = 0;
  for (int32_t p = 0; p < page->all->plan_count; p++) largest = fmax(largest, fabs(value_of(figure, p)));
  html_drawing_open(h, compare_figure_words(page, figure->name), AXES_WIDTH, (int)page->all->plan_count * ROW + 6);
  for (int32_t p = 0; p < page->all->plan_count; p++) {
    double const value = value_of(figure, p), length = largest > 0 ? fabs(value) / largest * (END - START) : 0;
    int const top = (int)p * ROW + 3;
    html_format(h, "<g font-size=\"13\" fill=\"#1b1f24\"><title>");
    html_put(h, page->all->plans[p]);
    html_format(h, "</title><text x=\"26\" y=\"%d\" text-anchor=\"end\" font-weight=\"bold\">%d</text>", top + 13,
                compare_ordinal(p));
    html_format(
        h,
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\" stroke=\"#0b4f8f\" stroke-width=\"1.5\"/>",
        START, top, length, page->all->dominated_by[p] >= 0 ? "#fff" : "#0b4f8f");
    html_format(h, "<text x=\"%.1f\" y=\"%d\">", START + length + 7, top + 13);
    html_put(h, compare_grouped(page, figure->values[p]));
    html_raw(h, "</text></g>\n");
  }
  html_raw(h, "</svg></div></figure>\n");
}

void compare_chart(compare_page *page) {
  enum { MOST = 6 };
  const jh_figure *const cost = figure_named(page, "cost (yuan)"), *const travel = figure_named(page, "pupil-km");
  if (cost && travel && has_numbers(page, cost) && has_numbers(page, travel)) {
    scatter(page, cost, travel);
    return;
  }
  int drawn = 0;
  for (size_t i = 0; i < page->all->count && drawn < MOST; i++) {
    const jh_figure *const figure = &page->all->figures[i];
    if (figure->group != JH_FIGURES_OF_GOALS || !has_numbers(page, figure) || !differs(page, figure)) continue;
    bars(page, figure);
    drawn++;
  }
  html *const h = &page->out;
  html_raw(h, "<p class=\"note\">");
  html_say(h, drawn > 0 ? "Of the goals, those in which the plans differ. Hollow bar: dominated; the numbers are "
                          "those of the list above."
                        : JH_N("The plans do not differ in any goal."));
  html_raw(h, "</p>\n");
}
