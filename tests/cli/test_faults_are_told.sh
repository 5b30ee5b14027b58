#!/usr/bin/env bash
# Each fault of a county has one message with file, line, column, value and expectation; all faults of a run are
# listed, at most a hundred; nothing is written and an earlier plan is left as it was.
. "$(dirname "$0")/lib.sh"
two_schools county
run 0 rotate county --year 2020 --out plan
before=$(stamp plan)

# fault TABLE SED_SCRIPT MESSAGE...: a county with that one fault, and what is to be said of it
fault() {
  local table=$1 script=$2
  shift 2
  rm -rf wrong && cp -r county wrong
  sed -i "$script" "wrong/$table"
  cmp -s "county/$table" "wrong/$table" && fail "$script changes nothing in $table"
  local job
  for job in check rotate allocate consolidate; do
    if [ "$job" = check ]; then run 2 check wrong; else run 2 "$job" wrong --year 2020 --out plan; fi
    for text in "$@"; do says "$text"; done
    [ ! -s out ] || fail "said on stdout"
  done
  [ "$(grep -c '^error: ' err)" = 1 ] || fail "one fault, $(grep -c '^error: ' err) messages"
}
fault pupils.csv 's/^P1,2,38,A/P1,2,many,A/' "pupils.csv:3" "pupils" "many" "expected"
fault pupils.csv 's/^P1,2,38,A/P1,10,38,A/' "pupils.csv:3" "grade" "10" "1 to 9"
fault pupils.csv 's/^P1,2,38,A/P1,2,-3,A/' "pupils.csv:3" "pupils" "-3" "expected"
fault pupils.csv 's/^P1,2,38,A/P1,2,1000001,A/' "pupils.csv:3" "pupils" "1000001" "expected"
fault pupils.csv 's/^P1,2,38,A/P9,2,38,A/' "pupils.csv:3" "place_id" "P9" "expected"
fault pupils.csv 's/^P1,2,38,A/P1,2,38,Z/' "pupils.csv:3" "school_id" "Z" "expected"
fault schools.csv 's/^B,村小,河边乡,rural/B,村小,河边乡,country/' "schools.csv:3" "area" "country" "rural"
fault places.csv "\$a P1,again,河边乡,100.83,22.00" "places.csv:4" "place_id" "P1" "line 2"
fault teachers.csv 's/^T2,岩罕,A,语文,primary/T2,岩罕,A,语文,kindergarten/' "teachers.csv:3" "stage" "kindergarten" "junior"

# A policy key that does not exist is told with the nearest one that does.
printf 'key,value,source\nlarge_class_limits,50,test\n' > county/policy.csv
run 2 rotate county --out plan
says "policy.csv:2"
says "large_class_limits"
says "large_class_limit"
rm county/policy.csv
run 2 rotate county --set rotation_shar=0.2 --out plan
says "rotation_share"

# Many faults: a hundred are listed, the rest counted.
cp -r county many
{ echo "place_id,grade,pupils,school_id"; for i in $(seq 150); do echo "P1,1,x$i,"; done; } > many/pupils.csv
run 2 check many
[ "$(grep -c '^error: ' err)" = 100 ] || fail "$(grep -c '^error: ' err) faults listed"
says "and 50 more errors"
says "pupils.csv:101"

[ "$(stamp plan)" = "$before" ] || fail "the earlier plan was touched"
[ -z "$(find . -name '.*junheng*')" ] || fail "a temporary folder was left"

# A table that is missing is named.
rm -r wrong && cp -r county wrong && rm wrong/schools.csv
run 2 rotate wrong --out plan
says "schools.csv"
