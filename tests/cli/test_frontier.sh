#!/usr/bin/env bash
# consolidate --frontier: whole plans, none of them beaten by another one listed, each audited under its own weight.
. "$(dirname "$0")/lib.sh"
run 0 init county
county=county/example

# weight FRONTIER POINT: its travel_weight.
weight() { plain "$1/frontier.csv" | awk -F, -v point="$2" '$1 == point { print $5 }'; }

# Each point costs more than the one before and has shorter ways; what it claims is in its folder, audited.
run 0 consolidate "$county" --year 2020 --frontier 4 --out 前沿
tells "4 plans, none of which another one beats"
[ "$(plain 前沿/frontier.csv | wc -l)" = 5 ] || fail "four points were asked for"
plain 前沿/frontier.csv | awk -F, 'NR > 2 && !($2 > cost && $3 < km) { exit 1 } { cost = $2 + 0; km = $3 + 0 }' ||
  fail "a point is beaten by its neighbour"
plain 前沿/frontier.csv | awk -F, 'NR > 1 && ($6 - $7) / $6 * 100 > $8 + 0.0001 { exit 1 }' || fail "a gap is too small"
plain 前沿/frontier.csv | awk -F, 'NR > 1 { d = $2 + $5 * $3 - $6; if (d > 0.01 || d < -0.01) exit 1 }' ||
  fail "cost and weighted travel are not what was kept low"
for n in 1 2 3 4; do
  run 0 audit "$county" "前沿/point-$n" --set "travel_cost_per_pupil_km=$(weight 前沿 "$n")"
  grep -q 'section id="frontier"' "前沿/point-$n/report.html" || fail "point $n does not show the others"
done

# The cheap end costs no more than the plan that does not weigh travel.
run 0 consolidate "$county" --year 2020 --set travel_cost_per_pupil_km=0 --out alone
least=$(value alone objective_1_value)
plain 前沿/frontier.csv | awk -F, -v least="$least" '$1 == 1 { d = $2 - least; exit d > 0.006 || d < -0.006 }' ||
  fail "the first point is not the least cost"

# The same again gives the same bytes; fewer points leave no folder of more behind.
cp -r 前沿 before
run 0 consolidate "$county" --year 2020 --frontier 4 --out 前沿
cmp 前沿/frontier.csv before/frontier.csv
cmp 前沿/point-3/assignments.csv before/point-3/assignments.csv
run 0 consolidate "$county" --year 2020 --frontier 2 --out 前沿
[ "$(ls -A 前沿 | tr '\n' ' ')" = "frontier.csv point-1 point-2 " ] || fail "left behind: $(ls -A 前沿)"

# Chinese heads; a database; JSON.
run 0 consolidate "$county" --year 2020 --frontier 2 --lang zh --out zh
plain zh/frontier.csv | sed -n 1p | grep -q '^序号,年成本,人公里' || fail "no Chinese heads"
run 0 import "$county" county.db
run 0 consolidate county.db --year 2020 --frontier 2 --json --out db
grep -q '"pupil_km"' out || fail "no JSON"
cmp <(cut -d, -f 1-15 前沿/frontier.csv) <(cut -d, -f 1-15 db/frontier.csv)
[ "$(sqlite3 county.db 'select count(distinct plan_id) from plan_schools')" = 2 ] || fail "two plans in the database"
# It lists them in the database, too, and once however often it is made.
run 0 consolidate county.db --year 2020 --frontier 2 --quiet --out db
[ "$(sqlite3 county.db 'select point, moved, folder from plan_frontier order by row_no')" = \
  "$(plain db/frontier.csv | awk -F, 'NR > 1 { print $1 "|" $14 "|" $15 }')" ] || fail "another frontier in the database"
[ "$(sqlite3 county.db 'select count(distinct plan_schools.plan_id) from plan_frontier join plan_schools on plan_schools.plan_id = point_plan')" = 2 ] ||
  fail "the points' plans are not found by point_plan"
[ "$(value db/point-2 plan_id)" = "$(plain db/frontier.csv | awk -F, '$1 == 2 { print $16 }')" ] || fail "point_plan is not the plan_id"
run 0 check county.db

# What cannot be asked for; a folder that is a plan is left alone.
run 1 consolidate "$county" --frontier 1
run 1 consolidate "$county" --frontier 3 --alternatives
run 1 rotate "$county" --frontier 3
before=$(stamp alone)
run 5 consolidate "$county" --year 2020 --frontier 2 --out alone
says "is a single plan"
[ "$before" = "$(stamp alone)" ] || fail "a plan was touched"

# Out of time: the plans so far, whole; exit 4, or 3 where not even one that meets the rules was found by then.
status=0
"$JUNHENG" consolidate "$SOURCE_DIR/scenarios/jinghong" --frontier 3 --time 2 --out stopped > out 2> err || status=$?
{ [ "$status" = 4 ] || [ "$status" = 3 ]; } || fail "exit status $status"
[ -s stopped/frontier.csv ] || fail "nothing was handed back"
for plan in stopped/point-*; do [ -s "$plan/audit.csv" ] || fail "$plan is not whole"; done
[ -z "$(find . -name '.*junheng*')" ] || fail "a temporary folder was left"
echo "frontier: exit $status, $(plain stopped/frontier.csv | tail -n +2 | wc -l) plans in two seconds"
