#!/usr/bin/env bash
# `junheng trace` tells one teacher, place or school of a written plan; each price it tells is what `junheng audit` says
# of the plan with that one change typed in by hand; what it cannot tell it says in one line.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || { echo "SKIPPED: no sqlite3 to parse JSON with"; exit 77; }
run 0 init my
county=my/example
for job in rotate allocate; do run 0 "$job" "$county" --year 2020 --out "plans/$job"; done
run 0 consolidate "$county" --year 2020 --alternatives --out plans/sites
run 0 allocate "$county" --years 2020-2022 --out plans/three

# ---- prices ----

ask() { sqlite3 :memory: "$1"; }
# edited PLAN: a copy to type into, without the figures that only repeat
edited() { rm -rf copy && cp -r "plans/$1" copy && for table in copy/*.csv; do plain "$table" > again && mv again "$table"; done; }
# agrees PLAN KEY WHERE [OPTION...]: of the choices of the trace exactly one is WHERE, and its goals and broken rules
# are those of the audits of PLAN and of copy/.
agrees() {
  local plan=$1 key=$2 where=$3
  shift 3
  run 0 trace "$county" "plans/$plan" "$key" --json "$@"
  cp out trace.json
  "$JUNHENG" audit "$county" "plans/$plan" --json "$@" > before.json 2> /dev/null || true
  "$JUNHENG" audit "$county" copy --json "$@" > after.json 2> /dev/null || true
  ask "
    create table option as select value as v from json_each(cast(readfile('trace.json') as text), '\$.choices')
      where $where;
    create table before as select json_extract(value, '\$.rule') as rule, json_extract(value, '\$.scope') as scope,
      json_extract(value, '\$.achieved') as achieved, json_extract(value, '\$.met') as met
      from json_each(cast(readfile('before.json') as text));
    create table after as select json_extract(value, '\$.rule') as rule, json_extract(value, '\$.scope') as scope,
      json_extract(value, '\$.achieved') as achieved, json_extract(value, '\$.met') as met
      from json_each(cast(readfile('after.json') as text));
    create table goal as select json_extract(g.value, '\$.goal') as goal, json_extract(g.value, '\$.before') as b,
      json_extract(g.value, '\$.after') as a from option, json_each(v, '\$.goals') as g;
    create table broken as select json_extract(r.value, '\$.rule') as rule, json_extract(r.value, '\$.scope') as scope,
      json_extract(r.value, '\$.achieved') as achieved from option, json_each(v, '\$.breaks') as r;
    select 'choices ' || count(*) from option having count(*) <> 1;
    select 'no goals' where not exists (select * from goal);
    select 'before ' || goal || ' ' || b from goal
      where not exists (select * from before where rule = 'objective.' || goal and achieved = b);
    select 'after ' || goal || ' ' || a from goal
      where not exists (select * from after where rule = 'objective.' || goal and achieved = a);
    select 'told broken, is not: ' || rule || ' ' || scope from broken
      where not exists (select * from after where after.rule = broken.rule and after.scope = broken.scope and met = 0);
    select 'broken, not told: ' || rule || ' ' || scope from after
      where met = 0 and rule in ('quota', 'backbone', 'max_leave_share', 'last_teacher', 'eligible', 'beyond_posts',
        'class_limit', 'rooms', 'seats', 'beds', 'mode', 'running', 'keep_together', 'max_km')
      and not exists (select * from broken where after.rule = broken.rule and after.scope = broken.scope)
      and not exists (select * from before where after.rule = before.rule and after.scope = before.scope and met = 0);
  " > wrong
  [ ! -s wrong ] || { cat wrong; fail "trace $plan $key, $where"; }
}
v() { echo "json_extract(value, '\$.$1') $2"; }

# A teacher who goes: she stays; she goes elsewhere; another goes in her place.
edited rotate
sed -i '/,T033,/d' copy/roster.csv
agrees rotate T033 "$(v act "= 'stays'")"
edited rotate
sed -i '/,T033,/s/,S05,/,S04,/' copy/roster.csv
agrees rotate T033 "$(v act "= 'goes'") and $(v school_id "= 'S04'")"
edited rotate
sed -i 's/,T033,陈岩香,S02,/,T018,周芳,S01,/' copy/roster.csv
agrees rotate T033 "$(v act "= 'replaces'") and $(v teacher_id "= 'T018'")"
# Two who go change places: only their names do in the table.
edited rotate
sed -i 's/,T001,郭香,/,TX,郭香,/; s/,T006,赵涛,/,T001,郭香,/; s/,TX,郭香,/,T006,赵涛,/' copy/roster.csv
agrees rotate T001 "$(v act "= 'swaps'") and $(v other_id "= 'T006'")"
# One who stays: she goes, and the backbone quota would break.
edited rotate
echo '2020,T002,王涛,S01,S04,语文,0,1,9.136,' >> copy/roster.csv
agrees rotate T002 "$(v act "= 'goes'") and $(v school_id "= 'S04'")"
run 0 trace "$county" plans/rotate T002
tells "breaks backbone (the whole county): 2 (20 %); 1 / 6"
tells "would be better (posts left empty -1"
# One who is not eligible, under the policy that her conditions ask for.
edited rotate
echo '2020,T004,黄静,S01,S04,语文,1,1,9.136,' >> copy/roster.csv
"$JUNHENG" trace "$county" plans/rotate T004 --json > trace.json
"$JUNHENG" audit "$county" copy --json --set rotation_min_years=3 > after.json 2> /dev/null || true
same=$(ask "select count(*) from (select json_extract(g.value, '\$.goal') as goal, json_extract(g.value, '\$.after') as a
  from json_each(cast(readfile('trace.json') as text), '\$.choices') as c, json_each(c.value, '\$.goals') as g
  where json_extract(c.value, '\$.school_id') = 'S04' and json_extract(c.value, '\$.suppose') = 'conditions_met')
  join (select json_extract(value, '\$.rule') as rule, json_extract(value, '\$.achieved') as achieved
    from json_each(cast(readfile('after.json') as text))) on rule = 'objective.' || goal and achieved = a")
[ "$same" = 5 ] || fail "under rotation_min_years=3 $same goals of 5 agree"
# One more post: the same as a scenario with it.
printf 'table,key,column,value,why\nposts,school_id=S07;subject=语文,posts,+1,one more\n' > post.csv
edited rotate
echo '2020,T002,王涛,S01,S07,语文,0,1,11.972,' >> copy/roster.csv
"$JUNHENG" trace "$county" plans/rotate T002 --json > trace.json
"$JUNHENG" audit "$county" copy --scenario post.csv --json > after.json 2> /dev/null || true
same=$(ask "select count(*) from (select json_extract(g.value, '\$.goal') as goal, json_extract(g.value, '\$.after') as a
  from json_each(cast(readfile('trace.json') as text), '\$.choices') as c, json_each(c.value, '\$.goals') as g
  where json_extract(c.value, '\$.suppose') = 'one_more_post')
  join (select json_extract(value, '\$.rule') as rule, json_extract(value, '\$.achieved') as achieved
    from json_each(cast(readfile('after.json') as text))) on rule = 'objective.' || goal and achieved = a")
[ "$same" = 5 ] || fail "with one more post $same goals of 5 agree"

# A place: grade 4 to another school, within classes there are.
edited allocate
sed -i 's/^2020,P09,4,resident,S04,S04,/2020,P09,4,resident,S04,S05,/' copy/assignments.csv
agrees allocate P09 "$(v first_grade "= 4") and $(v school_id "= 'S05'")"
# To a school without a free room: a class more in a new room.
edited allocate
sed -i 's/^2020,P09,1,resident,,S06,/2020,P09,1,resident,,S01,/' copy/assignments.csv
sed -i '/^2020,S06,1,/d; /^2020,S01,2,/i 2020,S01,1,6,1,6,55,0' copy/classes.csv
sed -i 's/^2020,S01,10,0,/2020,S01,10,1,/' copy/rooms.csv
agrees allocate P09 "$(v first_grade "= 1") and $(v school_id "= 'S01'")"
# Over three years they stay where they went.
edited three
sed -i 's/^\(2020,P09,4,resident,S04,\)S04,/\1S05,/; s/^\(2021,P09,5,resident,\)S04,S04,/\1S05,S05,/; s/^\(2022,P09,6,resident,\)S04,S04,/\1S05,S05,/' copy/assignments.csv
agrees three P09 "$(v year "= 2020") and $(v first_grade "= 4") and $(v school_id "= 'S05'")"
# A class fewer.
edited allocate
sed -i 's/^2020,S01,4,70,2,/2020,S01,4,70,1,/' copy/classes.csv
agrees allocate S01 "$(v act "= 'class_fewer'") and $(v first_grade "= 4")"

# A merged point kept for its pupils: decision, classes, and their ways.
edited sites
sed -i 's/^\(2020,P09,[123],resident,[^,]*,\)S07,\([0-9]*\),4.745,19.2,bus/\1S06,\2,0.000,0.0,walk/' copy/assignments.csv
sed -i 's/^S06,merge,S07,1,3,0,0,0,/S06,keep,,1,3,17,165,3,/' copy/schools.csv
agrees sites S06 "$(v act "= 'runs'") and $(v chosen "= 0")"
agrees sites P09 "$(v first_grade "= 1") and $(v school_id "= 'S06'")"
# A school that runs closed: two places find another with space, the two others none that can be reached.
edited sites
sed -i 's/^\(2020,P0[56],[123],resident,[^,]*,\)S07,/\1S05,/' copy/assignments.csv
sed -i 's/^S07,keep,,1,3,110,165,3,/S07,merge,,1,3,33,165,3,/; s/^\(S05,keep,,1,6,\)208,330,6,/\1285,330,6,/' copy/schools.csv
agrees sites S07 "$(v act "= 'closes'")"
# Places whose school cannot be reached by any mode: the rule is told.
edited sites
sed -i 's/^\(2020,P09,[123],resident,[^,]*,\)S07,/\1S05,/' copy/assignments.csv
agrees sites P09 "$(v first_grade "= 1") and $(v school_id "= 'S05'")"

# ---- words ----

run 0 trace "$county" plans/rotate T033
for words in "陈岩香 (T033), rotate 2020" "teachers.csv:34" "roster.csv:6" "rotation_min_years 6" \
  "2 of its 15 teachers go, at most 3 may" "5 of 22 eligible teachers go" "goes to 山口小学 (S05) for 英语, 10.682 km" \
  "all else as in the plan" "posts left empty +2, teacher-km -10.682" "What would have to change"; do tells "$words"; done
run 0 trace "$county" plans/rotate T004
tells "NO 3 years at the school, at least 6 asked"
tells "rotation_min_years 3 instead of 6"
run 0 trace "$county" plans/sites S06 --lang zh
for words in "决定：撤并" "其他选择" "改变选择的条件" "年成本 +637867.22"; do tells "$words"; done
# What alternatives.csv says of the same decision with everything planned anew stands beside it.
kept=$(plain plans/sites/alternatives.csv | awk -F, '$1 == "S06" { printf "%.2f", $2 - $5 }')
run 0 trace "$county" plans/sites S06
tells "with all else planned anew for it: yuan a year +$kept"
run 0 trace "$county" plans/rotate S05
tells "NO 美术: 1 needed, 0 there, 0 with those who come"
# A what-if's cells name the what-if.
printf 'table,key,column,value,why\nteachers,T004,years_here,7,counted anew\n' > years.csv
run 0 rotate "$county" --year 2020 --scenario years.csv --out plans/years
run 0 trace "$county" plans/years T004 --scenario years.csv
tells "years_here 7 (years.csv:2)"
# By name, where one row alone has it; --year shows one year of several.
run 0 trace "$county" plans/allocate 上寨
tells "上寨 (P09)"
run 0 trace "$county" plans/three P09 --year 2021
grep -q '^  2021, grade 2' out || fail "2021 is not shown"
! grep -q '^  2022, grade' out || fail "--year 2021 shows 2022"
# Numbers do not depend on the language.
LANG_OF_RUN=zh_CN.UTF-8 run 0 trace "$county" plans/rotate T033
tells "未补足岗位 +2"
run 0 trace "$county" plans/rotate T033 --quiet
[ ! -s out ] || fail "--quiet says something"

# ---- what it refuses, one line each ----

refused() { # TEXT ARGUMENTS...: bad input, said in one line of stderr and nothing else
  local text=$1
  shift
  run 2 trace "$@"
  says "$text"
  [ "$(grep -c . err)" = 1 ] || fail "$(cat err)"
  [ ! -s out ] || fail "something on stdout"
}
refused "the nearest is T033" "$county" plans/rotate T0333
refused "expected the key of a teacher" "$county" plans/rotate 無 --kind teacher
refused "decides about a place" "$county" plans/rotate P09
refused "decides about a teacher" "$county" plans/allocate T033
refused "expected a year of the plan, 2020 to 2022" "$county" plans/three P09 --year 2030
run 1 trace "$county" plans/rotate T033 --kind pupil
says "teacher, place or school"
run 1 trace "$county" plans/rotate
two_schools other
run 2 trace other plans/allocate P1
says "is a plan of another county"
[ "$(grep -c '^error' err)" = 1 ] || fail "more than one error"
# A key that a place and a school share.
cp -r "$county" shared
sed -i 's/^P10,/S06,/' shared/places.csv
sed -i 's/^P10,/S06,/' shared/pupils.csv
[ ! -e shared/travel.csv ] || sed -i 's/^P10,/S06,/' shared/travel.csv
[ ! -e shared/adjacency.csv ] || sed -i 's/P10/S06/g' shared/adjacency.csv
[ ! -e shared/entrants.csv ] || sed -i 's/^P10,/S06,/' shared/entrants.csv
run 0 allocate shared --year 2020 --out plans/shared
refused "is the key of a place and a school: add --kind" shared plans/shared S06
run 0 trace shared plans/shared S06 --kind place
tells "下寨 (S06)"
run 0 trace shared plans/shared S06 --kind school
tells "上寨教学点 (S06)"
# A plan that a hand broke is traced as it stands, with one warning.
edited rotate
sed -i '4,$d' copy/roster.csv
run 0 trace "$county" copy T001
says "breaks rules"
says "contradicts itself"
run 2 trace "$county" "$county" T001
says "expected a plan: a folder with summary.csv"
[ "$(grep -c '^error' err)" = 1 ] || fail "more than one error"
run 5 trace "$county" nowhere T001
