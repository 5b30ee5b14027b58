#include "junheng/policy.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* SEED = 景政发〔2018〕74号 (Jinghong, 2018-12-12). "choice": no document sets it. */
#define SEED "景政发〔2018〕74号"
#define CHOICE JH_N("choice")
#define BIG 1e9

static const char *const quota_scopes[] = {"county", "school", NULL};
static const char *const scopes[] = {"all", "entry", NULL};

#define RULE(key, name, type, value, low, high, unit, words, confirm, source, meaning) \
  [key] = {key, name, type, value, low, high, unit, words, confirm, source, meaning}
#define COUNT(key, name, value, low, high, unit, confirm, source, meaning) \
  RULE(key, name, JH_POLICY_COUNT, value, low, high, unit, NULL, confirm, source, meaning)
#define MILLI(key, name, value, low, high, unit, confirm, source, meaning) \
  RULE(key, name, JH_POLICY_MILLI, value, low, high, unit, NULL, confirm, source, meaning)
#define YUAN(key, name, value, confirm, source, meaning) \
  RULE(key, name, JH_POLICY_YUAN, value, 0, BIG, JH_N("yuan"), NULL, confirm, source, meaning)
#define YES_NO(key, name, value, source, meaning) \
  RULE(key, name, JH_POLICY_YES_NO, value, 0, 1, NULL, NULL, false, source, meaning)

