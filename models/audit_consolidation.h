/* audit_consolidation.h - what the parts of the audit of consolidate share. Money is in millionths of a fen. */
#ifndef JUNHENG_MODELS_AUDIT_CONSOLIDATION_H
#define JUNHENG_MODELS_AUDIT_CONSOLIDATION_H

#include "audit_book.h"

enum { AUDIT_MICROFEN = 1000000, AUDIT_MOST_BANDS = JH_GRADES };

/* Wide: an edited plan may hold any number. */
typedef __int128 audit_wide;

/* The rows of costs.csv before the total. */
typedef enum audit_cost {
  AUDIT_FIXED,
  AUDIT_PUBLIC_FUNDS,
  AUDIT_BOARDING,
  AUDIT_TEACHERS,
  AUDIT_BUS,
  AUDIT_ONE_OFF,
  AUDIT_TRAVEL,
  AUDIT_COSTS
} audit_cost;

/* What a school holds and costs a year, today or under the plan. */
typedef struct audit_site {
  bool runs;
  int64_t load[JH_GRADES + 1]; /* pupils by grade */
  int64_t pupils, boarders, classes, added;
  audit_wide one_off_fen; /* once, not a year */
  audit_wide cost[AUDIT_COSTS];
} audit_site;

typedef struct consolidation {
  audit_book book;
  int32_t limit; /* of a class; 0: none in force */
  grade_band bands[AUDIT_MOST_BANDS];
  int32_t band_count;
  int32_t *row_of; /* school -> row of schools.csv; -1: none */
  audit_site *plan, *today;
  audit_wide pupil_mm; /* of the plan */
} consolidation;

static inline void audit_judge(audit_tally *tally, bool good, const char *scope, const char *required,
                               const char *achieved) {
  if (good)
    audit_tally_good(tally);
  else
    audit_tally_bad(tally, scope, required, achieved ? achieved : "empty");
}

/* ---- audit_costs.c ---- */

void audit_price_plan(consolidation *c);
/* False: no memory. */
bool audit_price_today(consolidation *c);
/* Half up. */
int64_t audit_fen(audit_wide microfen);
audit_wide audit_total(const consolidation *c, const audit_site *sites);
const char *audit_yuan_text(auditor *a, int64_t fen);
void audit_check_costs(const consolidation *c);

/* ---- audit_affected.c ---- */

/* The band of a grade, -1: none. */
int32_t audit_band_of(const consolidation *c, int32_t grade);
void audit_check_affected(const consolidation *c);
void audit_check_alternatives(const consolidation *c);

#endif
