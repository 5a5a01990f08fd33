#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Replays the kept cases (see replay.py).
exec python3 "$(dirname "$0")/replay.py" "$@"
