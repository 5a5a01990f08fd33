#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# What make does with packages: builds, builds nothing twice, and builds again what cargo would.
# The packages are files of this test, so that only the make side is tried.
. "$(dirname "$0")/../lib.sh"
export L4CARGO_UNIT="$BUILD_DIR/l4cargo-unit"
unset SAMPLE_NAME SAMPLE_FAIL SAMPLE_OPTION
if ! command -v rustc >/dev/null; then
	skip 'packages are built' 'there is no rustc'
	exit 0
fi

fresh() { # FOLDER: the sample with its packages
	mkdir -p "$1"
	cp -r "$top/tests/e2e/sample/." "$1"
	mkdir -p "$1/packages/bid/mk"
	cp "$top/bridge/make/"*.mk "$top/bridge/make/host/mk/"*.mk "$1/packages/bid/mk"
}
s=$scratch/sample
o=$s/packages
fresh "$s"
# What a make of everything compiles and runs, by unit and sorted.
built() {
	make -C "$o" -j2 "$@" >"$scratch/log" 2>&1 || cat "$scratch/log"
	sed -n 's/^  \[\(.*\)\] \.\.\. \(Compiling\|Running\) .*/\1/p' "$scratch/log" | sort | tr '\n' ' '
}

all='app-0.1.0/bin-app app-0.1.0/bin-other-tool app-0.1.0/build app-0.1.0/run derive-0.1.0 native-sys-0.2.0/build native-sys-0.2.0/lib native-sys-0.2.0/run util-1.2.3-rc.1 '

same 'a first make builds each unit once' "$all" "$(built)"
same 'the program says what cargo'\''s says' 'Sample ["hello", ""] true yes, it'\''s
HELLO APP 42
"Two lines, a # and\nit'\''s $HOME \\ done" "A <a@example.com>:B"
app app/src/main.rs None' "$("$o/build/bin/app")"
same 'names of programs and crates are kept apart' 'other-tool other_tool' "$("$o/build/bin/other-tool")"
same 'a second make builds nothing' '' "$(built)"
same 'make -q says so without a word' '' "$(make -C "$o" -q 2>&1 || echo no)"
same 'and starts no program' '' "$(make -C "$o" -q SHELL=/gone 2>&1 || echo no)"
same 'make in a package finds all done' "make: Nothing to be done for 'all'." "$(make -C "$o/util-1.2.3-rc.1" --no-print-directory)"

echo 'pub const HELLO: &str = "good day";' >"$s/util/src/words.rs"
same 'an edited module rebuilds its crate and what depends on it' \
	'app-0.1.0/bin-app app-0.1.0/bin-other-tool util-1.2.3-rc.1 ' "$(built)"
same 'and the program has it' 'GOOD DAY APP 42' "$("$o/build/bin/app" | sed -n 2p)"
same 'and then nothing' '' "$(built)"
touch "$s/util/src/words.rs"
same 'a variable that only an import reads is named' 'warning: RUSTFLAGS counts for `l4cargo import`, and not for make' \
	"$(RUSTFLAGS=-g make -C "$o" 2>&1 | grep warning:)"

echo 'goodbye' >"$s/app/words.txt"
same 'rerun-if-changed of a file runs the script again' \
	'app-0.1.0/bin-app app-0.1.0/bin-other-tool app-0.1.0/run ' "$(built)"
echo 2 >"$s/app/data/two"
same 'rerun-if-changed of a folder sees a new file' \
	'app-0.1.0/bin-app app-0.1.0/bin-other-tool app-0.1.0/run ' "$(built)"
echo 3 >"$s/app/Cargo.toml.orig"
same 'a file that no rule names changes nothing' '' "$(built)"
SAMPLE_NAME='a $ "b" # c'
export SAMPLE_NAME
same 'rerun-if-env-changed sees a variable that is new' \
	'app-0.1.0/bin-app app-0.1.0/bin-other-tool app-0.1.0/run ' "$(built)"
