/* Who lives where and attends what today; from it the classes, and from them the rooms.
 *
 * City classes are made a few pupils too large for the rooms there are, some of them 66 and more; in the hills
 * classes are small and rooms stand empty.  That is the county whose plan is worth looking for. */
#include "make_county.h"

#include <math.h>
#include <string.h>

static bool teaches(const site *s, int grade) { return grade >= s->first_grade && grade <= s->last_grade; }
static bool is_open(const site *s) { return strcmp(s->status, "open") == 0; }

/* The open public school of the same town that feels nearest; a good name shortens the way. */
static int attended(const made *county, const village *p, int grade) {
  int best = -1;
  double best_km = INFINITY;
  for (int i = 0; i < county->site_count; i++) {
    const site *const s = &county->sites[i];
    if (s->town != p->town || !teaches(s, grade) || !is_open(s) || !s->is_public) continue;
    double const km = straight_km(p->at, s->at) * (s->quality ? 0.75 : 1);
    if (km < best_km) best = i, best_km = km;
  }
  return best;
}

static int private_school(const made *county, int town) {
  for (int i = 0; i < county->site_count; i++)
    if (county->sites[i].town == town && !county->sites[i].is_public) return i;
  return -1;
}

static void add_pupils(made *county, int place, int grade, int pupils, int site_index, bool migrant) {
  if (pupils <= 0) return;
  bool const entrant = grade == 1 || grade == 7;
  county->pupils = more(county->pupils, county->pupil_count, sizeof *county->pupils);
  county->pupils[county->pupil_count++] = (pupil_row){
      .place = place, .grade = grade, .pupils = pupils, .site = entrant ? -1 : site_index, .migrant = migrant};
  county->sites[site_index].pupils[grade] += pupils;
}

static int rounded(made *county, double x) { return (int)floor(x) + (random_unit(county) < x - floor(x)); }

static void fill_place(made *county, int place, double per_grade) {
  const village *const p = &county->places[place];
  bool const city = county->towns[p->town].pupils > 20000;
  double const migrant_share = city ? 0.48 : 0.13;
  int const private_site = city ? private_school(county, p->town) + (place % 2) : -1;
  for (int grade = 1; grade <= ALL_GRADES; grade++) {
    double const size = per_grade * (0.85 + 0.3 * random_unit(county)) * (grade >= 7 ? 0.95 : 1.02);
    int const all = rounded(county, size), migrants = rounded(county, all * migrant_share);
    int const paying = city && migrants > 6 ? migrants / 8 : 0;
    int const school = attended(county, p, grade);
    add_pupils(county, place, grade, all - migrants, school, false);
    add_pupils(county, place, grade, migrants - paying, school, true);
    if (paying > 0) add_pupils(county, place, grade, paying, private_site, true);
  }
}

/* Today's number of classes of a grade, from the class size a school of its kind lives with. */
static int classes_today(made *county, const site *s, int grade) {
  int usual = 38;
  if (strcmp(s->area, "urban") == 0)
    usual = s->quality ? random_between(county, 54, 66) : random_between(county, 48, 59);
  else if (strcmp(s->area, "town") == 0)
    usual = random_between(county, 45, 59);
  int const pupils = s->pupils[grade], classes = (pupils + usual / 2) / usual;
  if (classes > 0 && pupils > 72 * classes) return classes + 1; /* nobody lives with more */
  return pupils > 0 && classes < 1 ? 1 : classes;
}

static void make_rooms(made *county, site *s) {
  if (!is_open(s)) return;
  for (int grade = 1; grade <= ALL_GRADES; grade++) {
    s->classes[grade] = s->is_public ? classes_today(county, s, grade) : (s->pupils[grade] + 44) / 45;
    s->rooms += s->classes[grade];
  }
  bool const rural = strcmp(s->area, "rural") == 0;
  if (rural) s->rooms += random_between(county, 1, 4);
  if (strcmp(s->area, "town") == 0) s->rooms += random_between(county, 0, 2);
  if (rural && s->rooms < s->last_grade - s->first_grade + 1) s->rooms = s->last_grade - s->first_grade + 1;
}

void make_pupils(made *county) {
  for (int t = 0; t < county->town_count; t++) {
    double total = 0;
    int first = -1, last = -1;
    for (int i = 0; i < county->place_count; i++)
      if (county->places[i].town == t) /* the places of a town stand together */
        first = first < 0 ? i : first, last = i + 1;
    for (int i = first; i < last; i++) total += county->places[i].weight;
    for (int i = first; i < last; i++)
      fill_place(county, i, county->towns[t].pupils / (double)ALL_GRADES * county->places[i].weight / total);
  }
  for (int i = 0; i < county->site_count; i++) make_rooms(county, &county->sites[i]);
}
