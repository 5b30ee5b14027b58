#!/usr/bin/env bash
# plan.xlsx holds every table of the plan, a sheet each, heads frozen and filtered, after an overview with charts; its
# numbers are numbers, its texts never run, and the same plan has the same bytes.
. "$SOURCE_DIR/tests/cli/lib.sh"
command -v unzip > /dev/null || { echo "SKIPPED: no unzip, so nothing looks into plan.xlsx"; exit 77; }
part() { unzip -p "$1/plan.xlsx" "$2"; }
sheets() { part "$1" xl/workbook.xml | grep -o '<sheet name="[^"]*"' | sed 's/.*"\(.*\)"/\1/'; }
# sheet PLAN NAME: the text of the sheet of that name.
sheet() { part "$1" "xl/worksheets/sheet$(sheets "$1" | grep -nx "$2" | cut -d: -f1).xml"; }

two_schools county
sed -i '2s/刀勇/=HYPERLINK(1)/; 3s/岩罕/+86<b>/' county/teachers.csv
printf 'key,value,source\nrotation_share,75,=1+1\nmax_leave_share,100,@SUM(A1)\nschool_days,200,-1𠮷\n' > county/policy.csv
for job in rotate allocate consolidate; do
  run 0 $job county --year 2020 --out $job
  unzip -tq $job/plan.xlsx > /dev/null || fail "$job: a damaged workbook"
  # A sheet for each table, after the overview; none is missing.
  [ "$(sheets $job | sed -n 1p)" = overview ] || fail "$job: the first sheet"
  [ "$(sheets $job | tail -n +2 | sort)" = "$(find $job -name '*.csv' -printf '%f\n' | sed 's/.csv$//' | sort)" ] ||
    fail "$job: sheets $(sheets $job | tr '\n' ' ')"
  for table in $(sheets $job | tail -n +2); do
    sheet $job "$table" > xml
    grep -q 'state="frozen"' xml || fail "$job, $table: the head is not frozen"
    grep -q '<autoFilter ref="A1:' xml || fail "$job, $table: no filter"
    rows=$(grep -o '<row ' xml | wc -l)
    expected=$(plain "$job/$table.csv" | grep -vc '^seconds,')
    [ "$rows" = "$expected" ] || fail "$job, $table: $rows rows, the CSV has $expected"
  done
  # Nothing in it is a formula.
  for n in $(seq "$(sheets $job | wc -l)"); do
    [ "$(part $job "xl/worksheets/sheet$n.xml" | grep -c '<f>')" = 0 ] || fail "$job: a formula in sheet $n"
  done
  part $job xl/charts/chart1.xml | grep '<c:v>' > /dev/null || fail "$job: no chart with figures"
done
for name in '=HYPERLINK(1)' '+86&lt;b&gt;' '@SUM(A1)' '-1𠮷' '=1+1'; do
  part rotate xl/sharedStrings.xml | grep -F ">$name<" > /dev/null || fail "the text $name is not what it was"
done
# Numbers are numbers (km of the roster, column I), keys are texts (column B).
sheet rotate roster | grep -E '<c r="I2"><v>[0-9.]+</v></c>' > /dev/null || fail "km is no number"
sheet rotate roster | grep -E '<c r="B2" t="s">' > /dev/null || fail "teacher_id is no text"
# The overview has the answer: the quota with numerator and denominator, and the goals.
sheet rotate overview > xml
for text in optimal posts_unfilled quota; do
  at=$(part rotate xl/sharedStrings.xml | grep -o '<si>.*</si>' | sed 's/<si>/\n<si>/g' | tail -n +2 | grep -nF ">$text<" | cut -d: -f1)
  grep -q "t=\"s\"><v>$((at - 1))</v>" xml || fail "the overview does not say $text"
done

# Chinese heads and sheets on request.
run 0 rotate county --year 2020 --out zh --lang zh
[ "$(sheets zh | tr '\n' ' ')" = '总览 摘要 核查 交流名单 岗位 ' ] || fail "sheets: $(sheets zh)"
part zh xl/sharedStrings.xml | grep -F '>教师编号<' > /dev/null || fail "no Chinese head"

# The same plan another time: the same bytes, whenever it is made.
sleep 1.1
for job in rotate allocate consolidate; do
  run 0 $job county --year 2020 --out again
  cmp again/plan.xlsx $job/plan.xlsx || fail "$job: other bytes"
done
