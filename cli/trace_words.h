/* trace_words.h - a trace in words and as JSON: the parts of the command. */
#ifndef JUNHENG_CLI_TRACE_WORDS_H
#define JUNHENG_CLI_TRACE_WORDS_H

#include "commands.h"
#include "junheng/io/report.h"
#include "junheng/scenarios/trace.h"

typedef struct trace_page {
  const options *o;
  const jh_traced *traced;
  const jh_county *county;
  const jh_trace *trace;
} trace_page;

/* ---- trace_words.c: in the arena, never NULL ---- */

__attribute__((format(printf, 2, 3))) const char *trace_text(const trace_page *page, const char *format, ...);
/* "河边小学 (S04)"; "no school" for none. */
const char *trace_school_name(const trace_page *page, jh_school_ix school);
const char *trace_place_name(const trace_page *page, jh_place_ix place);
const char *trace_teacher_name(const trace_page *page, jh_teacher_ix teacher);
const char *trace_subject_name(const trace_page *page, jh_subject_ix subject);
const char *trace_mode_name(const trace_page *page, jh_mode mode);
/* "1 pupil", "5 pupils", "5 人": words with one %s; Chinese has one form, that of many. */
const char *trace_counted(const trace_page *page, int64_t count, const char *one, const char *many);
const char *trace_pupils(const trace_page *page, int64_t pupils);
const char *trace_classes(const trace_page *page, int64_t classes);
/* value / 10^digits with at most `most` digits after the point, "+" in front where `sign`. */
const char *trace_number(const trace_page *page, int64_t value, int digits, int most, bool sign);
const char *trace_yuan(const trace_page *page, int64_t fen);
const char *trace_km(const trace_page *page, int64_t mm);
/* The goals that change: "posts left empty +1, teacher-km -3.2". */
const char *trace_goal_words(const trace_page *page, const jh_trace_price *price);
/* The same with the verdict: "worse: ...". */
const char *trace_price_words(const trace_page *page, const jh_trace_price *price);
/* "backbone (the whole county): 2 (20 %); 1 / 6". */
const char *trace_rule_words(const trace_page *page, const jh_audit_row *row);
/* What is tried: "王涛 (T002) goes in her place". */
const char *trace_option_words(const trace_page *page, const jh_trace_option *option);

/* ---- the parts ---- */

void trace_print_lines(const trace_page *page);   /* trace.c */
void trace_print_facts(const trace_page *page);   /* trace_facts.c */
void trace_print_options(const trace_page *page); /* trace_options.c */
void trace_print_changes(const trace_page *page); /* trace_options.c */
void trace_print_json(const trace_page *page);    /* trace_json.c */

#endif
