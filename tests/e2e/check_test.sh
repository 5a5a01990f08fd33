#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `l4cargo check`: what differs from what an import would make now, and why.
. "$(dirname "$0")/../lib.sh"
if ! command -v rustc >/dev/null; then
	skip 'imports are checked' 'there is no rustc'
	exit 0
fi
export CARGO_HOME="$scratch/cargo-home"
p=$scratch/project
mkdir "$p"
"$top/tests/golden/run.py" --lay sbom-spdx "$p"
sed -i 's/^gitted = .*//' "$p/Cargo.toml"
sed -i '/"gitted"/d; /^name = "gitted"/,/^$/d' "$p/Cargo.lock"
sed -i 'N; /\[\[package\]\]\n\[\[package\]\]/D; P; D' "$p/Cargo.lock"
sed -i 'N; /\[\[package\]\]\nversion = "2.0.0"/d; P; D' "$p/Cargo.lock"
sed -i '/gitted/,/replace-with/d' "$p/.cargo/config.toml"
echo some >"$p/vendor/serde_like/NOTES"
sed -i 's/"files": {/&"NOTES": "'"$(sha256sum <"$p/vendor/serde_like/NOTES" | cut -c 1-64)"'", /' \
	"$p/vendor/serde_like/.cargo-checksum.json"
cd "$p" || exit
bid=$p/target/bid

run() { "$L4CARGO" "$@"; }
# says NAME TEXT ARGUMENT...: it ends with 1 and its messages and diff contain TEXT.
says() {
	name=$1 text=$2
	shift 2
	refuses "$name" 1 "$text" run check "$@"
}

says 'no import, and nothing vendored in use: an error' 'there is no import in `elsewhere`' -o elsewhere
check 'an import with options' run import --offline --release -F '' --config 'profile.release.opt-level=2'
find . -type f -newer "$bid/Makefile" | sort >"$scratch/before"
check 'it is as it should be; the options are those of the import' run check
check 'from elsewhere, too' sh -c "cd / && '$L4CARGO' check -o '$bid'"
find . -type f -newer "$bid/Makefile" | sort >"$scratch/after"
check 'nothing is written' cmp "$scratch/before" "$scratch/after"
says 'other options are named' 'the options differ: the packages were made with `l4cargo import' --bins
says 'and what they change is shown' '-RS_FLAGS      = -C opt-level=2' --bins
same 'with -q there is no diff' '' "$(run check -q --bins 2>/dev/null)"

cp -r "$bid" "$scratch/bid"
echo '# mine' >>"$bid/part-0.2.0/Makefile"
says 'an edit by hand' '`part-0.2.0/Makefile` was edited by hand'
says 'is shown' '-# mine'
run check 2>/dev/null | patch -s -p0
check 'the diff is one that patch takes, and puts things right' run check
check 'to the byte' diff -r "$scratch/bid" "$bid"
rm "$bid/part-0.2.0/Control"
says 'a removed file' '`part-0.2.0/Control` was removed by hand'
echo mine >"$bid/part-0.2.0/Control"
says 'a file in its place' '`part-0.2.0/Control` was not written by l4cargo'
cp "$scratch/bid/part-0.2.0/Control" "$bid/part-0.2.0/Control"
mkdir "$bid/old-1.0.0"
cp "$bid/part-0.2.0/Control" "$bid/old-1.0.0"
says 'a file that is left over' '`old-1.0.0/Control` is not part of the last import'
rm -r "$bid/old-1.0.0"
sed -i 's/^version .*/version 0.0.1/' "$bid/l4cargo.record"
check 'another version that made the same is fine' run check
echo '# x' >>"$bid/bid/mk/lib.mk"
says 'else it is the cause' 'the packages were made with l4cargo 0.0.1'
rm "$bid/l4cargo.record"
says 'without a record it cannot be told' 'the reason is not known' --release
check 'an import puts all right' run import --offline --release
check 'and it is right' run check

sed -i 's/0[.]4[.]0/0.4.1/' macro/Cargo.toml Cargo.lock
says 'an edited lock is named' 'the lock file has changed since the import'
says 'and an edited crate' "a crate was edited since the import: \`$p/macro/Cargo.toml\`"
sed -i 's/0[.]4[.]1/0.4.2/' macro/Cargo.toml
cp Cargo.lock "$scratch/lock"
says 'a lock that does not fit' '`mac_ro` has version 0.4.2, but is locked at 0.4.1'
check 'is left as it is' cmp Cargo.lock "$scratch/lock"
sed -i 's/0[.]4[.]2/0.4.1/' macro/Cargo.toml
check 'another import' run import --offline --release

echo 'pub fn edited() {}' >>vendor/serde_like/src/lib.rs
echo more >vendor/serde_like/src/more.rs
says 'an edited vendored file' '`vendor/serde_like/src/lib.rs` was changed since it was vendored'
says 'an additional one' '`vendor/serde_like/src/more.rs` is not one of the vendored files'
refuses 'an import sees the edit, too: it is not fresh' 1 'src/lib.rs` has changed' run import --offline --release
rm vendor/serde_like/src/more.rs vendor/serde_like/NOTES
: >vendor/serde_like/src/lib.rs
says 'a missing one' '`vendor/serde_like/NOTES` is missing: it was vendored'
refuses 'which an import sees, too' 1 'NOTES`: No such file' run import --offline --release
echo some >vendor/serde_like/NOTES
check 'as it was: all is well' run check
check 'and the import is' run import --offline --release
