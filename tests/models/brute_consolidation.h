/* brute_consolidation.h - every plan of a tiny county, judged by docs/decisions.md alone: shares no code with the
 * model.  Money is in millionths of a fen. */
#ifndef JUNHENG_TESTS_BRUTE_CONSOLIDATION_H
#define JUNHENG_TESTS_BRUTE_CONSOLIDATION_H

#include "tiny_consolidation.h"

#define BRUTE_YUAN INT64_C(100000000)
enum { BRUTE_MOVERS = TINY_PLACES * TINY_BANDS };

/* A place x band whole, or pupils of a place x grade one by one. */
typedef struct brute_mover {
  int place, band, count;
  int load[TINY_GRADES + 1]; /* of one */
} brute_mover;

typedef struct brute {
  const tiny *t;
  brute_mover mover[BRUTE_MOVERS];
  int movers;
  int at[BRUTE_MOVERS][TINY_SITES]; /* how many of it at each site */
  int load[TINY_SITES][TINY_GRADES + 1];
  int boarders[TINY_SITES];
  int64_t pairs;               /* cost of the ways so far */
  int64_t pupil_mm;            /* and their length */
  int forced_open, forced_out; /* sites, bit by bit */
  bool found;
  int64_t best;
  int64_t plans;
  void (*hear)(struct brute *b, int64_t cost); /* of every plan that keeps the rules; or NULL */
  void *listener;
} brute;

static inline int64_t brute_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

static inline int brute_band(const tiny *t, int grade) {
  if (t->policy.bands == 2) return 0;
  return t->policy.bands == 1 ? grade > 6 : (grade - 1) / 3;
}

/* 0 walk, 1 bus, 2 board, -1 no way. */
static inline int brute_mode(const tiny *t, int p, int s, int grade) {
  static const int ride[] = {30, 40, 60};
  int const walk_tenths = t->policy.walk_tenths < 0 ? 20 : t->policy.walk_tenths; /* 30 minutes at 4 km/h */
  if (t->km_tenths[p][s] <= walk_tenths) return 0;
  if (t->minutes[p][s] <= ride[(grade - 1) / 3]) return 1;
  return grade >= t->policy.board_grade && t->site[s].beds > 0 ? 2 : -1;
}

/* Adds `sign` x `n` of a mover to a site; false (and nothing done) where it cannot go. */
static inline bool brute_put(brute *b, int m, int s, int n, int sign) {
  const tiny *const t = b->t;
  const brute_mover *const mover = &b->mover[m];
  int pupils_all = 0;
  for (int g = 1; g <= TINY_GRADES; g++) {
    pupils_all += mover->load[g];
    if (mover->load[g] > 0 && (g < t->site[s].first || g > t->site[s].last)) return false;
    if (mover->load[g] > 0 && brute_mode(t, mover->place, s, g) < 0) return false;
  }
  if (pupils_all == 0) { /* an empty place belongs where the band's first grade is taught */
    int const first = t->policy.bands == 0 ? 3 * mover->band + 1 : t->policy.bands == 1 ? 6 * mover->band + 1 : 1;
    if (first < t->site[s].first || first > t->site[s].last) return false;
  }
  int64_t const mm = (int64_t)t->km_tenths[mover->place][s] * 100000;
  for (int g = 1; g <= TINY_GRADES; g++) {
    int64_t const pupils = (int64_t)sign * n * mover->load[g];
    if (pupils == 0) continue;
    int const mode = brute_mode(t, mover->place, s, g);
    b->load[s][g] += (int)pupils;
    b->pairs += pupils * (g <= 6 ? 600 : 800) * BRUTE_YUAN;
    if (mode == 2) b->boarders[s] += (int)pupils;
    if (mode == 2) b->pairs += pupils * 200 * BRUTE_YUAN;
    if (mode == 1) b->pairs += pupils * mm * 2 * t->policy.days * t->policy.bus_tenths * 10; /* mm x fen/km */
    b->pairs += pupils * mm * t->policy.travel * 100;
    b->pupil_mm += pupils * mm;
  }
  b->at[m][s] += sign * n;
  return true;
}

/* ---- a finished plan ---- */

static inline int64_t brute_posts(const tiny *t, const tiny_site *site, const int *load, int first, int last) {
  int64_t pupils = 0, classes = 0;
  for (int g = first; g <= last; g++) {
    pupils += load[g];
    classes += brute_up(load[g], t->policy.limit);
  }
  int64_t const ratio_tenths = first == 1 ? 190 : 135;
  int64_t const by_pupils = brute_up(10 * pupils, ratio_tenths);
  int64_t const by_classes = brute_up(classes * t->policy.per_class_tenths, 10);
  return (site->rural || site->point) && by_classes > by_pupils ? by_classes : by_pupils;
}

/* The cost of a running site, or -1 when it breaks a rule. */
static inline int64_t brute_site(const brute *b, int s) {
  const tiny *const t = b->t;
  const tiny_site *const site = &t->site[s];
  int64_t pupils = 0, classes = 0, added = 0;
  for (int g = 1; g <= TINY_GRADES; g++) {
    pupils += b->load[s][g];
    classes += brute_up(b->load[s][g], t->policy.limit);
  }
  if (site->rooms >= 0 && classes > site->rooms) added = classes - site->rooms;
  if (added > site->added || b->boarders[s] > site->beds || pupils < t->policy.least) return -1;
  if (site->seats >= 0 && pupils > site->seats) return -1;
  int64_t cost = site->fixed * BRUTE_YUAN;
  int64_t const one_off = (added * site->room + (site->status ? site->opening : 0)) * BRUTE_YUAN;
  cost += (2 * one_off + t->policy.years) / (2 * t->policy.years);
  cost +=
      t->policy.pay * BRUTE_YUAN * (brute_posts(t, site, b->load[s], 1, 6) + brute_posts(t, site, b->load[s], 7, 9));
  if ((site->rural || site->point) && pupils > 0 && pupils < t->policy.floor)
    cost += (t->policy.floor - pupils) * (site->first <= 6 ? 600 : 800) * BRUTE_YUAN;
  return cost;
}

