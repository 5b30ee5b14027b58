#!/usr/bin/env bash
# check: the county on one page, each count as counted by hand.
. "$(dirname "$0")/lib.sh"
two_schools county
cat >> county/schools.csv <<'CSV'
C,教学点,河边乡,rural,1,3,100.85,22.01,2,0
CSV
sed -i '1s/$/,kind,status,public,protected/; 2,3s/$/,school,open,1,0/; 4s/$/,point,open,1,1/' county/schools.csv
cat >> county/schools.csv <<'CSV'
D,旧校,河边乡,rural,1,6,100.86,22.01,2,0,school,closed,1,0
E,新校,河边乡,rural,1,6,100.87,22.01,2,0,school,proposed,1,0
F,民办,城关镇,urban,1,6,100.80,22.01,2,0,school,open,0,0
CSV
printf 'A,2,2,56\nA,2,3,66\n' >> county/classes.csv
sed -i '1s/$/,group/; 2,$s/$/,/; s/^P1,1,40,,/P1,1,40,,migrant/' county/pupils.csv
run 0 check county --year 2020 --json
expect() { grep -q "\"$1\":$2[,]*$" out || fail "$1 is not $2: $(grep "\"$1\"" out)"; }
expect schools_open 2
expect points_open 1
expect private_open 1
expect closed 1
expect proposed 1
expect protected_sites 1
expect places 2
expect pupils 110
expect migrant 40
expect not_placed 52
expect classes 4
expect large_classes 2
expect super_classes 1
expect largest_class 66
expect teachers 5
expect backbone 1
# Four have been at A long enough; one of them is backbone: 10 % of four, rounded up, and 20 % of that.
expect eligible 4
expect eligible_backbone 1
expect quota_due 1
expect backbone_due 1
# On screen the same numbers, in both languages, and nothing when quiet.
run 0 check county --year 2020
grep -q '^ *110  pupils' out || fail "pupils on screen"
run 0 check county --year 2020 --lang zh
grep -q '^ *110  学生数' out || fail "pupils on screen in Chinese"
run 0 check county --quiet
[ ! -s out ] || fail "quiet speaks"
# What a planner should look at is a warning, and not a fault.
printf 'school_id,subject,posts\nB,语文,1\nB,舞蹈,1\n' > county/posts.csv
run 0 check county
sed -i '1s/$/,remarks/; 2,$s/$/,x/' county/places.csv
run 0 check county
says "warning: places.csv"
says "remarks"
run 0 check county --quiet
[ ! -s err ] || fail "a warning when quiet"
