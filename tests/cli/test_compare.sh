#!/usr/bin/env bash
# compare: plans side by side, each figure as the plan has it, differences against the first, on screen, as JSON, and as
# a table that a spreadsheet opens and never runs.
. "$(dirname "$0")/lib.sh"
two_schools county
{ echo "table,key,column,value,why"; echo "teachers,T3,exempt,在读,=1+1"; echo "policy,rotation_share,value,60,"; echo "policy,max_leave_share,value,60,"; } > '=what,if.csv'
run 0 rotate county --year 2020 --out plans/one
run 0 rotate county --year 2020 --scenario '=what,if.csv' --out plans/two
run 0 compare plans/one plans/two/ plans/one --out compare.csv
cp out screen

# The table: two columns a plan but the first, as many rows as figures.
head -c 3 compare.csv | od -An -tx1 | grep -q 'ef bb bf' || fail "no BOM"
plain compare.csv | sed -n 1p | grep -qx '"figure","plans/one","plans/two","difference","plans/one","difference"' ||
  fail "header: $(plain compare.csv | head -n 1)"
figure() { plain compare.csv | grep "^\"$1\"," | sed "s/^\"$1\",//; s/\"//g"; }
sent() { plain "plans/$1/roster.csv" | tail -n +2 | wc -l; }
[ "$(sent one)" != "$(sent two)" ] || fail "the plans do not differ"
more=$(($(sent two) - $(sent one)))
[ "$(figure 'teachers rotating')" = "$(sent one),$(sent two),+$more,$(sent one),0" ] || fail "teachers: $(figure 'teachers rotating')"
grep -q "teachers rotating *$(sent one) *$(sent two) *$(sent one)" screen || fail "the screen says otherwise"
# A name that a spreadsheet would run is kept from running.
figure scenario | grep "'=what,if" > /dev/null || fail "scenario: $(figure scenario)"

run 0 compare plans/two plans/one --out compare.csv
figure 'teachers rotating' | grep -- ",-$more$" > /dev/null || fail "the difference the other way: $(figure 'teachers rotating')"

# Plans of different jobs have what they have.
run 0 allocate county --year 2020 --out plans/classes
run 0 compare plans/one plans/classes
grep -q 'teachers rotating .* -' out || fail "a figure the second plan does not have"

# What is no plan is told; an earlier comparison stays.
before=$(sha256sum < compare.csv)
run 2 compare plans/one county --out compare.csv
says county
run 5 compare plans/one nowhere --out compare.csv
[ "$(sha256sum < compare.csv)" = "$before" ] || fail "the earlier comparison was touched"
