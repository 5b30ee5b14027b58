#!/usr/bin/env bash
# Every change table of the example applies to it without a fault, changes what its README says, gives its reason, and
# is explained; stacked, all of them still apply.
. "$SOURCE_DIR/tests/cli/lib.sh"
county=$SOURCE_DIR/scenarios/jinghong what_if=$SOURCE_DIR/scenarios/jinghong/what-if

pupils() { tr -dc 0-9 < <(grep '"pupils":' out); }
run 0 check "$county" --json
before=$(pupils)
cp out plain
count=0
all=()
for file in "$what_if"/*.csv; do
  run 0 check "$county" --json --scenario "$file"
  [ ! -s err ] || fail "$file: $(cat err)"
  grep -q "| $(basename "$file") |" "$what_if/README.md" || fail "README does not explain $(basename "$file")"
  # Every row says why; a spreadsheet opens it right.
  plain "$file" | awk -F, 'NR > 1 && $5 == "" { bad = 1 } END { exit bad }' || fail "$file: a change without a reason"
  head -c 3 "$file" | od -An -tx1 | grep -q 'ef bb bf' || fail "$file: no BOM"
  cp out "$(basename "$file").profile"
  count=$((count + 1))
  all+=(--scenario "$file")
done
[ "$count" -ge 7 ] || fail "$count what-ifs"
[ "$(grep -c '^| .*\.csv |' "$what_if/README.md")" = "$count" ] || fail "README explains what is not there"

# What three of them do to the county's page.
run 0 check "$county" --json --scenario "$what_if/town-entrants-10-more.csv"
more=$(($(pupils) - before))
# A tenth of the entrants of every place of the town, rounded half up place by place and grade by grade.
expected=$(awk -F, 'FNR == NR { if ($3 == "允景洪街道") town[$1] = 1; next }
                    town[$1] && ($2 == 1 || $2 == 7) { n[$1 " " $2] += $3 }
                    END { for (k in n) more += int(n[k] * 1.1 + 0.5 + 1e-9) - n[k]; print more }' \
  <(plain "$county/places.csv") <(plain "$county/pupils.csv"))
[ "$more" = "$expected" ] || fail "$more more entrants, expected $expected"
points() { sed -n 's/.*"points_open":\([0-9]*\).*/\1/p' "$1"; }
[ "$(points three-points-merged.csv.profile)" = $(($(points plain) - 3)) ] || fail "three points are not closed"
due() { sed -n 's/.*"quota_due":\([0-9]*\).*/\1/p' "$1"; }
[ "$(due rotation-15-percent.csv.profile)" -gt "$(due plain)" ] || fail "no more teachers rotate"

run 0 check "$county" --quiet "${all[@]}"
# And one is planned, audited, its reason in the plan.
run 0 rotate "$county" --quiet --out plan --scenario "$what_if/rotation-15-percent.csv"
grep -q '15 %' plan/summary.csv || fail "the reason did not travel"
