#!/usr/bin/env bash
# No bound of the assignment engine lies above a published value, on every published case that is at hand: a few
# processor seconds each. BENCH_CASES names the folder (location/ and catchment/ in it); without it ../shared/bench.
set -eu -o pipefail
cases=${BENCH_CASES:-$SOURCE_DIR/../shared/bench}
if [ ! -d "$cases/catchment" ]; then
  echo "SKIPPED: no published cases in $cases" >&2
  exit 77
fi
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
ASSIGN_BENCH=$BUILD_DIR/bench/assign_bench THREADS=1 bash "$SOURCE_DIR/bench/run.sh" "${BENCH_SECONDS:-1c}" "$cases" \
  "${BENCH_PROBLEM:-*}" "${BENCH_CASE:-*}" > "$rows"
awk -F, '
  NR == 1 { next }
  { cases++ }
  $7 == "" { print "no bound: " $0; wrong++ }
  $7 > $5 * (1 + 1e-6) + 0.005 { print "bound above the published value: " $0; wrong++ }
  $4 != "" && $7 > $4 + 0.005 { print "bound above the plan: " $0; wrong++ }
  END {
    if (cases == 0) { print "no case was run"; exit 1 }
    printf "%d cases, %d wrong\n", cases, wrong
    exit wrong > 0
  }' "$rows"
