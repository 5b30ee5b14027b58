#!/usr/bin/env bash
# The messages of the sources as a template on stdout, in an order that does not depend on the machine.
# po/extract.sh --all: every string there is, for the test that looks for sentences nobody marked.
set -eu -o pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C
# A function that takes English and translates it, with the place of that argument. A helper that hands its argument on
# stands here too; behind a `?` or in a table a string is marked JH_N.
keywords=(JH_N jh_text:2 jh_problems_error:6 jh_problems_warning:6 jh_row_error:4 jh_row_warning:3
  audit_say:2 audit_tally_begin:4 audit_tally_bad:3 audit_add:6 audit_judge:4 judge:4 expect:4
  html_say:2 html_word:2 html_tell:2 html_heading:3 html_table_open:2 html_drawing_open:2 HTML_TEXT HTML_NUMBER report_note:2 share_row:2 workbook_say:2 wrong:2 trace_counted:4)
# Sentences with {1} for their values hold no directives, whatever follows a %.
plain=(html_say:2 html_word:2 html_tell:2 html_heading:3 HTML_TEXT:1 HTML_NUMBER:1 report_note:2)
formats=(jh_problems_error:6 jh_problems_warning:6 jh_row_error:4 jh_row_warning:3 audit_say:2 wrong:2)
options=()
if [ "${1-}" = --all ]; then
  options+=(--extract-all)
else
  options+=(--keyword)
  for keyword in "${keywords[@]}"; do options+=("--keyword=$keyword"); done
  for text in "${plain[@]}"; do options+=("--flag=$text:no-c-format"); done
  for format in "${formats[@]}"; do options+=("--flag=$format:c-format"); done
fi
find include/src models io scenarios solver cli po -name '*.c' | sort | grep -v '^io/cell_text.c$' |
  xgettext --files-from=- --output=- --language=C --from-code=UTF-8 --no-wrap \
    --package-name=junheng "${options[@]}" 2> >(grep -vE 'Empty msgid|gettext\(""\)|meta information|escape sequence' >&2) |
  sed '/^"POT-Creation-Date:/d; /^#\. /d'
