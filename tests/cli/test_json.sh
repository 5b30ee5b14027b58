#!/usr/bin/env bash
# --json prints one JSON text and nothing else, whatever the names hold: what summary.csv says, for scripts.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || { echo "SKIPPED: no sqlite3 to parse JSON with"; exit 77; }
two_schools county
printf 'key,value,source\ndata_note,"引号 "" 反斜杠 \\ 𠮷 <b>",test\n' > county/policy.csv

query() { sqlite3 :memory: "select $1 from (select cast(readfile('$work/out') as text) as j)"; }
valid() { [ "$(query 'json_valid(j)')" = 1 ] || fail "no JSON"; }
for job in rotate allocate consolidate; do
  run 0 "$job" county --year 2020 --out "plans/$job" --json
  valid
  [ ! -s err ] || fail "$job --json says something on stderr"
  [ "$(query "json_extract(j, '$.job')")" = "$job" ] || fail "job"
  [ "$(query "json_extract(j, '$.plan_id')")" = "$(value "plans/$job" plan_id)" ] || fail "plan_id"
  [ "$(query "json_extract(j, '$.status')")" = optimal ] || fail "status"
  [ "$(query "json_extract(j, '$.objective_1_value')")" = "$(value "plans/$job" objective_1_value)" ] || fail "value"
  [ "$(query "json_extract(j, '$.data_note')")" = '引号 " 反斜杠 \ 𠮷 <b>' ] || fail "data_note"
  # Every key of the summary, once.
  [ "$(query '(select count(*) from json_each(j))')" = "$(value_count=$(plain "plans/$job/summary.csv" | wc -l); echo $((value_count - 1)))" ] ||
    fail "keys of $job"
done
run 0 check county --json
valid
[ "$(query "json_extract(j, '$.pupils')")" = 110 ] || fail "pupils"
run 0 audit county plans/rotate --json
valid
[ "$(query '(select count(*) from json_each(j))')" -gt 10 ] || fail "audit rows"
run 0 compare plans/rotate plans/rotate --json
valid
[ "$(query 'json_array_length(j)')" = 2 ] || fail "plans compared"
