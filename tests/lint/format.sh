#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# clang-format 14 decides how C looks: `make format` brings it about.
set -eu
if [ "${1-}" = --fix ]; then
	tests/files.sh '*.[ch]' | xargs clang-format -i
else
	tests/files.sh '*.[ch]' | xargs -P "$(nproc)" -n 20 clang-format --dry-run -Werror
fi
# It breaks a comment that is one word too long: its end is then alone in a line.
tests/files.sh '*.[ch]' | xargs awk '
	/\/\*/ && !/\*\/.*$/ { block = /^[ \t]*\/\*$/ }
	/^[ \t]*\*\/$/ && !block { print FILENAME ":" FNR ": shorten the comment that ends here"; bad = 1 }
	END { exit bad }'
