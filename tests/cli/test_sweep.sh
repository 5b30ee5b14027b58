#!/usr/bin/env bash
# A sweep plans the county and every what-if, compares them, goes on where it stopped however it was stopped, and runs
# again only what its inputs or options no longer fit; a what-if that fails stops no other. As an array job it gives
# the same.
. "$(dirname "$0")/lib.sh"
county=$SOURCE_DIR/scenarios/jinghong
mkdir what-if
for share in 11 12 13 14; do
  printf 'table,key,column,value,why\npolicy,rotation_share,value,%s,%s %%\n' $share $share > "what-if/share $share.csv"
done
sweep() { run "$1" sweep "$county" rotate --scenarios what-if --out "${@:2}"; }
# plans FOLDER: everything the sweep wrote into it that does not tell the time.
plans() {
  (cd "$1" && find . -name '*.csv' -o -name '*.json' -o -name '*.geojson' | sort | while IFS= read -r file; do
    echo "$file $(grep -v '^seconds' "$file" | sha256sum)"
  done)
}

sweep 0 whole --jobs 1
[ "$(grep -c '^\[' out)" = 5 ] || fail "not a line for each"
for line in 'base: optimal' 'share 11: optimal' 'share 14: optimal'; do tells "$line"; done
tells 'teachers rotating'
grep -q '<bdi>share 13</bdi>' whole/compare.html || fail "compare.html"
plain whole/compare.csv | sed -n 1p | grep -q '^"figure","base","share 11","difference","share 12"' || fail "compare.csv"
[ "$(ls whole)" = "base
compare.csv
compare.html
share 11
share 12
share 13
share 14" ] || fail "what is in the folder: $(ls whole)"
grep -q '13 %' 'whole/share 13/summary.csv' || fail "the reason does not travel"
whole=$(plans whole)

# Several at a time give the same.
sweep 0 beside --jobs 3
[ "$(plans beside)" = "$whole" ] || fail "three at a time give other plans: $(diff <(plans beside) <(echo "$whole"))"

# Killed wherever it happens to be, and started again.
kills=0
for wait in 0.05 0.3 0.45 0.1 0.6 0.25; do
  "$JUNHENG" sweep "$county" rotate --scenarios what-if --out killed --jobs 2 > out 2> err < /dev/null &
  process=$!
  sleep $wait
  if kill -9 $process 2> /dev/null; then kills=$((kills + 1)); fi
  wait $process 2> /dev/null || true
  # Its runs go with it.
  for _ in $(seq 100); do pgrep -f -- "--out=killed/" > /dev/null || break; sleep 0.05; done
  ! pgrep -f -- "--out=killed/" > /dev/null || fail "a run outlives the sweep that was killed"
done
[ "$kills" -ge 1 ] || fail "never killed"
sweep 0 killed --jobs 2
[ "$(plans killed)" = "$whole" ] || fail "killed and started again: $(diff <(plans killed) <(echo "$whole"))"
[ -z "$(find killed -name '.*.junheng-*')" ] || fail "a temporary folder was left"
echo "killed $kills times"

# Finished is finished; and only as long as nothing that went into it changes.
written() { find "$1" -type f ! -name 'compare.*' -printf '%p %s %T@\n' | sort; }
before=$(written whole)
sweep 0 whole --jobs 2
[ "$(grep -c 'planned before' out)" = 5 ] || fail "planned again what was planned"
[ "$(written whole)" = "$before" ] || fail "finished plans were touched"
again() { [ "$(grep -vc 'planned before' <(grep '^\[' out))" = "$1" ] || fail "expected $1 new plans: $(grep '^\[' out)"; }
sed -i 's/,12,/,15,/' 'what-if/share 12.csv'
sweep 0 whole && again 1
sweep 0 whole --set max_leave_share=30 && again 5
sweep 0 whole --set max_leave_share=30 && again 0
sweep 0 whole --seed 2 && again 5
cp -r "$county" changed
sed -i '2s/,[0-9]*\(\r*\)$/,77\1/' changed/posts.csv
rm -r whole/base
sweep 0 whole --seed 2 && again 1
run 0 sweep changed rotate --scenarios what-if --out whole --seed 2
again 5

# A what-if with a fault, and the rest.
printf 'table,key,column,value,why\npolicy,rotation_shore,value,9,\n' > what-if/bad.csv
sweep 2 whole --seed 2
tells 'bad: FAILED, exit status 2: error: bad.csv:2'
tells 'share 14: optimal'
[ "$(plain whole/compare.csv | grep -c '"bad"')" = 0 ] || fail "what failed is compared"
rm what-if/bad.csv
printf 'table,key,column,value,why\npolicy,rotation_share,value,99,\n' > what-if/most.csv
sweep 3 whole --seed 2
tells 'most: infeasible'
sweep 3 whole --seed 2
tells 'most: infeasible, planned before'
rm what-if/most.csv

# Ctrl-C: nothing new starts, the running ones do not count.
"$JUNHENG" sweep "$county" consolidate --scenarios what-if --out stopped --jobs 1 > out 2> err < /dev/null &
process=$!
for _ in $(seq 100); do [ -e stopped/.runs/base.log ] && break; sleep 0.05; done
sleep 0.5
kill -INT $process
status=0
wait $process || status=$?
[ "$status" = 4 ] || fail "interrupted: exit status $status"
tells 'base: interrupted'
[ "$(grep -c '^\[' out)" = 1 ] || fail "something started after Ctrl-C"
[ ! -e stopped/.runs/base.run ] || fail "an interrupted run counts as finished"

# The array job: every task, in any order, then the script without a task.
sweep 0 array --emit slurm
cp out job.sh
[ ! -e array ] || fail "--emit runs something"
tells '#SBATCH --array=0-4'
for task in 3 0 4 1; do SLURM_ARRAY_TASK_ID=$task bash job.sh > task.out 2>&1 || fail "task $task: $(cat task.out)"; done
[ "$(find array -maxdepth 1 -mindepth 1 -name '[!.]*' | wc -l)" = 4 ] || fail "four tasks, four plans: $(ls array)"
(cd / && SLURM_ARRAY_TASK_ID=2 bash "$work/job.sh") > task.out
bash job.sh > task.out
[ "$(grep -c 'planned before' task.out)" = 5 ] || fail "the tasks' plans are made again"
rm -r whole
sweep 0 whole
[ "$(plans array)" = "$(plans whole)" ] || fail "the array job gives other plans"

# What makes no sense.
run 1 sweep "$county" rotate
run 1 sweep "$county" plan --scenarios what-if
run 1 sweep "$county" rotate --scenarios what-if --emit pbs
run 2 sweep "$county" rotate --scenarios what-if --only nothing --out other
run 5 sweep "$county" rotate --scenarios nowhere --out other
mkdir empty
run 2 sweep "$county" rotate --scenarios empty --out other
run 5 sweep nowhere rotate --scenarios what-if --out other
touch what-if/base.csv
run 2 sweep "$county" rotate --scenarios what-if --out other
