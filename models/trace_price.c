/* What one change of a written plan costs: the auditor's word on a copy with it, less its word on the plan. */
#include "trace_inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 16, LONGEST_KEY = 40, MOST_DIGITS = 9 };

/* ---- drafts ---- */

static bool copy_table(jh_arena *arena, const jh_table *from, jh_table *to) {
  *to = *from;
  if (!from->present || !from->spec || !from->cells || from->row_count == 0) {
    to->cells = NULL; /* a row added to it must not land in the plan's own memory */
    to->lines = NULL;
    to->row_count = 0;
    to->cell_capacity = to->line_capacity = 0;
    to->arena = arena;
    return true;
  }
  size_t const rows = (size_t)from->row_count, cells = rows * (size_t)from->spec->column_count;
  to->arena = arena;
  to->cells = JH_NEW(arena, const char *, cells);
  to->lines = JH_NEW(arena, int32_t, rows);
  if (!to->cells || !to->lines) return false;
  memcpy((void *)to->cells, (const void *)from->cells, cells * sizeof *from->cells);
  if (from->lines) memcpy(to->lines, from->lines, rows * sizeof *from->lines);
  to->cell_capacity = cells;
  to->line_capacity = rows;
  return true;
}

static void give_up(tracer *t, trace_draft *draft) {
  t->no_memory = true;
  jh_arena_destroy(draft->arena);
  draft->arena = NULL;
}

trace_draft trace_draft_begin(tracer *t) {
  trace_draft draft = {.arena = jh_arena_create()};
  if (!draft.arena) t->no_memory = true;
  for (int i = 0; i < JH_PLAN_TABLE_COUNT && draft.arena; i++)
    if (!copy_table(draft.arena, &t->tables[i], &draft.tables[i])) give_up(t, &draft);
  return draft;
}

void trace_draft_put(tracer *t, trace_draft *draft, jh_plan_table which, int32_t row, const char *column,
                     const char *text) {
  if (!draft->arena || row < 0) return;
  jh_table *const table = &draft->tables[which];
  int32_t const index = jh_table_spec_column(table->spec, column);
  const char *const copy = text ? jh_arena_text(draft->arena, text) : NULL;
  if (text && !copy) return give_up(t, draft);
  table->cells[(size_t)row * (size_t)table->spec->column_count + (size_t)index] = copy;
}

void trace_draft_put_count(tracer *t, trace_draft *draft, jh_plan_table table, int32_t row, const char *column,
                           int64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%lld", (long long)value);
  trace_draft_put(t, draft, table, row, column, text);
}

int32_t trace_draft_add(tracer *t, trace_draft *draft, jh_plan_table which) {
  if (!draft->arena) return -1;
  jh_table *const table = &draft->tables[which];
  if (!table->spec) table->spec = jh_plan_spec(which);
  table->present = true;
  if (jh_table_append(table, table->row_count + 2)) return table->row_count - 1;
  give_up(t, draft);
  return -1;
}

void trace_draft_drop(trace_draft *draft, jh_plan_table which, int32_t row) {
  jh_table *const table = &draft->tables[which];
  if (!draft->arena || row < 0 || row >= table->row_count) return;
  size_t const columns = (size_t)table->spec->column_count, at = (size_t)row;
  size_t const after = (size_t)table->row_count - at - 1;
  memmove((void *)&table->cells[at * columns], (const void *)&table->cells[(at + 1) * columns],
          after * columns * sizeof *table->cells);
  memmove(&table->lines[at], &table->lines[at + 1], after * sizeof *table->lines);
  table->row_count--;
}

/* ---- goals ---- */

static const char *summary_value(const jh_table *summary, const char *key) {
  for (int32_t row = 0; row < summary->row_count; row++) {
    const char *const found = trace_cell(summary, row, "key");
    if (found && strcmp(found, key) == 0) return trace_cell(summary, row, "value");
  }
  return NULL;
}

/* The auditor's own value of a goal, "objective.NAME": digits after the point are kept, so it is exact. */
static const char *value_of(const jh_audit *audit, const char *name) {
  static const char head[] = "objective.";
  for (size_t i = 0; i < audit->count; i++)
    if (strncmp(audit->rows[i].rule, head, sizeof head - 1) == 0 &&
        strcmp(audit->rows[i].rule + sizeof head - 1, name) == 0)
      return audit->rows[i].achieved;
  return NULL;
}

static int digits_of(const char *text) {
  const char *const point = strchr(text, '.');
  size_t const digits = point ? strlen(point + 1) : 0;
  return digits > MOST_DIGITS ? MOST_DIGITS : (int)digits;
}

static void read_levels(tracer *t, trace_base *base) {
  const jh_table *const summary = &t->tables[JH_PLAN_SUMMARY];
  base->levels = JH_NEW(t->arena, jh_trace_level, MOST_LEVELS);
  if (!base->levels) {
    t->no_memory = true;
    return;
  }
  for (int n = 1; n <= MOST_LEVELS; n++) {
    char key[LONGEST_KEY];
    snprintf(key, sizeof key, "objective_%d", n);
    const char *const name = summary_value(summary, key), *const value = name ? value_of(&base->audit, name) : NULL;
    if (!name) break;
    if (!value) continue;
    jh_trace_level *const level = &base->levels[base->level_count];
    snprintf(key, sizeof key, "objective_%d_unit", n);
    *level = (jh_trace_level){.name = name, .unit = summary_value(summary, key), .digits = digits_of(value)};
    snprintf(key, sizeof key, "objective_%d_sense", n);
    const char *const sense = summary_value(summary, key);
    level->maximise = sense && strcmp(sense, "maximise") == 0;
    if (!trace_decimal(value, level->digits, &level->before)) continue;
    level->after = level->before;
    base->level_count++;
  }
}