same 'and the script has its value' 'Sample ["goodbye", "a $ \"b\" # c"] true yes, it'\''s' "$("$o/build/bin/app" | sed -n 1p)"
same 'with the same value nothing is run' '' "$(built)"
unset SAMPLE_NAME
same 'and a variable that is gone' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool app-0.1.0/run ' "$(built)"
same 'option_env! sees its variable' 'app-0.1.0/bin-app ' "$(SAMPLE_OPTION=1 built)"
same 'also when it goes' 'app-0.1.0/bin-app ' "$(built)"

# Fragments in an object tree of an older l4cargo name its variables.
sed -i 's|^\$(RS_BUILD)/pc/|$P/|; s|\$(RS_BUILD)/|$B/|g' $(find "$o/build" -name unit.mk)
sed -i 's|^\$(RS_BUILD)/toolchain.mk|$T.mk|' "$o/build/toolchain.mk"
same 'fragments of an older l4cargo do not build anything' '' "$(built)"
echo 'pub const HELLO: &str = "hi";' >"$s/util/src/words.rs"
same 'but an edited module is seen' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool util-1.2.3-rc.1 ' "$(built)"

echo '# edited' >>"$o/util-1.2.3-rc.1/Makefile"
same 'new settings rebuild the unit' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool util-1.2.3-rc.1 ' "$(built)"
rm "$o/build/deps/libutil-1.2.3-rc.1.rlib"
same 'a removed rlib comes back' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool util-1.2.3-rc.1 ' "$(built)"
rm "$o/build/pc/rs-derive-0.1.0.pc"
same 'a removed pc file comes back' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool derive-0.1.0 ' "$(built)"
rm -r "$o/build/native-sys-0.2.0"
same 'a removed object folder comes back' "app-0.1.0/bin-app app-0.1.0/bin-other-tool native-sys-0.2.0/build native-sys-0.2.0/lib native-sys-0.2.0/run util-1.2.3-rc.1 " "$(built)"
same 'and then all is done' '' "$(built)"

check 'make install' make -C "$o" install DESTDIR="$scratch/to" PREFIX=/usr
same 'takes the programs that were asked for' 'usr/bin/app usr/bin/other-tool' \
	"$(cd "$scratch/to" && find . -type f | sort | sed 's/^..//' | tr '\n' ' ' | sed 's/ $//')"
check 'make install in a package' make -C "$o/app-0.1.0/bin-app" install INSTALLDIR_BIN="$scratch/programs"
same 'takes its own' app "$(ls "$scratch/programs")"
check 'and has nothing to take in a library' make -C "$o/util-1.2.3-rc.1" install PREFIX="$scratch/none"
same 'so takes nothing' no "$([ -e "$scratch/none" ] || echo no)"

check 'make clean' make -C "$o" clean
check 'it leaves the programs' test -x "$o/build/bin/app"
check 'make cleanall' make -C "$o" cleanall
check 'it leaves nothing' test ! -e "$o/build"
check 'make in a package, from clean, builds what it needs' make -C "$o/app-0.1.0/bin-other-tool" -j2
same 'the rest is built from above' 'app-0.1.0/bin-app ' "$(built)"
check 'make clean in a package' make -C "$o/util-1.2.3-rc.1" clean
same 'it is built again' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool util-1.2.3-rc.1 ' "$(built)"
same 'another object tree has all of it' "$all" "$(built O="$scratch/objects")"
same 'and the first one is still done' '' "$(built)"
same 'also by a package' "make: Nothing to be done for 'all'." \
	"$(make -C "$o/app-0.1.0" --no-print-directory O="$scratch/objects")"
rm -rf "$scratch/objects"
same 'make -n builds nothing' no "$(make -C "$o" -n O="$scratch/objects" >/dev/null 2>&1 && [ ! -e "$scratch/objects/bin" ] && echo no)"

