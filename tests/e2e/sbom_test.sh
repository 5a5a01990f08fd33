#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Bills of materials are what the formats' own tools accept.
. "$(dirname "$0")/../lib.sh"
tools=$BUILD_DIR/sbom-tools

# In an environment of their own; made whole or not at all.
get_tools() {
	[ ! -x "$tools/bin/python" ] || return 0
	rm -rf "$tools.new"
	python3 -m venv "$tools.new" &&
		timeout 300 "$tools.new/bin/pip" install -q 'spdx-tools==0.8.*' \
			'cyclonedx-python-lib[json-validation]==11.*' &&
		mv "$tools.new" "$tools"
}
if ! get_tools >"$scratch/pip" 2>&1; then
	skip 'spdx-tools and cyclonedx-python-lib accept what we write' \
		"they cannot be installed: $(tail -n 1 "$scratch/pip")"
	exit 0
fi
accepted() { check "$1" "$tools/bin/python" -B "$top/tests/e2e/sbom_validate.py" "$2"; }

accepted 'all identifiers of licences are known' "$top/resolver/terms/license_data.c"
for format in spdx cyclonedx; do
	"$top/tests/golden/run.py" --show "sbom-$format" stdout >"$scratch/$format.json"
	accepted "$format: sources and licences of all kinds" "$scratch/$format.json"
done
if ! online; then
	skip 'a published program' 'crates.io is not there'
	exit 0
fi
for format in spdx cyclonedx; do
	check "$format of a published program is written" \
		"$L4CARGO" sbom ripgrep@15.2.0 --format "$format" -o "$scratch/$format.json"
	accepted "$format: it is accepted" "$scratch/$format.json"
	cp "$scratch/$format.json" "$scratch/first"
	(cd / && "$L4CARGO" sbom ripgrep@15.2.0 --format "$format") >"$scratch/$format.json"
	check "$format: the same bytes again" cmp "$scratch/first" "$scratch/$format.json"
done
