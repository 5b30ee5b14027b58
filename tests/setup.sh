#!/usr/bin/env bash
# What the project needs from Debian, installed when something is missing. Sourced by tests/run.sh, scenarios/demo.sh
# and .ci/run:  . tests/setup.sh && need PACKAGE...

# Why each of these is there: docs/dependencies.md.
build_packages=(gcc libc6-dev gettext cmake ninja-build pkg-config libglpk-dev libsqlite3-dev libcsv-dev nettle-dev libjson-c-dev
  libproj-dev libxlsxwriter-dev libcmocka-dev) # one build, tests and all
test_packages=(sqlite3 glpk-utils coinor-cbc procps unzip libxml2-utils python3-openpyxl)
browser_packages=(chromium fonts-noto-cjk) # and node with npm, from wherever they are
check_packages=(clang-tidy clang-format cppcheck gcovr git postgresql)

need() {
  local missing=()
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || { echo "missing packages and no sudo: apt-get install ${missing[*]}" >&2; return 1; }
    as_root=(sudo)
  fi
  echo "installing ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update < /dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" \
    < /dev/null > /dev/null
}

# build PRESET: configure and build quietly; all that was said is shown when it fails.
build() {
  local log
  log=$(mktemp)
  if cmake --preset "$1" > "$log" 2>&1 && cmake --build --preset "$1" >> "$log" 2>&1; then
    rm -f "$log"
    return 0
  fi
  cat "$log" >&2
  rm -f "$log"
  return 1
}
