#include "junheng/county.h"

#include <string.h>

jh_school_ix jh_county_find_school(const jh_county *county, const char *id) {
  for (int32_t i = 0; i < county->school_count; i++)
    if (strcmp(county->schools[i].id, id) == 0) return (jh_school_ix){i};
  return JH_NO_SCHOOL;
}

jh_place_ix jh_county_find_place(const jh_county *county, const char *id) {
  for (int32_t i = 0; i < county->place_count; i++)
    if (strcmp(county->places[i].id, id) == 0) return (jh_place_ix){i};
  return JH_NO_PLACE;
}

jh_teacher_ix jh_county_find_teacher(const jh_county *county, const char *id) {
  for (int32_t i = 0; i < county->teacher_count; i++)
    if (strcmp(county->teachers[i].id, id) == 0) return (jh_teacher_ix){i};
  return (jh_teacher_ix){-1};
}
