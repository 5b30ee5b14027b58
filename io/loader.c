/* Tables to County: the order in which meaning is made. */
#include "loader.h"

#include <string.h>

static void begin(jh_loader *loader, const jh_county_tables *tables, const jh_read_options *options, jh_arena *arena,
                  jh_problems *problems, jh_county *county) {
  memset(loader, 0, sizeof *loader);
  memset(county, 0, sizeof *county);
  loader->tables = tables;
  loader->arena = arena;
  loader->problems = problems;
  loader->county = county;
  loader->gcj02 = options && options->gcj02;
  jh_key_index *const indices[] = {&loader->schools, &loader->places, &loader->teachers, &loader->subjects,
                                   &loader->groups};
  for (size_t i = 0; i < sizeof indices / sizeof indices[0]; i++) jh_key_index_init(indices[i], arena);
  county->arena = arena;
}

static void name_county(jh_loader *loader) {
  jh_county *const county = loader->county;
  const char *const path = loader->tables->path ? loader->tables->path : "county";
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') end--;
  size_t start = end;
  while (start > 0 && path[start - 1] != '/') start--;
  county->path = path;
  county->name = jh_arena_text_n(loader->arena, path + start, end - start);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    if (!loader->tables->table[t].present) continue;
    county->input_names[t] = loader->tables->table[t].file;
    county->input_sha256[t] = loader->tables->sha256[t];
    county->chinese_heads[t] = loader->tables->table[t].chinese_heads;
  }
  if (!county->name) loader->no_memory = true;
}

jh_status jh_county_load(const jh_county_tables *tables, const jh_read_options *options, jh_arena *arena,
                         jh_problems *problems, jh_county *county) {
  static void (*const parts[])(jh_loader *) = {name_county,      jh_load_policy,   jh_load_places, jh_load_schools,
                                               jh_load_pupils,   jh_load_classes,  jh_load_travel, jh_load_adjacency,
                                               jh_load_entrants, jh_load_teachers, jh_load_posts,  jh_load_hours};
  static void (*const checks[])(jh_loader *) = {jh_check_positions, jh_load_site_places, jh_check_pupils,
                                                jh_check_entrants,  jh_check_lone_sites, jh_check_subjects};
  jh_loader loader;
  begin(&loader, tables, options, arena, problems, county);
  int64_t const errors = problems->error_count;
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    parts[i](&loader);
    if (loader.no_memory) return JH_NO_MEMORY;
  }
  county->geographic = loader.has_degrees;
  for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
    checks[i](&loader);
    if (loader.no_memory) return JH_NO_MEMORY;
  }
  county->subjects = loader.subjects.keys;
  county->subject_count = (int32_t)loader.subjects.count;
  county->groups = loader.groups.keys;
  county->group_count = (int32_t)loader.groups.count;
  return problems->error_count > errors ? JH_BAD_INPUT : JH_OK;
}
