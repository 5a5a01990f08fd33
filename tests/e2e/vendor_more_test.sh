#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What `l4cargo vendor` does beyond `cargo vendor`; cargo is to build from all of it.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../vendor.sh"
needs cargo git 'more than cargo vendors'
export CARGO_HOME="$scratch/cargo-home"
registry=$scratch/registry
host=$(rustc -vV | sed -n 's/^host: //p')
vendor() { "$L4CARGO" vendor --locked --respect-source-config "$@"; }
dependency() { # NAME REQ [MORE-JSON]
	printf '{"name":"%s","req":"%s","features":[],"optional":false,"default_features":true,"target":%s,"kind":"normal"}' \
		"$1" "$2" "${3-null}"
}
# In a copy of the project, the configuration that was printed; then cargo, alone in the world.
alone() { # COMMAND...
	env CARGO_HOME="$scratch/no-cargo" http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1 \
		"$@" --locked --offline --quiet
}
metadata_names() { alone cargo metadata --format-version 1 | grep -q "\"name\":\"$1\""; }
untouched() { cmp "$scratch/$1/Cargo.lock" "$scratch/$1-lock"; }

# --- stubs for what no target needs ---

crate "$registry" leaf 1.0.0
crate "$registry" linked-sys 0.1.0 'links = "linked"
build = "src/script.rs"
[[example]]
name = "nowhere"
path = "elsewhere.rs"'
crate "$registry" bulky 0.2.0 '[features]
default = ["leaf"]
[dependencies]
leaf = { version = "1", optional = true }
linked-sys = "0.1"' "$(dependency leaf 1 | sed 's/"optional":false/"optional":true/'),$(dependency linked-sys 0.1)"
sed -i 's/\("name":"bulky".*\)"features":{}/\1"features":{"default":["leaf"]}/' "$registry/index/bu/lk/bulky"
project "$scratch/wide" "$registry" 'leaf = "1"
[target."cfg(windows)".dependencies]
bulky = "0.2"'
cp "$scratch/wide/Cargo.lock" "$scratch/wide-lock"
cd "$scratch/wide" || exit 1
vendor --target x86_64-unknown-l4re-uclibc 2>"$scratch/said" >"$scratch/config"
check 'what is left out is counted' grep -q '2 of them stubs' "$scratch/said"
cp "$scratch/config" .cargo/config.toml
same 'a stub has no code of its own' 'compile_error!(`bulky' "$(sed 's/["v].*`bulky.*/`bulky/' vendor/bulky/src/lib.rs)"
same 'nor more files than it must' 'Cargo.toml src/lib.rs src/script.rs ' \
	"$(cd vendor/linked-sys && find . -type f ! -name '.*' -printf '%P\n' | sort | tr '\n' ' ')"
check 'cargo metadata reads it all' metadata_names bulky
check 'cargo builds' alone cargo build
check 'and so do we' alone "$L4CARGO" graph --format json
refuses 'a target that needs a stub is told' 101 'was left out by `l4cargo vendor --target`' \
	alone cargo check --target x86_64-pc-windows-gnu
check 'the lock file is as it was' untouched wide
printf '[source.crates-io]\nreplace-with = "here"\n[source.here]\nlocal-registry = "%s"\n' "$registry" >.cargo/config.toml
vendor --target "$host" --target x86_64-pc-windows-gnu 2>"$scratch/said" >/dev/null
check 'with the target that needs it, it is whole' test -f vendor/bulky/run
check 'and nothing is a stub' test -z "$(grep stubs "$scratch/said")"

# --- archives ---