same 'make -s says nothing' '' "$(make -s -C "$o" -j2 O="$scratch/silent" 2>&1)"
same 'and builds' yes "$([ -x "$scratch/silent/bin/app" ] && echo yes)"
rm -rf "$scratch/objects"
same 'make -O collects all of the output' "$all" "$(built -O O="$scratch/objects")"
case $(touch "$s/util/src/lib.rs"; make V=1 --no-print-directory -C "$o" -j2 O="$scratch/objects" 2>&1) in
*'rustc --crate-name util --edition=2021 util/src/lib.rs'*) pass 'make V=1 shows commands' ;;
*) fail 'make V=1 shows commands' ;;
esac
make -C "$o" V=1 -W "$s/util/src/lib.rs" O="$scratch/objects" 2>&1 | sed -n 's/^\(cd .* --crate-name util .*\)/\1/p' >"$scratch/command"
check 'and a command works in a shell' sh -e "$scratch/command"

# Failures.
echo 'pub fn greet(who: &str) -> String { who }' >"$s/util/src/lib.rs"
refuses 'a compile error is rustc'\''s own' 2 'util/src/lib.rs:1:37' make -C "$o" -j2
refuses 'and names the crate' 2 'error: could not compile `util` (lib) due to 1 previous error' make -C "$o" -j2
check 'the program of before is still there' test -x "$o/build/bin/app"
cp "$top/tests/e2e/sample/util/src/lib.rs" "$s/util/src/lib.rs"
touch "$s/util/src/lib.rs"
same 'once it is right again, the build goes on' 'app-0.1.0/bin-app app-0.1.0/bin-other-tool util-1.2.3-rc.1 ' "$(built)"
fresh "$s"
built >/dev/null
printf 'fn unused() {}\n' >>"$s/util/src/words.rs"
case $(make -C "$o" 2>&1) in
*'warning: function `unused` is never used'*'warning: `util` (lib) generated 1 warning'*) pass 'warnings of path packages are shown and counted' ;;
*) fail 'warnings of path packages are shown and counted' ;;
esac
SAMPLE_FAIL=1
export SAMPLE_FAIL
refuses 'a failed script is reported with what it wrote' 2 'warning: app@0.1.0: about to fail' make -C "$o"
refuses 'with its status' 2 'build-script-build` (exit status: 3)' make -C "$o"
refuses 'and its messages' 2 '  --- stderr
  told to fail' make -C "$o"
unset SAMPLE_FAIL
built >/dev/null
same 'without the cause the next make succeeds' '' "$(built)"
for said in 'cargo::nothing=1;Unknown key: `nothing`' 'cargo:rustc-flags=-x;only `-l` and `-L` flags are allowed'; do
	printf 'fn main() { println!("%s"); }\n' "${said%%;*}" >"$s/native/build.rs"
	touch "$s/native/build.rs"
	refuses "a script that prints ${said%%;*} fails" 2 "${said#*;}" make -C "$o"
done
cp "$top/tests/e2e/sample/native/build.rs" "$s/native/build.rs"
touch "$s/native/build.rs"
built >/dev/null
same 'and can be mended' '' "$(built)"

# A blank and other bytes in the folder's name.
w="$scratch/a b \$c #d"
fresh "$w"
check 'the folder may have a name with blanks' make -C "$w/packages" -j2
same 'it works there' 'HELLO APP 42' "$("$w/packages/build/bin/app" | sed -n 2p)"
same 'and all is done' "make: Nothing to be done for 'all'." "$(make -C "$w/packages/app-0.1.0/bin-app" --no-print-directory)"
printf '\n' >>"$w/util/src/words.rs"
case $(make -C "$w/packages" 2>&1) in
*'Compiling libutil'*) pass 'an edited source is seen there' ;;
*) fail 'an edited source is seen there' ;;
esac
refuses 'an object tree with a blank is refused' 2 'must not contain a blank' make -C "$o" O="$scratch/a b/x"

