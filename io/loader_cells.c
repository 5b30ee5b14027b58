/* Cells into values, with the faults a planner can mend. */
#include "cell_text.h"
#include "loader.h"

#include <string.h>

jh_row jh_loader_row(jh_loader *loader, jh_county_table which, int32_t row) {
  return (jh_row){loader, &loader->tables->table[which], which, row};
}

jh_source jh_row_source(const jh_row *row) { return (jh_source){row->which, row->table->lines[row->row]}; }

static void add_problem(const jh_row *row, jh_severity severity, const char *column, const char *hint,
                        const char *expected, va_list args) {
  jh_problems *const problems = row->loader->problems;
  int64_t const seen = severity == JH_ERROR ? problems->error_count : problems->warning_count;
  jh_problem problem = {.severity = severity, .column = column, .hint = hint};
  /* Past the limit faults are only counted: no need to find out where they stand. */
  if (seen < JH_PROBLEMS_SHOWN) {
    int32_t const index = column ? jh_table_spec_column(row->table->spec, column) : -1;
    problem.file = row->table->file;
    problem.line = row->table->lines[row->row];
    if (index >= 0) {
      jh_table_origin(row->table, row->row, index, &problem.file, &problem.line);
      problem.found = jh_table_cell(row->table, row->row, index);
      problem.column = jh_table_head(row->table, column);
    }
    problem.expected = jh_arena_vprintf(problems->arena, jh_text(problems->language, expected), args);
  }
  jh_problems_add(problems, &problem);
}

void jh_row_error(const jh_row *row, const char *column, const char *hint, const char *expected, ...) {
  va_list args;
  va_start(args, expected);
  add_problem(row, JH_ERROR, column, hint, expected, args);
  va_end(args);
}

void jh_row_warning(const jh_row *row, const char *column, const char *expected, ...) {
  va_list args;
  va_start(args, expected);
  add_problem(row, JH_WARNING, column, NULL, expected, args);
  va_end(args);
}

/* The cell as it is; its column's description in *about. */
static const char *cell_of(const jh_row *row, const char *column, const jh_column **about) {
  int32_t const index = jh_table_spec_column(row->table->spec, column);
  *about = &row->table->spec->columns[index];
  return jh_table_cell(row->table, row->row, index);
}

const char *jh_row_text(const jh_row *row, const char *column) {
  const jh_column *about = NULL;
  const char *const cell = cell_of(row, column, &about);
  if (cell) return cell;
  if (about->required) jh_row_error(row, column, NULL, "expected a value; the cell is empty");
  return about->default_text;
}

static const char *number_hint(jh_problems *problems, jh_number_fault fault, const char *text) {
  if (fault != JH_NUMBER_SEPARATORS) return NULL;
  char *const plain = jh_arena_text(problems->arena, text);
  char *out = plain;
  for (const char *at = text; plain && *at; at++)
    if (*at != ',') *out++ = *at;
  if (plain) *out = '\0';
  return jh_arena_printf(problems->arena, jh_text(problems->language, "numbers without thousands separators: %s"),
                         plain ? plain : "");
}

/* False, with an error if due, when the cell has no number within its range. */
static bool number_of(const jh_row *row, const char *column, jh_number *number) {
  const jh_column *about = NULL;
  cell_of(row, column, &about);
  const char *const text = jh_row_text(row, column);
  if (!text) return false;
  bool const whole = about->type == JH_COUNT;
  jh_number_fault const fault = jh_number_parse(text, number);
  if (fault == JH_NUMBER_FINE && number->value >= about->minimum && number->value <= about->maximum &&
      (!whole || number->billionths == 0))
    return true;
  if (row->loader->problems->error_count >= JH_PROBLEMS_SHOWN) {
    row->loader->problems->error_count++;
    return false;
  }
  const char *hint = number_hint(row->loader->problems, fault, text);
  if (!hint && fault == JH_NUMBER_FINE && strcmp(about->name, "lat") == 0)
    hint = JH_N("lon and lat may be exchanged; metres go into x and y");
  else if (!hint && fault == JH_NUMBER_FINE && strcmp(about->name, "lon") == 0)
    hint = JH_N("metres go into x and y");
  jh_row_error(row, column, hint,
               whole ? JH_N("expected a whole number from %.15g to %.15g%s%s")
                     : JH_N("expected a number from %.15g to %.15g%s%s"),
               about->minimum, about->maximum, about->unit ? " " : "",
               about->unit ? jh_text(row->loader->problems->language, about->unit) : "");
  return false;
}

int32_t jh_row_count(const jh_row *row, const char *column, int32_t otherwise) {
  jh_number number;
  return number_of(row, column, &number) ? (int32_t)number.whole : otherwise;
}

int64_t jh_row_scaled(const jh_row *row, const char *column, int64_t scale, int64_t otherwise) {
  jh_number number;
  return number_of(row, column, &number) ? jh_number_scaled(&number, scale) : otherwise;
}

bool jh_row_yes(const jh_row *row, const char *column) {
  const char *const text = jh_row_text(row, column);
  bool value = false;
  if (text && !jh_yes_no_parse(text, &value)) jh_row_error(row, column, NULL, "expected 1 or 0, yes or no, 是 or 否");
  return value;
}

int32_t jh_row_choice(const jh_row *row, const char *column, int32_t otherwise) {
  const jh_column *about = NULL;
  cell_of(row, column, &about);
  const char *const text = jh_row_text(row, column);
  if (!text) return otherwise;
  int32_t const choice = jh_choice_parse(about->choices, text);
  if (choice >= 0) return choice;
  const char *words = "";
  for (const jh_choice *c = about->choices; c->word && words; c++)
    words = jh_arena_printf(row->loader->arena, "%s%s%s (%s)", words, *words ? ", " : "", c->word, c->word_zh);
  jh_row_error(row, column, NULL, "expected one of %s", words ? words : "");
  return otherwise;
}

