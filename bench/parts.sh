#!/usr/bin/env bash
# parts.sh SECONDS CASES_FOLDER PROBLEM,CASE[,NUMBER]...: what each part of the assignment engine is worth: every case with
# all parts, then with each part switched off, as a Markdown table of "difference from the best known / gap", in percent,
# or the seconds to the proof.  SECONDS ending in c are of the processor.  Environment: THREADS, SEED (2, 1).
set -eu -o pipefail
[ $# -ge 3 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
seconds=$1 cases=$2
shift 2
bench=${ASSIGN_BENCH:-$(dirname "$0")/../build/release/bench/assign_bench}

# PART CASE -> one cell
cell() {
  local problem case number set best
  IFS=, read -r problem case number <<< "$2"
  for set in catchment location; do
    [ -d "$cases/$set/$case" ] || continue
    best=$(awk -F, -v p="$problem" -v c="$case" -v n="$number" \
      '$1 == p && $2 == c && (n == "" || $3 == n) { print $NF; exit }' "$cases/$set/published.csv")
    "$bench" "$cases/$set/$case" "$problem" "${number:--}" "$best" "$seconds" "${THREADS:-2}" "${SEED:-1}" "$1" |
      awk -F, '{ if ($4 == "") print "no plan"; else if ($8 == "0.000") print $10 " s"
        else print $6 " / " ($8 > 1000 ? "no bound" : $8) }'
    return
  done
  echo "no case"
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
