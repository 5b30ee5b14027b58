# Sourced by the tests of plan.sql in servers: a plan of each job with hostile texts in it, and what a server must hold
# once the scripts are loaded.  A test defines load FILE and ask SQL (rows one a line, columns with | between).
set -eEu -o pipefail
work=$(mktemp -d)
finish() { :; }
trap 'finish; rm -rf "$work"' EXIT
trap 'echo "FAILED: line $LINENO: $BASH_COMMAND"' ERR
fail() { echo "FAILED: $*"; exit 1; }

name="O'Brien \\ \"引\"; DROP TABLE plan_roster; -- 𠮷 /* \$1 */ \\n"

make_plans() {
  "$JUNHENG" init "$work/county" --quiet
  local cell=${name//\"/\"\"} job
  # A teacher, a township and the county itself with a name that means harm.
  sed -i "2s|^\\(T001,\\)[^,]*,|\\1\"${cell//\\/\\\\}\",|" "$work/county/example/teachers.csv"
  printf 'data_note,"%s",test\n' "$cell" >> "$work/county/example/policy.csv"
  sed -i '/^data_note,示例/d' "$work/county/example/policy.csv"
  for job in rotate allocate consolidate; do
    local more=
    [ "$job" != consolidate ] || more=--alternatives
    "$JUNHENG" "$job" "$work/county/example" --year 2020 --out "$work/plans/$job" --quiet $more
  done
  # And one that cannot be met, for its needs.csv.
  local status=0
  "$JUNHENG" rotate "$work/county/example" --year 2020 --set rotation_share=90 --out "$work/plans/needs" --quiet || status=$?
  [ "$status" = 3 ] || fail "the impossible plan ended with $status"
  grep -qF "DROP TABLE" "$work"/plans/*/summary.csv || fail "no hostile text in the plans"
}

# Rows of a table, by the CSV files. Quoted line ends do not occur in these plans.
rows_written() {
  local rows=0 file
  for file in "$work"/plans/*/"$1.csv"; do rows=$((rows + $(wc -l < "$file") - 1)); done
  echo "$rows"
}
tables() { find "$work/plans" -name '*.csv' -printf '%f\n' | sed 's/\.csv$//' | sort -u; }

check_counts() {
  local table found
  for table in $(tables); do
    found=$(ask "select count(*) from plan_$table")
    [ "$found" = "$(rows_written "$table")" ] || fail "$1: plan_$table has $found rows, the files $(rows_written "$table")"
  done
}

check_server() {
  make_plans
  local plan time
  for time in "first" "second"; do
    for plan in "$work"/plans/*; do load "$plan/plan.sql" || fail "$time loading of $plan"; done
    check_counts "after the $time loading"
  done
  [ "$(tables | wc -l)" -ge 12 ] || fail "few tables: $(tables)"
  # The texts came through as they are.
  [ "$(ask "select count(*) from plan_roster where name like '%DROP TABLE plan_roster%𠮷%'")" = \
    "$(grep -c 'DROP TABLE' "$work"/plans/*/roster.csv | awk -F: '{ n += $NF } END { print n }')" ] || fail "the hostile name"
  ask "select value from plan_summary where plan_id like 'allocate%' and row_no > 0" | grep -xF "$name" > /dev/null || fail "the hostile note"
  # And sums are the files': kilometres of the roster.
  [ "$(ask "select round(sum(km), 3) from plan_roster" | sed 's/0*$//')" = \
    "$(cat "$work"/plans/*/roster.csv | tr -d '\r' | awk -F, '$1 == 2020 { gsub(/"[^"]*("")*[^"]*"/, "x"); n += $9 } END { printf "%.3f", n }' | sed 's/0*$//')" ] ||
    fail "the kilometres of the roster: $(ask "select sum(km) from plan_roster")"
  echo "$(tables | wc -l) tables, $(for t in $(tables); do rows_written "$t"; done | awk '{ n += $1 } END { print n }') rows, loaded twice"
}