static jh_key_index *index_named(jh_loader *loader, const char *table, jh_county_table *which) {
  *which = strcmp(table, "schools") == 0 ? JH_SCHOOLS : JH_PLACES;
  return *which == JH_SCHOOLS ? &loader->schools : &loader->places;
}

static int32_t find_reference(const jh_row *row, const char *column, const char *table, const char *key) {
  jh_county_table which = JH_SCHOOLS;
  const jh_key_index *const index = index_named(row->loader, table, &which);
  int32_t const found = jh_key_index_find(index, key);
  if (found >= 0) return found;
  const char *hint = NULL;
  if (row->loader->problems->error_count < JH_PROBLEMS_SHOWN) {
    const char *const nearest = jh_key_index_nearest(index, key);
    if (nearest)
      hint =
          jh_arena_printf(row->loader->arena, jh_text(row->loader->problems->language, "did you mean %s?"), nearest);
    if (!row->loader->tables->table[which].present) hint = JH_N("the county has no such table");
  }
  jh_row_error(row, column, hint, "expected a key of table %s; %s is not in it", table, key);
  return -1;
}

int32_t jh_row_reference(const jh_row *row, const char *column) {
  const jh_column *about = NULL;
  cell_of(row, column, &about);
  const char *const text = jh_row_text(row, column);
  return text ? find_reference(row, column, about->refers, text) : -1;
}

bool jh_loader_list_next(jh_loader *loader, const char **at, const char **item) {
  static const char *const separators[] = {";", "、", "；"};
  while (**at) {
    const char *end = *at + strlen(*at);
    size_t step = 0;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
      const char *const hit = strstr(*at, separators[i]);
      if (!hit || hit >= end) continue;
      end = hit;
      step = strlen(separators[i]);
    }
    const char *text = *at;
    size_t const length = jh_cell_trim(&text, (size_t)(end - *at));
    *at = end + step;
    if (length == 0) continue;
    *item = jh_arena_text_n(loader->arena, text, length);
    if (*item) return true;
    loader->no_memory = true;
    return false;
  }
  return false;
}

const char *jh_row_key(const jh_row *row, const char *column, jh_key_index *index) {
  const char *const key = jh_row_text(row, column);
  bool added = false;
  /* A row without a key keeps its place, so that positions in the index stay row numbers. */
  const char *const unique = key ? key : jh_arena_printf(row->loader->arena, "\001%d", (int)row->row);
  int32_t const found = unique ? jh_key_index_add(index, unique, &added) : -1;
  if (found < 0) row->loader->no_memory = true;
  if (added || found < 0) return unique ? unique : "";
  jh_row_error(row, column, NULL, "expected each key once; it stands in line %d already",
               (int)row->table->lines[found]);
  const char *const filler = jh_arena_printf(row->loader->arena, "\001%d", (int)row->row);
  if (!filler || jh_key_index_add(index, filler, &added) < 0) row->loader->no_memory = true;
  return key;
}

int32_t jh_loader_intern(jh_loader *loader, jh_key_index *index, const char *text) {
  bool added = false;
  int32_t const found = jh_key_index_add(index, text, &added);
  if (found < 0) loader->no_memory = true;
  return found < 0 ? 0 : found;
}

static bool has_cell(const jh_row *row, const char *column) {
  const jh_column *about = NULL;
  return cell_of(row, column, &about) != NULL;
}

static bool coordinate(const jh_row *row, const char *column, double *value) {
  jh_number number;
  if (!number_of(row, column, &number)) return false;
  *value = number.value;
  return true;
}

static void note_kind(const jh_row *row, bool degrees) {
  jh_loader *const loader = row->loader;
  bool *const seen = degrees ? &loader->has_degrees : &loader->has_metres;
  if (*seen) return;
  *seen = true;
  *(degrees ? &loader->degrees_file : &loader->metres_file) = row->table->file;
  *(degrees ? &loader->degrees_line : &loader->metres_line) = row->table->lines[row->row];
  bool const other = degrees ? loader->has_metres : loader->has_degrees;
  if (!other) return;
  jh_row_error(
      row, degrees ? "lon" : "x", NULL, "expected %s as in %s:%d: one kind of coordinates in a county",
      jh_text(loader->problems->language, degrees ? JH_N("x and y in metres") : JH_N("lon and lat in degrees")),
      degrees ? loader->metres_file : loader->degrees_file,
      (int)(degrees ? loader->metres_line : loader->degrees_line));
}

jh_position jh_row_position(const jh_row *row) {
  jh_position position = {false, 0, 0};
  bool const x = has_cell(row, "x"), y = has_cell(row, "y"), lon = has_cell(row, "lon"), lat = has_cell(row, "lat");
  if (!x && !y && !lon && !lat) return position;
  if ((x || y) && (lon || lat)) {
    jh_row_error(row, lon ? "lon" : "lat", NULL, "expected either x and y or lon and lat, not both");
    return position;
  }
  if (x != y || lon != lat) {
    const char *const missing = x ? "y" : y ? "x" : lon ? "lat" : "lon";
    jh_row_error(row, missing, NULL, "expected both coordinates; one is empty");
    return position;
  }
  bool const first = coordinate(row, lon ? "lon" : "x", &position.x);
  bool const second = coordinate(row, lon ? "lat" : "y", &position.y);
  note_kind(row, lon);
  position.known = first && second;
  if (position.known && lon && row->loader->gcj02) jh_gcj02_to_wgs84(&position.x, &position.y);
  return position;
}
