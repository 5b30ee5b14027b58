#!/usr/bin/env bash
# plan.geojson is JSON that a map program reads: degrees of WGS-84 whatever the county's positions are, every site, place
# and way with its figures, text as text.
. "$SOURCE_DIR/tests/cli/lib.sh"
# query PLAN EXPRESSION [CONDITION]: of the features, one line each.
query() {
  sqlite3 :memory: "SELECT $2 FROM json_each(CAST(readfile('$1/plan.geojson') AS TEXT), '\$.features')
                    WHERE ${3:-1}"
}
property() { echo "json_extract(value, '\$.properties.$1')"; }
layer="$(property layer)"

two_schools county
sed -i '2s/东门/"=1+1""<script>\\𠮷"/; 3s/曼滩/"a ""quoted"", place"/' county/places.csv
printf 'rotation_share,50,x\nmax_leave_share,60,x\n' | sed '1ikey,value,source' > county/policy.csv
for job in rotate allocate consolidate; do run 0 $job county --year 2020 --out $job; done

# Every site and place of each plan; the ways of the pupils; the teachers who go.
for job in rotate allocate consolidate; do
  [ "$(query $job "count(*)" "$layer = 'site'")" = 2 ] || fail "$job: sites"
  [ "$(query $job "count(*)" "$layer = 'place'")" = 2 ] || fail "$job: places"
  query $job "$(property name)" "$layer = 'place'" | sed -n 1p | grep -qF '=1+1"<script>\𠮷' || fail "$job: a name is not what it was"
  query $job "$(property name)" "$layer = 'place'" | grep -xF 'a "quoted", place' > /dev/null || fail "$job: a quoted name"
done
column() { plain "$1" | awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }'; }
for job in allocate consolidate; do
  [ "$(query $job "sum($(property pupils))" "$layer = 'catchment'")" = 110 ] || fail "$job: pupils on the ways"
  [ "$(query $job "sum($(property pupils))" "$layer = 'place'")" = 110 ] || fail "$job: pupils of the places"
  [ "$(query $job "sum($(property pupils))" "$layer = 'site'")" = 110 ] || fail "$job: pupils of the sites"
done
[ "$(query consolidate "$(property decision)" "$layer = 'site'")" = "$(column consolidate/schools.csv decision)" ] || fail "decisions"
[ "$(query rotate "sum($(property teachers))" "$layer = 'rotation'")" = "$(column rotate/roster.csv teacher_id | wc -l)" ] || fail "teachers"
[ "$(query rotate "json_extract(value, '\$.geometry.coordinates')" "$layer = 'rotation'" | sort -u)" = '[[100.800000,22.000000],[100.830000,22.000000]]' ] ||
  fail "the line from A to B"
! grep -qE '刀勇|T1' rotate/plan.geojson || fail "a map of sites names a teacher"

# Metres, the zone in front of the easting: three degrees wide (34), six degrees wide (17). The metres were worked out
# with Krueger's series by another program.
points() { query "$1" "printf('%.6f,%.6f', json_extract(value, '\$.geometry.coordinates[0]'), json_extract(value, '\$.geometry.coordinates[1]'))" "$layer = 'site'" | tr '\n' ' '; }
for metres in '34376078.859,2434286.653 34379177.203,2434262.645' '17685894.017,2434894.583 17688993.008,2434931.370'; do
  rm -rf metres
  cp -r county metres
  read -r first second <<< "$metres"
  sed -i "1s/lon,lat/x,y/; s/100.80,22.00/$first/; s/100.83,22.00/$second/" metres/schools.csv metres/places.csv
  run 0 allocate metres --year 2020 --out metres-plan
  [ "$(points metres-plan)" = '100.800000,22.000000 100.830000,22.000000 ' ] || fail "$metres: $(points metres-plan)"
done
# Metres of some grid of the county's own: a table without shapes rather than a map of the wrong place.
sed -i "s/1768/68/" metres/schools.csv metres/places.csv
run 0 allocate metres --year 2020 --out metres-plan
[ "$(query metres-plan "count(*)" "json_extract(value, '\$.geometry') IS NULL")" = "$(query metres-plan "count(*)")" ] || fail "metres without a zone"

# Degrees from a Chinese web map.
sed -i 's/100.80,22.00/116.403740,39.910125/; s/100.83,22.00/116.433740,39.910125/' county/schools.csv county/places.csv
run 0 allocate county --year 2020 --gcj02 --out web
points web | awk -F'[, ]' '{ exit !($1 > 116.39748 && $1 < 116.39752 && $2 > 39.90870 && $2 < 39.90874) }' || fail "GCJ-02: $(points web)"
