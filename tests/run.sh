#!/usr/bin/env bash
# Passes the tests on a fresh Debian 12: installs what is missing, builds, runs.  tests/run.sh [CTEST ARGUMENTS]
set -eu -o pipefail
cd "$(dirname "$0")/.."
. tests/setup.sh
need "${build_packages[@]}" "${test_packages[@]}"
build release
ctest --test-dir build/release --output-on-failure -j "$(nproc)" "$@" < /dev/null
