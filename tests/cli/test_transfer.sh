#!/usr/bin/env bash
# import and export carry a county between folder and database and back without loss; a job plans the same from
# either and stores its tables in the database; nothing that exists is overwritten unasked.
. "$(dirname "$0")/lib.sh"
two_schools county
printf 'key,value,source\nlarge_class_limit,50,"本地文件, 第3条"\n' > county/policy.csv
printf 'place_id,school_id,km,minutes\nP1,B,4.25,31.5\n' > county/travel.csv

run 0 import county county.db
run 0 export county.db back
run 0 import back again.db
run 0 export again.db back2
diff -r back back2 || fail "the second round trip changed something"
[ "$(ls back)" = "$(ls county)" ] || fail "other tables came back: $(ls back)"
# The same cells under the same headers.
for table in county/*.csv; do
  name=$(basename "$table")
  columns=$(plain "$table" | head -n 1)
  plain "back/$name" | sed -n 1p | grep -q "${columns%%,*}" || fail "$name lost its key"
  [ "$(plain "$table" | wc -l)" = "$(plain "back/$name" | wc -l)" ] || fail "$name lost rows"
done
grep -q '本地文件, 第3条' back/policy.csv || fail "a quoted comma was lost"
grep -q '4.25' back/travel.csv || fail "a distance was lost"

run 0 check county
cp out said
for form in county.db back; do
  run 0 check "$form"
  diff <(tail -n +2 said) <(tail -n +2 out) || fail "$form is another county"
done
for form in county county.db back; do run 0 allocate "$form" --year 2020 --out "plans/$form"; done
for form in county.db back; do diff -x summary.csv -x plan.sql -x report.html -x plan.xlsx -r plans/county "plans/$form" || fail "another plan from $form"; done
[ "$(value plans/county plan_id)" = "$(value plans/back plan_id)" ] || [ "$(sha256sum < county/pupils.csv)" != "$(sha256sum < back/pupils.csv)" ] ||
  fail "the same bytes have another plan_id"
if command -v sqlite3 > /dev/null; then
  [ "$(sqlite3 county.db 'select count(*) from plan_assignments')" = "$(($(plain plans/county.db/assignments.csv | wc -l) - 1))" ] ||
    fail "the plan is not in the database"
  run 0 allocate county.db --year 2020 --out plans/county.db
  [ "$(sqlite3 county.db 'select count(*) from plan_assignments')" = "$(($(plain plans/county.db/assignments.csv | wc -l) - 1))" ] ||
    fail "planning twice stored the plan twice"
fi

# Chinese headers out, and in again.
run 0 export county.db zh --lang zh
head -n 1 zh/schools.csv | grep -q '学校编号' || fail "no Chinese headers"
run 0 check zh
diff <(tail -n +2 said) <(tail -n +2 out) || fail "Chinese headers made another county"

# What is there stays, unless --force.
before=$(stamp back)
run 5 export county.db back
says "--force"
[ "$(stamp back)" = "$before" ] || fail "export overwrote a folder"
run 5 import county county.db
says "--force"
sed -i 's/^P1,2,38,A/P1,2,39,A/' county/pupils.csv
run 0 import county county.db --force
run 0 check county.db --json
tells '"pupils":111'
# A fault is carried over as it stands, and told there with its row.
sed -i 's/^P1,2,39,A/P1,2,x,A/' county/pupils.csv
run 0 import county faulty.db
run 2 check faulty.db
says "pupils"
says "'x'"
run 2 rotate faulty.db --out plans/faulty
[ ! -e plans/faulty ] || fail "a plan from a county with a fault"