# Two makes at once, and interrupted ones.
fresh "$scratch/two"
make -C "$scratch/two/packages" -j2 >"$scratch/one.log" 2>&1 &
check 'two makes at once' make -C "$scratch/two/packages" -j2
wait $!
same 'both succeed' 0 $?
same 'and leave nothing to do' "make: Nothing to be done for 'all'." "$(make -C "$scratch/two/packages" --no-print-directory)"
for signal in INT TERM KILL; do
	fresh "$scratch/cut"
	for delay in 0.2 0.5 0.9; do
		setsid make -C "$scratch/cut/packages" -j2 >/dev/null 2>&1 &
		sleep "$delay"
		kill -s "$signal" -- "-$!" 2>/dev/null
		wait $! 2>/dev/null
	done
	check "make after SIG$signal succeeds" make -C "$scratch/cut/packages" -j2
	same "it says after SIG$signal what it should" 'HELLO APP 42' "$("$scratch/cut/packages/build/bin/app" | sed -n 2p)"
	rm -rf "$scratch/cut"
done

# The jobserver of make 4.4 is a fifo: here one that the test holds, whatever make it is.
fresh "$scratch/fifo"
mkfifo "$scratch/tokens"
exec 9<>"$scratch/tokens"
printf '+-' >&9
cat >"$scratch/unit-with-fifo" <<END
#!/bin/sh
MAKEFLAGS=" -j3 --jobserver-auth=fifo:$scratch/tokens" exec "$BUILD_DIR/l4cargo-unit" "\$@"
END
chmod +x "$scratch/unit-with-fifo"
check 'a jobserver may be a fifo' make -C "$scratch/fifo/packages" -j3 L4CARGO_UNIT="$scratch/unit-with-fifo"
same 'and then all tokens are back' '+-' "$(timeout 10 head -c 2 <&9 | tr -d '\n' | fold -w1 | sort | tr -d '\n')"
same 'and all is done' "make: Nothing to be done for 'all'." "$(make -C "$scratch/fifo/packages" --no-print-directory)"
exec 9>&-

# Packages written by hand: Rust and C.
cp -r "$top/examples" "$scratch/examples"
by_hand() { make -C "$scratch/examples/$1" L4DIR="$top/bridge/make/host" -j2; }
check 'a program written by hand builds with what it requires' by_hand hello
same 'it runs' 'Hello, world! (10 letters)' "$("$scratch/examples/build/bin/hello")"
same 'a second make says nothing' '' "$(by_hand hello | grep '\[')"
check 'the folder of examples builds' by_hand .
same 'with the same results' '' "$(by_hand . | grep '\[')"
example() { "$scratch/examples/build/bin/$1"; }
same 'one without std runs' 'Hello, world without std! [1, 4, 9, 16, 25]' "$(example hello-nostd)"
same 'one with std runs' 'a thread says 55' "$(example hello-std | sed -n 3p)"
same 'C calls Rust' 'the checksum is 11e60398' "$(example c-calls-rust)"
(cd "$scratch" && example ipc-server >served) &
for n in 1 2 3 4 5 6 7 8 9 10; do
	[ -S "$scratch/squares.socket" ] || sleep 0.2
done
same 'a server answers a client' '3 squared is 9 12 squared is 144 111 squared is 12321' \
	"$(cd "$scratch" && example ipc-client | tr '\n' ' ' | sed 's/ $//')"
