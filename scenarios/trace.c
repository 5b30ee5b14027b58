/* Tracing one row of the county through a written plan. */
#include "junheng/scenarios/trace.h"

#include <string.h>

/* ---- the key ---- */

static int32_t rows_of(const jh_county *county, jh_trace_kind kind) {
  switch (kind) {
    case JH_TRACE_TEACHER: return county->teacher_count;
    case JH_TRACE_PLACE: return county->place_count;
    case JH_TRACE_SCHOOL: return county->school_count;
    case JH_TRACE_KINDS: break;
  }
  return 0;
}

static const char *text_of_row(const jh_county *county, jh_trace_kind kind, int32_t i, bool name) {
  switch (kind) {
    case JH_TRACE_TEACHER: return name ? county->teachers[i].name : county->teachers[i].id;
    case JH_TRACE_PLACE: return name ? county->places[i].name : county->places[i].id;
    case JH_TRACE_SCHOOL: return name ? county->schools[i].name : county->schools[i].id;
    case JH_TRACE_KINDS: break;
  }
  return NULL;
}

typedef struct match {
  jh_trace_kind kind;
  int32_t index, count;
  const char *first, *second; /* ids */
  bool kinds[JH_TRACE_KINDS];
} match;

/* Rows whose id, or name, is the key. `kinds`: 1 << kind. */
static match find(const jh_county *county, const char *key, unsigned kinds, bool name) {
  match found = {.index = -1};
  for (int k = 0; k < JH_TRACE_KINDS; k++) {
    jh_trace_kind const kind = (jh_trace_kind)k;
    for (int32_t i = 0; kinds & 1u << (unsigned)k && i < rows_of(county, kind); i++) {
      const char *const text = text_of_row(county, kind, i, name);
      if (!text || strcmp(text, key) != 0) continue;
      const char *const id = text_of_row(county, kind, i, false);
      if (found.count++ == 0) {
        found.kind = kind;
        found.index = i;
        found.first = id;
      } else if (!found.second) {
        found.second = id;
      }
      found.kinds[k] = true;
    }
  }
  return found;
}

static const char *nearest_key(const jh_county *county, const jh_trace_request *of) {
  enum { FARTHEST = 3 };
  const char *nearest = NULL;
  size_t distance = FARTHEST;
  for (int k = 0; k < JH_TRACE_KINDS; k++)
    for (int32_t i = 0; i < rows_of(county, (jh_trace_kind)k); i++) {
      if (of->has_kind && (jh_trace_kind)k != of->kind) continue;
      const char *const id = text_of_row(county, (jh_trace_kind)k, i, false);
      size_t const to_this = jh_edit_distance(id, of->key);
      if (to_this >= distance) continue;
      distance = to_this;
      nearest = id;
    }
  return nearest;
}

static jh_status refuse_key(const jh_county *county, const jh_trace_request *of, const match *found,
                            jh_problems *problems) {
  if (found->count == 0) {
    const char *const nearest = nearest_key(county, of);
    jh_problems_error(
        problems, county->path, 0, NULL, of->key, "expected the key of a %s%s%s",
        jh_text(problems->language, of->has_kind ? jh_trace_kind_name(of->kind) : JH_N("teacher, place or school")),
        nearest ? jh_text(problems->language, "; the nearest is ") : "", nearest ? nearest : "");
  } else if (found->kinds[JH_TRACE_TEACHER] + found->kinds[JH_TRACE_PLACE] + found->kinds[JH_TRACE_SCHOOL] > 1) {
    jh_problems_error(problems, county->path, 0, NULL, of->key, "is the key of a %s and a %s: add --kind",
                      jh_text(problems->language, found->kinds[JH_TRACE_TEACHER] ? JH_N("teacher") : JH_N("place")),
                      jh_text(problems->language, found->kinds[JH_TRACE_SCHOOL] ? JH_N("school") : JH_N("place")));
  } else {
    jh_problems_error(problems, county->path, 0, NULL, of->key,
                      "is the name of %d rows, %s and %s among them: give a key", (int)found->count, found->first,
                      found->second);
  }
  return JH_BAD_INPUT;
}

