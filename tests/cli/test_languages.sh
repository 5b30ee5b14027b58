#!/usr/bin/env bash
# Chinese paths, Chinese headers, Chinese messages: the same plan whatever the environment's language.
. "$(dirname "$0")/lib.sh"
county='景洪市 数据/2020 年'
two_schools "$county"

run 0 rotate "$county" --year 2020 --out '方案/交流 一'
unset_said=$(grep -v ' s, ' out)
for language in C POSIX C.UTF-8 en_US.UTF-8 xx_XX; do
  LANG_OF_RUN=$language run 0 rotate "$county" --year 2020 --out "方案/$language"
  [ "$(grep -v ' s, ' out | sed "s|方案/$language|方案/交流 一|")" = "$unset_said" ] || fail "other words with LC_ALL=$language"
  diff -r -x summary.csv -x plan.sql -x report.html -x plan.xlsx '方案/交流 一' "方案/$language" || fail "another plan with LC_ALL=$language"
done
tells '方案/'

LANG_OF_RUN=zh_CN.UTF-8 run 0 rotate "$county" --year 2020 --out 方案/中文环境
tells "方案：方案/中文环境"
tells "交流"
head -n 1 方案/中文环境/roster.csv | grep -q teacher_id || fail "LANG changes the headers of files"
# --lang decides the headers too, and wins over the environment.
LANG_OF_RUN=zh_CN.UTF-8 run 0 rotate "$county" --year 2020 --out 方案/en --lang en
tells "Plan: 方案/en"
run 0 rotate "$county" --year 2020 --out 方案/zh --lang zh
tells "方案：方案/zh"
head -n 1 方案/zh/roster.csv | grep -q '教师编号' || fail "--lang zh writes English headers"
run 0 audit "$county" 方案/zh
# Only headers differ.
cmp <(plain 方案/zh/roster.csv | tail -n +2) <(plain 方案/en/roster.csv | tail -n +2) || fail "rows differ by language"

# A message about a Chinese value in a Chinese file, readable as it stands.
sed -i 's/^B,村小,河边乡,rural/B,村小,河边乡,山区/' "$county/schools.csv"
LANG_OF_RUN=zh_CN.UTF-8 run 2 check "$county"
says "错误："
says "schools.csv:3"
says "山区"

# The county in GB18030 with Chinese headers and CRLF, as a spreadsheet in China saves it, is the same county.
two_schools plain_county
mkdir gb
sed '1s/.*/学校编号,学校名称,乡镇,城乡,起始年级,终止年级,经度,纬度,教室数,优质学校/; s/$/\r/; s/urban/城区/; s/rural/乡村/' \
  plain_county/schools.csv | iconv -f UTF-8 -t GB18030 > gb/schools.csv
sed '1s/.*/居民点编号,名称,乡镇,经度,纬度/; s/$/\r/' plain_county/places.csv | iconv -f UTF-8 -t GB18030 > gb/places.csv
sed '1s/.*/居民点编号,年级,人数,现就读学校/; s/$/\r/' plain_county/pupils.csv | iconv -f UTF-8 -t GB18030 > gb/pupils.csv
sed 's/$/\r/' plain_county/classes.csv > gb/classes.csv
sed 's/$/\r/' plain_county/posts.csv | iconv -f UTF-8 -t GB18030 > gb/posts.csv
sed 's/,/;/g' plain_county/teachers.csv | iconv -f UTF-8 -t GB18030 > gb/teachers.csv
for job in rotate allocate consolidate; do
  run 0 "$job" plain_county --year 2020 --out "plain/$job"
  for extra in "" "--encoding GB18030"; do
    # shellcheck disable=SC2086
    run 0 "$job" gb --year 2020 --out "gb-plan/$job" $extra
    diff -r -x summary.csv -x plan.sql -x report.html -x plan.xlsx "plain/$job" "gb-plan/$job" || fail "another plan from GB18030"
  done
done
