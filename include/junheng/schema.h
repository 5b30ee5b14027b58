/* schema.h - the columns of every table, once: FORMATS as data (docs/formats.md is generated from it). */
#ifndef JUNHENG_SCHEMA_H
#define JUNHENG_SCHEMA_H

#include "junheng/table.h"

/* The tables of a county, in the order they are loaded. */
typedef enum jh_county_table {
  JH_SCHOOLS,
  JH_PLACES,
  JH_PUPILS,
  JH_CLASSES,
  JH_TRAVEL,
  JH_ADJACENCY,
  JH_ENTRANTS,
  JH_TEACHERS,
  JH_POSTS,
  JH_HOURS,
  JH_POLICY_TABLE,
  JH_COUNTY_TABLE_COUNT
} jh_county_table;

/* The jobs, and with them which tables a plan folder holds. */
typedef enum jh_job { JH_ROTATE, JH_ALLOCATE, JH_CONSOLIDATE, JH_JOB_COUNT } jh_job;

/* The tables of all plans; several jobs share some. */
typedef enum jh_plan_table {
  JH_PLAN_SUMMARY,      /* key, value */
  JH_PLAN_AUDIT,        /* rule, scope, required, achieved, met, source */
  JH_PLAN_ROSTER,       /* rotate */
  JH_PLAN_POSTS,        /* rotate */
  JH_PLAN_ASSIGNMENTS,  /* allocate, consolidate */
  JH_PLAN_CLASSES,      /* allocate */
  JH_PLAN_LEDGER,       /* allocate */
  JH_PLAN_ROOMS,        /* allocate */
  JH_PLAN_NEEDS,        /* allocate, where the limit cannot be met; rotate and consolidate: what blocks it */
  JH_PLAN_SCHOOLS,      /* consolidate */
  JH_PLAN_AFFECTED,     /* consolidate */
  JH_PLAN_COSTS,        /* consolidate */
  JH_PLAN_ALTERNATIVES, /* consolidate --alternatives */
  JH_PLAN_TABLE_COUNT
} jh_plan_table;

/* Columns of a schools.csv row and so on are named by these enums where code needs a fixed column. */
const jh_table_spec *jh_county_spec(jh_county_table table);
const jh_table_spec *jh_plan_spec(jh_plan_table table);
/* A plan of `job` may hold `table`. */
bool jh_plan_has_table(jh_job job, jh_plan_table table);
/* "rotate", "allocate", "consolidate". */
const char *jh_job_name(jh_job job);

/* A scenario: table, key, column, value, why. */
const jh_table_spec *jh_scenario_spec(void);
/* frontier.csv, beside the plans it lists: its columns are jh_frontier_column, in that order. */
const jh_table_spec *jh_frontier_spec(void);
typedef enum jh_frontier_column {
  JH_FRONTIER_POINT,
  JH_FRONTIER_COST,
  JH_FRONTIER_PUPIL_KM,
  JH_FRONTIER_PRICE,
  JH_FRONTIER_WEIGHT,
  JH_FRONTIER_WEIGHTED,
  JH_FRONTIER_BOUND,
  JH_FRONTIER_GAP,
  JH_FRONTIER_STATUS,
  JH_FRONTIER_KEPT,
  JH_FRONTIER_MERGED,
  JH_FRONTIER_NEW,
  JH_FRONTIER_RESTORED,
  JH_FRONTIER_MOVED,
  JH_FRONTIER_FOLDER,
  JH_FRONTIER_PLAN,
  JH_FRONTIER_COLUMNS
} jh_frontier_column;

#endif
