#!/usr/bin/env bash
# scale.sh [SECONDS [CASE_FOLDER [COPIES...]]]: how the cost of a plan grows with the map. Lays 1, 3, 10, 30 and 100
# copies (or COPIES) of a county side by side, one problem each time, and searches until the proven gap is at most GAP
# percent; prints places, sites, pairs, value, bound, gap, processor seconds and memory.  SECONDS (600) of the processor
# end a search that does not come so near.  Environment:
#   PROBLEM   of the case (SSCFLP)
#   BEST      the published value of one copy, for comparison (3499012.55, that of gya1)
#   GAP       percent (1.5)
#   NEAREST   candidate sites of a place (24)
#   SEED      (1)
#   RESULTS=FILE  the table as Markdown too, with machine, version and seed
set -eu -o pipefail
here=$(dirname "$0")
seconds=${1:-600} case=${2:-cases/location/gya1}
shift $(($# < 2 ? $# : 2))
copies=("$@")
[ $# -gt 0 ] || copies=(1 3 10 30 100)
bench=${ASSIGN_BENCH:-$here/../build/release/bench/assign_bench}
problem=${PROBLEM:-SSCFLP} best=${BEST:-3499012.55} gap=${GAP:-1.5} nearest=${NEAREST:-24} seed=${SEED:-1}
[ -d "$case" ] || { echo "scale.sh: no folder $case (the published county to copy)" >&2; exit 1; }
places=$(($(wc -l < "$case/places.csv") - 1)) sites=$(($(wc -l < "$case/schools.csv") - 1))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rows() {
  echo "copies,places,sites,pairs,value,from_best_percent,bound,gap_percent,seconds,seconds_per_copy_and_log2,memory_mb"
  for n in "${copies[@]}"; do
    # case,problem,number,value,best,difference %,bound,gap %,seconds to best,seconds,memory MB
    "$bench" "$case" "$problem" - "$best" "${seconds}c" 1 "$seed" "" "copies=$n" "nearest=$nearest" "gap=$gap" |
      awk -F, -v n="$n" -v places="$places" -v sites="$sites" -v nearest="$nearest" '{
        kept = nearest < n * sites ? nearest : n * sites
        printf "%d,%d,%d,%d,%s,%s,%s,%s,%s,%.3f,%s\n", n, n * places, n * sites, n * places * kept,
          $4, $6, $7, $8, $10, $10 / n / (log(1 + n) / log(2)), $11 }'
  done
}

# Least squares of log seconds over log copies.
exponent() {
  awk -F, 'NR > 1 && $9 > 0 { x = log($1); y = log($9); n++; sx += x; sy += y; sxx += x * x; sxy += x * y }
    END { d = n * sxx - sx * sx
      if (n > 1 && d > 0) printf "seconds grow as copies to the power of %.2f\n", (n * sxy - sx * sy) / d }' "$work/rows.csv"
}

rows | tee "$work/rows.csv"
exponent
[ -n "${RESULTS:-}" ] || exit 0
{
  echo "# How cost grows with the map"
  echo
  echo "Copies of $(basename "$case") ($problem) side by side, one problem each; until the proven gap is at most $gap %."
  echo
  echo "- machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) processors, load" \
    "$(cut -d ' ' -f 1 /proc/loadavg) at the end"
  echo "- version: $(git -C "$here" describe --always --dirty 2> /dev/null || echo unknown)"
  echo "- at most $seconds seconds of the processor each, one thread, seed $seed, $nearest candidate sites a place"
  echo "- $(exponent)"
  echo
  awk -F, '{ line = "|"; rule = "|"
    for (i = 1; i <= NF; i++) { cell = $i; if (NR == 1) gsub(/_/, " ", cell); line = line " " cell " |"; rule = rule " --- |" }
    print line; if (NR == 1) print rule }' "$work/rows.csv"
} > "$RESULTS"
