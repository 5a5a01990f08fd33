#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `l4cargo why` against `cargo tree`: its ways, and the lines that cause them. `l4cargo verify` with
# mistakes planted in a graph. Without network.
. "$(dirname "$0")/../lib.sh"
needs cargo 'why says what cargo does'
export L4CARGO PYTHONDONTWRITEBYTECODE=1
for script in workspace planted; do
	python3 "$top/tests/why/$script.py" "$scratch/$script" >"$scratch/said" 2>&1 ||
		grep -q '^not ok' "$scratch/said" || fail "$script.py ends well" "$(cat "$scratch/said")"
	cat "$scratch/said"
	test_passed=$((test_passed + $(grep -c '^ok' "$scratch/said")))
	test_failed=$((test_failed + $(grep -c '^not ok' "$scratch/said" || true)))
done
