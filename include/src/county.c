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

const char *jh_county_file(const jh_county *county, jh_county_table table) {
  return county->input_names[table] ? county->input_names[table] : jh_county_spec(table)->name;
}

const char *jh_county_head(const jh_county *county, jh_county_table table, const char *column) {
  const jh_table_spec *const spec = jh_county_spec(table);
  int32_t const at = county->chinese_heads[table] ? jh_table_spec_column(spec, column) : -1;
  return at >= 0 && spec->columns[at].name_zh ? spec->columns[at].name_zh : column;
}
