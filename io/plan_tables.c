/* A plan as tables.  Rows keep the order plan.h promises; what is not given is an empty cell. */
#include "junheng/io/io.h"
#include "number_text.h"
#include "roster_reason.h"

#include <string.h>

/* Fills one row cell by cell; the first failure sticks. */
typedef struct row_writer {
  jh_table *table;
  jh_arena *arena;
  const char **cell;
  bool failed;
} row_writer;

static jh_status open_table(row_writer *w, jh_table *tables, jh_plan_table which, jh_arena *arena) {
  const jh_table_spec *const spec = jh_plan_spec(which);
  *w = (row_writer){.table = &tables[which], .arena = arena};
  jh_status const status = jh_table_init(w->table, spec, arena, spec->name);
  if (status) return status;
  w->table->present = true;
  memset(w->table->has_column, 1, (size_t)spec->column_count);
  return JH_OK;
}

static void next_row(row_writer *w) {
  w->cell = w->failed ? NULL : jh_table_append(w->table, w->table->row_count + 2);
  w->failed = !w->cell;
}

static void put(row_writer *w, const char *text) {
  if (w->failed) return;
  if (!text)
    w->failed = true; /* formatting ran out of memory */
  else
    *w->cell++ = *text ? text : NULL;
}

static void put_text(row_writer *w, const char *text) { put(w, text ? text : ""); }
static void put_count(row_writer *w, int64_t value) { put(w, jh_count_text(w->arena, value)); }
static void put_flag(row_writer *w, bool flag) { put(w, flag ? "1" : "0"); }
static void put_km(row_writer *w, int64_t mm) { put(w, mm < 0 ? "" : jh_decimal_text(w->arena, mm, 6, 3)); }
static void put_yuan(row_writer *w, int64_t fen) { put(w, jh_decimal_text(w->arena, fen, 2, 2)); }
/* Seconds as minutes with one decimal. */
static void put_minutes(row_writer *w, int64_t seconds) {
  put(w, seconds < 0 ? "" : jh_decimal_text(w->arena, (seconds + 3) / 6, 1, 1));
}

static const char *school_id(const jh_county *county, jh_school_ix ix) {
  return ix.i < 0 ? "" : county->schools[ix.i].id;
}

static jh_status done(const row_writer *w) { return w->failed ? JH_NO_MEMORY : JH_OK; }

static jh_status needs_table(const jh_county *county, const jh_needs *needs, jh_arena *arena, jh_table *tables) {
  row_writer w;
  if (needs->count == 0) return JH_OK;
  if (open_table(&w, tables, JH_PLAN_NEEDS, arena)) return JH_NO_MEMORY;
  for (size_t i = 0; i < needs->count; i++) {
    const jh_need *const need = &needs->items[i];
    next_row(&w);
    put_text(&w, need->rule);
    put(&w, school_id(county, need->school));
    put_count(&w, need->grade > 0 ? need->grade : -1);
    put_text(&w, need->item);
    put_count(&w, need->amount);
    if (need->cost_fen < 0)
      put(&w, "");
    else
      put_yuan(&w, need->cost_fen);
    put_text(&w, need->words);
  }
  return done(&w);
}

/* ---- rotate ---- */

static const char *reason_of(const jh_county *county, const jh_rotation *r, jh_arena *arena) {
  const jh_teacher *const teacher = &county->teachers[r->teacher.i];
  return roster_reason_cell(r->reason == JH_FILLS_POST, teacher->years_here, r->preferred, arena);
}

static jh_status roster_table(const jh_county *county, const jh_rotation_plan *plan, jh_arena *arena,
                              jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_ROSTER, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->roster_count; i++) {
    const jh_rotation *const r = &plan->roster[i];
    const jh_teacher *const teacher = &county->teachers[r->teacher.i];
    next_row(&w);
    put_count(&w, plan->year);
    put_text(&w, teacher->id);
    put_text(&w, teacher->name);
    put(&w, school_id(county, r->from));
    put(&w, school_id(county, r->to));
    put_text(&w, county->subjects[r->subject.i]);
    put_flag(&w, teacher->backbone);
    put_flag(&w, r->counts_for_quota);
    put_km(&w, r->distance_mm);
    put(&w, reason_of(county, r, arena));
  }
  return done(&w);
}

static jh_status posts_table(const jh_county *county, const jh_rotation_plan *plan, jh_arena *arena,
                             jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_POSTS, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->posts_count; i++) {
    const jh_post_figures *const p = &plan->posts[i];
    next_row(&w);
    put_count(&w, plan->year);
    put(&w, school_id(county, p->school));
    put_text(&w, county->subjects[p->subject.i]);
    put_count(&w, p->needed);
    put_count(&w, p->before);
    put_count(&w, p->after);
  }
  return done(&w);
}

