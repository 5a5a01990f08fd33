#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What is printed is a ScreenText (base/text/screen.h), so that nothing of others' is obeyed by a
# terminal: no other file prints, but for literal text, and for tables and data in those named.
set -eu
allowed='^(base/(text/screen|messages/term|core/buf|system/digest|system/workers)|bridge/session|bridge/cmd/help|cache/net/fetch)\.c:'
found=$(tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs grep -nE '(^|[^a-z_])(v?f?printf|vdprintf|dprintf|fwrite|fputc|putc|putchar|puts|perror|psignal)\(|[^a-z_]fputs\([^"]|(^|[^a-z_])write\((STD|[12],)' |
	grep -vE "$allowed" | grep -vE '^[^:]*:[0-9]*:[[:space:]]*(/?\*|fputs\("$)' || true)
[ -z "$found" ] || { echo "$found"; echo 'print by diag_*, session_print or job_print'; exit 1; }
styled=$(tests/files.sh '*.c' | grep -E '^(base|resolver|cache|emitters|bridge)/' |
	xargs grep -nE 'screen_style\(' | grep -vE '^base/(text/screen|messages/diag|messages/term)\.c:|^emitters/report/tree_print\.c:' |
	grep -vE 'screen_style\([^,]*, (|[^"]*)"|progress_hide' || true)
[ -z "$styled" ] || { echo "$styled"; echo 'screen_style takes literals'; exit 1; }
exit 0
