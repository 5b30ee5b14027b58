#!/usr/bin/env bash
# A plan that a person edited in a spreadsheet is audited as it stands: what it breaks is named with the document.
. "$(dirname "$0")/lib.sh"
run 0 init my
county=my/example
for job in rotate allocate consolidate; do run 0 "$job" "$county" --year 2020 --out "plans/$job"; done

# edited JOB TABLE SED_SCRIPT STATUS TEXT...: a copy with that edit, audited
edited() {
  local job=$1 table=$2 script=$3 status=$4
  shift 4
  rm -rf copy && cp -r "plans/$job" copy
  sed -i "$script" "copy/$table"
  cmp -s "plans/$job/$table" "copy/$table" && fail "$script changes nothing in $table"
  run "$status" audit "$county" copy
  for text in "$@"; do tells "$text"; done
}
# A teacher taken off the roster so that the quota is missed: the rule, numerator and denominator, and the document.
edited rotate roster.csv '4,$d' 2 "NO" "quota" "2 / 22" "景政发〔2018〕74号"
# Someone sent to a school that is none of the receivers.
edited rotate roster.csv '2s/,S0[67],/,S02,/' 2 "NO" "receiver"
# A pupil lost between two cells.
row=$(plain plans/allocate/assignments.csv | awk -F, 'NR > 1 && $7 > 1 && !row { row = NR } END { print row }')
edited allocate assignments.csv "${row}s/\\(,S0[0-9],\\)[0-9]*,/\\11,/" 2 "NO" "every_pupil_once"
# A cell that is no number is told with its place.
edited allocate classes.csv '3s/,[0-9]*,/,many,/2' 2
says "classes.csv"
says ":3"
# Saved again by a spreadsheet without BOM, with LF, it is the same plan.
cp -r plans/rotate saved
for table in saved/*.csv; do plain "$table" > again && mv again "$table"; done
run 0 audit "$county" saved
# The plan against other tables than it was made from: said.
cp -r "$county" later
sed -i 's/^P01,2,17,/P01,2,18,/' later/pupils.csv
run 2 audit later plans/allocate
says "pupils.csv"