static const jh_policy_rule rules[JH_POLICY_KEYS] = {
    COUNT(JH_LARGE_CLASS_LIMIT, "large_class_limit", "55", 1, 1000, JH_N("pupils"), false,
          SEED " 三(三)1; 国发〔2016〕40号",
          JH_N("largest class allowed from large_class_year on: 56 and more must be gone")),
    COUNT(JH_SUPER_CLASS_LIMIT, "super_class_limit", "65", 1, 1000, JH_N("pupils"), false, SEED " 三(三)1",
          JH_N("66 and more must be gone from super_class_year on")),
    COUNT(JH_SUPER_CLASS_YEAR, "super_class_year", "2018", 1900, 2200, JH_N("year"), false, SEED " 三(三)1",
          JH_N("year from which super_class_limit holds")),
    COUNT(JH_LARGE_CLASS_YEAR, "large_class_year", "2020", 1900, 2200, JH_N("year"), false, SEED " 三(三)1",
          JH_N("year from which large_class_limit holds")),
    COUNT(JH_CLASS_MARGIN, "class_margin", "0", 0, 50, JH_N("pupils"), false, CHOICE,
          JH_N("plan this many below the limit in force, so that one transfer in October does not break the plan")),
    COUNT(JH_STANDARD_CLASS_PRIMARY, "standard_class_primary", "45", 1, 1000, JH_N("pupils"), false,
          "GB 50099-2011 3.0.1", JH_N("standard class; above it is over standard, not a large class")),
    COUNT(JH_STANDARD_CLASS_JUNIOR, "standard_class_junior", "50", 1, 1000, JH_N("pupils"), false,
          "GB 50099-2011 3.0.1", JH_N("standard class; above it is over standard, not a large class")),
    COUNT(JH_STANDARD_CLASS_POINT, "standard_class_point", "30", 1, 1000, JH_N("pupils"), false,
          "GB 50099-2011; 建标109-2008", JH_N("非完全小学; also the cap of a multigrade class")),
    COUNT(JH_SCHOOL_MAX_PRIMARY, "school_max_primary", "2000", 1, BIG, JH_N("pupils"), false, "教督〔2017〕6号",
          JH_N("largest primary school; reported, not enforced unless school_max_enforced = 1")),
    COUNT(JH_SCHOOL_MAX_JUNIOR, "school_max_junior", "2000", 1, BIG, JH_N("pupils"), false, "教督〔2017〕6号",
          JH_N("largest junior secondary school")),
    COUNT(JH_SCHOOL_MAX_NINE_YEAR, "school_max_nine_year", "2500", 1, BIG, JH_N("pupils"), false, "教督〔2017〕6号",
          JH_N("largest nine-year school")),
    YES_NO(JH_SCHOOL_MAX_ENFORCED, "school_max_enforced", "0", CHOICE, JH_N("make school_max_* a rule of the plan")),

    MILLI(JH_ROTATION_SHARE, "rotation_share", "10", 0, 100, /* xgettext:no-c-format */ JH_N("% of eligible"), false,
          SEED " 三(五)6",
          JH_N("town and quality school teachers who go to rural schools each school year, of those who meet the "
               "conditions")),
    MILLI(JH_BACKBONE_SHARE, "backbone_share", "20", 0, 100, /* xgettext:no-c-format */ JH_N("% of those who rotate"),
          false, SEED " 三(五)6", JH_N("backbone teachers among the teachers who actually rotate")),
    RULE(JH_QUOTA_SCOPE, "quota_scope", JH_POLICY_WORD, "county", 0, 1, NULL, quota_scopes, false, CHOICE,
         JH_N("whether rotation_share holds for the county or for each sending school")),
    COUNT(JH_ROTATION_MIN_YEARS, "rotation_min_years", "6", 0, 60, JH_N("years"), true,
          JH_N("教师〔2014〕4号 leaves it to the county"), JH_N("years at one school before a teacher is eligible")),
    COUNT(JH_ROTATION_MAX_AGE_MALE, "rotation_max_age_male", "50", 0, 120, JH_N("years"), true, JH_N("confirm"),
          JH_N("oldest eligible age of men, inclusive, in the school year's September")),
    COUNT(JH_ROTATION_MAX_AGE_FEMALE, "rotation_max_age_female", "45", 0, 120, JH_N("years"), true, JH_N("confirm"),
          JH_N("oldest eligible age of women, inclusive, in the school year's September")),
    COUNT(JH_ROTATION_REST_YEARS, "rotation_rest_years", "6", 0, 60, JH_N("years"), true, JH_N("confirm"),
          JH_N("years since the last rotation before a teacher is eligible again")),
    COUNT(JH_ROTATION_TERM_YEARS, "rotation_term_years", "1", 1, 20, JH_N("years"), true, JH_N("confirm"),
          JH_N("length of a rotation; a term counts once, in the year it starts")),
    MILLI(JH_MAX_LEAVE_SHARE, "max_leave_share", "20", 0, 100,
          /* xgettext:no-c-format */ JH_N("% of a sender's teachers"), false, CHOICE,
          JH_N("most teachers a school may lose in a year")),
    COUNT(JH_SMALL_SCHOOL_WEIGHT, "small_school_weight", "2", 1, 1000, NULL, false, CHOICE,
          JH_N("weight of an unfilled post in a school under small_school_pupils")),
    COUNT(JH_SMALL_SCHOOL_PUPILS, "small_school_pupils", "100", 0, BIG, JH_N("pupils"), false,
          "国办发〔2018〕27号; " SEED " 三(四)2", JH_N("a small school has fewer pupils than this")),
    MILLI(JH_ROTATION_MAX_KM, "rotation_max_km", NULL, 0, 10000, JH_N("km"), false, CHOICE,
          JH_N("farthest a teacher is sent; empty: no limit")),

    MILLI(JH_PUPILS_PER_STAFF_PRIMARY, "pupils_per_staff_primary", "19", 1, 1000, JH_N("pupils"), false,
          "中央编办发〔2014〕72号", JH_N("pupils per member of staff (all staff, not teachers only)")),
    MILLI(JH_PUPILS_PER_STAFF_JUNIOR, "pupils_per_staff_junior", "13.5", 1, 1000, JH_N("pupils"), false,
          "中央编办发〔2014〕72号", JH_N("pupils per member of staff (all staff, not teachers only)")),
    MILLI(JH_STAFF_PER_CLASS_SMALL, "staff_per_class_small", "2.0", 0, 100, JH_N("staff per class"), true,
          JH_N("choice for the ratio of staff to classes (景政发〔2018〕74号 三(五)1; 国办发〔2015〕43号)"),
          JH_N("village schools and points: the larger of the two ratios")),
    MILLI(JH_PERIODS_PRIMARY_MAIN, "periods_per_week_main", "14", 1, 60, JH_N("periods"), true,
          JH_N("local practice"), JH_N("workload of a primary teacher of Chinese or mathematics")),
    MILLI(JH_PERIODS_PRIMARY_OTHER, "periods_per_week_other", "18", 1, 60, JH_N("periods"), true,
          JH_N("local practice"), JH_N("workload of a primary teacher of another subject")),
    MILLI(JH_PERIODS_JUNIOR_MAIN, "periods_per_week_junior_main", "12", 1, 60, JH_N("periods"), true,
          JH_N("local practice"), JH_N("workload of a junior teacher of Chinese, mathematics or English")),
    MILLI(JH_PERIODS_JUNIOR_SECOND, "periods_per_week_junior_second", "14", 1, 60, JH_N("periods"), true,
          JH_N("local practice"),
          JH_N("workload of a junior teacher of a science, civics, history, geography or PE")),
    MILLI(JH_PERIODS_JUNIOR_OTHER, "periods_per_week_junior_other", "16", 1, 60, JH_N("periods"), true,
          JH_N("local practice"),
          JH_N("workload of a junior teacher of music, art, practical activities or computing")),
    MILLI(JH_HOMEROOM_SHARE, "homeroom_share", "50", 0, 100, /* xgettext:no-c-format */ JH_N("% of a workload"),
          false, SEED " 三(七)4", JH_N("what being a class's homeroom teacher counts")),

    MILLI(JH_DETOUR_FACTOR, "detour_factor", "1.3", 1, 10, NULL, true, CHOICE,
          JH_N("road over straight line, where travel.csv has no entry")),
    MILLI(JH_MINUTES_PER_KM, "minutes_per_km", NULL, 0, 1000, JH_N("minutes"), false, CHOICE,
          JH_N("time where travel.csv has no entry; empty: from walk_kmh within max_walk_km, else bus_kmh and the "
               "wait")),
    MILLI(JH_MAX_MINUTES_1_3, "max_minutes_1_3", "30", 0, 1000, JH_N("minutes"), false, "国办发〔2018〕27号",
          JH_N("longest ride one way, grades 1-3, who do not board")),
    MILLI(JH_MAX_MINUTES_4_6, "max_minutes_4_6", "40", 0, 1000, JH_N("minutes"), true,
          JH_N("2012 draft only; choice"), JH_N("longest ride one way, grades 4-6")),
    MILLI(JH_MAX_MINUTES_7_9, "max_minutes_7_9", "60", 0, 1000, JH_N("minutes"), true, CHOICE,
          JH_N("longest ride one way, grades 7-9")),
    MILLI(JH_MAX_BUS_MINUTES, "max_bus_minutes", NULL, 0, 1000, JH_N("minutes"), false, CHOICE,
          JH_N("longest ride for all grades; empty: max_minutes of the band")),
    MILLI(JH_MAX_WALK_KM_1_3, "max_walk_km_1_3", NULL, 0, 10000, JH_N("km"), false, CHOICE,
          JH_N("farthest walk, grades 1-3; empty: max_walk_minutes at walk_kmh")),
    MILLI(JH_MAX_WALK_KM_4_6, "max_walk_km_4_6", NULL, 0, 10000, JH_N("km"), false, CHOICE,
          JH_N("farthest walk, grades 4-6; empty: max_walk_minutes at walk_kmh")),
    MILLI(JH_MAX_WALK_KM_7_9, "max_walk_km_7_9", NULL, 0, 10000, JH_N("km"), false, CHOICE,
          JH_N("farthest walk, grades 7-9; empty: max_walk_minutes at walk_kmh")),
    MILLI(JH_MAX_WALK_MINUTES, "max_walk_minutes", "30", 0, 1000, JH_N("minutes"), false, CHOICE,
          JH_N("beyond it a pupil rides")),
    COUNT(JH_BOARD_MIN_GRADE, "board_min_grade", "4", 1, 10, JH_N("grade"), false, "国办发〔2018〕27号",
          JH_N("lowest grade that may board")),
    MILLI(JH_WALK_KMH, "walk_kmh", "4", 0.1, 100, JH_N("km/h"), false, CHOICE, JH_N("walking speed")),
    MILLI(JH_BUS_KMH, "bus_kmh", "20", 0.1, 200, JH_N("km/h"), false, "国务院令617号 art. 35",
          JH_N("bus speed: 20 km/h is the cap on steep and narrow roads")),
    MILLI(JH_BUS_WAIT_MINUTES, "bus_wait_minutes", "5", 0, 1000, JH_N("minutes"), false, CHOICE,
          JH_N("waiting for the bus")),
    MILLI(JH_MAX_KM_PRIMARY, "max_km_primary", NULL, 0, 10000, JH_N("km"), false, CHOICE,
          JH_N("allocate: farthest primary school; empty: no limit")),
    MILLI(JH_MAX_KM_JUNIOR, "max_km_junior", NULL, 0, 10000, JH_N("km"), false, CHOICE,
          JH_N("allocate: farthest junior secondary school; empty: no limit")),
    MILLI(JH_MAX_MINUTES_PRIMARY, "max_minutes_primary", NULL, 0, 10000, JH_N("minutes"), false, CHOICE,
          JH_N("allocate: longest way to a primary school; empty: no limit")),
    MILLI(JH_MAX_MINUTES_JUNIOR, "max_minutes_junior", NULL, 0, 10000, JH_N("minutes"), false, CHOICE,
          JH_N("allocate: longest way to a junior secondary school; empty: no limit")),

    YUAN(JH_PUBLIC_FUNDS_PRIMARY, "public_funds_primary", "600", false, "Yunnan 2017 (国发〔2015〕67号)",
         JH_N("public funds per primary pupil and year")),
    YUAN(JH_PUBLIC_FUNDS_JUNIOR, "public_funds_junior", "800", false, "Yunnan 2017 (国发〔2015〕67号)",
         JH_N("public funds per junior pupil and year")),
    YUAN(JH_BOARDING_SUPPLEMENT, "boarding_supplement", "200", false, SEED " 三(二)3",
         JH_N("per boarder and year; real boarders only")),
    COUNT(JH_FUNDING_FLOOR_PUPILS, "funding_floor_pupils", "100", 0, BIG, JH_N("pupils"), false, SEED " 三(二)3",
          JH_N("rural schools and each teaching point under this are paid for this many; 0 pupils are paid 0")),
    YUAN(JH_TEACHER_ANNUAL_PAY, "teacher_annual_pay", "90000", true, CHOICE, JH_N("pay of a teacher, a year")),
    YUAN(JH_BUS_COST_PER_PUPIL_KM, "bus_cost_per_pupil_km", "0.5", true, CHOICE,
         JH_N("per pupil and km ridden; each school day both ways")),
    COUNT(JH_SCHOOL_DAYS, "school_days", "200", 0, 366, JH_N("days"), false, CHOICE, JH_N("school days a year")),
    YUAN(JH_TRAVEL_COST_PER_PUPIL_KM, "travel_cost_per_pupil_km", "0", false, CHOICE,
         JH_N("weight of the families' road, per pupil-km (one way) and year; 0 leaves travel to the frontier")),
    COUNT(JH_AMORTISATION_YEARS, "amortisation_years", "30", 1, 200, JH_N("years"), false, CHOICE,
          JH_N("years over which one-off costs are spread")),
    YUAN(JH_PRIVATE_SEAT_COST, "private_seat_cost", "3000", false, SEED " 三(九)1",
         JH_N("a seat bought from a private school, a year; only when public ones are short")),

    COUNT(JH_PLAN_YEAR, "plan_year", NULL, 1900, 2200, JH_N("year"), false, CHOICE,
          JH_N("school year of the plan; --year overrides it; empty: the calendar's")),
    YES_NO(JH_KEEP_TOGETHER, "keep_together", NULL, CHOICE,
           JH_N("whole villages to one school; empty: 1 in consolidate, 0 in allocate")),
    YES_NO(JH_CONTIGUOUS, "contiguous", "0", CHOICE, JH_N("catchments connected through adjacency.csv")),
    COUNT(JH_NUMBER_OF_SCHOOLS, "number_of_schools", NULL, 0, BIG, JH_N("schools"), false, CHOICE,
          JH_N("consolidate: how many sites run; empty: free")),
    COUNT(JH_MIN_SCHOOL_PUPILS, "min_school_pupils", NULL, 0, BIG, JH_N("pupils"), false, CHOICE,
          JH_N("consolidate: fewest pupils of an open site; empty: none")),
    COUNT(JH_ROOMS_PER_YEAR, "rooms_per_year", NULL, 0, BIG, JH_N("rooms"), false, CHOICE,
          JH_N("allocate: most classrooms that all schools together add in one school year; empty: no limit")),
    RULE(JH_SCOPE, "scope", JH_POLICY_WORD, "all", 0, 1, NULL, scopes, false, CHOICE,
         JH_N("allocate: entry moves grades 1 and 7 only")),
    RULE(JH_BANDS, "bands", JH_POLICY_TEXT, "1-3,4-6,7-9", 0, 0, NULL, NULL, false, CHOICE,
         JH_N("consolidate: grade bands, each whole in one site")),
    RULE(JH_ALLOCATE_OBJECTIVES, "allocate_objectives", JH_POLICY_TEXT,
         "over_super,over_limit,yuan,private_seats,moved,pupil_km,over_standard", 0, 0, NULL, NULL, false, CHOICE,
         JH_N("allocate: goals, most important first")),
    COUNT(JH_CLOSE_CANDIDATE_PUPILS, "close_candidate_pupils", "10", 0, BIG, JH_N("pupils"), false, CHOICE,
          JH_N("生源极少: a flag in reports, never a rule")),
    COUNT(JH_CLOSE_CANDIDATE_YEARS, "close_candidate_years", "3", 0, 100, JH_N("years"), false, CHOICE,
          JH_N("years under close_candidate_pupils before the flag is shown")),
    RULE(JH_DATA_NOTE, "data_note", JH_POLICY_TEXT, "", 0, 0, NULL, NULL, false, CHOICE,
         JH_N("what a reader must know of the data: printed in every report")),
};

