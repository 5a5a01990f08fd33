#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `l4cargo vendor` beside `cargo vendor`: the same bytes; and what only it promises.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../vendor.sh"
needs cargo 'packages are vendored as cargo does'
export CARGO_HOME="$scratch/cargo-home"
registry=$scratch/registry
crate "$registry" leaf 0.9.0
crate "$registry" leaf 1.1.0-rc.1
crate "$registry" leaf 1.1.0
crate "$registry" leaf 2.0.0+meta
crate "$registry" stem 0.3.0 '[dependencies]
leaf = "=0.9.0"' \
	'{"name":"leaf","req":"=0.9.0","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal"}'
crate "$registry" a 0.1.0
project "$scratch/app" "$registry" 'leaf = "2"
older = { package = "leaf", version = "=1.1.0" }
stem = { version = "0.3", optional = true }
[target."cfg(windows)".dev-dependencies]
a = "0.1"'
cd "$scratch/app" || exit 1

set -- --locked --offline --respect-source-config
as_cargo 'registry packages' "$@"
as_cargo 'with versions in all names' "$@" --versioned-dirs
as_cargo 'into another folder' "$@" some/where/else
mkdir -p "$scratch/seed/vendor/leaf/src" "$scratch/seed/vendor/.git" "$scratch/seed/vendor/old-1.0.0"
echo old >"$scratch/seed/vendor/old-1.0.0/file"
echo old >"$scratch/seed/vendor/file"
echo old >"$scratch/seed/vendor/leaf/src/lib.rs"
echo keep >"$scratch/seed/vendor/.git/config"
echo '{"files":{}}' >"$scratch/seed/vendor/leaf/.cargo-checksum.json"
as_cargo 'over an older tree' "$@"
as_cargo 'over an older tree, of which nothing is removed' "$@" --no-delete
rm -rf "$scratch/seed"
project "$scratch/second" "$registry" 'leaf = "=1.1.0-rc.1"
a = "0.1"'
as_cargo 'a second workspace' "$@" --sync "$scratch/second/Cargo.toml"
as_cargo 'quietly' "$@" --quiet
project "$scratch/bare" "$registry" ''
cd "$scratch/bare" || exit 1
as_cargo 'nothing at all' "$@"
cd "$scratch/app" || exit 1

# --- what is right is left alone, what is not is made so ---

vendor() { "$L4CARGO" vendor --locked --offline --respect-source-config "$@"; }
stamps() { find "$1" -printf '%p %T@ %i\n' | sort; }
vendor --quiet "$scratch/whole"
cp -r "$scratch/whole" "$scratch/tree"
written=$(stamps "$scratch/tree")
check 'vendoring again' vendor --quiet "$scratch/tree"
same 'it writes nothing' "$written" "$(stamps "$scratch/tree")"

wrong() { # NAME: what has been done to $scratch/tree is undone, and told
	wrong_said=$(vendor "$scratch/tree" 2>&1 >/dev/null)
	case $wrong_said in
	*": 1 written"*) check "$1" diff -r "$scratch/whole" "$scratch/tree" ;;
	*) fail "$1" "$wrong_said" ;;
	esac
}
echo '// edited' >>"$scratch/tree/leaf/src/lib.rs"
wrong 'an edited file'
sed -i 's/beside/BESIDE/' "$scratch/tree/leaf/src/deep-er.rs"
wrong 'an edited file of the same length'
: >"$scratch/tree/stem/more.rs"
wrong 'a file too many'
rm "$scratch/tree/stem/Cargo.toml"
wrong 'a file too few'
sed -i 's/"files"/ "files"/' "$scratch/tree/a/.cargo-checksum.json"
wrong 'an edited list of checksums'
mkdir "$scratch/tree/a/empty"
wrong 'a folder too many'
rm "$scratch/tree/a/src/lib.rs" && ln -s /etc/passwd "$scratch/tree/a/src/lib.rs"
wrong 'a file that became a link'
mv "$scratch/tree/a" "$scratch/real-a" && ln -s "$scratch/real-a" "$scratch/tree/a"
wrong 'a folder that became a link'
check 'and what the link led to is still there' test -f "$scratch/real-a/src/lib.rs"
rm -r "$scratch/tree/a" && mkfifo "$scratch/tree/a"
wrong 'a pipe in the place of a package'
same 'nothing else is left in the tree' "$(ls -A "$scratch/whole")" "$(ls -A "$scratch/tree")"

# --- cargo builds from it, and so do we, with no network and empty homes ---

