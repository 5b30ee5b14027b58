/* The map: every site by what becomes of it, told by shape as well as by colour; catchments as thin lines from each
 * village to its school, and the road of every village whose pupils change.  Drawn in the county's own coordinates;
 * degrees are stretched at mid latitude.  Where many sites stand close together a second drawing enlarges them. */
#include "report_map.h"

#include <math.h>
#include <string.h>

enum { MARGIN = 34, TALLEST = 1250, DOTS = 8000, LINES = 12000, ROADS = 3000 };

static double stretch_of(const jh_county *county, double low, double high) {
  return county->geographic ? cos((low + high) / 2 * (3.14159265358979323846 / 180)) : 1;
}

static void widen(const jh_position *p, double low[2], double high[2]) {
  if (!p->known) return;
  low[0] = fmin(low[0], p->x), high[0] = fmax(high[0], p->x);
  low[1] = fmin(low[1], p->y), high[1] = fmax(high[1], p->y);
}

/* A window of the county's coordinates onto a drawing of MAP_WIDTH. */
static void frame_window(const jh_county *county, const double low[2], const double high[2], map_frame *f) {
  f->stretch = stretch_of(county, low[1], high[1]);
  double const wide = fmax((high[0] - low[0]) * f->stretch, 1e-9), tall = fmax(high[1] - low[1], 1e-9);
  f->scale = fmin((MAP_WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / tall);
  f->height = fmax(tall * f->scale + 2 * MARGIN, 200);
  f->left = low[0] - (MAP_WIDTH - 2 * MARGIN - wide * f->scale) / 2 / f->scale / f->stretch;
  f->bottom = low[1] - (f->height - 2 * MARGIN - tall * f->scale) / 2 / f->scale;
  double const metres = county->geographic ? 111195 : 1; /* of a unit of y */
  f->km = f->scale * 1000 / metres;
}

static bool frame_county(const jh_county *county, map_frame *f) {
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  for (int32_t i = 0; i < county->school_count; i++) widen(&county->schools[i].position, low, high);
  for (int32_t i = 0; i < county->place_count; i++) widen(&county->places[i].position, low, high);
  if (!(high[0] >= low[0])) return false;
  frame_window(county, low, high, f);
  return true;
}

/* The square, a sixth of the county wide, with most sites; true when it is crowded enough to be drawn apart. */
static bool frame_crowd(const jh_county *county, const map_frame *whole, map_frame *f) {
  double const half_y = MAP_WIDTH / 12.0 / whole->scale, half_x = half_y / whole->stretch;
  int32_t best = -1, most = 0, known = 0;
  for (int32_t i = 0; i < county->school_count; i++) {
    const jh_position *const centre = &county->schools[i].position;
    if (!centre->known) continue;
    known++;
    int32_t near = 0;
    for (int32_t j = 0; j < county->school_count; j++) {
      const jh_position *const p = &county->schools[j].position;
      near += p->known && fabs(p->x - centre->x) <= half_x && fabs(p->y - centre->y) <= half_y;
    }
    if (near > most) most = near, best = i;
  }
  if (best < 0 || most < 10 || most * 2 > known) return false;
  const jh_position *const c = &county->schools[best].position;
  double const low[2] = {c->x - half_x, c->y - half_y}, high[2] = {c->x + half_x, c->y + half_y};
  frame_window(county, low, high, f);
  return true;
}

double map_x(const map_frame *f, const jh_position *p) { return MARGIN + (p->x - f->left) * f->stretch * f->scale; }
double map_y(const map_frame *f, const jh_position *p) { return f->height - MARGIN - (p->y - f->bottom) * f->scale; }
bool map_inside(const map_frame *f, double x, double y) {
  return x >= 0 && x <= MAP_WIDTH && y >= 0 && y <= f->height;
}

/* Lines that cannot touch the drawing are left out. */
static void line_to(html *h, const map_frame *f, const jh_position *a, const jh_position *b) {
  if (!a->known || !b->known) return;
  double const x1 = map_x(f, a), y1 = map_y(f, a), x2 = map_x(f, b), y2 = map_y(f, b);
  if (fmax(x1, x2) < 0 || fmin(x1, x2) > MAP_WIDTH || fmax(y1, y2) < 0 || fmin(y1, y2) > f->height) return;
  html_format(h, "M%.0f %.0fL%.0f %.0f", x1, y1, x2, y2);
}

static bool of_stage(const map_view *v, int32_t grade) {
  return v->stage == JH_STAGES || jh_stage_of_grade(grade) == v->stage;
}

static void draw_villages(report *r, const map_view *v) {
  html *const h = &r->out;
  int32_t const step = 1 + r->county->place_count / DOTS;
  html_raw(h, "<path fill=\"none\" stroke=\"#8d96a3\" stroke-width=\"4\" stroke-linecap=\"round\" d=\"");
  for (int32_t i = 0; i < r->county->place_count; i += step) {
    const jh_position *const p = &r->county->places[i].position;
    if (p->known && map_inside(&v->frame, map_x(&v->frame, p), map_y(&v->frame, p)))
      html_format(h, "M%.0f %.0fh0", map_x(&v->frame, p), map_y(&v->frame, p));
  }
  html_raw(h, "\"/>\n");
}

/* Each village to each of its schools, once. */
static void draw_catchments(report *r, const map_view *v) {
  html *const h = &r->out;
  int32_t *const seen = JH_NEW(h->arena, int32_t, r->county->school_count + 1); /* 1 + the place that drew last */
  if (!seen) return;
  int32_t drawn = 0;
  html_raw(h, "<path fill=\"none\" stroke=\"#a8b0bb\" stroke-width=\"1\" d=\"");
  for (int32_t i = 0; i < r->flow_count && drawn < LINES; i++) {
    const report_flow *const flow = &r->flows[i];
    if (flow->place < 0 || flow->to < 0 || flow->moved || !of_stage(v, flow->grade)) continue;
    if (seen[flow->to] == flow->place + 1) continue;
    seen[flow->to] = flow->place + 1;
    drawn++;
    line_to(h, &v->frame, &r->county->places[flow->place].position, &r->county->schools[flow->to].position);
  }
  html_raw(h, "\"/>\n");
}

/* The heaviest changes come first; thicker for more pupils. */
static void draw_roads(report *r, const map_view *v) {
  static const int32_t at_least[] = {40, 10, 0};
  static const char *const width[] = {"3.4", "2.2", "1.3"};
  html *const h = &r->out;
  for (int weight = 0; weight < 3; weight++) {
    html_format(h, "<path fill=\"none\" stroke=\"#a31515\" stroke-width=\"%s\" stroke-dasharray=\"7 3\" d=\"",
                width[weight]);
    for (int32_t i = 0; i < r->change_count && i < ROADS; i++) {
      const report_change *const change = &r->changes[i];
      int const own = change->pupils >= at_least[0] ? 0 : change->pupils >= at_least[1] ? 1 : 2;
      if (own != weight || change->place < 0 || change->to < 0 || !of_stage(v, change->first_grade)) continue;
      line_to(h, &v->frame, &r->county->places[change->place].position, &r->county->schools[change->to].position);
    }
    html_raw(h, "\"/>\n");
  }
}

static void draw_rotations(report *r, const map_view *v) {
  html *const h = &r->out;
  const jh_table *const roster = report_table(r, JH_PLAN_ROSTER);
  html_raw(h, "<path fill=\"none\" stroke=\"#a31515\" stroke-width=\"1.4\" stroke-dasharray=\"7 3\" d=\"");
  for (int32_t row = 0; row < roster->row_count && row < ROADS; row++) {
    int32_t const from = report_school(r, report_cell(roster, row, "from_school")),
                  to = report_school(r, report_cell(roster, row, "to_school"));
    if (from >= 0 && to >= 0)
      line_to(h, &v->frame, &r->county->schools[from].position, &r->county->schools[to].position);
  }
  html_raw(h, "\"/>\n");
}

/* A round length between a seventh and a third of the drawing. */
static void draw_scale(report *r, const map_frame *f) {
  static const double lengths[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};
  html *const h = &r->out;
  double km = lengths[0];
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
    if (lengths[i] * f->km <= MAP_WIDTH / 4.0) km = lengths[i];
  html_format(h, "<path d=\"M%d %.0fv6h%.1fv-6\" fill=\"none\" stroke=\"#1b1f24\" stroke-width=\"2\"/>", 20,
              f->height - 24, km * f->km);
  html_format(h, "<text x=\"26\" y=\"%.0f\">%g km</text>\n", f->height - 26, km);
}

static void draw(report *r, const map_view *v, const char *caption) {
  html *const h = &r->out;
  html_raw(h, "<figure class=\"map\" style=\"margin:.6rem 0\"><figcaption><b>");
  html_say(h, caption);
  html_format(h, "</b></figcaption><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  html_say(h, caption);
  html_format(h,
              "\"><svg viewBox=\"0 0 %d %.0f\" role=\"img\" font-size=\"14\" font-family=\"inherit\" aria-label=\"",
              MAP_WIDTH, v->frame.height);
  html_say(h, caption);
  html_raw(h, "\">\n");
  draw_villages(r, v);
  if (r->job == JH_ROTATE) {
    draw_rotations(r, v);
  } else {
    draw_catchments(r, v);
    draw_roads(r, v);
  }
  map_draw_sites(r, v);
  draw_scale(r, &v->frame);
  html_raw(h, "</svg></div></figure>\n");
}

static bool stage_has_pupils(const report *r, jh_stage stage) {
  for (int32_t i = 0; i < r->flow_count; i++)
    if (r->flows[i].pupils > 0 && jh_stage_of_grade(r->flows[i].grade) == stage) return true;
  return false;
}

void report_map(report *r) {
  static const char *const names[][2] = {
      {JH_N("Primary grades"), JH_N("Primary grades, where sites stand close")},
      {JH_N("Junior secondary grades"), JH_N("Junior secondary grades, where sites stand close")},
      {JH_N("The whole county"), JH_N("Where sites stand close")}};
  map_view whole = {.marks = map_marks(r)}, crowd;
  if (!whole.marks || !frame_county(r->county, &whole.frame)) {
    report_note(r, "The tables give no positions: there is no map.");
    return;
  }
  crowd = whole;
  bool const crowded = frame_crowd(r->county, &whole.frame, &crowd.frame);
  map_legend(r);
  bool const both = stage_has_pupils(r, JH_PRIMARY) && stage_has_pupils(r, JH_JUNIOR);
  int const first = both ? JH_PRIMARY : JH_STAGES, last = both ? JH_JUNIOR : JH_STAGES;
  for (int stage = first; stage <= last; stage++) {
    whole.stage = crowd.stage = (jh_stage)stage;
    draw(r, &whole, names[stage][0]);
    if (crowded) draw(r, &crowd, names[stage][1]);
  }
}
