#!/usr/bin/env bash
# Ctrl-C, SIGTERM and --time hand back the best plan so far, audited, with its gap; progress is shown when it is asked
# for and nowhere else.
. "$(dirname "$0")/lib.sh"
county=$SOURCE_DIR/scenarios/jinghong

# honest PLAN STATUS: what the program exited with and what the summary says agree; the auditor finds no contradiction.
honest() {
  local answer
  answer=$(value "$1" status)
  case $2:$answer in
    0:optimal | 0:feasible | 4:stopped | 3:infeasible) ;;
    *) fail "exit status $2, but the plan says $answer" ;;
  esac
  [ -n "$(value "$1" gap)" ] || fail "a plan without its gap"
  local audited=0
  "$JUNHENG" audit "$county" "$1" --quiet > out 2> err || audited=$?
  { [ "$audited" = 0 ] || [ "$audited" = 3 ]; } || fail "the plan that was stopped is not audited: $audited"
}

# Interrupted once it plans.
for signal in INT TERM; do
  plan=plans/$signal
  "$JUNHENG" consolidate "$county" --progress --out "$plan" > out 2> err < /dev/null &
  process=$!
  for _ in $(seq 200); do
    [ -s err ] && break
    kill -0 "$process" 2> /dev/null || break
    sleep 0.05
  done
  [ -s err ] || fail "no progress"
  kill -s "$signal" "$process" 2> /dev/null || echo "note: it had finished before SIG$signal"
  status=0
  wait "$process" || status=$?
  [ -z "$(find plans -name '.*')" ] || fail "a temporary folder was left"
  honest "$plan" "$status"
  echo "SIG$signal: exit $status, $(value "$plan" status), gap $(value "$plan" gap) %"
done

# Out of time: at once, and after a while.
for job in rotate consolidate; do
  for limit in 0.000001 0.5; do
    status=0
    "$JUNHENG" "$job" "$county" --time "$limit" --quiet --out "plans/$job-$limit" > out 2> err || status=$?
    honest "plans/$job-$limit" "$status"
    # Piped and quiet: nothing is said.
    [ ! -s out ] && [ ! -s err ] || fail "quiet speaks"
  done
done
[ "$(value plans/rotate-0.000001 status)" = stopped ] || fail "no time at all, and not stopped"

# Piped, nothing tells of progress; asked for, a line each, on stderr alone.
status=0
"$JUNHENG" rotate "$county" --out plans/piped > out 2> err || status=$?
[ "$status" = 0 ] && [ ! -s err ] || fail "progress without a terminal"
! grep -q $'\r\|\033' out || fail "terminal codes in a pipe"
run 0 rotate "$county" --progress --out plans/shown
for phase in read plan write; do says "$phase"; done
run 0 consolidate "$county" --time 20 --gap 20 --progress --out plans/shown-too
grep -q 'best .* bound .* gap' err || fail "--progress shows no goal"
! grep -q $'\r\|\033' err || fail "terminal codes in a pipe"
