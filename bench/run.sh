#!/usr/bin/env bash
# run.sh SECONDS CASES_FOLDER [PROBLEM [CASE [NUMBER]]]: every published question of CASES_FOLDER/{catchment,location},
# one CSV row each (see assign_bench/main.c).  PROBLEM, CASE and NUMBER (of schools) are patterns: run.sh 30 cases 'SAP'
# 'zy_*'.  SECONDS ending in c are of the processor.  Environment:
#   THREADS, SEED, WITHOUT  handed to assign_bench (2, 1, nothing)
#   PEERS=1                 beside it glpsol and cbc on the exported model for as many seconds: value, bound, gap %
#   RESULTS=FILE            the table as Markdown too, with machine, version and seed
set -eu -o pipefail
seconds=$1 cases=$2 problem=${3:-*} case=${4:-*} number=${5:-*}
here=$(dirname "$0")
bench=${ASSIGN_BENCH:-$here/../build/release/bench/assign_bench}
threads=${THREADS:-2} seed=${SEED:-1} peers=${PEERS:-0} results=${RESULTS:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# VALUE BOUND -> ,value,bound,gap %
triple() {
  awk -v v="$1" -v b="$2" 'BEGIN {
    printf ",%s,%s,%s", v, b, (v != "" && b != "" && v != 0) ? sprintf("%.3f", 100 * (v - b) / v) : "" }'
}

# The last "mip = VALUE >= BOUND" of glpsol's log ("not found yet" for no value).
run_glpsol() {
  local value bound
  glpsol --lp "$work/model.lp" --cuts --tmlim "${seconds%c}" -o "$work/glpsol.out" > "$work/glpsol.log" 2>&1 < /dev/null || true
  value=$(sed -n 's/.*mip = *\([-+0-9.e]*\) >= .*/\1/p' "$work/glpsol.log" | tail -n 1)
  bound=$(sed -n 's/.*mip = .*>= *\([-+0-9.e]*\).*/\1/p' "$work/glpsol.log" | tail -n 1)
  triple "${value:+$(printf %.2f "$value")}" "${bound:+$(printf %.2f "$bound")}"
}

# cbc's closing summary; without a plan it says no objective, or one beyond any.
run_cbc() {
  local value bound
  cbc "$work/model.lp" sec "${seconds%c}" solve > "$work/cbc.log" 2>&1 < /dev/null || true
  value=$(sed -n 's/^Objective value: *\([-+0-9.e]*\).*/\1/p' "$work/cbc.log" | tail -n 1)
  bound=$(sed -n 's/^Lower bound: *\([-+0-9.e]*\).*/\1/p' "$work/cbc.log" | tail -n 1)
  case $value in *e+*) value= ;; esac
  triple "${value:+$(printf %.2f "$value")}" "${bound:+$(printf %.2f "$bound")}"
}

header="case,problem,number_of_schools,value,best_known,difference_percent,bound,gap_percent,best_s,seconds,memory_mb"
[ "$peers" = 0 ] || header+=",glpsol_value,glpsol_bound,glpsol_gap_percent,cbc_value,cbc_bound,cbc_gap_percent"

rows() {
  echo "$header"
  for set in catchment location; do
    [ -f "$cases/$set/published.csv" ] || continue
    tail -n +2 "$cases/$set/published.csv" | while IFS= read -r row; do
      IFS=, read -r -a cell <<<"$row"
      # shellcheck disable=SC2053  # patterns are meant
      [[ ${cell[0]} == $problem && ${cell[1]} == $case && ${cell[2]} == $number ]] || continue
      question=("$cases/$set/${cell[1]}" "${cell[0]}" "${cell[2]:--}" "${row##*,}")
      # A row that fails is told, and the others are run.
      printf '%s' "$("$bench" "${question[@]}" "$seconds" "$threads" "$seed" "${WITHOUT:-}" ||
        echo "${cell[1]},${cell[0]},${cell[2]},FAILED,,,,,,,")"
      if [ "$peers" != 0 ]; then
        "$bench" "${question[@]}" "lp=$work/model.lp"
        run_glpsol
        run_cbc
      fi
      echo
    done
  done
}

if [ -z "$results" ]; then
  rows
  exit
fi
rows | tee "$work/rows.csv"
{
  echo "# Measured"
  echo
  echo "- machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) processors, load" \
    "$(cut -d ' ' -f 1 /proc/loadavg) at the end"
  echo "- version: $(git -C "$here" describe --always --dirty 2> /dev/null || echo unknown)"
  echo "- seconds for each case: ${seconds%c}$([ "$seconds" = "${seconds%c}" ] || echo " of the processor"), threads" \
    "$threads, seed $seed${WITHOUT:+, without $WITHOUT}"
  echo
  awk -F, '{ line = "|"; rule = "|"
    for (i = 1; i <= NF; i++) { line = line " " $i " |"; rule = rule " --- |" }
    gsub(/_/, " ", line); if (NR > 1) { line = "|"; for (i = 1; i <= NF; i++) line = line " " $i " |" }
    print line; if (NR == 1) print rule }' "$work/rows.csv"
} > "$results"
