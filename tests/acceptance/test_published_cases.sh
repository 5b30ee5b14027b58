#!/usr/bin/env bash
# Published cases as counties: audited plans proven within 1 % (catchments) and 2 % (locations), of the best known values
# too, and no bound above them.  The cases are not part of the project: without them this is skipped, loudly.
set -eu
cases=${JUNHENG_CASES:-$SOURCE_DIR/../shared/bench}
if [ ! -d "$cases" ]; then
  echo "SKIPPED: no published cases at $cases (set JUNHENG_CASES)"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
value() { tr -d '\r' < "$1/summary.csv" | sed 's/^\xEF\xBB\xBF//' | awk -F, -v key="$2" '$1 == key { print $2 }'; }
published() { awk -F, -v problem="$2" -v name="$3" '$1 == problem && $2 == name && $3 == "" { print $NF }' "$1"; }
# level PLAN NAME: "value bound" of the objective of that name
level() {
  local n
  n=$(tr -d '\r' < "$1/summary.csv" | awk -F, -v name="$2" '$2 == name && $1 ~ /^objective_[0-9]+$/ { print $1 }')
  echo "$(value "$1" "${n}_value") $(value "$1" "${n}_bound")"
}
failed=0
check() { # case value bound best percent
  awk -v c="$1" -v v="$2" -v b="$3" -v best="$4" -v p="$5" 'BEGIN {
    printf "%-8s value %.2f best known %.2f (%+.3f %%) bound %.2f\n", c, v, best, 100 * (v / best - 1), b
    exit !(v <= best * (1 + p / 100) && v >= best * 0.95 && b <= best * (1 + 1e-6)) }' || failed=1
}
for name in ${JUNHENG_CATCHMENTS:-zy_13a zy_14a zy_15a zy_16a zy_17a}; do
  "$JUNHENG" allocate "$cases/catchment/$name" --time 0 --gap 1 --quiet --out "$work/$name"
  read -r v b <<< "$(level "$work/$name" pupil_km)"
  check "$name" "$v" "$b" "$(published "$cases/catchment/published.csv" SAP "$name")" 1
done
for name in ${JUNHENG_LOCATIONS:-zyc1}; do
  "$JUNHENG" consolidate "$cases/location/$name" --time 0 --gap 2 --quiet --out "$work/$name"
  read -r v b <<< "$(level "$work/$name" cost)"
  check "$name" "$v" "$b" "$(published "$cases/location/published.csv" SSCFLP "$name")" 2
done
exit $failed
