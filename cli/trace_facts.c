/* What binds, in words: conditions, quotas, posts, classes, rooms. */
#include "trace_words.h"

#include <stdio.h>

static const char *sign_of(const trace_page *page, const jh_trace_fact *fact) {
  if (!fact->judged) return "";
  return fact->met ? jh_text(page->o->speech, "ok") : jh_text(page->o->speech, "NO");
}

/* "; rotation_min_years 6, 教师〔2014〕4号": where the number comes from. */
static const char *source_of(const trace_page *page, const jh_trace_fact *fact) {
  if (!fact->has_key) return "";
  const jh_policy_value *const value = &page->county->policy.values[fact->key];
  return trace_text(page, jh_text(page->o->speech, " [%s %s; %s]"), jh_policy_rule_of(fact->key)->name,
                    value->text ? value->text : "", value->source ? jh_text(page->o->speech, value->source) : "");
}

static const char *condition_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  int const actual = (int)fact->actual, required = (int)fact->required;
  switch (fact->kind) {
    case JH_FACT_SENDER:
      return trace_text(page, jh_text(speech, "teaches at an open public school that is in a town or of quality: %s"),
                        trace_school_name(page, fact->school));
    case JH_FACT_EXEMPT:
      return fact->text ? trace_text(page, jh_text(speech, "is exempt: %s"), fact->text)
                        : jh_text(speech, "is not exempt");
    case JH_FACT_YEARS:
      return trace_text(page, jh_text(speech, "%d years at the school, at least %d asked"), actual, required);
    case JH_FACT_AGE: return trace_text(page, jh_text(speech, "%d years old, at most %d asked"), actual, required);
    case JH_FACT_REST:
      return trace_text(page, jh_text(speech, "rotated in %d, %d years ago, at least %d asked"), (int)fact->of,
                        actual, required);
    default: break;
  }
  return trace_text(page, jh_text(speech, "%d rural schools of the stage within reach"), actual);
}

static const char *roster_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  const char *const school = trace_school_name(page, fact->school), *const subject =
                                                                        fact->subject.i >= 0
                                                                            ? trace_subject_name(page, fact->subject)
                                                                            : "";
  int const actual = (int)fact->actual, required = (int)fact->required, of = (int)fact->of;
  switch (fact->kind) {
    case JH_FACT_LEAVE:
      return trace_text(page, jh_text(speech, "%1$s: %2$d of its %4$d teachers go, at most %3$d may"), school, actual,
                        required, of);
    case JH_FACT_LAST:
      return trace_text(page, jh_text(speech, "%1$s at %2$s: %3$d of %5$d go, at most %4$d may, one stays"), subject,
                        school, actual, required, of);
    case JH_FACT_QUOTA:
      return trace_text(page, jh_text(speech, "the county: %1$d of %3$d eligible teachers go, at least %2$d are due"),
                        actual, required, of);
    case JH_FACT_BACKBONE:
      return trace_text(
          page, jh_text(speech, "the county: %1$d of the %3$d who go are backbone teachers, at least %2$d are due"),
          actual, required, of);
    default: break;
  }
  return trace_text(page, jh_text(speech, "%1$s: %2$d needed, %3$d there, %4$d with those who come"), subject,
                    required, actual, of);
}

static const char *grade_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  const char *const when =
      fact->year ? trace_text(page, jh_text(speech, "%d"), (int)fact->year) : jh_text(speech, "today");
  const char *const limit =
      fact->of > 0 ? trace_text(page, jh_text(speech, ", at most %d a class"), (int)fact->of) : "";
  return trace_text(page, jh_text(speech, "%s, grade %d: %s in %s%s"), when, (int)fact->grade,
                    trace_pupils(page, fact->actual), trace_classes(page, fact->required), limit);
}

static const char *school_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  int const year = (int)fact->year, actual = (int)fact->actual, required = (int)fact->required;
  switch (fact->kind) {
    case JH_FACT_GRADE: return grade_words(page, fact);
    case JH_FACT_ROOMS:
      return trace_text(page, jh_text(speech, "%d: %s, rooms %d, new ones included (%d)"), year,
                        trace_classes(page, fact->actual), required, (int)fact->of);
    case JH_FACT_SEATS: return trace_text(page, jh_text(speech, "%d: pupils %d, seats %d"), year, actual, required);
    case JH_FACT_BEDS: return trace_text(page, jh_text(speech, "%d: boarders %d, beds %d"), year, actual, required);
    case JH_FACT_PROTECTED: return jh_text(speech, "is protected: it runs in every plan");
    case JH_FACT_DECISION: {
      const char *const into =
          fact->school.i >= 0 ? trace_text(page, jh_text(speech, " into %s"), trace_school_name(page, fact->school))
                              : "";
      return trace_text(page, jh_text(speech, "decision: %s%s; %d pupils, %s yuan a year"),
                        fact->text ? jh_label(speech, fact->text, page->o->arena) : "", into, actual,
                        trace_yuan(page, fact->required));
    }
    case JH_FACT_STAY:
    case JH_FACT_CLOSE:
      return trace_text(
          page,
          fact->kind == JH_FACT_STAY
              ? jh_text(speech, "kept, all else planned anew: %s yuan a year in the county, %s pupil-km")
              : jh_text(speech, "closed, all else planned anew: %s yuan a year in the county, %s pupil-km"),
          trace_yuan(page, fact->actual), trace_number(page, fact->of, 3, 3, false));
    default: break;
  }
  return trace_text(page,
                    fact->kind == JH_FACT_COMES ? jh_text(speech, "%d: %s of %s come from %s")
                                                : jh_text(speech, "%d: %s of %s leave for %s"),
                    year, trace_pupils(page, fact->actual), trace_place_name(page, fact->place),
                    trace_school_name(page, fact->school));
}

static const char *words_of(const trace_page *page, const jh_trace_fact *fact) {
  if (fact->kind <= JH_FACT_RECEIVER) return condition_words(page, fact);
  return fact->kind <= JH_FACT_POST ? roster_words(page, fact) : school_words(page, fact);
}

/* Conditions, then what binds: two headings where there are both. */
void trace_print_facts(const trace_page *page) {
  jh_language const speech = page->o->speech;
  int heading = 0;
  for (int32_t i = 0; i < page->trace->fact_count; i++) {
    const jh_trace_fact *const fact = &page->trace->facts[i];
    int const wanted = fact->kind <= JH_FACT_RECEIVER ? 1 : 2;
    if (heading != wanted)
      printf("%s\n", wanted == 1 ? jh_text(speech, "The conditions of rotation")
                                 : jh_text(speech, "The facts and the rules that bind"));
    heading = wanted;
    printf("  %-2s %s%s\n", sign_of(page, fact), words_of(page, fact), source_of(page, fact));
  }
}
