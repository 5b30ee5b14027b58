/* The frontier in a dossier: cost against pupil-km, this plan among the others. */
#include "html_axes.h"
#include "report_inner.h"

#include <stdlib.h>
#include <string.h>

static double value_at(const jh_table *rows, int32_t row, jh_frontier_column column) {
  const char *const text = jh_table_cell(rows, row, column);
  return text ? strtod(text, NULL) : 0;
}

static void range(const jh_table *rows, jh_frontier_column column, double *least, double *most) {
  *least = *most = value_at(rows, 0, column);
  for (int32_t row = 1; row < rows->row_count; row++) {
    double const value = value_at(rows, row, column);
    if (value < *least) *least = value;
    if (value > *most) *most = value;
  }
}

/* Points numbered as in the table; this plan's is filled. */
static void chart(report *r, const jh_table *rows) {
  html *const h = &r->out;
  double least[2], most[2];
  range(rows, JH_FRONTIER_COST, &least[0], &most[0]);
  range(rows, JH_FRONTIER_PUPIL_KM, &least[1], &most[1]);
  html_axis const cost = html_axis_right(html_word(h, "yuan a year"), least[0], most[0]);
  html_axis const km = html_axis_up(html_word(h, "pupil-km"), least[1], most[1]);
  html_drawing_open(h, "The plans by their numbers", AXES_WIDTH, AXES_HEIGHT);
  html_axes_draw(h, &cost, &km);
  for (int32_t row = 0; row < rows->row_count; row++) {
    double const x = html_axis_place(&cost, value_at(rows, row, JH_FRONTIER_COST));
    double const y = html_axis_place(&km, value_at(rows, row, JH_FRONTIER_PUPIL_KM));
    bool const own = row == r->options->frontier_row;
    html_format(h,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"%s\" stroke=\"#111\"/>"
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"14\"%s>%d</text>\n",
                x, y, own ? 7 : 5, own ? "#111" : "#fff", x + 9, y - 6, own ? " font-weight=\"bold\"" : "",
                (int)row + 1);
  }
  html_drawing_close(h);
  report_note(r, "To the right: yuan a year. Upwards: pupil-km. The filled point is this plan.");
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
