#!/usr/bin/env bash
# plan.sql of every job loads into a real MariaDB or MySQL server, started here on a socket in a scratch folder, and
# loading it twice changes nothing.
. "$(dirname "$0")/sql_plans.sh"
find_program() { for name in "$@"; do PATH=$PATH:/usr/sbin command -v "$name" && return 0; done; return 1; }
if ! daemon=$(find_program mariadbd mysqld) || ! client=$(find_program mariadb mysql); then
  echo "SKIPPED: no MariaDB or MySQL server found"
  exit 77
fi
as_user=()
if [ "$(id -u)" = 0 ]; then as_user=(--user=root); fi
common=(--no-defaults "--datadir=$work/data")
if install=$(find_program mariadb-install-db mysql_install_db); then
  "$install" "${common[@]}" ${as_user[@]+"${as_user[@]}"} --auth-root-authentication-method=normal > "$work/said" 2>&1 || { tail "$work/said"; fail "no data folder"; }
else
  "$daemon" "${common[@]}" ${as_user[@]+"${as_user[@]}"} --initialize-insecure > "$work/said" 2>&1 || { tail "$work/said"; fail "no data folder"; }
fi
"$daemon" "${common[@]}" ${as_user[@]+"${as_user[@]}"} "--socket=$work/socket" "--pid-file=$work/pid" --skip-networking \
  --innodb-flush-log-at-trx-commit=0 > "$work/log" 2>&1 &
server=$!
finish() { kill "$server" 2> /dev/null && wait "$server" 2> /dev/null || true; }
query() { "$client" --no-defaults "--socket=$work/socket" -u root --default-character-set=utf8mb4 "$@"; }
for _ in $(seq 150); do
  query -e 'select 1' > /dev/null 2>&1 && break
  kill -0 "$server" 2> /dev/null || { tail "$work/log"; fail "the server ended"; }
  sleep 0.2
done
query -e 'create database plans'
load() { query plans < "$1" > "$work/said" 2>&1 || { cat "$work/said"; return 1; }; }
ask() { query plans -N -B -r -e "$1"; }
ask "select version()"
check_server
