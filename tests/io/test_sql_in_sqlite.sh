#!/usr/bin/env bash
# plan.sql of every job loads into SQLite by its own shell, and loading it twice changes nothing.
. "$(dirname "$0")/sql_plans.sh"
command -v sqlite3 > /dev/null || { echo "SKIPPED: no sqlite3"; exit 77; }
load() { sqlite3 -bail "$work/plans.db" < "$1" > "$work/said" 2>&1 || { cat "$work/said"; return 1; }; }
ask() { sqlite3 "$work/plans.db" "$1"; }
check_server
