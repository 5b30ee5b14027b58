/* What binds, in words: conditions, quotas, posts, classes, rooms. */
#include "trace_words.h"

#include <stdio.h>

static const char *sign_of(const trace_page *page, const jh_trace_fact *fact) {
  if (!fact->judged) return "";
  return fact->met ? text_of(page->o->speech, "ok", "符合") : text_of(page->o->speech, "NO", "不符");
}

/* "; rotation_min_years 6, 教师〔2014〕4号": where the number comes from. */
static const char *source_of(const trace_page *page, const jh_trace_fact *fact) {
  if (!fact->has_key) return "";
  const jh_policy_value *const value = &page->county->policy.values[fact->key];
  return trace_text(page, text_of(page->o->speech, " [%s %s; %s]", "［%s %s；%s］"),
                    jh_policy_rule_of(fact->key)->name, value->text ? value->text : "",
                    value->source ? jh_said(page->o->speech, value->source, page->o->arena) : "");
}

static const char *condition_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  int const actual = (int)fact->actual, required = (int)fact->required;
  switch (fact->kind) {
    case JH_FACT_SENDER:
      return trace_text(page,
                        text_of(speech, "teaches at an open public school that is in a town or of quality: %s",
                                "任教于在办公办的城镇学校或优质学校：%s"),
                        trace_school_name(page, fact->school));
    case JH_FACT_EXEMPT:
      return fact->text ? trace_text(page, text_of(speech, "is exempt: %s", "免交流：%s"), fact->text)
                        : text_of(speech, "is not exempt", "无免交流原因");
    case JH_FACT_YEARS:
      return trace_text(
          page, text_of(speech, "%d years at the school, at least %d asked", "本校任教 %d 年，要求至少 %d 年"),
          actual, required);
    case JH_FACT_AGE:
      return trace_text(page, text_of(speech, "%d years old, at most %d asked", "年龄 %d 岁，要求不超过 %d 岁"),
                        actual, required);
    case JH_FACT_REST:
      return trace_text(page,
                        text_of(speech, "rotated in %d, %d years ago, at least %d asked",
                                "%d 年交流过，距今 %d 年，要求至少 %d 年"),
                        (int)fact->of, actual, required);
    default: break;
  }
  return trace_text(
      page, text_of(speech, "%d rural schools of the stage within reach", "可到达的同学段乡村学校 %d 所"), actual);
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
      return trace_text(page,
                        text_of(speech, "%1$s: %2$d of its %4$d teachers go, at most %3$d may",
                                "%1$s：%4$d 名教师中派出 %2$d 人，最多 %3$d 人"),
                        school, actual, required, of);
    case JH_FACT_LAST:
      return trace_text(page,
                        text_of(speech, "%1$s at %2$s: %3$d of %5$d go, at most %4$d may, one stays",
                                "%2$s 的%1$s：%5$d 人中派出 %3$d 人，最多 %4$d 人，须留 1 人"),
                        subject, school, actual, required, of);
    case JH_FACT_QUOTA:
      return trace_text(page,
                        text_of(speech, "the county: %1$d of %3$d eligible teachers go, at least %2$d are due",
                                "全县：符合条件 %3$d 人，交流 %1$d 人，至少 %2$d 人"),
                        actual, required, of);
    case JH_FACT_BACKBONE:
      return trace_text(
          page,
          text_of(speech, "the county: %1$d of the %3$d who go are backbone teachers, at least %2$d are due",
                  "全县：交流 %3$d 人中骨干 %1$d 人，至少 %2$d 人"),
          actual, required, of);
    default: break;
  }
  return trace_text(page,
                    text_of(speech, "%1$s: %2$d needed, %3$d there, %4$d with those who come",
                            "%1$s：需要 %2$d 人，现有 %3$d 人，交流后 %4$d 人"),
                    subject, required, actual, of);
}

static const char *grade_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  const char *const when = fact->year ? trace_text(page, text_of(speech, "%d", "%d 学年"), (int)fact->year)
                                      : text_of(speech, "today", "现状");
  const char *const limit =
      fact->of > 0 ? trace_text(page, text_of(speech, ", at most %d a class", "，每班至多 %d 人"), (int)fact->of)
                   : "";
  return trace_text(page, text_of(speech, "%s, grade %d: %s in %s%s", "%s %d 年级：%s，%s%s"), when, (int)fact->grade,
                    trace_pupils(page, fact->actual), trace_classes(page, fact->required), limit);
}

static const char *school_words(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  int const year = (int)fact->year, actual = (int)fact->actual, required = (int)fact->required;
  switch (fact->kind) {
    case JH_FACT_GRADE: return grade_words(page, fact);
    case JH_FACT_ROOMS:
      return trace_text(page,
                        text_of(speech, "%d: %s, rooms %d, new ones included (%d)",
                                "%d 学年：%s，教室 %d 间（含新增或可增 %d 间）"),
                        year, trace_classes(page, fact->actual), required, (int)fact->of);
    case JH_FACT_SEATS:
      return trace_text(page, text_of(speech, "%d: pupils %d, seats %d", "%d 学年：%d 人，学位 %d 个"), year, actual,
                        required);
    case JH_FACT_BEDS:
      return trace_text(page, text_of(speech, "%d: boarders %d, beds %d", "%d 学年：寄宿 %d 人，床位 %d 张"), year,
                        actual, required);
    case JH_FACT_PROTECTED: return text_of(speech, "is protected: it runs in every plan", "必须保留：任何方案都开办");
    case JH_FACT_DECISION: {
      const char *const into = fact->school.i >= 0 ? trace_text(page, text_of(speech, " into %s", "，并入 %s"),
                                                                trace_school_name(page, fact->school))
                                                   : "";
      return trace_text(page,
                        text_of(speech, "decision: %s%s; %d pupils, %s yuan a year", "决定：%s%s；%d 人，每年 %s 元"),
                        fact->text ? jh_label(speech, fact->text, page->o->arena) : "", into, actual,
                        trace_yuan(page, fact->required));
    }
    case JH_FACT_STAY:
    case JH_FACT_CLOSE:
      return trace_text(
          page,
          fact->kind == JH_FACT_STAY
              ? text_of(speech, "kept, all else planned anew: %s yuan a year in the county, %s pupil-km",
                        "保留且其余重新规划：全县每年 %s 元，%s 人公里")
              : text_of(speech, "closed, all else planned anew: %s yuan a year in the county, %s pupil-km",
                        "不开办且其余重新规划：全县每年 %s 元，%s 人公里"),
          trace_yuan(page, fact->actual), trace_number(page, fact->of, 3, 3, false));
    default: break;
  }
  return trace_text(page,
                    fact->kind == JH_FACT_COMES
                        ? text_of(speech, "%d: %s of %s come from %s", "%d 学年：%s，%s，来自 %s")
                        : text_of(speech, "%d: %s of %s leave for %s", "%d 学年：%s，%s，去往 %s"),
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
      printf("%s\n", wanted == 1 ? text_of(speech, "The conditions of rotation", "交流条件")
                                 : text_of(speech, "The facts and the rules that bind", "现状与约束"));
    heading = wanted;
    printf("  %-2s %s%s\n", sign_of(page, fact), words_of(page, fact), source_of(page, fact));
  }
}
