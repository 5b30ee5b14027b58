#!/usr/bin/env bash
# Plans all three jobs for the example county and says where the plans are. On a fresh Debian 12 it installs what is
# missing and builds first.  scenarios/demo.sh [FOLDER FOR THE PLANS [SECONDS FOR EACH JOB]]
set -eu -o pipefail
cd "$(dirname "$0")/.."
. tests/setup.sh
need "${build_packages[@]}"
echo "building ..."
build release
out=${1:-plans/jinghong}
for job in rotate allocate consolidate; do
  echo
  echo "== junheng $job scenarios/jinghong"
  status=0
  build/release/junheng "$job" scenarios/jinghong --time "${2:-60}" --gap 1 --out "$out/$job" || status=$?
  # 4: out of time, with a plan and its gap. Anything else is no demonstration.
  [ "$status" = 0 ] || [ "$status" = 4 ] || exit "$status"
done
echo
echo "The plans (the county is made up):"
for job in rotate allocate consolidate; do echo "  $(realpath "$out/$job")"; done
