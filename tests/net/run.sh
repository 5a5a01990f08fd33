#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The cache against a registry of our own on the loopback device that does everything wrong, and
# against archives that must not be unpacked.
exec python3 "$(dirname "$0")/run.py" "${BUILD:-build}/tests/cache-tool" "$@"
