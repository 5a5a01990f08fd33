#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `l4cargo vendor` writes and removes nothing outside of its folder, whatever crates name and
# whatever links are in the folder.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../vendor.sh"
needs cargo git 'a vendored tree that leads elsewhere'
export CARGO_HOME="$scratch/cargo-home"
registry=$scratch/registry
outside=$scratch/outside
mkdir "$outside"
echo mine >"$outside/file"
vendor() { "$L4CARGO" vendor --locked --respect-source-config "$@"; }
untouched() { [ "$(find "$outside" | sort | tr '\n' ' ')" = "$outside $outside/file " ]; }

# --- stubs of crates that name files elsewhere ---

crate "$registry" absolute 1.0.0 "build = \"$outside/build.rs\"
[lib]
path = \"$outside/lib.rs\""
crate "$registry" upwards 1.0.0 'build = "../../../../outside/up-build.rs"
[lib]
path = "../../../outside/up.rs"'
crate "$registry" within 1.0.0 'build = "src/../../../../outside/within.rs"
[lib]
path = "./src/.././src/lib.rs"'
crate "$registry" clashing 1.0.0 'build = "src/lib.rs/x.rs"
[lib]
path = "src/lib.rs"'
crate "$registry" same 1.0.0 'build = "src/script.rs"
[lib]
path = "src/script.rs"'
crate "$registry" manifest 1.0.0 'build = ".cargo-checksum.json"
[lib]
path = "Cargo.toml"'
names='absolute upwards within clashing same manifest'
project "$scratch/app" "$registry" "[target.\"cfg(windows)\".dependencies]
$(for n in $names; do echo "$n = \"1\""; done)"
cd "$scratch/app" || exit 1
cp .cargo/config.toml "$scratch/own-config"
check 'crates that name files elsewhere are left out' \
	sh -c "'$L4CARGO' vendor --locked --respect-source-config --target x86_64-unknown-l4re-uclibc >'$scratch/config'"
check 'nothing is written elsewhere' untouched
same 'nor beside the tree' 'Cargo.lock Cargo.toml src vendor ' "$(ls | tr '\n' ' ')"
for n in $names; do
	check "the stub of \`$n\` has a library" \
		sh -c "grep -q compile_error \"vendor/$n/\$(sed -n '/^\[lib\]/,/^\[/s/^path = \"\(.*\)\"/\1/p' vendor/$n/Cargo.toml)\""
done
cp "$scratch/config" .cargo/config.toml
check 'cargo reads the stubs' cargo metadata --locked --offline --format-version 1
check 'cargo builds beside them' cargo build --locked --offline --quiet
refuses 'who needs one is told' 101 'was left out by `l4cargo vendor --target`' \
	cargo check --locked --offline --quiet --target x86_64-pc-windows-gnu

# --- links in the folder ---

crate "$registry" leaf 1.0.0
crate "$registry" bulky 0.2.0
project "$scratch/links" "$registry" 'leaf = "1"
bulky = "0.2"'
cd "$scratch/links" || exit 1
mkdir -p vendor/old
echo '{"files":{}}' >vendor/old/.cargo-checksum.json
ln -s "$outside" vendor/.l4cargo-vendor
ln -s "$outside" vendor/leaf
ln -s "$outside" vendor/gone
check 'a folder with links' vendor --quiet vendor
check 'nothing is written or removed through them' untouched
check 'a package takes the place of a link' test ! -h vendor/leaf -a -f vendor/leaf/src/lib.rs
check 'what is not wanted goes' test ! -h vendor/gone
rm -r vendor/leaf/src
ln -s "$outside" vendor/leaf/src
check 'with a link in a package' vendor --quiet vendor
check 'nothing is written or removed through it' untouched
check 'the package is made anew' test ! -h vendor/leaf/src -a -f vendor/leaf/src/lib.rs

rm -rf vendor
check 'archives with an index' vendor --archives --quiet vendor
rm -r vendor/index/le vendor/leaf-1.0.0.crate
ln -s "$outside" vendor/index/le
ln -s "$outside/file" vendor/leaf-1.0.0.crate
refuses 'a link in the index is refused' 1 'vendor/index/le/af/leaf' vendor --archives --quiet vendor
check 'nothing is written through it' untouched
same 'nor through that of an archive' mine "$(cat "$outside/file")"
rm vendor/index/le
mkdir -p "$outside/af" && echo '{}' >"$outside/af/old"
mkdir -p vendor/index/ol && ln -s "$outside/af" vendor/index/ol/d-
vendor --archives --quiet vendor >/dev/null 2>&1
check 'nothing is removed through a link in the index' test -f "$outside/af/old"
rm -r "$outside/af" vendor/index
ln -s "$outside" vendor/index
refuses 'an index that is a link is refused' 1 'is not a folder' vendor --archives --quiet vendor
check 'nothing is written there' untouched

# the folder itself is the user's choice
mkdir "$scratch/elsewhere"
ln -s "$scratch/elsewhere" chosen
check 'the folder may be a link' vendor --quiet chosen
check 'and has the crates' test -f "$scratch/elsewhere/leaf/src/lib.rs" -a -h chosen

# but a link that a project brings is not to empty a folder of other files
ln -s "$outside" brought
for folder in brought brought/ "$PWD/brought"; do
	refuses "a link to other files is refused: $folder" 1 'is a link to `'"$outside"'`, where other files are: `file`' \
		vendor --quiet "$folder"
done
check 'nothing there is lost' untouched
check 'a link to vendored crates is followed once more' vendor --quiet chosen
rm -r vendor
mkdir "$scratch/void"
for to in "$scratch/elsewhere" "$scratch/void" "$outside" "$scratch/none"; do
	ln -s "$to" vendor
	refuses "one in place of the usual folder is not: $to" 1 '`vendor` is a link to' vendor --quiet
	rm vendor
done
same 'nothing is written there' '' "$(ls "$scratch/void")"
ln -s "$scratch/void" vendor
check 'but if that is named' vendor --quiet vendor

# --- modes ---

# In a moment without a mask, another thread's file would be open to all.
many=$(for i in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do
	crate "$registry" "many-$i" 1.0.0 >/dev/null
	echo "many-$i = \"1\""
done)
project "$scratch/many" "$registry" "$many"
cd "$scratch/many" || exit 1
open_to_all=
umask 022
for i in 1 2 3 4 5 6 7 8; do
	rm -rf vendor "$scratch/cache-$i"
	XDG_CACHE_HOME=$scratch/cache-$i vendor --hard-links --quiet vendor >/dev/null ||
		open_to_all="run $i failed"
	open_to_all=$open_to_all$(find vendor "$scratch/cache-$i" ! -type l -perm /022)
done
same 'no file or folder is open to all' '' "$open_to_all"
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	rm -rf vendor
	XDG_CACHE_HOME=$scratch/cache-traced strace -f -qq -e trace=umask,clone,clone3 -o "$scratch/trace" \
		"$L4CARGO" vendor --locked --respect-source-config --hard-links --quiet vendor >/dev/null
	check 'there are threads' grep -q 'clone3\?(' "$scratch/trace"
	same 'none of them sets the mask' '' "$(awk '/clone3?\(/ { threads = 1 } threads && /umask\(/' "$scratch/trace")"
else
	skip 'none of them sets the mask' 'strace is not there, or may not trace'
fi
