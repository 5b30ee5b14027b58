/* Plans side by side. */
#include "junheng/scenarios/compare.h"

#include "figures.h"
#include "junheng/scenarios/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_SIZE = 64 };

/* The row of that name, made when there is none. NULL without memory. */
static jh_figure *find_row(figures *to, jh_figure **rows, size_t *count, size_t *capacity, const char *name) {
  for (size_t i = 0; i < *count; i++)
    if (strcmp((*rows)[i].name, name) == 0) return &(*rows)[i];
  jh_figure *const grown = jh_arena_grow(to->arena, *rows, capacity, *count + 1, sizeof **rows);
  if (!grown) return NULL;
  *rows = grown;
  jh_figure *const row = &grown[*count];
  row->name = jh_arena_text(to->arena, name);
  row->group = to->group;
  row->values = JH_NEW(to->arena, const char *, to->comparison->plan_count);
  row->differences = JH_NEW(to->arena, const char *, to->comparison->plan_count);
  if (!row->name || !row->values || !row->differences) return NULL;
  ++*count;
  return row;
}

static void put_value(figures *to, jh_figure *row, const char *text) {
  if (row && text)
    row->values[to->plan] = text;
  else
    to->failed = true;
}

void jh_figure_text(figures *to, const char *name, const char *text) {
  jh_comparison *const all = to->comparison;
  put_value(to, name ? find_row(to, &all->figures, &all->count, &all->capacity, name) : NULL, text);
}

void jh_figure_decision(figures *to, const char *about, const char *decision) {
  jh_comparison *const all = to->comparison;
  put_value(to, about ? find_row(to, &all->decisions, &all->decision_count, &all->decision_capacity, about) : NULL,
            decision);
}

void jh_figure_number(figures *to, const char *name, double number) {
  const char *const text = jh_shown_value(llround(number * 1000), 1000, to->arena);
  if (text) {
    jh_figure_text(to, name, text);
  } else {
    to->failed = true;
  }
}

static bool is_number(const char *text, double *number) {
  if (!text || !*text || strspn(text, "+-.0123456789") != strlen(text)) return false;
  char *end = NULL;
  *number = strtod(text, &end);
  return *end == '\0';
}

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

/* Keeps the decisions that are not the same everywhere, and counts how many each plan takes unlike the first. */
static void find_flips(figures *to) {
  jh_comparison *const all = to->comparison;
  size_t kept = 0;
  int32_t *const unlike = JH_NEW(to->arena, int32_t, all->plan_count);
  if (!unlike) to->failed = true;
  if (all->decision_count == 0 || !unlike) return;
  for (size_t i = 0; i < all->decision_count; i++) {
    jh_figure *const row = &all->decisions[i];
    bool any = false;
    for (int32_t p = 1; p < all->plan_count; p++) {
      if (same_text(row->values[0], row->values[p])) continue;
      row->differences[p] = "differs";
      unlike[p]++;
      any = true;
    }
    if (any) all->decisions[kept++] = *row;
  }
  all->decision_count = kept;
  for (to->plan = 0; to->plan < all->plan_count; to->plan++)
    jh_figure_number(to, "decisions unlike the first plan's", unlike[to->plan]);
}

static jh_status find_differences(jh_comparison *all, jh_arena *arena) {
  for (size_t i = 0; i < all->count; i++) {
    jh_figure *const figure = &all->figures[i];
    double first = 0, other = 0;
    if (!is_number(figure->values[0], &first)) continue;
    for (int32_t p = 1; p < all->plan_count; p++) {
      if (!is_number(figure->values[p], &other)) continue;
      const char *const text = jh_shown_value(llround((other - first) * 1000), 1000, arena);
      figure->differences[p] = text && other > first ? jh_arena_printf(arena, "+%s", text) : text;
      if (!figure->differences[p]) return JH_NO_MEMORY;
    }
  }
  return JH_OK;
}

/* "plans/county/rotate" and "other/rotate": as much of the path as tells them apart is the path. */
static const char *plan_name(const char *path, jh_arena *arena) {
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  return jh_arena_text_n(arena, path, length);
}

static jh_status read_plan(figures *to, const char *path, jh_problems *problems) {
  jh_table *const tables = JH_NEW(to->arena, jh_table, JH_PLAN_TABLE_COUNT);
  if (!tables) return JH_NO_MEMORY;
  jh_status const status = jh_plan_read(path, to->arena, problems, tables);
  if (status) return status;
  jh_figures_of_plan(to, tables);
  return to->failed ? JH_NO_MEMORY : JH_OK;
}

