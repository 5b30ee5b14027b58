#!/usr/bin/env bash
# report.html: written with the plan, small, well-formed, complete in both languages, and loading nothing.
. "$(dirname "$0")/lib.sh"
two_schools 数据
printf 'key,value\nmax_leave_share,100\n' > 数据/policy.csv
for job in rotate allocate consolidate; do
  for language in en zh; do
    run 0 "$job" 数据 --year 2020 --lang "$language" --out "$language/$job"
    report=$language/$job/report.html
    [ "$(wc -c < "$report")" -lt 3145728 ] || fail "$report is larger than 3 MB"
    ! grep -qE 'https?://|<script|@import|url\(|<iframe' "$report" || fail "$report reaches out"
    for id in answer map changes costs classes distances quotas rules certainty alternatives procedure open; do
      grep -q "<section id=\"$id\">" "$report" || fail "$report has no section $id"
    done
  done
  grep -q '制定' "zh/$job/report.html" || fail "no procedure"
  grep -q '<html lang="zh-CN">' "zh/$job/report.html" || fail "not said to be Chinese"
  grep -q '问题与结论' "zh/$job/report.html" || fail "the Chinese report is not Chinese"
  grep -q 'The question and the answer' "en/$job/report.html" || fail "the English report is not English"
done
# LANG decides where --lang is silent, while the headers of the tables stay English.
LANG_OF_RUN=zh_CN.UTF-8 run 0 rotate 数据 --year 2020 --out environment
cmp environment/report.html zh/rotate/report.html || fail "LANG gives another report than --lang"
LANG_OF_RUN=C.UTF-8 run 0 rotate 数据 --year 2020 --lang zh --out environment
cmp environment/report.html zh/rotate/report.html || fail "another report with LANG=C.UTF-8"
# What a reader sees is in one language. In a Chinese report words of four letters and more are names: of files, plans,
# options, policy keys. In an English one Chinese is what the county's tables say, and the names of documents.
visible() { # PAGE: its texts, one a line
  sed -e 's/<style>.*<\/style>//' -e 's/<code>[^<]*<\/code>//g' -e 's/aria-label="\([^"]*\)"/>\1</g' -e 's/<[^>]*>/\n/g' "$1"
}
run 0 policy 数据
sed -nE 's|^ *([a-z0-9-]+(_[a-z0-9-]+)+) .*|s/\1//g|p' out > keys.sed
[ "$(wc -l < keys.sed)" -gt 30 ] || fail "hardly any policy key was found"
english_in() { # PAGE
  visible "$1" |
    sed -E 's/[a-z_-]+\.csv//g; s/(rotate|allocate|consolidate)-2020-[0-9a-f]+//g; s/--[a-z]+//g; s/junheng( [a-z]+)?//g; s/SHA-256|Junheng|GLPK//g' |
    sed -f keys.sed | grep -E '[A-Za-z][A-Za-z_ ]{3,}' | sort -u || true
}
chinese_in() { # PAGE COUNTY
  local -x LC_ALL=C.UTF-8
  { echo "$2"; cat "$2"/*.csv; } | tr -d '\r' | tr ',;' '\n\n' | grep '[^ -~]' | awk '{ print length, $0 }' | sort -rn | uniq |
    sed 's|^[0-9]* \(.*\)|s/\1//g|' > said.sed # the longest first
  visible "$1" |
    sed -E 's/[^ -~]+〔[0-9]+〕[0-9]+号( 三\([一二三四五六七]\)[0-9]*(, [0-9]+)*)?//g; s/(义务教育法|教师法)( 第[一二三四五六七八九十]+条)?//g' |
    sed -f said.sed | grep -P '\p{Han}' | sort -u || true
}
one_language() { # LANGUAGE PAGE COUNTY
  if [ "$1" = zh ]; then english_in "$2" > foreign; else chinese_in "$2" "$3" > foreign; fi
  [ ! -s foreign ] || { cat foreign; fail "$2 is not in one language ($1): CONTRIBUTING.md, Add a message"; }
}
# The test sees what nobody translated.
sed 's/<main>/<main><p>nobody translated this<\/p>/' zh/rotate/report.html > planted-zh.html
sed 's/<main>/<main><p>没有翻译<\/p>/' en/rotate/report.html > planted-en.html
[ "$(english_in planted-zh.html)" = 'nobody translated this' ] || fail "an English sentence is not found"
[ "$(chinese_in planted-en.html 数据)" = '没有翻译' ] || fail "a Chinese sentence is not found"
# A county with Chinese heads that draws remarks from reader and models, and one whose rules cannot be met.
run 0 import 数据 缺项.db
run 0 export 缺项.db 缺项 --lang zh
sed -i 's/^T3,\(.*\),female,1984,/T3,\1,,,/' 缺项/teachers.csv
cp -r 数据 短缺
printf 'key,value\nmax_leave_share,0\nmax_bus_minutes,1\n' > 短缺/policy.csv
sed -i 's/,8,1$/,1,1/; s/,6,0$/,1,0/' 短缺/schools.csv
for language in en zh; do
  for job in rotate allocate consolidate; do
    extra=()
    [ $job != consolidate ] || extra=(--alternatives)
    run 0 $job 缺项 --year 2020 --set max_leave_share=100 --lang $language --out remarks-$language/$job "${extra[@]}"
    one_language $language $language/$job/report.html 数据
    one_language $language remarks-$language/$job/report.html 缺项
    run 3 $job 短缺 --year 2020 --lang $language --out short-$language/$job
    one_language $language short-$language/$job/report.html 短缺
  done
  # A column is named as the table heads it.
  grep -q 'teachers.csv:4: 出生年 ' remarks-$language/rotate/report.html || fail "no remark in $language"
done
# The public version: names and schools of those who go, no reason.
run 0 rotate 数据 --year 2020 --out own
run 0 rotate 数据 --year 2020 --public --out public
grep -q 'fills a post' own/report.html || fail "the bureau's report gives no reason"
! grep -q 'fills a post' public/report.html || fail "the public report gives a reason"
name=$(plain public/roster.csv | awk -F, 'NR == 2 { print $3 }')
grep -q "$name" public/report.html || fail "the public report does not name $name"
run 1 check 数据 --public
# What may hang out is in a folder of its own, which holds nothing of a teacher but name and schools.
[ "$(ls public/public | tr '\n' ' ')" = 'posts.csv report.html roster.csv ' ] || fail "public: $(ls public/public)"
cmp public/report.html public/public/report.html || fail "two public reports"
[ "$(plain public/public/roster.csv | sed -n 1p)" = 'year,name,from_school,to_school' ] || fail "public roster"
grep -q "^2020,$name,中心小学,村小" <(plain public/public/roster.csv) || fail "$(cat public/public/roster.csv)"
for private in T1 T2 'fills a post' '任教 9 年' 1980 1982; do
  ! grep -rqF -- "$private" public/public || fail "the public folder says $private"
done
[ ! -e own/public ] || fail "a public folder nobody asked for"
for job in allocate consolidate; do
  run 0 $job 数据 --year 2020 --public --out $job-public
  [ ! -e $job-public/public/assignments.csv ] && [ ! -e $job-public/public/audit.csv ] || fail "$job: $(ls $job-public/public)"
done
# The folder is a plan as before: audited, compared, replaced whole.
run 0 audit 数据 public
run 0 compare public own
run 0 rotate 数据 --year 2020 --out public
[ ! -e public/public ] || fail "a public folder of an earlier plan stayed"
[ -z "$(find . -name '.*junheng-*')" ] || fail "something was left behind"
run 0 rotate 数据 --year 2020 --public --out public
# A plan that is not written leaves the earlier report as it was.
before=$(stamp own)
echo 'T9,,nowhere,语文,primary,0,male,1980,9' >> 数据/teachers.csv
run 2 rotate 数据 --year 2020 --out own
[ "$(stamp own)" = "$before" ] || fail "a failed run touched the earlier report"
if command -v xmllint > checker; then
  for report in ??/*/report.html; do xmllint --noout "$report" || fail "$report is not well-formed"; done
else
  echo "SKIPPED IN PART: no xmllint (libxml2-utils); io/test_report checks the form"
fi
