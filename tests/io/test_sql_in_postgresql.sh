#!/usr/bin/env bash
# plan.sql of every job loads into a real PostgreSQL server, started here on a socket in a scratch folder, and loading
# it twice changes nothing.
. "$(dirname "$0")/sql_plans.sh"
# Debian keeps the server's programs out of the path.
initdb=$(find /usr/lib/postgresql -name initdb 2> /dev/null | sort -V | tail -n 1)
bin=$(dirname "${initdb:-$(command -v initdb || echo /nowhere/initdb)}")
for program in initdb pg_ctl psql; do
  [ -x "$bin/$program" ] || { echo "SKIPPED: no PostgreSQL server found ($program)"; exit 77; }
done
# The server does not run as root.
as_server=()
if [ "$(id -u)" = 0 ]; then
  user=$(getent passwd postgres nobody | head -n 1 | cut -d: -f1)
  as_server=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
  chmod 755 "$work"
fi
mkdir "$work/server"
[ ${#as_server[@]} -eq 0 ] || chown "$user" "$work/server"
cd "$work/server"
server() { env -u PGDATA HOME="$work/server" LC_ALL=C ${as_server[@]+"${as_server[@]}"} "$bin/$@"; }
finish() { server pg_ctl -D "$work/server/data" -m immediate stop > /dev/null 2>&1 || true; }
server initdb -D "$work/server/data" -U planner -E UTF8 --no-sync > "$work/said" 2>&1 || { cat "$work/said"; fail "initdb"; }
server pg_ctl -D "$work/server/data" -l "$work/server/log" -w -t 60 \
  -o "-k $work/server -c listen_addresses= -c fsync=off" start > "$work/said" 2>&1 || { cat "$work/said" "$work/server/log"; fail "no server"; }
query() { PGCLIENTENCODING=UTF8 "$bin/psql" -X -q -h "$work/server" -U planner -d postgres -v ON_ERROR_STOP=1 "$@"; }
load() { query -f "$1" > "$work/said" 2>&1 || { cat "$work/said"; return 1; }; }
ask() { query -At -c "$1"; }
ask "select version()"
check_server
