/* The plans of a frontier as folders, and the table that lists them. */
#include "frontier_parts.h"

#include <stdio.h>
#include <unistd.h>

#define MICROFEN_PER_YUAN INT64_C(100000000)

/* What is left of an earlier frontier beyond `count` points. */
static void remove_beyond(const char *out, int32_t count, jh_arena *arena) {
  for (int32_t n = count + 1;; n++) {
    const char *const folder = jh_arena_printf(arena, "%s/point-%d", out, (int)n);
    if (!folder || !jh_folder_remove_plan(folder, arena)) return;
  }
}

jh_status frontier_check_place(job_run *base) {
  const char *const plan = jh_arena_printf(base->arena, "%s/summary.csv", base->out);
  if (!plan) return JH_NO_MEMORY;
  if (access(plan, F_OK) != 0) return JH_OK;
  jh_problems_error(base->problems, base->out, 0, NULL, NULL,
                    "is a single plan: expected a folder of its own for a frontier");
  return JH_IO_ERROR;
}

static void put_count(const char **cells, jh_frontier_column column, int64_t value, jh_arena *arena) {
  cells[column] = jh_arena_printf(arena, "%lld", (long long)value);
}

static void put_decisions(const char **cells, const jh_consolidation_plan *plan, jh_arena *arena) {
  static const struct {
    jh_frontier_column column;
    jh_decision decision;
  } counted[] = {{JH_FRONTIER_KEPT, JH_KEEP},
                 {JH_FRONTIER_MERGED, JH_MERGE},
                 {JH_FRONTIER_NEW, JH_NEW},
                 {JH_FRONTIER_RESTORED, JH_RESTORE}};
  int64_t moved = 0;
  for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
    int64_t sites = 0;
    for (int32_t s = 0; s < plan->site_count; s++) sites += plan->sites[s].decision == counted[i].decision;
    put_count(cells, counted[i].column, sites, arena);
  }
  for (int32_t i = 0; i < plan->assignment_count; i++)
    if (plan->assignments[i].moved) moved += plan->assignments[i].pupils;
  put_count(cells, JH_FRONTIER_MOVED, moved, arena);
}

/* Fen for a kilometre less, rounded: of the step from one plan to the next. */
static int64_t price_of_km(const frontier_plan *before, const frontier_plan *plan) {
  double const km = (double)(before->pupil_mm - plan->pupil_mm) / 1e6;
  return (int64_t)((double)(plan->cost_fen - before->cost_fen) / km + 0.5);
}

static jh_status add_row(jh_table *table, const frontier_pool *pool, int32_t i) {
  const frontier_plan *const plan = &pool->plans[i];
  const jh_level *const level = &plan->plan.result.levels[0];
  jh_arena *const arena = table->arena;
  const char **const cells = jh_table_append(table, i + 2);
  if (!cells) return JH_NO_MEMORY;
  put_count(cells, JH_FRONTIER_POINT, i + 1, arena);
  cells[JH_FRONTIER_COST] = jh_shown_value(plan->cost_fen, 100, arena);
  cells[JH_FRONTIER_PUPIL_KM] = jh_shown_value(plan->pupil_mm, 1000000, arena);
  if (i > 0) cells[JH_FRONTIER_PRICE] = jh_shown_value(price_of_km(plan - 1, plan), 100, arena);
  cells[JH_FRONTIER_WEIGHT] = jh_shown_value(plan->weight_fen, 100, arena);
  cells[JH_FRONTIER_WEIGHTED] = jh_shown_value(level->value, MICROFEN_PER_YUAN, arena);
  cells[JH_FRONTIER_BOUND] = jh_shown_value(level->bound, MICROFEN_PER_YUAN, arena);
  cells[JH_FRONTIER_GAP] = jh_shown_value((int64_t)(jh_level_gap(level) * 1e6 + 0.5), 10000, arena);
  cells[JH_FRONTIER_STATUS] = jh_answer_name(plan->plan.result.answer);
  put_decisions(cells, &plan->plan.of.consolidation, arena);
  cells[JH_FRONTIER_FOLDER] = jh_arena_printf(arena, "point-%d", (int)(i + 1));
  cells[JH_FRONTIER_PLAN] = plan->run->plan_id;
  for (int column = 0; column < JH_FRONTIER_COLUMNS; column++)
    if (!cells[column] && column != JH_FRONTIER_PRICE) return JH_NO_MEMORY;
  return JH_OK;
}

static jh_status make_table(const frontier_pool *pool, jh_arena *arena, jh_table **made) {
  jh_table *const table = JH_NEW(arena, jh_table, 1);
  if (!table) return JH_NO_MEMORY;
  jh_status status = jh_table_init(table, jh_frontier_spec(), arena, "frontier.csv");
  if (status) return status;
  table->present = true;
  for (int column = 0; column < JH_FRONTIER_COLUMNS; column++) table->has_column[column] = true;
  for (int32_t i = 0; i < pool->count && !status; i++) status = add_row(table, pool, i);
  *made = table;
  return status;
}

static jh_status write_point(frontier_pool *pool, int32_t i, const job_run *base, jh_frontier *frontier) {
  frontier_plan *const plan = &pool->plans[i];
  jh_frontier_point *const point = &frontier->points[i];
  plan->run->out = jh_arena_printf(plan->arena, "%s/point-%d", base->out, (int)(i + 1));
  plan->run->frontier = frontier->table;
  plan->run->frontier_row = i;
  if (!plan->run->out) return JH_NO_MEMORY;
  jh_status const status = jh_job_write(plan->run, &point->outcome);
  if (status == JH_INTERNAL && point->outcome.audit.count > 0) frontier->failed = &point->outcome.audit;
  return status;
}

static jh_status write_table(const jh_frontier *frontier, const char *file, const job_run *base) {
  const char *bytes = NULL;
  size_t size = 0;
  jh_status status = jh_csv_format(frontier->table, base->request->language, base->arena, &bytes, &size);
  if (!status) status = jh_file_write(file, bytes, size, base->problems);
  if (status || !base->opened.tables.is_database) return status;
  return jh_frontier_store(base->opened.tables.path, frontier->table, base->plan_id, base->problems);
}

jh_status frontier_take_over(frontier_pool *pool, jh_arena *arena, jh_frontier *frontier) {
  frontier->points = JH_NEW(arena, jh_frontier_point, pool->count + 1);
  if (!frontier->points) return JH_NO_MEMORY;
  for (int32_t i = 0; i < pool->count; i++) {
    const frontier_plan *const plan = &pool->plans[i];
    frontier->points[i] = (jh_frontier_point){.arena = plan->arena,
                                              .outcome = {.plan = plan->plan},
                                              .cost_fen = plan->cost_fen,
                                              .pupil_mm = plan->pupil_mm,
                                              .weight_fen = plan->weight_fen};
  }
  frontier->held = pool->count;
  return JH_OK;
}

jh_status frontier_write(frontier_pool *pool, job_run *base, jh_frontier *frontier) {
  jh_table *table = NULL;
  const char *const file = jh_arena_printf(base->arena, "%s/frontier.csv", base->out);
  frontier->out = base->out;
  jh_status status = file ? make_table(pool, base->arena, &table) : JH_NO_MEMORY;
  if (status) return status;
  frontier->table = table;
  unlink(file); /* it never lists what is not there */
  for (int32_t i = 0; i < pool->count && !status; i++) {
    status = write_point(pool, i, base, frontier);
    if (!status) frontier->count++;
  }
  if (status) return status;
  remove_beyond(base->out, pool->count, base->arena);
  return write_table(frontier, file, base);
}
