#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# toml-test's files for TOML 1.1: valid ones with the right values, invalid ones refused.
exec python3 "$(dirname "$0")/run.py" "${BUILD:-build}/tests/toml-decoder"
