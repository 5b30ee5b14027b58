#!/usr/bin/env bash
# 151 eligible teachers and 3 backbone teachers: the quotas contradict. The county hears it in plain words, exit 3,
# with the nearest roster.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/县"
{
  echo "school_id,name,area,first_grade,last_grade,lon,lat"
  echo "U1,城区小学,urban,1,6,100.80,22.00"
  for i in 1 2 3 4; do echo "R$i,乡村小学$i,rural,1,6,100.8$i,22.05"; done
} > "$work/县/schools.csv"
{
  echo "teacher_id,name,school_id,subject,stage,backbone,sex,birth_year,years_here"
  for i in $(seq 151); do
    echo "T$i,教师$i,U1,$([ $((i % 2)) = 0 ] && echo 语文 || echo 数学),primary,$([ "$i" -le 3 ] && echo 1 || echo 0),female,1985,8"
  done
} > "$work/县/teachers.csv"
{
  echo "school_id,subject,posts"
  for i in 1 2 3 4; do echo "R$i,语文,1"; echo "R$i,数学,1"; done
} > "$work/县/posts.csv"

status=0
"$JUNHENG" rotate "$work/县" --year 2020 --out "$work/plan" > "$work/said" 2>&1 || status=$?
cat "$work/said"
[ "$status" = 3 ] || { echo "exit status $status, expected 3"; exit 1; }
grep -q '^status,infeasible' "$work/plan/summary.csv"
# The nearest roster: 15 with 3 backbone (20 %), one short of the 16 due.
[ "$(tail -n +2 "$work/plan/roster.csv" | grep -c .)" = 15 ]
[ "$(tail -n +2 "$work/plan/roster.csv" | awk -F, '$7 == 1' | grep -c .)" = 3 ]
grep -q backbone "$work/plan/needs.csv"
grep -q '15 / 151\|15 of 151\|15/151' "$work/plan/audit.csv"
# What the diagnosis asks for is enough: a fourth backbone teacher.
sed -i 's/^\(T4,.*,primary\),0,/\1,1,/' "$work/县/teachers.csv"
"$JUNHENG" rotate "$work/县" --year 2020 --out "$work/plan"
grep -q '^status,optimal' "$work/plan/summary.csv"
