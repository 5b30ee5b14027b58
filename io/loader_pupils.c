/* Pupils, classes, entrants: who is where today and who comes. */
#include "loader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PUPILS_MAX = 1000000, COUNTY_PUPILS_MAX = 1000000000 };

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int32_t group_of(jh_loader *loader, const char *text) {
  if (strcasecmp(text, "resident") == 0 || strcmp(text, "本地") == 0) return 0;
  if (strcasecmp(text, "migrant") == 0 || strcmp(text, "随迁") == 0) return 1;
  return jh_loader_intern(loader, &loader->groups, text);
}

static int by_combination(const void *left, const void *right) {
  const jh_pupils *const a = left, *const b = right;
  if (a->place.i != b->place.i) return COMPARE(a->place.i, b->place.i);
  if (a->grade != b->grade) return COMPARE(a->grade, b->grade);
  if (a->group.i != b->group.i) return COMPARE(a->group.i, b->group.i);
  if (a->school.i != b->school.i) return COMPARE(a->school.i, b->school.i);
  return COMPARE(a->source.line, b->source.line);
}

static void check_present_school(const jh_row *row, const jh_pupils *pupils) {
  if (pupils->school.i < 0 || pupils->grade == 0 || pupils->pupils == 0) return;
  const jh_school *const school = jh_county_school(row->loader->county, pupils->school);
  if (jh_school_teaches(school, pupils->grade) || !school->first_grade || !school->last_grade) return;
  jh_row_warning(row, "school_id", "teaches grades %d to %d, not grade %d", (int)school->first_grade,
                 (int)school->last_grade, (int)pupils->grade);
}

/* Equal combinations stand side by side: adds them up, keeping the first row of each. */
static int32_t add_up(jh_loader *loader, jh_pupils *pupils, int32_t count) {
  const jh_table *const table = &loader->tables->table[JH_PUPILS];
  int32_t kept = 0;
  int64_t total = 0;
  for (int32_t i = 0; i < count; i++) {
    jh_pupils *const last = kept ? &pupils[kept - 1] : NULL;
    total += pupils[i].pupils;
    if (!last || last->place.i != pupils[i].place.i || last->grade != pupils[i].grade ||
        last->group.i != pupils[i].group.i || last->school.i != pupils[i].school.i) {
      pupils[kept++] = pupils[i];
      continue;
    }
    if (last->pupils + pupils[i].pupils > PUPILS_MAX)
      jh_problems_error(loader->problems, table->file, pupils[i].source.line, jh_table_head(table, "pupils"), NULL,
                        "expected at most %d pupils of one place, grade, group and school, added up", PUPILS_MAX);
    else
      last->pupils += pupils[i].pupils;
  }
  if (total > COUNTY_PUPILS_MAX)
    jh_problems_error(loader->problems, table->file, 0, jh_table_head(table, "pupils"), NULL,
                      "expected at most %d pupils in a county", COUNTY_PUPILS_MAX);
  return kept;
}

void jh_load_pupils(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_PUPILS];
  jh_pupils *const pupils = JH_NEW(loader->arena, jh_pupils, table->row_count);
  if (!pupils) {
    loader->no_memory = true;
    return;
  }
  jh_loader_intern(loader, &loader->groups, "resident");
  jh_loader_intern(loader, &loader->groups, "migrant");
  int32_t count = 0;
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_PUPILS, r);
    jh_pupils *const next = &pupils[count];
    next->source = jh_row_source(&row);
    next->place = (jh_place_ix){jh_row_reference(&row, "place_id")};
    next->grade = jh_row_count(&row, "grade", 0);
    next->group = (jh_group_ix){group_of(loader, jh_row_text(&row, "group"))};
    next->school = (jh_school_ix){jh_row_reference(&row, "school_id")};
    next->pupils = jh_row_count(&row, "pupils", 0);
    check_present_school(&row, next);
    if (next->place.i >= 0 && next->grade > 0) count++;
  }
  if (count) qsort(pupils, (size_t)count, sizeof *pupils, by_combination);
  loader->county->pupils = pupils;
  loader->county->pupils_count = add_up(loader, pupils, count);
}

static int by_class(const void *left, const void *right) {
  const jh_class *const a = left, *const b = right;
  if (a->school.i != b->school.i) return COMPARE(a->school.i, b->school.i);
  if (a->grade != b->grade) return COMPARE(a->grade, b->grade);
  int const order = strcmp(a->class_no, b->class_no);
  return order ? order : COMPARE(a->source.line, b->source.line);
}

static void find_duplicate_classes(jh_loader *loader, const jh_class *classes, int32_t count) {
  jh_class *const order = JH_NEW(loader->arena, jh_class, count);
  if (!order) {
    loader->no_memory = true;
    return;
  }
  for (int32_t i = 0; i < count; i++) order[i] = classes[i];
  if (count) qsort(order, (size_t)count, sizeof *order, by_class);
  for (int32_t i = 1; i < count; i++) {
    const jh_class *const a = &order[i - 1], *const b = &order[i];
    if (a->school.i < 0 || a->school.i != b->school.i || a->grade != b->grade ||
        strcmp(a->class_no, b->class_no) != 0)
      continue;
    jh_problems_error(loader->problems, loader->tables->table[JH_CLASSES].file, b->source.line,
                      jh_table_head(&loader->tables->table[JH_CLASSES], "class_no"), b->class_no,
                      "expected each class of a school and grade once; it stands in line %d already",
                      (int)a->source.line);
  }
}

void jh_load_classes(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_CLASSES];
  jh_class *const classes = JH_NEW(loader->arena, jh_class, table->row_count);
  if (!classes) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_CLASSES, r);
    const char *const class_no = jh_row_text(&row, "class_no");
    classes[r] = (jh_class){.source = jh_row_source(&row),
                            .school = {jh_row_reference(&row, "school_id")},
                            .grade = jh_row_count(&row, "grade", 0),
                            .class_no = class_no ? class_no : "",
                            .pupils = jh_row_count(&row, "pupils", 0)};
    if (classes[r].school.i < 0 || classes[r].grade == 0) continue;
    const jh_school *const school = &loader->county->schools[classes[r].school.i];
    if (!jh_school_teaches(school, classes[r].grade) && school->first_grade && school->last_grade)
      jh_row_warning(&row, "grade", "%s teaches grades %d to %d", school->id, (int)school->first_grade,
                     (int)school->last_grade);
  }
  find_duplicate_classes(loader, classes, table->row_count);
  loader->county->classes = classes;
  loader->county->class_count = table->row_count;
  loader->county->has_classes = table->present;
}

void jh_load_entrants(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_ENTRANTS];
  jh_entrants *const entrants = JH_NEW(loader->arena, jh_entrants, table->row_count);
  if (!entrants) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_ENTRANTS, r);
    entrants[r] = (jh_entrants){.source = jh_row_source(&row),
                                .place = {jh_row_reference(&row, "place_id")},
                                .year = jh_row_count(&row, "year", 0),
                                .pupils = jh_row_count(&row, "pupils", 0)};
  }
  loader->county->entrants = entrants;
  loader->county->entrants_count = table->row_count;
  loader->county->has_entrants = table->present;
}
