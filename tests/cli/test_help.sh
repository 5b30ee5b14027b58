#!/usr/bin/env bash
# Every command explains itself with an example that the program accepts, in both languages; what it does not know it
# says, and where to look.
. "$(dirname "$0")/lib.sh"
run 0 --help
commands=$(sed -n '/^Commands:/,/^$/p' out | awk 'NR > 1 && NF { print $1 }')
[ "$(echo "$commands" | wc -l)" -ge 10 ] || fail "commands: $commands"
for command in check rotate allocate consolidate audit trace compare import export policy init; do
  grep -qx "$command" <<< "$commands" || fail "--help does not list $command"
done
for command in $commands; do
  run 0 help "$command"
  cp out asked
  run 0 "$command" --help
  cmp -s out asked || fail "help $command and $command --help differ"
  [ ! -s err ] || fail "$command --help says something on stderr"
  head -n 1 out | grep -q "^Usage: junheng $command" || fail "usage of $command: $(head -n 1 out)"
  ! grep -qF '(null)' out || fail "(null) in the help of $command"
  tells "Example:"
  tells "  junheng $command "
  tells "--lang"
  LANG_OF_RUN=zh_CN.UTF-8 run 0 "$command" --help
  tells "示例："
  # The example is a line that parses: with nothing to read it fails later than usage.
  line=$("$JUNHENG" "$command" --help | sed -n '/^Example:/,$p' | sed -n 's/^  junheng //p' | head -n 1)
  mkdir -p elsewhere
  # shellcheck disable=SC2086
  status=0; (cd elsewhere && "$JUNHENG" $line > ../out 2> ../err < /dev/null) || status=$?
  [ "$status" != 1 ] || fail "the example of $command is no usage: $line"
done
# Each option of the long list is in the help of some command.
run 0 --help
options=$(sed -n '/^Options/,/^$/p' out | grep -o '^  -[a-zA-Z], --[a-z0-9-]*' | sed 's|.*, ||' | tr -d ' ')
[ "$(echo "$options" | wc -l)" -ge 15 ] || fail "options: $options"
for command in $commands; do "$JUNHENG" "$command" --help; done > every
for option in $options; do grep -qF -- "$option" every || fail "$option belongs to no command"; done
