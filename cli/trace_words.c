/* Names, numbers and prices of a trace, in the reader's language. */
#include "trace_words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

const char *trace_text(const trace_page *page, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *const text = jh_arena_vprintf(page->o->arena, format, args);
  va_end(args);
  return text ? text : "";
}

static const char *with_key(const trace_page *page, const char *name, const char *id) {
  if (!name || !*name || strcmp(name, id) == 0) return id;
  return page->o->speech == JH_CHINESE ? trace_text(page, "%s（%s）", name, id)
                                       : trace_text(page, "%s (%s)", name, id);
}

const char *trace_school_name(const trace_page *page, jh_school_ix school) {
  if (school.i < 0) return jh_text(page->o->speech, "no school yet");
  return with_key(page, page->county->schools[school.i].name, page->county->schools[school.i].id);
}

const char *trace_place_name(const trace_page *page, jh_place_ix place) {
  return place.i < 0 ? "" : with_key(page, page->county->places[place.i].name, page->county->places[place.i].id);
}

const char *trace_teacher_name(const trace_page *page, jh_teacher_ix teacher) {
  if (teacher.i < 0) return "";
  return with_key(page, page->county->teachers[teacher.i].name, page->county->teachers[teacher.i].id);
}

const char *trace_subject_name(const trace_page *page, jh_subject_ix subject) {
  return subject.i < 0 ? jh_text(page->o->speech, "no subject") : page->county->subjects[subject.i];
}

const char *trace_mode_name(const trace_page *page, jh_mode mode) {
  static const char *const names[] = {
      [JH_WALK] = JH_N("on foot"), [JH_BUS] = JH_N("by bus"), [JH_BOARD] = JH_N("as boarders")};
  return jh_text(page->o->speech, names[mode]);
}

const char *trace_number(const trace_page *page, int64_t value, int digits, int most, bool sign) {
  uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, scale = 1;
  for (; digits > most; digits--) size = size / 10 + (digits == most + 1 && size % 10 >= 5); /* half up, once */
  for (int i = 0; i < digits; i++) scale *= 10;
  const char *const head = value < 0 ? "-" : sign ? "+" : "";
  if (digits == 0) return trace_text(page, "%s%" PRIu64, head, size);
  return trace_text(page, "%s%" PRIu64 ".%0*" PRIu64, head, size / scale, digits, size % scale);
}

/* The number in the place of "%s". */
static const char *put_number(const trace_page *page, const char *words, int64_t number) {
  const char *const at = strstr(words, "%s");
  return trace_text(page, "%.*s%lld%s", (int)(at - words), words, (long long)number, at + 2);
}

const char *trace_counted(const trace_page *page, int64_t count, const char *one, const char *many) {
  bool const single = page->o->speech == JH_ENGLISH && count == 1;
  return put_number(page, single ? one : jh_text(page->o->speech, many), count);
}

const char *trace_pupils(const trace_page *page, int64_t pupils) {
  return trace_counted(page, pupils, "%s pupil", "%s pupils");
}

const char *trace_classes(const trace_page *page, int64_t classes) {
  return trace_counted(page, classes, "%s class", "%s classes");
}

const char *trace_yuan(const trace_page *page, int64_t fen) { return trace_number(page, fen, 2, 2, false); }
const char *trace_km(const trace_page *page, int64_t mm) {
  return mm < 0 ? jh_text(page->o->speech, "an unknown number of") : trace_number(page, mm, 6, 3, false);
}

/* "pupils above the limit" says more than the name of the goal. */
static const char *goal_name(const trace_page *page, const char *name) {
  static const char *const names[][2] = {{"posts_unfilled", JH_N("posts left empty")},
                                         {"sent_beyond_posts", JH_N("teachers beyond the posts")},
                                         {"preferences", JH_N("wishes met")},
                                         {"teacher_km", JH_N("teacher-km")},
                                         {"years_here", JH_N("years served by those who go")},
                                         {"over_super", JH_N("pupils above 65 a class")},
                                         {"over_limit", JH_N("pupils above the limit")},
                                         {"private_seats", JH_N("private seats")},
                                         {"moved", JH_N("pupils who change school")},
                                         {"pupil_km", JH_N("pupil-km")},
                                         {"over_standard", JH_N("pupils above the standard")},
                                         {"cost", JH_N("yuan a year, in all")}};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (strcmp(names[i][0], name) == 0) return jh_text(page->o->speech, names[i][1]);
  return name;
}

const char *trace_goal_words(const trace_page *page, const jh_trace_price *price) {
  jh_language const speech = page->o->speech;
  const char *text = "";
  if (price->decides < 0) return jh_text(speech, "no goal changes");
  for (int32_t i = 0; i < price->level_count; i++) {
    const jh_trace_level *const level = &price->levels[i];
    if (level->after == level->before) continue;
    bool const money = strcmp(level->name, "yuan") == 0 || strcmp(level->name, "cost") == 0;
    text = trace_text(page, "%s%s%s %s", text, *text ? jh_text(speech, ", ") : "", goal_name(page, level->name),
                      trace_number(page, level->after - level->before, level->digits, money ? 2 : 3, true));
  }
  return text;
}

const char *trace_price_words(const trace_page *page, const jh_trace_price *price) {
  jh_language const speech = page->o->speech;
  const char *const goals = trace_goal_words(page, price);
  if (price->decides < 0) return goals;
  return trace_text(page, "%s%s", price->better ? jh_text(speech, "better: ") : jh_text(speech, "worse: "), goals);
}