/* By key first, by name where no key is so; rows that the job decides about before others. */
static jh_status find_row(const jh_county *county, const jh_trace_request *of, jh_job job, jh_problems *problems,
                          match *found) {
  unsigned const all = of->has_kind ? 1u << (unsigned)of->kind : (1u << (unsigned)JH_TRACE_KINDS) - 1u;
  unsigned const decided =
      1u << (unsigned)JH_TRACE_SCHOOL | 1u << (unsigned)(job == JH_ROTATE ? JH_TRACE_TEACHER : JH_TRACE_PLACE);
  *found = (match){.index = -1};
  for (int name = 0; name < 2 && found->count == 0; name++) {
    *found = find(county, of->key, all & decided, name == 1);
    if (found->count == 0) *found = find(county, of->key, all, name == 1);
  }
  return found->count == 1 ? JH_OK : refuse_key(county, of, found, problems);
}

/* ---- the plan ---- */

static const char *cell(const jh_table *table, int32_t row, const char *column) {
  int32_t const index = jh_table_spec_column(table->spec, column);
  return index < 0 ? NULL : jh_table_cell(table, row, index);
}

static jh_job job_of(const jh_table *summary) {
  const char *const name = jh_summary_value(summary, "job");
  for (int j = 0; name && j < JH_JOB_COUNT; j++)
    if (strcmp(name, jh_job_name((jh_job)j)) == 0) return (jh_job)j;
  return JH_JOB_COUNT;
}

/* A plan none of whose rows names anything of the county is another county's. */
static jh_status check_county(const jh_county *county, const jh_table *tables, const char *plan,
                              jh_problems *problems) {
  bool const roster = job_of(&tables[JH_PLAN_SUMMARY]) == JH_ROTATE;
  const jh_table *const table = &tables[roster ? JH_PLAN_ROSTER : JH_PLAN_ASSIGNMENTS];
  int32_t const rows = table->present ? table->row_count : 0;
  const char *const column = roster ? "teacher_id" : "place_id";
  for (int32_t row = 0; row < rows; row++) {
    const char *const id = cell(table, row, column);
    if (!id) continue;
    if (roster ? jh_county_find_teacher(county, id).i >= 0 : jh_county_find_place(county, id).i >= 0) return JH_OK;
  }
  if (rows == 0) return JH_OK;
  jh_problems_error(problems, plan, 0, column, cell(table, 0, column),
                    "is a plan of another county: none of its %d rows is of %s", (int)rows, county->path);
  return JH_BAD_INPUT;
}

static void warn_of(const jh_trace *trace, const char *plan, jh_problems *problems) {
  if (trace->contradicted > 0)
    jh_problems_warning(problems, plan, 0, NULL, NULL,
                        "contradicts itself or the county %d times (junheng audit lists them): the trace is of the "
                        "plan as it stands",
                        (int)trace->contradicted);
  if (trace->unmet > 0)
    jh_problems_warning(problems, plan, 0, NULL, NULL,
                        "breaks rules, %d times (junheng audit lists them): the trace is of the plan as it stands",
                        (int)trace->unmet);
}

jh_status jh_job_trace(const jh_job_request *request, const jh_trace_request *of, jh_arena *arena,
                       jh_problems *problems, jh_traced *traced) {
  memset(traced, 0, sizeof *traced);
  traced->tables = JH_NEW(arena, jh_table, JH_PLAN_TABLE_COUNT);
  if (!traced->tables) return JH_NO_MEMORY;
  jh_status status = jh_job_open_plan(request, of->plan, arena, problems, &traced->opened, traced->tables);
  const jh_county *const county = &traced->opened.county;
  match found = {.index = -1};
  if (!status) status = check_county(county, traced->tables, of->plan, problems);
  if (!status) status = find_row(county, of, job_of(&traced->tables[JH_PLAN_SUMMARY]), problems, &found);
  if (!status)
    status =
        jh_trace_plan(county, traced->tables, found.kind, found.index, of->year, arena, problems, &traced->trace);
  if (!status) warn_of(&traced->trace, of->plan, problems);
  return status;
}
