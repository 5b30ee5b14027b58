/* Plans side by side. */
#include "junheng/scenarios/compare.h"

#include "figures.h"
#include "junheng/scenarios/job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_SIZE = 64 };

static jh_figure *find_figure(figures *to, const char *name) {
  jh_comparison *const all = to->comparison;
  for (size_t i = 0; i < all->count; i++)
    if (strcmp(all->figures[i].name, name) == 0) return &all->figures[i];
  jh_figure *const grown =
      jh_arena_grow(to->arena, all->figures, &all->capacity, all->count + 1, sizeof *all->figures);
  if (!grown) return NULL;
  all->figures = grown;
  jh_figure *const figure = &grown[all->count];
  figure->name = jh_arena_text(to->arena, name);
  figure->values = JH_NEW(to->arena, const char *, all->plan_count);
  figure->differences = JH_NEW(to->arena, const char *, all->plan_count);
  if (!figure->name || !figure->values || !figure->differences) return NULL;
  all->count++;
  return figure;
}

void jh_figure_text(figures *to, const char *name, const char *text) {
  jh_figure *const figure = name ? find_figure(to, name) : NULL;
  if (figure) {
    figure->values[to->plan] = text;
  } else {
    to->failed = true;
  }
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

jh_status jh_compare_plans(const char *const *paths, const char *const *names, int32_t count, jh_arena *arena,
                           jh_problems *problems, jh_comparison *comparison) {
  memset(comparison, 0, sizeof *comparison);
  comparison->plan_count = count;
  comparison->plans = JH_NEW(arena, const char *, count);
  if (!comparison->plans) return JH_NO_MEMORY;
  for (int32_t p = 0; p < count; p++) {
    jh_table *const tables = JH_NEW(arena, jh_table, JH_PLAN_TABLE_COUNT);
    comparison->plans[p] = names ? names[p] : plan_name(paths[p], arena);
    if (!tables || !comparison->plans[p]) return JH_NO_MEMORY;
    jh_status const status = jh_plan_read(paths[p], arena, problems, tables);
    if (status) return status;
    figures to = {comparison, p, arena, false};
    jh_figures_of_plan(&to, tables);
    if (to.failed) return JH_NO_MEMORY;
  }
  return find_differences(comparison, arena);
}

/* ---- as CSV ---- */

/* Quoted always; what a spreadsheet would run is kept from running. */
static const char *quoted(const char *text, jh_arena *arena) {
  double number = 0;
  const char *const from = text ? text : "";
  const char *const guard = *from && strchr("=+-@", *from) && !is_number(from, &number) ? "'" : "";
  char *const out = jh_arena_alloc(arena, 2 * strlen(from) + 4, 1);
  if (!out) return NULL;
  char *end = out;
  *end++ = '"';
  if (*guard) *end++ = *guard;
  for (const char *c = from; *c; c++) {
    if (*c == '"') *end++ = '"';
    *end++ = *c;
  }
  *end = '"';
  return out;
}

jh_status jh_comparison_write(const jh_comparison *all, const char *path, jh_arena *arena, jh_problems *problems) {
  const char *text = "\xEF\xBB\xBF\"figure\"";
  for (int32_t p = 0; p < all->plan_count && text; p++) {
    text = jh_arena_printf(arena, "%s,%s", text, quoted(all->plans[p], arena));
    if (p > 0 && text) text = jh_arena_printf(arena, "%s,\"difference\"", text);
  }
  for (size_t i = 0; i < all->count && text; i++) {
    const jh_figure *const figure = &all->figures[i];
    text = jh_arena_printf(arena, "%s\r\n%s", text, quoted(figure->name, arena));
    for (int32_t p = 0; p < all->plan_count && text; p++) {
      text = jh_arena_printf(arena, "%s,%s", text, quoted(figure->values[p], arena));
      if (p > 0 && text) text = jh_arena_printf(arena, "%s,%s", text, quoted(figure->differences[p], arena));
    }
  }
  if (text) text = jh_arena_printf(arena, "%s\r\n", text);
  return text ? jh_file_write(path, text, strlen(text), problems) : JH_NO_MEMORY;
}
