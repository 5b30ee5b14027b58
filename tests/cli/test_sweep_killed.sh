#!/usr/bin/env bash
# A sweep killed at any moment, or any of its runs, and started again gives byte for byte what one run gives: killed
# at moments from its first to its last, its runs killed one by one, and stopped between any two steps of
# writing, as the disk would look then.
. "$(dirname "$0")/lib.sh"
two_schools county
printf 'key,value\nmax_leave_share,100\n' > county/policy.csv
mkdir what-if
for share in 20 30 40; do
  printf 'table,key,column,value,why\npolicy,rotation_share,value,%s,𠮷 %s %%\n' $share $share > "what-if/share $share.csv"
done
sweep() { "$JUNHENG" sweep county rotate --scenarios what-if --year 2020 --jobs 2 --out "$1" > out 2> err < /dev/null; }
# plans FOLDER: every byte that does not tell the time.
plans() {
  (cd "$1" && find . -path ./.runs -prune -o -type f ! -name 'plan.sql' -print | sort | while IFS= read -r file; do
    case $file in *summary.csv) echo "$file $(grep -v '^seconds' "$file" | sha256sum)" ;; *) echo "$file $(sha256sum < "$file")" ;; esac
  done)
}
# finishes FOLDER WHAT: started again it gives the same, and leaves nothing behind.
finishes() {
  sweep "$1" || fail "$2: started again, exit status $?"
  [ "$(plans "$1")" = "$whole" ] || fail "$2: $(diff <(plans "$1") <(echo "$whole"))"
  [ -z "$(find "$1" -name '.*.junheng-*')" ] || fail "$2: left behind: $(find "$1" -name '.*.junheng-*')"
}

killed=killed-$$ # its runs are looked for by this name, and another test may kill a sweep too
before=$(date +%s%N)
sweep whole || fail "the sweep itself"
took=$((($(date +%s%N) - before) / 1000000))
whole=$(plans whole)
[ "$(find whole -name report.html | wc -l)" = 4 ] || fail "four plans"

# The sweep, killed at every moment of its life.
kills=0 moment=0 step=$((took / 8 + 1))
while [ $moment -le $((took + step)) ]; do
  rm -rf "$killed"
  "$JUNHENG" sweep county rotate --scenarios what-if --year 2020 --jobs 2 --out "$killed" > out 2> err < /dev/null &
  process=$!
  sleep "$(printf '%d.%03d' $((moment / 1000)) $((moment % 1000)))"
  ! kill -9 $process 2> err || kills=$((kills + 1))
  wait $process 2> err || true
  for _ in $(seq 200); do pgrep -f -- "--out=$killed/" > out || break; sleep 0.02; done
  ! pgrep -f -- "--out=$killed/" > out || fail "a run outlives the sweep that was killed"
  finishes "$killed" "killed after $moment ms"
  moment=$((moment + step))
done
[ $kills -ge 1 ] || fail "nothing was killed"

# Killed again and again before it is started to its end.
rm -rf "$killed"
for _ in $(seq 6); do
  "$JUNHENG" sweep county rotate --scenarios what-if --year 2020 --jobs 2 --out "$killed" > out 2> err < /dev/null &
  process=$!
  sleep "$(printf '%d.%03d' $(((took / 6 + 5) / 1000)) $(((took / 6 + 5) % 1000)))"
  kill -9 $process 2> err || true
  wait $process 2> err || true
done
for _ in $(seq 200); do pgrep -f -- "--out=$killed/" > out || break; sleep 0.02; done
finishes "$killed" "killed six times"

# Its runs: one that is killed is told, the others are planned, and it alone is planned again.
rm -rf "$killed"
hit=0
for _ in $(seq 40); do
  "$JUNHENG" sweep county rotate --scenarios what-if --year 2020 --jobs 2 --out "$killed" > told 2> err < /dev/null &
  process=$!
  for _ in $(seq 100); do
    run_of=$(pgrep -P $process | head -n 1) || true
    [ -z "$run_of" ] || break
  done
  [ -z "$run_of" ] || kill -9 "$run_of" 2> err || true
  status=0
  wait $process || status=$?
  if grep -q 'exit status 137' told; then
    hit=1
    [ $status = 5 ] || fail "a killed run: exit status $status"
    [ "$(grep -c ': optimal' told)" = 3 ] || fail "a killed run stops others: $(cat told)"
    finishes "$killed" "a run killed"
    break
  fi
  rm -rf "$killed"
done
[ $hit = 1 ] || fail "no run could be killed"

# Between two steps of writing.
state() { rm -rf state; cp -a whole state; }
state; rm 'state/.runs/share 30.run'; finishes state "the plan in place, its end not noted"
state; : > 'state/.runs/share 30.run'; finishes state "an empty note"
state; head -c 9 'whole/.runs/share 30.run' > 'state/.runs/share 30.run'; finishes state "half a note"
state; rm -r 'state/share 30'; finishes state "a note without its plan"
state; mv 'state/share 30' 'state/.share 30.junheng-999999999'; finishes state "a draft not yet named"
state; cp -r state/base 'state/.base.junheng-999999999'; rm 'state/.base.junheng-999999999/audit.csv'; finishes state "half a draft beside the plan"
state; rm state/compare.csv state/compare.html; finishes state "planned, not compared"
state; : > state/compare.csv.a1B2c3; : > 'state/.runs/share 30.run.Zz09aa'; finishes state "a comparison and a note half written"
[ -z "$(ls state/.runs | grep Zz09aa)" ] || fail "half a note was left"
state; rm -r state/.runs; finishes state "no notes at all"
echo "killed $kills times in $took ms of sweeping"
