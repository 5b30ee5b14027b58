/* report_map.h - between the two files of the map: frame and lines, marks and names. */
#ifndef JUNHENG_IO_REPORT_MAP_H
#define JUNHENG_IO_REPORT_MAP_H

#include "report_inner.h"

enum { MAP_WIDTH = 1000 };

/* From the county's coordinates to the drawing's. */
typedef struct map_frame {
  double left, bottom, scale, stretch, height;
  double km; /* length of a kilometre */
} map_frame;

/* What becomes of a site, by shape; in the order in which they are named when room is short. */
typedef enum map_mark {
  MARK_MERGED,
  MARK_NEW,
  MARK_RECEIVES,
  MARK_SENDS,
  MARK_PLAIN,
  MARK_POINT,
  MARK_IDLE,
  MARK_KINDS
} map_mark;

typedef struct map_view {
  map_frame frame;
  jh_stage stage;        /* JH_STAGES: all */
  const map_mark *marks; /* by school */
} map_view;

double map_x(const map_frame *f, const jh_position *p);
double map_y(const map_frame *f, const jh_position *p);
bool map_inside(const map_frame *f, double x, double y);

/* One mark per school, in the arena; NULL without memory. */
const map_mark *map_marks(report *r);
void map_draw_sites(report *r, const map_view *v);
void map_legend(report *r);

#endif
