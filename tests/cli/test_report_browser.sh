#!/usr/bin/env bash
# report.html in a real browser: its text is there, the console stays silent, no request leaves it. Skipped without
# Chromium.
browser=$(command -v chromium || command -v chromium-browser) ||
  { echo "SKIPPED: no chromium (apt-get install chromium): the dossier was not opened in a browser"; exit 77; }
. "$(dirname "$0")/lib.sh"

# open_page FILE: its DOM in $work/dom, the console in $work/console, every request in $work/net.json.
open_page() {
  rm -f net.json
  HOME=$work timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
    --no-first-run --disable-component-update --disable-background-networking --disable-sync --disable-extensions \
    --enable-logging=stderr --log-net-log="$work/net.json" --dump-dom "file://$1" > dom 2> console < /dev/null ||
    { tail -n 5 console; fail "the browser did not open $1"; }
}
# requests: what the page itself asked for by address, its own file apart.
requests() { grep -oE '"url":"[a-z]+://[^"]*"' net.json | grep -vF 'google' | sort -u || true; }
quiet_console() { ! grep -E 'CONSOLE' console || fail "the console was written to"; }

# A page that does what must not be: the test can see it.
cat > bad.html <<'HTML'
<!DOCTYPE html><html><body><p>bad</p><script>console.error("seen")</script><img src="http://127.0.0.1:9/x.png"></body></html>
HTML
open_page "$work/bad.html"
grep -q 'CONSOLE.*seen' console || { echo "SKIPPED: this browser does not tell its console"; exit 77; }
requests | grep -q '127.0.0.1:9' || { echo "SKIPPED: this browser does not tell its requests"; exit 77; }

two_schools county
# Names that would be markup, were they not text.
sed -i -e "s|中心小学|<script>console.error('run')</script><img src=http://127.0.0.1:9/y.png>|" -e 's|村小|村<b>𠮷|' \
  county/schools.csv
for job in rotate allocate consolidate; do
  run 0 "$job" county --year 2020 --set max_leave_share=100 --lang zh --out "$job"
  open_page "$work/$job/report.html"
  quiet_console
  [ -z "$(requests)" ] || { requests; fail "$job: a request left the report"; }
  for text in '问题与结论' '结论有多可靠' '听证' '村&lt;b&gt;𠮷' '&lt;script&gt;console.error'; do
    grep -qF "$text" dom || fail "$job: the page does not show $text"
  done
  ! grep -q '<script' dom || fail "$job: a name became a script"
  # On paper: A4, at least a page.
  HOME=$work timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
    --no-pdf-header-footer --print-to-pdf="$work/$job.pdf" "file://$work/$job/report.html" > out 2> err < /dev/null
  [ "$(head -c 5 "$job.pdf")" = '%PDF-' ] || fail "$job: nothing printed"
done