/* Other names for keys: what older tables and the published cases write. */
static const struct alias {
  const char *name;
  jh_policy_key keys[2];
  int count;
} aliases[] = {
    {"public_funds_per_pupil", {JH_PUBLIC_FUNDS_PRIMARY, JH_PUBLIC_FUNDS_JUNIOR}, 2},
    {"min_board_grade", {JH_BOARD_MIN_GRADE, JH_BOARD_MIN_GRADE}, 1},
};
enum { ALIAS_COUNT = sizeof aliases / sizeof aliases[0] };

const jh_policy_rule *jh_policy_rule_of(jh_policy_key key) { return &rules[key]; }

const jh_policy_rule *jh_policy_rule_find(const char *name, const char **nearest) {
  size_t best = SIZE_MAX;
  for (int i = 0; i < JH_POLICY_KEYS + ALIAS_COUNT; i++) {
    bool const is_alias = i >= JH_POLICY_KEYS;
    const char *const known = is_alias ? aliases[i - JH_POLICY_KEYS].name : rules[i].name;
    if (strcmp(known, name) == 0) return &rules[is_alias ? aliases[i - JH_POLICY_KEYS].keys[0] : (jh_policy_key)i];
    size_t const distance = jh_edit_distance(name, known);
    if (distance >= best) continue;
    best = distance;
    if (nearest) *nearest = known;
  }
  return NULL;
}

