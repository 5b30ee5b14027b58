#!/usr/bin/env bash
# init writes templates that load once they are filled in, and an example that plans at once, in either language.
. "$(dirname "$0")/lib.sh"
for lang in en zh; do
  run 0 init "my-$lang" --lang "$lang"
  for job in rotate allocate consolidate; do run 0 "$job" "my-$lang/example" --year 2020 --out "plans/$lang/$job"; done
  # The templates ask for schools, and for nothing else that is wrong with them.
  run 2 check "my-$lang"
  [ "$(grep -c '^error\|^错误' err)" = 1 ] || fail "an empty template has faults of its own"
  says "schools.csv"
  # Every column of every table is explained in the language asked for.
  for table in "my-$lang"/*.csv "my-$lang"/optional/*.csv; do
    grep -q "^$(basename "$table") " "my-$lang/columns.txt" || fail "columns.txt does not know $table"
    for column in $(plain "$table" | tr ',' ' '); do
      grep -q "^  $column\(:\|：\|〔\|  \[\)" "my-$lang/columns.txt" || fail "columns.txt does not know $column"
    done
  done
  # Each template is a header that opens right in a spreadsheet.
  for table in "my-$lang"/*.csv "my-$lang"/optional/*.csv; do
    [ "$(head -c 3 "$table" | od -An -tx1 | tr -d ' ')" = efbbbf ] || fail "$table has no BOM"
    [ "$(wc -l < "$table")" = 1 ] || fail "$table is not one line"
    [ "$(tail -c 2 "$table" | od -An -tx1 | tr -d ' ')" = 0d0a ] || fail "$table does not end with CRLF"
  done
done
for job in rotate allocate consolidate; do
  for file in "plans/en/$job"/*.csv; do
    case $file in */summary.csv) continue ;; esac
    cmp <(plain "$file" | tail -n +2) <(plain "plans/zh/$job/$(basename "$file")" | tail -n +2) || fail "$file differs by language"
  done
done

# A template filled with the example's rows, optional tables included, is a county.
for lang in en zh; do
  cp "my-$lang"/optional/travel.csv "my-$lang"/optional/adjacency.csv "my-$lang"/optional/entrants.csv "my-$lang/"
  for table in "my-$lang"/*.csv; do
    example="my-$lang/example/$(basename "$table")"
    [ ! -e "$example" ] || cp "$example" "$table"
  done
  run 0 check "my-$lang"
done

# What is there is not written over.
before=$(stamp my-en)
run 5 init my-en
[ "$(stamp my-en)" = "$before" ] || fail "init wrote over a folder"
mkdir empty
run 0 init empty
