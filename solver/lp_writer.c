/* CPLEX LP text, which glpsol and cbc read: names like f_P0012_3_S017, unique, of letters, digits and underscores. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core.h"

enum { NAME_BYTES = 200, PART_BYTES = 48, LINE_TERMS = 8 };

typedef struct text {
  jh_arena *arena;
  char *bytes;
  size_t size, capacity;
  bool failed;
} text;

static void append(text *t, const char *piece) {
  size_t const length = strlen(piece);
  if (t->failed) return;
  char *const larger = jh_arena_grow(t->arena, t->bytes, &t->capacity, t->size + length + 1, 1);
  if (!larger) {
    t->failed = true;
    return;
  }
  t->bytes = larger;
  memcpy(larger + t->size, piece, length + 1);
  t->size += length;
}

static bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

typedef struct namer {
  jh_tag_namer *name;
  const void *user;
  jh_arena *arena;
  const char **names; /* a hash of those given out */
  size_t slots;
} namer;

/* False when the name was given out before. */
static bool claim(namer *n, const char *name) {
  uint64_t hash = 14695981039346656037u;
  for (const char *c = name; *c; c++) hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  for (size_t at = hash % n->slots;; at = (at + 1) % n->slots) {
    if (!n->names[at]) return n->names[at] = name, true;
    if (strcmp(n->names[at], name) == 0) return false;
  }
}

/* The first letter keeps names apart from numbers: a digit, a point or an e would begin one. */
static const char *name_of(namer *n, const jh_tag *tag, char kind, size_t index) {
  char name[NAME_BYTES];
  int size =
      snprintf(name, sizeof name, "%s%.40s", tag->family[0] == 'e' || tag->family[0] == 'E' ? "v" : "", tag->family);
  for (int position = 0; position < JH_TAG_PARTS && tag->part[position] >= 0; position++) {
    char part[PART_BYTES] = "";
    if (n->name) n->name(n->user, tag->family, position, tag->part[position], part, sizeof part);
    bool plain = part[0] != '\0';
    for (const char *c = part; *c; c++) plain &= is_plain(*c);
    if (plain)
      size += snprintf(name + size, sizeof name - (size_t)size, "_%s", part);
    else
      size += snprintf(name + size, sizeof name - (size_t)size, "_%d", (int)tag->part[position]);
    if (size >= NAME_BYTES - PART_BYTES - 2) break;
  }
  for (char *c = name; *c; c++)
    if (!is_plain(*c)) *c = '_';
  const char *made = jh_arena_text(n->arena, name);
  if (made && !claim(n, made)) {
    made = jh_arena_printf(n->arena, "%s_%c%zu", name, kind, index);
    if (made) (void)claim(n, made);
  }
  return made;
}

static void append_term(text *t, double value, const char *name, size_t *terms) {
  char piece[NAME_BYTES + 64];
  snprintf(piece, sizeof piece, "%s %c %.17g %s", *terms > 0 && *terms % LINE_TERMS == 0 ? "\n" : "",
           value < 0 ? '-' : '+', fabs(value), name);
  append(t, piece);
  *terms += 1;
}

static void append_goal(text *t, const jh_mip_goal *goal, const char *const *names) {
  size_t terms = 0;
  for (size_t k = 0; k < goal->count; k++)
    if (goal->coefficients[k] != 0) append_term(t, goal->coefficients[k], names[goal->columns[k]], &terms);
}

static void append_side(text *t, const char *sense, double value) {
  char piece[64];
  snprintf(piece, sizeof piece, " %s %.17g\n", sense, value);
  append(t, piece);
}

