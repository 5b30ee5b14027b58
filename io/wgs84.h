/* wgs84.h - positions of a county as degrees of WGS-84. */
#ifndef JUNHENG_IO_WGS84_H
#define JUNHENG_IO_WGS84_H

#include "junheng/county.h"
#include "junheng/status.h"

/* Degrees stay; metres are CGCS2000 Gauss-Kruger eastings that begin with the number of their zone: 13 to 23, six
 * degrees wide, or 25 to 45, three degrees wide. CGCS2000 and WGS-84 differ by centimetres.
 */
typedef struct jh_wgs84 jh_wgs84;

/* JH_NO_MEMORY when PROJ has none. The caller destroys it. */
jh_status jh_wgs84_create(const jh_county *county, jh_arena *arena, jh_wgs84 **out);
void jh_wgs84_destroy(jh_wgs84 *converter);
/* False when the position is unknown, or its metres name no zone. */
bool jh_wgs84_of(jh_wgs84 *converter, const jh_position *position, double *longitude, double *latitude);

#endif
