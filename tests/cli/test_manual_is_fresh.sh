#!/usr/bin/env bash
# docs/junheng.1 is what the program says of itself; renew it with: build/release/junheng --manual > docs/junheng.1
set -eu
diff -u "$SOURCE_DIR/docs/junheng.1" <("$JUNHENG" --manual)
