/* Teachers, posts, hours. */
#include "loader.h"

#include <stdlib.h>
#include <string.h>

static jh_subject_ix subject_of(const jh_row *row, const char *column) {
  const char *const text = jh_row_text(row, column);
  return (jh_subject_ix){text ? jh_loader_intern(row->loader, &row->loader->subjects, text) : 0};
}

static int32_t list_length(jh_loader *loader, const char *text) {
  int32_t count = 0;
  const char *item = NULL;
  for (const char *at = text; jh_loader_list_next(loader, &at, &item);) count++;
  return count;
}

static void load_also(const jh_row *row, jh_teacher *teacher) {
  jh_loader *const loader = row->loader;
  const char *const text = jh_row_text(row, "also");
  const char *item = NULL;
  if (!text) return;
  jh_subject_ix *const also = JH_NEW(loader->arena, jh_subject_ix, list_length(loader, text));
  for (const char *at = text; also && jh_loader_list_next(loader, &at, &item);) {
    int32_t const subject = jh_loader_intern(loader, &loader->subjects, item);
    bool known = subject == teacher->subject.i;
    for (int32_t i = 0; i < teacher->also_count; i++) known = known || also[i].i == subject;
    if (!known) also[teacher->also_count++] = (jh_subject_ix){subject};
  }
  teacher->also = also;
  if (!also) loader->no_memory = true;
}

static void load_prefer(const jh_row *row, jh_teacher *teacher) {
  jh_loader *const loader = row->loader;
  const char *const text = jh_row_text(row, "prefer");
  const char *item = NULL;
  if (!text) return;
  jh_school_ix *const prefer = JH_NEW(loader->arena, jh_school_ix, list_length(loader, text));
  for (const char *at = text; prefer && jh_loader_list_next(loader, &at, &item);) {
    int32_t const school = jh_key_index_find(&loader->schools, item);
    bool known = false;
    if (school < 0) {
      const char *const nearest =
          loader->problems->error_count < JH_PROBLEMS_SHOWN ? jh_key_index_nearest(&loader->schools, item) : NULL;
      jh_row_error(
          row, "prefer",
          nearest ? jh_arena_printf(loader->arena, jh_text(loader->problems->language, "did you mean %s?"), nearest)
                  : NULL,
          "expected keys of table schools; %s is not in it", item);
      continue;
    }
    for (int32_t i = 0; i < teacher->prefer_count; i++) known = known || prefer[i].i == school;
    if (!known) prefer[teacher->prefer_count++] = (jh_school_ix){school};
  }
  teacher->prefer = prefer;
  if (!prefer) loader->no_memory = true;
}

static void load_teacher(const jh_row *row, jh_teacher *teacher) {
  teacher->source = jh_row_source(row);
  teacher->id = jh_row_key(row, "teacher_id", &row->loader->teachers);
  teacher->name = jh_row_text(row, "name");
  teacher->title = jh_row_text(row, "title");
  teacher->exempt = jh_row_text(row, "exempt");
  teacher->school = (jh_school_ix){jh_row_reference(row, "school_id")};
  teacher->subject = subject_of(row, "subject");
  load_also(row, teacher);
  teacher->stage = (jh_stage)jh_row_choice(row, "stage", JH_PRIMARY);
  teacher->backbone = jh_row_yes(row, "backbone");
  teacher->sex = (jh_sex)(jh_row_choice(row, "sex", -1) + 1);
  teacher->birth_year = jh_row_count(row, "birth_year", -1);
  teacher->years_here = jh_row_count(row, "years_here", -1);
  teacher->last_rotation = jh_row_count(row, "last_rotation", -1);
  load_prefer(row, teacher);
  teacher->home = jh_row_position(row);
}

void jh_load_teachers(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_TEACHERS];
  jh_teacher *const teachers = JH_NEW(loader->arena, jh_teacher, table->row_count);
  if (!teachers) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_TEACHERS, r);
    load_teacher(&row, &teachers[r]);
  }
  loader->county->teachers = teachers;
  loader->county->teacher_count = table->row_count;
  loader->county->has_teachers = table->present;
}

