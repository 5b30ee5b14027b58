# Sourced by the tests of this folder: a scratch folder, and ways to run the program and to be disappointed by it.
set -eEu -o pipefail
unset LANG LC_ALL LC_MESSAGES LANGUAGE POSIXLY_CORRECT ARGP_HELP_FMT
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'echo "FAILED: line $LINENO: $BASH_COMMAND"' ERR
cd "$work"

fail() {
  echo "FAILED: $*"
  [ ! -e "$work/out" ] || { echo "--- stdout"; head -n 30 "$work/out"; echo "--- stderr"; head -n 30 "$work/err"; }
  exit 1
}

# run STATUS ARGUMENTS...: runs the program; $work/out and $work/err hold what it said.
run() {
  local expected=$1 status=0
  shift
  # The shell itself has no such locale, and says so when it is told of it.
  ${LANG_OF_RUN:+env LC_ALL="$LANG_OF_RUN"} "$JUNHENG" "$@" > "$work/out" 2> "$work/err" < /dev/null || status=$?
  [ "$status" = "$expected" ] || fail "junheng $*: exit status $status, expected $expected"
}

# says TEXT: the last run said it on stderr. tells TEXT: on stdout.
says() { grep -qF -- "$1" "$work/err" || fail "stderr does not say: $1"; }
tells() { grep -qF -- "$1" "$work/out" || fail "stdout does not tell: $1"; }

# A table without its BOM and carriage returns.
plain() { tr -d '\r' < "$1" | sed '1s/^\xEF\xBB\xBF//'; }
# value PLAN KEY: of summary.csv.
value() { plain "$1/summary.csv" | awk -F, -v key="$2" '$1 == key { print $2 }'; }
# stamp FOLDER: changes when a byte, a name or a time in it does.
stamp() { (cd "$1" && find . -type f -printf '%p %s %T@\n' | sort && find . -type f | sort | xargs sha256sum); }

# two_schools FOLDER: the smallest county that all three jobs can plan. One town school, one village school.
two_schools() {
  mkdir -p "$1"
  cat > "$1/schools.csv" <<'CSV'
school_id,name,town,area,first_grade,last_grade,lon,lat,rooms,quality
A,中心小学,城关镇,urban,1,6,100.80,22.00,8,1
B,村小,河边乡,rural,1,6,100.83,22.00,6,0
CSV
  cat > "$1/places.csv" <<'CSV'
place_id,name,town,lon,lat
P1,东门,城关镇,100.80,22.00
P2,曼滩,河边乡,100.83,22.00
CSV
  cat > "$1/pupils.csv" <<'CSV'
place_id,grade,pupils,school_id
P1,1,40,
P1,2,38,A
P2,1,12,
P2,3,20,B
CSV
  cat > "$1/classes.csv" <<'CSV'
school_id,grade,class_no,pupils
A,2,1,38
B,3,1,20
CSV
  cat > "$1/teachers.csv" <<'CSV'
teacher_id,name,school_id,subject,stage,backbone,sex,birth_year,years_here
T1,刀勇,A,语文,primary,1,male,1980,9
T2,岩罕,A,语文,primary,0,male,1982,9
T3,陈玉兰,A,语文,primary,0,female,1984,8
T4,玉光,A,数学,primary,0,female,1985,8
T5,白春梅,A,数学,primary,0,female,1990,2
CSV
  cat > "$1/posts.csv" <<'CSV'
school_id,subject,posts
B,语文,1
B,数学,1
CSV
}
