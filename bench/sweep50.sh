#!/usr/bin/env bash
# Sweeps fifty what-ifs of the example county with two processes, and says how long the whole took, comparison included.
#   bench/sweep50.sh [JOB [SECONDS FOR EACH RUN]]      default: allocate 20
set -eu -o pipefail
cd "$(dirname "$0")/.."
junheng=${JUNHENG:-build/release/junheng} job=${1:-allocate} limit=${2:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/what-if"
# Ten places each: more pupils, a bus of another speed, a longer detour, another share, a point closed.
what_if() { printf 'table,key,column,value,why\n%s,%s\n' "$2" "$1" > "$work/what-if/$1.csv"; }
for n in $(seq 10); do
  what_if "entrants $n" "pupils,grade=1,pupils,*1.0$((n - 1))"
  what_if "bus $n" "policy,bus_kmh,value,$((19 + n))"
  what_if "detour $n" "policy,detour_factor,value,1.$((30 + n))"
  what_if "rotation $n" "policy,rotation_share,value,$((9 + n))"
  what_if "town $n" "pupils,town=允景洪街道;grade=7,pupils,*1.0$((n - 1))"
done
started=$(date +%s%N)
status=0
"$junheng" sweep scenarios/jinghong "$job" --scenarios "$work/what-if" --jobs 2 --threads 1 --time "$limit" --out "$work/plans" \
  > "$work/out" || status=$?
seconds=$((($(date +%s%N) - started) / 1000000000))
echo "$job: $(find "$work/what-if" -name '*.csv' | wc -l) what-ifs and the county as it is, 2 processes, at most $limit s each:" \
  "$seconds s, $(grep -cE '^\[.*: (optimal|feasible|stopped|infeasible)' "$work/out") plans, exit status $status," \
  "compare.html $(stat -c %s "$work/plans/compare.html") bytes"
[ -z "${KEEP:-}" ] || cp -r "$work/plans" "$KEEP"
