/* What a site and a pair cost a year, exactly: millionths of a fen. */
#include "consolidation.h"

int32_t jh_case_classes(const jh_case *problem, const int32_t load[JH_GRADES], jh_stage stage) {
  int32_t const first = stage == JH_PRIMARY ? 0 : JH_LAST_PRIMARY_GRADE;
  int32_t const last = stage == JH_PRIMARY ? JH_LAST_PRIMARY_GRADE : JH_GRADES;
  int32_t classes = 0;
  for (int32_t g = first; g < last; g++)
    if (load[g] > 0) classes += (load[g] - 1) / problem->limit + 1; /* jh_classes_for, millions of times */
  return classes;
}

static int32_t stage_pupils(const int32_t load[JH_GRADES], jh_stage stage) {
  int32_t const first = stage == JH_PRIMARY ? 0 : JH_LAST_PRIMARY_GRADE;
  int32_t const last = stage == JH_PRIMARY ? JH_LAST_PRIMARY_GRADE : JH_GRADES;
  int32_t pupils = 0;
  for (int32_t g = first; g < last; g++) pupils += load[g];
  return pupils;
}

/* Pupils without a class when the rooms go to the grades that need them most; 0 only when the classes fit. */
static int64_t pupils_without_room(const jh_case *problem, const jh_case_site *site, const jh_site_load *load,
                                   int32_t classes) {
  if (classes <= site->rooms_most) return 0;
  int32_t rests[JH_GRADES] = {0}, count = 0, left = site->rooms_most;
  int64_t without = 0;
  for (int32_t g = 0; g < JH_GRADES; g++) {
    int32_t const rest = load->load[g] % problem->limit;
    int32_t at = count;
    left -= load->load[g] / problem->limit;
    without += rest;
    if (rest == 0) continue;
    for (; at > 0 && rests[at - 1] < rest; at--) rests[at] = rests[at - 1];
    rests[at] = rest;
    count++;
  }
  for (int32_t i = 0; i < count && i < left; i++) without -= rests[i];
  return left < 0 ? without - (int64_t)left * problem->limit : without;
}

/* C3 to C6 and C11: pupils, classes or beds too many, pupils too few. */
static int64_t lacking_of(const jh_case *problem, const jh_case_site *site, const jh_site_load *load,
                          int32_t classes) {
  int64_t lacking = 0;
  if (!load->runs && load->pupils > 0) lacking += load->pupils;
  if (site->never && load->runs) lacking += 1 + load->pupils;
  if (load->pupils > site->seats) lacking += load->pupils - site->seats;
  if (load->boarders > site->beds) lacking += load->boarders - site->beds;
  if (load->runs && load->pupils < problem->min_pupils) lacking += problem->min_pupils - load->pupils;
  return lacking + pupils_without_room(problem, site, load, classes);
}

static int64_t one_off_of(const jh_case *problem, const jh_case_site *site, int32_t classes) {
  int32_t most = classes < site->rooms_most ? classes : site->rooms_most;
  int64_t const added = most > site->rooms ? most - site->rooms : 0;
  int64_t const total = (site->opening_fen + added * site->room_fen) * JH_MICROFEN_PER_FEN;
  return (2 * total + problem->years) / (2 * problem->years);
}

void jh_case_price(const jh_case *problem, int32_t s, jh_site_load *load) {
  const jh_case_site *const site = &problem->sites[s];
  const jh_school *const school = &problem->county->schools[s];
  load->cost = load->lacking = 0;
  if (!load->runs && load->pupils == 0) return;
  int32_t const classes[JH_STAGES] = {jh_case_classes(problem, load->load, JH_PRIMARY),
                                      jh_case_classes(problem, load->load, JH_JUNIOR)};
  load->cost = site->fixed_cost + one_off_of(problem, site, classes[0] + classes[1]);
  if (problem->pay > 0)
    for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES; stage++)
      if (classes[stage] > 0)
        load->cost += problem->pay * jh_staff_posts(&problem->county->policy, school, stage,
                                                    stage_pupils(load->load, stage), classes[stage]);
  if (site->floor && load->pupils > 0 && load->pupils < problem->floor_pupils)
    load->cost += site->floor_rate * (problem->floor_pupils - load->pupils);
  load->lacking = lacking_of(problem, site, load, classes[0] + classes[1]);
}

void jh_case_pair_costs(const jh_case *problem, jh_trip trip, jh_mode mode, int32_t grade, int64_t pupils,
                        int64_t costs[JH_COST_KINDS]) {
  const jh_policy *const policy = &problem->county->policy;
  bool const primary = jh_stage_of_grade(grade) == JH_PRIMARY;
  costs[JH_COST_PUBLIC_FUNDS] += pupils * JH_MICROFEN_PER_FEN *
                                 jh_policy_get(policy, primary ? JH_PUBLIC_FUNDS_PRIMARY : JH_PUBLIC_FUNDS_JUNIOR);
  if (mode == JH_BOARD)
    costs[JH_COST_BOARDING] += pupils * JH_MICROFEN_PER_FEN * jh_policy_get(policy, JH_BOARDING_SUPPLEMENT);
  if (trip.distance_mm < 0) return;
  /* mm x fen per km are millionths of a fen */
  if (mode == JH_BUS)
    costs[JH_COST_BUS] += pupils * trip.distance_mm * 2 * jh_policy_get(policy, JH_SCHOOL_DAYS) *
                          jh_policy_get(policy, JH_BUS_COST_PER_PUPIL_KM);
  costs[JH_COST_TRAVEL] += pupils * trip.distance_mm * jh_policy_get(policy, JH_TRAVEL_COST_PER_PUPIL_KM);
}

void jh_case_site_costs(const jh_case *problem, int32_t s, const jh_site_load *load, int64_t costs[JH_COST_KINDS]) {
  const jh_case_site *const site = &problem->sites[s];
  const jh_school *const school = &problem->county->schools[s];
  if (!load->runs && load->pupils == 0) return;
  int32_t all = 0;
  for (jh_stage stage = JH_PRIMARY; stage < JH_STAGES; stage++) {
    int32_t const classes = jh_case_classes(problem, load->load, stage);
    all += classes;
    costs[JH_COST_TEACHERS] += problem->pay * jh_staff_posts(&problem->county->policy, school, stage,
                                                             stage_pupils(load->load, stage), classes);
  }
  /* A site that a what-if closes still has its pupils today, and no fixed cost any more. */
  if (load->runs) costs[JH_COST_FIXED] += site->fixed_cost;
  costs[JH_COST_ONE_OFF] += one_off_of(problem, site, all);
  if (site->floor && load->pupils > 0 && load->pupils < problem->floor_pupils)
    costs[JH_COST_PUBLIC_FUNDS] += site->floor_rate * (problem->floor_pupils - load->pupils);
}
