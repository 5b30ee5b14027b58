/* What a plan decides, one thing at a time, so that two plans can be asked where they part. */
#include "figures.h"

#include <stdlib.h>
#include <string.h>

static void decisions_of_roster(figures *to, const jh_table *roster) {
  for (int32_t row = 0; row < roster->row_count; row++) {
    const char *const key = jh_figure_cell(roster, row, "teacher_id"), *const name =
                                                                           jh_figure_cell(roster, row, "name");
    jh_figure_decision(to, jh_arena_printf(to->arena, "teacher %s goes to", key),
                       jh_figure_cell(roster, row, "to_school"));
    if (*name) to->failed |= jh_names_add(&to->comparison->names, key, name, to->arena) != JH_OK;
  }
}

static void decisions_of_schools(figures *to, const jh_table *schools) {
  for (int32_t row = 0; row < schools->row_count; row++) {
    const char *const into = jh_figure_cell(schools, row, "merged_into");
    jh_figure_decision(
        to, jh_arena_printf(to->arena, "site %s", jh_figure_cell(schools, row, "school_id")),
        jh_arena_printf(to->arena, "%s%s%s", jh_figure_cell(schools, row, "decision"), *into ? " " : "", into));
  }
}

static void decisions_of_rooms(figures *to, const jh_table *rooms) {
  for (int32_t row = 0; row < rooms->row_count; row++)
    if (jh_figure_cell_number(rooms, row, "added") > 0)
      jh_figure_decision(to,
                         jh_arena_printf(to->arena, "rooms added at %s in %s",
                                         jh_figure_cell(rooms, row, "school_id"), jh_figure_cell(rooms, row, "year")),
                         jh_figure_cell(rooms, row, "added"));
}

/* Pupils of one place and stage at one school. */
typedef struct share {
  const char *place, *school;
  bool junior;
  double pupils;
} share;

static int by_place(const void *left, const void *right) {
  const share *const a = left, *const b = right;
  int const place = strcmp(a->place, b->place);
  if (place) return place;
  return a->junior != b->junior ? (int)a->junior - (int)b->junior : strcmp(a->school, b->school);
}

/* Adds up neighbours of the same place, stage and school. */
static size_t add_up(share *shares, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (kept > 0 && by_place(&shares[kept - 1], &shares[i]) == 0)
      shares[kept - 1].pupils += shares[i].pupils;
    else
      shares[kept++] = shares[i];
  }
  return kept;
}

/* Where most pupils of a place go in the plan's last year, stage by stage. */
static void decisions_of_assignments(figures *to, const jh_table *assignments) {
  if (assignments->row_count == 0) return;
  const char *const year = jh_figure_cell(assignments, assignments->row_count - 1, "year");
  share *const shares = JH_NEW(to->arena, share, assignments->row_count);
  size_t count = 0;
  if (!shares) {
    to->failed = true;
    return;
  }
  for (int32_t row = 0; row < assignments->row_count; row++)
    if (strcmp(jh_figure_cell(assignments, row, "year"), year) == 0)
      shares[count++] =
          (share){jh_figure_cell(assignments, row, "place_id"), jh_figure_cell(assignments, row, "to_school"),
                  jh_figure_cell_number(assignments, row, "grade") > JH_LAST_PRIMARY_GRADE,
                  jh_figure_cell_number(assignments, row, "pupils")};
  qsort(shares, count, sizeof *shares, by_place);
  count = add_up(shares, count);
  for (size_t first = 0, next = 0; first < count; first = next) {
    size_t most = first;
    for (next = first; next < count && strcmp(shares[next].place, shares[first].place) == 0 &&
                       shares[next].junior == shares[first].junior;
         next++)
      if (shares[next].pupils > shares[most].pupils) most = next;
    jh_figure_decision(to,
                       jh_arena_printf(to->arena, "%s, %s, goes to", shares[first].place,
                                       shares[first].junior ? "grades 7-9" : "grades 1-6"),
                       shares[most].school);
  }
}

void jh_figures_of_decisions(figures *to, const jh_table tables[JH_PLAN_TABLE_COUNT]) {
  if (tables[JH_PLAN_ROSTER].present) decisions_of_roster(to, &tables[JH_PLAN_ROSTER]);
  if (tables[JH_PLAN_SCHOOLS].present)
    decisions_of_schools(to, &tables[JH_PLAN_SCHOOLS]);
  else if (tables[JH_PLAN_ASSIGNMENTS].present)
    decisions_of_assignments(to, &tables[JH_PLAN_ASSIGNMENTS]);
  if (tables[JH_PLAN_ROOMS].present) decisions_of_rooms(to, &tables[JH_PLAN_ROOMS]);
}
