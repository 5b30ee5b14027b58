/* The choice, the other choices with their price, and what would have to change. */
#include "trace_words.h"

#include <stdio.h>
#include <string.h>

static void print_rules(const trace_page *page, const jh_trace_price *price) {
  jh_language const speech = page->o->speech;
  for (int32_t i = 0; i < price->broken_count; i++) {
    const jh_audit_row *const row = &price->broken[i];
    printf(text_of(speech, "      breaks %s (%s): %s; %s%s%s\n", "      违反%s（%s）：%s；%s%s%s\n"),
           jh_label(speech, row->rule, page->o->arena), jh_said(speech, row->scope, page->o->arena),
           jh_said(speech, row->required, page->o->arena), jh_said(speech, row->achieved, page->o->arena),
           *row->source ? text_of(speech, "; ", "；") : "", row->source);
  }
  for (int32_t i = 0; i < price->mended_count; i++)
    printf(text_of(speech, "      keeps %s (%s), which the plan breaks\n", "      满足方案未满足的%s（%s）\n"),
           jh_label(speech, price->mended[i].rule, page->o->arena),
           jh_said(speech, price->mended[i].scope, page->o->arena));
}

static void print_priced(const trace_page *page, const jh_trace_option *option) {
  printf("  %s\n      %s\n", trace_option_words(page, option), trace_price_words(page, &option->price));
  print_rules(page, &option->price);
}

/* The lists that can be long are cut on the page: of places each school is shown, of the others the best. */
static int most_shown(jh_trace_act act) {
  switch (act) {
    case JH_TRACE_GOES: return 10;
    case JH_TRACE_REPLACES:
    case JH_TRACE_SWAPS: return 4;
    default: return 1000000;
  }
}

void trace_print_options(const trace_page *page) {
  jh_language const speech = page->o->speech;
  const jh_trace *const trace = page->trace;
  int shown[JH_TRACE_RUNS + 1] = {0}, hidden = 0;
  int heading = 0;
  for (int32_t i = 0; i < trace->option_count; i++) {
    const jh_trace_option *const option = &trace->options[i];
    int const wanted = option->chosen ? 1 : 2;
    if (option->suppose != JH_SUPPOSE_NOTHING) continue;
    if (heading != wanted)
      printf("%s\n",
             wanted == 1
                 ? text_of(speech, "The choice", "方案的选择")
                 : text_of(speech, "Other choices: the price of each one change alone, all else as in the plan",
                           "其他选择：仅作这一处改变、其余不变时的代价"));
    heading = wanted;
    if (option->chosen)
      printf("  %s\n", trace_option_words(page, option));
    else if (shown[option->act]++ < most_shown(option->act))
      print_priced(page, option);
    else
      hidden++;
  }
  if (hidden > 0)
    printf(text_of(speech, "  and %d more, none of them better than those shown; --json lists all\n",
                   "  另有 %d 项，均不优于所列；--json 列出全部\n"),
           hidden);
}

/* ---- what would have to change ---- */

/* The policy value that the condition would need. */
static void print_condition(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  if (fact->has_key)
    printf(text_of(speech, "  %s %lld instead of %lld\n", "  %s 取 %lld 而不是 %lld\n"),
           jh_policy_rule_of(fact->key)->name, (long long)fact->actual, (long long)fact->required);
  else if (fact->kind == JH_FACT_EXEMPT)
    printf("%s\n", text_of(speech, "  the exemption would have to go", "  取消免交流原因"));
  else if (fact->kind == JH_FACT_SENDER)
    printf("%s\n", text_of(speech, "  only teachers of open public schools in a town, or of quality, are sent",
                           "  只有在办公办的城镇学校或优质学校教师参加交流"));
  else
    printf("%s\n", text_of(speech, "  a rural school of the stage would have to be within reach",
                           "  须有可到达的同学段乡村学校"));
}