/* A plain decimal without exponent, hexadecimal or "inf". */
static bool parse_decimal(const char *text, double *value) {
  if (!*text || strspn(text, "+-.0123456789") != strlen(text)) return false;
  char *end = NULL;
  errno = 0;
  *value = strtod(text, &end);
  return end != text && *end == '\0' && errno == 0;
}

static bool parse_yes_no(const char *text, int64_t *value) {
  static const char *const yes[] = {"1", "yes", "是", "true"}, *const no[] = {"0", "no", "否", "false"};
  for (size_t i = 0; i < 4; i++) {
    if (strcasecmp(text, yes[i]) == 0) return *value = 1, true;
    if (strcasecmp(text, no[i]) == 0) return *value = 0, true;
  }
  return false;
}

/* What a planner should have written, or NULL when `text` is right and *stored set. */
static const char *parse_value(const jh_policy_rule *rule, const char *text, int64_t *stored) {
  double number = 0;
  *stored = 0;
  switch (rule->type) {
    case JH_POLICY_TEXT: return NULL;
    case JH_POLICY_YES_NO: return parse_yes_no(text, stored) ? NULL : JH_N("1 or 0");
    case JH_POLICY_WORD:
      for (int i = 0; rule->words[i]; i++)
        if (strcmp(rule->words[i], text) == 0) return *stored = i, NULL;
      return JH_N("one of the words of this parameter");
    case JH_POLICY_COUNT:
      if (!parse_decimal(text, &number) || number != floor(number)) return JH_N("a whole number");
      break;
    case JH_POLICY_MILLI:
    case JH_POLICY_YUAN:
      if (!parse_decimal(text, &number)) return JH_N("a number");
      break;
  }
  if (number < rule->minimum || number > rule->maximum) return JH_N("a number within the range");
  double const scale = rule->type == JH_POLICY_MILLI ? 1000 : rule->type == JH_POLICY_YUAN ? 100 : 1;
  *stored = llround(number * scale);
  return NULL;
}