/* A row with two sides is written twice; one with none is left out. */
static void append_row(text *t, const jh_core *core, const jh_mip_row *row, int32_t i, const char *name,
                       const char *const *names) {
  bool const equal = row->lower == row->upper;
  for (int side = 0; side < 2; side++) {
    bool const open = side == 0 ? row->lower <= -JH_INFINITY : row->upper >= JH_INFINITY;
    if (open || (equal && side == 1)) continue;
    append(t, " ");
    append(t, name);
    append(t, side == 1 ? "_u:" : ":");
    size_t terms = 0;
    for (size_t k = core->row_start[i]; k < core->row_start[i + 1]; k++)
      append_term(t, core->row_value[k], names[core->row_column[k]], &terms);
    if (terms == 0) append_term(t, 0, names[0], &terms);
    append_side(t, equal ? "=" : side == 0 ? ">=" : "<=", side == 0 ? row->lower : row->upper);
  }
}

static void append_bounds(text *t, const jh_mip *mip, const char *const *names) {
  char piece[NAME_BYTES + 128];
  append(t, "Bounds\n");
  for (size_t j = 0; j < mip->column_count; j++) {
    const jh_mip_column *const c = &mip->columns[j];
    bool const below = c->lower <= -JH_INFINITY, above = c->upper >= JH_INFINITY;
    if (below && above)
      snprintf(piece, sizeof piece, " %s free\n", names[j]);
    else if (below)
      snprintf(piece, sizeof piece, " -inf <= %s <= %.17g\n", names[j], c->upper);
    else if (above)
      snprintf(piece, sizeof piece, " %s >= %.17g\n", names[j], c->lower);
    else
      snprintf(piece, sizeof piece, " %.17g <= %s <= %.17g\n", c->lower, names[j], c->upper);
    append(t, piece);
  }
  bool any = false;
  for (size_t j = 0; j < mip->column_count; j++) {
    if (!mip->columns[j].integer) continue;
    append(t, any ? " " : "Generals\n ");
    append(t, names[j]);
    append(t, "\n");
    any = true;
  }
  append(t, "End\n");
}

static const char **all_names(const jh_mip *mip, namer *n, bool rows) {
  size_t const count = rows ? mip->row_count : mip->column_count;
  const char **const names = JH_NEW(n->arena, const char *, count + 1);
  for (size_t i = 0; names && i < count; i++) {
    names[i] = name_of(n, rows ? &mip->rows[i].tag : &mip->columns[i].tag, rows ? 'r' : 'c', i);
    if (!names[i]) return NULL;
  }
  return names;
}

jh_status jh_mip_to_lp(const jh_mip *mip, int32_t goal, const double *fixed, jh_tag_namer *name, const void *user,
                       jh_arena *arena, const char **lp) {
  if (mip->failed) return JH_NO_MEMORY;
  jh_core core;
  const char *fault = "";
  jh_status const status = jh_core_compile(mip, arena, &core, &fault);
  if (status) return status;
  namer n = {.name = name, .user = user, .arena = arena, .slots = 4 * (mip->column_count + mip->row_count) + 64};
  n.names = JH_NEW(arena, const char *, n.slots);
  const char **const columns = n.names ? all_names(mip, &n, false) : NULL;
  const char **const rows = columns ? all_names(mip, &n, true) : NULL;
  if (!rows) return JH_NO_MEMORY;
  text t = {.arena = arena};
  const jh_mip_goal *const of = &mip->goals[goal];
  append(&t, of->maximise ? "Maximize\n goal:" : "Minimize\n goal:");
  append_goal(&t, of, columns);
  if (of->count == 0 && mip->column_count > 0) append_term(&t, 0, columns[0], &(size_t){0});
  append(&t, "\nSubject To\n");
  for (int32_t g = 0; g < goal && fixed; g++) {
    if (mip->goals[g].count == 0) continue;
    char label[32];
    snprintf(label, sizeof label, " level_%d:", (int)g + 1);
    append(&t, label);
    append_goal(&t, &mip->goals[g], columns);
    append_side(&t, mip->goals[g].maximise ? ">=" : "<=", fixed[g] - mip->goals[g].constant);
  }
  for (int32_t i = 0; i < (int32_t)mip->row_count; i++) append_row(&t, &core, &mip->rows[i], i, rows[i], columns);
  append_bounds(&t, mip, columns);
  if (t.failed) return JH_NO_MEMORY;
  *lp = t.bytes;
  return JH_OK;
}
