#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What projects call their files, folders, targets and variables means nothing to make and to shells:
# it is what cargo takes it for, or refused with its place. Nothing of it runs.
. "$(dirname "$0")/../lib.sh"
if ! command -v rustc >/dev/null; then
	skip 'odd names mean nothing to make' 'there is no rustc'
	exit 0
fi
nl='
'
tab=$(printf '\t')
import() { (cd "$1" && "$L4CARGO" import -o "$2" --offline --quiet); }
export RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
package() { # FOLDER: a package without targets
	mkdir -p "$1/src"
	printf '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n[workspace]\n' >"$1/Cargo.toml"
}
done_now() { case $(make -C "$1" 2>&1) in *'Nothing to be done'*) echo yes ;; *) echo no ;; esac; }

# --- paths: what rustc and scripts read is watched, wherever it is ---

round=0
watched() { # NAME: of a folder above the package, of one in it, and of files
	name=$1 round=$((round + 1))
	p="$scratch/$round/$name" o=$scratch/out$round
	package "$p"
	mkdir -p "$p/src/$name" "$p/data$name"
	cat >"$p/src/main.rs" <<'END'
include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", env!("NAME"), "/x.rs"));
fn main() { println!("{} {}", env!("SAID"), VALUE); }
END
	echo 'const VALUE: u32 = 1;' >"$p/src/$name/x.rs"
	echo one >"$p/data$name/f($name)"
	cat >"$p/build.rs" <<'END'
fn main() {
    let name = std::env::var("NAME").unwrap();
    println!("cargo::rerun-if-env-changed=NAME");
    println!("cargo::rerun-if-changed=data{name}");
    let said = std::fs::read_to_string(format!("data{name}/f({name})")).unwrap();
    println!("cargo::rustc-env=SAID={}", said.trim());
}
END
	export NAME="$name"
	check "a project in \`$name\` is imported" import "$p" "$o"
	check "\`$name\`: it is built" make -C "$o"
	[ "${2-}" = always ] || same "\`$name\`: then nothing is to be done" yes "$(done_now "$o")"
	echo 'const VALUE: u32 = 2;' >"$p/src/$name/x.rs"
	make -C "$o" >/dev/null 2>&1
	same "\`$name\`: an edited source is seen" 'one 2' "$("$o/build/bin/app")"
	echo two >"$p/data$name/f($name)"
	make -C "$o" >/dev/null 2>&1
	same "\`$name\`: so is what the script reads" 'two 2' "$("$o/build/bin/app")"
	[ "${2-}" = always ] || same "\`$name\`: and that is all" yes "$(done_now "$o")"
	unset NAME
}
for name in a=b 'a:b;c|d' 'a b' 'a%b' '~' '*?[x]' '$(shell touch PWN)' '`touch PWN`' 'a#b\' 'x&' 'x(y)' "it's \"q\"" -x "a${tab}b"; do
	watched "$name"
done
watched "two${nl}lines" always # cargo: a script's line ends there, and names no file

# --- the crate's root ---

p=$scratch/rooted o=$scratch/rooted-out
package "$p"
printf '[lib]\npath = "src/my lib.rs"\n[[bin]]\nname = "app"\npath = "src/it'\''s $(shell touch PWN) #1.rs"\n' >>"$p/Cargo.toml"
echo 'pub const SAID: &str = "right";' >"$p/src/my lib.rs"
echo 'pub const SAID: &str = "wrong";' >"$p/src/my"
echo 'fn main() { println!("{}", app::SAID); }' >"$p/src/it's \$(shell touch PWN) #1.rs"
check 'roots with blanks and other bytes are imported' import "$p" "$o"
check 'and built' make -C "$o"
same 'from the right file' right "$("$o/build/bin/app")"

# --- the configuration ---

