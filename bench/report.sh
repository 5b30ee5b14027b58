#!/usr/bin/env bash
# report.sh [SECONDS]: plans every job of the example county, SECONDS at most each (10), and says how long writing
# report.html alone takes: one CSV row for each, see report_time.c.
set -eu -o pipefail
seconds=${1:-10}
cd "$(dirname "$0")/.."
build=$PWD/build/release county=$PWD/scenarios/jinghong
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# NAME ARGUMENTS...: exit status 4 (stopped with a gap) is an answer too.
time_report() {
  local name=$1 status=0
  shift
  "$build/junheng" "$@" --time "$seconds" --out "$name" --quiet || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 4 ] || exit "$status"
  echo "$name,$("$build/bench/report_time" "$county" "$name")"
}
echo "run,job,bytes,slowest_s,middle_s"
time_report rotate rotate "$county" --year 2020
time_report allocate allocate "$county" --year 2020
time_report allocate-years allocate "$county" --years 2020-2022
time_report consolidate consolidate "$county" --year 2020
time_report consolidate-alternatives consolidate "$county" --year 2020 --alternatives
