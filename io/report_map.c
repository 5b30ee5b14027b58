/* The map: every site by what becomes of it, told by shape as well as by colour, and a line for every village and
 * site that the plan newly joins.  Drawn in the county's own coordinates; degrees are stretched at mid latitude. */
#include "report_inner.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 1000, MARGIN = 30, LABELLED_SITES = 60 };

typedef struct frame {
  double left, bottom, scale, stretch;
  double height;
} frame;

static void widen(const jh_position *p, double low[2], double high[2]) {
  if (!p->known) return;
  low[0] = fmin(low[0], p->x), high[0] = fmax(high[0], p->x);
  low[1] = fmin(low[1], p->y), high[1] = fmax(high[1], p->y);
}

static bool frame_of(const jh_county *county, frame *f) {
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  for (int32_t i = 0; i < county->school_count; i++) widen(&county->schools[i].position, low, high);
  for (int32_t i = 0; i < county->place_count; i++) widen(&county->places[i].position, low, high);
  if (!(high[0] >= low[0])) return false;
  double const to_radians = 3.14159265358979323846 / 180;
  f->stretch = county->geographic ? cos((low[1] + high[1]) / 2 * to_radians) : 1;
  double const wide = fmax((high[0] - low[0]) * f->stretch, 1e-9), tall = fmax(high[1] - low[1], 1e-9);
  f->scale = fmin((WIDTH - 2 * MARGIN) / wide, 1400 / tall);
  f->left = low[0];
  f->bottom = low[1];
  f->height = tall * f->scale + 2 * MARGIN;
  return true;
}

static double map_x(const frame *f, const jh_position *p) {
  return MARGIN + (p->x - f->left) * f->stretch * f->scale;
}
static double map_y(const frame *f, const jh_position *p) {
  return f->height - MARGIN - (p->y - f->bottom) * f->scale;
}

typedef enum mark { MARK_PLAIN, MARK_MERGED, MARK_NEW, MARK_IDLE, MARK_SENDS, MARK_RECEIVES } mark;

static mark mark_of(const report *r, const jh_school *school) {
  mark const by_status = school->status == JH_OPEN ? MARK_PLAIN : MARK_IDLE;
  if (r->job == JH_CONSOLIDATE) {
    const jh_table *const sites = report_table(r, JH_PLAN_SCHOOLS);
    for (int32_t row = 0; row < sites->row_count; row++) {
      if (strcmp(report_cell(sites, row, "school_id"), school->id) != 0) continue;
      const char *const decision = report_cell(sites, row, "decision");
      if (strcmp(decision, "merge") == 0) return MARK_MERGED;
      if (strcmp(decision, "new") == 0 || strcmp(decision, "restore") == 0) return MARK_NEW;
    }
  }
  if (r->job == JH_ROTATE) {
    const jh_table *const roster = report_table(r, JH_PLAN_ROSTER);
    for (int32_t row = 0; row < roster->row_count; row++) {
      if (strcmp(report_cell(roster, row, "from_school"), school->id) == 0) return MARK_SENDS;
      if (strcmp(report_cell(roster, row, "to_school"), school->id) == 0) return MARK_RECEIVES;
    }
  }
  return by_status;
}

static void draw_site(html *h, mark m, double x, double y) {
  switch (m) {
    case MARK_PLAIN: html_format(h, "<circle cx='%.1f' cy='%.1f' r='5' fill='#1b1f24'/>", x, y); break;
    case MARK_IDLE:
      html_format(h, "<circle cx='%.1f' cy='%.1f' r='4.5' fill='#fff' stroke='#6b7280' stroke-width='1.5'/>", x, y);
      break;
    case MARK_MERGED:
      html_format(h, "<path d='M%.1f %.1fl12 12m0-12l-12 12' stroke='#b3261e' stroke-width='3'/>", x - 6, y - 6);
      break;
    case MARK_NEW:
    case MARK_RECEIVES:
      html_format(h, "<path d='M%.1f %.1fl7.5 13h-15z' fill='#0b5cad' stroke='#fff'/>", x, y - 8);
      break;
    case MARK_SENDS:
      html_format(h, "<rect x='%.1f' y='%.1f' width='10' height='10' fill='#8a4b00' stroke='#fff'/>", x - 5, y - 5);
      break;
  }
}

static void draw_line(html *h, const frame *f, const jh_position *a, const jh_position *b, double width) {
  if (a->known && b->known)
    html_format(h, "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke-width='%.1f'/>", map_x(f, a), map_y(f, a),
                map_x(f, b), map_y(f, b), width);
}

