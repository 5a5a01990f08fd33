#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `graph --format svg` is what `dot` makes of `--format dot`, and says so when there is no `dot`.
. "$(dirname "$0")/../lib.sh"

mkdir -p "$scratch/app/src" "$scratch/tools"
printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n' \
	>"$scratch/app/Cargo.toml"
printf 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n' >"$scratch/app/Cargo.lock"
echo 'fn main() {}' >"$scratch/app/src/main.rs"
cd "$scratch/app" || exit 1

sysroot=$(rustc --print sysroot)
graph() { PATH=$tools "$L4CARGO" graph --locked --offline --format "$1"; }

tools=$sysroot/bin
refuses 'without dot' 1 "install graphviz, or use \`--format dot\`" graph svg

# It stands for graphviz: shows what it is given.
# shellcheck disable=SC2016 # for the script
printf '#!/bin/sh\necho "drawn $1"\nwhile IFS= read -r line; do printf "%%s\\n" "$line"; done <"$2"\n' \
	>"$scratch/tools/dot"
chmod +x "$scratch/tools/dot"
tools=$scratch/tools:$sysroot/bin
same 'what dot draws' "drawn -Tsvg
$(graph dot)" "$(graph svg)"

printf '#!/bin/sh\necho "no fonts" >&2\nexit 3\n' >"$scratch/tools/dot"
refuses 'dot fails' 1 'no fonts' graph svg