/* ---- allocate ---- */

static jh_status assignments_table(const jh_county *county, const jh_assignment *rows, int32_t count, jh_arena *arena,
                                   jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_ASSIGNMENTS, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < count; i++) {
    const jh_assignment *const a = &rows[i];
    next_row(&w);
    put_count(&w, a->year);
    put_text(&w, county->places[a->place.i].id);
    put_count(&w, a->grade);
    put_text(&w, county->groups[a->group.i]);
    put(&w, school_id(county, a->from));
    put(&w, school_id(county, a->to));
    put_count(&w, a->pupils);
    put_km(&w, a->distance_mm);
    put_minutes(&w, a->time_s);
    put_text(&w, jh_mode_name(a->mode));
    put_flag(&w, a->moved);
  }
  return done(&w);
}

static jh_status classes_table(const jh_county *county, const jh_allocation_plan *plan, jh_arena *arena,
                               jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_CLASSES, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->class_count; i++) {
    const jh_class_figures *const c = &plan->classes[i];
    next_row(&w);
    put_count(&w, c->year);
    put(&w, school_id(county, c->school));
    put_count(&w, c->grade);
    put_count(&w, c->pupils);
    put_count(&w, c->classes);
    put_count(&w, c->largest);
    put_count(&w, c->limit > 0 ? c->limit : -1);
    put_count(&w, c->over);
  }
  return done(&w);
}

static jh_status ledger_table(const jh_county *county, const jh_allocation_plan *plan, jh_arena *arena,
                              jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_LEDGER, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->ledger_count; i++) {
    const jh_ledger_row *const l = &plan->ledger[i];
    next_row(&w);
    put(&w, school_id(county, l->school));
    put_count(&w, l->grade);
    put_text(&w, l->class_no);
    put_count(&w, l->pupils_now);
    put(&w, l->super ? "super" : "large");
    put_count(&w, l->cleared_year > 0 ? l->cleared_year : -1);
    put_text(&w, jh_clearing_name(l->how));
    put_text(&w, l->to);
    put_text(&w, l->depends_on);
    put(&w, jh_clearing_status_name(l->status));
  }
  return done(&w);
}

static jh_status rooms_table(const jh_county *county, const jh_allocation_plan *plan, jh_arena *arena,
                             jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_ROOMS, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->room_count; i++) {
    const jh_room_figures *const r = &plan->rooms[i];
    next_row(&w);
    put_count(&w, r->year);
    put(&w, school_id(county, r->school));
    put_count(&w, r->rooms);
    put_count(&w, r->added);
    put_yuan(&w, r->cost_fen);
  }
  return done(&w);
}

/* ---- consolidate ---- */

static jh_status sites_table(const jh_county *county, const jh_consolidation_plan *plan, jh_arena *arena,
                             jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_SCHOOLS, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->site_count; i++) {
    const jh_site_plan *const s = &plan->sites[i];
    next_row(&w);
    put(&w, school_id(county, s->school));
    put_text(&w, jh_decision_name(s->decision));
    put(&w, school_id(county, s->merged_into));
    put_count(&w, s->first_grade > 0 ? s->first_grade : -1);
    put_count(&w, s->last_grade > 0 ? s->last_grade : -1);
    put_count(&w, s->pupils);
    put_count(&w, s->seats);
    put_count(&w, s->classes);
    put_yuan(&w, s->annual_cost_fen);
    put_yuan(&w, s->one_off_cost_fen);
  }
  return done(&w);
}

static jh_status affected_table(const jh_county *county, const jh_consolidation_plan *plan, jh_arena *arena,
                                jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_AFFECTED, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->affected_count; i++) {
    const jh_affected *const a = &plan->affected[i];
    next_row(&w);
    put_text(&w, county->places[a->place.i].id);
    put_count(&w, a->first_grade);
    put_count(&w, a->last_grade);
    put_count(&w, a->pupils);
    put(&w, school_id(county, a->from));
    put(&w, school_id(county, a->to));
    put_km(&w, a->before_mm);
    put_km(&w, a->after_mm);
    put_minutes(&w, a->before_s);
    put_minutes(&w, a->after_s);
    put_text(&w, jh_mode_name(a->mode));
  }
  return done(&w);
}

