#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# In a real L4Re tree: L4DIR, its configured and built object tree O; KERNEL, a Fiasco kernel, if
# programs are to be started in QEMU. O may be several trees, one for an architecture, and KERNEL
# then a kernel for each of them, in the same order: all is imported once, for all. RUST_SRC: the library's sources, if the toolchain has none.
# UNWIND=y: the Rust libraries are made so that panics can unwind, and a program does that, too.
# SERIAL: a folder that keeps what the programs' serial lines said, by architecture and program.
# WALK=new: of the tree, BID builds what is new here and what that needs, not all that is in pkg.
# What is added to the tree (folders pkg/l4cargo-check*, setup, the Rust libraries in pkg/rust) goes
# at the end, unless it was there before.
users_cache=${XDG_CACHE_HOME:-$HOME/.cache}
. "$(dirname "$0")/../lib.sh"

L4DIR=$(realpath "${L4DIR:?the L4Re source tree}") trees=$(realpath ${O:?its object trees})
export L4DIR O
arch_of() { sed -n 's/^CONFIG_BUILD_ARCH="\(.*\)"/\1/p' "$1/.kconfig"; }
target_of() { # ARCH
	case $1 in
	amd64) echo x86_64-unknown-l4re-uclibc ;;
	arm64) echo aarch64-unknown-l4re-uclibc ;;
	*) echo "no-target-for-$1" ;;
	esac
}
targets=
for O in $trees; do
	targets="$targets --target $(target_of "$(arch_of "$O")")"
done
jobs=-j$(nproc)
unwind=
if [ -n "${UNWIND-}" ]; then
	unwind="--config $scratch/unwind.toml"
	printf '[target.%s]\nrustflags = ["-C", "panic=unwind"]\n' $(echo "$targets" | sed 's/--target//g') >"$scratch/unwind.toml"
fi
mine=$L4DIR/pkg/l4cargo-check
had_setup=$(test -e "$L4DIR/conf/l4cargo" && echo yes) had_rust=$(grep -rlq --include=Control '^provides:.*libstd-rust' "$L4DIR/pkg" && echo yes)

clear_away() {
	rm -rf "$mine" "$mine"-*
	for tree in $trees; do
		rm -rf "$tree/pkg/l4cargo-check"* "$tree/rust/l4cargo-check" "$tree/pc/rs-l4cargo-check"*
		for program in $programs; do find "$tree/bin" -name "$program" -delete -o -name "$program.*" -delete; done
		[ "$had_rust" = yes ] || rm -rf "$tree/pkg/rust"
	done
	[ "$had_rust" = yes ] || rm -rf "$L4DIR/pkg/rust"
	[ "$had_setup" = yes ] || "$L4CARGO" setup --quiet --remove "$L4DIR"
}
of_bid() { (cd "$L4DIR" && find Makefile mk tool conf -type f ! -path 'conf/l4cargo/*' ! -name Makeconf.local -exec sha1sum {} + | sort -k 2); }
make_in() { # FOLDER [ARGUMENT...]
	make_folder=$1
	shift
	make -C "$L4DIR/$make_folder" O="$O" L4DIR="$L4DIR" "$jobs" "$@"
}
# The units that a build compiles, runs or links, in a line.
does() { "$@" 2>&1 | sed -n 's/^  \[\(.*\)\] \(\.\.\.\|==>\) \(Compiling\|Running\|Linking\) .*/\1/p' | sort -u | tr '\n' ' '; }
imports() { "$@" 2>&1 | grep -c 'Importing again'; }
nothing() { # NAME COMMAND...
	nothing_name=$1
	shift
	same "$nothing_name" '' "$(does "$@")"
}

programs='hello-classic hello-nostd hello-std c-calls-rust cxx-calls-rust rust-calls-cxx app ipc-server ipc-client unwinds json htmlq naga'
clear_away
# The Rust libraries that are there have their sources in the user's cache.
if [ "$had_rust" = yes ]; then
	mkdir -p "$XDG_CACHE_HOME/l4cargo"
	ln -s "$users_cache/l4cargo/library" "$XDG_CACHE_HOME/l4cargo/library"
fi
before=$(of_bid)
check 'setup' "$L4CARGO" setup "$L4DIR"
check 'it is in place' "$L4CARGO" setup --check "$L4DIR"
if [ "$had_rust" != yes ]; then
	check 'the Rust libraries are packaged' \
		env --chdir="$L4DIR" "$L4CARGO" sysroot $targets $unwind ${RUST_SRC:+--rust-src "$RUST_SRC"}
