#!/usr/bin/env bash
# docs/house.md speaks of the code as it is: its files and functions exist, its rooms are linked as it says, and the
# village it follows has the rows it shows.
set -eu -o pipefail
cd "$SOURCE_DIR"
page=docs/house.md
failed=0
wrong() { echo "docs/house.md: $*"; failed=1; }

# Files with a room before them, and headers named after one.
for file in $(grep -oE '\b(include|io|models|scenarios|cli|solver|tests|docs)/[a-z_/.]*\.(c|h|md|cmake)\b' "$page" | sort -u); do
  [ -e "$file" ] || wrong "no file $file"
done
for name in $(grep -oE '\bjh_[a-z_]+\b' "$page" | sort -u); do
  grep -rqw "$name" include || grep -qw "$name" models/*.h || wrong "no $name in any header"
done

# "may use" against the links of CMakeLists.txt.
for room in solver models io scenarios; do
  said=$(awk -F'|' -v room="$room" '{ name = $2; gsub(/ /, "", name) } name == room { print $4 }' "$page" | tr -d ' ' | tr ',' '\n' | sort)
  linked=$(sed -n "s/^junheng_room($room $room \(.*\))/\1/p" CMakeLists.txt | tr ' ' '\n' | sed -n 's/^junheng_//p' | sort)
  [ "$said" = "$linked" ] || wrong "$room may use $(echo $said), CMakeLists.txt links $(echo $linked)"
done

# The village.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$JUNHENG" init "$work/county" --quiet
"$JUNHENG" allocate "$work/county/example" --year 2020 --out "$work/plan" --quiet
sed -n 10p "$work/county/example/places.csv" | grep -q '^P09,' || wrong "line 10 of places.csv is another village"
sed -n 111p "$work/county/example/pupils.csv" | grep -q '^P09,2,' || wrong "line 111 of pupils.csv is another row"
"$JUNHENG" trace "$work/county/example" "$work/plan" P09 > "$work/trace"
while IFS= read -r line; do
  grep -qF -- "$line" "$work/trace" "$work"/county/example/*.csv "$work"/plan/*.csv || wrong "no such row: $line"
done < <(awk '/^```text$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$page")
exit "$failed"
