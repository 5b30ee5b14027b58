/* What the schools cost a year, item by item, today and under the plan: "Costs of consolidate" in docs/decisions.md.
 */
#include "audit_consolidation.h"

#include <string.h>

static const char *const cost_names[AUDIT_COSTS + 1] = {"fixed", "public_funds", "boarding", "teachers",
                                                        "bus",   "one_off",      "travel",   "total"};

static int64_t narrow(audit_wide value) {
  if (value > INT64_MAX) return INT64_MAX;
  return value < INT64_MIN ? INT64_MIN : (int64_t)value;
}

/* n / d rounded half up, neither below 0. */
static audit_wide nearest(audit_wide n, audit_wide d) { return (2 * n + d) / (2 * d); }

int64_t audit_fen(audit_wide microfen) { return narrow(nearest(microfen, AUDIT_MICROFEN)); }

const char *audit_yuan_text(auditor *a, int64_t fen) {
  uint64_t const size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
  return audit_text(a, "%s%llu.%02llu", fen < 0 ? "-" : "", (unsigned long long)(size / 100),
                    (unsigned long long)(size % 100));
}

audit_wide audit_total(const consolidation *c, const audit_site *sites) {
  audit_wide sum = 0;
  for (int32_t s = 0; s < c->book.a->county->school_count; s++)
    for (int k = 0; k < AUDIT_COSTS; k++) sum += sites[s].cost[k];
  return sum;
}

/* ---- one school ---- */

/* Pupils who come in one way. */
static void attend(const auditor *a, audit_site *site, audit_way way, int32_t mode, int32_t grade, int64_t pupils) {
  jh_policy_key const rate = grade > JH_LAST_PRIMARY_GRADE ? JH_PUBLIC_FUNDS_JUNIOR : JH_PUBLIC_FUNDS_PRIMARY;
  audit_wide const many = pupils;
  site->load[grade] += pupils;
  site->pupils += pupils;
  if (mode == JH_BOARD) site->boarders += pupils;
  site->cost[AUDIT_PUBLIC_FUNDS] += many * jh_policy_get(a->policy, rate) * AUDIT_MICROFEN;
  if (mode == JH_BOARD)
    site->cost[AUDIT_BOARDING] += many * jh_policy_get(a->policy, JH_BOARDING_SUPPLEMENT) * AUDIT_MICROFEN;
  if (way.mm < 0) return;
  /* millimetres x fen per km */
  if (mode == JH_BUS)
    site->cost[AUDIT_BUS] += many * way.mm * 2 * jh_policy_get(a->policy, JH_SCHOOL_DAYS) *
                             jh_policy_get(a->policy, JH_BUS_COST_PER_PUPIL_KM);
  site->cost[AUDIT_TRAVEL] += many * way.mm * jh_policy_get(a->policy, JH_TRAVEL_COST_PER_PUPIL_KM);
}

/* Rural schools and points below the floor are paid for it, unless they have no pupils (景政发〔2018〕74号 三(二)3).
 */
static void pay_floor(const auditor *a, const jh_school *school, audit_site *site) {
  int64_t const floor = jh_policy_get(a->policy, JH_FUNDING_FLOOR_PUPILS);
  if (school->area != JH_RURAL && school->kind != JH_POINT) return;
  if (site->pupils == 0 || site->pupils >= floor) return;
  jh_policy_key const rate =
      school->first_grade > JH_LAST_PRIMARY_GRADE ? JH_PUBLIC_FUNDS_JUNIOR : JH_PUBLIC_FUNDS_PRIMARY;
  site->cost[AUDIT_PUBLIC_FUNDS] +=
      (audit_wide)(floor - site->pupils) * jh_policy_get(a->policy, rate) * AUDIT_MICROFEN;
}

static void pay_teachers(const consolidation *c, const jh_school *school, audit_site *site) {
  const auditor *const a = c->book.a;
  int64_t pupils[2] = {0, 0}, classes[2] = {0, 0};
  for (int32_t g = JH_FIRST_GRADE; g <= JH_LAST_GRADE; g++) {
    bool const junior = g > JH_LAST_PRIMARY_GRADE;
    pupils[junior] += site->load[g];
    classes[junior] += c->limit > 0 ? audit_ceil(site->load[g], c->limit) : site->load[g] > 0;
  }
  site->classes = classes[0] + classes[1];
  for (int stage = 0; stage < 2; stage++)
    site->cost[AUDIT_TEACHERS] += (audit_wide)audit_posts(a, school, stage == 1, pupils[stage], classes[stage]) *
                                  jh_policy_get(a->policy, JH_TEACHER_ANNUAL_PAY) * AUDIT_MICROFEN;
}

/* Rooms for the classes beyond those there are, as far as they can be added, and the opening. */
static void build(const auditor *a, const jh_school *school, audit_site *site) {
  if (!site->runs) return;
  int64_t const wanted = school->rooms >= 0 && site->classes > school->rooms ? site->classes - school->rooms : 0;
  site->added = wanted < school->max_new_rooms ? wanted : school->max_new_rooms;
  site->one_off_fen = (audit_wide)site->added * school->cost_per_new_room_fen +
                      (school->status == JH_OPEN ? 0 : school->opening_cost_fen);
  site->cost[AUDIT_ONE_OFF] +=
      nearest(site->one_off_fen * AUDIT_MICROFEN, jh_policy_get(a->policy, JH_AMORTISATION_YEARS));
}