p=$scratch/configured o=$scratch/configured-out
package "$p"
mkdir -p "$p/.cargo"
cat >"$p/src/main.rs" <<'END'
fn main() { println!("{:?} {:?} {:?}", env!("ODD"), env!("FORCE"), env!("PLACE")); }
END
cat >"$p/.cargo/config.toml" <<'END'
[env]
ODD = "\u000b $(shell touch PWN) #\\ `touch PWN` 'x' \r"
FORCE = "1"
PLACE = { value = "a b (c", relative = true }
END
cargo_says='"\u{b} $(shell touch PWN) #\\ `touch PWN` '\''x'\'' \r" "1" "'$p/'a b (c"'
check 'values of [env] are imported' import "$p" "$o"
check 'and built with' make -C "$o"
same 'the program has exactly them' "$cargo_says" "$("$o/build/bin/app")"
same 'and all is done' yes "$(done_now "$o")"
same 'FORCE forces nothing' "$(printf '%s' "$cargo_says" | sed 's/^.* "1"/"mine" "1"/')" \
	"$(ODD=mine make -C "$o" >/dev/null 2>&1; "$o/build/bin/app")"
same 'also seen from a package' yes "$(ODD=mine done_now "$o/app-1.0.0")"
begins_with() { # WHAT, as TOML writes it, as Rust shows it
	printf '[env]\nODD = "%s x"\nFORCE = "1"\nPLACE = ""\n' "$2" >"$p/.cargo/config.toml"
	import "$p" "$o"
	make -C "$o" >"$scratch/log" 2>&1 || cat "$scratch/log"
	same "a value that begins with $1 is all there" "\"$3 x\" \"1\" \"\"" "$("$o/build/bin/app")"
}
begins_with VT '\u000b' '\u{b}'
begins_with FF '\f' '\u{c}'
begins_with CR '\r' '\r'
begins_with TAB '\t' '\t'
begins_with LF '\n' '\n'

# Names that no shell has come to builds, to tests, and to what is watched, as with cargo.
p=$scratch/named o=$scratch/named-out
package "$p"
mkdir -p "$p/.cargo"
cat >"$p/.cargo/config.toml" <<'END'
[env]
"a b" = "1"
"é" = { value = "$(shell touch PWN) 'x' ", force = true }
"X$(shell touch PWN)" = "2"
"X\n$(shell touch PWN) \\" = "3"
"X := y" = "4"
"X-Y" = { value = "place", relative = true }
2X = "5"
"" = "6"
END
cat >"$p/src/main.rs" <<'END'
const OWN: [&str; 7] = ["a b", "é", "X$(shell touch PWN)", "X\n$(shell touch PWN) \\", "X :", "X-Y", "2X"];
fn main() {
    let of_run: Vec<_> = OWN.iter().map(|name| std::env::var(name).ok()).collect();
    println!("named: {:?} {:?}", option_env!("a b"), option_env!("X\n$(shell touch PWN) \\"));
    println!("named: {of_run:?}");
}
#[test]
fn names() {
    main()
}
END
named() { sed -n 's/^named: //p'; }
printf 'mod all { include!("src/main.rs"); pub fn all() { main() } }\nfn main() { all::all(); println!("cargo::rerun-if-env-changed=X-Y"); }\n' \
	>"$p/build.rs"
import_named() { (cd "$p" && "$L4CARGO" import -o "$o" --offline --quiet --with-tests); }
of_make() {
	make -C "$o" >&2 && named <"$o/build/app-1.0.0/run/output"
	"$o/build/bin/app" | named | head -n 1
	make -C "$o" test TEST_ARGS=--nocapture 2>&1 | named
}
of_cargo() {
	(cd "$p" && cargo build --offline --quiet --target-dir "$scratch/named-cargo")
	named <"$(ls "$scratch"/named-cargo/debug/build/*/output)"
	"$scratch/named-cargo/debug/app" | named | head -n 1
	(cd "$p" && cargo test --offline --quiet --target-dir "$scratch/named-cargo" -- --nocapture) | named
}
check '[env] takes any name' import_named
if command -v cargo >/dev/null; then
	same 'and builds see what cargo shows them' "$(of_cargo)" "$(of_make)"
else
	skip 'builds see what cargo shows them' 'there is no cargo'
fi
same 'all is done then' yes "$(done_now "$o")"
sed -i 's/^"X\\n.*$/"X\\n$(shell touch PWN) \\\\" = "7"/' "$p/.cargo/config.toml"
import_named
same 'another value is another build' 'Some("1") Some("7")' \
	"$(make -C "$o" >/dev/null 2>&1; "$o/build/bin/app" | named | head -n 1)"
printf '[env]\nA = "1"\n"A\\u0000B" = "x"\n' >"$p/.cargo/config.toml"
refuses '[env]: a name with a NUL is refused with its place' 1 'config.toml:3:' import "$p" "$o"
printf '[env]\nA = "1\\u0000"\n' >"$p/.cargo/config.toml"
refuses '[env]: so is a value' 1 'config.toml:2:5' import "$p" "$o"

# --- a workspace's folder is in the title ---

p="$scratch/t${nl}\$(shell touch PWN)${nl}x:; touch PWN" o=$scratch/titled-out
for name in a b; do
	package "$p/$name"
	sed -i "s/\"app\"/\"$name\"/; /workspace/d" "$p/$name/Cargo.toml"
	echo 'fn main() {}' >"$p/$name/src/main.rs"
done
printf '[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n' >"$p/Cargo.toml"
check 'a workspace in a folder with line feeds is imported' import "$p" "$o"
same 'its title is the first line' 1 "$(grep -n 'generated by l4cargo' "$o/Makefile" | cut -d: -f1)"
check 'make help works there' make -C "$o" help
check 'and runs nothing of it' test ! -e "$o/PWN"
check 'and make' make -C "$o"

# --- specifications of targets ---

p=$scratch/targeted o=$scratch/targeted-out
package "$p"
echo 'fn main() {}' >"$p/src/main.rs"
spec() { RUSTC_BOOTSTRAP=1 rustc -Z unstable-options --print target-spec-json >"$1"; }
targeted() { # OPTION...
	(cd "$p" && RUSTC_BOOTSTRAP=1 "$L4CARGO" import -o "$o" --offline --quiet -Z json-target-spec "$@")
}
for name in 'x$(shell touch PWN)' 'a b' 'a:b' 'a=b'; do
	spec "$p/$name.json"
	refuses "a target that is called \`$name\` is refused" 1 'make cannot have a folder' targeted --target "$name.json"
	mkdir -p "$p/.cargo"
	printf '[build]\ntarget = "%s.json"\n' "$name" >"$p/.cargo/config.toml"
	refuses "\`$name\`: with its place in the configuration" 1 'config.toml:2:10' \
		targeted
	rm -r "$p/.cargo"
done
odd="$p/a;b=c |\$(shell touch PWN)"
mkdir "$odd"
spec "$odd/mine.json"
check 'a specification in a folder of an odd name is imported' targeted --target "$odd/mine.json"
check 'it is a link in the object tree' make -C "$o" -n
link=$(grep -o 'spec/mine-[0-9a-f]*' "$o/Makefile" | head -n 1)
make -C "$o" "build/$link" >/dev/null 2>&1
same 'which leads to the specification' "$(cat "$odd/mine.json")" "$(cat "$o"/build/spec/mine-*)"
there="$scratch/it's\$HOME"
in_there() { make -C "$o" "O=$scratch/it's\$\$HOME" "$@"; }
check 'the name of the object tree may have quotes' in_there "$there/$link"
same 'the link is there' "$(cat "$odd/mine.json")" "$(cat "$there"/spec/mine-*)"
case $(in_there help) in
*"programs are then in $there/bin"*) pass 'make help shows its name' ;;
*) fail 'make help shows its name' ;;
esac