static inline int brute_owner(const brute *b, int place, int band) {
  for (int m = 0; m < b->movers; m++)
    for (int s = 0; s < b->t->sites; s++)
      if (b->mover[m].place == place && b->mover[m].band == band && b->at[m][s] > 0) return s;
  return -1;
}

/* Connected, and holding the site's own place; where two sites share it, touching it is enough for the other. */
static inline bool brute_catchment(const brute *b, int s, int band, int running) {
  const tiny *const t = b->t;
  int const first = t->policy.bands == 0 ? 3 * band + 1 : t->policy.bands == 1 ? 6 * band + 1 : 1;
  int const home = t->site[s].home, owner = brute_owner(b, home, band);
  bool const shared = owner >= 0 && owner != s && t->site[owner].home == home;
  int members = 0, reached = 0;
  bool seen[TINY_PLACES] = {false}, touches = false;
  for (int p = 0; p < t->places; p++) members += brute_owner(b, p, band) == s;
  if (members == 0) return shared || !(running >> s & 1) || first < t->site[s].first || first > t->site[s].last;
  for (int p = 0; p < t->places && reached == 0; p++)
    if (brute_owner(b, p, band) == s) seen[p] = true, reached = 1;
  for (bool again = true; again;) {
    again = false;
    for (int p = 0; p < t->places; p++)
      for (int q = 0; q < t->places; q++)
        if (seen[p] && t->adjacent[p][q] && !seen[q] && brute_owner(b, q, band) == s)
          seen[q] = true, reached++, again = true;
  }
  for (int p = 0; p < t->places; p++) touches = touches || (seen[p] && t->adjacent[p][home]);
  return reached == members && (owner == s || (shared && touches));
}

static inline void brute_judge(brute *b) {
  const tiny *const t = b->t;
  int used = 0, must = b->forced_open;
  int64_t cost[TINY_SITES];
  for (int s = 0; s < t->sites; s++) {
    for (int m = 0; m < b->movers; m++) used |= (b->at[m][s] > 0) << s;
    if (t->site[s].is_protected || (!t->site[s].is_public && t->site[s].status == 0)) must |= 1 << s;
    cost[s] = brute_site(b, s);
  }
  for (int running = 0; running < 1 << t->sites; running++) {
    int64_t total = b->pairs;
    bool fits = (running & used) == used && (running & must) == must && !(running & b->forced_out);
    if (t->policy.number >= 0 && __builtin_popcount((unsigned)running) != t->policy.number) fits = false;
    for (int s = 0; s < t->sites && fits; s++) {
      if (!(running >> s & 1)) continue;
      fits = cost[s] >= 0;
      total += cost[s];
    }
    for (int s = 0; s < t->sites && fits && t->policy.contiguous; s++)
      for (int band = 0; band < TINY_BANDS && fits; band++) {
        bool any = false;
        for (int m = 0; m < b->movers; m++) any = any || b->mover[m].band == band;
        fits = !any || brute_catchment(b, s, band, running);
      }
    if (fits && b->hear) b->hear(b, total);
    if (!fits || (b->found && total >= b->best)) continue;
    b->found = true;
    b->best = total;
  }
}

/* ---- all plans ---- */

static inline void brute_enumerate(brute *b, int m, int s, int left) {
  if (m == b->movers) {
    b->plans++;
    brute_judge(b);
    return;
  }
  if (s == b->t->sites) {
    if (left == 0) brute_enumerate(b, m + 1, 0, m + 1 < b->movers ? b->mover[m + 1].count : 0);
    return;
  }
  for (int n = 0; n <= left; n++) {
    if (n > 0 && !brute_put(b, m, s, n, 1)) break;
    brute_enumerate(b, m, s + 1, left - n);
    if (n > 0) (void)brute_put(b, m, s, n, -1);
  }
}

static inline void brute_movers(brute *b, const tiny *t) {
  bool used[TINY_BANDS] = {false};
  *b = (brute){.t = t};
  for (int p = 0; p < t->places; p++)
    for (int g = 1; g <= TINY_GRADES; g++)
      if (t->pupils[p][g] > 0) used[brute_band(t, g)] = true;
  for (int p = 0; p < t->places; p++)
    for (int band = 0; band < TINY_BANDS; band++) {
      int mine = -1;
      for (int g = 1; g <= TINY_GRADES; g++) {
        if (brute_band(t, g) != band || t->pupils[p][g] == 0) continue;
        if (mine < 0 || !t->policy.whole) mine = b->movers++;
        b->mover[mine].place = p;
        b->mover[mine].band = band;
        b->mover[mine].count = t->policy.whole ? 1 : t->pupils[p][g];
        b->mover[mine].load[g] = t->policy.whole ? t->pupils[p][g] : 1;
      }
      if (mine < 0 && used[band] && t->policy.contiguous)
        b->mover[b->movers++] = (brute_mover){.place = p, .band = band, .count = 1};
    }
}

static inline void brute_solve(brute *b, const tiny *t, int forced_open, int forced_out) {
  brute_movers(b, t);
  b->forced_open = forced_open;
  b->forced_out = forced_out;
  brute_enumerate(b, 0, 0, b->movers ? b->mover[0].count : 0);
}

#endif
