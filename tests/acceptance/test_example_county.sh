#!/usr/bin/env bash
# The example county: three audited plans; rotation and one-year allocation proven optimal on every level,
# consolidation within 1 %, with connected catchments within 3 %.  Seconds are printed, never judged.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
county=$SOURCE_DIR/scenarios/jinghong
value() { tr -d '\r' < "$1/summary.csv" | sed 's/^\xEF\xBB\xBF//' | awk -F, -v key="$2" '$1 == key { print $2 }'; }
limit=${JUNHENG_TEST_LIMIT:-240}

for job in rotate allocate; do
  "$JUNHENG" "$job" "$county" --time "$limit" --out "$work/$job"
  echo "$job: $(value "$work/$job" status), $(value "$work/$job" seconds) s"
  [ "$(value "$work/$job" status)" = optimal ]
done
"$JUNHENG" consolidate "$county" --gap 1 --time "$limit" --out "$work/consolidate"
gap=$(value "$work/consolidate" gap)
echo "consolidate: gap $gap %, $(value "$work/consolidate" seconds) s"
awk -v gap="$gap" 'BEGIN { exit !(gap <= 1.0) }'
# Connected catchments: within every rule (exit 0), which a search without moves across borders does not reach.
"$JUNHENG" consolidate "$county" --set contiguous=1 --gap 3 --time "$limit" --out "$work/connected"
echo "connected: gap $(value "$work/connected" gap) %, $(value "$work/connected" seconds) s"
for job in rotate allocate consolidate; do
  "$JUNHENG" audit "$county" "$work/$job" > /dev/null
  grep -q . "$work/$job/audit.csv"
  grep -q '虚构' "$work/$job/summary.csv"
done
# No class over the limit.
tr -d '\r' < "$work/allocate/classes.csv" | awk -F, 'NR > 1 && $8 > 0 { bad = 1; print } END { exit bad }'
