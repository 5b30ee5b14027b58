#!/usr/bin/env bash
# The dossier of every job, its public version and the comparison in a real browser, in both languages: their text is
# there, the console stays silent, no request leaves them, no name becomes markup, they fit a phone and a laptop, print
# to A4, and axe-core finds nothing against their accessibility.
browser=$(command -v chromium || command -v chromium-browser) ||
  { echo "SKIPPED: no chromium (apt-get install chromium): no page was opened in a browser"; exit 77; }
command -v node > /dev/null && command -v npm > /dev/null ||
  { echo "SKIPPED: no node with npm (apt-get install nodejs npm): no page was opened in a browser"; exit 77; }
. "$(dirname "$0")/lib.sh"

# What drives the browser, pinned with its digests, once for each build folder.
tools=$BUILD_DIR/browser-tools
mkdir -p "$tools"
if ! cmp -s "$SOURCE_DIR/tests/browser/package-lock.json" "$tools/installed"; then
  cp "$SOURCE_DIR"/tests/browser/package*.json "$tools/"
  (cd "$tools" && timeout 300 npm ci --ignore-scripts --no-audit --no-fund > install.log 2>&1) ||
    { tail -n 3 "$tools/install.log"; echo "SKIPPED: npm cannot install playwright-core and axe-core here"; exit 77; }
  cp "$tools/package-lock.json" "$tools/installed"
fi
export NODE_PATH=$tools/node_modules HOME=$work

mkdir pages
# open_pages PAGE...: their faults in $work/faults, one a line; text, DOM and paper in pages/.
open_pages() {
  local status=0
  timeout 600 node "$SOURCE_DIR/tests/browser/open_pages.js" "$browser" pages "$@" > faults 2> errors < /dev/null || status=$?
  [ $status -lt 2 ] || { tail -n 20 errors; fail "the browser did not open $*"; }
}

# A page that does what must not be: the test can see all of it.
cat > bad.html <<'HTML'
<!DOCTYPE html><html><head><title>bad</title></head><body><p style="width:2000px">bad</p>
<script>console.error("seen")</script><img src="http://127.0.0.1:9/x.png"></body></html>
HTML
open_pages bad.html
for fault in 'console: seen' 'request: http://127.0.0.1:9/x.png' 'axe html-has-lang' 'axe image-alt' 'wider than the window'; do
  grep -qF "$fault" faults || fail "the test does not see: $fault"
done

two_schools county
# Names that would be markup or turn the line round, were they not text.
rlo=$(printf '\342\200\256')
sed -i -e "s|中心小学|<script>console.error('run')</script><img src=http://127.0.0.1:9/y.png>|" -e "s|村小|\"村<b>𠮷\"\"'$rlo\"|" \
  county/schools.csv
sed -i "s|刀勇|=刀<svg onload=alert(1)>勇|" county/teachers.csv
printf 'table,key,column,value,why\npolicy,detour_factor,value,2,<script>alert(1)</script>𠮷%s\n' "$rlo" > '=<b>if.csv'
pages=()
for language in zh en; do
  for job in rotate allocate consolidate; do
    extra=()
    [ $job != consolidate ] || extra=(--alternatives)
    run 0 "$job" county --year 2020 --set max_leave_share=100 --lang $language --out "$language/$job" "${extra[@]}"
    run 0 "$job" county --year 2020 --set max_leave_share=100 --lang $language --scenario '=<b>if.csv' --out "$language/$job-<b>if"
    run 0 compare "$language/$job" "$language/$job-<b>if" --lang $language --out "$language/$job-compare.html"
    pages+=("$language/$job/report.html" "$language/$job-compare.html")
  done
  run 0 rotate county --year 2020 --set max_leave_share=100 --public --lang $language --out $language/public
  pages+=("$language/public/report.html")
  # As many plans as a sweep makes.
  run 0 compare $language/{rotate,allocate,consolidate}{,,} $language/consolidate{,-\<b\>if} --lang $language --out $language/many.html
  pages+=("$language/many.html")
done
open_pages "${pages[@]}"
[ ! -s faults ] || { cat faults; fail "a page has faults"; }

shows() { grep -qF -- "$2" "pages/$1.txt" || fail "$1 does not show $2"; }
for job in rotate allocate consolidate; do
  for text in '问题与结论' '结论有多可靠' '听证' '<script>console.error' '村<b>𠮷"'; do shows "zh-$job-report" "$text"; done
  for text in 'The question and the answer' 'How sure is it' 'hearing held'; do shows "en-$job-report" "$text"; done
  for text in '方案比较' '数字并列' '不一致的决定' '<script>alert(1)</script>𠮷'; do shows "zh-$job-compare" "$text"; done
  for text in 'Plans compared' 'Figures side by side' 'Decisions that flip'; do shows "en-$job-compare" "$text"; done
done
shows zh-public-report '公示版'
shows zh-public-report '=刀<svg onload=alert(1)>勇'
for page in pages/*.html; do
  case $page in pages/bad.html) continue ;; esac
  ! grep -qE '<script|onload="|<svg onload' "$page" || fail "$page: a name became markup"
done
# On paper: A4, and the heads of long tables again on every page.
for page in "${pages[@]}"; do
  paper=pages/$(echo "${page%.html}" | tr / -).pdf
  [ "$(head -c 5 "$paper")" = '%PDF-' ] || fail "$page: nothing printed"
  grep -aqE '/MediaBox ?\[ ?0 0 59[456](\.[0-9]+)? 84[12]' "$paper" || fail "$page: not A4"
done
