#!/usr/bin/env bash
# What compare says of three small plans written by hand: every figure worked out on paper, which decisions flip, which
# plan is dominated.
. "$(dirname "$0")/lib.sh"
figure() { plain compare.csv | grep -F "\"$1\"," | sed -n '1s/^"[^"]*",//; 1s/"//gp'; }
is() { [ "$(figure "$1")" = "$2" ] || fail "$1: $(figure "$1"), expected $2"; }

# plan NAME COST KM DECISION: two sites, 100 pupils of grade 1; 80 walk 1 km, 19 ride 5 km, one 9 km.
plan() {
  mkdir -p "$1"
  printf 'key,value\njob,consolidate\nyear,2020\nstatus,optimal\nobjective_1,cost\nobjective_1_unit,yuan\nobjective_1_sense,minimise\nobjective_1_value,%s\n' "$2" > "$1/summary.csv"
  printf 'rule,scope,required,achieved,met,source\nC1,county,x,y,1,z\nC2,S1,x,y,0,z\n' > "$1/audit.csv"
  {
    echo year,place_id,grade,group,from_school,to_school,pupils,km,minutes,mode,moved
    echo 2020,P1,1,resident,S1,S1,80,1,15,walk,0
    echo "2020,P2,1,resident,S2,S1,19,$3,20,bus,1"
    echo 2020,P3,1,resident,S2,S1,1,9,32,board,1
  } > "$1/assignments.csv"
  printf 'school_id,decision,merged_into,first_grade,last_grade,pupils,seats,classes,annual_cost,one_off_cost\nS1,keep,,1,6,100,,3,1,0\nS2,%s,%s,1,6,0,,0,1,0\n' "$4" "$5" > "$1/schools.csv"
  printf 'item,today,plan,difference\nfixed,10,%s,0\ntotal,10,%s,0\n' "$2" "$2" > "$1/costs.csv"
}
plan a 1000 5 merge S1
plan b 1200 4 keep ''
plan c 1300 5 merge S1
run 0 compare a b c --out compare.csv
is 'cost (yuan)' '1000,1200,+200,1300,+300'
is 'yuan a year: fixed' '1000,1200,+200,1300,+300'
is 'pupils who change school' '20,20,0,20,0'
is 'pupil-km' '184,165,-19,184,0' # 80 + 95 + 9
is 'pupils by bus' '19,19,0,19,0'
is boarders '1,1,0,1,0'
is 'km per pupil, mean' '1.84,1.65,-0.19,1.84,0'
is 'km per pupil, 90 % within' '5,4,-1,5,0'
is 'km per pupil, longest' '9,9,0,9,0'
is 'minutes per pupil, mean' '16.12,16.12,0,16.12,0' # 1200 + 380 + 32
is 'minutes per pupil, longest' '32,32,0,32,0'
is 'sites: keep' '1,2,+1,1,0'
is 'sites: merge' '1,0,-1,1,0'
is 'rules not met' '1,1,0,1,0'
# c costs more than a and carries nobody less far; b costs more and carries less.
is 'dominated by' ',,,a,'
is "decisions unlike the first plan's" '0,1,+1,0,0'
is 'decision: site S2' 'merge S1,keep,differs,merge S1,'
[ "$(plain compare.csv | grep -c 'decision: site S1')" = 0 ] || fail "a decision that is the same everywhere is no flip"
tells 'Decisions that flip: 1'
run 0 compare a b c --json
sqlite3 :memory: "SELECT json_extract(value, '\$.\"decisions that flip\".\"site S2\"') FROM json_each(CAST(readfile('out') AS TEXT))" > flips
[ "$(cat flips)" = $'merge S1\nkeep\nmerge S1' ] || fail "flips as JSON: $(cat flips)"

# Class sizes: 200 pupils in 3 classes are 67, 67, 66; 111 in 2 are 56 and 55; 51 and 45 in one. Of the last year only.
classes() {
  mkdir -p "$1"
  printf 'key,value\njob,allocate\nobjective_1,moved\nobjective_1_unit,pupils\nobjective_1_sense,minimise\nobjective_1_value,%s\nobjective_2,wishes\nobjective_2_unit,wishes\nobjective_2_sense,maximise\nobjective_2_value,%s\n' "$2" "$3" > "$1/summary.csv"
  cat > "$1/classes.csv" <<'CSV'
year,school_id,grade,pupils,classes,largest,limit,over
2020,S1,1,900,9,100,55,405
2021,S1,1,200,3,67,65,5
2021,S1,2,111,2,56,55,1
2021,S1,7,51,1,51,55,0
2021,S1,8,45,1,45,55,0
CSV
  printf 'year,school_id,rooms,added,cost\n2021,S1,8,%s,100\n' "$4" > "$1/rooms.csv"
}
classes d 5 3 0
classes e 5 4 2
run 0 compare d e --out compare.csv
is classes '7,7,0'
is 'classes of 66 and more' '3,3,0'
is 'classes of 56 and more' '4,4,0'
is 'classes over the limit' '4,4,0'
is 'classes over 45, in grades 7-9 over 50' '6,6,0'
is 'largest class' '67,67,0'
is 'pupils over the limit' '6,6,0'
is 'dominated by' 'e,,' # more wishes is better
is 'decision: rooms added at S1 in 2021' ',2,differs'
# A year's sums are not weighed against two years'.
cp -r d two
printf 'first_year,2020\nlast_year,2021\n' >> two/summary.csv
run 0 compare two e --out compare.csv
is 'dominated by' ',,'
printf 'first_year,2020\nlast_year,2021\n' >> e/summary.csv
run 0 compare two e --out compare.csv
is 'dominated by' 'e,,'
# Plans of other goals are not weighed against each other.
run 0 compare a d --out compare.csv
is 'dominated by' ',,'

# Both quotas, from the audit.
mkdir f
printf 'key,value\njob,rotate\n' > f/summary.csv
printf 'rule,scope,required,achieved,met,source\nquota,county,3 (10 %%),5 / 22,1,x\nbackbone,county,1 (20 %%),1 / 5,1,x\nquota,S1,x,9 / 9,1,x\n' > f/audit.csv
printf 'year,teacher_id,name,from_school,to_school,subject,backbone,counts_for_quota,km,reason\n2020,T1,=1+1,S1,S2,x,1,1,4,x\n' > f/roster.csv
printf 'year,school_id,subject,needed,before,after\n2020,S2,x,4,1,2\n2020,S3,x,1,1,3\n' > f/posts.csv
run 0 compare f f --out compare.csv
is 'quota (of those it counts)' '5 / 22,5 / 22,'
is 'backbone (of those it counts)' '1 / 5,1 / 5,'
is 'posts unfilled' '2,2,0'
is 'km per rotating teacher' '4,4,0'