/* A rule that leaves no room for one more. */
static void print_full(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  if (fact->kind == JH_FACT_LEAVE && fact->actual >= fact->required && fact->of > 0) {
    int64_t const share = ((fact->actual + 1) * 100000 + fact->of - 1) / fact->of;
    printf(
        text_of(speech, "  for one more from %s: another of its teachers stays, or max_leave_share is at least %s\n",
                "  %s 再派一人：须有本校另一名教师留任，或 max_leave_share 至少为 %s\n"),
        trace_school_name(page, fact->school), trace_number(page, share, 3, 3, false));
  }
  if (fact->kind == JH_FACT_LAST && fact->actual >= fact->required)
    printf(text_of(speech, "  for one more of %s to go, %s needs another teacher of the subject\n",
                   "  %s教师再派一人：%s 须增一名该学科教师\n"),
           trace_subject_name(page, fact->subject), trace_school_name(page, fact->school));
}

static void print_best(const trace_page *page, const jh_trace_option *option, const char *when) {
  printf("  %s%s\n      %s\n", when, trace_option_words(page, option), trace_price_words(page, &option->price));
  print_rules(page, &option->price);
}

static void print_suppositions(const trace_page *page) {
  jh_language const speech = page->o->speech;
  bool told[JH_SUPPOSE_CONDITIONS + 1] = {false};
  for (int32_t i = 0; i < page->trace->option_count; i++) {
    const jh_trace_option *const option = &page->trace->options[i];
    if (option->suppose == JH_SUPPOSE_NOTHING || told[option->suppose]) continue;
    told[option->suppose] = true;
    const char *const when =
        option->suppose == JH_SUPPOSE_CONDITIONS
            ? text_of(speech, "then, at best: ", "此时最好为：")
            : trace_text(page, text_of(speech, "with one more post of %s at %s: ", "若%2$s增加一个%1$s岗位："),
                         trace_subject_name(page, option->subject), trace_school_name(page, option->school));
    print_best(page, option, when);
  }
}

/* Of each block the best that breaks no rule, in one line: what the plan would have to accept. */
static void print_next_best(const trace_page *page) {
  jh_language const speech = page->o->speech;
  const jh_trace_option *chosen = NULL;
  for (int32_t i = 0; i < page->trace->option_count; i++) {
    const jh_trace_option *const option = &page->trace->options[i];
    if (option->suppose != JH_SUPPOSE_NOTHING) continue;
    if (option->chosen) {
      chosen = option;
      continue;
    }
    if (!chosen) continue;
    const jh_trace_price *const price = &option->price;
    if (price->broken_count > 0)
      printf(text_of(speech, "  for “%s”: another plan, or the rule broken above would have to give way\n",
                     "  若选“%s”：须另作方案，或放宽上述被违反的规则\n"),
             trace_option_words(page, option));
    else
      printf(text_of(speech, "  for “%s” one would have to accept: %s\n", "  若选“%s”，须接受：%s\n"),
             trace_option_words(page, option), trace_price_words(page, price));
    chosen = NULL;
  }
}

static void print_all(const trace_page *page) {
  const jh_trace *const trace = page->trace;
  bool const teacher = trace->kind == JH_TRACE_TEACHER;
  for (int32_t i = 0; i < trace->fact_count; i++) {
    const jh_trace_fact *const fact = &trace->facts[i];
    if (fact->kind <= JH_FACT_RECEIVER && fact->judged && !fact->met) print_condition(page, fact);
    if (teacher) print_full(page, fact);
  }
  print_next_best(page);
  print_suppositions(page);
}

void trace_print_changes(const trace_page *page) {
  jh_language const speech = page->o->speech;
  if (page->trace->option_count < 2 && (page->trace->kind != JH_TRACE_TEACHER || page->trace->eligible)) return;
  printf("%s\n", text_of(speech, "What would have to change", "改变选择的条件"));
  print_all(page);
  if (page->trace->proven)
    printf("%s\n",
           text_of(speech,
                   "The plan is proven to be the best in the order of its goals: whoever wants another choice "
                   "has to change the tables or the policy, or accept its price.",
                   "方案已证明在目标次序下最优：若要别的选择，须改变数据或政策参数，或接受其代价。"));
}
