/* The frontier in a dossier: cost against pupil-km, this plan among the others. */
#include "report_inner.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 640, HEIGHT = 300, LEFT = 20, TOP = 20, INNER_WIDTH = 580, INNER_HEIGHT = 240 };

typedef struct scale {
  double least, most;
} scale;

static double value_at(const jh_table *rows, int32_t row, jh_frontier_column column) {
  const char *const text = jh_table_cell(rows, row, column);
  return text ? strtod(text, NULL) : 0;
}

static scale scale_of(const jh_table *rows, jh_frontier_column column) {
  scale of = {value_at(rows, 0, column), value_at(rows, 0, column)};
  for (int32_t row = 1; row < rows->row_count; row++) {
    double const value = value_at(rows, row, column);
    if (value < of.least) of.least = value;
    if (value > of.most) of.most = value;
  }
  return of;
}

static double place(const scale *of, double value) {
  return of->most > of->least ? (value - of->least) / (of->most - of->least) : 0.5;
}

/* Points numbered as in the table; this plan's is filled. Cost grows to the right, pupil-km upwards. */
static void chart(report *r, const jh_table *rows) {
  html *const h = &r->out;
  scale const cost = scale_of(rows, JH_FRONTIER_COST), km = scale_of(rows, JH_FRONTIER_PUPIL_KM);
  html_format(h, "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT);
  html_say(h, "Cost against pupil-km");
  html_format(h, "\"><path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#555\"/>\n", LEFT, TOP, TOP + INNER_HEIGHT + 15,
              LEFT + INNER_WIDTH + 30);
  for (int32_t row = 0; row < rows->row_count; row++) {
    double const x = LEFT + 15 + INNER_WIDTH * place(&cost, value_at(rows, row, JH_FRONTIER_COST));
    double const y = TOP + INNER_HEIGHT * (1 - place(&km, value_at(rows, row, JH_FRONTIER_PUPIL_KM)));
    bool const own = row == r->options->frontier_row;
    html_format(h,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\" stroke=\"#111\"/>"
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"13\"%s>%d</text>\n",
                x, y, own ? 7 : 5, own ? "#111" : "#fff", x + 9, y - 6, own ? " font-weight=\"bold\"" : "",
                (int)row + 1);
  }
  html_raw(h, "</svg><figcaption>");
  html_say(h, "To the right: yuan a year. Upwards: pupil-km. The filled point is this plan.");
  html_raw(h, "</figcaption></figure>\n");
}

static void row_of(report *r, const jh_table *rows, int32_t row) {
  static const jh_frontier_column shown[] = {JH_FRONTIER_COST, JH_FRONTIER_PUPIL_KM, JH_FRONTIER_PRICE,
                                             JH_FRONTIER_KEPT, JH_FRONTIER_MERGED,   JH_FRONTIER_GAP};
  html *const h = &r->out;
  html_raw(h, row == r->options->frontier_row ? "<tr class=\"sum\">" : "<tr>");
  html_cell(h, report_grouped(r, row + 1, 0), true);
  for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
    const char *const text = jh_table_cell(rows, row, shown[i]);
    html_cell(h, text ? report_grouped(r, strtod(text, NULL), shown[i] == JH_FRONTIER_GAP ? 2 : 0) : "", true);
  }
  html_raw(h, "</tr>\n");
}

void report_frontier(report *r) {
  static const html_head heads[] = {HTML_NUMBER("point"),    HTML_NUMBER("yuan a year"),
                                    HTML_NUMBER("pupil-km"), HTML_NUMBER("a pupil-km less costs, yuan"),
                                    HTML_NUMBER("kept"),     HTML_NUMBER("merged"),
                                    HTML_NUMBER("gap %")};
  const jh_table *const rows = r->options->frontier;
  report_note(r,
              "Plans none of which another one beats in both cost and pupil-km; the weight of travel is not part of "
              "the cost here.");
  chart(r, rows);
  html_table_open(&r->out, "Cost against pupil-km", heads, 7);
  for (int32_t row = 0; row < rows->row_count; row++) row_of(r, rows, row);
  html_table_close(&r->out);
}