wait
same 'and ends when it is told' 'serving served' "$(tr '\n' ' ' <"$scratch/served" | sed 's/ $//')"
# Names that fragments of an older l4cargo use are free in a package.
sed -i 's/^SRC_RS .*/B = src\nP = lib\nT = rs\nSRC_RS = $B\/$P.$T/' "$scratch/examples/checksum/Makefile"
check 'a package may have variables of any name' by_hand checksum
same 'which it is built with' 'the checksum is 11e60398' "$(by_hand c-calls-rust >/dev/null 2>&1; example c-calls-rust)"
sed -i 's|^\$(RS_BUILD)/pc/|$P/|; s|\$(RS_BUILD)/|$B/|g' "$scratch/examples/build/checksum/unit.mk"
same 'also with fragments of an older l4cargo' '' "$(by_hand checksum | grep '\[')"
touch "$scratch/examples/checksum/src/lib.rs"
same 'which see an edit' '[checksum]' "$(by_hand checksum 2>&1 | sed -n 's/^  \(\[.*\]\) ... Compiling.*/\1/p')"
touch "$scratch/examples/clib/length.c"
same 'an edited C file rebuilds those that link it' '[clib] [greet] [hello] ' \
	"$(by_hand hello 2>&1 | sed -n 's/^  \(\[.*\]\) ... Compiling.*/\1/p' | tr '\n' ' ')"
# C sources in folders: objects are named by their paths.
mkdir -p "$scratch/c/nums/a" "$scratch/c/nums/b" "$scratch/c/other" "$scratch/c/sum/src" "$scratch/c/sum/more"
echo 'int one(void) { return 1; }' >"$scratch/c/nums/a/x.c"
echo 'int two(void) { return 2; }' >"$scratch/c/nums/b/x.c"
echo 'int three(void) { return 3; }' >"$scratch/c/other/x.c"
printf '%s\n' 'PKGDIR ?= .' 'TARGET = libnums.a' 'SRC_C = a/x.c b/x.c ../other/x.c' 'include $(L4DIR)/mk/lib.mk' \
	>"$scratch/c/nums/Makefile"
echo 'int four(void);' >"$scratch/c/sum/src/y.h"
printf '%s\n' '#include "y.h"' '#include <stdio.h>' 'int one(void), two(void), three(void);' \
	'int main(void) { printf("%d\n", one() + two() + three() + four()); return 0; }' >"$scratch/c/sum/src/y.c"
echo 'int four(void) { return 4; }' >"$scratch/c/sum/more/z.c"
printf '%s\n' 'PKGDIR ?= .' 'TARGET = sum' 'SRC_C = src/y.c z.c' 'SRC_DIR = . more' 'REQUIRES_LIBS = nums' \
	'include $(L4DIR)/mk/prog.mk' >"$scratch/c/sum/Makefile"
in_c() { make -C "$scratch/c/sum" L4DIR="$top/bridge/make/host" -j2 "$@"; }
check 'C sources in folders build' in_c
same 'sources of one name do not collide' 10 "$("$scratch/c/build/bin/sum")"
touch "$scratch/c/sum/src/y.h" "$scratch/c/nums/b/x.c"
same 'those that are edited are compiled again' '[nums] b/x.o [sum] src/y.o ' \
	"$(in_c 2>&1 | sed -n 's/^  \(\[.*\]\) ... Compiling/\1/p' | sort | tr '\n' ' ')"
check 'examples are cleaned' make -C "$scratch/examples" L4DIR="$top/bridge/make/host" clean
check 'no program is left' test ! -e "$scratch/examples/build/bin/hello"

quoted() { make -C "$scratch/examples/checksum" L4DIR="$top/bridge/make/host" "O=$scratch/it's\$\$HOME" "$@"; }
check 'a package builds in an object tree with a quote in its name' quoted
check 'and is cleaned there' quoted clean
same 'nothing of it is left' '' "$(cd "$scratch/it's\$HOME" && find . -name '*checksum*')"

refuses 'without the workspace make says what to do' 2 'run `l4cargo import` again' \
	make -C "$o" O="$scratch/objects2" RS_WORKSPACE="$scratch/none"
refuses 'without l4cargo-unit make says what to do' 2 'run `l4cargo import` again' \
	env -u L4CARGO_UNIT XDG_CACHE_HOME="$scratch/none" make -C "$o" O="$scratch/objects2"
rm -r "$s/native"
touch "$o/native-sys-0.2.0/lib/Makefile"
refuses 'without a source make says what to do' 2 'run `l4cargo import` again' make -C "$o"
