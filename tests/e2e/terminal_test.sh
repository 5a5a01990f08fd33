#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What others wrote is shown on a terminal and never obeyed: manifests, scripts, compilers' and
# cargo's messages. Each command is run with a pipe and on a terminal (`script`).
. "$(dirname "$0")/../lib.sh"
needs cargo script python3 'terminal'

mkdir -p "$scratch/app/src" "$scratch/app/evil/src" "$scratch/seen"
cd "$scratch/app" || exit 1
# title, screen, DCS, CSI of 8 bits, CR, backspaces, bidi, isolates, NUL
hostile='\u001b]0;t\u0007\u001b[2J\u001bPq\u001b\\\\\u009b31m\rX\b\b\u202eY\u2066Z\u0000'
bytes='\033]0;t\007\033[2J\033Pq\033\\\302\2332J\2332J\rX\b\b\342\200\256Y\342\201\246Z\377'
cat >Cargo.toml <<END
[package]
name = "app"
version = "1.0.0"
edition = "2021"
license = "L$hostile"
repository = "R$hostile"
description = "D$hostile"
[features]
[dependencies]
evil = { path = "evil" }
[workspace]
END
cat >evil/Cargo.toml <<END
[package]
name = "evil"
version = "1.0.0"
edition = "2021"
license = "$hostile"
repository = "$hostile"
"k$hostile" = 1
[lib]
"m$hostile" = 1
END
echo 'fn main() { evil::f() }' >src/main.rs
echo 'pub fn f() { let unused_variable = 1; }' >evil/src/lib.rs
# shellcheck disable=SC2059 # the escapes are meant
octets=$(printf "$bytes" | od -An -v -tx1 | tr -d '\n' | sed 's/ /\\\\x/g')
sed "s/OCTETS/$octets/" >evil/build.rs <<'END'
use std::io::Write;
fn main() {
    let text = b"OCTETS";
    let mut out = std::io::stdout();
    for key in ["cargo:warning=", "cargo::warning=", "text "] {
        out.write_all(key.as_bytes()).unwrap();
        out.write_all(text).unwrap();
        out.write_all(b"\n").unwrap();
    }
    println!("cargo:warning=\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\rover");
    std::io::stderr().write_all(text).unwrap();
    if std::env::var("FAIL").is_ok() { std::process::exit(3); }
}
END
cargo generate-lockfile -q --offline || exit 1

# The same with a pipe and on a terminal; what is seen is kept in seen/.
quote() { printf "'%s' " "$@"; }
seen() {
	"$@" >"$scratch/seen/now.out" 2>"$scratch/seen/now.err"
	TERM=xterm script -qec "$(quote "$@")" /dev/null >"$scratch/seen/now.terminal" 2>&1 </dev/null
	python3 "$top/tests/e2e/terminal/shown.py" "$scratch/seen"/now.*
}
l4cargo() { # NAME ARGUMENTS...
	what=$1
	shift
	check "$what" seen "$L4CARGO" "$@"
}
l4cargo 'tree' tree --offline
l4cargo 'tree with a format' tree --offline --color auto -f '{p} {l} {r} {f} {lib}'
check 'what is hostile can be read' grep -q 'L\\u{1b}\]0;t\\u{7}\\u{1b}\[2J' "$scratch/seen/now.out"
check 'a terminal has colours' grep -q "$(printf '\033')" "$scratch/seen/now.terminal"
l4cargo 'tree in colour' tree --offline --color always -f '{l}'
for format in json dot text; do
	l4cargo "graph as $format" graph --offline --format $format
done
l4cargo 'why' why --offline evil
l4cargo 'licenses' licenses --offline
l4cargo 'licenses by licence' licenses --offline --by-license
l4cargo 'sbom for cyclonedx' sbom --offline
l4cargo 'sbom for spdx' sbom --offline --format spdx
l4cargo 'verify' verify --offline
l4cargo 'import that is refused' import --offline -o bid
sed -i 's/\\u0000//' Cargo.toml evil/Cargo.toml # cargo cannot hand it on either
l4cargo 'import' import --offline -o bid
# shellcheck disable=SC2059
printf "edited $bytes\n" >>bid/evil-1.0.0/Control
l4cargo 'check and its diff' check --offline -o bid
l4cargo 'an option' "$(printf '%b' '--\033[2Jx')"
l4cargo 'a command' "$(printf '%b' 'tre\033[2J')"
l4cargo 'a configuration' tree --config "$(printf '%b' 'a.\033[2J = 1')"
l4cargo 'a package' tree -p "$(printf '%b' 'x\033[2J\302\2332J')"

makes() {
	rm -rf bid/build
	"$@" >"$scratch/seen/now.out" 2>"$scratch/seen/now.err"
	rm -rf bid/build
	TERM=xterm script -qec "$(quote "$@")" /dev/null >"$scratch/seen/now.terminal" 2>&1 </dev/null
	python3 "$top/tests/e2e/terminal/shown.py" "$scratch/seen"/now.*
}
check 'make' makes make -C bid
check 'warnings of scripts can be read' \
	grep -q 'warning: evil@1.0.0: \\u{1b}\]0;t\\u{7}\\u{9b}2J\\u{202e}\\rover' "$scratch/seen/now.err"
check 'the same in colour' makes make -C bid COLOR=always
CARGO_TERM_COLOR=always make -C bid cleanall >/dev/null 2>&1
CARGO_TERM_COLOR=always make -C bid >"$scratch/coloured" 2>&1
check 'warnings of rustc are in colour' grep -q "$(printf '\033').*unused variable" "$scratch/coloured"
check 'make with a script that fails' makes make -C bid FAIL=1
check 'its output is shown' grep -q '  text \\u{1b}\]0;t' "$scratch/seen/now.err"

# rustc's own messages, those of a macro's program, and cargo's.
# shellcheck disable=SC2059
printf 'compile_error!("a\\u{1b}]0;t\\u{7}\\u{9b}2J\\u{202e}");\npub fn f() {}\n' >evil/src/lib.rs
check 'errors of rustc' makes make -C bid
check 'the same in colour, too' makes env CARGO_TERM_COLOR=always make -C bid
rm Cargo.lock
printf '[package]\nname = "evil"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\nx = { path = "/no/%s" }\n' \
	"$hostile" >evil/Cargo.toml
l4cargo 'what cargo says' tree --offline