cp -r "$scratch/app" "$scratch/moved"
vendor --quiet "$scratch/moved/vendor" >/dev/null
(cd "$scratch/moved" && vendor vendor 2>/dev/null >.cargo/new && mv .cargo/new .cargo/config.toml)
alone='env HOME='$scratch'/no-home CARGO_HOME='$scratch'/no-cargo XDG_CACHE_HOME='$scratch'/no-cache'
alone="$alone http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1"
! unshare -rn true 2>/dev/null || alone="unshare -rn $alone"
rustup_home=${RUSTUP_HOME:-${HOME:-/}/.rustup}
check 'cargo builds from the tree' sh -c \
	"cd '$scratch/moved' && RUSTUP_HOME='$rustup_home' $alone cargo build --locked --offline --quiet"
check 'a project is imported from the tree' sh -c \
	"cd '$scratch/moved' && RUSTUP_HOME='$rustup_home' $alone '$L4CARGO' import --locked -o '$scratch/pkg'"
check 'and built' env XDG_CACHE_HOME="$scratch/no-cache" make -s -C "$scratch/pkg"

# --- what goes wrong ---

: >"$scratch/file"
mkdir -p "$scratch/own/sub" "$scratch/hidden/.git"
echo mine >"$scratch/own/file"
refuses 'a folder that has other files alone' 1 'as `file`: vendoring would remove them' vendor "$scratch/own"
check 'they stay' test "$(ls "$scratch/own")" = "file
sub"
check 'unless they may stay' vendor --quiet --no-delete "$scratch/own"
check 'a folder with hidden files alone' vendor --quiet "$scratch/hidden"
refuses 'a file where the folder is to be' 1 "$scratch/file" vendor "$scratch/file"
refuses 'a folder that cannot be made' 1 /proc/vendor vendor /proc/vendor
mkdir "$scratch/small"
if mount -t tmpfs -o size=64k none "$scratch/small" 2>/dev/null; then
	cp -r "$scratch/whole/leaf" "$scratch/small/leaf"
	echo edited >"$scratch/small/leaf/Cargo.toml"
	refuses 'a full disk is named' 1 'No space left' vendor "$scratch/small"
	same 'what was there is as it was' edited "$(cat "$scratch/small/leaf/Cargo.toml")"
	check 'and nothing is left half-made' test ! -e "$scratch/small/.l4cargo-vendor"
	mount -o remount,size=64m "$scratch/small"
	check 'with space again all is made' vendor --quiet "$scratch/small"
	check 'and is right' diff -r "$scratch/whole" "$scratch/small"
	umount "$scratch/small"
else
	skip 'a full disk is named' 'a small tmpfs cannot be mounted here'
fi

odd() { # NAME FILE TEXT: a crate with that file is refused
	crate_extra=$2 crate "$scratch/odd-registry" "$1" 0.1.0
	project "$scratch/$1" "$scratch/odd-registry" "$1 = \"0.1\""
	refuses "a file that cannot be in a list of checksums: $1" 1 "$3" \
		"$L4CARGO" vendor --offline --respect-source-config \
		--manifest-path "$scratch/$1/Cargo.toml" --config "source.here.local-registry='$scratch/odd-registry'" \
		--config 'source.crates-io.replace-with="here"' "$scratch/odd-tree"
	check 'nothing of it is there' test -z "$(ls -A "$scratch/odd-tree" 2>/dev/null)"
}
odd not-text "$(printf 'a\377b')" 'is not UTF-8'
odd its-own .cargo-checksum.json 'of its own'

n=0
while [ $n -lt 40 ]; do
	n=$((n + 1))
	rm -rf "$scratch/cut/leaf" "$scratch/cut/a"
	[ $((n % 5)) -ne 0 ] || rm -rf "$scratch/cut"
	"$L4CARGO" vendor --locked --offline --respect-source-config --quiet "$scratch/cut" &
	sleep "0.0$((n % 4))$((n * 7 % 10))"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	for package in "$scratch/cut"/*/; do
		[ ! -d "$package" ] || diff -r "$package" "$scratch/whole/$(basename "$package")" ||
			echo "$package" >>"$scratch/half"
	done
done 2>/dev/null
check 'kill -9 leaves no half of a package' test ! -e "$scratch/half"
check 'the next run' vendor --quiet "$scratch/cut"
check 'completes it' diff -r "$scratch/whole" "$scratch/cut"

cache=$(find "$XDG_CACHE_HOME/l4cargo/crates" -path '*/leaf-0.9.0/src/lib.rs')
echo '// edited' >>"$cache"
refuses 'a cache that was edited is not copied' 1 "$cache" vendor "$scratch/fresh"
