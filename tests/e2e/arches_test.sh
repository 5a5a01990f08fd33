#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Imports for several targets: in a tree, one set of packages that each architecture reads as it
# would its own; on the host, both targets in one build.
. "$(dirname "$0")/../lib.sh"

amd64=x86_64-unknown-l4re-uclibc arm64=aarch64-unknown-l4re-uclibc
export RUSTC_BOOTSTRAP=1 # the project is for no_core
"$top/tests/e2e/arches/make.sh" "$scratch/project" || exit 1
cd "$scratch/project" || exit 1
for tree in one two; do
	cp -r "$top/tests/golden/shared/l4" "$scratch/$tree"
	mkdir -p "$scratch/$tree/pkg"
	check "setup of tree $tree" "$L4CARGO" setup "$scratch/$tree"
done
one=$scratch/one/pkg/app two=$scratch/two/pkg/app

refuses 'a standard library is not built by an import' 1 '`l4cargo sysroot` once: all imports' \
	"$L4CARGO" import --target $amd64 -Z build-std -o "$two"
same 'the configuration may ask for it' '' \
	"$("$L4CARGO" import -q --target $amd64 --config 'unstable.build-std=["std"]' -o "$one" 2>&1)"
check 'an import for two architectures' "$L4CARGO" import --target $amd64 --target $arm64 -o "$two"
same 'it has one package for each crate' \
	'amd-0.1.0 app-0.1.0 arm-0.1.0 both-0.1.0 macro-0.1.0 script-0.1.0 shared-0.1.0 tool-0.1.0 ' \
	"$(cd "$two" && ls -d ./*/ | sed 's|^./||; s|/$||' | tr '\n' ' ')"
if [ "${UPDATE:-0}" = 1 ]; then
	rm -rf "$top/tests/e2e/arches/expected"
	cp -r "$two" "$top/tests/e2e/arches/expected"
	rm "$top/tests/e2e/arches/expected/l4cargo.record" # hashes of what is compared here
fi
check 'the packages are those expected' diff -r -x l4cargo.record "$top/tests/e2e/arches/expected" "$two"
same 'a condition in Control' 'requires[arch(arm64)]: rs-app.arm-0.1.0 rs-app.shared-0.1.0' \
	"$(grep arm64 "$two/app-0.1.0/Control")"
check 'check finds it up to date' "$L4CARGO" check -o "$two"
cargo build --unit-graph -Z unstable-options -Z json-target-spec --target $amd64 \
	--target "$top/bridge/sysroot/targets/$arm64.json" >"$scratch/graph" 2>"$scratch/said" ||
	fail "cargo's graph" "$(cat "$scratch/said")"
for arch in amd64 arm64; do
	eval "triple=\$$arch"
	check "what Control requires for $arch are the edges of cargo's graph" \
		sh -c 'python3 "$@" <"$0"' "$scratch/graph" "$top/tests/l4re/edges.py" "$two" $arch "$triple"
done
sed -i 's/ both / /' "$two/both-0.1.0/Control"
sed -i '/arch(arm64)/d' "$two/arm-0.1.0/Control"
refuses 'an edge that is not there is seen' 1 'arm-0.1.0 does not require script-0.1.0' \
	sh -c 'python3 "$@" <"$0"' "$scratch/graph" "$top/tests/l4re/edges.py" "$two" arm64 $arm64
check 'the import puts it right' "$L4CARGO" import --target $amd64 --target $arm64 -o "$two"

# --- what make reads ------------------------------------------------------------------------------

# Variables of a package's Makefile, and rules of the flat one, for an architecture.
mkdir -p "$scratch/stub/mk"
touch "$scratch/stub/import.mk" "$scratch/stub/mk/lib.mk" "$scratch/stub/mk/prog.mk" "$scratch/stub/mk/subdir.mk"
cat >"$scratch/vars.mk" <<'END'
before := $(.VARIABLES) before
include $(FILE)
$(foreach v,$(sort $(filter-out $(before) %_amd64 %_arm64,$(.VARIABLES))),$(if $($v),$(info $v=[$($v)])))
all:
END
variables() { # FOLDER ARCH
	(cd "$1" && find . -name Makefile -mindepth 2 | sort | while read -r file; do
		case " $(cat "$scratch/files") " in *" $file "*) ;; *) continue ;; esac
		echo "$file"
		make -rRs -f "$scratch/vars.mk" FILE="$file" L4DIR="$scratch/stub" RS_ARCH="$2"
	done)
}
rules() { # FOLDER ARCH
	make -rRpq -C "$1" RS_KIT="$scratch/stub" RS_ARCH="$2" A=A B=B P=P D=D R=R S=S T=T rs-all 2>/dev/null |
		sed -n '/^# Files/,$p' | grep '^[^#].*' | grep -v -e '^\.PHONY' -e ':$' -e '^make' | sort
}
for arch in amd64 arm64; do
	eval "triple=\$$arch"
	check "an import for $arch alone" "$L4CARGO" import --target "$triple" -o "$one"
	(cd "$one" && find . -name Makefile -mindepth 2 | tr '\n' ' ') >"$scratch/files"
	same "$arch reads the same packages" "$(variables "$one" $arch)" "$(variables "$two" $arch)"
	same "and the same rules" "$(rules "$one" $arch)" "$(rules "$two" $arch)"