fi
mkdir -p "$mine"
cp "$top/examples/l4dir.mk" "$mine"
for example in checksum c-calls-rust clib greet hello hello-nostd hello-std ipc-sys ipc ipc-server ipc-client; do
	cp -r "$top/examples/$example" "$mine/$example"
done
# Where the processor has no random numbers, a program must bring a source of them: so does this one.
cat >>"$mine/hello-std/src/main.rs" <<'END'

#[cfg(not(target_arch = "x86_64"))]
#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(to: *mut u8, length: usize, _: u32) -> isize {
    for i in 0..length {
        unsafe { *to.add(i) = i as u8 }; // only a test may do that
    }
    length as isize
}
END
mkdir "$mine/cxx-calls-rust" # the same in C++, whose runtime needs more
sed 's/c-calls/cxx-calls/; s/SRC_C \(.*\)main.c/SRC_CC\1main.cc/; s/= checksum/& libsupc++/' "$mine/c-calls-rust/Makefile" >"$mine/cxx-calls-rust/Makefile"
sed 's/c-calls/cxx-calls/; s/ checksum/& libsupc++/' "$mine/c-calls-rust/Control" >"$mine/cxx-calls-rust/Control"
sed 's/^uint32_t/extern "C" &/' "$mine/c-calls-rust/main.c" >"$mine/cxx-calls-rust/main.cc"
cp -r "$top/tests/l4re/cxxlib" "$top/tests/l4re/rust-calls-cxx" "$mine"
sed -i 's/^TARGET *= hello$/&-classic/' "$mine/hello/Makefile" # BID has a `hello`, too
cp -r "$top/tests/l4re/graph" "$scratch/graph"
cp -r "$top/examples/json" "$scratch/json"
import() { # PROJECT NAME [ARGUMENT...]
	import_project=$1 import_name=$2
	shift 2
	env --chdir="$scratch/$import_project" "$L4CARGO" import $targets -o "$mine-$import_name" "$@"
}
check 'a project of path crates is imported' import graph graph
programs='hello-classic hello-nostd hello-std c-calls-rust cxx-calls-rust rust-calls-cxx app ipc-server ipc-client'
if [ -n "$unwind" ]; then
	cp -r "$top/tests/l4re/unwinds" "$scratch/unwinds"
	check 'a program that catches panics is imported' import unwinds unwinds $unwind
	programs="$programs unwinds"
fi
if online; then
	check 'the example json is imported' import json json
	# The libc crate that htmlq is locked with knows L4Re on amd64 only; naga-cli needs none there.
	case $targets in
	*aarch64*) many='naga-cli@30.0.1 --config profile.release.opt-level=0' many_program=naga ;;
	*) many=htmlq@0.4.0 many_program=htmlq ;;
	esac
	check 'a program of many packages is imported' \
		"$L4CARGO" import $targets $many --release -o "$mine-many"
	programs="$programs json $many_program"
else
	skip 'json, and a program of many packages' 'crates.io is not reachable'
fi

