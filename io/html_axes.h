/* html_axes.h - the two axes of a drawing, with ticks and names: cost to the right, ways upwards. */
#ifndef JUNHENG_IO_HTML_AXES_H
#define JUNHENG_IO_HTML_AXES_H

#include "html_text.h"

/* The drawing in its own pixels, and the margins of the field within. */
enum { AXES_WIDTH = 760, AXES_HEIGHT = 400, AXES_LEFT = 96, AXES_BOTTOM = 52, AXES_TOP = 26, AXES_RIGHT = 40 };

/* One direction of the drawing: values onto pixels. */
typedef struct html_axis {
  const char *name;
  double low, high, from, to;
  double step; /* between two ticks: 1, 2 or 5 times a power of ten */
} html_axis;

/* Axes for values from `least` to `most`, with some room beyond both; `name` as it is shown. */
html_axis html_axis_right(const char *name, double least, double most);
html_axis html_axis_up(const char *name, double least, double most);
double html_axis_place(const html_axis *axis, double value);

/* A figure of a width and height up to what is drawn in it; its caption is the program's word. */
void html_drawing_open(html *h, const char *english_caption, int width, int height);
void html_drawing_close(html *h);
void html_axes_draw(html *h, const html_axis *x, const html_axis *y);

#endif