done

# --- builds of what needs no libraries ------------------------------------------------------------

for arch in amd64 arm64; do
	o=$scratch/obj-$arch
	mkdir -p "$o/pc"
	printf 'CONFIG_BUILD_ARCH="%s"\nCONFIG_CPU="gen"\nCONFIG_BUILD_ABI="l4f"\n' $arch >"$o/.config.all"
	echo 'Requires:' >"$o/pc/libstd-rust.pc"
	check "it builds for $arch" make -j2 -C "$two" O="$o"
	eval "triple=\$$arch"
	same "all that $arch needs" "$(sed -n 's/^rs-all: //p' "$two/Makefile" | tr ' ' '\n' | sed -n 's|^$(RS_TARGET_BUILD)/deps/||p' | sort | uniq -c | awk -v a=$arch '$2 !~ (a == "amd64" ? "arm|script" : "amd") { print $2 }')" \
		"$(cd "$o/pkg/app/$triple/deps" && ls ./*.rlib | sed 's|./||' | sort)"
	same 'a second make builds nothing' '' "$(make -j2 -C "$two" O="$o" 2>&1 | grep -v '^make')"
done
mkdir -p "$scratch/two/mk/arch"
printf '# tools\nOTHER_arm64 = x\nCROSS_COMPILE_arm64       = aarch64-linux-gnu-\nNEXT = y\n' >"$scratch/two/mk/arch/Makeconf.arm64"
linker() { make -s -C "$two" O="$scratch/obj-arm64" --eval 'linker:;@echo $(RS_LD)' linker "$@"; }
same "BID says whose linker joins a program's crates" aarch64-linux-gnu-ld "$(linker)"
same 'or the user does' my-ld "$(linker CROSS_COMPILE=my-)"
check 'a package that is not for the architecture has nothing to do' make -C "$two" O="$scratch/obj-amd64" arm-0.1.0
same 'nothing was made for it' '' "$(find "$scratch/obj-amd64" -name 'libarm*')"
printf 'CONFIG_BUILD_ARCH="mips"\n' >"$scratch/obj-amd64/.config.all"
refuses 'another architecture is told' 2 "is for $amd64 $arm64, not for mips, the architecture of $scratch/obj-amd64" \
	make -C "$two" O="$scratch/obj-amd64"

# --- targets that cannot be together --------------------------------------------------------------

refuses 'two targets of an architecture' 1 "\`$amd64\` and \`x86_64-my-l4re-x\` are both for amd64" \
	"$L4CARGO" import --target $amd64 --target x86_64-my-l4re-x.json -o "$scratch/two/pkg/no"
refuses 'an architecture that BID has not' 1 'BID has no architecture for the target `s390x-unknown-l4re-uclibc`' \
	"$L4CARGO" import --target s390x-unknown-l4re-uclibc -o "$scratch/two/pkg/no"
echo '# @generated by l4cargo' >"$scratch/one/conf/l4cargo/tree.mk"
refuses 'the configuration names its place' 1 "1:44: error: BID has no architecture for the target" \
	"$L4CARGO" import --config 'build.target=["x86_64-unknown-l4re-uclibc","s390x-unknown-l4re-uclibc"]' -o "$scratch/two/pkg/no"
refuses 'a tree that another l4cargo was set up in' 1 "run \`l4cargo setup $scratch/one\`" \
	"$L4CARGO" import -o "$one"
mkdir -p "$scratch/two/pkg/rust"
printf 'RS_TARGETS    = %s %s\n' $amd64 $arm64 >"$scratch/two/pkg/rust/Makefile"
check 'without --target, the Rust libraries say for which' "$L4CARGO" import -o "$scratch/two/pkg/same"
same 'both' "RS_TARGETS    = $amd64 $arm64" "$(grep RS_TARGETS "$scratch/two/pkg/same/Makefile")"

# --- on the host ----------------------------------------------------------------------------------

two_targets='--target x86_64-unknown-linux-gnu --target x86_64-unknown-none'
check 'an import for two targets on the host' "$L4CARGO" import $two_targets -o "$scratch/host"
check 'make builds both' make -j2 -C "$scratch/host"
check 'as cargo does' cargo build --quiet $two_targets --target-dir "$scratch/target"
libraries() { (cd "$1" && find x86* -name '*.rlib' -path '*/deps/*' | sed 's|debug/||; s|-[^/]*$||' | sort); }
same 'each in its folder' "$(libraries "$scratch/target")" "$(libraries "$scratch/host/build")"
same 'a second make builds nothing' '' "$(make -j2 -C "$scratch/host" 2>&1 | grep -v '^make')"
