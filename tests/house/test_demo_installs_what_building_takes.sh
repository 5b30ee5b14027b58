#!/usr/bin/env bash
# On a machine with nothing installed the demonstration builds the whole tree: every library that a CMakeLists.txt
# requires comes with build_packages, not only with those of the tests.
set -eu -o pipefail
command -v dpkg-query > /dev/null || { echo "SKIPPED: no dpkg"; exit 77; }
cd "$SOURCE_DIR"
. tests/setup.sh
failed=0
required() { sed -n 's/^ *pkg_check_modules([A-Z0-9_]* REQUIRED IMPORTED_TARGET \([a-z0-9_-]*\)).*/\1.pc/p
  s/^ *find_library([A-Z0-9_]* \([a-z0-9]*\) REQUIRED).*/lib\1.so/p' CMakeLists.txt tests/CMakeLists.txt; }
[ "$(required | wc -l)" -ge 8 ] || { echo "only $(required | wc -l) libraries found in the CMakeLists.txt"; failed=1; }
for file in $(required); do
  owner=$(dpkg-query -S "*/$file" 2> /dev/null | head -n 1 | sed 's/[:,].*//')
  case " ${build_packages[*]} " in
    *" $owner "*) ;;
    *) echo "$file comes with '$owner', which is not among build_packages"; failed=1 ;;
  esac
done
exit "$failed"