/* Who newly joins whom: villages that change school, or teachers' schools. */
static void draw_moves(report *r, const frame *f) {
  html *const h = &r->out;
  const jh_county *const county = r->county;
  html_raw(h, "<g stroke='#b3261e' stroke-opacity='.55' stroke-dasharray='5 3'>");
  if (r->job == JH_ROTATE) {
    const jh_table *const roster = report_table(r, JH_PLAN_ROSTER);
    for (int32_t row = 0; row < roster->row_count; row++) {
      jh_school_ix const from = jh_county_find_school(county, report_cell(roster, row, "from_school"));
      jh_school_ix const to = jh_county_find_school(county, report_cell(roster, row, "to_school"));
      if (from.i >= 0 && to.i >= 0)
        draw_line(h, f, &county->schools[from.i].position, &county->schools[to.i].position, 1.2);
    }
  } else {
    const jh_table *const rows = report_table(r, JH_PLAN_ASSIGNMENTS);
    for (int32_t row = 0; row < rows->row_count; row++) {
      if (strcmp(report_cell(rows, row, "moved"), "1") != 0) continue;
      jh_place_ix const place = jh_county_find_place(county, report_cell(rows, row, "place_id"));
      jh_school_ix const to = jh_county_find_school(county, report_cell(rows, row, "to_school"));
      if (place.i >= 0 && to.i >= 0)
        draw_line(h, f, &county->places[place.i].position, &county->schools[to.i].position, 1.2);
    }
  }
  html_raw(h, "</g>\n");
}

static void draw_sites(report *r, const frame *f) {
  html *const h = &r->out;
  for (int32_t i = 0; i < r->county->school_count; i++) {
    const jh_school *const school = &r->county->schools[i];
    if (!school->position.known) continue;
    double const x = map_x(f, &school->position), y = map_y(f, &school->position);
    mark const m = mark_of(r, school);
    html_raw(h, "<g><title>");
    html_put(h, school->name ? school->name : school->id);
    html_raw(h, "</title>");
    draw_site(h, m, x, y);
    bool const decided = m == MARK_MERGED || m == MARK_NEW;
    if (decided || r->county->school_count <= LABELLED_SITES) {
      html_format(h, "<text x='%.1f' y='%.1f'>", x + 8, y + 4);
      html_put(h, school->name ? school->name : school->id);
      html_raw(h, "</text>");
    }
    html_raw(h, "</g>\n");
  }
}

static void legend(report *r) {
  static const char *const words[] = {"school in operation", "merged",         "built, restored or receiving",
                                      "closed or not built", "sends teachers", "who changes: from, to"};
  html *const h = &r->out;
  static const mark marks[] = {MARK_PLAIN, MARK_MERGED, MARK_NEW, MARK_IDLE, MARK_SENDS};
  html_raw(h, "<p class=note>");
  for (int i = 0; i < 5; i++) {
    if (r->job != JH_ROTATE && marks[i] == MARK_SENDS) continue;
    if (r->job == JH_ROTATE && marks[i] == MARK_MERGED) continue;
    html_raw(h, "<svg width='20' height='18' viewBox='0 0 20 18' style='border:0' aria-hidden=true>");
    draw_site(h, marks[i], 10, 9);
    html_raw(h, "</svg> ");
    html_say(h, words[i]);
    html_raw(h, " &nbsp; ");
  }
  html_raw(h, "- - - ");
  html_say(h, words[5]);
  html_raw(h, "</p>\n");
}

void report_map(report *r) {
  html *const h = &r->out;
  frame f;
  if (!frame_of(r->county, &f)) return;
  html_heading(h, 2, "Map");
  html_format(h, "<svg viewBox='0 0 %d %.0f' role=img font-size='13' aria-label='", WIDTH, f.height);
  html_say(h, "Map");
  html_raw(h, "'>\n<g fill='#c3c9d2'>");
  for (int32_t i = 0; i < r->county->place_count; i++) {
    const jh_position *const p = &r->county->places[i].position;
    if (p->known) html_format(h, "<circle cx='%.1f' cy='%.1f' r='2'/>", map_x(&f, p), map_y(&f, p));
  }
  html_raw(h, "</g>\n");
  draw_moves(r, &f);
  draw_sites(r, &f);
  html_raw(h, "</svg>\n");
  legend(r);
}
