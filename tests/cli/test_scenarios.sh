#!/usr/bin/env bash
# Change tables stack in the order of the line, --set comes last, --year chooses the year; the tables themselves stay
# as they are, the reasons travel into the plan, and a change that matches nothing is told with file and line.
. "$(dirname "$0")/lib.sh"
two_schools county
before=$(stamp county)
change() { { echo "table,key,column,value,why"; cat; } > "$1"; }
change more.csv <<< 'pupils,P1,pupils,+10,新楼盘入住'
change half.csv <<< 'pupils,*,pupils,*0.5,迁出'
change room.csv <<'CSV'
schools,A,rooms,1,校舍维修
schools,B,add_nothing,1,
CSV

run 0 check county --json
tells '"pupils":110'
# (40+38 +10) + (12+20) = 120 of P1 88; then halved: 44 + 16. The other way round: 39 + 10 + 16.
run 0 check county --json --scenario more.csv --scenario half.csv
grep -q '"pupils":6[0-9]' out || fail "stacked: $(grep pupils out)"
first=$(grep '"pupils"' out)
run 0 check county --json --scenario half.csv --scenario more.csv
[ "$(grep '"pupils"' out)" != "$first" ] || fail "the order of scenarios makes no difference"

run 0 allocate county --year 2021 --scenario more.csv --scenario half.csv
[ -d plans/county/allocate-more+half ] || fail "no plan named after its scenarios: $(find plans)"
plan=plans/county/allocate-more+half
[ "$(value "$plan" scenario)" = more+half ] || fail "scenario of the summary"
[ "$(value "$plan" year)" = 2021 ] || fail "year of the summary"
grep -q '新楼盘入住' "$plan/summary.csv" && grep -q '迁出' "$plan/summary.csv" || fail "why does not travel"
[ "$(plain "$plan/assignments.csv" | awk -F, 'NR > 1 { n += $7 } END { print n }')" = "$(echo "$first" | tr -dc 0-9)" ] ||
  fail "pupils assigned are not those of the changed county"
# A plan of a changed county is audited with the same changes, and the auditor says when they are missing.
run 0 audit county "$plan" --scenario more.csv --scenario half.csv
run 2 audit county "$plan"
says "--scenario"

# --set wins over the tables and the scenarios, and the plan says so.
change limit.csv <<< 'policy,large_class_limit,value,40,示范'
printf 'key,value,source\nlarge_class_limit,50,test\n' > county/policy.csv
for line in "50:" "40:--scenario limit.csv" "30:--scenario limit.csv --set large_class_limit=30"; do
  # shellcheck disable=SC2086
  run 0 allocate county --year 2020 --out plans/set ${line#*:}
  [ "$(value plans/set policy.large_class_limit)" = "${line%%:*}" ] || fail "${line#*:} gives $(value plans/set policy.large_class_limit)"
  [ "$(plain plans/set/classes.csv | awk -F, 'NR > 1 { print $7 }' | sort -u)" = "${line%%:*}" ] || fail "limit in classes.csv"
done
rm county/policy.csv

# Faults of a change table, each with its line.
run 2 check county --scenario room.csv
says "room.csv:3"
for bad in 'pupils,P7,pupils,+1,' 'schools,A,rooms,few,' 'schools,Z,rooms,3,' 'nothing,A,rooms,3,' 'policy,larg_class_limit,value,40,' \
  'schools,A,rooms,-99,' 'teachers,T9,drop,,'; do
  change bad.csv <<< "$bad"
  run 2 check county --scenario bad.csv
  says "bad.csv:2"
done
run 5 check county --scenario absent.csv
says absent.csv

[ "$(stamp county)" = "$before" ] || fail "a scenario changed the county's own tables"
