#include "settings.h"

#include "junheng/scenarios/frontier.h"

#define ON(command) (1u << (unsigned)COMMAND_##command)
#define JOBS (ON(ROTATE) | ON(ALLOCATE) | ON(CONSOLIDATE))
#define PLANNERS (JOBS | ON(SWEEP))
#define READERS (PLANNERS | ON(CHECK) | ON(AUDIT) | ON(TRACE) | ON(POLICY))
#define ALL ((1u << (unsigned)COMMAND_COUNT) - 1u)
#define FIELD(name) offsetof(options, name)

static const setting_rule rules[] = {
    {'s', "scenario", "FILE", SETTING_LIST, 0, 0, JH_N("a CSV file of changes"), 0, READERS,
     JH_N("Apply a table of changes to the county first; repeatable")},
    {'p', "set", "KEY=VALUE", SETTING_PAIR, 0, 0, JH_N("KEY=VALUE"), 0, READERS,
     JH_N("Set a policy parameter for this run; repeatable")},
    {'o', "out", "DIR", SETTING_TEXT, 0, 0, JH_N("a path"), FIELD(out), PLANNERS | ON(COMPARE),
     JH_N("Where to write (default: plans/COUNTY/JOB[-SCENARIO])")},
    {'y', "year", "YEAR", SETTING_COUNT, FIRST_YEAR, LAST_YEAR, JH_N("a year from 1900 to 2200"), FIELD(first_year),
     PLANNERS | ON(CHECK) | ON(TRACE),
     JH_N("School year of the plan (default: policy plan_year, else this year; trace: every year of the plan)")},
    {'Y', "years", "FIRST-LAST", SETTING_YEARS, FIRST_YEAR, LAST_YEAR, JH_N("two years such as 2020-2022"), 0,
     ON(ALLOCATE) | ON(SWEEP), JH_N("Several school years in one plan")},
    {'t', "time", "SECONDS", SETTING_NUMBER, 0, 1e9, JH_N("seconds, 0 for no limit"), FIELD(limit_s), PLANNERS,
     JH_N("Stop after this long with the best plan so far and its gap (default: 60; 0: no limit)")},
    {'g', "gap", "PERCENT", SETTING_NUMBER, 0, 100, JH_N("percent from 0 to 100"), FIELD(gap_percent), PLANNERS,
     JH_N("Stop a goal when it is proven this close to the best (default: 0, prove; 1 for consolidate with more than "
          "40 "
          "sites and no --time)")},
    {'j', "threads", "N", SETTING_COUNT, 1, 256, JH_N("a whole number from 1 to 256"), FIELD(threads), PLANNERS,
     JH_N("Threads (default: 1; with one thread the same seed gives the same plan)")},
    {'r', "seed", "N", SETTING_SEED, 0, 0, JH_N("a whole number"), FIELD(seed), PLANNERS,
     JH_N("Seed of whatever is drawn by lot (default: 1)")},
    {'a', "alternatives", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(alternatives), ON(CONSOLIDATE) | ON(SWEEP),
     JH_N("Price every site both ways: kept and closed")},
    {'f', "frontier", "N", SETTING_COUNT, 2, JH_FRONTIER_MOST, JH_N("a whole number from 2 to 100"), FIELD(frontier),
     ON(CONSOLIDATE),
     JH_N("N plans from the least cost to the shortest ways, none beaten in both: frontier.csv and a folder each")},
    {'u', "public", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(public_report), JOBS,
     JH_N("Make report.html the public version (公示), of teachers only names and schools, and put what may hang out "
          "into the plan's folder public")},
    {'w', "write-lp", "FILE", SETTING_TEXT, 0, 0, JH_N("a path"), FIELD(lp_path), JOBS,
     JH_N("Write the model in CPLEX LP format, for other solvers")},
    {'S', "scenarios", "DIR", SETTING_TEXT, 0, 0, JH_N("a folder of change tables"), FIELD(scenario_folder),
     ON(SWEEP), JH_N("The folder whose *.csv are the what-ifs")},
    {'n', "jobs", "N", SETTING_COUNT, 1, 1024, JH_N("a whole number from 1 to 1024"), FIELD(jobs), ON(SWEEP),
     JH_N("Processes at a time (default: as many as there are processors)")},
    {'O', "only", "NAME", SETTING_TEXT, 0, 0, JH_N("the name of a what-if, or base"), FIELD(only), ON(SWEEP),
     JH_N("Plan this one only (base: the county as it is), and compare nothing")},
    {'E', "emit", "slurm", SETTING_TEXT, 0, 0, JH_N("slurm"), FIELD(emit), ON(SWEEP),
     JH_N("Print the sweep as an array job of that kind, and run nothing")},
    {'k', "kind", "KIND", SETTING_TEXT, 0, 0, JH_N("teacher, place or school"), FIELD(kind), ON(TRACE),
     JH_N("What KEY is the key of, where several kinds have it: teacher, place or school")},
    {'l', "lang", "zh|en", SETTING_LANGUAGE, 0, 0, JH_N("zh or en"), 0, ALL,
     JH_N("Language of headers and messages (default: English headers, messages by LANG)")},
    {'e', "encoding", "NAME", SETTING_TEXT, 0, 0, JH_N("the name of an encoding"), FIELD(encoding),
     READERS | ON(IMPORT), JH_N("Encoding of the CSV files (default: detect UTF-8 or GB18030)")},
    {'c', "gcj02", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(gcj02), READERS | ON(IMPORT),
     JH_N("lon, lat come from Chinese web maps: convert them")},
    {'J', "json", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(json),
     PLANNERS | ON(CHECK) | ON(AUDIT) | ON(TRACE) | ON(COMPARE), JH_N("Print the result as JSON, for scripts")},
    {'q', "quiet", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(quiet), ALL, JH_N("Print errors only")},
    {'P', "progress", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(progress), JOBS,
     JH_N("Show progress also when not on a terminal, a line each")},
    {'F', "force", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(force), ON(IMPORT) | ON(EXPORT),
     JH_N("Overwrite what is there")},
    {'H', "hours", NULL, SETTING_FLAG, 0, 0, NULL, FIELD(hours), ON(POLICY),
     JH_N("Print weekly periods by grade and subject")},
};

int setting_count(void) { return (int)(sizeof rules / sizeof rules[0]); }
const setting_rule *setting_at(int index) { return &rules[index]; }

const setting_rule *setting_by_key(int key) {
  for (int i = 0; i < setting_count(); i++)
    if (rules[i].key == key) return &rules[i];
  return NULL;
}
