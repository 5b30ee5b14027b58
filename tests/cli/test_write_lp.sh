#!/usr/bin/env bash
# --write-lp: every job writes its model, and another solver finds in it the value of the first goal.
. "$(dirname "$0")/lib.sh"
command -v glpsol > /dev/null || { echo "SKIPPED: no glpsol"; exit 77; }
two_schools county

for job in rotate allocate consolidate; do
  run 0 "$job" county --year 2020 --out "plans/$job" --write-lp "$job.lp"
  [ -s "$job.lp" ] || fail "$job.lp is missing"
  goal=$(value "plans/$job" objective_1)
  grep -qF "level 1: minimise $goal" "$job.lp" || fail "$job.lp does not name $goal"
  glpsol --lp "$job.lp" -o "$job.out" > glpsol.log || fail "glpsol cannot read $job.lp: $(tail -n 3 glpsol.log)"
  found=$(awk '/^Objective:/ { print $4 }' "$job.out")
  awk -v a="$found" -v b="$(value "plans/$job" objective_1_value)" \
    'BEGIN { d = a - b; exit !(a != "" && d <= 1e-6 * (1 + b) && d >= -1e-6 * (1 + b)) }' ||
    fail "$job: $found in $job.lp, $(value "plans/$job" objective_1_value) in summary.csv"
done

# A plan made without a model of rows says so.
run 0 allocate county --year 2020 --set keep_together=1 --out plans/whole --write-lp whole.lp
[ -s whole.lp ] || says "whole.lp"
