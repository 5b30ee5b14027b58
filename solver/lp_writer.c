/* CPLEX LP text, which glpsol and cbc read: names like f_P0012_3_S017, unique, of letters, digits and underscores.
 * The goals after the one written stand above it as comments, in the order in which they are to be solved. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* A digit or an e would begin a number, and these words begin a part of the file. */
static bool needs_letter(const char *family) {
  static const char *const words[] = {"max",  "maximum",  "maximize", "min",      "minimum", "minimize", "st",
                                      "such", "subject",  "bound",    "bounds",   "gen",     "general",  "generals",
                                      "int",  "integer",  "integers", "binaries", "bin",     "binary",   "free",
                                      "inf",  "infinity", "semi",     "sos"};
  if (family[0] == 'e' || family[0] == 'E' || !is_plain(family[0]) || (family[0] >= '0' && family[0] <= '9'))
    return true;
  for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
    if (strcasecmp(family, words[k]) == 0) return true;
  return false;
}

static const char *name_of(namer *n, const jh_tag *tag, char kind, size_t index) {
  char name[NAME_BYTES];
  const char *const family = tag->family ? tag->family : "";
  int size = snprintf(name, sizeof name, "%s%.40s", needs_letter(family) ? "v" : "", family);
  for (int position = 0; position < JH_TAG_PARTS; position++) {
    if (tag->part[position] < 0) continue;
    char part[PART_BYTES] = "";
    if (n->name) n->name(n->user, family, position, tag->part[position], part, sizeof part);
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

static void append_term(text *t, double value, const char *name) {
  char piece[NAME_BYTES + 64];
  snprintf(piece, sizeof piece, " %c %.17g %s", value < 0 ? '-' : '+', fabs(value), name);
  append(t, piece);
}

typedef struct writer {
  text text;
  const jh_mip *mip;
  jh_core core;
  const char **columns, **rows, **upper_rows; /* names; the row of the upper side where a row has two */
  const char *one;                            /* a column that is 1, for constants */
  double *sum;                                /* column_count: of one goal, which may name a column more than once */
} writer;

static void append_goal(writer *w, const jh_mip_goal *goal, const char *line) {
  size_t terms = 0;
  for (size_t j = 0; j < w->mip->column_count; j++) w->sum[j] = 0;
  for (size_t k = 0; k < goal->count; k++) w->sum[goal->columns[k]] += goal->coefficients[k];
  for (size_t j = 0; j < w->mip->column_count; j++) {
    if (w->sum[j] == 0) continue;
    if (terms > 0 && terms % LINE_TERMS == 0) append(&w->text, line);
    append_term(&w->text, w->sum[j], w->columns[j]);
    terms++;
  }
}

static void append_side(text *t, const char *sense, double value) {
  char piece[64];
  snprintf(piece, sizeof piece, " %s %.17g\n", sense, value);
  append(t, piece);
}

/* A row with two sides is written twice; one with none is left out. */
static void append_row(writer *w, int32_t i) {
  const jh_mip_row *const row = &w->mip->rows[i];
  const jh_core *const core = &w->core;
  bool const equal = row->lower == row->upper;
  for (int side = 0; side < 2; side++) {
    bool const open = side == 0 ? row->lower <= -JH_INFINITY : row->upper >= JH_INFINITY;
    if (open || (equal && side == 1)) continue;
    append(&w->text, " ");
    append(&w->text, side == 1 && w->upper_rows[i] ? w->upper_rows[i] : w->rows[i]);
    append(&w->text, ":");
    size_t const start = core->row_start[i], end = core->row_start[i + 1];
    for (size_t k = start; k < end; k++) {
      if (k > start && (k - start) % LINE_TERMS == 0) append(&w->text, "\n");
      append_term(&w->text, core->row_value[k], w->columns[core->row_column[k]]);
    }
    if (start == end) append_term(&w->text, 0, w->one);
    append_side(&w->text, equal ? "=" : side == 0 ? ">=" : "<=", side == 0 ? row->lower : row->upper);
  }
}

static void append_bounds(writer *w) {
  text *const t = &w->text;
  const jh_mip *const mip = w->mip;
  const char *const *const names = w->columns;
  char piece[NAME_BYTES + 128];
  append(t, "Bounds\n");
  snprintf(piece, sizeof piece, " %s = 1\n", w->one);
  append(t, piece);
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

static bool name_all(writer *w, namer *n) {
  const jh_mip *const mip = w->mip;
  w->columns = JH_NEW(n->arena, const char *, mip->column_count + 1);
  w->rows = JH_NEW(n->arena, const char *, mip->row_count + 1);
  w->upper_rows = JH_NEW(n->arena, const char *, mip->row_count + 1);
  if (!w->columns || !w->rows || !w->upper_rows) return false;
  for (size_t g = 0; g <= mip->goal_count; g++) { /* level_0 is the objective's */
    const char *const label = jh_arena_printf(n->arena, "level_%zu", g);
    if (!label) return false;
    (void)claim(n, label);
  }
  w->one = name_of(n, &(jh_tag){.family = "one", .part = {-1, -1, -1, -1}}, 'c', 0);
  for (size_t j = 0; j < mip->column_count; j++)
    if (!(w->columns[j] = name_of(n, &mip->columns[j].tag, 'c', j))) return false;
  for (size_t i = 0; i < mip->row_count; i++)
    if (!(w->rows[i] = name_of(n, &mip->rows[i].tag, 'r', i))) return false;
  for (size_t i = 0; i < mip->row_count; i++) {
    const jh_mip_row *const row = &mip->rows[i];
    if (row->lower <= -JH_INFINITY || row->upper >= JH_INFINITY || row->lower == row->upper) continue;
    const char *upper = jh_arena_printf(n->arena, "%s_u", w->rows[i]);
    if (upper && !claim(n, upper)) upper = jh_arena_printf(n->arena, "%s_u_r%zu", w->rows[i], i);
    if (!upper) return false;
    w->upper_rows[i] = upper;
  }
  return w->one != NULL;
}

/* A column in no row and no goal would be unknown to the bounds. */
static void append_objective(writer *w, const jh_mip_goal *goal) {
  append(&w->text, goal->maximise ? "Maximize\n goal:" : "Minimize\n goal:");
  append_goal(w, goal, "\n");
  append_term(&w->text, goal->constant, w->one);
  for (size_t j = 0; j < w->mip->column_count; j++) {
    if (w->sum[j] != 0 || w->core.column_start[j] < w->core.column_start[j + 1]) continue;
    append(&w->text, "\n");
    append_term(&w->text, 0, w->columns[j]);
  }
  append(&w->text, "\nSubject To\n");
}

static void append_comment(writer *w, int32_t g, bool whole) {
  const jh_mip_goal *const goal = &w->mip->goals[g];
  char piece[160];
  snprintf(piece, sizeof piece, "\\ level %d: %s %.60s", (int)g + 1, goal->maximise ? "maximise" : "minimise",
           goal->name);
  append(&w->text, piece);
  if (whole) {
    append(&w->text, ":");
    append_goal(w, goal, "\n\\ ");
    append_term(&w->text, goal->constant, w->one);
  }
  append(&w->text, "\n");
}

static void append_head(writer *w, int32_t goal, bool held) {
  append(&w->text,
         "\\ One level of a model with ordered goals. To go on to the next, hold this one at its optimum by a\n"
         "\\ row (level_1: ... <= value, or >= where it is maximised) and take the next goal.\n");
  for (int32_t g = 0; g < (int32_t)w->mip->goal_count; g++) {
    if (g < goal && !held) continue;
    if (g == goal) append(&w->text, "\\ here:\n");
    append_comment(w, g, g > goal);
  }
}

static jh_status compile(writer *w, jh_tag_namer *name, const void *user, jh_arena *arena) {
  const jh_mip *const mip = w->mip;
  const char *fault = "";
  jh_status const status = jh_core_compile(mip, arena, &w->core, &fault);
  if (status) return status;
  size_t const given = mip->column_count + 2 * mip->row_count + mip->goal_count;
  namer n = {.name = name, .user = user, .arena = arena, .slots = 4 * given + 64};
  n.names = JH_NEW(arena, const char *, n.slots);
  w->sum = JH_NEW(arena, double, mip->column_count);
  return n.names && w->sum && name_all(w, &n) ? JH_OK : JH_NO_MEMORY;
}

jh_status jh_mip_to_lp(const jh_mip *mip, int32_t goal, const double *fixed, jh_tag_namer *name, const void *user,
                       jh_arena *arena, const char **lp) {
  if (mip->failed) return JH_NO_MEMORY;
  writer w = {.text = {.arena = arena}, .mip = mip};
  jh_status const status = compile(&w, name, user, arena);
  if (status) return status;
  append_head(&w, goal, fixed != NULL);
  append_objective(&w, &mip->goals[goal]);
  for (int32_t g = 0; g < goal && fixed; g++) {
    char label[32];
    if (mip->goals[g].count == 0) continue;
    snprintf(label, sizeof label, " level_%d:", (int)g + 1);
    append(&w.text, label);
    append_goal(&w, &mip->goals[g], "\n");
    append_side(&w.text, mip->goals[g].maximise ? ">=" : "<=", fixed[g] - mip->goals[g].constant);
  }
  for (int32_t i = 0; i < (int32_t)mip->row_count; i++) append_row(&w, i);
  append_bounds(&w);
  if (w.text.failed) return JH_NO_MEMORY;
  *lp = w.text.bytes;
  return JH_OK;
}
