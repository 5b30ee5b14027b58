/* Rows of the audit and how they count. */
#include "audit_inner.h"

#include <stdarg.h>

__attribute__((format(printf, 2, 0))) static const char *formatted(auditor *a, const char *format, va_list args) {
  const char *const text = jh_arena_vprintf(a->arena, format, args);
  if (!text) a->no_memory = true;
  return text ? text : "";
}

const char *audit_text(auditor *a, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *const text = formatted(a, format, args);
  va_end(args);
  return text;
}

const char *audit_say(auditor *a, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *const text = formatted(a, jh_text(a->problems->language, format), args);
  va_end(args);
  return text;
}

void audit_add(auditor *a, audit_kind kind, bool met, const char *rule, const char *scope, const char *required,
               const char *achieved, const char *source) {
  jh_audit *const audit = a->audit;
  jh_audit_row *const rows = jh_arena_grow(a->arena, audit->rows, &audit->capacity, audit->count + 1, sizeof *rows);
  if (!rows) {
    a->no_memory = true;
    return;
  }
  audit->rows = rows;
  jh_language const language = a->problems->language;
  bool const judged = kind != AUDIT_INFORMATIVE;
  rows[audit->count++] = (jh_audit_row){.rule = rule,
                                        .scope = scope,
                                        .required = jh_text(language, required),
                                        .achieved = jh_text(language, achieved),
                                        .met = !judged ? JH_AUDIT_INFORMATION
                                               : met   ? JH_AUDIT_MET
                                                       : JH_AUDIT_NOT_MET,
                                        .source = source,
                                        .consistency = kind == AUDIT_CONSISTENCY};
  if (met || !judged) return;
  if (kind == AUDIT_CONSISTENCY)
    audit->inconsistencies++;
  else
    audit->unmet_rules++;
  if (kind == AUDIT_HARD) a->hard_unmet++;
}

audit_tally audit_tally_begin(auditor *a, audit_kind kind, const char *rule, const char *required,
                              const char *source) {
  return (audit_tally){.a = a, .kind = kind, .rule = rule, .required = required, .source = source};
}

void audit_tally_good(audit_tally *tally) { tally->checked++; }

void audit_tally_bad(audit_tally *tally, const char *scope, const char *required, const char *achieved) {
  tally->checked++;
  tally->broken++;
  audit_add(tally->a, tally->kind, false, tally->rule, scope, required ? required : tally->required, achieved,
            tally->source);
}

void audit_tally_end(audit_tally *tally) {
  if (tally->broken > 0 || tally->checked == 0) return;
  audit_add(tally->a, tally->kind, true, tally->rule, "county", tally->required,
            audit_say(tally->a, "all %lld", (long long)tally->checked), tally->source);
}

const char *audit_policy_source(const auditor *a, jh_policy_key key) {
  const char *const source = a->policy->values[key].source;
  return source ? source : "";
}