static jh_status costs_table(const jh_consolidation_plan *plan, jh_arena *arena, jh_table *tables) {
  row_writer w;
  if (open_table(&w, tables, JH_PLAN_COSTS, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->cost_count; i++) {
    const jh_cost_item *const c = &plan->costs[i];
    next_row(&w);
    put_text(&w, c->name);
    put_yuan(&w, c->today_fen);
    put_yuan(&w, c->plan_fen);
    put_yuan(&w, c->plan_fen - c->today_fen);
  }
  return done(&w);
}

/* A side that has no plan stays empty; gaps in percent. */
static void put_alternative(row_writer *w, bool solved, int64_t cost_fen, int64_t pupil_mm, double gap) {
  if (!solved) {
    put(w, "");
    put(w, "");
    put(w, "");
    return;
  }
  put_yuan(w, cost_fen);
  put_km(w, pupil_mm);
  put(w, jh_decimal_text(w->arena, (int64_t)(gap * 1e6 + 0.5), 4, 4));
}

static int64_t pupils_today(const jh_county *county, jh_school_ix school) {
  int64_t pupils = 0;
  for (int32_t i = 0; i < county->pupils_count; i++)
    if (county->pupils[i].school.i == school.i) pupils += county->pupils[i].pupils;
  return pupils;
}

/* What keeping a school costs, and that for each of its pupils, rounded half away from 0. */
static void put_price(row_writer *w, const jh_alternative *a, int64_t pupils) {
  bool const known = a->solved_stay && a->solved_close;
  int64_t const fen = a->stay_cost_fen - a->close_cost_fen;
  put_count(w, pupils);
  if (known)
    put_yuan(w, fen);
  else
    put(w, "");
  if (known && pupils > 0)
    put_yuan(w, (2 * (fen < 0 ? -fen : fen) + pupils) / (2 * pupils) * (fen < 0 ? -1 : 1));
  else
    put(w, "");
}

static jh_status alternatives_table(const jh_county *county, const jh_consolidation_plan *plan, jh_arena *arena,
                                    jh_table *tables) {
  row_writer w;
  if (plan->alternative_count == 0) return JH_OK;
  if (open_table(&w, tables, JH_PLAN_ALTERNATIVES, arena)) return JH_NO_MEMORY;
  for (int32_t i = 0; i < plan->alternative_count; i++) {
    const jh_alternative *const a = &plan->alternatives[i];
    next_row(&w);
    put(&w, school_id(county, a->school));
    put_alternative(&w, a->solved_stay, a->stay_cost_fen, a->stay_pupil_mm, a->stay_gap);
    put_alternative(&w, a->solved_close, a->close_cost_fen, a->close_pupil_mm, a->close_gap);
    put_price(&w, a, pupils_today(county, a->school));
    if (a->solved_stay)
      put_count(&w, a->stay_pupils);
    else
      put(&w, "");
  }
  return done(&w);
}

static jh_status rotation_tables(const jh_plan *plan, jh_arena *arena, jh_table *tables) {
  const jh_rotation_plan *const of = &plan->of.rotation;
  jh_status status = roster_table(plan->county, of, arena, tables);
  if (!status) status = posts_table(plan->county, of, arena, tables);
  return status ? status : needs_table(plan->county, &of->needs, arena, tables);
}

static jh_status allocation_tables(const jh_plan *plan, jh_arena *arena, jh_table *tables) {
  const jh_allocation_plan *const of = &plan->of.allocation;
  jh_status status = assignments_table(plan->county, of->assignments, of->assignment_count, arena, tables);
  if (!status) status = classes_table(plan->county, of, arena, tables);
  if (!status) status = ledger_table(plan->county, of, arena, tables);
  if (!status) status = rooms_table(plan->county, of, arena, tables);
  return status ? status : needs_table(plan->county, &of->needs, arena, tables);
}

static jh_status consolidation_tables(const jh_plan *plan, jh_arena *arena, jh_table *tables) {
  const jh_consolidation_plan *const of = &plan->of.consolidation;
  jh_status status = sites_table(plan->county, of, arena, tables);
  if (!status) status = assignments_table(plan->county, of->assignments, of->assignment_count, arena, tables);
  if (!status) status = affected_table(plan->county, of, arena, tables);
  if (!status) status = costs_table(of, arena, tables);
  if (!status) status = alternatives_table(plan->county, of, arena, tables);
  return status ? status : needs_table(plan->county, &of->needs, arena, tables);
}

jh_status jh_plan_to_tables(const jh_plan *plan, jh_arena *arena, jh_table tables[JH_PLAN_TABLE_COUNT]) {
  for (int t = 0; t < JH_PLAN_TABLE_COUNT; t++) {
    const jh_table_spec *const spec = jh_plan_spec((jh_plan_table)t);
    jh_status const status = jh_table_init(&tables[t], spec, arena, spec->name);
    if (status) return status;
  }
  switch (plan->job) {
    case JH_ROTATE: return rotation_tables(plan, arena, tables);
    case JH_ALLOCATE: return allocation_tables(plan, arena, tables);
    case JH_CONSOLIDATE: return consolidation_tables(plan, arena, tables);
    case JH_JOB_COUNT: break;
  }
  return JH_INTERNAL;
}
