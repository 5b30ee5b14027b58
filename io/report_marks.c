/* Sites on the map: a shape for what becomes of each, and as many names as there is room for. */
#include "report_map.h"

#include <string.h>

enum { NAMES = 400, LETTER = 14 };

const map_mark *map_marks(report *r) {
  int32_t const count = r->county->school_count;
  map_mark *const marks = JH_NEW(r->out.arena, map_mark, count + 1);
  if (!marks) return NULL;
  for (int32_t i = 0; i < count; i++) {
    const jh_school *const s = &r->county->schools[i];
    marks[i] = s->status != JH_OPEN ? MARK_IDLE : s->kind == JH_POINT ? MARK_POINT : MARK_PLAIN;
  }
  const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
  for (int32_t row = 0; row < sites->row_count; row++) {
    int32_t const school = report_school(r, report_cell(sites, row, "school_id"));
    const char *const decision = report_cell(sites, row, "decision");
    if (school < 0) continue;
    if (strcmp(decision, "merge") == 0) marks[school] = MARK_MERGED;
    if (strcmp(decision, "new") == 0 || strcmp(decision, "restore") == 0) marks[school] = MARK_NEW;
  }
  const jh_table *const rooms = report_table(r, JH_PLAN_ROOMS);
  for (int32_t row = 0; row < rooms->row_count; row++) {
    int32_t const school = report_school(r, report_cell(rooms, row, "school_id"));
    if (school >= 0 && report_number(rooms, row, "added") > 0) marks[school] = MARK_NEW;
  }
  const jh_table *const roster = report_table(r, JH_PLAN_ROSTER);
  for (int32_t row = 0; row < roster->row_count; row++) {
    int32_t const from = report_school(r, report_cell(roster, row, "from_school")),
                  to = report_school(r, report_cell(roster, row, "to_school"));
    if (from >= 0) marks[from] = MARK_SENDS;
    if (to >= 0) marks[to] = MARK_RECEIVES;
  }
  return marks;
}

static void draw_mark(html *h, map_mark mark, double x, double y) {
  switch (mark) {
    case MARK_PLAIN: html_format(h, "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"5.5\" fill=\"#1b1f24\"/>", x, y); break;
    case MARK_POINT: html_format(h, "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"3.2\" fill=\"#1b1f24\"/>", x, y); break;
    case MARK_IDLE:
      html_format(
          h, "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"5\" fill=\"#fff\" stroke=\"#4a525d\" stroke-width=\"1.6\"/>", x, y);
      break;
    case MARK_MERGED:
      html_format(h, "<path d=\"M%.0f %.0fl13 13m0-13l-13 13\" stroke=\"#fff\" stroke-width=\"7\"/>", x - 6.5,
                  y - 6.5);
      html_format(h, "<path d=\"M%.0f %.0fl13 13m0-13l-13 13\" stroke=\"#a31515\" stroke-width=\"3.6\"/>", x - 6.5,
                  y - 6.5);
      break;
    case MARK_NEW:
    case MARK_RECEIVES:
      html_format(h, "<path d=\"M%.0f %.0fl9 15h-18z\" fill=\"#0b4f8f\" stroke=\"#fff\" stroke-width=\"1.5\"/>", x,
                  y - 9);
      break;
    case MARK_SENDS:
      html_format(h,
                  "<rect x=\"%.0f\" y=\"%.0f\" width=\"11\" height=\"11\" fill=\"#7a4300\" stroke=\"#fff\" "
                  "stroke-width=\"1.2\"/>",
                  x - 5.5, y - 5.5);
      break;
    case MARK_KINDS: break;
  }
}

typedef struct box {
  double left, top, right, bottom;
} box;

/* What is taken on the drawing: marks, then names. */
typedef struct taken {
  box *boxes;
  int32_t count;
} taken;

static bool is_free(const taken *t, const box *b) {
  if (b->left < 0 || b->right > MAP_WIDTH) return false;
  for (int32_t i = 0; i < t->count; i++) {
    const box *const other = &t->boxes[i];
    if (b->left < other->right && other->left < b->right && b->top < other->bottom && other->top < b->bottom)
      return false;
  }
  return true;
}

/* Rough width: a Chinese character is a square, a letter a little more than half of it. */
static double width_of(const char *name) {
  double width = 0;
  for (const unsigned char *c = (const unsigned char *)name; *c; c++) {
    if ((*c & 0xC0) == 0x80) continue;
    width += *c < 0x80 ? LETTER * 0.58 : LETTER;
  }
  return width;
}

static void put_name(html *h, taken *t, const char *name, double x, double y) {
  double const width = width_of(name), gap = 9;
  box const places[] = {{x + gap, y - 8, x + gap + width, y + 8},
                        {x - gap - width, y - 8, x - gap, y + 8},
                        {x - width / 2, y - gap - 16, x + width / 2, y - gap},
                        {x - width / 2, y + gap, x + width / 2, y + gap + 16}};
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    if (!is_free(t, &places[i])) continue;
    t->boxes[t->count++] = places[i];
    html_format(h, "<text x=\"%.0f\" y=\"%.0f\">", places[i].left, places[i].bottom - 3);
    html_put(h, name);
    html_raw(h, "</text>\n");
    return;
  }
}

