/* The choice, the other choices with their price, and what would have to change. */
#include "trace_words.h"

#include <stdio.h>
#include <string.h>

/* A rule broken about many things is told once, with how many. */
static int32_t repeats(const jh_trace_price *price, int32_t i) {
  int32_t more = 0;
  if (i > 0 && strcmp(price->broken[i - 1].rule, price->broken[i].rule) == 0) return -1;
  while (i + more + 1 < price->broken_count && strcmp(price->broken[i + more + 1].rule, price->broken[i].rule) == 0)
    more++;
  return more;
}

static void print_rules(const trace_page *page, const jh_trace_price *price) {
  jh_language const speech = page->o->speech;
  for (int32_t i = 0; i < price->broken_count; i++) {
    const jh_audit_row *const row = &price->broken[i];
    int32_t const more = repeats(price, i);
    if (more < 0) continue;
    printf(jh_text(speech, "      breaks %s%s%s"), trace_rule_words(page, row),
           *row->source ? jh_text(speech, "; ") : "", jh_text(speech, row->source));
    if (more > 0) printf(jh_text(speech, "; and %d times more"), (int)more);
    printf("\n");
  }
  for (int32_t i = 0; i < price->mended_count; i++)
    printf(jh_text(speech, "      keeps %s, which the plan breaks\n"), trace_rule_words(page, &price->mended[i]));
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

static const char *other_heading(const trace_page *page) {
  return jh_text(page->o->speech,
                 page->trace->kind == JH_TRACE_PLACE
                     ? JH_N("Other choices, of the nearest schools: the price of each one change alone, all else as "
                            "in the plan")
                     : JH_N("Other choices: the price of each one change alone, all else as in the plan"));
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
    if (heading != wanted) printf("%s\n", wanted == 1 ? jh_text(speech, "The choice") : other_heading(page));
    heading = wanted;
    if (option->chosen)
      printf("  %s\n", trace_option_words(page, option));
    else if (shown[option->act]++ < most_shown(option->act))
      print_priced(page, option);
    else
      hidden++;
  }
  if (hidden > 0) printf(jh_text(speech, "  and %d more, further down the same order; --json lists all\n"), hidden);
}

/* ---- what would have to change ---- */

/* The policy value that the condition would need. */
static void print_condition(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  if (fact->has_key)
    printf(jh_text(speech, "  %s %lld instead of %lld\n"), jh_policy_rule_of(fact->key)->name,
           (long long)fact->actual, (long long)fact->required);
  else if (fact->kind == JH_FACT_EXEMPT)
    printf("%s\n", jh_text(speech, "  the exemption would have to go"));
  else if (fact->kind == JH_FACT_SENDER)
    printf("%s\n", jh_text(speech, "  only teachers of open public schools in a town, or of quality, are sent"));
  else
    printf("%s\n", jh_text(speech, "  a rural school of the stage would have to be within reach"));
}

/* A rule that leaves no room for one more. */
static void print_full(const trace_page *page, const jh_trace_fact *fact) {
  jh_language const speech = page->o->speech;
  if (fact->kind == JH_FACT_LEAVE && fact->actual >= fact->required && fact->of > 0) {
    int64_t const share = ((fact->actual + 1) * 100000 + fact->of - 1) / fact->of;
    printf(
        jh_text(speech, "  for one more from %s: another of its teachers stays, or max_leave_share is at least %s\n"),
        trace_school_name(page, fact->school), trace_number(page, share, 3, 3, false));
  }
  if (fact->kind == JH_FACT_LAST && fact->actual >= fact->required)
    printf(jh_text(speech, "  for one more of %s to go, %s needs another teacher of the subject\n"),
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
            ? jh_text(speech, "then, at best: ")
            : trace_text(page, jh_text(speech, "with one more post of %s at %s: "),
                         trace_subject_name(page, option->subject), trace_school_name(page, option->school));
    print_best(page, option, when);
  }
}

/* A class more or fewer is no other choice of the whole school: it is priced above. */
static bool is_of_classes(const jh_trace_option *option) {
  return option->act == JH_TRACE_CLASS_MORE || option->act == JH_TRACE_CLASS_FEWER;
}

