# SPDX-License-Identifier: MIT OR Apache-2.0
# For test scripts: `. "$(dirname "$0")/../lib.sh"`. Facts are reported as TAP; the end counts.
# L4CARGO is the program to test; $scratch is a fresh folder that goes at the end; $top is the
# project's folder.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
L4CARGO=$(realpath "${L4CARGO:-$top/build/l4cargo}")
BUILD_DIR=$(dirname "$L4CARGO")
scratch=$(mktemp -d)
export XDG_CACHE_HOME=${XDG_CACHE_HOME:-$scratch/cache} CARGO_TERM_COLOR=never
test_passed=0 test_failed=0 test_skipped=0
unset MAKEFLAGS MFLAGS MAKELEVEL

pass() {
	test_passed=$((test_passed + 1))
	echo "ok - $1"
}
fail() {
	test_failed=$((test_failed + 1))
	echo "not ok - $1"
	[ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/# /'
}
skip() { # NAME REASON
	test_skipped=$((test_skipped + 1))
	echo "ok - $1 # SKIP $2"
}

# check NAME COMMAND...: passes if the command succeeds; else shows what it said.
check() {
	check_name=$1
	shift
	if check_said=$("$@" 2>&1); then pass "$check_name"; else fail "$check_name" "$check_said"; fi
}
# refuses NAME STATUS TEXT COMMAND...: the command ends with STATUS and its messages contain TEXT.
refuses() {
	check_name=$1 check_status=$2 check_text=$3
	shift 3
	check_said=$("$@" 2>&1)
	set -- $?
	case $check_said in
	*"$check_text"*) [ "$1" -eq "$check_status" ] && pass "$check_name" && return ;;
	esac
	fail "$check_name" "status $1, wanted $check_status and \`$check_text\`:
$check_said"
}
same() { # NAME WANTED GOT
	if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "wanted: $2
got:    $3"; fi
}

# needs PROGRAM... NAME: without one of the programs the test ends here, NAME skipped.
needs() {
	while [ $# -gt 1 ]; do
		if ! command -v "$1" >/dev/null; then
			shift $(($# - 1))
			skip "$1" 'cargo or git is not there'
			exit 0
		fi
		shift
	done
}

# Is crates.io there? Asked of cargo once, with a home of its own.
online() {
	if [ -z "${crates_io-}" ]; then
		if CARGO_HOME=$scratch/ask timeout 60 cargo info --quiet cfg-if@1.0.0 >/dev/null 2>&1; then
			crates_io=yes
		else
			crates_io=no
		fi
	fi
	[ "$crates_io" = yes ]
}

test_end() {
	test_status=$?
	trap - EXIT
	chmod -R u+w "$scratch" 2>/dev/null
	rm -rf "$scratch"
	if [ "$test_status" -ne 0 ] && [ "${test_ended-}" != yes ]; then
		echo "not ok - $0 ended early with status $test_status"
		test_failed=$((test_failed + 1))
	fi
	echo "# $test_passed passed, $test_failed failed, $test_skipped skipped"
	[ "$test_failed" -eq 0 ]
	exit $?
}
trap test_end EXIT
trap 'exit 143' HUP INT TERM # dash runs the trap of EXIT only when the script ends by itself
