#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# `l4cargo vendor` of git packages beside `cargo vendor`: their files and their Cargo.toml.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../vendor.sh"
needs cargo git 'git packages are vendored as cargo does'
export CARGO_HOME="$scratch/cargo-home"
registry=$scratch/registry
crate "$registry" leaf 1.0.0
sh "$top/tests/e2e/vendor/repository.sh" "$scratch/repo/all" || exit 1
git -C "$scratch/repo/all" tag 'v1+x'
git init -q "$scratch/repo/sub" && cd "$scratch/repo/sub" || exit 1
printf '[package]\nname = "has-sub"\nversion = "0.1.0"\n' >Cargo.toml
mkdir src && : >src/lib.rs
git -c protocol.file.allow=always submodule --quiet add "file://$scratch/repo/all" modules/all
for part in plain hidden; do
	git init -q "$scratch/repo/$part"
	(
		cd "$scratch/repo/$part" || exit 1
		echo text >file
		[ $part = plain ] || printf '# all\n.*\n' >.gitignore
		git add -f . && git -c user.name=t -c user.email=t@example.org commit -qm one
	)
	git -c protocol.file.allow=always submodule --quiet add "file://$scratch/repo/$part" modules/$part
done
mkdir -p more && cp -r modules/all/docs more/docs
git add -A && git -c user.name=t -c user.email=t@example.org commit -qm one
project "$scratch/app" "$registry" "leaf = \"1\"
top = { git = \"file://$scratch/repo/all\", tag = \"v1+x\" }
other = { git = \"file://$scratch/repo/all\", branch = \"main\" }
has-sub = { git = \"file://$scratch/repo/sub\" }"
cd "$scratch/app" || exit 1

as_cargo 'git packages' --locked --respect-source-config
check 'cargo has what is expected' test -f "$scratch/theirs/vendor/top/docs/a.md" -a \
	-f "$scratch/theirs/vendor/inner/docs/a.txt" -a ! -e "$scratch/theirs/vendor/top/secret.txt" \
	-a -f "$scratch/theirs/vendor/has-sub/modules/plain/.cargo-ok" \
	-a -f "$scratch/theirs/vendor/has-sub/modules/hidden/file" \
	-a ! -e "$scratch/theirs/vendor/has-sub/modules/hidden/.cargo-ok"

"$L4CARGO" vendor --locked --respect-source-config --quiet "$scratch/whole"
written=$(find "$scratch/whole" -printf '%p %T@\n' | sort)
check 'vendoring again' "$L4CARGO" vendor --locked --offline --respect-source-config --quiet "$scratch/whole"
same 'it writes nothing' "$written" "$(find "$scratch/whole" -printf '%p %T@\n' | sort)"

# Cargo, and we, build from the tree alone.
mv "$scratch/repo" "$scratch/away"
"$L4CARGO" vendor --locked --offline --respect-source-config 2>/dev/null >.cargo/new &&
	mv .cargo/new .cargo/config.toml
check 'cargo builds from the tree' env CARGO_HOME="$scratch/no-home" \
	cargo build --locked --offline --quiet
check 'a project is imported from it' env CARGO_HOME="$scratch/no-home" \
	XDG_CACHE_HOME="$scratch/no-cache" "$L4CARGO" import --locked --offline -o "$scratch/pkg"
sed -i "s|directory = \"|&$PWD/|" .cargo/config.toml
as_cargo 'the tree is vendored once more' --locked --offline --respect-source-config again

# --- a workspace, with members that want packages of another registry and of git ---

other=$scratch/other-registry
crate "$other" far 2.0.0 '[dependencies]
leaf = "1"' \
	'{"name":"leaf","req":"^1","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal","registry":"https://github.com/rust-lang/crates.io-index"}'
crate "$other" leaf 3.0.0
python3 -u -m http.server --bind 127.0.0.1 --directory "$other" 0 >"$scratch/served" 2>/dev/null &
server=$!
for _ in $(seq 100); do
	port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$scratch/served")
	[ -z "$port" ] || break
	sleep 0.1
done
echo "{\"dl\":\"http://127.0.0.1:$port/{crate}-{version}.crate\",\"api\":null}" >"$other/index/config.json"
mv "$scratch/away" "$scratch/repo"
project "$scratch/ws" "$registry" ''
cd "$scratch/ws" || exit 1
printf '[registries.far-away]\nindex = "sparse+http://127.0.0.1:%s/index/"\n' "$port" >>.cargo/config.toml
mkdir -p one/src two/src && : >one/src/lib.rs && : >two/src/lib.rs
printf '[workspace]\nmembers = ["one", "two"]\nresolver = "2"\n' >Cargo.toml
printf '[package]\nname = "one"\nversion = "0.1.0"\n[dependencies]\nfar = { version = "2", registry = "far-away" }\nleaf = "1"\n[dev-dependencies]\ntwo = { path = "../two" }\n' >one/Cargo.toml
printf '[package]\nname = "two"\nversion = "0.1.0"\n[dependencies]\nother = { git = "file://%s" }\n[target."cfg(windows)".build-dependencies]\nleaf = { version = "3", registry = "far-away" }\n' \
	"$scratch/repo/all" >two/Cargo.toml
rm -r src && cargo generate-lockfile --quiet 2>/dev/null
as_cargo 'a workspace with another registry and git' --locked --respect-source-config
as_cargo 'the same with versions' --locked --respect-source-config --versioned-dirs
kill $server
"$L4CARGO" vendor --locked --offline --respect-source-config 2>/dev/null >new
sed -n '/^.registries/,$p' .cargo/config.toml | cat - new >both && mv both .cargo/config.toml
check 'cargo builds from what we vendored' env CARGO_HOME="$scratch/no-home2" \
	cargo build --locked --offline --quiet

# A link may lead anywhere: cargo follows it out of the repository, we do not.
git init -q -b main "$scratch/bad" && cd "$scratch/bad" || exit 1
printf '[package]\nname = "bad"\nversion = "0.1.0"\n' >Cargo.toml
mkdir src && : >src/lib.rs
ln -s /etc/passwd src/secret
git add -A && git -c user.name=t -c user.email=t@example.org commit -qm one
project "$scratch/bad-app" "$registry" "bad = { git = \"file://$scratch/bad\" }"
cd "$scratch/bad-app" || exit 1
refuses 'a link out of the repository' 1 '`src/secret` leads out of the repository' \
	"$L4CARGO" vendor --locked
check 'nothing is vendored then' test -z "$(ls -A vendor)"