/* Of each block (after its choice): what would be better but for a rule, and the best that breaks none. */
static void print_block(const trace_page *page, int32_t from, int32_t end) {
  jh_language const speech = page->o->speech;
  const jh_trace_option *next = NULL, *barred = NULL;
  for (int32_t i = from; i < end; i++) {
    const jh_trace_option *const option = &page->trace->options[i];
    if (option->chosen || option->suppose != JH_SUPPOSE_NOTHING || is_of_classes(option)) continue;
    if (option->price.broken_count == 0 && !next) next = option;
    if (option->price.broken_count > 0 && option->price.better && !barred) barred = option;
  }
  if (barred)
    printf(jh_text(speech, "  “%s” would be better (%s) but for the rule %s\n"), trace_option_words(page, barred),
           trace_goal_words(page, &barred->price), trace_rule_words(page, &barred->price.broken[0]));
  if (next)
    printf(jh_text(speech, "  “%s” costs least; one would have to accept: %s\n"), trace_option_words(page, next),
           trace_goal_words(page, &next->price));
  if (!next && from < end)
    printf("%s\n",
           jh_text(speech, "  no other choice keeps every rule by itself: it takes another plan, or other rules"));
}

/* After its choice (and before the next) there is another that the choice was made against. */
static bool tells_options(const trace_page *page, int32_t from, int32_t end) {
  for (int32_t i = from; i < end; i++)
    if (!page->trace->options[i].chosen && page->trace->options[i].suppose == JH_SUPPOSE_NOTHING &&
        !is_of_classes(&page->trace->options[i]))
      return true;
  return false;
}

static void print_blocks(const trace_page *page) {
  int32_t const count = page->trace->option_count;
  for (int32_t from = 0; from < count;) {
    int32_t end = from + 1;
    while (end < count && !(page->trace->options[end].chosen && !page->trace->options[end - 1].chosen)) end++;
    if (page->trace->options[from].chosen && tells_options(page, from, end)) print_block(page, from, end);
    from = end;
  }
}

/* alternatives.csv: the same decision the other way, and everything else planned for it. */
static void print_replanned(const trace_page *page) {
  jh_language const speech = page->o->speech;
  const jh_trace *const trace = page->trace;
  int64_t stay = -1, close = -1;
  bool runs = false;
  for (int32_t i = 0; i < trace->fact_count; i++) {
    if (trace->facts[i].kind == JH_FACT_STAY) stay = trace->facts[i].actual;
    if (trace->facts[i].kind == JH_FACT_CLOSE) close = trace->facts[i].actual;
  }
  for (int32_t i = 0; i < trace->option_count; i++)
    if (trace->options[i].chosen) runs = trace->options[i].act == JH_TRACE_RUNS;
  if (stay < 0 || close < 0) return;
  printf(jh_text(speech, "  with all else planned anew for it: yuan a year %s\n"),
         trace_number(page, runs ? close - stay : stay - close, 2, 2, true));
}

static void print_all(const trace_page *page) {
  const jh_trace *const trace = page->trace;
  bool const teacher = trace->kind == JH_TRACE_TEACHER;
  for (int32_t i = 0; i < trace->fact_count; i++) {
    const jh_trace_fact *const fact = &trace->facts[i];
    if (fact->kind <= JH_FACT_RECEIVER && fact->judged && !fact->met) print_condition(page, fact);
    if (teacher) print_full(page, fact);
  }
  print_blocks(page);
  print_replanned(page);
  print_suppositions(page);
}

static bool has_changes(const jh_trace *trace) {
  bool chosen = false, other = false;
  for (int32_t i = 0; i < trace->option_count; i++) {
    chosen |= trace->options[i].chosen;
    other |= !trace->options[i].chosen;
  }
  return (chosen && other) || (trace->kind == JH_TRACE_TEACHER && !trace->eligible);
}

void trace_print_changes(const trace_page *page) {
  jh_language const speech = page->o->speech;
  if (!has_changes(page->trace)) return;
  printf("%s\n", jh_text(speech, "What would have to change"));
  print_all(page);
  if (page->trace->proven)
    printf("%s\n",
           jh_text(speech,
                   "The plan is proven to be the best in the order of its goals: whoever wants another choice "
                   "has to change the tables or the policy, or accept its price."));
}