static void price(const consolidation *c, int32_t s, audit_site *site) {
  const jh_school *const school = &c->book.a->county->schools[s];
  if (site->runs) site->cost[AUDIT_FIXED] += (audit_wide)school->annual_fixed_cost_fen * AUDIT_MICROFEN;
  pay_teachers(c, school, site);
  pay_floor(c->book.a, school, site);
}

void audit_price_plan(consolidation *c) {
  const auditor *const a = c->book.a;
  for (int32_t i = 0; i < c->book.count; i++) {
    const book_row *const row = &c->book.rows[i];
    attend(a, &c->plan[row->to], row->way, row->mode, row->grade, row->pupils);
    if (row->way.mm > 0) c->pupil_mm += (audit_wide)row->way.mm * row->pupils;
  }
  for (int32_t s = 0; s < a->county->school_count; s++) {
    price(c, s, &c->plan[s]);
    build(a, &a->county->schools[s], &c->plan[s]);
  }
}

/* ---- today ---- */

/* Of equally near ones the first in schools.csv. */
static int32_t nearest_open(const auditor *a, int32_t place, int32_t grade) {
  int32_t found = -1;
  int64_t least = 0;
  for (int32_t s = 0; s < a->county->school_count; s++) {
    const jh_school *const school = &a->county->schools[s];
    if (school->status != JH_OPEN || !jh_school_teaches(school, grade)) continue;
    int64_t const mm = audit_way_between(a, place, s).mm;
    if (mm < 0 || (found >= 0 && mm >= least)) continue;
    found = s;
    least = mm;
  }
  return found;
}

bool audit_price_today(consolidation *c) {
  auditor *const a = c->book.a;
  const jh_county *const county = a->county;
  int32_t *const near = JH_NEW(a->arena, int32_t, (size_t)county->place_count * 10); /* 0: not asked yet */
  if (!near) return a->no_memory = true, false;
  for (int32_t s = 0; s < county->school_count; s++) c->today[s].runs = county->schools[s].status == JH_OPEN;
  for (int32_t i = 0; i < county->pupils_count; i++) {
    const jh_pupils *const row = &county->pupils[i];
    int32_t *const asked = &near[(ptrdiff_t)row->place.i * 10 + row->grade];
    int32_t school = row->school.i;
    if (school < 0) {
      if (*asked == 0) *asked = nearest_open(a, row->place.i, row->grade) + 2;
      school = *asked - 2;
    }
    if (school < 0 || row->pupils == 0) continue;
    audit_way const way = audit_way_between(a, row->place.i, school);
    int32_t mode = JH_BUS;
    (void)audit_mode(a, way, row->grade, school, &mode);
    attend(a, &c->today[school], way, mode, row->grade, row->pupils);
  }
  for (int32_t s = 0; s < county->school_count; s++) price(c, s, &c->today[s]);
  return true;
}

/* ---- costs.csv ---- */

typedef struct cost_line {
  int64_t today, plan; /* fen */
} cost_line;

static void check_cell(auditor *a, audit_tally *tally, int32_t row, const char *column, int64_t expected) {
  const char *const text = audit_cell(a, JH_PLAN_COSTS, row, column);
  int64_t written = 0;
  audit_judge(tally, audit_decimal(text, 2, &written) && written == expected,
              audit_place_of_row(a, JH_PLAN_COSTS, row), audit_text(a, "%s %s", column, audit_yuan_text(a, expected)),
              text);
}

static void check_lines(auditor *a, audit_tally *tally, const cost_line *lines) {
  bool seen[AUDIT_COSTS + 1] = {false};
  for (int32_t row = 0; row < audit_rows(a, JH_PLAN_COSTS); row++) {
    const char *const item = audit_cell(a, JH_PLAN_COSTS, row, "item");
    int k = 0;
    while (k <= AUDIT_COSTS && (!item || strcmp(item, cost_names[k]) != 0)) k++;
    audit_judge(tally, k <= AUDIT_COSTS && !seen[k], audit_place_of_row(a, JH_PLAN_COSTS, row),
                "each item of the objective once", item);
    if (k > AUDIT_COSTS) continue;
    seen[k] = true;
    check_cell(a, tally, row, "today", lines[k].today);
    check_cell(a, tally, row, "plan", lines[k].plan);
    check_cell(a, tally, row, "difference", lines[k].plan - lines[k].today);
  }
  for (int k = 0; k <= AUDIT_COSTS; k++)
    if (!seen[k]) audit_tally_bad(tally, cost_names[k], JH_N("a row in costs.csv"), "missing");
}

void audit_check_costs(const consolidation *c) {
  auditor *const a = c->book.a;
  audit_tally tally =
      audit_tally_begin(a, AUDIT_CONSISTENCY, "costs", "each item today, planned and between, to the fen", "");
  audit_wide const planned = audit_total(c, c->plan);
  cost_line lines[AUDIT_COSTS + 1];
  for (int k = 0; k < AUDIT_COSTS; k++) {
    audit_wide today = 0, plan = 0;
    for (int32_t s = 0; s < a->county->school_count; s++) {
      today += c->today[s].cost[k];
      plan += c->plan[s].cost[k];
    }
    lines[k] = (cost_line){audit_fen(today), audit_fen(plan)};
  }
  lines[AUDIT_COSTS] = (cost_line){audit_fen(audit_total(c, c->today)), audit_fen(planned)};
  check_lines(a, &tally, lines);
  audit_tally_end(&tally);
  audit_level const level = {"cost", 8, false, narrow(planned), false};
  audit_check_levels(a, &level, 1);
}
