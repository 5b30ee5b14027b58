/* Chinese web maps shift WGS-84 by a known smooth function (GCJ-02); its inverse is found by iteration. */
#include "loader.h"

#include <math.h>

/* Krasovsky 1940, on which the shift is defined. */
static const double axis_m = 6378245.0, eccentricity2 = 0.00669342162296594323;
static const double pi = 3.14159265358979323846;

static double waves(double value, double first, double second) {
  return (20 * sin(value * first * pi) + 40 * sin(value * second * pi)) * 2 / 3;
}

static void shift(double longitude, double latitude, double *east, double *north) {
  double const x = longitude - 105, y = latitude - 35;
  double const common = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3;
  double const north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) + common +
                         waves(y, 1, 1.0 / 3) + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3;
  double const east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + common +
                        waves(x, 1, 1.0 / 3) + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3;
  double const angle = latitude / 180 * pi;
  double const magic = 1 - eccentricity2 * sin(angle) * sin(angle);
  *north = north_m * 180 / (axis_m * (1 - eccentricity2) / (magic * sqrt(magic)) * pi);
  *east = east_m * 180 / (axis_m / sqrt(magic) * cos(angle) * pi);
}

void jh_gcj02_to_wgs84(double *longitude, double *latitude) {
  enum { ROUNDS = 10 }; /* each gains three digits or more */
  if (*longitude < 72.004 || *longitude > 137.8347 || *latitude < 0.8293 || *latitude > 55.8271) return;
  double wgs_longitude = *longitude, wgs_latitude = *latitude;
  for (int round = 0; round < ROUNDS; round++) {
    double east = 0, north = 0;
    shift(wgs_longitude, wgs_latitude, &east, &north);
    wgs_longitude = *longitude - east;
    wgs_latitude = *latitude - north;
  }
  *longitude = wgs_longitude;
  *latitude = wgs_latitude;
}
