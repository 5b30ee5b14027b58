#!/usr/bin/env bash
# README's first command: three audited plans of the example county. Given a few seconds each here.
set -eu -o pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# It builds for itself, so it runs in a copy.
mkdir "$work/copy"
cd "$SOURCE_DIR"
cp -r CMakeLists.txt CMakePresets.json bench cli include io models po scenarios solver tests docs "$work/copy/"
cd "$work/copy"
scenarios/demo.sh "$work/plans" "${JUNHENG_DEMO_SECONDS:-10}" | tee "$work/said"
for job in rotate allocate consolidate; do
  grep -qF "  $(realpath "$work/plans/$job")" "$work/said"
  [ -s "$work/plans/$job/audit.csv" ]
  status=0
  build/release/junheng audit scenarios/jinghong "$work/plans/$job" --quiet || status=$?
  # 3: a plan stopped early may leave rules unmet; it contradicts nothing.
  [ "$status" = 0 ] || [ "$status" = 3 ]
done
