#!/usr/bin/env bash
# README, CONTRIBUTING and the pages of docs/ name files that exist; docs/dependencies.md names exactly the packages of
# tests/setup.sh.
set -eu -o pipefail
cd "$SOURCE_DIR"
failed=0
for page in README.md CONTRIBUTING.md docs/dependencies.md docs/audit.md docs/decisions.md; do
  for file in $(grep -oE '(^|[ (`])(include|io|models|scenarios|cli|solver|tests|docs|bench)/[A-Za-z0-9_/.]*\.(c|h|md|cmake|sh|1|svg)\b' "$page" |
    tr -d ' (`' | sort -u); do
    case $file in *NAME.*) continue ;; esac
    [ -e "$file" ] || { echo "$page names $file, which is not there"; failed=1; }
  done
done
. tests/setup.sh
# Packages stand in the first cell of a row, several with commas between.
named=$(awk -F'|' '/^\| [a-z]/ && $2 !~ /package/ { print $2 }' docs/dependencies.md | tr ',' '\n' | tr -d ' ' | sort)
wanted=$(printf "%s\n" "${build_packages[@]}" "${test_packages[@]}" "${browser_packages[@]}" "${check_packages[@]}" | sort)
diff <(echo "$named") <(echo "$wanted") || { echo "docs/dependencies.md (<) and tests/setup.sh (>) differ"; failed=1; }
exit "$failed"