/* Whether the school has a mark on this drawing, and where. */
static bool stands(const report *r, const map_view *v, int32_t school, double *x, double *y) {
  const jh_school *const s = &r->county->schools[school];
  if (!s->position.known) return false;
  *x = map_x(&v->frame, &s->position);
  *y = map_y(&v->frame, &s->position);
  if (!map_inside(&v->frame, *x, *y)) return false;
  if (v->stage == JH_PRIMARY) return s->first_grade <= JH_LAST_PRIMARY_GRADE;
  return v->stage == JH_STAGES || s->last_grade > JH_LAST_PRIMARY_GRADE;
}

void map_draw_sites(report *r, const map_view *v) {
  html *const h = &r->out;
  int32_t const count = r->county->school_count;
  taken t = {.boxes = JH_NEW(h->arena, box, count + NAMES)};
  if (!t.boxes) {
    h->failed = true;
    return;
  }
  double x, y;
  for (int kind = MARK_KINDS - 1; kind >= 0; kind--) /* what changes lies on top */
    for (int32_t i = 0; i < count; i++) {
      if ((int)v->marks[i] != kind || !stands(r, v, i, &x, &y)) continue;
      html_raw(h, "<g><title>");
      html_put(h, report_name_of_school(r, i));
      html_raw(h, "</title>");
      draw_mark(h, v->marks[i], x, y);
      html_raw(h, "</g>\n");
      t.boxes[t.count++] = (box){x - 7, y - 7, x + 7, y + 7};
    }
  html_raw(h, "<g stroke=\"#fff\" stroke-width=\"3.5\" paint-order=\"stroke\" fill=\"#1b1f24\">\n");
  int32_t const most = t.count + NAMES < count + NAMES ? t.count + NAMES : count + NAMES;
  for (int kind = 0; kind < MARK_IDLE; kind++)
    for (int32_t i = 0; i < count && t.count < most; i++)
      if ((int)v->marks[i] == kind && stands(r, v, i, &x, &y)) put_name(h, &t, report_name_of_school(r, i), x, y);
  html_raw(h, "</g>\n");
}

static const char *mark_words(const report *r, map_mark mark) {
  switch (mark) {
    case MARK_MERGED: return r->job == JH_CONSOLIDATE ? "merged" : NULL;
    case MARK_NEW:
      return r->job == JH_CONSOLIDATE ? JH_N("built or restored")
             : r->job == JH_ALLOCATE  ? JH_N("rooms added")
                                      : NULL;
    case MARK_RECEIVES: return r->job == JH_ROTATE ? JH_N("receives teachers") : NULL;
    case MARK_SENDS: return r->job == JH_ROTATE ? JH_N("sends teachers") : NULL;
    case MARK_PLAIN: return JH_N("school in operation");
    case MARK_POINT: return JH_N("teaching point in operation");
    case MARK_IDLE: return JH_N("closed or not built");
    case MARK_KINDS: break;
  }
  return NULL;
}

static void legend_line(html *h, const char *stroke, const char *words) {
  html_format(h,
              "<li><svg width=\"34\" height=\"18\" viewBox=\"0 0 34 18\" aria-hidden=\"true\">"
              "<path d=\"M2 9h30\" %s/></svg>",
              stroke);
  html_say(h, words);
  html_raw(h, "</li>");
}

void map_legend(report *r) {
  static const char changed[] = "stroke=\"#a31515\" stroke-width=\"2.4\" stroke-dasharray=\"7 3\"";
  html *const h = &r->out;
  html_raw(h, "<ul class=\"legend\">");
  for (int mark = 0; mark < MARK_KINDS; mark++) {
    const char *const words = mark_words(r, (map_mark)mark);
    if (!words) continue;
    html_raw(h, "<li><svg width=\"20\" height=\"20\" viewBox=\"0 0 20 20\" aria-hidden=\"true\">");
    draw_mark(h, (map_mark)mark, 10, 10);
    html_raw(h, "</svg>");
    html_say(h, words);
    html_raw(h, "</li>");
  }
  if (r->job == JH_ROTATE) {
    legend_line(h, changed, JH_N("teachers who rotate"));
  } else {
    legend_line(h, "stroke=\"#a8b0bb\" stroke-width=\"1.6\"", JH_N("village and its school (catchment)"));
    legend_line(h, changed, JH_N("village that changes, to its new school; thicker from 10 and from 40 pupils"));
  }
  html_raw(h, "</ul>\n");
  report_note(r, "North is up. Lines are straight; the tables hold lengths and times of roads, not their course.");
}