void jh_policy_init(jh_policy *policy) {
  memset(policy, 0, sizeof *policy);
  for (int i = 0; i < JH_POLICY_KEYS; i++) {
    jh_policy_value *const value = &policy->values[i];
    value->is_default = true;
    value->source = rules[i].source;
    value->text = rules[i].default_text;
    value->set = value->text && !parse_value(&rules[i], value->text, &value->value);
  }
}

static void complain(jh_problems *problems, const jh_policy_rule *rule, const char *expected, const char *found,
                     const char *file, int32_t line) {
  switch (rule->type) {
    case JH_POLICY_COUNT:
    case JH_POLICY_MILLI:
    case JH_POLICY_YUAN:
      jh_problems_error(problems, file, line, rule->name, found,
                        rule->type == JH_POLICY_COUNT ? JH_N("expected a whole number from %.15g to %.15g%s%s")
                                                      : JH_N("expected a number from %.15g to %.15g%s%s"),
                        rule->minimum, rule->maximum, rule->unit ? " " : "",
                        rule->unit ? jh_text(problems->language, rule->unit) : "");
      return;
    case JH_POLICY_WORD:
      jh_problems_error(problems, file, line, rule->name, found, "expected %s or %s", rule->words[0], rule->words[1]);
      return;
    case JH_POLICY_YES_NO:
    case JH_POLICY_TEXT:
      jh_problems_error(problems, file, line, rule->name, found, "expected %s",
                        jh_text(problems->language, expected));
      return;
  }
}

