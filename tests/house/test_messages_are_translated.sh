#!/usr/bin/env bash
# Every message of the sources has its Chinese, every sentence of the sources is a message, and msgfmt refuses a format
# that takes other arguments.
set -eu -o pipefail
cd "$SOURCE_DIR"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
wrong() { echo "$*"; failed=1; }

po/extract.sh > "$work/sources.pot"
# What is missing here, is untranslated, or was guessed.
msgmerge --quiet --no-fuzzy-matching --no-wrap --output-file="$work/merged.po" po/zh_CN.po "$work/sources.pot"
for kind in --untranslated --only-fuzzy; do
  msgattrib --no-obsolete "$kind" --no-wrap "$work/merged.po" | grep '^msgid "[^"]' > "$work/list" || true
  [ ! -s "$work/list" ] || { cat "$work/list"; wrong "no Chinese for these messages: po/update.sh, then po/zh_CN.po"; }
done
msgattrib --only-obsolete "$work/merged.po" | grep '^#~ msgid' > "$work/list" || true
[ ! -s "$work/list" ] || { cat "$work/list"; wrong "po/zh_CN.po has what no source says: po/update.sh"; }
# An entry left out must be found.
awk 'BEGIN { RS = ""; ORS = "\n\n" } !/msgid "Commands:"/' po/zh_CN.po > "$work/less.po"
msgmerge --quiet --no-fuzzy-matching --output-file="$work/less-merged.po" "$work/less.po" "$work/sources.pot"
msgattrib --untranslated "$work/less-merged.po" | grep -q 'msgid "Commands:"' || wrong "a message left out is not found"

msgfmt --check-format --check-domain -o /dev/null po/zh_CN.po || wrong "msgfmt refuses po/zh_CN.po"
sed 's/^msgstr "应为 %s 或 %s"$/msgstr "应为 %d 或 %s"/' po/zh_CN.po > "$work/other.po"
! cmp -s po/zh_CN.po "$work/other.po" || wrong "the format to be spoilt is not there"
! msgfmt --check-format -o /dev/null "$work/other.po" 2> /dev/null || wrong "msgfmt lets a wrong format pass"

# Sentences that nobody marked. What stays English: the manual, markup, what other programs read, column meanings (the
# schema has both languages), what a planner never sees (checks of the solver).
po/extract.sh --all > "$work/all.pot" 2> /dev/null
english='^(cli/manual|include/src/schema|io/html_|io/report_map|io/report_marks|io/compare_chart|io/sql_|io/sqlite_|solver/|models/[a-z]+_mip|models/[a-z]+_lp|scenarios/example|scenarios/public|scenarios/sweep_slurm|scenarios/figures|cli/language)'
list() { # TEMPLATE: file and message of each that reads like a sentence
  awk 'function strip(line) { sub(/^[^"]*"/, "", line); return substr(line, 1, length(line) - 1) }
       /^#: / { split($2, at, ":"); file = at[1] } /^msgid "/ { text = ""; inside = 1 } /^msgstr/ { if (inside) print file "\t" text; inside = 0 }
       inside { text = text strip($0) }' "$1" |
    grep -E '	.*[a-z]{2,}[,:;]? [a-z(]+ ?[a-z]' | grep -vE '	.*(</?[a-z0-9]+|<[a-z!]|junheng [a-z]+ [a-z])' || true
}
cut -f 2- < <(list "$work/sources.pot") | sort -u > "$work/marked"
list "$work/all.pot" | grep -vE "$english" | sort -u | while IFS=$'\t' read -r file text; do
  grep -qxF -- "$text" "$work/marked" || printf '%s: %s\n' "$file" "$text"
done > "$work/unmarked"
# Items of needs.csv and names of figures are keys; one of a kind is English alone; the reason in roster.csv is in both languages.
grep -vE ': (eligible teachers|backbone teachers|second teachers of a subject|receiving schools of the stage|max_leave_share, percent|rotation_max_km, km|a school within the travel limits|a connected catchment|补足缺岗 fills a post|完成比例 for the quota|dominated by|decisions .*|%s (class|room|seat) (more|added|free)|rooms added at )$' \
  "$work/unmarked" > "$work/list" || true
[ ! -s "$work/list" ] || { cat "$work/list"; wrong "sentences that are no messages: mark them (CONTRIBUTING.md, Add a message)"; }
[ "$(wc -l < "$work/marked")" -gt 300 ] || wrong "hardly any sentence was found"
exit "$failed"
