#!/usr/bin/env bash
# Exit statuses: 0 planned, 1 usage, 2 bad input, 3 no plan can meet the rules, 4 stopped, 5 input/output failure.
. "$(dirname "$0")/lib.sh"
two_schools county

for job in rotate allocate consolidate; do
  run 0 "$job" county --year 2020 --out "plans/$job"
  [ "$(value "plans/$job" status)" = optimal ] || fail "$job: status $(value "plans/$job" status)"
  run 0 audit county "plans/$job"
done
run 0 check county
run 0 policy
run 0 compare plans/rotate plans/rotate
run 0 --help
run 0 --version

# 1: the line makes no sense. Nothing is read, nothing is written.
run 1
run 1 plan county
says "unknown command: plan"
run 1 rotat county
says "try rotate"
run 1 rotate
says "usage: junheng rotate COUNTY"
run 1 rotate county other
run 1 compare plans/rotate
run 1 rotate county --bogus
says "--bogus"
run 1 check county --gap 1
says "--gap is no option of check"
for wrong in "--year 12" "--year next" "--time -1" "--time soon" "--gap 101" "--threads 0" "--seed x" "--lang fr" \
  "--set large_class_limit" "--set =3" "--out="; do
  # shellcheck disable=SC2086
  run 1 rotate county $wrong
  says "${wrong%%[ =]*}"
done
run 1 allocate county --years 2022-2020
says "two years such as 2020-2022"
[ ! -e plans/county ] || fail "a wrong line wrote a plan"

# 2: the tables are wrong.
cp -r county wrong
sed -i 's/^P1,1,40,/P1,1,forty,/' wrong/pupils.csv
run 2 rotate wrong --out plans/wrong
[ ! -e plans/wrong ] || fail "a plan from a county with an error"

# 3: more pupils than the rooms hold: the nearest plan and what it takes are written.
cp -r county full
sed -i 's/^P1,1,40,/P1,1,2000,/' full/pupils.csv
run 3 allocate full --year 2020 --out plans/full
[ "$(value plans/full status)" = infeasible ] || fail "status $(value plans/full status)"
[ "$(plain plans/full/needs.csv | wc -l)" -gt 1 ] || fail "needs.csv is empty"
run 3 audit full plans/full

# 4: out of time before the first goal is proven; the plan is there and says so.
run 4 rotate county --year 2020 --time 0.0000001 --out plans/stopped
[ "$(value plans/stopped status)" = stopped ] || fail "status $(value plans/stopped status)"
run 0 audit county plans/stopped

# 5: what cannot be read or written.
run 5 check nowhere
says nowhere
mkdir notes && echo mine > notes/diary.txt
run 5 rotate county --out notes
says "notes"
[ "$(cat notes/diary.txt)" = mine ] || fail "a folder that is no plan was replaced"
run 2 audit county notes
says "notes: expected a plan"
