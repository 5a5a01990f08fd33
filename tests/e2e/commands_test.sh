#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Every command, with what most of its code is for, in one project: `make check` runs this with the
# sanitized programs too.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../vendor.sh"
needs cargo git make 'every command'
export CARGO_HOME="$scratch/cargo-home"
registry=$scratch/registry
used=
# run NAME COMMAND [ARGUMENT...]: succeeds, and says nothing of a sanitizer.
run() {
	run_name=$1
	shift
	used="$used $1"
	check "$run_name" "$L4CARGO" "$@"
}
stops() { # NAME STATUS TEXT COMMAND [ARGUMENT...]
	stops_name=$1 stops_status=$2 stops_text=$3
	shift 3
	refuses "$stops_name" "$stops_status" "$stops_text" "$L4CARGO" "$@"
}

git init -q -b main "$scratch/of-git" && mkdir "$scratch/of-git/src" || exit 1
printf '[package]\nname = "of-git"\nversion = "0.1.0"\nedition = "2021"\n' >"$scratch/of-git/Cargo.toml"
echo 'pub fn f() {}' >"$scratch/of-git/src/lib.rs"
(cd "$scratch/of-git" && git add -A && git -c user.name=t -c user.email=t@example.org commit -qm one)
crate "$registry" leaf 1.0.0 'license = "MIT"'
crate "$registry" bulky 0.2.0 'license = "Apache-2.0 OR MIT"
build = "src/script.rs"'
crate "$registry" unneeded 0.3.0
project "$scratch/app" "$registry" "leaf = \"1\"
bulky = \"0.2\"
of-git = { git = \"file://$scratch/of-git\" }
[target.\"cfg(windows)\".dependencies]
unneeded = \"0.3\"
[features]
default = [\"one\"]
one = []
[profile.release]
lto = true"
cd "$scratch/app" || exit 1
cp "$scratch/app/Cargo.lock" "$scratch/lock"
mkdir tests
echo '#[test] fn t() {}' >tests/t.rs
echo 'fn main() { of_git::f(); println!("{}", leaf::version()); }' >src/main.rs

run 'help' help
for command in $("$L4CARGO" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	check "help of $command" "$L4CARGO" help "$command"
done
run 'version' version
run 'fetch' fetch
run 'fetch for cargo' fetch --cargo-home
run 'import' import -o pkgs --with-tests
run 'import again' import -o pkgs --with-tests
run 'check' check -o pkgs --with-tests
run 'import for release' import -o release --release
check 'make builds' make -s -C pkgs
check 'make tests' make -s -C pkgs test
same 'the program runs' 1.0.0 "$(pkgs/build/bin/app)"
check 'make cleans' make -s -C pkgs clean
echo '# more' >>pkgs/app-1.0.0/Makefile
stops 'check of what was edited' 1 app-1.0.0/Makefile check -o pkgs --with-tests
run 'import puts it right' import -o pkgs --with-tests
run 'remove, to see' remove --dry-run release
run 'remove' remove release
for format in text dot json; do
	run "graph as $format" graph --format $format
done
run 'tree' tree
run 'tree of features' tree -e features
run 'tree upside down' tree -i leaf
run 'tree in a form' tree -f '{p} {l} {r}'
run 'why' why leaf
run 'why a feature' why app/one
run 'verify' verify
run 'verify of tests' verify --mode test
run 'sbom as SPDX' sbom --format spdx
run 'sbom as CycloneDX' sbom --format cyclonedx
run 'licenses' licenses
run 'licences by licence' licenses --by-license
run 'licences with texts' licenses --texts
run 'vendor' vendor --respect-source-config
run 'vendor again' vendor --respect-source-config
run 'vendor with links' vendor --respect-source-config --hard-links linked
run 'vendor for a target' vendor --respect-source-config --target x86_64-unknown-l4re-uclibc for-target
run 'vendor as archives' vendor --respect-source-config --archives archives
run 'vendor as archives again' vendor --respect-source-config --archives archives
cp -r "$top/tests/golden/shared/l4" "$scratch/l4"
run 'setup' setup "$scratch/l4"
run 'setup is in place' setup --check "$scratch/l4"
run 'setup is taken out' setup --remove "$scratch/l4"
"$top/tests/golden/run.py" --lay library-units "$scratch/mini"
mkdir "$scratch/mini/src"
rustc -vV | sed -n 's/^release: //p' >"$scratch/mini/src/version"
run 'sysroot' sysroot --rust-src "$scratch/mini" -Z build-std=core,alloc -o library
run 'what is in the cache' clean --dry-run --all
run 'clean by age' clean --older-than 30d
run 'clean by locks' clean --not-in Cargo.lock
run 'clean' clean --all
same 'the lock file is as it was' "$(cat "$scratch/lock")" "$(cat Cargo.lock)"

# What goes wrong is told by as much code.
stops 'no such command' 2 'no such command' improt
stops 'no such option' 2 'unknown option' import --nothing
stops 'no such package' 1 nothing tree -p nothing
echo '[package' >Cargo.toml
stops 'a broken manifest' 1 'Cargo.toml:1:' import
for command in $("$L4CARGO" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	case " $used " in
	*" $command "*) ;;
	*) fail "\`$command\` is run here" ;;
	esac
done