const char *trace_rule_words(const trace_page *page, const jh_audit_row *row) {
  jh_language const speech = page->o->speech;
  jh_arena *const arena = page->o->arena;
  bool const county = strcmp(row->scope, "county") == 0;
  return trace_text(page, jh_text(speech, "%s (%s): %s; %s"), jh_label(speech, row->rule, arena),
                    jh_text(speech, county ? "the whole county" : row->scope), jh_text(speech, row->required),
                    jh_text(speech, row->achieved));
}

/* ---- what is tried ---- */

static const char *goes_words(const trace_page *page, const jh_trace_option *option) {
  jh_language const speech = page->o->speech;
  return trace_text(page, jh_text(speech, "%1$s goes to %2$s for %3$s, %4$s km%5$s"),
                    trace_teacher_name(page, option->teacher), trace_school_name(page, option->school),
                    trace_subject_name(page, option->subject), trace_km(page, option->distance_mm),
                    option->preferred ? jh_text(speech, ", as wished") : "");
}

static const char *add_words(const trace_page *page, const char *text, const char *more) {
  return trace_text(page, jh_text(page->o->speech, "%s, %s"), text, more);
}

/* "grades 1-3, 45 pupils: 河边小学 (S04), 2.100 km, 31.5 minutes on foot". */
static const char *attends_words(const trace_page *page, const jh_trace_option *option) {
  jh_language const speech = page->o->speech;
  const char *const grades =
      option->first_grade == option->last_grade
          ? trace_text(page, jh_text(speech, "grade %d"), (int)option->first_grade)
          : trace_text(page, jh_text(speech, "grades %d-%d"), (int)option->first_grade, (int)option->last_grade);
  const char *const minutes = option->time_s < 0 ? "?" : trace_number(page, (option->time_s + 3) / 6, 1, 1, false);
  const char *const mode =
      option->has_mode ? trace_mode_name(page, option->mode) : jh_text(speech, "beyond every mode");
  const char *text = trace_text(page, jh_text(speech, "%d, %s, %s: %s, %s km, %s minutes, %s"), (int)option->year,
                                grades, trace_pupils(page, option->pupils), trace_school_name(page, option->school),
                                trace_km(page, option->distance_mm), minutes, mode);
  if (option->opens) text = add_words(page, text, jh_text(speech, "run for them"));
  if (option->rooms_left >= 0)
    text = add_words(page, text, trace_counted(page, option->rooms_left, "%s room free", "%s rooms free"));
  if (option->seats_left >= 0)
    text = add_words(page, text, trace_counted(page, option->seats_left, "%s seat free", "%s seats free"));
  if (option->classes_added > 0)
    text = add_words(page, text, trace_counted(page, option->classes_added, "%s class more", "%s classes more"));
  if (option->rooms_added > 0)
    text = add_words(page, text, trace_counted(page, option->rooms_added, "%s room added", "%s rooms added"));
  return text;
}

static const char *decision_words(const trace_page *page, const jh_trace_option *option) {
  jh_language const speech = page->o->speech;
  bool const runs = option->act == JH_TRACE_RUNS;
  const char *const what = trace_text(page, runs ? jh_text(speech, "%s runs") : jh_text(speech, "%s does not run"),
                                      trace_school_name(page, option->school));
  if (option->chosen) return what;
  const char *const who = trace_text(
      page,
      runs ? jh_text(speech, "%s: %d pupils would attend it")
           : jh_text(speech,
                     "%s: %d of its pupils would go to the nearest school that runs, with space where one has it"),
      what, (int)option->pupils);
  if (page->trace->last_year > page->trace->first_year && option->unplaced == 0)
    return trace_text(page, jh_text(speech, "%s, counted in each year"), who);
  if (option->unplaced == 0) return who;
  return trace_text(page, jh_text(speech, "%s, %d would find none"), who, (int)option->unplaced);
}

const char *trace_option_words(const trace_page *page, const jh_trace_option *option) {
  jh_language const speech = page->o->speech;
  const char *const teacher = trace_teacher_name(page, option->teacher), *const other =
                                                                             trace_teacher_name(page, option->other);
  switch (option->act) {
    case JH_TRACE_STAYS:
      return trace_text(page, jh_text(speech, "%s stays at %s"), teacher, trace_school_name(page, option->from));
    case JH_TRACE_GOES: return goes_words(page, option);
    case JH_TRACE_REPLACES:
      return trace_text(page, jh_text(speech, "%s, and %s stays"), goes_words(page, option), other);
    case JH_TRACE_SWAPS:
      return trace_text(page, jh_text(speech, "%s, and %s takes the other place"), goes_words(page, option), other);
    case JH_TRACE_ATTENDS: return attends_words(page, option);
    case JH_TRACE_CLASS_MORE:
      return trace_text(page,
                        option->rooms_added ? jh_text(speech, "%d, grade %d: one class more, in a new room")
                                            : jh_text(speech, "%d, grade %d: one class more"),
                        (int)option->year, (int)option->first_grade);
    case JH_TRACE_CLASS_FEWER:
      return trace_text(page, jh_text(speech, "%d, grade %d: one class fewer"), (int)option->year,
                        (int)option->first_grade);
    case JH_TRACE_CLOSES:
    case JH_TRACE_RUNS: break;
  }
  return decision_words(page, option);
}
