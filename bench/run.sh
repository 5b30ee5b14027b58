#!/usr/bin/env bash
# run.sh SECONDS CASES_FOLDER [PROBLEM [CASE]]: every published question of CASES_FOLDER/{catchment,location}, one CSV
# row each (see assign_bench.c).  PROBLEM and CASE are patterns: run.sh 30 cases 'SAP' 'zy_*'.
set -eu -o pipefail
seconds=$1 cases=$2 problem=${3:-*} case=${4:-*}
bench=${ASSIGN_BENCH:-$(dirname "$0")/../build/release/bench/assign_bench}
echo "case,problem,number_of_schools,value,best_known,difference_percent,bound,gap_percent,best_s,seconds,memory_mb"
for set in catchment location; do
  [ -f "$cases/$set/published.csv" ] || continue
  tail -n +2 "$cases/$set/published.csv" | while IFS= read -r row; do
    IFS=, read -r -a cell <<<"$row"
    # shellcheck disable=SC2053  # patterns are meant
    [[ ${cell[0]} == $problem && ${cell[1]} == $case ]] || continue
    "$bench" "$cases/$set/${cell[1]}" "${cell[0]}" "${cell[2]:--}" "${row##*,}" "$seconds" "${THREADS:-2}" "${SEED:-1}" "${WITHOUT:-}"
  done
done
