#!/usr/bin/env bash
# What is committed is enough: a fresh clone, with nothing beside it, configures, builds, plans the example county and
# passes the tests that read files of the project; those of single functions say no more there than here.
set -eu -o pipefail
command -v git > /dev/null || { echo "SKIPPED: no git"; exit 77; }
commit=$(git -C "$SOURCE_DIR" rev-parse HEAD 2> /dev/null) || { echo "SKIPPED: $SOURCE_DIR is no git checkout"; exit 77; }
changed=$(git -C "$SOURCE_DIR" status --porcelain | head -n 3)
[ -z "$changed" ] || echo "note: not committed, so not tested here: $changed"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --no-checkout "file://$(git -C "$SOURCE_DIR" rev-parse --path-format=absolute --git-common-dir)" "$work/clone" ||
  { echo "the checkout cannot be cloned"; exit 1; }
cd "$work/clone"
git -c advice.detachedHead=false checkout --quiet "$commit"
cmake --preset release > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cmake --build --preset release -j "${JUNHENG_BUILD_JOBS:-2}" > "$work/log" 2>&1 || { tail -n 40 "$work/log"; exit 1; }

program=build/release/junheng
"$program" check scenarios/jinghong
"$program" rotate scenarios/jinghong
grep -q '^status,optimal' plans/jinghong/rotate/summary.csv
"$program" audit scenarios/jinghong plans/jinghong/rotate --quiet
# What was built and planned is ignored by git: the clone is as clean as it came.
[ -z "$(git status --porcelain)" ] || { git status --short; echo "building or planning left files that git would take"; exit 1; }
ctest --test-dir build/release -R 'house/|cli/test_(check|chinese|help|init|languages|manual_is_fresh|scenarios)' \
  --output-on-failure -j2 < /dev/null
