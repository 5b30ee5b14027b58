#!/usr/bin/env bash
# A county three rooms short gets needs.csv with the cheapest repair, exit 3; with that repair no class is over 55.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/county"
cat > "$work/county/schools.csv" <<'CSV'
school_id,name,area,first_grade,last_grade,lon,lat,rooms,max_new_rooms,cost_per_new_room
A,中心小学,town,1,6,100.80,22.00,10,0,200000
B,村小,rural,1,6,100.83,22.00,6,0,300000
CSV
echo "place_id,lon,lat
P1,100.80,22.00
P2,100.83,22.00" > "$work/county/places.csv"
{
  echo "place_id,grade,pupils,school_id"
  for grade in 1 2 3 4 5; do echo "P1,$grade,110,A"; echo "P2,$grade,55,B"; done
  echo "P1,6,165,A"
  echo "P2,6,55,B"
} > "$work/county/pupils.csv"

status=0
"$JUNHENG" allocate "$work/county" --year 2020 --out "$work/plan" > "$work/said" 2>&1 || status=$?
cat "$work/said"
[ "$status" = 3 ] || { echo "exit status $status, expected 3"; exit 1; }
grep -q '^status,infeasible' "$work/plan/summary.csv"
cat "$work/plan/needs.csv"
# Rooms at A are the cheaper ones: three of them, 600,000 yuan.
[ "$(tr -d '\r' < "$work/plan/needs.csv" | awk -F, '$4 == "rooms" { n += $5 } END { print n }')" = 3 ]
[ "$(tr -d '\r' < "$work/plan/needs.csv" | awk -F, '$4 == "rooms" && $2 == "A" { n += $6 } END { print n }')" = 600000 ]

# Apply what it says, as a change table.
{
  echo "table,key,column,value,why"
  tr -d '\r' < "$work/plan/needs.csv" | awk -F, '$4 == "rooms" { print "schools," $2 ",max_new_rooms,+" $5 ",needs.csv" }'
} > "$work/repair.csv"
"$JUNHENG" allocate "$work/county" --year 2020 --scenario "$work/repair.csv" --out "$work/repaired"
tr -d '\r' < "$work/repaired/classes.csv" | awk -F, 'NR > 1 && ($6 > 55 || $8 > 0) { bad = 1; print } END { exit bad }'
