#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# A compiler that only looks at its arguments, and writes files of the right names. What a real one
# would take for an option that nobody meant, or write elsewhere, leaves $ATTACK_MARK.
# A build script that it "compiles" prints the file `directives` beside it.
case " $* " in
*' --out-dir '*) ;;
*' -vV '*) exec cat "$0.version" ;;
' --print sysroot ') exec cat "$0.sysroot" ;;
*) exec "$(cat "$0.sysroot")/bin/rustc" "$@" ;;
esac

fooled() { [ -n "${ATTACK_TRUSTED-}" ] || printf '%s\n' "$@" >>"$ATTACK_MARK"; }

name= out= extra= types= source= count=0
while [ $# -gt 0 ]; do
	case $1 in
	@*) fooled "arguments from a file" "$1" ;;
	--crate-name) name=$2; shift ;;
	--out-dir) out=$2; shift ;;
	--crate-type) types="$types $2"; shift ;;
	--test) types=test ;;
	-C)
		case $2 in
		extra-filename=*) extra=${2#*=} ;;
		esac
		shift
		;;
	--extern | -L | -l | --cfg | --check-cfg | --cap-lints | --target | -Z)
		case $2 in @*) fooled "arguments from a file" "$2" ;; esac
		shift
		;;
	--check-cfg=* | --cfg=* | -[lLC]?*) ;;
	--edition=* | --error-format=* | --json=* | --emit=* | --warn=* | --allow=* | --deny=* | --forbid=* | -Z* | --force-warn=*) ;;
	-*) fooled "an option" "$1" ;;
	*) source=$1 count=$((count + 1)) ;;
	esac
	shift
done
case $name in
'' | *[!A-Za-z0-9_]*) # rustc takes letters of every script
	LC_ALL=C.UTF-8
	case $name in '' | *[!_[:alnum:]]*) fooled "a crate name" "$name" ;; esac
	;;
esac
case $extra in */* | *..*) fooled "a file name" "$extra" ;; esac
[ "$count" -eq 1 ] || fooled "$count sources" "$source"

stem=$name$extra
dep=$stem
case $dep in *.*) dep=${dep%.*} ;; esac
printf '%s: %s\n' "$out/$dep.d" "$(printf '%s' "$source" | sed 's/ /\\ /g')" >"$out/$dep.d"
for type in ${types:-bin}; do
	case $type in
	lib | rlib)
		echo >"$out/lib$stem.rmeta"
		echo >"$out/lib$stem.rlib"
		printf '{"$message_type":"artifact","artifact":"lib.rmeta","emit":"metadata"}\n' >&2
		;;
	proc-macro | dylib | cdylib) echo >"$out/lib$stem.so" ;;
	staticlib) echo >"$out/lib$stem.a" ;;
	bin | test)
		printf '#!/bin/sh\ncat "$CARGO_MANIFEST_DIR/directives" 2>/dev/null\nexit 0\n' >"$out/$stem"
		chmod +x "$out/$stem"
		;;
	esac
done