/* Its faults of form belong to `junheng audit`; here they are counted. */
static bool audit_into(tracer *t, const jh_county *county, const jh_table *tables, jh_arena *arena, jh_audit *audit) {
  jh_problems problems;
  jh_problems_init(&problems, arena);
  problems.language = t->problems->language;
  if (!jh_audit_plan(county, tables, arena, &problems, audit)) return true;
  t->no_memory = true;
  return false;
}

void trace_base_of(tracer *t, const jh_county *county, trace_base *base) {
  *base = (trace_base){.county = county};
  if (audit_into(t, county, t->tables, t->arena, &base->audit)) read_levels(t, base);
}

void trace_price_nothing(tracer *t, const trace_base *base, jh_trace_price *price) {
  *price = (jh_trace_price){.level_count = base->level_count, .decides = -1};
  price->levels = JH_NEW(t->arena, jh_trace_level, base->level_count);
  if (!price->levels)
    t->no_memory = true;
  else
    memcpy(price->levels, base->levels, (size_t)base->level_count * sizeof *base->levels);
}

/* ---- rules ---- */

static bool is_broken_rule(const jh_audit_row *row) { return row->met == JH_AUDIT_NOT_MET && !row->consistency; }

static bool is_same(const char *a, const char *b) { return a == b || (a && b && strcmp(a, b) == 0); }

/* The same rule about the same thing, not met there either; `as_much`: with the same figure. */
static bool broken_in(const jh_audit *audit, const jh_audit_row *wanted, bool as_much) {
  for (size_t i = 0; i < audit->count; i++) {
    const jh_audit_row *const row = &audit->rows[i];
    if (is_broken_rule(row) && is_same(row->rule, wanted->rule) && is_same(row->scope, wanted->scope) &&
        (!as_much || is_same(row->achieved, wanted->achieved)))
      return true;
  }
  return false;
}

static const char *keep(tracer *t, const char *text) {
  const char *const copy = text ? jh_arena_text(t->arena, text) : "";
  if (!copy) t->no_memory = true;
  return copy ? copy : "";
}

/* Rows of `from` that are not met and, in `other`, are. */
static jh_audit_row *only_in(tracer *t, const jh_audit *from, const jh_audit *other, bool as_much, int32_t *count) {
  int32_t most = 0;
  for (size_t i = 0; i < from->count; i++) most += is_broken_rule(&from->rows[i]);
  jh_audit_row *const rows = JH_NEW(t->arena, jh_audit_row, most);
  *count = 0;
  if (!rows) {
    t->no_memory = true;
    return NULL;
  }
  for (size_t i = 0; i < from->count; i++) {
    const jh_audit_row *const row = &from->rows[i];
    if (!is_broken_rule(row) || broken_in(other, row, as_much)) continue;
    rows[(*count)++] = (jh_audit_row){.rule = keep(t, row->rule),
                                      .scope = keep(t, row->scope),
                                      .required = keep(t, row->required),
                                      .achieved = keep(t, row->achieved),
                                      .met = row->met,
                                      .source = keep(t, row->source)};
  }
  return rows;
}

static void decide(jh_trace_price *price) {
  price->decides = -1;
  for (int32_t i = 0; i < price->level_count && price->decides < 0; i++) {
    const jh_trace_level *const level = &price->levels[i];
    if (level->after == level->before) continue;
    price->decides = i;
    price->better = level->maximise == (level->after > level->before);
  }
}

void trace_draft_price(tracer *t, trace_draft *draft, const trace_base *base, jh_trace_price *price) {
  jh_audit audit;
  trace_price_nothing(t, base, price);
  if (draft->arena && !t->no_memory && audit_into(t, base->county, draft->tables, draft->arena, &audit)) {
    for (int32_t i = 0; i < price->level_count; i++) {
      jh_trace_level *const level = &price->levels[i];
      const char *const value = value_of(&audit, level->name);
      if (value) trace_decimal(value, level->digits, &level->after);
    }
    price->broken = only_in(t, &audit, &base->audit, true, &price->broken_count);
    price->mended = only_in(t, &base->audit, &audit, false, &price->mended_count);
    decide(price);
  }
  jh_arena_destroy(draft->arena);
  draft->arena = NULL;
}

int trace_compare_prices(const jh_trace_price *a, const jh_trace_price *b) {
  if (a->broken_count != b->broken_count) return a->broken_count - b->broken_count;
  for (int32_t i = 0; i < a->level_count && i < b->level_count; i++) {
    int64_t const x = a->levels[i].after, y = b->levels[i].after;
    if (x != y) return (x < y) != a->levels[i].maximise ? -1 : 1;
  }
  return 0;
}