/* Adds the pair to an index of pairs; a second one is an error that names the first. */
static void check_pair(const jh_row *row, jh_key_index *pairs, int32_t *lines, int32_t first, int32_t second) {
  bool added = false;
  const char *const key = jh_arena_printf(row->loader->arena, "%d %d", (int)first, (int)second);
  int32_t const found = key ? jh_key_index_add(pairs, key, &added) : -1;
  if (found < 0) {
    row->loader->no_memory = true;
    return;
  }
  if (added)
    lines[found] = row->table->lines[row->row];
  else
    jh_row_error(row, "subject", NULL, "expected each subject once here; it stands in line %d already",
                 (int)lines[found]);
}

void jh_load_posts(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_POSTS];
  jh_posts *const posts = JH_NEW(loader->arena, jh_posts, table->row_count);
  int32_t *const lines = JH_NEW(loader->arena, int32_t, table->row_count);
  jh_key_index pairs;
  jh_key_index_init(&pairs, loader->arena);
  if (!posts || !lines) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_POSTS, r);
    posts[r] = (jh_posts){.source = jh_row_source(&row),
                          .school = {jh_row_reference(&row, "school_id")},
                          .subject = subject_of(&row, "subject"),
                          .posts = jh_row_count(&row, "posts", 0)};
    if (posts[r].school.i >= 0) check_pair(&row, &pairs, lines, posts[r].school.i, posts[r].subject.i);
  }
  loader->county->posts = posts;
  loader->county->posts_count = table->row_count;
  loader->county->has_posts = table->present;
}

static void load_curriculum(jh_loader *loader) {
  enum { MILLI = 1000 };
  int32_t rows = 0, count = 0;
  const jh_curriculum_row *const curriculum = jh_curriculum(&rows);
  jh_hours *const hours = JH_NEW(loader->arena, jh_hours, rows * JH_GRADES);
  if (!hours) {
    loader->no_memory = true;
    return;
  }
  for (int32_t grade = JH_FIRST_GRADE; grade <= JH_LAST_GRADE; grade++)
    for (int32_t r = 0; r < rows; r++) {
      int32_t const periods = curriculum[r].periods[grade - 1];
      if (periods == 0) continue;
      int32_t const subject = jh_loader_intern(loader, &loader->subjects, curriculum[r].subject);
      hours[count++] = (jh_hours){{JH_HOURS, 0}, grade, {subject}, periods * MILLI};
    }
  loader->county->hours = hours;
  loader->county->hours_count = count;
}

void jh_load_hours(jh_loader *loader) {
  const jh_table *const table = &loader->tables->table[JH_HOURS];
  jh_hours *const hours = JH_NEW(loader->arena, jh_hours, table->row_count);
  int32_t *const lines = JH_NEW(loader->arena, int32_t, table->row_count);
  jh_key_index pairs;
  jh_key_index_init(&pairs, loader->arena);
  loader->county->has_hours = table->present;
  if (!table->present) {
    load_curriculum(loader);
    return;
  }
  if (!hours || !lines) {
    loader->no_memory = true;
    return;
  }
  for (int32_t r = 0; r < table->row_count; r++) {
    jh_row const row = jh_loader_row(loader, JH_HOURS, r);
    hours[r] = (jh_hours){.source = jh_row_source(&row),
                          .grade = jh_row_count(&row, "grade", 0),
                          .subject = subject_of(&row, "subject"),
                          .periods_milli = (int32_t)jh_row_scaled(&row, "hours", 1000, 0)};
    if (hours[r].grade > 0) check_pair(&row, &pairs, lines, hours[r].grade, hours[r].subject.i);
  }
  loader->county->hours = hours;
  loader->county->hours_count = table->row_count;
}