crate "$registry" other 0.3.0
crate "$registry" other 0.4.0
git init -q -b main "$scratch/git/of-git" && cd "$scratch/git/of-git" && mkdir src || exit 1
printf '[package]\nname = "of-git"\nversion = "0.1.0"\n' >Cargo.toml
: >src/lib.rs
git add -A && git -c user.name=t -c user.email=t@example.org commit -qm one
project "$scratch/packed" "$registry" "bulky = \"0.2\"
other = \"0.4\"
older = { package = \"other\", version = \"0.3\" }
of-git = { git = \"file://$scratch/git/of-git\" }"
cp "$scratch/packed/Cargo.lock" "$scratch/packed-lock"
cd "$scratch/packed" || exit 1
vendor --archives 2>/dev/null >"$scratch/config"
same 'archives are vendored as they are' \
	'@of-git bulky-0.2.0.crate index leaf-1.0.0.crate linked-sys-0.1.0.crate other-0.3.0.crate other-0.4.0.crate ' \
	"$(ls vendor | sort | tr '\n' ' ')"
check 'with an index' diff "$registry/index/bu/lk/bulky" vendor/index/bu/lk/bulky
cp -r vendor "$scratch/archives"
written=$(find vendor -printf '%p %T@ %i\n' | sort)
check 'vendoring again' vendor --archives --quiet
same 'it writes nothing' "$written" "$(find vendor -printf '%p %T@ %i\n' | sort)"
echo more >>vendor/leaf-1.0.0.crate
echo '{}' >>vendor/index/le/af/leaf
mkdir -p vendor/index/no/ne && : >vendor/index/no/ne/none && : >vendor/none-1.0.0.crate
check 'over a tree that is not right' vendor --archives --quiet
check 'it is made so' diff -r "$scratch/archives" vendor
: >vendor/none-1.0.0.crate
sed 's/0[.]4[.]0/0.5.0/' vendor/index/ot/he/other >"$scratch/lines" && cat "$scratch/lines" >vendor/index/ot/he/other
check 'nothing is removed when told so' vendor --archives --quiet --no-delete
check 'archives stay' test -f vendor/none-1.0.0.crate
same 'and what the index says' '0.3.0 0.4.0 0.5.0 ' \
	"$(sed 's/.*"vers":"//; s/".*//' vendor/index/ot/he/other | sort | tr '\n' ' ')"
cp "$scratch/config" .cargo/config.toml
check 'cargo reads it all' metadata_names bulky
check 'cargo builds' alone cargo build
check 'and so do we' alone "$L4CARGO" import -o "$scratch/packed-pkg"
check 'the lock file is as it was' untouched packed
rm -r vendor/*.crate
cd "$scratch/packed" || exit 1
refuses 'an archive that is nowhere' 1 'is not in the cache any more' \
	env CARGO_HOME="$scratch/no-home" "$L4CARGO" vendor --archives --locked --offline away

# --- the same name and version from two sources ---

for n in one two; do
	git init -q -b main "$scratch/$n/twin" && cd "$scratch/$n/twin" && mkdir src || exit 1
	printf '[package]\nname = "twin"\nversion = "0.1.0"\n' >Cargo.toml
	echo "pub fn which() -> &'static str { \"$n\" }" >src/lib.rs
	git add -A && git -c user.name=t -c user.email=t@example.org commit -qm one
done
crate "$registry" twin 0.1.0
project "$scratch/twins" "$registry" "twin = \"0.1\"
one = { package = \"twin\", git = \"file://$scratch/one/twin\" }
two = { package = \"twin\", git = \"file://$scratch/two/twin\" }"
cp "$scratch/twins/Cargo.lock" "$scratch/twins-lock"
echo 'fn main() { println!("{} {} {}", twin::version(), one::which(), two::which()); }' \
	>"$scratch/twins/src/main.rs"
cd "$scratch/twins" || exit 1
check 'three packages of one name and version' sh -c "'$L4CARGO' vendor --locked --respect-source-config >new"
same 'each has its place' '@twin @twin-2 twin ' "$(ls vendor | sort | tr '\n' ' ')"
mv new .cargo/config.toml
mv "$scratch/one" "$scratch/two" "$scratch/registry" "$scratch/make" 2>/dev/null
same 'cargo builds from them' '0.1.0 one two' "$(alone cargo run)"
check 'and so do we' alone "$L4CARGO" import -o "$scratch/pkg"
check 'make builds' make -s -C "$scratch/pkg"
same 'the same' '0.1.0 one two' "$("$scratch/pkg/build/bin/app")"
check 'the lock file is as it was' untouched twins
