#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# clang-format 14 decides how C looks: `make format` brings it about.
set -eu
if [ "${1-}" = --fix ]; then
	tests/files.sh '*.[ch]' | xargs clang-format -i
else
	tests/files.sh '*.[ch]' | xargs -P "$(nproc)" -n 20 clang-format --dry-run -Werror
fi
