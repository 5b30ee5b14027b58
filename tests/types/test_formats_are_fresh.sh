#!/usr/bin/env bash
# docs/formats.md says what schema.c and policy.c say; renew it with: build/release/bench/make_formats > docs/formats.md
set -eu
diff -u "$SOURCE_DIR/docs/formats.md" <("$BUILD_DIR/bench/make_formats")
