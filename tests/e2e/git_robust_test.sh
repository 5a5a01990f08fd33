#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The cache of git repositories: many processes at once, and processes that are killed at any moment.
. "$(dirname "$0")/../lib.sh"
needs cargo git 'git repositories in the cache'
work=${scratch:?}/git
mkdir "$work"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
check 'the repositories are made' sh "$top/tests/e2e/git/make.sh" "$work"
export XDG_CACHE_HOME="$work/cache" CARGO_HOME="$work/home"
# Enough for a kill to find something under way.
(cd "$work/ws" && for n in $(seq 40); do seq "$n" $((n + 3000)) >"a/numbers$n"; done &&
	git add . && git -c user.name=t -c user.email=t commit -qm more)
cd "$work/p" || exit 1
check 'the project is locked' cargo generate-lockfile -q
export CARGO_HOME="$work/none"
wanted=$("$L4CARGO" -q graph --locked)
store=$XDG_CACHE_HOME/l4cargo
content() { (cd "$store/git/checkouts" && find . -name .git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum); }
files=$(content)

rm -rf "$store/git"
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	("$L4CARGO" -q graph --locked >"$work/said$n" 2>&1 || echo failed >>"$work/said$n") &
done
wait
different=0
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ "$(cat "$work/said$n")" = "$wanted" ] || different=$n
done
same 'twenty at once all succeed' 0 "$different"
same 'and the files are right' "$files" "$(content)"

wrong=
for n in $(seq 40); do
	rm -rf "$store/git/checkouts"
	[ $((n % 3)) -ne 0 ] || rm -rf "$store/git"
	"$L4CARGO" -q graph --locked >/dev/null 2>&1 &
	victim=$!
	python3 -c "import time; time.sleep($n * 0.002)"
	kill -9 "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
	for made in "$store"/git/checkouts/*/*; do
		[ ! -d "$made" ] || [ -z "$(git -C "$made" status --porcelain --ignore-submodules=untracked 2>&1 | head -n 1)" ] ||
			wrong="$wrong $n:$made"
	done
done
same 'forty that are killed leave nothing half made' '' "$wrong"
same 'the next one completes' "$wanted" "$("$L4CARGO" -q graph --locked 2>&1)"
same 'with the right files' "$files" "$(content)"
same 'and what the dead have left is gone' '' "$(ls "$store/tmp")"