walk() { # ARGUMENT...: BID's own walk
	if [ "${WALK-}" = new ]; then
		make_in . $(cd "$L4DIR" && ls -d pkg/l4cargo-check*/*/ | sed "s|/$||") "$@"
	else
		make_in . "$@"
	fi
}
# --- in QEMU --------------------------------------------------------------------------------------

boot() { # NAME MODULE... : what the programs say, a line each
	boot_name=$1
	shift
	{
		echo 'default-kernel fiasco -serial_esc'
		echo 'default-bootstrap bootstrap'
		printf 'entry check\nroottask moe rom/check.cfg\nmodule l4re\nmodule ned\nmodule check.cfg\n'
		printf 'module %s\n' "$@"
	} >"$scratch/check.list"
	make_in . elfimage E=check MODULES_LIST="$scratch/check.list" \
		MODULE_SEARCH_PATH="$(dirname "$kernel"):$scratch" >"$scratch/image.log" 2>&1 ||
		fail "an image with $boot_name" "$(tail -n 20 "$scratch/image.log")"
	timeout "${QEMU_SECONDS:-300}" $qemu -m 512 -display none -vga none \
		-net none -monitor none -serial "file:$scratch/serial" -no-reboot \
		-kernel "$O/images/bootstrap_check.elf" >/dev/null 2>&1 </dev/null &
	boot_qemu=$!
	while kill -0 "$boot_qemu" 2>/dev/null && ! grep -q -e "$boot_end" "$scratch/serial" 2>/dev/null; do
		sleep 0.2
	done
	kill "$boot_qemu" 2>/dev/null
	wait "$boot_qemu" 2>/dev/null
	[ -z "${SERIAL-}" ] || { mkdir -p "$SERIAL" && cp "$scratch/serial" "$SERIAL/$(arch_of "$O").$boot_name"; }
	sed -n 's/.*\(\x1b\[[0-9;]*m\)\?[A-Za-z0-9_-]* *| \(.*\)/\2/p' "$scratch/serial" | tr -d '\r' |
		sed 's/\x1b\[[0-9;]*m//g'
	rm -f "$scratch/serial"
}
start() { # PROGRAM [ARGUMENT...]
	printf 'local L4 = require("L4");\nL4.default_loader:start({}, "rom/%s");\n' "$*" >"$scratch/check.cfg"
}
says() { # WANTED PROGRAM [ARGUMENT...]
	says_wanted=$1
	shift
	start "$@"
	boot_end=$(printf '%s' "$says_wanted" | tail -n 1 | sed 's/[][\\.*^$]/\\&/g')
	same "$1 says so on L4Re" "$says_wanted" "$(boot "$1" "$1" $extra)"
}

# --- in each object tree --------------------------------------------------------------------------

in_tree() {
	check 'a make of the tree builds all' walk
	for program in $programs; do
		check "there is $program" sh -c 'find "$0/bin" -name "$1" | grep -q .' "$O" "$program"
	done
	# New packages change BID's configuration, which it takes up in the next make.
	check 'another one takes up what BID makes of new packages' walk
	nothing 'a further make of the tree builds nothing' walk
	for folder in "$mine-graph" "$mine"-[jm]*; do
		[ -d "$folder" ] || continue
		nothing "one make process for $(basename "$folder") finds nothing to do" make_in "${folder#"$L4DIR/"}"
	done
	nothing 'one package alone finds nothing to do' make_in pkg/l4cargo-check-graph/app-0.1.0

	echo '// edited' >>"$scratch/graph/shared/src/lib.rs"
	same 'an edited source is compiled again, with what depends on it' \
		"app-0.1.0/bin-app app-0.1.0/lib l4cargo-check-graph/app-0.1.0 macro-0.1.0 native-0.1.0/lib shared-0.1.0 shared-0.1.0-host " \
		"$(does make_in pkg/l4cargo-check-graph)"
	nothing 'BID finds nothing to do after that' make_in pkg/l4cargo-check-graph/app-0.1.0
	echo '# edited' >>"$scratch/graph/shared/Cargo.toml"
	same 'an edited manifest is imported again' 1 "$(imports make_in pkg/l4cargo-check-graph/app-0.1.0)"
	same 'but once' 0 "$(imports make_in pkg/l4cargo-check-graph)"
	nothing 'what it leaves unchanged is not built' make_in pkg/l4cargo-check-graph/app-0.1.0
	rm "$O/pc/rs-l4cargo-check-graph.shared-0.1.0.pc"
	check 'a .pc that is gone is made again' make_in pkg/l4cargo-check-graph/shared-0.1.0
	check 'there it is' test -e "$O/pc/rs-l4cargo-check-graph.shared-0.1.0.pc"
	check 'one make process makes what follows' make_in pkg/l4cargo-check-graph
	nothing 'then nothing' make_in pkg/l4cargo-check-graph

	rm -rf "$scratch/drops"
	check 'install, by an import' make_in pkg/l4cargo-check-graph install DROPS_STDDIR="$scratch/drops"
	check 'and by a package written by hand' make_in pkg/l4cargo-check/hello-std install DROPS_STDDIR="$scratch/drops"
	same 'takes the programs, and static libraries' 'app hello-std libapp_part.a' \
		"$(find "$scratch/drops" -type f ! -path '*/.debug/*' -exec basename {} \; | sort | tr '\n' ' ' | sed 's/ $//')"

	check 'clean, in one package' make_in pkg/l4cargo-check-graph/shared-0.1.0 clean
	check 'takes out what was built' test ! -e "$objects-graph/shared-0.1.0/libshared-0.1.0.rlib"
	check 'one package alone is built from nothing, with what it needs' make_in pkg/l4cargo-check-graph/app-0.1.0
	nothing 'after that one make process finds nothing to do' make_in pkg/l4cargo-check-graph
	check 'clean, of an import' make_in pkg/l4cargo-check-graph clean
	same 'make -n builds nothing' '' \
		"$(make_in pkg/l4cargo-check-graph -n >/dev/null 2>&1; find "$objects-graph" -name '*.rlib' 2>/dev/null)"
	# The crates only: BID's own makes do not share a folder in which they link.
	make_in pkg/l4cargo-check-graph app-0.1.0/lib >"$scratch/one" 2>&1 &
	check 'a make beside another one succeeds' make_in pkg/l4cargo-check-graph app-0.1.0/lib
	wait $!
	same 'so does that' 0 $?
	check 'the rest is built' make_in pkg/l4cargo-check-graph
	nothing 'and leave nothing to do' make_in pkg/l4cargo-check-graph

	cost=$(python3 "$top/tests/l4re/cost.py" "$scratch/cost" l4cargo-check-cost "$L4DIR" "$O" 2>&1)
	same 'packages cost next to nothing beside rustc' 0 $?
	printf '%s\n' "$cost" | sed 's/^/# /'

	# What a Makefile needs, its Control must say.
	sed -i 's/ clib$//' "$mine/greet/Control"
	refuses 'a library that Control leaves out is seen by a make of the tree' 2 \
		"'clib' in REQUIRE_LIBS in Makefile but not in Control file requires" make_in . pkg/l4cargo-check/greet
	cp "$top/examples/greet/Control" "$mine/greet/Control"
}
in_qemu() {
	extra=
	if [ -n "$kernel" ]; then
		cp "$kernel" "$scratch/fiasco"
		says 'Hello, world! (10 letters)' hello-classic
		says 'Hello, world without std! [1, 4, 9, 16, 25]' hello-nostd
		says 'Hello, world with std!
`be` occurs 2 times
a thread says 55
slept long enough: true' hello-std
		says 'the checksum is 11e60398' c-calls-rust
		says 'the checksum is 11e60398' cxx-calls-rust
		says '"Hello, C++!" has 5
"" has 0' rust-calls-cxx
		says 'the answer is 45' app
		[ -z "$unwind" ] || says 'a step is dropped
a step is dropped
caught Some("the bottom")
a thread panicked: true
resumed with Some(7)' unwinds
		if online; then
			says '{"name":"moe","priority":255,"capabilities":["sigma0","factory","log"]}
refused: invalid type: integer `7`, expected a string at line 1 column 11' json
			if [ $many_program = htmlq ]; then
				echo '<html><body><h1>Hello, L4Re</h1><p>no heading</p></body></html>' >"$scratch/page.html"
				extra=page.html
				says 'Hello, L4Re' htmlq -f rom/page.html -t h1
			else
				echo '@compute @workgroup_size(1) fn main() { let x = 1.0 + 2.0; }' >"$scratch/sum.wgsl"
				extra=sum.wgsl
				says 'Validation successful' naga rom/sum.wgsl
			fi
		fi
		cp "$top/examples/ipc-server/ipc.cfg" "$scratch/check.cfg"
		boot_end='^[^|]*| served'
		same 'a server and its client talk' 'serving 3 squared is 9 12 squared is 144 111 squared is 12321 served' \
			"$(boot ipc ipc-server ipc-client | tr '\n' ' ' | sed 's/ $//')"
	else
		skip 'the programs run in QEMU' 'no KERNEL was given'
	fi
}

set -- ${KERNEL:+$(realpath $KERNEL)}
for O in $trees; do
	kernel=${1-} objects=$O/pkg/l4cargo-check
	[ $# -eq 0 ] || shift
	case $(arch_of "$O") in
	amd64) qemu='qemu-system-x86_64 -cpu qemu64,+rdrand' ;;
	arm64) qemu='qemu-system-aarch64 -M virt -cpu cortex-a57' ;;
	*) kernel= ;;
	esac
	echo "# $(arch_of "$O")"
	in_tree
	in_qemu
done

same 'no file of BID differs' "$before" "$(of_bid)"
clear_away
[ "$had_setup" = yes ] || check 'nothing of setup is left' test ! -e "$L4DIR/conf/l4cargo"
