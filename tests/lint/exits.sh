#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Who cannot go on says why (base/core/fatal.h), and waits by base/system/poll.h, which cannot loop on an
# error. A child that could not become another program calls _exit.
set -eu
bad=0
only() { # FILES CALLS INSTEAD
	if tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
		grep -vxE "$1" | xargs grep -nE "(^|[^_a-zA-Z.>])($2)\("; then
		echo "call $3 instead"
		bad=1
	fi
}
only 'base/core/fatal[.]c' 'exit|abort' 'fatal, fatal_errno or fatal_memory (base/core/fatal.h)'
only 'base/(system/poll|system/process|core/output)[.]c' 'poll|ppoll|select' 'poll_wait (base/system/poll.h)'
exit $bad
