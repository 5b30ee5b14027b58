#!/usr/bin/env bash
# Brings po/zh_CN.po up to the messages of the sources: new ones come in without a translation, gone ones leave.
set -eu -o pipefail
cd "$(dirname "$0")/.."
template=$(mktemp)
trap 'rm -f "$template"' EXIT
po/extract.sh > "$template"
msgmerge --quiet --update --backup=none --no-fuzzy-matching --no-wrap po/zh_CN.po "$template"
msgattrib --no-obsolete --no-wrap --output-file=po/zh_CN.po po/zh_CN.po
msgattrib --untranslated --no-wrap po/zh_CN.po | sed -n 's/^msgid/untranslated:/p' | tail -n +2