# --- the cache: a relative XDG_CACHE_HOME does not count, here and there ---

p=$scratch/cached o=$scratch/cached-out
package "$p"
echo 'fn main() {}' >"$p/src/main.rs"
check 'a project is imported' import "$p" "$o"
echo 'L4CARGO_UNIT ?= /gone' >"$XDG_CACHE_HOME/l4cargo/tool.mk"
check 'once more, without a change' import "$p" "$o"
check 'l4cargo-unit is found again' make -C "$o"
mkdir -p "$o/planted/l4cargo"
printf '$(shell touch PWN)\nL4CARGO_UNIT := touch PWN;\n' >"$o/planted/l4cargo/tool.mk"
home=$scratch/home
mkdir -p "$home/.cache"
ln -s "$XDG_CACHE_HOME/l4cargo" "$home/.cache/l4cargo"
check 'a relative XDG_CACHE_HOME is ignored by make' env XDG_CACHE_HOME=planted HOME="$home" make -C "$o"
# What the environment says is text: a `$` in it is one of a path.
spiteful=$scratch/'$(shell touch PWN)'
mkdir "$spiteful" && ln -s "$(command -v rustc)" "$spiteful/rustc"
for variable in HOME RUSTUP_HOME PATH RUSTC RUSTDOC; do
	case $variable in
	HOME) value=$spiteful more= ;;
	PATH) value=$spiteful:$PATH more= ;;
	RUSTC) value=$spiteful/rustc more= ;;
	*) value=$spiteful more=-n ;;
	esac
	# shellcheck disable=SC2086 # none or one
	env "$variable=$value" make -C "$o" $more O="$scratch/spiteful-$variable" >/dev/null 2>"$scratch/said" || :
	check "$variable is text to make" test ! -e "$o/PWN" -a ! -e PWN
	check "make of $variable does not expand it" sh -c '! grep -q "touch: \|unterminated" "$0"' "$scratch/said"
done
refuses 'so is a relative HOME' 2 'run `l4cargo import` again' \
	env XDG_CACHE_HOME=planted HOME=planted make -C "$o" O="$scratch/objects"
mkdir -p "$scratch/c [x] \$(shell touch PWN) *"
cp -r "$XDG_CACHE_HOME/l4cargo" "$scratch/c [x] \$(shell touch PWN) */l4cargo"
check 'and an absolute one may have any name' \
	env XDG_CACHE_HOME="$scratch/c [x] \$(shell touch PWN) *" make -C "$o" O="$scratch/objects"

same 'nothing of all that was run' '' "$(find "$scratch" -name 'PWN*' -type f)"