jh_status jh_compare_plans(const char *const *paths, const char *const *names, int32_t count, jh_arena *arena,
                           jh_problems *problems, jh_comparison *comparison) {
  memset(comparison, 0, sizeof *comparison);
  comparison->plan_count = count;
  comparison->plans = JH_NEW(arena, const char *, count);
  comparison->reasons = JH_NEW(arena, const char *, count);
  comparison->dominated_by = JH_NEW(arena, int32_t, count);
  comparison->better = JH_NEW(arena, const char **, count);
  criteria *const by = JH_NEW(arena, criteria, count);
  if (!comparison->plans || !comparison->reasons || !comparison->dominated_by || !comparison->better || !by)
    return JH_NO_MEMORY;
  jh_status status = count > 0 ? jh_plan_names(paths[0], arena, &comparison->names) : JH_OK;
  for (int32_t p = 0; p < count && !status; p++) {
    comparison->plans[p] = names ? names[p] : plan_name(paths[p], arena);
    figures to = {.comparison = comparison, .plan = p, .by = &by[p], .arena = arena};
    status = comparison->plans[p] ? read_plan(&to, paths[p], problems) : JH_NO_MEMORY;
  }
  if (status) return status;
  figures to = {.comparison = comparison, .arena = arena, .group = JH_FIGURES_OF_PLAN};
  find_flips(&to);
  jh_figures_of_dominance(&to, by);
  return to.failed ? JH_NO_MEMORY : find_differences(comparison, arena);
}

/* ---- as CSV ---- */

typedef struct csv_text {
  jh_arena *arena;
  char *bytes;
  size_t size, capacity;
  bool failed;
} csv_text;

static void put_bytes(csv_text *to, const char *bytes, size_t size) {
  char *const grown = to->failed ? NULL : jh_arena_grow(to->arena, to->bytes, &to->capacity, to->size + size, 1);
  to->failed = !grown;
  if (!grown) return;
  to->bytes = grown;
  memcpy(grown + to->size, bytes, size);
  to->size += size;
}

/* Quoted always; what a spreadsheet would run is kept from running. */
static void put_quoted(csv_text *to, const char *text) {
  double number = 0;
  const char *const from = text ? text : "";
  put_bytes(to, "\"", 1);
  if (*from && strchr("=+-@", *from) && !is_number(from, &number)) put_bytes(to, "'", 1);
  for (const char *c = from; *c; c++) {
    if (*c == '"') put_bytes(to, "\"", 1);
    put_bytes(to, c, 1);
  }
  put_bytes(to, "\"", 1);
}

static void put_rows(csv_text *to, const jh_comparison *all, const jh_figure *rows, size_t count, const char *kind) {
  for (size_t i = 0; i < count; i++) {
    const jh_figure *const row = &rows[i];
    const char *const name = jh_arena_printf(to->arena, "%s%s", kind, row->name);
    put_quoted(to, name);
    for (int32_t p = 0; p < all->plan_count; p++) {
      put_bytes(to, ",", 1);
      put_quoted(to, row->values[p]);
      if (p > 0) put_bytes(to, ",", 1);
      if (p > 0) put_quoted(to, row->differences[p]);
    }
    put_bytes(to, "\r\n", 2);
    to->failed |= !name;
  }
}

static jh_status write_table(const jh_comparison *all, const char *path, jh_arena *arena, jh_problems *problems) {
  csv_text text = {.arena = arena};
  put_bytes(&text, "\xEF\xBB\xBF\"figure\"", 11);
  for (int32_t p = 0; p < all->plan_count; p++) {
    put_bytes(&text, ",", 1);
    put_quoted(&text, all->plans[p]);
    if (p > 0) put_bytes(&text, ",\"difference\"", 13);
  }
  put_bytes(&text, "\r\n", 2);
  put_rows(&text, all, all->figures, all->count, "");
  put_rows(&text, all, all->decisions, all->decision_count, "decision: ");
  return text.failed ? JH_NO_MEMORY : jh_file_write(path, text.bytes, text.size, problems);
}

static bool is_page(const char *path) {
  size_t const length = strlen(path);
  return length > 5 && strcasecmp(path + length - 5, ".html") == 0;
}

jh_status jh_comparison_write(const jh_comparison *all, const char *path, jh_language language, jh_arena *arena,
                              jh_problems *problems) {
  if (!is_page(path)) return write_table(all, path, arena, problems);
  const char *html = NULL;
  size_t size = 0;
  jh_status const status = jh_comparison_html(all, language, arena, &html, &size);
  return status ? status : jh_file_write(path, html, size, problems);
}