static jh_status set_key(jh_policy *policy, jh_policy_key key, const char *text, const char *source, jh_arena *arena,
                         jh_problems *problems, const char *file, int32_t line) {
  jh_policy_value *const value = &policy->values[key];
  int64_t stored = 0;
  const char *const expected = parse_value(&rules[key], text, &stored);
  if (expected) {
    complain(problems, &rules[key], expected, text, file, line);
    return JH_BAD_INPUT;
  }
  value->text = jh_arena_text(arena, text);
  if (source && *source) value->source = jh_arena_text(arena, source);
  if (!value->text || !value->source) return JH_NO_MEMORY;
  value->value = stored;
  value->set = true;
  value->is_default = false;
  return JH_OK;
}

jh_status jh_policy_set(jh_policy *policy, const char *name, const char *text, const char *source, jh_arena *arena,
                        jh_problems *problems, const char *file, int32_t line) {
  const char *nearest = "";
  const jh_policy_rule *const rule = jh_policy_rule_find(name, &nearest);
  if (!rule) {
    jh_problems_error(problems, file, line, "key", name, "expected a known parameter; the nearest is %s", nearest);
    return JH_BAD_INPUT;
  }
  if (!text || !*text) return JH_OK; /* empty: the default stays */
  for (size_t i = 0; i < ALIAS_COUNT; i++) {
    if (strcmp(aliases[i].name, name) != 0) continue;
    for (int k = 0; k < aliases[i].count; k++) {
      jh_status const status = set_key(policy, aliases[i].keys[k], text, source, arena, problems, file, line);
      if (status) return status;
    }
    return JH_OK;
  }
  return set_key(policy, rule->key, text, source, arena, problems, file, line);
}
