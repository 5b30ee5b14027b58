#!/usr/bin/env bash
# A full disk, a folder that cannot be written, a plan that goes nowhere: exit 5, a message, and the earlier plan
# stays byte for byte.
. "$(dirname "$0")/lib.sh"
two_schools county
run 0 rotate county --year 2020 --out plans/rotate
before=$(stamp plans/rotate)
unharmed() {
  [ "$(stamp plans/rotate)" = "$before" ] || fail "$1: the earlier plan was touched"
  [ -z "$(find plans -name '.*junheng*')" ] || fail "$1: a temporary folder was left"
}

# A disk that takes no more: writes fail after 1 KiB, as on a full one.
status=0
(trap '' XFSZ; ulimit -f 1; "$JUNHENG" rotate county --year 2020 --out plans/rotate > out 2> err) || status=$?
[ "$status" = 5 ] || fail "full disk: exit status $status"
says "plans/rotate"
unharmed "full disk"
for command in "rotate county --year 2020 --write-lp plans/model.lp --out plans/other" "import county plans/county.db" \
  "compare plans/rotate plans/rotate --out plans/compare.csv" "export county plans/exported"; do
  [ "${command%% *}" != rotate ] || command=${command/rotate/consolidate}
  status=0
  # shellcheck disable=SC2086
  (trap '' XFSZ; ulimit -f 0; "$JUNHENG" $command > /dev/full 2> /dev/null) || status=$?
  [ "$status" = 5 ] || fail "full disk: $command: exit status $status"
  unharmed "$command"
done
# A disk that is really full: a small one of our own, where we may have one. It holds one plan and no second.
cat > small.sh <<'SCRIPT'
mount -t tmpfs -o size="$2" tmpfs small || exit 77
cp -r plans/rotate small/rotate
status=0
"$1" rotate county --year 2020 --out small/rotate 2> err || status=$?
cat err
ls -A small
diff -r plans/rotate small/rotate || exit 1
[ "$status" = 5 ] || { echo "exit status $status"; exit 1; }
[ "$(ls -A small)" = rotate ] || exit 1
dd if=/dev/zero of=small/fill bs=1k 2> /dev/null
"$1" init small/my 2> err && exit 1
[ $? = 5 ] && grep -q small/my err
SCRIPT
mkdir small
status=0
unshare -rm bash small.sh "$JUNHENG" "$(du -sk plans/rotate | awk '{ print int($1 * 1.5) }')k" > out 2>&1 || status=$?
case $status in
  0) ;;
  77) echo "note: no disk of our own here: a full one is only played" ;;
  *) grep -q 'unshare failed\|Operation not permitted' out || fail "a full disk: $status" ;;
esac
# What cannot be said is a failure, too.
status=0
"$JUNHENG" check county > /dev/full 2> err || status=$?
[ "$status" = 5 ] || fail "/dev/full: exit status $status"

# Folders that cannot be written: as someone whom permissions hold.
as_someone=()
if [ "$(id -u)" = 0 ]; then
  if setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$JUNHENG" 2> /dev/null; then
    as_someone=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 755 "$work"
  else
    echo "note: read-only folders not tried: nobody else may run the program here"
    as_someone=(none)
  fi
fi
if [ "${as_someone[0]-}" != none ]; then
  touch out err && chmod 666 out err
  chmod 555 plans
  for job in rotate allocate consolidate; do
    status=0
    ${as_someone[@]+"${as_someone[@]}"} "$JUNHENG" "$job" county --year 2020 --out plans/rotate > out 2> err || status=$?
    [ "$status" = 5 ] || fail "read-only folder: exit status $status"
    says "plans"
    status=0
    ${as_someone[@]+"${as_someone[@]}"} "$JUNHENG" "$job" county --year 2020 --out plans/deep/down/new > out 2> err || status=$?
    [ "$status" = 5 ] || fail "read-only folder: exit status $status"
  done
  status=0
  ${as_someone[@]+"${as_someone[@]}"} "$JUNHENG" init plans/my > out 2> err || status=$?
  [ "$status" = 5 ] || fail "init in a read-only folder: exit status $status"
  chmod 755 plans
  unharmed "read-only folder"
  # A table that may not be read is told as that, not as an empty one.
  chmod 000 county/pupils.csv
  status=0
  ${as_someone[@]+"${as_someone[@]}"} "$JUNHENG" check county > out 2> err || status=$?
  [ "$status" = 5 ] || fail "unreadable table: exit status $status"
  says "pupils.csv"
  chmod 644 county/pupils.csv
fi

# A plan cannot be where a file is.
echo mine > plans/note
run 5 rotate county --year 2020 --out plans/note
[ "$(cat plans/note)" = mine ] || fail "a file was replaced by a plan"
run 5 rotate county --year 2020 --out plans/note/below
rm plans/note
unharmed "a file in the way"
