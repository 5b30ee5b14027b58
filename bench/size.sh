#!/usr/bin/env bash
# size.sh [SECONDS]: rotation and class allocation at the size of a large prefecture.  Makes both counties (seed 7),
# runs the jobs through the program, SECONDS at most each (120), and prints one CSV row for each goal; seconds are by
# the clock, processor_s what the job took of the processor.  Environment: THREADS (1), SEED (1).
set -eu -o pipefail
seconds=${1:-120}
build=$(dirname "$0")/../build/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# JOB COUNTY: exit status 4 (stopped with a gap) is an answer too.
run() {
  local status=0
  /usr/bin/time -f '%e,%U,%S,%M' -o "$work/$1.time" "$build/junheng" "$1" "$work/$2" --year 2020 --out "$work/$1" \
    --time "$seconds" --threads "${THREADS:-1}" --seed "${SEED:-1}" --lang en > "$work/$1.log" || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 4 ] || exit "$status"
  awk -v job="$1" -v took="$(tail -n 1 "$work/$1.time")" '
    BEGIN { split(took, t, ",") }
    /^Goals/ { goals = 1; next }
    goals && !/^  / { goals = 0 }
    goals { gsub(/%/, ""); printf "%s,%s,%s,%s,%s,%.1f,%.1f,%d\n", job, $1, $2, $3, $4, t[1], t[2] + t[3], t[4] / 1024 }' \
    "$work/$1.log"
  grep -q ' 0 rules not met, 0 contradictions' "$work/$1.log" || { echo "$1: the audit objects" >&2; exit 1; }
}

"$build/bench/make_county" --towns 193 --seed 7 --out "$work/rotation" >&2
"$build/bench/make_county" --towns 56 --seed 7 --pupils 303000 --villages 163 --out "$work/classes" >&2
echo job,level,value,bound,gap_percent,seconds,processor_s,memory_mb
run rotate rotation
run allocate classes
