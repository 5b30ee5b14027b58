/* Whatever happens to a county's files, reading and loading answer: no crash, no hang, no memory fault.
 * JUNHENG_MUTATIONS says how many counties to spoil (300). The seed is the number of the mutation. */
#include "county_text.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILE_MAX = 64 * 1024, HEAD = 6000 };

typedef struct county_files {
  char *bytes[JH_COUNTY_TABLE_COUNT];
  size_t size[JH_COUNTY_TABLE_COUNT];
} county_files;

static uint64_t next_random(uint64_t *seed) {
  *seed += 0x9E3779B97F4A7C15u;
  uint64_t z = *seed;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}
static size_t below(uint64_t *seed, size_t limit) { return limit ? (size_t)(next_random(seed) % limit) : 0; }

/* All schools and places of the example, and the heads of its other files, cut at a line: a whole county. */
static void read_example(county_files *files) {
  memset(files, 0, sizeof *files);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    char path[512];
    snprintf(path, sizeof path, SOURCE_DIR "/scenarios/jinghong/%s.csv", jh_county_spec((jh_county_table)t)->name);
    FILE *const file = fopen(path, "rb");
    if (!file) continue;
    files->bytes[t] = malloc(FILE_MAX);
    assert_non_null(files->bytes[t]);
    size_t const most = t == JH_SCHOOLS || t == JH_PLACES ? FILE_MAX : HEAD;
    size_t size = fread(files->bytes[t], 1, most, file);
    while (size > 0 && files->bytes[t][size - 1] != '\n') size--;
    files->size[t] = size;
    fclose(file);
  }
  assert_non_null(files->bytes[JH_SCHOOLS]);
}

static size_t insert(char *bytes, size_t size, size_t room, size_t at, const char *what, size_t length) {
  if (size + length > room) return size;
  memmove(bytes + at + length, bytes + at, size - at);
  memcpy(bytes + at, what, length);
  return size + length;
}

/* From the start of a random cell or row to its end. */
static void pick(const char *bytes, size_t size, uint64_t *seed, const char *ends, size_t *from, size_t *to) {
  size_t const at = below(seed, size);
  *from = at;
  *to = at;
  while (*from > 0 && !strchr(ends, bytes[*from - 1])) (*from)--;
  while (*to < size && !strchr(ends, bytes[*to])) (*to)++;
}

/* The file in another encoding, as far as it can be written in it. */
static size_t recode(char *bytes, size_t size, size_t room, uint64_t *seed) {
  static const char *const encodings[] = {"GB18030", "GBK", "UTF-16", "UTF-16BE", "UTF-32", "BIG5"};
  iconv_t converter = iconv_open(encodings[below(seed, sizeof encodings / sizeof encodings[0])], "UTF-8");
  char *const copy = malloc(size);
  if (!copy || converter == (iconv_t)-1) fail_msg("no memory or no such encoding");
  memcpy(copy, bytes, size);
  char *from_at = copy, *to_at = bytes;
  size_t from_left = size, to_left = room;
  iconv(converter, &from_at, &from_left, &to_at, &to_left);
  iconv_close(converter);
  free(copy);
  return room - to_left;
}

static size_t mutate_once(char *bytes, size_t size, size_t room, uint64_t *seed) {
  static const char *const values[] = {"",
                                       "-1",
                                       "0",
                                       "99999999999999999999",
                                       "1e9",
                                       "1,234",
                                       "\"",
                                       "\"\"",
                                       "NaN",
                                       "１２",
                                       "　",
                                       "\xFF",
                                       "=1+1",
                                       "S001",
                                       "P0001",
                                       "\r",
                                       "\n",
                                       ";",
                                       "\t",
                                       "𠮷",
                                       "0x10",
                                       "1.5",
                                       ",",
                                       "closed",
                                       "语文、数学;；",
                                       "-0.0000000001",
                                       "\xC2\xA0",
                                       "\xEF\xBB\xBF"};
  size_t from = 0, to = 0;
  const char *const value = values[below(seed, sizeof values / sizeof values[0])];
  if (size == 0) return size;
  switch (below(seed, 10)) {
    case 0: bytes[below(seed, size)] = (char)next_random(seed); return size;
    case 1: bytes[below(seed, size)] ^= (char)(1u << below(seed, 8)); return size;
    case 2: return insert(bytes, size, room, below(seed, size + 1), value, strlen(value));
    case 3: return below(seed, size); /* cut off */
    case 4: return insert(bytes, size, room, below(seed, size + 1), "\0", 1);
    case 5: /* another cell */
      pick(bytes, size, seed, ",\n\r", &from, &to);
      memmove(bytes + from, bytes + to, size - to);
      return insert(bytes, size - (to - from), room, from, value, strlen(value));
    case 6: /* a row twice */
      pick(bytes, size, seed, "\n", &from, &to);
      if (to < size) to++;
      if (size + (to - from) > room) return size;
      memmove(bytes + to + (to - from), bytes + to, size - to);
      memcpy(bytes + to, bytes + from, to - from);
      return size + (to - from);
    case 7: /* a row less */
      pick(bytes, size, seed, "\n", &from, &to);
      memmove(bytes + from, bytes + to, size - to);
      return size - (to - from);
    case 8: return recode(bytes, size, room, seed);
    default: /* another delimiter for all */
      for (size_t i = 0; i < size; i++)
        if (bytes[i] == ',') bytes[i] = value[0] ? value[0] : ';';
      return size;
  }
}

