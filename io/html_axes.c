#include "html_axes.h"

#include <math.h>

static html_axis axis_of(const char *name, double least, double most, double from, double to) {
  double const room = fmax(0.1 * (most - least), 0.0005 * fmax(fabs(most), 1));
  html_axis a = {.name = name, .low = least - room, .high = most + room, .from = from, .to = to};
  double const about = (a.high - a.low) / 5, power = pow(10, floor(log10(about))), times = about / power;
  a.step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  return a;
}

html_axis html_axis_right(const char *name, double least, double most) {
  return axis_of(name, least, most, AXES_LEFT, AXES_WIDTH - AXES_RIGHT);
}

html_axis html_axis_up(const char *name, double least, double most) {
  return axis_of(name, least, most, AXES_HEIGHT - AXES_BOTTOM, AXES_TOP);
}

double html_axis_place(const html_axis *a, double value) {
  return a->from + (value - a->low) / (a->high - a->low) * (a->to - a->from);
}

/* A number short enough for the edge of a drawing, and long enough to tell one tick from the next. */
static void put_number(html *h, double value, const html_axis *a) {
  static const struct unit {
    double size;
    jh_language language;
    const char *words;
  } units[] = {{1e8, JH_CHINESE, " 亿"}, {1e4, JH_CHINESE, " 万"}, {1e6, JH_ENGLISH, " M"}, {1e3, JH_ENGLISH, " k"}};
  double size = 1;
  const char *words = "";
  for (size_t i = 0; i < sizeof units / sizeof units[0] && *words == '\0'; i++)
    if (units[i].language == h->language && fabs(a->high) >= units[i].size)
      size = units[i].size, words = units[i].words;
  double const decimals = -floor(log10(a->step / size) + 1e-9);
  html_format(h, "%.*f%s", decimals > 0 ? (int)fmin(decimals, 6) : 0, value / size, words);
}

void html_axes_draw(html *h, const html_axis *x, const html_axis *y) {
  html_raw(h, "<g font-size=\"12\" fill=\"#1b1f24\">");
  for (int n = (int)ceil(x->low / x->step); n * x->step <= x->high; n++) {
    double const at = n * x->step;
    html_format(h, "<path d=\"M%.1f %dv5\" stroke=\"#4a525d\"/>", html_axis_place(x, at), AXES_HEIGHT - AXES_BOTTOM);
    html_format(h, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", html_axis_place(x, at),
                AXES_HEIGHT - AXES_BOTTOM + 19);
    put_number(h, at, x);
    html_raw(h, "</text>\n");
  }
  for (int n = (int)ceil(y->low / y->step); n * y->step <= y->high; n++) {
    double const at = n * y->step;
    html_format(h, "<path d=\"M%d %.1fH%d\" stroke=\"#d5dae1\"/>", AXES_LEFT, html_axis_place(y, at),
                AXES_WIDTH - AXES_RIGHT);
    html_format(h, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", AXES_LEFT - 8, html_axis_place(y, at) + 4);
    put_number(h, at, y);
    html_raw(h, "</text>\n");
  }
  html_format(h, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#4a525d\" stroke-width=\"1.5\"/>\n", AXES_LEFT,
              AXES_TOP, AXES_HEIGHT - AXES_BOTTOM, AXES_WIDTH - AXES_RIGHT);
  html_format(h, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" font-weight=\"bold\">",
              (AXES_LEFT + AXES_WIDTH - AXES_RIGHT) / 2, AXES_HEIGHT - 8);
  html_put(h, x->name);
  html_format(h, "</text><text x=\"8\" y=\"%d\" font-weight=\"bold\">", AXES_TOP - 10);
  html_put(h, y->name);
  html_raw(h, "</text></g>\n");
}

void html_drawing_open(html *h, const char *caption, int width, int height) {
  html_raw(h, "<figure class=\"map\" style=\"margin:.6rem 0\"><figcaption><b>");
  html_say(h, caption);
  html_raw(h, "</b></figcaption><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  html_say(h, caption);
  html_format(h, "\"><svg viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"inherit\" aria-label=\"", width, height);
  html_say(h, caption);
  html_raw(h, "\">\n");
}

void html_drawing_close(html *h) { html_raw(h, "</svg></div></figure>\n"); }
