#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# clang-format 14 decides how C looks: `make format` brings it about.
set -eu
if [ "${1-}" = --fix ]; then
	git ls-files '*.[ch]' | xargs clang-format -i
else
	git ls-files '*.[ch]' | xargs -P "$(nproc)" -n 20 clang-format --dry-run -Werror
fi