/* Reads and loads; a county is only handed back without errors, and then its references hold. */
static void check_county(const jh_county *county) {
  for (int32_t i = 0; i < county->pupils_count; i++) {
    assert_in_range(county->pupils[i].place.i, 0, county->place_count - 1);
    assert_in_range(county->pupils[i].grade, 1, 9);
    assert_true(county->pupils[i].school.i < county->school_count);
  }
  for (int32_t i = 0; i < county->teacher_count; i++)
    assert_in_range(county->teachers[i].school.i, 0, county->school_count - 1);
}

/* The example parsed once: what a spoilt table stands among. */
static void parse_whole(const county_files *files, jh_arena *arena, jh_county_tables *whole) {
  jh_problems problems;
  jh_problems_init(&problems, arena);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
    if (files->bytes[t])
      assert_int_equal(jh_csv_parse(files->bytes[t], files->size[t], 0, spec->name, spec, NULL, arena, &problems,
                                    &whole->table[t]),
                       JH_OK);
    else
      assert_int_equal(jh_table_init(&whole->table[t], spec, arena, spec->name), JH_OK);
  }
}

/* One file spoilt and parsed, from a block of exactly its size: reading past the end is seen. */
static void parse_spoilt(const county_files *files, int t, const jh_read_options *options, uint64_t *seed,
                         jh_arena *arena, jh_problems *problems, jh_table *table) {
  enum { ROOM = FILE_MAX * 2 };
  const jh_table_spec *const spec = jh_county_spec((jh_county_table)t);
  char *const bytes = malloc(ROOM);
  assert_non_null(bytes);
  size_t size = files->size[t];
  memcpy(bytes, files->bytes[t], size);
  for (size_t n = 1 + below(seed, 4); n > 0; n--) size = mutate_once(bytes, size, ROOM, seed);
  char *const exact = malloc(size ? size : 1);
  assert_non_null(exact);
  memcpy(exact, bytes, size);
  free(bytes);
  jh_csv_parse(exact, size, below(seed, 100), spec->name, spec, options, arena, problems, table);
  /* The tables may not depend on the bytes any more. */
  memset(exact, 'X', size);
  free(exact);
}

static bool load_spoilt(const county_files *files, const jh_county_tables *whole, int spoilt, uint64_t *seed) {
  static const char *const encodings[] = {NULL, NULL, NULL, NULL, "gb18030", "utf-8", "utf-16", "no-such-thing"};
  jh_arena *const arena = jh_arena_create();
  jh_read_options const options = {.encoding = encodings[below(seed, 8)], .gcj02 = below(seed, 4) == 0};
  jh_problems problems;
  jh_county_tables tables = *whole;
  jh_county county;
  jh_problems_init(&problems, arena);
  if (files->bytes[spoilt]) parse_spoilt(files, spoilt, &options, seed, arena, &problems, &tables.table[spoilt]);
  jh_status const status = jh_county_load(&tables, &options, arena, &problems, &county);
  assert_true(status == JH_OK || status == JH_BAD_INPUT);
  assert_true(status != JH_BAD_INPUT || jh_problems_any_error(&problems));
  if (status == JH_OK) check_county(&county);
  for (size_t i = 0; i < problems.count; i++) assert_non_null(jh_problem_text(&problems, &problems.items[i]));
  jh_arena_destroy(arena);
  return status == JH_OK;
}

static void spoilt_files_never_crash_the_reader(void **state) {
  (void)state;
  const char *const wanted = getenv("JUNHENG_MUTATIONS");
  long const count = wanted ? strtol(wanted, NULL, 10) : 300;
  county_files files;
  read_example(&files);
  jh_arena *const arena = jh_arena_create();
  jh_county_tables whole = {.path = "county"};
  parse_whole(&files, arena, &whole);
  long fine = 0;
  for (long i = 0; i < count; i++) {
    uint64_t seed = (uint64_t)i;
    fine += load_spoilt(&files, &whole, (int)below(&seed, JH_COUNTY_TABLE_COUNT), &seed);
  }
  assert_true(count < 100 || (fine > 0 && fine < count)); /* else this test would test nothing */
  print_message("%ld counties spoilt, %ld still whole\n", count, fine);
  for (int t = 0; t < JH_COUNTY_TABLE_COUNT; t++) free(files.bytes[t]);
  jh_arena_destroy(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(spoilt_files_never_crash_the_reader)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
