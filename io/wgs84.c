/* Projected coordinates into degrees, with PROJ. */
#include "wgs84.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>

enum { FIRST_ZONE_6 = 13, LAST_ZONE_6 = 23, FIRST_ZONE_3 = 25, LAST_ZONE_3 = 45, ZONES = LAST_ZONE_3 + 1 };

struct jh_wgs84 {
  bool geographic;
  PJ_CONTEXT *context;
  PJ *zones[ZONES]; /* by zone number, made when first needed */
};

jh_status jh_wgs84_create(const jh_county *county, jh_arena *arena, jh_wgs84 **out) {
  jh_wgs84 *const converter = JH_NEW(arena, jh_wgs84, 1);
  *out = converter;
  if (!converter) return JH_NO_MEMORY;
  converter->geographic = county->geographic;
  if (county->geographic) return JH_OK;
  converter->context = proj_context_create();
  if (!converter->context) return JH_NO_MEMORY;
  proj_log_level(converter->context, PJ_LOG_NONE);
  return JH_OK;
}

void jh_wgs84_destroy(jh_wgs84 *converter) {
  if (!converter || !converter->context) return;
  for (int zone = 0; zone < ZONES; zone++)
    if (converter->zones[zone]) proj_destroy(converter->zones[zone]);
  proj_context_destroy(converter->context);
}

/* The zone in front of the easting of a place in China: 34,602,345 m stands in zone 34. 0: none. */
static int zone_of(const jh_position *position) {
  static const double zone_m = 1e6, least_m = 1e5, most_m = 9e5, north_m = 7e6;
  double const zone = floor(position->x / zone_m), within = position->x - zone * zone_m;
  bool const six = zone >= FIRST_ZONE_6 && zone <= LAST_ZONE_6, three = zone >= FIRST_ZONE_3 && zone <= LAST_ZONE_3;
  if (!(six || three) || within < least_m || within > most_m || position->y < 0 || position->y > north_m) return 0;
  return (int)zone;
}

/* Written out rather than asked for by number, so that no database of PROJ has to be there. */
static PJ *transformation(jh_wgs84 *converter, int zone) {
  int const meridian = zone <= LAST_ZONE_6 ? 6 * zone - 3 : 3 * zone;
  char text[256];
  snprintf(text, sizeof text,
           "+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0=%d +k=1 +x_0=%d500000 +y_0=0 +a=6378137 "
           "+rf=298.257222101 +step +proj=unitconvert +xy_in=rad +xy_out=deg",
           meridian, zone);
  return proj_create(converter->context, text);
}

bool jh_wgs84_of(jh_wgs84 *converter, const jh_position *position, double *longitude, double *latitude) {
  if (!position->known) return false;
  *longitude = position->x;
  *latitude = position->y;
  if (converter->geographic) return true;
  int const zone = zone_of(position);
  if (zone == 0) return false;
  if (!converter->zones[zone]) converter->zones[zone] = transformation(converter, zone);
  if (!converter->zones[zone]) return false;
  PJ_COORD const degrees = proj_trans(converter->zones[zone], PJ_FWD, proj_coord(position->x, position->y, 0, 0));
  *longitude = degrees.xy.x;
  *latitude = degrees.xy.y;
  return isfinite(*longitude) && isfinite(*latitude);
}
