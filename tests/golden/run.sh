#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# All golden cases, or those named; the head of run.py says what a case is.
exec python3 "$(dirname "$0")/run.py" "$@"
