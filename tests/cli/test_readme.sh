#!/usr/bin/env bash
# Every command of README.md runs, in order, in a fresh copy of the project, and what README shows of its output is
# what it says. The two that build and test everything are looked at, not run: this test is part of them.
. "$(dirname "$0")/lib.sh"
readme=$SOURCE_DIR/README.md
mkdir -p copy/build
ln -s "$(dirname "$JUNHENG")" copy/build/release
cp -r "$SOURCE_DIR/scenarios" "$SOURCE_DIR/docs" "$SOURCE_DIR/tests" copy/
cd copy

# The blocks fenced as sh, one after another, each in the same shell as a reader would have it.
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$readme" > "$work/commands"
[ "$(grep -c '^junheng ' "$work/commands")" -ge 12 ] || fail "few commands found in README"
for script in scenarios/demo.sh tests/run.sh; do
  grep -qx "$script" "$work/commands" || fail "README does not name $script"
  [ -x "$script" ] || fail "$script cannot be run"
  bash -n "$script" || fail "$script is no shell script"
  sed -i "\\|^$script\$|d" "$work/commands"
done
# A slow machine may be stopped by the time a plan has, which is no fault of the README.
sed -i '1i junheng() { command junheng "$@" || [ $? = 4 ]; }' "$work/commands"
status=0
bash -e -o pipefail "$work/commands" > "$work/out" 2> "$work/err" < /dev/null || status=$?
[ "$status" = 0 ] || fail "a command of README ends with $status"

# What it promises of the results.
for file in example/roster.csv 2020/roster.csv 2020/posts.csv 2020/audit.csv classes/ledger.csv three-years/ledger.csv \
  sites/affected.csv sites/alternatives.csv hearing/today/report.html hearing/merged/report.html hearing/compare.html \
  hearing/sites/alternatives.csv hearing/notice/public/report.html notice/report.html notice/public/roster.csv from-database/plan.sql twelve.csv; do
  [ -s "plans/$file" ] || fail "README promises plans/$file"
done
# The second section prepares the hearing: three points closed, their villages before and after, on paper.
[ "$(grep '^## ' "$readme" | sed -n 2p)" = '## A hearing on merging three points, and its dossier on paper' ] || fail "the second section"
! awk '/^## / { section += 1 } section == 2 && /^junheng .*my-county/' "$readme" | grep . || fail "it needs the first"
for point in S083 S085 S087; do grep -q "^$point," plans/hearing/sites/alternatives.csv || fail "no price of $point"; done
grep -q '勐广老寨' plans/hearing/merged/report.html || fail "the dossier does not name a point"
[ "$(awk -F, '$6 == "S083" || $6 == "S085" || $6 == "S087"' plans/hearing/merged/assignments.csv | wc -l)" = 0 ] ||
  fail "somebody goes to a merged point"
! command -v chromium > /dev/null || [ "$(head -c 5 plans/hearing/dossier.pdf)" = '%PDF-' ] || fail "nothing printed"
# Lines it shows as output, but for the file that stands for any.
awk '/^```text$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$readme" > "$work/shown"
[ -s "$work/shown" ] || fail "README shows no output"
while IFS= read -r line; do
  case $line in
    error:* | rule*) ;;
    quota* | backbone*)
      row=$(echo "$line" | awk '{ printf "%s,%s,%s %s %s,%s %s %s,%s", $1, $2, $3, $4, $5, $6, $7, $8, $9 }')
      grep -qF "$row" plans/2020/audit.csv || fail "README shows $row" ;;
    *) grep -qF -- "$line" "$work/out" || fail "README shows: $line" ;;
  esac
done < "$work/shown"
# The fault it shows is what that fault is called.
cp -r my-county wrong
sed -i '3s/,primary,/,kindergarten,/' wrong/teachers.csv
run 2 check wrong
says "$(grep '^error: ' "$work/shown")"
# The files it links to are there.
grep -o '](\([^)h][^)]*\))' "$readme" | tr -d '](' | tr -d ')' | while IFS= read -r link; do
  [ -e "$SOURCE_DIR/$link" ] || fail "README links to $link"
done
# The tables it lists are the tables of the plans.
for table in $(plans=$(find plans -name '*.csv' -path 'plans/*/*' -printf '%f\n'); echo "$plans" | sort -u); do
  grep -q "$table" "$readme" || fail "README does not explain $table"
done
