#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Hostile values in every field that comes from outside: none may run, write or delete.
exec python3 "$(dirname "$0")/run.py" "${L4CARGO:-${BUILD:-build}/l4cargo}" "$@"
