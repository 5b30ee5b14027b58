#!/usr/bin/env bash
# The example county is what its generator makes from its seed, and the generator can make larger ones.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$BUILD_DIR/bench/make_county" --out "$work/jinghong" --seed 2018
for table in "$work"/jinghong/*.csv; do
  cmp "$table" "$SOURCE_DIR/scenarios/jinghong/$(basename "$table")"
done
test "$(ls "$work/jinghong" | wc -l)" -eq "$(ls "$SOURCE_DIR"/scenarios/jinghong/*.csv | wc -l)"
"$BUILD_DIR/bench/make_county" --out "$work/larger" --towns 30 --seed 7
test "$(wc -l < "$work/larger/schools.csv")" -gt 250
