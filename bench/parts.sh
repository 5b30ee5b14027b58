#!/usr/bin/env bash
# parts.sh SECONDS CASES_FOLDER PROBLEM,CASE[,NUMBER]...: what each part of the assignment engine is worth: every case
# with all parts, then with each part switched off, as a Markdown table of "difference from the best known / gap", in
# percent, or the seconds to the proof.  NUMBER (of schools) where the problem has one.  The rest as in run.sh.
set -eu -o pipefail
[ $# -ge 3 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
seconds=$1 cases=$2
shift 2
here=$(dirname "$0")
bench=${ASSIGN_BENCH:-$here/../build/release/bench/assign_bench}

# PART CASE -> one cell
cell() {
  local problem case number
  IFS=, read -r problem case number <<< "$2"
  WITHOUT=$1 PEERS=0 RESULTS="" "$here/run.sh" "$seconds" "$cases" "$problem" "$case" "$number" | awk -F, '
    NR == 2 && $4 == "" { print "no plan" }
    NR == 2 && $4 != "" && $8 == "0.000" { print $10 " s" }
    NR == 2 && $4 != "" && $8 != "0.000" { print $6 " / " ($8 > 1000 ? "no bound" : $8) }
    END { if (NR < 2) print "no case" }'
}

row() { # NAME PART CASE...
  printf '| %s |' "$1"
  for question in "${@:3}"; do printf ' %s |' "$(cell "$2" "$question")"; done
  echo
}

{ printf '| without |'; printf ' %s |' "${@//,/ }"; echo; }
{ printf '| --- |'; for _ in "$@"; do printf ' --- |'; done; echo; }
row "(all parts)" "" "$@"
"$bench" parts | while IFS= read -r part; do row "$part" "$part" "$@" < /dev/null; done
